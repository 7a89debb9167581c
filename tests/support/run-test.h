/* What tests of runs share: a sample service from its folder to the end of its run. */
#ifndef IG_TESTS_RUN_TEST_H
#define IG_TESTS_RUN_TEST_H

#include "core/run/run.h"

struct run_world {
	ig_loop *loop;
	ig_engine *e;   /* NULL without an engine */
	char cache[40]; /* $XDG_CACHE_HOME of this test */
};

struct run_case {
	struct run_world *w;
	struct ig_service *service;
	struct ig_policy *policy;
	ig_profile *profile;
	struct ig_manifest seen;
	struct ig_snapshot *snapshot;
	char *id, *owner;
	struct ig_plan *plan; /* until it is started */
	ig_run *run;
	bool ended;
	unsigned changed;
	bool bad; /* a callback came after the end */
};

/* For cmocka. `socket` may be NULL: no engine then. */
int run_world_up(struct run_world *w, const char *socket);
int run_world_down(struct run_world *w);

/*
 * Everything up to the plan. `dir` is below tests/services, or absolute; `sets` are
 * "resources.memory=64M" and the like, space-separated ("" for none; "base=normal" first for the
 * other base, or "policy=NAME" for a policy over the audit base).
 */
void run_case_plan(struct run_case *c, struct run_world *w, const char *dir, const char *sets);
void run_case_start(struct run_case *c);
/* Runs the loop until the run has ended (fails after ms). */
void run_case_wait(struct run_case *c, uint64_t ms);
/* Until it is in `state` (or past it). */
void run_case_until(struct run_case *c, enum ig_run_state state, uint64_t ms);
void run_case_done(struct run_case *c);

/* Containers there are with label `run`, or with any of our owner label if NULL and this process.
 */
unsigned run_count(struct run_world *w, const char *run);
/* The whole log as text, lines with newlines; at most 1 MiB. */
char *run_log(struct run_case *c);
/* The event of that kind whose target starts so, or NULL. */
const struct ig_run_event *run_event(struct run_case *c, const char *kind, const char *target);

#endif
