/* core/session: one service from its audit to its run, on a real engine. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/session/session.h"
#include "tests/support/engine-test.h"
#include "tests/unit/scratch.h"

enum { PATIENCE_MS = 30000 };

struct world {
	ig_loop *loop;
	ig_engine *engine;
	ig_session *s;
	char *dir;
	unsigned changes[IG_STEP_N];
	bool inside;          /* a function of the session is being called */
	enum ig_step free_at; /* frees the session when this step changes; IG_STEP_N: never */
};

static void changed(ig_session *s, enum ig_step step, void *user)
{
	struct world *w = user;

	assert_false(w->inside);
	assert_ptr_equal(s, w->s);
	w->changes[step]++;
	if (step == w->free_at) {
		ig_session_free(s);
		w->s = NULL;
	}
}

static const struct ig_session_callbacks callbacks = {changed};

/* A service of one file. */
static struct world *open_world(const char *code, bool with_engine)
{
	struct world *w = ig_calloc(1, sizeof(*w));
	const struct ig_session_opts opts = {.input = "{\"n\":1}"};
	ig_auto_free char *socket = test_engine_socket();

	w->free_at = IG_STEP_N;
	w->dir = scratch_make();
	scratch_text(w->dir, "index.js", code);
	w->loop = ig_loop_new(NULL);
	w->engine = with_engine ? ig_engine_new(w->loop, socket, NULL) : NULL;
	w->inside = true;
	w->s = ig_session_new(w->loop, w->engine, w->dir, &opts, &callbacks, w, NULL);
	w->inside = false;
	assert_non_null(w->s);
	return w;
}

static void close_world(struct world *w)
{
	ig_session_free(w->s);
	ig_engine_free(w->engine);
	ig_loop_free(w->loop);
	scratch_remove(w->dir);
	free(w);
}

static bool settled(const struct world *w, enum ig_step step)
{
	enum ig_step_state st = ig_session_state(w->s, step);

	return st == IG_STEP_DONE || st == IG_STEP_FAILED;
}

static enum ig_step_state wait_step(struct world *w, enum ig_step step)
{
	uint64_t end = ig_now_ms() + PATIENCE_MS;

	while (!settled(w, step) && ig_now_ms() < end)
		ig_loop_once(w->loop, 100);
	return ig_session_state(w->s, step);
}

static void pass_some_time(struct world *w, uint64_t ms)
{
	uint64_t end = ig_now_ms() + ms;

	while (ig_now_ms() < end)
		ig_loop_once(w->loop, 20);
}

/* Audit, engine and image, which must all be there. */
static void make_ready(struct world *w)
{
	w->inside = true;
	assert_int_equal(ig_session_start_engine(w->s, NULL), 0);
	assert_int_equal(ig_session_start_audit(w->s, NULL), 0);
	w->inside = false;
	assert_int_equal(wait_step(w, IG_STEP_AUDIT), IG_STEP_DONE);
	assert_int_equal(wait_step(w, IG_STEP_ENGINE), IG_STEP_DONE);
	assert_int_equal(wait_step(w, IG_STEP_IMAGE), IG_STEP_DONE);
	assert_int_equal(ig_session_state(w->s, IG_STEP_PLAN), IG_STEP_DONE);
}

static void start_run(struct world *w, bool force)
{
	w->inside = true;
	assert_int_equal(ig_session_start_run(w->s, force, NULL), 0);
	w->inside = false;
}

static void wait_running(struct world *w)
{
	uint64_t end = ig_now_ms() + PATIENCE_MS;

	while (ig_now_ms() < end) {
		ig_run *r = ig_session_run(w->s);

		if (r && ig_run_info(r)->state == IG_RUN_RUNNING)
			return;
		assert_int_equal(ig_session_state(w->s, IG_STEP_RUN), IG_STEP_BUSY);
		ig_loop_once(w->loop, 100);
	}
	fail_msg("the service was not started");
}

