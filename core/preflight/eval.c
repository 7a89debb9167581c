#include "config.h"
#include "core/preflight/eval.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/preflight/follow.h"

enum { RETURN_NODES = 20000, SPINE = 4096 };

static const struct ig_node *at(const struct ig_js *j, uint32_t n)
{
	return &j->ast.node[n];
}

uint32_t ig_eval_strip(const struct ig_js *j, uint32_t n)
{
	while (n && (at(j, n)->kind == K_PAREN || at(j, n)->kind == K_CAST) && at(j, n)->child)
		n = at(j, n)->child;
	return n;
}

static struct ig_val *atom_str(struct ig_js *j, uint32_t atom)
{
	const struct ig_atom *t = &j->ast.atom[atom];

	return ig_val_str(j, t->s, t->n, 0);
}

static struct ig_val *string_text(struct ig_js *j, uint32_t start, uint32_t end)
{
	size_t n = end - start;
	unsigned escaped = 0;
	struct ig_val *v;
	char *s;

	if (n > IG_EVAL_STR)
		return ig_val_unknown(j, 0);
	if (!memchr(j->ast.src + start, '\\', n))
		return ig_val_str(j, j->ast.src + start, n, 0);
	s = ig_js_alloc(j, n + 8);
	n = ig_js_unescape(j->ast.src + start, n, s, n + 8, &escaped);
	v = ig_val_str(j, s, n, 0);
	if (escaped >= 2)
		v->taint |= T_ESCAPED;
	return v;
}

static struct ig_val *eval_string(struct ig_js *j, uint32_t n)
{
	const struct ig_node *t = at(j, n);

	if (t->end - t->start < 2)
		return ig_val_str(j, "", 0, 0);
	return string_text(j, t->start + 1, t->end - 1);
}

static struct ig_val *eval_template(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	struct ig_val *v = NULL;
	uint32_t from = at(j, n)->start + 1, end = at(j, n)->end - 1;

	if (at(j, n)->end - at(j, n)->start < 2)
		return ig_val_str(j, "", 0, 0);
	for (uint32_t c = at(j, n)->child; c; c = at(j, c)->next) {
		struct ig_val *part;

		if (at(j, c)->kind != K_TEMPLATE_SUB)
			continue;
		part = string_text(j, from, at(j, c)->start);
		v = v ? ig_eval_binary(j, OP_ADD, v, part) : part;
		v = ig_eval_binary(j, OP_ADD, v,
		    at(j, c)->child ? ig_eval(j, at(j, c)->child, env) : ig_val_unknown(j, 0));
		from = at(j, c)->end;
	}
	if (from < end || !v) {
		struct ig_val *part = string_text(j, from, from < end ? end : from);

		v = v ? ig_eval_binary(j, OP_ADD, v, part) : part;
	}
	return v;
}

static struct ig_val *logic(struct ig_js *j, unsigned op, struct ig_val *a, uint32_t right,
    struct ig_env *env)
{
	int t = ig_val_truth(a);

	if (op == OP_NULLISH) {
		if (a->kind == V_UNDEF || a->kind == V_NULL)
			return ig_eval(j, right, env);
		if (t >= 0)
			return a;
	} else if (t >= 0) {
		return (op == OP_LOR) == (t == 1) ? a : ig_eval(j, right, env);
	}
	/* `x && y` with x unknown is y where it matters. */
	if (op == OP_LAND)
		return ig_eval(j, right, env);
	return ig_val_union(j, a, ig_eval(j, right, env));
}

/* A chain of operators is as deep as it is long: the left spine is followed by a loop. */
static struct ig_val *eval_binary(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	uint32_t spine[64], *list = spine, depth = 0, left = n;
	struct ig_val *v;

	while (at(j, left)->kind == K_BINARY && depth < SPINE) {
		if (depth == IG_COUNT(spine)) {
			list = ig_js_alloc(j, SPINE * sizeof(*list));
			memcpy(list, spine, sizeof(spine));
		}
		list[depth++] = left;
		left = ig_eval_strip(j, ig_ast_field(&j->ast, left, F_LEFT));
	}
	v = ig_eval(j, left, env);
	while (depth--) {
		uint32_t right = ig_ast_field(&j->ast, list[depth], F_RIGHT);
		unsigned op = at(j, list[depth])->op;

		if (op == OP_LAND || op == OP_LOR || op == OP_NULLISH)
			v = logic(j, op, v, right, env);
		else
			v = ig_eval_binary(j, op, v, ig_eval(j, right, env));
	}
	return v;
}

