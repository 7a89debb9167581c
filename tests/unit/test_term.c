/* tui/term: cells, pen, colours, keys, decoding; in memory. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "tui/term/keys.h"
#include "tui/term/term.h"

static char *dump(const struct ig_cells *c, bool roles)
{
	struct ig_buf b = IG_BUF_INIT(0);

	ig_cells_dump(c, roles, &b);
	return ig_buf_take(&b);
}

/* What a pen leaves on a screen of 2 x 8, from column x. */
static void check_pen(bool ascii, int x, const char *raw, const char *row, const char *roles)
{
	ig_auto_free char *want = ig_asprintf("%s\n\n--\n%s\n\n", row, roles), *got = NULL;
	struct ig_cells c;
	struct ig_pen p;

	ig_cells_init(&c, 2, 8, ascii);
	p = ig_pen(&c, ig_cells_rect(&c));
	ig_pen_at(&p, 0, x);
	ig_pen_raws(&p, IG_R_HIGH, raw);
	got = dump(&c, true);
	assert_string_equal(got, want);
	ig_cells_done(&c);
}

static void raw_text_is_clipped_and_neutralised(void **state)
{
	static const struct {
		bool ascii;
		int x;
		const char *raw, *row, *roles;
	} cases[] = {
	    {false, 0, "abc", "abc", "HHH"},
	    {false, 6, "abc", "      ab", "......HH"},
	    {false, -1, "abc", "bc", "HH"},
	    {false, 8, "abc", "", ""},
	    {false, -400, "abc", "", ""},
	    {false, 0, "\u6f22b", "\u6f22b", "HHH"},
	    {false, -1, "\u6f22b", " b", "HH"}, /* half a wide one is a blank */
	    {false, 7, "\u6f22b", "", ".......H"},
	    {false, 0, "e\u0301\u0302x", "e\u0301\u0302x", "HH"},
	    {false, 0, "e\u0301\u0301\u0301\u0301x", "e\u0301\u0301\u0301<+1>x", "!!!!!H"},
	    {false, 0, "a\x1b[1m", "a\u241b[1m", "H!HHH"},
	    {false, 0, "\u202e", "<U+202E>", "!!!!!!!!"},
	    {false, -3, "\u202ex", "202E>x", "!!!!!H"},
	    {false, 0, "\xff", "\\xff", "!!!!"},
	    {false, 0, "a\tb", "a", "HHHHHHHH"},
	    {true, 0, "\u00e9", "<U+00E9>", "!!!!!!!!"},
	    {true, 0, "\033x", "^[x", "!!H"},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++)
		check_pen(cases[i].ascii, cases[i].x, cases[i].raw, cases[i].row, cases[i].roles);
}

static void wide_characters_are_never_halved(void **state)
{
	struct ig_cells c;
	struct ig_pen p;

	(void)state;
	ig_cells_init(&c, 1, 6, false);
	p = ig_pen(&c, ig_cells_rect(&c));
	ig_pen_raws(&p, IG_R_NORMAL, "\u6f22\u6f22\u6f22");
	ig_pen_at(&p, 0, 1); /* the right half of the first */
	ig_pen_lit(&p, IG_R_NORMAL, "x");
	assert_int_equal(ig_cells_at(&c, 0, 0)->cp[0], ' ');
	assert_int_equal(ig_cells_at(&c, 0, 1)->cp[0], 'x');
	ig_pen_at(&p, 0, 4); /* the left half of the third */
	ig_pen_lit(&p, IG_R_NORMAL, "y");
	assert_int_equal(ig_cells_at(&c, 0, 5)->cp[0], ' ');
	assert_int_equal(ig_cells_at(&c, 0, 2)->width, 2);
	ig_pen_at(&p, 0, 1); /* a wide one over a half and a whole */
	ig_pen_raws(&p, IG_R_NORMAL, "\u6f22");
	assert_int_equal(ig_cells_at(&c, 0, 1)->width, 2);
	assert_int_equal(ig_cells_at(&c, 0, 2)->width, 0);
	assert_int_equal(ig_cells_at(&c, 0, 3)->cp[0], ' ');
	ig_cells_done(&c);
}

