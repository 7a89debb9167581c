#include "config.h"
#include "core/policy/edit.h"

#include <fcntl.h>
#include <string.h>

#include "core/base/file.h"
#include "core/policy/policy-priv.h"

enum { NEW_FILE_MODE = 0600 };

struct ig_policy_file {
	char *path;
	bool exists;
	struct ig_buf was, text;
};

const char *ig_policy_file_path(const ig_policy_file *f)
{
	return f->path;
}

const struct ig_buf *ig_policy_file_text(const ig_policy_file *f)
{
	return &f->text;
}

const struct ig_buf *ig_policy_file_original(const ig_policy_file *f)
{
	return &f->was;
}

static bool same_bytes(const struct ig_buf *a, const struct ig_buf *b)
{
	return a->len == b->len && !memcmp(ig_buf_str(a), ig_buf_str(b), a->len);
}

bool ig_policy_file_changed(const ig_policy_file *f)
{
	return !f->exists || !same_bytes(&f->was, &f->text);
}

void ig_policy_file_free(ig_policy_file *f)
{
	if (!f)
		return;
	free(f->path);
	ig_buf_done(&f->was);
	ig_buf_done(&f->text);
	free(f);
}

/* Where nothing is to be written: a service must not find its judge's hand in its own folder, nor
 * should an edit be lost with the next installation. */
static int check_place(const char *path, ig_err **err)
{
	ig_auto_free char *service = NULL;

	if (ig_policy_is_shipped(path)) {
		ig_err_set(err, IG_E_INPUT, "'%s' is shipped with ignite-tui", path);
		ig_err_hint(err, "make one of your own that extends it");
		return -1;
	}
	if (ig_policy_is_reviewers(path))
		return 0;
	service = ig_service_around(path);
	if (!service)
		return 0;
	ig_err_set(err, IG_E_INPUT, "'%s' is inside the service '%s'", path, service);
	ig_err_hint(err, "keep your policies outside of what they judge");
	return -1;
}

/* The file itself, not what a link leads to. */
static int read_file(const char *path, struct ig_buf *out, ig_err **err)
{
	struct stat st;

	if (!lstat(path, &st) && S_ISLNK(st.st_mode)) {
		ig_err_set(err, IG_E_INPUT, "'%s' is a symbolic link", path);
		ig_err_hint(err, "name the file it leads to");
		return -1;
	}
	return ig_read_path(path, IG_YAML_MAX_BYTES, out, err);
}

ig_policy_file *ig_policy_file_open(const char *spec, ig_err **err)
{
	ig_auto_free char *path = NULL;
	ig_policy_file *f;
	bool shipped;

	path =
	    ig_policy_is_path(spec) ? ig_strdup(spec) : ig_policy_find(spec, NULL, &shipped, err);
	if (!path || check_place(path, err) < 0)
		return NULL;
	f = ig_calloc(1, sizeof(*f));
	f->path = IG_STEAL(path);
	f->exists = true;
	if (read_file(f->path, &f->was, err) < 0) {
		ig_policy_file_free(f);
		return NULL;
	}
	ig_buf_add(&f->text, ig_buf_str(&f->was), f->was.len);
	return f;
}

/* "strict" for "/x/strict.yaml", NULL where that would be no name. */
static char *name_for(const char *path)
{
	const char *base = strrchr(path, '/');
	ig_auto_free char *name = NULL;
	size_t n;

	base = base ? base + 1 : path;
	n = strlen(base);
	name = ig_strndup(base, n > 5 && !strcmp(base + n - 5, ".yaml") ? n - 5 : n);
	return ig_policy_is_name(name) ? IG_STEAL(name) : NULL;
}

ig_policy_file *ig_policy_file_new(const char *spec, const char *extends, ig_err **err)
{
	ig_auto_free char *path = NULL, *name = NULL;
	ig_policy_file *f;
	struct stat st;

	path = ig_policy_is_path(spec) ? ig_strdup(spec) : ig_policy_new_path(spec, err);
	if (!path || check_place(path, err) < 0)
		return NULL;
	if (!lstat(path, &st)) {
		ig_err_set(err, IG_E_INPUT, "'%s' exists already", path);
		return NULL;
	}
	name = name_for(path);
	f = ig_calloc(1, sizeof(*f));
	f->path = IG_STEAL(path);
	ig_buf_adds(&f->text, "version: 1\n");
	if (name)
		ig_buf_printf(&f->text, "name: %s\n", name);
	if (extends)
		ig_buf_printf(&f->text, "extends: %s\n", extends);
	return f;
}

