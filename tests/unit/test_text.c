/* core/base/text: what may be shown, and that nothing else ever is. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "core/base/text.h"

#define S(literal) literal, sizeof(literal) - 1

struct clean_case {
	const char *in;
	size_t n;
	const char *utf8, *ascii;
	unsigned neutralised; /* in UTF-8 */
};

static const struct clean_case clean_cases[] = {
    {S(""), "", "", 0},
    {S("plain text"), "plain text", "plain text", 0},
    {S("caf\u00e9 \u6f22 \U0001f600"), "caf\u00e9 \u6f22 \U0001f600",
        "caf<U+00E9> <U+6F22> <U+1F600>", 0},
    /* C0, DEL, C1 */
    {S("a\0b"), "a\u2400b", "a^@b", 1},
    {S("a\nb\r"), "a\u240ab\u240d", "a^Jb^M", 2},
    {S("\x7f"), "\u2421", "^?", 1},
    {S("\xc2\x80\xc2\x9b\xc2\x9f"), "<U+0080><U+009B><U+009F>", "<U+0080><U+009B><U+009F>", 3},
    {S("\23331m"), "\\x9b31m", "\\x9b31m", 1},
    /* escape sequences lose their ESC, nothing is hidden */
    {S("\033]0;owned\007"), "\u241b]0;owned\u2407", "^[]0;owned^G", 2},
    {S("\033[31mred\033[0m"), "\u241b[31mred\u241b[0m", "^[[31mred^[[0m", 2},
    /* TAB */
    {S("a\tb\t\tc"), "a       b               c", "a       b               c", 0},
    {S("\u6f22\tb"), "\u6f22      b", "<U+6F22>        b", 0},
    /* Bidi_Control */
    {S("\u061c\u200e\u200f"), "<U+061C><U+200E><U+200F>", "<U+061C><U+200E><U+200F>", 3},
    {S("\u202a\u202e"), "<U+202A><U+202E>", "<U+202A><U+202E>", 2},
    {S("\u2066\u2069"), "<U+2066><U+2069>", "<U+2066><U+2069>", 2},
    /* separators */
    {S("\u2028\u2029"), "<U+2028><U+2029>", "<U+2028><U+2029>", 2},
    /* Default_Ignorable, and the braille blank that looks the same */
    {S("\u00ad\u034f\u115f\u1160\u17b4"), "<U+00AD><U+034F><U+115F><U+1160><U+17B4>",
        "<U+00AD><U+034F><U+115F><U+1160><U+17B4>", 5},
    {S("\u180e\u200b\u200d\u2060\u3164\ufe0f\ufeff\uffa0"),
        "<U+180E><U+200B><U+200D><U+2060><U+3164><U+FE0F><U+FEFF><U+FFA0>",
        "<U+180E><U+200B><U+200D><U+2060><U+3164><U+FE0F><U+FEFF><U+FFA0>", 8},
    {S("\ufff0\U0001bca0\U0001d173\U000e0001\U000e0fff"),
        "<U+FFF0><U+1BCA0><U+1D173><U+E0001><U+E0FFF>",
        "<U+FFF0><U+1BCA0><U+1D173><U+E0001><U+E0FFF>", 5},
    {S("\u2800"), "<U+2800>", "<U+2800>", 1},
    /* other format characters */
    {S("\u0600\u06dd\u070f\u08e2\ufff9\U000110bd\U00013430"),
        "<U+0600><U+06DD><U+070F><U+08E2><U+FFF9><U+110BD><U+13430>",
        "<U+0600><U+06DD><U+070F><U+08E2><U+FFF9><U+110BD><U+13430>", 7},
    /* private use, noncharacters, unassigned */
    {S("\ue000\U000f0000\U0010fffd"), "<U+E000><U+F0000><U+10FFFD>", "<U+E000><U+F0000><U+10FFFD>",
        3},
    {S("\xef\xb7\x90\xef\xbf\xbe\xf4\x8f\xbf\xbf"), "<U+FDD0><U+FFFE><U+10FFFF>",
        "<U+FDD0><U+FFFE><U+10FFFF>", 3},
    {S("\u0378\U0002fffd"), "<U+0378><U+2FFFD>", "<U+0378><U+2FFFD>", 2},
    /* odd spaces */
    {S("a\u00a0b\u1680\u2003\u202f\u205f\u3000"), "a\u00b7b\u00b7\u00b7\u00b7\u00b7\u00b7",
        "a<U+00A0>b<U+1680><U+2003><U+202F><U+205F><U+3000>", 6},
    /* strict UTF-8: overlong, surrogate, too large, cut short, stray */
    {S("\xc0\xaf"), "\\xc0\\xaf", "\\xc0\\xaf", 2},
    {S("\xe0\x80\x9b"), "\\xe0\\x80\\x9b", "\\xe0\\x80\\x9b", 3},
    {S("\xed\xa0\x80"), "\\xed\\xa0\\x80", "\\xed\\xa0\\x80", 3},
    {S("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80", "\\xf4\\x90\\x80\\x80", 4},
    {S("\xe6\xbc"), "\\xe6\\xbc", "\\xe6\\xbc", 2},
    {S("\xe6\xbc\033[2J"), "\\xe6\\xbc\u241b[2J", "\\xe6\\xbc^[[2J", 3},
    {S("\x80\xff"), "\\x80\\xff", "\\x80\\xff", 2},
    /* combining marks: kept on a base, three at most, never without one */
    {S("e\u0301"), "e\u0301", "e<U+0301>", 0},
    {S("e\u0301\u0302\u0303"), "e\u0301\u0302\u0303", "e<U+0301><U+0302><U+0303>", 0},
    {S("e\u0301\u0302\u0303\u0304\u0305x"), "e\u0301\u0302\u0303<+2>x",
        "e<U+0301><U+0302><U+0303><U+0304><U+0305>x", 1},
    {S("\u0301x"), "<U+0301>x", "<U+0301>x", 1},
    {S("\n\u0301"), "\u240a<U+0301>", "^J<U+0301>", 2},
    {S("\u200b\u20dd"), "<U+200B><U+20DD>", "<U+200B><U+20DD>", 2},
    {S("\u1100\u1161\u11a8"), "\u1100\u1161\u11a8", "<U+1100><U+1161><U+11A8>", 0},
};

static void cleans_each_class(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(clean_cases); i++) {
		const struct clean_case *c = &clean_cases[i];
		ig_auto_buf u = IG_BUF_INIT(0);
		ig_auto_buf a = IG_BUF_INIT(0);

		assert_int_equal(ig_text_clean(c->in, c->n, 0, 0, &u), c->neutralised);
		ig_text_clean(c->in, c->n, IG_TEXT_ASCII, 0, &a);
		assert_string_equal(ig_buf_str(&u), c->utf8);
		assert_string_equal(ig_buf_str(&a), c->ascii);
	}
}

