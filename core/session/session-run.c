#include "config.h"
#include "core/session/session-priv.h"

#include <string.h>

#include "core/base/json.h"

/* "node@20". The caller frees. */
static char *runtime_name(const struct ig_runtime *rt)
{
	return ig_asprintf("%s@%s", rt->name, rt->version);
}

static void got_image(json_t *body, const ig_err *err, void *user)
{
	ig_session *s = user;
	const struct ig_runtime *rt = s->service->runtime;
	const char *id = body ? ig_json_str(body, "Id", NULL) : NULL;
	ig_auto_free char *name = runtime_name(rt);
	ig_err *e = NULL;

	s->call = NULL;
	if (id) {
		s->image_id = ig_strdup(id);
		ig_session_put(s, IG_STEP_IMAGE, IG_STEP_DONE, NULL);
		return;
	}
	if (err && ig_err_code(err) != IG_E_NOT_FOUND) {
		e = ig_err_copy(err);
	} else {
		ig_err_set(&e, IG_E_NOT_FOUND, "the runtime image %s is not there", rt->image);
		ig_err_hint(&e, "make it with 'ignite-tui images build %s'", name);
	}
	ig_session_put(s, IG_STEP_IMAGE, IG_STEP_FAILED, e);
}

static void got_info(json_t *body, const ig_err *err, void *user)
{
	ig_session *s = user;

	s->call = NULL;
	if (err || !body) {
		ig_err *e = ig_err_copy(err);

		if (!e)
			ig_err_set(&e, IG_E_ENGINE, "the engine gave an empty answer");
		ig_session_put(s, IG_STEP_ENGINE, IG_STEP_FAILED, e);
		return;
	}
	s->info = json_incref(body);
	ig_session_put(s, IG_STEP_ENGINE, IG_STEP_DONE, NULL);
	ig_session_replan(s); /* the profile is for its machine */
	if (!s->service->runtime)
		return;
	ig_session_put(s, IG_STEP_IMAGE, IG_STEP_BUSY, NULL);
	s->call = ig_engine_image_inspect(s->engine, s->service->runtime->image, got_image, s);
}

static int need_engine(const ig_session *s, ig_err **err)
{
	if (s->engine)
		return 0;
	return ig_err_set(err, IG_E_DOWN, "no engine was found");
}

int ig_session_start_engine(ig_session *s, ig_err **err)
{
	ig_err *e = NULL;

	if (s->image_job)
		return ig_err_set(err, IG_E_INPUT, "the runtime image is being made");
	ig_call_cancel(s->call);
	s->call = NULL;
	json_decref(s->info);
	s->info = NULL;
	free(s->image_id);
	s->image_id = NULL;
	ig_session_put(s, IG_STEP_IMAGE, IG_STEP_IDLE, NULL);
	if (need_engine(s, &e) < 0) {
		ig_err_move(err, ig_err_copy(e));
		ig_session_put(s, IG_STEP_ENGINE, IG_STEP_FAILED, e);
		return -1;
	}
	ig_session_put(s, IG_STEP_ENGINE, IG_STEP_BUSY, NULL);
	s->call = ig_engine_info(s->engine, got_info, s);
	return 0;
}

static void image_built(json_t *body, const ig_err *err, void *user)
{
	ig_session *s = user;
	const char *id = body ? ig_json_str(body, "Id", NULL) : NULL;
	ig_err *e = ig_err_copy(err);

	s->image_job = NULL;
	if (!e && !id)
		ig_err_set(&e, IG_E_ENGINE, "the engine did not name the image it made");
	if (!e)
		s->image_id = ig_strdup(id);
	ig_session_put(s, IG_STEP_IMAGE, e ? IG_STEP_FAILED : IG_STEP_DONE, e);
}

