/*
 * Changing one key in the text of a policy. The parser says where the value stands; only those
 * bytes are replaced, or a line is added in the manner of its neighbours.
 */
#include "config.h"
#include "core/policy/policy-priv.h"

#include <string.h>

enum { INDENT = 2, SPLICES_MAX = 2048 };

struct splice {
	size_t start, end; /* bytes of the old text that go */
	char *text;        /* what comes instead */
};

struct edit {
	const char *s;
	size_t n;
	const char *eol;
	struct splice *v; /* in the order of start */
	size_t count, cap;
};

static void put(struct edit *e, size_t start, size_t end, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static void put(struct edit *e, size_t start, size_t end, const char *fmt, ...)
{
	struct splice *x;
	va_list ap;

	IG_GROW(e->v, e->count, e->cap);
	x = &e->v[e->count++];
	x->start = start;
	x->end = end;
	va_start(ap, fmt);
	if (vasprintf(&x->text, fmt, ap) < 0)
		abort();
	va_end(ap);
}

static size_t line_start(const struct edit *e, size_t at)
{
	while (at && e->s[at - 1] != '\n')
		at--;
	return at;
}

/* Just past the line's end; a node that ends with its line (a block scalar) is not followed by
 * another. */
static size_t line_end(const struct edit *e, size_t at)
{
	const char *nl;

	if (at && e->s[at - 1] == '\n')
		return at;
	nl = memchr(e->s + at, '\n', e->n - at);
	return nl ? (size_t)(nl - e->s) + 1 : e->n;
}

static bool is_blank(const struct edit *e, size_t from, size_t to)
{
	for (; from < to; from++)
		if (e->s[from] != ' ')
			return false;
	return true;
}

/* Adds a whole line at `at`, which is the end of a line. */
static void put_line(struct edit *e, size_t at, const char *line)
{
	if (at && e->s[at - 1] != '\n') /* the last line had no end; ours has none either */
		put(e, at, at, "%s%s", e->eol, line);
	else
		put(e, at, at, "%s%s", line, e->eol);
}

/* A scalar in the quotes of the one it replaces. A number in quotes would be none. */
static char *in_quotes_of(
    const struct edit *e, enum ig_pkey key, const struct ig_ynode *old, const char *text)
{
	enum ig_ptype type = ig_policy_keys[key].type;
	ig_auto_buf b = IG_BUF_INIT(0);

	if (old->plain || type == IG_PT_NUMBER || type == IG_PT_DECIMAL)
		return ig_strdup(text);
	if (text[0] == '"' || text[0] == '[')
		return ig_strdup(text);
	ig_buf_printf(&b, "%c%s%c", e->s[old->start], text, e->s[old->start]);
	return ig_buf_take(&b);
}

static const struct ig_ynode *item_of(const struct ig_ynode *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->item[i]->kind == IG_Y_SCALAR && !strcmp(list->item[i]->text, text))
			return list->item[i];
	return NULL;
}

/* "[a, b]", each item as it was written before. */
static char *flow_list(const struct edit *e, const struct ig_ynode *old, const struct ig_pvalue *v)
{
	const char *pad = old->end - old->start > 2 && e->s[old->start + 1] == ' ' ? " " : "";
	ig_auto_buf b = IG_BUF_INIT(0);

	ig_buf_printf(&b, "[%s", v->list_n ? pad : "");
	for (size_t i = 0; i < v->list_n; i++) {
		const struct ig_ynode *was = item_of(old, v->list[i]);

		ig_buf_adds(&b, i ? ", " : "");
		if (was)
			ig_buf_add(&b, e->s + was->start, was->end - was->start);
		else
			ig_policy_quote(v->list[i], &b);
	}
	ig_buf_printf(&b, "%s]", v->list_n ? pad : "");
	return ig_buf_take(&b);
}

