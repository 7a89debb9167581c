/* tui/widgets: what they draw and how they answer, on cells in memory. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "tui/term/term.h"
#include "tui/widgets/bar.h"
#include "tui/widgets/graph.h"
#include "tui/widgets/layout.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pager.h"
#include "tui/widgets/prompt.h"

static void check_dump(const struct ig_cells *c, bool roles, const char *want)
{
	ig_auto_buf b = IG_BUF_INIT(0);

	ig_cells_dump(c, roles, &b);
	assert_string_equal(ig_buf_str(&b), want);
}

/* A list of numbered things that come and go. */
struct things {
	uint64_t id[64];
	size_t n;
};

static enum ig_role col_name(const void *user, size_t i, struct ig_buf *out)
{
	const struct things *t = user;

	ig_buf_printf(out, "thing-%llu%s", (unsigned long long)t->id[i], i % 2 ? "" : "\033[31m");
	return IG_R_NORMAL;
}

static enum ig_role col_number(const void *user, size_t i, struct ig_buf *out)
{
	const struct things *t = user;

	ig_buf_printf(out, "%llu", (unsigned long long)t->id[i] * 7);
	return IG_R_LOW;
}

static size_t thing_count(const void *user)
{
	return ((const struct things *)user)->n;
}

static uint64_t thing_id(const void *user, size_t i)
{
	return ((const struct things *)user)->id[i];
}

static const struct ig_column columns[] = {
    {"Name", 8, 1, IG_ALIGN_LEFT, 0, col_name},
    {"No", 4, 0, IG_ALIGN_RIGHT, 16, col_number},
    {NULL, 0, 0, IG_ALIGN_LEFT, 0, NULL},
};
static const struct ig_list_ops ops = {
    .columns = columns, .count = thing_count, .id = thing_id, .empty = "nothing here"};

static void fill(struct things *t, size_t n)
{
	t->n = n;
	for (size_t i = 0; i < n; i++)
		t->id[i] = i + 1;
}

static void list_draws_columns_and_bar(void **state)
{
	struct things t;
	struct ig_list l;
	struct ig_cells c;

	(void)state;
	fill(&t, 5);
	ig_list_init(&l, &ops, &t);
	ig_cells_init(&c, 4, 24, true);
	ig_list_act(&l, IG_ACT_DOWN);
	ig_list_draw(&l, &c, ig_cells_rect(&c), true);
	check_dump(&c, true,
	    " Name               No\n"
	    " thing-1^[[31m       7 #\n"
	    ">thing-2            14 |\n"
	    " thing-3^[[31m      21 |\n"
	    "--\n"
	    ".mmmm...............mm\n"
	    "........!!...........L.f\n"
	    "sssssssssssssssssssssssb\n"
	    "........!!..........LL.b\n");
	ig_cells_done(&c);
	ig_list_done(&l);
}

static void list_selects_by_identity(void **state)
{
	struct things t;
	struct ig_list l;
	size_t i;

	(void)state;
	fill(&t, 5);
	ig_list_init(&l, &ops, &t);
	assert_true(ig_list_select(&l, 4));
	memmove(t.id + 1, t.id, 5 * sizeof(t.id[0])); /* one more in front */
	t.id[0] = 99;
	t.n = 6;
	ig_list_sync(&l, &t);
	assert_true(ig_list_selected(&l, &i));
	assert_int_equal(t.id[i], 4);
	assert_int_equal(i, 4);
	memmove(t.id + 4, t.id + 5, sizeof(t.id[0])); /* it vanishes: its place is kept */
	t.n = 5;
	ig_list_sync(&l, &t);
	assert_true(ig_list_selected(&l, &i));
	assert_int_equal(t.id[i], 5);
	t.n = 0;
	ig_list_sync(&l, &t);
	assert_false(ig_list_selected(&l, &i));
	assert_int_equal(ig_list_act(&l, IG_ACT_DOWN), IG_DO_DRAW);
	assert_int_equal(ig_list_act(&l, IG_ACT_FIND_NEXT), IG_DO_DRAW);
	fill(&t, 3);
	ig_list_sync(&l, &t);
	assert_true(ig_list_selected(&l, &i));
	assert_int_equal(i, 0);
	ig_list_done(&l);
}

