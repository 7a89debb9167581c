#include "config.h"
#include "core/run/image-priv.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/evp.h>

#include "core/base/file.h"
#include "core/base/worker.h"

/*
 * The root file system of a runtime: its executable, the libraries it links, the loader, two
 * small files and the folders that are mounted over. No shell, no package manager, nothing else.
 * Sorted, owned by root, without times: the same input gives the same bytes.
 */

enum { TAR_BLOCK = 512, COPY_BLOCK = 256 * 1024, ENTRIES_MAX = 160, PATH_MAX_TAR = 99 };

static const struct machine {
	unsigned id;
	const char *triplet;
} machines[] = {{EM_X86_64, "x86_64-linux-gnu"}, {EM_AARCH64, "aarch64-linux-gnu"}};

struct entry {
	char path[PATH_MAX_TAR]; /* in the image, no leading '/' */
	char *source;            /* on this host, or NULL */
	const char *text;        /* or the content itself */
	unsigned mode;
	bool folder;
};

struct build {
	const struct image_work *w;
	struct entry e[ENTRIES_MAX];
	size_t n;
	const struct machine *machine;
	char interp[ELF_NAME_MAX];
	EVP_MD_CTX *md;
	uint64_t bytes;
	ig_err *err;
	char block[COPY_BLOCK];
};

static const struct entry fixed[] = {
    {"dev", NULL, NULL, 0755, true},
    {"etc", NULL, NULL, 0755, true},
    {"etc/group", NULL, "root:x:0:\nservice:x:65532:\n", 0444, false},
    {"etc/passwd", NULL, "root:x:0:0::/:/nonexistent\nservice:x:65532:65532::/tmp:/nonexistent\n",
        0444, false},
    {"proc", NULL, NULL, 0755, true},
    {"service", NULL, NULL, 0755, true},
    {"sys", NULL, NULL, 0755, true},
    {"tmp", NULL, NULL, 01777, true},
};

static struct entry *find(struct build *b, const char *path)
{
	for (size_t i = 0; i < b->n; i++)
		if (!strcmp(b->e[i].path, path))
			return &b->e[i];
	return NULL;
}

static struct entry *add(struct build *b, const char *path, unsigned mode)
{
	struct entry *e = find(b, path);

	if (e)
		return e;
	if (b->n == ENTRIES_MAX || strlen(path) >= sizeof(e->path)) {
		ig_err_set(&b->err, IG_E_LIMIT,
		    "the image would hold too much, or '%s' is too long", path);
		return NULL;
	}
	e = &b->e[b->n++];
	memset(e, 0, sizeof(*e));
	strcpy(e->path, path);
	e->mode = mode;
	return e;
}

static int add_parents(struct build *b, const char *path)
{
	for (const char *s = strchr(path, '/'); s; s = strchr(s + 1, '/')) {
		ig_auto_free char *dir = ig_strndup(path, (size_t)(s - path));
		struct entry *e = add(b, dir, 0755);

		if (!e)
			return -1;
		e->folder = true;
	}
	return 0;
}

/* A file of this host, read through whatever links lead to it. */
static int add_file(struct build *b, const char *path, const char *source, unsigned mode)
{
	struct entry *e;

	while (*path == '/')
		path++;
	if (add_parents(b, path) < 0)
		return -1;
	e = add(b, path, mode);
	if (!e)
		return -1;
	free(e->source);
	e->source = ig_strdup(source);
	return 0;
}

static int open_file(struct build *b, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		ig_err_sys(&b->err, IG_E_HOST, errno, "cannot open '%s'", path);
	return fd;
}

static int add_library(struct build *b, const char *name, const char *user, bool *ret_new);

