#include "config.h"
#include "core/run/run-priv.h"

#include <signal.h>
#include <string.h>

#include "core/base/json.h"

char *event_size(uint64_t bytes)
{
	static const char units[] = "KMG";
	uint64_t unit = 1;
	int u = -1;

	while (u < 2 && bytes / unit >= 1024) {
		unit *= 1024;
		u++;
	}
	if (u < 0)
		return ig_asprintf("%ju", (uintmax_t)bytes);
	if (bytes % unit == 0)
		return ig_asprintf("%ju%c", (uintmax_t)(bytes / unit), units[u]);
	return ig_asprintf("%.1f%c", (double)bytes / (double)unit, units[u]);
}

static bool same_target(const char *a, const char *b)
{
	size_t n = strcspn(a, " ");

	return n == strcspn(b, " ") && !memcmp(a, b, n);
}

void event_put(ig_run *r, const char *kind, const char *verdict, const char *source, char *target,
    uint64_t count)
{
	struct ig_run_event *e = NULL;

	for (size_t i = 0; i < r->event_n && !e; i++)
		if (!strcmp(r->event[i].kind, kind) && same_target(r->event[i].target, target))
			e = &r->event[i];
	if (!e) {
		IG_GROW(r->event, r->event_n, r->event_cap);
		e = &r->event[r->event_n++];
		memset(e, 0, sizeof(*e));
		if (r->info.started_ms)
			e->t_ms = (r->ended_ms ? r->ended_ms : ig_now_ms()) - r->info.started_ms;
	}
	free(e->target);
	e->kind = kind;
	e->verdict = verdict;
	e->source = source;
	e->target = target;
	e->count = count;
	run_changed(r);
}

void event_signal(ig_run *r)
{
	const char *name = sigabbrev_np(r->info.signal);

	/* The kernel sends this one for a call that the profile closes (on-deny: kill). */
	if (r->info.signal == SIGSYS)
		event_put(
		    r, "signal", "killed", "engine", ig_strdup("SIGSYS (a closed system call)"), 1);
	else
		event_put(
		    r, "signal", "observed", "engine", ig_asprintf("SIG%s", name ? name : "?"), 1);
}

static bool has(const struct ig_sample *s, enum ig_metric m)
{
	return s->have & 1U << m;
}

/* The limit as it was asked for; the peak as the kernel has it. */
static int64_t asked(const ig_run *r, const char *path)
{
	return json_integer_value(ig_json_at(r->plan->request, path));
}

void event_oom(ig_run *r)
{
	ig_auto_free char *limit = event_size((uint64_t)asked(r, "HostConfig.Memory"));

	for (size_t i = 0; i < r->event_n; i++)
		if (!strncmp(r->event[i].target, "memory ", 7))
			return; /* the cgroup said it better */
	event_put(r, "limit", "killed", "engine", ig_asprintf("memory %s", limit), 1);
}

void event_limits(ig_run *r, const struct ig_sample *s)
{
	if (has(s, IG_M_OOM_KILLS) && s->v[IG_M_OOM_KILLS]) {
		ig_auto_free char *limit = event_size((uint64_t)asked(r, "HostConfig.Memory"));
		ig_auto_free char *peak = event_size(s->v[IG_M_MEM_PEAK]);

		event_put(r, "limit", "killed", "cgroup",
		    ig_asprintf("memory %s (peak %s)", limit, peak), s->v[IG_M_OOM_KILLS]);
	}
	if (has(s, IG_M_PIDS_FAILS) && s->v[IG_M_PIDS_FAILS])
		event_put(r, "limit", "denied", "cgroup",
		    ig_asprintf("pids %jd (peak %ju)", (intmax_t)asked(r, "HostConfig.PidsLimit"),
		        (uintmax_t)s->v[IG_M_PIDS_PEAK]),
		    s->v[IG_M_PIDS_FAILS]);
}
