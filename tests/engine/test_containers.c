/*
 * core/engine's container calls against a real engine. The image is the runtime's, which has no
 * shell: its own dynamic loader is the program that prints at once and exits, node the one
 * that stays. Every container carries a label of this process and goes in the teardown.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/engine/engine.h"
#include "tests/support/engine-test.h"

#define IMAGE "ignite-tui/node:20"
#define LOADER "/lib64/ld-linux-x86-64.so.2"
#define LABEL "io.ignite-tui.test"
enum { SOON = 10000 };

struct world {
	ig_loop *loop;
	ig_engine *e;
	char *label; /* value of LABEL */
	json_t *filters;
};

/* --- helpers --- */

static void need(struct world *w, const struct answer *a, enum ig_code code)
{
	if (!answer_wait(w->loop, a, SOON))
		fail_msg("no answer");
	if (a->times != 1 || ig_err_code(a->err) != code)
		fail_msg(
		    "answered %u times: %d: %s", a->times, ig_err_code(a->err), ig_err_msg(a->err));
}

static json_t *request(const struct world *w, const char *image, json_t *command)
{
	return json_pack("{s:s, s:o, s:{s:s}, s:{s:s, s:i, s:i}}", "Image", image, "Cmd", command,
	    "Labels", LABEL, w->label, "HostConfig", "NetworkMode", "none", "Memory", 256 << 20,
	    "PidsLimit", 64);
}

/* Creates one and returns its id, the caller's. `name` may be NULL. */
static char *create(struct world *w, const char *name, json_t *command)
{
	ig_auto_json r = request(w, IMAGE, command);
	auto_answer a = {0};

	ig_engine_create(w->e, name, r, answer_reply, &a);
	need(w, &a, IG_OK);
	return ig_strdup(ig_json_str(a.body, "Id", ""));
}

static json_t *node(const char *script)
{
	return json_pack("[s, s, s]", "/usr/local/bin/node", "-e", script);
}

typedef ig_call *(*id_call)(ig_engine *e, const char *id, ig_reply_fn fn, void *user);

static void do_call(struct world *w, id_call fn, const char *id, enum ig_code code)
{
	auto_answer a = {0};

	fn(w->e, id, answer_reply, &a);
	need(w, &a, code);
}

static int64_t wait_end(struct world *w, const char *id)
{
	auto_answer a = {0};

	ig_engine_wait(w->e, id, SOON, answer_reply, &a);
	need(w, &a, IG_OK);
	return ig_json_int(a.body, "StatusCode", -1);
}

static void remove_it(struct world *w, const char *id)
{
	auto_answer a = {0};

	ig_engine_remove(w->e, id, 0, answer_reply, &a);
	need(w, &a, IG_OK);
}

static ig_call *attach(struct world *w, const char *id, struct answer *a)
{
	ig_call *c = ig_engine_attach(w->e, id, &answer_stream, a);

	assert_true(wait_for(w->loop, &a->opened, SOON));
	return c;
}

static int world_up(void **state)
{
	ig_auto_free char *socket = test_engine_socket();
	struct world *w = ig_calloc(1, sizeof(*w));
	ig_auto_free char *label = NULL;

	w->loop = ig_loop_new(NULL);
	w->e = ig_engine_new(w->loop, socket, NULL);
	w->label = ig_asprintf("%d", (int)getpid());
	label = ig_asprintf("%s=%s", LABEL, w->label);
	w->filters = json_pack("{s:[s]}", "label", label);
	*state = w;
	return 0;
}

/* Whatever a failed test left. */
static int sweep(void **state)
{
	struct world *w = *state;
	struct answer list = {0};
	json_t *c;
	size_t i;

	ig_engine_containers(w->e, true, w->filters, answer_reply, &list);
	answer_wait(w->loop, &list, SOON);
	json_array_foreach(list.body, i, c)
	{
		struct answer a = {0};

		ig_engine_remove(w->e, ig_json_str(c, "Id", ""), 0, answer_reply, &a);
		answer_wait(w->loop, &a, SOON);
		answer_done(&a);
	}
	answer_done(&list);
	return 0;
}

static int world_down(void **state)
{
	struct world *w = *state;

	sweep(state);
	ig_engine_free(w->e);
	ig_loop_free(w->loop);
	json_decref(w->filters);
	free(w->label);
	free(w);
	return 0;
}

/* --- tests --- */

