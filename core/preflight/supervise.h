/*
 * The supervisor of an audit: it walks the folder, reads each file once, hashes that buffer and
 * has parser workers read the same bytes. It runs in a worker of its own (IG_BOX_HOST) and holds
 * no parser; what it sends is in the order of the walk, whatever the workers' timing.
 */
#ifndef IG_PREFLIGHT_SUPERVISE_H
#define IG_PREFLIGHT_SUPERVISE_H

#include <stdint.h>

struct ig_supervise_args {
	int rootfd;
	unsigned workers; /* 1..IG_SUPERVISE_WORKERS */
	/* Limits of one parser worker, from preflight.h's defaults or a test. */
	uint64_t max_memory;
	uint64_t job_ms; /* a file may take so long */
	int (*scan)(int sock, void *arg); /* the parser worker's main; a test puts another here */
};

enum {
	IG_SUPERVISE_WORKERS = 8,
	IG_SUPERVISE_PENDING = 64,	 /* files in flight, so many descriptors at most */
	IG_SUPERVISE_PARSE_MAX = 16 << 20, /* bytes: above, only the first and the digest */
};
#define IG_SUPERVISE_MEMORY ((uint64_t)1200 << 20)
#define IG_SUPERVISE_JOB_MS ((uint64_t)60000)

/* The main of the supervisor's process; arg is a struct ig_supervise_args. */
int ig_supervise(int sock, void *arg);

#endif
