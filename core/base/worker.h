/*
 * Forked, locked-down processes for work that is slow or reads hostile bytes.
 *
 * The child keeps stdin/stdout/stderr on /dev/null, one end of a SOCK_SEQPACKET pair and
 * the descriptors it was given; everything else is closed (close_range(2)). It has rlimits,
 * PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, a session of its own, and a seccomp filter that kills
 * it for anything its box does not need; then it runs `main` and _exit()s with its result.
 * The parent gets each packet as a message, and one end notice.
 */
#ifndef IG_BASE_WORKER_H
#define IG_BASE_WORKER_H

#include "core/base/loop.h"

typedef struct ig_worker ig_worker;

enum ig_worker_box {
	IG_BOX_PARSE, /* memory, read/write/recvmsg/sendmsg on what it has, exit: nothing else */
	IG_BOX_TREE,  /* and open, stat and list below folders it was given; no network, no exec */
	IG_BOX_COPY,  /* and create, write, chmod, rename and unlink files */
	IG_BOX_HOST,  /* as TREE, and fork, wait, kill, poll: a supervisor of workers of its own */
};
/* In TREE and HOST, Landlock (where the kernel has it) limits reading to below the folders among
 * `fds` and refuses every write; in all boxes seccomp refuses network, exec and new mappings that
 * are executable. */

struct ig_worker_spec {
	const char *name; /* for messages and prctl(PR_SET_NAME) */
	enum ig_worker_box box;
	uint64_t max_memory;   /* bytes it may map beyond what it was forked with (RLIMIT_AS);
				* 0: no limit. Not enforced in a build with AddressSanitizer. */
	unsigned max_cpu_s;    /* RLIMIT_CPU; 0: none */
	uint64_t deadline_ms;  /* the watchdog kills it then; 0: none */
	const int *fds;	       /* kept open in the child, with the same numbers; each above 2 */
	size_t n_fds;	       /* at most IG_WORKER_FDS */
	/* Runs in the child. `sock` is its end of the pair. Returns the exit status. */
	int (*main)(int sock, void *arg);
	void *arg;
};

struct ig_worker_events {
	/* One packet; fd is -1 or a descriptor that came with it (the callee's). */
	void (*message)(const char *p, size_t n, int fd, void *user);
	/* Once, last: NULL if it ended with 0, else why: IG_E_TIMEOUT (the watchdog), IG_E_LIMIT
	 * (CPU or memory), IG_E_INTERNAL (a signal, its filter, an exit status, a bad packet). */
	void (*ended)(const ig_err *why, void *user);
};

enum {
	IG_WORKER_MSG_MAX = 64 * 1024,
	IG_WORKER_FDS = 16,
	/* Exit statuses with a meaning; `main` returns 0..63. */
	IG_WORKER_EXIT_SETUP = 96, /* the lock-down could not be done */
	IG_WORKER_EXIT_MEMORY = 97, /* an allocation failed */
};

ig_worker *ig_worker_start(ig_loop *loop, const struct ig_worker_spec *spec,
    const struct ig_worker_events *events, void *user, ig_err **err);
/* Parent to child; never blocks: -1 with IG_E_HOST when the pair is full or closed. The
 * descriptor (or -1) stays the caller's. */
int ig_worker_send(ig_worker *w, const void *p, size_t n, int fd, ig_err **err);
/* Starts the watchdog anew: it kills the worker after ms; 0 stops it. */
void ig_worker_deadline(ig_worker *w, uint64_t ms);
pid_t ig_worker_pid(const ig_worker *w);
/* Kills and frees; no callback after it returns. Also frees an ended one. NULL is fine. */
void ig_worker_free(ig_worker *w);

/* For the child: blocking send and receive of one packet (1..IG_WORKER_MSG_MAX bytes). Send is 0
 * or -1; receive returns the bytes, 0 at the end, -1 on error or a packet larger than max. */
int ig_packet_send(int sock, const void *p, size_t n, int fd);
ssize_t ig_packet_recv(int sock, void *p, size_t max, int *ret_fd);

#endif
