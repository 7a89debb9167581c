/* core/run against an engine that fails at each step: an honest end, and never a hang. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/run/run-priv.h"
#include "tests/support/engine-test.h"
#include "tests/support/fake-engine.h"
#include "tests/support/run-test.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OK_CREATE                                                                                  \
	{                                                                                          \
		"/create", FAKE_JSON("201 Created", "73") "{\"Id\":\"" ID "\"}", 0, NULL, 0,       \
		    FAKE_KEEP, 0                                                                   \
	}
#define OK_ATTACH                                                                                  \
	{                                                                                          \
		"/attach", RAW_STREAM, 0, NULL, 0, FAKE_STALL, 0                                   \
	}
#define OK_START                                                                                   \
	{                                                                                          \
		"/start", "HTTP/1.1 204 No Content\r\n\r\n", 0, NULL, 0, FAKE_KEEP, 0              \
	}
#define OK_KILL                                                                                    \
	{                                                                                          \
		"/kill", "HTTP/1.1 204 No Content\r\n\r\n", 0, NULL, 0, FAKE_KEEP, 0               \
	}
#define OK_WAIT                                                                                    \
	{                                                                                          \
		"/wait", FAKE_JSON("200 OK", "16") "{\"StatusCode\":0}", 0, NULL, 0, FAKE_KEEP, 0  \
	}
#define OK_JSON                                                                                    \
	{                                                                                          \
		"/json", FAKE_JSON("200 OK", "2") "{}", 0, NULL, 0, FAKE_KEEP, 0                   \
	}
#define OK_DELETE                                                                                  \
	{                                                                                          \
		"DELETE", "HTTP/1.1 204 No Content\r\n\r\n", 0, NULL, 0, FAKE_KEEP, 0              \
	}
#define STALL(what)                                                                                \
	{                                                                                          \
		what, "", 0, NULL, 0, FAKE_STALL, 0                                                \
	}
#define CLOSES(what)                                                                               \
	{                                                                                          \
		what, "", 0, NULL, 0, FAKE_CLOSE, 0                                                \
	}
#define SAYS(what, text, n)                                                                        \
	{                                                                                          \
		what, FAKE_JSON("500 Oh No", n) text, 0, NULL, 0, FAKE_KEEP, 0                     \
	}
#define WELL OK_CREATE, OK_ATTACH, OK_START, OK_KILL, OK_WAIT, OK_JSON, OK_DELETE

static const struct fault {
	const char *name;
	struct fake_answer script[12];
	enum ig_run_reason reason;
	bool leftover, removed; /* DELETE was asked for */
	const char *error;      /* part of it, NULL: none */
} faults[] = {
    {"all is well", {WELL}, IG_REASON_EXITED, false, true, NULL},
    {"no such image",
        {{"/create", FAKE_JSON("404 Not Found", "31") "{\"message\":\"No such image: x:1\"}", 0,
             NULL, 0, FAKE_KEEP, 0},
            WELL},
        IG_REASON_NOT_STARTED, false, false, "No such image"},
    {"create stalls", {STALL("/create"), WELL}, IG_REASON_NOT_STARTED, false, true, "within"},
    {"create closes", {CLOSES("/create"), WELL}, IG_REASON_NOT_STARTED, false, true, "closed"},
    {"create names a path",
        {{"/create", FAKE_JSON("201 Created", "18") "{\"Id\":\"../../etc\"}", 0, NULL, 0, FAKE_KEEP,
             0},
            WELL},
        IG_REASON_NOT_STARTED, false, true, "names no container"},
    {"create names nothing",
        {{"/create", FAKE_JSON("201 Created", "2") "{}", 0, NULL, 0, FAKE_KEEP, 0}, WELL},
        IG_REASON_NOT_STARTED, false, true, "names no container"},
    {"attach is refused", {SAYS("/attach", "{\"message\":\"no\"}", "16"), WELL},
        IG_REASON_NOT_STARTED, false, true, "no"},
    {"attach stalls", {STALL("/attach"), WELL}, IG_REASON_NOT_STARTED, false, true, ""},
    {"attach closes", {CLOSES("/attach"), WELL}, IG_REASON_NOT_STARTED, false, true, "closed"},
    {"start is refused", {SAYS("/start", "{\"message\":\"runc: oops\"}", "24"), WELL},
        IG_REASON_NOT_STARTED, false, true, "runc: oops"},
    {"start stalls", {STALL("/start"), WELL}, IG_REASON_ENGINE_LOST, false, true, "within"},
    {"the stream breaks off",
        {{"/attach", RAW(RAW_STREAM "\1\0\0\0\0\0\0\20fif"), NULL, 0, FAKE_CLOSE, 0}, OK_CREATE,
            OK_START, STALL("/wait"), WELL},
        IG_REASON_ENGINE_LOST, false, true, "the output stream broke off"},
    {"the stream is garbage",
        {{"/attach", RAW(RAW_STREAM "no frames at all, but text"), NULL, 0, FAKE_STALL, 0},
            OK_CREATE, OK_START, STALL("/wait"), WELL},
        IG_REASON_ENGINE_LOST, false, true, "the output stream broke off"},
    {"wait closes", {CLOSES("/wait"), WELL}, IG_REASON_ENGINE_LOST, false, true,
        "how the service ended is not known"},
    {"wait has no status",
        {{"/wait", FAKE_JSON("200 OK", "2") "{}", 0, NULL, 0, FAKE_KEEP, 0}, WELL},
        IG_REASON_ENGINE_LOST, false, true, "no exit status"},
    {"it cannot be killed", {STALL("/wait"), WELL}, IG_REASON_ENGINE_LOST, false, true,
        "could not be killed"},
    {"a flood, and it cannot be killed",
        {{"/attach", RAW(RAW_STREAM "\1\0\0\0\xf0\x10\x10\x10"), A4K, (uint64_t)1 << 31, FAKE_STALL,
             0},
            OK_CREATE, OK_START, STALL("/wait"), WELL},
        IG_REASON_ENGINE_LOST, false, true, ""},
    {"inspect is garbage",
        {{"/json", FAKE_JSON("200 OK", "3") "{{{", 0, NULL, 0, FAKE_KEEP, 0}, WELL},
        IG_REASON_EXITED, false, true, NULL},
    {"it is gone already",
        {{"DELETE", FAKE_JSON("404 Not Found", "2") "{}", 0, NULL, 0, FAKE_KEEP, 0}, WELL},
        IG_REASON_EXITED, false, true, NULL},
    {"it cannot be removed", {SAYS("DELETE", "{\"message\":\"busy\"}", "18"), WELL},
        IG_REASON_EXITED, true, true, "could not be removed"},
    {"removing stalls", {STALL("DELETE"), WELL}, IG_REASON_EXITED, true, true,
        "could not be removed"},
    {"removing closes", {CLOSES("DELETE"), WELL}, IG_REASON_EXITED, true, true,
        "could not be removed"},
};

