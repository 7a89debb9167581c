/* core/service: sealed snapshots of hostile folders. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <dirent.h>

#include <cmocka.h>
#include <openssl/evp.h>

#include "core/base/file.h"
#include "core/service/snapshot.h"

struct box {
	char root[32];
	char *src, *cache;
	ig_loop *loop;
	struct ig_manifest seen;
	/* the latest answer */
	struct ig_snapshot *s;
	ig_err *err;
	bool answered;
	uint64_t progress;
};

static void put(const struct box *b, const char *name, const char *text, mode_t mode)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", b->src, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(ig_write_all(fd, text, strlen(text)), 0);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void folder(const struct box *b, const char *name)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", b->src, name);

	assert_int_equal(mkdir(path, 0700), 0);
}

/* What preflight does: walk, hash, seal. */
static int see_file(const char *path, int fd, const struct stat *st, void *user)
{
	struct ig_tree_entry *e = ig_manifest_add(user, path);
	ig_auto_buf text = IG_BUF_INIT(0);

	assert_int_equal(ig_read_fd(fd, path, 1 << 28, &text, NULL), 0);
	e->executable = st->st_mode & 0111;
	e->size = text.len;
	assert_int_equal(
	    EVP_Digest(ig_buf_str(&text), text.len, e->sha256, NULL, EVP_sha256(), NULL), 1);
	return 0;
}

static int see_folder(const char *path, const struct stat *st, void *user)
{
	(void)st;
	ig_manifest_add(user, path)->folder = true;
	return 0;
}

static void see_skip(const char *path, const char *reason, void *user)
{
	ig_manifest_skip(user, path, reason);
}

static void look(struct box *b)
{
	const struct ig_walk_ops ops = {see_file, see_folder, see_skip};
	ig_auto_fd int fd = ig_open_dir(b->src, NULL);

	ig_manifest_done(&b->seen);
	assert_int_equal(ig_tree_walk(fd, &ops, &b->seen, NULL), 0);
	ig_manifest_seal(&b->seen);
}

static int setup(void **state)
{
	struct box *b = ig_calloc(1, sizeof(*b));
	ig_auto_free char *cache = NULL;

	strcpy(b->root, "/tmp/ignite-snap.XXXXXX");
	if (!mkdtemp(b->root))
		return -1;
	b->src = ig_asprintf("%s/src", b->root);
	cache = ig_asprintf("%s/cache", b->root);
	b->cache = ig_asprintf("%s/ignite-tui/snapshots", cache);
	setenv("XDG_CACHE_HOME", cache, 1);
	b->loop = ig_loop_new(NULL);
	if (mkdir(b->src, 0700) < 0)
		return -1;
	put(b, "index.js", "console.log(1)\n", 0640);
	put(b, "run.sh", "#!/bin/sh\n", 04755); /* set-uid: not kept */
	put(b, "empty", "", 0600);
	folder(b, "lib");
	folder(b, "lib/deep");
	folder(b, "hollow");
	put(b, "lib/a\nb\x1b[31m.js", "hostile name\n", 0666);
	put(b, "lib/deep/\xff\xfe", "not UTF-8\n", 0600);
	look(b);
	*state = b;
	return 0;
}

static void forget(struct box *b)
{
	ig_snapshot_free(IG_STEAL(b->s));
	ig_err_free(IG_STEAL(b->err));
	b->answered = false;
	b->progress = 0;
}

static int teardown(void **state)
{
	struct box *b = *state;
	ig_auto_free char *cmd = ig_asprintf("chmod -R u+rwx %s", b->root);

	forget(b);
	ig_loop_free(b->loop);
	ig_manifest_done(&b->seen);
	if (system(cmd) != 0 || ig_rmtree(b->root, NULL) < 0)
		return -1;
	free(b->src);
	free(b->cache);
	free(b);
	return 0;
}

static void done(struct ig_snapshot *s, ig_err *err, void *user)
{
	struct box *b = user;

	assert_false(b->answered);
	assert_true(!s != !err);
	b->s = s;
	b->err = err;
	b->answered = true;
}

