#include "config.h"
#include "tui/cli/cli.h"

#include <signal.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/report/report.h"
#include "core/session/session.h"
#include "tui/cli/live.h"

struct run {
	const struct ig_cli *c;
	struct ig_cli_engine e;
	ig_session *s;
	ig_cli_live *live; /* NULL with --format json */
	ig_signal *signal[3];
	bool built, started, interrupted, over;
	int status; /* once it is over */
};

static void stop_with(struct run *r, int status)
{
	r->status = status;
	r->over = true;
	ig_loop_stop(r->e.loop);
}

static unsigned text_flags(const struct run *r)
{
	return r->c->ascii ? IG_TEXT_ASCII : 0;
}

static bool is_json(const struct run *r)
{
	return ig_cli_format_is(r->c, "json");
}

/* The audit stands in the way: what it found, and that nothing was started. */
static void refuse(struct run *r)
{
	struct ig_run_info info = {
	    .state = IG_RUN_ENDED, .reason = IG_REASON_NOT_STARTED, .exit_code = -1};
	struct ig_report_run in = {ig_session_service(r->s), ig_session_audit(r->s),
	    ig_session_policy(r->s), ig_session_plan(r->s), &info};
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err e = NULL;

	ig_session_ready(r->s, false, &e);
	info.error = e;
	if (is_json(r))
		ig_report_run_json(&in, &out);
	else
		ig_report_audit_text(in.service, in.audit, text_flags(r), &out);
	ig_cli_fail(r->c, e);
	stop_with(r, ig_cli_result(r->c, &out, 1));
}

static void fail_step(struct run *r, enum ig_step step)
{
	const char *problems = step == IG_STEP_POLICY ? ig_session_policy_problems(r->s) : "";

	stop_with(r, ig_cli_policy_error(r->c, problems, ig_session_error(r->s, step)));
}

/* Makes an image that is missing, once. Whether there is something to wait for. */
static bool build_image(struct run *r)
{
	const ig_err *why = ig_session_error(r->s, IG_STEP_IMAGE);

	if (r->built || ig_err_code(why) != IG_E_NOT_FOUND)
		return false;
	r->built = true;
	ig_cli_note(r->c, "making the runtime image %s, once ...",
	    ig_session_service(r->s)->runtime->image);
	return ig_session_build_image(r->s, NULL) == 0;
}

/* Everything before the run: waits, stops with an error, or starts it. */
static void prepare(struct run *r)
{
	static const enum ig_step order[] = {
	    IG_STEP_POLICY, IG_STEP_ENGINE, IG_STEP_AUDIT, IG_STEP_PLAN, IG_STEP_IMAGE};
	bool force = r->c->opt[IG_O_FORCE], busy = false;
	ig_auto_err e = NULL;

	for (size_t i = 0; i < IG_COUNT(order); i++) {
		enum ig_step_state state = ig_session_state(r->s, order[i]);

		if (order[i] == IG_STEP_PLAN && ig_session_audit(r->s) && !force &&
		    ig_session_blocking(r->s)) {
			refuse(r);
			return;
		}
		if (state == IG_STEP_FAILED && !(order[i] == IG_STEP_IMAGE && build_image(r))) {
			fail_step(r, order[i]);
			return;
		}
		busy |= state != IG_STEP_DONE;
	}
	if (busy)
		return;
	r->started = true;
	for (size_t i = 0; !is_json(r) && i < ig_session_plan(r->s)->note_n; i++)
		ig_cli_warn(r->c, "note: %s: %s", ig_session_plan(r->s)->note[i].key,
		    ig_session_plan(r->s)->note[i].text);
	if (ig_session_start_run(r->s, force, &e) < 0)
		stop_with(r, ig_cli_fail(r->c, e));
}

/* The run is over and all it printed is out. */
static void report(void *user)
{
	struct run *r = user;
	ig_run *run = ig_session_run(r->s);
	const struct ig_run_info *info = ig_run_info(run);
	struct ig_report_run in = {ig_session_service(r->s), ig_session_audit(r->s),
	    ig_session_run_policy(r->s), ig_run_plan(run), info};
	const ig_err *tampered = ig_session_error(r->s, IG_STEP_SNAPSHOT);
	ig_auto_buf out = IG_BUF_INIT(0);
	int status = ig_report_run_status(info);

	if (is_json(r))
		ig_report_run_json(&in, &out);
	else
		ig_report_run_text(&in, text_flags(r), &out);
	status = ig_cli_result(r->c, &out, r->interrupted && status == 0 ? 1 : status);
	if (tampered) {
		ig_cli_fail(r->c, tampered);
		status = 3;
	}
	if (info->leftover)
		ig_cli_note(
		    r->c, "the container could not be removed; 'ignite-tui clean' tries again");
	stop_with(r, status);
}