static struct ig_val *eval_unary(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	struct ig_val *v = ig_eval(j, ig_ast_field(&j->ast, n, F_ARGUMENT), env);
	double d;
	int t;

	switch (at(j, n)->op) {
	case OP_NOT:
		t = ig_val_truth(v);
		return t < 0 ? ig_val_unknown(j, 0) : ig_val_bool(j, !t);
	case OP_SUB:
	case OP_ADD:
	case OP_BITNOT:
		if (!ig_val_to_num(v, &d))
			return ig_val_unknown(j, v->taint);
		if (at(j, n)->op == OP_BITNOT)
			return ig_val_num(j, ~ig_eval_int32(d));
		return ig_val_num(j, at(j, n)->op == OP_SUB ? -d : d);
	case OP_VOID:
		return ig_val_new(j, V_UNDEF, 0);
	case OP_TYPEOF:
		if (v->kind == V_STR)
			return ig_val_str(j, "string", 6, 0);
		if (v->kind == V_NUM)
			return ig_val_str(j, "number", 6, 0);
		if (v->kind == V_FUNC || v->kind == V_CLASS)
			return ig_val_str(j, "function", 8, 0);
		return ig_val_unknown(j, 0);
	default:
		return ig_val_unknown(j, 0);
	}
}

static struct ig_val *eval_number(struct ig_js *j, uint32_t n)
{
	char b[64];
	size_t len = 0;
	const struct ig_node *t = at(j, n);

	for (uint32_t i = t->start; i < t->end && len < sizeof(b) - 1; i++)
		if (j->ast.src[i] != '_' && j->ast.src[i] != 'n')
			b[len++] = j->ast.src[i];
	b[len] = '\0';
	if (len > 2 && b[0] == '0' && (b[1] | 32) == 'b')
		return ig_val_num(j, (double)strtoull(b + 2, NULL, 2));
	if (len > 2 && b[0] == '0' && (b[1] | 32) == 'o')
		return ig_val_num(j, (double)strtoull(b + 2, NULL, 8));
	if (len > 2 && b[0] == '0' && (b[1] | 32) == 'x')
		return ig_val_num(j, (double)strtoull(b + 2, NULL, 16));
	return ig_val_num(j, strtod(b, NULL));
}

static struct ig_val *eval_array(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	struct ig_val **item = NULL, *v;
	size_t count = 0, cap = 0;
	uint32_t c;

	for (c = at(j, n)->child; c && count <= IG_EVAL_LIST && j->steps <= j->max_steps;
	    c = at(j, c)->next) {
		v = at(j, c)->kind == K_SPREAD && at(j, c)->child
		    ? ig_eval(j, at(j, c)->child, env)
		    : ig_eval(j, c, env);
		if (at(j, c)->kind == K_SPREAD && v->kind == V_STR && !(v->taint & T_PARTIAL))
			v = ig_builtin_chars(j, v);
		if (at(j, c)->kind == K_SPREAD && v->kind == V_LIST) {
			for (uint32_t i = 0; i < v->n && count <= IG_EVAL_LIST; i++) {
				IG_GROW(item, count, cap);
				item[count++] = v->u.item[i];
			}
			continue;
		}
		IG_GROW(item, count, cap);
		item[count++] = v;
	}
	v = ig_val_list(j, item, count);
	free(item);
	return c ? ig_val_unknown(j, 0) : v;
}

struct ig_val *ig_eval_prop_name(struct ig_js *j, uint32_t prop, struct ig_env *env)
{
	struct ig_val *v;

	if (!prop)
		return NULL;
	switch (at(j, prop)->kind) {
	case K_PROP:
	case K_SHORT:
	case K_SHORT_PAT:
		return atom_str(j, at(j, prop)->child);
	case K_COMPUTED:
		v = at(j, prop)->child ? ig_eval(j, at(j, prop)->child, env) : NULL;
		break;
	default:
		v = ig_eval(j, prop, env);
		break;
	}
	return v;
}