static void list_finds_and_filters(void **state)
{
	struct things t;
	struct ig_list l;
	size_t i;

	(void)state;
	fill(&t, 40);
	ig_list_init(&l, &ops, &t);
	ig_list_find(&l, "THING-3");
	assert_true(ig_list_selected(&l, &i) && i == 2);
	assert_int_equal(ig_list_matches(&l), 11); /* 3, 30-39 */
	ig_list_act(&l, IG_ACT_FIND_NEXT);
	assert_true(ig_list_selected(&l, &i) && i == 29);
	ig_list_act(&l, IG_ACT_FIND_PREV);
	ig_list_act(&l, IG_ACT_FIND_PREV);
	assert_true(ig_list_selected(&l, &i) && i == 38); /* round the end */
	ig_list_filter(&l, "thing-1");
	assert_int_equal(l.shown_n, 11);
	ig_list_act(&l, IG_ACT_LAST);
	assert_true(ig_list_selected(&l, &i) && i == 18);
	ig_list_filter(&l, NULL);
	assert_true(ig_list_selected(&l, &i) && i == 18);
	ig_list_filter(&l, "no such");
	assert_false(ig_list_selected(&l, &i));
	ig_list_done(&l);
}

static void list_takes_clicks(void **state)
{
	struct ig_event ev = {.kind = IG_EV_MOUSE, .button = IG_MOUSE_LEFT, .y = 3, .x = 2};
	struct things t;
	struct ig_list l;
	struct ig_cells c;
	bool opened;

	(void)state;
	fill(&t, 9);
	ig_list_init(&l, &ops, &t);
	ig_cells_init(&c, 6, 24, true);
	ig_list_draw(&l, &c, ig_cells_rect(&c), true);
	assert_int_equal(ig_list_mouse(&l, ig_cells_rect(&c), &ev, &opened), IG_DO_DRAW);
	assert_int_equal(l.row, 2);
	assert_false(opened);
	ig_list_mouse(&l, ig_cells_rect(&c), &ev, &opened);
	assert_true(opened);
	ev.y = 0; /* the titles */
	assert_int_equal(ig_list_mouse(&l, ig_cells_rect(&c), &ev, &opened), IG_DO_NOTHING);
	ev.y = 60;
	assert_int_equal(ig_list_mouse(&l, ig_cells_rect(&c), &ev, &opened), IG_DO_UNKNOWN);
	ig_cells_done(&c);
	ig_list_done(&l);
}

/* Lines of a pager: "line N", every 10th long, every 7th with a note when asked for. */
struct lines {
	uint64_t n;
	bool notes;
	char text[64];
};

static uint64_t line_count(const void *user)
{
	return ((const struct lines *)user)->n;
}

static bool line_get(const void *user, uint64_t i, struct ig_pager_line *ret)
{
	struct lines *l = (struct lines *)(uintptr_t)user;

	if (i >= l->n)
		return false;
	snprintf(l->text, sizeof(l->text), "line %llu%s", (unsigned long long)i + 1,
	    i % 10 == 9 ? " abcdefghijklmnopqrstuvwxyz" : "");
	ret->text = l->text;
	ret->len = strlen(l->text);
	ret->note = l->notes && i % 7 == 2 ? "^ why" : NULL;
	return true;
}

static const struct ig_pager_ops line_ops = {line_count, line_get, "no lines"};

static void pager_numbers_marks_and_notes(void **state)
{
	struct lines src = {12, true, ""};
	struct ig_pager p;
	struct ig_cells c;

	(void)state;
	ig_pager_init(&p, &line_ops, &src);
	p.numbers = true;
	p.find = ig_strdup("NE 4");
	ig_pager_mark(&p, 3, 3);
	p.mark_col = 6;
	p.mark_len = 1;
	ig_cells_init(&c, 5, 20, true);
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	check_dump(&c, true,
	    "    2 | line 2     #\n"
	    ">   3 | line 3     #\n"
	    "      | ^ why      |\n"
	    "    4 | line 4     |\n"
	    "    5 | line 5     |\n"
	    "--\n"
	    ".mmmmmb............f\n"
	    "aaaaaab............f\n"
	    "......b............b\n"
	    ".mmmmmb...////.....b\n"
	    ".mmmmmb............b\n");
	assert_true(ig_cells_at(&c, 1, 13)->attrs & IG_A_UNDERLINE);
	assert_false(ig_cells_at(&c, 1, 12)->attrs & IG_A_UNDERLINE);
	ig_cells_done(&c);
	ig_pager_done(&p);
}