static void passes_only_sgr(void **state)
{
	static const struct {
		const char *in;
		size_t used; /* 0: neutralised */
	} cases[] = {
	    {"\033[m", 3},
	    {"\033[0m", 4},
	    {"\033[1;31mx", 7},
	    {"\033[38:2::1:2:3m", 14},
	    {"\033[2J", 0},
	    {"\033[?25h", 0},
	    {"\033[>4;2m", 0},
	    {"\033[31", 0},
	    {"\033]0;m", 0},
	    {"\033m", 0},
	    {"\033", 0},
	    {"\033[3\0331m", 0},
	    {"\302\23331m", 0},
	    {"\033[11111111111111111111111111111111111111111111111111111111111111111m", 0},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		struct ig_text_unit u;
		size_t n = strlen(cases[i].in), used;

		used = ig_text_next(cases[i].in, n, IG_TEXT_KEEP_SGR, &u);
		if (cases[i].used) {
			assert_int_equal(used, cases[i].used);
			assert_int_equal(u.kind, IG_TEXT_SGR);
			assert_int_equal(u.out_len, 0);
			assert_int_equal(u.width, 0);
			assert_ptr_equal(u.src, cases[i].in);
			assert_int_equal(u.src_len, used);
		} else {
			assert_int_equal(u.kind, IG_TEXT_NEUTRALISED);
		}
		assert_true(ig_text_next(cases[i].in, n, 0, &u) > 0);
		assert_int_equal(u.kind, IG_TEXT_NEUTRALISED);
	}
}

