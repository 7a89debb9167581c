/*
 * The docker command line of a plan asks for the same as the plan: both are created on a real
 * engine, read back and compared. What the command line says it cannot ask for is left out.
 */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "tests/support/engine-test.h"
#include "tests/support/run-test.h"

static json_t *inspect(struct run_world *w, const char *id)
{
	auto_answer a = {0};

	ig_engine_inspect(w->e, id, answer_reply, &a);
	assert_true(answer_wait(w->loop, &a, 10000));
	if (a.err)
		fail_msg("inspect: %s", ig_err_msg(a.err));
	return json_incref(a.body);
}

static void create(struct run_world *w, const struct ig_plan *p)
{
	auto_answer a = {0};

	ig_engine_create(w->e, "ignite-tui-plan-api", p->request, answer_reply, &a);
	assert_true(answer_wait(w->loop, &a, 10000));
	if (a.err)
		fail_msg("create: %s", ig_err_msg(a.err));
}

static void remove_both(struct run_world *w)
{
	static const char *const names[] = {"ignite-tui-plan-api", "ignite-tui-plan-cli"};

	for (size_t i = 0; i < IG_COUNT(names); i++) {
		auto_answer a = {0};

		ig_engine_remove(w->e, names[i], 0, answer_reply, &a);
		assert_true(answer_wait(w->loop, &a, 10000));
		assert_null(a.err);
	}
}

