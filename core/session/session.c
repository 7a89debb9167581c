#include "config.h"
#include "core/session/session-priv.h"

#include "core/base/json.h"

static const char *const step_names[IG_STEP_N] = {
#define STEP(id, name) name,
    IG_STEPS(STEP)
#undef STEP
};

const char *ig_step_name(enum ig_step step)
{
	return step_names[step];
}

static void deliver(void *user)
{
	ig_session *s = user;
	unsigned dirty = s->dirty;

	s->dirty = 0;
	s->delivering = true;
	for (unsigned i = 0; i < IG_STEP_N && !s->freed; i++) {
		if (dirty & 1u << i)
			s->cb.changed(s, (enum ig_step)i, s->user);
	}
	s->delivering = false;
	if (s->freed)
		free(s);
}

void ig_session_mark(ig_session *s, enum ig_step step)
{
	if (!s->cb.changed)
		return;
	if (!s->dirty)
		ig_timer_set(s->notify, 0);
	s->dirty |= 1u << step;
}

void ig_session_put(ig_session *s, enum ig_step step, enum ig_step_state state, ig_err *err)
{
	ig_err_free(s->step[step].err);
	s->step[step] = (struct ig_session_step){state, err};
	ig_session_mark(s, step);
}

struct ig_plan *ig_session_make_plan(const ig_session *s, ig_err **err)
{
	ig_auto_free char *path = NULL;
	struct ig_plan_input in = {
	    .service = s->service,
	    .policy = s->policy,
	    .profile = s->profile,
	    .image = s->service->runtime->image,
	    .digest = s->audit->manifest.digest,
	    .run_id = s->run_id,
	    .owner = s->owner,
	    .input = s->input,
	    .args = (const char *const *)s->args,
	    .cgroup_version =
	        (unsigned)strtoul(ig_json_str(s->info, "CgroupVersion", "0"), NULL, 10),
	};

	path = ig_snapshot_path(in.digest, err);
	if (!path)
		return NULL;
	in.snapshot_path = path;
	return ig_plan_new(&in, err);
}

void ig_session_replan(ig_session *s)
{
	ig_err *e = NULL;

	ig_plan_free(s->plan);
	s->plan = NULL;
	ig_profile_free(s->profile);
	s->profile = NULL;
	ig_session_put(s, IG_STEP_PLAN, IG_STEP_IDLE, NULL);
	if (!s->policy || s->step[IG_STEP_POLICY].state != IG_STEP_DONE)
		return;
	if (ig_policy_check(s->policy, &e) == 0)
		s->profile =
		    ig_profile_new_for(s->policy, ig_json_str(s->info, "Architecture", NULL), &e);
	if (s->profile && s->audit)
		s->plan = ig_session_make_plan(s, &e);
	if (s->plan)
		ig_session_put(s, IG_STEP_PLAN, IG_STEP_DONE, NULL);
	else if (e)
		ig_session_put(s, IG_STEP_PLAN, IG_STEP_FAILED, e);
}

static void audit_progress(const struct ig_audit_progress *p, void *user)
{
	ig_session *s = user;

	s->progress = *p;
	ig_session_mark(s, IG_STEP_AUDIT);
}

static void audit_done(struct ig_audit_result *r, ig_err *err, void *user)
{
	ig_session *s = user;

	s->audit = r;
	ig_session_put(s, IG_STEP_AUDIT, r ? IG_STEP_DONE : IG_STEP_FAILED, err);
	ig_session_replan(s);
}

int ig_session_start_audit(ig_session *s, ig_err **err)
{
	static const struct ig_audit_events events = {audit_progress, audit_done};
	ig_err *e = NULL;

	if (s->step[IG_STEP_RUN].state == IG_STEP_BUSY)
		return ig_err_set(err, IG_E_INPUT, "a run of '%s' is under way", s->service->name);
	ig_audit_free(s->audit_job);
	ig_audit_result_free(s->audit);
	s->audit = NULL;
	s->progress = (struct ig_audit_progress){0};
	s->audit_job = ig_audit_start(s->loop, s->service, &events, s, &e);
	if (!s->audit_job)
		ig_err_move(err, ig_err_copy(e));
	ig_session_put(s, IG_STEP_AUDIT, s->audit_job ? IG_STEP_BUSY : IG_STEP_FAILED, e);
	ig_session_replan(s);
	return s->audit_job ? 0 : -1;
}

/* The policy that this base, this file and the service's request make. */
static struct ig_policy *read_policy(ig_session *s, bool normal, const char *spec, ig_err **err)
{
	struct ig_policy *p = ig_policy_new(normal ? "normal" : "audit", err);

	ig_buf_clear(&s->problems);
	if (!p)
		return NULL;
	if ((spec && ig_policy_apply(p, spec, &s->problems, err) < 0) ||
	    (!s->service->error && ig_policy_request(p, s->service, err) < 0)) {
		ig_policy_free(p);
		return NULL;
	}
	return p;
}

