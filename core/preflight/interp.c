#include "config.h"
#include "core/preflight/follow.h"

#include <string.h>

#include "core/preflight/eval.h"

/*
 * Running a function on known arguments, as decoders need it: loops, conditions, local names. It
 * reaches nothing but values of this file. Whatever it does not know ends the run, and the caller
 * falls back to what the function may return.
 */

enum flow { GO_ON, RETURNED, BROKE, CONTINUED, THREW, STUCK };
enum { STATEMENT_DEPTH = 40, BODY_BYTES = 16 * 1024, LOOPS = 20000 };

struct run {
	struct ig_js *j;
	struct ig_env *env;
	struct ig_val *result;
	unsigned depth;
};

static const struct ig_node *at(const struct run *r, uint32_t n)
{
	return &r->j->ast.node[n];
}

static enum flow statement(struct run *r, uint32_t n);

static struct ig_val *value(struct run *r, uint32_t n)
{
	return ig_eval(r->j, n, r->env);
}

static bool spent(const struct run *r)
{
	return r->j->steps > r->j->max_steps;
}

/* 1, 0, or -1 when the condition is not known. */
static int condition(struct run *r, uint32_t n)
{
	return n ? ig_val_truth(value(r, n)) : 1;
}

static enum flow block(struct run *r, uint32_t first)
{
	for (uint32_t s = first; s; s = at(r, s)->next) {
		enum flow f = statement(r, s);

		if (f != GO_ON)
			return f;
	}
	return GO_ON;
}

/* Functions declared in a block are there from its start, with this call's names. */
static void hoist(struct run *r, uint32_t body)
{
	for (uint32_t s = at(r, body)->child; s; s = at(r, s)->next) {
		uint32_t name = at(r, s)->kind == K_FUNCTION_DECL
		    ? ig_ast_field(&r->j->ast, s, F_NAME)
		    : 0;

		if (name && r->j->sc.ref[name])
			ig_follow_slot(r->j, r->env, r->j->sc.ref[name], value(r, s));
	}
}

/* The names of a declarator's pattern, each by its own path. */
static enum flow declare(struct run *r, uint32_t d)
{
	uint32_t name = ig_ast_field(&r->j->ast, d, F_NAME), init = ig_ast_field(&r->j->ast, d, F_VALUE);
	struct ig_val *v;

	if (!name)
		return STUCK;
	if (at(r, name)->kind == K_IDENT) {
		v = init ? value(r, init) : ig_val_new(r->j, V_UNDEF, 0);
		ig_follow_slot(r->j, r->env, r->j->sc.ref[name], v);
		return GO_ON;
	}
	if (!init)
		return STUCK;
	v = value(r, init);
	for (uint32_t n = name + 1; n < r->j->ast.n && at(r, n)->start < at(r, name)->end; n++) {
		uint32_t b = at(r, n)->kind == K_IDENT || at(r, n)->kind == K_SHORT_PAT
		    ? r->j->sc.ref[n]
		    : 0;

		for (uint32_t k = b ? r->j->sc.binding[b].first : 0; k; k = r->j->sc.def[k].next)
			if (r->j->sc.def[k].at == d && r->j->sc.def[k].node == init)
				ig_follow_slot(r->j, r->env, b,
				    ig_follow_path(r->j, v, r->j->sc.def[k].path, r->env));
	}
	return GO_ON;
}

static enum flow declarations(struct run *r, uint32_t n)
{
	for (uint32_t d = at(r, n)->child; d; d = at(r, d)->next)
		if (at(r, d)->kind == K_DECLARATOR && declare(r, d) == STUCK)
			return STUCK;
	return GO_ON;
}

/* o[i] = v for an array of ours. */
static enum flow assign_item(struct run *r, uint32_t n, uint32_t left)
{
	struct ig_val *o = value(r, ig_ast_field(&r->j->ast, left, F_OBJECT)), *k, *v, **item;
	uint32_t prop = ig_ast_field(
	    &r->j->ast, left, at(r, left)->kind == K_MEMBER ? F_PROPERTY : F_INDEX);
	double d;

