/*
 * The parts of a run: run.c is what its owner sees, and how it is halted; run-steps.c walks from
 * the create request to the running service, run-end.c from there to the end; run-watch.c looks at
 * the kernel's side, run-event.c keeps what happened.
 */
#ifndef IG_RUN_RUN_PRIV_H
#define IG_RUN_RUN_PRIV_H

#include "core/run/run.h"

enum {
	RUN_GRACE_MS = 2000,  /* from SIGTERM to SIGKILL */
	RUN_REMOVE_TRIES = 5, /* while the engine cannot be reached (a restart) */
	RUN_SERIES = 1200,    /* samples kept: ten minutes at 2 Hz, then less finely */
};

/* How long each wait for the engine may take, in ms; tests shorten it. */
struct run_patience {
	uint64_t attach; /* for the output stream to open */
	uint64_t die;    /* from SIGKILL, or the kernel's word, to the engine's answer */
	uint64_t drain;  /* for the last output after the end */
	uint64_t remove;
	uint64_t pause; /* between two tries to remove */
};
#define RUN_PATIENCE                                                                               \
	{                                                                                          \
		.attach = 10000, .die = 10000, .drain = 1000, .remove = 10000, .pause = 1000       \
	}

struct run_calls {
	ig_call *create, *attach, *start, *wait, *inspect, *kill, *remove;
};

struct ig_run {
	ig_loop *loop;
	ig_engine *engine;
	struct ig_plan *plan;
	struct ig_run_callbacks cb;
	void *user;
	struct ig_run_info info;
	struct run_calls call;
	struct run_patience patience;
	ig_snapshot_job *copy; /* of a writable snapshot */

	char *id;
	ig_err *error;
	enum ig_run_reason cause; /* why we ended it, the first stays; NONE: it ends by itself */
	bool kill_asked;          /* before it could be: as soon as it can */
	bool lost;                /* the engine does not answer any more */
	bool attach_ended, waited;
	bool engine_says_oom;
	bool orphan; /* freed by its owner: frees itself at the end */
	unsigned remove_tries;
	uint64_t ended_ms;

	ig_timer *notify;   /* coalesces `changed` */
	ig_timer *deadline; /* of the step we are in */
	ig_timer *timeout;  /* of the service */
	ig_timer *grace;    /* while stopping */
	uint64_t grace_end_ms;
	bool told_end;
	bool busy, dead; /* in a callback; freed in it */

	/* run-watch.c */
	ig_cgroup *cgroup;
	ig_series *series;
	int pidfd, tmp_fd; /* -1: none */
	ig_io *pid_io;
	ig_timer *sample;
	unsigned sample_no;
	bool confined, verified; /* the service runs; its confinement was looked at */
	bool tmp_full;

	/* run-event.c */
	struct ig_run_event *event;
	size_t event_n, event_cap;
};

/* run.c */
void run_changed(ig_run *r);
/* Sends SIGTERM and later SIGKILL (hard: SIGKILL at once); `cause` counts if it is the first. */
void run_halt(ig_run *r, enum ig_run_reason cause, bool hard);
/* The engine cannot be relied on any more, or a fact is not what it must be: end it. Takes err. */
void run_lose(ig_run *r, ig_err *err);
/* Keeps the first error of ours. Takes err. */
void run_set_error(ig_run *r, ig_err *err);

/* run-steps.c */
void run_begin(ig_run *r);
void run_timed_out(void *user); /* ig_fn: the service's time is over */
void run_deadline(void *user);  /* ig_fn: the step's is */
/* Before the service runs: nothing is lost, but what was made must go. Takes err. */
void run_give_up(ig_run *r, ig_err *err);
ig_err *run_cancelled(void);

/* run-end.c: from the end of the service to the end of the run. */
void run_remove(ig_run *r);
void run_finished(ig_run *r, int status); /* the engine's answer to wait */
void run_over(ig_run *r);                 /* nothing is there any more, or all was tried */
void run_cancel_calls(ig_run *r);

/* run-watch.c */
void watch_init(ig_run *r);
/* The start was asked for: looks for the container's cgroup and its first process by itself. */
void watch_starting(ig_run *r);
/* The engine has started it. False: the process was not found, the engine must say which it is;
 * then watch_open() and this again. */
bool watch_started(ig_run *r);
void watch_open(ig_run *r, pid_t pid);
void watch_sample(ig_run *r);
/* Whether the signal could be sent without the engine. */
bool watch_signal(ig_run *r, int sig);
/* Whether SIGTERM, once sent, can still do anything. */
bool watch_deaf(const ig_run *r);
void watch_exit_status(ig_run *r);
void watch_done(ig_run *r);

/* run-event.c. `target` is taken over; one event a kind and first word of the target. */
void event_put(ig_run *r, const char *kind, const char *verdict, const char *source, char *target,
    uint64_t count);
/* "64M", "1.5M", "900": bytes for people. The caller frees. */
char *event_size(uint64_t bytes);
/* The engine says that memory ran out; the cgroup may have been gone before it could. */
void event_oom(ig_run *r);
/* The signal that ended the service, when it was not one of ours. */
void event_signal(ig_run *r);
/* The limits that the sample shows as hit. */
void event_limits(ig_run *r, const struct ig_sample *s);

#endif