static void pager_wraps_only_what_is_seen(void **state)
{
	struct lines src = {20, false, ""};
	struct ig_pager p;
	struct ig_cells c;

	(void)state;
	ig_pager_init(&p, &line_ops, &src);
	p.wrap = true;
	ig_cells_init(&c, 5, 16, true);
	ig_pager_act(&p, IG_ACT_DOWN);
	p.top = 8;
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	check_dump(&c, false,
	    " line 9        |\n"
	    " line 10 abcde |\n"
	    " fghijklmnopqr #\n"
	    " stuvwxyz      |\n"
	    " line 11       |\n");
	ig_pager_act(&p, IG_ACT_DOWN);
	ig_pager_act(&p, IG_ACT_DOWN);
	ig_cells_clear(&c);
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	check_dump(&c, false,
	    " fghijklmnopqr |\n"
	    " stuvwxyz      |\n"
	    " line 11       #\n"
	    " line 12       |\n"
	    " line 13       |\n");
	assert_int_equal(p.top_sub, 1);
	ig_pager_act(&p, IG_ACT_UP);
	assert_int_equal(p.top_sub, 0);
	ig_pager_act(&p, IG_ACT_LAST);
	assert_int_equal(p.top, 17); /* 18, 19 and three rows of 20 */
	ig_cells_done(&c);
	ig_pager_done(&p);
}

static void pager_follows_until_one_looks_up(void **state)
{
	struct lines src = {10000000, false, ""};
	struct ig_pager p;
	struct ig_cells c;

	(void)state;
	ig_pager_init(&p, &line_ops, &src);
	p.grows = true;
	ig_cells_init(&c, 10, 40, false);
	ig_pager_follow(&p, true);
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	assert_int_equal(p.top, 9999990);
	src.n += 5;
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	assert_int_equal(p.top, 9999995);
	ig_pager_act(&p, IG_ACT_UP);
	assert_false(p.follow);
	src.n += 5;
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	assert_int_equal(p.top, 9999994);
	ig_pager_act(&p, IG_ACT_RIGHT); /* the offset to the side is kept */
	ig_pager_act(&p, IG_ACT_LAST);
	assert_true(p.follow);
	assert_int_equal(p.left, 8);
	ig_pager_freeze(&p, true);
	src.n += 12345;
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	assert_int_equal(p.top, 10000000);
	assert_int_equal(ig_pager_behind(&p), 12345);
	ig_pager_follow(&p, true);
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	assert_int_equal(p.top, 10012345);
	src.n = 3; /* a shorter text */
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	assert_int_equal(p.top, 0);
	src.n = 0;
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	ig_cells_done(&c);
	ig_pager_done(&p);
}

static void pager_searches_in_slices(void **state)
{
	struct lines src = {1000000, false, ""};
	struct ig_pager p;
	struct ig_cells c;
	enum ig_find f;
	unsigned slices = 1;

	(void)state;
	ig_pager_init(&p, &line_ops, &src);
	ig_cells_init(&c, 10, 40, false);
	ig_pager_draw(&p, &c, ig_cells_rect(&c));
	for (f = ig_pager_find(&p, "LINE 900000", 1); f == IG_FIND_MORE; slices++)
		f = ig_pager_find_more(&p);
	assert_int_equal(f, IG_FIND_HIT);
	assert_int_equal(p.hit, 900000);
	assert_true(slices >= 900000 / IG_PAGER_SCAN);
	assert_true(p.top < p.hit && p.hit <= p.top + 10);
	assert_int_equal(ig_pager_find(&p, "line 90000", -1), IG_FIND_MORE);
	while ((f = ig_pager_find_more(&p)) == IG_FIND_MORE)
		;
	assert_int_equal(p.hit, 90000); /* backwards from line 899,997 */
	for (f = ig_pager_find(&p, "nowhere", 1); f == IG_FIND_MORE;)
		f = ig_pager_find_more(&p);
	assert_int_equal(f, IG_FIND_NONE);
	assert_int_equal(ig_pager_find(&p, "", 1), IG_FIND_NONE);
	assert_null(p.find);
	assert_int_equal(ig_pager_act(&p, IG_ACT_FIND_NEXT), IG_DO_DRAW);
	ig_cells_done(&c);
	ig_pager_done(&p);
}

static void key(struct ig_prompt *p, uint32_t k)
{
	struct ig_event ev = {.kind = IG_EV_KEY, .key = k};

	assert_int_equal(ig_prompt_event(p, &ev), IG_DO_DRAW);
}

