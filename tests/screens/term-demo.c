/*
 * Every widget on one real terminal, for the screen tests: no engine, no service.
 *
 * Stage 0: list and evidence, 1: log and graphs, 2: colour roles and glyphs. Keys as in the table;
 * beside them A aborts, S writes to address 0, O overflows the stack, E exits without closing the
 * terminal, P never goes back to the loop. --tick redraws 20 times a second; at the
 * end it prints how often the loop turned, but for --tick=quiet.
 */
#include "config.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/loop.h"
#include "tui/term/term.h"
#include "tui/widgets/bar.h"
#include "tui/widgets/graph.h"
#include "tui/widgets/layout.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pager.h"
#include "tui/widgets/prompt.h"

enum {
	STAGES = 3,
	LOG_LINES = 1000000,
	ROWS = 40,
	SAMPLES = 300,
	TICK_MS = 50,
	Q_STOP = 1,
	Q_QUIT
};

struct demo {
	ig_loop *loop;
	ig_term *term;
	ig_timer *tick;
	int stage, focus;
	bool quiet, dirty, ticking, help, mouse;
	enum ig_zoom zoom;
	enum ig_graph_style graph;
	struct ig_list list;
	struct ig_pager source, log, keys;
	struct ig_prompt find;
	struct ig_confirm ask;
	struct ig_buf key_text;
	uint64_t log_n;
	unsigned long ticks;
	int last_signal;
};

/* The list: file names that would do harm if they were believed. */
static const char *const names[] = {
    "src/boot.js",
    "src/\xe6\xbc\xa2\xe5\xad\x97/index.ts",
    "lib/a\xe2\x80\xae"
    "gnp.js",
    "lib/\033[2J\033]0;owned\007x.js",
    "tools/caf\xc3\xa9.mjs",
    "deep/er/and/deeper/still/and/then/some/more.js",
    "bad\xff\xfe"
    "bytes.js",
    "tab\there.js",
};

static enum ig_role col_severity(const void *user, size_t i, struct ig_buf *out)
{
	static const char letter[] = "CHMLI";

	(void)user;
	ig_buf_addc(out, letter[i % 5]);
	return (enum ig_role)(IG_R_CRITICAL + i % 5);
}

static enum ig_role col_message(const void *user, size_t i, struct ig_buf *out)
{
	(void)user;
	ig_buf_printf(out, "finding %zu of the demonstration, with words enough to be cut", i);
	return IG_R_NORMAL;
}

static enum ig_role col_file(const void *user, size_t i, struct ig_buf *out)
{
	(void)user;
	ig_buf_printf(out, "%s:%zu", names[i % IG_COUNT(names)], i * 7 + 1);
	return IG_R_NORMAL;
}

static enum ig_role col_state(const void *user, size_t i, struct ig_buf *out)
{
	(void)user;
	ig_buf_adds(out, i % 3 ? "open" : "ok");
	return i % 3 ? IG_R_MUTED : IG_R_OK;
}

static const struct ig_column columns[] = {
    {"S", 1, 0, IG_ALIGN_LEFT, 0, col_severity},
    {"Finding", 16, 3, IG_ALIGN_LEFT, 0, col_message},
    {"File", 18, 2, IG_ALIGN_KEEP_END, 0, col_file},
    {"State", 6, 0, IG_ALIGN_LEFT, 60, col_state},
    {NULL, 0, 0, IG_ALIGN_LEFT, 0, NULL},
};

static size_t row_count(const void *user)
{
	(void)user;
	return ROWS;
}

static uint64_t row_id(const void *user, size_t i)
{
	(void)user;
	return i + 1;
}

static const struct ig_list_ops list_ops = {
    .columns = columns, .count = row_count, .id = row_id, .empty = "no findings"};

/* The source. */
static const char *const source[] = {
    "'use strict';",
    "",
    "// load stage two \xe2\x80\xae nwod edispu \xe2\x80\xac of the comment",
    "const k = process.env.KEY;",
    "\tconst data = { \xe6\xbc\xa2: 1, caf\xc3\xa9: 2 };",
    "eval(Buffer.from(s, 'base64').toString());",
    "module.exports = run;",
    "",
    "function run(a, b) { return a + b; } // a long line that goes on and on, past the right edge "
    "of every screen that is narrower than this sentence, which is the point of it",
};

