/* core/engine against an engine that answers as scripted: versions, connections, acting callbacks,
 * floods. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "core/engine/engine-priv.h"
#include "tests/support/engine-test.h"
#include "tests/support/fake-engine.h"

static const struct fake_answer info_script[] = {
    {"/info", RAW(FAKE_JSON("200 OK", "7") "{\"a\":1}"), NULL, 0, FAKE_KEEP, 0},
    {"/start", RAW("HTTP/1.1 204 No Content\r\n\r\n"), NULL, 0, FAKE_KEEP, 0},
    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
};

static void asks_for_the_version_once(void **state)
{
	struct fixture *f = *state;
	struct answer a[5] = {{0}};

	fake_engine_script(f->fake, info_script);
	for (size_t round = 0; round < 5; round++) {
		ig_engine_info(f->e, answer_reply, &a[round]);
		if (round >= 2)
			assert_true(answer_wait(f->loop, &a[round], 1000));
	}
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(ig_err_code(a[i].err), IG_OK);
		assert_int_equal(json_integer_value(json_object_get(a[i].body, "a")), 1);
		answer_done(&a[i]);
	}
	assert_string_equal(fake_engine_requests(f->fake),
	    "GET /_ping HTTP/1.1\nGET /v1.41/info HTTP/1.1\nGET /v1.41/info HTTP/1.1\n"
	    "GET /v1.41/info HTTP/1.1\nGET /v1.41/info HTTP/1.1\nGET /v1.41/info HTTP/1.1\n");
	assert_in_range(fake_engine_connections(f->fake), 1, 3);
}

static void speaks_no_newer_version_than_it_knows(void **state)
{
	static const struct fake_answer script[] = {
	    {"/_ping", RAW("HTTP/1.1 200 OK\r\nAPI-VERSION:1.52 \r\nContent-Length: 2\r\n\r\nOK"),
	        NULL, 0, FAKE_KEEP, 0},
	    {"/v1.44/info", RAW(FAKE_JSON("200 OK", "2") "{}"), NULL, 0, FAKE_KEEP, 0},
	    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
	};
	struct fixture *f = *state;
	auto_answer a = {0}, b = {0};

	fake_engine_script(f->fake, script);
	ig_engine_info(f->e, answer_reply, &a);
	assert_true(answer_wait(f->loop, &a, 1000));
	assert_int_equal(ig_err_code(a.err), IG_OK);
	ig_engine_ping(f->e, answer_reply, &b);
	assert_true(answer_wait(f->loop, &b, 1000));
	assert_string_equal(json_string_value(json_object_get(b.body, "ApiVersion")), "1.52");
	assert_string_equal(json_string_value(json_object_get(b.body, "Spoken")), "1.44");
}

static void a_failed_ping_fails_all_that_waited(void **state)
{
	static const struct fake_answer script[] = {
	    {"/_ping", RAW(FAKE_JSON("500 Oh", "20") "{\"message\":\"unwell\"}"), NULL, 0,
	        FAKE_KEEP, 0},
	    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
	};
	struct fixture *f = *state;
	struct answer a[3] = {{0}};

	fake_engine_script(f->fake, script);
	for (size_t i = 0; i < 3; i++)
		ig_engine_info(f->e, answer_reply, &a[i]);
	for (size_t i = 0; i < 3; i++) {
		assert_true(answer_wait(f->loop, &a[i], 1000));
		assert_int_equal(a[i].times, 1);
		assert_int_equal(ig_err_code(a[i].err), IG_E_ENGINE);
		assert_non_null(strstr(ig_err_msg(a[i].err), "unwell"));
		answer_done(&a[i]);
	}
	/* And the next one asks again. */
	fake_engine_script(f->fake, info_script);
	ig_engine_info(f->e, answer_reply, &a[0]);
	assert_true(answer_wait(f->loop, &a[0], 1000));
	assert_int_equal(ig_err_code(a[0].err), IG_OK);
	answer_done(&a[0]);
}

static void survives_a_restart(void **state)
{
	struct fixture *f = *state;
	auto_answer a = {0}, b = {0}, c = {0};

	fake_engine_script(f->fake, info_script);
	ig_engine_info(f->e, answer_reply, &a);
	assert_true(answer_wait(f->loop, &a, 1000));
	fake_engine_restart(f->fake, false);
	ig_engine_info(f->e, answer_reply, &b);
	assert_true(answer_wait(f->loop, &b, 1000));
	assert_int_equal(ig_err_code(b.err), IG_E_DOWN);
	fake_engine_restart(f->fake, true);
	ig_engine_info(f->e, answer_reply, &c);
	assert_true(answer_wait(f->loop, &c, 1000));
	assert_int_equal(ig_err_code(c.err), IG_OK);
}

