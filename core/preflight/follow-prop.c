#include "config.h"
#include "core/preflight/follow.h"

#include <string.h>

#include "core/preflight/eval.h"
#include "core/preflight/sinks.h"

enum { CHAIN = 5 };

static const struct ig_node *at(const struct ig_js *j, uint32_t n)
{
	return &j->ast.node[n];
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
		name = ig_follow_arg(j, call, 1, 0);
		how = ig_follow_arg(j, call, 2, 0);
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
		item[i] = ig_follow_parameter(j, f, i, false);
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
		k = ig_follow_arg(j, call, 0, 0);
		if (k->kind == V_STR && key->kind == V_STR && strcmp(k->u.s, key->u.s) != 0)
			continue;
		u = ig_val_union(j, u, ig_follow_arg(j, call, 1, 0));
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
