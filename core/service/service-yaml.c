/* service.yaml, the format of Ignite 0.9, read strictly: it ignored unknown keys, we do not. */
#include "config.h"
#include "core/service/service-priv.h"

#include <ctype.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/yaml.h"

enum {
	NAME_MAX_LEN = 63,
	ENV_MAX = 256,
	ENV_NAME_MAX = 256,
	ENV_VALUE_MAX = 32768,
	FIELDS_MAX = 8
};
#define MEMORY_MAX_MB (1024.0 * 1024) /* 1 TiB, and a day: past these it is a slip of the pen */
#define DAY_MS 86400000.0

struct reader {
	struct ig_service *s;
	int dirfd;
	ig_err **err; /* the first one is kept */
};

struct field {
	const char *key;
	int (*read)(
	    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err);
	bool required;
	const struct field *fields; /* of a map */
	size_t offset;              /* of a number in struct ig_thresholds */
	bool whole;
};

static int not_a(const struct ig_ynode *n, const char *what, ig_err **err)
{
	if (n->kind == IG_Y_SCALAR && n->plain && !*n->text)
		return ig_err_set(err, IG_E_INPUT, "has no value; %s is needed", what);
	return ig_err_set(err, IG_E_INPUT, "%s is needed", what);
}

static int need_text(const struct ig_ynode *n, ig_err **err)
{
	if (n->kind != IG_Y_SCALAR || !*n->text)
		return not_a(n, "a text", err);
	return 0;
}

static int need_number(
    const struct ig_ynode *n, double min, double max, bool whole, double *ret, ig_err **err)
{
	if (n->kind != IG_Y_SCALAR || !*n->text)
		return not_a(n, "a number", err);
	if (!n->plain)
		return ig_err_set(
		    err, IG_E_INPUT, "'%s' is a quoted text; a number is needed", n->text);
	if (ig_parse_decimal(n->text, min, max, ret, err) < 0)
		return -1;
	if (whole && *ret != (double)(uint64_t)*ret)
		return ig_err_set(err, IG_E_INPUT, "'%s' is not a whole number", n->text);
	return 0;
}

static int read_name(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	size_t len;

	(void)f;
	if (need_text(n, err) < 0)
		return -1;
	len = strlen(n->text);
	if (len > NAME_MAX_LEN || strspn(n->text, "abcdefghijklmnopqrstuvwxyz0123456789-") != len ||
	    n->text[0] == '-' || n->text[len - 1] == '-')
		return ig_err_set(err, IG_E_INPUT,
		    "'%.80s' is not a name: 1 to %d of a-z, 0-9 and inner hyphens", n->text,
		    NAME_MAX_LEN);
	r->s->name = ig_strdup(n->text);
	return 0;
}

static int read_runtime(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	(void)f;
	if (need_text(n, err) < 0)
		return -1;
	r->s->runtime_spec = ig_strdup(n->text);
	r->s->runtime = ig_runtime_find(n->text, err);
	return r->s->runtime ? 0 : -1;
}

static int read_entry(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	(void)f;
	if (need_text(n, err) < 0)
		return -1;
	return ig_service_set_entry(r->s, r->dirfd, n->text, err);
}

static int read_memory(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	double mb;

	(void)f;
	if (need_number(n, 0.001, MEMORY_MAX_MB, false, &mb, err) < 0)
		return -1;
	r->s->memory = (uint64_t)(mb * 1024 * 1024);
	r->s->memory_line = n->line;
	return 0;
}

static int read_cpu(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	(void)f;
	if (need_number(n, 0.001, 1024, false, &r->s->cpu, err) < 0)
		return -1;
	r->s->cpu_line = n->line;
	return 0;
}

static int read_timeout(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	double ms;

	(void)f;
	if (need_number(n, 1, DAY_MS, true, &ms, err) < 0)
		return -1;
	r->s->timeout_ms = (uint64_t)ms;
	r->s->timeout_line = n->line;
	return 0;
}

static bool is_env_name(const char *s)
{
	size_t n = strlen(s);

	if (!n || n > ENV_NAME_MAX || isdigit((unsigned char)*s))
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && *s != '_')
			return false;
	return true;
}

