#include "config.h"
#include "core/service/snapshot-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#include "core/base/file.h"
#include "core/base/worker.h"

enum { BLOCK = 256 * 1024, PROGRESS_STEP = 4 * 1024 * 1024 };

struct pass {
	const struct snapshot_work *w;
	int sock;
	int root;    /* of the copy, -1: only hash */
	bool sealed; /* what is read must be sealed */
	struct ig_manifest got;
	uint64_t bytes, told;
	EVP_MD_CTX *md;
	ig_err *err; /* why it stopped */
	char block[BLOCK];
};

static void tell(int sock, const struct snapshot_report *r)
{
	size_t n = offsetof(struct snapshot_report, text) + strlen(r->text) + 1;

	ig_packet_send(sock, r, n, -1);
}

static void tell_progress(struct pass *p)
{
	struct snapshot_report r = {.kind = SNAP_PROGRESS, .bytes = p->bytes};

	if (p->bytes - p->told < PROGRESS_STEP)
		return;
	p->told = p->bytes;
	tell(p->sock, &r);
}

/* A block of zeros becomes a hole: a file of 4 GiB that takes no space must not take it in the
 * copy. */
static int write_block(const char *p, size_t n, int out)
{
	static const char zeros[4096];
	size_t at = 0;

	while (at < n && n - at >= sizeof(zeros) && !memcmp(p + at, zeros, sizeof(zeros)))
		at += sizeof(zeros);
	if (at < n)
		return ig_write_all(out, p, n);
	return lseek(out, (off_t)n, SEEK_CUR) < 0 ? -1 : 0;
}

/* Reads what fd has, hashes it and writes it to `out` (-1: nowhere): the same bytes. */
static int copy_bytes(struct pass *p, struct ig_tree_entry *e, int fd, int out, uint64_t max)
{
	for (;;) {
		ssize_t n = read(fd, p->block, sizeof(p->block));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ig_err_sys(&p->err, IG_E_INPUT, errno, "cannot read '%s'", e->path);
		if (n == 0)
			return 0;
		/* It grows while it is read: never follow it, it may have no end. */
		if ((uint64_t)n > max - e->size)
			return ig_err_set(
			    &p->err, IG_E_CHANGED, "'%s' grew while it was copied", e->path);
		if (EVP_DigestUpdate(p->md, p->block, (size_t)n) != 1)
			return ig_err_set(&p->err, IG_E_INTERNAL, "cannot hash '%s'", e->path);
		if (out >= 0 && write_block(p->block, (size_t)n, out) < 0)
			return ig_err_sys(
			    &p->err, IG_E_HOST, errno, "cannot write the copy of '%s'", e->path);
		e->size += (uint64_t)n;
		p->bytes += (uint64_t)n;
		tell_progress(p);
	}
}

static int set_owner(struct pass *p, int fd, const char *path, mode_t sealed, mode_t open)
{
	const struct snapshot_work *w = p->w;
	mode_t mode = w->task == SNAP_COPY ? open : sealed;

	if (w->own && fchown(fd, w->uid, w->gid) < 0)
		return ig_err_sys(&p->err, IG_E_HOST, errno, "cannot give '%s' away", path);
	if (fchmod(fd, mode) < 0)
		return ig_err_sys(&p->err, IG_E_HOST, errno, "cannot seal the copy of '%s'", path);
	return 0;
}

static mode_t open_mode(const struct pass *p, bool executable)
{
	if (p->w->own)
		return executable ? 0700 : 0600;
	return executable ? 0777 : 0666;
}

