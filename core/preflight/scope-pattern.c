#include "config.h"
#include "core/preflight/scope-walk.h"

#include "core/base/mem.h"

enum { PATTERN_DEPTH = 32 };

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

uint32_t ig_scope_current(const struct ig_scope_walk *w, bool function)
{
	uint32_t i = w->depth;

	while (i > 1 && function && !w->s->scope[w->stack[i - 1]].function)
		i--;
	return w->stack[i - 1];
}

uint32_t ig_scope_declare(struct ig_scope_walk *w, uint32_t scope, uint32_t atom)
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

void ig_scope_add_def(struct ig_scope_walk *w, uint32_t b, struct ig_def d)
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

uint32_t ig_scope_add_step(
    struct ig_scope_walk *w, uint32_t prev, enum ig_step_kind kind, uint32_t arg)
{
	struct ig_scopes *s = w->s;

	IG_GROW(s->step, s->steps, s->step_cap);
	s->step[s->steps] = (struct ig_step){.prev = prev, .arg = arg, .kind = (uint8_t)kind};
	return s->steps++;
}

void ig_scope_add_site(struct ig_scope_walk *w, uint32_t *head, uint32_t node, uint32_t other)
{
	struct ig_scopes *s = w->s;

	IG_GROW(s->site, s->sites, s->site_cap);
	s->site[s->sites] = (struct ig_site){node, other, *head};
	*head = s->sites++;
}

/* `object.name = value`, in the second pass. */
void ig_scope_assign(struct ig_scope_walk *w, uint32_t target, uint32_t value)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t object = ig_ast_field(a, target, F_OBJECT);
	uint32_t prop =
	    ig_ast_field(a, target, a->node[target].kind == K_MEMBER ? F_PROPERTY : F_INDEX);

	if (!object || !prop || !value || w->declare)
		return;
	if (a->node[prop].kind == K_PROP)
		ig_scope_add_site(w, &w->s->prop_assign[a->node[prop].child], object, value);
	else
		ig_scope_add_site(w, w->s->computed, target, value);
}

static void set_name(
    struct ig_scope_walk *w, uint32_t name, uint32_t path, const struct ig_scope_source *from)
{
	struct ig_def d = {.kind = (uint8_t)from->kind,
	    .node = from->node,
	    .path = path,
	    .index = from->index,
	    .at = from->at};
	uint32_t atom = ig_scope_node_at(w, name)->child, b;

	if (w->declare != from->declares)
		return;
	b = from->declares ? ig_scope_declare(w, ig_scope_current(w, from->function_scope), atom)
	                   : w->current[atom];
	ig_scope_add_def(w, b, d);
}

static uint32_t key_step(struct ig_scope_walk *w, uint32_t prev, uint32_t key)
{
	const struct ig_ast *a = w->s->ast;

	switch (a->node[key].kind) {
	case K_PROP:
		return ig_scope_add_step(w, prev, STEP_KEY, a->node[key].child);
	case K_COMPUTED:
		return ig_scope_add_step(w, prev, STEP_COMPUTED, a->node[key].child);
	default: /* a string or a number */
		return ig_scope_add_step(w, prev, STEP_COMPUTED, key);
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

static void default_value(struct ig_scope_walk *w, uint32_t target, uint32_t value,
    const struct ig_scope_source *from, int depth)
{
	const struct ig_scope_source other = {.kind = D_EXPR,
	    .node = value,
	    .at = from->at,
	    .declares = from->declares,
	    .function_scope = from->function_scope};

	if (value)
		ig_scope_pattern(w, target, 0, &other, depth + 1);
}

static void object_pattern(struct ig_scope_walk *w, uint32_t p, uint32_t path,
    const struct ig_scope_source *from, int depth)
{
	const struct ig_ast *a = w->s->ast;

	for (uint32_t c = a->node[p].child; c; c = a->node[c].next) {
		uint32_t left = c, value;

		switch (a->node[c].kind) {
		case K_SHORT_PAT:
			set_name(
			    w, c, ig_scope_add_step(w, path, STEP_KEY, a->node[c].child), from);
			break;
		case K_OBJ_ASSIGN_PAT:
			left = ig_ast_field(a, c, F_LEFT);
			if (!left || a->node[left].kind != K_SHORT_PAT)
				break;
			set_name(w, left, ig_scope_add_step(w, path, STEP_KEY, a->node[left].child),
			    from);
			default_value(w, left, ig_ast_field(a, c, F_RIGHT), from, depth);
			break;
		case K_PAIR_PAT:
			left = ig_ast_field(a, c, F_KEY);
			value = ig_ast_field(a, c, F_VALUE);
			if (left && value)
				ig_scope_pattern(
				    w, value, key_step(w, path, left), from, depth + 1);
			break;
		case K_REST_PAT:
			ig_scope_pattern(w, c, path, from, depth + 1);
			break;
		default:
			break;
		}
	}
}

static void array_pattern(struct ig_scope_walk *w, uint32_t p, uint32_t path,
    const struct ig_scope_source *from, int depth)
{
	const struct ig_ast *a = w->s->ast;
	uint32_t index = 0, at = a->node[p].start;

	for (uint32_t c = a->node[p].child; c; c = a->node[c].next) {
		index += count_commas(a, at, a->node[c].start);
		at = a->node[c].end;
		if (a->node[c].kind == K_REST_PAT)
			ig_scope_pattern(w, a->node[c].child,
			    ig_scope_add_step(w, path, STEP_REST, index), from, depth + 1);
		else
			ig_scope_pattern(
			    w, c, ig_scope_add_step(w, path, STEP_INDEX, index), from, depth + 1);
	}
}

void ig_scope_pattern(struct ig_scope_walk *w, uint32_t p, uint32_t path,
    const struct ig_scope_source *from, int depth)
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
		ig_scope_pattern(w, left, path, from, depth + 1);
		default_value(w, left, ig_ast_field(a, p, F_RIGHT), from, depth);
		break;
	case K_REST_PAT:
	case K_PAREN:
		ig_scope_pattern(w, a->node[p].child, path, from, depth + 1);
		break;
	case K_PARAM:
		left = ig_ast_field(a, p, F_PATTERN);
		ig_scope_pattern(w, left, path, from, depth + 1);
		default_value(w, left, ig_ast_field(a, p, F_VALUE), from, depth);
		break;
	case K_MEMBER:
	case K_SUBSCRIPT:
		if (!path && from->kind == D_EXPR && !from->declares)
			ig_scope_assign(w, p, from->node);
		break;
	default:
		break;
	}
}
