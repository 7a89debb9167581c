#include "config.h"
#include "core/preflight/eval.h"

#include <math.h>
#include <string.h>

#include "core/preflight/follow.h"

/* a + b for strings; what is unknown stays visible as ${...}. */
struct ig_val *ig_eval_concat(struct ig_js *j, struct ig_val *a, struct ig_val *b)
{
	struct ig_val *x = ig_val_to_str(j, a), *y = ig_val_to_str(j, b), *v;
	unsigned taint = (x->taint | y->taint | T_BUILT) & ~(unsigned)(T_LIST_SLOT | T_BYTES);
	const char *s = ig_val_hole(a), *t = ig_val_hole(b);
	size_t n = strlen(s), m = strlen(t);
	char *p;

	if (x->kind != V_STR && y->kind != V_STR && !ig_val_is_home(a))
		return ig_val_unknown(j, ig_val_taints(x) | ig_val_taints(y));
	if (x->kind == V_STR) {
		s = x->u.s;
		n = x->n;
	} else {
		taint |= T_PARTIAL | ig_val_taints(x);
	}
	if (y->kind == V_STR) {
		t = y->u.s;
		m = y->n;
	} else {
		taint |= T_PARTIAL | ig_val_taints(y);
	}
	if (n + m > IG_EVAL_STR)
		return ig_val_unknown(j, taint & ~(unsigned)T_PARTIAL);
	v = ig_val_new(j, V_STR, taint);
	p = ig_js_alloc(j, n + m + 1);
	memcpy(p, s, n);
	memcpy(p + n, t, m);
	p[n + m] = '\0';
	v->u.s = p;
	v->n = (uint32_t)(n + m);
	return v;
}

static struct ig_val *add(struct ig_js *j, struct ig_val *a, struct ig_val *b)
{
	struct ig_val *r = NULL;

	if (a->kind == V_UNION || b->kind == V_UNION) {
		struct ig_val *u = a->kind == V_UNION ? a : b;

		j->steps += u->n;
		for (uint32_t i = 0; i < u->n; i++)
			r = ig_val_union(j, r,
			    u == a ? add(j, u->u.item[i], b) : add(j, a, u->u.item[i]));
		return r;
	}
	if (a->kind == V_NUM && b->kind == V_NUM)
		return ig_val_num(j, a->u.num + b->u.num);
	if ((a->kind == V_NUM || a->kind == V_BOOL || a->kind == V_NULL || a->kind == V_UNDEF) &&
	    (b->kind == V_NUM || b->kind == V_BOOL || b->kind == V_NULL || b->kind == V_UNDEF)) {
		double x = 0, y = 0;

		ig_val_to_num(a, &x);
		ig_val_to_num(b, &y);
		return ig_val_num(j, x + y);
	}
	return ig_eval_concat(j, a, b);
}

int32_t ig_eval_int32(double d)
{
	if (isnan(d) || isinf(d))
		return 0;
	d = fmod(trunc(d), 4294967296.0);
	if (d < 0)
		d += 4294967296.0;
	return (int32_t)(uint32_t)d;
}

static struct ig_val *compare(struct ig_js *j, unsigned op, struct ig_val *a, struct ig_val *b)
{
	double x, y;
	bool eq;

	if (a->kind == V_STR && b->kind == V_STR && !((a->taint | b->taint) & T_PARTIAL)) {
		int c = strcmp(a->u.s, b->u.s);

		x = c;
		y = 0;
	} else if ((op == OP_SEQ || op == OP_SNE) && a->kind != b->kind &&
	    a->kind != V_UNKNOWN && b->kind != V_UNKNOWN && a->kind != V_REF &&
	    b->kind != V_REF && a->kind != V_UNION && b->kind != V_UNION) {
		return ig_val_bool(j, op == OP_SNE);
	} else if ((a->kind == V_UNDEF || a->kind == V_NULL) &&
	    (b->kind == V_UNDEF || b->kind == V_NULL)) {
		x = y = 0;
	} else if (!ig_val_to_num(a, &x) || !ig_val_to_num(b, &y)) {
		return ig_val_unknown(j, 0);
	}
	eq = x == y;
	switch (op) {
	case OP_EQ:
	case OP_SEQ:
		return ig_val_bool(j, eq);
	case OP_NE:
	case OP_SNE:
		return ig_val_bool(j, !eq);
	case OP_LT:
		return ig_val_bool(j, x < y);
	case OP_GT:
		return ig_val_bool(j, x > y);
	case OP_LE:
		return ig_val_bool(j, x <= y);
	default:
		return ig_val_bool(j, x >= y);
	}
}

static struct ig_val *arith(struct ig_js *j, unsigned op, struct ig_val *a, struct ig_val *b)
{
	double x, y;

	if (op >= OP_EQ && op <= OP_GE)
		return compare(j, op, a, b);
	if (!ig_val_to_num(a, &x) || !ig_val_to_num(b, &y))
		return ig_val_unknown(j, ig_val_taints(a) | ig_val_taints(b));
	switch (op) {
	case OP_SUB:
		return ig_val_num(j, x - y);
	case OP_MUL:
		return ig_val_num(j, x * y);
	case OP_DIV:
		return ig_val_num(j, x / y);
	case OP_MOD:
		return ig_val_num(j, fmod(x, y));
	case OP_POW:
		return ig_val_num(j, pow(x, y));
	case OP_AND:
		return ig_val_num(j, ig_eval_int32(x) & ig_eval_int32(y));
	case OP_OR:
		return ig_val_num(j, ig_eval_int32(x) | ig_eval_int32(y));
	case OP_XOR:
		return ig_val_num(j, ig_eval_int32(x) ^ ig_eval_int32(y));
	case OP_SHL:
		return ig_val_num(j, (int32_t)((uint32_t)ig_eval_int32(x) << (ig_eval_int32(y) & 31)));
	case OP_SHR:
		return ig_val_num(j, ig_eval_int32(x) >> (ig_eval_int32(y) & 31));
	case OP_USHR:
		return ig_val_num(j, (uint32_t)ig_eval_int32(x) >> (ig_eval_int32(y) & 31));
	default:
		return ig_val_unknown(j, 0);
	}
}

struct ig_val *ig_eval_binary(struct ig_js *j, unsigned op, struct ig_val *a, struct ig_val *b)
{
	return op == OP_ADD ? add(j, a, b) : arith(j, op, a, b);
}
