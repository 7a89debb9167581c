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

#include "core/base/json.h"
#include "core/seccomp/arch.h"
#include "core/seccomp/hard.h"
#include "core/seccomp/seccomp.h"
#include "tests/support/engine-test.h"
#include "tests/support/seccomp-policy.h"

#define IMAGE "ignite-tui/node:20"
#define LABEL "io.ignite-tui.test"
#define NODE "/usr/local/bin/node"
enum { SOON = 10000, RUN = 60000 };

struct world {
	ig_loop *loop;
	ig_engine *e;
	char *label;
	json_t *filters;
};

static void need(struct world *w, const struct answer *a, int ms)
{
	if (!answer_wait(w->loop, a, ms))
		fail_msg("no answer");
	if (a->err)
		fail_msg("%s", ig_err_msg(a->err));
}

/* "seccomp=..." for a policy; NULL: the engine's own switch for none at all. The caller frees. */
static char *option(struct ig_policy *p)
{
	ig_auto_err e = NULL;
	ig_auto_free char *text = NULL;
	ig_profile *pr;
	json_t *j;

	if (!p)
		return ig_strdup("seccomp=unconfined");
	pr = ig_profile_new(p, &e);
	if (!pr)
		fail_msg("%s", ig_err_msg(e));
	j = ig_profile_json(pr);
	text = json_dumps(j, JSON_COMPACT);
	json_decref(j);
	ig_profile_free(pr);
	ig_policy_free(p);
	return ig_asprintf("seccomp=%s", text);
}

static json_t *request(const struct world *w, struct ig_policy *p, json_t *command)
{
	const char *src = getenv("top_srcdir"), *build = getenv("top_builddir");
	ig_auto_free char *seccomp = option(p);
	ig_auto_free char *attack =
	    ig_asprintf("%s/tests/engine/seccomp-attack:/attack:ro", build ? build : ".");
	ig_auto_free char *data = ig_asprintf("%s/tests/data/seccomp:/service:ro", src ? src : ".");

	return json_pack(
	    "{s:s, s:o, s:s, s:{s:s}, s:{s:s, s:i, s:i, s:b, s:[s], s:[s, s], s:[s, s], "
	    "s:{s:s}}}",
	    "Image", IMAGE, "Cmd", command, "User", "65532:65532", "Labels", LABEL, w->label,
	    "HostConfig", "NetworkMode", "none", "Memory", 512 << 20, "PidsLimit", 64,
	    "ReadonlyRootfs", 1, "CapDrop", "ALL", "SecurityOpt", seccomp, "no-new-privileges",
	    "Binds", attack, data, "Tmpfs", "/tmp",
	    "rw,noexec,nosuid,nodev,size=64m,uid=65532,gid=65532");
}

/* Runs one container to its end; what it printed goes to out. Returns its exit status. */
static int64_t run(struct world *w, struct ig_policy *p, json_t *command, struct ig_buf *out)
{
	ig_auto_json req = request(w, p, command);
	auto_answer made = {0}, started = {0}, waited = {0}, gone = {0}, log = {0};
	const char *id;
	int64_t status;

	ig_engine_create(w->e, NULL, req, answer_reply, &made);
	need(w, &made, SOON);
	id = ig_json_str(made.body, "Id", "");
	ig_engine_attach(w->e, id, &answer_stream, &log);
	assert_true(wait_for(w->loop, &log.opened, SOON));
	ig_engine_start(w->e, id, answer_reply, &started);
	need(w, &started, SOON);
	ig_engine_wait(w->e, id, RUN, answer_reply, &waited);
	need(w, &waited, RUN + SOON);
	status = ig_json_int(waited.body, "StatusCode", -1);
	need(w, &log, SOON);
	ig_engine_remove(w->e, id, 0, answer_reply, &gone);
	need(w, &gone, SOON);
	ig_buf_add(out, log.out.data, log.out.len);
	ig_buf_add(out, log.errs.data, log.errs.len);
	return status;
}

static unsigned count_lines(const char *text, const char *start)
{
	unsigned n = 0;

	for (const char *s = text; s; s = strchr(s, '\n')) {
		s += *s == '\n';
		n += strncmp(s, start, strlen(start)) == 0;
		if (!*s)
			break;
	}
	return n;
}

/* Every line is "ok ..." or a remark, and the last one was reached. */
static void all_ok(const struct ig_buf *out, unsigned at_least, const char *end)
{
	const char *s = ig_buf_str(out);

	if (count_lines(s, "not ok") || count_lines(s, "ok ") < at_least || !strstr(s, end))
		fail_msg("%s", s);
}

static void attacks_are_refused(void **state)
{
	ig_auto_buf out = IG_BUF_INIT(1 << 20);

	run(*state, test_policy_new(NULL, NULL, NULL, NULL, NULL),
	    json_pack("[s, s]", "/attack", "named"), &out);
	all_ok(&out, 45, "# end");
}

/* With the widest policy there is, and all that can be allowed one by one. */
static void the_widest_policy_refuses_too(void **state)
{
	ig_auto_buf out = IG_BUF_INIT(1 << 20);

	run(*state,
	    test_policy_new(
	        "open", "allow", NULL, "socket,clone,ioctl,prctl,personality,socketpair", NULL),
	    json_pack("[s, s]", "/attack", "named"), &out);
	all_ok(&out, 45, "# end");
}

static void no_process_but_threads(void **state)
{
	ig_auto_buf out = IG_BUF_INIT(1 << 20);

	run(*state, test_policy_new("open", "deny", NULL, NULL, NULL),
	    json_pack("[s, s]", "/attack", "spawn"), &out);
	all_ok(&out, 4, "# end");
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
	all_ok(&out, have, "# end");
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
    {"none", "deny", "kill", {"base"}, 15},
    {"none", "deny", "errno", {"base", "report", "base-denied", "net-denied", "spawn-denied"}, 23},
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
		all_ok(&out, exercises[i].at_least, "# all done");
	}
}

static int world_up(void **state)
{
	ig_auto_free char *socket = test_engine_socket();
	struct world *w = ig_calloc(1, sizeof(*w));
	ig_auto_free char *label = NULL;

	w->loop = ig_loop_new(NULL);
	w->e = ig_engine_new(w->loop, socket, NULL);
	w->label = ig_asprintf("seccomp-%d", (int)getpid());
	label = ig_asprintf("%s=%s", LABEL, w->label);
	w->filters = json_pack("{s:[s]}", "label", label);
	*state = w;
	return 0;
}

/* Whatever a failed test left. */
static int world_down(void **state)
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
	ig_engine_free(w->e);
	ig_loop_free(w->loop);
	json_decref(w->filters);
	free(w->label);
	free(w);
	return 0;
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

	return cmocka_run_group_tests(tests, world_up, world_down);
}
