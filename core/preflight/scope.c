#include "config.h"
#include "core/preflight/scope.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/preflight/scope-walk.h"

static bool makes_scope(unsigned k)
{
	return ig_kind_is_function(k) || k == K_PROGRAM || k == K_BLOCK || k == K_FOR ||
	       k == K_FOR_IN || k == K_CATCH || k == K_SWITCH_BODY || k == K_CLASS ||
	       k == K_CLASS_DECL || k == K_STATIC_BLOCK;
}

static uint32_t add_scope(struct ig_scope_walk *w, uint32_t node)
{
	struct ig_scopes *s = w->s;

	IG_GROW(s->scope, s->scopes, s->scope_cap);
	s->scope[s->scopes] = (struct ig_scope_node){
	    .node = node,
	    .parent = w->depth ? w->stack[w->depth - 1] : 0,
	    .end = ig_scope_node_at(w, node)->end,
	    .function = ig_kind_is_function(ig_scope_node_at(w, node)->kind) ||
	                ig_scope_node_at(w, node)->kind == K_PROGRAM ||
	                ig_scope_node_at(w, node)->kind == K_STATIC_BLOCK,
	};
	return s->scopes++;
}

static void parameters(struct ig_scope_walk *w, uint32_t f)
{
	const struct ig_ast *a = w->s->ast;
	struct ig_scope_source from = {
	    .kind = D_PARAM, .node = f, .at = f, .declares = true, .function_scope = true};
	uint32_t list = ig_ast_field(a, f, F_PARAMETERS);

	if (!list) {
		ig_scope_pattern(w, ig_ast_field(a, f, F_PARAMETER), 0, &from, 0);
		return;
	}
	for (uint32_t c = a->node[list].child; c; c = a->node[c].next) {
		uint32_t path = 0, inner = c;

		if (a->node[c].kind == K_PARAM)
			inner = ig_ast_field(a, c, F_PATTERN);
		if (inner && a->node[inner].kind == K_REST_PAT)
			path = ig_scope_add_step(w, 0, STEP_REST, from.index);
		ig_scope_pattern(w, c, path, &from, 0);
		from.index++;
	}
}

static void declare_import(struct ig_scope_walk *w, uint32_t name, uint32_t module, uint32_t atom)
{
	uint32_t b =
	    ig_scope_declare(w, ig_scope_current(w, false), ig_scope_node_at(w, name)->child);

	ig_scope_add_def(
	    w, b, (struct ig_def){.kind = D_IMPORT, .node = module, .atom = atom, .at = name});
}

/* import a, * as b, {c, d as e} from "m"; the clause's children are few and shallow. */
static void import_statement(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t module = ig_ast_field(a, n, F_SOURCE), clause = a->node[n].child;

	if (!clause)
		return;
	if (a->node[clause].kind == K_IMPORT_REQUIRE) { /* import a = require("m") */
		module = ig_ast_field(a, clause, F_SOURCE);
		if (module && a->node[a->node[clause].child].kind == K_IDENT)
			declare_import(w, a->node[clause].child, module, 0);
		return;
	}
	if (!module || a->node[clause].kind != K_IMPORT_CLAUSE)
		return;
	for (uint32_t c = a->node[clause].child; c; c = a->node[c].next) {
		if (a->node[c].kind == K_IDENT) /* default: of a CommonJS module, all of it */
			declare_import(w, c, module, 0);
		if (a->node[c].kind == K_NS_IMPORT && a->node[c].child)
			declare_import(w, a->node[c].child, module, 0);
		for (uint32_t i = a->node[c].kind == K_NAMED_IMPORTS ? a->node[c].child : 0; i;
		     i = a->node[i].next) {
			uint32_t name = ig_ast_field(a, i, F_NAME);
			uint32_t alias = ig_ast_field(a, i, F_ALIAS);
			uint32_t atom = name ? a->node[name].child : 0;

			if (name && ig_ast_atom_is(a, atom, "default"))
				atom = 0;
			if (name && a->node[name].kind == K_IDENT)
				declare_import(w, alias ? alias : name, module, atom);
		}
	}
}

static bool for_declares(const struct ig_ast *a, uint32_t n, uint32_t left, bool *is_var)
{
	const char *s = a->src + a->node[n].start;
	size_t len = a->node[left].start - a->node[n].start;

	if (len > 64)
		len = 64;
	*is_var = memmem(s, len, "var", 3) != NULL;
	return *is_var || memmem(s, len, "let", 3) || memmem(s, len, "const", 5);
}