	if (o->kind != V_LIST || !prop)
		return GO_ON; /* elsewhere: followed by its place, not by its time */
	k = ig_eval_prop_name(r->j, prop, r->env);
	v = value(r, ig_ast_field(&r->j->ast, n, F_RIGHT));
	if (at(r, n)->kind == K_AUG_ASSIGN)
		v = ig_eval_binary(r->j, at(r, n)->op, value(r, left), v);
	if (!k || !ig_val_to_num(k, &d) || !(d >= 0) || d >= IG_EVAL_LIST)
		return STUCK;
	if ((uint32_t)d >= o->n) {
		uint32_t size = (uint32_t)d + 1;

		item = ig_js_alloc(r->j, size * sizeof(*item));
		memcpy(item, o->u.item, o->n * sizeof(*item));
		for (uint32_t i = o->n; i < size; i++)
			item[i] = ig_val_new(r->j, V_UNDEF, 0);
		o->u.item = item;
		o->n = size;
	}
	o->u.item[(uint32_t)d] = v;
	return GO_ON;
}

/* [a[i], a[k]] = [a[k], a[i]] */
static enum flow assign_pattern(struct run *r, uint32_t n, uint32_t left)
{
	struct ig_val *v = value(r, ig_ast_field(&r->j->ast, n, F_RIGHT));
	uint32_t i = 0;

	if (v->kind != V_LIST || at(r, left)->kind != K_ARR_PAT)
		return STUCK;
	for (uint32_t c = at(r, left)->child; c; c = at(r, c)->next, i++) {
		struct ig_val *part = i < v->n ? v->u.item[i] : ig_val_new(r->j, V_UNDEF, 0);
		struct ig_val *o, *k;
		double d;

		if (at(r, c)->kind == K_IDENT) {
			ig_follow_set(r->j, r->env, r->j->sc.ref[c], part);
			continue;
		}
		if (at(r, c)->kind != K_SUBSCRIPT)
			return STUCK;
		o = value(r, ig_ast_field(&r->j->ast, c, F_OBJECT));
		k = value(r, ig_ast_field(&r->j->ast, c, F_INDEX));
		if (o->kind != V_LIST || !ig_val_to_num(k, &d) || !(d >= 0) || d >= o->n)
			return STUCK;
		o->u.item[(uint32_t)d] = part;
	}
	return GO_ON;
}

static enum flow expression(struct run *r, uint32_t n)
{
	uint32_t left;

	n = ig_eval_strip(r->j, n);
	if (!n)
		return GO_ON;
	if (at(r, n)->kind == K_SEQUENCE)
		return block(r, at(r, n)->child);
	if (at(r, n)->kind == K_ASSIGN || at(r, n)->kind == K_AUG_ASSIGN) {
		left = ig_eval_strip(r->j, ig_ast_field(&r->j->ast, n, F_LEFT));
		if (at(r, left)->kind == K_MEMBER || at(r, left)->kind == K_SUBSCRIPT)
			return assign_item(r, n, left);
		if (at(r, left)->kind == K_ARR_PAT || at(r, left)->kind == K_OBJ_PAT)
			return assign_pattern(r, n, left);
	}
	value(r, n);
	return spent(r) ? STUCK : GO_ON;
}

static enum flow loop(struct run *r, uint32_t test, uint32_t step, uint32_t body, bool body_first)
{
	for (unsigned i = 0; i < LOOPS; i++) {
		int t = body_first && i == 0 ? 1 : condition(r, test);
		enum flow f;

		if (t == 0)
			return GO_ON;
		if (t < 0 || spent(r))
			return STUCK;
		f = body ? statement(r, body) : GO_ON;
		if (f == BROKE)
			return GO_ON;
		if (f == RETURNED || f == STUCK || f == THREW)
			return f;
		if (step && expression(r, step) == STUCK)
			return STUCK;
		r->j->steps++;
	}
	return STUCK;
}

static enum flow for_loop(struct run *r, uint32_t n)
{
	uint32_t init = ig_ast_field(&r->j->ast, n, F_INITIALIZER);
	uint32_t test = ig_ast_field(&r->j->ast, n, F_CONDITION);

	if (init && at(r, init)->kind != K_EMPTY && statement(r, init) == STUCK)
		return STUCK;
	if (test && at(r, test)->kind == K_EMPTY)
		test = 0;
	if (test && at(r, test)->kind == K_EXPR_STMT)
		test = at(r, test)->child;
	return loop(r, test, ig_ast_field(&r->j->ast, n, F_INCREMENT),
	    ig_ast_field(&r->j->ast, n, F_BODY), false);
}

