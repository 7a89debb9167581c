/* core/run on a real engine: how each sample ends, why, and that nothing is left of it. */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/run/run-priv.h"
#include "tests/support/engine-test.h"
#include "tests/support/run-test.h"

static const struct outcome {
	const char *service, *policy;
	enum ig_run_reason reason;
	int exit_code, signal;       /* signal -1: not looked at */
	const char *limit, *verdict; /* an event that must be there, NULL: no limit event */
	const char *says;            /* in the log, or NULL */
	const char *never;           /* not in the log, or NULL */
} outcomes[] = {
    {"hello", "", IG_REASON_EXITED, 0, 0, NULL, NULL, "Hello, world", NULL},
    {"crashes", "", IG_REASON_EXITED, 1, 0, NULL, NULL, "TypeError", NULL},
    {"memory-hog", "resources.memory=64M", IG_REASON_OOM, 137, 9, "memory 64M", "killed",
        "holding 8 MiB", "nobody stopped it"},
    {"cpu-spinner", "resources.timeout=1s", IG_REASON_TIMEOUT, 137, 9, "timeout 1s", "killed",
        "spinning", "nobody stopped it"},
    {"log-flood", "resources.output=1M", IG_REASON_OUTPUT, 137, 9, "output 1M", "killed", "flood",
        "the end of the flood"},
    {"disk-filler", "resources.tmp=4M", IG_REASON_EXITED, 0, 0, "tmp 4M", "denied", "ENOSPC after",
        "nobody stopped it"},
    {"fork-bomb", "process.spawn=allow resources.memory=512M resources.pids=32 resources.cpu=2",
        IG_REASON_EXITED, 0, 0, "pids 32", "denied", NULL, NULL},
    {"spawns-process", "", IG_REASON_EXITED, 0, 0, NULL, NULL, "all good", "a second runtime"},
    {"connects-out", "", IG_REASON_EXITED, 0, 0, NULL, NULL, "all good", NULL},
    {"reads-credentials", "", IG_REASON_EXITED, 0, 0, NULL, NULL, "all good", NULL},
    {"forges-log", "", IG_REASON_EXITED, 0, 0, NULL, NULL, NULL, NULL},
};

static bool any_limit(struct run_case *c)
{
	return run_event(c, "limit", "") != NULL;
}

/* On a busy machine a short run may be over between two looks; then that is said. */
static void check_figures(struct run_case *c)
{
	const struct ig_run_info *info = ig_run_info(c->run);
	const struct ig_sample *s = ig_series_last(info->series);

	assert_non_null(info->cgroup_kind);
	assert_non_null(s);
	assert_true(s->have & 1U << IG_M_CPU_USAGE);
	if (!info->figures_final) {
		print_message("# %s: the last look came too late\n", c->service->name);
		return;
	}
	assert_true(s->v[IG_M_CPU_USAGE] > 10000);
	assert_true(s->v[IG_M_MEM_PEAK] > 1 << 20);
	assert_true(s->v[IG_M_PIDS_PEAK] > 1);
	assert_true(s->have & 1U << IG_M_MEM_LIMIT);
	assert_int_equal(s->v[IG_M_MEM_LIMIT],
	    json_integer_value(ig_json_at(ig_run_plan(c->run)->request, "HostConfig.Memory")));
}

static void check_outcome(struct run_world *w, const struct outcome *o)
{
	ig_auto_free char *log = NULL;
	const struct ig_run_info *info;
	struct run_case c;

	run_case_plan(&c, w, o->service, o->policy);
	run_case_start(&c);
	run_case_wait(&c, 30000);
	info = ig_run_info(c.run);
	log = run_log(&c);
	if (info->reason != o->reason || info->exit_code != o->exit_code || info->error)
		fail_msg("%s: %s, %d, %s\n%.2000s", o->service, ig_run_reason_name(info->reason),
		    info->exit_code, ig_err_msg(info->error), log);
	if (o->signal >= 0)
		assert_int_equal(info->signal, o->signal);
	/* Only root may look into the container's /tmp. */
	if (o->limit && (info->tmp_known || strncmp(o->limit, "tmp", 3) != 0) &&
	    (!run_event(&c, "limit", o->limit) ||
	        strcmp(run_event(&c, "limit", o->limit)->verdict, o->verdict) != 0))
		fail_msg("%s: no event '%s' %s", o->service, o->limit, o->verdict);
	if (!o->limit && any_limit(&c))
		fail_msg("%s: event '%s'", o->service, run_event(&c, "limit", "")->target);
	if (o->says && !strstr(log, o->says))
		fail_msg("%s never said '%s'\n%.2000s", o->service, o->says, log);
	if (o->never && strstr(log, o->never))
		fail_msg("%s said '%s'", o->service, o->never);
	assert_false(info->leftover);
	check_figures(&c);
	assert_int_equal(run_count(w, c.id), 0);
	run_case_done(&c);
}

