#include "config.h"
#include "core/preflight/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"

enum { BLOCK = 64 * 1024 };

void *ig_js_alloc(struct ig_js *j, size_t n)
{
	struct ig_block *b = j->blocks;

	n = (n + 15) & ~(size_t)15;
	if (!b || b->size - b->used < n) {
		size_t size = n > BLOCK ? n : BLOCK;

		b = ig_malloc(sizeof(*b) + size + 16);
		b->size = size;
		b->used = 0;
		b->next = j->blocks;
		j->blocks = b;
		j->arena += size;
		if (j->arena > IG_EVAL_ARENA) /* no more questions: what is open stays unknown */
			j->max_steps = 0;
	}
	b->used += n;
	return b->bytes + b->used - n;
}

struct ig_val *ig_val_new(struct ig_js *j, enum ig_val_kind k, unsigned taint)
{
	struct ig_val *v = ig_js_alloc(j, sizeof(*v));

	memset(v, 0, sizeof(*v));
	v->kind = (uint8_t)k;
	v->taint = (uint16_t)taint;
	return v;
}

struct ig_val *ig_val_unknown(struct ig_js *j, unsigned taint)
{
	return ig_val_new(j, V_UNKNOWN, taint);
}

struct ig_val *ig_val_str(struct ig_js *j, const char *s, size_t n, unsigned taint)
{
	struct ig_val *v;
	char *p;

	if (n > IG_EVAL_STR)
		return ig_val_unknown(j, taint);
	v = ig_val_new(j, V_STR, taint);
	p = ig_js_alloc(j, n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
	v->u.s = p;
	v->n = (uint32_t)n;
	return v;
}

struct ig_val *ig_val_num(struct ig_js *j, double d)
{
	struct ig_val *v = ig_val_new(j, V_NUM, 0);

	v->u.num = d;
	return v;
}

struct ig_val *ig_val_bool(struct ig_js *j, bool b)
{
	struct ig_val *v = ig_val_new(j, V_BOOL, 0);

	v->u.truth = b;
	return v;
}

struct ig_val *ig_val_list(struct ig_js *j, struct ig_val **item, size_t n)
{
	struct ig_val *v;

	if (n > IG_EVAL_LIST)
		return ig_val_unknown(j, 0);
	v = ig_val_new(j, V_LIST, 0);
	v->u.item = ig_js_alloc(j, (n ? n : 1) * sizeof(*item));
	if (n)
		memcpy(v->u.item, item, n * sizeof(*item));
	v->n = (uint32_t)n;
	return v;
}

struct ig_val *ig_val_refn(struct ig_js *j, const char *path, size_t n, unsigned taint)
{
	struct ig_val *v;

	if (n > IG_EVAL_PATH)
		return ig_val_unknown(j, taint);
	v = ig_val_str(j, path, n, taint);
	v->kind = V_REF;
	return v;
}

struct ig_val *ig_val_ref(struct ig_js *j, const char *path, unsigned taint)
{
	return ig_val_refn(j, path, strlen(path), taint);
}

static bool same(const struct ig_val *a, const struct ig_val *b)
{
	if (a == b)
		return true;
	if (a->kind != b->kind || a->taint != b->taint)
		return false;
	switch (a->kind) {
	case V_STR:
	case V_REF:
		return a->n == b->n && memcmp(a->u.s, b->u.s, a->n) == 0;
	case V_NUM:
		return a->u.num == b->u.num;
	case V_BOOL:
		return a->u.truth == b->u.truth;
	case V_FUNC:
	case V_OBJ:
	case V_CLASS:
	case V_INST:
		return a->u.node == b->u.node && a->env == b->env;
	case V_UNKNOWN:
	case V_UNDEF:
	case V_NULL:
		return true;
	default:
		return false;
	}
}

static void add_member(struct ig_val *u, struct ig_val *v)
{
	for (uint32_t i = 0; i < u->n; i++)
		if (same(u->u.item[i], v))
			return;
	if (u->n < IG_EVAL_UNION)
		u->u.item[u->n++] = v;
	else
		u->u.item[IG_EVAL_UNION - 1] = v;
}

static void add_members(struct ig_val *u, struct ig_val *v)
{
	if (v->kind != V_UNION) {
		add_member(u, v);
		return;
	}
	for (uint32_t i = 0; i < v->n; i++)
		add_member(u, v->u.item[i]);
}

struct ig_val *ig_val_union(struct ig_js *j, struct ig_val *a, struct ig_val *b)
{
	struct ig_val *u;

	if (!a || !b)
		return a ? a : b;
	if (same(a, b))
		return a;
	u = ig_val_new(j, V_UNION, 0);
	u->u.item = ig_js_alloc(j, IG_EVAL_UNION * sizeof(*u->u.item));
	add_members(u, a);
	add_members(u, b);
	return u->n == 1 ? u->u.item[0] : u;
}

struct ig_val *ig_val_taint(struct ig_js *j, struct ig_val *v, unsigned taint)
{
	struct ig_val *w;

