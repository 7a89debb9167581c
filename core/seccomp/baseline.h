/*
 * Baselines: what a runtime needs, read from policies/seccomp/NAME.yaml.
 */
#ifndef IG_SECCOMP_BASELINE_H
#define IG_SECCOMP_BASELINE_H

#include "core/seccomp/arch.h"
#include "core/seccomp/hard.h"

/* One call of one row with one set of conditions. */
struct ig_sc_entry {
	struct ig_sc_rule rule; /* ALLOW, or ERRNO with the answer that was chosen */
	enum ig_sc_gate gate;
	bool start;                    /* open for the engine's start */
	const struct ig_sc_arch *only; /* NULL: each architecture that has the call */
};

struct ig_sc_baseline {
	char *name;
	struct ig_sc_entry *v;
	size_t n, cap;
};

/* With all that it extends. NULL: IG_E_INPUT for a name that is none, a file that is wrong, a row
 * that goes past a hard rule. */
struct ig_sc_baseline *ig_sc_baseline_load(const char *name, ig_err **err);
/* The same from text, for tests; what it extends is still loaded by name. */
struct ig_sc_baseline *ig_sc_baseline_parse(
    const char *name, const char *text, size_t n, ig_err **err);
void ig_sc_baseline_free(struct ig_sc_baseline *b);

/* Rules own their strings. */
void ig_sc_rule_done(struct ig_sc_rule *r);
void ig_sc_rule_copy(struct ig_sc_rule *to, const struct ig_sc_rule *from);

#endif