static int copy_file(struct pass *p, struct ig_tree_entry *e, int fd, uint64_t max)
{
	ig_auto_fd int out = -1;
	unsigned n = 0;

	if (EVP_DigestInit_ex(p->md, EVP_sha256(), NULL) != 1)
		return ig_err_set(&p->err, IG_E_INTERNAL, "cannot hash '%s'", e->path);
	if (p->root >= 0) {
		out = ig_open_beneath(p->root, e->path, O_WRONLY | O_CREAT | O_EXCL, &p->err);
		if (out < 0)
			return -1;
	}
	if (copy_bytes(p, e, fd, out, max) < 0)
		return -1;
	if (out >= 0 && ftruncate(out, (off_t)e->size) < 0) /* a hole at the end */
		return ig_err_sys(
		    &p->err, IG_E_HOST, errno, "cannot write the copy of '%s'", e->path);
	if (EVP_DigestFinal_ex(p->md, e->sha256, &n) != 1)
		return ig_err_set(&p->err, IG_E_INTERNAL, "cannot hash '%s'", e->path);
	if (out < 0)
		return 0;
	return set_owner(p, out, e->path, e->executable ? 0555 : 0444, open_mode(p, e->executable));
}

static int check_sealed(struct pass *p, const char *path, const struct stat *st)
{
	if (!p->sealed || !(st->st_mode & 0222))
		return 0;
	return ig_err_set(&p->err, IG_E_CHANGED, "'%s' is writable", path);
}

static int on_file(const char *path, int fd, const struct stat *st, void *user)
{
	struct pass *p = user;
	struct ig_tree_entry *e = ig_manifest_add(&p->got, path);

	e->executable = st->st_mode & 0111;
	if (check_sealed(p, path, st) < 0)
		return -1;
	return copy_file(p, e, fd, (uint64_t)st->st_size);
}

static int on_folder(const char *path, const struct stat *st, void *user)
{
	struct pass *p = user;
	struct ig_tree_entry *e = ig_manifest_add(&p->got, path);

	e->folder = true;
	if (check_sealed(p, path, st) < 0)
		return -1;
	/* The parent is a folder that we made a moment ago: no link can be on the way. */
	if (p->root >= 0 && mkdirat(p->root, path, 0700) < 0)
		return ig_err_sys(&p->err, IG_E_HOST, errno, "cannot make folder '%s'", path);
	return 0;
}

static void on_skip(const char *path, const char *reason, void *user)
{
	struct pass *p = user;

	ig_manifest_skip(&p->got, path, reason);
}

static int run_pass(struct pass *p, int from)
{
	static const struct ig_walk_ops ops = {
	    .file = on_file, .folder = on_folder, .skip = on_skip};
	ig_auto_err e = NULL;

	if (ig_tree_walk(from, &ops, p, &e) < 0 && !p->err)
		p->err = IG_STEAL(e);
	if (p->err)
		return -1;
	ig_manifest_seal(&p->got);
	return 0;
}

static void pass_init(struct pass *p, const struct snapshot_work *w, int sock, int root)
{
	memset(p, 0, offsetof(struct pass, block));
	p->w = w;
	p->sock = sock;
	p->root = root;
	p->md = EVP_MD_CTX_new();
	if (!p->md)
		abort();
}

static void pass_done(struct pass *p)
{
	EVP_MD_CTX_free(p->md);
	ig_manifest_done(&p->got);
	ig_err_free(p->err);
}

static bool same(const struct ig_tree_entry *a, const struct ig_tree_entry *b)
{
	return a->folder == b->folder &&
	       (a->folder || (a->executable == b->executable && a->size == b->size &&
	                         !memcmp(a->sha256, b->sha256, sizeof(a->sha256))));
}

/* The first path, in order, that is not in both alike. */
static int name_difference(
    const struct ig_manifest *seen, const struct ig_manifest *got, ig_err **err)
{
	size_t i = 0, k = 0;

	while (seen->n && (i < seen->n || k < got->n)) {
		int c = i == seen->n  ? 1
		        : k == got->n ? -1
		                      : strcmp(seen->entry[i].path, got->entry[k].path);

		if (c < 0)
			return ig_err_set(err, IG_E_CHANGED, "'%s' is gone", seen->entry[i].path);
		if (c > 0)
			return ig_err_set(err, IG_E_CHANGED, "'%s' is new", got->entry[k].path);
		if (!same(&seen->entry[i], &got->entry[k]))
			return ig_err_set(
			    err, IG_E_CHANGED, "'%s' has changed", got->entry[k].path);
		i++;
		k++;
	}
	return ig_err_set(err, IG_E_CHANGED, "something in it has changed");
}

