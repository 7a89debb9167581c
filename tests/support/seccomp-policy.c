#include "config.h"
#include "tests/support/seccomp-policy.h"

#include <stdio.h>

struct ig_policy *test_policy_new(
    const char *net, const char *spawn, const char *on_deny, const char *allow, const char *deny)
{
	const struct {
		enum ig_pkey key;
		const char *text;
	} set[] = {
	    {IG_P_BASELINE, "node"},
	    {IG_P_NET_MODE, net},
	    {IG_P_SPAWN, spawn},
	    {IG_P_ON_DENY, on_deny},
	    {IG_P_SC_ALLOW, allow},
	    {IG_P_SC_DENY, deny},
	};
	ig_auto_err e = NULL;
	struct ig_policy *p = ig_policy_new("audit", &e);

	for (size_t i = 0; p && i < IG_COUNT(set); i++)
		if (set[i].text && ig_policy_set(p, set[i].key, set[i].text, IG_LAYER_CLI, &e) < 0)
			break;
	if (e) {
		fprintf(stderr, "the policy of the test: %s\n", ig_err_msg(e));
		abort();
	}
	return p;
}
