#include "config.h"
#include "core/preflight/builtin.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/text.h"
#include "core/preflight/decode.h"
#include "core/preflight/follow.h"
#include "core/preflight/regex.h"

/* The library as decoders use it. Strings are UTF-8 here; positions count code points, which is what
 * JavaScript counts too but for the rare pairs of surrogates. */

static bool ascii(const struct ig_val *s)
{
	for (uint32_t i = 0; i < s->n; i++)
		if ((unsigned char)s->u.s[i] >= 0x80)
			return false;
	return true;
}

static size_t length_of(const struct ig_val *s)
{
	size_t n = 0;

	for (uint32_t i = 0; i < s->n; i++)
		n += ((unsigned char)s->u.s[i] & 0xc0) != 0x80;
	return n;
}

/* The byte where code point i starts; the length past the end. */
static size_t byte_of(const struct ig_val *s, size_t i)
{
	size_t p = 0;

	while (p < s->n && i--) {
		uint32_t cp;
		size_t used = ig_utf8_decode(s->u.s + p, s->n - p, &cp);

		p += used ? used : 1;
	}
	return p < s->n ? p : s->n;
}

int32_t ig_builtin_char(const struct ig_val *s, double at)
{
	uint32_t cp;
	size_t p;

	if (!(at >= 0) || at >= s->n)
		return -1;
	if (ascii(s))
		return (unsigned char)s->u.s[(size_t)at];
	p = byte_of(s, (size_t)at);
	if (p >= s->n)
		return -1;
	return ig_utf8_decode(s->u.s + p, s->n - p, &cp) ? (int32_t)cp
							   : (unsigned char)s->u.s[p];
}

static struct ig_val *part(const struct ig_method_call *c, size_t from, size_t to, unsigned taint)
{
	size_t a, b;

	if (from > to)
		from = to;
	if (ascii(c->self)) {
		a = from < c->self->n ? from : c->self->n;
		b = to < c->self->n ? to : c->self->n;
	} else {
		a = byte_of(c->self, from);
		b = byte_of(c->self, to);
	}
	return ig_val_str(c->j, c->self->u.s + a, b - a, c->self->taint | taint);
}

static struct ig_val *one_char(const struct ig_method_call *c, int32_t cp, unsigned taint)
{
	char b[4];

	if (cp < 0)
		return ig_val_str(c->j, "", 0, taint);
	return ig_val_str(c->j, b, ig_utf8_encode((uint32_t)cp, b), taint);
}

/* --- strings ------------------------------------------------------------------------------- */

static struct ig_val *s_char_at(const struct ig_method_call *c)
{
	double i;

	if (!ig_method_num(c, 0, 0, &i))
		return NULL;
	return one_char(c, ig_builtin_char(c->self, i), c->self->taint | T_BUILT);
}

static struct ig_val *s_char_code_at(const struct ig_method_call *c)
{
	double i;
	int32_t cp;

	if (!ig_method_num(c, 0, 0, &i))
		return NULL;
	cp = ig_builtin_char(c->self, i);
	return ig_val_num(c->j, cp < 0 ? (double)NAN : (double)cp);
}

static struct ig_val *s_slice(const struct ig_method_call *c)
{
	size_t n = length_of(c->self);
	double a, b;

	if (!ig_method_num(c, 0, 0, &a) || !ig_method_num(c, 1, (double)n, &b))
		return NULL;
	return part(c, ig_method_clamp(a, n, true), ig_method_clamp(b, n, true), T_BUILT);
}

static struct ig_val *s_substring(const struct ig_method_call *c)
{
	size_t n = length_of(c->self), x, y;
	double a, b;

	if (!ig_method_num(c, 0, 0, &a) || !ig_method_num(c, 1, (double)n, &b))
		return NULL;
	x = ig_method_clamp(a, n, false);
	y = ig_method_clamp(b, n, false);
	return part(c, x < y ? x : y, x < y ? y : x, T_BUILT);
}