static void it_says_what_it_is(void **state)
{
	struct world *w = *state;
	auto_answer ping = {0}, version = {0}, info = {0};

	ig_engine_ping(w->e, answer_reply, &ping);
	ig_engine_version(w->e, answer_reply, &version);
	ig_engine_info(w->e, answer_reply, &info);
	need(w, &ping, IG_OK);
	need(w, &version, IG_OK);
	need(w, &info, IG_OK);
	assert_string_equal(ig_json_str(ping.body, "ApiVersion", "ping"),
	    ig_json_str(version.body, "ApiVersion", "version"));
	assert_string_equal(ig_json_str(ping.body, "OSType", ""), "linux");
	assert_true(json_is_object(json_object_get(info.body, "Runtimes")));
}

static void one_is_made_found_and_removed(void **state)
{
	struct world *w = *state;
	ig_auto_free char *name = ig_asprintf("ignite-tui-test-%s", w->label);
	ig_auto_free char *id = create(w, name, json_pack("[s, s]", LOADER, "--version"));
	ig_auto_json r = request(w, IMAGE, json_pack("[s]", LOADER));
	auto_answer twice = {0}, all = {0}, running = {0}, seen = {0};

	assert_int_equal(strlen(id), 64);
	ig_engine_create(w->e, name, r, answer_reply, &twice);
	need(w, &twice, IG_E_ENGINE);
	assert_non_null(strstr(ig_err_msg(twice.err), "already in use"));

	ig_engine_containers(w->e, true, w->filters, answer_reply, &all);
	ig_engine_containers(w->e, false, w->filters, answer_reply, &running);
	need(w, &all, IG_OK);
	need(w, &running, IG_OK);
	assert_int_equal(json_array_size(all.body), 1);
	assert_string_equal(ig_json_str(json_array_get(all.body, 0), "Id", ""), id);
	assert_int_equal(json_array_size(running.body), 0);

	ig_engine_inspect(w->e, name, answer_reply, &seen); /* a name does as well */
	need(w, &seen, IG_OK);
	assert_string_equal(ig_json_str(seen.body, "Id", ""), id);
	assert_string_equal(json_string_value(ig_json_at(seen.body, "State.Status")), "created");

	remove_it(w, id);
	remove_it(w, id); /* it is gone: success */
	do_call(w, ig_engine_inspect, id, IG_E_NOT_FOUND);
	do_call(w, ig_engine_start, id, IG_E_NOT_FOUND);
}

static void a_missing_image_is_not_found(void **state)
{
	struct world *w = *state;
	ig_auto_json r = request(w, "ignite-tui-test/none:1", json_pack("[s]", "/x"));
	auto_answer a = {0};

	ig_engine_create(w->e, NULL, r, answer_reply, &a);
	need(w, &a, IG_E_NOT_FOUND);
	assert_non_null(strstr(ig_err_msg(a.err), "No such image: ignite-tui-test/none:1"));
}

static void a_bad_request_is_explained(void **state)
{
	struct world *w = *state;
	ig_auto_json r = json_pack("{s:{s:s}}", "HostConfig", "NetworkMode", "none");
	ig_auto_free char *id = create(w, NULL, json_pack("[s]", "/no/such/program"));
	auto_answer a = {0}, b = {0};

	ig_engine_create(w->e, NULL, r, answer_reply, &a);
	need(w, &a, IG_E_ENGINE);
	ig_engine_start(w->e, id, answer_reply, &b);
	assert_true(answer_wait(w->loop, &b, SOON));
	assert_true(b.err != NULL);
	assert_non_null(strstr(ig_err_msg(b.err), "/no/such/program"));
	remove_it(w, id);
}

/* A program that prints as its first act and is gone: nothing of it may be lost. */
static void nothing_is_lost_before_it_exits(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < 8; i++) {
		ig_auto_free char *id = create(w, NULL, json_pack("[s, s]", LOADER, "--version"));
		auto_answer out = {0};

		attach(w, id, &out);
		assert_int_equal(out.bytes, 0);
		do_call(w, ig_engine_start, id, IG_OK);
		need(w, &out, IG_OK);
		assert_non_null(strstr(ig_buf_str(&out.out), "ld.so"));
		assert_non_null(strstr(ig_buf_str(&out.out), "PARTICULAR PURPOSE.\n"));
		assert_int_equal(wait_end(w, id), 0);
		assert_int_equal(wait_end(w, id), 0); /* never too late */
		remove_it(w, id);
	}
}