static void start(struct run_case *c, struct run_world *w, const struct fixture *f)
{
	w->loop = f->loop;
	w->e = f->e;
	run_case_plan(c, w, "hello", "resources.timeout=100ms resources.output=64K");
	run_case_start(c);
	c->run->patience = (struct run_patience){300, 300, 100, 300, 50};
}

static void each_fault_ends_honestly(void **state)
{
	struct fixture *f = *state;
	struct run_world w = {.cache = "/tmp/ignite-run.XXXXXX"};

	assert_non_null(mkdtemp(w.cache));
	setenv("XDG_CACHE_HOME", w.cache, 1);
	for (size_t i = 0; i < IG_COUNT(faults); i++) {
		const struct fault *t = &faults[i];
		const struct ig_run_info *info;
		uint64_t began = ig_now_ms();
		size_t asked = strlen(fake_engine_requests(f->fake));
		struct run_case c;

		fake_engine_script(f->fake, t->script);
		start(&c, &w, f);
		run_case_wait(&c, 10000);
		info = ig_run_info(c.run);
		if (info->reason != t->reason || info->leftover != t->leftover ||
		    (info->error != NULL) != (t->error != NULL) ||
		    (t->error && !strstr(ig_err_msg(info->error), t->error)))
			fail_msg("%s: %s, leftover %d, %s", t->name,
			    ig_run_reason_name(info->reason), info->leftover,
			    ig_err_msg(info->error));
		assert_int_equal(
		    strstr(fake_engine_requests(f->fake) + asked, "DELETE") != NULL, t->removed);
		assert_true(ig_logstore_bytes(info->log) <= 64 * 1024);
		/* 2 s of grace, and the shortened waits */
		assert_in_range(ig_now_ms() - began, 0, 6000);
		run_case_done(&c);
	}
	{
		ig_auto_free char *cmd = ig_asprintf("chmod -R u+rwx %s", w.cache);

		assert_int_equal(system(cmd), 0);
		assert_int_equal(ig_rmtree(w.cache, NULL), 0);
	}
}