/* Whatever is drawn where: the screen stays a row of whole cells. */
static void random_drawing_keeps_the_cells_whole(void **state)
{
	static const char *const bits[] = {"\u6f22", "a", "\xe2", "e\u0301", "\u202e", "\t", "\x80",
	    "\033[31m", "\U0001f600", "\u0301", "\u00ad", "z\u0301\u0301\u0301\u0301\u0301\u0301"};
	struct ig_cells c;

	(void)state;
	srand(7);
	ig_cells_init(&c, 5, 17, false);
	for (int round = 0; round < 20000; round++) {
		struct ig_rect r = {rand() % 9 - 2, rand() % 25 - 4, rand() % 7, rand() % 25};
		struct ig_pen p = ig_pen(&c, r);
		struct ig_field f = {rand() % 12 - 1, (enum ig_align)(rand() % 3), IG_R_LOW};
		const char *s = bits[(size_t)rand() % IG_COUNT(bits)];

		p.keep_sgr = rand() & 1;
		ig_pen_at(&p, rand() % 6 - 1, rand() % 24 - 6);
		if (rand() & 1)
			ig_pen_raws(&p, IG_R_HIGH, s);
		else
			ig_pen_field(&p, f, s, strlen(s));
	}
	for (int i = 0; i < c.rows * c.cols; i++) {
		const struct ig_cell *cell = &c.cell[i];

		assert_true(cell->width <= 2);
		if (cell->width == 2)
			assert_true((i + 1) % c.cols && cell[1].width == 0);
		if (cell->width == 0)
			assert_true(i % c.cols && cell[-1].width == 2 && !cell->cp[0]);
		else
			assert_true(cell->cp[0] >= 0x20);
	}
	ig_cells_done(&c);
}

static void fields_take_their_width(void **state)
{
	static const struct {
		const char *s;
		struct ig_field f;
		const char *want;
	} cases[] = {
	    {"abc", {5, IG_ALIGN_LEFT, 0}, "abc  |"},
	    {"abc", {5, IG_ALIGN_RIGHT, 0}, "  abc|"},
	    {"abcdef", {5, IG_ALIGN_LEFT, 0}, "abcd\u2026|"},
	    {"abcdef", {5, IG_ALIGN_RIGHT, 0}, "abcd\u2026|"},
	    {"abcdef", {5, IG_ALIGN_KEEP_END, 0}, "\u2026cdef|"},
	    {"\u6f22\u6f22\u6f22", {5, IG_ALIGN_LEFT, 0}, "\u6f22\u6f22\u2026|"},
	    {"\u6f22\u6f22\u6f22", {4, IG_ALIGN_LEFT, 0}, "\u6f22 \u2026|"},
	    {"\u6f22\u6f22\u6f22", {4, IG_ALIGN_KEEP_END, 0}, "\u2026\u6f22 |"},
	    {"abc", {1, IG_ALIGN_LEFT, 0}, "\u2026|"},
	    {"abc", {0, IG_ALIGN_LEFT, 0}, "|"},
	    {"", {3, IG_ALIGN_LEFT, 0}, "   |"},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		ig_auto_free char *got = NULL;
		struct ig_cells c;
		struct ig_pen p;

		ig_cells_init(&c, 1, 20, false);
		p = ig_pen(&c, ig_cells_rect(&c));
		ig_pen_field(&p, cases[i].f, cases[i].s, strlen(cases[i].s));
		ig_pen_lit(&p, IG_R_NORMAL, "|");
		got = dump(&c, false);
		got[strlen(got) - 1] = '\0';
		assert_string_equal(got, cases[i].want);
		ig_cells_done(&c);
	}
}

