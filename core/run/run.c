#include "config.h"
#include "core/run/run-priv.h"

#include <signal.h>
#include <string.h>

static const char *const state_names[] = {
#define S(id, name) [IG_RUN_##id] = name,
    IG_RUN_STATES(S)
#undef S
};
static const char *const reason_names[] = {
#define R(id, name) [IG_REASON_##id] = name,
    IG_RUN_REASONS(R)
#undef R
};

/* How often a stopping first process is asked whether SIGTERM can still do anything. */
enum { DEAF_CHECK_MS = 50 };

const char *ig_run_state_name(enum ig_run_state s)
{
	return s < IG_RUN_STATE_N ? state_names[s] : "?";
}

const char *ig_run_reason_name(enum ig_run_reason r)
{
	return r < IG_REASON_N ? reason_names[r] : "?";
}

void run_changed(ig_run *r)
{
	ig_timer_set(r->notify, 0);
}

void run_set_error(ig_run *r, ig_err *err)
{
	if (r->error) {
		ig_err_free(err);
		return;
	}
	r->error = err;
	run_changed(r);
}

static void run_free(ig_run *r)
{
	if (r->busy) { /* by its own callback, which comes back to us */
		r->dead = true;
		return;
	}
	run_cancel_calls(r);
	ig_snapshot_cancel(r->copy);
	watch_done(r);
	ig_timer_free(r->notify);
	ig_timer_free(r->deadline);
	ig_timer_free(r->timeout);
	ig_timer_free(r->grace);
	ig_logstore_free(r->info.log);
	for (size_t i = 0; i < r->event_n; i++)
		free(r->event[i].target);
	free(r->event);
	ig_err_free(r->error);
	ig_plan_free(r->plan);
	free(r->id);
	free(r);
}

/* The only place that calls the owner. */
static void notify(void *user)
{
	ig_run *r = user;
	const bool over = r->info.state == IG_RUN_ENDED;

	r->busy = true;
	if (r->cb.changed)
		r->cb.changed(r, r->user);
	if (over && !r->told_end) {
		r->told_end = true;
		if (!r->dead && r->cb.ended)
			r->cb.ended(r, r->user);
	}
	r->busy = false;
	if (r->dead || (over && r->orphan))
		run_free(r);
}

/* Through the kernel where we may, it is at once and needs no engine; SIGKILL through both, since
 * only the engine can thaw a paused container. */
static void kill_answered(json_t *body, const ig_err *err, void *user)
{
	ig_run *r = user;

	(void)body;
	(void)err; /* it may have ended meanwhile; if not, the deadline tells */
	r->call.kill = NULL;
}

static void send_signal(ig_run *r, int sig)
{
	bool sent = watch_signal(r, sig);

	if (sent && sig != SIGKILL)
		return;
	ig_call_cancel(r->call.kill);
	r->call.kill = ig_engine_kill(
	    r->engine, r->id, sig == SIGKILL ? "SIGKILL" : "SIGTERM", kill_answered, r);
}

static void kill_now(ig_run *r)
{
	ig_timer_stop(r->grace);
	send_signal(r, SIGKILL);
	event_put(r, "signal", "killed", "engine", ig_strdup("SIGKILL"), 1);
	if (!r->waited)
		ig_timer_set(r->deadline, r->patience.die);
}

static void grace_tick(void *user)
{
	ig_run *r = user;
	const uint64_t now = ig_now_ms();

	if (r->ended_ms)
		return;
	if (now >= r->grace_end_ms || watch_deaf(r))
		kill_now(r);
	else
		ig_timer_set(r->grace, DEAF_CHECK_MS);
}

void run_halt(ig_run *r, enum ig_run_reason cause, bool hard)
{
	const bool again = r->info.state == IG_RUN_STOPPING;

	if (r->info.state != IG_RUN_RUNNING && !again)
		return;
	if (r->cause == IG_REASON_NONE)
		r->cause = cause;
	r->info.state = IG_RUN_STOPPING;
	ig_timer_stop(r->timeout);
	if (hard || again) {
		kill_now(r);
	} else {
		send_signal(r, SIGTERM);
		event_put(r, "signal", "observed", "engine", ig_strdup("SIGTERM"), 1);
		r->grace_end_ms = ig_now_ms() + RUN_GRACE_MS;
		ig_timer_set(r->grace, DEAF_CHECK_MS);
	}
	run_changed(r);
}

