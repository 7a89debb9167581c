/* The terminal layer and the widgets on a real pty, seen through libvterm. */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/loop.h"
#include "core/base/mem.h"
#include "tests/support/vt.h"

enum { MS = 10000 }; /* a deadline, met at once when all is well */

static char *demo_path(void)
{
	const char *dir = getenv("top_builddir");

	return ig_asprintf("%s/tests/screens/term-demo", dir ? dir : ".");
}

struct screen {
	const char *term, *locale;
	int rows, cols;
};

static vt *start(struct screen s, const char *arg, const char *env)
{
	ig_auto_free char *demo = demo_path(), *term = ig_asprintf("TERM=%s", s.term);
	ig_auto_free char *lc = ig_asprintf("LC_ALL=%s", s.locale);
	const char *vars[] = {term, lc, env, NULL}, *argv[] = {demo, arg, NULL};
	struct vt_opts o = {.rows = s.rows, .cols = s.cols, .env = vars};

	return vt_start(&o, argv);
}

static const struct screen usual = {"xterm-256color", "C.UTF-8", 24, 80};

static bool ascii_only(vt *v)
{
	for (int y = 0; y < vt_rows(v); y++)
		for (const char *s = vt_row(v, y); *s; s++)
			if ((unsigned char)*s >= 0x80)
				return false;
	return true;
}

static void check_restored(vt *v)
{
	assert_true(vt_settings_restored(v));
	assert_false(vt_altscreen(v));
	assert_true(vt_cursor_shown(v));
	assert_false(vt_mouse(v));
}

static void walk(struct screen s)
{
	vt *v = start(s, NULL, NULL);
	bool utf8 = strcmp(s.locale, "C") != 0;

	print_message("# %s %dx%d %s\n", s.term, s.cols, s.rows, s.locale);
	assert_true(vt_idle(v, MS));
	assert_true(vt_text(v, "Findings", MS));
	assert_true(utf8 || ascii_only(v));
	vt_keys(v, "j j G k g Down PgDn Up");
	assert_true(vt_idle(v, MS));
	vt_keys(v, "]");
	assert_true(vt_text(v, "1000000 lines", MS));
	assert_true(utf8 || ascii_only(v));
	vt_keys(v, "]");
	assert_true(vt_text(v, "cannot reach", MS));
	vt_keys(v, "?");
	assert_true(vt_text(v, "Everywhere", MS));
	vt_keys(v, "q");
	assert_true(vt_no_text(v, "Everywhere", MS));
	vt_resize(v, s.rows + 3, s.cols + 7);
	assert_true(vt_idle(v, MS));
	vt_keys(v, "0");
	assert_true(vt_idle(v, MS));
	assert_true(vt_text(v, "Findings", MS));
	vt_keys(v, "q");
	assert_int_equal(vt_exit(v, MS), 0);
	check_restored(v);
	vt_free(v);
}

static void every_terminal(void **state)
{
	static const char *const terms[] = {
	    "xterm-256color", "xterm", "linux", "vt100", "tmux-256color"};
	static const int sizes[][2] = {{24, 80}, {40, 120}, {60, 200}, {10, 40}};

	(void)state;
	for (size_t t = 0; t < IG_COUNT(terms); t++) {
		for (size_t i = 0; i < IG_COUNT(sizes); i++) {
			walk((struct screen){terms[t], "C.UTF-8", sizes[i][0], sizes[i][1]});
			walk((struct screen){terms[t], "C", sizes[i][0], sizes[i][1]});
		}
	}
}

static void too_small_says_so(void **state)
{
	vt *v = start((struct screen){"xterm", "C.UTF-8", 9, 39}, NULL, NULL);

	(void)state;
	assert_true(vt_text(v, "too small: 39x9, needed 40x10", MS));
	vt_resize(v, 24, 80);
	assert_true(vt_text(v, "Findings", MS));
	vt_resize(v, 1, 1);
	assert_true(vt_idle(v, MS));
	vt_resize(v, 24, 80);
	assert_true(vt_text(v, "Findings", MS));
	vt_free(v);
}

