#include "config.h"
#include "core/base/yaml.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

struct frame {
	struct ig_ynode *node;
	size_t cap;
	bool has_key; /* map: a key waits for its value */
};

struct build {
	const char *name, *s;
	size_t n;
	uint32_t *offset; /* byte offset of each character; NULL when all are one byte */
	size_t chars;
	struct ig_ynode *root;
	struct frame stack[IG_YAML_MAX_DEPTH];
	size_t depth, nodes, documents;
};

/* What no editor shows the way YAML reads it. Found as bytes: UTF-8 is self-synchronising. */
static const struct {
	const char *bytes, *what;
} hidden[] = {
    {"\xef\xbb\xbf", "a byte order mark (U+FEFF) is not allowed"},
    {"\xc2\x85", "U+0085 is a line break to YAML and not to an editor"},
    {"\xe2\x80\xa8", "U+2028 is a line break to YAML and not to an editor"},
    {"\xe2\x80\xa9", "U+2029 is a line break to YAML and not to an editor"},
    {"\xd8\x9c", "U+061C changes the reading direction of the line"},
    {"\xe2\x80\x8e", "U+200E changes the reading direction of the line"},
    {"\xe2\x80\x8f", "U+200F changes the reading direction of the line"},
    {"\xe2\x80\xaa", "U+202A changes the reading direction of the line"},
    {"\xe2\x80\xab", "U+202B changes the reading direction of the line"},
    {"\xe2\x80\xac", "U+202C changes the reading direction of the line"},
    {"\xe2\x80\xad", "U+202D changes the reading direction of the line"},
    {"\xe2\x80\xae", "U+202E changes the reading direction of the line"},
    {"\xe2\x81\xa6", "U+2066 changes the reading direction of the line"},
    {"\xe2\x81\xa7", "U+2067 changes the reading direction of the line"},
    {"\xe2\x81\xa8", "U+2068 changes the reading direction of the line"},
    {"\xe2\x81\xa9", "U+2069 changes the reading direction of the line"},
};

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static int fail(const struct build *b, size_t line, size_t column, ig_err **err, const char *fmt,
    ...) __attribute__((format(printf, 5, 6)));
static int fail(
    const struct build *b, size_t line, size_t column, ig_err **err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ig_err_setv(err, IG_E_INPUT, fmt, ap);
	va_end(ap);
	return ig_err_wrap(err, "%s:%zu:%zu", b->name, line, column);
}

static int fail_at(const struct build *b, const yaml_mark_t *m, ig_err **err, const char *what)
{
	return fail(b, m->line + 1, m->column + 1, err, "%s", what);
}

/* Fails at a byte offset. */
static int fail_offset(const struct build *b, size_t off, ig_err **err, const char *what)
{
	size_t line = 1, column = 1;

	for (size_t i = 0; i < off && i < b->n; i++) {
		if (b->s[i] == '\n') {
			line++;
			column = 1;
		} else if (!is_continuation(b->s[i])) {
			column++;
		}
	}
	return fail(b, line, column, err, "%s", what);
}

/* Why the byte at i must not stand there, or NULL. */
static const char *bad_byte(const struct build *b, size_t i, bool indent)
{
	char c = b->s[i];

	if (c == '\0')
		return "a NUL byte is not allowed";
	if (c == '\t' && indent)
		return "a tab is not allowed as indentation; use spaces";
	if (c == '\r' && (i + 1 == b->n || b->s[i + 1] != '\n'))
		return "a lone carriage return is a line break to YAML and not to an editor";
	if (!((unsigned char)c & 0x80))
		return NULL;
	for (size_t k = 0; k < IG_COUNT(hidden); k++) {
		size_t len = strlen(hidden[k].bytes);

		if (len <= b->n - i && !memcmp(b->s + i, hidden[k].bytes, len))
			return hidden[k].what;
	}
	return NULL;
}

static int scan_bytes(struct build *b, ig_err **err)
{
	bool indent = true, wide = false;

	for (size_t i = 0; i < b->n; i++) {
		const char *what = bad_byte(b, i, indent);

		if (what)
			return fail_offset(b, i, err, what);
		indent = b->s[i] == '\n' || (indent && b->s[i] == ' ');
		wide |= is_continuation(b->s[i]);
		b->chars += !is_continuation(b->s[i]);
	}
	if (!wide)
		return 0;
	b->offset = ig_calloc(b->chars + 1, sizeof(*b->offset));
	for (size_t i = 0, c = 0; i < b->n; i++)
		if (!is_continuation(b->s[i]))
			b->offset[c++] = (uint32_t)i;
	b->offset[b->chars] = (uint32_t)b->n;
	return 0;
}

/* libyaml's marks count characters. */
static size_t byte_of(const struct build *b, const yaml_mark_t *m)
{
	size_t i = m->index < b->chars ? m->index : b->chars;

	return b->offset ? b->offset[i] : i;
}

static void set_end(const struct build *b, struct ig_ynode *n, const yaml_mark_t *m)
{
	n->end_line = (unsigned)m->line + 1;
	n->end_column = (unsigned)m->column + 1;
	n->end = byte_of(b, m);
}

