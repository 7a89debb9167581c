/*
 * Prints the profile that the generator makes, for tests that hand it to a real engine:
 * seccomp-profile NET SPAWN ON-DENY [ALLOW,ALLOW... [DENY,DENY...]] > profile.json
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/seccomp/seccomp.h"
#include "tests/support/seccomp-policy.h"

int main(int argc, char **argv)
{
	ig_auto_err e = NULL;
	struct test_policy *t;
	ig_profile *pr;
	json_t *j;

	if (argc < 4)
		return 2;
	t = test_policy_new(argv[1], argv[2], argv[3], argc > 4 ? argv[4] : NULL,
	    argc > 5 ? argv[5] : NULL);
	pr = ig_profile_new(&t->p, &e);
	if (!pr) {
		fprintf(stderr, "%s\n", ig_err_msg(e));
		test_policy_free(t);
		return 2;
	}
	j = ig_profile_json(pr);
	json_dumpf(j, stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(j);
	ig_profile_free(pr);
	test_policy_free(t);
	return 0;
}