/* A comment inside brackets would be lost with them. */
static bool has_comment(const struct edit *e, const struct ig_ynode *list)
{
	size_t at = list->start;

	for (size_t i = 0; i <= list->n; i++) {
		size_t to = i < list->n ? list->item[i]->start : list->end;

		if (to > at && memchr(e->s + at, '#', to - at))
			return true;
		if (i < list->n)
			at = list->item[i]->end;
	}
	return false;
}

static size_t after_colon(const struct edit *e, const struct ig_ynode *key)
{
	size_t at = key->end;

	while (at < e->n && e->s[at] != ':')
		at++;
	return at < e->n ? at + 1 : at;
}

static void drop_items(struct edit *e, const struct ig_ynode *list, const struct ig_pvalue *keep)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct ig_ynode *x = list->item[i];

		if (!keep || !ig_pvalue_has(keep, x->text))
			put(e, line_start(e, x->start), line_end(e, x->end), "%s", "");
	}
}

/* A list of "- item" lines: lines go and come, the others stay with their comments. */
static void edit_block_list(struct edit *e, const struct ig_ynode *list, const struct ig_pvalue *v)
{
	const struct ig_ynode *first = list->item[0], *last = list->item[list->n - 1];
	size_t start = line_start(e, first->start), at = line_end(e, last->end);
	bool ended = at && e->s[at - 1] == '\n', bare = ended || !ig_pvalue_has(v, last->text);
	ig_auto_buf more = IG_BUF_INIT(0);

	drop_items(e, list, v);
	for (size_t i = 0; i < v->list_n; i++) {
		if (item_of(list, v->list[i]))
			continue;
		if (!bare)
			ig_buf_adds(&more, e->eol);
		bare = ended;
		ig_buf_add(&more, e->s + start, first->start - start); /* its indent and dash */
		ig_policy_quote(v->list[i], &more);
		if (ended)
			ig_buf_adds(&more, e->eol);
	}
	if (more.len)
		put(e, at, at, "%s", ig_buf_str(&more));
}

static int by_hand(const char *path, const char *why, ig_err **err)
{
	ig_err_set(err, IG_E_INPUT, "%s: %s", path, why);
	ig_err_hint(err, "change it in your editor");
	return -1;
}

static int replace_value(struct edit *e, enum ig_pkey key, const struct ig_ynode *name,
    const struct ig_ynode *old, const struct ig_pvalue *v, ig_err **err)
{
	const char *path = ig_policy_keys[key].path;
	ig_auto_free char *text = ig_pvalue_text(key, v), *quoted = NULL;

	if (old->kind == IG_Y_MAP || old->block)
		return by_hand(path, "the value it has is written over several lines", err);
	if (old->kind == IG_Y_SCALAR) {
		quoted = in_quotes_of(e, key, old, text);
		put(e, old->start, old->end, "%s%s", e->s[old->start - 1] == ':' ? " " : "",
		    quoted);
		return 0;
	}
	if (!old->flow && v->list_n && !v->text) {
		edit_block_list(e, old, v);
		return 0;
	}
	if (!old->flow) {
		put(e, after_colon(e, name), after_colon(e, name), " %s", text);
		drop_items(e, old, NULL);
		return 0;
	}
	if (has_comment(e, old))
		return by_hand(path, "there are comments between its brackets", err);
	quoted = v->text ? ig_strdup(text) : flow_list(e, old, v);
	put(e, old->start, old->end, "%s", quoted);
	return 0;
}

/* The comma behind the last entry of a flow map, or 0. */
static size_t comma_after(const struct edit *e, size_t at, size_t end)
{
	while (at < end) {
		if (e->s[at] == '#')
			at = line_end(e, at + 1);
		else if (e->s[at] == ',')
			return at + 1;
		else
			at++;
	}
	return 0;
}

