#include "config.h"
#include "core/preflight/pjson.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/preflight/ast.h"

struct open_value {
	uint32_t node, last;
};

struct reader {
	struct ig_pjson *p;
	size_t at;
	struct open_value open[IG_PJSON_DEPTH];
	unsigned depth;
};

static bool fail(struct reader *r, const char *why)
{
	if (!r->p->error) {
		r->p->error = why;
		r->p->error_at = r->at;
	}
	return false;
}

static char here(const struct reader *r)
{
	return r->at < r->p->n_src ? r->p->src[r->at] : '\0';
}

static void blanks(struct reader *r)
{
	while (r->at < r->p->n_src && memchr(" \t\r\n", r->p->src[r->at], 4))
		r->at++;
}

/* Stands behind the closing quote after. */
static bool string(struct reader *r)
{
	if (here(r) != '"')
		return fail(r, "a string is missing");
	for (r->at++; r->at < r->p->n_src; r->at++) {
		unsigned char c = (unsigned char)r->p->src[r->at];

		if (c == '"') {
			r->at++;
			return true;
		}
		if (c < 0x20)
			return fail(r, "a control character in a string");
		if (c == '\\') {
			r->at++;
			if (!here(r) || !strchr("\"\\/bfnrtu", here(r)))
				return fail(r, "an escape that JSON does not have");
		}
	}
	return fail(r, "a string without end");
}

static bool number(struct reader *r)
{
	size_t from = r->at;

	while (r->at < r->p->n_src && memchr("+-0123456789.eE", r->p->src[r->at], 15))
		r->at++;
	return r->at > from ? true : fail(r, "a value is missing");
}

static bool literal(struct reader *r, const char *word)
{
	size_t n = strlen(word);

	if (r->p->n_src - r->at < n || memcmp(r->p->src + r->at, word, n) != 0)
		return fail(r, "a word that JSON does not have");
	r->at += n;
	return true;
}

static uint32_t add(struct reader *r, enum ig_pjson_kind kind, size_t key_start, size_t key_end)
{
	struct ig_pjson *p = r->p;
	struct open_value *in = r->depth ? &r->open[r->depth - 1] : NULL;
	uint32_t i = p->n;

	if (p->n >= p->cap) {
		p->cap = p->cap ? p->cap * 2 : 64;
		p->node = ig_reallocarray(p->node, p->cap, sizeof(*p->node));
	}
	p->node[p->n++] = (struct ig_pjson_node){.start = (uint32_t)r->at,
	    .key_start = (uint32_t)key_start,
	    .key_end = (uint32_t)key_end,
	    .kind = (uint8_t)kind};
	if (in) {
		if (in->last)
			p->node[in->last].next = i;
		else
			p->node[in->node].child = i;
		in->last = i;
	}
	return i;
}

/* A value; an object or array is opened and its members follow. */
static bool value(struct reader *r, size_t key_start, size_t key_end)
{
	char c = here(r);
	uint32_t i;
	bool ok;

	if (r->p->n >= IG_PJSON_NODES)
		return fail(r, "more values than the bound allows");
	if (c == '{' || c == '[') {
		if (r->depth >= IG_PJSON_DEPTH)
			return fail(r, "nested too deep");
		i = add(r, c == '{' ? PJ_OBJECT : PJ_ARRAY, key_start, key_end);
		r->at++;
		r->open[r->depth++] = (struct open_value){i, 0};
		return true;
	}
	i = add(r, c == '"' ? PJ_STRING : c == 't' ? PJ_TRUE : c == 'f' ? PJ_FALSE
		: c == 'n' ? PJ_NULL : PJ_NUMBER, key_start, key_end);
	if (c == '"')
		ok = string(r);
	else if (c == 't')
		ok = literal(r, "true");
	else if (c == 'f')
		ok = literal(r, "false");
	else if (c == 'n')
		ok = literal(r, "null");
	else
		ok = number(r);
	r->p->node[i].end = (uint32_t)r->at;
	return ok;
}

static bool member(struct reader *r)
{
	size_t from = r->at + 1, to;

	if (!string(r))
		return false;
	to = r->at - 1;
	blanks(r);
	if (here(r) != ':')
		return fail(r, "a ':' is missing");
	r->at++;
	blanks(r);
	return value(r, from, to);
}

static bool inside(struct reader *r)
{
	struct open_value *in = &r->open[r->depth - 1];
	struct ig_pjson_node *o = &r->p->node[in->node];
	const char end = o->kind == PJ_OBJECT ? '}' : ']';

	blanks(r);
	if (here(r) == end) {
		r->at++;
		o->end = (uint32_t)r->at;
		r->depth--;
		return true;
	}
	if (in->last) {
		if (here(r) != ',')
			return fail(r, "a ',' is missing");
		r->at++;
		blanks(r);
		if (here(r) == end)
			return fail(r, "a ',' before the end");
	}
	return o->kind == PJ_OBJECT ? member(r) : value(r, 0, 0);
}

void ig_pjson_parse(struct ig_pjson *p, const char *s, size_t n)
{
	struct reader r = {.p = p};

	memset(p, 0, sizeof(*p));
	p->src = s;
	p->n_src = n;
	if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		r.at = 3;
	blanks(&r);
	if (value(&r, 0, 0))
		while (r.depth && inside(&r))
			;
	blanks(&r);
	if (!p->error && r.at < n)
		fail(&r, "something after the end");
}

void ig_pjson_done(struct ig_pjson *p)
{
	free(p->node);
	memset(p, 0, sizeof(*p));
}

static char *text(const struct ig_pjson *p, size_t from, size_t to)
{
	char *out = ig_malloc(to - from + 8);
	size_t n = ig_js_unescape(p->src + from, to - from, out, to - from + 8, NULL);

	out[n] = '\0';
	return out;
}

char *ig_pjson_str(const struct ig_pjson *p, uint32_t i)
{
	const struct ig_pjson_node *t = &p->node[i];

	if (i >= p->n || t->kind != PJ_STRING || t->end < t->start + 2)
		return NULL;
	return text(p, t->start + 1, t->end - 1);
}

char *ig_pjson_key(const struct ig_pjson *p, uint32_t i)
{
	return text(p, p->node[i].key_start, p->node[i].key_end);
}

uint32_t ig_pjson_get(const struct ig_pjson *p, uint32_t object, const char *key)
{
	uint32_t found = 0;

	if (object >= p->n || p->node[object].kind != PJ_OBJECT)
		return 0;
	for (uint32_t c = p->node[object].child; c; c = p->node[c].next) {
		ig_auto_free char *k = ig_pjson_key(p, c);

		if (strcmp(k, key) == 0)
			found = c;
	}
	return found;
}

bool ig_pjson_duplicate(const struct ig_pjson *p, uint32_t object, uint32_t m)
{
	ig_auto_free char *key = ig_pjson_key(p, m);

	for (uint32_t c = p->node[object].child; c && c != m; c = p->node[c].next) {
		ig_auto_free char *k = ig_pjson_key(p, c);

		if (strcmp(k, key) == 0)
			return true;
	}
	return false;
}
