/*
 * Core's side of the guard: writes a plan, reads the reply.
 *
 * The socket's path stays visible to the service: take one connection, then close and unlink it.
 */
#ifndef IG_GUARD_PLAN_H
#define IG_GUARD_PLAN_H

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/guard/wire.h"

/* Empties `b` and begins a plan in it. */
void ig_guard_begin(struct ig_buf *b);
void ig_guard_string(struct ig_buf *b, enum ig_guard_kind kind, const char *s);
/* An item of a struct and, behind it, n more bytes (may be NULL and 0). */
void ig_guard_add(struct ig_buf *b, enum ig_guard_kind kind, const void *head, size_t head_n,
    const void *more, size_t n);
/* Sets the size. -1 with IG_E_LIMIT when the plan is larger than the guard takes. */
int ig_guard_end(struct ig_buf *b, ig_err **err);

/* 0 when the guard is ready; else -1: IG_E_UNENFORCED for a step that the host refused,
 * IG_E_INTERNAL for a plan or a reply that is none. */
int ig_guard_check(const struct ig_guard_reply *r, ig_err **err);

#endif
