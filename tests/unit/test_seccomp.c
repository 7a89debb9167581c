/* core/seccomp: what a profile decides, as BPF, as the engine's JSON and as rows: all the same. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <linux/audit.h>
#include <linux/sched.h>
#include <linux/vm_sockets.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "core/seccomp/arch.h"
#include "core/seccomp/hard.h"
#include "core/seccomp/seccomp.h"
#include "tests/support/bpf-sim.h"
#include "tests/support/seccomp-policy.h"

#define ALLOWED SECCOMP_RET_ALLOW
#define REFUSED (SECCOMP_RET_ERRNO | EPERM)
#define NOSYS (SECCOMP_RET_ERRNO | ENOSYS)
#define KILLED SECCOMP_RET_KILL_PROCESS

struct compiled {
	struct ig_policy *t;
	ig_profile *pr;
	struct ig_buf bpf;
	const struct ig_sc_arch *arch;
};

static void compile(struct compiled *c, struct ig_policy *t, const char *machine)
{
	ig_auto_err e = NULL;

	memset(c, 0, sizeof(*c));
	c->t = t;
	c->arch = ig_sc_arch_find(machine);
	assert_non_null(c->arch);
	c->pr = ig_profile_new_for(t, machine, &e);
	if (!c->pr)
		fail_msg("no profile: %s", ig_err_msg(e));
	if (ig_profile_bpf(c->pr, &c->bpf, &e) < 0)
		fail_msg("no filter: %s", ig_err_msg(e));
}

static void done(struct compiled *c)
{
	ig_profile_free(c->pr);
	ig_buf_done(&c->bpf);
	ig_policy_free(c->t);
}

static uint32_t decide(const struct compiled *c, struct seccomp_data *d)
{
	uint32_t r = 0;

	if (!d->arch)
		d->arch = c->arch->token;
	if (bpf_sim((const void *)c->bpf.data, c->bpf.len / sizeof(struct sock_filter), d, &r) < 0)
		fail_msg("the filter is not valid (call %d)", d->nr);
	return r;
}

static const struct {
	const char *net, *spawn, *on_deny, *allow, *deny; /* the policy; NULL: audit default */
	const char *call;
	uint64_t arg[3];
	uint32_t want;
} decisions[] = {
    {.call = "read", .want = ALLOWED},
    {.call = "openat", .want = ALLOWED},
    {.call = "openat2", .want = NOSYS},
    {.call = "execve", .want = ALLOWED},
    {.call = "execveat", .want = REFUSED},
    {.call = "memfd_create", .want = REFUSED},
    {.call = "io_uring_setup", .want = NOSYS},
    {.call = "io_uring_register", .want = NOSYS},
    {.call = "bpf", .want = REFUSED},
    {.call = "ptrace", .want = REFUSED},
    {.call = "unshare", .arg = {CLONE_NEWUSER}, .want = REFUSED},
    {.call = "seccomp", .want = REFUSED},
    {.call = "pkey_alloc", .want = NOSYS},
    /* the argument is an int: what is above 32 bits must neither open nor close */
    {.call = "socket", .arg = {AF_UNIX}, .want = ALLOWED},
    {.call = "socket", .arg = {AF_UNIX | 1ULL << 32}, .want = ALLOWED},
    {.call = "socket", .arg = {AF_INET, SOCK_STREAM}, .want = ALLOWED},
    {.call = "socket", .arg = {AF_INET, SOCK_RAW}, .want = REFUSED},
    {.call = "socket", .arg = {AF_VSOCK, SOCK_STREAM}, .want = REFUSED},
    {.call = "socket", .arg = {AF_VSOCK | 1ULL << 40, SOCK_STREAM}, .want = REFUSED},
    {.call = "socket", .arg = {AF_NETLINK, SOCK_RAW}, .want = REFUSED},
    {.call = "socketpair", .arg = {AF_UNIX, SOCK_STREAM}, .want = ALLOWED},
    {.call = "socketpair", .arg = {AF_TIPC, SOCK_STREAM}, .want = REFUSED},
    {.net = "sink",
        .call = "socket",
        .arg = {AF_INET, SOCK_STREAM | SOCK_CLOEXEC},
        .want = ALLOWED},
    {.net = "allow",
        .call = "socket",
        .arg = {AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK},
        .want = ALLOWED},
    {.net = "open", .call = "socket", .arg = {AF_INET, SOCK_RAW}, .want = REFUSED},
    {.net = "open", .call = "socket", .arg = {AF_INET, SOCK_SEQPACKET, 132}, .want = REFUSED},
    {.net = "open", .call = "socket", .arg = {AF_PACKET, SOCK_DGRAM}, .want = REFUSED},
    {.net = "open", .call = "socket", .arg = {AF_NETLINK, SOCK_RAW}, .want = REFUSED},
    {.net = "open", .call = "socket", .arg = {AF_VSOCK, SOCK_STREAM}, .want = REFUSED},
    {.net = "open", .call = "socket", .arg = {AF_ALG, SOCK_STREAM}, .want = REFUSED},
    {.call = "setsockopt", .arg = {3, SOL_SOCKET, SO_RCVBUF}, .want = ALLOWED},
    {.call = "setsockopt", .arg = {3, SOL_SOCKET, SO_ATTACH_FILTER}, .want = REFUSED},
    {.net = "open", .call = "setsockopt", .arg = {3, 6, 1}, .want = ALLOWED},
    {.net = "open", .call = "setsockopt", .arg = {3, 6, 31 /* TCP_ULP */}, .want = REFUSED},
    {.call = "ioctl", .arg = {0, TIOCSTI}, .want = REFUSED},
    {.call = "ioctl", .arg = {0, TIOCSTI | 1ULL << 32}, .want = REFUSED},
    {.call = "ioctl", .arg = {0, TIOCLINUX}, .want = REFUSED},
    {.call = "ioctl", .arg = {0, FIONBIO}, .want = ALLOWED},
    {.call = "prctl", .arg = {PR_SET_NAME}, .want = ALLOWED},
    {.call = "prctl", .arg = {PR_SET_SECCOMP}, .want = REFUSED},
    {.call = "prctl", .arg = {PR_SET_MM}, .want = REFUSED},
    {.call = "prctl", .arg = {PR_SET_PTRACER}, .want = REFUSED},
    {.call = "personality", .want = REFUSED},
    {.allow = "personality", .call = "personality", .arg = {0}, .want = ALLOWED},
    {.allow = "personality", .call = "personality", .arg = {0xffffffff}, .want = ALLOWED},
    {.allow = "personality", .call = "personality", .arg = {0x0040000}, .want = REFUSED},
    /* threads, processes, namespaces */
    {.call = "clone", .arg = {CLONE_VM | CLONE_SIGHAND | CLONE_THREAD}, .want = ALLOWED},
    {.call = "clone", .arg = {SIGCHLD}, .want = REFUSED},
    {.call = "clone", .arg = {CLONE_VM | CLONE_VFORK | SIGCHLD}, .want = REFUSED},
    {.call = "clone", .arg = {CLONE_THREAD | CLONE_NEWUSER}, .want = REFUSED},
    {.call = "fork", .want = REFUSED},
    {.call = "vfork", .want = REFUSED},
    {.call = "clone3", .want = NOSYS},
    {.spawn = "allow", .call = "clone", .arg = {SIGCHLD}, .want = ALLOWED},
    {.spawn = "allow", .call = "clone", .arg = {CLONE_NEWUSER | SIGCHLD}, .want = REFUSED},
    {.spawn = "allow", .call = "clone", .arg = {CLONE_NEWNET}, .want = REFUSED},
    {.spawn = "allow", .call = "clone", .arg = {CLONE_NEWCGROUP}, .want = REFUSED},
    {.spawn = "allow", .call = "vfork", .want = ALLOWED},
    {.spawn = "allow", .call = "wait4", .want = ALLOWED},
    {.spawn = "allow", .call = "execveat", .want = REFUSED},
    {.spawn = "allow", .allow = "execveat", .call = "execveat", .want = ALLOWED},
    /* the policy's own lists */
    {.allow = "memfd_create", .call = "memfd_create", .want = ALLOWED},
    {.allow = "ioctl", .call = "ioctl", .arg = {0, TIOCSTI}, .want = REFUSED},
    {.allow = "ioctl", .call = "ioctl", .arg = {0, TIOCGPGRP}, .want = ALLOWED},
    {.allow = "clone", .call = "clone", .arg = {SIGCHLD}, .want = REFUSED},
    {.allow = "socket", .call = "socket", .arg = {AF_INET, SOCK_RAW}, .want = REFUSED},
    {.allow = "openat2", .call = "openat2", .want = ALLOWED},
    {.allow = "fcntl", .call = "fcntl", .arg = {3, 8 /* F_SETOWN */}, .want = ALLOWED},
    {.call = "fcntl", .arg = {3, 8 /* F_SETOWN */}, .want = REFUSED},
    {.deny = "inotify_init1", .call = "inotify_init1", .want = REFUSED},
    {.deny = "fcntl", .call = "fcntl", .arg = {3, 3}, .want = REFUSED},
    {.deny = "socket", .call = "socket", .arg = {AF_UNIX}, .want = REFUSED},
    {.allow = "memfd_create", .deny = "memfd_create", .call = "memfd_create", .want = REFUSED},
    /* refusals kill, what has to fall back does not */
    {.on_deny = "kill", .call = "read", .want = ALLOWED},
    {.on_deny = "kill", .call = "ptrace", .want = KILLED},
    {.on_deny = "kill", .call = "mq_open", .want = KILLED},
    {.on_deny = "kill", .call = "clone", .arg = {SIGCHLD}, .want = KILLED},
    {.on_deny = "kill", .call = "clone3", .want = NOSYS},
    {.on_deny = "kill", .call = "io_uring_setup", .want = NOSYS},
    {.on_deny = "kill", .deny = "inotify_init1", .call = "inotify_init1", .want = KILLED},
};

