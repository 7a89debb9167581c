#include "config.h"
#include "core/report/run-facts.h"

#include <string.h>

/* Until something inside the container reports them, these never show. */
const char *const ig_run_unseen_kinds[] = {
    "exec", "open", "write", "connect", "send", "bind", "socket", "dns", "syscall", NULL};

void ig_run_facts_get(const struct ig_run_info *info, struct ig_run_facts *ret)
{
	size_t n = 0;

	*ret = (struct ig_run_facts){.level = "engine"};
	ret->sources[n++] = "engine";
	if (info->cgroup_kind) {
		ret->level = "limits";
		ret->sources[n++] = "cgroup";
	}
	/* Every metric that is reported here only ever grows, so the latest value is the figure of
	 * the whole run; a sample taken while the group went away may lack some. */
	for (size_t i = 0; info->series && i < ig_series_n(info->series); i++) {
		const struct ig_sample *s = ig_series_at(info->series, i);

		for (unsigned m = 0; m < IG_M_N; m++) {
			if (!(s->have & 1u << m))
				continue;
			ret->last.have |= 1u << m;
			if (s->v[m] > ret->last.v[m])
				ret->last.v[m] = s->v[m];
		}
	}
	ret->oom_kills = ret->last.v[IG_M_OOM_KILLS];
	ret->unseen = "system calls, files, processes and connections were not observed";
}

int ig_report_run_status(const struct ig_run_info *info)
{
	if (info->reason == IG_REASON_ENGINE_LOST || info->reason == IG_REASON_NOT_STARTED ||
	    info->reason == IG_REASON_NONE || info->leftover)
		return 3;
	if (info->reason != IG_REASON_EXITED || info->exit_code != 0)
		return 1;
	for (size_t i = 0; i < info->event_n; i++) {
		const char *verdict = info->event[i].verdict;

		if (verdict && (strcmp(verdict, "denied") == 0 || strcmp(verdict, "killed") == 0))
			return 1;
	}
	return 0;
}
