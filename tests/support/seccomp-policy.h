/* A policy as core/seccomp reads it, for tests. */
#ifndef TESTS_SUPPORT_SECCOMP_POLICY_H
#define TESTS_SUPPORT_SECCOMP_POLICY_H

#include "core/policy/policy.h"

/*
 * The built-in audit default with these values; NULL leaves the default. Lists are comma-separated.
 * A value that core/policy does not take ends the program.
 */
struct ig_policy *test_policy_new(
    const char *net, const char *spawn, const char *on_deny, const char *allow, const char *deny);

#endif