static struct ig_ynode *node_new(struct build *b, const yaml_event_t *ev, enum ig_ykind kind)
{
	struct ig_ynode *n = ig_calloc(1, sizeof(*n));

	n->kind = kind;
	n->line = (unsigned)ev->start_mark.line + 1;
	n->column = (unsigned)ev->start_mark.column + 1;
	n->start = byte_of(b, &ev->start_mark);
	set_end(b, n, &ev->end_mark);
	b->nodes++;
	return n;
}

static bool followed_by_colon(const struct build *b, const struct ig_ynode *key)
{
	size_t i = key->end;

	while (i < b->n && (b->s[i] == ' ' || b->s[i] == '\t'))
		i++;
	return i < b->n && b->s[i] == ':';
}

static int check_key(
    const struct build *b, const struct frame *f, const struct ig_ynode *key, ig_err **err)
{
	const struct ig_ynode *map = f->node;

	if (key->kind != IG_Y_SCALAR || key->block)
		return ig_yaml_error(b->name, key, err, "a key must be a word");
	if (key->plain && !strcmp(key->text, "<<"))
		return ig_yaml_error(b->name, key, err, "merge keys are not allowed");
	if (!followed_by_colon(b, key))
		return ig_yaml_error(b->name, key, err, "'%s' has no ':' behind it", key->text);
	for (size_t i = 0; i < map->n; i++)
		if (!strcmp(map->key[i]->text, key->text))
			return ig_yaml_error(b->name, key, err,
			    "key '%s' is given twice, first in line %u", key->text,
			    map->key[i]->line);
	return 0;
}

/* Gives the node its place; it belongs to the tree even when the place is refused. */
static int attach(struct build *b, struct ig_ynode *n, ig_err **err)
{
	struct frame *f;

	if (!b->depth) {
		b->root = n;
		if (n->kind == IG_Y_MAP || (n->kind == IG_Y_SCALAR && n->plain && !*n->text))
			return 0;
		return ig_yaml_error(
		    b->name, n, err, "the file must be a map: lines of 'key: value'");
	}
	f = &b->stack[b->depth - 1];
	if (f->node->kind == IG_Y_MAP && !f->has_key) {
		int r = check_key(b, f, n, err);

		if (f->node->n >= f->cap) {
			f->cap = f->cap ? f->cap * 2 : 8;
			f->node->key = ig_reallocarray(f->node->key, f->cap, sizeof(*f->node->key));
			f->node->item =
			    ig_reallocarray(f->node->item, f->cap, sizeof(*f->node->item));
		}
		f->node->key[f->node->n] = n;
		f->node->item[f->node->n++] = NULL;
		f->has_key = true;
		return r;
	}
	if (f->node->kind == IG_Y_MAP) {
		f->node->item[f->node->n - 1] = n;
		f->has_key = false;
		return 0;
	}
	IG_GROW(f->node->item, f->node->n, f->cap);
	f->node->item[f->node->n++] = n;
	return 0;
}

static int on_scalar(struct build *b, const yaml_event_t *ev, ig_err **err)
{
	yaml_scalar_style_t style = ev->data.scalar.style;
	const char *value = (const char *)ev->data.scalar.value;
	struct ig_ynode *n = node_new(b, ev, IG_Y_SCALAR);
	int r;

	n->text = ig_strndup(value, ev->data.scalar.length);
	n->plain = style == YAML_PLAIN_SCALAR_STYLE;
	n->block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
	r = attach(b, n, err);
	if (r == 0 && strlen(n->text) != ev->data.scalar.length)
		return ig_yaml_error(
		    b->name, n, err, "a NUL is not allowed, written as an escape either");
	return r;
}

static int on_start(struct build *b, const yaml_event_t *ev, ig_err **err)
{
	bool map = ev->type == YAML_MAPPING_START_EVENT;
	struct ig_ynode *n = node_new(b, ev, map ? IG_Y_MAP : IG_Y_SEQ);

	n->flow = map ? ev->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
	              : ev->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	if (attach(b, n, err) < 0)
		return -1;
	if (b->depth == IG_YAML_MAX_DEPTH) {
		ig_err_set(err, IG_E_LIMIT, "nested deeper than %d levels", IG_YAML_MAX_DEPTH);
		return ig_err_wrap(err, "%s:%u:%u", b->name, n->line, n->column);
	}
	b->stack[b->depth++] = (struct frame){.node = n};
	return 0;
}

static void on_end(struct build *b, const yaml_event_t *ev)
{
	struct ig_ynode *n = b->stack[--b->depth].node, *last;

	if (n->flow) {
		set_end(b, n, &ev->end_mark);
		return;
	}
	/* libyaml ends a block where the next token starts, past blank lines and comments. */
	last = n->n ? n->item[n->n - 1] : NULL;
	if (!last)
		return;
	n->end_line = last->end_line;
	n->end_column = last->end_column;
	n->end = last->end;
}

