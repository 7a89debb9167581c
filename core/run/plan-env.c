#include "config.h"
#include "core/run/plan-priv.h"

#include <string.h>

/*
 * What a service's own files must not set. The loader and the runtimes read these before the entry
 * file that was audited runs: they could load another file, open a debugger or change the
 * trust store. The rest is the fixed part of a run. A name that ends in '*' is a beginning.
 * Sources: ld.so(8), node(1) and its cli.md, bun's and deno's lists of environment variables.
 */
static const char *const reserved[] = {
    "PATH",
    "HOME",
    "LD_*",
    "GLIBC_TUNABLES",
    "MALLOC_*",
    "GCONV_PATH",
    "LOCPATH",
    "NLSPATH",
    "NODE_*",
    "UV_*",
    "BUN_*",
    "DENO_*",
    "OPENSSL_*",
    "SSL_CERT_*",
    "V8_*",
    "ENV",
    "BASH_ENV",
    "IFS",
    "SHELLOPTS",
    "IGNITE_*",
};
/* Of those, what only tells the program something. */
static const char *const harmless[] = {"NODE_ENV", "NODE_DEBUG", "NODE_NO_WARNINGS"};

static bool is_reserved(const char *name)
{
	for (size_t i = 0; i < IG_COUNT(harmless); i++)
		if (!strcmp(name, harmless[i]))
			return false;
	for (size_t i = 0; i < IG_COUNT(reserved); i++) {
		size_t n = strlen(reserved[i]);

		if (reserved[i][n - 1] == '*' ? !strncmp(name, reserved[i], n - 1)
		                              : !strcmp(name, reserved[i]))
			return true;
	}
	return false;
}

static int add_pair(json_t *env, const char *name, const char *value, ig_err **err)
{
	ig_auto_free char *pair = ig_asprintf("%s=%s", name, value);
	ig_auto_free char *what = ig_asprintf("env %s", name);

	return plan_add(env, what, pair, err);
}

static bool service_sets(const struct ig_service *s, const char *name)
{
	for (size_t i = 0; i < s->env_n; i++)
		if (!strcmp(s->env[i].name, name))
			return true;
	return false;
}

static int service_env(struct plan_build *b, json_t *env, ig_err **err)
{
	const struct ig_service *s = b->in->service;

	for (size_t i = 0; i < s->env_n; i++) {
		const struct ig_env_pair *e = &s->env[i];

		if (!e->name[0] || strchr(e->name, '='))
			return ig_err_set(err, IG_E_INPUT,
			    "%s:%u:%u: '%s' is no name of a variable", s->manifest, e->line,
			    e->column, e->name);
		if (is_reserved(e->name)) {
			plan_note(b, "env",
			    "%s:%u: %s is left out: it would change how the runtime "
			    "or the loader starts",
			    s->manifest, e->line, e->name);
			continue;
		}
		if (add_pair(env, e->name, e->value, err) < 0)
			return -1;
	}
	return 0;
}

int plan_env(struct plan_build *b, ig_err **err)
{
	json_t *env = json_array();

	json_object_set_new(b->config, "Env", env);
	if (add_pair(env, "PATH", "/usr/local/bin", err) < 0 ||
	    add_pair(env, "HOME", "/tmp", err) < 0)
		return -1;
	/* Ignite runs a service as production unless it says otherwise. */
	if (!service_sets(b->in->service, "NODE_ENV") &&
	    add_pair(env, "NODE_ENV", "production", err) < 0)
		return -1;
	if (service_env(b, env, err) < 0 || add_pair(env, "IGNITE_RUN", b->in->run_id, err) < 0)
		return -1;
	if (!b->in->input)
		return 0;
	return add_pair(env, "IGNITE_INPUT", b->in->input, err);
}
