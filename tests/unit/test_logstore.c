/* core/watch: the log store, under hostile and large output. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/loop.h"
#include "core/watch/watch.h"

#define GIB ((uint64_t)1 << 30)

static void add(ig_logstore *l, enum ig_stream s, const char *p, size_t n)
{
	assert_int_equal(ig_logstore_add(l, s, p, n, NULL), 0);
}

static void adds(ig_logstore *l, enum ig_stream s, const char *p)
{
	add(l, s, p, strlen(p));
}

static void expect(ig_logstore *l, uint64_t no, enum ig_stream s, const char *text, size_t len,
    bool partial)
{
	struct ig_log_line got;

	assert_int_equal(ig_logstore_line(l, no, &got), 0);
	assert_int_equal(got.stream, s);
	assert_int_equal(got.len, len);
	assert_memory_equal(got.text, text, len);
	assert_int_equal(got.partial, partial);
}

static void expects(ig_logstore *l, uint64_t no, enum ig_stream s, const char *text, bool partial)
{
	expect(l, no, s, text, strlen(text), partial);
}

static void cuts_lines(void **state)
{
	ig_logstore *l = ig_logstore_new(GIB, NULL);
	struct ig_log_line got;

	(void)state;
	assert_int_equal(ig_logstore_lines(l), 0);
	assert_int_equal(ig_logstore_line(l, 0, &got), -1);
	add(l, IG_STDOUT, "", 0);
	assert_int_equal(ig_logstore_lines(l), 0);
	adds(l, IG_STDOUT, "one\ntwo\n\nfo");
	adds(l, IG_STDOUT, "ur");
	assert_int_equal(ig_logstore_lines(l), 4);
	expects(l, 0, IG_STDOUT, "one", false);
	expects(l, 1, IG_STDOUT, "two", false);
	expects(l, 2, IG_STDOUT, "", false);
	expects(l, 3, IG_STDOUT, "four", true);
	assert_int_equal(ig_logstore_line(l, 4, &got), -1);
	assert_int_equal(ig_logstore_line(l, UINT64_MAX, &got), -1);
	adds(l, IG_STDOUT, "\n");
	expects(l, 3, IG_STDOUT, "four", false);
	assert_int_equal(ig_logstore_bytes(l), 14);
	assert_int_equal(ig_logstore_dropped(l), 0);
	ig_logstore_free(l);
}

static void keeps_streams_apart(void **state)
{
	ig_logstore *l = ig_logstore_new(GIB, NULL);

	(void)state;
	adds(l, IG_STDERR, "er");
	/* The order of two unfinished lines is that of their beginning. */
	usleep(3000);
	adds(l, IG_STDOUT, "ou");
	assert_int_equal(ig_logstore_lines(l), 2);
	expects(l, 0, IG_STDERR, "er", true);
	expects(l, 1, IG_STDOUT, "ou", true);
	adds(l, IG_STDOUT, "t\nnext");
	expects(l, 0, IG_STDOUT, "out", false);
	expects(l, 1, IG_STDERR, "er", true);
	expects(l, 2, IG_STDOUT, "next", true);
	adds(l, IG_STDERR, "ror\n");
	expects(l, 1, IG_STDERR, "error", false);
	expects(l, 2, IG_STDOUT, "next", true);
	assert_int_equal(ig_logstore_lines(l), 3);
	ig_logstore_free(l);
}

static void keeps_time(void **state)
{
	ig_logstore *l = ig_logstore_new(GIB, NULL);
	struct ig_log_line a, b, c;

	(void)state;
	adds(l, IG_STDERR, "late"); /* begins first, ends last: its record goes back in time */
	usleep(20000);
	adds(l, IG_STDOUT, "x\n");
	usleep(20000);
	adds(l, IG_STDERR, "r\ny\n");
	assert_int_equal(ig_logstore_line(l, 0, &a), 0);
	assert_int_equal(ig_logstore_line(l, 1, &b), 0);
	assert_int_equal(ig_logstore_line(l, 2, &c), 0);
	assert_in_range(a.t_ms, b.t_ms + 15, b.t_ms + 20000);
	assert_in_range(c.t_ms, a.t_ms + 15, a.t_ms + 20000);
	ig_logstore_free(l);
}