static void clean_leaves_out_kept_sgr(void **state)
{
	ig_auto_buf b = IG_BUF_INIT(0);

	(void)state;
	assert_int_equal(ig_text_clean(S("\033[31mred\033[0m\033[2J"), IG_TEXT_KEEP_SGR, 0, &b), 1);
	assert_string_equal(ig_buf_str(&b), "red\u241b[2J");
	assert_int_equal(ig_text_width(S("\033[31mred\033[0m"), IG_TEXT_KEEP_SGR), 3);
}

static void limit_counts_columns(void **state)
{
	static const struct {
		const char *in;
		size_t limit;
		unsigned flags;
		const char *out;
		unsigned neutralised;
	} cases[] = {
	    {"hello", 5, 0, "hello", 0},
	    {"hello!", 5, 0, "hell\u2026", 0},
	    {"hello!", 1, 0, "\u2026", 0},
	    {"\u6f22\u6f22\u6f22", 6, 0, "\u6f22\u6f22\u6f22", 0},
	    {"\u6f22\u6f22\u6f22", 5, 0, "\u6f22\u6f22\u2026", 0},
	    {"\u6f22\u6f22\u6f22", 4, 0, "\u6f22\u2026", 0},
	    {"a\u202eb", 10, 0, "a<U+202E>b", 1},
	    {"a\u202eb", 9, 0, "a\u2026", 0},
	    {"e\u0301e\u0301e\u0301", 3, 0, "e\u0301e\u0301e\u0301", 0},
	    {"e\u0301e\u0301e\u0301e", 3, 0, "e\u0301e\u0301\u2026", 0},
	    {"a\tb", 9, 0, "a       b", 0},
	    {"a\tb", 8, 0, "a\u2026", 0},
	    {"hello, world", 8, IG_TEXT_ASCII, "hello...", 0},
	    {"hello", 2, IG_TEXT_ASCII, "..", 0},
	    {"hi", 2, IG_TEXT_ASCII, "hi", 0},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		ig_auto_buf b = IG_BUF_INIT(0);

		ig_buf_adds(&b, "> ");
		assert_int_equal(ig_text_clean(cases[i].in, strlen(cases[i].in), cases[i].flags,
		                     cases[i].limit, &b),
		    cases[i].neutralised);
		assert_string_equal(ig_buf_str(&b) + 2, cases[i].out);
		assert_true(ig_text_width(ig_buf_str(&b) + 2, b.len - 2, 0) <= cases[i].limit);
	}
}

static void full_buffer_ends_it(void **state)
{
	ig_auto_buf b = IG_BUF_INIT(4);

	(void)state;
	ig_text_clean(S("abc\u202edef"), 0, 0, &b);
	assert_string_equal(ig_buf_str(&b), "abc");
	assert_true(b.overflow);
}

static void makes_strings(void **state)
{
	ig_auto_free char *s = ig_text_str("x\u202ey\n");
	ig_auto_free char *empty = ig_text_str("");

	(void)state;
	assert_string_equal(s, "x<U+202E>y\u240a");
	assert_string_equal(empty, "");
}

