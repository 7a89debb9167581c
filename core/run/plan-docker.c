#include "config.h"
#include "core/run/run.h"

#include <string.h>

#include "core/base/json.h"

/* Everything is read back from the request, so that the two cannot say different things. */

static void quote(const char *s, struct ig_buf *out)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	                            "_-./:=,@%+";

	if (*s && s[strspn(s, plain)] == '\0') {
		ig_buf_adds(out, s);
		return;
	}
	ig_buf_addc(out, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			ig_buf_adds(out, "'\\''");
		else
			ig_buf_addc(out, *s);
	}
	ig_buf_addc(out, '\'');
}

static void option(const char *name, const char *value, struct ig_buf *out)
{
	ig_buf_printf(out, " \\\n    %s", name);
	if (!value)
		return;
	ig_buf_addc(out, ' ');
	quote(value, out);
}

/* How a value of the request becomes an option. */
enum form {
	TEXT,   /* NAME value */
	NUMBER, /* NAME value */
	NANO,   /* NAME value / 1e9 */
	FLAG,   /* NAME, or NAME=false */
	EACH,   /* NAME value, for each of an array */
};

static const struct row {
	const char *path, *name;
	enum form form;
} rows[] = {
    {"User", "--user", TEXT},
    {"Hostname", "--hostname", TEXT},
    {"WorkingDir", "--workdir", TEXT},
    {"StopSignal", "--stop-signal", TEXT},
    {"StopTimeout", "--stop-timeout", NUMBER},
    {"HostConfig.NetworkMode", "--network", TEXT},
    {"HostConfig.Runtime", "--runtime", TEXT},
    {"HostConfig.Memory", "--memory", NUMBER},
    {"HostConfig.MemorySwap", "--memory-swap", NUMBER},
    {"HostConfig.MemorySwappiness", "--memory-swappiness", NUMBER},
    {"HostConfig.NanoCpus", "--cpus", NANO},
    {"HostConfig.PidsLimit", "--pids-limit", NUMBER},
    {"HostConfig.OomScoreAdj", "--oom-score-adj", NUMBER},
    {"HostConfig.CapDrop", "--cap-drop", EACH},
    {"HostConfig.IpcMode", "--ipc", TEXT},
    {"HostConfig.CgroupnsMode", "--cgroupns", TEXT},
    {"HostConfig.Init", "--init", FLAG},
    {"HostConfig.ReadonlyRootfs", "--read-only", FLAG},
    {"HostConfig.RestartPolicy.Name", "--restart", TEXT},
    {"HostConfig.LogConfig.Type", "--log-driver", TEXT},
    {"Env", "--env", EACH},
};

static void put_number(const struct row *r, const json_t *v, struct ig_buf *out)
{
	char text[32];

	if (r->form == NANO)
		snprintf(text, sizeof(text), "%.9g", (double)json_integer_value(v) / 1e9);
	else
		snprintf(text, sizeof(text), "%jd", (intmax_t)json_integer_value(v));
	option(r->name, text, out);
}

static void put_row(const struct row *r, const json_t *request, struct ig_buf *out)
{
	const json_t *v = ig_json_at(request, r->path), *x;
	size_t i;

	if (!v)
		return;
	switch (r->form) {
	case TEXT:
		option(r->name, json_string_value(v), out);
		break;
	case NUMBER:
	case NANO:
		put_number(r, v, out);
		break;
	case FLAG:
		ig_buf_printf(out, " \\\n    %s%s", r->name, json_is_true(v) ? "" : "=false");
		break;
	case EACH:
		json_array_foreach(v, i, x) option(r->name, json_string_value(x), out);
		break;
	}
}

static void put_ulimits(const json_t *request, struct ig_buf *out)
{
	const json_t *x;
	size_t i;

	json_array_foreach(ig_json_at(request, "HostConfig.Ulimits"), i, x)
	{
		ig_auto_free char *v = ig_asprintf("%s=%jd:%jd", ig_json_str(x, "Name", ""),
		    (intmax_t)ig_json_int(x, "Soft", 0), (intmax_t)ig_json_int(x, "Hard", 0));

		option("--ulimit", v, out);
	}
}