static void prompt_edits_utf8(void **state)
{
	struct ig_prompt p = {0};
	struct ig_event paste = {.kind = IG_EV_PASTE, .text = "x\ny\0z", .len = 5};
	struct ig_event end = {.kind = IG_EV_KEY, .key = IG_K_ENTER};
	struct ig_cells c;

	(void)state;
	ig_prompt_open(&p, "find: ", "a\u6f22");
	key(&p, 'b');
	key(&p, IG_K_LEFT);
	key(&p, IG_K_LEFT);
	key(&p, 0xe9);
	assert_string_equal(ig_prompt_text(&p), "a\u00e9\u6f22b");
	key(&p, IG_K_BACKSPACE);
	key(&p, IG_K_DEL);
	assert_string_equal(ig_prompt_text(&p), "ab");
	ig_prompt_event(&p, &paste);
	assert_string_equal(ig_prompt_text(&p), "ax yzb");
	key(&p, IG_CTRL('W'));
	assert_string_equal(ig_prompt_text(&p), "ax b");
	key(&p, IG_CTRL('K'));
	key(&p, IG_CTRL('A'));
	key(&p, IG_K_LEFT); /* nowhere to go */
	key(&p, IG_K_BACKSPACE);
	key(&p, IG_K_UP);
	assert_string_equal(ig_prompt_text(&p), "ax ");
	key(&p, IG_K_END);
	key(&p, IG_CTRL('U'));
	assert_string_equal(ig_prompt_text(&p), "");
	key(&p, IG_K_DEL);
	for (int i = 0; i < 3000; i++)
		key(&p, 0x6f22);
	assert_true(p.text.len <= IG_PROMPT_MAX);
	ig_cells_init(&c, 1, 20, false);
	ig_prompt_draw(&p, &c, ig_cells_rect(&c));
	assert_int_equal(c.cursor_y, 0);
	assert_true(c.cursor_x >= 0 && c.cursor_x < 20);
	assert_int_equal(ig_prompt_event(&p, &end), IG_DO_YES);
	assert_false(p.open);
	ig_cells_done(&c);
	ig_prompt_done(&p);
}

static void confirm_wants_a_clear_yes(void **state)
{
	static const struct {
		uint32_t key;
		unsigned want;
	} cases[] = {{IG_K_ENTER, IG_DO_NOTHING}, {' ', IG_DO_NOTHING}, {'y', IG_DO_YES},
	    {'n', IG_DO_CLOSE}, {'N', IG_DO_CLOSE}, {IG_K_ESC, IG_DO_CLOSE}, {'q', IG_DO_CLOSE},
	    {'K', IG_DO_NOTHING}};
	struct ig_cells c;

	(void)state;
	ig_cells_init(&c, 7, 30, true);
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		struct ig_confirm q = {true, 1, "Stop it?", "name\033[31m\nline 2", true};
		struct ig_event ev = {.kind = IG_EV_KEY, .key = cases[i].key};

		ig_confirm_draw(&q, &c, ig_cells_rect(&c));
		assert_int_equal(ig_confirm_event(&q, &ev), cases[i].want);
		assert_int_equal(q.open, cases[i].want == IG_DO_NOTHING);
	}
	check_dump(&c, false,
	    "+----------------------------+\n"
	    "| Stop it?                   |\n"
	    "| name^[[31m                 |\n"
	    "| line 2                     |\n"
	    "|                            |\n"
	    "| y yes   n no               |\n"
	    "+----------------------------+\n");
	ig_cells_done(&c);
}

static void pipeline_shortens_but_never_hides(void **state)
{
	static const struct ig_stage stages[] = {{"Services", IG_STAGE_OK, ""},
	    {"Findings", IG_STAGE_BLOCKED, ""}, {"Policy", IG_STAGE_OPEN, ""},
	    {"Launch", IG_STAGE_IDLE, ""}, {"Live", IG_STAGE_BUSY, "00:03"}};
	struct ig_pipeline p = {"checkout-api", stages, 5, 2, "FOLLOW"};
	static const struct {
		int cols;
		const char *row;
	} cases[] = {
	    {100, " checkout-api  Services+ > 1 Findings! > 2 Policy~ > 3 Launch > 4 Live* 00:03"
	          "                FOLLOW\n"},
	    {70, " checkout-api  0+ > 1! > 2 Policy~ > 3 Launch > 4 Live* 00:03  FOLLOW\n"},
	    {40, " checkou~  0+ > 1! > 2 Policy~ > 3 > 4*\n"},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		struct ig_cells c;

		ig_cells_init(&c, 1, cases[i].cols, true);
		ig_pipeline_draw(&p, &c, ig_cells_rect(&c));
		check_dump(&c, false, cases[i].row);
		ig_cells_done(&c);
	}
	assert_int_equal(ig_pipeline_hit(&p, (struct ig_rect){0, 0, 1, 70}, 0, 24), 2);
	assert_int_equal(ig_pipeline_hit(&p, (struct ig_rect){0, 0, 1, 70}, 0, 2), -1);
	assert_int_equal(ig_pipeline_hit(&p, (struct ig_rect){0, 0, 1, 70}, 1, 24), -1);
}

