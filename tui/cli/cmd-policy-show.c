#include "config.h"
#include "tui/cli/cli.h"

#include <string.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/report/report.h"
#include "core/session/session.h"

struct show {
	ig_loop *loop;
	const ig_err *err;
};

/* The request needs the digest of what would be run, and so the audit. */
static void changed(ig_session *s, enum ig_step step, void *user)
{
	struct show *w = user;

	if (ig_session_state(s, IG_STEP_AUDIT) == IG_STEP_BUSY)
		return;
	w->err = ig_session_error(s, IG_STEP_AUDIT);
	if (!w->err)
		w->err = ig_session_error(s, IG_STEP_PLAN);
	(void)step;
	ig_loop_stop(w->loop);
}

static int print_request(const struct ig_cli *c, ig_session *s, struct show *w)
{
	const struct ig_plan *plan;
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err e = NULL;

	if (ig_session_start_audit(s, &e) < 0)
		return ig_cli_fail(c, e);
	ig_loop_run(w->loop);
	plan = ig_session_plan(s);
	if (!plan)
		return ig_cli_fail(c, w->err);
	if (ig_cli_format_is(c, "docker")) {
		ig_plan_docker(plan, &out);
	} else {
		ig_json_write(plan->request, 2, &out);
		ig_buf_addc(&out, '\n');
	}
	return ig_cli_result(c, &out, 0);
}

/* What of the policy this host and this build do not enforce. The plan is made for a place that
 * does not matter, so that nothing has to be audited first. */
static void add_notes(const struct ig_cli *c, ig_session *s, struct ig_buf *out)
{
	static const char zeros[] =
	    "0000000000000000000000000000000000000000000000000000000000000000";
	const struct ig_service *service = ig_session_service(s);
	struct ig_plan_input in = {.service = service,
	    .policy = ig_session_policy(s),
	    .profile = ig_session_profile(s),
	    .image = service->runtime->image,
	    .snapshot_path = "/service",
	    .digest = zeros,
	    .run_id = "000000000000",
	    .owner = ""};
	unsigned flags = c->ascii ? IG_TEXT_ASCII : 0;
	ig_auto_err e = ig_err_copy(ig_session_error(s, IG_STEP_PLAN));
	struct ig_plan *p = e ? NULL : ig_plan_new(&in, &e);

	if (p) {
		ig_buf_adds(out, p->note_n ? "\n" : "");
		ig_report_notes_text(p, flags, out);
	} else {
		ig_buf_adds(out, "\nCannot be run: ");
		ig_text_clean(ig_err_msg(e), strlen(ig_err_msg(e)), flags, 0, out);
		ig_buf_addc(out, '\n');
	}
	ig_plan_free(p);
}

static int print_policy(const struct ig_cli *c, ig_session *s)
{
	ig_auto_buf out = IG_BUF_INIT(0);
	json_t *v = NULL;

	if (ig_cli_format_is(c, "text")) {
		ig_report_policy_text(ig_session_service(s), ig_session_policy(s),
		    c->ascii ? IG_TEXT_ASCII : 0, &out);
		add_notes(c, s, &out);
		return ig_cli_result(c, &out, 0);
	}
	if (ig_cli_format_is(c, "json"))
		v = ig_policy_json(ig_session_policy(s));
	else if (ig_session_profile(s))
		v = ig_profile_json(ig_session_profile(s));
	else
		return ig_cli_fail(c, ig_session_error(s, IG_STEP_PLAN));
	ig_json_write(v, 2, &out);
	ig_buf_addc(&out, '\n');
	json_decref(v);
	return ig_cli_result(c, &out, 0);
}

static int show(const struct ig_cli *c, ig_session *s, struct show *w)
{
	const ig_err *err = ig_session_error(s, IG_STEP_POLICY);

	if (err)
		return ig_cli_policy_error(c, ig_session_policy_problems(s), err);
	if (ig_cli_format_is(c, "docker") || ig_cli_format_is(c, "request"))
		return print_request(c, s, w);
	return print_policy(c, s);
}

int ig_cli_policy_show(const struct ig_cli *c)
{
	static const struct ig_session_callbacks callbacks = {changed};
	struct ig_session_opts opts = {
	    .policy = c->opt[IG_O_POLICY], .normal = c->opt[IG_O_NORMAL]};
	struct show w = {0};
	ig_auto_err e = NULL;
	ig_session *s = NULL;
	int status;

	if (ig_cli_both_bases(c, &e) == 0)
		w.loop = ig_loop_new(&e);
	if (w.loop)
		s = ig_session_new(w.loop, NULL, c->arg[0], &opts, &callbacks, &w, &e);
	status = s ? show(c, s, &w) : ig_cli_fail(c, e);
	ig_session_free(s);
	if (w.loop)
		ig_loop_free(w.loop);
	return status;
}
