/* One policy file as it stands, and the list of what is wrong with it. */
#include "config.h"
#include "core/policy/policy-priv.h"

#include <string.h>

void ig_problems_add(
    struct ig_problems *p, const char *file, unsigned line, unsigned column, ig_err *err)
{
	struct ig_problem *x;

	IG_GROW(p->v, p->n, p->cap);
	x = &p->v[p->n++];
	*x = (struct ig_problem){.file = p->file, .line = line, .column = column};
	x->text = ig_asprintf("%s:%u:%u: %s", file, line, column, ig_err_msg(err));
	x->hint = ig_strdup_null(ig_err_hint_text(err));
	ig_err_free(err);
}

void ig_problems_add_plain(struct ig_problems *p, ig_err *err)
{
	IG_GROW(p->v, p->n, p->cap);
	p->v[p->n++] = (struct ig_problem){
	    .file = p->file,
	    .text = ig_strdup(ig_err_msg(err)),
	    .hint = ig_strdup_null(ig_err_hint_text(err)),
	};
	ig_err_free(err);
}

static int by_position(const void *a, const void *b)
{
	const struct ig_problem *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->column > y->column) - (x->column < y->column);
}

int ig_problems_finish(struct ig_problems *p, struct ig_buf *ret_all, ig_err **err)
{
	int r = p->n ? -1 : 0;

	if (p->n) {
		qsort(p->v, p->n, sizeof(*p->v), by_position);
		ig_err_set(err, IG_E_INPUT, "%s", p->v[0].text);
		if (p->v[0].hint)
			ig_err_hint(err, "%s", p->v[0].hint);
	}
	for (size_t i = 0; i < p->n; i++) {
		if (ret_all)
			ig_buf_printf(ret_all, "%s\n", p->v[i].text);
		free(p->v[i].text);
		free(p->v[i].hint);
	}
	free(p->v);
	*p = (struct ig_problems){0};
	return r;
}

void ig_policy_doc_done(struct ig_policy_doc *d)
{
	for (unsigned k = 0; k < IG_P_N; k++)
		ig_pvalue_clear(&d->v[k]);
	free(d->file);
	free(d->name);
	free(d->extends);
	*d = (struct ig_policy_doc){0};
}

void ig_policy_unknown_key(
    const char *file, const struct ig_ynode *k, const char *const *words, struct ig_problems *pr)
{
	const char *near = ig_suggest(k->text, words);
	ig_err *e = NULL;

	if (near)
		ig_err_set(
		    &e, IG_E_INPUT, "unknown key '%.80s'; did you mean '%s'?", k->text, near);
	else
		ig_err_set(&e, IG_E_INPUT, "unknown key '%.80s'", k->text);
	ig_problems_add(pr, file, k->line, k->column, e);
}

