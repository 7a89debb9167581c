#include "config.h"
#include "core/preflight/eval.h"

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

struct call {
	struct ig_js *j;
	struct ig_val *self;
	struct ig_val **args;
	uint32_t n;
	unsigned taint; /* of the receiver and the arguments */
};

typedef struct ig_val *(*method_fn)(const struct call *c);

static struct ig_val *arg(const struct call *c, uint32_t i)
{
	return i < c->n ? c->args[i] : NULL;
}

/* A number argument, or the default when it is missing; false when it is not known. */
static bool arg_num(const struct call *c, uint32_t i, double or_else, double *ret)
{
	struct ig_val *v = arg(c, i);

	*ret = or_else;
	return !v || v->kind == V_UNDEF || ig_val_to_num(v, ret);
}

static const char *arg_str(const struct call *c, uint32_t i)
{
	return i < c->n ? ig_val_const(c->args[i]) : NULL;
}

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

static struct ig_val *part(const struct call *c, size_t from, size_t to, unsigned taint)
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

static struct ig_val *one_char(const struct call *c, int32_t cp, unsigned taint)
{
	char b[4];

	if (cp < 0)
		return ig_val_str(c->j, "", 0, taint);
	return ig_val_str(c->j, b, ig_utf8_encode((uint32_t)cp, b), taint);
}

/* --- strings ------------------------------------------------------------------------------- */

static struct ig_val *s_char_at(const struct call *c)
{
	double i;

	if (!arg_num(c, 0, 0, &i))
		return NULL;
	return one_char(c, ig_builtin_char(c->self, i), c->self->taint | T_BUILT);
}

static struct ig_val *s_char_code_at(const struct call *c)
{
	double i;
	int32_t cp;

	if (!arg_num(c, 0, 0, &i))
		return NULL;
	cp = ig_builtin_char(c->self, i);
	return ig_val_num(c->j, cp < 0 ? (double)NAN : (double)cp);
}

static size_t clamp(double d, size_t n, bool from_end)
{
	if (isnan(d))
		return 0;
	if (d < 0)
		d = from_end ? d + (double)n : 0;
	if (d < 0)
		d = 0;
	return d > (double)n ? n : (size_t)d;
}

static struct ig_val *s_slice(const struct call *c)
{
	size_t n = length_of(c->self);
	double a, b;

	if (!arg_num(c, 0, 0, &a) || !arg_num(c, 1, (double)n, &b))
		return NULL;
	return part(c, clamp(a, n, true), clamp(b, n, true), T_BUILT);
}

static struct ig_val *s_substring(const struct call *c)
{
	size_t n = length_of(c->self), x, y;
	double a, b;

	if (!arg_num(c, 0, 0, &a) || !arg_num(c, 1, (double)n, &b))
		return NULL;
	x = clamp(a, n, false);
	y = clamp(b, n, false);
	return part(c, x < y ? x : y, x < y ? y : x, T_BUILT);
}

static struct ig_val *s_substr(const struct call *c)
{
	size_t n = length_of(c->self), x;
	double a, b;

	if (!arg_num(c, 0, 0, &a) || !arg_num(c, 1, (double)n, &b))
		return NULL;
	x = clamp(a, n, true);
	return part(c, x, x + clamp(b, n - x, false), T_BUILT);
}

static struct ig_val *s_case(const struct call *c, bool up)
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

static struct ig_val *s_lower(const struct call *c)
{
	return s_case(c, false);
}

static struct ig_val *s_upper(const struct call *c)
{
	return s_case(c, true);
}

static struct ig_val *s_trim(const struct call *c)
{
	const char *s = c->self->u.s;
	size_t a = 0, b = c->self->n;

	while (a < b && isspace((unsigned char)s[a]))
		a++;
	while (b > a && isspace((unsigned char)s[b - 1]))
		b--;
	return ig_val_str(c->j, s + a, b - a, c->self->taint);
}

