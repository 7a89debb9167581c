/*
 * The workbench by keys, drawn in memory: the whole road services -> findings -> policy -> launch ->
 * live -> stop on the sample services, against a real engine where a container is needed.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/views/app.h"
#include "tui/views/model.h"

enum { PATIENCE_MS = 30000 };

struct bench {
	ig_loop *loop;
	ig_app *app;
	ig_term *term;
	struct ig_workbench_opts opts;
	struct ig_buf screen;
};

static char *services_dir(const char *name)
{
	const char *src = getenv("top_srcdir");

	return ig_asprintf("%s/tests/services%s%s", src ? src : ".", name ? "/" : "",
	    name ? name : "");
}

/* Opens the workbench on a sample (NULL: on all of them). `host` NULL: no engine at all. */
static void open_bench(struct bench *b, const char *name, const char *host, int rows, int cols)
{
	struct ig_term_opts topts = {0};
	ig_err *err = NULL;

	memset(b, 0, sizeof(*b));
	b->loop = ig_loop_new(NULL);
	b->opts.dir = services_dir(name);
	b->opts.host = host ? host : "unix:///nonexistent/docker.sock";
	b->app = ig_app_new(b->loop, &b->opts, &err);
	if (!b->app)
		fail_msg("%s", ig_err_msg(err));
	topts.loop = b->loop;
	topts.fn = ig_app_event;
	topts.user = b->app;
	b->term = ig_term_open_mem(&topts, rows, cols);
	ig_app_attach(b->app, b->term);
	ig_loop_after(b->loop, ig_app_pass, b->app);
	ig_app_pass(b->app);
}

static void close_bench(struct bench *b)
{
	ig_loop_after(b->loop, NULL, NULL);
	ig_app_attach(b->app, NULL);
	ig_app_free(b->app);
	/* What the sessions left running in the background (a removal) ends in the loop. */
	for (int i = 0; i < 100; i++)
		ig_loop_once(b->loop, 10);
	ig_term_close(b->term);
	ig_loop_free(b->loop);
	ig_buf_done(&b->screen);
	free((char *)b->opts.dir);
}

static const char *screen(struct bench *b)
{
	ig_buf_clear(&b->screen);
	ig_cells_dump(ig_term_cells(b->term), false, &b->screen);
	return ig_buf_str(&b->screen);
}

/* Runs the loop until the screen shows the text. */
static void expect(struct bench *b, const char *text)
{
	uint64_t end = ig_now_ms() + PATIENCE_MS;

	while (!strstr(screen(b), text)) {
		if (ig_now_ms() > end)
			fail_msg("the screen never showed '%s':\n%s", text, screen(b));
		ig_loop_once(b->loop, 50);
	}
}

static void expect_not(struct bench *b, const char *text)
{
	if (strstr(screen(b), text))
		fail_msg("the screen shows '%s':\n%s", text, screen(b));
}

static void keys(struct bench *b, const char *names)
{
	assert_true(ig_term_mem_keys(b->term, names));
	ig_app_pass(b->app);
}

/* Types a word into a prompt. */
static void type(struct bench *b, const char *text)
{
	ig_term_mem_feed(b->term, text, strlen(text));
	ig_app_pass(b->app);
}

static const char *engine(void)
{
	const char *e = getenv("IGNITE_TEST_ENGINE");

	if (e && *e)
		return e;
	if (getenv("IGNITE_REQUIRE_ENGINE"))
		fail_msg("IGNITE_TEST_ENGINE names no engine");
	skip();
	return NULL;
}

static void services_are_listed(void **state)
{
	struct bench b;

	(void)state;
	open_bench(&b, NULL, NULL, 40, 120);
	expect(&b, "services below");
	expect(&b, "hello");
	expect(&b, "cpu-spinner");
	expect(&b, "cannot run"); /* the broken ones stay listed */
	expect(&b, "docker.sock"); /* and a missing engine is said */
	keys(&b, "/");
	expect(&b, "find:");
	type(&b, "memory-hog\r");
	expect(&b, "1 services match");
	expect(&b, "tests/services/memory-hog");
	close_bench(&b);
}