static uint64_t source_count(const void *user)
{
	(void)user;
	return IG_COUNT(source) * 8;
}

static bool source_line(const void *user, uint64_t i, struct ig_pager_line *ret)
{
	(void)user;
	if (i >= source_count(NULL))
		return false;
	ret->text = source[i % IG_COUNT(source)];
	ret->len = strlen(ret->text);
	if (i == 14) {
		ret->note = "^ decoded (41 bytes): require('net').connect(4444)";
		ret->note_role = IG_R_HIGH;
	}
	return true;
}

static const struct ig_pager_ops source_ops = {source_count, source_line, "empty file"};

static uint64_t log_count(const void *user)
{
	return ((const struct demo *)user)->log_n;
}

static bool log_line(const void *user, uint64_t i, struct ig_pager_line *ret)
{
	static const char *const kind[] = {"\033[32mINFO\033[0m GET /api/items 200",
	    "\033[1;33mWARN\033[0m upstream 503, retry",
	    "\033[31mERROR\033[0m \xe2\x80\xaenimda\033]0;owned\007 \033[30;8mhidden?\033[0m"};

	if (i >= log_count(user))
		return false;
	ret->text = kind[i % 17 == 5 ? 1 : i % 23 == 7 ? 2 : 0];
	ret->len = strlen(ret->text);
	snprintf(ret->prefix, sizeof(ret->prefix), "%02u:%02u.%03u ", (unsigned)(i / 60000 % 60),
	    (unsigned)(i / 1000 % 60), (unsigned)(i % 1000));
	ret->prefix_role = IG_R_MUTED;
	return true;
}

static const struct ig_pager_ops log_ops = {log_count, log_line, "no output yet"};

static uint64_t keys_count(const void *user)
{
	uint64_t n = 0;

	for (const char *s = ig_buf_str(user); *s; s++)
		n += *s == '\n';
	return n;
}

static bool keys_line(const void *user, uint64_t i, struct ig_pager_line *ret)
{
	const char *s = ig_buf_str(user);

	for (; i && *s; s++)
		i -= *s == '\n';
	ret->text = s;
	ret->len = strcspn(s, "\n");
	ret->role = ret->len && *s != ' ' ? IG_R_TITLE : IG_R_NORMAL;
	return *s != '\0';
}

static const struct ig_pager_ops keys_ops = {keys_count, keys_line, NULL};

static double wave(const void *user, size_t i)
{
	double x = (double)i / 14;

	(void)user;
	return i > 40 && i < 46 ? (double)NAN : 48 + 30 * sin(x) + 18 * sin(x * 3.1);
}

static double stairs(const void *user, size_t i)
{
	(void)user;
	return (double)((i / 24 % 9) + 1) * 30 * 1048576;
}

static void draw_list(struct demo *d, struct ig_cells *c, struct ig_rect r)
{
	struct ig_panes p =
	    ig_split_layout(r, (struct ig_split_opts){IG_SPLIT_AUTO, 50, d->focus, d->zoom});
	struct ig_pen title;

	if (p.pane[0].h && p.pane[0].w) {
		title = ig_box(c, p.pane[0], d->focus == 0, "Findings");
		ig_pen_litf(&title, IG_R_MUTED, "%d ", (int)ROWS);
		ig_list_draw(&d->list, c, ig_rect_inner(p.pane[0]), d->focus == 0);
	}
	if (p.pane[1].h && p.pane[1].w) {
		title = ig_box(c, p.pane[1], d->focus == 1, "Evidence");
		ig_pen_raws(&title, IG_R_MUTED, names[d->list.row % IG_COUNT(names)]);
		ig_pen_blank(&title, 1);
		ig_pager_draw(&d->source, c, ig_rect_inner(p.pane[1]));
	}
}

