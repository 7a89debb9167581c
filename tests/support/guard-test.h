/* Core's end of a guard, for tests: a socket, a plan, the reply, go. */
#ifndef TESTS_SUPPORT_GUARD_TEST_H
#define TESTS_SUPPORT_GUARD_TEST_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "core/guard/wire.h"

struct guard_core {
	char *dir, *path; /* of the socket */
	int listening, conn;
};

/* Fails the test when it cannot. Anybody may connect. */
void guard_core_up(struct guard_core *c);
void guard_core_down(struct guard_core *c);
/* Waits for the guard (10 s) and sends n bytes. */
void guard_core_plan(struct guard_core *c, const void *plan, size_t n);
/* Reads the reply; the listener or -1 into *ret_fd. False: the stream ended. */
bool guard_core_reply(struct guard_core *c, struct ig_guard_reply *r, int *ret_fd);
void guard_core_go(struct guard_core *c);

#endif
