#include "config.h"
#include "core/preflight/ast.h"

#include <stdlib.h>
#include <string.h>

#include <tree_sitter/api.h>

#include "core/base/mem.h"
#include "core/base/text.h"

const TSLanguage *tree_sitter_javascript(void);
const TSLanguage *tree_sitter_typescript(void);
const TSLanguage *tree_sitter_tsx(void);
const TSLanguage *tree_sitter_bash(void);

struct named {
	const char *name;
	uint8_t value;
};

/* Node types by their name in the grammars (node-types.json of each). One row each; types that are
 * not here are K_OTHER and kept for what is below them. */
static const struct named kinds[] = {
    {"program", K_PROGRAM}, {"identifier", K_IDENT}, {"shorthand_property_identifier", K_SHORT},
    {"shorthand_property_identifier_pattern", K_SHORT_PAT}, {"property_identifier", K_PROP},
    {"private_property_identifier", K_PROP}, {"string", K_STRING}, {"number", K_NUMBER},
    {"regex", K_REGEX}, {"true", K_TRUE}, {"false", K_FALSE}, {"null", K_NULL},
    {"undefined", K_UNDEFINED}, {"this", K_THIS}, {"super", K_SUPER}, {"import", K_IMPORT},
    {"meta_property", K_META}, {"template_string", K_TEMPLATE},
    {"template_substitution", K_TEMPLATE_SUB}, {"call_expression", K_CALL},
    {"new_expression", K_NEW}, {"member_expression", K_MEMBER},
    {"subscript_expression", K_SUBSCRIPT}, {"arguments", K_ARGS}, {"array", K_ARRAY},
    {"object", K_OBJECT}, {"pair", K_PAIR}, {"spread_element", K_SPREAD},
    {"method_definition", K_METHOD}, {"computed_property_name", K_COMPUTED},
    {"function_expression", K_FUNCTION}, {"generator_function", K_FUNCTION},
    {"arrow_function", K_ARROW}, {"class", K_CLASS}, {"class_body", K_CLASS_BODY},
    {"field_definition", K_FIELD}, {"public_field_definition", K_FIELD},
    {"class_heritage", K_HERITAGE}, {"assignment_expression", K_ASSIGN},
    {"augmented_assignment_expression", K_AUG_ASSIGN}, {"binary_expression", K_BINARY},
    {"unary_expression", K_UNARY}, {"update_expression", K_UPDATE},
    {"ternary_expression", K_TERNARY}, {"sequence_expression", K_SEQUENCE},
    {"parenthesized_expression", K_PAREN}, {"await_expression", K_AWAIT},
    {"yield_expression", K_YIELD}, {"as_expression", K_CAST}, {"satisfies_expression", K_CAST},
    {"non_null_expression", K_CAST}, {"type_assertion", K_CAST},
    {"instantiation_expression", K_CAST}, {"formal_parameters", K_PARAMS},
    {"required_parameter", K_PARAM}, {"optional_parameter", K_PARAM},
    {"object_pattern", K_OBJ_PAT}, {"array_pattern", K_ARR_PAT}, {"pair_pattern", K_PAIR_PAT},
    {"rest_pattern", K_REST_PAT}, {"assignment_pattern", K_ASSIGN_PAT},
    {"object_assignment_pattern", K_OBJ_ASSIGN_PAT}, {"function_declaration", K_FUNCTION_DECL},
    {"generator_function_declaration", K_FUNCTION_DECL}, {"class_declaration", K_CLASS_DECL},
    {"abstract_class_declaration", K_CLASS_DECL}, {"variable_declaration", K_VAR},
    {"lexical_declaration", K_LEXICAL}, {"variable_declarator", K_DECLARATOR},
    {"expression_statement", K_EXPR_STMT}, {"return_statement", K_RETURN}, {"if_statement", K_IF},
    {"else_clause", K_ELSE}, {"for_statement", K_FOR}, {"for_in_statement", K_FOR_IN},
    {"while_statement", K_WHILE}, {"do_statement", K_DO}, {"try_statement", K_TRY},
    {"catch_clause", K_CATCH}, {"finally_clause", K_FINALLY}, {"switch_statement", K_SWITCH},
    {"switch_body", K_SWITCH_BODY}, {"switch_case", K_CASE}, {"switch_default", K_DEFAULT},
    {"throw_statement", K_THROW}, {"break_statement", K_BREAK},
    {"continue_statement", K_CONTINUE}, {"labeled_statement", K_LABELED},
    {"statement_block", K_BLOCK}, {"with_statement", K_WITH}, {"empty_statement", K_EMPTY},
    {"class_static_block", K_STATIC_BLOCK}, {"import_statement", K_IMPORT_STMT},
    {"import_clause", K_IMPORT_CLAUSE}, {"named_imports", K_NAMED_IMPORTS},
    {"import_specifier", K_IMPORT_SPEC}, {"namespace_import", K_NS_IMPORT},
    {"import_require_clause", K_IMPORT_REQUIRE}, {"export_statement", K_EXPORT},
    {"export_clause", K_EXPORT_CLAUSE}, {"export_specifier", K_EXPORT_SPEC},
    {"namespace_export", K_NS_EXPORT}, {"enum_declaration", K_ENUM}, {"enum_body", K_OBJECT},
    {"enum_assignment", K_PAIR},
    /* bash */
    {"command", K_SH_COMMAND}, {"command_name", K_SH_NAME}, {"word", K_SH_WORD},
    {"raw_string", K_SH_RAW}, {"pipeline", K_SH_PIPELINE}, {"list", K_SH_LIST},
    {"command_substitution", K_SH_SUBST}, {"process_substitution", K_SH_SUBST},
    {"file_redirect", K_SH_REDIRECT}, {"concatenation", K_SH_CONCAT},
    {"variable_assignment", K_SH_ASSIGN}, {"simple_expansion", K_SH_EXPANSION},
    {"expansion", K_SH_EXPANSION},
    /* what cannot run */
    {"comment", K_SKIP}, {"html_comment", K_SKIP}, {"jsx_text", K_SKIP},
    {"optional_chain", K_SKIP}, {"type_annotation", K_SKIP}, {"type_arguments", K_SKIP},
    {"type_parameters", K_SKIP}, {"interface_declaration", K_SKIP},
    {"type_alias_declaration", K_SKIP}, {"ambient_declaration", K_SKIP},
    {"function_signature", K_SKIP}, {"method_signature", K_SKIP},
    {"abstract_method_signature", K_SKIP}, {"index_signature", K_SKIP},
    {"predefined_type", K_SKIP}, {"generic_type", K_SKIP}, {"union_type", K_SKIP},
    {"intersection_type", K_SKIP}, {"literal_type", K_SKIP}, {"array_type", K_SKIP},
    {"object_type", K_SKIP}, {"function_type", K_SKIP}, {"conditional_type", K_SKIP},
    {"lookup_type", K_SKIP}, {"type_query", K_SKIP}, {"index_type_query", K_SKIP},
    {"tuple_type", K_SKIP}, {"readonly_type", K_SKIP}, {"type_identifier", K_SKIP},
    {"nested_type_identifier", K_SKIP}, {"parenthesized_type", K_SKIP},
    {"template_literal_type", K_SKIP}, {"constructor_type", K_SKIP},
    {"type_predicate_annotation", K_SKIP}, {"asserts_annotation", K_SKIP},
    {"implements_clause", K_SKIP}, {"accessibility_modifier", K_SKIP},
    {"override_modifier", K_SKIP}, {"optional_type", K_SKIP}, {"rest_type", K_SKIP},
    {"this_type", K_SKIP}, {"existential_type", K_SKIP}, {"import_attribute", K_SKIP},
};