static int on_document(struct build *b, const yaml_event_t *ev, ig_err **err)
{
	if (b->documents++)
		return fail_at(b, &ev->start_mark, err, "a second document is not allowed");
	if (ev->data.document_start.version_directive ||
	    ev->data.document_start.tag_directives.start !=
	        ev->data.document_start.tag_directives.end)
		return fail_at(b, &ev->start_mark, err, "directives (%) are not allowed");
	return 0;
}

/* Anchors and tags, of the three kinds of node that can carry them. */
static int check_properties(const struct build *b, const yaml_event_t *ev, ig_err **err)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (ev->type == YAML_SCALAR_EVENT) {
		anchor = ev->data.scalar.anchor;
		tag = ev->data.scalar.tag;
	} else if (ev->type == YAML_SEQUENCE_START_EVENT) {
		anchor = ev->data.sequence_start.anchor;
		tag = ev->data.sequence_start.tag;
	} else if (ev->type == YAML_MAPPING_START_EVENT) {
		anchor = ev->data.mapping_start.anchor;
		tag = ev->data.mapping_start.tag;
	}
	if (anchor)
		return fail_at(b, &ev->start_mark, err, "anchors (&) are not allowed");
	if (tag)
		return fail_at(b, &ev->start_mark, err, "tags (!) are not allowed");
	return 0;
}

static int on_event(struct build *b, const yaml_event_t *ev, ig_err **err)
{
	if (check_properties(b, ev, err) < 0)
		return -1;
	if (b->nodes >= IG_YAML_MAX_NODES) {
		ig_err_set(err, IG_E_LIMIT, "more than %d values", IG_YAML_MAX_NODES);
		return ig_err_wrap(
		    err, "%s:%zu:%zu", b->name, ev->start_mark.line + 1, ev->start_mark.column + 1);
	}
	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		return on_document(b, ev, err);
	case YAML_ALIAS_EVENT:
		return fail_at(b, &ev->start_mark, err, "aliases (*) are not allowed");
	case YAML_SCALAR_EVENT:
		return on_scalar(b, ev, err);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return on_start(b, ev, err);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		on_end(b, ev);
		return 0;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return 0;
	}
	return 0;
}

static int parser_error(const struct build *b, const yaml_parser_t *y, ig_err **err)
{
	const char *what = y->problem ? y->problem : "cannot be read";

	if (y->error == YAML_MEMORY_ERROR)
		abort();
	if (y->error == YAML_READER_ERROR)
		return fail_offset(b, y->problem_offset, err, what);
	return fail(b, y->problem_mark.line + 1, y->problem_mark.column + 1, err, "%s%s%s", what,
	    y->context ? " " : "", y->context ? y->context : "");
}

static int run_events(struct build *b, ig_err **err)
{
	yaml_parser_t y;
	bool end = false;
	int r = 0;

	if (!yaml_parser_initialize(&y))
		abort();
	yaml_parser_set_encoding(&y, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&y, (const unsigned char *)b->s, b->n);
	while (r == 0 && !end) {
		yaml_event_t ev;

		if (!yaml_parser_parse(&y, &ev)) {
			r = parser_error(b, &y, err);
			break;
		}
		end = ev.type == YAML_STREAM_END_EVENT;
		r = on_event(b, &ev, err);
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&y);
	return r;
}

struct ig_ynode *ig_yaml_parse(const char *name, const char *s, size_t n, ig_err **err)
{
	struct build b = {.name = name, .s = s, .n = n};
	int r;

	if (n > IG_YAML_MAX_BYTES) {
		ig_err_set(err, IG_E_LIMIT,
		    "%s:1:1: the file has %zu bytes, more than the %d allowed", name, n,
		    IG_YAML_MAX_BYTES);
		return NULL;
	}
	r = scan_bytes(&b, err);
	if (r == 0)
		r = run_events(&b, err);
	free(b.offset);
	if (r < 0) {
		ig_ynode_free(b.root);
		return NULL;
	}
	if (b.root && b.root->kind == IG_Y_MAP)
		return b.root;
	ig_ynode_free(b.root); /* an empty document */
	b.root = ig_calloc(1, sizeof(*b.root));
	b.root->kind = IG_Y_MAP;
	b.root->line = b.root->column = b.root->end_line = b.root->end_column = 1;
	return b.root;
}

void ig_ynode_free(struct ig_ynode *n)
{
	if (!n)
		return;
	for (size_t i = 0; i < n->n; i++) { /* recursion is bounded by IG_YAML_MAX_DEPTH */
		if (n->key)
			ig_ynode_free(n->key[i]);
		ig_ynode_free(n->item[i]);
	}
	free(n->key);
	free(n->item);
	free(n->text);
	free(n);
}

struct ig_ynode *ig_ynode_get(const struct ig_ynode *map, const char *key)
{
	if (!map || map->kind != IG_Y_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		if (!strcmp(map->key[i]->text, key))
			return map->item[i];
	return NULL;
}

int ig_yaml_error(const char *name, const struct ig_ynode *at, ig_err **err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ig_err_setv(err, IG_E_INPUT, fmt, ap);
	va_end(ap);
	return ig_err_wrap(err, "%s:%u:%u", name, at ? at->line : 1, at ? at->column : 1);
}