/* Writes the command as a script that creates instead of running, under a name of ours. */
static void write_script(struct run_world *w, const struct ig_plan *p)
{
	ig_auto_free char *path = ig_asprintf("%s/create.sh", w->cache);
	ig_auto_free char *profile = ig_asprintf("%s/seccomp.json", w->cache);
	ig_auto_buf line = IG_BUF_INIT(0);
	ig_auto_buf script = IG_BUF_INIT(0);
	const json_t *opts = ig_json_at(p->request, "HostConfig.SecurityOpt"), *x;
	char *run, *name;
	size_t i;

	ig_plan_docker(p, &line);
	run = strstr(line.data, "docker run ");
	name = strstr(line.data, p->container_name);
	assert_true(run && name);
	ig_buf_printf(&script,
	    "set -e\ncd %s\n%.*sdocker -H unix://%s create %.*signite-tui-plan-cli%s", w->cache,
	    (int)(run - line.data), line.data, ig_engine_socket(w->e), (int)(name - run - 11),
	    run + 11, name + strlen(p->container_name));
	assert_int_equal(ig_write_atomic(path, script.data, script.len, 0600, NULL), 0);
	json_array_foreach(opts, i, x)
	{
		const char *s = json_string_value(x);

		if (!strncmp(s, "seccomp=", 8))
			assert_int_equal(
			    ig_write_atomic(profile, s + 8, strlen(s + 8), 0600, NULL), 0);
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(
	    json_string_value(*(json_t *const *)a), json_string_value(*(json_t *const *)b));
}

/* Lists whose order means nothing. */
static void sort_strings(json_t *array)
{
	json_t *v[64];
	size_t n = json_array_size(array);

	assert_true(n <= IG_COUNT(v));
	for (size_t i = 0; i < n; i++)
		v[i] = json_incref(json_array_get(array, i));
	qsort(v, n, sizeof(*v), by_text);
	for (size_t i = 0; i < n; i++)
		json_array_set_new(array, i, v[i]);
}

/* The profile's spelling does not matter, its meaning does. */
static void parse_profile(json_t *host)
{
	json_t *opts = json_object_get(host, "SecurityOpt");

	for (size_t i = 0; i < json_array_size(opts); i++) {
		const char *s = json_string_value(json_array_get(opts, i));

		if (!strncmp(s, "seccomp=", 8)) {
			json_object_set_new(host, "seccomp", json_loads(s + 8, 0, NULL));
			json_array_remove(opts, i);
			break;
		}
	}
}

static void plain(json_t *body, json_t **ret_config, json_t **ret_host)
{
	static const char *const api_only[] = {"MaskedPaths", "ReadonlyPaths"};
	json_t *config = json_object_get(body, "Config"),
	       *host = json_object_get(body, "HostConfig");

	for (size_t i = 0; i < IG_COUNT(api_only); i++)
		json_object_del(host, api_only[i]);
	json_object_del(config, "NetworkDisabled");
	sort_strings(json_object_get(config, "Env"));
	parse_profile(host);
	*ret_config = config;
	*ret_host = host;
}

static bool nothing(const json_t *v)
{
	return !v || json_is_null(v) || json_is_false(v) ||
	       (json_is_array(v) && !json_array_size(v)) ||
	       (json_is_object(v) && !json_object_size(v)) ||
	       (json_is_string(v) && !json_string_length(v)) ||
	       (json_is_integer(v) && json_integer_value(v) <= 0 /* -1 and 0: not set */);
}

/* One says null where the other says [], 0 or "": the same to the engine. */
static void compare(const char *what, json_t *a, json_t *b)
{
	ig_auto_json all = json_copy(a);
	const char *key;
	json_t *v;

	json_object_update(all, b);
	json_object_foreach(all, key, v)
	{
		json_t *x = json_object_get(a, key), *y = json_object_get(b, key);
		ig_auto_free char *xs = NULL, *ys = NULL;

		if (json_equal(x, y))
			continue;
		/* 0 is a value of its own here. */
		if (nothing(x) && nothing(y) && strcmp(key, "MemorySwappiness") != 0)
			continue;
		xs = json_dumps(x, JSON_ENCODE_ANY);
		ys = json_dumps(y, JSON_ENCODE_ANY);
		fail_msg("%s.%s: %s, but by the command line %s", what, key, xs, ys);
	}
}

static void command_line_asks_for_the_same(void **state)
{
	static const char *const policies[] = {
	    "",
	    ("resources.memory=100M resources.cpu=0.3 resources.pids=9 resources.tmp=3M "
	     "process.spawn=allow filesystem.write=/tmp,/var/x process.user=1000:100"),
	    "base=normal filesystem.root=read-only network.mode=none",
	};
	struct run_world *w = *state;
	ig_auto_free char *cmd = ig_asprintf("sh %s/create.sh >/dev/null", w->cache);

	for (size_t i = 0; i < IG_COUNT(policies); i++) {
		ig_auto_json api = NULL;
		ig_auto_json cli = NULL;
		json_t *config[2], *host[2];
		struct run_case c;

		run_case_plan(&c, w, "hello", policies[i]);
		json_array_append_new(json_object_get(c.plan->request, "Env"),
		    json_string("IGNITE_INPUT={\"a\": \"it's\\n$HOME `id`\"}\nline two"));
		json_array_append_new(
		    json_object_get(c.plan->request, "Cmd"), json_string("a 'b\" *"));
		remove_both(w);
		create(w, c.plan);
		write_script(w, c.plan);
		assert_int_equal(system(cmd), 0);
		api = inspect(w, "ignite-tui-plan-api");
		cli = inspect(w, "ignite-tui-plan-cli");
		remove_both(w);
		plain(api, &config[0], &host[0]);
		plain(cli, &config[1], &host[1]);
		compare("Config", config[0], config[1]);
		compare("HostConfig", host[0], host[1]);
		run_case_done(&c);
	}
}

static int up(void **state)
{
	struct run_world *w = ig_calloc(1, sizeof(*w));
	ig_auto_free char *socket = test_engine_socket();

	*state = w;
	return run_world_up(w, socket);
}

static int down(void **state)
{
	struct run_world *w = *state;
	int r;

	remove_both(w);
	r = run_world_down(w);
	free(w);
	return r;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(command_line_asks_for_the_same),
	};

	if (system("docker --version >/dev/null 2>&1") != 0) {
		printf("1..0 # SKIP there is no docker command line here\n");
		return 0;
	}
	return cmocka_run_group_tests_name("plan-docker", tests, up, down);
}
