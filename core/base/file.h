/*
 * Files: bounded reads that never leave a folder, and writes that are never half done.
 */
#ifndef IG_BASE_FILE_H
#define IG_BASE_FILE_H

#include <sys/stat.h>
#include <sys/types.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/*
 * Opens `path` below the folder `rootfd` and nowhere else: ".." past the root, absolute
 * paths and every symbolic link on the way are refused (openat2(2), RESOLVE_BENEATH |
 * RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS). O_CLOEXEC | O_NONBLOCK | O_NOCTTY are
 * added, so that a FIFO or a device cannot stop us. Returns the descriptor (the caller's)
 * or -1: IG_E_NOT_FOUND, or IG_E_INPUT with the reason.
 */
int ig_open_beneath(int rootfd, const char *path, int flags, ig_err **err);

/* Opens a folder for ig_open_beneath. Follows links: the reviewer named it. */
int ig_open_dir(const char *path, ig_err **err);

/*
 * Appends the whole regular file to `out`. A file larger than `max` bytes, or one that grows past
 * it while being read, is IG_E_LIMIT; anything but a regular file is IG_E_INPUT.
 */
int ig_read_fd(int fd, const char *name, size_t max, struct ig_buf *out, ig_err **err);
/* Opens by path, following links (for files the reviewer named himself), and reads as above. */
int ig_read_path(const char *path, size_t max, struct ig_buf *out, ig_err **err);

/*
 * Replaces the file at `path` by n bytes, whole or not at all: a temporary file beside it, fsync,
 * rename, fsync of the folder. An existing file's mode and owner are kept, else `mode` is used. A
 * symbolic link at `path` is refused.
 */
int ig_write_atomic(const char *path, const void *data, size_t n, mode_t mode, ig_err **err);

/* write(2) until all is written; -1 with errno set. */
int ig_write_all(int fd, const void *data, size_t n);

/* Makes `path` and its missing parents with mode 0700. */
int ig_mkdir_p(const char *path, ig_err **err);

/*
 * The user's folders of ours, made on demand: "$XDG_CACHE_HOME/ignite-tui" and its like
 * (XDG Base Directory Specification 0.8). `sub` may be NULL. The caller frees.
 */
enum ig_xdg { IG_XDG_CACHE, IG_XDG_CONFIG, IG_XDG_STATE, IG_XDG_RUNTIME };
char *ig_xdg_dir(enum ig_xdg which, const char *sub, ig_err **err);

/* Removes a tree that we made; never follows links. Missing is success. */
int ig_rmtree(const char *path, ig_err **err);

#endif
