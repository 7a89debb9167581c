/* Between finding a process's cgroups (cgroup.c) and reading them (cgroup-read.c). */
#ifndef IG_WATCH_CGROUP_PRIV_H
#define IG_WATCH_CGROUP_PRIV_H

#include "core/watch/watch.h"

/* The hierarchies that figures come from: five v1 controllers, and the unified tree. */
enum cg_tree { CG_MEMORY, CG_CPU, CG_CPUACCT, CG_PIDS, CG_BLKIO, CG_UNIFIED, CG_N };

struct ig_cgroup {
	int dir[CG_N]; /* -1: not there */
	const char *kind;
	uint64_t peak[IG_M_N]; /* highest seen, for kernels without a peak file */
};

#endif
