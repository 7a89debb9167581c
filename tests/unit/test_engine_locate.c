/* core/engine: which socket, and who named it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/engine/engine.h"

/* printf %s NAME | sha256sum */
#define DIR_ROOTLESS "12b961af5feb3e9d39f93b2cefb9a1a944f18d02cca0cac2f04f5a982240605f"

#define CONTEXT(host)                                                                              \
	"{\"Name\":\"x\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"" host              \
	"\",\"SkipTLSVerify\":false}}}"
#define LONG_PATH                                                                                  \
	"/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaa"                                                                                \
	"aaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *host, *env, *env_context, *config, *meta;
	const char *path, *source; /* expected */
	enum ig_code code;
	const char *msg, *hint; /* parts of them */
} cases[] = {
    {NULL, NULL, NULL, NULL, NULL, "/var/run/docker.sock", "default", IG_OK, NULL, NULL},
    {"unix:///a/b.sock", "unix:///env", "ctx", NULL, NULL, "/a/b.sock", "--host", IG_OK, NULL,
        NULL},
    {"/a/b.sock", NULL, NULL, NULL, NULL, "/a/b.sock", "--host", IG_OK, NULL, NULL},
    {"unix://", NULL, NULL, NULL, NULL, "/var/run/docker.sock", "--host", IG_OK, NULL, NULL},
    {NULL, "unix:///env", "ctx", NULL, NULL, "/env", "$DOCKER_HOST", IG_OK, NULL, NULL},
    {NULL, "", "", "{}", NULL, "/var/run/docker.sock", "default", IG_OK, NULL, NULL},
    {NULL, NULL, NULL, "{\"currentContext\":\"default\"}", NULL, "/var/run/docker.sock", "default",
        IG_OK, NULL, NULL},
    {NULL, NULL, NULL, "{\"currentContext\":\"rootless\"}", CONTEXT("unix:///run/user/1/d.sock"),
        "/run/user/1/d.sock", "context 'rootless'", IG_OK, NULL, NULL},
    {NULL, NULL, "rootless", "{\"currentContext\":\"other\"}", CONTEXT("unix:///x"), "/x",
        "context 'rootless'", IG_OK, NULL, NULL},
    {NULL, NULL, "default", "{\"currentContext\":\"rootless\"}", CONTEXT("unix:///x"),
        "/var/run/docker.sock", "default", IG_OK, NULL, NULL},
    /* errors */
    {"tcp://10.0.0.1:2375", NULL, NULL, NULL, NULL, NULL, NULL, IG_E_INPUT,
        "--host names the engine 'tcp://10.0.0.1:2375', and only unix sockets",
        "--host unix:///PATH"},
    {NULL, "ssh://me@host", NULL, NULL, NULL, NULL, NULL, IG_E_INPUT, "$DOCKER_HOST names",
        "ssh -L"},
    {"", NULL, NULL, NULL, NULL, NULL, NULL, IG_E_INPUT, "--host names the engine ''", NULL},
    {"unix://relative", NULL, NULL, NULL, NULL, NULL, NULL, IG_E_INPUT, "unix://relative", NULL},
    {LONG_PATH, NULL, NULL, NULL, NULL, NULL, NULL, IG_E_INPUT, "longer than 107 bytes", NULL},
    {NULL, NULL, "absent", NULL, NULL, NULL, NULL, IG_E_NOT_FOUND,
        "docker context 'absent' does not exist", "docker context ls"},
    {NULL, NULL, "../../etc/passwd", NULL, NULL, NULL, NULL, IG_E_NOT_FOUND, "does not exist",
        NULL},
    {NULL, NULL, NULL, "{\"currentContext\":", NULL, NULL, NULL, IG_E_INPUT,
        "config.json: line 1, column", NULL},
    {NULL, NULL, NULL, "{\"currentContext\":\"rootless\"}", "{\"Endpoints\":[]}", NULL, NULL,
        IG_E_INPUT, "names no engine", NULL},
    {NULL, NULL, NULL, "{\"currentContext\":\"rootless\"}", "[[[[[[[[[[[[[[[[[[[[", NULL, NULL,
        IG_E_LIMIT, "meta.json: line 1", NULL},
    {NULL, NULL, NULL, "{\"currentContext\":\"rootless\"}", CONTEXT("tcp://1.2.3.4:1"), NULL, NULL,
        IG_E_INPUT, "context 'rootless' names the engine 'tcp://1.2.3.4:1'", NULL},
};

static void put(const char *dir, const char *name, const char *text)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", dir, name);
	ig_auto_free char *folder = ig_strdup(path);

	if (!text)
		return;
	*strrchr(folder, '/') = '\0';
	assert_int_equal(ig_mkdir_p(folder, NULL), 0);
	assert_int_equal(ig_write_atomic(path, text, strlen(text), 0600, NULL), 0);
}

static void set_env(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void locates(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		ig_auto_free char *dir = ig_strdup("/tmp/ignite-locate.XXXXXX");
		ig_auto_free char *docker = NULL, *path = NULL, *source = NULL;
		ig_auto_err e = NULL;

		assert_non_null(mkdtemp(dir));
		docker = ig_asprintf("%s/.docker", dir);
		put(docker, "config.json", cases[i].config);
		put(docker, "contexts/meta/" DIR_ROOTLESS "/meta.json", cases[i].meta);
		set_env("HOME", dir);
		set_env("DOCKER_CONFIG", i % 2 ? docker : NULL);
		set_env("DOCKER_HOST", cases[i].env);
		set_env("DOCKER_CONTEXT", cases[i].env_context);
		path = ig_engine_locate(cases[i].host, &source, &e);
		assert_int_equal(ig_rmtree(dir, NULL), 0);
		if (ig_err_code(e) != cases[i].code || (path != NULL) != (cases[i].code == IG_OK))
			fail_msg("row %zu: %s", i, ig_err_msg(e));
		if (path) {
			assert_string_equal(path, cases[i].path);
			assert_string_equal(source, cases[i].source);
		}
		if (cases[i].msg && !strstr(ig_err_msg(e), cases[i].msg))
			fail_msg("row %zu: %s", i, ig_err_msg(e));
		if (cases[i].hint &&
		    (!ig_err_hint_text(e) || !strstr(ig_err_hint_text(e), cases[i].hint)))
			fail_msg("row %zu: hint %s", i, ig_err_hint_text(e));
	}
}

static void works_without_a_home(void **state)
{
	ig_auto_err e = NULL;
	ig_auto_free char *path = NULL;

	(void)state;
	unsetenv("HOME");
	unsetenv("DOCKER_CONFIG");
	unsetenv("DOCKER_HOST");
	unsetenv("DOCKER_CONTEXT");
	path = ig_engine_locate(NULL, NULL, &e);
	assert_string_equal(path, "/var/run/docker.sock");
	setenv("DOCKER_CONTEXT", "x", 1);
	assert_null(ig_engine_locate(NULL, NULL, &e));
	assert_int_equal(ig_err_code(e), IG_E_HOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(locates),
	    cmocka_unit_test(works_without_a_home),
	};

	return cmocka_run_group_tests_name("engine locate", tests, NULL, NULL);
}
