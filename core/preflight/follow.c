#include "config.h"
#include "core/preflight/follow.h"

#include <string.h>

#include "core/preflight/eval.h"
#include "core/preflight/sinks.h"

enum { RETURN_NODES = 8000, RETURNS = 8, CHAIN = 5, DEFS = 8 };

static const struct ig_node *at(const struct ig_js *j, uint32_t n)
{
	return &j->ast.node[n];
}

static struct ig_slot *find_slot(struct ig_env *env, uint32_t binding)
{
	for (; env; env = env->up)
		for (uint32_t i = 0; i < env->n; i++)
			if (env->slot[i].binding == binding)
				return &env->slot[i];
	return NULL;
}

struct ig_val *ig_follow_element(struct ig_js *j, struct ig_val *v)
{
	struct ig_val *u = NULL;

	if (v->kind != V_LIST)
		return v->kind == V_UNION && v->n ? ig_follow_element(j, v->u.item[0])
						  : ig_val_unknown(j, ig_val_taints(v));
	for (uint32_t i = 0; i < v->n && i < IG_EVAL_UNION; i++)
		u = ig_val_union(j, u, v->u.item[i]);
	return u ? u : ig_val_unknown(j, 0);
}

static struct ig_val *rest_of(struct ig_js *j, struct ig_val *v, uint32_t from)
{
	if (v->kind != V_LIST)
		return v;
	return from < v->n ? ig_val_list(j, v->u.item + from, v->n - from) : ig_val_list(j, NULL, 0);
}

struct ig_val *ig_follow_path(struct ig_js *j, struct ig_val *v, uint32_t step, struct ig_env *env)
{
	uint32_t chain[32], n = 0;

	for (; step && n < IG_COUNT(chain); step = j->sc.step[step].prev)
		chain[n++] = step;
	while (n--) {
		const struct ig_step *s = &j->sc.step[chain[n]];
		const struct ig_atom *t;
		struct ig_val *key;

		switch (s->kind) {
		case STEP_KEY:
			t = &j->ast.atom[s->arg];
			v = ig_eval_member(j, v, ig_val_str(j, t->s, t->n, 0));
			break;
		case STEP_COMPUTED:
			key = ig_eval(j, s->arg, env);
			v = ig_eval_member(j, v, key);
			break;
		case STEP_INDEX:
			v = ig_eval_member(j, v, ig_val_num(j, s->arg));
			break;
		default:
			v = rest_of(j, v, s->arg);
			break;
		}
	}
	return v;
}

/* --- parameters ------------------------------------------------------------------------------ */

static struct ig_val *arg_of_call(struct ig_js *j, uint32_t call, uint32_t index, uint32_t skip)
{
	uint32_t n = 0;
	struct ig_val **args = ig_eval_args(j, call, NULL, &n);

	return index + skip < n ? args[index + skip] : ig_val_new(j, V_UNDEF, 0);
}

static struct ig_val *args_of_sites(struct ig_js *j, uint32_t site, uint32_t index, bool rest)
{
	struct ig_val *u = NULL;

	for (unsigned i = 0; site && i < IG_SITES; i++, site = j->sc.site[site].next) {
		uint32_t n = 0, call = j->sc.site[site].node;
		struct ig_val **args = ig_eval_args(j, call, NULL, &n);

		if (rest)
			u = ig_val_union(j, u, ig_val_list(j, args, n));
		else if (index < n)
			u = ig_val_union(j, u, args[index]);
	}
	return u;
}

/* The call that `f` is the callee of, through parentheses; *ret_skip arguments are not for it. */
static uint32_t immediate_call(const struct ig_js *j, uint32_t f, uint32_t *ret_skip, bool *ret_apply)
{
	uint32_t p = at(j, f)->parent, n = f;

	*ret_skip = 0;
	*ret_apply = false;
	while (at(j, p)->kind == K_PAREN || at(j, p)->kind == K_UNARY || at(j, p)->kind == K_CAST) {
		n = p;
		p = at(j, p)->parent;
	}
	if (at(j, p)->kind == K_MEMBER && at(j, n)->field == F_OBJECT) {
		uint32_t prop = ig_ast_field(&j->ast, p, F_PROPERTY);

		n = p;
		p = at(j, p)->parent;
		if (!prop || at(j, p)->kind != K_CALL || at(j, n)->field != F_FUNCTION)
			return 0;
		*ret_skip = 1;
		*ret_apply = ig_ast_atom_is(&j->ast, ig_ast_name(&j->ast, prop), "apply");
		return *ret_apply || ig_ast_atom_is(&j->ast, ig_ast_name(&j->ast, prop), "call") ? p : 0;
	}
	return at(j, p)->kind == K_CALL && at(j, n)->field == F_FUNCTION ? p : 0;
}

