/*
 * A byte buffer that grows up to a maximum and never past it.
 *
 * The content is always followed by a NUL that is not counted, so `data` can be
 * read as a string when it holds no NUL itself. A buffer that is full refuses the
 * whole append, keeps what it had and remembers it in `overflow`.
 */
#ifndef IG_BASE_BUF_H
#define IG_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

struct ig_buf {
	char *data; /* never NULL after the first append; see ig_buf_str() */
	size_t len;
	size_t cap;
	size_t max; /* bytes; 0 means IG_BUF_MAX */
	bool overflow;
};

#define IG_BUF_MAX ((size_t)1 << 30)
#define IG_BUF_INIT(limit) ((struct ig_buf){.max = (limit)})

/* 0, or -1 when the maximum would be passed (nothing is added then). */
int ig_buf_add(struct ig_buf *b, const void *p, size_t n);
int ig_buf_adds(struct ig_buf *b, const char *s);
int ig_buf_addc(struct ig_buf *b, char c);
int ig_buf_printf(struct ig_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for n more bytes and returns where to write them; NULL past the maximum. The writer
 * then adds to len himself and ends the content with a NUL. */
char *ig_buf_reserve(struct ig_buf *b, size_t n);
/* Drops n bytes from the front. */
void ig_buf_drop(struct ig_buf *b, size_t n);
void ig_buf_clear(struct ig_buf *b);
void ig_buf_done(struct ig_buf *b);
/* The content as a string, "" when empty. Valid until the next change. */
const char *ig_buf_str(const struct ig_buf *b);
/* Hands the content (NUL-ended, never NULL) to the caller, who frees it; leaves b empty. */
char *ig_buf_take(struct ig_buf *b);

#define ig_auto_buf IG_CLEANUP(ig_buf_done) struct ig_buf

#endif
