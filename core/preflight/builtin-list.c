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

/* --- arrays -------------------------------------------------------------------------------- */

/* With an item that may be one of several, so may the text. */
static struct ig_val *join_any(const struct ig_method_call *c, struct ig_val *sep)
{
	struct ig_val *v = ig_val_str(c->j, "", 0, 0);

	for (uint32_t i = 0; i < c->self->n; i++) {
		if (i)
			v = ig_eval_binary(c->j, OP_ADD, v, sep);
		v = ig_eval_binary(c->j, OP_ADD, v, c->self->u.item[i]);
	}
	return v;
}

static struct ig_val *l_join(const struct ig_method_call *c)
{
	const char *sep = c->n ? ig_method_str(c, 0) : ",";
	ig_auto_buf out = IG_BUF_INIT(IG_EVAL_STR);
	unsigned taint = c->self->taint | T_BUILT;

	if (!sep)
		return NULL;
	for (uint32_t i = 0; c->self->n <= IG_EVAL_UNION && i < c->self->n; i++)
		if (c->self->u.item[i]->kind == V_UNION)
			return join_any(c, ig_val_str(c->j, sep, strlen(sep), 0));
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
			ig_buf_adds(&out, ig_val_hole(c->self->u.item[i]));
		taint |= v->taint | (v->kind == V_STR ? 0 : (unsigned)T_PARTIAL);
	}
	c->j->steps += c->self->n / 8;
	return ig_val_str(c->j, ig_buf_str(&out), out.len, taint & ~(unsigned)T_LIST_SLOT);
}

static struct ig_val *l_reverse(const struct ig_method_call *c)
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
static struct ig_val *l_sort(const struct ig_method_call *c)
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

static struct ig_val *l_map(const struct ig_method_call *c)
{
	struct ig_val **item, *args[3];
	uint32_t i;

	if (!ig_method_arg(c, 0) || c->self->n > IG_EVAL_LIST)
		return NULL;
	item = ig_js_alloc(c->j, (c->self->n + 1) * sizeof(*item));
	for (i = 0; i < c->self->n && c->j->steps <= c->j->max_steps; i++) {
		args[0] = c->self->u.item[i];
		args[1] = ig_val_num(c->j, i);
		args[2] = c->self;
		item[i] = ig_eval_call(c->j, ig_method_arg(c, 0), NULL, args, 3);
	}
	return i < c->self->n ? NULL : ig_val_list(c->j, item, i);
}

static struct ig_val *l_reduce(const struct ig_method_call *c)
{
	struct ig_val *v = ig_method_arg(c, 1), *args[3];
	uint32_t i = 0;

	if (!ig_method_arg(c, 0) || (!v && c->self->n == 0))
		return NULL;
	if (!v)
		v = c->self->u.item[i++];
	for (; i < c->self->n; i++) {
		if (c->j->steps > c->j->max_steps)
			return NULL;
		args[0] = v;
		args[1] = c->self->u.item[i];
		args[2] = ig_val_num(c->j, i);
		v = ig_eval_call(c->j, ig_method_arg(c, 0), NULL, args, 3);
	}
	return v;
}

static struct ig_val *l_for_each(const struct ig_method_call *c)
{
	return c->j->running && l_map(c) ? ig_val_new(c->j, V_UNDEF, 0) : NULL;
}

static struct ig_val *l_filter(const struct ig_method_call *c)
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

static struct ig_val *l_slice(const struct ig_method_call *c)
{
	double a, b;
	size_t x, y;

	if (!ig_method_num(c, 0, 0, &a) || !ig_method_num(c, 1, c->self->n, &b))
		return NULL;
	x = ig_method_clamp(a, c->self->n, true);
	y = ig_method_clamp(b, c->self->n, true);
	return ig_val_list(c->j, c->self->u.item + x, x < y ? y - x : 0);
}

static struct ig_val *l_concat(const struct ig_method_call *c)
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
static struct ig_val *l_push(const struct ig_method_call *c)
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

static struct ig_val *l_unshift(const struct ig_method_call *c)
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

static struct ig_val *l_shift(const struct ig_method_call *c)
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

static struct ig_val *l_pop(const struct ig_method_call *c)
{
	struct ig_val *v;

	if (c->self->n == 0)
		return ig_val_new(c->j, V_UNDEF, 0);
	v = c->self->u.item[c->self->n - 1];
	if (c->j->running)
		c->self->n--;
	return v;
}

static struct ig_val *l_at(const struct ig_method_call *c)
{
	double i;

	if (!ig_method_num(c, 0, 0, &i))
		return NULL;
	if (i < 0)
		i += c->self->n;
	return i >= 0 && i < c->self->n ? c->self->u.item[(size_t)i] : ig_val_new(c->j, V_UNDEF, 0);
}

static struct ig_val *l_index_of(const struct ig_method_call *c)
{
	const char *what = ig_method_str(c, 0);

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

static struct ig_val *l_includes(const struct ig_method_call *c)
{
	struct ig_val *v = l_index_of(c);

	return v ? ig_val_bool(c->j, v->u.num >= 0) : NULL;
}

static struct ig_val *l_find(const struct ig_method_call *c)
{
	return c->self->n ? ig_follow_element(c->j, c->self) : NULL;
}

static struct ig_val *l_to_string(const struct ig_method_call *c)
{
	/* A list of numbers may be bytes of a buffer; the decoder's taint tells. */
	return c->self->taint & T_DECODED ? NULL : ig_val_to_str(c->j, c->self);
}

const struct ig_method ig_list_methods[] = {
    {"join", l_join},
    {"reverse", l_reverse},
    {"toReversed", l_reverse},
    {"sort", l_sort},
    {"toSorted", l_sort},
    {"map", l_map},
    {"reduce", l_reduce},
    {"forEach", l_for_each},
    {"filter", l_filter},
    {"slice", l_slice},
    {"concat", l_concat},
    {"push", l_push},
    {"unshift", l_unshift},
    {"shift", l_shift},
    {"pop", l_pop},
    {"at", l_at},
    {"indexOf", l_index_of},
    {"includes", l_includes},
    {"find", l_find},
    {"toString", l_to_string},
    {NULL, NULL},
};
