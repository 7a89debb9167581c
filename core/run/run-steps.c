#include "config.h"
#include "core/run/run-priv.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/json.h"

void run_give_up(ig_run *r, ig_err *err)
{
	run_set_error(r, err);
	run_remove(r);
}

void run_timed_out(void *user)
{
	ig_run *r = user;

	event_put(r, "limit", "killed", "engine",
	    ig_asprintf("timeout %gs", (double)r->plan->timeout_ms / 1000), 1);
	if (r->info.state == IG_RUN_START) { /* it has printed, the engine has not answered yet */
		r->cause = IG_REASON_TIMEOUT;
		r->kill_asked = true;
	}
	run_halt(r, IG_REASON_TIMEOUT, false);
}

/* The engine's answer to start, or the first output, whichever comes first. */
static void mark_started(ig_run *r)
{
	if (r->info.started_ms)
		return;
	r->info.started_ms = r->ended_ms ? r->ended_ms : ig_now_ms();
	ig_logstore_begin(r->info.log);
	if (r->plan->timeout_ms)
		ig_timer_set(r->timeout, r->plan->timeout_ms);
	run_changed(r);
}

static void output(int stream, const char *p, size_t n, void *user)
{
	ig_run *r = user;
	ig_err *e = NULL;

	mark_started(r);
	r->info.output_bytes += n;
	if (ig_logstore_add(r->info.log, stream == 2 ? IG_STDERR : IG_STDOUT, p, n, &e) < 0)
		run_set_error(r, e);
	if (r->info.output_bytes > r->plan->output_bytes &&
	    r->info.output_bytes - n <= r->plan->output_bytes) { /* the first time */
		ig_auto_free char *size = event_size(r->plan->output_bytes);

		event_put(r, "limit", r->waited ? "denied" : "killed", "engine",
		    ig_asprintf("output %s", size), 1);
		run_halt(r, IG_REASON_OUTPUT, true);
	}
	run_changed(r);
}

static void output_ended(const ig_err *err, void *user)
{
	ig_run *r = user;
	ig_err *e = ig_err_copy(err);

	r->call.attach = NULL;
	r->attach_ended = true;
	if (r->info.state == IG_RUN_ATTACH) {
		if (!e)
			ig_err_set(&e, IG_E_ENGINE, "the engine closed the output stream at once");
		run_give_up(r, e);
	} else if (e && !r->waited && !r->ended_ms) {
		ig_err_wrap(&e, "the output stream broke off");
		run_lose(r, e);
	} else {
		ig_err_free(e);
		if (r->waited && !r->call.inspect && !r->call.remove)
			run_remove(r);
	}
}

static void wait_answered(json_t *body, const ig_err *err, void *user)
{
	ig_run *r = user;
	int64_t status = body ? ig_json_int(body, "StatusCode", -1) : -1;
	ig_err *e = ig_err_copy(err);

	r->call.wait = NULL;
	if (!e && (status < 0 || status > 255))
		ig_err_set(&e, IG_E_ENGINE, "the engine gave no exit status");
	if (e)
		run_lose(r, e);
	else
		run_finished(r, (int)status);
}

static void pid_answered(json_t *body, const ig_err *err, void *user)
{
	ig_run *r = user;
	json_t *pid = body ? ig_json_at(body, "State.Pid") : NULL;
	json_int_t v = pid ? json_integer_value(pid) : 0;

	(void)err; /* without it there are no figures; the wait call tells of a lost engine */
	r->call.inspect = NULL;
	if (v <= 0 || v > INT32_MAX || r->waited)
		return;
	watch_open(r, (pid_t)v);
	watch_started(r);
}

static void start_answered(json_t *body, const ig_err *err, void *user)
{
	ig_run *r = user;
	const enum ig_code code = ig_err_code(err);

	(void)body;
	r->call.start = NULL;
	if (err && !r->info.started_ms && code != IG_E_TIMEOUT && code != IG_E_DOWN) {
		run_give_up(r, ig_err_copy(err));
		return;
	}
	if (err) { /* it may run or not */
		run_lose(r, ig_err_copy(err));
		return;
	}
	mark_started(r);
	if (r->info.state == IG_RUN_START)
		r->info.state = IG_RUN_RUNNING;
	r->call.wait = ig_engine_wait(r->engine, r->id, 0, wait_answered, r);
	if (!watch_started(r))
		r->call.inspect = ig_engine_inspect(r->engine, r->id, pid_answered, r);
	if (r->kill_asked)
		run_halt(r, IG_REASON_KILLED, true);
	else if (r->info.output_bytes > r->plan->output_bytes)
		run_halt(r, IG_REASON_OUTPUT, true);
	run_changed(r);
}

