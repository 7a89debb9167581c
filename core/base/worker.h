/*
 * Forked, locked-down processes for work that is slow or reads hostile bytes.
 *
 * The child keeps stdin/stdout/stderr on /dev/null, one end of a SOCK_SEQPACKET pair and
 * the descriptors it was given; everything else is closed (close_range(2)). It has rlimits,
 * PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG and a seccomp filter; then it runs `main` and
 * _exit()s with its result. The parent gets each packet as a message, and one end notice.
 */
#ifndef IG_BASE_WORKER_H
#define IG_BASE_WORKER_H

#include "core/base/loop.h"

typedef struct ig_worker ig_worker;

enum ig_worker_box {
	IG_BOX_PARSE, /* memory, read/write/recvmsg/sendmsg on what it has, exit: nothing else */
	IG_BOX_TREE,  /* and open, stat and list below folders it was given; no network, no exec */
	IG_BOX_COPY,  /* and create, write, chmod, rename and unlink files */
	IG_BOX_HOST,  /* and fork, wait, kill, poll: a supervisor of workers of its own */
};

struct ig_worker_spec {
	const char *name; /* for messages and prctl(PR_SET_NAME) */
	enum ig_worker_box box;
	uint64_t max_memory;   /* RLIMIT_AS, bytes; 0: none (needed under ASan) */
	unsigned max_cpu_s;    /* RLIMIT_CPU */
	uint64_t deadline_ms;  /* the watchdog kills it then; 0: none */
	const int *fds;	       /* kept open in the child, with the same numbers */
	size_t n_fds;
	/* Runs in the child. `sock` is its end of the pair. Returns the exit status. */
	int (*main)(int sock, void *arg);
	void *arg;
};

struct ig_worker_events {
	/* One packet; fd is -1 or a descriptor that came with it (the callee's). */
	void (*message)(const char *p, size_t n, int fd, void *user);
	/* Once, last: NULL if it ended with 0, else why ("killed by signal 9 (out of time)"). */
	void (*ended)(const ig_err *why, void *user);
};

enum { IG_WORKER_MSG_MAX = 64 * 1024 };

ig_worker *ig_worker_start(ig_loop *loop, const struct ig_worker_spec *spec,
    const struct ig_worker_events *events, void *user, ig_err **err);
/* Parent to child; -1 with IG_E_HOST when the pair is full or closed. */
int ig_worker_send(ig_worker *w, const void *p, size_t n, int fd, ig_err **err);
/* Kills and frees; no callback after it returns. Also frees an ended one. NULL is fine. */
void ig_worker_free(ig_worker *w);

/* For the child: blocking send and receive of one packet; receive returns 0 at the end. */
int ig_packet_send(int sock, const void *p, size_t n, int fd);
ssize_t ig_packet_recv(int sock, void *p, size_t max, int *ret_fd);

#endif
