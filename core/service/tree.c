#include "config.h"
#include "core/service/snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#include "core/base/file.h"

/* One folder that is being walked. */
struct level {
	int fd;
	size_t path_len; /* of the walk's path, without this folder's entries */
	char **name;
	size_t n, next;
};

struct walk {
	const struct ig_walk_ops *ops;
	void *user;
	struct level *level;
	size_t depth, cap;
	char path[IG_TREE_MAX_PATH];
	size_t seen; /* entries of any kind */
	uint64_t bytes;
	bool full; /* the bound on entries was met */
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void level_done(struct level *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->name[i]);
	free(l->name);
	close(l->fd);
}

/* Reads and sorts the names of l->fd, as many as the walk may still take and one more. */
static int read_names(const struct walk *w, struct level *l)
{
	int copy = fcntl(l->fd, F_DUPFD_CLOEXEC, 3);
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	size_t cap = 0;
	struct dirent *e;
	int failed;

	if (!d) {
		if (copy >= 0)
			close(copy);
		return -1;
	}
	errno = 0;
	while ((e = readdir(d)) != NULL && l->n <= IG_TREE_MAX_FILES - w->seen) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		IG_GROW(l->name, l->n, cap);
		l->name[l->n++] = ig_strdup(e->d_name);
		errno = 0;
	}
	failed = e ? 0 : errno;
	closedir(d);
	if (l->n)
		qsort(l->name, l->n, sizeof(l->name[0]), by_name);
	errno = failed;
	return failed ? -1 : 0;
}

static void skip(struct walk *w, const char *reason)
{
	w->ops->skip(w->path[0] ? w->path : ".", reason, w->user);
}

static void skip_errno(struct walk *w, const char *what, int errnum)
{
	char reason[160];

	if (errnum == ENOENT)
		snprintf(reason, sizeof(reason), "vanished while its folder was read");
	else if (errnum == ELOOP || errnum == ENXIO)
		snprintf(reason, sizeof(reason), "changed its type while it was opened");
	else
		snprintf(reason, sizeof(reason), "%s: %s", what, strerror(errnum));
	skip(w, reason);
}

/* Takes over fd. */
static void push(struct walk *w, int fd, size_t path_len)
{
	struct level l = {.fd = fd, .path_len = path_len};

	if (read_names(w, &l) < 0)
		skip_errno(w, "cannot list", errno);
	IG_GROW(w->level, w->depth, w->cap);
	w->level[w->depth++] = l;
}

/* "folder/name" into w->path; false when it is too long. */
static bool set_path(struct walk *w, const struct level *l, const char *name)
{
	size_t n = strlen(name), at = l->path_len;

	if (at)
		w->path[at++] = '/';
	if (n >= sizeof(w->path) - at) {
		w->path[l->path_len] = '\0';
		return false;
	}
	memcpy(w->path + at, name, n + 1);
	return true;
}

static const char *odd_type(mode_t m)
{
	switch (m & S_IFMT) {
	case S_IFLNK:
		return "a symbolic link";
	case S_IFIFO:
		return "a FIFO";
	case S_IFSOCK:
		return "a socket";
	case S_IFCHR:
	case S_IFBLK:
		return "a device";
	default:
		return "not a file";
	}
}

/* Opens the entry that `seen` describes; -1 after saying why not. */
static int open_entry(struct walk *w, const struct level *l, const char *name,
    const struct stat *seen, struct stat *ret_st)
{
	const bool folder = S_ISDIR(seen->st_mode);
	int fd = ig_open_beneath(
	    l->fd, name, O_RDONLY | O_NOFOLLOW | (folder ? O_DIRECTORY : 0), NULL);

	if (fd < 0) {
		skip_errno(w, "cannot be opened", errno);
		return -1;
	}
	if (fstat(fd, ret_st) < 0 || (ret_st->st_mode & S_IFMT) != (seen->st_mode & S_IFMT)) {
		skip(w, "changed its type while it was opened");
		close(fd);
		return -1;
	}
	return fd;
}

static int visit_folder(struct walk *w, const struct level *l, const char *name,
    const struct stat *seen)
{
	struct stat st;
	int fd;

	if (w->depth >= IG_TREE_MAX_DEPTH) {
		skip(w, "nested too deep (more than 256 folders)");
		return 0;
	}
	fd = open_entry(w, l, name, seen, &st);
	if (fd < 0)
		return 0;
	if (w->ops->folder && w->ops->folder(w->path, &st, w->user) < 0) {
		close(fd);
		return -1;
	}
	push(w, fd, strlen(w->path));
	return 0;
}

static int visit_file(
    struct walk *w, const struct level *l, const char *name, const struct stat *seen)
{
	struct stat st;
	ig_auto_fd int fd = open_entry(w, l, name, seen, &st);

	if (fd < 0)
		return 0;
	if (st.st_size < 0 || (uint64_t)st.st_size > IG_TREE_MAX_BYTES - w->bytes) {
		skip(w, "the folder holds more than 4 GiB");
		return 0;
	}
	w->bytes += (uint64_t)st.st_size;
	return w->ops->file(w->path, fd, &st, w->user);
}