static void samples_end_as_they_must(void **state)
{
	for (size_t i = 0; i < IG_COUNT(outcomes); i++) {
		uint64_t began = ig_now_ms();

		check_outcome(*state, &outcomes[i]);
		print_message(
		    "# %s: %ju ms\n", outcomes[i].service, (uintmax_t)(ig_now_ms() - began));
	}
}

/* A main process that ends well although a child was killed for memory has not run out of it; one
 * that exits with 137 was not killed. The number alone would say otherwise. */
static void takes_the_reason_from_the_kernel(void **state)
{
	static const struct {
		const char *js, *policy;
		enum ig_run_reason reason;
		int code;
		bool oom_event;
	} cases[] = {
	    {"process.exit(137)", "", IG_REASON_EXITED, 137, false},
	    {"const r = require('child_process').spawnSync(process.execPath, ['-e', "
	     "'const a=[];for(;;)a.push(Buffer.alloc(8<<20,1))']);console.log(r.signal)",
	        "process.spawn=allow resources.memory=96M", IG_REASON_EXITED, 0, true},
	    {"const r = require('child_process').spawnSync(process.execPath, ['-e', "
	     "'const a=[];for(;;)a.push(Buffer.alloc(8<<20,1))']);process.exit(3)",
	        "process.spawn=allow resources.memory=96M", IG_REASON_OOM, 3, true},
	};
	struct run_world *w = *state;

	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		ig_auto_free char *dir = ig_asprintf("%s/svc-%zu", w->cache, i);
		ig_auto_free char *file = ig_asprintf("%s/index.js", dir);
		const struct ig_run_info *info;
		struct run_case c;

		assert_int_equal(ig_mkdir_p(dir, NULL), 0);
		assert_int_equal(
		    ig_write_atomic(file, cases[i].js, strlen(cases[i].js), 0600, NULL), 0);
		run_case_plan(&c, w, dir, cases[i].policy);
		run_case_start(&c);
		run_case_wait(&c, 20000);
		info = ig_run_info(c.run);
		assert_int_equal(info->exit_code, cases[i].code);
		assert_int_equal(info->reason, cases[i].reason);
		assert_int_equal(run_event(&c, "limit", "memory") != NULL, cases[i].oom_event);
		run_case_done(&c);
	}
}

static void stops_when_asked(void **state)
{
	struct run_world *w = *state;
	struct run_case c;
	uint64_t asked;

	run_case_plan(&c, w, "wave", "");
	run_case_start(&c);
	run_case_until(&c, IG_RUN_RUNNING, 10000);
	while (!ig_run_info(c.run)->output_bytes)
		ig_loop_once(w->loop, 1000);
	asked = ig_now_ms();
	ig_run_stop(c.run);
	assert_int_equal(ig_run_info(c.run)->state, IG_RUN_STOPPING);
	run_case_wait(&c, 10000);
	assert_int_equal(ig_run_info(c.run)->reason, IG_REASON_KILLED);
	assert_non_null(run_event(&c, "signal", "SIGTERM"));
	/* It has no handler: the kernel says so, and the grace time is not waited for. */
	assert_in_range(ig_now_ms() - asked, 0, 1500);
	assert_int_equal(run_count(w, c.id), 0);
	run_case_done(&c);
}