static struct ig_val *s_concat(const struct call *c)
{
	struct ig_val *v = c->self;

	for (uint32_t i = 0; i < c->n; i++)
		v = ig_eval_binary(c->j, OP_ADD, v, ig_val_to_str(c->j, c->args[i]));
	return v;
}

static struct ig_val *s_repeat(const struct call *c)
{
	double d;
	size_t n;
	char *p;

	if (!arg_num(c, 0, 0, &d) || !(d >= 0) || d * c->self->n > IG_EVAL_STR)
		return NULL;
	n = (size_t)d;
	p = ig_js_alloc(c->j, n * c->self->n + 1);
	for (size_t i = 0; i < n; i++)
		memcpy(p + i * c->self->n, c->self->u.s, c->self->n);
	return ig_val_str(c->j, p, n * c->self->n, c->self->taint | T_BUILT);
}

static struct ig_val *split_chars(const struct call *c)
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
	const struct call c = {j, s, NULL, 0, 0};
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

static struct ig_val *s_split(const struct call *c)
{
	const char *sep = arg_str(c, 0), *p = c->self->u.s, *q;
	const char *end = p + c->self->n;
	struct ig_val **item = NULL, *v;
	size_t n = 0, cap = 0, sep_n;

	if (arg(c, 0) && arg(c, 0)->kind == V_REGEX)
		return ig_regex_split(c->j, c->self, arg(c, 0));
	if (!sep)
		return NULL;
	sep_n = arg(c, 0)->n;
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
static struct ig_val *replacement(const struct call *c, struct ig_val *with, const char *m, size_t n)
{
	struct ig_val *args[1];

	if (with->kind == V_STR)
		return with;
	args[0] = ig_val_str(c->j, m, n, c->self->taint);
	return ig_val_to_str(c->j, ig_eval_call(c->j, with, NULL, args, 1));
}

static struct ig_val *replace(const struct call *c, bool all)
{
	struct ig_val *with = arg(c, 1), *what = arg(c, 0);
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

static struct ig_val *s_replace(const struct call *c)
{
	return replace(c, false);
}

static struct ig_val *s_replace_all(const struct call *c)
{
	return replace(c, true);
}

static struct ig_val *s_match(const struct call *c)
{
	struct ig_val **item = NULL, *v;
	const char *p = c->self->u.s, *end = p + c->self->n, *m;
	size_t n = 0, cap = 0, len;

	if (!arg(c, 0) || arg(c, 0)->kind != V_REGEX)
		return NULL;
	while (n < IG_EVAL_LIST) {
		if (ig_regex_find(c->j, arg(c, 0), p, (size_t)(end - p), &m, &len) < 0) {
			free(item);
			return NULL;
		}
		if (!m || !len)
			break;
		IG_GROW(item, n, cap);
		item[n++] = ig_val_str(c->j, m, len, c->self->taint | T_BUILT);
		p = m + len;
		if (!ig_regex_global(c->j, arg(c, 0)))
			break;
	}
	v = n ? ig_val_list(c->j, item, n) : ig_val_new(c->j, V_NULL, 0);
	free(item);
	return v;
}

static struct ig_val *s_index_of(const struct call *c)
{
	const char *what = arg_str(c, 0), *p;

	if (!what)
		return NULL;
	p = memmem(c->self->u.s, c->self->n, what, arg(c, 0)->n);
	return ig_val_num(c->j, p ? (double)(p - c->self->u.s) : -1);
}

static struct ig_val *s_same(const struct call *c)
{
	return c->self;
}

/* Buffers are strings of their bytes here. */
static struct ig_val *s_to_string(const struct call *c)
{
	const char *how = arg_str(c, 0);
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

static struct ig_val *s_pad_start(const struct call *c)
{
	const char *with = c->n > 1 ? arg_str(c, 1) : " ";
	double d;
	size_t n, have = c->self->n, w;
	char *p;

