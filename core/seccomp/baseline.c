#include "config.h"
#include "core/seccomp/baseline.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "core/base/data.h"
#include "core/base/file.h"
#include "core/base/yaml.h"
#include "core/seccomp/names.h"

enum {
	DEPTH_MAX = 4,    /* of extends */
	ENTRY_MAX = 2048, /* of a baseline; node has about 250 */
	COND_MAX = IG_COUNT(((struct ig_sc_rule *)0)->cond),
	KERNEL_ARGS = 6,
};

struct reader {
	const char *name; /* for messages */
	struct ig_sc_baseline *to;
	const struct ig_ynode *row, *call;
	struct ig_sc_entry entry; /* of the row being read; strings borrowed from it */
	ig_err **err;
};

static int parse(struct ig_sc_baseline *to, const char *name, const char *text, size_t n,
    unsigned depth, ig_err **err);

void ig_sc_rule_done(struct ig_sc_rule *r)
{
	free(r->syscall);
	free(r->when);
	free(r->why);
	free(r->group);
	memset(r, 0, sizeof(*r));
}

void ig_sc_rule_copy(struct ig_sc_rule *to, const struct ig_sc_rule *from)
{
	*to = *from;
	to->syscall = ig_strdup(from->syscall);
	to->when = ig_strdup(from->when);
	to->why = ig_strdup(from->why);
	to->group = ig_strdup(from->group);
}

void ig_sc_baseline_free(struct ig_sc_baseline *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->n; i++)
		ig_sc_rule_done(&b->v[i].rule);
	free(b->v);
	free(b->name);
	free(b);
}