static void progress(uint64_t bytes, void *user)
{
	struct box *b = user;

	assert_true(bytes >= b->progress);
	b->progress = bytes;
}

static void await(struct box *b)
{
	uint64_t until = ig_now_ms() + 20000;

	while (!b->answered && ig_now_ms() < until)
		ig_loop_once(b->loop, 100);
	assert_true(b->answered);
}

static void make(struct box *b)
{
	forget(b);
	assert_non_null(ig_snapshot_start(b->loop, b->src, &b->seen, progress, done, b, NULL));
	assert_false(b->answered);
	await(b);
}

static void verify(struct box *b, const struct ig_snapshot *s)
{
	forget(b);
	assert_non_null(ig_snapshot_verify(b->loop, s, done, b, NULL));
	await(b);
}

static mode_t mode_of(const char *dir, const char *name)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", dir, name);
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

/* Names in the folder of the snapshots, but for "." and "..". */
static unsigned count(const struct box *b)
{
	DIR *d = opendir(b->cache);
	struct dirent *e;
	unsigned n = 0;

	while (d && (e = readdir(d)))
		n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
	if (d)
		closedir(d);
	return n;
}

static void seals(void **state)
{
	struct box *b = *state;
	ig_auto_buf got = IG_BUF_INIT(0);
	ig_auto_free char *path = ig_snapshot_path(b->seen.digest, NULL);
	ig_auto_free char *file = NULL;

	make(b);
	assert_null(b->err);
	assert_string_equal(b->s->path, path);
	assert_string_equal(b->s->digest, b->seen.digest);
	assert_int_equal(b->s->files, 5);
	assert_int_equal(b->s->bytes, b->seen.bytes);
	assert_int_equal(mode_of(path, "."), 0555);
	assert_int_equal(mode_of(path, "index.js"), 0444);
	assert_int_equal(mode_of(path, "run.sh"), 0555);
	assert_int_equal(mode_of(path, "empty"), 0444);
	assert_int_equal(mode_of(path, "hollow"), 0555);
	assert_int_equal(mode_of(path, "lib/deep"), 0555);
	assert_int_equal(mode_of(path, "lib/deep/\xff\xfe"), 0444);
	file = ig_asprintf("%s/lib/a\nb\x1b[31m.js", path);
	assert_int_equal(ig_read_path(file, 100, &got, NULL), 0);
	assert_string_equal(ig_buf_str(&got), "hostile name\n");
	assert_int_equal(count(b), 1);
}

static void leaves_out_what_is_no_file(void **state)
{
	struct box *b = *state;
	ig_auto_free char *link = ig_asprintf("%s/passwd", b->src);
	ig_auto_free char *fifo = ig_asprintf("%s/fifo", b->src);
	ig_auto_free char *copied = NULL;
	char before[65];

	memcpy(before, b->seen.digest, 65);
	assert_int_equal(symlink("/etc/passwd", link), 0);
	assert_int_equal(mkfifo(fifo, 0666), 0);
	look(b);
	assert_string_equal(b->seen.digest, before);
	make(b);
	assert_null(b->err);
	copied = ig_asprintf("%s/passwd", b->s->path);
	assert_int_equal(access(copied, F_OK), -1);
}

static void finds_it_again(void **state)
{
	struct box *b = *state;
	struct stat one, two;

	make(b);
	assert_null(b->err);
	assert_int_equal(stat(b->s->path, &one), 0);
	make(b);
	assert_null(b->err);
	assert_int_equal(stat(b->s->path, &two), 0);
	assert_int_equal(one.st_ino, two.st_ino);
	assert_int_equal(count(b), 1);
}

static const struct change {
	const char *what, *path, *text;
	mode_t mode; /* 0: remove it */
	const char *message;
} changes[] = {
    {"other bytes", "index.js", "console.log(2)\n", 0640, "'index.js' has changed"},
    {"longer", "index.js", "console.log(1)\n\n", 0640, "'index.js' has changed"},
    {"executable", "index.js", "console.log(1)\n", 0700, "'index.js' has changed"},
    {"new", "lib/a", "", 0600, "'lib/a' is new"},
    {"new, last", "zz", "", 0600, "'zz' is new"},
    {"gone", "run.sh", NULL, 0, "'run.sh' is gone"},
};

