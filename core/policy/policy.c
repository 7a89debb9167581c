#include "config.h"
#include "core/policy/policy.h"

#include <string.h>

#include "core/base/file.h"
#include "core/policy/policy-priv.h"

struct ig_policy *ig_policy_new(const char *base, ig_err **err)
{
	bool normal = !strcmp(base, "normal");
	struct ig_policy *p;

	if (!normal && strcmp(base, "audit") != 0) {
		ig_err_set(err, IG_E_INPUT, "there is no base '%s'", base);
		return NULL;
	}
	p = ig_calloc(1, sizeof(*p));
	p->name = ig_strdup(base);
	for (unsigned k = 0; k < IG_P_N; k++) {
		const struct ig_pkey_info *info = &ig_policy_keys[k];

		if (ig_pvalue_parse(info->key, info->fallback, &p->base[k], NULL) < 0 ||
		    ig_pvalue_parse(info->key,
		        normal && info->normal ? info->normal : info->fallback, &p->v[k], NULL) < 0)
			abort(); /* a row of the table is wrong: its test fails first */
	}
	return p;
}

struct ig_policy *ig_policy_copy(const struct ig_policy *p)
{
	struct ig_policy *c = ig_calloc(1, sizeof(*c));

	c->name = ig_strdup(p->name);
	for (unsigned k = 0; k < IG_P_N; k++) {
		ig_pvalue_copy(&c->v[k], &p->v[k]);
		ig_pvalue_copy(&c->base[k], &p->base[k]);
		ig_pvalue_copy(&c->asked[k], &p->asked[k]);
	}
	for (size_t i = 0; i < p->note_n; i++)
		ig_policy_add_note(c, p->note[i].file, p->note[i].line, "%s", p->note[i].text);
	return c;
}

static void clear_notes(struct ig_policy *p)
{
	for (size_t i = 0; i < p->note_n; i++) {
		free(p->note[i].text);
		free(p->note[i].file);
	}
	free(p->note);
	p->note = NULL;
	p->note_n = p->note_cap = 0;
}

void ig_policy_free(struct ig_policy *p)
{
	if (!p)
		return;
	for (unsigned k = 0; k < IG_P_N; k++) {
		ig_pvalue_clear(&p->v[k]);
		ig_pvalue_clear(&p->base[k]);
		ig_pvalue_clear(&p->asked[k]);
	}
	clear_notes(p);
	free(p->name);
	free(p);
}

void ig_policy_add_note(struct ig_policy *p, const char *file, unsigned line, const char *fmt, ...)
{
	struct ig_policy_note *n;
	va_list ap;

	IG_GROW(p->note, p->note_n, p->note_cap);
	n = &p->note[p->note_n++];
	*n = (struct ig_policy_note){.file = ig_strdup_null(file), .line = line};
	va_start(ap, fmt);
	if (vasprintf(&n->text, fmt, ap) < 0)
		abort();
	va_end(ap);
}

/* A list of destinations means nothing under another mode: it goes when the mode is changed. */
void ig_policy_put(struct ig_policy *p, enum ig_pkey key, const struct ig_pvalue *v)
{
	struct ig_pvalue *allow = &p->v[IG_P_NET_ALLOW];

	ig_pvalue_assign(&p->v[key], v);
	if (key != IG_P_NET_MODE || !strcmp(v->text, "allow") || !allow->list_n)
		return;
	ig_pvalue_assign(allow, &p->base[IG_P_NET_ALLOW]);
	allow->source = v->source;
	allow->file = ig_strdup_null(v->file);
	allow->line = v->line;
	allow->column = v->column;
}

int ig_policy_set(
    struct ig_policy *p, enum ig_pkey key, const char *text, enum ig_layer layer, ig_err **err)
{
	struct ig_pvalue v = {0};

