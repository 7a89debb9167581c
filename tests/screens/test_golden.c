/*
 * Each view as it is drawn, against files in tests/screens/golden: the text of the screen, then a
 * map of the colour roles. No engine is needed. (The launch request has its
 * own golden test with the plan.) After a wanted change: make golden, and read the
 * diff.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tui/views/app.h"

enum { PATIENCE_MS = 60000, GOLDEN_MAX = 1 << 20 };

/* What is opened; the keys, with what must be on the screen before and after, and what not. */
struct shot {
	const char *name, *sample;
	const char *before, *keys, *after, *gone;
};
static const struct shot shots[] = {
    {"services", "", "services below", "a", "3H", "not read"},
    {"findings", "obfuscated", "files analysed", "j", "value:", NULL},
    {"findings-none", "wave", "files analysed", "", "no findings", NULL},
    {"policy", "greedy-policy", "files analysed", "2", "not granted", NULL},
    {"broken", "misspelt-key", "files analysed", "3", "did you mean", NULL},
    {"help", "hello", "files analysed", "?", "Everywhere", NULL},
    {"prompt", "hello", "files analysed", "/ x y", "find: xy", NULL},
};
static const struct {
	const char *name;
	int rows, cols;
	bool ascii;
} screens[] = {
    {"80x24", 24, 80, false},
    {"80x24-ascii", 24, 80, true},
    {"120x40", 40, 120, false},
    {"40x10", 10, 40, false},
};

struct bench {
	ig_loop *loop;
	ig_app *app;
	ig_term *term;
	char *dir;
	struct ig_workbench_opts opts;
	struct ig_buf screen;
};

/* A copy of the samples at a place whose name is as long on every machine. */
static char *place;

static int copy_samples(void **state)
{
	const char *src = getenv("top_srcdir");
	ig_auto_free char *cmd = NULL;

	(void)state;
	place = ig_strdup("/tmp/ignite-golden.XXXXXX");
	assert_non_null(mkdtemp(place));
	cmd = ig_asprintf("cp -R '%s/tests/services/.' '%s' && chmod -R u=rwX,go=rX '%s'",
	    src ? src : ".", place, place);
	return system(cmd);
}

static int remove_samples(void **state)
{
	ig_auto_free char *cmd = ig_asprintf("rm -rf '%s'", place);

	(void)state;
	free(place);
	return system(cmd);
}

/* Runs the loop until the screen shows a text (or no longer shows it). */
static void expect(struct bench *b, const char *text, bool there)
{
	uint64_t end = ig_now_ms() + PATIENCE_MS;

	for (;;) {
		ig_buf_clear(&b->screen);
		ig_cells_dump(ig_term_cells(b->term), false, &b->screen);
		if (!strstr(ig_buf_str(&b->screen), text) == !there)
			return;
		if (ig_now_ms() > end)
			fail_msg("'%s' did not %s:\n%s", text, there ? "come" : "go",
			    ig_buf_str(&b->screen));
		ig_loop_once(b->loop, 50);
	}
}

static void open_bench(struct bench *b, const char *sample)
{
	struct ig_term_opts o = {.fn = ig_app_event};
	ig_err *err = NULL;

	*b = (struct bench){.dir = ig_asprintf("%s/%s", place, sample)};
	b->loop = ig_loop_new(NULL);
	b->opts.dir = b->dir;
	b->opts.host = "unix:///nonexistent/docker.sock";
	b->app = ig_app_new(b->loop, &b->opts, &err);
	if (!b->app)
		fail_msg("%s", ig_err_msg(err));
	o.loop = b->loop;
	o.user = b->app;
	b->term = ig_term_open_mem(&o, 40, 120);
	ig_app_attach(b->app, b->term);
	ig_loop_after(b->loop, ig_app_pass, b->app);
	ig_app_pass(b->app);
}

static void close_bench(struct bench *b)
{
	ig_app_attach(b->app, NULL);
	ig_loop_after(b->loop, NULL, NULL);
	ig_app_free(b->app);
	for (int i = 0; i < 10; i++)
		ig_loop_once(b->loop, 1);
	ig_term_close(b->term);
	ig_loop_free(b->loop);
	ig_buf_done(&b->screen);
	free(b->dir);
}

/* What differs between machines: what follows these words becomes as many 'x'. */
static void blank_out(char *s)
{
	static const struct {
		const char *word, *allowed;
	} rows[] = {
	    {"/ignite-golden.", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"},
	    {"sha256:", "0123456789abcdef"}, /* of modes too */
	};

	for (size_t i = 0; i < IG_COUNT(rows); i++)
		for (char *at = strstr(s, rows[i].word); at; at = strstr(at, rows[i].word))
			for (at += strlen(rows[i].word); *at && strchr(rows[i].allowed, *at); at++)
				*at = 'x';
}

/* The screen at one size, as it is kept. */
static char *take(struct bench *b, size_t screen)
{
	struct ig_buf out = IG_BUF_INIT(0);
	char *ret;

	ig_term_cells(b->term)->ascii = screens[screen].ascii;
	ig_term_mem_resize(b->term, screens[screen].rows, screens[screen].cols);
	ig_app_pass(b->app);
	ig_cells_dump(ig_term_cells(b->term), true, &out);
	ret = ig_buf_take(&out);
	blank_out(ret);
	return ret;
}

static char *read_all(const char *path)
{
	struct ig_buf b = IG_BUF_INIT(GOLDEN_MAX);
	FILE *f = fopen(path, "r");
	char in[4096];
	size_t n;

	while (f && (n = fread(in, 1, sizeof(in), f)) > 0)
		ig_buf_add(&b, in, n);
	if (f)
		fclose(f);
	return ig_buf_take(&b);
}

/* Returns whether the screen is the kept one; says where it is not. */
static bool same(const char *name, const char *got)
{
	const char *src = getenv("top_srcdir");
	ig_auto_free char *path =
	    ig_asprintf("%s/tests/screens/golden/%s.txt", src ? src : ".", name);
	ig_auto_free char *want = NULL;
	size_t line = 1, i = 0;
	FILE *f;

	if (getenv("IGNITE_UPDATE_GOLDEN")) {
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(got, f);
		fclose(f);
		return true;
	}
	want = read_all(path);
	if (strcmp(want, got) == 0)
		return true;
	for (; want[i] && want[i] == got[i]; i++)
		line += want[i] == '\n';
	print_message("# %s differs from line %zu on; it is now:\n%s", path, line, got);
	return false;
}

static void views_look_as_kept(void **state)
{
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < IG_COUNT(shots); i++) {
		struct bench b;

		open_bench(&b, shots[i].sample);
		expect(&b, shots[i].before, true);
		expect(&b, "nonexistent/docker.sock", true); /* the engine was looked for */
		assert_true(ig_term_mem_keys(b.term, shots[i].keys));
		ig_app_pass(b.app);
		expect(&b, shots[i].after, true);
		if (shots[i].gone)
			expect(&b, shots[i].gone, false);
		for (int k = 0; k < 10; k++) /* what is still under way and not seen */
			ig_loop_once(b.loop, 20);
		for (size_t s = 0; s < IG_COUNT(screens); s++) {
			ig_auto_free char *name =
			    ig_asprintf("%s-%s", shots[i].name, screens[s].name);
			ig_auto_free char *got = take(&b, s);

			ok = same(name, got) && ok;
		}
		close_bench(&b);
	}
	if (!ok)
		fail_msg("wanted? then run: make golden, and read the diff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(views_look_as_kept)};

	return cmocka_run_group_tests_name("golden screens", tests, copy_samples, remove_samples);
}