static void names_what_changed(void **state)
{
	struct box *b = *state;

	for (size_t round = 0; round < 2; round++) { /* without and with an older snapshot there */
		for (size_t i = 0; i < IG_COUNT(changes); i++) {
			const struct change *c = &changes[i];
			ig_auto_free char *path = ig_asprintf("%s/%s", b->src, c->path);

			if (c->mode)
				put(b, c->path, c->text, c->mode);
			else
				assert_int_equal(unlink(path), 0);
			make(b);
			assert_null(b->s);
			assert_int_equal(ig_err_code(b->err), IG_E_CHANGED);
			assert_non_null(strstr(ig_err_msg(b->err), c->message));
			assert_non_null(ig_err_hint_text(b->err));
			assert_int_equal(count(b), round);
			put(b, "index.js", "console.log(1)\n", 0640);
			put(b, "run.sh", "#!/bin/sh\n", 0755);
			if (!strncmp(c->what, "new", 3))
				assert_int_equal(unlink(path), 0);
		}
		make(b);
		assert_null(b->err);
	}
	/* Knowing only the digest, it still refuses. */
	put(b, "index.js", "x", 0600);
	for (size_t i = 0; i < b->seen.n; i++)
		free(b->seen.entry[i].path);
	b->seen.n = 0;
	make(b);
	assert_int_equal(ig_err_code(b->err), IG_E_CHANGED);
}

static void notices_tampering(void **state)
{
	struct box *b = *state;
	ig_auto_free char *file = NULL, *extra = NULL, *dir = NULL;
	struct ig_snapshot copy = {.lock = -1};

	make(b);
	assert_null(b->err);
	dir = ig_strdup(b->s->path);
	copy.path = dir;
	memcpy(copy.digest, b->s->digest, 65);
	verify(b, &copy);
	assert_null(b->err);
	file = ig_asprintf("%s/index.js", dir);
	assert_int_equal(chmod(file, 0644), 0);
	verify(b, &copy);
	assert_int_equal(ig_err_code(b->err), IG_E_CHANGED);
	assert_non_null(strstr(ig_err_msg(b->err), "'index.js' is writable"));
	assert_int_equal(chmod(file, 0444), 0);
	verify(b, &copy);
	assert_null(b->err);
	/* A link beside it is no part of the digest, and still not what was sealed. */
	extra = ig_asprintf("%s/extra", dir);
	chmod(dir, 0755);
	assert_int_equal(symlink("/etc/passwd", extra), 0);
	chmod(dir, 0555);
	verify(b, &copy);
	assert_int_equal(ig_err_code(b->err), IG_E_CHANGED);
	/* Making it again puts it right. */
	make(b);
	assert_null(b->err);
	assert_int_equal(access(extra, F_OK), -1);
	verify(b, &copy);
	assert_null(b->err);
	assert_int_equal(count(b), 1);
}

static void cancels_cleanly(void **state)
{
	struct box *b = *state;
	ig_auto_buf big = IG_BUF_INIT(0);

	memset(ig_buf_reserve(&big, 40 << 20), 'x', 40 << 20);
	big.data[40 << 20] = '\0';
	put(b, "big", big.data, 0600);
	look(b);
	for (unsigned ms = 0; ms < 20; ms += 4) {
		ig_snapshot_job *job;
		uint64_t until;

		forget(b);
		job = ig_snapshot_start(b->loop, b->src, &b->seen, progress, done, b, NULL);
		for (until = ig_now_ms() + ms; !b->answered && ig_now_ms() < until;)
			ig_loop_once(b->loop, 1);
		if (!b->answered)
			ig_snapshot_cancel(job);
		assert_int_equal(count(b), b->answered);
	}
	make(b);
	assert_null(b->err);
	assert_true(b->progress >= 36 << 20);
}