static int visit(struct walk *w, const struct level *l, const char *name)
{
	struct stat st;

	if (w->seen >= IG_TREE_MAX_FILES) {
		w->path[l->path_len] = '\0';
		skip(w, "the folder holds more than 200000 entries: the rest was left out");
		w->full = true;
		return 0;
	}
	w->seen++;
	if (!set_path(w, l, name)) {
		skip(w, "holds a path that is too long");
		return 0;
	}
	if (fstatat(l->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		skip_errno(w, "cannot be looked at", errno);
		return 0;
	}
	if (S_ISDIR(st.st_mode))
		return visit_folder(w, l, name, &st);
	if (S_ISREG(st.st_mode))
		return visit_file(w, l, name, &st);
	skip(w, odd_type(st.st_mode));
	return 0;
}

static int walk_levels(struct walk *w)
{
	while (w->depth && !w->full) {
		/* A copy: visiting may push and move the array. */
		struct level l = w->level[w->depth - 1];

		if (l.next == l.n) {
			level_done(&l);
			w->depth--;
			continue;
		}
		w->level[w->depth - 1].next++;
		if (visit(w, &l, l.name[l.next]) < 0)
			return -1;
	}
	return 0;
}

int ig_tree_walk(int rootfd, const struct ig_walk_ops *ops, void *user, ig_err **err)
{
	struct walk *w;
	int fd = ig_open_beneath(rootfd, ".", O_RDONLY | O_DIRECTORY, err), r;

	if (fd < 0)
		return -1;
	w = ig_calloc(1, sizeof(*w));
	w->ops = ops;
	w->user = user;
	push(w, fd, 0);
	r = walk_levels(w);
	while (w->depth)
		level_done(&w->level[--w->depth]);
	free(w->level);
	free(w);
	return r < 0 ? ig_err_set(err, IG_E_CANCELLED, "the walk was stopped") : 0;
}

struct ig_tree_entry *ig_manifest_add(struct ig_manifest *m, const char *path)
{
	struct ig_tree_entry *e;

	IG_GROW(m->entry, m->n, m->cap);
	e = &m->entry[m->n++];
	memset(e, 0, sizeof(*e));
	e->path = ig_strdup(path);
	return e;
}

void ig_manifest_skip(struct ig_manifest *m, const char *path, const char *reason)
{
	IG_GROW(m->skipped, m->skipped_n, m->skipped_cap);
	m->skipped[m->skipped_n].path = ig_strdup(path);
	m->skipped[m->skipped_n++].reason = ig_strdup(reason);
}

void ig_manifest_done(struct ig_manifest *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->entry[i].path);
	for (size_t i = 0; i < m->skipped_n; i++) {
		free(m->skipped[i].path);
		free(m->skipped[i].reason);
	}
	free(m->entry);
	free(m->skipped);
	memset(m, 0, sizeof(*m));
}

static int by_path(const void *a, const void *b)
{
	const struct ig_tree_entry *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static int by_skip(const void *a, const void *b)
{
	const struct ig_tree_skip *x = a, *y = b;
	int c = strcmp(x->path, y->path);

	return c ? c : strcmp(x->reason, y->reason);
}

static void to_hex(const unsigned char *p, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", p[i]);
}

static void hash_entry(EVP_MD_CTX *ctx, const struct ig_tree_entry *e)
{
	char hex[65] = "-", line[128];

	if (!e->folder)
		to_hex(e->sha256, sizeof(e->sha256), hex);
	snprintf(line, sizeof(line), "%c %s %llu %s ", e->folder ? 'd' : 'f',
	    e->folder || e->executable ? "0555" : "0444",
	    e->folder ? 0ULL : (unsigned long long)e->size, hex);
	EVP_DigestUpdate(ctx, line, strlen(line));
	EVP_DigestUpdate(ctx, e->path, strlen(e->path) + 1);
}

void ig_manifest_seal(struct ig_manifest *m)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (!ctx || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		abort(); /* out of memory: libcrypto has SHA-256 */
	if (m->n)
		qsort(m->entry, m->n, sizeof(m->entry[0]), by_path);
	if (m->skipped_n)
		qsort(m->skipped, m->skipped_n, sizeof(m->skipped[0]), by_skip);
	m->files = 0;
	m->bytes = 0;
	for (size_t i = 0; i < m->n; i++) {
		hash_entry(ctx, &m->entry[i]);
		m->files += !m->entry[i].folder;
		m->bytes += m->entry[i].folder ? 0 : m->entry[i].size;
	}
	EVP_DigestFinal_ex(ctx, sum, &n);
	EVP_MD_CTX_free(ctx);
	to_hex(sum, 32, m->digest);
}

const struct ig_tree_entry *ig_manifest_find(const struct ig_manifest *m, const char *path)
{
	struct ig_tree_entry key = {.path = (char *)(uintptr_t)path};

	return m->n ? bsearch(&key, m->entry, m->n, sizeof(m->entry[0]), by_path) : NULL;
}
