/* Between the jobs (snapshot.c) and the worker that does them (snapshot-work.c). */
#ifndef IG_SERVICE_SNAPSHOT_PRIV_H
#define IG_SERVICE_SNAPSHOT_PRIV_H

#include "core/service/snapshot.h"

enum snapshot_task { SNAP_MAKE, SNAP_VERIFY, SNAP_COPY };

/* What the worker is given; it is forked, so that it reads our memory as it was then. */
struct snapshot_work {
	enum snapshot_task task;
	int from;                       /* the folder to read */
	int to;                         /* the folder to make `name` in */
	const char *name, *temp;        /* final and temporary name there */
	const struct ig_manifest *seen; /* MAKE, VERIFY: digest, and entries where known */
	bool own;                       /* COPY: give it to uid:gid */
	uid_t uid;
	gid_t gid;
};

/* What it says, one packet each; `text` only of an error. */
struct snapshot_report {
	enum { SNAP_PROGRESS, SNAP_DONE, SNAP_ERROR } kind;
	enum ig_code code;
	uint64_t files, bytes;
	char text[2 * IG_TREE_MAX_PATH];
};

/* ig_worker_spec.main; arg is a struct snapshot_work. */
int snapshot_work(int sock, void *arg);

#endif
