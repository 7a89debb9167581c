/* package.json as a service: what `npm start` or `node .` would run, without running either. */
#include "config.h"
#include "core/service/service-priv.h"

#include <fcntl.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/json.h"

enum { PACKAGE_NAME_MAX = 214 }; /* npm's own limit (docs, package.json: name) */

/* The file of a start script that is "node FILE" and nothing else; NULL for any other. The caller
 * frees. Anything with a flag, a variable or a shell sign is not for us to interpret. */
static char *start_file(const json_t *doc)
{
	const char *s = json_string_value(ig_json_at(doc, "scripts.start")), *end;

	if (!s || strncmp(s, "node ", 5))
		return NULL;
	s += 5 + strspn(s + 5, " ");
	end = s + strcspn(s, " ");
	if (*s == '-' || end == s || end[strspn(end, " ")] ||
	    strpbrk(s, "\"'\\$`;&|<>()*?[]{}~#!=%\t\n"))
		return NULL;
	return ig_strndup(s, (size_t)(end - s));
}

static bool try_entry(struct ig_service *s, int dirfd, const char *entry)
{
	return ig_service_set_entry(s, dirfd, entry, NULL) == 0;
}

/* As node resolves `main`: the file itself, with an extension, or the index of a folder. */
static int resolve(struct ig_service *s, int dirfd, const char *main, ig_err **err)
{
	static const char *const suffix[] = {
	    ".js", ".mjs", ".cjs", "/index.js", "/index.mjs", "/index.cjs"};

	if (try_entry(s, dirfd, main))
		return 0;
	for (size_t i = 0; i < IG_COUNT(suffix); i++) {
		ig_auto_free char *p = ig_asprintf("%s%s", main, suffix[i]);

		if (try_entry(s, dirfd, p))
			return 0;
	}
	return ig_service_set_entry(s, dirfd, main, err);
}

static int find_entry(
    struct ig_service *s, int dirfd, const json_t *doc, bool *ret_named, ig_err **err)
{
	ig_auto_free char *start = start_file(doc);
	const char *main = ig_json_str(doc, "main", NULL);

	*ret_named = true;
	if (start)
		return resolve(s, dirfd, start, err) < 0 ? ig_err_wrap(err, "scripts.start") : 0;
	if (main && *main)
		return resolve(s, dirfd, main, err) < 0 ? ig_err_wrap(err, "main") : 0;
	for (size_t i = 0; ig_service_index_names[i]; i++)
		if (try_entry(s, dirfd, ig_service_index_names[i]))
			return 0;
	*ret_named = false;
	ig_err_set(err, IG_E_INPUT, "it names nothing to run");
	ig_err_hint(
	    err, "'main', a start script of the form 'node FILE', or an index.js is needed");
	return -1;
}

int ig_service_read_package(struct ig_service *s, int dirfd, bool *ret_named, ig_err **err)
{
	ig_auto_fd int fd = ig_open_beneath(dirfd, s->manifest, O_RDONLY, err);
	ig_auto_buf b = IG_BUF_INIT(0);
	ig_auto_json doc = NULL;
	const char *name;

	*ret_named = true;
	if (fd < 0 || ig_read_fd(fd, s->manifest, IG_PACKAGE_JSON_MAX, &b, err) < 0)
		return -1;
	doc = ig_json_parse(ig_buf_str(&b), b.len, IG_PACKAGE_JSON_DEPTH, 0, err);
	if (!doc)
		return ig_err_wrap(err, "%s", s->manifest);
	if (!json_is_object(doc))
		return ig_err_set(err, IG_E_INPUT, "%s: it is not an object", s->manifest);
	name = ig_json_str(doc, "name", NULL);
	if (name && *name && strlen(name) <= PACKAGE_NAME_MAX)
		s->name = ig_strdup(name);
	if (find_entry(s, dirfd, doc, ret_named, err) < 0)
		return ig_err_wrap(err, "%s", s->manifest);
	return 0;
}