static void walks_the_road_twice(void **state)
{
	struct world *w = open_world("console.log(process.env.IGNITE_INPUT)\n", true);

	(void)state;
	make_ready(w);
	for (unsigned round = 0; round < 2; round++) {
		ig_auto_free char *id = ig_strdup(ig_session_plan(w->s)->run_id);
		ig_auto_free char *path = ig_strdup(ig_session_plan(w->s)->snapshot_path);
		const struct ig_run_info *info;
		struct ig_log_line line;

		start_run(w, false);
		assert_int_equal(ig_session_start_run(w->s, false, NULL), -1);
		assert_int_equal(wait_step(w, IG_STEP_RUN), IG_STEP_DONE);
		info = ig_run_info(ig_session_run(w->s));
		assert_int_equal(info->reason, IG_REASON_EXITED);
		assert_int_equal(info->exit_code, 0);
		assert_int_equal(ig_logstore_line(info->log, 0, &line), 0);
		assert_int_equal(line.len, 7);
		assert_memory_equal(line.text, "{\"n\":1}", 7);
		/* What was shown is what was sent; the next plan has its own id. */
		assert_string_equal(ig_run_plan(ig_session_run(w->s))->run_id, id);
		assert_string_equal(ig_session_snapshot(w->s)->path, path);
		assert_string_not_equal(ig_session_plan(w->s)->run_id, id);
		assert_int_equal(ig_session_state(w->s, IG_STEP_SNAPSHOT), IG_STEP_DONE);
	}
	pass_some_time(w, 50);
	for (unsigned i = 0; i < IG_STEP_N; i++)
		assert_true(w->changes[i] > 0);
	close_world(w);
}

static void edits_make_the_plan_anew(void **state)
{
	struct world *w = open_world("console.log(1)\n", true);
	ig_auto_err e = NULL;

	(void)state;
	make_ready(w);
	w->inside = true;
	assert_int_equal(ig_session_set(w->s, IG_P_MEMORY, "96M", IG_LAYER_EDIT, NULL), 0);
	w->inside = false;
	assert_int_equal(
	    json_integer_value(ig_json_at(ig_session_plan(w->s)->request, "HostConfig.Memory")),
	    96 << 20);
	assert_int_equal(ig_session_set(w->s, IG_P_MEMORY, "many", IG_LAYER_EDIT, &e), -1);
	assert_int_equal(ig_session_policy(w->s)->v[IG_P_MEMORY].num, 96 << 20);
	/* A policy that cannot be enforced leaves no plan, and no run. */
	assert_int_equal(ig_session_set(w->s, IG_P_NET_MODE, "sink", IG_LAYER_EDIT, NULL), 0);
	assert_int_equal(ig_session_state(w->s, IG_STEP_PLAN), IG_STEP_FAILED);
	assert_null(ig_session_plan(w->s));
	assert_int_equal(ig_session_ready(w->s, true, NULL), -1);
	assert_int_equal(ig_session_load_policy(w->s, false, NULL, NULL), 0);
	assert_int_equal(ig_session_state(w->s, IG_STEP_PLAN), IG_STEP_DONE);
	assert_int_equal(ig_session_ready(w->s, false, NULL), 0);
	/* An isolation that the engine does not have. */
	assert_int_equal(ig_session_set(w->s, IG_P_ISOLATION, "no-such", IG_LAYER_EDIT, NULL), 0);
	ig_err_free(e);
	e = NULL;
	assert_int_equal(ig_session_ready(w->s, true, &e), -1);
	assert_int_equal(ig_err_code(e), IG_E_UNENFORCED);
	close_world(w);
}