/* With a handler it gets its grace time, and not more; asked twice, it is killed at once. */
static void grants_the_grace_time_once(void **state)
{
	struct run_world *w = *state;

	for (unsigned twice = 0; twice < 2; twice++) {
		struct run_case c;
		uint64_t asked;

		run_case_plan(&c, w, "cpu-spinner", "resources.timeout=30s");
		run_case_start(&c);
		run_case_until(&c, IG_RUN_RUNNING, 10000);
		while (!ig_run_info(c.run)->output_bytes)
			ig_loop_once(w->loop, 1000);
		asked = ig_now_ms();
		ig_run_stop(c.run);
		if (twice)
			ig_run_stop(c.run);
		run_case_wait(&c, 10000);
		assert_int_equal(ig_run_info(c.run)->reason, IG_REASON_KILLED);
		assert_int_equal(ig_run_info(c.run)->signal, SIGKILL);
		assert_non_null(run_event(&c, "signal", "SIGKILL"));
		assert_string_equal(run_event(&c, "signal", "SIGKILL")->verdict, "killed");
		if (twice)
			assert_in_range(ig_now_ms() - asked, 0, 1500);
		else
			assert_in_range(ig_now_ms() - asked, 2000, 4000);
		run_case_done(&c);
	}
}

/* At each state: freed there, nothing is left behind, and no callback comes. */
static void can_be_freed_at_any_time(void **state)
{
	struct run_world *w = *state;

	for (enum ig_run_state s = IG_RUN_CREATE; s <= IG_RUN_ENDED; s++) {
		struct run_case c;
		uint64_t until;

		run_case_plan(&c, w, s < IG_RUN_REMOVING ? "wave" : "hello", "");
		run_case_start(&c);
		if (s == IG_RUN_STOPPING) {
			run_case_until(&c, IG_RUN_RUNNING, 10000);
			ig_run_stop(c.run);
		}
		run_case_until(&c, s, 10000);
		ig_run_free(IG_STEAL(c.run));
		c.ended = true; /* from here on a callback is one too many */
		until = ig_now_ms() + 10000;
		/* Ten times in a row: a create that is under way appears only then. */
		for (unsigned none = 0; none < 10 && ig_now_ms() < until;) {
			ig_loop_once(w->loop, 50);
			none = run_count(w, c.id) ? 0 : none + 1;
		}
		assert_int_equal(run_count(w, c.id), 0);
		assert_false(c.bad);
		run_case_done(&c);
	}
}

static void finish_waits_for_the_end(void **state)
{
	struct run_world *w = *state;
	struct run_case c;

	run_case_plan(&c, w, "wave", "");
	run_case_start(&c);
	run_case_until(&c, IG_RUN_RUNNING, 10000);
	assert_true(ig_run_finish(IG_STEAL(c.run), 10000));
	assert_int_equal(run_count(w, c.id), 0);
	run_case_done(&c);
	assert_true(ig_run_finish(NULL, 0));
}

/* When the engine is no help any more, the service dies all the same: by the kernel's hand. */
static void kills_without_the_engine(void **state)
{
	struct run_world *w = *state;
	const struct ig_run_info *info;
	struct run_case c;
	ig_err *e = NULL;
	pid_t pid;

	if (geteuid() != 0) /* the engine's word is all that another user has */
		skip();
	run_case_plan(&c, w, "cpu-spinner", "resources.timeout=30s");
	run_case_start(&c);
	run_case_until(&c, IG_RUN_RUNNING, 10000);
	while (!ig_run_info(c.run)->output_bytes || !ig_run_info(c.run)->pid)
		ig_loop_once(w->loop, 1000);
	pid = ig_run_info(c.run)->pid;
	assert_int_equal(kill(pid, 0), 0);
	ig_err_set(&e, IG_E_DOWN, "pulled the plug");
	run_lose(c.run, e);
	for (unsigned i = 0; i < 200 && kill(pid, 0) == 0; i++)
		usleep(10000);
	assert_int_equal(kill(pid, 0), -1);
	run_case_wait(&c, 10000);
	info = ig_run_info(c.run);
	assert_int_equal(info->reason, IG_REASON_ENGINE_LOST);
	assert_non_null(strstr(ig_err_msg(info->error), "was killed"));
	assert_non_null(strstr(ig_err_msg(info->error), "pulled the plug"));
	assert_false(info->leftover);
	assert_int_equal(run_count(w, c.id), 0);
	run_case_done(&c);
}

