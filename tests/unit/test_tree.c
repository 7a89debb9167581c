/* core/service/tree: the walk over a hostile folder, and the manifest's digest. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/service/snapshot.h"

struct log {
	char root[64];
	int fd;
	struct ig_buf text; /* one line per call */
	size_t files;
	const char *on_file; /* when this file comes, do `act` */
	void (*act)(struct log *l);
	const char *stop_at;
};

static void setup_log(struct log *l)
{
	*l = (struct log){.text = IG_BUF_INIT(1 << 20)};
	strcpy(l->root, "/tmp/ignite-tree.XXXXXX");
	assert_non_null(mkdtemp(l->root));
	l->fd = ig_open_dir(l->root, NULL);
	assert_true(l->fd >= 0);
}

static void done_log(struct log *l)
{
	ig_buf_done(&l->text);
	close(l->fd);
	assert_int_equal(ig_rmtree(l->root, NULL), 0);
}

static void put(struct log *l, const char *path, const char *text, mode_t mode)
{
	int fd = openat(l->fd, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static int on_file(const char *path, int fd, const struct stat *st, void *user)
{
	struct log *l = user;
	char b[64] = "";

	l->files++;
	if (l->text.len < 100000) {
		assert_true(read(fd, b, 32) >= 0);
		ig_buf_printf(&l->text, "f %s %llu %s\n", path, (unsigned long long)st->st_size, b);
	}
	if (l->on_file && !strcmp(path, l->on_file))
		l->act(l);
	return l->stop_at && !strcmp(path, l->stop_at) ? -1 : 0;
}

static int on_folder(const char *path, const struct stat *st, void *user)
{
	struct log *l = user;

	(void)st;
	ig_buf_printf(&l->text, "d %s\n", path);
	return l->stop_at && !strcmp(path, l->stop_at) ? -1 : 0;
}

static void on_skip(const char *path, const char *reason, void *user)
{
	struct log *l = user;

	ig_buf_printf(&l->text, "s %s: %s\n", path, reason);
}

static const struct ig_walk_ops ops = {on_file, on_folder, on_skip};

static void the_order_is_of_bytes(void **state)
{
	struct log l;

	(void)state;
	setup_log(&l);
	mkdirat(l.fd, "b", 0700);
	mkdirat(l.fd, "b/empty", 0700);
	put(&l, "b/x", "1", 0600);
	put(&l, "Z", "2", 0600);
	put(&l, "a", "3", 0600);
	put(&l, "\xc3\xa4", "4", 0600);
	put(&l, ".hidden", "5", 0600);
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
	assert_string_equal(ig_buf_str(&l.text),
	    "f .hidden 1 5\nf Z 1 2\nf a 1 3\nd b\nd b/empty\nf b/x 1 1\nf \xc3\xa4 1 4\n");
	done_log(&l);
}

static void odd_names_pass_as_bytes(void **state)
{
	static const char *const names[] = {"new\nline", "esc\x1b]0;title\a", "bad\xff\xfeutf8", " ",
	    "-rf", ("\xe2\x80\xae" "sj.exe"), "..."};
	struct log l;

	(void)state;
	setup_log(&l);
	for (size_t i = 0; i < IG_COUNT(names); i++)
		put(&l, names[i], "", 0600);
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
	assert_int_equal(l.files, IG_COUNT(names));
	for (size_t i = 0; i < IG_COUNT(names); i++)
		assert_non_null(strstr(ig_buf_str(&l.text), names[i]));
	done_log(&l);
}

static void only_files_and_folders_are_opened(void **state)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	struct log l;
	int s;

	(void)state;
	setup_log(&l);
	assert_int_equal(symlinkat("/etc/passwd", l.fd, "link-out"), 0);
	assert_int_equal(symlinkat("..", l.fd, "link-up"), 0);
	assert_int_equal(symlinkat("loop", l.fd, "loop"), 0);
	assert_int_equal(mkfifoat(l.fd, "pipe", 0600), 0); /* opening it to read would block */
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	snprintf(a.sun_path, sizeof(a.sun_path), "%s/sock", l.root);
	assert_int_equal(bind(s, (struct sockaddr *)&a, sizeof(a)), 0);
	close(s);
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
	assert_string_equal(ig_buf_str(&l.text),
	    "s link-out: a symbolic link\ns link-up: a symbolic link\ns loop: a symbolic link\n"
	    "s pipe: a FIFO\ns sock: a socket\n");
	ig_buf_clear(&l.text);
	if (mknodat(l.fd, "null", S_IFCHR | 0600, makedev(1, 3)) == 0) {
		assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
		assert_non_null(strstr(ig_buf_str(&l.text), "s null: a device\n"));
	}
	done_log(&l);
}

static void act_vanish(struct log *l)
{
	unlinkat(l->fd, "b", 0);
	unlinkat(l->fd, "c", 0);
	mkdirat(l->fd, "c", 0700);
	unlinkat(l->fd, "d", AT_REMOVEDIR);
	assert_int_equal(symlinkat("/etc", l->fd, "d"), 0);
}

static void what_changes_under_the_walk_is_told(void **state)
{
	struct log l;

	(void)state;
	setup_log(&l);
	put(&l, "a", "", 0600);
	put(&l, "b", "", 0600);
	put(&l, "c", "", 0600);
	mkdirat(l.fd, "d", 0700);
	l.on_file = "a";
	l.act = act_vanish;
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
	assert_string_equal(ig_buf_str(&l.text),
	    "f a 0 \ns b: vanished while its folder was read\nd c\ns d: a symbolic link\n");
	done_log(&l);
}

static void depth_is_bounded(void **state)
{
	struct log l;
	int fd;

	(void)state;
	setup_log(&l);
	fd = dup(l.fd);
	for (int i = 0; i < 300; i++) {
		int next;

		assert_int_equal(mkdirat(fd, "d", 0700), 0);
		next = openat(fd, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(fd);
		fd = next;
	}
	close(fd);
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
	assert_non_null(strstr(ig_buf_str(&l.text), "nested too deep"));
	done_log(&l);
}

static void path_length_is_bounded(void **state)
{
	struct log l;
	char name[251];
	int fd[21];

	(void)state;
	setup_log(&l);
	memset(name, 'n', 250);
	name[250] = '\0';
	fd[0] = dup(l.fd);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(mkdirat(fd[i], name, 0700), 0);
		fd[i + 1] = openat(fd[i], name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
	for (int i = 20; i >= 0; i--) { /* no path reaches down there */
		close(fd[i]);
		if (i)
			assert_int_equal(unlinkat(fd[i - 1], name, AT_REMOVEDIR), 0);
	}
	assert_non_null(strstr(ig_buf_str(&l.text), "holds a path that is too long"));
	done_log(&l);
}

static void bytes_are_bounded(void **state)
{
	struct log l;
	int fd;

	(void)state;
	setup_log(&l);
	fd = openat(l.fd, "huge", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(ftruncate(fd, (off_t)5 << 30), 0); /* sparse */
	close(fd);
	put(&l, "small", "x", 0600);
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
	assert_string_equal(ig_buf_str(&l.text),
	    "s huge: the folder holds more than 4 GiB\nf small 1 x\n");
	done_log(&l);
}

static void entries_are_bounded(void **state)
{
	struct log l;

	(void)state;
	setup_log(&l);
	mkdirat(l.fd, "many", 0700);
	put(&l, "many/first", "", 0600);
	for (int i = 0; i < IG_TREE_MAX_FILES + 5; i++) {
		char name[32];

		snprintf(name, sizeof(name), "many/%d", i);
		/* file systems bound the links of one inode: 60,000 and more each */
		if (i % 30000 == 0) {
			put(&l, name, "", 0600);
			continue;
		}
		{
			char first[32];

			snprintf(first, sizeof(first), "many/%d", i - i % 30000);
			assert_int_equal(linkat(l.fd, first, l.fd, name, 0), 0);
		}
	}
	l.text.len = 0;
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), 0);
	assert_int_equal(l.files, IG_TREE_MAX_FILES - 1); /* and the folder */
	assert_non_null(strstr(ig_buf_str(&l.text), "s many: the folder holds more than 200000"));
	done_log(&l);
}

static void an_op_can_stop_it(void **state)
{
	struct log l;
	ig_auto_err e = NULL;

	(void)state;
	setup_log(&l);
	mkdirat(l.fd, "a", 0700);
	put(&l, "a/b", "", 0600);
	put(&l, "c", "", 0600);
	l.stop_at = "a/b";
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, &e), -1);
	assert_int_equal(ig_err_code(e), IG_E_CANCELLED);
	assert_string_equal(ig_buf_str(&l.text), "d a\nf a/b 0 \n");
	l.stop_at = "a";
	assert_int_equal(ig_tree_walk(l.fd, &ops, &l, NULL), -1);
	done_log(&l);
}