static void unknown_terminal_is_refused(void **state)
{
	static const struct {
		const char *env, *say;
	} cases[] = {
	    {"TERM=no-such-terminal", "'no-such-terminal' (TERM) is unknown or cannot place"},
	    {"TERM=dumb", "'dumb' (TERM) is unknown or cannot place its cursor"},
	    {"TERM", "TERM is not set"},
	};

	ig_auto_free char *asan = ig_strdup_null(getenv("ASAN_OPTIONS"));

	(void)state;
	/* Curses forgets 1.6 KB when it does not know a terminal. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		vt *v = start(usual, NULL, cases[i].env);
		int status = vt_exit(v, MS);
		size_t n;

		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 2);
		assert_true(vt_raw_has(v, cases[i].say, MS));
		assert_true(vt_raw_has(v, "TERM=xterm", MS));
		assert_null(strchr(vt_raw(v, &n), '\033'));
		vt_free(v);
	}
	if (asan)
		setenv("ASAN_OPTIONS", asan, 1);
	else
		unsetenv("ASAN_OPTIONS");
}

static void hostile_text_stays_text(void **state)
{
	vt *v = start((struct screen){"xterm-256color", "C.UTF-8", 40, 120}, NULL, NULL);
	int y, x;

	(void)state;
	assert_true(vt_text(v, "<U+202E>gnp.js", MS));
	assert_true(vt_text(v, "\\xff\\xfebytes.js", MS));
	/* The stand-in has the warning role: bright yellow, not the colour of the row. */
	assert_true(vt_find(v, "<U+202E>gnp.js", &y, &x));
	assert_int_equal(vt_at(v, y, x).fg, 11);
	assert_int_equal(vt_at(v, y, x + 9).fg, -1);
	vt_keys(v, "1");
	assert_true(vt_text(v, "<U+202E>nimda", MS));
	/* Concealed and black text of a log is shown as any other. */
	assert_true(vt_find(v, "hidden?", &y, &x));
	assert_int_equal(vt_at(v, y, x).fg, -1);
	assert_false(vt_raw_has(v, "\033]0;owned", 0));
	vt_keys(v, "q");
	assert_int_equal(vt_exit(v, MS), 0);
	vt_free(v);
}

static void colours_by_option(void **state)
{
	static const struct {
		const char *term, *arg, *env;
		int fg; /* of a MEDIUM mark */
	} cases[] = {
	    {"xterm-256color", NULL, NULL, 11},
	    {"xterm-256color", "--color=256", NULL, 220},
	    {"xterm-256color", "--color=8", NULL, 3},
	    {"xterm-256color", "--color=never", NULL, -1},
	    {"xterm-256color", NULL, "NO_COLOR=1", -1},
	    {"xterm-256color", NULL, "NO_COLOR=", 11},
	    {"xterm-256color", "--color=16", "NO_COLOR=1", 11},
	    {"xterm", NULL, NULL, 3},
	    {"vt100", "--color=256", NULL, -1},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		vt *v = start(
		    (struct screen){cases[i].term, "C.UTF-8", 24, 80}, cases[i].arg, cases[i].env);
		int y, x;

		assert_true(vt_text(v, "M finding 2", MS));
		assert_true(vt_find(v, "M finding 2", &y, &x));
		assert_int_equal(vt_at(v, y, x).fg, cases[i].fg);
		vt_free(v);
	}
}

static void prompt_finds_while_typing(void **state)
{
	vt *v = start(usual, NULL, NULL);
	static const char paste[] = "\033[200~g 3\n1\033[201~";
	int y, x;

	(void)state;
	assert_true(vt_idle(v, MS));
	assert_false(vt_cursor_shown(v));
	vt_keys(v, "/ D I N");
	assert_true(vt_text(v, "find: DIN", MS));
	assert_true(vt_cursor_shown(v));
	vt_send(v, paste, sizeof(paste) - 1); /* its newline does not end the line */
	assert_true(vt_text(v, "find: DINg 3 1", MS));
	vt_keys(v, "Backspace Backspace 0 Enter");
	assert_true(vt_no_text(v, "find:", MS));
	assert_true(vt_find(v, "finding 30", &y, &x));
	assert_true(vt_at(v, y, x).reverse); /* the selected row */
	vt_free(v);
}

static void question_takes_all_keys(void **state)
{
	vt *v = start(usual, NULL, NULL);

	(void)state;
	assert_true(vt_idle(v, MS));
	vt_keys(v, "Q");
	assert_true(vt_text(v, "It will be stopped.", MS));
	vt_keys(v, "j Enter Space Q");
	assert_true(vt_idle(v, MS));
	assert_true(vt_text(v, "It will be stopped.", MS));
	vt_keys(v, "Esc");
	assert_true(vt_no_text(v, "It will be stopped.", MS));
	vt_keys(v, "Q y");
	assert_int_equal(vt_exit(v, MS), 0);
	vt_free(v);
}