	if (!with || !*with || !arg_num(c, 0, 0, &d) || !(d < IG_EVAL_STR))
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

/* --- arrays -------------------------------------------------------------------------------- */

static struct ig_val *l_join(const struct call *c)
{
	const char *sep = c->n ? arg_str(c, 0) : ",";
	ig_auto_buf out = IG_BUF_INIT(IG_EVAL_STR);
	unsigned taint = c->self->taint | T_BUILT;

	if (!sep)
		return NULL;
	for (uint32_t i = 0; i < c->self->n; i++) {
		struct ig_val *v = c->self->u.item[i];

		if (v->kind == V_UNDEF || v->kind == V_NULL)
			v = ig_val_str(c->j, "", 0, 0);
		v = ig_val_to_str(c->j, v);
		if (i)
			ig_buf_adds(&out, sep);
		if (v->kind == V_STR)
			ig_buf_add(&out, v->u.s, v->n);
		else
			ig_buf_adds(&out, "${...}");
		taint |= v->taint | (v->kind == V_STR ? 0 : (unsigned)T_PARTIAL);
	}
	c->j->steps += c->self->n / 8;
	return ig_val_str(c->j, ig_buf_str(&out), out.len, taint & ~(unsigned)T_LIST_SLOT);
}

static struct ig_val *l_reverse(const struct call *c)
{
	struct ig_val *v = ig_val_list(c->j, c->self->u.item, c->self->n);

	for (uint32_t i = 0; i < v->n / 2; i++) {
		struct ig_val *t = v->u.item[i];

		v->u.item[i] = v->u.item[v->n - 1 - i];
		v->u.item[v->n - 1 - i] = t;
	}
	for (uint32_t i = 0; i < v->n; i++)
		v->u.item[i] = ig_val_taint(c->j, v->u.item[i], T_DECODED);
	if (c->j->running)
		memcpy(c->self->u.item, v->u.item, v->n * sizeof(*v->u.item));
	return v;
}

/* As the language does it without a comparison: by text. With one, by asking it. */
static struct ig_val *l_sort(const struct call *c)
{
	struct ig_val *v = ig_val_list(c->j, c->self->u.item, c->self->n), *args[2], *r;
	double d;

	if (v->kind != V_LIST || v->n > 512)
		return NULL;
	for (uint32_t i = 1; i < v->n; i++) {
		for (uint32_t k = i; k > 0; k--) {
			args[0] = v->u.item[k - 1];
			args[1] = v->u.item[k];
			if (c->n) {
				r = ig_eval_call(c->j, c->args[0], NULL, args, 2);
				if (!ig_val_to_num(r, &d) || c->j->steps > c->j->max_steps)
					return NULL;
			} else {
				struct ig_val *x = ig_val_to_str(c->j, args[0]);
				struct ig_val *y = ig_val_to_str(c->j, args[1]);

				if (x->kind != V_STR || y->kind != V_STR)
					return NULL;
				d = strcmp(x->u.s, y->u.s);
			}
			c->j->steps++;
			if (!(d > 0))
				break;
			v->u.item[k - 1] = args[1];
			v->u.item[k] = args[0];
		}
	}
	if (c->j->running)
		memcpy(c->self->u.item, v->u.item, v->n * sizeof(*v->u.item));
	return v;
}

static struct ig_val *l_map(const struct call *c)
{
	struct ig_val **item, *args[3];
	uint32_t i;

	if (!arg(c, 0) || c->self->n > IG_EVAL_LIST)
		return NULL;
	item = ig_js_alloc(c->j, (c->self->n + 1) * sizeof(*item));
	for (i = 0; i < c->self->n && c->j->steps <= c->j->max_steps; i++) {
		args[0] = c->self->u.item[i];
		args[1] = ig_val_num(c->j, i);
		args[2] = c->self;
		item[i] = ig_eval_call(c->j, arg(c, 0), NULL, args, 3);
	}
	return i < c->self->n ? NULL : ig_val_list(c->j, item, i);
}

static struct ig_val *l_reduce(const struct call *c)
{
	struct ig_val *v = arg(c, 1), *args[3];
	uint32_t i = 0;