/* Adds what `path` needs, and what that needs. The bound on entries ends any chain. */
static int add_needed(struct build *b, const char *path, unsigned depth)
{
	ig_auto_fd int fd = open_file(b, path);
	struct elf_info *info = ig_malloc(sizeof(*info));
	int r = fd < 0 || depth > ELF_NEEDED_MAX ? -1 : elf_read(fd, path, info, &b->err);

	for (size_t i = 0; r == 0 && i < info->needed_n; i++) {
		bool fresh = false;

		r = add_library(b, info->needed[i], path, &fresh);
		if (r == 0 && fresh) {
			/* Its entry is the last one; entries do not move. */
			r = add_needed(b, b->e[b->n - 1].source, depth + 1);
		}
	}
	free(info);
	return r;
}

static bool fits(struct build *b, const char *path)
{
	ig_auto_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct elf_info *info = ig_malloc(sizeof(*info));
	bool ok = fd >= 0 && elf_read(fd, path, info, NULL) == 0 && info->machine == b->machine->id;

	free(info);
	return ok;
}

/* In the folders that the loader searches by itself (ld.so(8)), and at that place in the image. */
static int add_library(struct build *b, const char *name, const char *user, bool *ret_new)
{
	ig_auto_free char *multi = ig_asprintf("/lib/%s", b->machine->triplet);
	ig_auto_free char *usr = ig_asprintf("/usr/lib/%s", b->machine->triplet);
	const char *const dirs[] = {multi, usr, "/lib64", "/usr/lib64", "/lib", "/usr/lib"};
	const char *slash = strrchr(b->interp, '/');

	if (slash && !strcmp(slash + 1, name)) /* the loader itself is there already */
		return 0;
	for (size_t i = 0; i < IG_COUNT(dirs); i++) {
		ig_auto_free char *path = ig_asprintf("%s/%s", dirs[i], name);

		if (find(b, path + 1))
			return 0;
		if (!fits(b, path))
			continue;
		*ret_new = true;
		return add_file(b, path, path, 0555);
	}
	ig_err_set(
	    &b->err, IG_E_HOST, "this host has no library '%s', which '%s' needs", name, user);
	ig_err_hint(&b->err, "on Debian: apt-get install libstdc++6 libgcc-s1 libc6");
	return -1;
}

static int collect(struct build *b)
{
	ig_auto_fd int fd = open_file(b, b->w->executable);
	struct elf_info *info = ig_malloc(sizeof(*info));
	int r = fd < 0 ? -1 : elf_read(fd, b->w->executable, info, &b->err);

	for (size_t i = 0; r == 0 && i < IG_COUNT(machines); i++)
		if (machines[i].id == info->machine)
			b->machine = &machines[i];
	if (r == 0 && !b->machine)
		r = ig_err_set(&b->err, IG_E_INPUT, "'%s' is for a machine that is not known here",
		    b->w->executable);
	if (r == 0)
		memcpy(b->interp, info->interp, sizeof(b->interp));
	free(info);
	if (r < 0)
		return -1;
	for (size_t i = 0; i < IG_COUNT(fixed); i++)
		b->e[b->n++] = fixed[i];
	if (add_file(b, b->w->target, b->w->executable, 0555) < 0)
		return -1;
	if (b->interp[0] && add_file(b, b->interp, b->interp, 0555) < 0)
		return -1;
	return add_needed(b, b->w->executable, 0);
}

static int put(struct build *b, const void *p, size_t n)
{
	if (EVP_DigestUpdate(b->md, p, n) != 1)
		return ig_err_set(&b->err, IG_E_INTERNAL, "cannot hash the image");
	if (ig_write_all(b->w->out, p, n) < 0)
		return ig_err_sys(&b->err, IG_E_HOST, errno, "cannot write the image");
	b->bytes += n;
	return 0;
}

static int put_zeros(struct build *b, size_t n)
{
	static const char zeros[2 * TAR_BLOCK];

	return put(b, zeros, n);
}

