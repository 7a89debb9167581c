/* The parts of the plan: each adds what it is about to the request. */
#ifndef IG_RUN_PLAN_PRIV_H
#define IG_RUN_PLAN_PRIV_H

#include "core/run/run.h"

#define IG_SERVICE_DIR "/service" /* where the snapshot is mounted */

struct plan_build {
	const struct ig_plan_input *in;
	struct ig_plan *plan;
	json_t *config; /* the request: what docker calls Config */
	json_t *host;   /* its HostConfig */
	size_t note_cap;
};

void plan_note(struct plan_build *b, const char *key, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds a string; -1 with IG_E_INPUT when it is not UTF-8, as JSON must be. `what` names it. */
int plan_add(json_t *array, const char *what, const char *text, ig_err **err);

int plan_env(struct plan_build *b, ig_err **err);    /* plan-env.c */
int plan_mounts(struct plan_build *b, ig_err **err); /* plan-mounts.c */

#endif
