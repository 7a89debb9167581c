/* The strict YAML subset: what is refused, and where; positions; typed scalars. */
#include "config.h"
#include "core/base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/base/buf.h"

#define L(s) s, sizeof(s) - 1

static const struct {
	const char *what, *in;
	size_t n;
	const char *error;
} refused[] = {
    {"anchor", L("a: &x 1\n"), "f:1:4: anchors (&) are not allowed"},
    {"anchor on a map", L("a: &x\n  b: 1\n"), "f:1:4: anchors (&) are not allowed"},
    {"anchor on a list", L("a: &x [1]\n"), "f:1:4: anchors (&) are not allowed"},
    {"alias", L("a: *x\n"), "f:1:4: aliases (*) are not allowed"},
    {"alias as key", L("*x : 1\n"), "f:1:1: aliases (*) are not allowed"},
    {"tag", L("a: !!int 1\n"), "f:1:4: tags (!) are not allowed"},
    {"bare tag", L("a: ! 1\n"), "f:1:4: tags (!) are not allowed"},
    {"tag on a map", L("a: !!map {b: 1}\n"), "f:1:4: tags (!) are not allowed"},
    {"merge key", L("a: 1\n<<: {b: 2}\n"), "f:2:1: merge keys are not allowed"},
    {"duplicate key", L("a: 1\nb: 2\na: 3\n"), "f:3:1: key 'a' is given twice, first in line 1"},
    {"duplicate, quoted", L("a: 1\n\"\\x61\": 3\n"),
        "f:2:1: key 'a' is given twice, first in line 1"},
    {"duplicate in a flow map", L("x: {a: 1, a: 2}\n"),
        "f:1:11: key 'a' is given twice, first in line 1"},
    {"second document", L("a: 1\n---\nb: 2\n"), "f:2:1: a second document is not allowed"},
    {"after the end", L("a: 1\n...\nb: 2\n"), "f:3:1: did not find expected <document start>"},
    {"YAML directive", L("%YAML 1.1\n---\na: 1\n"), "f:1:1: directives (%) are not allowed"},
    {"TAG directive", L("%TAG ! tag:x,1:\n---\na: 1\n"), "f:1:1: directives (%) are not allowed"},
    {"tab as indentation", L("a:\n\tb: 1\n"),
        "f:2:1: a tab is not allowed as indentation; use spaces"},
    {"tab behind spaces", L("a:\n  \tb: 1\n"),
        "f:2:3: a tab is not allowed as indentation; use spaces"},
    {"BOM",
        L("\xef\xbb\xbf"
          "a: 1\n"),
        "f:1:1: a byte order mark (U+FEFF) is not allowed"},
    {"BOM inside", L("a: 1\nb: x\xef\xbb\xbfy\n"),
        "f:2:5: a byte order mark (U+FEFF) is not allowed"},
    {"UTF-16",
        L("\xff\xfe"
          "a\0:\0"),
        "f:1:4: a NUL byte is not allowed"},
    {"NUL", L("a: 1\nb: \0\n"), "f:2:4: a NUL byte is not allowed"},
    {"escaped NUL", L("a: \"x\\0y\"\n"),
        "f:1:4: a NUL is not allowed, written as an escape either"},
    {"invalid UTF-8", L("a: 1\nb: x\xc3(\n"), "f:2:6: invalid trailing UTF-8 octet"},
    {"overlong UTF-8", L("a: \xc0\xaf\n"), "f:1:4: invalid length of a UTF-8 sequence"},
    {"surrogate", L("a: \xed\xa0\x80\n"), "f:1:4: invalid Unicode character"},
    {"cut UTF-8", L("a: \xe2\x82"), "f:1:4: incomplete UTF-8 octet sequence"},
    {"escape character", L("a: x\x1b[2J\n"), "f:1:5: control characters are not allowed"},
    {"lone CR", L("# a\rb: 1\n"),
        "f:1:4: a lone carriage return is a line break to YAML and not to an editor"},
    {"line separator",
        L("# a\xe2\x80\xa8"
          "b: 1\n"),
        "f:1:4: U+2028 is a line break to YAML and not to an editor"},
    {"next line",
        L("# \xc3\xa4\xc2\x85"
          "b: 1\n"),
        "f:1:4: U+0085 is a line break to YAML and not to an editor"},
    {"bidi override",
        L("a: \"\xe2\x80\xae"
          "1\"\n"),
        "f:1:5: U+202E changes the reading direction of the line"},
    {"key that is a list", L("[a]: 1\n"), "f:1:1: a key must be a word"},
    {"key that is a map", L("{a: 1}: 1\n"), "f:1:1: a key must be a word"},
    {"explicit key", L("? a\n: 1\n"), "f:1:3: 'a' has no ':' behind it"},
    {"flow key alone", L("x: {a}\n"), "f:1:5: 'a' has no ':' behind it"},
    {"a scalar at the top", L("hello\n"), "f:1:1: the file must be a map: lines of 'key: value'"},
    {"a list at the top", L("- a\n"), "f:1:1: the file must be a map: lines of 'key: value'"},
    {"unclosed list", L("a: [1, 2\n"),
        "f:2:1: did not find expected ',' or ']' while parsing "
        "a flow sequence"},
    {"depth 9", L("a: [[[[[[[[1]]]]]]]]\n"), "f:1:11: nested deeper than 8 levels"},
    {"two values", L("a: b: c\n"), "f:1:5: mapping values are not allowed in this context"},
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(refused); i++) {
		ig_auto_err err = NULL;
		struct ig_ynode *n = ig_yaml_parse("f", refused[i].in, refused[i].n, &err);

		if (n || strcmp(ig_err_msg(err), refused[i].error))
			print_error("%s: %s\n", refused[i].what, ig_err_msg(err));
		assert_null(n);
		assert_string_equal(ig_err_msg(err), refused[i].error);
		assert_int_equal(ig_err_exit(err), 2);
	}
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Fills `n` bytes with a repeated text. */
static char *repeat(const char *s, size_t n)
{
	size_t len = strlen(s);
	char *p = ig_malloc(n + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = s[i % len];
	p[n] = '\0';
	return p;
}

/* Whatever fills 64 KiB is answered in milliseconds; what is larger is not looked at. */
static void test_hostile_size(void **state)
{
	static const char *const pattern[] = {"[", "{", "- ", "? ", "a: {", "[a,", "\"", "'", "#",
	    ":", "a: b\n", "a", "\\", "&a ", "!a ", "|\n", "- |\n", "{a: b, ", "\n", " ", "- [",
	    "%", "-", ",", "a:\n  b:\n", "\xe2\x82\xac", "0123456789abcdef: 1\n"};
	static const size_t size[] = {IG_YAML_MAX_BYTES, 10 * 1024 * 1024};
	ig_auto_free char *deep = repeat("[", 10000);

	(void)state;
	for (size_t i = 0; i < IG_COUNT(pattern); i++) {
		for (size_t k = 0; k < IG_COUNT(size); k++) {
			ig_auto_free char *in = repeat(pattern[i], size[k]);
			ig_auto_err err = NULL;
			double t = now_ms();
			struct ig_ynode *n = ig_yaml_parse("f", in, size[k], &err);

			t = now_ms() - t;
			if (t > 500)
				print_error("'%s' x %zu: %.1f ms\n", pattern[i], size[k], t);
			assert_true(t <= 500); /* 500: a loaded machine under ASan; alone < 10 */
			if (k == 1)
				assert_int_equal(ig_err_code(err), IG_E_LIMIT);
			assert_true(n || err);
			ig_ynode_free(n);
		}
	}
	{
		ig_auto_err err = NULL;

		assert_null(ig_yaml_parse("f", deep, 10000, &err));
		assert_non_null(strstr(ig_err_msg(err), "f:1:"));
	}
}

static void test_nodes(void **state)
{
	ig_auto_buf b = IG_BUF_INIT(0);
	ig_auto_err err = NULL;
	struct ig_ynode *n;

	(void)state;
	for (int i = 0; i < IG_YAML_MAX_NODES / 2; i++)
		ig_buf_printf(&b, "k%d: 1\n", i);
	n = ig_yaml_parse("f", b.data, b.len, &err); /* the map itself is one more */
	assert_null(n);
	assert_string_equal(ig_err_msg(err), "f:2048:8: more than 4096 values");
	assert_int_equal(ig_err_code(err), IG_E_LIMIT);
}

static void test_positions(void **state)
{
	static const char in[] =
	    "# \xc3\xa4\n\xc3\xb6: \"\xe2\x82\xac\" # c\nb:\n  - x y  \n  - 'q'\n\n"
	    "# tail\nc: {d: [1, 2], e: }\nz:\n";
	ig_auto_err err = NULL;
	ig_auto_ynode n = ig_yaml_parse("f", in, sizeof(in) - 1, &err);
	struct ig_ynode *b, *c, *z;

	(void)state;
	assert_non_null(n);
	assert_int_equal(n->n, 4);
	assert_memory_equal(in + n->item[0]->start, "\"\xe2\x82\xac\"", 5);
	assert_int_equal(n->item[0]->end - n->item[0]->start, 5);
	assert_int_equal(n->item[0]->line, 2);
	assert_int_equal(n->item[0]->column, 4);
	assert_int_equal(n->item[0]->end_column, 7);
	assert_false(n->item[0]->plain);
	b = ig_ynode_get(n, "b");
	assert_int_equal(b->kind, IG_Y_SEQ);
	assert_false(b->flow);
	assert_string_equal(b->item[0]->text, "x y");
	assert_int_equal(b->item[0]->end - b->item[0]->start, 3);
	assert_memory_equal(in + b->end - 3, "'q'", 3); /* not at "c" */
	assert_int_equal(b->end_line, 5);
	c = ig_ynode_get(n, "c");
	assert_true(c->flow);
	assert_memory_equal(in + c->start, "{d: [1, 2], e: }", c->end - c->start);
	assert_string_equal(ig_ynode_get(c, "e")->text, "");
	z = ig_ynode_get(n, "z");
	assert_int_equal(z->start, z->end);
	assert_memory_equal(in + z->start - 2, "z:", 2);
	assert_null(ig_ynode_get(n, "nope"));
	assert_null(ig_ynode_get(b, "x"));
	assert_null(ig_ynode_get(NULL, "x"));
}

static void test_accepted(void **state)
{
	static const struct {
		const char *in;
		size_t keys;
	} ok[] = {{"", 0}, {"\n# only a comment\n", 0}, {"---\n", 0}, {"--- \na: 1\n...\n", 1},
	    {"a: 1\r\nb: 2\r\n", 2}, {"{}", 0}, {"a:\t1\t# x\n", 1}, {"a: |\n  text\n  more\n", 1},
	    {"\"a b\" : 1", 1}, {"a: [[[[[[[1]]]]]]]\n", 1}, {"{\"a\":1}", 1}};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(ok); i++) {
		ig_auto_err err = NULL;
		ig_auto_ynode n = ig_yaml_parse("f", ok[i].in, strlen(ok[i].in), &err);

		if (!n)
			print_error("%s: %s\n", ok[i].in, ig_err_msg(err));
		assert_non_null(n);
		assert_int_equal(n->kind, IG_Y_MAP);
		assert_int_equal(n->n, ok[i].keys);
	}
}