/* POSIX.1-1988 ustar. */
static int put_header(struct build *b, const struct entry *e, uint64_t size)
{
	char h[TAR_BLOCK] = "";
	unsigned sum = 0;

	snprintf(h, 100, "%s%s", e->path, e->folder ? "/" : "");
	snprintf(h + 100, 8, "%07o", e->mode);
	snprintf(h + 108, 8, "%07o", 0);
	snprintf(h + 116, 8, "%07o", 0);
	snprintf(h + 124, 12, "%011jo", (uintmax_t)size);
	snprintf(h + 136, 12, "%011o", 0);
	memset(h + 148, ' ', 8);
	h[156] = e->folder ? '5' : '0';
	memcpy(h + 257, "ustar\00000", 8);
	for (size_t i = 0; i < sizeof(h); i++)
		sum += (unsigned char)h[i];
	snprintf(h + 148, 8, "%06o", sum);
	return put(b, h, sizeof(h));
}

/* As many bytes as the header says, or an error: a file that changes under us is none. */
static int put_file(struct build *b, const struct entry *e)
{
	ig_auto_fd int fd = open_file(b, e->source);
	struct stat st;
	uint64_t left;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return ig_err_set(&b->err, IG_E_HOST, "'%s' is not a regular file", e->source);
	if (put_header(b, e, (uint64_t)st.st_size) < 0)
		return -1;
	for (left = (uint64_t)st.st_size; left;) {
		size_t want = left < sizeof(b->block) ? (size_t)left : sizeof(b->block);
		ssize_t n = read(fd, b->block, want);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return ig_err_set(
			    &b->err, IG_E_CHANGED, "'%s' changed while it was read", e->source);
		if (put(b, b->block, (size_t)n) < 0)
			return -1;
		left -= (uint64_t)n;
	}
	return put_zeros(b, (size_t)(-(uint64_t)st.st_size % TAR_BLOCK));
}

static int put_entry(struct build *b, const struct entry *e)
{
	size_t n;

	if (e->source)
		return put_file(b, e);
	if (e->folder)
		return put_header(b, e, 0);
	n = strlen(e->text);
	if (put_header(b, e, n) < 0 || put(b, e->text, n) < 0)
		return -1;
	return put_zeros(b, -n % TAR_BLOCK);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

static int write_tar(struct build *b, char digest[65])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	qsort(b->e, b->n, sizeof(b->e[0]), by_path);
	if (EVP_DigestInit_ex(b->md, EVP_sha256(), NULL) != 1)
		return ig_err_set(&b->err, IG_E_INTERNAL, "cannot hash the image");
	for (size_t i = 0; i < b->n; i++)
		if (put_entry(b, &b->e[i]) < 0)
			return -1;
	if (put_zeros(b, (size_t)2 * TAR_BLOCK) < 0)
		return -1;
	EVP_DigestFinal_ex(b->md, sum, &n);
	for (unsigned i = 0; i < 32; i++)
		snprintf(digest + 2 * (size_t)i, 3, "%02x", sum[i]);
	return 0;
}

int image_work(int sock, void *arg)
{
	struct build *b = ig_calloc(1, sizeof(*b));
	struct image_report r = {.code = IG_OK};
	int sent;

	b->w = arg;
	b->md = EVP_MD_CTX_new();
	if (!b->md)
		abort();
	if (collect(b) < 0 || write_tar(b, r.digest) < 0) {
		const char *hint = ig_err_hint_text(b->err);

		r.code = b->err ? ig_err_code(b->err) : IG_E_INTERNAL;
		snprintf(r.text, sizeof(r.text), "%s", ig_err_msg(b->err));
		snprintf(r.hint, sizeof(r.hint), "%s", hint ? hint : "");
	}
	r.bytes = b->bytes;
	sent = ig_packet_send(sock, &r, sizeof(r), -1);
	for (size_t i = 0; i < b->n; i++)
		free(b->e[i].source);
	EVP_MD_CTX_free(b->md);
	ig_err_free(b->err);
	free(b);
	return sent < 0;
}
