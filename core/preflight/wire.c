#include "config.h"
#include "core/preflight/wire.h"

#include <string.h>

void ig_wire_u8(struct ig_buf *b, unsigned v)
{
	ig_buf_addc(b, (char)v);
}

void ig_wire_u32(struct ig_buf *b, uint32_t v)
{
	unsigned char p[4];

	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (8 * i));
	ig_buf_add(b, p, sizeof(p));
}

void ig_wire_u64(struct ig_buf *b, uint64_t v)
{
	ig_wire_u32(b, (uint32_t)v);
	ig_wire_u32(b, (uint32_t)(v >> 32));
}

void ig_wire_str(struct ig_buf *b, const char *s, size_t max)
{
	size_t n = s ? strnlen(s, max) : 0;

	ig_wire_u32(b, s ? (uint32_t)n : UINT32_MAX);
	ig_buf_add(b, s ? s : "", n);
}

void ig_wire_mem(struct ig_buf *b, const void *p, size_t n)
{
	ig_buf_add(b, p, n);
}

void ig_wire_get_mem(struct ig_wire_reader *r, void *p, size_t n)
{
	if (r->bad || r->left < n) {
		r->bad = true;
		memset(p, 0, n);
		return;
	}
	memcpy(p, r->p, n);
	r->p += n;
	r->left -= n;
}

unsigned ig_wire_get_u8(struct ig_wire_reader *r)
{
	unsigned char c;

	ig_wire_get_mem(r, &c, 1);
	return c;
}

uint32_t ig_wire_get_u32(struct ig_wire_reader *r)
{
	unsigned char p[4];
	uint32_t v = 0;

	ig_wire_get_mem(r, p, sizeof(p));
	for (int i = 0; i < 4; i++)
		v |= (uint32_t)p[i] << (8 * i);
	return v;
}

uint64_t ig_wire_get_u64(struct ig_wire_reader *r)
{
	uint64_t low = ig_wire_get_u32(r);

	return low | (uint64_t)ig_wire_get_u32(r) << 32;
}

char *ig_wire_get_str(struct ig_wire_reader *r, size_t max)
{
	uint32_t n = ig_wire_get_u32(r);
	char *s;

	if (r->bad || n == UINT32_MAX)
		return NULL;
	if (n > max || n > r->left || memchr(r->p, 0, n)) {
		r->bad = true;
		return NULL;
	}
	s = ig_strndup((const char *)r->p, n);
	r->p += n;
	r->left -= n;
	return s;
}

void ig_wire_put_finding(struct ig_buf *b, const struct ig_finding *f)
{
	ig_wire_u32(b, (uint32_t)(f->rule - ig_rules));
	ig_wire_u8(b, f->severity);
	ig_wire_u8(b, f->confidence);
	ig_wire_u32(b, f->line);
	ig_wire_u32(b, f->column);
	ig_wire_u32(b, f->end_line);
	ig_wire_u32(b, f->end_column);
	ig_wire_str(b, f->excerpt, IG_WIRE_EXCERPT);
	ig_wire_str(b, f->value, IG_WIRE_VALUE);
	ig_wire_str(b, f->message, IG_WIRE_MESSAGE);
}

int ig_wire_get_finding(struct ig_wire_reader *r, struct ig_finding *ret)
{
	uint32_t rule = ig_wire_get_u32(r);
	unsigned severity = ig_wire_get_u8(r), confidence = ig_wire_get_u8(r);

	memset(ret, 0, sizeof(*ret));
	ret->line = ig_wire_get_u32(r);
	ret->column = ig_wire_get_u32(r);
	ret->end_line = ig_wire_get_u32(r);
	ret->end_column = ig_wire_get_u32(r);
	ret->excerpt = ig_wire_get_str(r, IG_WIRE_EXCERPT);
	ret->value = ig_wire_get_str(r, IG_WIRE_VALUE);
	ret->message = ig_wire_get_str(r, IG_WIRE_MESSAGE);
	if (r->bad || rule >= ig_rules_n || severity >= IG_SEV_N || confidence > IG_CONF_CERTAIN ||
	    !ret->message || !ret->excerpt) {
		r->bad = true;
		free(ret->excerpt);
		free(ret->value);
		free(ret->message);
		memset(ret, 0, sizeof(*ret));
		return -1;
	}
	ret->rule = &ig_rules[rule];
	ret->severity = (enum ig_severity)severity;
	ret->confidence = (enum ig_confidence)confidence;
	return 0;
}

int ig_wire_skip_finding(struct ig_wire_reader *r)
{
	struct ig_finding f;

	if (ig_wire_get_finding(r, &f) < 0)
		return -1;
	free(f.excerpt);
	free(f.value);
	free(f.message);
	return 0;
}
