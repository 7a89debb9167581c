/* Who declares a name, what it may hold, and who calls it. */
#ifndef IG_PREFLIGHT_SCOPE_H
#define IG_PREFLIGHT_SCOPE_H

#include "core/preflight/ast.h"

enum ig_def_kind {
	D_EXPR,	   /* the value of `node`, through `path` */
	D_FUNCTION, /* the function `node` */
	D_CLASS,
	D_PARAM,   /* parameter `index` of function `node`, through `path` */
	D_IMPORT,  /* from the module named by string `node`: `atom` is the name, 0 for all of it */
	D_ELEMENT, /* an element (for-of) of the value of `node`, through `path` */
	D_ADD,	   /* what it was, plus the value of `node` */
	D_UNKNOWN,
};

enum ig_step_kind { STEP_KEY, STEP_COMPUTED, STEP_INDEX, STEP_REST };

/* How a destructuring pattern gets from a value to a part of it; innermost last. */
struct ig_step {
	uint32_t prev; /* 0: none */
	uint32_t arg;  /* atom, node or index */
	uint8_t kind;
};

struct ig_def {
	uint32_t node, path, index, atom;
	uint32_t next; /* in order of the source; 0: none */
	uint32_t at;   /* the node that defines: for its place */
	uint8_t kind;
};

struct ig_binding {
	uint32_t atom, scope;
	uint32_t first, last; /* defs */
	uint32_t n_defs;
	uint32_t sibling; /* in its scope */
	uint32_t saved;	  /* while the scopes are walked */
	uint32_t calls;	  /* first call site, 0: none */
	uint32_t n_calls;
};

struct ig_scope_node {
	uint32_t node, parent, end, first;
	bool function;
};

/* A list of nodes. */
struct ig_site {
	uint32_t node, other, next;
};

struct ig_scopes {
	const struct ig_ast *ast;
	struct ig_scope_node *scope;
	uint32_t scopes, scope_cap;
	struct ig_binding *binding; /* [0] is none */
	uint32_t bindings, binding_cap;
	struct ig_def *def; /* [0] is none */
	uint32_t defs, def_cap;
	struct ig_step *step; /* [0] is none */
	uint32_t steps, step_cap;
	struct ig_site *site; /* [0] is none */
	uint32_t sites, site_cap;
	uint32_t *ref;		/* by node: the binding of a name, 0 for a global */
	uint32_t *prop_assign;	/* by atom: sites (object, value) of `object.atom = value` */
	uint32_t *prop_call;	/* by atom: sites of calls `x.atom(...)` */
	uint32_t *computed;	/* one element: sites of `object[...] = value` */
};

enum { IG_SITES = 16 /* looked at in one list */ };

void ig_scopes_make(struct ig_scopes *s, struct ig_ast *ast);
void ig_scopes_done(struct ig_scopes *s);

#endif