static void put_security(const json_t *request, struct ig_buf *out)
{
	const json_t *x;
	size_t i;

	json_array_foreach(ig_json_at(request, "HostConfig.SecurityOpt"), i, x)
	{
		const char *v = json_string_value(x);

		/* The engine takes the profile itself, the command line a file. */
		if (!strncmp(v, "seccomp=", 8))
			v = "seccomp=seccomp.json";
		option("--security-opt", v, out);
	}
}

/* --mount is a line of CSV: a field with a comma or a quote is quoted, quotes doubled. */
static void csv_field(const char *name, const char *value, struct ig_buf *out)
{
	bool plain = !strpbrk(value, ",\"\n");

	if (!plain)
		ig_buf_addc(out, '"');
	ig_buf_printf(out, "%s=", name);
	for (; *value; value++) {
		if (*value == '"')
			ig_buf_addc(out, '"');
		ig_buf_addc(out, *value);
	}
	if (!plain)
		ig_buf_addc(out, '"');
}

static void put_mounts(const json_t *request, struct ig_buf *out)
{
	json_t *tmpfs = ig_json_at(request, "HostConfig.Tmpfs");
	const char *path;
	const json_t *x;
	size_t i;

	json_array_foreach(ig_json_at(request, "HostConfig.Mounts"), i, x)
	{
		ig_auto_buf v = IG_BUF_INIT(0);

		ig_buf_printf(&v, "type=%s,", ig_json_str(x, "Type", ""));
		csv_field("source", ig_json_str(x, "Source", ""), &v);
		ig_buf_addc(&v, ',');
		csv_field("target", ig_json_str(x, "Target", ""), &v);
		if (ig_json_bool(x, "ReadOnly", false))
			ig_buf_adds(&v, ",readonly");
		ig_buf_printf(&v, ",bind-propagation=%s",
		    json_string_value(ig_json_at(x, "BindOptions.Propagation")));
		option("--mount", ig_buf_str(&v), out);
	}
	json_object_foreach(tmpfs, path, x)
	{
		ig_auto_free char *v = ig_asprintf("%s:%s", path, json_string_value(x));

		option("--tmpfs", v, out);
	}
}

static void put_command(const json_t *request, struct ig_buf *out)
{
	const json_t *entry = json_array_get(json_object_get(request, "Entrypoint"), 0), *x;
	size_t i;

	option("--entrypoint", json_string_value(entry), out);
	option(ig_json_str(request, "Image", ""), NULL, out);
	json_array_foreach(json_object_get(request, "Cmd"), i, x)
	{
		ig_buf_addc(out, ' ');
		quote(json_string_value(x), out);
	}
	ig_buf_addc(out, '\n');
}

void ig_plan_docker(const struct ig_plan *p, struct ig_buf *out)
{
	const char *name;
	const json_t *x;

	ig_buf_adds(out, "# seccomp.json: ignite-tui policy show SERVICE --format seccomp\n"
	                 "# Only the API can ask for: MaskedPaths, ReadonlyPaths");
	ig_buf_adds(out,
	    ig_json_bool(p->request, "NetworkDisabled", false) ? ", NetworkDisabled.\n" : ".\n");
	ig_buf_adds(out, "docker run --pull never --no-healthcheck");
	option("--name", p->container_name, out);
	json_object_foreach(json_object_get(p->request, "Labels"), name, x)
	{
		ig_auto_free char *v = ig_asprintf("%s=%s", name, json_string_value(x));

		option("--label", v, out);
	}
	for (size_t i = 0; i < IG_COUNT(rows); i++)
		put_row(&rows[i], p->request, out);
	put_ulimits(p->request, out);
	put_security(p->request, out);
	put_mounts(p->request, out);
	put_command(p->request, out);
}