/* A function given to a call: what the callee passes it. */
/* The first name of the scope that node f makes; scopes are in the order of their nodes. */
static uint32_t first_in_scope(const struct ig_js *j, uint32_t f)
{
	uint32_t low = 0, high = j->sc.scopes;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (j->sc.scope[mid].node <= f)
			low = mid;
		else
			high = mid;
	}
	return j->sc.scope[low].node == f ? j->sc.scope[low].first : 0;
}

/* A function given to one of this file's own: what that one calls it with. */
static struct ig_val *passed_to(
    struct ig_js *j, uint32_t call, uint32_t callee, uint32_t function, uint32_t index)
{
	uint32_t list = ig_ast_field(&j->ast, call, F_ARGUMENTS), k = 0;

	for (uint32_t c = at(j, list)->child; c && c != function; c = at(j, c)->next)
		k++;
	for (uint32_t b = first_in_scope(j, callee); b; b = j->sc.binding[b].sibling) {
		const struct ig_def *d = &j->sc.def[j->sc.binding[b].first];

		if (d->kind == D_PARAM && d->node == callee && d->index == k && !d->path)
			return args_of_sites(j, j->sc.binding[b].calls, index, false);
	}
	return NULL;
}

/* emitter.on("x", f): what emit("x", ...) sends. */
static struct ig_val *emitted(struct ig_js *j, uint32_t call, uint32_t index)
{
	struct ig_val *name = arg_of_call(j, call, 0, 0), *u = NULL, *other;
	uint32_t atom = ig_ast_find_atom(&j->ast, "emit", 4);
	uint32_t site = atom ? j->sc.prop_call[atom] : 0;

	for (unsigned i = 0; site && i < IG_SITES; i++, site = j->sc.site[site].next) {
		other = arg_of_call(j, j->sc.site[site].node, 0, 0);
		if (name->kind == V_STR && other->kind == V_STR && !strcmp(name->u.s, other->u.s))
			u = ig_val_union(j, u, arg_of_call(j, j->sc.site[site].node, index, 1));
	}
	return u;
}

static const char *result_path(char *path, const struct ig_val *callee)
{
	memcpy(path, callee->u.s, callee->n);
	memcpy(path + callee->n, "()", 3);
	return path;
}

static struct ig_val *callback_arg(
    struct ig_js *j, uint32_t call, uint32_t function, uint32_t index)
{
	uint32_t f = ig_eval_strip(j, ig_ast_field(&j->ast, call, F_FUNCTION)), prop;
	struct ig_val *o, *callee;
	static const char *const element[] = {"forEach", "map", "filter", "some", "every", "find",
	    "flatMap", "findIndex"};
	char path[IG_EVAL_PATH + 8];

	if (!f)
		return NULL;
	if (at(j, f)->kind == K_MEMBER && (prop = ig_ast_field(&j->ast, f, F_PROPERTY))) {
		uint32_t atom = ig_ast_name(&j->ast, prop);

		o = ig_eval(j, ig_ast_field(&j->ast, f, F_OBJECT), NULL);
		if (ig_ast_atom_is(&j->ast, atom, "then") && index == 0)
			return o;
		for (size_t i = 0; i < IG_COUNT(element); i++)
			if (ig_ast_atom_is(&j->ast, atom, element[i]) && index == 0)
				return ig_follow_element(j, o);
		if (ig_ast_atom_is(&j->ast, atom, "reduce") && index == 1)
			return ig_follow_element(j, o);
		if (ig_ast_atom_is(&j->ast, atom, "on") || ig_ast_atom_is(&j->ast, atom, "once")) {
			o = emitted(j, call, index);
			if (o)
				return o;
		}
	}
	callee = ig_eval(j, f, NULL);
	if (callee->kind == V_UNION && callee->n)
		callee = callee->u.item[0];
	if (callee->kind == V_FUNC)
		return passed_to(j, call, callee->u.node, function, index);
	if (callee->kind != V_REF || callee->n + 3 > IG_EVAL_PATH)
		return ig_val_unknown(j, callee->taint & (T_NET | T_FILE | T_SECRET_FILE));
	{ /* only what the callee is says what it gives: its other arguments may be this very function */
		const struct ig_sink *s = ig_sink_find(callee->u.s);

		if (s && s->class == S_NET)
			return ig_val_ref(j, result_path(path, callee), T_NET);
	}
	/* What a library gives back to a callback is as its result. */
	memcpy(path, callee->u.s, callee->n);
	memcpy(path + callee->n, "()", 3);
	{
		unsigned t = callee->taint & ~(unsigned)T_HIDDEN;
		uint32_t n = 0;
		struct ig_val **args = ig_eval_args(j, call, NULL, &n);
		struct ig_val *r = ig_builtin_ref(j, callee->u.s, t, NULL, args, n);

		return r ? r : ig_val_ref(j, path, t);
	}
}