static void both_streams_and_the_exit_code(void **state)
{
	struct world *w = *state;
	ig_auto_free char *id = create(w, NULL,
	    node("process.stdout.write('to out\\n'); process.stderr.write('to err\\n'); "
	         "process.exitCode = 7"));
	auto_answer out = {0}, log = {0}, seen = {0};

	attach(w, id, &out);
	do_call(w, ig_engine_start, id, IG_OK);
	do_call(w, ig_engine_start, id, IG_OK); /* 304: it runs already */
	assert_int_equal(wait_end(w, id), 7);
	need(w, &out, IG_OK);
	assert_string_equal(ig_buf_str(&out.out), "to out\n");
	assert_string_equal(ig_buf_str(&out.errs), "to err\n");

	ig_engine_logs(w->e, id, false, &answer_stream, &log);
	need(w, &log, IG_OK);
	assert_true(log.opened);
	assert_string_equal(ig_buf_str(&log.out), "to out\n");
	assert_string_equal(ig_buf_str(&log.errs), "to err\n");

	ig_engine_inspect(w->e, id, answer_reply, &seen);
	need(w, &seen, IG_OK);
	assert_int_equal(json_integer_value(ig_json_at(seen.body, "State.ExitCode")), 7);
	remove_it(w, id);
}

static void signals_pause_and_deadlines(void **state)
{
	struct world *w = *state;
	ig_auto_free char *id = create(w, NULL,
	    node("process.on('SIGTERM', () => process.exit(3)); console.log('up'); "
	         "setInterval(() => 0, 1000)"));
	auto_answer out = {0}, late = {0}, term = {0}, dead = {0}, pause = {0}, resume = {0};
	auto_answer bad = {0};

	attach(w, id, &out);
	do_call(w, ig_engine_start, id, IG_OK);
	while (!out.bytes)
		ig_loop_once(w->loop, SOON);
	ig_engine_wait(w->e, id, 50, answer_reply, &late);
	need(w, &late, IG_E_TIMEOUT);
	assert_non_null(strstr(ig_err_msg(late.err), "within 50 ms"));

	ig_engine_pause(w->e, id, true, answer_reply, &pause);
	need(w, &pause, IG_OK);
	ig_engine_pause(w->e, id, false, answer_reply, &resume);
	need(w, &resume, IG_OK);
	ig_engine_kill(w->e, id, "SIGNONSENSE", answer_reply, &bad);
	need(w, &bad, IG_E_ENGINE);
	ig_engine_kill(w->e, id, "SIGTERM", answer_reply, &term);
	need(w, &term, IG_OK);
	assert_int_equal(wait_end(w, id), 3);
	ig_engine_kill(w->e, id, "SIGKILL", answer_reply, &dead);
	need(w, &dead, IG_E_ENGINE);
	assert_non_null(strstr(ig_err_msg(dead.err), "is not running"));
	need(w, &out, IG_OK);
	remove_it(w, id);
}

static void events_tell_of_it(void **state)
{
	struct world *w = *state;
	static const char *const expected[] = {"create", "attach", "start", "die", "destroy"};
	ig_auto_free char *id = NULL;
	auto_answer ev = {0}, out = {0};
	ig_call *events = ig_engine_events(w->e, w->filters, answer_event, answer_end, &ev);
	size_t found = 0, i;
	json_t *one;

	/* The engine answers before it subscribes us; half a second is plenty. */
	ig_loop_once(w->loop, 300);
	ig_loop_once(w->loop, 300);
	id = create(w, NULL, json_pack("[s, s]", LOADER, "--version"));
	attach(w, id, &out);
	do_call(w, ig_engine_start, id, IG_OK);
	wait_end(w, id);
	remove_it(w, id);
	for (int k = 0; k < 100 && found < IG_COUNT(expected); k++) {
		ig_loop_once(w->loop, 50);
		found = 0;
		json_array_foreach(ev.body, i,
		    one) if (found < IG_COUNT(expected) &&
		             strcmp(ig_json_str(one, "Action", ""), expected[found]) == 0) found++;
	}
	assert_int_equal(found, IG_COUNT(expected));
	assert_int_equal(ev.times, 0);
	ig_call_cancel(events);
}

