#include "config.h"
#include "tui/views/model.h"

#include <stdio.h>
#include <string.h>

#include "core/base/json.h"

/* For the container of a run that has not ended when the program does. */
enum { LAST_WAIT_MS = 4000 };

void ig_model_init(struct ig_model *m, ig_loop *loop, const struct ig_session_opts *opts)
{
	*m = (struct ig_model){.loop = loop, .session_opts = *opts, .audit_next = SIZE_MAX};
}

void ig_model_done(struct ig_model *m)
{
	for (size_t i = 0; i < m->slot_n; i++) {
		ig_session_finish(m->slot[i].session, LAST_WAIT_MS);
		free(m->slot[i].path);
		free(m->slot[i].policy);
	}
	free(m->slot);
	ig_call_cancel(m->engine_call);
	ig_engine_free(m->engine);
	ig_err_free(m->engine_error);
	free(m->engine_text);
	ig_service_list_done(&m->list);
	ig_err_free(m->scan_error);
	free(m->root);
	ig_model_quiet(m);
	ig_prompt_done(&m->prompt);
	free(m->confirm_detail);
	free(m->want_editor);
	*m = (struct ig_model){0};
}

void ig_model_quiet(struct ig_model *m)
{
	ig_err_free(m->error);
	m->error = NULL;
	free(m->message);
	m->message = NULL;
	m->dirty = true;
}

void ig_model_say(struct ig_model *m, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	va_end(ap);
	ig_model_quiet(m);
	m->message = s;
}

void ig_model_fail(struct ig_model *m, ig_err *err)
{
	ig_model_quiet(m);
	m->error = err;
}

static void cleaned(unsigned removed, unsigned failed, const ig_err *err, void *user)
{
	struct ig_model *m = user;

	if (err)
		return; /* the engine's own error is shown already */
	if (failed)
		ig_model_say(m, "%u containers of earlier runs could not be removed: ignite-tui clean",
		    failed);
	else if (removed)
		ig_model_say(m, "removed %u containers that an earlier run left behind", removed);
}

static void engine_answered(json_t *body, const ig_err *err, void *user)
{
	struct ig_model *m = user;

	m->engine_call = NULL;
	m->dirty = true;
	if (err) {
		ig_err_free(m->engine_error);
		m->engine_error = ig_err_copy(err);
		return;
	}
	free(m->engine_text);
	m->engine_text = ig_asprintf("engine %s (API %s)", ig_json_str(body, "Version", "?"),
	    ig_json_str(body, "ApiVersion", "?"));
	ig_run_clean(m->loop, m->engine, false, cleaned, m);
}

void ig_model_connect(struct ig_model *m, const char *host)
{
	ig_auto_free char *socket = ig_engine_locate(host, NULL, &m->engine_error);

	if (!socket)
		return;
	m->engine = ig_engine_new(m->loop, socket, &m->engine_error);
	if (m->engine)
		m->engine_call = ig_engine_version(m->engine, engine_answered, m);
}

static struct ig_slot *find_slot(const struct ig_model *m, const char *path)
{
	for (size_t i = 0; i < m->slot_n; i++)
		if (strcmp(m->slot[i].path, path) == 0)
			return &m->slot[i];
	return NULL;
}

ig_session *ig_model_session(const struct ig_model *m, const char *path)
{
	struct ig_slot *s = find_slot(m, path);

	return s ? s->session : NULL;
}

static bool running(const ig_session *s)
{
	return ig_session_state(s, IG_STEP_RUN) == IG_STEP_BUSY;
}

size_t ig_model_live(const struct ig_model *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->slot_n; i++)
		n += running(m->slot[i].session);
	return n;
}

void ig_model_stop_all(struct ig_model *m)
{
	for (size_t i = 0; i < m->slot_n; i++)
		if (running(m->slot[i].session))
			ig_session_stop(m->slot[i].session);
}

int ig_model_scan(struct ig_model *m, const char *root, ig_err **err)
{
	struct ig_service_list list = {0};

	if (ig_service_discover(root, &list, err) < 0)
		return -1;
	ig_service_list_done(&m->list);
	m->list = list;
	if (m->root != root) {
		free(m->root);
		m->root = ig_strdup(root);
	}
	m->audit_next = SIZE_MAX;
	m->changed = m->dirty = true;
	return 0;
}

/* Forgets the sessions of services that are no longer listed. */
static void drop_gone(struct ig_model *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->slot_n; i++) {
		struct ig_slot s = m->slot[i];
		bool listed = running(s.session);

		for (size_t k = 0; k < m->list.n && !listed; k++)
			listed = strcmp(m->list.v[k]->path, s.path) == 0;
		if (listed) {
			m->slot[kept++] = s;
			continue;
		}
		if (m->current == s.session)
			m->current = NULL;
		ig_session_free(s.session);
		free(s.path);
		free(s.policy);
	}
	m->slot_n = kept;
}

void ig_model_rescan(struct ig_model *m)
{
	ig_err *err = NULL;

	if (ig_model_scan(m, m->root, &err) < 0) {
		ig_model_fail(m, err);
		return;
	}
	drop_gone(m);
	ig_model_say(m, "%zu services", m->list.n);
}

static void next_audit(struct ig_model *m);

static void session_changed(ig_session *s, enum ig_step step, void *user)
{
	struct ig_model *m = user;

	m->dirty = m->changed = true;
	if (step == IG_STEP_AUDIT && ig_session_state(s, step) != IG_STEP_BUSY)
		next_audit(m);
}