	if (ig_pvalue_parse(key, text, &v, err) < 0)
		return ig_err_wrap(err, "%s", ig_policy_keys[key].path);
	v.source = layer;
	ig_policy_put(p, key, &v);
	ig_pvalue_clear(&v);
	return 0;
}

/* The position of a value, for a rule that it breaks. */
static void break_rule(const struct ig_pvalue *v, const char *what, struct ig_problems *pr)
{
	ig_err *e = NULL;

	ig_err_set(&e, IG_E_INPUT, "%s", what);
	if (v->file)
		ig_problems_add(pr, v->file, v->line, v->column, e);
	else
		ig_problems_add_plain(pr, e);
}

static void check_all(const struct ig_policy *p, struct ig_problems *pr)
{
	const struct ig_pvalue *mode = &p->v[IG_P_NET_MODE], *allow = &p->v[IG_P_NET_ALLOW];
	const struct ig_pvalue *open = &p->v[IG_P_SC_ALLOW], *shut = &p->v[IG_P_SC_DENY];

	if (!strcmp(mode->text, "allow") && !allow->list_n)
		break_rule(mode, "network.mode: allow needs a list in network.allow", pr);
	if (strcmp(mode->text, "allow") != 0 && allow->list_n) {
		ig_auto_free char *s = ig_asprintf(
		    "network.allow: has no effect while network.mode is %s", mode->text);

		break_rule(allow, s, pr);
	}
	for (size_t i = 0; i < open->list_n; i++) {
		ig_auto_free char *s = NULL;

		if (!ig_pvalue_has(shut, open->list[i]))
			continue;
		s = ig_asprintf("'%s' is in seccomp.allow and in seccomp.deny", open->list[i]);
		break_rule(open->source >= shut->source ? open : shut, s, pr);
	}
}

int ig_policy_check(const struct ig_policy *p, ig_err **err)
{
	struct ig_problems pr = {0};

	check_all(p, &pr);
	return ig_problems_finish(&pr, NULL, err);
}

/* The files of an extends chain, the one that was asked for first. */
struct chain {
	struct ig_policy_doc doc[IG_POLICY_CHAIN_MAX];
	bool shipped[IG_POLICY_CHAIN_MAX];
	struct stat st[IG_POLICY_CHAIN_MAX];
	size_t n;
};

static void chain_done(struct chain *c)
{
	for (size_t i = 0; i < c->n; i++)
		ig_policy_doc_done(&c->doc[i]);
}

/* Reads one more file, or the text that stands for it; false when it cannot. */
static bool chain_read(struct chain *c, const char *path, bool shipped, const struct ig_buf *text,
    struct ig_problems *pr)
{
	struct ig_policy_doc *d = &c->doc[c->n];
	ig_auto_buf b = IG_BUF_INIT(0);
	ig_err *e = NULL;

	*d = (struct ig_policy_doc){.file = ig_strdup(path)};
	pr->file = c->n;
	c->shipped[c->n] = shipped;
	if (stat(path, &c->st[c->n]) < 0)
		c->st[c->n] = (struct stat){0};
	c->n++;
	if (!text && ig_read_path(path, IG_YAML_MAX_BYTES, &b, &e) < 0) {
		ig_problems_add_plain(pr, e);
		return false;
	}
	text = text ? text : &b;
	ig_policy_doc_parse(d, ig_buf_str(text), text->len, pr);
	return true;
}

static bool chain_has(const struct chain *c, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (st.st_dev == c->st[i].st_dev && st.st_ino == c->st[i].st_ino)
			return true;
	return false;
}