/* Every code point: encoding and decoding are each other's inverse, and its class is obeyed. */
static void every_code_point_is_safe(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		struct ig_text_unit u;
		uint32_t back = 0;
		char s[4];
		size_t n = ig_utf8_encode(cp, s);
		enum ig_text_class class = ig_text_class(cp);

		if (cp >= 0xd800 && cp <= 0xdfff) {
			assert_int_equal(ig_utf8_decode(s, n, &back), 0);
			continue;
		}
		assert_int_equal(ig_utf8_decode(s, n, &back), n);
		assert_int_equal(back, cp);
		for (size_t cut = 1; cut < n; cut++)
			assert_int_equal(ig_utf8_decode(s, cut, &back), 0);
		assert_int_equal(ig_text_next(s, n, 0, &u), n);
		if (cp == '\t') {
			assert_int_equal(u.kind, IG_TEXT_TAB);
		} else if (class == IG_TC_PLAIN) {
			assert_int_equal(u.kind, IG_TEXT_PLAIN);
			assert_memory_equal(u.out, s, n);
			assert_true(u.width == 1 || u.width == 2);
		} else {
			assert_int_equal(u.kind, IG_TEXT_NEUTRALISED);
			if (u.out_len == n)
				assert_memory_not_equal(u.out, s, n);
		}
	}
	assert_int_equal(ig_text_class(0x110000), IG_TC_UNASSIGNED);
	assert_int_equal(ig_text_class(0x202e), IG_TC_BIDI);
	assert_int_equal(ig_text_class(0x200b), IG_TC_IGNORABLE);
	assert_int_equal(ig_text_class(0xe0041), IG_TC_IGNORABLE);
	assert_int_equal(ig_text_class(0x2028), IG_TC_CONTROL);
	assert_int_equal(ig_text_class('\n'), IG_TC_CONTROL);
	assert_int_equal(ig_text_class('\t'), IG_TC_PLAIN);
	assert_int_equal(ig_text_class(0x3000), IG_TC_SPACE);
	assert_int_equal(ig_text_class(0xe000), IG_TC_PRIVATE);
	assert_int_equal(ig_text_class(0x0600), IG_TC_FORMAT);
	assert_int_equal(ig_text_class(0x0301), IG_TC_COMBINING);
}