static int read_env(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	(void)f;
	if (n->kind != IG_Y_MAP)
		return not_a(n, "a map of names to texts", err);
	if (n->n > ENV_MAX)
		return ig_err_set(err, IG_E_LIMIT, "more than %d variables", ENV_MAX);
	r->s->env = ig_calloc(n->n, sizeof(*r->s->env));
	for (size_t i = 0; i < n->n; i++) {
		const struct ig_ynode *k = n->key[i], *v = n->item[i];

		if (!is_env_name(k->text))
			return ig_yaml_error(r->s->manifest, k, err,
			    "'%.80s' is not the name of a variable", k->text);
		if (v->kind != IG_Y_SCALAR || (v->plain && !*v->text))
			return ig_yaml_error(
			    r->s->manifest, v, err, "%s: a text is needed", k->text);
		if (strlen(v->text) > ENV_VALUE_MAX)
			return ig_yaml_error(r->s->manifest, v, err, "%s: longer than %d bytes",
			    k->text, ENV_VALUE_MAX);
		r->s->env[r->s->env_n++] = (struct ig_env_pair){
		    .name = ig_strdup(k->text),
		    .value = ig_strdup(v->text),
		    .line = k->line,
		    .column = k->column,
		};
	}
	return 0;
}

static int read_threshold(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	char *base = (char *)&r->s->thresholds;
	double v;

	if (need_number(n, f->whole ? 1 : 0.001, 1e9, f->whole, &v, err) < 0)
		return -1;
	if (f->whole)
		*(uint64_t *)(void *)(base + f->offset) = (uint64_t)v;
	else
		*(double *)(void *)(base + f->offset) = v;
	return 0;
}

static int read_map(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err);

#define T(field) offsetof(struct ig_thresholds, field)
static const struct field memory_fields[] = {
    {.key = "baseMb", .read = read_threshold, .offset = T(memory_base_mb)},
    {.key = "perDependencyMb", .read = read_threshold, .offset = T(memory_per_dependency_mb)},
    {.key = "warnRatio", .read = read_threshold, .offset = T(memory_warn_ratio)},
    {.key = "failRatio", .read = read_threshold, .offset = T(memory_fail_ratio)},
    {.key = NULL},
};
static const struct field dependency_fields[] = {
    {.key = "infoCount", .read = read_threshold, .offset = T(deps_info), .whole = true},
    {.key = "warnCount", .read = read_threshold, .offset = T(deps_warn), .whole = true},
    {.key = NULL},
};
static const struct field image_fields[] = {
    {.key = "warnMb", .read = read_threshold, .offset = T(image_warn_mb)},
    {.key = "failMb", .read = read_threshold, .offset = T(image_fail_mb)},
    {.key = NULL},
};
static const struct field timeout_fields[] = {
    {.key = "minMs", .read = read_threshold, .offset = T(timeout_min_ms), .whole = true},
    {.key = "maxMs", .read = read_threshold, .offset = T(timeout_max_ms), .whole = true},
    {.key = "coldStartBufferMs",
        .read = read_threshold,
        .offset = T(cold_start_buffer_ms),
        .whole = true},
    {.key = NULL},
};
#undef T
static const struct field preflight_fields[] = {
    {.key = "memory", .read = read_map, .fields = memory_fields},
    {.key = "dependencies", .read = read_map, .fields = dependency_fields},
    {.key = "image", .read = read_map, .fields = image_fields},
    {.key = "timeout", .read = read_map, .fields = timeout_fields},
    {.key = NULL},
};
static const struct field service_fields[] = {
    {.key = "name", .read = read_name, .required = true},
    {.key = "runtime", .read = read_runtime, .required = true},
    {.key = "entry", .read = read_entry, .required = true},
    {.key = "memoryMb", .read = read_memory},
    {.key = "cpuLimit", .read = read_cpu},
    {.key = "timeoutMs", .read = read_timeout},
    {.key = "env", .read = read_env},
    {.key = NULL},
};
static const struct field top_fields[] = {
    {.key = "service", .read = read_map, .fields = service_fields, .required = true},
    {.key = "preflight", .read = read_map, .fields = preflight_fields},
    {.key = NULL},
};