static void decides(const char *machine)
{
	for (size_t i = 0; i < IG_COUNT(decisions); i++) {
		struct compiled c;
		struct seccomp_data d = {0};

		compile(&c,
		    test_policy_new(decisions[i].net, decisions[i].spawn, decisions[i].on_deny,
		        decisions[i].allow, decisions[i].deny),
		    machine);
		d.nr = ig_sc_number(c.arch, decisions[i].call);
		memcpy(d.args, decisions[i].arg, sizeof(decisions[i].arg));
		/* arm64 has no fork, vfork or inotify_init */
		if (d.nr >= 0 && decide(&c, &d) != decisions[i].want)
			fail_msg("row %zu on %s: %s(%#llx, %#llx) gives %#x, not %#x", i, machine,
			    decisions[i].call, (unsigned long long)d.args[0],
			    (unsigned long long)d.args[1], decide(&c, &d), decisions[i].want);
		done(&c);
	}
}

static void decides_on_x86_64(void **state)
{
	(void)state;
	decides("x86_64");
}

static void decides_on_arm64(void **state)
{
	(void)state;
	decides("aarch64");
}

static void no_hard_rule_can_be_lifted(void **state)
{
	const struct ig_sc_hard *h;
	size_t n = ig_sc_hard_all(&h), present = 0;
	struct compiled c;

	(void)state;
	compile(&c, test_policy_new("open", "allow", NULL, NULL, NULL), "x86_64");
	for (size_t i = 0; i < n; i++) {
		struct ig_policy *t = test_policy_new("open", "allow", NULL, h[i].syscall, NULL);
		struct seccomp_data d = {.nr = ig_sc_number(c.arch, h[i].syscall)};
		ig_auto_err e = NULL;

		if (!ig_sc_known(h[i].syscall) && strcmp(h[i].syscall, "umount"))
			fail_msg("%s is no system call anywhere", h[i].syscall);
		assert_null(ig_profile_new(t, &e));
		assert_int_equal(ig_err_code(e), IG_E_INPUT);
		if (ig_sc_known(h[i].syscall))
			assert_non_null(strstr(ig_err_msg(e), h[i].why));
		ig_policy_free(t);
		if (d.nr < 0)
			continue;
		present++;
		assert_int_equal(decide(&c, &d), SECCOMP_RET_ERRNO | (uint32_t)h[i].err);
	}
	assert_true(present > 70);
	done(&c);
}

