/*
 * The workbench as a reviewer meets it: the program itself on a pty. What the views say is tested
 * in memory by test_workbench; here it is the terminal, the signals and what is left behind.
 */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/loop.h"
#include "tests/support/vt.h"

enum { MS = 60000 };

static const char no_engine[] = "unix:///nonexistent/docker.sock";

static char *path_of(const char *var, const char *below)
{
	const char *dir = getenv(var);

	return ig_asprintf("%s/%s", dir ? dir : ".", below);
}

/* The engine's socket as unix://PATH; leaves the test without one. */
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

struct place {
	const char *term, *locale;
	int rows, cols;
};
static const struct place usual = {"xterm-256color", "C.UTF-8", 24, 80};

/* Opens the workbench on one sample, or on all of them (NULL). */
static vt *open_workbench(struct place at, const char *host, const char *sample)
{
	ig_auto_free char *program = path_of("top_builddir", "ignite-tui");
	ig_auto_free char *below = ig_asprintf("tests/services/%s", sample ? sample : "");
	ig_auto_free char *dir = path_of("top_srcdir", below);
	ig_auto_free char *term = ig_asprintf("TERM=%s", at.term);
	ig_auto_free char *lc = ig_asprintf("LC_ALL=%s", at.locale);
	const char *env[] = {term, lc, NULL};
	const char *argv[] = {program, "--host", host, dir, NULL};
	struct vt_opts o = {.rows = at.rows, .cols = at.cols, .env = env};

	return vt_start(&o, argv);
}

static void expect(vt *v, const char *text)
{
	ig_auto_free char *screen = NULL;

	if (vt_text(v, text, MS))
		return;
	screen = vt_dump(v);
	fail_msg("the screen never showed '%s':\n%s", text, screen);
}

/* From the opened sample to a run that has printed something. */
static void launch(vt *v)
{
	expect(v, "files analysed");
	vt_keys(v, "3");
	expect(v, "Ready.");
	vt_keys(v, "Enter");
	expect(v, "running");
	expect(v, "out ");
}

/* A run that has just ended may still be tidied up; then there is a question to answer. */
static void quit(vt *v)
{
	vt_keys(v, "Q");
	if (vt_text(v, "Quit?", 300))
		vt_keys(v, "y");
}

/* Whether the engine still has a container that this process made. */
static bool has_container_of(const char *host, pid_t pid)
{
	static const char ask[] = "GET /containers/json?all=1 HTTP/1.0\r\nHost: engine\r\n\r\n";
	ig_auto_free char *label = ig_asprintf("\"io.ignite-tui.pid\":\"%d:", (int)pid);
	struct sockaddr_un sa = {.sun_family = AF_UNIX};
	ig_auto_fd int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ig_auto_buf got = IG_BUF_INIT(16 << 20);
	char in[4096];
	ssize_t n;

	snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", host + strlen("unix://"));
	assert_int_equal(connect(fd, (struct sockaddr *)&sa, sizeof(sa)), 0);
	assert_int_equal(write(fd, ask, sizeof(ask) - 1), sizeof(ask) - 1);
	while ((n = read(fd, in, sizeof(in))) > 0)
		ig_buf_add(&got, in, (size_t)n);
	assert_non_null(strstr(ig_buf_str(&got), "200 OK"));
	return strstr(ig_buf_str(&got), label) != NULL;
}

static void check_restored(vt *v)
{
	assert_true(vt_settings_restored(v));
	assert_false(vt_altscreen(v));
	assert_true(vt_cursor_shown(v));
	assert_false(vt_mouse(v));
}

static bool ascii_only(vt *v)
{
	for (int y = 0; y < vt_rows(v); y++)
		for (const char *s = vt_row(v, y); *s; s++)
			if ((unsigned char)*s >= 0x80)
				return false;
	return true;
}

/* Without an engine everything but the launch works, at each size, terminal and character set. */
static void every_stage_on_every_terminal(void **state)
{
	static const struct place places[] = {{"xterm-256color", "C.UTF-8", 24, 80},
	    {"tmux-256color", "C.UTF-8", 40, 120}, {"xterm", "C.UTF-8", 60, 200},
	    {"linux", "C.UTF-8", 25, 80}, {"vt100", "C", 24, 80}, {"xterm-256color", "C", 10, 40}};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(places); i++) {
		vt *v = open_workbench(places[i], no_engine, NULL);

		print_message("# %s %s %dx%d\n", places[i].term, places[i].locale, places[i].cols,
		    places[i].rows);
		expect(v, "broken-yaml");
		vt_keys(v, "/ h e l l o Enter Enter");
		expect(v, "hello");
		for (const char *k = "1234?"; *k; k++) {
			char key[2] = {*k, '\0'};

			vt_keys(v, key);
			assert_true(vt_idle(v, MS));
			assert_true(places[i].locale[1] || ascii_only(v));
		}
		vt_keys(v, "Esc");
		assert_true(vt_idle(v, MS)); /* with Q at once it would be Alt-Q */
		vt_keys(v, "Q");
		assert_int_equal(vt_exit(v, MS), 0);
		check_restored(v);
		vt_free(v);
	}
}