static void problem(struct ig_problems *pr, const char *file, const struct ig_ynode *at,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
static void problem(
    struct ig_problems *pr, const char *file, const struct ig_ynode *at, const char *fmt, ...)
{
	ig_err *e = NULL;
	va_list ap;

	va_start(ap, fmt);
	ig_err_setv(&e, IG_E_INPUT, fmt, ap);
	va_end(ap);
	ig_problems_add(pr, file, at->line, at->column, e);
}

/* Does the path of a key begin with this group and a point? */
static bool in_group(const struct ig_pkey_info *k, const char *group)
{
	size_t n = strlen(group);

	return !strncmp(k->path, group, n) && k->path[n] == '.';
}

/* The last part of a path. */
static const char *leaf(const struct ig_pkey_info *k)
{
	const char *dot = strchr(k->path, '.');

	return dot ? dot + 1 : k->path;
}

static void read_group(
    struct ig_policy_doc *d, const char *group, const struct ig_ynode *map, struct ig_problems *pr)
{
	const char *words[IG_P_N + 1] = {NULL};
	size_t n = 0;

	if (map->kind != IG_Y_MAP) {
		problem(pr, d->file, map, "%s: a map of keys is needed", group);
		return;
	}
	for (unsigned k = 0; k < IG_P_N; k++)
		if (in_group(&ig_policy_keys[k], group))
			words[n++] = leaf(&ig_policy_keys[k]);
	for (size_t i = 0; i < map->n; i++) {
		ig_auto_free char *path = ig_asprintf("%s.%s", group, map->key[i]->text);
		enum ig_pkey key = ig_pkey_find(path);

		if (key == IG_P_N)
			ig_policy_unknown_key(d->file, map->key[i], words, pr);
		else
			ig_pvalue_read(key, map->item[i], d->file, &d->v[key], pr);
	}
}

static bool is_group(const char *word)
{
	for (unsigned k = 0; k < IG_P_N; k++)
		if (in_group(&ig_policy_keys[k], word))
			return true;
	return false;
}

/* "memory" at the top is most likely resources.memory. */
static const char *elsewhere(const char *word)
{
	for (unsigned k = 0; k < IG_P_N; k++)
		if (strchr(ig_policy_keys[k].path, '.') && !strcmp(leaf(&ig_policy_keys[k]), word))
			return ig_policy_keys[k].path;
	return NULL;
}

static void unknown_top_key(
    struct ig_policy_doc *d, const struct ig_ynode *k, struct ig_problems *pr)
{
	static const char *const words[] = {"version", "name", "extends", "resources", "network",
	    "filesystem", "process", "seccomp", "isolation", NULL};
	const char *path = elsewhere(k->text);

	if (ig_pkey_find(k->text) != IG_P_N)
		problem(pr, d->file, k, "'%s' is written on two levels: %.*s: {%s: ...}", k->text,
		    (int)strcspn(k->text, "."), k->text, strchr(k->text, '.') + 1);
	else if (!strcmp(k->text, "security"))
		problem(pr, d->file, k,
		    "'security' is of Ignite 0.9; a policy has network, filesystem and process");
	else if (path)
		problem(pr, d->file, k, "this key belongs below a group: '%s'", path);
	else
		ig_policy_unknown_key(d->file, k, words, pr);
}

static void read_version(struct ig_policy_doc *d, const struct ig_ynode *v, struct ig_problems *pr)
{
	if (v->kind != IG_Y_SCALAR || !v->plain || strcmp(v->text, "1") != 0)
		problem(pr, d->file, v, "version: only 1 is known");
}

static void read_name(struct ig_policy_doc *d, const struct ig_ynode *v, struct ig_problems *pr)
{
	if (v->kind != IG_Y_SCALAR || !ig_policy_is_name(v->text))
		problem(pr, d->file, v, "name: a word of a-z, 0-9 and inner hyphens is needed");
	else
		d->name = ig_strdup(v->text);
}

static void read_extends(struct ig_policy_doc *d, const struct ig_ynode *v, struct ig_problems *pr)
{
	if (v->kind != IG_Y_SCALAR || !ig_policy_is_name(v->text)) {
		problem(pr, d->file, v,
		    "extends: the name of a policy is needed, not a path or a list");
		return;
	}
	d->extends = ig_strdup(v->text);
	d->extends_line = v->line;
	d->extends_column = v->column;
}

/* What one file says twice in different words is a mistake of that file. */
static void check_within(struct ig_policy_doc *d, struct ig_problems *pr)
{
	const struct ig_pvalue *allow = &d->v[IG_P_SC_ALLOW], *deny = &d->v[IG_P_SC_DENY];
	ig_err *e = NULL;

	for (size_t i = 0; i < allow->list_n; i++) {
		if (!ig_pvalue_has(deny, allow->list[i]))
			continue;
		ig_err_set(&e, IG_E_INPUT, "seccomp.deny: '%s' is in seccomp.allow as well",
		    allow->list[i]);
		ig_problems_add(pr, d->file, deny->line, deny->column, e);
		return;
	}
}

void ig_policy_doc_read(
    struct ig_policy_doc *d, const struct ig_ynode *root, struct ig_problems *pr)
{
	if (!ig_ynode_get(root, "version"))
		problem(pr, d->file, root, "the line 'version: 1' is missing");
	for (size_t i = 0; i < root->n; i++) {
		const struct ig_ynode *k = root->key[i], *v = root->item[i];
		enum ig_pkey key = ig_pkey_find(k->text);

		if (!strcmp(k->text, "version"))
			read_version(d, v, pr);
		else if (!strcmp(k->text, "name"))
			read_name(d, v, pr);
		else if (!strcmp(k->text, "extends"))
			read_extends(d, v, pr);
		else if (key != IG_P_N && !strchr(k->text, '.'))
			ig_pvalue_read(key, v, d->file, &d->v[key], pr);
		else if (is_group(k->text))
			read_group(d, k->text, v, pr);
		else
			unknown_top_key(d, k, pr);
	}
	check_within(d, pr);
}

void ig_policy_doc_parse(struct ig_policy_doc *d, const char *s, size_t n, struct ig_problems *pr)
{
	ig_auto_ynode root = NULL;
	ig_err *e = NULL;

	root = ig_yaml_parse(d->file, s, n, &e);
	if (root)
		ig_policy_doc_read(d, root, pr);
	else
		ig_problems_add_plain(pr, e);
}