static void says_what_could_not_start(void **state)
{
	struct run_world *w = *state;
	struct run_case c;

	run_case_plan(&c, w, "hello", "");
	json_object_set_new(c.plan->request, "Image", json_string("ignite-tui/none:0"));
	run_case_start(&c);
	run_case_wait(&c, 10000);
	assert_int_equal(ig_run_info(c.run)->reason, IG_REASON_NOT_STARTED);
	assert_non_null(strstr(ig_err_msg(ig_run_info(c.run)->error), "ignite-tui/none:0"));
	run_case_done(&c);

	run_case_plan(&c, w, "hello", "");
	json_object_set_new(c.plan->request, "Entrypoint", json_pack("[s]", "/no/such/program"));
	run_case_start(&c);
	run_case_wait(&c, 20000);
	assert_int_equal(ig_run_info(c.run)->reason, IG_REASON_NOT_STARTED);
	assert_non_null(strstr(ig_err_msg(ig_run_info(c.run)->error), "/no/such/program"));
	assert_int_equal(run_count(w, c.id), 0);
	run_case_done(&c);
}

/* A container without the filter is killed before it could do much. */
static void kills_what_is_not_confined(void **state)
{
	struct run_world *w = *state;
	struct run_case c;

	run_case_plan(&c, w, "wave", "");
	json_object_set_new(json_object_get(c.plan->request, "HostConfig"), "SecurityOpt",
	    json_pack("[s, s]", "no-new-privileges", "seccomp=unconfined"));
	run_case_start(&c);
	run_case_wait(&c, 20000);
	assert_int_equal(ig_run_info(c.run)->reason, IG_REASON_KILLED);
	assert_int_equal(ig_err_code(ig_run_info(c.run)->error), IG_E_UNENFORCED);
	assert_non_null(strstr(ig_err_msg(ig_run_info(c.run)->error), "Seccomp is 0"));
	run_case_done(&c);
}

/* The service writes into its own copy; the snapshot stays what it was, the copy goes. */
static void writable_copy_comes_and_goes(void **state)
{
	static const char js[] =
	    "const fs = require('fs'); fs.writeFileSync('/service/new', 'x');"
	    "fs.appendFileSync(__filename, '// more'); fs.rmSync('/service/old');"
	    "console.log('wrote', fs.readdirSync('/service').join());"
	    "try { fs.writeFileSync('/etc/x', '') } catch (e) { console.log(e.code) }"
	    "const b = Buffer.alloc(1 << 20, 1), f = fs.openSync('/service/big', 'w');"
	    "for (let i = 0; i < 256; i++) fs.writeSync(f, b); console.log('nobody stopped it');";
	struct run_world *w = *state;
	ig_auto_free char *dir = ig_asprintf("%s/writes", w->cache);
	ig_auto_free char *file = ig_asprintf("%s/index.js", dir);
	ig_auto_free char *old = ig_asprintf("%s/old", dir);
	ig_auto_free char *log = NULL, *copy = NULL;
	const struct ig_run_info *info;
	struct run_case c;

	assert_int_equal(ig_mkdir_p(dir, NULL), 0);
	assert_int_equal(ig_write_atomic(file, js, strlen(js), 0600, NULL), 0);
	assert_int_equal(ig_write_atomic(old, "x", 1, 0600, NULL), 0);
	run_case_plan(&c, w, dir, "filesystem.root=writable-copy resources.memory=64M");
	copy = ig_strdup(c.plan->copy_path);
	run_case_start(&c);
	run_case_wait(&c, 20000);
	info = ig_run_info(c.run);
	log = run_log(&c);
	assert_non_null(
	    strstr(log, "wrote big,index.js,new") ? "" : strstr(log, "wrote index.js,new"));
	assert_non_null(strstr(log, "EROFS"));
	/* What it writes counts as its memory: it cannot fill the host's. */
	assert_int_equal(info->reason, IG_REASON_OOM);
	assert_null(strstr(log, "nobody stopped it"));
	assert_null(info->error);
	assert_int_equal(access(copy, F_OK), -1);
	*strrchr(copy, '/') = '\0';
	assert_int_equal(access(copy, F_OK), -1);
	run_case_done(&c);
}

/* --- killed in the middle --- */

