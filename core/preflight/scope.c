#include "config.h"
#include "core/preflight/scope.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"

enum { PATTERN_DEPTH = 32 };

/* While names are declared, and again while they are resolved. */
struct walk {
	struct ig_scopes *s;
	uint32_t *stack; /* open scopes */
	uint32_t depth, cap;
	uint32_t *current; /* by atom: the binding in force (second pass) */
	bool declare;
};

/* What a pattern takes apart. */
struct source {
	enum ig_def_kind kind;
	uint32_t node, index, at;
	bool declares; /* or assigns */
	bool function_scope;
};

static const struct ig_node *node_at(const struct walk *w, uint32_t n)
{
	return &w->s->ast->node[n];
}

static bool makes_scope(unsigned k)
{
	return ig_kind_is_function(k) || k == K_PROGRAM || k == K_BLOCK || k == K_FOR ||
	    k == K_FOR_IN || k == K_CATCH || k == K_SWITCH_BODY || k == K_CLASS ||
	    k == K_CLASS_DECL || k == K_STATIC_BLOCK;
}

static uint32_t add_scope(struct walk *w, uint32_t node)
{
	struct ig_scopes *s = w->s;

	IG_GROW(s->scope, s->scopes, s->scope_cap);
	s->scope[s->scopes] = (struct ig_scope_node){
	    .node = node,
	    .parent = w->depth ? w->stack[w->depth - 1] : 0,
	    .end = node_at(w, node)->end,
	    .function = ig_kind_is_function(node_at(w, node)->kind) ||
		node_at(w, node)->kind == K_PROGRAM || node_at(w, node)->kind == K_STATIC_BLOCK,
	};
	return s->scopes++;
}

static uint32_t find_in(const struct ig_scopes *s, uint32_t scope, uint32_t atom)
{
	unsigned looked = 0;

	for (uint32_t b = s->scope[scope].first; b && looked < 4096; looked++) {
		if (s->binding[b].atom == atom)
			return b;
		b = s->binding[b].sibling;
	}
	return 0;
}

static uint32_t current_scope(const struct walk *w, bool function)
{
	uint32_t i = w->depth;

	while (i > 1 && function && !w->s->scope[w->stack[i - 1]].function)
		i--;
	return w->stack[i - 1];
}

static uint32_t declare(struct walk *w, uint32_t scope, uint32_t atom)
{
	struct ig_scopes *s = w->s;
	uint32_t b = w->current[atom];

	/* The last declared of that name is most often the one. */
	if (b && s->binding[b].scope == scope)
		return b;
	b = find_in(s, scope, atom);
	if (b)
		return b;
	IG_GROW(s->binding, s->bindings, s->binding_cap);
	b = s->bindings++;
	s->binding[b] =
	    (struct ig_binding){.atom = atom, .scope = scope, .sibling = s->scope[scope].first};
	s->scope[scope].first = b;
	w->current[atom] = b;
	return b;
}

static void add_def(struct walk *w, uint32_t b, struct ig_def d)
{
	struct ig_scopes *s = w->s;
	struct ig_binding *bind = &s->binding[b];

	if (!b)
		return;
	bind->n_defs++;
	IG_GROW(s->def, s->defs, s->def_cap);
	s->def[s->defs] = d;
	if (bind->last)
		s->def[bind->last].next = s->defs;
	else
		bind->first = s->defs;
	bind->last = s->defs++;
}

static uint32_t add_step(struct walk *w, uint32_t prev, enum ig_step_kind kind, uint32_t arg)
{
	struct ig_scopes *s = w->s;

	IG_GROW(s->step, s->steps, s->step_cap);
	s->step[s->steps] = (struct ig_step){.prev = prev, .arg = arg, .kind = (uint8_t)kind};
	return s->steps++;
}

static void add_site(struct walk *w, uint32_t *head, uint32_t node, uint32_t other)
{
	struct ig_scopes *s = w->s;

	IG_GROW(s->site, s->sites, s->site_cap);
	s->site[s->sites] = (struct ig_site){node, other, *head};
	*head = s->sites++;
}

/* `object.name = value`, in the second pass. */
static void assign_property(struct walk *w, uint32_t target, uint32_t value)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t object = ig_ast_field(a, target, F_OBJECT);
	uint32_t prop = ig_ast_field(
	    a, target, a->node[target].kind == K_MEMBER ? F_PROPERTY : F_INDEX);

	if (!object || !prop || !value || w->declare)
		return;
	if (a->node[prop].kind == K_PROP)
		add_site(w, &w->s->prop_assign[a->node[prop].child], object, value);
	else
		add_site(w, w->s->computed, target, value);
}

static void set_name(struct walk *w, uint32_t name, uint32_t path, const struct source *from)
{
	struct ig_def d = {.kind = (uint8_t)from->kind, .node = from->node, .path = path,
	    .index = from->index, .at = from->at};
	uint32_t atom = node_at(w, name)->child, b;

	if (w->declare != from->declares)
		return;
	b = from->declares ? declare(w, current_scope(w, from->function_scope), atom)
			   : w->current[atom];
	add_def(w, b, d);
}

