/* core/base: errors, buffers, files, loop. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/loop.h"

static char *tmpdir(void)
{
	char *d = ig_strdup("/tmp/ignite-base.XXXXXX");

	assert_non_null(mkdtemp(d));
	return d;
}

static void err_carries_context(void **state)
{
	ig_auto_err e = NULL;

	(void)state;
	assert_int_equal(ig_err_set(&e, IG_E_INPUT, "'%s' is not a size", "51Z"), -1);
	ig_err_wrap(&e, "memory");
	ig_err_wrap(&e, "policy.yaml:%d:%d", 12, 5);
	ig_err_hint(&e, "write 51M");
	assert_string_equal(ig_err_msg(e), "policy.yaml:12:5: memory: '51Z' is not a size");
	assert_string_equal(ig_err_hint_text(e), "write 51M");
	assert_int_equal(ig_err_code(e), IG_E_INPUT);
	assert_int_equal(ig_err_exit(e), 2);
}

static void err_copes_with_null(void **state)
{
	(void)state;
	assert_int_equal(ig_err_set(NULL, IG_E_INPUT, "x"), -1);
	assert_int_equal(ig_err_wrap(NULL, "x"), -1);
	ig_err_hint(NULL, "x");
	ig_err_free(NULL);
	assert_null(ig_err_copy(NULL));
	assert_int_equal(ig_err_exit(NULL), 0);
	assert_string_equal(ig_err_msg(NULL), "no error");
}

static void buf_keeps_its_maximum(void **state)
{
	ig_auto_buf b = IG_BUF_INIT(10);

	(void)state;
	assert_string_equal(ig_buf_str(&b), "");
	assert_int_equal(ig_buf_adds(&b, "12345"), 0);
	assert_int_equal(ig_buf_adds(&b, "678901"), -1);
	assert_true(b.overflow);
	assert_string_equal(ig_buf_str(&b), "12345");
	assert_int_equal(ig_buf_add(&b, "", SIZE_MAX), -1);
	assert_int_equal(ig_buf_printf(&b, "%d", 67890), 0);
	assert_string_equal(ig_buf_str(&b), "1234567890");
	ig_buf_drop(&b, 4);
	assert_string_equal(ig_buf_str(&b), "567890");
	ig_buf_drop(&b, 400);
	assert_int_equal(b.len, 0);
}

static void open_beneath_stays_beneath(void **state)
{
	ig_auto_free char *d = tmpdir();
	ig_auto_free char *out = ig_asprintf("%s/link", d);
	ig_auto_free char *fifo = ig_asprintf("%s/fifo", d);
	ig_auto_free char *file = ig_asprintf("%s/file", d);
	static const char *const bad[] = {"link", "link/passwd", "../etc/passwd", "/etc/passwd", ".."};
	int root, fd;

	(void)state;
	assert_int_equal(symlink("/etc", out), 0);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	root = ig_open_dir(d, NULL);
	assert_true(root >= 0);
	for (size_t i = 0; i < IG_COUNT(bad); i++) {
		ig_auto_err e = NULL;

		assert_int_equal(ig_open_beneath(root, bad[i], O_RDONLY, &e), -1);
		assert_int_equal(ig_err_code(e), IG_E_INPUT);
	}
	assert_int_equal(ig_write_atomic(file, "hello", 5, 0640, NULL), 0);
	fd = ig_open_beneath(root, "file", O_RDONLY, NULL);
	assert_true(fd >= 0);
	{
		ig_auto_buf b = IG_BUF_INIT(0);
		ig_auto_err e = NULL;

		assert_int_equal(ig_read_fd(fd, "file", 4, &b, &e), -1);
		assert_int_equal(ig_err_code(e), IG_E_LIMIT);
	}
	{
		ig_auto_buf b = IG_BUF_INIT(0);

		assert_int_equal(ig_read_fd(fd, "file", 5, &b, NULL), 0);
		assert_string_equal(ig_buf_str(&b), "hello");
	}
	close(fd);
	fd = ig_open_beneath(root, "fifo", O_RDONLY, NULL); /* must not block */
	assert_true(fd >= 0);
	{
		ig_auto_buf b = IG_BUF_INIT(0);
		ig_auto_err e = NULL;

		assert_int_equal(ig_read_fd(fd, "fifo", 5, &b, &e), -1);
		assert_string_equal(ig_err_msg(e), "'fifo' is not a regular file");
	}
	close(fd);
	close(root);
	assert_int_equal(ig_rmtree(d, NULL), 0);
	assert_int_equal(ig_rmtree(d, NULL), 0);
}

