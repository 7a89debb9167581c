/*
 * The generated profile on a real engine: an attack program is refused, and node does all its
 * exercises. With on-deny: kill each refusal would be fatal, so that an exercise which passes there
 * has met none.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>

#include "core/seccomp/arch.h"
#include "core/seccomp/hard.h"
#include "core/seccomp/seccomp.h"
#include "tests/support/box.h"
#include "tests/support/seccomp-policy.h"

#define NODE "/usr/local/bin/node"

/* Runs a command under the profile of a policy; NULL: the engine's switch for no filter at all. */
static int64_t run(void *w, struct ig_policy *p, json_t *command, struct ig_buf *out)
{
	const struct box b = {.seccomp = p ? box_profile(p, false) : ig_strdup("unconfined")};
	int64_t status = box_run(w, &b, command, out);

	ig_policy_free(p);
	free(b.seccomp);
	return status;
}

static void attacks_are_refused(void **state)
{
	ig_auto_buf out = IG_BUF_INIT(1 << 20);

	run(*state, test_policy_new(NULL, NULL, NULL, NULL, NULL),
	    json_pack("[s, s]", "/attack", "named"), &out);
	box_all_ok(&out, 45, "# end");
}

/* With the widest policy there is, and all that can be allowed one by one. */
static void the_widest_policy_refuses_too(void **state)
{
	ig_auto_buf out = IG_BUF_INIT(1 << 20);

	run(*state,
	    test_policy_new(
	        "open", "allow", NULL, "socket,clone,ioctl,prctl,personality,socketpair", NULL),
	    json_pack("[s, s]", "/attack", "named"), &out);
	box_all_ok(&out, 45, "# end");
}

static void no_process_but_threads(void **state)
{
	ig_auto_buf out = IG_BUF_INIT(1 << 20);

	run(*state, test_policy_new("open", "deny", NULL, NULL, NULL),
	    json_pack("[s, s]", "/attack", "spawn"), &out);
	box_all_ok(&out, 4, "# end");
}

/* Without a filter some attacks succeed on this kernel: they are real, and it is the filter that
 * stops them. */
static void the_attacks_are_real(void **state)
{
	static const char *const real[] = {"AF_NETLINK route: done", "ptrace traceme: done",
	    "memfd_create: done", "unshare files: done"};
	ig_auto_buf out = IG_BUF_INIT(1 << 20);

	run(*state, NULL, json_pack("[s, s]", "/attack", "named"), &out);
	for (size_t i = 0; i < IG_COUNT(real); i++)
		if (!strstr(ig_buf_str(&out), real[i]))
			fail_msg("%s is not in: %s", real[i], ig_buf_str(&out));
}

static void every_hard_rule(void **state)
{
	const struct ig_sc_arch *a = ig_sc_arch_find(NULL);
	const struct ig_sc_hard *h;
	size_t n = ig_sc_hard_all(&h);
	json_t *command = json_pack("[s]", "/attack");
	ig_auto_buf out = IG_BUF_INIT(1 << 20);
	unsigned have = 0;

	for (size_t i = 0; i < n; i++) {
		int nr = ig_sc_number(a, h[i].syscall);

		if (nr < 0)
			continue;
		json_array_append_new(command, json_sprintf("%d:%d", nr, h[i].err));
		have++;
	}
	assert_true(have > 60);
	run(*state, test_policy_new("open", "allow", NULL, NULL, NULL), command, &out);
	box_all_ok(&out, have, "# end");
}

#ifdef __x86_64__
static void other_entries_kill(void **state)
{
	static const char *const entry[] = {"int80", "x32"};

	for (size_t i = 0; i < IG_COUNT(entry); i++) {
		ig_auto_buf out = IG_BUF_INIT(1 << 20);
		int64_t status = run(*state, test_policy_new("open", "allow", NULL, NULL, NULL),
		    json_pack("[s, s]", "/attack", entry[i]), &out);

		/* killed before it printed anything, and not for want of the program */
		assert_string_equal(ig_buf_str(&out), "");
		assert_int_equal(status, 128 + SIGSYS);
	}
}
#endif

static json_t *node(const char *const *groups)
{
	json_t *c = json_pack("[s, s]", NODE, "/service/exercise.mjs");

	for (; *groups; groups++)
		json_array_append_new(c, json_string(*groups));
	return c;
}

static const struct {
	const char *net, *spawn, *on_deny;
	const char *groups[5];
	unsigned at_least;
} exercises[] = {
    {"none", "deny", "kill", {"base", "net"}, 21},
    {"none", "deny", "errno", {"base", "report", "base-denied", "net-denied", "spawn-denied"}, 22},
    {"open", "deny", "kill", {"base", "net"}, 21},
    {"none", "allow", "kill", {"spawn"}, 4},
    {"open", "allow", "kill", {"base", "net", "spawn"}, 25},
};

static void node_does_its_exercises(void **state)
{
	for (size_t i = 0; i < IG_COUNT(exercises); i++) {
		const char *groups[IG_COUNT(exercises[0].groups) + 1] = {NULL};
		ig_auto_buf out = IG_BUF_INIT(1 << 20);

		memcpy(groups, exercises[i].groups, sizeof(exercises[i].groups));
		run(*state,
		    test_policy_new(
		        exercises[i].net, exercises[i].spawn, exercises[i].on_deny, NULL, NULL),
		    node(groups), &out);
		box_all_ok(&out, exercises[i].at_least, "# all done");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(attacks_are_refused),
	    cmocka_unit_test(the_widest_policy_refuses_too),
	    cmocka_unit_test(no_process_but_threads),
	    cmocka_unit_test(the_attacks_are_real),
	    cmocka_unit_test(every_hard_rule),
#ifdef __x86_64__
	    cmocka_unit_test(other_entries_kill),
#endif
	    cmocka_unit_test(node_does_its_exercises),
	};

	return cmocka_run_group_tests(tests, box_world_up, box_world_down);
}
