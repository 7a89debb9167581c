/*
 * Policies edited by keys, drawn in memory: from "it asks for network and root" to a saved, tighter
 * policy and a run under it; and everything that must not be written, lost or believed on the way.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/policy/edit.h"
#include "tui/views/app.h"
#include "tui/views/model.h"

enum { PATIENCE_MS = 30000 };

struct bench {
	ig_loop *loop;
	ig_app *app;
	ig_term *term;
	struct ig_workbench_opts opts;
	struct ig_buf screen;
	char *home; /* the reviewer's configuration, of this test alone */
};

static const char commented[] = "# Signed by me.\n"
				"version: 1\n"
				"name: mine\n"
				"\n"
				"resources:\n"
				"  memory: 192M   # enough\n"
				"  pids:   48\n";

static int setup(void **state)
{
	struct bench *b = ig_calloc(1, sizeof(*b));
	char dir[] = "/tmp/ignite-tui-view-XXXXXX";

	if (!mkdtemp(dir))
		return -1;
	b->home = ig_strdup(dir);
	setenv("XDG_CONFIG_HOME", dir, 1);
	unsetenv("VISUAL");
	unsetenv("EDITOR");
	*state = b;
	return 0;
}

static void open_bench(
    struct bench *b, const char *name, const char *policy, const char *host, enum ig_charset chars)
{
	const char *src = getenv("top_srcdir");
	struct ig_term_opts topts = {.charset = chars, .fn = ig_app_event};
	ig_err *err = NULL;

	b->loop = ig_loop_new(NULL);
	b->opts.dir = ig_asprintf("%s/tests/services/%s", src ? src : ".", name);
	b->opts.host = host ? host : "unix:///nonexistent/docker.sock";
	b->opts.session.policy = policy;
	b->app = ig_app_new(b->loop, &b->opts, &err);
	if (!b->app)
		fail_msg("%s", ig_err_msg(err));
	topts.loop = b->loop;
	topts.user = b->app;
	b->term = ig_term_open_mem(&topts, 24, 80);
	ig_app_attach(b->app, b->term);
	ig_loop_after(b->loop, ig_app_pass, b->app);
	ig_app_pass(b->app);
}

static int teardown(void **state)
{
	struct bench *b = *state;

	if (b->app) {
		ig_app_attach(b->app, NULL);
		ig_loop_after(b->loop, NULL, NULL);
		ig_app_free(b->app);
		for (int i = 0; i < 50; i++)
			ig_loop_once(b->loop, 10);
		ig_term_close(b->term);
		ig_loop_free(b->loop);
	}
	ig_buf_done(&b->screen);
	free((char *)b->opts.dir);
	ig_rmtree(b->home, NULL);
	free(b->home);
	free(b);
	return 0;
}

static const char *screen(struct bench *b)
{
	ig_buf_clear(&b->screen);
	ig_cells_dump(ig_term_cells(b->term), false, &b->screen);
	return ig_buf_str(&b->screen);
}

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

static void type(struct bench *b, const char *text)
{
	ig_term_mem_feed(b->term, text, strlen(text));
	ig_app_pass(b->app);
}

/* Selects a setting and opens its prompt, emptied. */
static void edit(struct bench *b, const char *key, const char *value)
{
	keys(b, "g /");
	keys(b, "^U");
	type(b, key);
	keys(b, "Enter e");
	expect(b, "new value: ");
	keys(b, "^U");
	type(b, value);
	keys(b, "Enter");
}

static char *file_of(const struct bench *b, const char *name)
{
	return ig_asprintf("%s/ignite-tui/policies/%s.yaml", b->home, name);
}

static void write_file(const char *path, const char *text)
{
	ig_auto_free char *dir = ig_strndup(path, (size_t)(strrchr(path, '/') - path));

	assert_int_equal(ig_mkdir_p(dir, NULL), 0);
	assert_int_equal(ig_write_atomic(path, text, strlen(text), 0600, NULL), 0);
}

static void expect_file(const char *path, const char *text)
{
	ig_auto_buf b = IG_BUF_INIT(0);

	assert_int_equal(ig_read_path(path, 65536, &b, NULL), 0);
	assert_string_equal(ig_buf_str(&b), text);
}

static bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static const struct ig_policy *policy(const struct bench *b)
{
	return ig_session_policy(ig_app_model(b->app)->current);
}

static void expect_granted(const struct bench *b, enum ig_pkey k, const char *want)
{
	ig_auto_free char *s = ig_pvalue_text(k, &policy(b)->v[k]);

	assert_string_equal(s, want);
}