/* Runs in a child, which is killed as soon as its run has reached the state. */
static void child(const char *socket, enum ig_run_state until, int out)
{
	struct run_world w;
	struct run_case c;

	if (run_world_up(&w, socket) < 0)
		_exit(1);
	run_case_plan(&c, &w, "wave", until % 2 ? "" : "filesystem.root=writable-copy");
	if (ig_write_all(out, c.id, 13) < 0 || ig_write_all(out, w.cache, sizeof(w.cache)) < 0)
		_exit(1);
	run_case_start(&c);
	if (until == IG_RUN_STOPPING) {
		run_case_until(&c, IG_RUN_RUNNING, 10000);
		ig_run_stop(c.run);
	}
	if (until == IG_RUN_REMOVING) {
		run_case_until(&c, IG_RUN_RUNNING, 10000);
		ig_run_kill(c.run);
	}
	run_case_until(&c, until, 10000);
	kill(getpid(), SIGKILL);
	_exit(1);
}

static void cleaned(unsigned removed, unsigned failed, const ig_err *err, void *user)
{
	(void)removed;
	assert_int_equal(failed, 0);
	assert_null(err);
	*(bool *)user = true;
}

static void next_start_cleans_up(void **state)
{
	struct run_world *w = *state;

	for (enum ig_run_state s = IG_RUN_CREATE; s <= IG_RUN_REMOVING; s++) {
		char id[13] = "", cache[sizeof(w->cache)] = "";
		ig_auto_free char *cmd = NULL;
		bool done = false;
		int pair[2], status;
		uint64_t until = ig_now_ms() + 10000;
		pid_t pid;

		assert_int_equal(pipe(pair), 0);
		pid = fork();
		if (pid == 0)
			child(ig_engine_socket(w->e), s, pair[1]);
		assert_int_equal(read(pair[0], id, 13), 13);
		assert_int_equal(read(pair[0], cache, sizeof(cache)), sizeof(cache));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		close(pair[0]);
		close(pair[1]);
		/* Five times in a row: a create that was under way may come to its end only now. */
		for (unsigned none = 0; none < 5 && ig_now_ms() < until;) {
			done = false;
			ig_run_clean(w->loop, w->e, false, cleaned, &done);
			assert_true(wait_for(w->loop, &done, 15000));
			none = run_count(w, id) ? 0 : none + 1;
			usleep(20000);
		}
		assert_int_equal(run_count(w, id), 0);
		cmd = ig_asprintf(
		    "chmod -R u+rwx %s; rm -rf %s; ! ls -d /dev/shm/ignite-tui.*.%s 2>/dev/null",
		    cache, cache, id);
		assert_int_equal(system(cmd), 0);
	}
}

static void clean_spares_the_living(void **state)
{
	struct run_world *w = *state;
	struct run_case c;
	bool done = false;

	run_case_plan(&c, w, "wave", "");
	run_case_start(&c);
	run_case_until(&c, IG_RUN_RUNNING, 10000);
	ig_run_clean(w->loop, w->e, false, cleaned, &done);
	assert_true(wait_for(w->loop, &done, 10000));
	assert_int_equal(run_count(w, c.id), 1);
	ig_run_kill(c.run);
	run_case_wait(&c, 10000);
	run_case_done(&c);
}

static int up(void **state)
{
	struct run_world *w = ig_calloc(1, sizeof(*w));
	ig_auto_free char *socket = test_engine_socket();

	*state = w;
	return run_world_up(w, socket);
}

static int down(void **state)
{
	struct run_world *w = *state;
	unsigned left = run_count(w, NULL);
	int r = run_world_down(w);

	free(w);
	return left ? -1 : r;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(samples_end_as_they_must),
	    cmocka_unit_test(takes_the_reason_from_the_kernel),
	    cmocka_unit_test(stops_when_asked),
	    cmocka_unit_test(grants_the_grace_time_once),
	    cmocka_unit_test(can_be_freed_at_any_time),
	    cmocka_unit_test(finish_waits_for_the_end),
	    cmocka_unit_test(kills_without_the_engine),
	    cmocka_unit_test(says_what_could_not_start),
	    cmocka_unit_test(kills_what_is_not_confined),
	    cmocka_unit_test(writable_copy_comes_and_goes),
	    cmocka_unit_test(next_start_cleans_up),
	    cmocka_unit_test(clean_spares_the_living),
	};

	return cmocka_run_group_tests_name("run", tests, up, down);
}