int ig_session_build_image(ig_session *s, ig_err **err)
{
	ig_err *e = NULL;

	if (s->image_job || s->step[IG_STEP_ENGINE].state != IG_STEP_DONE || !s->service->runtime)
		return ig_err_set(err, IG_E_INPUT, "the runtime image cannot be made now");
	free(s->image_id);
	s->image_id = NULL;
	if (s->npm_cache)
		s->image_job = ig_image_build(
		    s->loop, s->engine, s->service->runtime, s->npm_cache, image_built, s, &e);
	else
		ig_err_set(&e, IG_E_INPUT, "the npm cache of runtimes was not named");
	if (!s->image_job)
		ig_err_move(err, ig_err_copy(e));
	ig_session_put(s, IG_STEP_IMAGE, s->image_job ? IG_STEP_BUSY : IG_STEP_FAILED, e);
	return s->image_job ? 0 : -1;
}

/* A step that must be done: 0, or its error, or that it is not done yet. */
static int need_step(const ig_session *s, enum ig_step step, ig_err **err)
{
	const struct ig_session_step *st = &s->step[step];

	if (st->state == IG_STEP_DONE)
		return 0;
	if (st->state == IG_STEP_FAILED)
		return ig_err_move(err, ig_err_copy(st->err));
	return ig_err_set(err, IG_E_INPUT, "the step '%s' is not done yet", ig_step_name(step));
}

/* An isolation that the engine does not know would only fail when the container starts. */
static int need_isolation(const ig_session *s, ig_err **err)
{
	const char *name = s->policy->v[IG_P_ISOLATION].text, *key;
	json_t *known = json_object_get(s->info, "Runtimes"), *v;
	ig_auto_buf list = IG_BUF_INIT(0);

	if (!known || !name || json_object_get(known, name))
		return 0;
	json_object_foreach(known, key, v)
	{
		if (!strchr(key, '.')) /* containerd's own names for them */
			ig_buf_printf(&list, "%s%s", list.len ? ", " : "", key);
	}
	ig_err_set(err, IG_E_UNENFORCED, "isolation: the engine has no runtime '%s'", name);
	ig_err_hint(err, "it has: %s", ig_buf_str(&list));
	return -1;
}

int ig_session_ready(const ig_session *s, bool force, ig_err **err)
{
	unsigned blocking = ig_session_blocking(s);

	if (s->step[IG_STEP_RUN].state == IG_STEP_BUSY)
		return ig_err_set(err, IG_E_INPUT, "a run of '%s' is under way", s->service->name);
	if (s->service->error)
		return ig_err_move(err, ig_err_copy(s->service->error));
	if (need_step(s, IG_STEP_AUDIT, err) < 0)
		return -1;
	if (blocking && !force) {
		ig_err_set(err, IG_E_INPUT, "%u critical or high finding%s: nothing was started",
		    blocking, blocking == 1 ? "" : "s");
		ig_err_hint(err, "read them first; --force starts it contained all the same");
		return -1;
	}
	if (need_step(s, IG_STEP_POLICY, err) < 0 || need_step(s, IG_STEP_PLAN, err) < 0 ||
	    need_step(s, IG_STEP_ENGINE, err) < 0 || need_isolation(s, err) < 0)
		return -1;
	return need_step(s, IG_STEP_IMAGE, err);
}

/* Nothing was started: what went wrong is the error of both steps. */
static void fail_snapshot(ig_session *s, ig_err *err)
{
	ig_plan_free(s->run_plan);
	s->run_plan = NULL;
	ig_session_put(s, IG_STEP_SNAPSHOT, IG_STEP_FAILED, ig_err_copy(err));
	ig_session_put(s, IG_STEP_RUN, IG_STEP_FAILED, err);
}

static void verified(struct ig_snapshot *snapshot, ig_err *err, void *user)
{
	ig_session *s = user;
	const struct ig_run_info *info = ig_run_info(s->run);
	ig_err *e = NULL;

	s->snapshot_job = NULL;
	ig_snapshot_free(snapshot);
	ig_session_put(s, IG_STEP_SNAPSHOT, err ? IG_STEP_FAILED : IG_STEP_DONE, err);
	if (info->reason == IG_REASON_NOT_STARTED) {
		e = ig_err_copy(info->error);
		if (!e)
			ig_err_set(&e, IG_E_ENGINE, "the container was not started");
	}
	ig_session_put(s, IG_STEP_RUN, e ? IG_STEP_FAILED : IG_STEP_DONE, e);
}

