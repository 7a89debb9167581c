#include "config.h"
#include "core/run/plan-priv.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"

/* execve(2): one string takes at most 32 pages; all of them share a quarter of the stack limit. */
enum { STRING_MAX = 32 * 4096 - 1, STRINGS_MAX = 1024 * 1024 };

enum { STOP_TIMEOUT_S = 2, OOM_SCORE_ADJ = 500 };

void plan_note(struct plan_build *b, const char *key, const char *fmt, ...)
{
	struct ig_plan *p = b->plan;
	va_list ap;
	char *text;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	IG_GROW(p->note, p->note_n, b->note_cap);
	p->note[p->note_n++] = (struct ig_plan_note){key, text};
}

int plan_add(json_t *array, const char *what, const char *text, ig_err **err)
{
	json_t *s;

	if (strlen(text) > STRING_MAX)
		return ig_err_set(err, IG_E_LIMIT, "%s is longer than %d bytes", what, STRING_MAX);
	s = json_string(text);
	if (!s)
		return ig_err_set(err, IG_E_INPUT, "%s is not UTF-8", what);
	json_array_append_new(array, s);
	return 0;
}

static void set(json_t *o, const char *key, json_t *value)
{
	json_object_set_new(o, key, value);
}

/* The runtime's command, then the entry file and the arguments. */
static int command(struct plan_build *b, ig_err **err)
{
	const struct ig_service *s = b->in->service;
	json_t *entry = json_array(), *cmd = json_array();
	ig_auto_free char *file = NULL;

	set(b->config, "Entrypoint", entry);
	set(b->config, "Cmd", cmd);
	if (s->error)
		return ig_err_move(err, ig_err_copy(s->error));
	if (!s->runtime || !s->entry || !s->runtime->argv[0])
		return ig_err_set(err, IG_E_INPUT, "'%s' has no %s to run", s->name,
		    s->entry ? "runtime" : "entry file");
	if (plan_add(entry, "the runtime", s->runtime->argv[0], err) < 0)
		return -1;
	for (size_t i = 1; i < IG_COUNT(s->runtime->argv) && s->runtime->argv[i]; i++)
		if (plan_add(cmd, "the runtime", s->runtime->argv[i], err) < 0)
			return -1;
	file = ig_asprintf("%s/%s", IG_SERVICE_DIR, s->entry);
	if (plan_add(cmd, "the entry file's name", file, err) < 0)
		return -1;
	for (size_t i = 0; b->in->args && b->in->args[i]; i++)
		if (plan_add(cmd, "an argument", b->in->args[i], err) < 0)
			return -1;
	return 0;
}

static int labels(struct plan_build *b, ig_err **err)
{
	json_t *o = json_pack("{s:s, s:s, s:s, s:s}", IG_LABEL_OWNER, "ignite-tui", IG_LABEL_PID,
	    b->in->owner, IG_LABEL_RUN, b->in->run_id, "io.ignite-tui.snapshot", b->in->digest);

	if (!o)
		return ig_err_set(err, IG_E_INTERNAL, "a label of the run is not UTF-8");
	set(b->config, "Labels", o);
	return 0;
}

static int identity(struct plan_build *b, ig_err **err)
{
	const char *user = b->in->policy->v[IG_P_USER].text;

	set(b->config, "Image", json_string(b->in->image));
	set(b->config, "User", json_string(user));
	set(b->config, "Hostname", json_string("service")); /* not the container's id */
	set(b->config, "WorkingDir", json_string(IG_SERVICE_DIR));
	set(b->config, "AttachStdin", json_false());
	set(b->config, "AttachStdout", json_true());
	set(b->config, "AttachStderr", json_true());
	set(b->config, "OpenStdin", json_false());
	set(b->config, "Tty", json_false());
	set(b->config, "StopSignal", json_string("SIGTERM"));
	set(b->config, "StopTimeout", json_integer(STOP_TIMEOUT_S));
	/* An image's health check would be a command of its own beside the service. */
	set(b->config, "Healthcheck", json_pack("{s:[s]}", "Test", "NONE"));
	if (!strncmp(user, "0:", 2))
		plan_note(b, "process.user",
		    "the service runs as root of the container, without capabilities");
	return labels(b, err);
}

static json_t *ulimit(const char *name, uint64_t v)
{
	return json_pack(
	    "{s:s, s:I, s:I}", "Name", name, "Soft", (json_int_t)v, "Hard", (json_int_t)v);
}

/* Every bound that the engine can hold. Output and time are held by us, see ig_run_start(). */
static int resources(struct plan_build *b, ig_err **err)
{
	const struct ig_pvalue *v = b->in->policy->v;
	const json_int_t memory = (json_int_t)v[IG_P_MEMORY].num;

	(void)err;
	set(b->host, "Memory", json_integer(memory));
	set(b->host, "MemorySwap", json_integer(memory)); /* both together: no swap */
	/* v1 may swap within that sum, and a v2 engine would only warn that it ignores this. */
	if (b->in->cgroup_version == 1)
		set(b->host, "MemorySwappiness", json_integer(0));
	set(b->host, "NanoCpus", json_integer((json_int_t)(v[IG_P_CPU].dec * 1e9 + 0.5)));
	set(b->host, "PidsLimit", json_integer((json_int_t)v[IG_P_PIDS].num));
	/* No core files, no bytes in POSIX message queues. */
	set(b->host, "Ulimits",
	    json_pack("[o, o, o]", ulimit("core", 0), ulimit("msgqueue", 0),
	        ulimit("nofile", v[IG_P_OPEN_FILES].num)));
	/* When the host itself runs out of memory, the service goes before anything of the user's.
	 */
	set(b->host, "OomScoreAdj", json_integer(OOM_SCORE_ADJ));
	b->plan->timeout_ms = v[IG_P_TIMEOUT].num;
	b->plan->output_bytes = v[IG_P_OUTPUT].num;
	return 0;
}

