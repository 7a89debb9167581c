/* What the tests of policies share: a reviewer's folder, and a policy as text. */
#ifndef TESTS_UNIT_POLICY_H
#define TESTS_UNIT_POLICY_H

#include "core/policy/policy.h"
#include "tests/unit/scratch.h"

/* $XDG_CONFIG_HOME of the whole group: looking for policies makes that folder, wherever it is. */
static inline int reviewer_up(void **state)
{
	*state = scratch_make();
	setenv("IGNITE_TEST_CONFIG", *state, 1);
	return setenv("XDG_CONFIG_HOME", *state, 1);
}

static inline int reviewer_down(void **state)
{
	scratch_remove(*state);
	return 0;
}

/* A reviewer's folder for one test; reviewer_remove() it. */
static inline char *reviewer_make(void)
{
	char *dir = scratch_make();

	if (setenv("XDG_CONFIG_HOME", dir, 1) < 0)
		abort();
	return dir;
}

static inline void reviewer_remove(char *dir)
{
	setenv("XDG_CONFIG_HOME", getenv("IGNITE_TEST_CONFIG"), 1);
	scratch_remove(dir);
}

static inline void reviewer_put(const char *dir, const char *name, const char *text)
{
	ig_auto_free char *rel = ig_asprintf("ignite-tui/policies/%s.yaml", name);

	scratch_text(dir, rel, text);
}

/* Every key with what is granted, for comparing two policies. */
static inline char *policy_dump(const struct ig_policy *p)
{
	ig_auto_buf b = IG_BUF_INIT(0);

	for (unsigned k = 0; k < IG_P_N; k++) {
		ig_auto_free char *s = ig_pvalue_text((enum ig_pkey)k, &p->v[k]);

		ig_buf_printf(&b, "%s: %s\n", ig_policy_keys[k].path, s);
	}
	return ig_buf_take(&b);
}

#endif