/* [a, b] of a loop over pairs. */
static void take_apart(struct run *r, uint32_t pattern, struct ig_val *v)
{
	uint32_t i = 0, from = at(r, pattern)->start;

	for (uint32_t c = at(r, pattern)->child; c; c = at(r, c)->next) {
		for (uint32_t k = from; k < at(r, c)->start; k++)
			i += r->j->ast.src[k] == ',';
		from = at(r, c)->end;
		if (at(r, c)->kind == K_IDENT)
			ig_follow_slot(r->j, r->env, r->j->sc.ref[c],
			    ig_eval_member(r->j, v, ig_val_num(r->j, i)));
	}
}

static enum flow for_of(struct run *r, uint32_t n)
{
	uint32_t left = ig_ast_field(&r->j->ast, n, F_LEFT), body = ig_ast_field(&r->j->ast, n, F_BODY);
	struct ig_val *v = value(r, ig_ast_field(&r->j->ast, n, F_RIGHT)), *empty;
	const bool keys = at(r, n)->op == OP_IN;

	if (v->kind == V_STR) {
		empty = ig_val_str(r->j, "", 0, 0);
		v = ig_builtin_method(r->j, v, "split", &empty, 1);
	}
	if (!v || v->kind != V_LIST || !left ||
	    (at(r, left)->kind != K_IDENT && at(r, left)->kind != K_ARR_PAT))
		return STUCK;
	for (uint32_t i = 0; i < v->n; i++) {
		struct ig_val *item = v->u.item[i];
		enum flow f;

		if (keys)
			item = ig_val_to_str(r->j, ig_val_num(r->j, i));
		if (at(r, left)->kind == K_IDENT)
			ig_follow_slot(r->j, r->env, r->j->sc.ref[left], item);
		else
			take_apart(r, left, item);
		f = body ? statement(r, body) : GO_ON;
		if (f == BROKE)
			return GO_ON;
		if (f == RETURNED || f == STUCK || f == THREW || spent(r))
			return f == GO_ON || f == CONTINUED ? STUCK : f;
	}
	return GO_ON;
}

static enum flow if_else(struct run *r, uint32_t n)
{
	int t = condition(r, ig_ast_field(&r->j->ast, n, F_CONDITION));
	uint32_t then = ig_ast_field(&r->j->ast, n, F_CONSEQUENCE);
	uint32_t other = ig_ast_field(&r->j->ast, n, F_ALTERNATIVE);

	if (t < 0)
		return STUCK;
	if (other && at(r, other)->kind == K_ELSE)
		other = at(r, other)->child;
	if (t)
		return then ? statement(r, then) : GO_ON;
	return other ? statement(r, other) : GO_ON;
}

/* The order of flattened code is a switch in a loop. */
static enum flow switch_case(struct run *r, uint32_t n)
{
	struct ig_val *v = value(r, ig_ast_field(&r->j->ast, n, F_VALUE)), *t;
	uint32_t body = ig_ast_field(&r->j->ast, n, F_BODY), c, from = 0;

	for (c = body ? at(r, body)->child : 0; c && !from; c = at(r, c)->next) {
		if (at(r, c)->kind != K_CASE)
			continue;
		t = ig_eval_binary(r->j, OP_SEQ, v, value(r, ig_ast_field(&r->j->ast, c, F_VALUE)));
		if (ig_val_truth(t) < 0)
			return STUCK;
		if (ig_val_truth(t))
			from = c;
	}
	for (c = body ? at(r, body)->child : 0; c && !from; c = at(r, c)->next)
		if (at(r, c)->kind == K_DEFAULT)
			from = c;
	for (c = from; c; c = at(r, c)->next) {
		uint32_t s = at(r, c)->child;
		enum flow f;

		if (at(r, c)->kind == K_CASE && s)
			s = at(r, s)->next; /* past the value */
		f = block(r, s);
		if (f == BROKE)
			return GO_ON;
		if (f != GO_ON)
			return f;
	}
	return GO_ON;
}