	if (!arg(c, 0) || (!v && c->self->n == 0))
		return NULL;
	if (!v)
		v = c->self->u.item[i++];
	for (; i < c->self->n; i++) {
		if (c->j->steps > c->j->max_steps)
			return NULL;
		args[0] = v;
		args[1] = c->self->u.item[i];
		args[2] = ig_val_num(c->j, i);
		v = ig_eval_call(c->j, arg(c, 0), NULL, args, 3);
	}
	return v;
}

static struct ig_val *l_for_each(const struct call *c)
{
	return c->j->running && l_map(c) ? ig_val_new(c->j, V_UNDEF, 0) : NULL;
}

static struct ig_val *l_filter(const struct call *c)
{
	struct ig_val *m = l_map(c), **item;
	uint32_t n = 0;

	if (!m || m->kind != V_LIST)
		return NULL;
	item = ig_js_alloc(c->j, (c->self->n + 1) * sizeof(*item));
	for (uint32_t i = 0; i < c->self->n; i++)
		if (ig_val_truth(m->u.item[i]) != 0)
			item[n++] = c->self->u.item[i];
	return ig_val_list(c->j, item, n);
}

static struct ig_val *l_slice(const struct call *c)
{
	double a, b;
	size_t x, y;

	if (!arg_num(c, 0, 0, &a) || !arg_num(c, 1, c->self->n, &b))
		return NULL;
	x = clamp(a, c->self->n, true);
	y = clamp(b, c->self->n, true);
	return ig_val_list(c->j, c->self->u.item + x, x < y ? y - x : 0);
}

static struct ig_val *l_concat(const struct call *c)
{
	struct ig_val *v = c->self, **item;
	uint32_t n;

	for (uint32_t i = 0; i < c->n; i++) {
		struct ig_val *w = c->args[i];
		uint32_t m = w->kind == V_LIST ? w->n : 1;

		n = v->n;
		if (n + m > IG_EVAL_LIST)
			return NULL;
		item = ig_js_alloc(c->j, (n + m) * sizeof(*item));
		memcpy(item, v->u.item, n * sizeof(*item));
		if (w->kind == V_LIST)
			memcpy(item + n, w->u.item, m * sizeof(*item));
		else
			item[n] = w;
		v = ig_val_list(c->j, item, n + m);
	}
	return v;
}

/* What changes its receiver does so only where a function is run; elsewhere order is not known. */
static struct ig_val *l_push(const struct call *c)
{
	struct ig_val **item;

	if (!c->j->running || c->self->n + c->n > IG_EVAL_LIST)
		return NULL;
	item = ig_js_alloc(c->j, (c->self->n + c->n + 1) * sizeof(*item));
	memcpy(item, c->self->u.item, c->self->n * sizeof(*item));
	memcpy(item + c->self->n, c->args, c->n * sizeof(*item));
	c->self->u.item = item;
	c->self->n += c->n;
	return ig_val_num(c->j, c->self->n);
}

static struct ig_val *l_unshift(const struct call *c)
{
	struct ig_val **item;

	if (!c->j->running || c->self->n + c->n > IG_EVAL_LIST)
		return NULL;
	item = ig_js_alloc(c->j, (c->self->n + c->n + 1) * sizeof(*item));
	memcpy(item, c->args, c->n * sizeof(*item));
	memcpy(item + c->n, c->self->u.item, c->self->n * sizeof(*item));
	c->self->u.item = item;
	c->self->n += c->n;
	return ig_val_num(c->j, c->self->n);
}

static struct ig_val *l_shift(const struct call *c)
{
	struct ig_val *v;

	if (c->self->n == 0)
		return ig_val_new(c->j, V_UNDEF, 0);
	v = c->self->u.item[0];
	if (c->j->running) { /* a table that is turned before it is used */
		v = ig_val_taint(c->j, v, T_BUILT);
		c->self->u.item++;
		c->self->n--;
	}
	return v;
}

static struct ig_val *l_pop(const struct call *c)
{
	struct ig_val *v;