int ig_policy_file_replace(ig_policy_file *f, const char *s, size_t n, ig_err **err)
{
	if (n > IG_YAML_MAX_BYTES)
		return ig_err_set(err, IG_E_LIMIT,
		    "the text has %zu bytes, more than the %d allowed", n, IG_YAML_MAX_BYTES);
	ig_buf_clear(&f->text);
	ig_buf_add(&f->text, s, n);
	return 0;
}

static bool same_set(const struct ig_pvalue *a, const struct ig_pvalue *b)
{
	if (a->list_n != b->list_n)
		return false;
	for (size_t i = 0; i < a->list_n; i++)
		if (!ig_pvalue_has(b, a->list[i]))
			return false;
	return true;
}

/* Do two readings of a key say the same? A list has no order. */
static bool same_value(enum ig_pkey key, const struct ig_pvalue *a, const struct ig_pvalue *b)
{
	if (a->set != b->set)
		return false;
	return !a->set || (same_set(a, b) && (a->list_n || ig_pvalue_same(key, a, b)));
}

static bool same_word(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Reads one text; what is wrong in it is left to ig_policy_file_save(). */
static void read_doc(const char *path, const struct ig_buf *text, struct ig_policy_doc *d)
{
	struct ig_problems pr = {0};

	d->file = ig_strdup(path);
	ig_policy_doc_parse(d, ig_buf_str(text), text->len, &pr);
	ig_problems_finish(&pr, NULL, NULL);
}

/* Is `after` what `before` was, but for this key? */
static int verify(const ig_policy_file *f, const struct ig_buf *after, enum ig_pkey key,
    const struct ig_pvalue *v, ig_err **err)
{
	ig_auto_policy_doc a = {0};
	ig_auto_policy_doc b = {0};
	const struct ig_pvalue none = {0};
	bool same;

	read_doc(f->path, &f->text, &a);
	read_doc(f->path, after, &b);
	same = same_word(a.name, b.name) && same_word(a.extends, b.extends);
	for (unsigned k = 0; k < IG_P_N; k++) {
		const struct ig_pvalue *want = k != key ? &a.v[k] : v ? v : &none;

		same = same && same_value((enum ig_pkey)k, want, &b.v[k]);
	}
	if (same)
		return 0;
	ig_err_set(err, IG_E_INPUT, "%s: the file is written so that more than this would change",
	    ig_policy_keys[key].path);
	ig_err_hint(err, "change it in your editor");
	return -1;
}

/* What is there already is not written anew, so that it keeps its spelling. */
static bool says_it_already(const ig_policy_file *f, enum ig_pkey key, const struct ig_pvalue *v)
{
	ig_auto_policy_doc d = {0};
	const struct ig_pvalue none = {0};

	read_doc(f->path, &f->text, &d);
	return same_value(key, v ? v : &none, &d.v[key]);
}

int ig_policy_file_set(ig_policy_file *f, enum ig_pkey key, const char *value, ig_err **err)
{
	struct ig_pvalue v = {0};
	ig_auto_buf out = IG_BUF_INIT(IG_YAML_MAX_BYTES * 2);
	int r = 0;

	if (value && ig_pvalue_parse(key, value, &v, err) < 0)
		return ig_err_wrap(err, "%s", ig_policy_keys[key].path);
	/* A value that is there and wrong reads as none: taking it out must still be tried. */
	if (!value || !says_it_already(f, key, &v)) {
		r = ig_policy_edit_text(f->path, &f->text, key, value ? &v : NULL, &out, err);
		if (r == 0)
			r = verify(f, &out, key, value ? &v : NULL, err);
		if (r == 0)
			r = ig_policy_file_replace(f, ig_buf_str(&out), out.len, err);
	}
	ig_pvalue_clear(&v);
	return r;
}

/* Is the file what was read? */
static int check_disk(const ig_policy_file *f, struct ig_buf *ret_disk, ig_err **err)
{
	ig_auto_buf now = IG_BUF_INIT(0);
	ig_err *e = NULL;
	struct stat st;

	if (!f->exists)
		return lstat(f->path, &st) < 0 ? 0
		                               : ig_err_set(err, IG_E_CHANGED,
		                                     "'%s' has come to be meanwhile", f->path);
	if (read_file(f->path, &now, &e) < 0)
		return ig_err_move(err, e);
	if (same_bytes(&now, &f->was))
		return 0;
	if (ret_disk)
		ig_buf_add(ret_disk, ig_buf_str(&now), now.len);
	ig_err_set(err, IG_E_CHANGED, "'%s' was changed since it was read", f->path);
	ig_err_hint(err, "read it again and repeat the edit");
	return -1;
}

int ig_policy_file_apply(
    const ig_policy_file *f, struct ig_policy *p, struct ig_buf *ret_all, ig_err **err)
{
	return ig_policy_apply_text(p, f->path, &f->text, ret_all, err);
}

static int check_text(const ig_policy_file *f, struct ig_buf *ret_all, ig_err **err)
{
	struct ig_policy *p = ig_policy_new("audit", err);
	int r = p ? ig_policy_file_apply(f, p, ret_all, err) : -1;

	ig_policy_free(p);
	return r;
}

int ig_policy_file_save(
    ig_policy_file *f, struct ig_buf *ret_disk, struct ig_buf *ret_all, ig_err **err)
{
	ig_auto_buf back = IG_BUF_INIT(0);

	if (check_place(f->path, err) < 0 || check_text(f, ret_all, err) < 0 ||
	    check_disk(f, ret_disk, err) < 0)
		return -1;
	if (!ig_policy_file_changed(f))
		return 0;
	if (ig_write_atomic(f->path, ig_buf_str(&f->text), f->text.len, NEW_FILE_MODE, err) < 0 ||
	    read_file(f->path, &back, err) < 0)
		return -1;
	if (!same_bytes(&back, &f->text))
		return ig_err_set(
		    err, IG_E_CHANGED, "'%s' does not hold what was written to it", f->path);
	f->exists = true;
	ig_buf_clear(&f->was);
	ig_buf_add(&f->was, ig_buf_str(&f->text), f->text.len);
	return 0;
}

static int unknown_key(const char *path, ig_err **err)
{
	const char *words[IG_P_N + 1] = {NULL}, *near;

	for (unsigned k = 0; k < IG_P_N; k++)
		words[k] = ig_policy_keys[k].path;
	near = ig_suggest(path, words);
	if (near)
		return ig_err_set(
		    err, IG_E_INPUT, "there is no key '%.80s'; did you mean '%s'?", path, near);
	return ig_err_set(err, IG_E_INPUT, "there is no key '%.80s'", path);
}

static int assign(ig_policy_file *f, const char *assignment, ig_err **err)
{
	const char *eq = strchr(assignment, '=');
	ig_auto_free char *path = eq ? ig_strndup(assignment, (size_t)(eq - assignment)) : NULL;
	enum ig_pkey key;

	if (!eq)
		return ig_err_set(err, IG_E_INPUT, "'%.80s' is not KEY=VALUE", assignment);
	key = ig_pkey_find(path);
	if (key == IG_P_N)
		return unknown_key(path, err);
	return ig_policy_file_set(f, key, eq[1] ? eq + 1 : NULL, err);
}

int ig_policy_edit(const char *spec, const char *const *assignments, size_t n,
    struct ig_buf *ret_all, ig_err **err)
{
	ig_policy_file *f = ig_policy_file_open(spec, err);
	int r = f ? 0 : -1;

	for (size_t i = 0; i < n && r == 0; i++)
		r = assign(f, assignments[i], err);
	if (r == 0)
		r = ig_policy_file_save(f, NULL, ret_all, err);
	ig_policy_file_free(f);
	return r;
}

char *ig_policy_init(const char *name, ig_err **err)
{
	ig_policy_file *f = ig_policy_file_new(name, NULL, err);
	ig_auto_free char *word = f ? name_for(f->path) : NULL;
	ig_auto_buf text = IG_BUF_INIT(0);
	char *path = NULL;

	if (!f)
		return NULL;
	ig_policy_init_text(word ? word : "mine", &text);
	if (ig_policy_file_replace(f, ig_buf_str(&text), text.len, err) == 0 &&
	    ig_policy_file_save(f, NULL, NULL, err) == 0)
		path = ig_strdup(f->path);
	ig_policy_file_free(f);
	return path;
}