/* The pool holds a connection that the restarted engine does not know any more. */
static void a_stale_connection_is_replaced(void **state)
{
	struct fixture *f = *state;
	auto_answer a = {0}, b = {0};

	fake_engine_script(f->fake, info_script);
	ig_engine_info(f->e, answer_reply, &a);
	assert_true(answer_wait(f->loop, &a, 1000));
	fake_engine_restart(f->fake, true);
	ig_engine_start(f->e, "abc", answer_reply, &b);
	assert_true(answer_wait(f->loop, &b, 1000));
	assert_int_equal(ig_err_code(b.err), IG_OK);
	assert_null(b.body);
}

static void an_engine_of_another_version_is_asked_again(void **state)
{
	static const struct fake_answer script[] = {
	    {"/v1.41/info",
	        RAW("HTTP/1.1 400 Bad Request\r\n\r\n{\"message\":\"client version 1.41 is too "
	            "old. Minimum supported API version is 1.44\"}"),
	        NULL, 0, FAKE_CLOSE, 0},
	    {"/v1.44/info", RAW(FAKE_JSON("200 OK", "2") "{}"), NULL, 0, FAKE_KEEP, 0},
	    {"/_ping", RAW("HTTP/1.1 200 OK\r\nApi-Version: 1.52\r\nContent-Length: 2\r\n\r\nOK"),
	        NULL, 0, FAKE_KEEP, 0},
	    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
	};
	struct fixture *f = *state;
	auto_answer a = {0}, b = {0}, c = {0};

	fake_engine_script(f->fake, info_script);
	ig_engine_info(f->e, answer_reply, &a);
	assert_true(answer_wait(f->loop, &a, 1000));
	fake_engine_script(f->fake, script);
	ig_engine_info(f->e, answer_reply, &b);
	assert_true(answer_wait(f->loop, &b, 1000));
	assert_int_equal(ig_err_code(b.err), IG_E_ENGINE);
	assert_non_null(strstr(ig_err_hint_text(b.err), "try again"));
	ig_engine_info(f->e, answer_reply, &c);
	assert_true(answer_wait(f->loop, &c, 1000));
	assert_int_equal(ig_err_code(c.err), IG_OK);
}

static void a_restart_in_mid_stream_ends_events(void **state)
{
	static const struct fake_answer script[] = {
	    {"/events", RAW(CHUNKED "3\r\n{}\n\r\n"), NULL, 0, FAKE_STALL, 0},
	    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
	};
	struct fixture *f = *state;
	auto_answer a = {0};

	fake_engine_script(f->fake, script);
	ig_engine_events(f->e, NULL, answer_event, answer_end, &a);
	for (int i = 0; i < 200 && !a.body; i++)
		ig_loop_once(f->loop, 5);
	assert_int_equal(json_array_size(a.body), 1);
	ig_loop_once(f->loop, 400); /* a quiet stream has no deadline */
	assert_int_equal(a.times, 0);
	fake_engine_restart(f->fake, true);
	assert_true(answer_wait(f->loop, &a, 1000));
	assert_int_equal(ig_err_code(a.err), IG_E_DOWN);
}

/* From API 1.42 on the content type tells frames from the bytes of a terminal; before, it does not.
 */
static void a_terminal_is_told_from_frames(void **state)
{
#define MUXED "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n\r\n"
	static const struct fake_answer script[] = {
	    {"/v1.42/containers/tty/", RAW(RAW_STREAM "\1\0\0\0\0\0\0\1x"), NULL, 0, FAKE_CLOSE, 0},
	    {"/v1.42/containers/abc/", RAW(MUXED "\1\0\0\0\0\0\0\1x"), NULL, 0, FAKE_CLOSE, 0},
	    {"/v1.41/containers/abc/", RAW(RAW_STREAM "\1\0\0\0\0\0\0\1x"), NULL, 0, FAKE_CLOSE, 0},
	    {"/_ping", RAW("HTTP/1.1 200 OK\r\nApi-Version: 1.42\r\nContent-Length: 2\r\n\r\nOK"),
	        NULL, 0, FAKE_KEEP, 0},
	    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
	};
	struct fixture *f = *state;
	auto_answer old = {0}, tty = {0}, muxed = {0};
	ig_engine *newer;

	fake_engine_script(f->fake, info_script);
	ig_engine_start(f->e, "abc", answer_reply, &old); /* agrees on 1.41 */
	assert_true(answer_wait(f->loop, &old, 1000));
	answer_done(&old);
	fake_engine_script(f->fake, script);
	newer = ig_engine_new(f->loop, fake_engine_socket(f->fake), NULL);
	ig_engine_attach(f->e, "abc", &answer_stream, &old);
	ig_engine_attach(newer, "tty", &answer_stream, &tty);
	ig_engine_attach(newer, "abc", &answer_stream, &muxed);
	assert_true(answer_wait(f->loop, &old, 1000));
	assert_true(answer_wait(f->loop, &tty, 1000));
	assert_true(answer_wait(f->loop, &muxed, 1000));
	assert_int_equal(old.bytes, 1);
	assert_int_equal(tty.bytes, 9);
	assert_int_equal(muxed.bytes, 1);
	ig_engine_free(newer);
}