static void draw_live(struct demo *d, struct ig_cells *c, struct ig_rect r)
{
	static const struct {
		const char *title;
		enum ig_unit unit;
		double (*value)(const void *, size_t);
		double limit;
	} g[] = {{"CPU", IG_UNIT_PERCENT, wave, 100},
	    {"MEM", IG_UNIT_BYTES, stairs, 256.0 * 1048576}, {"PIDS", IG_UNIT_NUMBER, wave, 0},
	    {"NET", IG_UNIT_BYTES_PER_S, wave, 0}};
	struct ig_rect top = ig_rect_top(&r, r.h > 20 ? 8 : r.h / 3);
	int n = top.w >= 80 ? 4 : 2, w = top.w / n;
	struct ig_pen title;

	for (int i = 0; i < n; i++) {
		struct ig_graph graph = {.title = g[i].title,
		    .unit = g[i].unit,
		    .style = d->graph,
		    .value = g[i].value,
		    .n = i == 3 ? 0 : SAMPLES,
		    .limit = g[i].limit,
		    .absent = "no figures here"};

		ig_graph_draw(&graph, c, i == n - 1 ? top : ig_rect_left(&top, w));
	}
	title = ig_box(c, r, true, "Log");
	ig_pen_litf(&title, IG_R_MUTED, "%llu lines ", (unsigned long long)d->log_n);
	if (d->log.frozen)
		ig_pen_litf(&title, IG_R_WARN, "frozen +%llu ",
		    (unsigned long long)ig_pager_behind(&d->log));
	ig_pager_draw(&d->log, c, ig_rect_inner(r));
}

static void draw_roles(struct ig_cells *c, struct ig_rect r)
{
	struct ig_pen p = ig_pen(c, r);

	for (int i = 0; i < IG_ROLE_N; i++) {
		ig_pen_at(&p, i % (r.h > 1 ? r.h : 1), 2 + i / (r.h > 1 ? r.h : 1) * 24);
		ig_pen_litf(&p, (enum ig_role)i, "%-10s", ig_role_name((enum ig_role)i));
		for (int g = i; g < i + 3 && i < IG_GLYPH_N; g++)
			ig_pen_glyph(&p, IG_R_NORMAL, (enum ig_glyph)(g % IG_GLYPH_N));
	}
}

static struct ig_contexts contexts(const struct demo *d)
{
	if (d->stage == 1)
		return IG_CONTEXTS(IG_CTX_LIVE, IG_CTX_LIST, IG_CTX_GLOBAL);
	return IG_CONTEXTS(IG_CTX_FINDINGS, IG_CTX_LIST, IG_CTX_GLOBAL);
}

static void draw_bars(struct demo *d, struct ig_cells *c, const struct ig_frame *f)
{
	struct ig_stage stages[] = {{"List", IG_STAGE_BLOCKED, ""},
	    {"Live", IG_STAGE_BUSY, "00:03"}, {"Roles", IG_STAGE_OK, ""}};
	struct ig_pipeline bar = {"checkout-\xe2\x80\xae"
	                          "api",
	    stages, STAGES, (size_t)d->stage, d->log.follow ? "FOLLOW" : NULL};
	struct ig_contexts in = contexts(d);
	ig_auto_err err = NULL;
	char right[32];

	ig_pipeline_draw(&bar, c, f->pipeline);
	ig_hints_draw(c, f->hints, &in);
	if (d->find.open) {
		ig_prompt_draw(&d->find, c, f->status);
	} else if (d->last_signal) {
		snprintf(right, sizeof(right), "signal %d", d->last_signal);
		ig_status_text(c, f->status, "asked to end", right);
	} else if (d->stage == 2) {
		ig_err_set(&err, IG_E_DOWN, "cannot reach the engine at /run/\033[31mdocker.sock");
		ig_err_hint(&err, "start it, or name another one with --host");
		ig_status_error(c, f->status, err);
	} else {
		snprintf(right, sizeof(right), "%d of %d", (int)d->list.row + 1, (int)ROWS);
		ig_status_text(c, f->status, "ready", right);
	}
}

static void draw(struct demo *d)
{
	struct ig_cells *c = ig_term_cells(d->term);
	struct ig_frame f = ig_frame_layout(c->rows, c->cols);

	ig_cells_clear(c);
	if (f.too_small) {
		ig_draw_too_small(c);
		return;
	}
	if (d->help)
		ig_pager_draw(&d->keys, c, f.main);
	else if (d->stage == 0)
		draw_list(d, c, f.main);
	else if (d->stage == 1)
		draw_live(d, c, f.main);
	else
		draw_roles(c, f.main);
	draw_bars(d, c, &f);
	if (d->ask.open)
		ig_confirm_draw(&d->ask, c, f.main);
}