static void other_entries_are_killed(void **state)
{
	struct compiled c;
	struct seccomp_data i386 = {.nr = 4, .arch = AUDIT_ARCH_I386};
	struct seccomp_data x32 = {.nr = 0x40000000 + 1};

	(void)state;
	compile(&c, test_policy_new(NULL, NULL, NULL, NULL, NULL), "x86_64");
	assert_int_equal(decide(&c, &i386), KILLED);
	assert_int_equal(decide(&c, &x32), KILLED);
	done(&c);
	compile(&c, test_policy_new(NULL, NULL, NULL, NULL, NULL), "aarch64");
	i386.arch = AUDIT_ARCH_ARM;
	assert_int_equal(decide(&c, &i386), KILLED);
	done(&c);
}

/* --- the JSON, read the way runc and libseccomp do --- */

static bool args_hold(json_t *args, const struct seccomp_data *d)
{
	json_t *a;
	size_t i;

	json_array_foreach(args, i, a)
	{
		uint64_t v = d->args[json_integer_value(json_object_get(a, "index"))];

		assert_string_equal(
		    json_string_value(json_object_get(a, "op")), "SCMP_CMP_MASKED_EQ");
		if ((v & (uint64_t)json_integer_value(json_object_get(a, "value"))) !=
		    (uint64_t)json_integer_value(json_object_get(a, "valueTwo")))
			return false;
	}
	return true;
}