void run_lose(ig_run *r, ig_err *err)
{
	if (r->info.state >= IG_RUN_REMOVING) {
		ig_err_free(err);
		return;
	}
	r->lost = true;
	if (watch_signal(r, SIGKILL))
		ig_err_wrap(&err, "the service's process was killed, how it ended is not known");
	else
		ig_err_wrap(&err, "how the service ended is not known");
	run_set_error(r, err);
	run_remove(r);
}

ig_run *ig_run_start(ig_loop *loop, ig_engine *e, struct ig_plan *plan,
    const struct ig_run_callbacks *cb, void *user, ig_err **err)
{
	ig_logstore *log = ig_logstore_new(plan->output_bytes, err);
	ig_run *r;

	if (!log) {
		ig_plan_free(plan);
		return NULL;
	}
	r = ig_calloc(1, sizeof(*r));
	r->loop = loop;
	r->engine = e;
	r->plan = plan;
	r->cb = *cb;
	r->user = user;
	r->info.log = log;
	r->info.exit_code = -1;
	r->patience = (struct run_patience)RUN_PATIENCE;
	r->info.timeout_ms = plan->timeout_ms;
	r->notify = ig_timer_new(loop, notify, r);
	r->deadline = ig_timer_new(loop, run_deadline, r);
	r->timeout = ig_timer_new(loop, run_timed_out, r);
	r->grace = ig_timer_new(loop, grace_tick, r);
	watch_init(r);
	run_begin(r);
	return r;
}

const struct ig_run_info *ig_run_info(ig_run *r)
{
	r->info.event = r->event;
	r->info.event_n = r->event_n;
	r->info.error = r->error;
	if (r->info.started_ms && r->info.state != IG_RUN_ENDED)
		r->info.duration_ms =
		    (r->ended_ms ? r->ended_ms : ig_now_ms()) - r->info.started_ms;
	return &r->info;
}

const struct ig_plan *ig_run_plan(const ig_run *r)
{
	return r->plan;
}

static void halt(ig_run *r, bool hard)
{
	switch (r->info.state) {
	case IG_RUN_CREATE:
		r->kill_asked = true;
		if (r->copy) {
			run_set_error(r, run_cancelled());
			run_over(r);
		}
		break;
	case IG_RUN_ATTACH:
		run_give_up(r, run_cancelled());
		break;
	case IG_RUN_START:
		r->kill_asked = true;
		break;
	case IG_RUN_RUNNING:
	case IG_RUN_STOPPING:
		run_halt(r, IG_REASON_KILLED, hard);
		break;
	case IG_RUN_IDLE:
	case IG_RUN_REMOVING:
	case IG_RUN_ENDED:
	case IG_RUN_STATE_N:
	default:
		break;
	}
}

void ig_run_stop(ig_run *r)
{
	halt(r, false);
}

void ig_run_kill(ig_run *r)
{
	halt(r, true);
}

void ig_run_free(ig_run *r)
{
	if (!r)
		return;
	if (r->info.state == IG_RUN_ENDED) {
		run_free(r);
		return;
	}
	memset(&r->cb, 0, sizeof(r->cb));
	r->orphan = true;
	halt(r, true);
}

static void finish_due(void *user)
{
	*(bool *)user = true;
}

bool ig_run_finish(ig_run *r, uint64_t max_ms)
{
	bool late = false, clean;
	ig_timer *t;

	if (!r)
		return true;
	memset(&r->cb, 0, sizeof(r->cb));
	halt(r, true);
	t = ig_timer_new(r->loop, finish_due, &late);
	ig_timer_set(t, max_ms);
	while (r->info.state != IG_RUN_ENDED && !late)
		ig_loop_once(r->loop, -1);
	ig_timer_free(t);
	clean = r->info.state == IG_RUN_ENDED && !r->info.leftover;
	run_free(r);
	return clean;
}