static struct ig_val *parameter(struct ig_js *j, uint32_t f, uint32_t index, bool rest)
{
	uint32_t p = at(j, f)->parent, skip, call, key = 0, b = 0, name;
	struct ig_val *u = NULL, *v;
	bool apply;

	call = immediate_call(j, f, &skip, &apply);
	if (call && apply) {
		v = arg_of_call(j, call, 0, 1);
		return rest ? v : ig_eval_member(j, v, ig_val_num(j, index));
	}
	if (call && rest) {
		uint32_t n = 0;
		struct ig_val **args = ig_eval_args(j, call, NULL, &n);

		return ig_val_list(j, args + (n < skip ? n : skip), n < skip ? 0 : n - skip);
	}
	if (call)
		return arg_of_call(j, call, index, skip);
	if (at(j, p)->kind == K_ARGS && (at(j, at(j, p)->parent)->kind == K_CALL))
		u = callback_arg(j, at(j, p)->parent, f, index);
	name = ig_ast_field(&j->ast, f, F_NAME);
	if (at(j, f)->kind == K_FUNCTION_DECL && name)
		b = j->sc.ref[name];
	else if (at(j, p)->kind == K_DECLARATOR && (name = ig_ast_field(&j->ast, p, F_NAME)))
		b = at(j, name)->kind == K_IDENT ? j->sc.ref[name] : 0;
	else if (at(j, p)->kind == K_ASSIGN && (name = ig_ast_field(&j->ast, p, F_LEFT))) {
		if (at(j, name)->kind == K_IDENT)
			b = j->sc.ref[name];
		else if (at(j, name)->kind == K_MEMBER)
			key = ig_ast_field(&j->ast, name, F_PROPERTY);
	} else if (at(j, p)->kind == K_PAIR)
		key = ig_ast_field(&j->ast, p, F_KEY);
	else if (at(j, p)->kind == K_FIELD)
		key = ig_ast_field(&j->ast, p, F_PROPERTY);
	else if (at(j, f)->kind == K_METHOD)
		key = name;
	if (b && j->sc.binding[b].calls)
		u = ig_val_union(j, u, args_of_sites(j, j->sc.binding[b].calls, index, rest));
	if (key && ig_ast_atom_is(&j->ast, ig_ast_name(&j->ast, key), "constructor")) {
		uint32_t body = p, c = at(j, body)->parent;

		name = ig_ast_field(&j->ast, c, F_NAME);
		if (name && at(j, name)->kind == K_IDENT && j->sc.ref[name])
			u = ig_val_union(j, u, args_of_sites(j,
				j->sc.binding[j->sc.ref[name]].calls, index, rest));
	} else if (key && at(j, key)->kind == K_PROP) {
		u = ig_val_union(
		    j, u, args_of_sites(j, j->sc.prop_call[ig_ast_name(&j->ast, key)], index, rest));
	}
	return u;
}

/* --- names ----------------------------------------------------------------------------------- */

static struct ig_val *module_ref(struct ig_js *j, uint32_t string, uint32_t atom)
{
	struct ig_val *name = ig_eval(j, string, NULL), *m;
	struct ig_val *args[1];

	if (name->kind != V_STR)
		return ig_val_unknown(j, 0);
	args[0] = name;
	m = ig_builtin_ref(j, "g:require", 0, NULL, args, 1);
	if (!m)
		return ig_val_unknown(j, 0);
	if (!atom)
		return m;
	return ig_eval_member(j, m, ig_val_str(j, j->ast.atom[atom].s, j->ast.atom[atom].n, 0));
}

static struct ig_val *def_value(struct ig_js *j, const struct ig_def *d, struct ig_env *env)
{
	struct ig_val *v;

