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

struct ig_val *ig_method_arg(const struct ig_method_call *c, uint32_t i)
{
	return i < c->n ? c->args[i] : NULL;
}

bool ig_method_num(const struct ig_method_call *c, uint32_t i, double or_else, double *ret)
{
	struct ig_val *v = ig_method_arg(c, i);

	*ret = or_else;
	return !v || v->kind == V_UNDEF || ig_val_to_num(v, ret);
}

const char *ig_method_str(const struct ig_method_call *c, uint32_t i)
{
	return i < c->n ? ig_val_const(c->args[i]) : NULL;
}

size_t ig_method_clamp(double d, size_t n, bool from_end)
{
	if (isnan(d))
		return 0;
	if (d < 0)
		d = from_end ? d + (double)n : 0;
	if (d < 0)
		d = 0;
	return d > (double)n ? n : (size_t)d;
}

static struct ig_val *n_to_string(const struct ig_method_call *c)
{
	double base;
	char b[72];
	size_t at = sizeof(b);
	uint64_t v;

	if (!ig_method_num(c, 0, 10, &base) || base < 2 || base > 36)
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

/* call, apply and bind of anything that can be called. */
static struct ig_val *function_method(const struct ig_method_call *c, const char *name)
{
	struct ig_val **item, *v, *list = ig_method_arg(c, 1);

	if (strcmp(name, "call") == 0)
		return ig_eval_call(c->j, c->self, ig_method_arg(c, 0), c->args + (c->n > 0),
		    c->n ? c->n - 1 : 0);
	if (strcmp(name, "apply") == 0) {
		if (list && list->kind == V_LIST)
			return ig_eval_call(c->j, c->self, ig_method_arg(c, 0), list->u.item, list->n);
		return ig_eval_call(c->j, c->self, ig_method_arg(c, 0), &list, list ? 1 : 0);
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
	struct ig_method_call c = {j, o, args, n, 0};
	const struct ig_method *table;
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
	if (o->kind == V_NUM && strcmp(name, "toString") == 0)
		return n_to_string(&c);
	table = o->kind == V_STR ? ig_str_methods : o->kind == V_LIST ? ig_list_methods : NULL;
	for (; table && table->name; table++) {
		if (strcmp(table->name, name) != 0)
			continue;
		v = table->fn(&c);
		return v ? v : ig_val_unknown(j, ig_val_taints(o) & ~(unsigned)T_PARTIAL);
	}
	return NULL;
}
