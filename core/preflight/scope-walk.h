/* Names and patterns, as the walk over a file's scopes (core/preflight/scope.c) meets them. */
#ifndef IG_PREFLIGHT_SCOPE_WALK_H
#define IG_PREFLIGHT_SCOPE_WALK_H

#include "core/preflight/scope.h"

/* While names are declared, and again while they are resolved. */
struct ig_scope_walk {
	struct ig_scopes *s;
	uint32_t *stack; /* open scopes */
	uint32_t depth, cap;
	uint32_t *current; /* by atom: the binding in force (second pass) */
	bool declare;
};

/* What a pattern takes apart. */
struct ig_scope_source {
	enum ig_def_kind kind;
	uint32_t node, index, at;
	bool declares; /* or assigns */
	bool function_scope;
};

static inline const struct ig_node *ig_scope_node_at(const struct ig_scope_walk *w, uint32_t n)
{
	return &w->s->ast->node[n];
}

/* The innermost open scope, or the innermost that is a function's or the file's. */
uint32_t ig_scope_current(const struct ig_scope_walk *w, bool function);
/* The binding of a name in a scope, new or old. */
uint32_t ig_scope_declare(struct ig_scope_walk *w, uint32_t scope, uint32_t atom);
/* One more thing that a binding may hold; binding 0 is none. */
void ig_scope_add_def(struct ig_scope_walk *w, uint32_t binding, struct ig_def d);
/* A step behind the step `prev` (0: the first). */
uint32_t ig_scope_add_step(
    struct ig_scope_walk *w, uint32_t prev, enum ig_step_kind kind, uint32_t arg);
/* Puts a site before the list that *head begins. */
void ig_scope_add_site(struct ig_scope_walk *w, uint32_t *head, uint32_t node, uint32_t other);
/* `object.name = value`, in the second pass. */
void ig_scope_assign(struct ig_scope_walk *w, uint32_t target, uint32_t value);
/* Declares or assigns all names of the pattern p, which stands `path` inside its source. */
void ig_scope_pattern(struct ig_scope_walk *w, uint32_t p, uint32_t path,
    const struct ig_scope_source *from, int depth);

#endif