static void a_bad_name_is_never_sent(void **state)
{
	struct fixture *f = *state;
	auto_answer a = {0}, b = {0};

	ig_engine_start(f->e, "../images/x", answer_reply, &a);
	ig_engine_image_remove(f->e, "a/../../containers/b", answer_reply, &b);
	assert_true(answer_wait(f->loop, &a, 1000));
	assert_true(answer_wait(f->loop, &b, 1000));
	assert_int_equal(ig_err_code(a.err), IG_E_INPUT);
	assert_int_equal(ig_err_code(b.err), IG_E_INPUT);
	assert_string_equal(fake_engine_requests(f->fake), "");
}

/* --- callbacks that act --- */

#define EIGHT_FRAMES FRAME_1 FRAME_1 FRAME_1 FRAME_1 FRAME_1 FRAME_1 FRAME_1 FRAME_1
#define FRAME_1 "\1\0\0\0\0\0\0\1x"
static const struct fake_answer acting_script[] = {
    {"/attach", RAW(RAW_STREAM EIGHT_FRAMES), NULL, 0, FAKE_STALL, 0},
    {"/events", RAW("HTTP/1.1 200 OK\r\n\r\n{}\n{}\n{}\n{}\n"), NULL, 0, FAKE_STALL, 0},
    {"/logs", RAW(""), NULL, 0, FAKE_STALL, 0},
    {"/info", RAW(FAKE_JSON("200 OK", "2") "{}"), NULL, 0, FAKE_KEEP, 0},
    {"/version", RAW(FAKE_JSON("200 OK", "2") "{}"), NULL, 0, FAKE_KEEP, 0},
    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
};

struct acting {
	struct fixture *f;
	ig_call *own, *other;
	bool free_engine, ended, cancelled;
	unsigned pieces, replies, late;
	struct answer started;
};

static void act_now(struct acting *t)
{
	if (t->cancelled) {
		t->late++;
		return;
	}
	t->cancelled = true;
	if (t->free_engine) {
		ig_engine_free(t->f->e); /* which cancels them all */
		t->f->e = NULL;
		return;
	}
	ig_call_cancel(t->other);
	ig_call_cancel(t->own);
	ig_engine_version(t->f->e, answer_reply, &t->started);
}

static void acting_open(void *user)
{
	act_now(user);
}

static void acting_data(int stream, const char *p, size_t n, void *user)
{
	struct acting *t = user;

	(void)stream;
	(void)p;
	(void)n;
	t->pieces++;
	act_now(t);
}

static void acting_event(json_t *ev, void *user)
{
	(void)ev;
	acting_data(0, NULL, 0, user);
}

static void acting_end(const ig_err *err, void *user)
{
	(void)err;
	((struct acting *)user)->ended = true;
}

static void never(json_t *body, const ig_err *err, void *user)
{
	(void)body;
	(void)err;
	((struct acting *)user)->late++;
}

enum where { IN_OPEN, IN_DATA, IN_EVENT };

static void callback_acts(struct fixture *f, enum where where, bool free_engine)
{
	const struct ig_stream_events in_open = {acting_open, acting_data, acting_end};
	const struct ig_stream_events in_data = {NULL, acting_data, acting_end};
	struct acting t = {.f = f, .free_engine = free_engine};

	fake_engine_script(f->fake, acting_script);
	if (where == IN_EVENT)
		t.own = ig_engine_events(f->e, NULL, acting_event, acting_end, &t);
	else
		t.own = ig_engine_attach(f->e, "abc", where == IN_OPEN ? &in_open : &in_data, &t);
	t.other = ig_engine_logs(f->e, "def", true, &in_data, &t);
	assert_true(wait_for(f->loop, &t.cancelled, 1000));
	if (!free_engine) {
		assert_true(answer_wait(f->loop, &t.started, 1000));
		assert_int_equal(ig_err_code(t.started.err), IG_OK);
	}
	ig_loop_once(f->loop, 20);
	assert_int_equal(t.late, 0);
	assert_false(t.ended);
	assert_in_range(t.pieces, 0, 1);
	answer_done(&t.started);
}