/* curses measures with wcwidth(3): where glibc knows the character, both must agree. */
static void widths_agree_with_libc(void **state)
{
	unsigned differ = 0;

	(void)state;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		skip();
	for (uint32_t cp = 0x20; cp <= 0x10ffff; cp++) {
		struct ig_text_unit u;
		char s[4];
		int w;

		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		ig_text_next(s, ig_utf8_encode(cp, s), 0, &u);
		w = wcwidth((wchar_t)cp);
		if (ig_text_class(cp) == IG_TC_COMBINING
		        ? w > 0
		        : u.kind == IG_TEXT_PLAIN && w != u.width) {
			print_message("# U+%04X: wcwidth %d, ours %d\n", cp, w, u.width);
			differ++;
		}
	}
	setlocale(LC_CTYPE, "C");
	assert_int_equal(differ, 0);
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Random bytes with a bias to what is dangerous. */
static size_t random_text(uint64_t *seed, char *out, size_t max)
{
	static const uint32_t nasty[] = {0x1b, 0x9b, 0x202e, 0x200b, 0x301, 0x489, 0x1161, 0xe0001,
	    0xfeff, 0x3000, 0x6f22, 0x1f600, 0xe000, 0xffff, 0x7f, 9, 10, 0};
	size_t n = 0, len = next_random(seed) % (max - 8);

	while (n < len) {
		uint64_t r = next_random(seed);

		switch (r % 5) {
		case 0:
			out[n++] = (char)(r >> 8);
			break;
		case 1:
			n += ig_utf8_encode(nasty[(r >> 8) % IG_COUNT(nasty)], out + n);
			break;
		case 2:
			n += ig_utf8_encode((uint32_t)(r >> 8) % 0x110000, out + n);
			break;
		case 3:
			memcpy(out + n, "\033[1;m", 5);
			n += 2 + (r >> 8) % 4;
			break;
		default:
			out[n++] = (char)(' ' + (r >> 8) % 95);
		}
	}
	return n;
}

/* What comes out holds no byte and no code point that could hurt. */
static void assert_harmless(const char *s, size_t n, unsigned flags)
{
	size_t marks = 0, step;
	uint32_t cp;

	while (n) {
		step = ig_utf8_decode(s, n, &cp);
		assert_true(step > 0);
		assert_true(cp >= 0x20 && !(cp >= 0x7f && cp < 0xa0));
		assert_true(!(flags & IG_TEXT_ASCII) || cp < 0x7f);
		if (ig_text_class(cp) == IG_TC_COMBINING) {
			assert_true(++marks <= 3);
		} else {
			assert_int_equal(ig_text_class(cp), IG_TC_PLAIN);
			marks = 0;
		}
		s += step;
		n -= step;
	}
}

static void check_units(const char *s, size_t n, unsigned flags)
{
	ig_auto_buf b = IG_BUF_INIT(0);
	size_t at = 0, used, left = n, neutralised = 0;
	const char *p = s;
	struct ig_text_unit u;

	while ((used = ig_text_next(p, left, flags, &u)) != 0) {
		assert_true(used <= left);
		assert_ptr_equal(u.src, p);
		assert_int_equal(u.src_len, used);
		assert_true(u.out_len < sizeof(u.out));
		assert_int_equal(strlen(u.out), u.out_len);
		assert_harmless(u.out, u.out_len, flags);
		assert_int_equal(ig_text_width(u.out, u.out_len, flags), u.width);
		at += u.kind == IG_TEXT_TAB ? 8 - at % 8 : u.width;
		neutralised += u.kind == IG_TEXT_NEUTRALISED;
		p += used;
		left -= used;
	}
	assert_int_equal(left, 0);
	assert_int_equal(ig_text_clean(s, n, flags, 0, &b), neutralised);
	assert_harmless(ig_buf_str(&b), b.len, flags);
	assert_int_equal(ig_text_width(s, n, flags), at);
	assert_int_equal(ig_text_width(ig_buf_str(&b), b.len, 0), at);
}

static void random_bytes_come_out_harmless(void **state)
{
	uint64_t seed = 0x9e3779b97f4a7c15;
	char s[400];

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		size_t n = random_text(&seed, s, sizeof(s)), limit = 1 + next_random(&seed) % 60;

		for (unsigned flags = 0; flags < 4; flags++) {
			ig_auto_buf b = IG_BUF_INIT(0);

			check_units(s, n, flags);
			ig_text_clean(s, n, flags, limit, &b);
			assert_harmless(ig_buf_str(&b), b.len, flags);
			assert_true(ig_text_width(ig_buf_str(&b), b.len, 0) <= limit);
		}
	}
}

static void marks_without_end_are_one_unit(void **state)
{
	ig_auto_buf in = IG_BUF_INIT(0);
	ig_auto_buf out = IG_BUF_INIT(0);

	(void)state;
	ig_buf_adds(&in, "e");
	for (unsigned i = 0; i < 100003; i++)
		ig_buf_adds(&in, "\u0301");
	assert_int_equal(ig_text_clean(ig_buf_str(&in), in.len, 0, 0, &out), 1);
	assert_string_equal(ig_buf_str(&out), "e\u0301\u0301\u0301<+100000>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cleans_each_class),
	    cmocka_unit_test(passes_only_sgr),
	    cmocka_unit_test(clean_leaves_out_kept_sgr),
	    cmocka_unit_test(limit_counts_columns),
	    cmocka_unit_test(full_buffer_ends_it),
	    cmocka_unit_test(makes_strings),
	    cmocka_unit_test(every_code_point_is_safe),
	    cmocka_unit_test(widths_agree_with_libc),
	    cmocka_unit_test(random_bytes_come_out_harmless),
	    cmocka_unit_test(marks_without_end_are_one_unit),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
