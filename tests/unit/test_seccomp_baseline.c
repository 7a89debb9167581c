/* core/seccomp/baseline: the shipped files, and what a wrong one is told. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/seccomp/baseline.h"

static struct ig_sc_baseline *parse(const char *text, ig_err **err)
{
	return ig_sc_baseline_parse("test.yaml", text, strlen(text), err);
}

#define HEAD "version: 1\nname: test\nrows:\n"
#define ROW(group, calls, rest)                                                                    \
	HEAD "  - {name: r, group: " group ", calls: " calls ", why: because, seen: here" rest "}" \
	     "\n"

static const struct {
	const char *text, *msg;
} wrong[] = {
    {"", "'version' is missing"},
    {"[]", "must be a map"},
    {"version: 2\nname: test\nrows: []\n", "version 1 is the only one"},
    {"version: 1\nname: ../x\nrows: []\n", "name has small letters"},
    {"version: 1\nname: test\nrows: {}\n", "rows is a list"},
    {"version: 1\nname: test\nrows: []\nmore: 1\n", "test.yaml:4:1: 'more' is not known here"},
    {"version: 1\nname: test\nextends: absent\nrows: []\n", "there is no 'absent'"},
    {"version: 1\nname: test\nextends: ../node\nrows: []\n", "small letters"},
    {"version: 1\nname: test\nextends: [node]\nrows: []\n", "extends names one baseline"},
    {HEAD "  - read\n", "a map is expected"},
    {HEAD "  - {name: r, group: base, calls: [read], seen: here}\n", "'why' is missing"},
    {HEAD "  - {name: r, group: base, calls: [read], why: [], seen: here}\n", "why is a text"},
    {HEAD "  - {name: r, group: base, calls: [read], why: '', seen: here}\n", "why is a text"},
    {ROW("root", "[read]", ""), "group is base, start or spawn"},
    {ROW("[base]", "[read]", ""), "group is base"},
    {ROW("base", "read", ""), "calls is a list"},
    {ROW("base", "[]", ""), "calls is a list"},
    {ROW("base", "[raed]", ""), "test.yaml:4:36: not a system call"},
    {ROW("base", "[[read]]", ""), "not a system call"},
    {ROW("base", "[read]", ", when: []"), "1 to 4 conditions"},
    {ROW("base", "[read]", ", when: [{arg: 6, any-of: [1]}]"), "arg is a number from 0 to 5"},
    {ROW("base", "[read]", ", when: [{arg: [], any-of: [1]}]"), "arg is a number from 0 to 5"},
    {ROW("base", "[read]", ", when: [{arg: 1}]"), "'any-of' is missing"},
    {ROW("base", "[read]", ", when: [{arg: 1, any-of: []}]"), "any-of is a list"},
    {ROW("base", "[read]", ", when: [{arg: 1, any-of: [NOPE]}]"), "neither a known constant"},
    {ROW("base", "[read]", ", when: [{arg: 1, any-of: [0x1ffffffff]}]"),
        "neither a known constant"},
    {ROW("base", "[read]", ", when: [{arg: 1, any-of: [-1]}]"), "neither a known constant"},
    {ROW("base", "[read]", ", when: [{arg: 1, bits: [1], any-of: [2]}]"), "within the bits"},
    {ROW("base", "[read]", ", when: [{arg: 1, bits: 1, any-of: [2]}]"), "bits is a list"},
    {ROW("base", "[read]", ", when: [{arg: 1, any-of: [1]}, {arg: 1, any-of: [2]}]"),
        "a second condition on argument 1"},
    {ROW("base", "[read]", ", only: ''"), "only is an architecture"},
    {ROW("base", "[read]", ", only: sparc"), "only is an architecture"},
    {ROW("base", "[read]", ", answer: EACCES"), "the only answer is ENOSYS"},
    {ROW("base", "[read]", ", answer: ENOSYS, when: [{arg: 1, any-of: [1]}]"), "no conditions"},
    /* past the hard rules */
    {ROW("base", "[bpf]", ""), "bpf is always closed: loads programs"},
    {ROW("spawn", "[unshare]", ""), "unshare is always closed"},
    {ROW("base", "[socket]", ""), "lets the group 'base' open"},
    {ROW("base", "[socket]", ", when: [{arg: 0, any-of: [AF_INET]}]"), "goes past"},
    {ROW("base", "[socket]", ", when: [{arg: 0, any-of: [\"40\"]}]"),
        "socket with arg 0 = 40 goes past"},
    {ROW("base", "[clone]", ""), "clone goes past"},
    {ROW("spawn", "[clone]", ""), "clone goes past"},
    {ROW("base", "[fork]", ""), "fork goes past"},
    {ROW("base", "[ioctl]", ", when: [{arg: 1, any-of: [0x5412]}]"),
        "ioctl with arg 1 = 0x5412 goes past"},
    {ROW("base", "[ioctl]", ", when: [{arg: 1, bits: [0xff00], any-of: [0x5400]}]"), "goes past"},
    {ROW("base", "[prctl]", ""), "prctl goes past"},
};