static void a_root_that_is_none(void **state)
{
	ig_auto_err e = NULL;

	(void)state;
	assert_int_equal(ig_tree_walk(-1, &ops, NULL, &e), -1);
	assert_non_null(e);
}

static void fill(struct ig_manifest *m, bool reversed)
{
	static const char *const paths[] = {"a", "a.txt", "a/b", "z"};

	for (size_t k = 0; k < IG_COUNT(paths); k++) {
		size_t i = reversed ? IG_COUNT(paths) - 1 - k : k;
		struct ig_tree_entry *e = ig_manifest_add(m, paths[i]);

		e->folder = i == 0;
		e->executable = i == 3;
		e->size = i * 10;
		e->sha256[0] = (unsigned char)i;
	}
	ig_manifest_skip(m, "p", "a FIFO");
	ig_manifest_seal(m);
}

static void the_digest_is_of_the_sorted_lines(void **state)
{
	/* printf 'd 0555 0 - a\0f 0444 10 0100..00 a.txt\0f 0444 20 0200..00 a/b\0f 0555 30 0300..00 z\0'
	 * | sha256sum, with 62 zeros after each first byte. */
	static const char want[] =
	    "df5f7fa3ddc8f1b836a7c6576fef50611d09070162f02bb4bdeca61a2e674c7a";
	struct ig_manifest m = {0}, n = {0};

	(void)state;
	fill(&m, false);
	fill(&n, true);
	assert_string_equal(m.digest, n.digest);
	assert_string_equal(m.digest, want);
	assert_int_equal(m.files, 3);
	assert_int_equal(m.bytes, 60);
	assert_int_equal(ig_manifest_find(&m, "a/b")->size, 20);
	assert_null(ig_manifest_find(&m, "a/c"));
	n.entry[1].executable = true;
	ig_manifest_seal(&n);
	assert_string_not_equal(m.digest, n.digest);
	ig_manifest_done(&m);
	ig_manifest_done(&n);
	assert_null(ig_manifest_find(&m, "a"));
}

static void an_empty_manifest_has_a_digest(void **state)
{
	struct ig_manifest m = {0};

	(void)state;
	ig_manifest_seal(&m);
	assert_string_equal(
	    m.digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	ig_manifest_done(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_order_is_of_bytes),
	    cmocka_unit_test(odd_names_pass_as_bytes),
	    cmocka_unit_test(only_files_and_folders_are_opened),
	    cmocka_unit_test(what_changes_under_the_walk_is_told),
	    cmocka_unit_test(depth_is_bounded),
	    cmocka_unit_test(path_length_is_bounded),
	    cmocka_unit_test(bytes_are_bounded),
	    cmocka_unit_test(entries_are_bounded),
	    cmocka_unit_test(an_op_can_stop_it),
	    cmocka_unit_test(a_root_that_is_none),
	    cmocka_unit_test(the_digest_is_of_the_sorted_lines),
	    cmocka_unit_test(an_empty_manifest_has_a_digest),
	};

	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