static void callbacks_may_cancel_and_start(void **state)
{
	callback_acts(*state, IN_OPEN, false);
	callback_acts(*state, IN_DATA, false);
	callback_acts(*state, IN_EVENT, false);
}

static void callbacks_may_free_the_engine(void **state)
{
	struct fixture *f = *state;

	for (int where = IN_OPEN; where <= IN_EVENT; where++) {
		callback_acts(f, (enum where)where, true);
		assert_null(f->e);
		f->e = ig_engine_new(f->loop, fake_engine_socket(f->fake), NULL);
	}
}

/* Two streams in one engine; the first piece of one cancels the other, which is inside libcurl too.
 */
static void a_callback_may_cancel_another_stream(void **state)
{
	const struct ig_stream_events ev = {NULL, acting_data, acting_end};
	struct fixture *f = *state;
	struct acting t = {.f = f}, u = {.f = f};

	fake_engine_script(f->fake, acting_script);
	t.own = ig_engine_attach(f->e, "abc", &ev, &t);
	u.own = ig_engine_attach(f->e, "def", &ev, &u);
	t.other = u.own;
	u.other = t.own;
	for (int i = 0; i < 100 && !t.cancelled && !u.cancelled; i++)
		ig_loop_once(f->loop, 10);
	assert_true(t.cancelled != u.cancelled);
	assert_true(answer_wait(f->loop, t.cancelled ? &t.started : &u.started, 1000));
	ig_loop_once(f->loop, 20);
	assert_int_equal(t.pieces + u.pieces, 1);
	assert_int_equal(t.late + u.late, 0);
	answer_done(&t.started);
	answer_done(&u.started);
}

static void freeing(json_t *body, const ig_err *err, void *user)
{
	struct acting *t = user;

	(void)body;
	(void)err;
	t->replies++;
	ig_engine_free(t->f->e);
	t->f->e = NULL;
}

static void a_reply_may_free_the_engine(void **state)
{
	struct fixture *f = *state;
	struct acting t = {.f = f};

	fake_engine_script(f->fake, acting_script);
	for (int i = 0; i < 3; i++)
		ig_engine_info(f->e, freeing, &t);
	for (int i = 0; i < 200 && f->e; i++)
		ig_loop_once(f->loop, 5);
	ig_loop_once(f->loop, 20);
	assert_int_equal(t.replies, 1);

	/* And so may one that fails: on the ping, and on its deadline. */
	for (int i = 0; i < 2; i++) {
		static const struct fake_answer silent[] = {
		    {"/", RAW(""), NULL, 0, FAKE_STALL, 0}, {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0}};

		fake_engine_restart(f->fake, i == 1);
		fake_engine_script(f->fake, silent);
		f->e = ig_engine_new(f->loop, fake_engine_socket(f->fake), NULL);
		ig_engine_set_deadline(f->e, 50);
		t.replies = 0;
		for (int k = 0; k < 3; k++)
			ig_engine_info(f->e, freeing, &t);
		for (int k = 0; k < 200 && f->e; k++)
			ig_loop_once(f->loop, 5);
		assert_null(f->e);
		ig_loop_once(f->loop, 20);
		assert_int_equal(t.replies, 1);
	}
}

static void free_cancels_everything(void **state)
{
	struct fixture *f = *state;
	struct acting t = {.f = f};

	fake_engine_script(f->fake, acting_script);
	ig_engine_wait(f->e, "abc", 0, never, &t);
	ig_engine_info(f->e, never, &t);
	ig_engine_free(f->e); /* queued */
	f->e = ig_engine_new(f->loop, fake_engine_socket(f->fake), NULL);
	ig_engine_info(f->e, never, &t);
	for (int i = 0; i < 3; i++) /* the ping is under way */
		ig_loop_once(f->loop, 0);
	ig_engine_free(f->e);
	f->e = NULL;
	ig_loop_once(f->loop, 20);
	assert_int_equal(t.late, 0);
	ig_engine_free(NULL);
	ig_call_cancel(NULL);
}

/* --- work is bounded --- */