static void kept_colours_cannot_hide_text(void **state)
{
	static const struct {
		const char *sgr;
		int fg, attrs;
	} cases[] = {
	    {"\033[31m", 2, 0},
	    {"\033[1;32m", 3, IG_A_BOLD},
	    {"\033[96m", 15, 0},
	    {"\033[30m", 0, 0},
	    {"\033[8m", 0, 0},
	    {"\033[37;47m", 0, 0},
	    {"\033[30;40m", 0, 0},
	    {"\033[7m", 0, 0},
	    {"\033[38;5;31m", 0, 0},
	    {"\033[38;2;31;31;31m", 0, 0},
	    {"\033[38;5;1;32m", 3, 0},
	    {"\033[38;2;1;1;1;32m", 3, 0},
	    {"\033[31m\033[m", 0, 0},
	    {"\033[31;1m\033[22;39m", 0, 0},
	    {"\033[4m", 0, IG_A_UNDERLINE},
	    {"\033[99999999999999m", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		struct ig_cells c;
		struct ig_pen p;

		ig_cells_init(&c, 1, 4, false);
		p = ig_pen(&c, ig_cells_rect(&c));
		p.keep_sgr = true;
		ig_pen_raws(&p, IG_R_NORMAL, cases[i].sgr);
		ig_pen_raws(&p, IG_R_NORMAL, "");
		ig_pen_at(&p, 0, 0);
		{
			ig_auto_free char *s = ig_asprintf("%sx", cases[i].sgr);

			ig_pen_raws(&p, IG_R_NORMAL, s);
		}
		assert_int_equal(ig_cells_at(&c, 0, 0)->cp[0], 'x');
		assert_int_equal(ig_cells_at(&c, 0, 0)->fg, cases[i].fg);
		assert_int_equal(ig_cells_at(&c, 0, 0)->attrs, cases[i].attrs);
		ig_cells_done(&c);
	}
}

static void boxes_and_matches(void **state)
{
	ig_auto_free char *got = NULL;
	struct ig_cells c;
	struct ig_pen p;

	(void)state;
	ig_cells_init(&c, 3, 20, true);
	p = ig_box(&c, ig_cells_rect(&c), true, "Log");
	ig_pen_raws(&p, IG_R_MUTED, "a.js and so much more");
	p = ig_pen(&c, ig_rect_inner(ig_cells_rect(&c)));
	p.mark = "Warn";
	ig_pen_raws(&p, IG_R_NORMAL, "a WARNing, warn");
	got = dump(&c, true);
	assert_string_equal(got, "+- Log a.js and so +\n"
	                         "|a WARNing, warn   |\n"
	                         "+------------------+\n"
	                         "--\n"
	                         "ff.aaa.mmmmmmmmmmmmf\n"
	                         "f..////.....////...f\n"
	                         "ffffffffffffffffffff\n");
	ig_cells_done(&c);
}

static void rects_never_go_negative(void **state)
{
	struct ig_rect r = {0, 0, 5, 10}, a;

	(void)state;
	a = ig_rect_top(&r, 2);
	assert_int_equal(a.h, 2);
	a = ig_rect_bottom(&r, 100);
	assert_int_equal(a.h, 3);
	assert_int_equal(r.h, 0);
	a = ig_rect_left(&r, -4);
	assert_int_equal(a.w, 0);
	a = ig_rect_right(&r, 4);
	assert_int_equal(a.x, 6);
	a = ig_rect_inner((struct ig_rect){0, 0, 1, 1});
	assert_int_equal(a.h, 0);
	a = ig_rect_clip((struct ig_rect){0, 0, 5, 5}, (struct ig_rect){9, 9, 2, 2});
	assert_int_equal(a.h + a.w, 0);
}

static void themes_tell_severity_without_colour(void **state)
{
	(void)state;
	for (int d = IG_COLOR_NEVER; d <= IG_COLOR_256; d++) {
		for (int r = 0; r < IG_ROLE_N; r++) {
			struct ig_look l = ig_theme_look((enum ig_color)d, (enum ig_role)r);

			assert_true(d != IG_COLOR_NEVER || l.fg == -1);
			assert_true(l.fg < (d == IG_COLOR_8 ? 8 : d == IG_COLOR_16 ? 16 : 256));
			assert_int_not_equal(l.fg, 4); /* unreadable in some palettes */
			assert_int_not_equal(l.fg, 8);
			assert_int_not_equal(l.fg, 0);
		}
	}
	/* Letters of the role map are told apart. */
	for (int a = 0; a < IG_ROLE_N; a++)
		for (int b = 0; b < a; b++)
			assert_int_not_equal(
			    ig_role_letter((enum ig_role)a), ig_role_letter((enum ig_role)b));
}

static void depth_by_option_and_terminal(void **state)
{
	static const struct {
		enum ig_color asked;
		const char *no_color;
		int colors;
		enum ig_color want;
	} cases[] = {
	    {IG_COLOR_AUTO, NULL, 256, IG_COLOR_16},
	    {IG_COLOR_AUTO, NULL, 8, IG_COLOR_8},
	    {IG_COLOR_AUTO, NULL, -1, IG_COLOR_NEVER},
	    {IG_COLOR_AUTO, "1", 256, IG_COLOR_NEVER},
	    {IG_COLOR_AUTO, "", 256, IG_COLOR_16},
	    {IG_COLOR_256, "1", 256, IG_COLOR_256},
	    {IG_COLOR_256, NULL, 8, IG_COLOR_8},
	    {IG_COLOR_NEVER, NULL, 256, IG_COLOR_NEVER},
	    {IG_COLOR_8, NULL, 256, IG_COLOR_8},
	};
	enum ig_color c;

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++)
		assert_int_equal(ig_color_depth(cases[i].asked, cases[i].no_color, cases[i].colors),
		    cases[i].want);
	assert_true(ig_color_parse("16", &c) && c == IG_COLOR_16);
	assert_false(ig_color_parse("17", &c));
}