static enum flow try_catch(struct run *r, uint32_t n)
{
	uint32_t body = ig_ast_field(&r->j->ast, n, F_BODY), name;
	uint32_t handler = ig_ast_field(&r->j->ast, n, F_HANDLER);
	enum flow f = body ? statement(r, body) : GO_ON;

	if (f != THREW)
		return f;
	if (!handler)
		return THREW;
	name = ig_ast_field(&r->j->ast, handler, F_PARAMETER);
	if (name && at(r, name)->kind == K_IDENT)
		ig_follow_slot(r->j, r->env, r->j->sc.ref[name], ig_val_unknown(r->j, 0));
	body = ig_ast_field(&r->j->ast, handler, F_BODY);
	return body ? statement(r, body) : GO_ON;
}

static enum flow run_statement(struct run *r, uint32_t n)
{
	uint32_t c = at(r, n)->child;

	switch (at(r, n)->kind) {
	case K_BLOCK:
		hoist(r, n);
		return block(r, c);
	case K_VAR:
	case K_LEXICAL:
		return declarations(r, n);
	case K_EXPR_STMT:
		return expression(r, c);
	case K_RETURN:
		r->result = c ? value(r, c) : ig_val_new(r->j, V_UNDEF, 0);
		return spent(r) ? STUCK : RETURNED;
	case K_IF:
		return if_else(r, n);
	case K_FOR:
		return for_loop(r, n);
	case K_FOR_IN:
		return for_of(r, n);
	case K_WHILE:
		return loop(r, ig_ast_field(&r->j->ast, n, F_CONDITION), 0,
		    ig_ast_field(&r->j->ast, n, F_BODY), false);
	case K_DO:
		return loop(r, ig_ast_field(&r->j->ast, n, F_CONDITION), 0,
		    ig_ast_field(&r->j->ast, n, F_BODY), true);
	case K_SWITCH:
		return switch_case(r, n);
	case K_TRY:
		return try_catch(r, n);
	case K_THROW:
		return THREW;
	case K_BREAK:
		return c ? STUCK : BROKE;
	case K_CONTINUE:
		return c ? STUCK : CONTINUED;
	case K_FUNCTION_DECL:
	case K_EMPTY:
		return GO_ON;
	default:
		/* an expression where a statement may stand */
		return at(r, n)->kind >= K_IDENT && at(r, n)->kind <= K_CAST ? expression(r, n) : STUCK;
	}
}

static enum flow statement(struct run *r, uint32_t n)
{
	enum flow f;

	if (r->depth >= STATEMENT_DEPTH || ++r->j->steps > r->j->max_steps)
		return STUCK;
	r->depth++;
	f = run_statement(r, n);
	r->depth--;
	return f;
}

struct ig_val *ig_interpret(struct ig_js *j, uint32_t function, struct ig_env *env)
{
	uint32_t body = ig_ast_field(&j->ast, function, F_BODY);
	struct run r = {.j = j, .env = env};
	enum flow f;

	if (!body || j->ast.node[body].kind != K_BLOCK ||
	    j->ast.node[body].end - j->ast.node[body].start > BODY_BYTES)
		return NULL;
	for (uint32_t i = 0; i < env->n_args; i++)
		if (env->args[i]->kind == V_UNKNOWN)
			return NULL;
	j->running++;
	f = statement(&r, body);
	j->running--;
	if (f == RETURNED)
		return r.result;
	return f == GO_ON ? ig_val_new(j, V_UNDEF, 0) : NULL;
}