static uint32_t json_action(json_t *o, const char *action, const char *err)
{
	const char *a = json_string_value(json_object_get(o, action));

	if (!strcmp(a, "SCMP_ACT_ALLOW"))
		return ALLOWED;
	if (!strcmp(a, "SCMP_ACT_KILL_PROCESS"))
		return KILLED;
	assert_string_equal(a, "SCMP_ACT_ERRNO");
	return SECCOMP_RET_ERRNO | (uint32_t)json_integer_value(json_object_get(o, err));
}

static bool has_name(json_t *names, const char *name)
{
	json_t *s;
	size_t i;

	json_array_foreach(names, i, s) if (!strcmp(json_string_value(s), name)) return true;
	return false;
}

static uint32_t json_decide(json_t *profile, const char *name, const struct seccomp_data *d)
{
	json_t *rule;
	size_t i;

	json_array_foreach(json_object_get(profile, "syscalls"), i,
	    rule) if (has_name(json_object_get(rule, "names"), name) &&
	              args_hold(json_object_get(rule, "args"), d)) return json_action(rule,
	    "action", "errnoRet");
	return json_action(profile, "defaultAction", "defaultErrnoRet");
}

static const uint64_t interesting[] = {0, 1, 2, 6, 9, 10, 13, 15, 16, 17, 26, 40, 50, 4, 0x10000,
    0x5401, 0x5412, 0x541c, 0x5421, 0x10000000, 0x02000000, 0x10010000, 0x00010f00, 0x7e020000,
    0x01200011, 0xffffffff, 0x100000001, 0x100005412, 0x53564d41, 1030, 0x1002, 41, ~0ULL};

