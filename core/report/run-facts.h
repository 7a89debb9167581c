/* What a run's figures and evidence are, for both of its writers. */
#ifndef IG_REPORT_RUN_FACTS_H
#define IG_REPORT_RUN_FACTS_H

#include "core/report/report-priv.h"

struct ig_run_facts {
	struct ig_sample last; /* the highest or latest of each metric */
	uint64_t oom_kills;
	const char *level;      /* of evidence: "limits", "engine" */
	const char *sources[4]; /* NULL-ended */
	const char *unseen;     /* what nothing here could observe, a sentence; NULL: nothing */
};
void ig_run_facts_get(const struct ig_run_info *info, struct ig_run_facts *ret);
/* The kinds of event that nothing observed, NULL-ended. */
extern const char *const ig_run_unseen_kinds[];

#endif