static void keeps_every_byte(void **state)
{
	ig_logstore *l = ig_logstore_new(GIB, NULL);
	char all[256];

	(void)state;
	for (unsigned i = 0; i < 256; i++)
		all[i] = (char)(i == '\n' ? 0 : i);
	add(l, IG_STDOUT, all, sizeof(all));
	add(l, IG_STDOUT, "\n\0\0\0\n\r\n", 7);
	expect(l, 0, IG_STDOUT, all, sizeof(all), false);
	expect(l, 1, IG_STDOUT, "\0\0\0", 3, false);
	expect(l, 2, IG_STDOUT, "\r", 1, false);
	ig_logstore_free(l);
}

/* A line that never ends is cut at 64 KiB; one of exactly 64 KiB is whole. */
static void cuts_an_endless_line(void **state)
{
	ig_logstore *l = ig_logstore_new(GIB, NULL);
	ig_auto_buf x = IG_BUF_INIT(0);

	(void)state;
	for (size_t i = 0; i < 3 * IG_LOG_LINE_MAX + 10; i++)
		ig_buf_addc(&x, (char)('a' + i / IG_LOG_LINE_MAX));
	for (size_t i = 0; i < x.len;) { /* in uneven pieces */
		size_t n = i % 977 + 1;

		if (n > x.len - i)
			n = x.len - i;
		add(l, IG_STDOUT, x.data + i, n);
		i += n;
	}
	assert_int_equal(ig_logstore_lines(l), 4);
	for (size_t i = 0; i < 3; i++)
		expect(l, i, IG_STDOUT, x.data + i * IG_LOG_LINE_MAX, IG_LOG_LINE_MAX, true);
	expect(l, 3, IG_STDOUT, x.data + (size_t)3 * IG_LOG_LINE_MAX, 10, true);
	adds(l, IG_STDOUT, "\n");
	expect(l, 3, IG_STDOUT, x.data + (size_t)3 * IG_LOG_LINE_MAX, 10, false);
	add(l, IG_STDOUT, x.data, IG_LOG_LINE_MAX);
	adds(l, IG_STDOUT, "\nend\n\n");
	assert_int_equal(ig_logstore_lines(l), 7);
	expects(l, 5, IG_STDOUT, "end", false);
	expects(l, 6, IG_STDOUT, "", false);
	ig_logstore_free(l);
}

static void caps_and_counts(void **state)
{
	ig_logstore *l = ig_logstore_new(10, NULL);

	(void)state;
	adds(l, IG_STDOUT, "12345\n");
	adds(l, IG_STDERR, "67890abc\n");
	assert_int_equal(ig_logstore_bytes(l), 10);
	assert_int_equal(ig_logstore_dropped(l), 5);
	expects(l, 1, IG_STDERR, "6789", true);
	adds(l, IG_STDOUT, "\n"); /* nothing comes after a gap */
	assert_int_equal(ig_logstore_dropped(l), 6);
	assert_int_equal(ig_logstore_lines(l), 2);
	ig_logstore_free(l);
	l = ig_logstore_new(0, NULL);
	adds(l, IG_STDOUT, "x\n");
	assert_int_equal(ig_logstore_lines(l), 0);
	assert_int_equal(ig_logstore_dropped(l), 2);
	ig_logstore_free(l);
}

static void million_lines(void **state)
{
	enum { N = 1000000 };
	ig_logstore *l = ig_logstore_new(GIB, NULL);
	ig_auto_buf piece = IG_BUF_INIT(0);
	uint64_t began = ig_now_ms();
	char want[32];

	(void)state;
	for (unsigned i = 0; i < N; i++) {
		ig_buf_printf(&piece, "line %u\n", i);
		if (piece.len < 16384 && i + 1 < N)
			continue;
		add(l, i & 1 ? IG_STDERR : IG_STDOUT, piece.data, piece.len);
		ig_buf_clear(&piece);
	}
	assert_int_equal(ig_logstore_lines(l), N);
	for (uint64_t i = 0; i < 20000; i++) { /* far jumps */
		uint64_t no = i * 7919 * 31 % N;
		struct ig_log_line got;

		snprintf(want, sizeof(want), "line %ju", (uintmax_t)no);
		assert_int_equal(ig_logstore_line(l, no, &got), 0);
		assert_int_equal(got.len, strlen(want));
		assert_memory_equal(got.text, want, got.len);
	}
	for (uint64_t no = N; no-- > N - 5000;) { /* backwards */
		struct ig_log_line got;

		snprintf(want, sizeof(want), "line %ju", (uintmax_t)no);
		assert_int_equal(ig_logstore_line(l, no, &got), 0);
		assert_memory_equal(got.text, want, got.len);
	}
	print_message("# %u lines and 25,000 look-ups in %ju ms\n", N, (uintmax_t)(ig_now_ms() - began));
	ig_logstore_free(l);
}