	if (c->self->n == 0)
		return ig_val_new(c->j, V_UNDEF, 0);
	v = c->self->u.item[c->self->n - 1];
	if (c->j->running)
		c->self->n--;
	return v;
}

static struct ig_val *l_at(const struct call *c)
{
	double i;

	if (!arg_num(c, 0, 0, &i))
		return NULL;
	if (i < 0)
		i += c->self->n;
	return i >= 0 && i < c->self->n ? c->self->u.item[(size_t)i] : ig_val_new(c->j, V_UNDEF, 0);
}

static struct ig_val *l_index_of(const struct call *c)
{
	const char *what = arg_str(c, 0);

	if (!what)
		return NULL;
	for (uint32_t i = 0; i < c->self->n; i++) {
		const char *s = ig_val_const(c->self->u.item[i]);

		if (!s)
			return NULL;
		if (strcmp(s, what) == 0)
			return ig_val_num(c->j, i);
	}
	return ig_val_num(c->j, -1);
}

static struct ig_val *l_includes(const struct call *c)
{
	struct ig_val *v = l_index_of(c);

	return v ? ig_val_bool(c->j, v->u.num >= 0) : NULL;
}

static struct ig_val *l_find(const struct call *c)
{
	return c->self->n ? ig_follow_element(c->j, c->self) : NULL;
}

static struct ig_val *l_to_string(const struct call *c)
{
	/* A list of numbers may be bytes of a buffer; the decoder's taint tells. */
	return c->self->taint & T_DECODED ? NULL : ig_val_to_str(c->j, c->self);
}

static struct ig_val *n_to_string(const struct call *c)
{
	double base;
	char b[72];
	size_t at = sizeof(b);
	uint64_t v;

	if (!arg_num(c, 0, 10, &base) || base < 2 || base > 36)
		return NULL;
	if (base == 10 || c->self->u.num < 0 || c->self->u.num != floor(c->self->u.num) ||
	    c->self->u.num > 9e15)
		return base == 10 ? ig_val_to_str(c->j, c->self) : NULL;
	v = (uint64_t)c->self->u.num;
	do {
		b[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[v % (uint64_t)base];
		v /= (uint64_t)base;
	} while (v);
	return ig_val_str(c->j, b + at, sizeof(b) - at, T_DECODED);
}

struct method {
	const char *name;
	uint8_t kind;
	method_fn fn;
};

static const struct method methods[] = {
    {"charAt", V_STR, s_char_at}, {"at", V_STR, s_char_at}, {"charCodeAt", V_STR, s_char_code_at},
    {"codePointAt", V_STR, s_char_code_at}, {"slice", V_STR, s_slice},
    {"substring", V_STR, s_substring}, {"substr", V_STR, s_substr},
    {"toLocaleLowerCase", V_STR, s_lower},
    {"toLocaleUpperCase", V_STR, s_upper}, {"toLowerCase", V_STR, s_lower}, {"toUpperCase", V_STR, s_upper}, {"trim", V_STR, s_trim},
    {"trimStart", V_STR, s_trim}, {"trimEnd", V_STR, s_trim}, {"concat", V_STR, s_concat},
    {"repeat", V_STR, s_repeat}, {"split", V_STR, s_split}, {"replace", V_STR, s_replace},
    {"replaceAll", V_STR, s_replace_all}, {"match", V_STR, s_match},
    {"indexOf", V_STR, s_index_of}, {"toString", V_STR, s_to_string},
    {"valueOf", V_STR, s_same}, {"normalize", V_STR, s_same}, {"padStart", V_STR, s_pad_start},
    {"join", V_LIST, l_join}, {"reverse", V_LIST, l_reverse}, {"toReversed", V_LIST, l_reverse},
    {"sort", V_LIST, l_sort}, {"toSorted", V_LIST, l_sort},
    {"map", V_LIST, l_map}, {"reduce", V_LIST, l_reduce}, {"forEach", V_LIST, l_for_each},
    {"filter", V_LIST, l_filter}, {"slice", V_LIST, l_slice}, {"concat", V_LIST, l_concat},
    {"push", V_LIST, l_push}, {"unshift", V_LIST, l_unshift}, {"shift", V_LIST, l_shift},
    {"pop", V_LIST, l_pop}, {"at", V_LIST, l_at}, {"indexOf", V_LIST, l_index_of},
    {"includes", V_LIST, l_includes}, {"find", V_LIST, l_find}, {"toString", V_LIST, l_to_string},
    {"toString", V_NUM, n_to_string},
};

/* call, apply and bind of anything that can be called. */
static struct ig_val *function_method(const struct call *c, const char *name)
{
	struct ig_val **item, *v, *list = arg(c, 1);

