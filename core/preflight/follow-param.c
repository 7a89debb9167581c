#include "config.h"
#include "core/preflight/follow.h"

#include <string.h>

#include "core/preflight/eval.h"
#include "core/preflight/sinks.h"

static const struct ig_node *at(const struct ig_js *j, uint32_t n)
{
	return &j->ast.node[n];
}

/* --- parameters ------------------------------------------------------------------------------ */

struct ig_val *ig_follow_arg(struct ig_js *j, uint32_t call, uint32_t index, uint32_t skip)
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
uint32_t ig_follow_first(const struct ig_js *j, uint32_t f)
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
	for (uint32_t b = ig_follow_first(j, callee); b; b = j->sc.binding[b].sibling) {
		const struct ig_def *d = &j->sc.def[j->sc.binding[b].first];

		if (d->kind == D_PARAM && d->node == callee && d->index == k && !d->path)
			return args_of_sites(j, j->sc.binding[b].calls, index, false);
	}
	return NULL;
}

/* emitter.on("x", f): what emit("x", ...) sends. */
static struct ig_val *emitted(struct ig_js *j, uint32_t call, uint32_t index)
{
	struct ig_val *name = ig_follow_arg(j, call, 0, 0), *u = NULL, *other;
	uint32_t atom = ig_ast_find_atom(&j->ast, "emit", 4);
	uint32_t site = atom ? j->sc.prop_call[atom] : 0;

	for (unsigned i = 0; site && i < IG_SITES; i++, site = j->sc.site[site].next) {
		other = ig_follow_arg(j, j->sc.site[site].node, 0, 0);
		if (name->kind == V_STR && other->kind == V_STR && !strcmp(name->u.s, other->u.s))
			u = ig_val_union(j, u, ig_follow_arg(j, j->sc.site[site].node, index, 1));
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

struct ig_val *ig_follow_parameter(struct ig_js *j, uint32_t f, uint32_t index, bool rest)
{
	uint32_t p = at(j, f)->parent, skip, call, key = 0, b = 0, name;
	struct ig_val *u = NULL, *v;
	bool apply;

	call = immediate_call(j, f, &skip, &apply);
	if (call && apply) {
		v = ig_follow_arg(j, call, 0, 1);
		return rest ? v : ig_eval_member(j, v, ig_val_num(j, index));
	}
	if (call && rest) {
		uint32_t n = 0;
		struct ig_val **args = ig_eval_args(j, call, NULL, &n);

		return ig_val_list(j, args + (n < skip ? n : skip), n < skip ? 0 : n - skip);
	}
	if (call)
		return ig_follow_arg(j, call, index, skip);
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