static void status_keeps_the_hint(void **state)
{
	ig_auto_err err = NULL;
	struct ig_cells c;

	(void)state;
	ig_err_set(&err, IG_E_DOWN, "cannot reach the engine at %s", "/run/\033[31mdocker.sock");
	ig_err_hint(&err, "start it");
	ig_cells_init(&c, 3, 44, true);
	ig_status_error(&c, (struct ig_rect){0, 0, 1, 44}, err);
	ig_status_text(&c, (struct ig_rect){1, 0, 1, 44},
	    "a\xe2\x80\xae"
	    "b",
	    "1 of 9");
	ig_status_error(&c, (struct ig_rect){2, 0, 1, 10}, err);
	check_dump(&c, false,
	    " cannot reach the engine at /r~  > start it\n"
	    " a<U+202E>b                          1 of 9\n"
	    " ca~  > ~\n");
	ig_cells_done(&c);
}

static double ramp(const void *user, size_t i)
{
	(void)user;
	return i == 3 ? (double)NAN : (double)i;
}

static void graphs_in_every_style(void **state)
{
	struct ig_graph g = {.title = "CPU",
	    .unit = IG_UNIT_PERCENT,
	    .value = ramp,
	    .n = 13,
	    .limit = 10,
	    .max = 12,
	    .style = IG_GRAPH_ASCII};
	struct ig_cells c;

	(void)state;
	ig_cells_init(&c, 5, 20, true);
	ig_graph_draw(&g, &c, ig_cells_rect(&c));
	check_dump(&c, true,
	    "+- CPU 12% of 10% !+\n"
	    "|--------------.::#|\n"
	    "|          .::#####|\n"
	    "|      .: #########|\n"
	    "+------------------+\n"
	    "--\n"
	    "bb.ttt.HHHmmmmmmmHHb\n"
	    "bmmmmmmmmmmmmmm3333b\n"
	    "b..........11111111b\n"
	    "b......00.000000000b\n"
	    "bbbbbbbbbbbbbbbbbbbb\n");
	ig_cells_done(&c);
	ig_cells_init(&c, 2, 6, false);
	g.style = IG_GRAPH_BRAILLE;
	g.limit = 0;
	ig_graph_draw(&g, &c, ig_cells_rect(&c));
	check_dump(&c, false, "CPU 12\n\u28c0\u2880\u28e4\u28f4\u28f6\u28ff\n");
	g.style = IG_GRAPH_BLOCK;
	ig_cells_clear(&c);
	ig_graph_draw(&g, &c, ig_cells_rect(&c));
	check_dump(&c, false, "CPU 12\n\u2585\u2585\u2586\u2587\u2587\u2588\n");
	ig_cells_done(&c);
}

static void graphs_without_samples_say_why(void **state)
{
	struct ig_graph g = {.title = "NET",
	    .value = ramp,
	    .n = 0,
	    .style = IG_GRAPH_BRAILLE,
	    .absent = "no figures here"};
	struct ig_cells c;

	(void)state;
	for (int h = 0; h < 8; h++) {
		for (int w = 0; w < 40; w++) {
			ig_cells_init(&c, 8, 40, false);
			ig_graph_draw(&g, &c, (struct ig_rect){0, 0, h, w});
			g.n = (size_t)w;
			ig_graph_draw(&g, &c, (struct ig_rect){0, 0, h, w});
			g.n = 0;
			ig_cells_done(&c);
		}
	}
	ig_cells_init(&c, 3, 24, true);
	ig_graph_draw(&g, &c, ig_cells_rect(&c));
	check_dump(&c, false,
	    "+- NET ----------------+\n"
	    "| no figures here      |\n"
	    "+----------------------+\n");
	ig_cells_done(&c);
}