/* 48 MB in lines of 1 KiB; every byte arrives while the loop goes on with other calls. */
static void a_flood_is_drained(void **state)
{
	struct world *w = *state;
	ig_auto_free char *id = create(w, NULL,
	    node("const b = Buffer.alloc(65536, 'x'.repeat(1023) + '\\n'); let n = 768;"
	         "const go = () => { while (n-- > 0) if (!process.stdout.write(b)) "
	         "return process.stdout.once('drain', go) }; go()"));
	auto_answer out = {0};
	unsigned pings = 0;
	uint64_t worst = 0;

	attach(w, id, &out);
	do_call(w, ig_engine_start, id, IG_OK);
	while (!out.times) {
		uint64_t before = ig_now_us(), took;
		auto_answer a = {0};

		ig_engine_ping(w->e, answer_reply, &a);
		need(w, &a, IG_OK);
		took = ig_now_us() - before;
		worst = took > worst ? took : worst;
		pings++;
	}
	assert_int_equal(ig_err_code(out.err), IG_OK);
	assert_int_equal(out.bytes, 768 << 16);
	print_message("# %.0f MB/s from a container; slowest of %u pings meanwhile %.1f ms\n",
	    (double)out.bytes / (double)(ig_now_us() - out.at_us), pings, (double)worst / 1000);
	assert_int_equal(wait_end(w, id), 0);
	remove_it(w, id);
}

/* A stream that is cancelled while it pours does not hold up the removal. */
static void a_cancelled_stream_lets_go(void **state)
{
	struct world *w = *state;
	ig_auto_free char *id = create(w, NULL,
	    node(
	        "const b = 'y'.repeat(65536); const go = () => process.stdout.write(b, go); go()"));
	auto_answer out = {0}, follow = {0};
	ig_call *c = attach(w, id, &out), *f;

	do_call(w, ig_engine_start, id, IG_OK);
	f = ig_engine_logs(w->e, id, true, &answer_stream, &follow);
	while (out.bytes < 4 << 20 || !follow.bytes)
		ig_loop_once(w->loop, SOON);
	ig_call_cancel(c);
	ig_call_cancel(f);
	remove_it(w, id);
	assert_int_equal(out.times, 0);
	assert_int_equal(follow.times, 0);
}

static void took(const char *what, uint64_t *at, double *ms)
{
	uint64_t now = ig_now_us();

	(void)what;
	*ms += (double)(now - *at) / 1000;
	*at = now;
}

/* Not a test of speed: it prints what the bench compares, over a warm connection. */
static void times_of_a_run(void **state)
{
	struct world *w = *state;
	enum { ROUNDS = 5 };
	double create_ms = 0, attach_ms = 0, start_ms = 0, wait_ms = 0, remove_ms = 0, first = 0;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t at = ig_now_us(), begin = at;
		ig_auto_free char *id = create(w, NULL, json_pack("[s, s]", LOADER, "--version"));
		auto_answer out = {0};

		took("create", &at, &create_ms);
		attach(w, id, &out);
		took("attach", &at, &attach_ms);
		do_call(w, ig_engine_start, id, IG_OK);
		took("start", &at, &start_ms);
		wait_end(w, id);
		took("wait", &at, &wait_ms);
		remove_it(w, id);
		took("remove", &at, &remove_ms);
		assert_true(out.bytes > 0);
		first += (double)(out.at_us - begin) / 1000;
	}
	print_message(
	    "# ms: create %.1f, attach %.1f, start %.1f, wait %.1f, remove %.1f; to the first "
	    "byte %.1f\n",
	    create_ms / ROUNDS, attach_ms / ROUNDS, start_ms / ROUNDS, wait_ms / ROUNDS,
	    remove_ms / ROUNDS, first / ROUNDS);
}

int main(void)
{
#define T(fn) cmocka_unit_test_teardown(fn, sweep)
	const struct CMUnitTest tests[] = {
	    T(it_says_what_it_is),
	    T(one_is_made_found_and_removed),
	    T(a_missing_image_is_not_found),
	    T(a_bad_request_is_explained),
	    T(nothing_is_lost_before_it_exits),
	    T(both_streams_and_the_exit_code),
	    T(signals_pause_and_deadlines),
	    T(events_tell_of_it),
	    T(a_flood_is_drained),
	    T(a_cancelled_stream_lets_go),
	    T(times_of_a_run),
	};

	free(test_engine_socket()); /* skips or bails out before the plan is printed */
	return cmocka_run_group_tests_name("engine containers", tests, world_up, world_down);
}
