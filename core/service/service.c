#include "config.h"
#include "core/service/service.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "core/base/file.h"
#include "core/service/service-priv.h"

const char *const ig_service_index_names[] = {
    "index.js", "index.mjs", "index.cjs", "index.ts", NULL};

/* Ignite 0.9's defaults (its preflight/ folder): the formulas are theirs, so are the figures. */
static const struct ig_thresholds default_thresholds = {
    .memory_base_mb = 50,
    .memory_per_dependency_mb = 2,
    .memory_warn_ratio = 1,
    .memory_fail_ratio = 0.8,
    .deps_info = 50,
    .deps_warn = 100,
    .image_warn_mb = 500,
    .image_fail_mb = 1000,
    .timeout_min_ms = 100,
    .timeout_max_ms = 30000,
    .cold_start_buffer_ms = 500,
};

int ig_service_kind_of(int dirfd, const char **ret_name)
{
	struct stat st;

	if (!fstatat(dirfd, "service.yaml", &st, AT_SYMLINK_NOFOLLOW)) {
		*ret_name = "service.yaml";
		return IG_SERVICE_YAML;
	}
	if (!fstatat(dirfd, "package.json", &st, AT_SYMLINK_NOFOLLOW)) {
		*ret_name = "package.json";
		return IG_SERVICE_PACKAGE;
	}
	for (size_t i = 0; ig_service_index_names[i]; i++) {
		if (fstatat(dirfd, ig_service_index_names[i], &st, AT_SYMLINK_NOFOLLOW) ||
		    S_ISDIR(st.st_mode))
			continue;
		*ret_name = ig_service_index_names[i];
		return IG_SERVICE_INDEX;
	}
	return -1;
}

/* ".." is refused even where it would stay inside: an entry is a plain path or a mistake. */
static int check_entry_path(const char *entry, ig_err **err)
{
	if (!*entry || strlen(entry) > IG_ENTRY_MAX)
		return ig_err_set(
		    err, IG_E_INPUT, "a path of 1 to %d bytes is needed", IG_ENTRY_MAX);
	if (*entry == '/')
		return ig_err_set(err, IG_E_INPUT, "'%s' must be relative to the folder", entry);
	for (const char *p = entry; *p; p += strcspn(p, "/"), p += *p == '/')
		if (!strncmp(p, "..", 2) && (p[2] == '/' || !p[2]))
			return ig_err_set(err, IG_E_INPUT, "'%s' must not contain '..'", entry);
	for (const char *p = entry; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return ig_err_set(err, IG_E_INPUT, "the path holds a control character");
	return 0;
}

int ig_service_set_entry(struct ig_service *s, int dirfd, const char *entry, ig_err **err)
{
	ig_auto_fd int fd = -1;
	struct stat st;

	if (check_entry_path(entry, err) < 0)
		return -1;
	while (entry[0] == '.' && entry[1] == '/')
		for (entry += 2; *entry == '/'; entry++)
			;
	fd = ig_open_beneath(dirfd, *entry ? entry : ".", O_RDONLY, err);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return ig_err_set(err, IG_E_INPUT, "'%s' is not a regular file", entry);
	free(s->entry);
	s->entry = ig_strdup(entry);
	return 0;
}

static const char *base_name(const char *path)
{
	const char *s = strrchr(path, '/');

	return s && s[1] ? s + 1 : path;
}

/* What follows from the entry: a runtime when none is named, and whether it can run that file. */
static int settle_runtime(struct ig_service *s, ig_err **err)
{
	if (!s->entry)
		return 0;
	if (!s->runtime)
		s->runtime = ig_runtime_for_entry(s->entry);
	if (s->runtime && ig_runtime_runs(s->runtime, s->entry))
		return 0;
	ig_err_set(err, IG_E_INPUT, "%s: %s does not run TypeScript", s->manifest,
	    s->runtime_spec ? s->runtime_spec : "no runtime here");
	ig_err_hint(err, "name one that does, or an entry that is already compiled");
	return -1;
}

struct ig_service *ig_service_load_at(int dirfd, const char *path, const char *rel, bool named)
{
	struct ig_service *s;
	const char *manifest;
	bool says_what = true;
	int kind = ig_service_kind_of(dirfd, &manifest), r;

	if (kind < 0)
		return NULL;
	s = ig_calloc(1, sizeof(*s));
	s->kind = (enum ig_service_kind)kind;
	s->path = ig_strdup(path);
	s->rel = ig_strdup(rel);
	s->manifest = ig_strdup(manifest);
	s->thresholds = default_thresholds;
	if (s->kind == IG_SERVICE_YAML)
		r = ig_service_read_yaml(s, dirfd, &s->error);
	else if (s->kind == IG_SERVICE_PACKAGE)
		r = ig_service_read_package(s, dirfd, &says_what, &s->error);
	else
		r = ig_service_set_entry(s, dirfd, manifest, &s->error);
	if (!says_what && !named) {
		ig_service_free(s);
		return NULL;
	}
	if (!s->name)
		s->name = ig_strdup(base_name(path));
	if (r == 0)
		settle_runtime(s, &s->error);
	return s;
}

struct ig_service *ig_service_load(const char *path, ig_err **err)
{
	ig_auto_free char *real = NULL;
	ig_auto_fd int fd = ig_open_dir(path, err);
	struct ig_service *s;

	if (fd < 0)
		return NULL;
	real = realpath(path, NULL);
	if (!real) {
		ig_err_sys(err, IG_E_INPUT, errno, "cannot resolve '%s'", path);
		return NULL;
	}
	s = ig_service_load_at(fd, real, ".", true);
	if (!s) {
		ig_err_set(err, IG_E_NOT_FOUND, "'%s' holds no service", path);
		ig_err_hint(err, "a service has a service.yaml, a package.json or an index.js");
	}
	return s;
}

/* A lone index file far above says nothing about what is below it. */
static bool is_service(const char *dir, bool above)
{
	ig_auto_fd int fd = ig_open_dir(dir, NULL);
	struct ig_service *s = fd < 0 ? NULL : ig_service_load_at(fd, dir, ".", false);
	bool is = s && !(above && s->kind == IG_SERVICE_INDEX);

	ig_service_free(s);
	return is;
}

char *ig_service_around(const char *file)
{
	const char *slash = strrchr(file, '/');
	ig_auto_free char *parent =
	    slash ? ig_strndup(file, (size_t)(slash - file) + 1) : ig_strdup(".");
	ig_auto_free char *dir = realpath(parent, NULL);

	for (bool above = false; dir; above = true) {
		char *up = strrchr(dir, '/');

		if (is_service(*dir ? dir : "/", above))
			return ig_strdup(*dir ? dir : "/");
		if (!up)
			return NULL;
		*up = '\0';
	}
	return NULL;
}

void ig_service_free(struct ig_service *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->env_n; i++) {
		free(s->env[i].name);
		free(s->env[i].value);
	}
	free(s->env);
	free(s->name);
	free(s->path);
	free(s->rel);
	free(s->manifest);
	free(s->runtime_spec);
	free(s->entry);
	ig_err_free(s->error);
	free(s);
}