static int compare(struct pass *p)
{
	if (!strcmp(p->got.digest, p->w->seen->digest))
		return 0;
	return name_difference(p->w->seen, &p->got, &p->err);
}

/* Folders get their mode last, the deepest first. */
static int close_folders(struct pass *p)
{
	for (size_t i = p->got.n; i-- > 0;) {
		const struct ig_tree_entry *e = &p->got.entry[i];
		ig_auto_fd int fd = -1;

		if (!e->folder)
			continue;
		fd = ig_open_beneath(p->root, e->path, O_RDONLY | O_DIRECTORY, &p->err);
		if (fd < 0 || set_owner(p, fd, e->path, 0555, open_mode(p, true)) < 0)
			return -1;
	}
	return set_owner(p, p->root, ".", 0555, open_mode(p, true));
}

/* Is a sealed and right snapshot there already? */
static bool there(struct pass *p, const struct snapshot_work *w, int sock)
{
	ig_auto_fd int fd = ig_open_beneath(w->to, w->name, O_RDONLY | O_DIRECTORY, NULL);
	bool ok;

	if (fd < 0)
		return false;
	pass_init(p, w, sock, -1);
	p->sealed = true;
	ok = run_pass(p, fd) == 0 && !p->got.skipped_n && compare(p) == 0;
	pass_done(p);
	return ok;
}

/* Makes the copy under its temporary name and moves it to its own. */
static int make(struct pass *p, const struct snapshot_work *w, int sock)
{
	bool have = w->task == SNAP_MAKE && there(p, w, sock);
	ig_auto_fd int root = -1;

	pass_init(p, w, sock, -1);
	if (!have) {
		if (mkdirat(w->to, w->temp, 0700) < 0)
			return ig_err_sys(
			    &p->err, IG_E_HOST, errno, "cannot make the copy's folder");
		root = ig_open_beneath(w->to, w->temp, O_RDONLY | O_DIRECTORY, &p->err);
		if (root < 0)
			return -1;
	}
	p->root = root;
	if (run_pass(p, w->from) < 0 || (w->seen && compare(p) < 0))
		return -1;
	if (have)
		return 0;
	if (close_folders(p) < 0)
		return -1;
	if (w->task == SNAP_MAKE) { /* one that is there is not right: out of the way */
		ig_auto_free char *bad = ig_asprintf("%s.bad", w->temp);

		renameat(w->to, w->name, w->to, bad);
	}
	if (renameat(w->to, w->temp, w->to, w->name) < 0)
		return ig_err_sys(&p->err, IG_E_HOST, errno, "cannot put the copy in its place");
	return 0;
}

static int verify(struct pass *p, const struct snapshot_work *w, int sock)
{
	pass_init(p, w, sock, -1);
	p->sealed = true;
	if (run_pass(p, w->from) < 0)
		return -1;
	if (p->got.skipped_n)
		return ig_err_set(&p->err, IG_E_CHANGED, "'%s' is %s", p->got.skipped[0].path,
		    p->got.skipped[0].reason);
	return compare(p);
}

int snapshot_work(int sock, void *arg)
{
	const struct snapshot_work *w = arg;
	struct pass *p = ig_malloc(sizeof(*p));
	struct snapshot_report r = {.kind = SNAP_DONE};

	if ((w->task == SNAP_VERIFY ? verify : make)(p, w, sock) < 0) {
		r.kind = SNAP_ERROR;
		r.code = ig_err_code(p->err);
		snprintf(r.text, sizeof(r.text), "%s", ig_err_msg(p->err));
	}
	r.files = p->got.files;
	r.bytes = p->got.bytes;
	tell(sock, &r);
	pass_done(p);
	free(p);
	return 0;
}
