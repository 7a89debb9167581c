/* Building an ig_audit_result: findings in, sorted and counted out. */
#ifndef IG_PREFLIGHT_RESULT_H
#define IG_PREFLIGHT_RESULT_H

#include "core/preflight/preflight.h"

enum {
	/* Findings kept of one audit, the severe ones counted apart so that a flood of small ones
	 * cannot push them out. */
	IG_AUDIT_FINDINGS = 20000,
	IG_AUDIT_SEVERE = 20000,
};

struct ig_collect {
	struct ig_audit_result *r;
	size_t cap, skipped_cap;
	size_t small, severe, dropped;
};

/* Takes over what f owns, and sets its file and package. In the order of the walk, so that what a
 * bound drops does not depend on timing. */
void ig_collect_add(struct ig_collect *c, const char *file, struct ig_finding *f);
/* A finding of our own, about the file as a whole. */
void ig_collect_note(struct ig_collect *c, const char *file, const struct ig_rule *rule,
    enum ig_severity severity, const char *message);
void ig_collect_skip(struct ig_collect *c, const char *file, const char *reason);
/* Sorts, counts, and says what was dropped. */
void ig_collect_finish(struct ig_collect *c);

/* The npm package a path belongs to by its last node_modules part: "@scope/name", "" for first-party
 * code. The caller frees. */
char *ig_package_of(const char *path);

void ig_finding_done(struct ig_finding *f);

#endif