static void units(void **state)
{
	static const struct {
		enum ig_unit u;
		double v;
		const char *want;
	} cases[] = {
	    {IG_UNIT_PERCENT, 37.4, "37%"},
	    {IG_UNIT_BYTES, 0, "0B"},
	    {IG_UNIT_BYTES, 1023, "1023B"},
	    {IG_UNIT_BYTES, 1024, "1.0K"},
	    {IG_UNIT_BYTES, 212.0 * 1048576, "212M"},
	    {IG_UNIT_BYTES, 9.96 * 1024, "10K"},
	    {IG_UNIT_BYTES_PER_S, 1258291, "1.2M/s"},
	    {IG_UNIT_NUMBER, 23, "23"},
	    {IG_UNIT_NUMBER, 12345, "12k"},
	    {IG_UNIT_MS, 999, "999ms"},
	    {IG_UNIT_MS, 1500, "1.5s"},
	    {IG_UNIT_NUMBER, -1, "-"},
	    {IG_UNIT_NUMBER, INFINITY, "-"},
	    {IG_UNIT_NUMBER, NAN, "-"},
	    {IG_UNIT_BYTES, 1e18, "909495T"},
	};
	char got[24];

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++)
		assert_string_equal(ig_unit_format(cases[i].u, cases[i].v, got), cases[i].want);
	assert_true(fabs(ig_graph_nice_max(IG_UNIT_NUMBER, 37) - 50) < 0.1);
	assert_true(fabs(ig_graph_nice_max(IG_UNIT_BYTES, 1000) - 1024) < 0.1);
	assert_true(fabs(ig_graph_nice_max(IG_UNIT_NUMBER, NAN) - 1) < 0.1);
	assert_true(fabs(ig_graph_nice_max(IG_UNIT_NUMBER, 1e300) - 1e18) < 1e3);
}

static void layouts_by_size(void **state)
{
	struct ig_frame f;
	struct ig_panes p;
	struct ig_split_opts o = {IG_SPLIT_AUTO, 50, 0, IG_ZOOM_NORMAL};

	(void)state;
	assert_true(ig_frame_layout(9, 80).too_small);
	assert_true(ig_frame_layout(24, 39).too_small);
	f = ig_frame_layout(24, 80);
	assert_int_equal(f.main.h, 21);
	assert_int_equal(f.hints.y, 23);
	p = ig_split_layout(f.main, o);
	assert_false(p.side_by_side);
	assert_int_equal(p.pane[0].h + p.pane[1].h, 21);
	p = ig_split_layout(ig_frame_layout(40, 120).main, o);
	assert_true(p.side_by_side);
	assert_int_equal(p.pane[0].w, 60);
	o.focus = 1;
	p = ig_split_layout(ig_frame_layout(10, 40).main, o); /* one pane only */
	assert_int_equal(p.pane[0].h, 0);
	o.zoom = ig_zoom_step(o.zoom, 1);
	p = ig_split_layout(f.main, o);
	assert_int_equal(p.pane[0].h, 5);
	assert_int_equal(ig_zoom_step(IG_ZOOM_FULL, 1), IG_ZOOM_FULL);
	assert_int_equal(ig_zoom_step(IG_ZOOM_NORMAL, -1), IG_ZOOM_NORMAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(list_draws_columns_and_bar),
	    cmocka_unit_test(list_selects_by_identity),
	    cmocka_unit_test(list_finds_and_filters),
	    cmocka_unit_test(list_takes_clicks),
	    cmocka_unit_test(pager_numbers_marks_and_notes),
	    cmocka_unit_test(pager_wraps_only_what_is_seen),
	    cmocka_unit_test(pager_follows_until_one_looks_up),
	    cmocka_unit_test(pager_searches_in_slices),
	    cmocka_unit_test(prompt_edits_utf8),
	    cmocka_unit_test(confirm_wants_a_clear_yes),
	    cmocka_unit_test(pipeline_shortens_but_never_hides),
	    cmocka_unit_test(status_keeps_the_hint),
	    cmocka_unit_test(graphs_in_every_style),
	    cmocka_unit_test(graphs_without_samples_say_why),
	    cmocka_unit_test(units),
	    cmocka_unit_test(layouts_by_size),
	};

	return cmocka_run_group_tests_name("tui/widgets", tests, NULL, NULL);
}