	switch (d->kind) {
	case D_EXPR:
		if (at(j, d->node)->kind == K_PROGRAM)
			return NULL;
		return ig_follow_path(j, ig_eval(j, d->node, env), d->path, env);
	case D_FUNCTION:
	case D_CLASS:
		return ig_eval(j, d->node, env);
	case D_IMPORT:
		return module_ref(j, d->node, d->atom);
	case D_ELEMENT:
		v = ig_follow_element(j, ig_eval(j, d->node, env));
		return ig_follow_path(j, v, d->path, env);
	case D_PARAM: {
		bool rest = d->path && j->sc.step[d->path].kind == STEP_REST && !j->sc.step[d->path].prev;

		v = parameter(j, d->node, d->index, rest);
		if (!v)
			return ig_val_unknown(j, 0);
		return ig_follow_path(j, v, d->path, env);
	}
	default:
		return ig_val_unknown(j, 0);
	}
}

/* Is `a` run before anything but straight statements? Both in one block, none in a loop. */
static bool same_block(const struct ig_js *j, uint32_t a, uint32_t b)
{
	for (unsigned i = 0; i < 4 && at(j, a)->kind != K_BLOCK && a; i++)
		a = at(j, a)->parent;
	for (unsigned i = 0; i < 4 && at(j, b)->kind != K_BLOCK && b; i++)
		b = at(j, b)->parent;
	return a == b;
}

/* let s = "a"; s += "b": the sum, when it is plain to see. */
static struct ig_val *summed(struct ig_js *j, const struct ig_binding *b, struct ig_env *env)
{
	struct ig_val *v = NULL;
	uint32_t first = b->first;
	unsigned n = 0;

	for (uint32_t d = b->first; d && n < 64; d = j->sc.def[d].next, n++) {
		const struct ig_def *def = &j->sc.def[d];

		if (!same_block(j, j->sc.def[first].at, def->at))
			return NULL;
		if (def->kind == D_EXPR)
			v = def_value(j, def, env);
		else if (def->kind == D_ADD && v)
			v = ig_eval_binary(j, OP_ADD, v, ig_eval(j, def->node, env));
		else
			return NULL;
	}
	return v;
}

static struct ig_val *binding_value(struct ig_js *j, uint32_t b, struct ig_env *env)
{
	const struct ig_binding *bind = &j->sc.binding[b];
	struct ig_val *u = NULL;
	bool adds = false;
	unsigned n = 0;
	unsigned taint = 0;

	for (uint32_t d = bind->first; d && n < DEFS; d = j->sc.def[d].next, n++)
		adds |= j->sc.def[d].kind == D_ADD;
	if (adds && (u = summed(j, bind, env)) != NULL)
		return u;
	n = 0;
	for (uint32_t d = bind->first; d && n < DEFS; d = j->sc.def[d].next, n++) {
		const struct ig_def *def = &j->sc.def[d];
		struct ig_val *v;

		if (def->kind == D_ADD) { /* unknown, but it carries what is added */
			taint |= ig_val_taints(ig_eval(j, def->node, env)) & ~(unsigned)T_PARTIAL;
			u = ig_val_union(j, u, ig_val_unknown(j, 0));
			continue;
		}
		v = def_value(j, def, env);
		/* A placeholder says nothing: let x = null; x = require("y"). */
		if (v && bind->n_defs > 1 && (v->kind == V_NULL || v->kind == V_UNDEF))
			continue;
		u = ig_val_union(j, u, v);
	}
	if (bind->n_defs > DEFS)
		u = ig_val_union(j, u, ig_val_unknown(j, 0));
	if (!u)
		u = bind->n_defs ? ig_val_new(j, V_UNDEF, 0) : ig_val_unknown(j, 0);
	return taint ? ig_val_taint(j, u, taint) : u;
}

struct ig_val *ig_follow_binding(struct ig_js *j, uint32_t b, struct ig_env *env)
{
	struct ig_slot *slot = find_slot(env, b);
	bool outer_env = j->used_env, outer_cut = j->cut;
	struct ig_val *v;

	if (slot) {
		j->used_env = true;
		return slot->value;
	}
	if (j->bound[b])
		return j->bound[b];
	/* A circle: what goes round adds nothing to what comes in from elsewhere. */
	if (j->busy[b])
		return ig_val_unknown(j, 0);
	j->busy[b] = 1;
	j->used_env = j->cut = false;
	v = binding_value(j, b, NULL);
	j->busy[b] = 0;
	if (!j->cut)
		j->bound[b] = v;
	j->used_env = outer_env; /* it was asked without any */
	j->cut |= outer_cut;
	return v;
}

/* --- properties ------------------------------------------------------------------------------- */

static bool is_global_name(const struct ig_js *j, uint32_t n)
{
	static const char *const names[] = {"globalThis", "global", "window", "self"};

	if (at(j, n)->kind == K_THIS)
		return false;
	for (size_t i = 0; at(j, n)->kind == K_IDENT && !j->sc.ref[n] && i < IG_COUNT(names); i++)
		if (ig_ast_atom_is(&j->ast, at(j, n)->child, names[i]))
			return true;
	return false;
}

