#include "config.h"
#include "core/base/buf.h"

#include <stdio.h>
#include <string.h>

static size_t limit(const struct ig_buf *b)
{
	return b->max && b->max < IG_BUF_MAX ? b->max : IG_BUF_MAX;
}

char *ig_buf_reserve(struct ig_buf *b, size_t n)
{
	size_t max = limit(b), cap;

	if (n > max || b->len > max - n) {
		b->overflow = true;
		return NULL;
	}
	if (b->len + n + 1 > b->cap) {
		cap = b->cap ? b->cap : 64;
		while (cap < b->len + n + 1)
			cap *= 2;
		b->data = ig_reallocarray(b->data, cap, 1);
		b->cap = cap;
	}
	return b->data + b->len;
}

int ig_buf_add(struct ig_buf *b, const void *p, size_t n)
{
	char *to = ig_buf_reserve(b, n);

	if (!to)
		return -1;
	if (n)
		memcpy(to, p, n);
	b->len += n;
	b->data[b->len] = '\0';
	return 0;
}

int ig_buf_adds(struct ig_buf *b, const char *s)
{
	return ig_buf_add(b, s, strlen(s));
}

int ig_buf_addc(struct ig_buf *b, char c)
{
	return ig_buf_add(b, &c, 1);
}

int ig_buf_printf(struct ig_buf *b, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n, rc;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		abort();
	rc = ig_buf_add(b, s, (size_t)n);
	free(s);
	return rc;
}

void ig_buf_drop(struct ig_buf *b, size_t n)
{
	if (n >= b->len) {
		ig_buf_clear(b);
		return;
	}
	memmove(b->data, b->data + n, b->len - n + 1);
	b->len -= n;
}

void ig_buf_clear(struct ig_buf *b)
{
	b->len = 0;
	b->overflow = false;
	if (b->data)
		b->data[0] = '\0';
}

void ig_buf_done(struct ig_buf *b)
{
	free(b->data);
	*b = IG_BUF_INIT(b->max);
}

const char *ig_buf_str(const struct ig_buf *b)
{
	return b->data ? b->data : "";
}

char *ig_buf_take(struct ig_buf *b)
{
	char *s = b->data ? b->data : ig_strdup("");

	b->data = NULL;
	ig_buf_done(b);
	return s;
}