static uint32_t key_step(struct walk *w, uint32_t prev, uint32_t key)
{
	const struct ig_ast *a = w->s->ast;

	switch (a->node[key].kind) {
	case K_PROP:
		return add_step(w, prev, STEP_KEY, a->node[key].child);
	case K_COMPUTED:
		return add_step(w, prev, STEP_COMPUTED, a->node[key].child);
	default: /* a string or a number */
		return add_step(w, prev, STEP_COMPUTED, key);
	}
}

/* Commas before child c: the index of an element, holes counted. */
static uint32_t count_commas(const struct ig_ast *a, uint32_t from, uint32_t to)
{
	uint32_t n = 0;

	for (uint32_t i = from; i < to; i++)
		n += a->src[i] == ',';
	return n;
}

static void pattern(struct walk *w, uint32_t p, uint32_t path, const struct source *from, int depth);

static void default_value(struct walk *w, uint32_t target, uint32_t value, const struct source *from,
    int depth)
{
	const struct source other = {.kind = D_EXPR, .node = value, .at = from->at,
	    .declares = from->declares, .function_scope = from->function_scope};

	if (value)
		pattern(w, target, 0, &other, depth + 1);
}

static void object_pattern(struct walk *w, uint32_t p, uint32_t path, const struct source *from,
    int depth)
{
	const struct ig_ast *a = w->s->ast;

	for (uint32_t c = a->node[p].child; c; c = a->node[c].next) {
		uint32_t left = c, value;

		switch (a->node[c].kind) {
		case K_SHORT_PAT:
			set_name(w, c, add_step(w, path, STEP_KEY, a->node[c].child), from);
			break;
		case K_OBJ_ASSIGN_PAT:
			left = ig_ast_field(a, c, F_LEFT);
			if (!left || a->node[left].kind != K_SHORT_PAT)
				break;
			set_name(w, left, add_step(w, path, STEP_KEY, a->node[left].child), from);
			default_value(w, left, ig_ast_field(a, c, F_RIGHT), from, depth);
			break;
		case K_PAIR_PAT:
			left = ig_ast_field(a, c, F_KEY);
			value = ig_ast_field(a, c, F_VALUE);
			if (left && value)
				pattern(w, value, key_step(w, path, left), from, depth + 1);
			break;
		case K_REST_PAT:
			pattern(w, c, path, from, depth + 1);
			break;
		default:
			break;
		}
	}
}

static void array_pattern(struct walk *w, uint32_t p, uint32_t path, const struct source *from,
    int depth)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t index = 0, at = a->node[p].start;

	for (uint32_t c = a->node[p].child; c; c = a->node[c].next) {
		index += count_commas(a, at, a->node[c].start);
		at = a->node[c].end;
		if (a->node[c].kind == K_REST_PAT)
			pattern(w, a->node[c].child, add_step(w, path, STEP_REST, index), from,
			    depth + 1);
		else
			pattern(w, c, add_step(w, path, STEP_INDEX, index), from, depth + 1);
	}
}

static void pattern(struct walk *w, uint32_t p, uint32_t path, const struct source *from, int depth)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t left;

	if (!p || depth > PATTERN_DEPTH)
		return;
	switch (a->node[p].kind) {
	case K_IDENT:
	case K_SHORT_PAT:
		set_name(w, p, path, from);
		break;
	case K_OBJ_PAT:
		object_pattern(w, p, path, from, depth);
		break;
	case K_ARR_PAT:
		array_pattern(w, p, path, from, depth);
		break;
	case K_ASSIGN_PAT:
		left = ig_ast_field(a, p, F_LEFT);
		pattern(w, left, path, from, depth + 1);
		default_value(w, left, ig_ast_field(a, p, F_RIGHT), from, depth);
		break;
	case K_REST_PAT:
	case K_PAREN:
		pattern(w, a->node[p].child, path, from, depth + 1);
		break;
	case K_PARAM:
		left = ig_ast_field(a, p, F_PATTERN);
		pattern(w, left, path, from, depth + 1);
		default_value(w, left, ig_ast_field(a, p, F_VALUE), from, depth);
		break;
	case K_MEMBER:
	case K_SUBSCRIPT:
		if (!path && from->kind == D_EXPR && !from->declares)
			assign_property(w, p, from->node);
		break;
	default:
		break;
	}
}

static void parameters(struct walk *w, uint32_t f)
{
	const struct ig_ast *a = w->s->ast;
	struct source from = {.kind = D_PARAM, .node = f, .at = f, .declares = true,
	    .function_scope = true};
	uint32_t list = ig_ast_field(a, f, F_PARAMETERS);

	if (!list) {
		pattern(w, ig_ast_field(a, f, F_PARAMETER), 0, &from, 0);
		return;
	}
	for (uint32_t c = a->node[list].child; c; c = a->node[c].next) {
		uint32_t path = 0, inner = c;

		if (a->node[c].kind == K_PARAM)
			inner = ig_ast_field(a, c, F_PATTERN);
		if (inner && a->node[inner].kind == K_REST_PAT)
			path = add_step(w, 0, STEP_REST, from.index);
		pattern(w, c, path, &from, 0);
		from.index++;
	}
}