static void mouse_wheel_and_click(void **state)
{
	vt *v = start(usual, NULL, NULL);
	static const char click[] = "\033[<0;10;7M\033[<0;10;7m", wheel[] = "\033[<65;10;7M";

	(void)state;
	assert_true(vt_text(v, "1 of 40", MS));
	assert_true(vt_mouse(v));
	vt_send(v, click, sizeof(click) - 1);
	assert_true(vt_text(v, "4 of 40", MS));
	vt_send(v, wheel, sizeof(wheel) - 1);
	assert_true(vt_text(v, "7 of 40", MS));
	vt_keys(v, "m");
	assert_true(vt_idle(v, MS));
	assert_false(vt_mouse(v));
	vt_free(v);
}

static void crash_restores(void **state)
{
	static const struct {
		const char *key;
		int signo, code;
	} cases[] = {{"A", SIGABRT, 0}, {"S", SIGSEGV, 0}, {"O", SIGSEGV, 0}, {"E", 0, 7}};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		vt *v = start(usual, NULL, "ASAN_OPTIONS=handle_abort=0:use_sigaltstack=0");
		int status;

		assert_true(vt_text(v, "Findings", MS));
		assert_true(vt_altscreen(v));
		assert_false(vt_settings_restored(v));
		vt_keys(v, cases[i].key);
		status = vt_exit(v, MS);
		if (cases[i].signo)
			assert_true(WIFSIGNALED(status) && WTERMSIG(status) == cases[i].signo);
		else
			assert_int_equal(WEXITSTATUS(status), cases[i].code);
		check_restored(v);
		vt_free(v);
	}
}

static void signals_restore(void **state)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(signals); i++) {
		vt *v = start(usual, NULL, NULL);
		char say[32];

		assert_true(vt_text(v, "Findings", MS));
		kill(vt_pid(v), signals[i]);
		assert_int_equal(vt_exit(v, MS), 0); /* by way of the loop */
		snprintf(say, sizeof(say), "signal=%d", signals[i]);
		assert_true(vt_raw_has(v, say, MS));
		check_restored(v);
		vt_free(v);
	}
}

/* A program that never goes back to its loop: the second signal ends it. */
static void second_signal_ends_a_stuck_program(void **state)
{
	vt *v = start(usual, NULL, NULL);
	int status;

	(void)state;
	assert_true(vt_text(v, "Findings", MS));
	vt_keys(v, "P");
	assert_true(vt_raw_has(v, "spinning", MS));
	kill(vt_pid(v), SIGTERM);
	assert_int_equal(vt_exit(v, 50), -1);
	kill(vt_pid(v), SIGTERM); /* too soon to mean "at once" */
	assert_int_equal(vt_exit(v, 1100), -1);
	kill(vt_pid(v), SIGTERM);
	status = vt_exit(v, MS);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	check_restored(v);
	vt_free(v);
}

static void hangup_ends(void **state)
{
	vt *v = start(usual, NULL, NULL);
	pid_t pid = vt_pid(v);

	(void)state;
	assert_true(vt_text(v, "Findings", MS));
	kill(pid, 0);
	vt_free(v); /* closes the terminal; must not hang */
}