	if ((v->taint | taint) == v->taint)
		return v;
	w = ig_js_alloc(j, sizeof(*w));
	*w = *v;
	w->taint = (uint16_t)(v->taint | taint);
	if (v->kind == V_UNION) {
		w->u.item = ig_js_alloc(j, v->n * sizeof(*v->u.item));
		for (uint32_t i = 0; i < v->n; i++)
			w->u.item[i] = ig_val_taint(j, v->u.item[i], taint);
	}
	return w;
}

static unsigned taints(const struct ig_val *v, unsigned depth)
{
	unsigned t = v->taint;

	if (v->kind == V_REF && strcmp(v->u.s, "g:process.env") == 0)
		t |= T_ENV_ALL;

	if (depth < 4 && (v->kind == V_LIST || v->kind == V_UNION || v->kind == V_BOUND ||
			     v->kind == V_DICT))
		for (uint32_t i = 0; i < v->n && i < 64; i++)
			t |= taints(v->u.item[i], depth + 1);
	return t;
}

unsigned ig_val_taints(const struct ig_val *v)
{
	return taints(v, 0);
}

const char *ig_val_const(const struct ig_val *v)
{
	return v->kind == V_STR && !(v->taint & T_PARTIAL) ? v->u.s : NULL;
}

bool ig_val_is_ref(const struct ig_val *v, const char *path)
{
	return v->kind == V_REF && strcmp(v->u.s, path) == 0;
}

bool ig_val_is_home(const struct ig_val *v)
{
	static const char *const home[] = {"m:os.homedir()", "g:process.env.HOME",
	    "g:process.env.USERPROFILE", "m:os.userInfo().homedir"};

	for (size_t i = 0; i < IG_COUNT(home); i++)
		if (ig_val_is_ref(v, home[i]))
			return true;
	return false;
}

const char *ig_val_hole(const struct ig_val *v)
{
	return ig_val_is_home(v) ? "~" : "${...}";
}

int ig_val_truth(const struct ig_val *v)
{
	switch (v->kind) {
	case V_UNDEF:
	case V_NULL:
		return 0;
	case V_BOOL:
		return v->u.truth;
	case V_NUM:
		return v->u.num != 0 && !isnan(v->u.num);
	case V_STR:
		return v->n > 0;
	case V_FUNC:
	case V_OBJ:
	case V_CLASS:
	case V_INST:
	case V_LIST:
	case V_DICT:
	case V_REGEX:
	case V_BOUND:
		return 1;
	default:
		return -1;
	}
}

static struct ig_val *num_text(struct ig_js *j, double d)
{
	char b[48];

	if (isnan(d))
		return ig_val_str(j, "NaN", 3, 0);
	if (isinf(d))
		return d < 0 ? ig_val_str(j, "-Infinity", 9, 0) : ig_val_str(j, "Infinity", 8, 0);
	if (d == floor(d) && fabs(d) < 1e15)
		snprintf(b, sizeof(b), "%.0f", d + 0.0);
	else
		snprintf(b, sizeof(b), "%.15g", d);
	return ig_val_str(j, b, strlen(b), 0);
}

/* An array's text: its items joined by commas. */
static struct ig_val *list_text(struct ig_js *j, struct ig_val *v)
{
	char *s;
	size_t n = 0, max = 0;
	unsigned taint = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		struct ig_val *t = v->u.item[i];

		if (t->kind == V_NUM)
			t = num_text(j, t->u.num);
		if (t->kind != V_STR)
			return ig_val_unknown(j, ig_val_taints(v));
		max += t->n + 1;
	}
	if (max > IG_EVAL_STR)
		return ig_val_unknown(j, 0);
	s = ig_js_alloc(j, max + 1);
	for (uint32_t i = 0; i < v->n; i++) {
		struct ig_val *t = v->u.item[i];

		if (t->kind == V_NUM)
			t = num_text(j, t->u.num);
		if (i)
			s[n++] = ',';
		memcpy(s + n, t->u.s, t->n);
		n += t->n;
		taint |= t->taint;
	}
	return ig_val_str(j, s, n, taint | T_BUILT);
}

struct ig_val *ig_val_to_str(struct ig_js *j, struct ig_val *v)
{
	switch (v->kind) {
	case V_STR:
		return v;
	case V_NUM:
		return num_text(j, v->u.num);
	case V_BOOL:
		return v->u.truth ? ig_val_str(j, "true", 4, 0) : ig_val_str(j, "false", 5, 0);
	case V_UNDEF:
		return ig_val_str(j, "undefined", 9, 0);
	case V_NULL:
		return ig_val_str(j, "null", 4, 0);
	case V_OBJ:
		return ig_val_str(j, "[object Object]", 15, 0);
	case V_LIST:
		return list_text(j, v);
	case V_REGEX:
		return ig_val_str(j, j->ast.src + j->ast.node[v->u.node].start,
		    j->ast.node[v->u.node].end - j->ast.node[v->u.node].start, 0);
	default:
		return ig_val_unknown(j, ig_val_taints(v));
	}
}

bool ig_val_to_num(const struct ig_val *v, double *ret)
{
	char *end;

	switch (v->kind) {
	case V_NUM:
		*ret = v->u.num;
		return true;
	case V_BOOL:
		*ret = v->u.truth;
		return true;
	case V_NULL:
		*ret = 0;
		return true;
	case V_STR:
		if (v->taint & T_PARTIAL)
			return false;
		*ret = v->n ? strtod(v->u.s, &end) : 0;
		if (v->n && (end == v->u.s || *end))
			*ret = NAN;
		return true;
	case V_LIST: /* obfuscators count with empty arrays */
		*ret = v->n == 0 ? 0 : NAN;
		return v->n == 0;
	case V_UNDEF:
	case V_OBJ:
		*ret = NAN;
		return true;
	default:
		return false;
	}
}