/* Half a gigabyte that is not there stays not there; what is in it is copied. */
static void keeps_holes(void **state)
{
	struct box *b = *state;
	ig_auto_free char *src = ig_asprintf("%s/sparse", b->src);
	ig_auto_free char *copied = NULL;
	char got[5] = "";
	struct stat st;
	int fd = open(src, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 128 << 20), 0);
	assert_int_equal(pwrite(fd, "here", 4, 77 << 20), 4);
	assert_int_equal(pwrite(fd, "\0", 1, (128 << 20) - 1), 1);
	close(fd);
	look(b);
	make(b);
	assert_null(b->err);
	copied = ig_asprintf("%s/sparse", b->s->path);
	assert_int_equal(stat(copied, &st), 0);
	assert_int_equal(st.st_size, 128 << 20);
	assert_true(st.st_blocks * 512 < 8 << 20);
	fd = open(copied, O_RDONLY | O_CLOEXEC);
	assert_int_equal(pread(fd, got, 4, 77 << 20), 4);
	close(fd);
	assert_string_equal(got, "here");
}

static void copies_to_write(void **state)
{
	struct box *b = *state;
	ig_auto_free char *to = ig_asprintf("%s/copy", b->root);
	ig_auto_free char *from = NULL;
	struct stat st;

	make(b);
	assert_null(b->err);
	from = ig_strdup(b->s->path);
	forget(b);
	assert_non_null(ig_snapshot_copy(b->loop, from, to, 65532, 65532, done, b, NULL));
	await(b);
	assert_null(b->err);
	assert_string_equal(b->s->path, to);
	assert_int_equal(stat(to, &st), 0);
	if (geteuid() == 0) {
		assert_int_equal(st.st_uid, 65532);
		assert_int_equal(mode_of(to, "lib/deep"), 0700);
		assert_int_equal(mode_of(to, "index.js"), 0600);
		assert_int_equal(mode_of(to, "run.sh"), 0700);
	} else {
		assert_int_equal(mode_of(to, "lib/deep"), 0777);
		assert_int_equal(mode_of(to, "index.js"), 0666);
	}
}

static void prunes_what_is_not_used(void **state)
{
	struct box *b = *state;
	struct ig_snapshot *used;
	ig_auto_free char *stale = ig_asprintf("%s/.new-1-1", b->cache);
	struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 1}};

	make(b);
	assert_null(b->err);
	used = IG_STEAL(b->s);
	put(b, "index.js", "second\n", 0600);
	look(b);
	make(b);
	assert_null(b->err);
	assert_int_equal(mkdir(stale, 0700), 0);
	assert_int_equal(utimensat(AT_FDCWD, stale, old, 0), 0);
	assert_int_equal(count(b), 3);
	assert_int_equal(ig_snapshot_prune((uint64_t)1 << 30, NULL), 0);
	assert_int_equal(count(b), 2);
	assert_int_equal(ig_snapshot_prune(0, NULL), 0);
	assert_int_equal(count(b), 2); /* both in use */
	forget(b);
	assert_int_equal(ig_snapshot_prune(0, NULL), 0);
	assert_int_equal(count(b), 1);
	assert_int_equal(access(used->path, F_OK), 0);
	ig_snapshot_free(used);
	assert_int_equal(ig_snapshot_prune(0, NULL), 0);
	assert_int_equal(count(b), 0);
}

static void refuses_nonsense(void **state)
{
	struct box *b = *state;
	ig_auto_err e = NULL;
	ig_auto_err e2 = NULL;

	assert_null(ig_snapshot_path("../../etc", &e));
	assert_null(ig_snapshot_start(b->loop, "/nonexistent", &b->seen, NULL, done, b, &e2));
	assert_int_equal(ig_err_code(e2), IG_E_NOT_FOUND);
	memcpy(b->seen.digest, "..", 3);
	assert_null(ig_snapshot_start(b->loop, b->src, &b->seen, NULL, done, b, NULL));
	assert_int_equal(count(b), 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(seals),
	    T(leaves_out_what_is_no_file),
	    T(finds_it_again),
	    T(names_what_changed),
	    T(notices_tampering),
	    T(cancels_cleanly),
	    T(keeps_holes),
	    T(copies_to_write),
	    T(prunes_what_is_not_used),
	    T(refuses_nonsense),
	};

	return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