static struct ig_val *s_substr(const struct ig_method_call *c)
{
	size_t n = length_of(c->self), x;
	double a, b;

	if (!ig_method_num(c, 0, 0, &a) || !ig_method_num(c, 1, (double)n, &b))
		return NULL;
	x = ig_method_clamp(a, n, true);
	return part(c, x, x + ig_method_clamp(b, n - x, false), T_BUILT);
}

static struct ig_val *s_case(const struct ig_method_call *c, bool up)
{
	struct ig_val *v = ig_val_str(c->j, c->self->u.s, c->self->n, c->self->taint | T_BUILT);
	char *p;

	if (v->kind != V_STR)
		return v;
	p = (char *)(uintptr_t)v->u.s;
	for (uint32_t i = 0; i < v->n; i++)
		p[i] = (char)(up ? toupper((unsigned char)p[i]) : tolower((unsigned char)p[i]));
	return v;
}

static struct ig_val *s_lower(const struct ig_method_call *c)
{
	return s_case(c, false);
}

static struct ig_val *s_upper(const struct ig_method_call *c)
{
	return s_case(c, true);
}

static struct ig_val *s_trim(const struct ig_method_call *c)
{
	const char *s = c->self->u.s;
	size_t a = 0, b = c->self->n;

	while (a < b && isspace((unsigned char)s[a]))
		a++;
	while (b > a && isspace((unsigned char)s[b - 1]))
		b--;
	return ig_val_str(c->j, s + a, b - a, c->self->taint);
}

static struct ig_val *s_concat(const struct ig_method_call *c)
{
	struct ig_val *v = c->self;

	for (uint32_t i = 0; i < c->n; i++)
		v = ig_eval_binary(c->j, OP_ADD, v, ig_val_to_str(c->j, c->args[i]));
	return v;
}

static struct ig_val *s_repeat(const struct ig_method_call *c)
{
	double d;
	size_t n;
	char *p;

	if (!ig_method_num(c, 0, 0, &d) || !(d >= 0) || d * c->self->n > IG_EVAL_STR)
		return NULL;
	n = (size_t)d;
	p = ig_js_alloc(c->j, n * c->self->n + 1);
	for (size_t i = 0; i < n; i++)
		memcpy(p + i * c->self->n, c->self->u.s, c->self->n);
	return ig_val_str(c->j, p, n * c->self->n, c->self->taint | T_BUILT);
}

static struct ig_val *split_chars(const struct ig_method_call *c)
{
	size_t n = length_of(c->self), p = 0;
	struct ig_val **item;

	if (n > IG_EVAL_LIST)
		return NULL;
	item = ig_js_alloc(c->j, (n + 1) * sizeof(*item));
	c->j->steps += n / 4;
	n = 0;
	while (p < c->self->n) {
		uint32_t cp;
		size_t used = ig_utf8_decode(c->self->u.s + p, c->self->n - p, &cp);

		used = used ? used : 1;
		item[n++] = ig_val_str(c->j, c->self->u.s + p, used, c->self->taint | T_BUILT);
		p += used;
	}
	return ig_val_list(c->j, item, n);
}

struct ig_val *ig_builtin_chars(struct ig_js *j, struct ig_val *s)
{
	const struct ig_method_call c = {j, s, NULL, 0, 0};
	struct ig_val **item, *v;

	if (!(s->taint & T_BYTES)) {
		v = split_chars(&c);
		return v ? v : ig_val_unknown(j, s->taint);
	}
	if (s->n > IG_EVAL_LIST)
		return ig_val_unknown(j, s->taint);
	item = ig_js_alloc(j, (s->n + 1) * sizeof(*item));
	for (uint32_t i = 0; i < s->n; i++)
		item[i] = ig_val_num(j, (unsigned char)s->u.s[i]);
	v = ig_val_list(j, item, s->n);
	v->taint |= T_DECODED;
	return v;
}

