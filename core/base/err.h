/*
 * The error object: a code, one sentence for the reviewer, and the next step.
 *
 * A function that can fail returns 0 or a negative int (or NULL for a pointer) and
 * takes `ig_err **err` as its last parameter but for a callback's user pointer.
 * On success *err is left alone; on failure it owns a new error, unless err is
 * NULL. Each layer that knows more wraps: "policy.yaml:12:5: memory: '51Z' is not
 * a size". The caller frees with ig_err_free() or declares ig_auto_err.
 *
 * Messages may quote untrusted text: the seam that shows them sanitizes.
 */
#ifndef IG_BASE_ERR_H
#define IG_BASE_ERR_H

#include <stdarg.h>

#include "core/base/mem.h"

enum ig_code {
	IG_OK = 0,
	IG_E_USAGE,	/* wrong command line */
	IG_E_INPUT,	/* bad file, bad value */
	IG_E_NOT_FOUND, /* no such file, object or name */
	IG_E_CHANGED,	/* it is not what it was when it was looked at */
	IG_E_LIMIT,	/* larger, deeper or more than a bound allows */
	IG_E_ENGINE,	/* the engine answered with an error */
	IG_E_DOWN,	/* the engine cannot be reached, or stopped answering */
	IG_E_TIMEOUT,	/* a deadline passed */
	IG_E_HOST,	/* the host refused a system call */
	IG_E_UNENFORCED, /* this host cannot enforce what was asked */
	IG_E_CANCELLED,
	IG_E_INTERNAL,	/* a bug of ours, or of a worker */
};

typedef struct ig_err ig_err;

/* Sets *err (which must hold NULL) and returns -1, so that `return ig_err_set(...)` reads well. */
int ig_err_set(ig_err **err, enum ig_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
int ig_err_setv(ig_err **err, enum ig_code code, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));
/* As ig_err_set, with ": " and the text of errno value `errnum` behind it. */
int ig_err_sys(ig_err **err, enum ig_code code, int errnum, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Puts "fmt: " before the message of a set error. Returns -1. */
int ig_err_wrap(ig_err **err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* What to do next, one sentence without a full stop's worth of context. Replaces an older hint. */
void ig_err_hint(ig_err **err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Moves an error to the caller's slot, freeing it when there is none. Returns -1. */
int ig_err_move(ig_err **err, ig_err *from);
ig_err *ig_err_copy(const ig_err *err);
void ig_err_free(ig_err *err);

/* All take NULL: IG_OK, "no error", NULL. */
enum ig_code ig_err_code(const ig_err *err);
const char *ig_err_msg(const ig_err *err);
const char *ig_err_hint_text(const ig_err *err); /* NULL if there is none */
/* The process exit status: 2 bad input, 3 the engine or the host could not do it. */
int ig_err_exit(const ig_err *err);

static inline void ig_cleanup_err(ig_err **err)
{
	ig_err_free(*err);
}
#define ig_auto_err IG_CLEANUP(ig_cleanup_err) ig_err *

#endif