static void declare_import(struct walk *w, uint32_t name, uint32_t module, uint32_t atom)
{
	uint32_t b = declare(w, current_scope(w, false), node_at(w, name)->child);

	add_def(w, b, (struct ig_def){.kind = D_IMPORT, .node = module, .atom = atom, .at = name});
}

/* import a, * as b, {c, d as e} from "m"; the clause's children are few and shallow. */
static void import_statement(struct walk *w, uint32_t n)
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

static void for_in(struct walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t left = ig_ast_field(a, n, F_LEFT), right = ig_ast_field(a, n, F_RIGHT);
	struct source from = {.node = right, .at = n};
	bool is_var = false;

	if (!left || !right)
		return;
	from.kind = a->node[n].op == OP_OF ? D_ELEMENT : D_UNKNOWN;
	from.declares = for_declares(a, n, left, &is_var);
	from.function_scope = is_var;
	pattern(w, left, 0, &from, 0);
}

static void named_thing(struct walk *w, uint32_t n, enum ig_def_kind kind, bool own_scope)
{
	uint32_t name = ig_ast_field(w->s->ast, n, F_NAME), scope;
	uint32_t b;

	if (!name || (node_at(w, name)->kind != K_IDENT))
		return;
	/* The scope of n itself is already open. */
	scope = own_scope || w->depth < 2 ? w->stack[w->depth - 1] : w->stack[w->depth - 2];
	if (!own_scope && kind == D_FUNCTION) {
		uint32_t i = w->depth - 1;

		while (i > 1 && !w->s->scope[w->stack[i - 1]].function)
			i--;
		scope = w->stack[i - 1];
	}
	b = declare(w, scope, node_at(w, name)->child);
	add_def(w, b, (struct ig_def){.kind = (uint8_t)kind, .node = n, .at = n});
}

static void declarator(struct walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	const struct source from = {.kind = D_EXPR, .node = ig_ast_field(a, n, F_VALUE), .at = n,
	    .declares = true, .function_scope = node_at(w, node_at(w, n)->parent)->kind == K_VAR};
	uint32_t name = ig_ast_field(a, n, F_NAME);

	if (from.node)
		pattern(w, name, 0, &from, 0);
	else if (name && a->node[name].kind == K_IDENT)
		declare(w, current_scope(w, from.function_scope), a->node[name].child);
}

/* An enum is an object of constants. */
static void enumeration(struct walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t name = ig_ast_field(a, n, F_NAME), body = ig_ast_field(a, n, F_BODY);

	if (!name || !body || a->node[name].kind != K_IDENT)
		return;
	add_def(w, declare(w, current_scope(w, false), a->node[name].child),
	    (struct ig_def){.kind = D_EXPR, .node = body, .at = n});
}

static void declare_node(struct walk *w, uint32_t n)
{
	const struct source thrown = {.kind = D_UNKNOWN, .at = n, .declares = true};

	switch (node_at(w, n)->kind) {
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
		pattern(w, ig_ast_field(w->s->ast, n, F_PARAMETER), 0, &thrown, 0);
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

static void assignment(struct walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	const struct source from = {.kind = D_EXPR, .node = ig_ast_field(a, n, F_RIGHT), .at = n};

	if (from.node)
		pattern(w, ig_ast_field(a, n, F_LEFT), 0, &from, 0);
}

static void change_in_place(struct walk *w, uint32_t n)
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
		add_def(w, w->current[a->node[left].child], d);
}

static void call_site(struct walk *w, uint32_t n)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t f = ig_ast_field(a, n, a->node[n].kind == K_NEW ? F_CONSTRUCTOR : F_FUNCTION), prop;

	if (!f)
		return;
	if (a->node[f].kind == K_IDENT) {
		uint32_t b = w->current[a->node[f].child];

		if (b && w->s->binding[b].n_calls++ < IG_SITES)
			add_site(w, &w->s->binding[b].calls, n, 0);
	} else if (a->node[f].kind == K_MEMBER) {
		prop = ig_ast_field(a, f, F_PROPERTY);
		if (prop)
			add_site(w, &w->s->prop_call[ig_ast_name(a, prop)], n, 0);
	}
}

static void resolve_node(struct walk *w, uint32_t n)
{
	const struct ig_node *t = node_at(w, n);

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

static void leave(struct walk *w)
{
	struct ig_scopes *s = w->s;
	uint32_t scope = w->stack[--w->depth];

	if (w->declare)
		return;
	for (uint32_t b = s->scope[scope].first; b; b = s->binding[b].sibling)
		w->current[s->binding[b].atom] = s->binding[b].saved;
}

static void enter(struct walk *w, uint32_t scope)
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
static void pass(struct walk *w)
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
	struct walk w = {.s = s, .declare = true};

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