/* 20 million empty lines: the index must thin itself out and still find each. */
static void flood_of_newlines(void **state)
{
	static char newlines[65536];
	ig_logstore *l = ig_logstore_new(GIB, NULL);
	uint64_t n = 0;

	(void)state;
	memset(newlines, '\n', sizeof(newlines));
	for (; n < 20000000; n += sizeof(newlines))
		add(l, IG_STDOUT, newlines, sizeof(newlines));
	adds(l, IG_STDERR, "the end\n");
	assert_int_equal(ig_logstore_lines(l), n + 1);
	for (uint64_t i = 0; i < n; i += 654321)
		expects(l, i, IG_STDOUT, "", false);
	expects(l, n, IG_STDERR, "the end", false);
	expects(l, n - 1, IG_STDOUT, "", false);
	ig_logstore_free(l);
}

/* A file size limit stands in for the full disk: write(2) fails in the same place. */
static void full_disk_is_said(void **state)
{
	struct rlimit old, small;
	ig_logstore *l = ig_logstore_new(GIB, NULL);
	ig_auto_err e = NULL;
	uint64_t added = 0, lines, kept;
	char want[32];

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = (struct rlimit){.rlim_cur = 300000, .rlim_max = old.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	for (; added < 200000 && !e; added++) {
		snprintf(want, sizeof(want), "line %ju\n", (uintmax_t)added);
		ig_logstore_add(l, IG_STDOUT, want, strlen(want), &e);
	}
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(ig_err_code(e), IG_E_HOST);
	lines = ig_logstore_lines(l);
	kept = ig_logstore_bytes(l);
	for (uint64_t i = 0; i < lines; i++) {
		snprintf(want, sizeof(want), "line %ju", (uintmax_t)i);
		expects(l, i, IG_STDOUT, want, false);
	}
	assert_int_equal(lines, added); /* what was taken is all there */
	ig_err_free(IG_STEAL(e));
	assert_int_equal(ig_logstore_add(l, IG_STDOUT, "more\n", 5, &e), -1);
	assert_int_equal(ig_logstore_dropped(l), 5);
	assert_int_equal(ig_logstore_bytes(l), kept);
	assert_int_equal(ig_logstore_lines(l), lines);
	ig_logstore_free(l);
}

static void spill_is_private(void **state)
{
	ig_auto_free char *dir = ig_strdup("/tmp/ignite-log.XXXXXX");
	ig_logstore *l;
	struct stat st;
	bool found = false;

	(void)state;
	assert_non_null(mkdtemp(dir));
	setenv("XDG_CACHE_HOME", dir, 1);
	l = ig_logstore_new(GIB, NULL);
	assert_non_null(l);
	for (int fd = 3; fd < 64; fd++) {
		if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_nlink)
			continue;
		assert_int_equal(st.st_mode & 07777, 0600);
		found = true;
	}
	assert_true(found);
	ig_logstore_free(l);
	/* Without a usable cache folder it goes to /var/tmp. */
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	l = ig_logstore_new(GIB, NULL);
	assert_non_null(l);
	ig_logstore_free(l);
	unsetenv("XDG_CACHE_HOME");
	assert_int_equal(ig_rmtree(dir, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cuts_lines),
	    cmocka_unit_test(keeps_streams_apart),
	    cmocka_unit_test(keeps_time),
	    cmocka_unit_test(keeps_every_byte),
	    cmocka_unit_test(cuts_an_endless_line),
	    cmocka_unit_test(caps_and_counts),
	    cmocka_unit_test(million_lines),
	    cmocka_unit_test(flood_of_newlines),
	    cmocka_unit_test(full_disk_is_said),
	    cmocka_unit_test(spill_is_private),
	};

	return cmocka_run_group_tests_name("logstore", tests, NULL, NULL);
}