/* The JSON, the BPF and the rows of one profile say the same of every call with these arguments. */
static void compare(struct compiled *c)
{
	json_t *profile = ig_profile_json(c->pr);
	struct ig_sc_row *row;
	size_t n = ig_profile_rows(c->pr, &row);

	for (size_t i = 0; i < n; i++) {
		unsigned open = 0, all = 0;
		struct seccomp_data d = {.nr = ig_sc_number(c->arch, row[i].syscall)};

		if (d.nr < 0) /* newer than libseccomp: no filter names it */
			assert_true(row[i].state == IG_SC_ERRNO || row[i].state == IG_SC_KILL);
		for (size_t a = 0; d.nr >= 0 && a < IG_COUNT(interesting); a++)
			for (size_t b = 0; b < IG_COUNT(interesting); b++) {
				d.args[0] = interesting[a];
				d.args[1] = interesting[b];
				d.args[2] = interesting[(a + b) % IG_COUNT(interesting)];
				if (decide(c, &d) != json_decide(profile, row[i].syscall, &d))
					fail_msg("%s(%#llx, %#llx): the filter and the JSON differ",
					    row[i].syscall, (unsigned long long)d.args[0],
					    (unsigned long long)d.args[1]);
				open += decide(c, &d) == ALLOWED;
				all++;
			}
		if (d.nr >= 0 && strcmp(row[i].syscall, "execve") &&
		    (row[i].state == IG_SC_ALLOW) != (open == all))
			fail_msg("%s is shown as %d, and is open in %u of %u", row[i].syscall,
			    row[i].state, open, all);
		if (d.nr >= 0 && row[i].state == IG_SC_CONDITIONAL && !open)
			fail_msg("%s is shown as conditional and never open", row[i].syscall);
		if (row[i].state != IG_SC_ALLOW && row[i].state != IG_SC_CONDITIONAL && open)
			fail_msg("%s is shown as closed and open in %u", row[i].syscall, open);
	}
	free(row);
	json_decref(profile);
}

static void writers_agree(void **state)
{
	static const char *const p[][4] = {
	    {"none", "deny", "errno", NULL},
	    {"open", "allow", "errno", "memfd_create,ioctl,personality"},
	    {"sink", "deny", "kill", "fcntl"},
	    {"none", "allow", "kill", NULL},
	};
	static const char *const machines[] = {"x86_64", "aarch64"};

	(void)state;
	for (size_t m = 0; m < IG_COUNT(machines); m++)
		for (size_t i = 0; i < IG_COUNT(p); i++) {
			struct compiled c;

			compile(&c,
			    test_policy_new(p[i][0], p[i][1], p[i][2], p[i][3], "getrusage"),
			    machines[m]);
			compare(&c);
			done(&c);
		}
}

/* With the guard five calls are open wider, and nothing else differs. */
static void guarded_differs_where_it_must(void **state)
{
	static const char *const wider[] = {"seccomp", "prctl", "landlock_create_ruleset",
	    "landlock_add_rule", "landlock_restrict_self"};
	static const char *const on_deny[] = {"errno", "kill"};

	(void)state;
	for (size_t k = 0; k < IG_COUNT(on_deny); k++) {
		struct compiled c;
		struct ig_sc_row *row;
		unsigned differ[IG_COUNT(wider)] = {0};
		json_t *plain, *guarded;
		size_t n;

		compile(&c, test_policy_new(NULL, NULL, on_deny[k], NULL, NULL), NULL);
		plain = ig_profile_json(c.pr);
		guarded = ig_profile_json_guarded(c.pr);
		n = ig_profile_rows(c.pr, &row);
		for (size_t i = 0; i < n; i++)
			for (size_t a = 0; a < IG_COUNT(interesting) + 2; a++) {
				struct seccomp_data d = {0};
				uint32_t was, is;
				size_t w = 0;

				d.args[0] = a < IG_COUNT(interesting)
				                ? interesting[a]
				                : 38 + a - IG_COUNT(interesting);
				was = json_decide(plain, row[i].syscall, &d);
				is = json_decide(guarded, row[i].syscall, &d);
				while (w < IG_COUNT(wider) && strcmp(wider[w], row[i].syscall))
					w++;
				if (is == was)
					continue;
				if (w == IG_COUNT(wider) || is != ALLOWED)
					fail_msg("%s(%#llx)", row[i].syscall,
					    (unsigned long long)d.args[0]);
				differ[w]++;
			}
		/* seccomp with 1, also behind bit 32; prctl with 38 */
		assert_int_equal(differ[0], 2);
		assert_int_equal(differ[1], 1);
		assert_true(differ[2] > 2 && differ[3] > 2 && differ[4] > 2);
		free(row);
		json_decref(plain);
		json_decref(guarded);
		done(&c);
	}
}