static void follow(struct run *r)
{
	ig_run *run = ig_session_run(r->s);

	if (run && r->live)
		ig_cli_live_feed(r->live, ig_run_info(run)->log);
	if (ig_session_state(r->s, IG_STEP_RUN) == IG_STEP_BUSY)
		return;
	if (!run || ig_session_state(r->s, IG_STEP_RUN) == IG_STEP_FAILED)
		fail_step(r, IG_STEP_RUN);
	else if (r->live)
		ig_cli_live_end(r->live);
	else
		report(r);
}

static void changed(ig_session *s, enum ig_step step, void *user)
{
	struct run *r = user;

	(void)s;
	if (r->over)
		return;
	if (!r->started)
		prepare(r);
	else if (step == IG_STEP_RUN)
		follow(r);
}

static void interrupted(int signo, void *user)
{
	struct run *r = user;
	ig_auto_err e = NULL;

	if (ig_session_state(r->s, IG_STEP_RUN) == IG_STEP_BUSY) {
		ig_cli_note(r->c, r->interrupted ? "killing the service"
		                                 : "stopping the service; once more kills it");
		r->interrupted = true;
		ig_session_stop(r->s);
		return;
	}
	if (r->started) { /* over, only its output waits for a terminal that does not take it */
		report(r);
		return;
	}
	ig_err_set(
	    &e, IG_E_CANCELLED, "stopped by signal %d before the service was started", signo);
	stop_with(r, ig_cli_fail(r->c, e));
}

/* What the command line says of a key of the policy, or NULL. */
static const char *key_option(const struct ig_cli *c, const char *option)
{
	for (unsigned i = 0; option && i < IG_O_N; i++)
		if (strcmp(ig_cli_options[i].name, option + strspn(option, "-")) == 0)
			return c->opt[i];
	return NULL;
}

static int set_options(struct run *r, ig_err **err)
{
	for (unsigned key = 0; key < IG_P_N; key++) {
		const char *option = ig_policy_keys[key].option;
		const char *text = key_option(r->c, option);

		if (text && ig_session_set(r->s, key, text, IG_LAYER_CLI, err) < 0)
			return ig_err_wrap(err, "%s", option);
	}
	return 0;
}

static int check_usage(const struct ig_cli *c, ig_err **err)
{
	const char *network = c->opt[IG_O_NETWORK], *input = c->opt[IG_O_INPUT];
	ig_auto_err why = NULL;
	json_t *v;

	if (ig_cli_both_bases(c, err) < 0)
		return -1;
	if (network && (strcmp(network, "sink") == 0 || strncmp(network, "allow", 5) == 0)) {
		ig_err_set(err, IG_E_USAGE, "--network %s is not built yet", network);
		ig_err_hint(err, "--network none is the default; --normal grants a network");
		return -1;
	}
	if (!input)
		return 0;
	v = ig_json_parse(input, strlen(input), 64, 0, &why);
	json_decref(v);
	if (v)
		return 0;
	return ig_err_set(err, IG_E_USAGE, "--input is not JSON: %s", ig_err_msg(why));
}

static int start(struct run *r, ig_err **err)
{
	static const struct ig_session_callbacks callbacks = {changed};
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	ig_auto_free char *cache = ig_cli_npm_cache();
	struct ig_session_opts opts = {.policy = r->c->opt[IG_O_POLICY],
	    .normal = r->c->opt[IG_O_NORMAL],
	    .input = r->c->opt[IG_O_INPUT],
	    .args = r->c->rest,
	    .npm_cache = cache};

	if (check_usage(r->c, err) < 0)
		return -1;
	if (ig_cli_engine_open(r->c, &r->e, err) < 0)
		return -1;
	ig_cli_remove_orphans(r->c, &r->e);
	r->s = ig_session_new(r->e.loop, r->e.engine, r->c->arg[0], &opts, &callbacks, r, err);
	if (!r->s)
		return -1;
	if (ig_session_policy(r->s) && set_options(r, err) < 0)
		return -1;
	if (ig_session_start_engine(r->s, err) < 0 || ig_session_start_audit(r->s, err) < 0)
		return -1;
	for (size_t i = 0; i < IG_COUNT(signals); i++)
		r->signal[i] = ig_signal_new(r->e.loop, signals[i], interrupted, r);
	if (!is_json(r))
		r->live = ig_cli_live_new(r->e.loop, r->c->ascii, report, r);
	return 0;
}

int ig_cli_run(const struct ig_cli *c)
{
	struct run r = {.c = c};
	ig_auto_err e = NULL;

	if (start(&r, &e) < 0)
		r.status = ig_cli_fail(c, e);
	else
		ig_loop_run(r.e.loop);
	for (size_t i = 0; i < IG_COUNT(r.signal); i++)
		ig_signal_free(r.signal[i]);
	ig_cli_live_free(r.live);
	ig_session_free(r.s);
	ig_cli_engine_done(&r.e);
	return r.status;
}