static void after(void *user)
{
	struct demo *d = user;

	if (!d->dirty || !ig_term_ready(d->term))
		return;
	d->dirty = false;
	draw(d);
	ig_term_show(d->term);
}

static int overflow_stack(int n)
{
	volatile char page[4096];

	page[0] = (char)n;
	return n ? overflow_stack(n + 1) + page[0] : 0;
}

static void crash(uint32_t key)
{
	volatile int *nowhere = NULL;

	if (key == 'A')
		abort();
	if (key == 'S')
		*nowhere = 1;
	if (key == 'O')
		overflow_stack(1);
	if (key == 'E')
		exit(7);
	if (key == 'P') /* stuck: never back in the loop */
		for (puts("spinning"), fflush(stdout);;)
			pause();
}

static void global(struct demo *d, enum ig_action a, int digit)
{
	/* clang-format off */
	switch ((int)a) {
	case IG_ACT_STAGE_NEXT: d->stage = (d->stage + 1) % STAGES; break;
	case IG_ACT_STAGE_PREV: d->stage = (d->stage + STAGES - 1) % STAGES; break;
	case IG_ACT_STAGE_GO: d->stage = digit < STAGES ? digit : d->stage; break;
	case IG_ACT_PANE_NEXT:
	case IG_ACT_PANE_PREV: d->focus = !d->focus; break;
	case IG_ACT_LAYOUT_GROW: d->zoom = ig_zoom_step(d->zoom, 1); break;
	case IG_ACT_LAYOUT_SHRINK: d->zoom = ig_zoom_step(d->zoom, -1); break;
	case IG_ACT_UP_LEVEL:
	case IG_ACT_BACK:
		if (a == IG_ACT_BACK && !d->help)
			ig_loop_stop(d->loop);
		d->help = false;
		break;
	case IG_ACT_QUIT:
		d->ask = (struct ig_confirm){true, Q_QUIT, "Quit?",
		    "A service is running.\nIt will be stopped.", false};
		break;
	case IG_ACT_HELP: d->help = !d->help; break;
	case IG_ACT_MOUSE: d->mouse = !d->mouse; ig_term_mouse(d->term, d->mouse); break;
	case IG_ACT_REDRAW: ig_term_redraw(d->term); break;
	case IG_ACT_SUSPEND: ig_term_suspend(d->term); break;
	case IG_ACT_FIND: ig_prompt_open(&d->find, "find: ", NULL); break;
	case IG_ACT_LIVE_FREEZE: ig_pager_freeze(&d->log, !d->log.frozen); break;
	case IG_ACT_LIVE_FOLLOW: ig_pager_follow(&d->log, true); break;
	case IG_ACT_LIVE_WRAP: d->log.wrap = !d->log.wrap; break;
	case IG_ACT_LIVE_GRAPH:
		d->graph = ig_graph_style_next(d->graph, ig_term_cells(d->term)->ascii);
		break;
	case IG_ACT_LIVE_STOP:
		d->ask = (struct ig_confirm){true, Q_STOP, "Stop the service?",
		    "bad\033[31mname \xe2\x80\xae reversed", true};
		break;
	default: break;
	}
	/* clang-format on */
}

static void act(struct demo *d, const struct ig_event *ev)
{
	struct ig_contexts in = contexts(d);
	int digit = 0;
	enum ig_action a = ig_key_action(&in, ev->key, &digit);
	unsigned got;

	if (a == IG_ACT_NONE)
		crash(ev->key);
	if (d->help)
		got = ig_pager_act(&d->keys, a);
	else if (d->stage == 0 && d->focus == 0)
		got = ig_list_act(&d->list, a);
	else
		got = ig_pager_act(d->stage ? &d->log : &d->source, a);
	if (got == IG_DO_UNKNOWN)
		global(d, a, digit);
}

static void find(struct demo *d, const struct ig_event *ev)
{
	const char *text;
	unsigned got = ig_prompt_event(&d->find, ev);

	text = got == IG_DO_CLOSE ? NULL : ig_prompt_text(&d->find);
	if (d->stage == 0 && d->focus == 0)
		ig_list_find(&d->list, text);
	else
		ig_pager_find(d->stage ? &d->log : &d->source, text, 1);
}