static void json_is_the_same_each_time(void **state)
{
	struct compiled c[2];
	char *text[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		json_t *j;

		compile(&c[i], test_policy_new("open", "allow", NULL, "memfd_create", "getrusage"),
		    NULL);
		j = ig_profile_json(c[i].pr);
		text[i] = json_dumps(j, JSON_INDENT(1));
		json_decref(j);
	}
	assert_string_equal(text[0], text[1]);
	assert_null(strstr(text[0], "SCMP_ARCH_X86\""));
	assert_null(strstr(text[0], "X32"));
	for (int i = 0; i < 2; i++) {
		free(text[i]);
		done(&c[i]);
	}
}

/*
 * Docker 20.10.24's default profile, with all capabilities dropped, opens 292 of the calls that
 * x86-64 has: counted from linux.seccomp of the config.json which that engine wrote for a container
 * without --security-opt (352 names, of which 60 do not exist on x86-64).
 */
enum { DOCKER_OPEN = 292 };

static void far_fewer_than_docker(void **state)
{
	struct compiled c;
	size_t open, all;

	(void)state;
	compile(&c, test_policy_new(NULL, NULL, NULL, NULL, NULL), "x86_64");
	ig_profile_count(c.pr, &open, &all);
	print_message("# %zu of %zu open\n", open, all);
	assert_true(open * 100 <= (size_t)DOCKER_OPEN * 60);
	assert_true(open > 50 && all > 360);
	done(&c);
	compile(&c, test_policy_new("open", "allow", NULL, NULL, NULL), "x86_64");
	ig_profile_count(c.pr, &open, &all);
	assert_true(open * 100 <= (size_t)DOCKER_OPEN * 60);
	done(&c);
}

static const struct {
	const char *net, *spawn, *allow, *deny;
	const char *msg, *hint;
} refusals[] = {
    {NULL, NULL, "opennat", NULL, "seccomp.allow: 'opennat' is not a system call", "'openat'"},
    {NULL, NULL, NULL, "ptrce", "seccomp.deny: 'ptrce' is not a system call", "'ptrace'"},
    {NULL, NULL, "zzzzzzzz", NULL, "'zzzzzzzz' is not a system call", NULL},
    {NULL, NULL, "bpf", NULL, "bpf is always closed: loads programs", NULL},
    {NULL, NULL, "fork", NULL, "fork is closed while process.spawn is deny", NULL},
    {NULL, NULL, "execveat", NULL, "execveat is closed while process.spawn is deny", NULL},
    {NULL, NULL, NULL, "execve", "cannot start a service without execve", NULL},
    {NULL, NULL, NULL, "getdents64", "without getdents64 (it lists /proc/self/fd)", NULL},
    {NULL, NULL, NULL, "openat", "cannot start a service without openat", NULL},
};

static void wrong_lists_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(refusals); i++) {
		ig_auto_err e = NULL;
		struct ig_policy *t = test_policy_new(
		    refusals[i].net, refusals[i].spawn, NULL, refusals[i].allow, refusals[i].deny);

		assert_null(ig_profile_new(t, &e));
		assert_int_equal(ig_err_code(e), IG_E_INPUT);
		if (!strstr(ig_err_msg(e), refusals[i].msg))
			fail_msg("row %zu: %s", i, ig_err_msg(e));
		assert_int_equal(!refusals[i].hint, !ig_err_hint_text(e));
		if (refusals[i].hint)
			assert_non_null(strstr(ig_err_hint_text(e), refusals[i].hint));
		ig_policy_free(t);
	}
}

static void unknown_baselines_and_machines(void **state)
{
	static const char *const bad[] = {
	    "", "nope", "../seccomp/node", "/etc/passwd", "node.yaml"};
	struct ig_policy *t = test_policy_new(NULL, NULL, NULL, NULL, NULL);
	ig_err *e = NULL;

	(void)state;
	for (size_t i = 0; i < IG_COUNT(bad); i++) {
		free(t->v[IG_P_BASELINE].text);
		t->v[IG_P_BASELINE].text = ig_strdup(bad[i]);
		assert_null(ig_profile_new(t, &e));
		assert_int_equal(ig_err_code(e), IG_E_INPUT);
		ig_err_free(IG_STEAL(e));
	}
	assert_null(ig_profile_new_for(t, "pdp11", &e));
	assert_int_equal(ig_err_code(e), IG_E_UNENFORCED);
	ig_err_free(e);
	ig_policy_free(t);
}