static struct ig_val *eval_this(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	uint32_t p = at(j, n)->parent;

	for (struct ig_env *e = env; e; e = e->up)
		if (e->this_value && at(j, e->function)->kind != K_ARROW) {
			j->used_env = true;
			return e->this_value;
		}
	for (unsigned i = 0; p && i < 2000; i++, p = at(j, p)->parent) {
		unsigned k = at(j, p)->kind;

		if (k == K_CLASS_BODY) {
			struct ig_val *v = ig_val_new(j, V_INST, 0);

			v->u.node = at(j, p)->parent;
			return v;
		}
		if ((k == K_METHOD || k == K_FUNCTION) &&
		    (at(j, at(j, p)->parent)->kind == K_OBJECT ||
			at(j, at(j, p)->parent)->kind == K_PAIR)) {
			struct ig_val *v = ig_val_new(j, V_OBJ, 0);
			uint32_t o = at(j, p)->parent;

			v->u.node = at(j, o)->kind == K_PAIR ? at(j, o)->parent : o;
			return v;
		}
	}
	return ig_val_ref(j, "g:globalThis", 0);
}

static struct ig_val *named(struct ig_js *j, enum ig_val_kind k, uint32_t n, struct ig_env *env)
{
	struct ig_val *v = ig_val_new(j, k, 0);

	v->u.node = n;
	v->env = env;
	return v;
}

static struct ig_val *eval_new(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	struct ig_val *f = ig_eval(j, ig_ast_field(&j->ast, n, F_CONSTRUCTOR), env), *v;
	uint32_t argc = 0;
	struct ig_val **args = ig_eval_args(j, n, env, &argc);

	if (f->kind == V_UNION && f->n)
		f = f->u.item[0];
	if (f->kind == V_CLASS || f->kind == V_FUNC) {
		v = named(j, V_INST, f->u.node, f->env);
		return v;
	}
	if (f->kind != V_REF)
		return ig_val_unknown(j, f->taint);
	return ig_eval_call(j, f, NULL, args, argc);
}

struct ig_val **ig_eval_args(struct ig_js *j, uint32_t call, struct ig_env *env, uint32_t *ret_n)
{
	uint32_t list = ig_ast_field(&j->ast, call, F_ARGUMENTS), n = 0;
	enum { MAX = 1024 };
	struct ig_val **args = ig_js_alloc(j, 16 * sizeof(*args));

	*ret_n = 0;
	if (!list)
		return args;
	if (at(j, list)->kind == K_TEMPLATE) { /* f`text` */
		args[0] = eval_template(j, list, env);
		*ret_n = 1;
		return args;
	}
	for (uint32_t c = at(j, list)->child; c && n < 16; c = at(j, c)->next) {
		struct ig_val *v;

		if (at(j, c)->kind != K_SPREAD) {
			args[n++] = ig_eval(j, c, env);
			continue;
		}
		v = at(j, c)->child ? ig_eval(j, at(j, c)->child, env) : NULL;
		if (v && v->kind == V_STR && !(v->taint & T_PARTIAL))
			v = ig_builtin_chars(j, v);
		if (v && v->kind == V_LIST && v->n <= MAX && n + v->n > 16) {
			struct ig_val **more = ig_js_alloc(j, (n + v->n + 16) * sizeof(*more));

			/* f(...codes): all of them, and what comes after is rarely of use */
			memcpy(more, args, n * sizeof(*more));
			memcpy(more + n, v->u.item, v->n * sizeof(*more));
			*ret_n = n + v->n;
			return more;
		}
		for (uint32_t i = 0; v && v->kind == V_LIST && i < v->n && n < 16; i++)
			args[n++] = v->u.item[i];
		if (v && v->kind != V_LIST)
			args[n++] = ig_val_unknown(j, ig_val_taints(v));
	}
	*ret_n = n;
	return args;
}

struct ig_val *ig_eval_callee(
    struct ig_js *j, uint32_t call, struct ig_env *env, struct ig_val **ret_this)
{
	uint32_t f = ig_eval_strip(j, ig_ast_field(&j->ast, call,
		     at(j, call)->kind == K_NEW ? F_CONSTRUCTOR : F_FUNCTION));

