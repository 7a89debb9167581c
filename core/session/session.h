/*
 * One service on its way: audit -> policy -> plan -> image -> snapshot -> run.
 *
 * A session owns everything that is known of one service and the work that is under way for
 * it; the headless commands and the workbench walk the same road through it. Nothing here
 * blocks: a step is begun, and `changed` tells when it has got somewhere. The facts are read
 * through the getters and stay valid until the next call on the session or the next pass of
 * the loop, whichever comes first.
 *
 * What hangs together is kept together: an audit that begins again, or an edit of the policy,
 * makes the plan anew; a plan that is shown is the one that will be sent.
 */
#ifndef IG_SESSION_SESSION_H
#define IG_SESSION_SESSION_H

#include "core/engine/engine.h"
#include "core/policy/policy.h"
#include "core/preflight/preflight.h"
#include "core/run/run.h"
#include "core/seccomp/seccomp.h"
#include "core/service/service.h"
#include "core/service/snapshot.h"

/* clang-format off */
/* STEP(id, name) */
#define IG_STEPS(STEP)                                                                             \
	STEP(AUDIT, "audit") STEP(POLICY, "policy") STEP(PLAN, "plan") STEP(ENGINE, "engine")      \
	STEP(IMAGE, "image") STEP(SNAPSHOT, "snapshot") STEP(RUN, "run")
enum ig_step {
#define STEP(id, name) IG_STEP_##id,
	IG_STEPS(STEP)
#undef STEP
	IG_STEP_N
};
/* clang-format on */
const char *ig_step_name(enum ig_step step);

enum ig_step_state {
	IG_STEP_IDLE, /* not begun, or waits for an earlier step */
	IG_STEP_BUSY,
	IG_STEP_DONE,
	IG_STEP_FAILED, /* ig_session_error() says why */
};

struct ig_session_opts {
	const char *policy;      /* a policy file or name, over the base; NULL: none */
	bool normal;             /* the "normal" base instead of "audit" */
	const char *input;       /* JSON for $IGNITE_INPUT, or NULL */
	const char *const *args; /* arguments of the service, NULL-ended, or NULL */
	const char *npm_cache;   /* where the executables of runtimes are */
};

typedef struct ig_session ig_session;

struct ig_session_callbacks {
	/* A step changed its state or made progress; of a run, also its log, events and samples.
	 * Called from the loop only, never from inside a function of the session; many changes of a
	 * step may come as one call. The session may be freed in it. */
	void (*changed)(ig_session *s, enum ig_step step, void *user);
};

/*
 * Reads the service and its policy; begins nothing. `engine` may be NULL: then there is no run, and
 * the steps ENGINE, IMAGE and RUN fail with IG_E_DOWN. The engine stays the caller's and must
 * outlive the session. A broken service (service->error) or policy gives a session too, whose
 * POLICY step has failed; NULL only when there is no service at `path`.
 * The strings of `opts` are copied.
 */
ig_session *ig_session_new(ig_loop *loop, ig_engine *engine, const char *path,
    const struct ig_session_opts *opts, const struct ig_session_callbacks *cb, void *user,
    ig_err **err);
/* Cancels what is under way; a run is killed and its container removed. No callback after it. */
void ig_session_free(ig_session *s);
/* For the end of the program, outside of callbacks: kills a run if need be, runs the loop until its
 * container is gone, at most max_ms, and frees the session. False: the container is left, and the
 * next ig_run_clean() removes it. NULL is true. */
bool ig_session_finish(ig_session *s, uint64_t max_ms);

enum ig_step_state ig_session_state(const ig_session *s, enum ig_step step);
/* Why a step has failed, NULL if it has not. Borrowed. */
const ig_err *ig_session_error(const ig_session *s, enum ig_step step);

const struct ig_service *ig_session_service(const ig_session *s);
/* NULL until the audit is done. */
const struct ig_audit_result *ig_session_audit(const ig_session *s);
const struct ig_audit_progress *ig_session_progress(const ig_session *s);
/* NULL when the policy could not be loaded; every problem of the file is then in *_problems. */
const struct ig_policy *ig_session_policy(const ig_session *s);
const char *ig_session_policy_problems(const ig_session *s);
/* NULL while the policy is not valid. */
const ig_profile *ig_session_profile(const ig_session *s);
/* What the next run will ask of the engine, its run id included; before the snapshot exists its
 * path is what it will be. The plan of a run that was started is ig_run_plan()'s. NULL until there
 * are an audit and a policy that can be enforced. */
const struct ig_plan *ig_session_plan(const ig_session *s);
/* The engine's /info, NULL until known. Borrowed. */
const json_t *ig_session_engine_info(const ig_session *s);
/* "sha256:..." of the runtime image, NULL until it was found. */
const char *ig_session_image_id(const ig_session *s);
const struct ig_snapshot *ig_session_snapshot(const ig_session *s);
/* The latest run, NULL before the first. */
ig_run *ig_session_run(const ig_session *s);
/* The policy that the latest run was started with; edits since then are not in it. */
const struct ig_policy *ig_session_run_policy(const ig_session *s);
/* Critical and high findings. */
unsigned ig_session_blocking(const ig_session *s);

/* Each begins its step, or begins it again. -1 when it cannot; the step has then failed too. */
int ig_session_start_audit(ig_session *s, ig_err **err);
/* ENGINE (version, info) and then IMAGE (is it there?). */
int ig_session_start_engine(ig_session *s, ig_err **err);
/* Makes the runtime's image, once ENGINE is done. */
int ig_session_build_image(ig_session *s, ig_err **err);

/* Another base or file; edits of the old policy are gone. */
int ig_session_load_policy(ig_session *s, bool normal, const char *policy, ig_err **err);
/* Sets one key; on -1 the policy is what it was. */
int ig_session_set(
    ig_session *s, enum ig_pkey key, const char *text, enum ig_layer layer, ig_err **err);
/* Takes a whole policy over (undo in the editor). */
void ig_session_replace_policy(ig_session *s, struct ig_policy *p);

/* What keeps a run from being started now: IG_OK, or the code of *err with a hint. Findings are
 * left out of it when `force`. */
int ig_session_ready(const ig_session *s, bool force, ig_err **err);
/*
 * Snapshot, then run. When ig_session_ready() says no: -1, and nothing was started. The snapshot is
 * hashed again after the run; if it is not what it was, SNAPSHOT fails with IG_E_CHANGED. RUN is
 * BUSY until the container is gone, then DONE, or FAILED when no container was started.
 */
int ig_session_start_run(ig_session *s, bool force, ig_err **err);
/* Stops the run, or the snapshot before it (RUN fails with IG_E_CANCELLED then). Twice: kills. */
void ig_session_stop(ig_session *s);

#endif
