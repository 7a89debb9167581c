/* core/engine: frames and lines, in every division. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/engine/engine-priv.h"

#define ZERO3 "\0\0\0" /* half of what stands between stream and last byte of the size */

struct got {
	struct ig_buf text[4];
	unsigned pieces;
};

static void take(int stream, const char *p, size_t n, void *user)
{
	struct got *g = user;

	assert_in_range(stream, 1, 3);
	assert_true(n > 0);
	ig_buf_add(&g->text[stream], p, n);
	g->pieces++;
}

static void got_done(struct got *g)
{
	for (size_t i = 0; i < IG_COUNT(g->text); i++)
		ig_buf_done(&g->text[i]);
}

static const char stream[] = "\1" ZERO3 ZERO3 "\6hello\n"
                             "\2" ZERO3 ZERO3 "\3"
                             "err"
                             "\1" ZERO3 ZERO3 "\0"
                             "\0" ZERO3 ZERO3 "\2"
                             "in"
                             "\1" ZERO3 ZERO3 "\1"
                             "\0"
                             "\3" ZERO3 ZERO3 "\4"
                             "oops";

static void frames_come_whole_in_any_division(void **state)
{
	size_t all = sizeof(stream) - 1;

	(void)state;
	for (size_t step = 1; step <= all; step++) {
		struct ig_demux d = {0};
		struct got g = {0};

		for (size_t at = 0; at < all; at += step) {
			size_t n = all - at < step ? all - at : step;

			assert_int_equal(ig_demux_feed(&d, stream + at, n, take, &g, NULL), 0);
		}
		assert_int_equal(d.have, 0);
		assert_int_equal(g.text[1].len, 9);
		assert_memory_equal(g.text[1].data, "hello\nin\0", 9);
		assert_string_equal(ig_buf_str(&g.text[2]), "err");
		assert_string_equal(ig_buf_str(&g.text[3]), "oops");
		if (step == all)
			assert_int_equal(g.pieces, 5);
		got_done(&g);
	}
}

static const struct {
	const char *bytes;
	size_t n;
	bool fails;
} headers[] = {
    {"\1\0\0\0\0\0\0\0", 8, false},
    {"\3\0\0\0\xff\xff\xff\xff", 8, false},
    {"\4\0\0\0\0\0\0\1x", 9, true},
    {"\1\1\0\0\0\0\0\1x", 9, true},
    {"\1\0\0\1\0\0\0\1x", 9, true},
    {"plain text of a terminal", 24, true},
    {"\x1b[2J\x1b[2J", 8, true},
    {"\xff\xff\xff\xff\xff\xff\xff\xff", 8, true},
};

static void hostile_headers_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(headers); i++) {
		for (size_t step = 1; step <= headers[i].n; step++) {
			struct ig_demux d = {0};
			struct got g = {0};
			ig_auto_err e = NULL;
			int rc = 0;

			for (size_t at = 0; at < headers[i].n && rc == 0; at += step)
				rc = ig_demux_feed(&d, headers[i].bytes + at,
				    headers[i].n - at < step ? headers[i].n - at : step, take, &g,
				    &e);
			assert_int_equal(rc, headers[i].fails ? -1 : 0);
			assert_int_equal(ig_err_code(e), headers[i].fails ? IG_E_ENGINE : IG_OK);
			assert_int_equal(g.pieces, 0);
			got_done(&g);
		}
	}
}

/* A frame of 4 GiB goes through in pieces and is never held. */
static void a_frame_without_end_is_passed_on(void **state)
{
	static char block[1 << 16];
	struct ig_demux d = {0};
	uint64_t left = UINT32_MAX;
	struct got g = {0};

	(void)state;
	assert_int_equal(ig_demux_feed(&d, "\1\0\0\0\xff\xff\xff\xff", 8, take, &g, NULL), 0);
	g.text[1].max = 1;
	for (; left; left -= left < sizeof(block) ? left : sizeof(block)) {
		assert_int_equal(d.left, left);
		ig_demux_feed(
		    &d, block, left < sizeof(block) ? (size_t)left : sizeof(block), take, &g, NULL);
	}
	assert_int_equal(d.have, 0);
	got_done(&g);
}

struct lines {
	struct ig_buf out;
	unsigned n, stop_at;
};

static int take_line(const char *p, size_t n, void *user, ig_err **err)
{
	struct lines *l = user;

	(void)err;
	ig_buf_addc(&l->out, '<');
	ig_buf_add(&l->out, p, n);
	ig_buf_addc(&l->out, '>');
	return ++l->n == l->stop_at ? -1 : 0;
}

static void lines_come_whole_in_any_division(void **state)
{
	static const char text[] = "one\ntwo\r\n\n\r\nthree four\n\nrest";
	size_t all = sizeof(text) - 1;

	(void)state;
	for (size_t step = 1; step <= all; step++) {
		struct ig_lines l = {.rest = IG_BUF_INIT(16)};
		struct lines got = {0};

		for (size_t at = 0; at < all; at += step)
			assert_int_equal(
			    ig_lines_feed(&l, text + at, all - at < step ? all - at : step,
			        take_line, &got, NULL),
			    0);
		assert_string_equal(got.out.data, "<one><two><three four>");
		assert_int_equal(ig_lines_end(&l, take_line, &got, NULL), 0);
		assert_string_equal(got.out.data, "<one><two><three four><rest>");
		assert_int_equal(ig_lines_end(&l, take_line, &got, NULL), 0);
		assert_int_equal(got.n, 4);
		ig_buf_done(&got.out);
		ig_buf_done(&l.rest);
	}
}

static void a_long_line_is_refused(void **state)
{
	static const char text[] = "0123456789abcdefX\nok\n";
	size_t all = sizeof(text) - 1;

	(void)state;
	for (size_t step = 1; step <= all; step++) {
		struct ig_lines l = {.rest = IG_BUF_INIT(16)};
		struct lines got = {0};
		ig_auto_err e = NULL;
		int rc = 0;

		for (size_t at = 0; at < all && rc == 0; at += step)
			rc = ig_lines_feed(
			    &l, text + at, all - at < step ? all - at : step, take_line, &got, &e);
		assert_int_equal(rc, -1);
		assert_int_equal(ig_err_code(e), IG_E_LIMIT);
		assert_int_equal(got.n, 0);
		ig_buf_done(&l.rest);
	}
}

static void a_reader_may_stop(void **state)
{
	struct ig_lines l = {.rest = IG_BUF_INIT(16)};
	struct lines got = {.stop_at = 2};

	(void)state;
	assert_int_equal(ig_lines_feed(&l, "a\nb\nc\n", 6, take_line, &got, NULL), -1);
	assert_int_equal(got.n, 2);
	ig_buf_done(&got.out);
	ig_buf_done(&l.rest);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(frames_come_whole_in_any_division),
	    cmocka_unit_test(hostile_headers_are_refused),
	    cmocka_unit_test(a_frame_without_end_is_passed_on),
	    cmocka_unit_test(lines_come_whole_in_any_division),
	    cmocka_unit_test(a_long_line_is_refused),
	    cmocka_unit_test(a_reader_may_stop),
	};

	return cmocka_run_group_tests_name("engine stream", tests, NULL, NULL);
}
