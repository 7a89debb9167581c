/* core/base/json: bounds, positions, odd bytes, the writer. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"

static const struct {
	const char *text;
	unsigned depth, flags;
	enum ig_code code; /* IG_OK: parses */
	const char *msg;   /* a part of the message */
} cases[] = {
    {"{}", 1, 0, IG_OK, NULL},
    {" [ 1 , \"x\" ] \n", 1, 0, IG_OK, NULL},
    {"null", 0, 0, IG_OK, NULL},
    {"\"a\"", 0, 0, IG_OK, NULL},
    {"{\"a\":[[1]]}", 3, 0, IG_OK, NULL},
    {"{\"a\":[[1]]}", 2, 0, IG_E_LIMIT, "line 1, column 7: more than 2 levels of nesting"},
    {"[]", 0, 0, IG_E_LIMIT, "more than 0 levels"},
    {"[\n\"é\",\n [[", 1, 0, IG_E_LIMIT, "line 3, column 2: more than 1 levels"},
    /* brackets in strings do not nest, and an escaped quote does not end a string */
    {"[\"[[[[\\\"[[[\",\"\\\\\",\"]\"]", 1, 0, IG_OK, NULL},
    {"{\"a\":1,\"a\":2}", 1, 0, IG_OK, NULL},
    {"{\"a\":1,\n\"a\":2}", 1, IG_JSON_REJECT_DUPLICATES, IG_E_INPUT,
        "line 2, column 3: duplicate object key"},
    {"", 8, 0, IG_E_INPUT, "line 1, column 1: "},
    {"{\"a\":}", 8, 0, IG_E_INPUT, "line 1, column 6: unexpected token near '}'"},
    {"[1,\n2,\n3", 8, 0, IG_E_INPUT, "line 3, column 1: ']' expected near end of file"},
    {"[1] x", 8, 0, IG_E_INPUT, "line 1, column 5: end of file expected"},
    {"[1]]]]", 8, 0, IG_E_INPUT, "end of file expected"},
    {"[\"\\u0000\"]", 8, 0, IG_E_INPUT, "line 1, column 9: \\u0000 in a string"},
    {"[\"\\ud800\"]", 8, 0, IG_E_INPUT, "Unicode"},
    {"[\"\xff\"]", 8, 0, IG_E_INPUT, "unable to decode byte 0xff"},
    {"[99999999999999999999]", 8, 0, IG_E_INPUT, "too big integer"},
    {"[1e999]", 8, 0, IG_E_INPUT, "real number overflow"},
    {"\xef\xbb\xbf{}", 8, 0, IG_E_INPUT, "line 1, column 1: "},
};

static void parses_or_says_where(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		ig_auto_err e = NULL;
		ig_auto_json v = ig_json_parse(
		    cases[i].text, strlen(cases[i].text), cases[i].depth, cases[i].flags, &e);

		if (ig_err_code(e) != cases[i].code || (v != NULL) != (cases[i].code == IG_OK) ||
		    (cases[i].msg && !strstr(ig_err_msg(e), cases[i].msg)))
			fail_msg("%s: %d, %s", cases[i].text, ig_err_code(e), ig_err_msg(e));
	}
}

static void stops_at_the_given_length(void **state)
{
	ig_auto_err e = NULL;
	ig_auto_json v = ig_json_parse("[1]garbage", 3, 4, 0, &e);

	(void)state;
	assert_non_null(v);
	assert_null(ig_json_parse("[1\0]", 4, 4, 0, &e));
	assert_string_equal(ig_err_msg(e), "line 1, column 3: NUL byte");
}

/* `piece` repeated, between two ends. */
static char *repeated(const char *open, const char *piece, size_t times, const char *close)
{
	struct ig_buf b = IG_BUF_INIT(0);

	ig_buf_adds(&b, open);
	for (size_t i = 0; i < times; i++)
		ig_buf_adds(&b, piece);
	ig_buf_adds(&b, close);
	return ig_buf_take(&b);
}

static const struct {
	const char *open, *piece, *close;
	size_t times;
	enum ig_code code;
} large[] = {
    {"", "[", "", 5000000, IG_E_LIMIT}, /* deep: jansson would recurse */
    {"", "{\"a\":", "", 1000000, IG_E_LIMIT},
    {"[", "{},", "0]", IG_JSON_MAX_CONTAINERS - 1, IG_OK},
    {"[", "{},", "0]", IG_JSON_MAX_CONTAINERS, IG_E_LIMIT},
    {"[", "0,", "0]", IG_JSON_MAX_VALUES + 1, IG_E_LIMIT},
    {"[\"", "[", "\"]", 5000000, IG_OK},
};

static void bounds_hold_on_large_input(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(large); i++) {
		ig_auto_free char *s =
		    repeated(large[i].open, large[i].piece, large[i].times, large[i].close);
		ig_auto_err e = NULL;
		ig_auto_json v = ig_json_parse(s, strlen(s), 32, 0, &e);

		if (ig_err_code(e) != large[i].code || (v != NULL) != (large[i].code == IG_OK))
			fail_msg("row %zu: %d, %s", i, ig_err_code(e), ig_err_msg(e));
	}
}