static void findings_show_the_code(void **state)
{
	struct bench b;

	(void)state;
	open_bench(&b, "obfuscated", NULL, 40, 120);
	expect(&b, "files analysed");
	expect(&b, "to let it work the policy needs");
	expect(&b, "value: ");
	keys(&b, "Enter");
	expect(&b, "value: ");
	keys(&b, "Esc s");
	expect(&b, "by file");
	keys(&b, "s s");
	expect(&b, "by severity");
	close_bench(&b);
}

static void an_install_hook_is_named(void **state)
{
	struct bench b;

	(void)state;
	open_bench(&b, "install-hook", NULL, 24, 80);
	expect(&b, "files analysed");
	expect(&b, "postinstall");
	close_bench(&b);
}

static void policy_shows_asked_and_granted(void **state)
{
	struct bench b;

	(void)state;
	open_bench(&b, "greedy-policy", NULL, 40, 120);
	expect(&b, "files analysed");
	keys(&b, "2");
	expect(&b, "asked and not granted");
	keys(&b, "/");
	type(&b, "network.mode\r");
	expect(&b, "a request is never applied");
	close_bench(&b);
}

static void policy_edits_ask_when_wider(void **state)
{
	struct bench b;

	(void)state;
	open_bench(&b, "lone-script", NULL, 40, 120);
	expect(&b, "files analysed");
	keys(&b, "2 g e");
	expect(&b, "new value: ");
	keys(&b, "^U");
	type(&b, "64M\r");
	expect(&b, "1 tighter");
	keys(&b, "e ^U");
	type(&b, "51Z\r");
	expect(&b, "51Z");
	expect(&b, "1 tighter");
	keys(&b, "e ^U");
	type(&b, "2G\r");
	expect(&b, "Grant more than the base?");
	keys(&b, "n");
	expect(&b, "0 wider");
	keys(&b, "e ^U");
	type(&b, "2G\r");
	expect(&b, "Grant more than the base?");
	keys(&b, "y");
	expect(&b, "1 wider");
	keys(&b, "u u");
	expect(&b, "0 tighter 0 wider");
	close_bench(&b);
}

static void launch_says_why_not(void **state)
{
	struct bench b;

	(void)state;
	open_bench(&b, "hello", NULL, 24, 80);
	expect(&b, "files analysed");
	keys(&b, "3");
	expect(&b, "Not yet:");
	expect(&b, "docker.sock");
	keys(&b, "Enter"); /* starts nothing */
	expect_not(&b, "running");
	keys(&b, "4");
	expect(&b, "nothing has run yet");
	close_bench(&b);
}

static void help_lists_what_works_here(void **state)
{
	struct bench b;

	(void)state;
	open_bench(&b, NULL, NULL, 24, 80);
	keys(&b, "?");
	expect(&b, "type to narrow");
	type(&b, "rescan");
	expect(&b, "narrowed to: rescan");
	expect_not(&b, "SIGTERM");
	keys(&b, "Esc");
	expect(&b, "services below");
	close_bench(&b);
}

static void sizes_are_survived(void **state)
{
	static const int size[][2] = {{24, 80}, {40, 120}, {60, 200}, {10, 40}, {9, 39}, {1, 1},
	    {15, 60}, {12, 300}};
	struct bench b;

	(void)state;
	open_bench(&b, "obfuscated", NULL, 24, 80);
	expect(&b, "files analysed");
	for (int stage = 0; stage < 4; stage++)
		for (size_t i = 0; i < IG_COUNT(size); i++) {
			char key[2] = {(char)('0' + stage), '\0'};

			ig_term_mem_resize(b.term, size[i][0], size[i][1]);
			keys(&b, key);
			ig_loop_once(b.loop, 50);
			assert_int_equal(ig_term_cells(b.term)->rows, size[i][0]);
			if (size[i][0] < 10 || size[i][1] < 40)
				continue;
			expect(&b, "keys"); /* the hint bar is always there */
		}
	close_bench(&b);
}

