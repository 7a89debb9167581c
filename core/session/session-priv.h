/* What the files of core/session share. */
#ifndef IG_SESSION_SESSION_PRIV_H
#define IG_SESSION_SESSION_PRIV_H

#include "core/session/session.h"

struct ig_session_step {
	enum ig_step_state state;
	ig_err *err;
};

struct ig_session {
	ig_loop *loop;
	ig_engine *engine;
	struct ig_session_callbacks cb;
	void *user;
	ig_timer *notify;       /* delivers `dirty` from the loop */
	unsigned dirty;         /* 1 << step */
	bool delivering, freed; /* freed from inside a callback: the memory goes when it returns */

	char *input, *npm_cache, **args;
	struct ig_session_step step[IG_STEP_N];

	struct ig_service *service;
	ig_audit *audit_job;
	struct ig_audit_result *audit;
	struct ig_audit_progress progress;

	struct ig_policy *policy;
	struct ig_buf problems;
	ig_profile *profile;
	struct ig_plan *plan;
	char *run_id, *owner;

	ig_call *call; /* of ENGINE, then of IMAGE */
	json_t *info;
	char *image_id;
	ig_image_job *image_job;
	ig_snapshot_job *snapshot_job; /* before a run, and after it */
	struct ig_snapshot *snapshot;
	ig_run *run;
	struct ig_policy *run_policy; /* as it was when the run began */
	struct ig_plan *run_plan;     /* until the run takes it over */
};

/* Sets a step's state, and its error (taken over; NULL unless it FAILED), and marks it changed. */
void ig_session_put(ig_session *s, enum ig_step step, enum ig_step_state state, ig_err *err);
void ig_session_mark(ig_session *s, enum ig_step step);
/* Makes profile and plan anew from what there is. */
void ig_session_replan(ig_session *s);
/* The plan of the next run, the caller's. */
struct ig_plan *ig_session_make_plan(const ig_session *s, ig_err **err);
/* Cancels what ENGINE, IMAGE, SNAPSHOT and RUN have under way. */
void ig_session_run_done(ig_session *s);

#endif