static void add_to_flow(struct edit *e, const struct ig_ynode *map, const char *entry)
{
	const struct ig_ynode *key = map->n ? map->key[map->n - 1] : NULL;
	size_t at, comma, start;
	ig_auto_free char *line = NULL;

	if (!key) {
		put(e, map->start + 1, map->start + 1, "%s", entry);
		return;
	}
	at = map->item[map->n - 1]->end;
	comma = comma_after(e, at, map->end - 1);
	start = line_start(e, key->start);
	if (map->line == map->end_line || !is_blank(e, start, key->start)) {
		put(e, comma ? comma : at, comma ? comma : at, "%s %s", comma ? "" : ",", entry);
		return;
	}
	if (!comma)
		put(e, at, at, ",");
	line = ig_asprintf(
	    "%.*s%s%s", (int)(key->start - start), e->s + start, entry, comma ? "," : "");
	put_line(e, line_end(e, comma ? comma : at), line);
}

static void add_to_block(struct edit *e, const struct ig_ynode *map, const char *entry)
{
	size_t start = line_start(e, map->key[0]->start);
	ig_auto_free char *line =
	    ig_asprintf("%.*s%s", (int)(map->key[0]->start - start), e->s + start, entry);

	put_line(e, line_end(e, map->end), line);
}

/* Do the groups of this file stand in braces, and apart from each other? */
static void style_of(const struct edit *e, const struct ig_ynode *root, bool *flow, bool *apart)
{
	size_t flows = 0, blocks = 0;

	*apart = false;
	for (size_t i = 0; i < root->n; i++) {
		size_t at = line_start(e, root->key[i]->start);

		if (root->item[i]->kind == IG_Y_MAP)
			*(root->item[i]->flow ? &flows : &blocks) += 1;
		/* an empty line, or a comment with one before it */
		while (i && at && e->s[line_start(e, at - 1)] == '#')
			at = line_start(e, at - 1);
		*apart |=
		    i && at &&
		    strspn(e->s + line_start(e, at - 1), " \r") + line_start(e, at - 1) == at - 1;
	}
	*flow = flows > blocks;
}

/* Behind everything, but before an end mark ("..."). */
static size_t document_end(const struct edit *e)
{
	for (size_t at = 0; at < e->n; at = line_end(e, at + 1))
		if (!strncmp(e->s + at, "...", 3) &&
		    (at + 3 == e->n || strchr(" \r\n", e->s[at + 3])))
			return at;
	return e->n;
}

static void add_to_root(
    struct edit *e, const struct ig_ynode *root, const char *group, const char *entry)
{
	ig_auto_free char *text = NULL;
	bool flow, apart;
	size_t at;

	if (root->flow) {
		text = group ? ig_asprintf("%s: {%s}", group, entry) : ig_strdup(entry);
		add_to_flow(e, root, text);
		return;
	}
	style_of(e, root, &flow, &apart);
	if (!group)
		text = ig_strdup(entry);
	else if (flow)
		text = ig_asprintf("%s: {%s}", group, entry);
	else
		text = ig_asprintf("%s:%s%*s%s", group, e->eol, INDENT, "", entry);
	at = document_end(e);
	if (apart && group) {
		char *with = ig_asprintf("%s%s", e->eol, text);

		free(text);
		text = with;
	}
	put_line(e, at, text);
}

static size_t index_of(const struct ig_ynode *map, const char *key, size_t len)
{
	size_t i = 0;

	while (i < map->n && (strncmp(map->key[i]->text, key, len) != 0 || map->key[i]->text[len]))
		i++;
	return i;
}

static void drop_from_flow(struct edit *e, const struct ig_ynode *map, size_t i)
{
	size_t from = map->key[i]->start, to = map->item[i]->end;

	if (i + 1 < map->n)
		to = map->key[i + 1]->start;
	else if (i)
		from = map->item[i - 1]->end;
	put(e, from, to, "%s", "");
}