static int network(struct plan_build *b, ig_err **err)
{
	const struct ig_pvalue *v = b->in->policy->v;
	const char *mode = v[IG_P_NET_MODE].text;
	bool none = !strcmp(mode, "none");

	if (!none && strcmp(mode, "open") != 0) {
		ig_err_set(err, IG_E_UNENFORCED, "network.mode: '%s' is not built yet", mode);
		ig_err_hint(err, "use 'none'");
		return -1;
	}
	/* Disabled as well as none: the engine then makes no sandbox at all, and the host's
	 * resolver and search domains do not appear in the container. Its own empty network
	 * namespace stays. */
	set(b->config, "NetworkDisabled", json_boolean(none));
	set(b->host, "NetworkMode", json_string(none ? "none" : "bridge"));
	if (!none)
		plan_note(b, "network.mode",
		    "the service can reach whatever this host's container network reaches");
	if (v[IG_P_NET_ALLOW].list_n)
		plan_note(b, "network.allow", "has no effect: network.mode is '%s'", mode);
	return 0;
}

static int security(struct plan_build *b, ig_err **err)
{
	const struct ig_pvalue *v = b->in->policy->v;
	ig_auto_json profile = ig_profile_json(b->in->profile);
	ig_auto_free char *text = json_dumps(profile, JSON_COMPACT), *opt = NULL;

	if (!v[IG_P_SPAWN].text) {
		ig_err_set(err, IG_E_UNENFORCED,
		    "process.spawn: a list of executables cannot be enforced yet");
		ig_err_hint(err, "use 'deny' or 'allow'");
		return -1;
	}
	if (!text)
		return ig_err_set(err, IG_E_INTERNAL, "the seccomp profile has no JSON form");
	opt = ig_asprintf("seccomp=%s", text);
	set(b->host, "CapDrop", json_pack("[s]", "ALL"));
	set(b->host, "Privileged", json_false());
	set(b->host, "SecurityOpt", json_pack("[s, s]", "no-new-privileges:true", opt));
	set(b->host, "IpcMode", json_string("none")); /* private, and without /dev/shm */
	set(b->host, "CgroupnsMode", json_string("private"));
	set(b->host, "Runtime", json_string(v[IG_P_ISOLATION].text));
	/* No docker-init (which the engine may lack, or put in by default): the service is the
	 * first process itself, so that status, signals and exit that the kernel tells of are its
	 * own. Orphans of a service that may spawn stay until it ends. */
	set(b->host, "Init", json_false());
	return 0;
}

/* Removed by us, started once, and the log goes through the attach stream alone: json-file would
 * let a flood fill the host's disk. */
static int life(struct plan_build *b, ig_err **err)
{
	(void)err;
	set(b->host, "AutoRemove", json_false());
	set(b->host, "RestartPolicy",
	    json_pack("{s:s, s:i}", "Name", "no", "MaximumRetryCount", 0));
	set(b->host, "LogConfig", json_pack("{s:s, s:{}}", "Type", "none", "Config"));
	return 0;
}

static int check_total(const json_t *config, ig_err **err)
{
	static const char *const lists[] = {"Entrypoint", "Cmd", "Env"};
	size_t sum = 0;

	for (size_t i = 0; i < IG_COUNT(lists); i++) {
		const json_t *list = json_object_get(config, lists[i]), *x;
		size_t k;

		json_array_foreach(list, k, x) sum += json_string_length(x) + 1 + sizeof(char *);
	}
	if (sum > STRINGS_MAX)
		return ig_err_set(err, IG_E_LIMIT,
		    "arguments, input and environment are longer than %d bytes", STRINGS_MAX);
	return 0;
}

struct ig_plan *ig_plan_new(const struct ig_plan_input *in, ig_err **err)
{
	static int (*const parts[])(struct plan_build *, ig_err **) = {
	    command,
	    plan_env,
	    identity,
	    network,
	    resources,
	    security,
	    plan_mounts,
	    life,
	};
	struct plan_build b = {.in = in, .config = json_object(), .host = json_object()};

	b.plan = ig_calloc(1, sizeof(*b.plan));
	b.plan->request = b.config;
	for (size_t i = 0; i < IG_COUNT(parts); i++) {
		if (parts[i](&b, err) < 0) {
			json_decref(b.host);
			ig_plan_free(b.plan);
			return NULL;
		}
	}
	set(b.config, "HostConfig", b.host);
	if (check_total(b.config, err) < 0) {
		ig_plan_free(b.plan);
		return NULL;
	}
	b.plan->container_name = ig_asprintf("ignite-tui-%s", in->run_id);
	b.plan->run_id = ig_strdup(in->run_id);
	b.plan->image = ig_strdup(in->image);
	b.plan->snapshot_path = ig_strdup(in->snapshot_path);
	b.plan->digest = ig_strdup(in->digest);
	return b.plan;
}

void ig_plan_free(struct ig_plan *p)
{
	if (!p)
		return;
	json_decref(p->request);
	for (size_t i = 0; i < p->note_n; i++)
		free(p->note[i].text);
	free(p->note);
	free(p->container_name);
	free(p->run_id);
	free(p->image);
	free(p->snapshot_path);
	free(p->digest);
	free(p->copy_path);
	free(p);
}
