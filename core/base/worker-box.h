/* The child's side of a worker: what it loses before it runs. */
#ifndef IG_BASE_WORKER_BOX_H
#define IG_BASE_WORKER_BOX_H

#include "core/base/worker.h"

/*
 * In the forked child: default signals, own session, /dev/null on 0-2, only `sock` and the spec's
 * descriptors open, rlimits, no new privileges, Landlock, seccomp. `parent` is the pid that forked.
 * 0, or -1 when any of it could not be done (the caller must _exit).
 */
int ig_box_enter(const struct ig_worker_spec *spec, int sock, pid_t parent);

#endif
