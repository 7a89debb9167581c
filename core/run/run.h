/*
 * A run: from a pure plan to a container that is gone again.
 *
 * ig_plan_new() turns service, policy, profile, image and snapshot into the exact create
 * request: no clock, no engine, no file is looked at, the same inputs give the same bytes.
 * ig_run_start() walks it: attach, start, watch, limit, stop, inspect, remove. However it
 * ends, the container is removed, or the reviewer is told that it could not be.
 */
#ifndef IG_RUN_RUN_H
#define IG_RUN_RUN_H

#include <jansson.h>

#include "core/engine/engine.h"
#include "core/policy/policy.h"
#include "core/seccomp/seccomp.h"
#include "core/service/service.h"
#include "core/service/snapshot.h"
#include "core/watch/watch.h"

struct ig_plan_input {
	const struct ig_service *service;
	const struct ig_policy *policy;
	const ig_profile *profile;
	const char *image;	   /* tag or id of the runtime image */
	const char *snapshot_path; /* what will be mounted at /service */
	const char *digest;	   /* of the snapshot */
	const char *run_id;
	const char *owner;	   /* value of IG_LABEL_PID */
	const char *input;	   /* JSON for $IGNITE_INPUT, or NULL */
	const char *const *args;   /* after the entry, NULL-ended, or NULL */
	unsigned cgroup_version;   /* of the engine's host (info: CgroupVersion), 0: unknown */
};
/* What the reviewer must know of the plan: a value that is not enforced, a variable left out. */
struct ig_plan_note {
	const char *key; /* "filesystem.hide", "env" */
	char *text;	 /* may quote the service: sanitize */
};
struct ig_plan {
	json_t *request;      /* body of POST /containers/create */
	char *container_name; /* "ignite-tui-RUNID" */
	char *run_id, *image, *snapshot_path, *digest;
	/* filesystem.root: writable-copy: the per-run copy that is mounted in place of the
	 * snapshot, in a folder of its own on the host's /dev/shm, so that what the service writes
	 * there is charged to its memory limit and never lands on a disk. NULL: none. */
	char *copy_path;
	uint64_t timeout_ms;
	uint64_t output_bytes;
	uint64_t tmp_bytes; /* 0: no /tmp */
	struct ig_plan_note *note;
	size_t note_n;
};
/*
 * IG_E_UNENFORCED when the policy has a value that nothing here can enforce: named, with the key.
 * IG_E_INPUT when the service cannot be run at all, or a text cannot be put into a request;
 * IG_E_LIMIT when input, arguments or environment are longer than execve(2) takes.
 */
struct ig_plan *ig_plan_new(const struct ig_plan_input *in, ig_err **err);
void ig_plan_free(struct ig_plan *p);
/*
 * The docker command line that asks for the same, one option a line, quoted for a shell. What the
 * command line cannot ask for is said in a comment above it. The seccomp profile is read from
 * seccomp.json in the current folder: `ignite-tui policy show SERVICE --format seccomp` prints it.
 */
void ig_plan_docker(const struct ig_plan *p, struct ig_buf *out);

/* RUN_STATE(id, name) */
#define IG_RUN_STATES(S)                                                                           \
	S(IDLE, "idle") S(CREATE, "creating") S(ATTACH, "attaching") S(START, "starting")          \
	S(RUNNING, "running") S(STOPPING, "stopping") S(REMOVING, "removing") S(ENDED, "ended")
enum ig_run_state {
#define S(id, name) IG_RUN_##id,
	IG_RUN_STATES(S)
#undef S
	IG_RUN_STATE_N
};
const char *ig_run_state_name(enum ig_run_state s);

#define IG_RUN_REASONS(R)                                                                          \
	R(NONE, "none") R(EXITED, "exited") R(TIMEOUT, "timeout") R(OOM, "oom") R(PIDS, "pids")    \
	R(OUTPUT, "output") R(DISK, "disk") R(KILLED, "killed") R(ENGINE_LOST, "engine-lost")      \
	R(NOT_STARTED, "not-started")
enum ig_run_reason {
#define R(id, name) IG_REASON_##id,
	IG_RUN_REASONS(R)
#undef R
	IG_REASON_N
};
const char *ig_run_reason_name(enum ig_run_reason r);

/*
 * A limit that was hit, a signal that was sent, the end. Facts of the kernel and of the engine
 * only, never of what the service printed. Kind, verdict and source are words of the run JSON:
 * "limit", "killed", "cgroup".
 */
struct ig_run_event {
	uint64_t t_ms; /* since the service's start */
	const char *kind, *verdict, *source;
	char *target; /* "memory 64M (peak 64M)", "timeout 5s" */
	uint64_t count;
};