	*ret_this = NULL;
	if (!f)
		return ig_val_unknown(j, 0);
	if (at(j, f)->kind == K_IMPORT)
		return ig_val_ref(j, "g:import", 0);
	if (at(j, f)->kind == K_MEMBER || at(j, f)->kind == K_SUBSCRIPT)
		*ret_this = ig_eval(j, ig_ast_field(&j->ast, f, F_OBJECT), env);
	return ig_eval(j, f, env);
}

static struct ig_val *eval_call(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	struct ig_val *self, *f, **args, *r, *name;
	uint32_t argc = 0, callee = ig_eval_strip(j, ig_ast_field(&j->ast, n, F_FUNCTION));

	if (!callee)
		return ig_val_unknown(j, 0);
	f = ig_eval_callee(j, n, env, &self);
	args = ig_eval_args(j, n, env, &argc);
	if (self) {
		name = ig_eval_prop_name(j, ig_ast_field(&j->ast, callee,
			   at(j, callee)->kind == K_MEMBER ? F_PROPERTY : F_INDEX), env);
		if (name && name->kind == V_STR && strcmp(name->u.s, "get") == 0 && argc) {
			r = ig_follow_map(j, callee, self, args[0]);
			if (r)
				return r;
		}
		if (name && name->kind == V_STR && f->kind != V_FUNC) {
			r = ig_builtin_method(j, self, name->u.s, args, argc);
			if (r)
				return ig_val_taint(j, r, name->taint & T_HIDDEN & ~T_BUILT);
		}
	}
	return ig_eval_call(j, f, self, args, argc);
}

/* x.y: what was assigned to it, before what it is by itself. */
static struct ig_val *eval_access(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	const bool dotted = at(j, n)->kind == K_MEMBER;
	uint32_t object = ig_ast_field(&j->ast, n, F_OBJECT);
	uint32_t prop = ig_ast_field(&j->ast, n, dotted ? F_PROPERTY : F_INDEX);
	struct ig_val *o, *k, *assigned = NULL, *own;

	if (!object || !prop)
		return ig_val_unknown(j, 0);
	if (at(j, object)->kind == K_IMPORT)
		return ig_val_ref(j, "g:import.meta", 0);
	k = ig_eval_prop_name(j, prop, env);
	if (k && k->kind == V_STR)
		assigned = ig_follow_assigned(j, n, object, k, env);
	o = ig_eval(j, object, env);
	own = ig_eval_member(j, o, k ? k : ig_val_unknown(j, 0));
	if (!assigned)
		return own;
	return own->kind == V_UNKNOWN || own->kind == V_UNDEF || own->kind == V_REF
	    ? assigned
	    : ig_val_union(j, own, assigned);
}

static struct ig_val *eval_name(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	uint32_t b = j->sc.ref[n];
	char path[IG_EVAL_PATH + 1];
	const struct ig_atom *t = &j->ast.atom[at(j, n)->child];
	struct ig_val *v;

	if (b)
		return ig_follow_binding(j, b, env);
	if (t->n > 200)
		return ig_val_unknown(j, 0);
	if (ig_ast_atom_is(&j->ast, at(j, n)->child, "undefined"))
		return ig_val_new(j, V_UNDEF, 0);
	if (ig_ast_atom_is(&j->ast, at(j, n)->child, "NaN"))
		return ig_val_num(j, NAN);
	if (ig_ast_atom_is(&j->ast, at(j, n)->child, "Infinity"))
		return ig_val_num(j, INFINITY);
	if (ig_ast_atom_is(&j->ast, at(j, n)->child, "arguments")) {
		if (!env)
			return ig_follow_arguments(j, n);
		j->used_env = true;
		return ig_val_list(j, env->args, env->n_args);
	}
	v = ig_follow_global(j, n);
	if (v)
		return v;
	snprintf(path, sizeof(path), "g:%.*s", (int)t->n, t->s);
	v = ig_val_ref(j, path, 0);
	if (memchr(j->ast.src + at(j, n)->start, '\\', at(j, n)->end - at(j, n)->start))
		v->taint |= T_ESCAPED;
	return v;
}

