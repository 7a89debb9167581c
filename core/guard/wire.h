/*
 * What core and ignite-guard say to each other over their unix stream socket.
 *
 *   core -> guard   one plan: struct ig_guard_head, then items, each a struct ig_guard_item and its
 * body padded with zeroes to a multiple of 8 guard -> core   one struct ig_guard_reply:
 * IG_GUARD_READY with the listener (SCM_RIGHTS) if the plan has one, or the step that failed, after
 * which the guard exits with IG_GUARD_EXIT core -> guard   one byte, IG_GUARD_GO; the end of the
 * stream instead means no guard -> core   nothing but the end of the stream: the service runs; or a
 * reply with IG_GUARD_EXEC
 *
 * Both ends are of one machine and one build: integers are in its byte order.
 */
#ifndef IG_GUARD_WIRE_H
#define IG_GUARD_WIRE_H

#include <stdint.h>

#define IG_GUARD_MAGIC 0x31474749u /* "IGG1" */
#define IG_GUARD_GO 'G'

enum {
	IG_GUARD_PLAN_MAX = 256 * 1024, /* bytes of all items */
	IG_GUARD_ARGS_MAX = 512,        /* and as many variables */
	IG_GUARD_LIMITS_MAX = 16,       /* RLIM_NLIMITS */
	IG_GUARD_PATHS_MAX = 256,
	IG_GUARD_PORTS_MAX = 64,
	IG_GUARD_FILTERS_MAX = 4,
	IG_GUARD_WAIT_S = 30, /* for the plan, and for go */
	IG_GUARD_EXIT = 125,  /* as docker run: it never came to the service */
};

struct ig_guard_head {
	uint32_t magic;
	uint32_t size; /* bytes of all items */
};

enum ig_guard_kind {
	IG_GUARD_EXE = 1,  /* a string: the absolute path that is executed */
	IG_GUARD_ARG,      /* a string: the next of argv, at least one */
	IG_GUARD_ENV,      /* a string: the next variable */
	IG_GUARD_CWD,      /* a string: the working folder */
	IG_GUARD_RLIMIT,   /* struct ig_guard_rlimit */
	IG_GUARD_LANDLOCK, /* struct ig_guard_landlock; without it Landlock is not used */
	IG_GUARD_PATH,     /* struct ig_guard_path and a string */
	IG_GUARD_PORT,     /* struct ig_guard_port */
	IG_GUARD_FILTER,   /* struct ig_guard_filter and struct sock_filter[] */
};

struct ig_guard_item {
	uint32_t kind;
	uint32_t size; /* of the body without padding; strings with their NUL */
};
struct ig_guard_rlimit {
	uint32_t resource, zero;
	uint64_t soft, hard;
};
/* The rights that are ruled (linux/landlock.h: handled_access_fs, handled_access_net, scoped). What
 * the kernel's ABI lacks is left out and reported, unless it is below abi_min: then it is an error.
 */
struct ig_guard_landlock {
	uint64_t fs, net, scoped;
	uint32_t abi_min, zero;
};
struct ig_guard_path {
	uint64_t access;   /* rights for a folder; a file gets those that files have */
	uint32_t optional; /* 1: one that does not exist is passed over */
	uint32_t zero;
};
struct ig_guard_port {
	uint64_t access, port;
};
enum { IG_GUARD_LOG = 1, IG_GUARD_LISTEN = 2 };
struct ig_guard_filter {
	uint32_t flags; /* IG_GUARD_LISTEN in one filter at most, the last */
	uint32_t zero;
};

enum ig_guard_step {
	IG_GUARD_READY,
	IG_GUARD_START,   /* its own arguments and socket */
	IG_GUARD_RECEIVE, /* the plan did not come */
	IG_GUARD_PARSE,   /* the plan is not one: error is a number of core/guard/parse.h */
	IG_GUARD_FDS,
	IG_GUARD_CHDIR,
	IG_GUARD_RLIMITS,
	IG_GUARD_NO_NEW_PRIVS,
	IG_GUARD_LANDLOCK_STEP,
	IG_GUARD_THREAD,
	IG_GUARD_FILTERS,
	IG_GUARD_ANSWER, /* go did not come */
	IG_GUARD_EXEC,
	IG_GUARD_STEPS
};
struct ig_guard_reply {
	uint32_t magic, step;
	int32_t error; /* errno, or see IG_GUARD_PARSE */
	uint32_t item; /* which of the step's kind, from 0 */
	uint32_t abi;  /* Landlock's on this kernel, 0: none */
	uint32_t zero;
	uint64_t dropped_fs, dropped_net,
	    dropped_scoped; /* asked for, and not known to this kernel */
};

#endif