/* Decoding: what comes out of bytes, as names. */
static void note_event(const struct ig_event *ev, void *user)
{
	struct ig_buf *b = user;
	char name[32];

	if (b->len)
		ig_buf_addc(b, ' ');
	if (ev->kind == IG_EV_KEY)
		ig_buf_adds(b, ig_key_name(ev->key, name));
	else if (ev->kind == IG_EV_MOUSE)
		ig_buf_printf(b, "mouse%d@%d,%d", (int)ev->button, ev->y, ev->x);
	else if (ev->kind == IG_EV_PASTE)
		ig_buf_printf(b, "paste(%.*s)", (int)ev->len, ev->text);
}

static const struct {
	const char *bytes, *want;
} decode_cases[] = {
    {"abc", "a b c"},
    {"\r\t\x7f\x08 ", "Enter Tab Backspace Backspace Space"},
    {"\x0c\x1a", "^L ^Z"},
    {"\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80", "U+00E9 U+6F22 U+1F600"},
    {"\xff"
     "a\x80"
     "b\xc3"
     "c",
        "a b c"},
    {"\033", "Esc"},
    {"\033\033", "Esc Esc"},
    {"\033x", "Alt-x"},
    {"\033\xc3\xa9", "Alt-U+00E9"},
    {"\033[", "Alt-["},
    {"\033O", "Alt-O"},
    {"\033[A\033OA\033[1;5C\033[1;2B", "Up Up Ctrl-Right Shift-Down"},
    {"\033[H\033[F\033[1~\033[4~\033[7~\033[8~", "Home End Home End Home End"},
    {"\033[5~\033[6~\033[2~\033[3~\033[3;5~", "PgUp PgDn Ins Del Ctrl-Del"},
    {"\033OP\033[11~\033[[A\033[15~\033[24~\033[[E", "F1 F1 F1 F5 F12 F5"},
    {"\033[Z", "S-Tab"},
    {"\033OM", "Enter"},
    {"\033[<0;230;7M\033[<0;230;7m\033[<64;1;1M\033[<65;2;3M",
        "mouse0@6,229 mouse3@0,0 mouse4@2,1"},
    {"\033[<35;1;1M\033[<0;0;0M\033[<0M", ""}, /* motion; nowhere; half */
    {"\033[M !!", "mouse0@0,0"},
    {"\033[200~rm -rf\r\033[A\033[201~x", "paste(rm -rf\r\033[A) x"},
    {"\033[200~\033[201~", "paste()"},
    {"\033]11;rgb:0/0/0\007a\033]52;c;eA==\033\\b\033P1$r\033\\c", "a b c"},
    {"\033[?1;2c\033[>1;2ca", "a"}, /* answers to questions */
    {"\033[I\033[Oa", "a"},
    {"\033[99999999999999999~a", "a"},
    {"\033[1;\033[Aa", "Up a"}, /* cancelled by the next */
    {"\033[12\030a", "a"},
    {"\033[97;5ua", "Ctrl-a a"},
    {"\033[1111111111111111111111111111111111111111111111111111111111111111111111111111Aa", "a"},
};