static void wrong_files_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(wrong); i++) {
		ig_auto_err e = NULL;

		assert_null(parse(wrong[i].text, &e));
		if (!strstr(ig_err_msg(e), wrong[i].msg) || ig_err_code(e) != IG_E_INPUT)
			fail_msg("row %zu: %s", i, ig_err_msg(e));
	}
}

static void conditions_multiply(void **state)
{
	static const char text[] = ROW("base", "[setsockopt, getsockopt]",
	    ", when: [{arg: 1, any-of: [SOL_SOCKET, \"41\"]}, {arg: 2, bits: [\"6\", 1], any-of: "
	    "[1, 2, 3]}]");
	ig_auto_err e = NULL;
	struct ig_sc_baseline *b = parse(text, &e);

	(void)state;
	if (!b)
		fail_msg("%s", ig_err_msg(e));
	assert_int_equal(b->n, 2 * 2 * 3);
	assert_string_equal(b->v[4].rule.syscall, "setsockopt");
	assert_string_equal(b->v[4].rule.when, "arg 1 = 41, arg 2 & (6|1) = 2");
	assert_int_equal(b->v[4].rule.cond_n, 2);
	assert_int_equal(b->v[4].rule.cond[0].value, 0xffffffff);
	assert_int_equal(b->v[4].rule.cond[0].datum, 41);
	assert_int_equal(b->v[4].rule.cond[1].value, 7);
	assert_int_equal(b->v[4].rule.cond[1].datum, 2);
	assert_int_equal(b->v[4].gate, IG_SC_BASE);
	ig_sc_baseline_free(b);
}

static void too_many_rules(void **state)
{
	struct ig_buf text = IG_BUF_INIT(1 << 16);
	ig_auto_err e = NULL;

	(void)state;
	/* 64 x 64 values of two arguments: small in the file, large when multiplied out */
	ig_buf_adds(
	    &text, HEAD "  - {name: r, group: base, calls: [read], why: w, seen: s, when: [");
	for (int arg = 0; arg < 2; arg++) {
		ig_buf_printf(&text, "%s{arg: %d, any-of: [0", arg ? ", " : "", arg);
		for (int i = 1; i < 64; i++)
			ig_buf_printf(&text, ", %d", i);
		ig_buf_adds(&text, "]}");
	}
	ig_buf_adds(&text, "]}\n");
	assert_null(parse(ig_buf_str(&text), &e));
	assert_non_null(strstr(ig_err_msg(e), "more than 2048 rules"));
	ig_buf_done(&text);
}

static void shipped_files_load(void **state)
{
	static const char *const names[] = {"common", "node"};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(names); i++) {
		ig_auto_err e = NULL;
		struct ig_sc_baseline *b = ig_sc_baseline_load(names[i], &e);

		if (!b)
			fail_msg("%s", ig_err_msg(e));
		assert_string_equal(b->name, names[i]);
		assert_true(b->n > 100);
		ig_sc_baseline_free(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wrong_files_are_refused),
	    cmocka_unit_test(conditions_multiply),
	    cmocka_unit_test(too_many_rules),
	    cmocka_unit_test(shipped_files_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