/* Read by the command line, the file makes the policy that is shown. */
static void expect_reads_back(const struct bench *b, const char *path)
{
	struct ig_policy *p = ig_policy_new("audit", NULL);

	assert_int_equal(ig_policy_apply(p, path, NULL, NULL), 0);
	assert_int_equal(
	    ig_policy_request(p, ig_session_service(ig_app_model(b->app)->current), NULL), 0);
	for (size_t k = 0; k < IG_P_N; k++) {
		ig_auto_free char *x = ig_pvalue_text((enum ig_pkey)k, &p->v[k]);

		expect_granted(b, (enum ig_pkey)k, x);
	}
	ig_policy_free(p);
}

static void a_wrong_value_stays_to_be_corrected(void **state)
{
	struct bench *b = *state;

	open_bench(b, "greedy-policy", NULL, NULL, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	keys(b, "2");
	edit(b, "resources.memory", "51Z");
	expect(b, "new value: 51Z");
	expect(b, "'51Z' is not a size");
	expect(b, "may be: 6M to 1024G");
	keys(b, "Backspace");
	expect_not(b, "is not a size");
	type(b, "M\r");
	expect_granted(b, IG_P_MEMORY, "51M");
	edit(b, "network.mode", "opne");
	expect(b, "did you mean 'open'?");
	keys(b, "Esc");
	expect_not(b, "new value:");
	expect_granted(b, IG_P_NET_MODE, "none");
}

static void choices_are_walked_through(void **state)
{
	struct bench *b = *state;

	open_bench(b, "greedy-policy", NULL, NULL, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	keys(b, "2 /");
	type(b, "network.mode\r");
	expect(b, "none | sink | allow | open");
	keys(b, "Enter");
	expect(b, "(Tab chooses) none");
	keys(b, "Tab");
	expect(b, "(Tab chooses) sink");
	keys(b, "Up Up");
	expect(b, "(Tab chooses) open");
	keys(b, "Down Tab Enter");
	expect(b, "Grant more than the base?");
	expect(b, "The base grants none.");
	keys(b, "n");
	expect_granted(b, IG_P_NET_MODE, "none");
}

static void changes_are_undone_and_done_again(void **state)
{
	struct bench *b = *state;

	open_bench(b, "greedy-policy", NULL, NULL, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	keys(b, "2");
	edit(b, "resources.memory", "96M");
	edit(b, "resources.pids", "32");
	keys(b, "u");
	expect_granted(b, IG_P_PIDS, "64");
	keys(b, "u");
	expect_granted(b, IG_P_MEMORY, "256M");
	keys(b, "u");
	expect(b, "nothing to undo");
	keys(b, "U ^R");
	expect_granted(b, IG_P_MEMORY, "96M");
	expect_granted(b, IG_P_PIDS, "32");
	keys(b, "U");
	expect(b, "nothing was undone");
	keys(b, "u");
	edit(b, "resources.tmp", "4M"); /* a new edit ends what could be done again */
	keys(b, "U");
	expect(b, "nothing was undone");
	expect_granted(b, IG_P_PIDS, "64");
}

/* From the request to a policy of one's own; the test with the engine goes on from here. */
static void tighten_and_save(struct bench *b)
{
	ig_auto_free char *path = file_of(b, "my-audit");

	keys(b, "2");
	expect(b, "asked and not granted: 8");
	edit(b, "resources.memory", "128M");
	edit(b, "resources.timeout", "10s");
	edit(b, "filesystem.write", "[]");
	edit(b, "filesystem.hide", "/proc/cpuinfo, /proc/uptime");
	expect(b, "4 tighter 0 wider");
	keys(b, "d");
	expect(b, "256M -> 128M  tighter");
	expect(b, "no file of yours");
	keys(b, "Esc w");
	expect(b, "save as: my-audit");
	keys(b, "Enter");
	expect(b, "Write this file?");
	assert_false(exists(path));
	keys(b, "n"); /* the page stays, to be read */
	expect(b, "+  memory: 128M");
	assert_false(exists(path));
	keys(b, "w");
	expect(b, "Write this file?");
	keys(b, "y");
	expect(b, "saved; the policy is now read from");
	expect(b, "my-audit.yaml:");
	expect_reads_back(b, path);
	assert_int_equal(policy(b)->v[IG_P_MEMORY].source, IG_LAYER_REVIEWER);
}

static void a_request_becomes_a_tighter_policy(void **state)
{
	struct bench *b = *state;

	open_bench(b, "greedy-policy", NULL, NULL, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	tighten_and_save(b);
	expect_granted(b, IG_P_MEMORY, "128M");
	expect_granted(b, IG_P_NET_MODE, "none");
	keys(b, "w Enter");
	expect(b, "nothing to save");
	keys(b, "w ^U");
	type(b, "my-audit-2\r"); /* one that extends it: says nothing itself */
	expect(b, "+extends: my-audit");
	keys(b, "n Esc");
	expect(b, "nothing was written");
}

static void a_run_goes_under_what_was_saved(void **state)
{
	struct bench *b = *state;
	const char *host = getenv("IGNITE_TEST_ENGINE");
	ig_session *s;

	if (!host || !*host) {
		if (getenv("IGNITE_REQUIRE_ENGINE"))
			fail_msg("IGNITE_TEST_ENGINE names no engine");
		skip();
	}
	open_bench(b, "greedy-policy", NULL, host, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	tighten_and_save(b);
	keys(b, "3");
	expect(b, "Ready.");
	expect_not(b, "WIDER");
	keys(b, "/");
	type(b, "--memory\r");
	expect(b, "--memory 134217728");
	keys(b, "Enter");
	expect(b, "EROFS /usr/written");
	s = ig_app_model(b->app)->current;
	while (ig_session_state(s, IG_STEP_RUN) == IG_STEP_BUSY)
		ig_loop_once(b->loop, 50);
	assert_int_equal(ig_session_run_policy(s)->v[IG_P_MEMORY].num, 128u << 20);
	assert_int_equal(ig_run_info(ig_session_run(s))->exit_code, 0);
}

static void comments_and_untouched_lines_are_kept(void **state)
{
	struct bench *b = *state;
	ig_auto_free char *path = file_of(b, "mine");

	write_file(path, commented);
	open_bench(b, "greedy-policy", "mine", NULL, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	keys(b, "2");
	edit(b, "resources.memory", "128M");
	keys(b, "d");
	expect(b, "-  memory: 192M   # enough");
	expect(b, "+  memory: 128M   # enough");
	keys(b, "d w");
	expect(b, "save as: ");
	keys(b, "Enter");
	expect(b, "Write this file?");
	expect_file(path, commented);
	keys(b, "y");
	expect(b, "saved; the policy is now read from");
	expect_file(path, "# Signed by me.\nversion: 1\nname: mine\n\nresources:\n"
			  "  memory: 128M   # enough\n  pids:   48\n");
	expect_reads_back(b, path);
}

static void a_file_changed_underneath_is_not_overwritten(void **state)
{
	static const char theirs[] = "version: 1\nname: mine\nresources:\n  memory: 192M\n  cpu: 0.25\n";
	struct bench *b = *state;
	ig_auto_free char *path = file_of(b, "mine");

	write_file(path, commented);
	open_bench(b, "greedy-policy", path, NULL, IG_CHARSET_AUTO);
	ig_term_mem_resize(b->term, 50, 250); /* no phrase is wrapped */
	expect(b, "files analysed");
	keys(b, "2");
	edit(b, "resources.memory", "128M");
	keys(b, "w Enter");
	expect(b, "Write this file?");
	write_file(path, theirs);
	keys(b, "y");
	expect(b, "changed since it was read");
	expect(b, "What changed on disk");
	expect(b, "+  cpu: 0.25");
	expect(b, "What this save would have changed");
	expect_file(path, theirs);
	keys(b, "Esc d");
	expect(b, "changed on disk since it was read");
	keys(b, "r");
	expect(b, "read again:");
	expect_granted(b, IG_P_MEMORY, "128M");
	expect_granted(b, IG_P_CPU, "0.25");
	keys(b, "w Enter y");
	expect(b, "saved; the policy is now read from");
	expect_file(path, "version: 1\nname: mine\nresources:\n  memory: 128M\n  cpu: 0.25\n");
	expect_reads_back(b, path);
}

static void nothing_is_written_into_a_service(void **state)
{
	struct bench *b = *state;
	ig_auto_free char *path = NULL;

	open_bench(b, "greedy-policy", NULL, NULL, IG_CHARSET_AUTO);
	path = ig_asprintf("%s/mine.yaml", b->opts.dir);
	ig_term_mem_resize(b->term, 50, 250); /* no phrase is wrapped */
	expect(b, "files analysed");
	keys(b, "2");
	edit(b, "resources.memory", "128M");
	keys(b, "w ^U");
	type(b, path);
	keys(b, "Enter");
	expect(b, "is inside the service");
	expect(b, "save as:");
	assert_false(exists(path));
	keys(b, "^U");
	type(b, "Not A Name\r");
	expect(b, "save as: Not A Name");
	keys(b, "Esc");
	expect_not(b, "save as:");
}

static void the_editor_is_asked_for(void **state)
{
	struct bench *b = *state;
	ig_auto_free char *path = file_of(b, "mine");

	write_file(path, commented);
	setenv("EDITOR", "false", 1);
	setenv("VISUAL", "sed -i s/192M/96M/", 1);
	open_bench(b, "greedy-policy", "mine", NULL, IG_CHARSET_AUTO);
	ig_term_mem_resize(b->term, 50, 250); /* no phrase is wrapped */
	expect(b, "files analysed");
	keys(b, "2");
	edit(b, "resources.cpu", "0.5");
	keys(b, "o");
	expect(b, "read again: 1 value differs");
	expect_granted(b, IG_P_MEMORY, "96M");
	expect_granted(b, IG_P_CPU, "0.5"); /* the edit is kept on top */

	setenv("VISUAL", "sed -i 's/96M/51Z/; s/pids/pisd/'", 1);
	keys(b, "o");
	expect(b, "mine.yaml:6:11: resources.memory: '51Z'");
	expect(b, "mine.yaml:7:3:");
	expect(b, "stays in force");
	expect_granted(b, IG_P_MEMORY, "96M");
	keys(b, "Esc");

	setenv("VISUAL", "sed -i 's/51Z/2G/; s/pisd/pids/'", 1);
	keys(b, "o");
	expect(b, "The file grants more than the base. Use it?");
	expect_granted(b, IG_P_MEMORY, "96M");
	keys(b, "n");
	expect_granted(b, IG_P_MEMORY, "96M");
	keys(b, "r");
	expect(b, "Use it?");
	keys(b, "y");
	expect(b, "1 WIDER");
	expect_granted(b, IG_P_MEMORY, "2G");

	unsetenv("VISUAL"); /* $EDITOR is next, and fails */
	keys(b, "o");
	expect(b, "the editor ended with status 1");
}

static void a_shipped_policy_is_not_edited_in_place(void **state)
{
	struct bench *b = *state;
	ig_auto_free char *path = file_of(b, "my-strict");

	setenv("VISUAL", "rm -f", 1);
	open_bench(b, "greedy-policy", "strict", NULL, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	keys(b, "2 o");
	expect(b, "make one of your own");
	edit(b, "resources.pids", "24");
	keys(b, "w");
	expect(b, "save as: my-strict");
	keys(b, "Enter y");
	expect(b, "saved; the policy is now read from");
	expect_file(path, "version: 1\nname: my-strict\nextends: strict\nresources:\n  pids: 24\n");
	expect_reads_back(b, path);
}

/* An edit overrules what the service asks of itself; the file that it is saved to does not. */
static void a_stricter_service_is_told_of_when_saving(void **state)
{
	struct bench *b = *state;
	ig_auto_free char *path = file_of(b, "my-audit");

	open_bench(b, "hello", NULL, NULL, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	keys(b, "2");
	expect_granted(b, IG_P_MEMORY, "64M");
	edit(b, "resources.memory", "192M");
	expect_granted(b, IG_P_MEMORY, "192M");
	ig_term_mem_resize(b->term, 50, 250);
	keys(b, "w Enter y");
	expect(b, "the service makes itself stricter in 1");
	expect_granted(b, IG_P_MEMORY, "64M");
	expect_reads_back(b, path);
}

static void what_is_wider_or_not_enforced_is_seen(void **state)
{
	struct bench *b = *state;

	open_bench(b, "greedy-policy", NULL, NULL, IG_CHARSET_AUTO);
	expect(b, "files analysed");
	keys(b, "2");
	edit(b, "network.mode", "sink");
	expect(b, "Grant more than the base?");
	keys(b, "y");
	expect(b, "1 WIDER");
	expect(b, "Not enforced here:");
	expect(b, "sink  wider, unenforced");
	edit(b, "process.user", "0:0");
	keys(b, "y 3");
	expect(b, "2 WIDER");
	expect(b, "process.user 0:0");
	expect(b, "is not built yet");
	keys(b, "2 u u");
	expect_not(b, "WIDER");
}

static void a_screen_without_utf8_is_ascii(void **state)
{
	struct bench *b = *state;

	open_bench(b, "greedy-policy", NULL, NULL, IG_CHARSET_ASCII);
	expect(b, "files analysed");
	keys(b, "2");
	edit(b, "resources.memory", "128M");
	for (const char *step = "d\0w\0Enter\0n\0Esc\0"; *step; step += strlen(step) + 1) {
		keys(b, step);
		for (const char *s = screen(b); *s; s++)
			assert_in_range((unsigned char)*s, '\n', '~');
	}
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_wrong_value_stays_to_be_corrected),
	    TEST(choices_are_walked_through),
	    TEST(changes_are_undone_and_done_again),
	    TEST(a_request_becomes_a_tighter_policy),
	    TEST(a_run_goes_under_what_was_saved),
	    TEST(comments_and_untouched_lines_are_kept),
	    TEST(a_file_changed_underneath_is_not_overwritten),
	    TEST(nothing_is_written_into_a_service),
	    TEST(the_editor_is_asked_for),
	    TEST(a_shipped_policy_is_not_edited_in_place),
	    TEST(a_stricter_service_is_told_of_when_saving),
	    TEST(what_is_wider_or_not_enforced_is_seen),
	    TEST(a_screen_without_utf8_is_ascii),
	};

	return cmocka_run_group_tests_name("policy view", tests, NULL, NULL);
}