static struct ig_val *s_split(const struct ig_method_call *c)
{
	const char *sep = ig_method_str(c, 0), *p = c->self->u.s, *q;
	const char *end = p + c->self->n;
	struct ig_val **item = NULL, *v;
	size_t n = 0, cap = 0, sep_n;

	if (ig_method_arg(c, 0) && ig_method_arg(c, 0)->kind == V_REGEX)
		return ig_regex_split(c->j, c->self, ig_method_arg(c, 0));
	if (!sep)
		return NULL;
	sep_n = ig_method_arg(c, 0)->n;
	if (sep_n == 0)
		return split_chars(c);
	while (n < IG_EVAL_LIST) {
		IG_GROW(item, n, cap);
		q = memmem(p, (size_t)(end - p), sep, sep_n);
		item[n++] = ig_val_str(
		    c->j, p, (size_t)((q ? q : end) - p), c->self->taint | T_BUILT);
		if (!q)
			break;
		p = q + sep_n;
	}
	v = ig_val_list(c->j, item, n);
	free(item);
	return v;
}

/* The replacement for one match: a constant, or what a function makes of it. */
static struct ig_val *replacement(const struct ig_method_call *c, struct ig_val *with, const char *m, size_t n)
{
	struct ig_val *args[1];

	if (with->kind == V_STR)
		return with;
	args[0] = ig_val_str(c->j, m, n, c->self->taint);
	return ig_val_to_str(c->j, ig_eval_call(c->j, with, NULL, args, 1));
}

static struct ig_val *replace(const struct ig_method_call *c, bool all)
{
	struct ig_val *with = ig_method_arg(c, 1), *what = ig_method_arg(c, 0);
	ig_auto_buf out = IG_BUF_INIT(IG_EVAL_STR);
	const char *p = c->self->u.s, *end = p + c->self->n;
	unsigned taint = T_BUILT;

	if (!with || !what || (what->kind != V_STR && what->kind != V_REGEX))
		return NULL;
	all |= what->kind == V_REGEX && ig_regex_global(c->j, what);
	for (;;) {
		const char *m = NULL;
		size_t n = 0;
		struct ig_val *r;

		if (what->kind == V_STR) {
			m = memmem(p, (size_t)(end - p), what->u.s, what->n);
			n = what->n;
		} else if (ig_regex_find(c->j, what, p, (size_t)(end - p), &m, &n) < 0) {
			return NULL;
		}
		if (!m || n == 0)
			break;
		r = replacement(c, with, m, n);
		if (r->kind != V_STR || c->j->steps > c->j->max_steps)
			return NULL;
		taint |= r->taint;
		ig_buf_add(&out, p, (size_t)(m - p));
		ig_buf_add(&out, r->u.s, r->n);
		p = m + n;
		c->j->steps++;
		if (!all)
			break;
	}
	ig_buf_add(&out, p, (size_t)(end - p));
	return ig_val_str(c->j, ig_buf_str(&out), out.len, c->self->taint | taint);
}

static struct ig_val *s_replace(const struct ig_method_call *c)
{
	return replace(c, false);
}

static struct ig_val *s_replace_all(const struct ig_method_call *c)
{
	return replace(c, true);
}

static struct ig_val *s_match(const struct ig_method_call *c)
{
	struct ig_val **item = NULL, *v;
	const char *p = c->self->u.s, *end = p + c->self->n, *m;
	size_t n = 0, cap = 0, len;

	if (!ig_method_arg(c, 0) || ig_method_arg(c, 0)->kind != V_REGEX)
		return NULL;
	while (n < IG_EVAL_LIST) {
		if (ig_regex_find(c->j, ig_method_arg(c, 0), p, (size_t)(end - p), &m, &len) < 0) {
			free(item);
			return NULL;
		}
		if (!m || !len)
			break;
		IG_GROW(item, n, cap);
		item[n++] = ig_val_str(c->j, m, len, c->self->taint | T_BUILT);
		p = m + len;
		if (!ig_regex_global(c->j, ig_method_arg(c, 0)))
			break;
	}
	v = n ? ig_val_list(c->j, item, n) : ig_val_new(c->j, V_NULL, 0);
	free(item);
	return v;
}