static void test_sizes(void **state)
{
	static const struct {
		const char *s;
		uint64_t v;
	} good[] = {{"0", 0}, {"1", 1}, {"4096", 4096}, {"64K", 65536}, {"256M", 268435456},
	    {"2G", 2147483648u}, {"18446744073709551615", UINT64_MAX},
	    {"17179869183G", 17179869183ull << 30}};
	static const char *const bad[] = {"", " ", "1 ", " 1", "+1", "-1", "0x10", "1e9", "1e999",
	    "51Z", "1.5G", "NaN", "inf", ".inf", "010", "1KB", "1k", "M", "1MM",
	    "18446744073709551616", "17179869184G", "1_000", "1,000", "\xd9\xa1"};
	uint64_t v;

	(void)state;
	for (size_t i = 0; i < IG_COUNT(good); i++) {
		ig_auto_free char *back = NULL;

		assert_int_equal(ig_parse_size(good[i].s, &v, NULL), 0);
		assert_true(v == good[i].v);
		back = ig_format_size(v);
		assert_int_equal(ig_parse_size(back, &v, NULL), 0);
		assert_true(v == good[i].v);
	}
	for (size_t i = 0; i < IG_COUNT(bad); i++) {
		ig_auto_err err = NULL;

		v = 77;
		if (ig_parse_size(bad[i], &v, &err) == 0)
			print_error("'%s' was taken\n", bad[i]);
		assert_non_null(err);
		assert_true(v == 77);
		assert_non_null(strstr(ig_err_msg(err), "is not a size"));
	}
}