static void run_ended(ig_run *r, void *user)
{
	ig_session *s = user;
	ig_err *e = NULL;

	(void)r;
	ig_session_put(s, IG_STEP_SNAPSHOT, IG_STEP_BUSY, NULL);
	s->snapshot_job = ig_snapshot_verify(s->loop, s->snapshot, verified, s, &e);
	if (!s->snapshot_job)
		verified(NULL, e, s);
}

static void run_changed(ig_run *r, void *user)
{
	(void)r;
	ig_session_mark(user, IG_STEP_RUN);
}

static void snapshot_done(struct ig_snapshot *snapshot, ig_err *err, void *user)
{
	static const struct ig_run_callbacks callbacks = {run_changed, run_ended};
	ig_session *s = user;
	struct ig_plan *plan;
	ig_err *e = NULL;

	s->snapshot_job = NULL;
	if (err) {
		fail_snapshot(s, err);
		return;
	}
	plan = IG_STEAL(s->run_plan);
	ig_snapshot_free(s->snapshot);
	s->snapshot = snapshot;
	ig_session_put(s, IG_STEP_SNAPSHOT, IG_STEP_DONE, NULL);
	if (strcmp(plan->snapshot_path, snapshot->path) == 0) {
		s->run = ig_run_start(s->loop, s->engine, plan, &callbacks, s, &e);
	} else {
		ig_err_set(&e, IG_E_INTERNAL, "the snapshot is not where it was planned");
		ig_plan_free(plan);
	}
	if (s->run)
		ig_session_mark(s, IG_STEP_RUN);
	else
		ig_session_put(s, IG_STEP_RUN, IG_STEP_FAILED, e);
}

static void snapshot_progress(uint64_t bytes, void *user)
{
	(void)bytes;
	ig_session_mark(user, IG_STEP_SNAPSHOT);
}

int ig_session_start_run(ig_session *s, bool force, ig_err **err)
{
	ig_err *e = NULL;

	if (ig_session_ready(s, force, err) < 0)
		return -1;
	ig_run_free(s->run); /* has ended, or RUN would be busy */
	s->run = NULL;
	ig_policy_free(s->run_policy);
	s->run_policy = ig_policy_copy(s->policy);
	/* What was shown is what is sent, whatever is edited while the snapshot is made. */
	ig_plan_free(s->run_plan);
	s->run_plan = IG_STEAL(s->plan);
	free(s->run_id);
	s->run_id = ig_run_new_id();
	ig_session_replan(s);
	s->snapshot_job = ig_snapshot_start(s->loop, s->service->path, &s->audit->manifest,
	    snapshot_progress, snapshot_done, s, &e);
	if (!s->snapshot_job) {
		ig_err_move(err, ig_err_copy(e));
		fail_snapshot(s, e);
		return -1;
	}
	ig_session_put(s, IG_STEP_SNAPSHOT, IG_STEP_BUSY, NULL);
	ig_session_put(s, IG_STEP_RUN, IG_STEP_BUSY, NULL);
	return 0;
}

void ig_session_stop(ig_session *s)
{
	ig_err *e = NULL;

	if (s->step[IG_STEP_RUN].state != IG_STEP_BUSY)
		return;
	if (s->run) {
		ig_run_stop(s->run);
		return;
	}
	ig_snapshot_cancel(s->snapshot_job);
	s->snapshot_job = NULL;
	ig_err_set(&e, IG_E_CANCELLED, "stopped before the service was started");
	fail_snapshot(s, e);
}

void ig_session_run_done(ig_session *s)
{
	ig_call_cancel(s->call);
	ig_image_cancel(s->image_job);
	ig_snapshot_cancel(s->snapshot_job);
	ig_run_free(s->run);
	ig_policy_free(s->run_policy);
	ig_plan_free(s->run_plan);
	ig_snapshot_free(s->snapshot);
	json_decref(s->info);
	free(s->image_id);
}