int ig_session_load_policy(ig_session *s, bool normal, const char *policy, ig_err **err)
{
	struct ig_policy *p;
	ig_err *e = NULL;

	p = read_policy(s, normal, policy, &e);
	ig_policy_free(s->policy);
	s->policy = p;
	if (p && s->service->error)
		e = ig_err_copy(s->service->error);
	if (e)
		ig_err_move(err, ig_err_copy(e));
	ig_session_put(s, IG_STEP_POLICY, e ? IG_STEP_FAILED : IG_STEP_DONE, e);
	ig_session_replan(s);
	return s->step[IG_STEP_POLICY].state == IG_STEP_DONE ? 0 : -1;
}

int ig_session_set(
    ig_session *s, enum ig_pkey key, const char *text, enum ig_layer layer, ig_err **err)
{
	if (!s->policy)
		return ig_err_set(err, IG_E_INPUT, "there is no valid policy to change");
	if (ig_policy_set(s->policy, key, text, layer, err) < 0)
		return -1;
	ig_session_mark(s, IG_STEP_POLICY);
	ig_session_replan(s);
	return 0;
}

void ig_session_replace_policy(ig_session *s, struct ig_policy *p)
{
	ig_policy_free(s->policy);
	s->policy = p;
	ig_session_put(s, IG_STEP_POLICY, s->service->error ? IG_STEP_FAILED : IG_STEP_DONE,
	    ig_err_copy(s->service->error));
	ig_session_replan(s);
}

static char **copy_args(const char *const *args)
{
	size_t n = 0;
	char **v;

	if (!args)
		return NULL;
	while (args[n])
		n++;
	v = ig_calloc(n + 1, sizeof(*v));
	for (size_t i = 0; i < n; i++)
		v[i] = ig_strdup(args[i]);
	return v;
}

ig_session *ig_session_new(ig_loop *loop, ig_engine *engine, const char *path,
    const struct ig_session_opts *opts, const struct ig_session_callbacks *cb, void *user,
    ig_err **err)
{
	struct ig_service *service = ig_service_load(path, err);
	ig_session *s;

	if (!service)
		return NULL;
	s = ig_calloc(1, sizeof(*s));
	s->loop = loop;
	s->engine = engine;
	s->cb = *cb;
	s->user = user;
	s->service = service;
	s->notify = ig_timer_new(loop, deliver, s);
	s->input = ig_strdup_null(opts->input);
	s->npm_cache = ig_strdup_null(opts->npm_cache);
	s->args = copy_args(opts->args);
	s->run_id = ig_run_new_id();
	s->owner = ig_run_owner();
	ig_session_load_policy(s, opts->normal, opts->policy, NULL);
	return s;
}

void ig_session_free(ig_session *s)
{
	if (!s)
		return;
	ig_session_run_done(s);
	ig_timer_free(s->notify);
	ig_audit_free(s->audit_job);
	ig_audit_result_free(s->audit);
	ig_plan_free(s->plan);
	ig_profile_free(s->profile);
	ig_policy_free(s->policy);
	ig_buf_done(&s->problems);
	ig_service_free(s->service);
	for (unsigned i = 0; i < IG_STEP_N; i++)
		ig_err_free(s->step[i].err);
	for (char **a = s->args; a && *a; a++)
		free(*a);
	free(s->args);
	free(s->input);
	free(s->npm_cache);
	free(s->run_id);
	free(s->owner);
	s->freed = true;
	if (!s->delivering)
		free(s);
}

bool ig_session_finish(ig_session *s, uint64_t max_ms)
{
	bool gone;

	if (!s)
		return true;
	s->cb.changed = NULL;
	s->dirty = 0;
	ig_timer_stop(s->notify);
	gone = ig_run_finish(IG_STEAL(s->run), max_ms);
	ig_session_free(s);
	return gone;
}

enum ig_step_state ig_session_state(const ig_session *s, enum ig_step step)
{
	return s->step[step].state;
}

const ig_err *ig_session_error(const ig_session *s, enum ig_step step)
{
	return s->step[step].err;
}

const struct ig_service *ig_session_service(const ig_session *s)
{
	return s->service;
}

const struct ig_audit_result *ig_session_audit(const ig_session *s)
{
	return s->audit;
}

const struct ig_audit_progress *ig_session_progress(const ig_session *s)
{
	return &s->progress;
}

const struct ig_policy *ig_session_policy(const ig_session *s)
{
	return s->policy;
}

const char *ig_session_policy_problems(const ig_session *s)
{
	return ig_buf_str(&s->problems);
}

const ig_profile *ig_session_profile(const ig_session *s)
{
	return s->profile;
}

const struct ig_plan *ig_session_plan(const ig_session *s)
{
	return s->plan;
}

const json_t *ig_session_engine_info(const ig_session *s)
{
	return s->info;
}

const char *ig_session_image_id(const ig_session *s)
{
	return s->image_id;
}

const struct ig_snapshot *ig_session_snapshot(const ig_session *s)
{
	return s->snapshot;
}

ig_run *ig_session_run(const ig_session *s)
{
	return s->run;
}

const struct ig_policy *ig_session_run_policy(const ig_session *s)
{
	return s->run_policy;
}

unsigned ig_session_blocking(const ig_session *s)
{
	return s->audit
	           ? s->audit->by_severity[IG_SEV_CRITICAL] + s->audit->by_severity[IG_SEV_HIGH]
	           : 0;
}
