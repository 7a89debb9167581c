#include "config.h"
#include "core/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

int ig_open_beneath(int rootfd, const char *path, int flags, ig_err **err)
{
	struct open_how how = {
	    .flags = (uint64_t)(unsigned)(flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY),
	    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	long fd;
	int tries = 0;

	do { /* EAGAIN: a rename raced with the walk, openat2(2) says to try again */
		fd = syscall(SYS_openat2, rootfd, path, &how, sizeof(how));
	} while (fd < 0 && (errno == EAGAIN || errno == EINTR) && ++tries < 16);
	if (fd >= 0)
		return (int)fd;
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return ig_err_set(err, IG_E_NOT_FOUND, "'%s' does not exist", path);
	case ELOOP:
		return ig_err_set(err, IG_E_INPUT, "'%s' is or goes through a symbolic link", path);
	case EXDEV:
		return ig_err_set(err, IG_E_INPUT, "'%s' leads out of the folder", path);
	case ENOSYS:
		ig_err_set(err, IG_E_HOST, "this kernel has no openat2(2)");
		ig_err_hint(err, "use Linux 5.6 or newer");
		return -1;
	default:
		return ig_err_sys(err, IG_E_INPUT, errno, "cannot open '%s'", path);
	}
}

int ig_open_dir(const char *path, ig_err **err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	if (errno == ENOENT)
		return ig_err_set(err, IG_E_NOT_FOUND, "folder '%s' does not exist", path);
	return ig_err_sys(err, IG_E_INPUT, errno, "cannot open folder '%s'", path);
}

int ig_read_fd(int fd, const char *name, size_t max, struct ig_buf *out, ig_err **err)
{
	struct stat st;
	size_t got = 0;

	if (fstat(fd, &st) < 0)
		return ig_err_sys(err, IG_E_INPUT, errno, "cannot read '%s'", name);
	if (!S_ISREG(st.st_mode))
		return ig_err_set(err, IG_E_INPUT, "'%s' is not a regular file", name);
	for (;;) {
		char *to;
		ssize_t n;

		if (got > max || (st.st_size > 0 && (uintmax_t)st.st_size > max))
			return ig_err_set(err, IG_E_LIMIT, "'%s' is larger than %zu bytes", name, max);
		to = ig_buf_reserve(out, 65536);
		if (!to)
			return ig_err_set(err, IG_E_LIMIT, "'%s' is too large", name);
		n = read(fd, to, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ig_err_sys(err, IG_E_INPUT, errno, "cannot read '%s'", name);
		out->len += (size_t)n;
		out->data[out->len] = '\0';
		got += (size_t)n;
		if (n == 0)
			return 0;
	}
}

int ig_read_path(const char *path, size_t max, struct ig_buf *out, ig_err **err)
{
	ig_auto_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0 && errno == ENOENT)
		return ig_err_set(err, IG_E_NOT_FOUND, "'%s' does not exist", path);
	if (fd < 0)
		return ig_err_sys(err, IG_E_INPUT, errno, "cannot open '%s'", path);
	return ig_read_fd(fd, path, max, out, err);
}

int ig_write_all(int fd, const void *data, size_t n)
{
	const char *p = data;

	while (n) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

/* The folder part of a path, "." when it has none. The caller frees. */
static char *dir_of(const char *path)
{
	const char *s = strrchr(path, '/');

	if (!s)
		return ig_strdup(".");
	return s == path ? ig_strdup("/") : ig_strndup(path, (size_t)(s - path));
}

/* Fills and renames the open temporary file; the caller unlinks it on failure. */
static int fill_and_rename(int fd, const char *tmp, const char *path, const void *data, size_t n)
{
	ig_auto_free char *dir = dir_of(path);
	ig_auto_fd int dfd = -1;

	if (ig_write_all(fd, data, n) < 0 || fsync(fd) < 0 || rename(tmp, path) < 0)
		return -1;
	dfd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dfd >= 0)
		fsync(dfd); /* some file systems refuse it for folders; the rename stands */
	return 0;
}

int ig_write_atomic(const char *path, const void *data, size_t n, mode_t mode, ig_err **err)
{
	ig_auto_free char *tmp = ig_asprintf("%s.XXXXXX", path);
	ig_auto_fd int fd = -1;
	struct stat st;
	bool exists = lstat(path, &st) == 0;
	int e;

	if (exists && !S_ISREG(st.st_mode))
		return ig_err_set(err, IG_E_INPUT, "'%s' is not a regular file", path);
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0)
		return ig_err_sys(err, IG_E_INPUT, errno, "cannot write beside '%s'", path);
	if (fchmod(fd, exists ? st.st_mode & 07777 : mode) < 0)
		goto fail;
	if (exists && (st.st_uid != geteuid() || st.st_gid != getegid()) &&
	    fchown(fd, st.st_uid, st.st_gid) < 0)
		goto fail;
	if (fill_and_rename(fd, tmp, path, data, n) < 0)
		goto fail;
	return 0;
fail:
	e = errno;
	unlink(tmp);
	return ig_err_sys(err, IG_E_INPUT, e, "cannot write '%s'", path);
}

int ig_mkdir_p(const char *path, ig_err **err)
{
	ig_auto_free char *p = ig_strdup(path);

	for (char *s = p + 1; *p; s++) {
		char c = *s;

		if (c != '/' && c != '\0')
			continue;
		*s = '\0';
		if (mkdir(p, 0700) < 0 && errno != EEXIST)
			return ig_err_sys(err, IG_E_HOST, errno, "cannot make folder '%s'", p);
		*s = c;
		if (c == '\0')
			break;
	}
	return 0;
}

char *ig_xdg_dir(enum ig_xdg which, const char *sub, ig_err **err)
{
	static const struct {
		const char *env, *home;
	} table[] = {
	    [IG_XDG_CACHE] = {"XDG_CACHE_HOME", ".cache"},
	    [IG_XDG_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
	    [IG_XDG_STATE] = {"XDG_STATE_HOME", ".local/state"},
	    [IG_XDG_RUNTIME] = {"XDG_RUNTIME_DIR", ".cache"},
	};
	const char *base = getenv(table[which].env), *home = getenv("HOME");
	ig_auto_free char *path = NULL;

	/* The specification says to ignore a relative path. */
	if (base && base[0] == '/') {
		path = ig_asprintf("%s/ignite-tui%s%s", base, sub ? "/" : "", sub ? sub : "");
	} else if (home && home[0] == '/') {
		path = ig_asprintf("%s/%s/ignite-tui%s%s", home, table[which].home,
		    sub ? "/" : "", sub ? sub : "");
	} else {
		ig_err_set(err, IG_E_HOST, "neither $%s nor $HOME names a folder", table[which].env);
		return NULL;
	}
	if (ig_mkdir_p(path, err) < 0)
		return NULL;
	return IG_STEAL(path);
}

static int rm_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type == FTW_DP || type == FTW_D || type == FTW_DNR)
		return rmdir(path);
	return unlink(path);
}

int ig_rmtree(const char *path, ig_err **err)
{
	if (nftw(path, rm_one, 16, FTW_DEPTH | FTW_PHYS) < 0 && errno != ENOENT)
		return ig_err_sys(err, IG_E_HOST, errno, "cannot remove '%s'", path);
	return 0;
}
