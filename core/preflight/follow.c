#include "config.h"
#include "core/preflight/follow.h"

#include <string.h>

#include "core/preflight/eval.h"
#include "core/preflight/sinks.h"

enum { RETURN_NODES = 8000, RETURNS = 8, DEFS = 8, ELEMENTS = 512 };

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

/* Of a long list some elements are taken: what says something first, so that dull ones before it
 * hide nothing. */
static bool matters(const struct ig_val *v)
{
	bool certain;

	if (v->kind != V_STR)
		return v->kind != V_NUM && v->kind != V_UNKNOWN;
	return ig_secret_path(v->u.s, &certain) || ig_suspect_host(v->u.s) ||
	    ig_dangerous_command(v->u.s);
}

static struct ig_val *few_elements(struct ig_js *j, const struct ig_val *list)
{
	struct ig_val *u = NULL;
	uint32_t taken = 0, looked = list->n < ELEMENTS ? list->n : ELEMENTS;

	for (unsigned pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < looked && taken < IG_EVAL_UNION - 1; i++)
			if (matters(list->u.item[i]) == (pass == 0)) {
				u = ig_val_union(j, u, list->u.item[i]);
				taken++;
			}
	j->steps += looked / 4;
	return ig_val_union(j, u, ig_val_unknown(j, ig_val_taints(list)));
}

struct ig_val *ig_follow_element(struct ig_js *j, struct ig_val *v)
{
	struct ig_val *u = NULL;

	if (v->kind == V_UNION) {
		for (uint32_t i = 0; i < v->n; i++)
			u = ig_val_union(j, u, ig_follow_element(j, v->u.item[i]));
		return u ? u : ig_val_unknown(j, 0);
	}
	if (v->kind != V_LIST)
		return ig_val_unknown(j, ig_val_taints(v));
	if (v->n > IG_EVAL_UNION)
		return few_elements(j, v);
	for (uint32_t i = 0; i < v->n; i++)
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

		v = ig_follow_parameter(j, d->node, d->index, rest);
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
	for (uint32_t b = ig_follow_first(j, f); b; b = j->sc.binding[b].sibling) {
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