/* Follows `extends` of the last file; false at the end. */
static bool chain_next(struct chain *c, struct ig_problems *pr)
{
	struct ig_policy_doc *d = &c->doc[c->n - 1];
	ig_auto_free char *path = NULL;
	bool shipped = false;
	ig_err *e = NULL;

	if (!d->extends)
		return false;
	path = ig_policy_find(d->extends, d->file, &shipped, &e);
	if (path && chain_has(c, path))
		ig_err_set(&e, IG_E_INPUT, "'%s' is already part of this chain", d->extends);
	else if (path && c->n == IG_POLICY_CHAIN_MAX)
		ig_err_set(&e, IG_E_LIMIT, "more than %d policies in a chain", IG_POLICY_CHAIN_MAX);
	if (!e)
		return chain_read(c, path, shipped, NULL, pr);
	ig_err_wrap(&e, "extends");
	ig_problems_add(pr, d->file, d->extends_line, d->extends_column, e);
	return false;
}

static void merge(struct ig_policy *p, const struct ig_policy_doc *d, bool shipped)
{
	for (unsigned k = 0; k < IG_P_N; k++) {
		struct ig_pvalue v;

		if (!d->v[k].set)
			continue;
		ig_pvalue_copy(&v, &d->v[k]);
		v.source = shipped ? IG_LAYER_SHIPPED : IG_LAYER_REVIEWER;
		v.file = ig_strdup(d->file);
		ig_policy_put(p, (enum ig_pkey)k, &v);
		ig_pvalue_clear(&v);
	}
}

/* "strict" of "/x/strict.yaml". */
static char *name_of_file(const char *path)
{
	const char *s = strrchr(path, '/');
	size_t n;

	s = s ? s + 1 : path;
	n = strlen(s);
	return ig_strndup(s, n > 5 && !strcmp(s + n - 5, ".yaml") ? n - 5 : n);
}

/* A policy is called what its file is called: one that calls itself "audit" could be anything. */
static void take_name(struct ig_policy *p, const struct ig_policy_doc *d, const char *path)
{
	char *name = name_of_file(path);

	if (d->name && strcmp(d->name, name) != 0 && ig_policy_is_name(name))
		ig_policy_add_note(p, d->file, 0, "calls itself '%s'", d->name);
	free(p->name);
	p->name = d->name && !ig_policy_is_name(name) ? ig_strdup(d->name) : IG_STEAL(name);
	free(name);
}

static void move_into(struct ig_policy *p, struct ig_policy *from)
{
	struct ig_policy old = *p;

	*p = *from;
	*from = old;
	ig_policy_free(from);
}

static int apply_chain(struct ig_policy *p, const char *path, bool shipped,
    const struct ig_buf *text, struct ig_buf *ret_all, ig_err **err)
{
	struct ig_problems pr = {0};
	struct chain c = {.n = 0};
	struct ig_policy *next;
	int r;

	if (chain_read(&c, path, shipped, text, &pr))
		while (chain_next(&c, &pr))
			;
	next = ig_policy_copy(p);
	for (size_t i = c.n; i-- > 0;)
		merge(next, &c.doc[i], c.shipped[i]);
	take_name(next, &c.doc[0], path);
	if (!pr.n)
		check_all(next, &pr);
	r = ig_problems_finish(&pr, ret_all, err);
	if (r == 0)
		move_into(p, next);
	else
		ig_policy_free(next);
	chain_done(&c);
	return r;
}

int ig_policy_apply(struct ig_policy *p, const char *spec, struct ig_buf *ret_all, ig_err **err)
{
	ig_auto_free char *path = NULL;
	bool shipped = false;

	path =
	    ig_policy_is_path(spec) ? ig_strdup(spec) : ig_policy_find(spec, NULL, &shipped, err);
	if (!path)
		return -1;
	shipped = shipped || ig_policy_is_shipped(path);
	return apply_chain(p, path, shipped, NULL, ret_all, err);
}

int ig_policy_apply_text(struct ig_policy *p, const char *path, const struct ig_buf *text,
    struct ig_buf *ret_all, ig_err **err)
{
	return apply_chain(p, path, false, text, ret_all, err);
}

bool ig_policy_not_granted(const struct ig_policy *p, enum ig_pkey key)
{
	return p->asked[key].set && ig_pvalue_cmp(key, &p->asked[key], &p->v[key]) > 0;
}