static void write_atomic_keeps_mode_and_refuses_links(void **state)
{
	ig_auto_free char *d = tmpdir();
	ig_auto_free char *f = ig_asprintf("%s/f", d);
	ig_auto_free char *l = ig_asprintf("%s/l", d);
	ig_auto_buf b = IG_BUF_INIT(0);
	ig_auto_err e = NULL;
	struct stat st;

	(void)state;
	assert_int_equal(ig_write_atomic(f, "one", 3, 0600, NULL), 0);
	assert_int_equal(chmod(f, 0644), 0);
	assert_int_equal(ig_write_atomic(f, "two!", 4, 0600, NULL), 0);
	assert_int_equal(stat(f, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(ig_read_path(f, 100, &b, NULL), 0);
	assert_string_equal(ig_buf_str(&b), "two!");
	assert_int_equal(symlink(f, l), 0);
	assert_int_equal(ig_write_atomic(l, "x", 1, 0600, &e), -1);
	assert_int_equal(ig_err_code(e), IG_E_INPUT);
	assert_int_equal(ig_rmtree(d, NULL), 0);
}

struct seen {
	ig_loop *loop;
	int timers, children, status, deferred, passes;
	ig_timer *t;
};

static void on_timer(void *user)
{
	struct seen *s = user;

	s->timers++;
	ig_timer_free(s->t); /* from its own callback */
	s->t = NULL;
}

static void on_child(pid_t pid, int status, void *user)
{
	struct seen *s = user;

	(void)pid;
	s->children++;
	s->status = status;
	ig_loop_stop(s->loop);
}

static void on_defer(void *user)
{
	((struct seen *)user)->deferred++;
}

static void on_pass(void *user)
{
	((struct seen *)user)->passes++;
}

static void loop_runs_timers_children_and_deferred(void **state)
{
	struct seen s = {0};
	ig_child *c;
	pid_t pid;

	(void)state;
	s.loop = ig_loop_new(NULL);
	assert_non_null(s.loop);
	ig_loop_after(s.loop, on_pass, &s);
	ig_loop_defer(s.loop, on_defer, &s);
	assert_int_equal(s.deferred, 0);
	s.t = ig_timer_new(s.loop, on_timer, &s);
	ig_timer_set(s.t, 5);
	pid = fork();
	if (pid == 0) {
		usleep(30000);
		_exit(7);
	}
	c = ig_child_new(s.loop, pid, on_child, &s, NULL);
	assert_non_null(c);
	ig_loop_run(s.loop);
	assert_int_equal(s.timers, 1);
	assert_int_equal(s.deferred, 1);
	assert_int_equal(s.children, 1);
	assert_true(WIFEXITED(s.status) && WEXITSTATUS(s.status) == 7);
	assert_true(s.passes >= 2);
	ig_child_free(c);
	ig_loop_free(s.loop);
}

static void log_stays_on_one_line(void **state)
{
	ig_auto_free char *d = tmpdir();
	ig_auto_free char *f = ig_asprintf("%s/log", d);
	ig_auto_buf b = IG_BUF_INIT(0);

	(void)state;
	ig_debug("off: %s", "nothing happens");
	assert_int_equal(ig_log_open(f, NULL), 0);
	ig_debug("a\033[31mb\nc");
	ig_log_close();
	assert_int_equal(ig_read_path(f, 4096, &b, NULL), 0);
	assert_non_null(strstr(ig_buf_str(&b), "a?[31mb?c\n"));
	assert_int_equal(ig_rmtree(d, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(err_carries_context),
	    cmocka_unit_test(err_copes_with_null),
	    cmocka_unit_test(buf_keeps_its_maximum),
	    cmocka_unit_test(open_beneath_stays_beneath),
	    cmocka_unit_test(write_atomic_keeps_mode_and_refuses_links),
	    cmocka_unit_test(loop_runs_timers_children_and_deferred),
	    cmocka_unit_test(log_stays_on_one_line),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