static void for_in(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t left = ig_ast_field(a, n, F_LEFT), right = ig_ast_field(a, n, F_RIGHT);
	struct ig_scope_source from = {.node = right, .at = n};
	bool is_var = false;

	if (!left || !right)
		return;
	from.kind = a->node[n].op == OP_OF ? D_ELEMENT : D_UNKNOWN;
	from.declares = for_declares(a, n, left, &is_var);
	from.function_scope = is_var;
	ig_scope_pattern(w, left, 0, &from, 0);
}

static void named_thing(struct ig_scope_walk *w, uint32_t n, enum ig_def_kind kind, bool own_scope)
{
	uint32_t name = ig_ast_field(w->s->ast, n, F_NAME), scope;
	uint32_t b;

	if (!name || (ig_scope_node_at(w, name)->kind != K_IDENT))
		return;
	/* The scope of n itself is already open. */
	scope = own_scope || w->depth < 2 ? w->stack[w->depth - 1] : w->stack[w->depth - 2];
	if (!own_scope && kind == D_FUNCTION) {
		uint32_t i = w->depth - 1;

		while (i > 1 && !w->s->scope[w->stack[i - 1]].function)
			i--;
		scope = w->stack[i - 1];
	}
	b = ig_scope_declare(w, scope, ig_scope_node_at(w, name)->child);
	ig_scope_add_def(w, b, (struct ig_def){.kind = (uint8_t)kind, .node = n, .at = n});
}

static void declarator(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	const struct ig_scope_source from = {.kind = D_EXPR,
	    .node = ig_ast_field(a, n, F_VALUE),
	    .at = n,
	    .declares = true,
	    .function_scope = ig_scope_node_at(w, ig_scope_node_at(w, n)->parent)->kind == K_VAR};
	uint32_t name = ig_ast_field(a, n, F_NAME);

	if (from.node)
		ig_scope_pattern(w, name, 0, &from, 0);
	else if (name && a->node[name].kind == K_IDENT)
		ig_scope_declare(w, ig_scope_current(w, from.function_scope), a->node[name].child);
}

/* An enum is an object of constants. */
static void enumeration(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t name = ig_ast_field(a, n, F_NAME), body = ig_ast_field(a, n, F_BODY);

	if (!name || !body || a->node[name].kind != K_IDENT)
		return;
	ig_scope_add_def(w, ig_scope_declare(w, ig_scope_current(w, false), a->node[name].child),
	    (struct ig_def){.kind = D_EXPR, .node = body, .at = n});
}

static void declare_node(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_scope_source thrown = {.kind = D_UNKNOWN, .at = n, .declares = true};

	switch (ig_scope_node_at(w, n)->kind) {
	case K_FUNCTION_DECL:
		named_thing(w, n, D_FUNCTION, false);
		parameters(w, n);
		break;
	case K_FUNCTION:
		named_thing(w, n, D_FUNCTION, true);
		parameters(w, n);
		break;
	case K_ARROW:
	case K_METHOD:
		parameters(w, n);
		break;
	case K_CLASS_DECL:
		named_thing(w, n, D_CLASS, false);
		break;
	case K_CLASS:
		named_thing(w, n, D_CLASS, true);
		break;
	case K_DECLARATOR:
		declarator(w, n);
		break;
	case K_ENUM:
		enumeration(w, n);
		break;
	case K_CATCH:
		ig_scope_pattern(w, ig_ast_field(w->s->ast, n, F_PARAMETER), 0, &thrown, 0);
		break;
	case K_FOR_IN:
		for_in(w, n);
		break;
	case K_IMPORT_STMT:
		import_statement(w, n);
		break;
	default:
		break;
	}
}

static void assignment(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	const struct ig_scope_source from = {
	    .kind = D_EXPR, .node = ig_ast_field(a, n, F_RIGHT), .at = n};

	if (from.node)
		ig_scope_pattern(w, ig_ast_field(a, n, F_LEFT), 0, &from, 0);
}

static void change_in_place(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	struct ig_def d = {.kind = D_UNKNOWN, .at = n};
	uint32_t left = ig_ast_field(a, n, F_LEFT);

	if (a->node[n].kind == K_UPDATE)
		left = ig_ast_field(a, n, F_ARGUMENT);
	if (a->node[n].op == OP_ADD && a->node[n].kind == K_AUG_ASSIGN)
		d.kind = D_ADD;
	else if (a->node[n].op == OP_LOR || a->node[n].op == OP_NULLISH || a->node[n].op == OP_LAND)
		d.kind = D_EXPR; /* x ||= value */
	d.node = ig_ast_field(a, n, F_RIGHT);
	if (!d.node)
		d.kind = D_UNKNOWN;
	if (left && a->node[left].kind == K_IDENT)
		ig_scope_add_def(w, w->current[a->node[left].child], d);
}