static const struct fake_answer running[] = {STALL("/wait"), WELL, {.match = NULL}};

/* The engine is restarted under a run: the run is lost, the container is removed by the new one; or
 * it does not come back, and that is said. */
static void survives_a_restart(void **state)
{
	struct fixture *f = *state;
	struct run_world w = {.cache = "/tmp/ignite-run.XXXXXX"};
	ig_auto_free char *cmd = NULL;

	assert_non_null(mkdtemp(w.cache));
	setenv("XDG_CACHE_HOME", w.cache, 1);
	for (unsigned back = 0; back < 2; back++) {
		const struct ig_run_info *info;
		struct run_case c;

		fake_engine_script(f->fake, running);
		start(&c, &w, f);
		run_case_until(&c, IG_RUN_RUNNING, 5000);
		fake_engine_restart(f->fake, back);
		run_case_wait(&c, 5000);
		info = ig_run_info(c.run);
		assert_int_equal(info->reason, IG_REASON_ENGINE_LOST);
		assert_int_equal(info->leftover, !back);
		assert_non_null(
		    strstr(ig_err_msg(info->error), "how the service ended is not known"));
		if (!back)
			assert_non_null(ig_err_hint_text(info->error));
		run_case_done(&c);
		fake_engine_restart(f->fake, true);
	}
	cmd = ig_asprintf("chmod -R u+rwx %s", w.cache);
	assert_int_equal(system(cmd), 0);
	assert_int_equal(ig_rmtree(w.cache, NULL), 0);
}

static void counted(unsigned removed, unsigned failed, const ig_err *err, void *user)
{
	unsigned *n = user;

	n[0] = removed;
	n[1] = failed;
	n[2] = err != NULL;
	n[3]++;
}

static void clean_copes(void **state)
{
	static const struct {
		const char *list;
		bool all, delete_fails;
		unsigned removed, failed, err;
	} cases[] = {
	    {"[]", false, false, 0, 0, 0},
	    {"{}", false, false, 0, 0, 0},
	    {"[1,null,{},{\"Id\":7},{\"Id\":\"\"}]", true, false, 0, 0, 0},
	    {"[{\"Id\":\"aaaaaaaaaaaa\",\"Labels\":null}]", false, false, 0, 0, 0},
	    {"[{\"Id\":\"aaaaaaaaaaaa\",\"Labels\":null}]", true, false, 1, 0, 0},
	    {"[{\"Id\":\"aaaaaaaaaaaa\"},{\"Id\":\"bbbbbbbbbbbb\"}]", true, true, 0, 2, 1},
	    {"no list", false, false, 0, 0, 1},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		ig_auto_free char *head =
		    ig_asprintf("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
		        strlen(cases[i].list), cases[i].list);
		const struct fake_answer script[] = {
		    {"/containers/json", head, 0, NULL, 0, FAKE_KEEP, 0},
		    {"DELETE",
		        cases[i].delete_fails ? FAKE_JSON("500 Oh No", "2") "{}"
		                              : "HTTP/1.1 204 No Content\r\n\r\n",
		        0, NULL, 0, FAKE_KEEP, 0},
		    {.match = NULL},
		};
		unsigned n[4] = {0};

		fake_engine_script(f->fake, script);
		ig_run_clean(f->loop, f->e, cases[i].all, counted, n);
		for (unsigned k = 0; k < 100 && !n[3]; k++)
			ig_loop_once(f->loop, 50);
		assert_int_equal(n[3], 1);
		assert_int_equal(n[0], cases[i].removed);
		assert_int_equal(n[1], cases[i].failed);
		assert_int_equal(n[2], cases[i].err);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(each_fault_ends_honestly, fixture_up, fixture_down),
	    cmocka_unit_test_setup_teardown(survives_a_restart, fixture_up, fixture_down),
	    cmocka_unit_test_setup_teardown(clean_copes, fixture_up, fixture_down),
	};

	return cmocka_run_group_tests_name("run-faults", tests, NULL, NULL);
}