/* Does the statement put something together: a loop, a push, a forEach, text that grows? */
static bool assembles(const struct ig_js *j, uint32_t n)
{
	static const char *const methods[] = {"push", "unshift", "forEach", "splice", "reverse", "sort",
	    "fill"};
	const struct ig_node *t = &j->ast.node[n];
	uint32_t c, f, prop;

	if (t->end - t->start > BODY_BYTES)
		return false;
	switch (t->kind) {
	case K_FOR:
	case K_FOR_IN:
	case K_WHILE:
	case K_DO:
		return true;
	case K_EXPR_STMT:
		break;
	default:
		return false;
	}
	c = t->child;
	for (unsigned i = 0; c && i < 4 && (j->ast.node[c].kind == K_PAREN ||
		j->ast.node[c].kind == K_UNARY || j->ast.node[c].kind == K_SEQUENCE); i++)
		c = j->ast.node[c].child;
	if (!c)
		return false;
	if (j->ast.node[c].kind == K_AUG_ASSIGN || j->ast.node[c].kind == K_ASSIGN) {
		f = ig_ast_field(&j->ast, c, F_LEFT);
		return f && (j->ast.node[f].kind == K_IDENT || j->ast.node[f].kind == K_SUBSCRIPT);
	}
	if (j->ast.node[c].kind != K_CALL)
		return false;
	f = ig_eval_strip(j, ig_ast_field(&j->ast, c, F_FUNCTION));
	if (!f)
		return false;
	if (j->ast.node[f].kind == K_FUNCTION || j->ast.node[f].kind == K_ARROW)
		return ig_ast_child(&j->ast, ig_ast_field(&j->ast, c, F_ARGUMENTS), 0) != 0;
	prop = j->ast.node[f].kind == K_MEMBER ? ig_ast_field(&j->ast, f, F_PROPERTY) : 0;
	for (size_t i = 0; prop && i < IG_COUNT(methods); i++)
		if (ig_ast_atom_is(&j->ast, ig_ast_name(&j->ast, prop), methods[i]))
			return true;
	return false;
}

/* A name that changes later starts with what its declaration gives it. */
static void seed(struct run *r, uint32_t n)
{
	for (uint32_t d = at(r, n)->child; d; d = at(r, d)->next) {
		uint32_t name = ig_ast_field(&r->j->ast, d, F_NAME), b;
		uint32_t init = ig_ast_field(&r->j->ast, d, F_VALUE);

		if (!name || at(r, name)->kind != K_IDENT)
			continue;
		b = r->j->sc.ref[name];
		if (b && init && r->j->sc.binding[b].n_defs > 1)
			ig_follow_slot(r->j, r->env, b, value(r, init));
	}
}

void ig_interpret_top(struct ig_js *j)
{
	enum { STATEMENTS = 400, STEPS = 60000 };
	struct ig_env *env = ig_js_alloc(j, sizeof(*env));
	struct run r = {.j = j, .env = env};
	bool *ran = ig_js_alloc(j, j->sc.bindings);
	unsigned n = 0;
	bool any = false;

	memset(env, 0, sizeof(*env));
	memset(ran, 0, j->sc.bindings);
	for (uint32_t s = j->ast.node[0].child; s; s = j->ast.node[s].next)
		any |= assembles(j, s);
	if (!any)
		return;
	for (uint32_t s = j->ast.node[0].child; s && n < STATEMENTS; s = j->ast.node[s].next) {
		uint32_t before = env->n;
		enum flow f;

		j->max_steps = j->arena > IG_EVAL_ARENA ? 0 : STEPS;
		j->steps = 0;
		j->depth = j->calls = 0;
		j->running++;
		if (j->ast.node[s].kind == K_LEXICAL || j->ast.node[s].kind == K_VAR) {
			seed(&r, s);
			f = GO_ON;
		} else if (assembles(j, s)) {
			f = statement(&r, s);
			n++;
		} else {
			f = CONTINUED;
		}
		j->running--;
		j->total += j->steps;
		if (f == CONTINUED)
			continue;
		/* What a statement that could not be followed touched is open again. */
		for (uint32_t d = 1; f != GO_ON && d < j->sc.defs; d++)
			if (j->ast.node[j->sc.def[d].at].start >= j->ast.node[s].start &&
			    j->ast.node[j->sc.def[d].at].end <= j->ast.node[s].end)
				for (uint32_t i = 0; i < env->n; i++)
					for (uint32_t k = j->sc.binding[env->slot[i].binding].first; k;
					    k = j->sc.def[k].next)
						if (k == d)
							ran[env->slot[i].binding] = true;
		(void)before;
	}
	/* What was put together is what the names hold from here on; a name of a loop held others too. */
	for (uint32_t i = 0; i < env->n; i++)
		if (!ran[env->slot[i].binding] &&
		    j->sc.scope[j->sc.binding[env->slot[i].binding].scope].node == 0)
			j->bound[env->slot[i].binding] = env->slot[i].value;
}