static struct ig_val *s_index_of(const struct ig_method_call *c)
{
	const char *what = ig_method_str(c, 0), *p;

	if (!what)
		return NULL;
	p = memmem(c->self->u.s, c->self->n, what, ig_method_arg(c, 0)->n);
	return ig_val_num(c->j, p ? (double)(p - c->self->u.s) : -1);
}

static struct ig_val *s_same(const struct ig_method_call *c)
{
	return c->self;
}

/* Buffers are strings of their bytes here. */
static struct ig_val *s_to_string(const struct ig_method_call *c)
{
	const char *how = ig_method_str(c, 0);
	char *out;

	if (c->self->taint & T_BYTES) {
		if (!how || strncmp(how, "utf", 3) == 0 || strcmp(how, "ascii") == 0 ||
		    strcmp(how, "latin1") == 0 || strcmp(how, "binary") == 0)
			return ig_val_str(c->j, c->self->u.s, c->self->n,
			    c->self->taint & ~(unsigned)T_BYTES);
	}
	if (how && (strcmp(how, "base64") == 0 || strcmp(how, "base64url") == 0)) {
		out = ig_js_alloc(c->j, c->self->n / 3 * 4 + 8);
		return ig_val_str(c->j, out, ig_encode_base64(c->self->u.s, c->self->n, out),
		    c->self->taint);
	}
	if (how && strcmp(how, "hex") == 0) {
		out = ig_js_alloc(c->j, (size_t)c->self->n * 2 + 1);
		for (uint32_t i = 0; i < c->self->n; i++)
			snprintf(out + 2 * (size_t)i, 3, "%02x", (unsigned char)c->self->u.s[i]);
		return ig_val_str(c->j, out, (size_t)c->self->n * 2, c->self->taint);
	}
	return c->self;
}

static struct ig_val *s_pad_start(const struct ig_method_call *c)
{
	const char *with = c->n > 1 ? ig_method_str(c, 1) : " ";
	double d;
	size_t n, have = c->self->n, w;
	char *p;

	if (!with || !*with || !ig_method_num(c, 0, 0, &d) || !(d < IG_EVAL_STR))
		return NULL;
	if (d <= (double)have)
		return c->self;
	n = (size_t)d;
	w = strlen(with);
	p = ig_js_alloc(c->j, n + 1);
	for (size_t i = 0; i < n - have; i++)
		p[i] = with[i % w];
	memcpy(p + n - have, c->self->u.s, have);
	return ig_val_str(c->j, p, n, c->self->taint | T_BUILT);
}

const struct ig_method ig_str_methods[] = {
    {"charAt", s_char_at},
    {"at", s_char_at},
    {"charCodeAt", s_char_code_at},
    {"codePointAt", s_char_code_at},
    {"slice", s_slice},
    {"substring", s_substring},
    {"substr", s_substr},
    {"toLocaleLowerCase", s_lower},
    {"toLocaleUpperCase", s_upper},
    {"toLowerCase", s_lower},
    {"toUpperCase", s_upper},
    {"trim", s_trim},
    {"trimStart", s_trim},
    {"trimEnd", s_trim},
    {"concat", s_concat},
    {"repeat", s_repeat},
    {"split", s_split},
    {"replace", s_replace},
    {"replaceAll", s_replace_all},
    {"match", s_match},
    {"indexOf", s_index_of},
    {"toString", s_to_string},
    {"valueOf", s_same},
    {"normalize", s_same},
    {"padStart", s_pad_start},
    {NULL, NULL},
};