static const struct named fields[] = {
    {"function", F_FUNCTION}, {"arguments", F_ARGUMENTS}, {"object", F_OBJECT},
    {"property", F_PROPERTY}, {"index", F_INDEX}, {"left", F_LEFT}, {"right", F_RIGHT},
    {"name", F_NAME}, {"value", F_VALUE}, {"key", F_KEY}, {"body", F_BODY},
    {"parameters", F_PARAMETERS}, {"parameter", F_PARAMETER}, {"condition", F_CONDITION},
    {"consequence", F_CONSEQUENCE}, {"alternative", F_ALTERNATIVE}, {"argument", F_ARGUMENT},
    {"constructor", F_CONSTRUCTOR}, {"source", F_SOURCE}, {"alias", F_ALIAS},
    {"declaration", F_DECLARATION}, {"initializer", F_INITIALIZER}, {"increment", F_INCREMENT},
    {"handler", F_HANDLER}, {"finalizer", F_FINALIZER}, {"pattern", F_PATTERN},
    {"member", F_MEMBER},
};

static const struct named ops[] = {
    {"+", OP_ADD}, {"-", OP_SUB}, {"*", OP_MUL}, {"/", OP_DIV}, {"%", OP_MOD}, {"**", OP_POW},
    {"&", OP_AND}, {"|", OP_OR}, {"^", OP_XOR}, {"<<", OP_SHL}, {">>", OP_SHR}, {">>>", OP_USHR},
    {"&&", OP_LAND}, {"||", OP_LOR}, {"??", OP_NULLISH}, {"==", OP_EQ}, {"!=", OP_NE},
    {"===", OP_SEQ}, {"!==", OP_SNE}, {"<", OP_LT}, {">", OP_GT}, {"<=", OP_LE}, {">=", OP_GE},
    {"in", OP_IN}, {"instanceof", OP_INSTANCEOF}, {"!", OP_NOT}, {"~", OP_BITNOT},
    {"typeof", OP_TYPEOF}, {"void", OP_VOID}, {"delete", OP_DELETE}, {"++", OP_INC},
    {"--", OP_DEC}, {"of", OP_OF}, {"get", OP_GET}, {"set", OP_SET}, {"static", OP_STATIC},
    {"async", OP_ASYNC}, {"+=", OP_ADD}, {"-=", OP_SUB}, {"*=", OP_MUL}, {"/=", OP_DIV},
    {"%=", OP_MOD}, {"**=", OP_POW}, {"&=", OP_AND}, {"|=", OP_OR}, {"^=", OP_XOR},
    {"<<=", OP_SHL}, {">>=", OP_SHR}, {">>>=", OP_USHR}, {"&&=", OP_LAND}, {"||=", OP_LOR},
    {"?" "?=", OP_NULLISH},
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* The tables are in reading order; a lookup per symbol of a grammar (some hundreds) is cheap. */
static unsigned look_up(const struct named *t, size_t n, const char *name, unsigned or_else)
{
	const struct named key = {.name = name};

	for (size_t i = 0; name && i < n; i++)
		if (by_name(&key, &t[i]) == 0)
			return t[i].value;
	return or_else;
}

struct ig_chunk {
	struct ig_chunk *next;
	char s[];
};

struct maps {
	uint8_t *kind, *op; /* by symbol */
	uint8_t field[256];
	uint32_t symbols;
};

static void maps_make(struct maps *m, const TSLanguage *lang)
{
	m->symbols = ts_language_symbol_count(lang);
	m->kind = ig_calloc(m->symbols, 1);
	m->op = ig_calloc(m->symbols, 1);
	memset(m->field, F_OTHER, sizeof(m->field));
	m->field[0] = F_NONE;
	for (uint32_t i = 0; i < m->symbols; i++) {
		const char *name = ts_language_symbol_name(lang, (TSSymbol)i);

		if (ts_language_symbol_type(lang, (TSSymbol)i) == TSSymbolTypeRegular)
			m->kind[i] = (uint8_t)look_up(kinds, IG_COUNT(kinds), name, K_OTHER);
		else
			m->op[i] = (uint8_t)look_up(ops, IG_COUNT(ops), name, OP_NONE);
	}
	for (uint32_t i = 1; i <= ts_language_field_count(lang) && i < 256; i++)
		m->field[i] = (uint8_t)look_up(fields, IG_COUNT(fields),
		    ts_language_field_name_for_id(lang, (TSFieldId)i), F_OTHER);
}

static uint32_t hash_text(const char *s, size_t n)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

static void grow_atoms(struct ig_ast *a)
{
	uint32_t n = a->atom_table_n ? a->atom_table_n * 2 : 1024;

	free(a->atom_table);
	a->atom_table = ig_calloc(n, sizeof(*a->atom_table));
	a->atom_table_n = n;
	for (uint32_t i = 1; i < a->atoms; i++) {
		uint32_t at = a->atom[i].hash & (n - 1);

		while (a->atom_table[at])
			at = (at + 1) & (n - 1);
		a->atom_table[at] = i;
	}
}

static char *keep_text(struct ig_ast *a, const char *s, size_t n)
{
	struct ig_chunk *c = ig_malloc(sizeof(*c) + n + 1);

	memcpy(c->s, s, n);
	c->s[n] = '\0';
	c->next = a->chunks;
	a->chunks = c;
	return c->s;
}

uint32_t ig_ast_find_atom(const struct ig_ast *a, const char *s, size_t n)
{
	uint32_t h = hash_text(s, n);

	if (n == 0 || !a->atom_table_n)
		return 0;
	for (uint32_t at = h & (a->atom_table_n - 1); a->atom_table[at];
	    at = (at + 1) & (a->atom_table_n - 1)) {
		const struct ig_atom *t = &a->atom[a->atom_table[at]];

		if (t->hash == h && t->n == n && memcmp(t->s, s, n) == 0)
			return a->atom_table[at];
	}
	return 0;
}

uint32_t ig_ast_atom(struct ig_ast *a, const char *s, size_t n)
{
	uint32_t h = hash_text(s, n), at;

	if (n == 0)
		return 0;
	if (a->atoms * 2 >= a->atom_table_n)
		grow_atoms(a);
	for (at = h & (a->atom_table_n - 1); a->atom_table[at]; at = (at + 1) & (a->atom_table_n - 1)) {
		const struct ig_atom *t = &a->atom[a->atom_table[at]];

		if (t->hash == h && t->n == n && memcmp(t->s, s, n) == 0)
			return a->atom_table[at];
	}
	IG_GROW(a->atom, a->atoms, a->atom_cap);
	/* Text of the source stays where it is; any other is copied. */
	if (s < a->src || s >= a->src + a->n_src)
		s = keep_text(a, s, n);
	a->atom[a->atoms] = (struct ig_atom){s, (uint32_t)n, h};
	a->atom_table[at] = a->atoms;
	return a->atoms++;
}

/* A name may be written with escapes: \u0065val is eval. */
static uint32_t name_atom(struct ig_ast *a, uint32_t start, uint32_t end)
{
	const char *s = a->src + start;
	size_t n = end - start, m;
	char buf[256];

	if (n && s[0] == '#') { /* a private name has its own space; the sign is kept */
		return ig_ast_atom(a, s, n);
	}
	if (n < sizeof(buf) && memchr(s, '\\', n)) {
		m = ig_js_unescape(s, n, buf, sizeof(buf), NULL);
		return ig_ast_atom(a, buf, m);
	}
	return ig_ast_atom(a, s, n);
}

static bool is_name(unsigned k)
{
	return k == K_IDENT || k == K_SHORT || k == K_SHORT_PAT || k == K_PROP;
}

static bool is_leaf(unsigned k)
{
	return is_name(k) || k == K_STRING || k == K_REGEX || k == K_META;
}

struct open_node {
	uint32_t node, last;
};

static uint32_t add_node(struct ig_ast *a, const struct maps *m, TSNode t, TSTreeCursor *c,
    struct open_node *in)
{
	TSSymbol sym = ts_node_symbol(t);
	TSFieldId f = ts_tree_cursor_current_field_id(c);
	struct ig_node *n;
	uint32_t i = a->n;

	if (a->n >= a->cap) {
		a->cap = a->cap ? a->cap * 2 : 256;
		a->node = ig_reallocarray(a->node, a->cap, sizeof(*a->node));
	}
	n = &a->node[a->n++];
	*n = (struct ig_node){.start = ts_node_start_byte(t), .end = ts_node_end_byte(t),
	    .kind = sym < m->symbols ? m->kind[sym] : K_ERROR, .field = m->field[f < 256 ? f : 0]};
	if (in) {
		n->parent = in->node;
		if (in->last)
			a->node[in->last].next = i;
		else
			a->node[in->node].child = i;
		in->last = i;
	}
	if (is_name(n->kind))
		n->child = name_atom(a, n->start, n->end);
	return i;
}

static void note_error(struct ig_ast *a, TSNode t)
{
	if (a->errors++ == 0) {
		a->error_start = ts_node_start_byte(t);
		a->error_end = ts_node_end_byte(t);
	}
}

/* An anonymous node gives its parent an operator or a modifier. */
static void note_op(struct ig_ast *a, const struct maps *m, TSSymbol sym, uint32_t parent)
{
	struct ig_node *p = &a->node[parent];
	unsigned op = sym < m->symbols ? m->op[sym] : OP_NONE;

	if (op == OP_NONE)
		return;
	switch (p->kind) {
	case K_METHOD:
	case K_FIELD:
		if (op == OP_STATIC)
			p->flags = 1;
		else if (op == OP_GET || op == OP_SET)
			p->op = (uint8_t)op;
		break;
	case K_BINARY:
	case K_AUG_ASSIGN:
	case K_UNARY:
	case K_UPDATE:
	case K_FOR_IN:
		p->op = (uint8_t)op;
		break;
	default:
		break;
	}
}

static void build(struct ig_ast *a, const struct maps *m, TSTree *tree)
{
	TSTreeCursor c = ts_tree_cursor_new(ts_tree_root_node(tree));
	struct open_node *open = NULL;
	size_t depth = 0, cap = 0;

	for (;;) {
		TSNode t = ts_tree_cursor_current_node(&c);
		TSSymbol sym = ts_node_symbol(t);
		struct open_node *in = depth ? &open[depth - 1] : NULL;
		bool down = false;

		if (ts_node_is_missing(t) || sym == (TSSymbol)-1)
			note_error(a, t);
		if (!ts_node_is_named(t)) {
			if (in)
				note_op(a, m, sym, in->node);
		} else if (a->n >= IG_AST_NODES) {
			a->too_many = true;
		} else if (sym >= m->symbols || m->kind[sym] != K_SKIP) {
			uint32_t i = add_node(a, m, t, &c, in);

			down = !is_leaf(a->node[i].kind) && ts_tree_cursor_goto_first_child(&c);
			if (down) {
				IG_GROW(open, depth, cap);
				open[depth++] = (struct open_node){i, 0};
			}
		}
		while (!down && depth && !ts_tree_cursor_goto_next_sibling(&c)) {
			ts_tree_cursor_goto_parent(&c);
			depth--;
		}
		if (!depth)
			break;
	}
	free(open);
	ts_tree_cursor_delete(&c);
}

int ig_ast_parse(struct ig_ast *a, enum ig_file_kind kind, const char *src, size_t n)
{
	const TSLanguage *lang = tree_sitter_javascript();
	TSParser *parser = ts_parser_new();
	TSTree *tree = NULL;
	struct maps m;

	memset(a, 0, sizeof(*a));
	a->src = src;
	a->n_src = n;
	a->atoms = 1;
	a->atom_cap = 256;
	a->atom = ig_calloc(a->atom_cap, sizeof(*a->atom));
	a->atom[0].s = "";
	if (kind == IG_KIND_TS || kind == IG_KIND_DTS)
		lang = tree_sitter_typescript();
	else if (kind == IG_KIND_TSX)
		lang = tree_sitter_tsx();
	else if (kind == IG_KIND_SHELL)
		lang = tree_sitter_bash();
	/* Recovery from errors can take a time that grows with the square of their number. */
	ts_parser_set_timeout_micros(parser, 1000 * (IG_AST_MS + n / 1024 * IG_AST_MS_PER_KB));
	if (ts_parser_set_language(parser, lang))
		tree = ts_parser_parse_string(parser, NULL, src, (uint32_t)n);
	if (tree) {
		maps_make(&m, lang);
		for (uint32_t i = 0; kind == IG_KIND_SHELL && i < m.symbols; i++)
			if (m.kind[i] == K_STRING) /* it has commands in it */
				m.kind[i] = K_SH_STRING;
		build(a, &m, tree);
		free(m.kind);
		free(m.op);
		ts_tree_delete(tree);
	}
	ts_parser_delete(parser);
	return tree && a->n ? 0 : -1;
}

void ig_ast_done(struct ig_ast *a)
{
	while (a->chunks) {
		struct ig_chunk *c = a->chunks;

		a->chunks = c->next;
		free(c);
	}
	free(a->node);
	free(a->atom);
	free(a->atom_table);
	memset(a, 0, sizeof(*a));
}

uint32_t ig_ast_field(const struct ig_ast *a, uint32_t n, enum ig_node_field f)
{
	uint32_t c = a->node[n].child;

	for (unsigned i = 0; c && i < 64; i++, c = a->node[c].next)
		if (a->node[c].field == f)
			return c;
	return 0;
}

uint32_t ig_ast_child(const struct ig_ast *a, uint32_t n, unsigned i)
{
	uint32_t c = a->node[n].child;

	while (c && i--)
		c = a->node[c].next;
	return c;
}

bool ig_ast_is(const struct ig_ast *a, uint32_t n, const char *s)
{
	size_t len = a->node[n].end - a->node[n].start;

	return strlen(s) == len && memcmp(a->src + a->node[n].start, s, len) == 0;
}

bool ig_ast_atom_is(const struct ig_ast *a, uint32_t atom, const char *s)
{
	return strlen(s) == a->atom[atom].n && memcmp(a->atom[atom].s, s, a->atom[atom].n) == 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* n hex digits at s[0..left), or -1. */
static int32_t hex_number(const char *s, size_t left, size_t n)
{
	int32_t v = 0;

	if (left < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int d = hex_digit(s[i]);

		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	return v;
}

/* A code point escape after the backslash; *used counts its bytes. -1: not one. */
static int32_t code_escape(const char *s, size_t n, size_t *used)
{
	int32_t v = 0, low;
	size_t i;

	if (s[0] == 'x') {
		*used = 3;
		return hex_number(s + 1, n - 1, 2);
	}
	if (s[0] == 'u' && n > 1 && s[1] == '{') {
		for (i = 2; i < n && hex_digit(s[i]) >= 0 && v < 0x110000; i++)
			v = v * 16 + hex_digit(s[i]);
		*used = i + 1;
		return i < n && s[i] == '}' && v < 0x110000 ? v : -1;
	}
	if (s[0] == 'u') {
		*used = 5;
		v = hex_number(s + 1, n - 1, 4);
		if (v >= 0xd800 && v < 0xdc00 && n > 6 && s[5] == '\\' && s[6] == 'u') {
			low = hex_number(s + 7, n - 7, 4);
			if (low >= 0xdc00 && low < 0xe000) {
				*used = 11;
				return 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
			}
		}
		return v;
	}
	if (s[0] >= '0' && s[0] <= '7') { /* also octal escapes of sloppy mode */
		for (i = 0; i < n && i < 3 && s[i] >= '0' && s[i] <= '7' && v < 32; i++)
			v = v * 8 + (s[i] - '0');
		*used = i;
		return v;
	}
	return -1;
}

size_t ig_js_unescape(const char *s, size_t n, char *out, size_t max, unsigned *ret_escaped)
{
	static const char from[] = "bfnrtv", to[] = "\b\f\n\r\t\v";
	size_t w = 0;

	for (size_t i = 0; i < n && w + 4 <= max;) {
		size_t used = 1;
		int32_t v;
		const char *simple;

		if (s[i] != '\\' || i + 1 >= n) {
			out[w++] = s[i++];
			continue;
		}
		i++;
		v = code_escape(s + i, n - i, &used);
		simple = memchr(from, s[i], sizeof(from) - 1);
		if (v >= 0) {
			w += ig_utf8_encode((uint32_t)v, out + w);
			if (ret_escaped && v >= 0x20 && v < 0x7f)
				++*ret_escaped;
		} else if (simple) {
			used = 1;
			out[w++] = to[simple - from];
		} else if (s[i] == '\r' && i + 1 < n && s[i + 1] == '\n') {
			used = 2;
		} else if (s[i] == '\n' || s[i] == '\r') {
			used = 1;
		} else {
			used = 1;
			out[w++] = s[i];
		}
		i += used;
	}
	return w;
}
