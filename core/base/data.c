#include "config.h"
#include "core/base/data.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/mem.h"

static bool has_policies(const char *dir)
{
	ig_auto_free char *p = ig_asprintf("%s/policies", dir);
	struct stat st;

	return stat(p, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder of the running executable, or its parent, when the data lies there. */
static char *beside_executable(void)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(exe, '/');

		if (!slash || slash == exe)
			return NULL;
		*slash = '\0';
		if (has_policies(exe))
			return ig_strdup(exe);
	}
	return NULL;
}

char *ig_data_path(const char *rel)
{
	const char *env = getenv("IGNITE_TUI_DATADIR");
	ig_auto_free char *near = NULL;

	if (env && has_policies(env))
		return ig_asprintf("%s/%s", env, rel);
	near = beside_executable();
	return ig_asprintf("%s/%s", near ? near : PKGDATADIR, rel);
}