static void running_policy_is_the_one_it_was_started_with(void **state)
{
	struct world *w = open_world("setTimeout(() => {}, 500)\n", true);
	ig_auto_free char *was = NULL;
	ig_auto_free char *ran = NULL;

	(void)state;
	make_ready(w);
	was = ig_pvalue_text(IG_P_MEMORY, &ig_session_policy(w->s)->v[IG_P_MEMORY]);
	start_run(w, false);
	assert_int_equal(ig_session_set(w->s, IG_P_MEMORY, "99M", IG_LAYER_EDIT, NULL), 0);
	assert_int_equal(wait_step(w, IG_STEP_RUN), IG_STEP_DONE);
	ran = ig_pvalue_text(IG_P_MEMORY, &ig_session_run_policy(w->s)->v[IG_P_MEMORY]);
	assert_string_equal(ran, was);
	assert_int_not_equal(json_integer_value(ig_json_at(
	                         ig_run_plan(ig_session_run(w->s))->request, "HostConfig.Memory")),
	    99 << 20);
	close_world(w);
}

static void refuses_what_is_not_ready(void **state)
{
	struct world *w = open_world("eval(Buffer.from('MQ==', 'base64').toString())\n", true);
	ig_auto_err e = NULL;
	ig_auto_err blocked = NULL;

	(void)state;
	assert_int_equal(ig_session_ready(w->s, true, &e), -1);
	assert_int_equal(ig_session_start_run(w->s, true, NULL), -1);
	make_ready(w);
	assert_true(ig_session_blocking(w->s) > 0);
	assert_int_equal(ig_session_ready(w->s, false, &blocked), -1);
	assert_non_null(strstr(ig_err_msg(blocked), "nothing was started"));
	assert_non_null(ig_err_hint_text(blocked));
	assert_int_equal(ig_session_ready(w->s, true, NULL), 0);
	assert_null(ig_session_run(w->s));
	close_world(w);
}

static void stops_before_the_start(void **state)
{
	struct world *w = open_world("console.log(1)\n", true);

	(void)state;
	make_ready(w);
	start_run(w, false);
	w->inside = true;
	ig_session_stop(w->s);
	w->inside = false;
	assert_int_equal(ig_session_state(w->s, IG_STEP_RUN), IG_STEP_FAILED);
	assert_int_equal(ig_err_code(ig_session_error(w->s, IG_STEP_RUN)), IG_E_CANCELLED);
	pass_some_time(w, 300);
	assert_null(ig_session_run(w->s));
	start_run(w, false); /* and can be started again */
	assert_int_equal(wait_step(w, IG_STEP_RUN), IG_STEP_DONE);
	close_world(w);
}

static void stops_a_run(void **state)
{
	struct world *w = open_world("setInterval(() => {}, 1000)\n", true);

	(void)state;
	make_ready(w);
	start_run(w, false);
	wait_running(w);
	ig_session_stop(w->s);
	assert_int_equal(wait_step(w, IG_STEP_RUN), IG_STEP_DONE);
	assert_int_equal(ig_run_info(ig_session_run(w->s))->reason, IG_REASON_KILLED);
	close_world(w);
}

static void free_of_a_live_session_leaves_nothing(void **state)
{
	struct world *w = open_world("setInterval(() => {}, 1000)\n", true);
	ig_auto_free char *id = NULL;
	uint64_t end = ig_now_ms() + PATIENCE_MS;
	bool gone = false;

	(void)state;
	make_ready(w);
	start_run(w, false);
	wait_running(w);
	id = ig_strdup(ig_run_info(ig_session_run(w->s))->container_id);
	ig_session_free(w->s);
	w->s = NULL;
	while (!gone && ig_now_ms() < end) {
		auto_answer a = {0};

		pass_some_time(w, 100);
		ig_engine_inspect(w->engine, id, answer_reply, &a);
		assert_true(answer_wait(w->loop, &a, 10000));
		gone = ig_err_code(a.err) == IG_E_NOT_FOUND;
	}
	assert_true(gone);
	close_world(w);
}