static void ask(struct demo *d, const struct ig_event *ev)
{
	if (ig_confirm_event(&d->ask, ev) == IG_DO_YES && d->ask.token == Q_QUIT)
		ig_loop_stop(d->loop);
}

static void on_event(const struct ig_event *ev, void *user)
{
	struct demo *d = user;
	bool opened;

	d->dirty = true;
	if (ev->kind == IG_EV_SIGNAL || ev->kind == IG_EV_HANGUP) {
		d->last_signal = ev->signo;
		ig_loop_stop(d->loop);
	} else if (d->ask.open) {
		ask(d, ev);
	} else if (d->find.open) {
		find(d, ev);
	} else if (ev->kind == IG_EV_KEY) {
		act(d, ev);
	} else if (ev->kind == IG_EV_MOUSE) {
		ig_list_mouse(&d->list, (struct ig_rect){2, 1, 100, 60}, ev, &opened);
	}
}

static void on_tick(void *user)
{
	struct demo *d = user;

	d->ticks++;
	d->log_n += 5000;
	d->dirty = true;
	if (d->log.scan_dir)
		ig_pager_find_more(&d->log);
	ig_timer_set(d->tick, TICK_MS);
}

static bool options(struct demo *d, struct ig_term_opts *o, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--tick", 6) == 0) {
			d->ticking = true;
			d->quiet = argv[i][6] == '=';
		} else if (strcmp(argv[i], "--ascii") == 0)
			o->charset = IG_CHARSET_ASCII;
		else if (strcmp(argv[i], "--utf8") == 0)
			o->charset = IG_CHARSET_UTF8;
		else if (strncmp(argv[i], "--stage=", 8) == 0)
			d->stage = argv[i][8] - '0';
		else if (strncmp(argv[i], "--color=", 8) != 0 ||
		         !ig_color_parse(argv[i] + 8, &o->color))
			return false;
	}
	return d->stage >= 0 && d->stage < STAGES;
}

static void start(struct demo *d)
{
	ig_list_init(&d->list, &list_ops, d);
	ig_pager_init(&d->source, &source_ops, d);
	d->source.numbers = true;
	ig_pager_mark(&d->source, 15, 15);
	d->source.mark_col = 1;
	d->source.mark_len = 4;
	ig_pager_init(&d->log, &log_ops, d);
	d->log.sgr = d->log.grows = d->log.follow = true;
	d->log_n = LOG_LINES;
	d->key_text = IG_BUF_INIT(0);
	ig_keys_print(&d->key_text);
	ig_pager_init(&d->keys, &keys_ops, &d->key_text);
	d->graph = ig_term_graph(d->term);
	d->mouse = true;
}

static void finish(struct demo *d)
{
	ig_timer_free(d->tick);
	ig_list_done(&d->list);
	ig_pager_done(&d->source);
	ig_pager_done(&d->log);
	ig_pager_done(&d->keys);
	ig_prompt_done(&d->find);
	ig_buf_done(&d->key_text);
}

int main(int argc, char **argv)
{
	struct demo d = {0};
	struct ig_term_opts opts = {.fn = on_event, .user = &d};
	struct ig_term_stats stats;
	ig_auto_err err = NULL;

	if (!options(&d, &opts, argc, argv))
		return 2;
	d.loop = opts.loop = ig_loop_new(&err);
	d.term = d.loop ? ig_term_open(&opts, &err) : NULL;
	if (!d.term) {
		fprintf(stderr, "term-demo: %s\n  %s\n", ig_err_msg(err),
		    ig_err_hint_text(err) ? ig_err_hint_text(err) : "");
		ig_loop_free(d.loop);
		return ig_err_exit(err);
	}
	start(&d);
	if (d.ticking) {
		d.tick = ig_timer_new(d.loop, on_tick, &d);
		ig_timer_set(d.tick, TICK_MS);
	}
	ig_loop_after(d.loop, after, &d);
	ig_loop_run(d.loop);
	stats = ig_term_stats(d.term);
	ig_term_close(d.term);
	if (!d.quiet)
		printf("ticks=%lu frames=%llu writes=%llu bytes=%llu signal=%d\n", d.ticks,
		    (unsigned long long)stats.frames, (unsigned long long)stats.writes,
		    (unsigned long long)stats.bytes, d.last_signal);
	finish(&d);
	ig_loop_free(d.loop);
	return 0;
}