/* Under a shell with job control, as everybody uses it. */
static void suspend_and_continue(void **state)
{
	ig_auto_free char *demo = demo_path();
	ig_auto_free char *script = ig_asprintf(
	    "set -m; stty -echo; '%s'; echo STOPPED; stty -a | grep -q ' icanon' && echo COOKED; "
	    "read x; fg >/dev/null; echo END",
	    demo);
	const char *argv[] = {"bash", "-c", script, NULL};
	const char *env[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", NULL};
	struct vt_opts o = {.rows = 24, .cols = 80, .env = env};
	vt *v = vt_start(&o, argv);

	(void)state;
	assert_true(vt_text(v, "Findings", MS));
	vt_keys(v, "j j ^Z");
	assert_true(vt_text(v, "COOKED", MS));
	assert_false(vt_altscreen(v));
	assert_true(vt_cursor_shown(v));
	assert_false(vt_mouse(v));
	vt_resize(v, 30, 100);
	vt_send(v, "\n", 1);
	assert_true(vt_text(v, "3 of 40", MS));
	assert_true(vt_altscreen(v));
	assert_true(vt_mouse(v));
	vt_keys(v, "j");
	assert_true(vt_text(v, "4 of 40", MS));
	assert_true(vt_row_text(v, 29, "keys", MS)); /* the new size was taken */
	vt_keys(v, "q");
	assert_true(vt_text(v, "END", MS));
	assert_int_equal(vt_exit(v, MS), 0);
	vt_free(v);
}

static unsigned long number_after(vt *v, const char *name)
{
	size_t n;
	const char *at = strstr(vt_raw(v, &n), name);

	return at ? strtoul(at + strlen(name), NULL, 10) : 0;
}

/* A terminal that is not read for 3 s: the loop turns on, frames are dropped, then it catches up.
 */
static void stalled_terminal_stalls_nobody(void **state)
{
	vt *v = start((struct screen){"xterm-256color", "C.UTF-8", 60, 200}, "--tick", NULL);
	unsigned long ticks, frames;

	(void)state;
	assert_true(vt_text(v, "Findings", MS));
	vt_keys(v, "1");
	assert_true(vt_text(v, "lines", MS));
	vt_stall(v, 3000);
	vt_keys(v, "0");
	assert_true(vt_text(v, "Findings", MS));
	vt_keys(v, "q");
	assert_int_equal(vt_exit(v, MS), 0);
	assert_true(vt_raw_has(v, "ticks=", MS));
	ticks = number_after(v, "ticks=");
	frames = number_after(v, "frames=");
	print_message("# %lu ticks of 50 ms, %lu frames\n", ticks, frames);
	assert_true(ticks >= 40); /* 60 but for the machine's load; it would be a handful */
	assert_true(frames < ticks);
	check_restored(v);
	vt_free(v);
}

/* Ending must not wait for a terminal that takes nothing: 200 ms at most. */
static void ends_on_a_stalled_terminal(void **state)
{
	vt *v = start((struct screen){"xterm-256color", "C.UTF-8", 60, 200}, "--tick=quiet", NULL);
	uint64_t began;
	int status;

	(void)state;
	assert_true(vt_text(v, "Findings", MS));
	vt_keys(v, "1");
	vt_stall(v, 1500);
	kill(vt_pid(v), SIGTERM);
	began = ig_now_ms();
	assert_int_equal(waitpid(vt_pid(v), &status, 0), vt_pid(v));
	assert_true(ig_now_ms() - began < 2000);
	vt_free(v);
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void a_key_is_shown_at_once(void **state)
{
	enum { N = 400 };
	vt *v = start((struct screen){"xterm-256color", "C.UTF-8", 60, 200}, NULL, NULL);
	static const char *const keys[] = {"j", "j", "k", "]", "j", "[", "G", "g"};
	uint64_t us[N];

	(void)state;
	assert_true(vt_idle(v, MS));
	for (int i = 0; i < N; i++) {
		vt_keys(v, keys[i % (int)IG_COUNT(keys)]);
		assert_true(vt_idle(v, MS));
		us[i] = vt_latency_us(v);
	}
	qsort(us, N, sizeof(us[0]), compare);
	print_message("# key to frame at 200x60: p50 %llu us, p99 %llu us\n",
	    (unsigned long long)us[N / 2], (unsigned long long)us[N * 99 / 100]);
	assert_true(us[N / 2] < 50000); /* a guard, not the target: machines are shared */
	vt_keys(v, "q");
	assert_int_equal(vt_exit(v, MS), 0);
	/* One write a frame. */
	assert_true(vt_raw_has(v, "frames=", MS));
	assert_true(number_after(v, "writes=") <= number_after(v, "frames="));
	vt_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_terminal),
	    cmocka_unit_test(too_small_says_so),
	    cmocka_unit_test(unknown_terminal_is_refused),
	    cmocka_unit_test(hostile_text_stays_text),
	    cmocka_unit_test(colours_by_option),
	    cmocka_unit_test(prompt_finds_while_typing),
	    cmocka_unit_test(question_takes_all_keys),
	    cmocka_unit_test(mouse_wheel_and_click),
	    cmocka_unit_test(crash_restores),
	    cmocka_unit_test(signals_restore),
	    cmocka_unit_test(second_signal_ends_a_stuck_program),
	    cmocka_unit_test(hangup_ends),
	    cmocka_unit_test(suspend_and_continue),
	    cmocka_unit_test(stalled_terminal_stalls_nobody),
	    cmocka_unit_test(ends_on_a_stalled_terminal),
	    cmocka_unit_test(a_key_is_shown_at_once),
	};

	return cmocka_run_group_tests_name("term on a pty", tests, NULL, NULL);
}