static void may_be_freed_in_its_callback(void **state)
{
	static const enum ig_step at[] = {
	    IG_STEP_AUDIT, IG_STEP_PLAN, IG_STEP_ENGINE, IG_STEP_IMAGE};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(at); i++) {
		struct world *w = open_world("console.log(1)\n", true);
		uint64_t end = ig_now_ms() + PATIENCE_MS;

		assert_int_equal(ig_session_start_engine(w->s, NULL), 0);
		assert_int_equal(ig_session_start_audit(w->s, NULL), 0);
		w->free_at = at[i];
		while (w->s && ig_now_ms() < end)
			ig_loop_once(w->loop, 100);
		assert_null(w->s);
		pass_some_time(w, 100);
		close_world(w);
	}
}

static void changed_folder_is_not_run(void **state)
{
	struct world *w = open_world("console.log(1)\n", true);

	(void)state;
	make_ready(w);
	scratch_text(w->dir, "index.js", "console.log('something else')\n");
	start_run(w, false);
	assert_int_equal(wait_step(w, IG_STEP_RUN), IG_STEP_FAILED);
	assert_int_equal(ig_err_code(ig_session_error(w->s, IG_STEP_RUN)), IG_E_CHANGED);
	assert_int_equal(ig_session_state(w->s, IG_STEP_SNAPSHOT), IG_STEP_FAILED);
	assert_non_null(strstr(ig_err_msg(ig_session_error(w->s, IG_STEP_RUN)), "index.js"));
	assert_null(ig_session_run(w->s));
	/* A new audit is all it takes. */
	assert_int_equal(ig_session_start_audit(w->s, NULL), 0);
	assert_int_equal(wait_step(w, IG_STEP_AUDIT), IG_STEP_DONE);
	start_run(w, false);
	assert_int_equal(wait_step(w, IG_STEP_RUN), IG_STEP_DONE);
	close_world(w);
}

static void audits_without_an_engine(void **state)
{
	struct world *w = open_world("console.log(1)\n", false);
	ig_auto_err e = NULL;

	(void)state;
	assert_int_equal(ig_session_start_engine(w->s, &e), -1);
	assert_int_equal(ig_err_code(e), IG_E_DOWN);
	assert_int_equal(ig_session_start_audit(w->s, NULL), 0);
	assert_int_equal(wait_step(w, IG_STEP_AUDIT), IG_STEP_DONE);
	assert_non_null(ig_session_plan(w->s));
	assert_int_equal(ig_session_ready(w->s, true, NULL), -1);
	close_world(w);
}

static void broken_service_says_so(void **state)
{
	struct world *w = open_world("console.log(1)\n", false);
	const struct ig_session_opts opts = {0};
	ig_auto_err e = NULL;
	ig_session *s;

	(void)state;
	scratch_text(w->dir, "service.yaml", "service: [\n");
	s = ig_session_new(w->loop, NULL, w->dir, &opts, &callbacks, w, NULL);
	assert_non_null(s);
	assert_int_equal(ig_session_state(s, IG_STEP_POLICY), IG_STEP_FAILED);
	assert_int_equal(ig_session_ready(s, true, &e), -1);
	assert_non_null(strstr(ig_err_msg(e), "service.yaml"));
	ig_session_free(s);
	assert_null(ig_session_new(w->loop, NULL, "/nonexistent", &opts, &callbacks, w, NULL));
	close_world(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(walks_the_road_twice),
	    cmocka_unit_test(edits_make_the_plan_anew),
	    cmocka_unit_test(running_policy_is_the_one_it_was_started_with),
	    cmocka_unit_test(refuses_what_is_not_ready),
	    cmocka_unit_test(stops_before_the_start),
	    cmocka_unit_test(stops_a_run),
	    cmocka_unit_test(free_of_a_live_session_leaves_nothing),
	    cmocka_unit_test(may_be_freed_in_its_callback),
	    cmocka_unit_test(changed_folder_is_not_run),
	    cmocka_unit_test(audits_without_an_engine),
	    cmocka_unit_test(broken_service_says_so),
	};
	ig_auto_free char *socket = test_engine_socket();

	(void)socket;
	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