/* Do two expressions name the same place? By their look: a name, this, a chain of dots. */
static bool same_place(const struct ig_js *j, uint32_t a, uint32_t b, unsigned depth)
{
	uint32_t pa, pb;

	a = ig_eval_strip(j, a);
	b = ig_eval_strip(j, b);
	if (depth > CHAIN)
		return false;
	if (is_global_name(j, a) && is_global_name(j, b))
		return true;
	if (at(j, a)->kind != at(j, b)->kind) {
		uint32_t m = at(j, a)->kind == K_MEMBER ? a : b, e = m == a ? b : a;

		return (ig_ast_is(&j->ast, m, "module.exports") && ig_ast_is(&j->ast, e, "exports"));
	}
	switch (at(j, a)->kind) {
	case K_IDENT:
		return at(j, a)->child == at(j, b)->child && j->sc.ref[a] == j->sc.ref[b];
	case K_THIS:
		return true;
	case K_MEMBER:
		pa = ig_ast_field(&j->ast, a, F_PROPERTY);
		pb = ig_ast_field(&j->ast, b, F_PROPERTY);
		return pa && pb && ig_ast_name(&j->ast, pa) == ig_ast_name(&j->ast, pb) &&
		    same_place(j, ig_ast_field(&j->ast, a, F_OBJECT),
			ig_ast_field(&j->ast, b, F_OBJECT), depth + 1);
	default:
		return false;
	}
}

struct ig_val *ig_follow_global(struct ig_js *j, uint32_t name)
{
	struct ig_val *u = NULL;
	uint32_t site = j->sc.prop_assign[at(j, name)->child];

	for (unsigned i = 0; site && i < IG_SITES; i++, site = j->sc.site[site].next)
		/* global.require = require says nothing new. */
		if (is_global_name(j, j->sc.site[site].node) &&
		    !(at(j, j->sc.site[site].other)->kind == K_IDENT &&
			at(j, j->sc.site[site].other)->child == at(j, name)->child))
			u = ig_val_union(j, u, ig_eval(j, j->sc.site[site].other, NULL));
	return u;
}

static struct ig_val *assigned_computed(struct ig_js *j, uint32_t object, struct ig_val *key)
{
	struct ig_val *u = NULL;
	uint32_t site = *j->sc.computed;

	for (unsigned i = 0; site && i < IG_SITES; i++, site = j->sc.site[site].next) {
		uint32_t target = j->sc.site[site].node;
		struct ig_val *k;

		if (!same_place(j, object, ig_ast_field(&j->ast, target, F_OBJECT), 0))
			continue;
		k = ig_eval(j, ig_ast_field(&j->ast, target, F_INDEX), NULL);
		if (k->kind == V_NUM)
			k = ig_val_to_str(j, k);
		if (k->kind == V_STR && k->n == key->n && memcmp(k->u.s, key->u.s, k->n) == 0)
			u = ig_val_union(j, u, ig_eval(j, j->sc.site[site].other, NULL));
	}
	return u;
}

/* Object.defineProperty(object, key, {value} or {get}) */
static struct ig_val *defined(struct ig_js *j, uint32_t object, struct ig_val *key)
{
	uint32_t atom = ig_ast_find_atom(&j->ast, "defineProperty", 14);
	uint32_t site = atom ? j->sc.prop_call[atom] : 0;
	struct ig_val *u = NULL;

	for (unsigned i = 0; site && i < IG_SITES; i++, site = j->sc.site[site].next) {
		uint32_t call = j->sc.site[site].node;
		uint32_t list = ig_ast_field(&j->ast, call, F_ARGUMENTS);
		uint32_t target = list ? ig_ast_child(&j->ast, list, 0) : 0;
		struct ig_val *name, *how, *v;

		if (!target || !same_place(j, object, target, 0))
			continue;
		name = arg_of_call(j, call, 1, 0);
		how = arg_of_call(j, call, 2, 0);
		if (name->kind != V_STR || strcmp(name->u.s, key->u.s) != 0 || how->kind != V_OBJ)
			continue;
		v = ig_eval_key(j, how, "value");
		if (v->kind == V_UNKNOWN) {
			v = ig_eval_key(j, how, "get");
			v = v->kind == V_FUNC ? ig_follow_call(j, v, NULL, NULL, 0) : NULL;
		}
		u = ig_val_union(j, u, v);
	}
	return u;
}

