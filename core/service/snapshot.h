/*
 * The manifest of a service folder (what is in it, byte for byte) and the sealed snapshot
 * that a run is started from.
 *
 * Preflight makes the manifest while it reads: path, mode, size and SHA-256 of each file,
 * and one digest over all of it. A snapshot copies from descriptors that are hashed while
 * they are copied, and is kept only if its digest is the one preflight saw: what runs is
 * what was read. It lies under the user's cache folder by digest, files 0444 or 0555,
 * folders 0555, owned by us; it is re-hashed before and after a run.
 *
 * Digest: SHA-256 over the lines "TYPE MODE SIZE HASH PATH\0" in byte order of PATH, where
 * TYPE is f (file) or d (folder), MODE is 0444, or 0555 (an x bit is set, or a folder), SIZE is in
 * decimal (0 for folders) and HASH is hex, or "-" for folders.
 * Links, devices, FIFOs and sockets are left out and listed in `skipped`.
 */
#ifndef IG_SERVICE_SNAPSHOT_H
#define IG_SERVICE_SNAPSHOT_H

#include <sys/stat.h>

#include "core/base/loop.h"
#include "core/service/service.h"

enum {
	IG_TREE_MAX_FILES = 200000,
	IG_TREE_MAX_DEPTH = 256,
	IG_TREE_MAX_PATH = 4096,
};
#define IG_TREE_MAX_BYTES ((uint64_t)4 << 30)

struct ig_tree_entry {
	char *path; /* relative, '/'-separated, any bytes but NUL */
	bool folder;
	bool executable;
	uint64_t size;
	unsigned char sha256[32];
};

struct ig_tree_skip {
	char *path, *reason;
};

struct ig_manifest {
	struct ig_tree_entry *entry; /* sorted by path, bytewise */
	size_t n, files;
	uint64_t bytes;
	struct ig_tree_skip *skipped; /* sorted by path, then reason */
	size_t skipped_n;
	char digest[65]; /* hex */
	size_t cap, skipped_cap; /* of the arrays */
};

/* One more entry, zeroed but for its path (copied); valid until the next is added. A path comes
 * at most once. */
struct ig_tree_entry *ig_manifest_add(struct ig_manifest *m, const char *path);
void ig_manifest_skip(struct ig_manifest *m, const char *path, const char *reason);
void ig_manifest_done(struct ig_manifest *m);
/* Sorts the entries and computes digest, files and bytes. May be called again after adding. */
void ig_manifest_seal(struct ig_manifest *m);
const struct ig_tree_entry *ig_manifest_find(const struct ig_manifest *m, const char *path);

/*
 * Walks the tree at rootfd in byte order, blocking: run it in a worker. For each regular file
 * `file` gets an open descriptor (not its own to close) and must hash all of it; it returns
 * 0, or -1 to stop. Explicit stack, bounded as above; what is not a file or folder, cannot be opened
 * or is beyond a bound goes to `skip`. The root itself is not reported. -1 with IG_E_CANCELLED when
 * an op stopped it, IG_E_INPUT when the root cannot be read.
 */
struct ig_walk_ops {
	int (*file)(const char *path, int fd, const struct stat *st, void *user);
	int (*folder)(const char *path, const struct stat *st, void *user);
	void (*skip)(const char *path, const char *reason, void *user);
};
int ig_tree_walk(int rootfd, const struct ig_walk_ops *ops, void *user, ig_err **err);

typedef struct ig_snapshot_job ig_snapshot_job;
struct ig_snapshot {
	char *path;	 /* the folder to mount */
	char digest[65];
	uint64_t files, bytes;
	int lock; /* held while this lives, so that nobody prunes it */
};
void ig_snapshot_free(struct ig_snapshot *s);
/* Where the snapshot with this digest lies, or would lie: nothing is looked at or made but the
 * folder that holds them. The caller frees. */
char *ig_snapshot_path(const char *digest, ig_err **err);

/*
 * A job ends by one call of `done`, with a snapshot or an error (its own), and is gone then. Until
 * then it can be cancelled. The work is done in a locked-down worker.
 */
typedef void (*ig_snapshot_fn)(struct ig_snapshot *s, ig_err *err, void *user);
/*
 * Makes (or finds and verifies) the snapshot of the folder at `path`. `seen` is what preflight
 * saw, borrowed for this call: when the folder no longer has its digest, the job ends with
 * IG_E_CHANGED, naming the first path that differs when `seen` has its entries. A snapshot that
 * was tampered with is replaced. `progress` (may be NULL) gets the bytes read so far.
 */
ig_snapshot_job *ig_snapshot_start(ig_loop *loop, const char *path, const struct ig_manifest *seen,
    void (*progress)(uint64_t bytes, void *user), ig_snapshot_fn done, void *user, ig_err **err);
/* Hashes an existing snapshot again; IG_E_CHANGED when it is not what its name says, or no
 * longer sealed. */
ig_snapshot_job *ig_snapshot_verify(ig_loop *loop, const struct ig_snapshot *s,
    ig_snapshot_fn done, void *user, ig_err **err);
/*
 * Copies the snapshot to `to`, a new folder in one that exists, for a run that may write to it:
 * owned by uid:gid when we are root, else open to everybody (the folder above must not be). done
 * gets a snapshot whose path is `to`, with no lock.
 */
ig_snapshot_job *ig_snapshot_copy(ig_loop *loop, const char *from, const char *to, uid_t uid,
    gid_t gid, ig_snapshot_fn done, void *user, ig_err **err);
void ig_snapshot_cancel(ig_snapshot_job *job);
/* Removes the least lately used until at most max_bytes are kept; never one in use. What an
 * interrupted job left is removed too. Blocking. */
int ig_snapshot_prune(uint64_t max_bytes, ig_err **err);

#endif