	if (strcmp(name, "call") == 0)
		return ig_eval_call(c->j, c->self, arg(c, 0), c->args + (c->n > 0),
		    c->n ? c->n - 1 : 0);
	if (strcmp(name, "apply") == 0) {
		if (list && list->kind == V_LIST)
			return ig_eval_call(c->j, c->self, arg(c, 0), list->u.item, list->n);
		return ig_eval_call(c->j, c->self, arg(c, 0), &list, list ? 1 : 0);
	}
	if (strcmp(name, "bind") != 0)
		return NULL;
	if (c->n <= 1)
		return c->self;
	item = ig_js_alloc(c->j, (c->n + 1) * sizeof(*item));
	item[0] = c->self;
	memcpy(item + 1, c->args + 1, (c->n - 1) * sizeof(*item));
	v = ig_val_new(c->j, V_BOUND, 0);
	v->u.item = item;
	v->n = c->n;
	return v;
}

struct ig_val *ig_builtin_method(struct ig_js *j, struct ig_val *o, const char *name,
    struct ig_val **args, uint32_t n)
{
	struct call c = {j, o, args, n, 0};
	struct ig_val *u = NULL, *v;

	if (o->kind == V_UNION) {
		for (uint32_t i = 0; i < o->n; i++) {
			v = ig_builtin_method(j, o->u.item[i], name, args, n);
			u = v ? ig_val_union(j, u, v) : u;
		}
		return u;
	}
	/* A promise of a value is the value. */
	if (strcmp(name, "then") == 0 && n && o->kind != V_UNKNOWN)
		return ig_eval_call(j, args[0], NULL, &o, 1);
	if ((strcmp(name, "catch") == 0 || strcmp(name, "finally") == 0) && o->kind != V_UNKNOWN)
		return o;
	if ((o->kind == V_REF && strcmp(o->u.s, "g:Reflect") != 0) || o->kind == V_FUNC ||
	    o->kind == V_BOUND)
		return function_method(&c, name);
	if (o->kind == V_STR && (o->taint & T_BYTES) && strcmp(name, "toString") != 0 &&
	    strcmp(name, "indexOf") != 0) {
		c.self = o = ig_builtin_chars(j, o);
	}
	if (o->kind == V_STR && (o->taint & T_PARTIAL)) {
		static const char *const keep[] = {"trim", "toString", "replace", "toLowerCase"};

		for (size_t i = 0; i < IG_COUNT(keep); i++)
			if (strcmp(name, keep[i]) == 0)
				return o;
		return ig_val_unknown(j, ig_val_taints(o) & ~(unsigned)T_PARTIAL);
	}
	for (size_t i = 0; i < IG_COUNT(methods); i++) {
		if (methods[i].kind != o->kind || strcmp(methods[i].name, name) != 0)
			continue;
		v = methods[i].fn(&c);
		if (v)
			return v;
		return ig_val_unknown(j, (ig_val_taints(o) & ~(unsigned)T_PARTIAL));
	}
	return NULL;
}
