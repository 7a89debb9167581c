/*
 * What no baseline and no policy opens.
 *
 * Two tables: calls that stay closed, and for the calls of which only some uses are harmless, the
 * widest uses that may be opened. A baseline that goes further is refused when it is read.
 */
#ifndef IG_SECCOMP_HARD_H
#define IG_SECCOMP_HARD_H

#include <stdbool.h>

#include "core/seccomp/seccomp.h"

/* A policy key that has to say yes first. */
enum ig_sc_gate { IG_SC_BASE, IG_SC_SPAWN };

struct ig_sc_hard {
	const char *syscall;
	int err; /* ENOSYS where the C library or the runtime falls back, else EPERM */
	const char *why;
};
/* NULL when the call is not closed for good. */
const struct ig_sc_hard *ig_sc_hard_find(const char *syscall);
size_t ig_sc_hard_all(const struct ig_sc_hard **ret);

struct ig_sc_limit {
	const char *syscall;
	enum ig_sc_gate gate;
	unsigned cond_n;
	struct ig_sc_cond cond[2];
	const char *when; /* the conditions in words, "" for none */
};
/* The widest uses of a call: the i-th, or NULL. None at all: the call has no limit. */
const struct ig_sc_limit *ig_sc_limit(const char *syscall, size_t i);

/* Whatever satisfies a satisfies b. Only MASKED_EQ conditions, which is all we make. */
bool ig_sc_implies(
    const struct ig_sc_cond *a, unsigned a_n, const struct ig_sc_cond *b, unsigned b_n);

/* Why the engine's start fails without this call, or NULL. */
const char *ig_sc_start_need(const char *syscall);

#endif
