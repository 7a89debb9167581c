/* A policy as far as core/seccomp reads it, for tests. */
#ifndef TESTS_SUPPORT_SECCOMP_POLICY_H
#define TESTS_SUPPORT_SECCOMP_POLICY_H

#include "core/policy/policy.h"

struct test_policy {
	struct ig_policy p;
	char *allow[8], *deny[8];
};

/* NULL means the audit default. Lists are comma-separated, NULL or "" is empty. */
struct test_policy *test_policy_new(
    const char *net, const char *spawn, const char *on_deny, const char *allow, const char *deny);
void test_policy_free(struct test_policy *t);

#endif
