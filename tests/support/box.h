/* One hardened container on the test engine, from its command to its end. */
#ifndef TESTS_SUPPORT_BOX_H
#define TESTS_SUPPORT_BOX_H

#include <jansson.h>
#include <stdbool.h>

#include "core/base/buf.h"
#include "core/policy/policy.h"

struct box {
	char *seccomp;               /* a profile as JSON, or "unconfined" */
	const char *bind;            /* one more "HOST:CONTAINER:ro", or NULL */
	void (*started)(void *user); /* between start and wait, may be NULL */
	void *user;
};

/* cmocka fixtures: the engine of $IGNITE_TEST_ENGINE; the second removes what is left. */
int box_world_up(void **state);
int box_world_down(void **state);

/* The engine's profile of a policy, with or without what the guard needs. The caller frees. */
char *box_profile(const struct ig_policy *p, bool guarded);

/*
 * Runs `command` (taken over) as nobody, without capabilities and network, on a read-only root with
 * a small /tmp. There are /attack (tests/engine/seccomp-attack.c), /ignite-guard, /service
 * (tests/data/seccomp) and node. What it prints goes to `out`. Returns its exit status.
 */
int64_t box_run(void *world, const struct box *b, json_t *command, struct ig_buf *out);

/* Every line is "ok ..." or a remark, `end` was reached, and there are at least so many. */
void box_all_ok(const struct ig_buf *out, unsigned at_least, const char *end);

#endif