static void test_durations(void **state)
{
	static const struct {
		const char *s;
		uint64_t v;
		const char *back;
	} good[] = {{"500ms", 500, "500ms"}, {"30s", 30000, "30s"}, {"5m", 300000, "5m"},
	    {"1000ms", 1000, "1s"}, {"90s", 90000, "90s"}, {"0ms", 0, "0ms"}};
	static const char *const bad[] = {"", "30", "0", "30 s", "-1s", "1h", "1.5s", "1e3s",
	    "0x1s", "1S", "s", "99999999999999999999s", "18446744073709551615m"};
	uint64_t v;

	(void)state;
	for (size_t i = 0; i < IG_COUNT(good); i++) {
		ig_auto_free char *back = NULL;

		assert_int_equal(ig_parse_duration(good[i].s, &v, NULL), 0);
		assert_true(v == good[i].v);
		back = ig_format_duration(v);
		assert_string_equal(back, good[i].back);
	}
	for (size_t i = 0; i < IG_COUNT(bad); i++)
		assert_int_equal(ig_parse_duration(bad[i], &v, NULL), -1);
}

static void test_numbers(void **state)
{
	static const struct {
		const char *s;
		double v;
		const char *back;
	} good[] = {{"0.5", 0.5, "0.5"}, {"1", 1, "1"}, {"0.001", 0.001, "0.001"},
	    {"1.50", 1.5, "1.5"}, {"64", 64, "64"}, {"0.1", 0.1, "0.1"},
	    {"12.000000001", 12.000000001, "12.000000001"}};
	static const char *const bad[] = {"", ".5", "5.", "1e0", "0x1", "nan", "NaN", "inf", "-0.5",
	    "+1", "1,5", "65", "0.0001", "1.0000000001", "00.5", "0123", " 1", "1 ", "1e999"};
	uint64_t u;
	double d;

	(void)state;
	for (size_t i = 0; i < IG_COUNT(good); i++) {
		ig_auto_free char *back = NULL;

		assert_int_equal(ig_parse_decimal(good[i].s, 0.001, 64, &d, NULL), 0);
		assert_true(d == good[i].v);
		back = ig_format_decimal(d);
		assert_string_equal(back, good[i].back);
	}
	for (size_t i = 0; i < IG_COUNT(bad); i++)
		assert_int_equal(ig_parse_decimal(bad[i], 0.001, 64, &d, NULL), -1);
	assert_int_equal(ig_parse_uint("64", 64, &u, NULL), 0);
	assert_int_equal(u, 64);
	assert_int_equal(ig_parse_uint("65", 64, &u, NULL), -1);
	assert_int_equal(ig_parse_uint("6x", 64, &u, NULL), -1);
	assert_int_equal(ig_parse_uint("-1", UINT64_MAX, &u, NULL), -1);
}

static void test_suggest(void **state)
{
	static const char *const words[] = {"memoryMb", "cpuLimit", "timeoutMs", "env", NULL};
	static const struct {
		const char *s, *want;
	} t[] = {{"memoyMb", "memoryMb"}, {"memorymb", "memoryMb"}, {"timeotuMs", "timeoutMs"},
	    {"cpulimits", "cpuLimit"}, {"envs", "env"}, {"zzz", NULL}, {"", NULL},
	    {"a very long key that nobody could have meant to write", NULL}};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		const char *got = ig_suggest(t[i].s, words);

		if (t[i].want)
			assert_string_equal(got, t[i].want);
		else
			assert_null(got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_hostile_size),
	    cmocka_unit_test(test_nodes),
	    cmocka_unit_test(test_positions),
	    cmocka_unit_test(test_accepted),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_durations),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_suggest),
	};

	return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