static void call_site(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t f = ig_ast_field(a, n, a->node[n].kind == K_NEW ? F_CONSTRUCTOR : F_FUNCTION),
	         prop;

	if (!f)
		return;
	if (a->node[f].kind == K_IDENT) {
		uint32_t b = w->current[a->node[f].child];

		if (b && w->s->binding[b].n_calls++ < IG_SITES)
			ig_scope_add_site(w, &w->s->binding[b].calls, n, 0);
	} else if (a->node[f].kind == K_MEMBER) {
		prop = ig_ast_field(a, f, F_PROPERTY);
		if (prop)
			ig_scope_add_site(w, &w->s->prop_call[ig_ast_name(a, prop)], n, 0);
	}
}

static void resolve_node(struct ig_scope_walk *w, uint32_t n)
{
	const struct ig_node *t = ig_scope_node_at(w, n);

	switch (t->kind) {
	case K_IDENT:
	case K_SHORT:
	case K_SHORT_PAT:
		w->s->ref[n] = w->current[t->child];
		break;
	case K_ASSIGN:
		assignment(w, n);
		break;
	case K_AUG_ASSIGN:
	case K_UPDATE:
		change_in_place(w, n);
		break;
	case K_FOR_IN:
		for_in(w, n);
		break;
	case K_CALL:
	case K_NEW:
		call_site(w, n);
		break;
	default:
		break;
	}
}

static void leave(struct ig_scope_walk *w)
{
	struct ig_scopes *s = w->s;
	uint32_t scope = w->stack[--w->depth];

	if (w->declare)
		return;
	for (uint32_t b = s->scope[scope].first; b; b = s->binding[b].sibling)
		w->current[s->binding[b].atom] = s->binding[b].saved;
}

static void enter(struct ig_scope_walk *w, uint32_t scope)
{
	struct ig_scopes *s = w->s;

	IG_GROW(w->stack, w->depth, w->cap);
	w->stack[w->depth++] = scope;
	if (w->declare)
		return;
	for (uint32_t b = s->scope[scope].first; b; b = s->binding[b].sibling) {
		s->binding[b].saved = w->current[s->binding[b].atom];
		w->current[s->binding[b].atom] = b;
	}
}

/* Both passes meet the same scopes in the same order. */
static void pass(struct ig_scope_walk *w)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t next_scope = 0;

	for (uint32_t n = 0; n < a->n; n++) {
		while (w->depth > 1 && a->node[n].start >= w->s->scope[w->stack[w->depth - 1]].end)
			leave(w);
		if (makes_scope(a->node[n].kind) || n == 0)
			enter(w, w->declare ? add_scope(w, n) : next_scope++);
		if (w->declare)
			declare_node(w, n);
		else
			resolve_node(w, n);
	}
	while (w->depth)
		leave(w);
}

void ig_scopes_make(struct ig_scopes *s, struct ig_ast *ast)
{
	struct ig_scope_walk w = {.s = s, .declare = true};

	memset(s, 0, sizeof(*s));
	s->ast = ast;
	s->bindings = s->defs = s->steps = s->sites = 1;
	s->binding = ig_calloc(s->binding_cap = 64, sizeof(*s->binding));
	s->def = ig_calloc(s->def_cap = 64, sizeof(*s->def));
	s->step = ig_calloc(s->step_cap = 64, sizeof(*s->step));
	s->site = ig_calloc(s->site_cap = 64, sizeof(*s->site));
	s->ref = ig_calloc(ast->n, sizeof(*s->ref));
	s->prop_assign = ig_calloc(ast->atoms, sizeof(*s->prop_assign));
	s->prop_call = ig_calloc(ast->atoms, sizeof(*s->prop_call));
	s->computed = ig_calloc(1, sizeof(*s->computed));
	w.current = ig_calloc(ast->atoms, sizeof(*w.current));
	pass(&w);
	memset(w.current, 0, ast->atoms * sizeof(*w.current));
	w.declare = false;
	pass(&w);
	free(w.current);
	free(w.stack);
}

void ig_scopes_done(struct ig_scopes *s)
{
	free(s->scope);
	free(s->binding);
	free(s->def);
	free(s->step);
	free(s->site);
	free(s->ref);
	free(s->prop_assign);
	free(s->prop_call);
	free(s->computed);
	memset(s, 0, sizeof(*s));
}