static void bytes_become_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(decode_cases); i++) {
		size_t n = strlen(decode_cases[i].bytes);

		/* In one piece and byte by byte. */
		for (size_t step = n ? n : 1;; step = 1) {
			ig_auto_buf got = IG_BUF_INIT(0);
			ig_decode *d = ig_decode_new(note_event, &got);

			for (size_t at = 0; at < n; at += step)
				ig_decode_feed(d, decode_cases[i].bytes + at, step);
			if (ig_decode_pending(d))
				ig_decode_timeout(d);
			assert_string_equal(ig_buf_str(&got), decode_cases[i].want);
			ig_decode_free(d);
			if (step == 1)
				break;
		}
	}
}

static void learned_sequences_are_keys(void **state)
{
	ig_auto_buf got = IG_BUF_INIT(0);
	ig_decode *d = ig_decode_new(note_event, &got);

	(void)state;
	ig_decode_add(d, "\033[57~", IG_K_F9);
	ig_decode_add(d, "\033Ox", IG_K_UP);
	ig_decode_add(d, "nonsense", IG_K_F1);
	ig_decode_feed(d, "\033[57~\033Oxn", 9);
	assert_string_equal(ig_buf_str(&got), "F9 Up n");
	ig_decode_free(d);
}

struct paste {
	size_t len;
	bool cut;
	int n;
};

static void note_paste(const struct ig_event *ev, void *user)
{
	struct paste *p = user;

	if (ev->kind == IG_EV_PASTE)
		*p = (struct paste){ev->len, ev->cut, p->n + 1};
}

static void a_paste_is_bounded(void **state)
{
	static const size_t sizes[] = {IG_PASTE_MAX - 1, IG_PASTE_MAX, IG_PASTE_MAX + 1,
	    IG_PASTE_MAX + 7, IG_PASTE_MAX + 8, IG_PASTE_MAX + 100000};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(sizes); i++) {
		struct paste p = {0};
		ig_decode *d = ig_decode_new(note_paste, &p);

		ig_decode_feed(d, "\033[200~", 6);
		for (size_t k = 0; k < sizes[i]; k++)
			ig_decode_feed(d, "x", 1);
		ig_decode_feed(d, "\033[201~", 6);
		assert_int_equal(p.n, 1);
		assert_int_equal(p.len, sizes[i] < IG_PASTE_MAX ? sizes[i] : IG_PASTE_MAX);
		assert_int_equal(p.cut, sizes[i] > IG_PASTE_MAX);
		ig_decode_free(d);
	}
}