static void members_by_type(void **state)
{
	const char *s = "{\"s\":\"x\",\"i\":-5,\"b\":true,\"n\":null,\"r\":1.5,"
	                "\"o\":{\"m\":{\"k\":7}}}";
	ig_auto_json v = ig_json_parse(s, strlen(s), 4, 0, NULL);

	(void)state;
	assert_string_equal(ig_json_str(v, "s", "d"), "x");
	assert_string_equal(ig_json_str(v, "i", "d"), "d");
	assert_string_equal(ig_json_str(v, "n", "d"), "d");
	assert_null(ig_json_str(v, "missing", NULL));
	assert_int_equal(ig_json_int(v, "i", 9), -5);
	assert_int_equal(ig_json_int(v, "s", 9), 9);
	assert_int_equal(ig_json_int(v, "r", 9), 9);
	assert_true(ig_json_bool(v, "b", false));
	assert_true(ig_json_bool(v, "s", true));
	assert_int_equal(json_integer_value(ig_json_at(v, "o.m.k")), 7);
	assert_ptr_equal(ig_json_at(v, "s"), json_object_get(v, "s"));
	assert_null(ig_json_at(v, "o.x.k"));
	assert_null(ig_json_at(v, "s.x"));
	assert_null(ig_json_at(v, ""));
	assert_null(ig_json_at(NULL, "a.b"));
	assert_string_equal(ig_json_str(NULL, "a", "d"), "d");
}

#define FFFD "\xef\xbf\xbd"
static const struct {
	const char *in;
	size_t n;
	const char *out;
} byte_cases[] = {
    {"", 0, ""},
    {"plain", 5, "plain"},
    {"h\xc3\xa9", 3, "h\xc3\xa9"},
    {"\xff", 1, FFFD},
    {"a\x80z", 3, "a" FFFD "z"},
    {"\xc0\xaf", 2, FFFD FFFD},                   /* overlong '/' */
    {"\xe0\x80\xaf", 3, FFFD FFFD FFFD},          /* overlong */
    {"\xed\xa0\x80", 3, FFFD FFFD FFFD},          /* surrogate */
    {"\xf4\x90\x80\x80", 4, FFFD FFFD FFFD FFFD}, /* past U+10FFFF */
    {"\xf0\x9f\x98", 3, FFFD FFFD FFFD},          /* cut short */
    {"\xf0\x9f\x98\x80", 4, "\xf0\x9f\x98\x80"},
    {"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", 9, FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A"},
    {"\xc3(", 2, FFFD "("},
};

static void any_bytes_become_a_string(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(byte_cases); i++) {
		ig_auto_json v = ig_json_bytes(byte_cases[i].in, byte_cases[i].n);

		assert_int_equal(json_string_length(v), strlen(byte_cases[i].out));
		assert_string_equal(json_string_value(v), byte_cases[i].out);
	}
	ig_auto_json nul = ig_json_bytes("a\0\xff", 3);
	ig_auto_json none = ig_json_bytes(NULL, 0);

	assert_int_equal(json_string_length(nul), 5);
	assert_string_equal(json_string_value(none), "");
}

/* Every pair of bytes gives a string that the parser takes back unchanged. */
static void every_pair_survives_a_round_trip(void **state)
{
	(void)state;
	for (unsigned k = 0; k < 65536; k++) {
		char in[2] = {(char)(k >> 8), (char)k};
		ig_auto_json v = ig_json_bytes(in, 2);
		ig_auto_buf b = IG_BUF_INIT(0);

		ig_json_write(v, 0, &b);
		for (size_t i = 0; i < b.len; i++)
			assert_in_range((unsigned char)b.data[i], 0x20, 0x7e);
		if (in[0] && in[1]) {
			ig_auto_json w = ig_json_parse(b.data, b.len, 0, 0, NULL);

			assert_true(json_equal(v, w));
		}
	}
}

static void writes_the_same_bytes(void **state)
{
	const char *s = "{\"z\":1,\"a\":[0.1,0.5,-3,true,null,1e30],\"m\":{},\"e\":[]}";
	ig_auto_json v = ig_json_parse(s, strlen(s), 4, 0, NULL);
	ig_auto_buf one = IG_BUF_INIT(0), two = IG_BUF_INIT(0), small = IG_BUF_INIT(5);

	(void)state;
	ig_json_write(v, 0, &one);
	assert_string_equal(
	    one.data, "{\"z\":1,\"a\":[0.1,0.5,-3,true,null,1e30],\"m\":{},\"e\":[]}");
	ig_json_write(v, 2, &two);
	assert_string_equal(two.data,
	    "{\n  \"z\": 1,\n  \"a\": [\n    0.1,\n    0.5,\n    -3,\n    true,\n    null,\n"
	    "    1e30\n  ],\n  \"m\": {},\n  \"e\": []\n}");
	ig_json_write(v, 0, &small);
	assert_true(small.overflow);
}

static void writes_nothing_a_terminal_obeys(void **state)
{
	static const char in[] = "\x1b[2J\x7f\xc2\x9b\xe2\x80\xae\"\\\n\xf0\x9f\x98\x80";
	ig_auto_json v = ig_json_bytes(in, sizeof(in) - 1);
	ig_auto_buf b = IG_BUF_INIT(0);

	(void)state;
	ig_json_write(v, 0, &b);
	assert_string_equal(b.data, "\"\\u001B[2J\\u007f\\u009B\\u202E\\\"\\\\\\n\\uD83D\\uDE00\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parses_or_says_where),
	    cmocka_unit_test(stops_at_the_given_length),
	    cmocka_unit_test(bounds_hold_on_large_input),
	    cmocka_unit_test(members_by_type),
	    cmocka_unit_test(any_bytes_become_a_string),
	    cmocka_unit_test(every_pair_survives_a_round_trip),
	    cmocka_unit_test(writes_the_same_bytes),
	    cmocka_unit_test(writes_nothing_a_terminal_obeys),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
