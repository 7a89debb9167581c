#include "config.h"
#include "core/report/run-facts.h"

#include "core/base/json.h"

static json_t *metric(const struct ig_run_facts *f, enum ig_metric m, uint64_t per)
{
	if (!(f->last.have & 1u << m))
		return json_null();
	return json_integer((json_int_t)(f->last.v[m] / per));
}

static json_t *limits(const struct ig_run_info *info, const struct ig_run_facts *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "memory_peak", metric(f, IG_M_MEM_PEAK, 1));
	json_object_set_new(o, "cpu_ms", metric(f, IG_M_CPU_USAGE, 1000));
	json_object_set_new(o, "throttled_ms", metric(f, IG_M_CPU_THROTTLED_TIME, 1000));
	json_object_set_new(o, "pids_peak", metric(f, IG_M_PIDS_PEAK, 1));
	json_object_set_new(o, "tmp_peak",
	    info->tmp_known ? json_integer((json_int_t)info->tmp_peak) : json_null());
	json_object_set_new(o, "output_bytes", json_integer((json_int_t)info->output_bytes));
	return o;
}

static json_t *words(const char *const *v)
{
	json_t *a = json_array();

	for (; *v; v++)
		json_array_append_new(a, json_string(*v));
	return a;
}

static json_t *evidence(const struct ig_run_facts *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "level", json_string(f->level));
	json_object_set_new(o, "sources", words(f->sources));
	json_object_set_new(o, "lost", json_integer(0));
	json_object_set_new(o, "unseen", words(ig_run_unseen_kinds));
	return o;
}

static json_t *outcome(const struct ig_run_info *info)
{
	json_t *o = json_object();

	json_object_set_new(o, "reason", json_string(ig_run_reason_name(info->reason)));
	json_object_set_new(
	    o, "exit_code", info->exit_code >= 0 ? json_integer(info->exit_code) : json_null());
	json_object_set_new(o, "signal", info->signal ? json_integer(info->signal) : json_null());
	json_object_set_new(o, "duration_ms", json_integer((json_int_t)info->duration_ms));
	if (info->error)
		json_object_set_new(o, "error", ig_report_string(ig_err_msg(info->error)));
	if (info->leftover)
		json_object_set_new(o, "leftover", ig_report_string(info->container_id));
	return o;
}

static json_t *events(const struct ig_run_info *info)
{
	json_t *a = json_array();

	for (size_t i = 0; i < info->event_n; i++) {
		const struct ig_run_event *e = &info->event[i];
		json_t *o = json_object();

		json_object_set_new(o, "t_ms", json_integer((json_int_t)e->t_ms));
		json_object_set_new(o, "kind", ig_report_string(e->kind));
		json_object_set_new(o, "verdict", ig_report_string(e->verdict));
		json_object_set_new(o, "target", ig_report_string(e->target));
		json_object_set_new(o, "pid", json_null());
		json_object_set_new(o, "comm", json_null());
		json_object_set_new(o, "source", ig_report_string(e->source));
		json_object_set_new(o, "count", json_integer((json_int_t)e->count));
		json_array_append_new(a, o);
	}
	return a;
}

static json_t *line(const struct ig_log_line *l)
{
	bool cut = l->len > IG_REPORT_LOG_TEXT;
	json_t *o = json_object();

	json_object_set_new(o, "t_ms", json_integer((json_int_t)l->t_ms));
	json_object_set_new(o, "stream", json_string(l->stream == IG_STDERR ? "stderr" : "stdout"));
	json_object_set_new(o, "text", ig_json_bytes(l->text, cut ? IG_REPORT_LOG_TEXT : l->len));
	if (cut)
		json_object_set_new(o, "bytes", json_integer((json_int_t)l->len));
	return o;
}

static json_t *logs(ig_logstore *log)
{
	json_t *o = json_object(), *lines = json_array();
	uint64_t n = log ? ig_logstore_lines(log) : 0, omitted = 0;
	struct ig_log_line l;

	if (n > 2 * IG_REPORT_LOG_LINES)
		omitted = n - 2 * IG_REPORT_LOG_LINES;
	for (uint64_t i = 0; i < n; i++) {
		if (omitted && i == IG_REPORT_LOG_LINES)
			i += omitted;
		if (ig_logstore_line(log, i, &l) == 0)
			json_array_append_new(lines, line(&l));
	}
	json_object_set_new(o, "total", json_integer((json_int_t)n));
	json_object_set_new(o, "bytes", json_integer(log ? (json_int_t)ig_logstore_bytes(log) : 0));
	json_object_set_new(
	    o, "dropped_bytes", json_integer(log ? (json_int_t)ig_logstore_dropped(log) : 0));
	json_object_set_new(o, "omitted_lines", json_integer((json_int_t)omitted));
	json_object_set_new(o, "lines", lines);
	return o;
}

/* What kept the service from being started. */
static json_t *blocking(const struct ig_audit_result *r)
{
	json_t *a = json_array();

	for (size_t i = 0; i < r->n; i++)
		if (r->finding[i].severity >= IG_SEV_HIGH)
			json_array_append_new(a, ig_report_finding(&r->finding[i]));
	return a;
}

/* What the plan does not do as the policy says. */
static json_t *notes(const struct ig_plan *p)
{
	json_t *a = json_array();

	for (size_t i = 0; p && i < p->note_n; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "key", ig_report_string(p->note[i].key));
		json_object_set_new(o, "text", ig_report_string(p->note[i].text));
		json_array_append_new(a, o);
	}
	return a;
}

void ig_report_run_json(const struct ig_report_run *r, struct ig_buf *out)
{
	ig_auto_json policy = ig_policy_json(r->policy);
	json_t *o = json_object();
	struct ig_run_facts f;

	ig_run_facts_get(r->info, &f);
	json_object_set_new(o, "schema", json_string("ignite-tui/run/1"));
	json_object_set_new(o, "id", ig_report_string(r->plan ? r->plan->run_id : NULL));
	json_object_set_new(o, "service", ig_report_service(r->service));
	json_object_set_new(o, "snapshot", ig_report_manifest(&r->audit->manifest));
	json_object_set(o, "policy", json_object_get(policy, "effective"));
	json_object_set_new(o, "notes", notes(r->plan));
	json_object_set_new(o, "evidence", evidence(&f));
	json_object_set_new(o, "outcome", outcome(r->info));
	if (r->info->reason == IG_REASON_NOT_STARTED)
		json_object_set_new(o, "findings", blocking(r->audit));
	json_object_set_new(o, "limits", limits(r->info, &f));
	json_object_set_new(o, "events", events(r->info));
	json_object_set_new(o, "logs", logs(r->info->log));
	ig_report_put(o, out);
}
