#include "config.h"
#include "tui/cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "core/base/loop.h"
#include "core/base/text.h"
#include "core/report/report.h"

struct audit {
	const struct ig_cli *c;
	ig_loop *loop;
	struct ig_audit_result *result;
	ig_err *err;
	uint64_t shown_ms;
	bool progress; /* stderr is a terminal: a line of progress is on it */
};

static void show_progress(const struct ig_audit_progress *p, void *user)
{
	struct audit *a = user;
	uint64_t now = ig_now_ms();

	if (!a->progress || now - a->shown_ms < 100)
		return;
	a->shown_ms = now;
	if (p->files_total)
		fprintf(stderr, "\r\033[K%llu of %llu files", (unsigned long long)p->files,
		    (unsigned long long)p->files_total);
	else
		fprintf(stderr, "\r\033[K%llu files", (unsigned long long)p->files);
	fflush(stderr);
}

static void done(struct ig_audit_result *r, ig_err *err, void *user)
{
	struct audit *a = user;

	a->result = r;
	a->err = err;
	ig_loop_stop(a->loop);
}

static int audit(struct audit *a, const struct ig_service *s, ig_err **err)
{
	static const struct ig_audit_events events = {show_progress, done};
	ig_audit *job;

	a->loop = ig_loop_new(err);
	if (!a->loop)
		return -1;
	job = ig_audit_start(a->loop, s, &events, a, err);
	if (job)
		ig_loop_run(a->loop);
	ig_audit_free(job);
	ig_loop_free(a->loop);
	if (a->shown_ms)
		fputs("\r\033[K", stderr);
	if (!job)
		return -1;
	return a->result ? 0 : ig_err_move(err, a->err);
}

static int print(
    const struct ig_cli *c, const struct ig_service *s, const struct ig_audit_result *r)
{
	enum ig_severity least = IG_SEV_HIGH;
	ig_auto_buf out = IG_BUF_INIT(0);
	unsigned bad = 0;

	if (c->opt[IG_O_FAIL_ON])
		ig_severity_find(c->opt[IG_O_FAIL_ON], &least);
	for (unsigned i = least; i < IG_SEV_N; i++)
		bad += r->by_severity[i];
	if (ig_cli_format_is(c, "json"))
		ig_report_audit_json(s, r, &out);
	else if (ig_cli_format_is(c, "sarif"))
		ig_report_audit_sarif(s, r, &out);
	else
		ig_report_audit_text(s, r, c->ascii ? IG_TEXT_ASCII : 0, &out);
	return ig_cli_result(c, &out, bad ? 1 : 0);
}

int ig_cli_audit(const struct ig_cli *c)
{
	struct audit a = {
	    .c = c, .progress = isatty(STDERR_FILENO) && !ig_cli_format_is(c, "json")};
	ig_auto_err e = NULL;
	struct ig_service *s = ig_service_load(c->arg[0], &e);
	int status;

	if (!s)
		return ig_cli_fail(c, e);
	if (s->error)
		status = ig_cli_fail(c, s->error);
	else if (audit(&a, s, &e) < 0)
		status = ig_cli_fail(c, e);
	else
		status = print(c, s, a.result);
	ig_audit_result_free(a.result);
	ig_service_free(s);
	return status;
}

int ig_cli_rules(const struct ig_cli *c)
{
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err e = NULL;
	const struct ig_rule *rule;

	if (!c->arg_n) {
		ig_report_rules_text(&out);
		return ig_cli_result(c, &out, 0);
	}
	rule = ig_rule_find(c->arg[0]);
	if (!rule) {
		const char **ids = ig_calloc(ig_rules_n, sizeof(*ids)), *near;

		for (size_t i = 0; i < ig_rules_n; i++)
			ids[i] = ig_rules[i].id;
		near = ig_cli_nearest(c->arg[0], ids, ig_rules_n);
		ig_err_set(&e, IG_E_INPUT, "there is no rule '%s'", c->arg[0]);
		if (near)
			ig_err_hint(&e, "did you mean '%s'?", near);
		else
			ig_err_hint(&e, "'ignite-tui rules' lists them");
		free(ids);
		return ig_cli_fail(c, e);
	}
	ig_report_rule_text(rule, &out);
	return ig_cli_result(c, &out, 0);
}