struct ig_val *ig_follow_assigned(
    struct ig_js *j, uint32_t access, uint32_t object, struct ig_val *key, struct ig_env *env)
{
	struct ig_val *u = NULL;
	uint32_t atom = 0, site;

	(void)env;
	if (at(j, access)->kind == K_MEMBER)
		atom = ig_ast_name(&j->ast, ig_ast_field(&j->ast, access, F_PROPERTY));
	else
		atom = ig_ast_find_atom(&j->ast, key->u.s, key->n);
	site = atom ? j->sc.prop_assign[atom] : 0;
	for (unsigned i = 0; site && i < IG_SITES; i++, site = j->sc.site[site].next)
		if (same_place(j, object, j->sc.site[site].node, 0))
			u = ig_val_union(j, u, ig_eval(j, j->sc.site[site].other, NULL));
	if (*j->sc.computed)
		u = ig_val_union(j, u, assigned_computed(j, object, key));
	return ig_val_union(j, u, defined(j, object, key));
}

static uint32_t enclosing_function(const struct ig_js *j, uint32_t n)
{
	for (unsigned i = 0; n && i < 2000; i++, n = at(j, n)->parent)
		if (ig_kind_is_function(at(j, n)->kind) && at(j, n)->kind != K_ARROW)
			return n;
	return 0;
}

struct ig_val *ig_follow_arguments(struct ig_js *j, uint32_t n)
{
	uint32_t f = enclosing_function(j, n);
	struct ig_val *item[4];

	if (!f)
		return ig_val_unknown(j, 0);
	for (uint32_t i = 0; i < IG_COUNT(item); i++) {
		item[i] = parameter(j, f, i, false);
		if (!item[i])
			item[i] = ig_val_unknown(j, 0);
	}
	return ig_val_list(j, item, IG_COUNT(item));
}

struct ig_val *ig_follow_super(struct ig_js *j, uint32_t n)
{
	struct ig_val *v;

	for (unsigned i = 0; n && i < 2000; i++, n = at(j, n)->parent) {
		if (at(j, n)->kind != K_CLASS && at(j, n)->kind != K_CLASS_DECL)
			continue;
		v = ig_eval_class_base(j, n);
		return v ? v : ig_val_unknown(j, 0);
	}
	return ig_val_unknown(j, 0);
}

struct ig_val *ig_follow_map(
    struct ig_js *j, uint32_t callee, struct ig_val *self, struct ig_val *key)
{
	uint32_t object = ig_ast_field(&j->ast, callee, F_OBJECT), set, site;
	struct ig_val *u = NULL;

	if (self->kind == V_LIST && self->n && self->u.item[0]->kind == V_LIST) {
		for (uint32_t i = 0; i < self->n; i++) { /* new Map([[key, value]]) */
			struct ig_val *pair = self->u.item[i];

			if (pair->kind == V_LIST && pair->n == 2 && key->kind == V_STR &&
			    pair->u.item[0]->kind == V_STR && !strcmp(pair->u.item[0]->u.s, key->u.s))
				return ig_val_taint(j, pair->u.item[1], T_LIST_SLOT);
		}
		return NULL;
	}
	if (!ig_val_is_ref(self, "g:Map()") && !ig_val_is_ref(self, "g:WeakMap()"))
		return NULL;
	set = ig_ast_find_atom(&j->ast, "set", 3);
	site = set ? j->sc.prop_call[set] : 0;
	for (unsigned i = 0; site && object && i < IG_SITES; i++, site = j->sc.site[site].next) {
		uint32_t call = j->sc.site[site].node;
		uint32_t f = ig_ast_field(&j->ast, call, F_FUNCTION);
		struct ig_val *k;

		if (!same_place(j, object, ig_ast_field(&j->ast, f, F_OBJECT), 0))
			continue;
		k = arg_of_call(j, call, 0, 0);
		if (k->kind == V_STR && key->kind == V_STR && strcmp(k->u.s, key->u.s) != 0)
			continue;
		u = ig_val_union(j, u, arg_of_call(j, call, 1, 0));
	}
	return u;
}

static uint32_t class_around(const struct ig_js *j, uint32_t n)
{
	for (unsigned i = 0; n && i < 2000; i++, n = at(j, n)->parent)
		if (at(j, n)->kind == K_CLASS || at(j, n)->kind == K_CLASS_DECL ||
		    (at(j, n)->kind == K_FUNCTION_DECL || at(j, n)->kind == K_FUNCTION))
			return n;
	return 0;
}

