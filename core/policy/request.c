/*
 * What a service asks for: service.yaml's limits, and ignite.policy.yaml in our schema or with
 * the keys of Ignite 0.9. Ignite applied that file as it stood, took "false" for true and
 * dropped a file that it could not read; here it is a wish, typed, and an error where it is wrong.
 */
#include "config.h"
#include "core/policy/policy-priv.h"

#include <fcntl.h>
#include <string.h>

#include "core/base/file.h"

struct reader {
	struct ig_pvalue *ask; /* IG_P_N of them, filled in here */
	const char *file;
	struct ig_problems *pr;
};

static void problem(const struct reader *r, const struct ig_ynode *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static void problem(const struct reader *r, const struct ig_ynode *at, const char *fmt, ...)
{
	ig_err *e = NULL;
	va_list ap;

	va_start(ap, fmt);
	ig_err_setv(&e, IG_E_INPUT, fmt, ap);
	va_end(ap);
	ig_problems_add(r->pr, r->file, at->line, at->column, e);
}

/* -1 when it is neither: "false" in quotes was true to Ignite, `no` is false to some readers. */
static int read_bool(const struct reader *r, const char *key, const struct ig_ynode *n)
{
	if (n->kind == IG_Y_SCALAR && n->plain && !strcmp(n->text, "true"))
		return 1;
	if (n->kind == IG_Y_SCALAR && n->plain && !strcmp(n->text, "false"))
		return 0;
	if (n->kind == IG_Y_SCALAR && *n->text)
		problem(r, n, "%s: '%s'%s is not true or false", key, n->text,
		    n->plain ? "" : " in quotes");
	else
		problem(r, n, "%s: true or false is needed", key);
	return -1;
}

static void ask(
    const struct reader *r, enum ig_pkey key, const char *text, const struct ig_ynode *at)
{
	struct ig_pvalue *v = &r->ask[key];

	ig_pvalue_clear(v);
	if (ig_pvalue_parse(key, text, v, NULL) < 0)
		return;
	v->line = at->line;
	v->column = at->column;
}

static void read_network(const struct reader *r, const struct ig_ynode *n)
{
	int on = read_bool(r, "security.network.enabled", n);

	if (on >= 0)
		ask(r, IG_P_NET_MODE, on ? "open" : "none", n);
}

static void read_root(const struct reader *r, const struct ig_ynode *n)
{
	int on = read_bool(r, "security.filesystem.readOnly", n);

	if (on >= 0)
		ask(r, IG_P_ROOT, on ? "read-only" : "writable-copy", n);
}

/* allowSpawn alone asks for everything; with a list of commands, for those. */
static void read_spawn(const struct reader *r, const struct ig_ynode *n)
{
	int on = read_bool(r, "security.process.allowSpawn", n);

	if (on == 0 || (on > 0 && !r->ask[IG_P_SPAWN].set))
		ask(r, IG_P_SPAWN, on ? "allow" : "deny", n);
}

static void read_commands(const struct reader *r, const struct ig_ynode *n)
{
	struct ig_pvalue v = {0};

	if (n->kind != IG_Y_SEQ) {
		problem(r, n, "security.process.allowedCommands: a list is needed");
		return;
	}
	ig_pvalue_read(IG_P_SPAWN, n, r->file, &v, r->pr);
	if (v.set && n->n &&
	    (!r->ask[IG_P_SPAWN].text || strcmp(r->ask[IG_P_SPAWN].text, "deny") != 0))
		ig_pvalue_assign(&r->ask[IG_P_SPAWN], &v);
	ig_pvalue_clear(&v);
}

static const struct {
	const char *group, *key;
	void (*read)(const struct reader *r, const struct ig_ynode *n);
} older[] = {
    {"network", "enabled", read_network},
    {"filesystem", "readOnly", read_root},
    {"process", "allowSpawn", read_spawn},
    {"process", "allowedCommands", read_commands},
};

static void read_older_group(
    const struct reader *r, const struct ig_ynode *k, const struct ig_ynode *map)
{
	const char *words[IG_COUNT(older) + 1] = {NULL};
	size_t n = 0;

	for (size_t i = 0; i < IG_COUNT(older); i++)
		if (!strcmp(older[i].group, k->text))
			words[n++] = older[i].key;
	if (map->kind != IG_Y_MAP) {
		problem(r, map, "security.%s: a map is needed", k->text);
		return;
	}
	for (size_t i = 0; i < map->n; i++) {
		size_t o = 0;

		while (o < IG_COUNT(older) && (strcmp(older[o].group, k->text) != 0 ||
		                                  strcmp(older[o].key, map->key[i]->text) != 0))
			o++;
		if (o < IG_COUNT(older))
			older[o].read(r, map->item[i]);
		else
			ig_policy_unknown_key(r->file, map->key[i], words, r->pr);
	}
}

static void read_older(const struct reader *r, const struct ig_ynode *root)
{
	static const char *const groups[] = {"network", "filesystem", "process", NULL};
	static const char *const top[] = {"security", NULL};
	const struct ig_ynode *sec = ig_ynode_get(root, "security");

	for (size_t i = 0; i < root->n; i++)
		if (root->item[i] != sec)
			ig_policy_unknown_key(r->file, root->key[i], top, r->pr);
	if (sec->kind != IG_Y_MAP) {
		problem(r, sec, "security: a map is needed");
		return;
	}
	for (size_t i = 0; i < sec->n; i++) {
		const char *const *g = groups;

		while (*g && strcmp(*g, sec->key[i]->text) != 0)
			g++;
		if (*g)
			read_older_group(r, sec->key[i], sec->item[i]);
		else
			ig_policy_unknown_key(r->file, sec->key[i], groups, r->pr);
	}
}

static void read_ours(const struct reader *r, const struct ig_ynode *root)
{
	ig_auto_policy_doc d = {.file = ig_strdup(r->file)};
	ig_err *e = NULL;

	ig_policy_doc_read(&d, root, r->pr);
	if (d.extends) {
		ig_err_set(
		    &e, IG_E_INPUT, "extends: a service cannot build its request on a policy");
		ig_problems_add(r->pr, r->file, d.extends_line, d.extends_column, e);
	}
	for (unsigned k = 0; k < IG_P_N; k++)
		ig_pvalue_assign(&r->ask[k], &d.v[k]);
}

/* Stricter is the service's own choice, but not over what the reviewer said in this sitting; nor
 * does a service choose what contains it. */
static bool may_tighten(const struct ig_policy *p, enum ig_pkey key, const struct ig_pvalue *v)
{
	return key != IG_P_ISOLATION && p->v[key].source < IG_LAYER_EDIT &&
	       ig_pvalue_cmp(key, v, &p->v[key]) < 0;
}

static bool in_range(enum ig_pkey key, const struct ig_pvalue *v)
{
	const struct ig_pkey_info *k = &ig_policy_keys[key];

	switch (k->type) {
	case IG_PT_SIZE:
	case IG_PT_DURATION:
	case IG_PT_NUMBER:
		return (double)v->num >= k->min && (double)v->num <= k->max;
	case IG_PT_DECIMAL:
		return v->dec >= k->min && v->dec <= k->max;
	case IG_PT_CHOICE:
	case IG_PT_TEXT:
	case IG_PT_LIST:
	case IG_PT_CHOICE_OR_LIST:
		return true;
	}
	return true;
}

/* Takes one request: shows it, and applies it where it is stricter. v is taken over. */
static void take(struct ig_policy *p, enum ig_pkey key, struct ig_pvalue *v, const char *file)
{
	v->source = IG_LAYER_SERVICE;
	free(v->file);
	v->file = ig_strdup(file);
	ig_pvalue_assign(&p->asked[key], v);
	if (!in_range(key, v)) {
		ig_auto_free char *text = ig_pvalue_text(key, v);

		ig_policy_add_note(p, file, v->line,
		    "asks for %s %s, which is out of bounds; not applied", ig_policy_keys[key].path,
		    text);
	} else if (may_tighten(p, key, v)) {
		ig_policy_put(p, key, v);
	}
	ig_pvalue_clear(v);
}

static void from_manifest(struct ig_policy *p, const struct ig_service *s)
{
	struct ig_pvalue memory = {.set = true, .num = s->memory, .line = s->memory_line};
	struct ig_pvalue cpu = {.set = true, .dec = s->cpu, .line = s->cpu_line};
	struct ig_pvalue timeout = {.set = true, .num = s->timeout_ms, .line = s->timeout_line};

	if (s->memory_line)
		take(p, IG_P_MEMORY, &memory, s->manifest);
	if (s->cpu_line)
		take(p, IG_P_CPU, &cpu, s->manifest);
	if (s->timeout_line)
		take(p, IG_P_TIMEOUT, &timeout, s->manifest);
}

void ig_policy_request_text(
    struct ig_policy *p, const char *file, const struct ig_buf *b, struct ig_problems *pr)
{
	struct ig_pvalue wish[IG_P_N] = {{0}};
	struct reader r = {.ask = wish, .file = file, .pr = pr};
	ig_auto_ynode root = NULL;
	ig_err *e = NULL;

	root = ig_yaml_parse(file, ig_buf_str(b), b->len, &e);
	if (!root)
		ig_problems_add_plain(pr, e);
	else if (ig_ynode_get(root, "security"))
		read_older(&r, root);
	else
		read_ours(&r, root);
	for (unsigned k = 0; k < IG_P_N; k++) {
		if (wish[k].set && !pr->n)
			take(p, (enum ig_pkey)k, &wish[k], file);
		ig_pvalue_clear(&wish[k]);
	}
}

/* The first of the names Ignite knew is read; of the others the reviewer is told. */
static void read_files(struct ig_policy *p, int dirfd, struct ig_problems *pr)
{
	static const char *const names[] = {
	    "ignite.policy.yaml", "ignite.policy.yml", ".ignite-policy.yaml", ".ignite-policy.yml"};
	const char *first = NULL;

	for (size_t i = 0; i < IG_COUNT(names); i++) {
		ig_auto_buf b = IG_BUF_INIT(0);
		ig_auto_fd int fd = -1;
		struct stat st;
		ig_err *e = NULL;

		if (fstatat(dirfd, names[i], &st, AT_SYMLINK_NOFOLLOW))
			continue;
		if (first) {
			ig_policy_add_note(p, names[i], 0, "not read: there is %s", first);
			continue;
		}
		first = names[i];
		fd = ig_open_beneath(dirfd, names[i], O_RDONLY, &e);
		if (fd < 0 || ig_read_fd(fd, names[i], IG_YAML_MAX_BYTES, &b, &e) < 0)
			ig_problems_add_plain(pr, e);
		else
			ig_policy_request_text(p, names[i], &b, pr);
	}
}

static void settle_baseline(struct ig_policy *p, const struct ig_service *s)
{
	struct ig_pvalue v = {0};

	if (!s->runtime || ig_pvalue_parse(IG_P_BASELINE, s->runtime->baseline, &v, NULL) < 0)
		return;
	ig_pvalue_assign(&p->base[IG_P_BASELINE], &v);
	if (p->v[IG_P_BASELINE].source == IG_LAYER_BUILTIN)
		ig_pvalue_assign(&p->v[IG_P_BASELINE], &v);
	ig_pvalue_clear(&v);
}

/* Did a file of the service itself become a layer? */
static int check_layers(const struct ig_policy *p, const struct ig_service *s, ig_err **err)
{
	size_t n = strlen(s->path);

	for (unsigned k = 0; k < IG_P_N; k++) {
		const struct ig_pvalue *v = &p->v[k];
		ig_auto_free char *real = NULL;

		if (!v->file || v->source != IG_LAYER_REVIEWER)
			continue;
		real = realpath(v->file, NULL);
		if (!real || strncmp(real, s->path, n) != 0 || real[n] != '/')
			continue;
		ig_err_set(
		    err, IG_E_INPUT, "the policy '%s' is a file of the service itself", v->file);
		ig_err_hint(err,
		    "what a service asks for is read from there; grant it in a policy of yours");
		return -1;
	}
	return 0;
}

int ig_policy_request(struct ig_policy *p, const struct ig_service *s, ig_err **err)
{
	ig_auto_fd int fd = ig_open_dir(s->path, err);
	struct ig_problems pr = {0};

	if (fd < 0 || check_layers(p, s, err) < 0)
		return -1;
	settle_baseline(p, s);
	from_manifest(p, s);
	read_files(p, fd, &pr);
	return ig_problems_finish(&pr, NULL, err);
}