static bool plain_name(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= 32 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static const char *text_of(const struct ig_ynode *map, const char *key)
{
	const struct ig_ynode *n = ig_ynode_get(map, key);

	return n && n->kind == IG_Y_SCALAR ? n->text : NULL;
}

/* Only these keys, and those marked with '!' must be there. */
static int check_keys(
    const char *name, const struct ig_ynode *map, const char *const *keys, ig_err **err)
{
	if (map->kind != IG_Y_MAP)
		return ig_yaml_error(name, map, err, "a map is expected here");
	for (size_t i = 0; i < map->n; i++) {
		const char *const *k = keys;

		while (*k && strcmp(*k + (**k == '!'), map->key[i]->text))
			k++;
		if (!*k)
			return ig_yaml_error(
			    name, map->key[i], err, "'%s' is not known here", map->key[i]->text);
	}
	for (const char *const *k = keys; *k; k++)
		if (**k == '!' && !ig_ynode_get(map, *k + 1))
			return ig_yaml_error(name, map, err, "'%s' is missing", *k + 1);
	return 0;
}

/* No use of the call is opened that a hard rule keeps closed, nor without the key that guards it.
 */
static int check_hard(const struct reader *r, const struct ig_sc_entry *e)
{
	const struct ig_sc_hard *h = ig_sc_hard_find(e->rule.syscall);
	const struct ig_sc_limit *l;

	if (e->rule.action != IG_SC_ALLOW)
		return 0;
	if (h)
		return ig_yaml_error(
		    r->name, r->call, r->err, "%s is always closed: %s", h->syscall, h->why);
	if (!ig_sc_limit(e->rule.syscall, 0))
		return 0;
	for (size_t i = 0; (l = ig_sc_limit(e->rule.syscall, i)); i++)
		if ((l->gate == IG_SC_BASE || l->gate == e->gate) &&
		    ig_sc_implies(e->rule.cond, e->rule.cond_n, l->cond, l->cond_n))
			return 0;
	return ig_yaml_error(r->name, r->call, r->err,
	    "%s%s%s goes past what a hard rule lets the group '%s' open", e->rule.syscall,
	    *e->rule.when ? " with " : "", e->rule.when, text_of(r->row, "group"));
}

static int add_entry(struct reader *r, const struct ig_sc_cond *cond, unsigned n, const char *when)
{
	struct ig_sc_baseline *b = r->to;
	struct ig_sc_entry e = r->entry;

	if (b->n >= ENTRY_MAX)
		return ig_yaml_error(
		    r->name, r->row, r->err, "more than %d rules in one baseline", ENTRY_MAX);
	if (n)
		memcpy(e.rule.cond, cond, n * sizeof(*cond));
	e.rule.cond_n = n;
	e.rule.when = ig_strdup(when);
	e.rule.syscall = r->call->text;
	if (check_hard(r, &e) < 0) {
		free(e.rule.when);
		return -1;
	}
	e.rule.syscall = ig_strdup(e.rule.syscall);
	e.rule.why = ig_strdup(e.rule.why);
	e.rule.group = ig_strdup(e.rule.group);
	IG_GROW(b->v, b->n, b->cap);
	b->v[b->n++] = e;
	return 0;
}

/* bits: [A, B] -> their union, in words in `words`. */
static int read_bits(
    const struct reader *r, const struct ig_ynode *bits, uint64_t *ret, struct ig_buf *words)
{
	*ret = 0;
	if (bits->kind != IG_Y_SEQ || !bits->n)
		return ig_yaml_error(r->name, bits, r->err, "bits is a list of names or numbers");
	for (size_t i = 0; i < bits->n; i++) {
		uint64_t v;

		if (bits->item[i]->kind != IG_Y_SCALAR || !ig_sc_value(bits->item[i]->text, &v))
			return ig_yaml_error(r->name, bits->item[i], r->err,
			    "neither a known constant nor a number of 32 bits");
		*ret |= v;
		ig_buf_printf(words, "%s%s", i ? "|" : " & (", bits->item[i]->text);
	}
	ig_buf_addc(words, ')');
	return 0;
}

static int expand(struct reader *r, size_t at, struct ig_sc_cond *cond, const char *when);

/* Each value of one condition, with every combination of those behind it. */
static int expand_one(struct reader *r, size_t at, struct ig_sc_cond *cond, const char *when)
{
	static const char *const keys[] = {"!arg", "bits", "!any-of", NULL};
	const struct ig_ynode *item = ig_ynode_get(r->row, "when")->item[at], *any, *bits;
	ig_auto_buf mask = IG_BUF_INIT(1024);
	uint64_t arg, v;

	if (check_keys(r->name, item, keys, r->err) < 0)
		return -1;
	if (!text_of(item, "arg") || !ig_sc_value(text_of(item, "arg"), &arg) || arg >= KERNEL_ARGS)
		return ig_yaml_error(r->name, item, r->err, "arg is a number from 0 to 5");
	for (size_t i = 0; i < at; i++)
		if (cond[i].arg == arg)
			return ig_yaml_error(r->name, item, r->err,
			    "a second condition on argument %u: no engine applies both",
			    (unsigned)arg);
	cond[at] = (struct ig_sc_cond){(unsigned)arg, IG_SC_MASKED_EQ, 0xffffffff, 0};
	bits = ig_ynode_get(item, "bits");
	if (bits && read_bits(r, bits, &cond[at].value, &mask) < 0)
		return -1;
	any = ig_ynode_get(item, "any-of");
	if (any->kind != IG_Y_SEQ || !any->n)
		return ig_yaml_error(r->name, any, r->err, "any-of is a list of names or numbers");
	for (size_t i = 0; i < any->n; i++) {
		ig_auto_free char *words = NULL;

		if (any->item[i]->kind != IG_Y_SCALAR || !ig_sc_value(any->item[i]->text, &v) ||
		    (v & ~cond[at].value))
			return ig_yaml_error(r->name, any->item[i], r->err,
			    "neither a known constant nor a number within the bits");
		cond[at].datum = v;
		words = ig_asprintf("%s%sarg %u%s = %s", when, *when ? ", " : "", (unsigned)arg,
		    ig_buf_str(&mask), any->item[i]->text);
		if (expand(r, at + 1, cond, words) < 0)
			return -1;
	}
	return 0;
}

static int expand(struct reader *r, size_t at, struct ig_sc_cond *cond, const char *when)
{
	const struct ig_ynode *list = ig_ynode_get(r->row, "when");

	if (!list || at == list->n)
		return add_entry(r, cond, (unsigned)at, when);
	return expand_one(r, at, cond, when);
}

static int read_group(struct reader *r)
{
	static const struct {
		const char *name;
		enum ig_sc_gate gate;
		bool start;
	} groups[] = {
	    {"base", IG_SC_BASE, false},
	    {"start", IG_SC_BASE, true},
	    {"spawn", IG_SC_SPAWN, false},
	};
	const char *g = text_of(r->row, "group");

	for (size_t i = 0; g && i < IG_COUNT(groups); i++)
		if (!strcmp(groups[i].name, g)) {
			r->entry.gate = groups[i].gate;
			r->entry.start = groups[i].start;
			return 0;
		}
	return ig_yaml_error(
	    r->name, ig_ynode_get(r->row, "group"), r->err, "group is base, start or spawn");
}

static int read_only(struct reader *r)
{
	const struct ig_ynode *only = ig_ynode_get(r->row, "only");

	if (!only)
		return 0;
	/* An empty name would mean this machine. */
	if (only->kind == IG_Y_SCALAR && *only->text)
		r->entry.only = ig_sc_arch_find(only->text);
	if (!r->entry.only)
		return ig_yaml_error(
		    r->name, only, r->err, "only is an architecture: x86_64 or aarch64");
	return 0;
}

static int read_answer(struct reader *r)
{
	const struct ig_ynode *answer = ig_ynode_get(r->row, "answer");

	r->entry.rule.action = IG_SC_ALLOW;
	if (!answer)
		return 0;
	if (answer->kind != IG_Y_SCALAR || strcmp(answer->text, "ENOSYS"))
		return ig_yaml_error(r->name, answer, r->err, "the only answer is ENOSYS");
	if (ig_ynode_get(r->row, "when"))
		return ig_yaml_error(r->name, answer, r->err, "an answer takes no conditions");
	r->entry.rule.action = IG_SC_ERRNO;
	r->entry.rule.err = ENOSYS;
	return 0;
}

static int read_row(struct reader *r)
{
	static const char *const keys[] = {
	    "!name", "!group", "!calls", "!why", "!seen", "when", "only", "answer", NULL};
	static const char *const texts[] = {"name", "why", "seen"};
	const struct ig_ynode *calls, *when;
	struct ig_sc_cond cond[COND_MAX];

	memset(&r->entry, 0, sizeof(r->entry));
	if (check_keys(r->name, r->row, keys, r->err) < 0)
		return -1;
	for (size_t i = 0; i < IG_COUNT(texts); i++)
		if (!text_of(r->row, texts[i]) || !*text_of(r->row, texts[i]))
			return ig_yaml_error(r->name, r->row, r->err, "%s is a text", texts[i]);
	if (read_group(r) < 0 || read_only(r) < 0 || read_answer(r) < 0)
		return -1;
	calls = ig_ynode_get(r->row, "calls");
	if (calls->kind != IG_Y_SEQ || !calls->n)
		return ig_yaml_error(r->name, calls, r->err, "calls is a list of system calls");
	when = ig_ynode_get(r->row, "when");
	if (when && (when->kind != IG_Y_SEQ || !when->n || when->n > COND_MAX))
		return ig_yaml_error(r->name, when, r->err, "when is a list of 1 to 4 conditions");
	r->entry.rule.why = (char *)text_of(r->row, "why");
	r->entry.rule.group = r->to->name;
	for (size_t i = 0; i < calls->n; i++) {
		r->call = calls->item[i];
		if (r->call->kind != IG_Y_SCALAR || !ig_sc_known(r->call->text))
			return ig_yaml_error(r->name, r->call, r->err, "not a system call");
		if (expand(r, 0, cond, "") < 0)
			return -1;
	}
	return 0;
}

/* Names what there is instead. */
static int unknown(const char *name, ig_err **err)
{
	ig_auto_free char *path = ig_data_path("policies/seccomp");
	ig_auto_buf names = IG_BUF_INIT(1024);
	struct dirent **entry = NULL;
	int n = scandir(path, &entry, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		size_t len = strlen(entry[i]->d_name);

		if (len > 5 && !strcmp(entry[i]->d_name + len - 5, ".yaml"))
			ig_buf_printf(&names, "%s%.*s", names.len ? ", " : "", (int)len - 5,
			    entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
	ig_err_set(err, IG_E_INPUT, "seccomp.baseline: there is no '%s'", name);
	if (names.len)
		ig_err_hint(err, "there are: %s", ig_buf_str(&names));
	else
		ig_err_hint(
		    err, "the folder %s is missing or empty: is the installation whole?", path);
	return -1;
}

static int load(struct ig_sc_baseline *to, const char *name, unsigned depth, ig_err **err)
{
	ig_auto_free char *rel = NULL, *path = NULL;
	ig_auto_buf text = IG_BUF_INIT(0);
	ig_auto_err e = NULL;

	if (!plain_name(name))
		return ig_err_set(
		    err, IG_E_INPUT, "seccomp.baseline: a name has small letters, digits and '-'");
	rel = ig_asprintf("policies/seccomp/%s.yaml", name);
	path = ig_data_path(rel);
	if (ig_read_path(path, IG_YAML_MAX_BYTES, &text, &e) < 0) {
		if (ig_err_code(e) == IG_E_NOT_FOUND)
			return unknown(name, err);
		ig_err_wrap(&e, "seccomp baseline '%s'", name);
		return ig_err_move(err, IG_STEAL(e));
	}
	return parse(to, path, ig_buf_str(&text), text.len, depth, err);
}

static int read_head(struct reader *r, const struct ig_ynode *root, unsigned depth)
{
	static const char *const keys[] = {"!version", "!name", "extends", "!rows", NULL};
	const struct ig_ynode *extends;

	if (check_keys(r->name, root, keys, r->err) < 0)
		return -1;
	if (!text_of(root, "version") || strcmp(text_of(root, "version"), "1"))
		return ig_yaml_error(r->name, root, r->err, "version 1 is the only one");
	if (!text_of(root, "name") || !plain_name(text_of(root, "name")))
		return ig_yaml_error(
		    r->name, root, r->err, "name has small letters, digits and '-'");
	extends = ig_ynode_get(root, "extends");
	if (!extends)
		return 0;
	if (extends->kind != IG_Y_SCALAR || depth + 1 >= DEPTH_MAX)
		return ig_yaml_error(r->name, extends, r->err,
		    "extends names one baseline, at most %d deep", DEPTH_MAX - 1);
	return load(r->to, extends->text, depth + 1, r->err);
}

static int parse(struct ig_sc_baseline *to, const char *name, const char *text, size_t n,
    unsigned depth, ig_err **err)
{
	struct reader r = {.name = name, .to = to, .err = err};
	ig_auto_ynode root = ig_yaml_parse(name, text, n, err);
	const struct ig_ynode *rows;

	if (!root)
		return -1;
	if (read_head(&r, root, depth) < 0)
		return -1;
	free(to->name);
	to->name = ig_strdup(text_of(root, "name"));
	rows = ig_ynode_get(root, "rows");
	if (rows->kind != IG_Y_SEQ)
		return ig_yaml_error(name, rows, err, "rows is a list");
	for (size_t i = 0; i < rows->n; i++) {
		r.row = rows->item[i];
		if (read_row(&r) < 0)
			return -1;
	}
	return 0;
}

struct ig_sc_baseline *ig_sc_baseline_parse(
    const char *name, const char *text, size_t n, ig_err **err)
{
	struct ig_sc_baseline *b = ig_calloc(1, sizeof(*b));

	if (parse(b, name, text, n, 0, err) < 0) {
		ig_sc_baseline_free(b);
		return NULL;
	}
	return b;
}

struct ig_sc_baseline *ig_sc_baseline_load(const char *name, ig_err **err)
{
	struct ig_sc_baseline *b = ig_calloc(1, sizeof(*b));

	if (load(b, name, 0, err) < 0) {
		ig_sc_baseline_free(b);
		return NULL;
	}
	return b;
}
