/* Where policies that have a name are: the reviewer's folder, then the shipped ones. */
#include "config.h"
#include "core/policy/policy-priv.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/data.h"
#include "core/base/file.h"

enum { POLICIES_MAX = 1000, SUFFIX = 5 /* ".yaml" */ };

bool ig_policy_is_name(const char *s)
{
	size_t n = strlen(s);

	return n && n <= IG_POLICY_NAME_MAX && s[0] != '-' && s[n - 1] != '-' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

/* The folder of the reviewer, or of the shipped ones; NULL when there is none. */
static char *folder(bool shipped)
{
	return shipped ? ig_data_path("policies") : ig_xdg_dir(IG_XDG_CONFIG, "policies", NULL);
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool is_in(const char *path, bool shipped)
{
	ig_auto_free char *dir = folder(shipped), *parent = NULL;
	const char *slash = strrchr(path, '/');

	parent = slash ? ig_strndup(path, (size_t)(slash - path) + 1) : ig_strdup(".");
	return dir && same_file(dir, parent);
}

bool ig_policy_is_shipped(const char *path)
{
	return is_in(path, true);
}

bool ig_policy_is_reviewers(const char *path)
{
	return is_in(path, false);
}

bool ig_policy_is_path(const char *spec)
{
	size_t n = strlen(spec);

	return strchr(spec, '/') || (n > SUFFIX && !strcmp(spec + n - SUFFIX, ".yaml"));
}

char *ig_policy_new_path(const char *name, ig_err **err)
{
	ig_auto_free char *dir = NULL;

	if (!ig_policy_is_name(name)) {
		ig_err_set(err, IG_E_INPUT,
		    "'%.80s' is not the name of a policy: a-z, 0-9 and inner hyphens", name);
		return NULL;
	}
	dir = ig_xdg_dir(IG_XDG_CONFIG, "policies", err);
	return dir ? ig_asprintf("%s/%s.yaml", dir, name) : NULL;
}

static int not_found(const char *name, ig_err **err)
{
	struct ig_policy_ref *refs;
	size_t n = ig_policy_names(&refs);
	ig_auto_buf list = IG_BUF_INIT(4096);
	const char **word = ig_calloc(n + 1, sizeof(*word)), *near;

	for (size_t i = 0; i < n; i++) {
		ig_buf_printf(&list, "%s%s", i ? ", " : "", refs[i].name);
		word[i] = refs[i].name;
	}
	near = ig_suggest(name, word);
	if (near)
		ig_err_set(err, IG_E_NOT_FOUND, "there is no policy '%.80s'; did you mean '%s'?",
		    name, near);
	else
		ig_err_set(err, IG_E_NOT_FOUND, "there is no policy '%.80s'", name);
	ig_err_hint(err, "known: %s", ig_buf_str(&list));
	for (size_t i = 0; i < n; i++) {
		free(refs[i].name);
		free(refs[i].path);
	}
	free(refs);
	free(word);
	return -1;
}

char *ig_policy_find(const char *name, const char *but, bool *ret_shipped, ig_err **err)
{
	bool itself = false;

	for (int shipped = 0; shipped < 2 && ig_policy_is_name(name); shipped++) {
		ig_auto_free char *dir = folder(shipped), *path = NULL;
		struct stat st;

		if (!dir)
			continue;
		path = ig_asprintf("%s/%s.yaml", dir, name);
		if (lstat(path, &st))
			continue;
		if (but && same_file(path, but)) {
			itself = true;
			continue;
		}
		*ret_shipped = shipped;
		return IG_STEAL(path);
	}
	if (itself)
		ig_err_set(err, IG_E_INPUT, "a policy cannot extend itself");
	else
		not_found(name, err);
	return NULL;
}

static bool known(const struct ig_policy_ref *refs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(refs[i].name, name))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	const struct ig_policy_ref *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Adds those of one folder, by name. A reviewer's policy hides the shipped one of its name. */
static size_t list_folder(bool shipped, struct ig_policy_ref **refs, size_t n)
{
	ig_auto_free char *dir = folder(shipped);
	DIR *h = dir ? opendir(dir) : NULL;
	size_t first = n;
	const struct dirent *d;

	while (h && n < POLICIES_MAX && (d = readdir(h))) {
		size_t len = strlen(d->d_name);
		ig_auto_free char *name = NULL;

		if (len <= SUFFIX || strcmp(d->d_name + len - SUFFIX, ".yaml") != 0)
			continue;
		name = ig_strndup(d->d_name, len - SUFFIX);
		if (!ig_policy_is_name(name) || known(*refs, n, name))
			continue;
		*refs = ig_reallocarray(*refs, n + 1, sizeof(**refs));
		(*refs)[n].path = ig_asprintf("%s/%s", dir, d->d_name);
		(*refs)[n].name = IG_STEAL(name);
		(*refs)[n++].shipped = shipped;
	}
	if (h)
		closedir(h);
	if (n > first)
		qsort(*refs + first, n - first, sizeof(**refs), by_name);
	return n;
}

size_t ig_policy_names(struct ig_policy_ref **ret)
{
	size_t n;

	*ret = NULL;
	n = list_folder(false, ret, 0);
	return list_folder(true, ret, n);
}