static void random_bytes_do_no_harm(void **state)
{
	ig_auto_buf got = IG_BUF_INIT(4096);
	ig_decode *d = ig_decode_new(note_event, &got);
	static const char bits[] = "\033\033\033[[O<;0123456789MmAu~?\007\\]P_\x80\xff\xe6";

	(void)state;
	srand(11);
	for (int i = 0; i < 500000; i++) {
		char c = rand() & 3 ? bits[(size_t)rand() % (sizeof(bits) - 1)] : (char)rand();

		ig_decode_feed(d, &c, 1);
		if (rand() % 50 == 0 && ig_decode_pending(d))
			ig_decode_timeout(d);
		if (got.len > 3000)
			ig_buf_clear(&got);
	}
	ig_decode_free(d);
}

static void key_names_come_back(void **state)
{
	static const char *const names[] = {"a", "Space", "Enter", "Esc", "Tab", "S-Tab",
	    "Backspace", "^L", "^@", "Alt-x", "Alt-Enter", "Ctrl-Right", "Shift-F5", "PgDn", "F12",
	    "-", "+", "^", "Alt--"};
	char name[32];

	(void)state;
	for (size_t i = 0; i < IG_COUNT(names); i++) {
		uint32_t key = ig_key_parse(names[i]);

		if (strcmp(names[i], "^@") == 0)
			assert_int_equal(key, IG_K_NONE);
		else
			assert_string_equal(ig_key_name(key, name), names[i]);
	}
	assert_int_equal(ig_key_parse("Hyper-x"), IG_K_NONE);
	assert_int_equal(ig_key_parse(""), IG_K_NONE);
	assert_int_equal(ig_key_parse("\u6f22"), 0x6f22);
}

/* The rules that the table's comment states. */
static void the_key_table_keeps_its_rules(void **state)
{
	static const uint32_t reserved[] = {
	    'h', 'j', 'k', 'l', 'g', 'G', 'n', 'N', '/', '?', ':', 'q', IG_K_ESC};
	const struct ig_key_row *r;
	size_t n;

	(void)state;
	r = ig_key_rows(&n);
	for (size_t i = 0; i < n; i++) {
		bool own = r[i].context == IG_CTX_GLOBAL || r[i].context == IG_CTX_LIST ||
		           r[i].context == IG_CTX_CONFIRM;

		for (size_t k = 0; k < IG_COUNT(reserved); k++)
			assert_true(own || (r[i].key != reserved[k] && r[i].alt != reserved[k]));
		for (size_t k = 0; k < i; k++) {
			if (r[k].context != r[i].context)
				continue;
			assert_true(r[k].key != r[i].key && r[k].alt != r[i].key);
			assert_true(!r[i].alt || (r[k].key != r[i].alt && r[k].alt != r[i].alt));
		}
		if (r[i].flags & IG_KF_CONFIRM)
			assert_true(r[i].key >= 'A' && r[i].key <= 'Z' && !r[i].alt);
		assert_non_null(r[i].help);
		assert_int_not_equal(r[i].help[strlen(r[i].help) - 1], '.');
		assert_true(!r[i].label == !r[i].priority);
		assert_ptr_equal(ig_key_row(r[i].action), &r[i]);
	}
}

static void keys_are_looked_up_inside_out(void **state)
{
	struct ig_contexts live = IG_CONTEXTS(IG_CTX_LIVE, IG_CTX_LIST, IG_CTX_GLOBAL);
	struct ig_contexts ask = IG_CONTEXTS(IG_CTX_CONFIRM);
	int digit = -1;

	(void)state;
	assert_int_equal(ig_key_action(&live, 'K', NULL), IG_ACT_LIVE_STOP);
	assert_int_equal(ig_key_action(&live, 'k', NULL), IG_ACT_UP);
	assert_int_equal(ig_key_action(&live, IG_K_DOWN, NULL), IG_ACT_DOWN);
	assert_int_equal(ig_key_action(&live, 'q', NULL), IG_ACT_BACK);
	assert_int_equal(ig_key_action(&live, '4', &digit), IG_ACT_STAGE_GO);
	assert_int_equal(digit, 4);
	assert_int_equal(ig_key_action(&live, 'D', NULL), IG_ACT_NONE);
	assert_int_equal(ig_key_action(&live, 0, NULL), IG_ACT_NONE);
	assert_int_equal(ig_key_action(&ask, 'n', NULL), IG_ACT_CONFIRM_NO);
	assert_int_equal(ig_key_action(&ask, 'q', NULL), IG_ACT_NONE);
}