static struct ig_val *eval_kind(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	struct ig_val *v;
	uint32_t c = at(j, n)->child;

	switch (at(j, n)->kind) {
	case K_IDENT:
	case K_SHORT:
		return eval_name(j, n, env);
	case K_STRING:
		return eval_string(j, n);
	case K_TEMPLATE:
		return eval_template(j, n, env);
	case K_NUMBER:
		return eval_number(j, n);
	case K_TRUE:
	case K_FALSE:
		return ig_val_bool(j, at(j, n)->kind == K_TRUE);
	case K_NULL:
		return ig_val_new(j, V_NULL, 0);
	case K_UNDEFINED:
		return ig_val_new(j, V_UNDEF, 0);
	case K_REGEX:
		return named(j, V_REGEX, n, NULL);
	case K_ARRAY:
		return eval_array(j, n, env);
	case K_OBJECT:
		return named(j, V_OBJ, n, env);
	case K_FUNCTION:
	case K_ARROW:
	case K_FUNCTION_DECL:
	case K_METHOD:
		return named(j, V_FUNC, n, env);
	case K_CLASS:
	case K_CLASS_DECL:
		return named(j, V_CLASS, n, env);
	case K_BINARY:
		return eval_binary(j, n, env);
	case K_UNARY:
		return eval_unary(j, n, env);
	case K_TERNARY:
		v = ig_eval(j, ig_ast_field(&j->ast, n, F_CONDITION), env);
		if (ig_val_truth(v) >= 0 && env)
			return ig_eval(j, ig_ast_field(&j->ast, n,
			    ig_val_truth(v) ? F_CONSEQUENCE : F_ALTERNATIVE), env);
		v = ig_eval(j, ig_ast_field(&j->ast, n, F_CONSEQUENCE), env);
		return ig_val_union(j, v, ig_eval(j, ig_ast_field(&j->ast, n, F_ALTERNATIVE), env));
	case K_SEQUENCE:
		v = NULL;
		for (; c; c = at(j, c)->next)
			if (env || !at(j, c)->next) /* others matter for what they assign */
				v = ig_eval(j, c, env);
		return v ? v : ig_val_unknown(j, 0);
	case K_PAREN:
	case K_CAST:
	case K_AWAIT:
	case K_TEMPLATE_SUB:
	case K_COMPUTED:
	case K_SPREAD:
		return c ? ig_eval(j, c, env) : ig_val_unknown(j, 0);
	case K_ASSIGN:
	case K_AUG_ASSIGN:
	case K_UPDATE:
		return ig_follow_assign(j, n, env);
	case K_CALL:
		return eval_call(j, n, env);
	case K_NEW:
		return eval_new(j, n, env);
	case K_MEMBER:
	case K_SUBSCRIPT:
		return eval_access(j, n, env);
	case K_THIS:
		return eval_this(j, n, env);
	case K_SUPER:
		return ig_follow_super(j, n);
	case K_META:
		return ig_val_ref(j, "g:import.meta", 0);
	default:
		return ig_val_unknown(j, 0);
	}
}

struct ig_val *ig_eval(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	bool outer_env = j->used_env, outer_cut = j->cut;
	struct ig_val *v;

	if (!env && j->memo[n])
		return j->memo[n];
	if (++j->steps > j->max_steps || j->depth >= IG_EVAL_DEPTH || n == 0) {
		j->cut = true;
		return ig_val_unknown(j, 0);
	}
	j->depth++;
	j->used_env = j->cut = false;
	v = eval_kind(j, n, env);
	j->depth--;
	/* A value cut short by a bound is not the node's for good. */
	if (!env && !j->used_env && !j->cut)
		j->memo[n] = v;
	j->used_env |= outer_env;
	j->cut |= outer_cut;
	return v;
}

struct ig_val *ig_eval_root(struct ig_js *j, uint32_t n)
{
	return ig_eval_root_in(j, n, NULL);
}

struct ig_val *ig_eval_root_in(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	struct ig_val *v;

	if (j->arena > IG_EVAL_ARENA || j->total > IG_EVAL_TOTAL)
		j->max_steps = 64; /* names and constants still resolve */
	else
		j->max_steps = IG_EVAL_STEPS;
	j->steps = 0;
	j->depth = 0;
	j->calls = 0;
	j->cut = false;
	v = ig_eval(j, n, env);
	/* Asked again, it would cost as much and find as little. */
	if (!env && !j->memo[n])
		j->memo[n] = v;
	j->total += j->steps;
	return v;
}