static const struct field *find_field(const struct field *f, const char *key)
{
	for (; f->key; f++)
		if (!strcmp(f->key, key))
			return f;
	return NULL;
}

/* Keeps the first error, with its place; later ones are dropped. */
static void keep_error(
    const struct reader *r, const struct ig_ynode *at, const char *key, ig_err *e)
{
	ig_auto_free char *place = ig_asprintf("%s:", r->s->manifest);

	if (!e)
		return;
	if (strncmp(ig_err_msg(e), place, strlen(place)))
		ig_err_wrap(&e, "%s:%u:%u: %s", r->s->manifest, at->line, at->column, key);
	if (r->err && !*r->err)
		*r->err = e;
	else
		ig_err_free(e);
}

static void unknown_key(
    const struct reader *r, const struct field *fields, const struct ig_ynode *k)
{
	const char *word[FIELDS_MAX + 1] = {NULL}, *near;
	ig_err *e = NULL;

	for (size_t i = 0; fields[i].key && i < FIELDS_MAX; i++)
		word[i] = fields[i].key;
	near = ig_suggest(k->text, word);
	if (near)
		ig_yaml_error(r->s->manifest, k, &e, "unknown key '%.80s'; did you mean '%s'?",
		    k->text, near);
	else
		ig_yaml_error(r->s->manifest, k, &e, "unknown key '%.80s'", k->text);
	keep_error(r, k, "", e);
}

/* Goes on after an error, so that a broken service shows as much as it can. */
static int read_map(
    const struct reader *r, const struct field *f, const struct ig_ynode *n, ig_err **err)
{
	if (n->kind != IG_Y_MAP)
		return not_a(n, "a map", err);
	for (size_t i = 0; i < n->n; i++) {
		const struct field *of = find_field(f->fields, n->key[i]->text);
		ig_err *e = NULL;

		if (!of) {
			unknown_key(r, f->fields, n->key[i]);
			continue;
		}
		of->read(r, of, n->item[i], &e);
		keep_error(r, n->item[i], of->key, e);
	}
	for (const struct field *of = f->fields; of->key; of++) {
		ig_err *e = NULL;

		if (!of->required || ig_ynode_get(n, of->key))
			continue;
		ig_yaml_error(r->s->manifest, n, &e, "'%s' is missing", of->key);
		keep_error(r, n, "", e);
	}
	return 0;
}

/* Pairs of thresholds that only make sense in one order. */
static void check_order(const struct reader *r)
{
	const struct ig_thresholds *t = &r->s->thresholds;
	ig_err *e = NULL;

	if (t->deps_info >= t->deps_warn)
		ig_err_set(&e, IG_E_INPUT,
		    "%s: preflight.dependencies: infoCount must be below warnCount",
		    r->s->manifest);
	else if (t->image_warn_mb >= t->image_fail_mb)
		ig_err_set(&e, IG_E_INPUT, "%s: preflight.image: warnMb must be below failMb",
		    r->s->manifest);
	else if (t->timeout_min_ms >= t->timeout_max_ms)
		ig_err_set(&e, IG_E_INPUT, "%s: preflight.timeout: minMs must be below maxMs",
		    r->s->manifest);
	if (e && r->err && !*r->err)
		*r->err = e;
	else
		ig_err_free(e);
}

int ig_service_parse_yaml(struct ig_service *s, int dirfd, const char *text, size_t n, ig_err **err)
{
	static const struct field top = {.fields = top_fields};
	struct reader r = {.s = s, .dirfd = dirfd, .err = err};
	ig_auto_ynode doc = NULL;

	doc = ig_yaml_parse(s->manifest, text, n, err);
	if (!doc)
		return -1;
	read_map(&r, &top, doc, err);
	check_order(&r);
	return *err ? -1 : 0;
}

int ig_service_read_yaml(struct ig_service *s, int dirfd, ig_err **err)
{
	ig_auto_fd int fd = ig_open_beneath(dirfd, s->manifest, O_RDONLY, err);
	ig_auto_buf b = IG_BUF_INIT(0);

	if (fd < 0 || ig_read_fd(fd, s->manifest, IG_YAML_MAX_BYTES, &b, err) < 0)
		return -1;
	return ig_service_parse_yaml(s, dirfd, ig_buf_str(&b), b.len, err);
}
