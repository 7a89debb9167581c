/* libFuzzer: whatever the bytes, a baseline is refused with a sentence or stays inside the hard
 * rules. */
#include "config.h"

#include <string.h>

#include "core/seccomp/baseline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool within(const struct ig_sc_entry *e)
{
	const struct ig_sc_limit *l = ig_sc_limit(e->rule.syscall, 0);

	if (!l)
		return true;
	for (size_t i = 0; (l = ig_sc_limit(e->rule.syscall, i)); i++)
		if ((l->gate == IG_SC_BASE || l->gate == e->gate) &&
		    ig_sc_implies(e->rule.cond, e->rule.cond_n, l->cond, l->cond_n))
			return true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ig_auto_err e = NULL;
	struct ig_sc_baseline *b = ig_sc_baseline_parse("fuzz", (const char *)data, size, &e);

	if (!b && (!e || !*ig_err_msg(e)))
		abort();
	for (size_t i = 0; b && i < b->n; i++)
		if (b->v[i].rule.action == IG_SC_ALLOW &&
		    (ig_sc_hard_find(b->v[i].rule.syscall) || !within(&b->v[i])))
			abort();
	ig_sc_baseline_free(b);
	return 0;
}