static void ticked(void *user)
{
	struct {
		ig_timer *t;
		unsigned n;
		uint64_t last, worst;
	} *tick = user;
	uint64_t now = ig_now_us();

	if (tick->last && now - tick->last > tick->worst)
		tick->worst = now - tick->last;
	tick->last = now;
	tick->n++;
	ig_timer_set(tick->t, 1);
}

/* 300 MB of output: the loop's other work goes on, and memory does not grow. */
static void a_flood_starves_nobody(void **state)
{
	static const struct fake_answer script[] = {
	    {"/attach", RAW("HTTP/1.1 200 OK\r\n\r\n\1\0\0\0\xff\xff\xff\xff"), A4K, 300 << 20,
	        FAKE_CLOSE, 0},
	    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
	};
	struct fixture *f = *state;
	struct {
		ig_timer *t;
		unsigned n;
		uint64_t last, worst;
	} tick = {0};
	struct rusage before, after;
	auto_answer a = {0};
	uint64_t start, took;

	fake_engine_script(f->fake, script);
	tick.t = ig_timer_new(f->loop, ticked, &tick);
	ig_timer_set(tick.t, 1);
	ig_engine_attach(f->e, "abc", &answer_stream, &a);
	while (!a.bytes)
		ig_loop_once(f->loop, 100);
	getrusage(RUSAGE_SELF, &before);
	start = ig_now_us();
	assert_true(answer_wait(f->loop, &a, 20000));
	took = ig_now_us() - start;
	getrusage(RUSAGE_SELF, &after);
	ig_timer_free(tick.t);
	assert_int_equal(a.bytes, 300 << 20);
	assert_int_equal(ig_err_code(a.err), IG_E_DOWN); /* the frame was longer */
	print_message("# flood: %.0f MB/s, worst pause of the loop %.1f ms\n",
	    (double)a.bytes / (double)took, (double)tick.worst / 1000);
#ifndef IG_ASAN
	assert_in_range(after.ru_maxrss - before.ru_maxrss, 0, 8 * 1024); /* KiB */
#endif
	assert_true(tick.n > took / 100000); /* at least every 100 ms on average */
}

/* A large upload goes out in pieces, and its rest is not sent when the answer comes early. */
static void an_upload_is_complete(void **state)
{
	static const struct fake_answer script[] = {
	    {"/images/create", RAW("HTTP/1.1 200 OK\r\n\r\n{\"status\":\"sha256:ab\"}\r\n"), NULL,
	        0, FAKE_CLOSE, 0},
	    {NULL, NULL, 0, NULL, 0, FAKE_KEEP, 0},
	};
	static const char *const changes[] = {"CMD [\"/a b\"]", "USER 1", NULL};
	struct fixture *f = *state;
	ig_auto_fd int fd = memfd_create("tar", MFD_CLOEXEC);
	auto_answer a = {0};

	assert_int_equal(ftruncate(fd, 20 << 20), 0);
	fake_engine_script(f->fake, script);
	ig_engine_image_import(f->e, fd, "h:5/a/b:1", changes, answer_reply, &a);
	assert_true(answer_wait(f->loop, &a, 5000));
	assert_int_equal(ig_err_code(a.err), IG_OK);
	assert_string_equal(json_string_value(json_object_get(a.body, "Id")), "sha256:ab");
	assert_int_equal(fake_engine_received(f->fake), 20 << 20);
	assert_non_null(strstr(fake_engine_requests(f->fake),
	    "POST "
	    "/v1.41/images/"
	    "create?fromSrc=-&repo=h%3A5%2Fa%2Fb&tag=1&changes=CMD%20%5B%22%2Fa%20b%22%5D"
	    "&changes=USER%201 HTTP/1.1\n"));
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, fixture_up, fixture_down)
	const struct CMUnitTest tests[] = {
	    T(asks_for_the_version_once),
	    T(speaks_no_newer_version_than_it_knows),
	    T(a_failed_ping_fails_all_that_waited),
	    T(survives_a_restart),
	    T(a_stale_connection_is_replaced),
	    T(an_engine_of_another_version_is_asked_again),
	    T(a_restart_in_mid_stream_ends_events),
	    T(a_terminal_is_told_from_frames),
	    T(a_bad_name_is_never_sent),
	    T(callbacks_may_cancel_and_start),
	    T(callbacks_may_free_the_engine),
	    T(a_callback_may_cancel_another_stream),
	    T(a_reply_may_free_the_engine),
	    T(free_cancels_everything),
	    T(a_flood_starves_nobody),
	    T(an_upload_is_complete),
	};

	return cmocka_run_group_tests_name("engine calls", tests, NULL, NULL);
}