static void a_service_runs_to_its_end(void **state)
{
	struct bench b;
	const char *host = engine();

	(void)state;
	open_bench(&b, "hello", host, 40, 120);
	expect(&b, "files analysed");
	keys(&b, "] ]");
	expect(&b, "Ready.");
	expect(&b, "--network");
	expect(&b, "--read-only");
	keys(&b, "D /");
	type(&b, "NetworkMode\r");
	expect(&b, "\"NetworkMode\": \"none\"");
	keys(&b, "D");
	expect(&b, "Seccomp profile");
	keys(&b, "D Enter");
	expect(&b, "ended by itself with status 0");
	expect(&b, "hello");
	expect(&b, "CPU");
	keys(&b, "0");
	expect(&b, "exited 0");
	close_bench(&b);
}

static void a_running_service_is_stopped(void **state)
{
	struct bench b;
	const char *host = engine();

	(void)state;
	open_bench(&b, "wave", host, 24, 80);
	expect(&b, "files analysed");
	keys(&b, "3");
	expect(&b, "Ready.");
	keys(&b, "Enter");
	expect(&b, "running");
	expect(&b, "out "); /* its first line */
	keys(&b, "Space");
	expect(&b, "FROZEN");
	keys(&b, "F");
	expect(&b, "FOLLOW");
	keys(&b, "q"); /* back to launch: it goes on */
	expect(&b, "grants");
	keys(&b, "Enter");
	expect(&b, "running");
	keys(&b, "K");
	expect(&b, "Stop the service?");
	keys(&b, "n");
	expect(&b, "running");
	keys(&b, "K y");
	expect(&b, "stopped by the reviewer");
	close_bench(&b);
}

static void findings_that_block_ask_first(void **state)
{
	struct bench b;
	const char *host = engine();

	(void)state;
	open_bench(&b, "obfuscated", host, 24, 80);
	expect(&b, "files analysed");
	keys(&b, "3");
	expect(&b, "Not yet:");
	expect(&b, "snapshot sha256:");
	while (strstr(screen(&b), "not looked up yet"))
		ig_loop_once(b.loop, 50);
	keys(&b, "Enter");
	expect(&b, "Start it all the same?");
	keys(&b, "y");
	expect(&b, "ended by itself");
	close_bench(&b);
}

static void quitting_stops_what_runs(void **state)
{
	struct bench b;
	const char *host = engine();
	int status = -1;
	uint64_t end;

	(void)state;
	open_bench(&b, "wave", host, 24, 80);
	expect(&b, "files analysed");
	keys(&b, "3");
	expect(&b, "Ready.");
	keys(&b, "Enter");
	expect(&b, "running");
	keys(&b, "Q");
	expect(&b, "1 service is still running");
	keys(&b, "y");
	end = ig_now_ms() + PATIENCE_MS;
	while (!ig_app_ended(b.app, &status) && ig_now_ms() < end)
		ig_loop_once(b.loop, 50);
	assert_true(ig_app_ended(b.app, &status));
	assert_int_equal(status, 0);
	assert_int_equal(ig_model_live(ig_app_model(b.app)), 0);
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(services_are_listed),
	    cmocka_unit_test(findings_show_the_code),
	    cmocka_unit_test(an_install_hook_is_named),
	    cmocka_unit_test(policy_shows_asked_and_granted),
	    cmocka_unit_test(policy_edits_ask_when_wider),
	    cmocka_unit_test(launch_says_why_not),
	    cmocka_unit_test(help_lists_what_works_here),
	    cmocka_unit_test(sizes_are_survived),
	    cmocka_unit_test(a_service_runs_to_its_end),
	    cmocka_unit_test(a_running_service_is_stopped),
	    cmocka_unit_test(findings_that_block_ask_first),
	    cmocka_unit_test(quitting_stops_what_runs),
	};

	return cmocka_run_group_tests_name("workbench", tests, NULL, NULL);
}