/* The session of a service, made when it is not there yet; NULL and a message when it cannot be. */
static ig_session *need_session(struct ig_model *m, const char *path)
{
	static const struct ig_session_callbacks callbacks = {.changed = session_changed};
	ig_session *s = ig_model_session(m, path);
	ig_err *err = NULL;

	if (s)
		return s;
	s = ig_session_new(m->loop, m->engine, path, &m->session_opts, &callbacks, m, &err);
	if (!s) {
		ig_model_fail(m, err);
		return NULL;
	}
	IG_GROW(m->slot, m->slot_n, m->slot_cap);
	m->slot[m->slot_n++] = (struct ig_slot){.path = ig_strdup(path), .session = s};
	return s;
}

static void begin_audit(struct ig_model *m, ig_session *s)
{
	ig_err *err = NULL;

	if (ig_session_state(s, IG_STEP_AUDIT) == IG_STEP_IDLE &&
	    ig_session_start_audit(s, &err) < 0)
		ig_model_fail(m, err);
}

bool ig_model_open(struct ig_model *m, const char *path)
{
	ig_session *s = need_session(m, path);

	if (!s)
		return false;
	ig_model_quiet(m);
	m->current = s;
	m->changed = m->dirty = true;
	begin_audit(m, s);
	/* A failing engine is no reason not to read the code: its error waits at the launch. */
	if (ig_session_state(s, IG_STEP_ENGINE) == IG_STEP_IDLE)
		ig_session_start_engine(s, NULL);
	return true;
}

/* One audit at a time: each already uses every core. */
static void next_audit(struct ig_model *m)
{
	while (m->audit_next < m->list.n) {
		const struct ig_service *svc = m->list.v[m->audit_next++];
		ig_session *s = need_session(m, svc->path);

		if (!s || ig_session_state(s, IG_STEP_AUDIT) != IG_STEP_IDLE)
			continue;
		if (ig_session_start_audit(s, NULL) == 0)
			return;
	}
	if (m->audit_next != SIZE_MAX)
		ig_model_say(m, "every service was read");
	m->audit_next = SIZE_MAX;
}

void ig_model_audit_all(struct ig_model *m)
{
	if (m->audit_next != SIZE_MAX)
		return;
	m->audit_next = 0;
	ig_model_say(m, "reading every service");
	next_audit(m);
}

bool ig_model_go(struct ig_model *m, enum ig_stage_id stage)
{
	if (stage != IG_ST_SERVICES && !m->current) {
		ig_model_say(m, "open a service first: Enter");
		return false;
	}
	if (stage == IG_ST_LIVE && !ig_session_run(m->current) &&
	    ig_session_state(m->current, IG_STEP_SNAPSHOT) == IG_STEP_IDLE) {
		ig_model_say(m, "nothing has run yet: start it from Launch");
		return false;
	}
	if (m->stage != stage)
		ig_model_quiet(m);
	m->stage = stage;
	m->dirty = m->changed = true;
	return true;
}

void ig_model_ask(struct ig_model *m, const char *title, const char *detail, ig_answer_fn fn,
    void *user)
{
	free(m->confirm_detail);
	m->confirm_detail = ig_strdup_null(detail);
	m->confirm = (struct ig_confirm){
	    .open = true, .title = title, .detail = m->confirm_detail, .danger = true};
	m->answer = fn;
	m->answer_user = user;
	m->dirty = true;
}

void ig_model_prompt(struct ig_model *m, const char *label, const char *text, ig_answer_fn fn,
    void *user)
{
	ig_prompt_open(&m->prompt, label, text);
	m->answer = fn;
	m->answer_user = user;
	m->dirty = true;
}

void ig_model_retry(struct ig_model *m, ig_err *err)
{
	const char *hint = ig_err_hint_text(err);
	ig_auto_free char *s =
	    ig_asprintf("%s%s%s", ig_err_msg(err), hint ? "; " : "", hint ? hint : "");

	ig_prompt_again(&m->prompt, s);
	ig_err_free(err);
	m->dirty = true;
}

void ig_model_edit_file(struct ig_model *m, const char *path, ig_edited_fn fn, void *user)
{
	free(m->want_editor);
	m->want_editor = ig_strdup(path);
	m->edited = fn;
	m->edited_user = user;
	m->dirty = true;
}

static struct ig_slot *current_slot(const struct ig_model *m)
{
	for (size_t i = 0; i < m->slot_n; i++)
		if (m->slot[i].session == m->current)
			return &m->slot[i];
	return NULL;
}

const char *ig_model_policy_spec(const struct ig_model *m)
{
	const struct ig_slot *s = current_slot(m);

	return s && s->policy ? s->policy : m->session_opts.policy;
}

void ig_model_set_policy_spec(struct ig_model *m, const char *spec)
{
	struct ig_slot *s = current_slot(m);

	if (!s)
		return;
	free(s->policy);
	s->policy = ig_strdup(spec);
}

static void again(void *user)
{
	struct ig_model *m = user;

	m->changed = m->dirty = true;
}

void ig_model_again(struct ig_model *m)
{
	ig_loop_defer(m->loop, again, m);
}

enum ig_role ig_severity_role(enum ig_severity s)
{
	static const enum ig_role role[IG_SEV_N] = {
	    [IG_SEV_INFO] = IG_R_INFO,
	    [IG_SEV_LOW] = IG_R_LOW,
	    [IG_SEV_MEDIUM] = IG_R_MEDIUM,
	    [IG_SEV_HIGH] = IG_R_HIGH,
	    [IG_SEV_CRITICAL] = IG_R_CRITICAL,
	};

	return role[s];
}

char ig_severity_letter(enum ig_severity s)
{
	return "ILMHC"[s];
}