static void hints_fit_and_come_by_priority(void **state)
{
	struct ig_contexts live = IG_CONTEXTS(IG_CTX_LIVE, IG_CTX_LIST, IG_CTX_GLOBAL);
	const struct ig_key_row *row[16];
	ig_auto_buf help = IG_BUF_INIT(0);
	char name[32];

	(void)state;
	for (int width = 0; width < 200; width += 7) {
		size_t n = ig_key_hints(&live, width, row, 16);
		int used = 0;

		for (size_t i = 0; i < n; i++) {
			used += (int)(strlen(ig_key_name(row[i]->key, name)) +
			              strlen(row[i]->label) + 3);
			assert_true(i == 0 || row[i]->priority >= row[i - 1]->priority);
			assert_true(width >= 100 || !(row[i]->flags & IG_KF_WIDE));
		}
		assert_true(used <= width);
	}
	assert_true(ig_key_hints(&live, 80, row, 16) >= 5);
	assert_int_equal(row[0]->action, IG_ACT_LIVE_FREEZE);
	ig_keys_print(&help);
	assert_non_null(strstr(ig_buf_str(&help), "Live\n  Space            freeze the display"));
	assert_non_null(
	    strstr(ig_buf_str(&help), "stop the service: SIGTERM, then SIGKILL (asks first)"));
}

static void memory_terminal(void **state)
{
	ig_auto_buf got = IG_BUF_INIT(0);
	struct ig_term_opts o = {.fn = note_event, .user = &got};
	ig_term *t = ig_term_open_mem(&o, 24, 80);

	(void)state;
	assert_true(ig_term_ready(t));
	assert_true(ig_term_mem_keys(t, "j Enter ^L Alt-x"));
	assert_false(ig_term_mem_keys(t, "nokey"));
	ig_term_mem_feed(t, "\033[B", 3);
	assert_string_equal(ig_buf_str(&got), "j Enter ^L Alt-x Down");
	ig_term_mem_resize(t, 0, 5000);
	assert_int_equal(ig_term_cells(t)->rows, 1);
	assert_int_equal(ig_term_cells(t)->cols, 1000);
	ig_term_show(t);
	assert_int_equal(ig_term_stats(t).frames, 1);
	ig_term_close(t);
	ig_term_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(raw_text_is_clipped_and_neutralised),
	    cmocka_unit_test(wide_characters_are_never_halved),
	    cmocka_unit_test(random_drawing_keeps_the_cells_whole),
	    cmocka_unit_test(fields_take_their_width),
	    cmocka_unit_test(kept_colours_cannot_hide_text),
	    cmocka_unit_test(boxes_and_matches),
	    cmocka_unit_test(rects_never_go_negative),
	    cmocka_unit_test(themes_tell_severity_without_colour),
	    cmocka_unit_test(depth_by_option_and_terminal),
	    cmocka_unit_test(bytes_become_events),
	    cmocka_unit_test(learned_sequences_are_keys),
	    cmocka_unit_test(a_paste_is_bounded),
	    cmocka_unit_test(random_bytes_do_no_harm),
	    cmocka_unit_test(key_names_come_back),
	    cmocka_unit_test(the_key_table_keeps_its_rules),
	    cmocka_unit_test(keys_are_looked_up_inside_out),
	    cmocka_unit_test(hints_fit_and_come_by_priority),
	    cmocka_unit_test(memory_terminal),
	};

	return cmocka_run_group_tests_name("tui/term", tests, NULL, NULL);
}