/* Takes entry i out of a map. `name` is the map's own key, NULL for the root. */
static void drop_entry(
    struct edit *e, const struct ig_ynode *name, const struct ig_ynode *map, size_t i)
{
	if (map->flow) {
		drop_from_flow(e, map, i);
		return;
	}
	if (map->n == 1 && name) /* a group of nothing must still be a map */
		put(e, after_colon(e, name), after_colon(e, name), " {}");
	put(e, line_start(e, map->key[i]->start), line_end(e, map->item[i]->end), "%s", "");
}

static int edit_group(struct edit *e, enum ig_pkey key, const struct ig_ynode *name,
    const struct ig_ynode *map, const struct ig_pvalue *v, ig_err **err)
{
	const char *path = ig_policy_keys[key].path, *dot = strchr(path, '.');
	const char *leaf = dot ? dot + 1 : path;
	size_t i = map->kind == IG_Y_MAP ? index_of(map, leaf, strlen(leaf)) : 0;
	ig_auto_free char *text = v ? ig_pvalue_text(key, v) : NULL, *entry = NULL;

	entry = ig_asprintf("%s: %s", leaf, text ? text : "");
	if (map->kind != IG_Y_MAP) {
		if (map->start != map->end)
			return by_hand(path, "the group it belongs to is no map", err);
		if (v) {
			ig_auto_free char *line = ig_asprintf("%*s%s", INDENT, "", entry);

			put_line(e, line_end(e, name->end), line);
		}
		return 0;
	}
	if (i < map->n && !v)
		drop_entry(e, name, map, i);
	else if (i < map->n)
		return replace_value(e, key, map->key[i], map->item[i], v, err);
	else if (v && map->flow)
		add_to_flow(e, map, entry);
	else if (v)
		add_to_block(e, map, entry);
	return 0;
}

static int edit_root(struct edit *e, enum ig_pkey key, const struct ig_ynode *root,
    const struct ig_pvalue *v, ig_err **err)
{
	const char *path = ig_policy_keys[key].path;
	size_t len = strcspn(path, "."), i = index_of(root, path, len);
	ig_auto_free char *text = v ? ig_pvalue_text(key, v) : NULL, *group = NULL, *entry = NULL;

	if (i < root->n && path[len])
		return edit_group(e, key, root->key[i], root->item[i], v, err);
	if (i < root->n && v)
		return replace_value(e, key, root->key[i], root->item[i], v, err);
	if (i < root->n)
		drop_entry(e, NULL, root, i);
	if (i < root->n || !v)
		return 0;
	entry = ig_asprintf("%s: %s", path[len] ? path + len + 1 : path, text);
	group = path[len] ? ig_strndup(path, len) : NULL;
	add_to_root(e, root, group, entry);
	return 0;
}

static int by_start(const void *a, const void *b)
{
	const struct splice *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end); /* what is put in, before what goes */
}

static void apply_splices(struct edit *e, struct ig_buf *out)
{
	size_t at = 0;

	if (e->count)
		qsort(e->v, e->count, sizeof(*e->v), by_start);
	for (size_t i = 0; i < e->count; i++) {
		ig_buf_add(out, e->s + at, e->v[i].start - at);
		ig_buf_adds(out, e->v[i].text);
		at = e->v[i].end;
		free(e->v[i].text);
	}
	ig_buf_add(out, e->s + at, e->n - at);
	free(e->v);
}

int ig_policy_edit_text(const char *file, const struct ig_buf *in, enum ig_pkey key,
    const struct ig_pvalue *v, struct ig_buf *out, ig_err **err)
{
	struct edit e = {.s = ig_buf_str(in), .n = in->len, .eol = "\n"};
	ig_auto_ynode root = ig_yaml_parse(file, e.s, e.n, err);
	const char *nl = memchr(e.s, '\n', e.n);
	int r;

	if (!root)
		return -1;
	if (nl && nl > e.s && nl[-1] == '\r')
		e.eol = "\r\n";
	r = edit_root(&e, key, root, v, err);
	apply_splices(&e, out);
	return r;
}
