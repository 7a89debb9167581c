/*
 * A syntax tree as one flat array in source order, made from tree-sitter's by a cursor walk with an
 * explicit stack. Types, comments and punctuation are left out. Nothing that reads it follows
 * node depth with the C stack.
 */
#ifndef IG_PREFLIGHT_AST_H
#define IG_PREFLIGHT_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/preflight/kind.h"

enum ig_node_kind {
	K_OTHER, K_PROGRAM, K_ERROR,
	/* leaves */
	K_IDENT, K_SHORT, K_SHORT_PAT, K_PROP, K_STRING, K_NUMBER, K_REGEX, K_TRUE, K_FALSE, K_NULL,
	K_UNDEFINED, K_THIS, K_SUPER, K_IMPORT, K_META,
	/* expressions */
	K_TEMPLATE, K_TEMPLATE_SUB, K_CALL, K_NEW, K_MEMBER, K_SUBSCRIPT, K_ARGS, K_ARRAY, K_OBJECT,
	K_PAIR, K_SPREAD, K_METHOD, K_COMPUTED, K_FUNCTION, K_ARROW, K_CLASS, K_CLASS_BODY, K_FIELD,
	K_HERITAGE, K_ASSIGN, K_AUG_ASSIGN, K_BINARY, K_UNARY, K_UPDATE, K_TERNARY, K_SEQUENCE, K_PAREN,
	K_AWAIT, K_YIELD, K_CAST,
	/* patterns */
	K_PARAMS, K_PARAM, K_OBJ_PAT, K_ARR_PAT, K_PAIR_PAT, K_REST_PAT, K_ASSIGN_PAT, K_OBJ_ASSIGN_PAT,
	/* statements */
	K_FUNCTION_DECL, K_CLASS_DECL, K_VAR, K_LEXICAL, K_DECLARATOR, K_EXPR_STMT, K_RETURN, K_IF,
	K_ELSE, K_FOR, K_FOR_IN, K_WHILE, K_DO, K_TRY, K_CATCH, K_FINALLY, K_SWITCH, K_SWITCH_BODY,
	K_CASE, K_DEFAULT, K_THROW, K_BREAK, K_CONTINUE, K_LABELED, K_BLOCK, K_WITH, K_EMPTY,
	K_STATIC_BLOCK,
	/* modules */
	K_IMPORT_STMT, K_IMPORT_CLAUSE, K_NAMED_IMPORTS, K_IMPORT_SPEC, K_NS_IMPORT, K_IMPORT_REQUIRE,
	K_EXPORT, K_EXPORT_CLAUSE, K_EXPORT_SPEC, K_NS_EXPORT, K_ENUM,
	/* for the shell grammar */
	K_SH_COMMAND, K_SH_NAME, K_SH_WORD, K_SH_STRING, K_SH_RAW, K_SH_PIPELINE, K_SH_LIST,
	K_SH_SUBST, K_SH_REDIRECT, K_SH_CONCAT, K_SH_ASSIGN, K_SH_EXPANSION,
	K_SKIP, /* not kept, with all below it */
	K_N,
};

enum ig_node_field {
	F_NONE, F_FUNCTION, F_ARGUMENTS, F_OBJECT, F_PROPERTY, F_INDEX, F_LEFT, F_RIGHT, F_NAME, F_VALUE,
	F_KEY, F_BODY, F_PARAMETERS, F_PARAMETER, F_CONDITION, F_CONSEQUENCE, F_ALTERNATIVE, F_ARGUMENT,
	F_CONSTRUCTOR, F_SOURCE, F_ALIAS, F_DECLARATION, F_INITIALIZER, F_INCREMENT, F_HANDLER,
	F_FINALIZER, F_PATTERN, F_MEMBER, F_OTHER,
};

enum ig_node_op {
	OP_NONE, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW, OP_AND, OP_OR, OP_XOR, OP_SHL, OP_SHR,
	OP_USHR, OP_LAND, OP_LOR, OP_NULLISH, OP_EQ, OP_NE, OP_SEQ, OP_SNE, OP_LT, OP_GT, OP_LE, OP_GE,
	OP_IN, OP_INSTANCEOF, OP_NOT, OP_BITNOT, OP_TYPEOF, OP_VOID, OP_DELETE, OP_INC, OP_DEC, OP_OF,
	OP_GET, OP_SET, OP_STATIC, OP_ASYNC, OP_GENERATOR,
};

struct ig_node {
	uint32_t start, end; /* bytes */
	uint32_t parent;     /* 0 for the program, which is its own */
	uint32_t next;	     /* sibling, 0: none */
	uint32_t child;	     /* first, 0: none; of a name: its atom */
	uint8_t kind, field, op, flags;
};

struct ig_atom {
	const char *s;
	uint32_t n;
	uint32_t hash;
};

struct ig_ast {
	const char *src;
	size_t n_src;
	struct ig_node *node; /* [0] is the program; children follow their parents */
	uint32_t n, cap;
	struct ig_atom *atom; /* [0] is the empty name */
	uint32_t atoms, atom_cap;
	uint32_t *atom_table;
	uint32_t atom_table_n;
	struct ig_chunk *chunks; /* texts of names with escapes */
	uint32_t errors;	 /* ERROR and missing nodes */
	uint32_t error_start, error_end; /* of the first */
	bool too_many; /* the bound on nodes was met */
};

enum {
	IG_AST_NODES = 8 * 1000 * 1000,
	/* Time allowed to the parser: some hundred times what honest files take. */
	IG_AST_MS = 8000,
	IG_AST_MS_PER_KB = 2,
};

/* Parses n bytes (n < 2^31). -1 when the grammar could not be had, or the time was over. */
int ig_ast_parse(struct ig_ast *a, enum ig_file_kind kind, const char *src, size_t n);
void ig_ast_done(struct ig_ast *a);

/* The child of n with this field, 0 when there is none. Looks at the first 64 children only. */
uint32_t ig_ast_field(const struct ig_ast *a, uint32_t n, enum ig_node_field f);
/* The i-th child, 0 when there is none. */
uint32_t ig_ast_child(const struct ig_ast *a, uint32_t n, unsigned i);
/* The atom of a name that the source has, 0 when it has not. */
uint32_t ig_ast_find_atom(const struct ig_ast *a, const char *s, size_t n);
uint32_t ig_ast_atom(struct ig_ast *a, const char *s, size_t n);
/* Is the source of n exactly s? */
bool ig_ast_is(const struct ig_ast *a, uint32_t n, const char *s);
bool ig_ast_atom_is(const struct ig_ast *a, uint32_t atom, const char *s);

/* The atom of a name; 0 when the node is none. */
static inline uint32_t ig_ast_name(const struct ig_ast *a, uint32_t n)
{
	const unsigned k = a->node[n].kind;

	return k == K_IDENT || k == K_SHORT || k == K_SHORT_PAT || k == K_PROP ? a->node[n].child : 0;
}

static inline bool ig_kind_is_function(unsigned k)
{
	return k == K_FUNCTION || k == K_ARROW || k == K_FUNCTION_DECL || k == K_METHOD;
}

/*
 * The value of the text between the quotes of a JavaScript string or template part, as UTF-8 (a lone
 * surrogate becomes three bytes). Writes at most max bytes, returns how many. *ret_escaped counts
 * escapes of characters that need none.
 */
size_t ig_js_unescape(const char *s, size_t n, char *out, size_t max, unsigned *ret_escaped);

#endif
