/*
 * ignite-guard in a container of a real engine: it starts under the guarded profile, puts the
 * profile on as its own filter, and what it needed for that is closed to the service.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <sys/resource.h>
#include <unistd.h>

#include "core/guard/plan.h"
#include "core/seccomp/seccomp.h"
#include "tests/support/box.h"
#include "tests/support/guard-test.h"
#include "tests/support/seccomp-policy.h"

struct session {
	struct guard_core core;
	struct ig_buf plan;
	struct ig_guard_reply reply;
};

/* A plan with the policy's filter, Landlock over the whole tree and a limit, all in force. */
static void write_plan(struct session *s, const struct ig_policy *p, const char *const *argv)
{
	static const struct {
		const char *path;
		uint64_t access;
	} paths[] = {{"/", 0xd /* execute, read, list */}, {"/tmp", 0x1ffe}, {"/dev", 0xe}};
	const struct ig_guard_landlock rights = {0x1fff, 0, 0, 0, 0};
	const struct ig_guard_rlimit files = {RLIMIT_NOFILE, 0, 200, 200};
	const struct ig_guard_filter head = {IG_GUARD_LOG | IG_GUARD_LISTEN, 0};
	ig_auto_buf bpf = IG_BUF_INIT(0);
	ig_profile *pr = ig_profile_new(p, NULL);

	assert_int_equal(ig_profile_bpf(pr, &bpf, NULL), 0);
	ig_profile_free(pr);
	ig_guard_begin(&s->plan);
	ig_guard_string(&s->plan, IG_GUARD_EXE, argv[0]);
	for (; *argv; argv++)
		ig_guard_string(&s->plan, IG_GUARD_ARG, *argv);
	ig_guard_string(&s->plan, IG_GUARD_ENV, "GUARDED=yes");
	ig_guard_string(&s->plan, IG_GUARD_CWD, "/tmp");
	ig_guard_add(&s->plan, IG_GUARD_RLIMIT, &files, sizeof(files), NULL, 0);
	ig_guard_add(&s->plan, IG_GUARD_LANDLOCK, &rights, sizeof(rights), NULL, 0);
	for (size_t i = 0; i < IG_COUNT(paths); i++) {
		const struct ig_guard_path rule = {paths[i].access, 0, 0};

		ig_guard_add(&s->plan, IG_GUARD_PATH, &rule, sizeof(rule), paths[i].path,
		    strlen(paths[i].path) + 1);
	}
	ig_guard_add(&s->plan, IG_GUARD_FILTER, &head, sizeof(head), bpf.data, bpf.len);
	assert_int_equal(ig_guard_end(&s->plan, NULL), 0);
}

static void speak(void *user)
{
	struct session *s = user;
	ig_auto_err e = NULL;
	int fd;

	guard_core_plan(&s->core, s->plan.data, s->plan.len);
	assert_true(guard_core_reply(&s->core, &s->reply, &fd));
	if (ig_guard_check(&s->reply, &e) < 0)
		fail_msg("%s", ig_err_msg(e));
	assert_true(fd >= 0);
	close(fd);
	guard_core_go(&s->core);
}

static int64_t run(void *world, struct ig_policy *p, const char *const *argv, struct ig_buf *out)
{
	struct session s = {0};
	ig_auto_free char *bind = NULL;
	ig_auto_free char *profile = box_profile(p, true);
	struct box b = {.seccomp = profile, .started = speak, .user = &s};
	int64_t status;

	guard_core_up(&s.core);
	b.bind = bind = ig_asprintf("%s:/ignite:ro", s.core.dir);
	write_plan(&s, p, argv);
	status = box_run(world, &b, json_pack("[s, s]", "/ignite-guard", "/ignite/s"), out);
	guard_core_down(&s.core);
	ig_buf_done(&s.plan);
	ig_policy_free(p);
	return status;
}

static void node_runs_behind_the_guard(void **state)
{
	static const char *const argv[] = {"/usr/local/bin/node", "/service/exercise.mjs", "base",
	    "net", "report", "base-denied", "net-denied", "spawn-denied", NULL};
	ig_auto_buf out = IG_BUF_INIT(0);

	assert_int_equal(run(*state, test_policy_new(NULL, NULL, NULL, NULL, NULL), argv, &out), 0);
	box_all_ok(&out, 28, "# all done");
}

static void node_is_as_the_plan_says(void **state)
{
	static const char *const argv[] = {"/usr/local/bin/node", "-e",
	    "const fs = require('fs');"
	    "const s = fs.readFileSync('/proc/self/status', 'utf8');"
	    "console.log(s.match(/NoNewPrivs:\\t1/)[0], s.match(/Seccomp:\\t2/)[0],"
	    "  s.match(/Seccomp_filters:\\t\\d+/)?.[0]);"
	    "console.log(process.cwd(), Object.keys(process.env).join(), process.env.GUARDED);"
	    "console.log(fs.readFileSync('/proc/self/limits', 'utf8').match(/Max open files +200 "
	    "+200/)[0]);"
	    "for (const fd of fs.readdirSync('/proc/self/fd'))"
	    "  try { const l = fs.readlinkSync('/proc/self/fd/' + fd);"
	    "    if (/seccomp|ignite/.test(l)) console.log('left open', l); } catch {}",
	    NULL};
	ig_auto_buf out = IG_BUF_INIT(0);
	const char *s;

	assert_int_equal(run(*state, test_policy_new(NULL, NULL, NULL, NULL, NULL), argv, &out), 0);
	s = ig_buf_str(&out);
	if (!strstr(s, "/tmp GUARDED yes\nMax open files") || strstr(s, "left open"))
		fail_msg("%s", s);
}

/* seccomp(2) among them: what the guard could use is closed behind it. */
static void attacks_are_refused_behind_the_guard(void **state)
{
	static const char *const argv[] = {"/attack", "named", NULL};
	ig_auto_buf out = IG_BUF_INIT(0);

	run(*state, test_policy_new("open", "allow", NULL, NULL, NULL), argv, &out);
	box_all_ok(&out, 45, "# end");
	assert_non_null(strstr(ig_buf_str(&out), "ok seccomp filter: refused"));
	assert_non_null(strstr(ig_buf_str(&out), "ok Landlock: refused"));
}

/* What the guard needs is open before it: it is the guard's filter that closes it. */
static void without_the_guard_it_is_open(void **state)
{
	struct ig_policy *p = test_policy_new(NULL, NULL, NULL, NULL, NULL);
	ig_auto_free char *profile = box_profile(p, true);
	const struct box b = {.seccomp = profile};
	ig_auto_buf out = IG_BUF_INIT(0);

	box_run(*state, &b, json_pack("[s, s]", "/attack", "named"), &out);
	assert_non_null(strstr(ig_buf_str(&out), "not ok seccomp filter: Bad address"));
	assert_null(strstr(ig_buf_str(&out), "ok Landlock: refused"));
	assert_non_null(strstr(ig_buf_str(&out), "ok ptrace traceme: refused"));
	ig_policy_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(node_runs_behind_the_guard),
	    cmocka_unit_test(node_is_as_the_plan_says),
	    cmocka_unit_test(attacks_are_refused_behind_the_guard),
	    cmocka_unit_test(without_the_guard_it_is_open),
	};

	return cmocka_run_group_tests(tests, box_world_up, box_world_down);
}