static void attach_opened(void *user)
{
	ig_run *r = user;

	if (r->info.state != IG_RUN_ATTACH)
		return;
	ig_timer_stop(r->deadline);
	r->info.state = IG_RUN_START;
	watch_starting(r);
	r->call.start = ig_engine_start(r->engine, r->id, start_answered, r);
	run_changed(r);
}

ig_err *run_cancelled(void)
{
	ig_err *e = NULL;

	ig_err_set(&e, IG_E_CANCELLED, "stopped before the service was started");
	return e;
}

/* A warning of the engine is a bound that it will not hold: it must be seen. */
static void take_warnings(ig_run *r, const json_t *body)
{
	const json_t *x;
	size_t i;

	json_array_foreach(json_object_get(body, "Warnings"), i, x)
	{
		const char *text = json_string_value(x);

		if (text && text[0] && i < 16)
			event_put(r, "limit", "observed", "engine",
			    ig_asprintf("warning-%zu %.200s", i + 1, text), 1);
	}
}

static bool is_id(const char *s)
{
	size_t n = strlen(s);

	return n >= 12 && n <= 64 && s[strspn(s, "0123456789abcdef")] == '\0';
}

static void create_answered(json_t *body, const ig_err *err, void *user)
{
	static const struct ig_stream_events events = {attach_opened, output, output_ended};
	ig_run *r = user;
	const char *id = body ? ig_json_str(body, "Id", "") : "";
	const enum ig_code code = ig_err_code(err);
	ig_err *e = NULL;

	r->call.create = NULL;
	if (!err && !is_id(id))
		ig_err_set(&e, IG_E_ENGINE, "the engine's answer names no container");
	if (err || e) {
		run_set_error(r, e ? e : ig_err_copy(err));
		/* Without an answer there may be one all the same, under the name we gave. */
		if (e || code == IG_E_TIMEOUT || code == IG_E_DOWN || code == IG_E_LIMIT)
			run_remove(r);
		else
			run_over(r);
		return;
	}
	r->id = ig_strdup(id);
	r->info.container_id = r->id;
	take_warnings(r, body);
	if (r->kill_asked) {
		run_give_up(r, run_cancelled());
		return;
	}
	r->info.state = IG_RUN_ATTACH;
	ig_timer_set(r->deadline, r->patience.attach);
	r->call.attach = ig_engine_attach(r->engine, r->id, &events, r);
	run_changed(r);
}

void run_deadline(void *user)
{
	ig_run *r = user;
	ig_err *e = NULL;

	if (r->info.state == IG_RUN_ATTACH) {
		ig_err_set(&e, IG_E_TIMEOUT, "the engine did not open the output stream");
		run_give_up(r, e);
	} else if (r->info.state == IG_RUN_REMOVING) {
		run_remove(r); /* the output is drained, or the next try */
	} else {
		ig_err_set(&e, IG_E_TIMEOUT,
		    r->ended_ms ? "the engine does not say that the service has ended"
		                : "the service could not be killed");
		run_lose(r, e);
	}
}

static void create(ig_run *r)
{
	r->call.create = ig_engine_create(
	    r->engine, r->plan->container_name, r->plan->request, create_answered, r);
}

static void copied(struct ig_snapshot *s, ig_err *err, void *user)
{
	ig_run *r = user;

	r->copy = NULL;
	ig_snapshot_free(s);
	if (!err) {
		create(r);
		return;
	}
	run_set_error(r, err);
	run_over(r);
}

/* The copy's folder keeps everybody else out: in it, the files may be open to any user. */
static void start_copy(ig_run *r)
{
	const char *to = r->plan->copy_path;
	ig_auto_free char *dir = ig_strndup(to, (size_t)(strrchr(to, '/') - to));
	const char *user = ig_json_str(r->plan->request, "User", "");
	unsigned uid = 0, gid = 0;
	ig_err *e = NULL;

	if (sscanf(user, "%9u:%9u", &uid, &gid) != 2)
		ig_err_set(&e, IG_E_INTERNAL, "'%s' is not UID:GID", user);
	else if (mkdir(dir, 0700) < 0)
		ig_err_sys(&e, IG_E_HOST, errno, "cannot make '%s' for the writable copy", dir);
	else
		r->copy =
		    ig_snapshot_copy(r->loop, r->plan->snapshot_path, to, uid, gid, copied, r, &e);
	if (r->copy)
		return;
	run_set_error(r, e);
	run_over(r);
}

void run_begin(ig_run *r)
{
	r->info.state = IG_RUN_CREATE;
	if (r->plan->copy_path)
		start_copy(r);
	else
		create(r);
	run_changed(r);
}