/* Tool.prototype, of this very Tool */
static bool is_prototype(struct ig_js *j, uint32_t o, uint32_t class_node)
{
	uint32_t prop = at(j, o)->kind == K_MEMBER ? ig_ast_field(&j->ast, o, F_PROPERTY) : 0;
	struct ig_val *v;

	if (!prop || !ig_ast_atom_is(&j->ast, ig_ast_name(&j->ast, prop), "prototype"))
		return false;
	v = ig_eval(j, ig_ast_field(&j->ast, o, F_OBJECT), NULL);
	return (v->kind == V_FUNC || v->kind == V_CLASS) && v->u.node == class_node;
}

/* TypeScript: constructor(private tool = x) sets this.tool. */
static struct ig_val *parameter_property(struct ig_js *j, uint32_t class_node, const char *key)
{
	uint32_t body = ig_ast_field(&j->ast, class_node, F_BODY), name;

	for (uint32_t m = body ? at(j, body)->child : 0; m; m = at(j, m)->next) {
		uint32_t list = at(j, m)->kind == K_METHOD ? ig_ast_field(&j->ast, m, F_PARAMETERS) : 0;

		name = list ? ig_ast_field(&j->ast, m, F_NAME) : 0;
		if (!name || !ig_ast_is(&j->ast, name, "constructor"))
			continue;
		for (uint32_t p = at(j, list)->child; p; p = at(j, p)->next) {
			name = at(j, p)->kind == K_PARAM ? ig_ast_field(&j->ast, p, F_PATTERN) : 0;
			if (name && at(j, name)->kind == K_IDENT && ig_ast_is(&j->ast, name, key))
				return ig_eval(j, name, NULL);
		}
	}
	return NULL;
}

struct ig_val *ig_follow_this(struct ig_js *j, uint32_t class_node, const char *key)
{
	uint32_t atom = ig_ast_find_atom(&j->ast, key, strlen(key));
	uint32_t site = atom ? j->sc.prop_assign[atom] : 0;
	struct ig_val *u = NULL;

	for (unsigned i = 0; site && i < IG_SITES; i++, site = j->sc.site[site].next) {
		uint32_t o = j->sc.site[site].node, c = class_around(j, o);

		while (c && c != class_node && at(j, c)->kind != K_CLASS &&
		    at(j, c)->kind != K_CLASS_DECL)
			c = class_around(j, at(j, c)->parent);
		if (at(j, o)->kind == K_THIS && c == class_node)
			u = ig_val_union(j, u, ig_eval(j, j->sc.site[site].other, NULL));
		else if (is_prototype(j, o, class_node))
			u = ig_val_union(j, u, ig_eval(j, j->sc.site[site].other, NULL));
	}
	return u ? u : parameter_property(j, class_node, key);
}

/* --- calls ----------------------------------------------------------------------------------- */

void ig_follow_slot(struct ig_js *j, struct ig_env *env, uint32_t binding, struct ig_val *v)
{
	for (uint32_t i = 0; i < env->n; i++) {
		if (env->slot[i].binding == binding) {
			env->slot[i].value = v;
			return;
		}
	}
	if (env->n == env->cap) {
		uint32_t cap = env->cap ? env->cap * 2 : 8;
		struct ig_slot *s = ig_js_alloc(j, cap * sizeof(*s));

		if (env->n)
			memcpy(s, env->slot, env->n * sizeof(*s));
		env->slot = s;
		env->cap = cap;
	}
	env->slot[env->n++] = (struct ig_slot){binding, v};
}

void ig_follow_set(struct ig_js *j, struct ig_env *env, uint32_t binding, struct ig_val *v)
{
	struct ig_slot *slot = find_slot(env, binding);

	if (slot)
		slot->value = v;
	else if (j->running && binding)
		j->bound[binding] = v;
}

struct ig_val *ig_follow_assign(struct ig_js *j, uint32_t n, struct ig_env *env)
{
	uint32_t left = ig_ast_field(&j->ast, n, F_LEFT), right = ig_ast_field(&j->ast, n, F_RIGHT);
	struct ig_val *v, *old;
	uint32_t b;
	double d;