static void no_engine_is_said_with_the_next_step(void **state)
{
	vt *v = open_workbench((struct place){"xterm", "C.UTF-8", 24, 120}, no_engine, "hello");

	(void)state;
	expect(v, "/nonexistent/docker.sock");
	expect(v, "  > "); /* the hint */
	vt_keys(v, "Q");
	assert_int_equal(vt_exit(v, MS), 0);
	vt_free(v);
}

static void nothing_starts_without_a_terminal(void **state)
{
	static const struct {
		const char *var, *say;
		int status;
	} cases[] = {{"TERM=no-such", "unknown or cannot place its cursor", 2},
	    {"TERM", "TERM is not set", 2}};
	ig_auto_free char *program = path_of("top_builddir", "ignite-tui");
	ig_auto_free char *dir = path_of("top_srcdir", "tests/services");

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		const char *env[] = {cases[i].var, "ASAN_OPTIONS=detect_leaks=0", NULL};
		const char *argv[] = {program, dir, NULL};
		struct vt_opts o = {.rows = 24, .cols = 80, .env = env};
		vt *v = vt_start(&o, argv);
		size_t n;

		assert_int_equal(WEXITSTATUS(vt_exit(v, MS)), cases[i].status);
		assert_true(vt_raw_has(v, cases[i].say, MS));
		assert_null(strchr(vt_raw(v, &n), '\033'));
		vt_free(v);
	}
}

static void a_run_survives_sizes_and_suspension(void **state)
{
	static const int sizes[][2] = {{60, 200}, {10, 40}, {5, 20}, {40, 120}, {24, 80}};
	ig_auto_free char *program = path_of("top_builddir", "ignite-tui");
	ig_auto_free char *dir = path_of("top_srcdir", "tests/services/wave");
	const char *host = engine(), *env[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", NULL};
	ig_auto_free char *script = ig_asprintf("set -m; stty -echo; '%s' --host '%s' '%s'; "
	                                        "echo STOPPED; read x; fg >/dev/null; echo END $?",
	    program, host, dir);
	const char *argv[] = {"bash", "-c", script, NULL};
	struct vt_opts o = {.rows = 24, .cols = 80, .env = env};
	vt *v = vt_start(&o, argv);

	(void)state;
	launch(v);
	for (size_t i = 0; i < IG_COUNT(sizes); i++) {
		vt_resize(v, sizes[i][0], sizes[i][1]);
		expect(v, sizes[i][1] < 40 ? "too small" : "running");
	}
	vt_keys(v, "^Z");
	expect(v, "STOPPED");
	assert_false(vt_altscreen(v));
	vt_send(v, "\n", 1);
	expect(v, "running");
	vt_keys(v, "K y");
	expect(v, "stopped by the reviewer");
	quit(v);
	expect(v, "END 0");
	assert_int_equal(vt_exit(v, MS), 0);
	vt_free(v);
}

static void signals_stop_the_run_and_restore(void **state)
{
	static const int signals[] = {SIGTERM, SIGHUP};
	const char *host = engine();

	(void)state;
	for (size_t i = 0; i < IG_COUNT(signals); i++) {
		vt *v = open_workbench(usual, host, "wave");

		launch(v);
		assert_true(has_container_of(host, vt_pid(v)));
		kill(vt_pid(v), signals[i]);
		assert_int_equal(WEXITSTATUS(vt_exit(v, MS)), 128 + signals[i]);
		check_restored(v);
		assert_false(has_container_of(host, vt_pid(v)));
		vt_free(v);
	}
}

static void a_closed_window_leaves_nothing_behind(void **state)
{
	const char *host = engine();
	vt *v = open_workbench(usual, host, "wave");

	(void)state;
	launch(v);
	assert_true(has_container_of(host, vt_pid(v)));
	assert_int_not_equal(vt_hangup(v, MS), -1);
	assert_false(has_container_of(host, vt_pid(v)));
	vt_free(v);
}

/* The flood holds every sequence a terminal must not be fed; none of them may come through. */
static void a_hostile_log_stays_text(void **state)
{
	static const char *const never[] = {"\033]0;owned", "\033]52;c", "\033]8;;", "\033[8m",
	    "\033P$q",
	    "\x9b"
	    "31m",
	    "\xe2\x80\xae", "\033[6n"};
	const char *host = engine();
	vt *v =
	    open_workbench((struct place){"xterm-256color", "C.UTF-8", 40, 120}, host, "log-flood");

	(void)state;
	launch(v);
	vt_keys(v, "g");
	expect(v, "a window title");
	expect(v, "hidden");
	expect(v, "<U+202E>");
	for (size_t i = 0; i < IG_COUNT(never); i++)
		assert_false(vt_raw_has(v, never[i], 0));
	vt_keys(v, "K y");
	expect(v, ", after "); /* by us, or at its output limit before that */
	quit(v);
	assert_int_equal(vt_exit(v, MS), 0);
	vt_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_stage_on_every_terminal),
	    cmocka_unit_test(no_engine_is_said_with_the_next_step),
	    cmocka_unit_test(nothing_starts_without_a_terminal),
	    cmocka_unit_test(a_run_survives_sizes_and_suspension),
	    cmocka_unit_test(signals_stop_the_run_and_restore),
	    cmocka_unit_test(a_closed_window_leaves_nothing_behind),
	    cmocka_unit_test(a_hostile_log_stays_text),
	};

	return cmocka_run_group_tests_name("workbench on a pty", tests, NULL, NULL);
}