static const struct ig_sc_row *find_row(const struct ig_sc_row *row, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(row[i].syscall, name))
			return &row[i];
	fail_msg("no row for %s", name);
	return NULL;
}

static void rows_say_why(void **state)
{
	static const struct {
		const char *call, *group, *why;
		enum ig_sc_action state;
	} want[] = {
	    {"read", "common", "already open", IG_SC_ALLOW},
	    {"execve", "common", "only the in-container guard can close it", IG_SC_CONDITIONAL},
	    {"clone", "common", "worker threads", IG_SC_CONDITIONAL},
	    {"ioctl", "common", "how wide", IG_SC_CONDITIONAL},
	    {"ioctl", "common", "setRawMode", IG_SC_CONDITIONAL},
	    {"fork", "policy", "closed while process.spawn is deny", IG_SC_ERRNO},
	    {"ptrace", "hard", "other processes", IG_SC_ERRNO},
	    {"pkey_alloc", "node", "V8", IG_SC_ERRNO},
	    {"mq_open", "default", "not needed by the baseline 'node'", IG_SC_ERRNO},
	    {"mseal", "default", "not needed", IG_SC_ERRNO},
	    {"memfd_create", "policy", "seccomp.allow", IG_SC_ALLOW},
	    {"getrusage", "policy", "seccomp.deny", IG_SC_ERRNO},
	};
	struct compiled c;
	struct ig_sc_row *row;
	size_t n;

	(void)state;
	compile(&c, test_policy_new(NULL, NULL, NULL, "memfd_create", "getrusage"), NULL);
	n = ig_profile_rows(c.pr, &row);
	for (size_t i = 0; i < IG_COUNT(want); i++) {
		const struct ig_sc_row *r = find_row(row, n, want[i].call);

		assert_int_equal(r->state, want[i].state);
		assert_string_equal(r->group, want[i].group);
		if (!strstr(r->why, want[i].why))
			fail_msg("%s: %s", r->syscall, r->why);
	}
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(row[i - 1].syscall, row[i].syscall) < 0);
	free(row);
	done(&c);
}

static void text_names_every_rule(void **state)
{
	struct compiled c;
	ig_auto_buf out = IG_BUF_INIT(1 << 20);
	const struct ig_sc_rule *r;
	size_t n, lines = 0;

	(void)state;
	compile(&c, test_policy_new(NULL, NULL, NULL, NULL, NULL), "x86_64");
	ig_profile_text(c.pr, &out);
	n = ig_profile_rules(c.pr, &r);
	for (const char *s = ig_buf_str(&out); (s = strchr(s, '\n')); s++)
		lines++;
	assert_int_equal(lines, n + 1);
	for (size_t i = 0; i < n; i++) {
		assert_non_null(strstr(ig_buf_str(&out), r[i].syscall));
		assert_true(strlen(r[i].why) > 5);
	}
	assert_non_null(strstr(ig_buf_str(&out), "when arg 1 = FIONBIO"));
	done(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(decides_on_x86_64),
	    cmocka_unit_test(decides_on_arm64),
	    cmocka_unit_test(no_hard_rule_can_be_lifted),
	    cmocka_unit_test(other_entries_are_killed),
	    cmocka_unit_test(writers_agree),
	    cmocka_unit_test(guarded_differs_where_it_must),
	    cmocka_unit_test(json_is_the_same_each_time),
	    cmocka_unit_test(far_fewer_than_docker),
	    cmocka_unit_test(wrong_lists_are_refused),
	    cmocka_unit_test(unknown_baselines_and_machines),
	    cmocka_unit_test(rows_say_why),
	    cmocka_unit_test(text_names_every_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