	if (at(j, n)->kind == K_UPDATE)
		left = ig_ast_field(&j->ast, n, F_ARGUMENT);
	left = ig_eval_strip(j, left);
	b = left && at(j, left)->kind == K_IDENT && env ? j->sc.ref[left] : 0;
	if (at(j, n)->kind == K_ASSIGN) {
		v = right ? ig_eval(j, right, env) : ig_val_unknown(j, 0);
		ig_follow_set(j, env, b, v);
		return v;
	}
	old = left ? ig_eval(j, left, env) : ig_val_unknown(j, 0);
	if (at(j, n)->kind == K_UPDATE) {
		if (!b || !ig_val_to_num(old, &d))
			return ig_val_unknown(j, 0);
		v = ig_val_num(j, at(j, n)->op == OP_INC ? d + 1 : d - 1);
		ig_follow_set(j, env, b, v);
		return at(j, left)->start > at(j, n)->start ? v : old;
	}
	v = right ? ig_eval(j, right, env) : ig_val_unknown(j, 0);
	v = ig_eval_binary(j, at(j, n)->op, old, v);
	ig_follow_set(j, env, b, v);
	return v;
}

/* Gives the parameters their arguments. */
static void bind_arguments(struct ig_js *j, struct ig_env *env, uint32_t f)
{
	/* The parameters are the D_PARAM bindings of f; its scope lists them. */
	for (uint32_t b = first_in_scope(j, f); b; b = j->sc.binding[b].sibling) {
		for (uint32_t d = j->sc.binding[b].first; d; d = j->sc.def[d].next) {
			const struct ig_def *def = &j->sc.def[d];
			struct ig_val *v;

			if (def->kind != D_PARAM || def->node != f)
				continue;
			if (def->path && j->sc.step[def->path].kind == STEP_REST &&
			    !j->sc.step[def->path].prev) {
				uint32_t from = def->index < env->n_args ? def->index : env->n_args;

				v = ig_val_list(j, env->args + from, env->n_args - from);
			} else {
				v = def->index < env->n_args ? env->args[def->index]
							     : ig_val_new(j, V_UNDEF, 0);
				v = ig_follow_path(j, v, def->path, env);
			}
			/* The next def is the default value. */
			if (v->kind == V_UNDEF && def->next && j->sc.def[def->next].kind == D_EXPR &&
			    j->sc.def[def->next].at == def->at)
				v = ig_eval(j, j->sc.def[def->next].node, env);
			ig_follow_slot(j, env, b, v);
			break;
		}
	}
}

/* All that a function may return, its names bound to the arguments only. */
static struct ig_val *summary(struct ig_js *j, uint32_t f, struct ig_env *env)
{
	uint32_t body = ig_ast_field(&j->ast, f, F_BODY), end, looked = 0;
	struct ig_val *u = NULL;
	unsigned returns = 0;

	if (!body)
		return NULL;
	if (at(j, body)->kind != K_BLOCK)
		return ig_eval(j, body, env);
	end = at(j, body)->end;
	for (uint32_t n = body + 1; n < j->ast.n && at(j, n)->start < end && looked < RETURN_NODES;
	    looked++) {
		if (ig_kind_is_function(at(j, n)->kind)) { /* its returns are its own */
			uint32_t stop = at(j, n)->end;

			while (n < j->ast.n && at(j, n)->start < stop && looked < RETURN_NODES) {
				n++;
				looked++;
			}
			continue;
		}
		if (at(j, n)->kind == K_RETURN && at(j, n)->child && returns++ < RETURNS)
			u = ig_val_union(j, u, ig_eval(j, at(j, n)->child, env));
		n++;
	}
	j->steps += looked / 16;
	return u;
}

struct ig_env *ig_follow_env(struct ig_js *j, struct ig_val *f, struct ig_val **args, uint32_t n)
{
	struct ig_env *env = ig_js_alloc(j, sizeof(*env));

	memset(env, 0, sizeof(*env));
	env->up = f->env;
	env->function = f->u.node;
	env->args = args;
	env->n_args = n;
	bind_arguments(j, env, f->u.node);
	return env;
}

struct ig_val *ig_follow_call(struct ig_js *j, struct ig_val *f, struct ig_val *this_value,
    struct ig_val **args, uint32_t n)
{
	struct ig_env *env;
	struct ig_val *v;

	if (j->calls >= IG_EVAL_CALLS) {
		j->cut = true;
		return ig_val_unknown(j, 0);
	}
	env = ig_js_alloc(j, sizeof(*env));
	memset(env, 0, sizeof(*env));
	env->up = f->env;
	env->function = f->u.node;
	env->this_value = this_value;
	env->args = args;
	env->n_args = n;
	j->calls++;
	bind_arguments(j, env, f->u.node);
	v = ig_interpret(j, f->u.node, env);
	if (!v) {
		env->n = 0;
		bind_arguments(j, env, f->u.node);
		v = summary(j, f->u.node, env);
	}
	j->calls--;
	return v ? v : ig_val_new(j, V_UNDEF, 0);
}
