#include "config.h"
#include "core/run/run-priv.h"

#include <signal.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/json.h"

void run_cancel_calls(ig_run *r)
{
	ig_call **all[] = {&r->call.create, &r->call.attach, &r->call.start, &r->call.wait,
	    &r->call.inspect, &r->call.kill, &r->call.remove};

	for (size_t i = 0; i < IG_COUNT(all); i++) {
		ig_call_cancel(*all[i]);
		*all[i] = NULL;
	}
}

static bool oom(const ig_run *r)
{
	const struct ig_sample *s = ig_series_last(r->series);

	/* The last sample may have come too late to find the cgroup; the engine has its own eyes.
	 */
	return r->engine_says_oom || (s && s->have & 1U << IG_M_OOM_KILLS && s->v[IG_M_OOM_KILLS]);
}

static bool pids(const ig_run *r)
{
	const struct ig_sample *s = ig_series_last(r->series);

	return s && s->have & 1U << IG_M_PIDS_FAILS && s->v[IG_M_PIDS_FAILS];
}

static enum ig_run_reason find_reason(const ig_run *r)
{
	if (r->lost) /* it may have been started, or not */
		return IG_REASON_ENGINE_LOST;
	if (!r->info.started_ms)
		return IG_REASON_NOT_STARTED;
	if (r->cause != IG_REASON_NONE)
		return r->cause;
	if (r->info.exit_code == 0)
		return IG_REASON_EXITED;
	if (oom(r))
		return IG_REASON_OOM;
	if (pids(r))
		return IG_REASON_PIDS;
	return r->tmp_full ? IG_REASON_DISK : IG_REASON_EXITED;
}

/* The folder that holds the copy is ours alone and named after this run. */
static void remove_copy(ig_run *r)
{
	ig_auto_free char *dir = NULL;
	ig_err *e = NULL;

	if (!r->plan->copy_path)
		return;
	ig_snapshot_cancel(r->copy);
	r->copy = NULL;
	dir = ig_strndup(
	    r->plan->copy_path, (size_t)(strrchr(r->plan->copy_path, '/') - r->plan->copy_path));
	if (ig_rmtree(dir, &e) < 0) {
		ig_err_wrap(&e, "the writable copy of the service is left behind");
		run_set_error(r, e);
	}
}

void run_over(ig_run *r)
{
	if (r->info.state == IG_RUN_ENDED)
		return;
	run_cancel_calls(r);
	ig_timer_stop(r->deadline);
	ig_timer_stop(r->timeout);
	ig_timer_stop(r->grace);
	ig_timer_stop(r->sample);
	if (!r->info.leftover)
		remove_copy(r);
	if (r->info.started_ms)
		r->info.duration_ms =
		    (r->ended_ms ? r->ended_ms : ig_now_ms()) - r->info.started_ms;
	r->info.reason = find_reason(r);
	r->info.state = IG_RUN_ENDED;
	run_changed(r);
}

static void leave_behind(ig_run *r, const ig_err *why)
{
	ig_err *e = ig_err_copy(why);

	r->info.leftover = true;
	ig_err_wrap(&e, "container %.12s could not be removed", r->id ? r->id : "(unknown)");
	ig_err_hint(&e, "when the engine answers again: ignite-tui clean");
	if (r->lost && r->error) { /* both matter */
		ig_err_wrap(&e, "%s", ig_err_msg(r->error));
		ig_err_free(r->error);
		r->error = NULL;
	}
	run_set_error(r, e);
}

static void removed(json_t *body, const ig_err *err, void *user)
{
	ig_run *r = user;

	(void)body;
	r->call.remove = NULL;
	if (err && ig_err_code(err) == IG_E_DOWN && ++r->remove_tries < RUN_REMOVE_TRIES) {
		ig_timer_set(r->deadline, r->patience.pause);
		return;
	}
	if (err)
		leave_behind(r, err);
	run_over(r);
}

void run_remove(ig_run *r)
{
	/* An open stream would make the engine's DELETE hang: everything is closed first. */
	run_cancel_calls(r);
	ig_timer_stop(r->deadline);
	ig_timer_stop(r->grace);
	ig_timer_stop(r->timeout);
	r->info.state = IG_RUN_REMOVING;
	r->call.remove = ig_engine_remove(
	    r->engine, r->id ? r->id : r->plan->container_name, r->patience.remove, removed, r);
	run_changed(r);
}

/* The last of the output is waited for, but not for long: a descriptor that a process outside
 * keeps open must not hold us. */
static void inspected(json_t *body, const ig_err *err, void *user)
{
	ig_run *r = user;
	json_t *state = body ? json_object_get(body, "State") : NULL;
	const char *message = state ? ig_json_str(state, "Error", "") : "";

	(void)err; /* what it would have told is of second rank */
	r->call.inspect = NULL;
	r->engine_says_oom = state && ig_json_bool(state, "OOMKilled", false);
	if (r->engine_says_oom)
		event_oom(r);
	if (message[0]) {
		ig_err *e = NULL;

		ig_err_set(&e, IG_E_ENGINE, "the engine says: %s", message);
		run_set_error(r, e);
	}
	if (r->attach_ended)
		run_remove(r);
	else
		ig_timer_set(r->deadline, r->patience.drain);
}

void run_finished(ig_run *r, int status)
{
	r->waited = true;
	if (!r->ended_ms) {
		r->ended_ms = ig_now_ms();
		watch_sample(r);
	}
	ig_timer_stop(r->sample);
	ig_timer_stop(r->timeout);
	ig_timer_stop(r->grace);
	ig_timer_stop(r->deadline);
	r->info.exit_code = status;
	watch_exit_status(r);
	if (!r->info.signal && r->cause != IG_REASON_NONE &&
	    (status == 128 + SIGTERM || status == 128 + SIGKILL))
		r->info.signal = status - 128; /* ours */
	else if (r->info.signal && r->cause == IG_REASON_NONE)
		event_signal(r);
	event_put(r, "exit", "observed", "engine", ig_asprintf("%d", r->info.exit_code), 1);
	r->info.state = IG_RUN_REMOVING;
	r->call.inspect = ig_engine_inspect(r->engine, r->id, inspected, r);
	run_changed(r);
}