/* A snapshot of the facts, valid until the next pass of the loop. */
struct ig_run_info {
	enum ig_run_state state;
	enum ig_run_reason reason; /* once ENDED */
	int exit_code;		   /* -1: none; 128 + signal when a signal ended it */
	int signal;		   /* 0: none, or this kernel cannot tell (before Linux 6.15) and it
				    * was not ours */
	pid_t pid;		   /* of the container's init on this host, 0: unknown */
	const char *container_id;  /* NULL until created */
	uint64_t started_ms;	   /* monotonic; 0 until started */
	uint64_t duration_ms;
	uint64_t timeout_ms;
	const char *cgroup_kind;   /* NULL: no cgroup figures here */
	const ig_series *series;
	bool figures_final;	   /* the last sample is from after the end; else, on a busy host,
				    * the cgroup was gone before we came: what was last seen */
	ig_logstore *log;
	const struct ig_run_event *event;
	size_t event_n;
	uint64_t output_bytes;	   /* printed by the service, kept or not */
	uint64_t tmp_peak;	   /* most bytes seen in /tmp */
	bool tmp_known;		   /* false: /tmp could not be looked at (not root, or no /tmp) */
	const ig_err *error;	   /* what went wrong on our side, NULL: nothing */
	bool leftover;		   /* the container could not be removed: `error` says more */
};
/*
 * The reason, once ENDED. What we did comes first: timeout, output, killed. Of a service that ended
 * by itself and failed, oom, pids or disk when the kernel says that this limit was hit, never
 * from the exit status alone; the event is there in any case. engine-lost: how it ended is not
 * known.
 */

typedef struct ig_run ig_run;
struct ig_run_callbacks {
	void (*changed)(ig_run *r, void *user); /* state, events, samples or log; coalesced */
	void (*ended)(ig_run *r, void *user);	/* once */
};
/*
 * Takes the plan over. The log is kept in bounds, whatever the service prints; time is counted
 * from the service's start on the monotonic clock. No callback is called from inside a function of
 * this header. NULL only when the log cannot be kept.
 */
ig_run *ig_run_start(ig_loop *loop, ig_engine *e, struct ig_plan *plan,
    const struct ig_run_callbacks *cb, void *user, ig_err **err);
const struct ig_run_info *ig_run_info(ig_run *r);
const struct ig_plan *ig_run_plan(const ig_run *r);
/* SIGTERM, and SIGKILL after the grace time (2 s), or as soon as the kernel shows that SIGTERM can
 * have no effect (a first process without a handler). Twice: SIGKILL now. */
void ig_run_stop(ig_run *r);
void ig_run_kill(ig_run *r);
/*
 * Frees one that has ended; one that has not is killed and removed in the background first (its
 * callbacks are not called any more), for which the loop must go on and the engine live: see
 * ig_run_finish(). NULL is fine.
 */
void ig_run_free(ig_run *r);
/*
 * For the end of the program: kills it if need be, runs the loop until the container is gone, at
 * most max_ms, and frees it without another callback. False: the container is left, and the next
 * ig_run_clean() removes it. NULL is true.
 */
bool ig_run_finish(ig_run *r, uint64_t max_ms);

/* A new random run id, 12 hex digits. The caller frees. */
char *ig_run_new_id(void);
/* The value for IG_LABEL_PID of this process: "PID:STARTTIME:PIDNS", the start in clock ticks since
 * boot (proc_pid_stat(5)), the namespace as its inode. The caller frees. */
char *ig_run_owner(void);
/* Whether the process that such a value names is gone. False when it cannot be known: a value
 * of another form or of another pid namespace. */
bool ig_run_owner_gone(const char *owner);

/* Removes the containers of processes that are gone (all: of every process, this one too), and the
 * writable copies in /dev/shm that such processes left. done gets how many containers. */
typedef void (*ig_clean_fn)(unsigned removed, unsigned failed, const ig_err *err, void *user);
void ig_run_clean(ig_loop *loop, ig_engine *e, bool all, ig_clean_fn done, void *user);

/*
 * Runtime images: FROM scratch, the executable from the npm cache folder, the shared libraries it
 * links and the loader from this host, and nothing else. The root file system is written by a
 * worker, the same input gives the same bytes, and an image under the runtime's tag that was made
 * of them is kept; one that was not is replaced. done's body is {"Id":..., "Tag":...}; the job is
 * gone when it is called, until then it can be cancelled.
 */
typedef struct ig_image_job ig_image_job;
ig_image_job *ig_image_build(ig_loop *loop, ig_engine *e, const struct ig_runtime *rt,
    const char *npm_cache, ig_reply_fn done, void *user, ig_err **err);
void ig_image_cancel(ig_image_job *j);

#endif
