#include "config.h"
#include "core/report/run-facts.h"

#include <string.h>

static void add_seconds(struct ig_buf *out, uint64_t ms)
{
	ig_buf_printf(out, "%llu.%03u s", (unsigned long long)(ms / 1000), (unsigned)(ms % 1000));
}

void ig_report_outcome_text(
    const struct ig_run_info *info, const struct ig_plan *plan, struct ig_buf *out)
{
	ig_auto_free char *output = ig_report_size(plan->output_bytes);

	switch (info->reason) {
	case IG_REASON_EXITED:
		if (info->signal)
			ig_buf_printf(
			    out, "ended by signal %d (%s)", info->signal, strsignal(info->signal));
		else
			ig_buf_printf(out, "ended by itself with status %d", info->exit_code);
		break;
	case IG_REASON_TIMEOUT:
		ig_buf_adds(out, "stopped at its timeout of ");
		add_seconds(out, plan->timeout_ms);
		break;
	case IG_REASON_OOM:
		ig_buf_adds(out, "killed by the kernel: out of the memory it may use");
		break;
	case IG_REASON_PIDS:
		ig_buf_adds(out, "ended at its limit of processes and threads");
		break;
	case IG_REASON_OUTPUT:
		ig_buf_printf(out, "stopped: it printed more than %s", output);
		break;
	case IG_REASON_DISK:
		ig_buf_adds(out, "ended with its /tmp full");
		break;
	case IG_REASON_KILLED:
		ig_buf_adds(out, "stopped by the reviewer");
		break;
	case IG_REASON_ENGINE_LOST:
		ig_buf_adds(out, "unknown: the engine stopped answering");
		break;
	case IG_REASON_NOT_STARTED:
	case IG_REASON_NONE:
	case IG_REASON_N:
		ig_buf_adds(out, "never started");
		break;
	}
	if (info->started_ms) {
		ig_buf_adds(out, ", after ");
		add_seconds(out, info->duration_ms);
	}
}

static void outcome(const struct ig_report_run *r, unsigned flags, struct ig_buf *out)
{
	const struct ig_run_info *info = r->info;

	ig_report_outcome_text(info, r->plan, out);
	ig_buf_addc(out, '\n');
	if (info->error) {
		ig_buf_adds(out, "          ");
		ig_report_add(out, ig_err_msg(info->error), flags, 0);
		ig_buf_addc(out, '\n');
	}
}

/* "memory 34.1M of 64.0M" */
static void add_size(struct ig_buf *out, const char *name, uint64_t used, uint64_t limit)
{
	ig_auto_free char *u = ig_report_size(used);
	ig_auto_free char *l = ig_report_size(limit);

	ig_buf_printf(out, "%s %s of %s", name, u, l);
}

static void figures(const struct ig_report_run *r, const struct ig_run_facts *f, struct ig_buf *out)
{
	const struct ig_pvalue *v = r->policy->v;
	const char *sep = "";

	ig_buf_adds(out, "Used      ");
	if (f->last.have & 1u << IG_M_MEM_PEAK) {
		add_size(out, "memory", f->last.v[IG_M_MEM_PEAK], v[IG_P_MEMORY].num);
		sep = ", ";
	}
	if (f->last.have & 1u << IG_M_CPU_USAGE) {
		ig_buf_printf(out, "%sCPU ", sep);
		add_seconds(out, f->last.v[IG_M_CPU_USAGE] / 1000);
		sep = ", ";
	}
	if (f->last.v[IG_M_CPU_THROTTLED_TIME]) {
		ig_buf_adds(out, " (held back ");
		add_seconds(out, f->last.v[IG_M_CPU_THROTTLED_TIME] / 1000);
		ig_buf_adds(out, ")");
	}
	if (f->last.have & 1u << IG_M_PIDS_PEAK) {
		ig_buf_printf(out, "%sprocesses and threads %llu of %llu", sep,
		    (unsigned long long)f->last.v[IG_M_PIDS_PEAK],
		    (unsigned long long)v[IG_P_PIDS].num);
		sep = ", ";
	}
	ig_buf_adds(out, sep);
	if (r->info->tmp_known) {
		add_size(out, "/tmp", r->info->tmp_peak, v[IG_P_TMP].num);
		ig_buf_adds(out, ", ");
	}
	add_size(out, "output", r->info->output_bytes, r->plan->output_bytes);
	ig_buf_addc(out, '\n');
}

static void evidence(const struct ig_run_facts *f, struct ig_buf *out)
{
	ig_buf_printf(out, "Evidence  %s (from", f->level);
	for (size_t i = 0; f->sources[i]; i++)
		ig_buf_printf(out, "%s %s", i ? "," : "", f->sources[i]);
	ig_buf_printf(out, "); %s\n", f->unseen);
}

static void event(const struct ig_run_event *e, unsigned flags, struct ig_buf *out)
{
	ig_buf_adds(out, "  ");
	add_seconds(out, e->t_ms);
	ig_buf_printf(out, "  %-8s %-8s ", e->kind, e->verdict);
	ig_report_add(out, e->target ? e->target : "", flags, 100);
	if (e->count > 1)
		ig_buf_printf(out, "  (%llu times)", (unsigned long long)e->count);
	ig_buf_printf(out, "  [%s]\n", e->source);
}

static void events(const struct ig_run_info *info, unsigned flags, struct ig_buf *out)
{
	bool any = false;

	for (size_t i = 0; i < info->event_n; i++) {
		if (strcmp(info->event[i].kind, "exit") == 0)
			continue; /* the outcome says it */
		if (!any)
			ig_buf_adds(out, "Events\n");
		any = true;
		event(&info->event[i], flags, out);
	}
}

void ig_report_notes_text(const struct ig_plan *p, unsigned flags, struct ig_buf *out)
{
	for (size_t i = 0; i < p->note_n; i++) {
		ig_buf_printf(out, "Note      %s: ", p->note[i].key);
		ig_report_add(out, p->note[i].text, flags, 0);
		ig_buf_addc(out, '\n');
	}
}

void ig_report_run_text(const struct ig_report_run *r, unsigned flags, struct ig_buf *out)
{
	struct ig_run_facts f;

	ig_run_facts_get(r->info, &f);
	ig_buf_adds(out, "Service   ");
	ig_report_add(out, r->service->name, flags, 0);
	ig_buf_printf(out, ", run %s\nContent   sha256:%s\nOutcome   ", r->plan->run_id,
	    r->audit->manifest.digest);
	outcome(r, flags, out);
	figures(r, &f, out);
	ig_report_notes_text(r->plan, flags, out);
	evidence(&f, out);
	events(r->info, flags, out);
	if (r->info->log && ig_logstore_dropped(r->info->log)) {
		ig_auto_free char *size = ig_report_size(ig_logstore_dropped(r->info->log));

		ig_buf_printf(out, "Log       %s more were printed and not kept\n", size);
	}
	if (r->info->leftover)
		ig_buf_printf(out,
		    "Left      container %s could not be removed: "
		    "'ignite-tui clean' tries again\n",
		    r->plan->container_name);
}
