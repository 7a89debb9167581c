#include "config.h"
#include "core/service/runtime.h"

#include <string.h>

/* One row a version: npm's package, its executable, what the image is called. */
#define NODE(major, ts, pref)                                                                      \
	{                                                                                          \
		.name = "node", .version = major, .image = "ignite-tui/node:" major,               \
		.folder = "node-" major, .member = "bin/node", .baseline = "node",                 \
		.argv = {"/usr/local/bin/node"}, .typescript = ts, .preferred = pref,              \
	}

/* node strips types without a flag from 22.18 on (its changelog, v22.18.0). */
const struct ig_runtime ig_runtimes[] = {
    NODE("18", false, false),
    NODE("20", false, true),
    NODE("22", true, false),
};
const size_t ig_runtimes_n = IG_COUNT(ig_runtimes);

enum { SPEC_MAX = 40 };

/* "20" serves "20", "20.12" and "20.12.0", not "201". */
static bool serves(const struct ig_runtime *rt, const char *version)
{
	size_t n = strlen(rt->version);

	return !strncmp(version, rt->version, n) && (version[n] == '\0' || version[n] == '.') &&
	       strspn(version, "0123456789.") == strlen(version);
}

static int unknown(const char *spec, ig_err **err)
{
	ig_auto_free char *list = ig_strdup("");

	for (size_t i = 0; i < ig_runtimes_n; i++) {
		char *more = ig_asprintf(
		    "%s%s%s@%s", list, i ? ", " : "", ig_runtimes[i].name, ig_runtimes[i].version);

		free(list);
		list = more;
	}
	ig_err_set(err, IG_E_INPUT, "there is no runtime '%.*s'", SPEC_MAX, spec);
	ig_err_hint(err, "known: %s", list);
	return -1;
}

const struct ig_runtime *ig_runtime_find(const char *spec, ig_err **err)
{
	const char *at = strchr(spec, '@');
	size_t n = at ? (size_t)(at - spec) : strlen(spec);

	for (size_t i = 0; i < ig_runtimes_n; i++) {
		const struct ig_runtime *rt = &ig_runtimes[i];

		if (strlen(rt->name) != n || strncmp(rt->name, spec, n))
			continue;
		if (at ? serves(rt, at + 1) : rt->preferred)
			return rt;
	}
	unknown(spec, err);
	return NULL;
}

bool ig_runtime_runs(const struct ig_runtime *rt, const char *entry)
{
	static const char *const typescript[] = {".ts", ".mts", ".cts"};
	size_t n = strlen(entry);

	for (size_t i = 0; i < IG_COUNT(typescript); i++) {
		size_t m = strlen(typescript[i]);

		if (n > m && !strcmp(entry + n - m, typescript[i]))
			return rt->typescript;
	}
	return true;
}

const struct ig_runtime *ig_runtime_for_entry(const char *entry)
{
	const struct ig_runtime *able = NULL;

	for (size_t i = 0; i < ig_runtimes_n; i++) {
		if (!ig_runtime_runs(&ig_runtimes[i], entry))
			continue;
		if (ig_runtimes[i].preferred)
			return &ig_runtimes[i];
		able = &ig_runtimes[i];
	}
	return able;
}
