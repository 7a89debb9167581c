/*
 * ignite-guard on this host, without a container: each step is seen from the program that it
 * executes, and each failing step ends it before that.
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
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "core/guard/parse.h"
#include "core/guard/plan.h"
#include "tests/support/guard-test.h"

struct run {
	struct guard_core core;
	struct ig_buf plan;
	pid_t pid;
	int out; /* the guard's, then the service's standard output and error */
	struct ig_buf text;
	int status;
};

static void launch(struct run *r)
{
	const char *build = getenv("top_builddir");
	ig_auto_free char *guard = ig_asprintf("%s/ignite-guard", build ? build : ".");
	int p[2];

	assert_int_equal(pipe2(p, O_CLOEXEC), 0);
	r->pid = fork();
	if (r->pid == 0) {
		dup2(p[1], 1);
		dup2(p[1], 2);
		dup2(p[1], 77); /* something that an engine forgot to close */
		execl(guard, guard, r->core.path, (char *)NULL);
		_exit(99);
	}
	close(p[1]);
	r->out = p[0];
}

static void begin(struct run *r)
{
	memset(r, 0, sizeof(*r));
	guard_core_up(&r->core);
	ig_guard_begin(&r->plan);
}

static void shell(struct run *r, const char *script)
{
	ig_guard_string(&r->plan, IG_GUARD_EXE, "/bin/sh");
	ig_guard_string(&r->plan, IG_GUARD_ARG, "service");
	ig_guard_string(&r->plan, IG_GUARD_ARG, "-c");
	ig_guard_string(&r->plan, IG_GUARD_ARG, script);
	ig_guard_string(&r->plan, IG_GUARD_ENV, "PATH=/bin:/usr/bin");
}

static void send_plan(struct run *r)
{
	ig_auto_err e = NULL;

	if (ig_guard_end(&r->plan, &e) < 0)
		fail_msg("%s", ig_err_msg(e));
	launch(r);
	guard_core_plan(&r->core, r->plan.data, r->plan.len);
}

/* Reads what it printed, waits for its end and clears up. */
static void finish(struct run *r)
{
	struct pollfd p = {.fd = r->out, .events = POLLIN};
	char chunk[4096];
	ssize_t n;

	while (poll(&p, 1, 10000) == 1 && (n = read(r->out, chunk, sizeof(chunk))) > 0)
		ig_buf_add(&r->text, chunk, (size_t)n);
	if (waitpid(r->pid, &r->status, WNOHANG) == 0) {
		usleep(200000);
		if (waitpid(r->pid, &r->status, WNOHANG) == 0) {
			kill(r->pid, SIGKILL);
			waitpid(r->pid, &r->status, 0);
		}
	}
	close(r->out);
	guard_core_down(&r->core);
}

static void done(struct run *r)
{
	ig_buf_done(&r->plan);
	ig_buf_done(&r->text);
}

static void ready(struct run *r, struct ig_guard_reply *reply, int *ret_fd)
{
	ig_auto_err e = NULL;

	assert_true(guard_core_reply(&r->core, reply, ret_fd));
	if (ig_guard_check(reply, &e) < 0)
		fail_msg("%s", ig_err_msg(e));
}

/* The whole of a run that is expected to come to the service. */
static void complete(struct run *r)
{
	struct ig_guard_reply reply;
	int fd;

	send_plan(r);
	ready(r, &reply, &fd);
	assert_int_equal(fd, -1);
	guard_core_go(&r->core);
	assert_false(guard_core_reply(&r->core, &reply, &fd));
	finish(r);
}

static void has(const struct run *r, const char *part)
{
	if (!strstr(ig_buf_str(&r->text), part))
		fail_msg("'%s' is not in: %s", part, ig_buf_str(&r->text));
}

static void becomes_the_service(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	shell(&r, "echo \"$0 $1 [$2] $A $(pwd)\"; env | sort | tr '\\n' ' '; "
	          "echo; ls /proc/self/fd | tr '\\n' ' '; "
	          "grep -E 'NoNewPrivs|Seccomp:' /proc/self/status; exit 7");
	ig_guard_string(&r.plan, IG_GUARD_ARG, "zero");
	ig_guard_string(&r.plan, IG_GUARD_ARG, "one");
	ig_guard_string(&r.plan, IG_GUARD_ARG, "");
	ig_guard_string(&r.plan, IG_GUARD_ENV, "A=a b");
	ig_guard_string(&r.plan, IG_GUARD_CWD, "/usr");
	assert_int_equal(setenv("SECRET", "of the one who starts it", 1), 0);
	complete(&r);
	has(&r, "zero one [] a b /usr\n");
	has(&r, "A=a b PATH=/bin:/usr/bin PWD=/usr");
	/* 3 is ls reading the folder */
	has(&r, "\n0 1 2 3 NoNewPrivs:\t1\n");
	assert_null(strstr(ig_buf_str(&r.text), "SECRET"));
	assert_int_equal(WEXITSTATUS(r.status), 7);
	done(&r);
}

static void sets_limits(void **state)
{
	const struct ig_guard_rlimit files = {RLIMIT_NOFILE, 0, 20, 21},
	                             core = {RLIMIT_CORE, 0, 0, 0};
	struct run r;

	(void)state;
	begin(&r);
	shell(&r, "ulimit -Sn; ulimit -Hn; ulimit -c");
	ig_guard_add(&r.plan, IG_GUARD_RLIMIT, &files, sizeof(files), NULL, 0);
	ig_guard_add(&r.plan, IG_GUARD_RLIMIT, &core, sizeof(core), NULL, 0);
	complete(&r);
	assert_string_equal(ig_buf_str(&r.text), "20\n21\n0\n");
	done(&r);
}

/* --- filters --- */

#define LOAD_NR BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define ON(call, verdict)                                                                          \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 1), BPF_STMT(BPF_RET | BPF_K, verdict)
#define REST BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static void filter(struct run *r, uint32_t flags, const struct sock_filter *f, size_t size)
{
	const struct ig_guard_filter head = {flags, 0};

	ig_guard_add(&r->plan, IG_GUARD_FILTER, &head, sizeof(head), f, size);
}

static void installs_filters(void **state)
{
	static const struct sock_filter one[] = {LOAD_NR, ON(mkdirat, SECCOMP_RET_ERRNO | EXDEV),
#ifdef __NR_mkdir
	    ON(mkdir, SECCOMP_RET_ERRNO | EXDEV),
#endif
	    REST};
	static const struct sock_filter two[] = {
	    LOAD_NR, ON(uname, SECCOMP_RET_ERRNO | EDOM), REST};
	struct run r;

	(void)state;
	begin(&r);
	shell(&r, "mkdir /tmp/ignite-guard-never; uname; grep -E '^Seccomp' /proc/self/status");
	filter(&r, 0, one, sizeof(one));
	filter(&r, IG_GUARD_LOG, two, sizeof(two));
	complete(&r);
	has(&r, strerror(EXDEV));
	has(&r, strerror(EDOM));
	has(&r, "Seccomp:\t2\n");
	done(&r);
}

/* Answers notifications until the stream ends: go on, but for uname, which fails. Returns how many
 * came of execve before that. */
static unsigned supervise(int fd)
{
	struct seccomp_notif_sizes sizes;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	unsigned execs = 0;

	assert_int_equal(syscall(__NR_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes), 0);
	while (poll(&p, 1, 10000) == 1 && (p.revents & POLLIN)) {
		ig_auto_free struct seccomp_notif *n = ig_calloc(1, sizes.seccomp_notif);
		ig_auto_free struct seccomp_notif_resp *a = ig_calloc(1, sizes.seccomp_notif_resp);

		if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, n) < 0)
			continue;
		a->id = n->id;
		if (n->data.nr == __NR_uname)
			a->error = -EXDEV;
		else
			a->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
		execs += n->data.nr == __NR_execve;
		ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, a);
	}
	return execs;
}

/* The filter stops the very calls with which the listener is handed out and the word is awaited. */
static void hands_the_listener_out(void **state)
{
	static const struct sock_filter f[] = {LOAD_NR, ON(uname, SECCOMP_RET_USER_NOTIF),
	    ON(execve, SECCOMP_RET_USER_NOTIF), ON(sendmsg, SECCOMP_RET_USER_NOTIF),
	    ON(recvmsg, SECCOMP_RET_USER_NOTIF), ON(read, SECCOMP_RET_USER_NOTIF),
	    ON(write, SECCOMP_RET_USER_NOTIF), ON(close, SECCOMP_RET_USER_NOTIF), REST};
	struct ig_guard_reply reply;
	struct run r;
	unsigned execs;
	int fd;

	(void)state;
	begin(&r);
	shell(&r, "uname; echo rc $?; ls /proc/$$/fd | tr '\\n' ' '");
	filter(&r, IG_GUARD_LOG | IG_GUARD_LISTEN, f, sizeof(f));
	send_plan(&r);
	ready(&r, &reply, &fd);
	assert_true(fd >= 0);
	guard_core_go(&r.core);
	execs = supervise(fd);
	close(fd);
	finish(&r);
	/* the guard's own, uname's and ls's; no less, or something ran unseen */
	assert_true(execs >= 3);
	has(&r, strerror(EXDEV));
	has(&r, "rc 1\n0 1 2 ");
	done(&r);
}

/* --- Landlock --- */

enum { FS_EXECUTE = 1, FS_WRITE = 2, FS_READ = 4, FS_READ_DIR = 8, FS_ALL = 0x1fff };

static void path_rule(struct run *r, const char *path, uint64_t access, bool optional)
{
	const struct ig_guard_path p = {access, optional, 0};

	ig_guard_add(&r->plan, IG_GUARD_PATH, &p, sizeof(p), path, strlen(path) + 1);
}

static void rules_paths(void **state)
{
	static const char *const open_to[] = {"/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache"};
	/* a right of the future must be dropped and told */
	const struct ig_guard_landlock l = {FS_ALL | 1ULL << 40, 1ULL << 50, 1ULL << 60, 0, 0};
	struct ig_guard_reply reply;
	struct run r;
	int fd;

	(void)state;
	begin(&r);
	shell(&r, "read -r x </etc/hostname; echo seen $x; >/tmp/ignite-guard-never; echo end");
	ig_guard_add(&r.plan, IG_GUARD_LANDLOCK, &l, sizeof(l), NULL, 0);
	for (size_t i = 0; i < IG_COUNT(open_to); i++)
		path_rule(&r, open_to[i], FS_EXECUTE | FS_READ | FS_READ_DIR, true);
	path_rule(&r, "/nothing/of/that/name", FS_READ, true);
	send_plan(&r);
	ready(&r, &reply, &fd);
	assert_true(reply.dropped_fs & (1ULL << 40));
	assert_true(reply.dropped_net & (1ULL << 50));
	assert_true(reply.dropped_scoped & (1ULL << 60));
	guard_core_go(&r.core);
	finish(&r);
	if (!reply.abi) {
		done(&r);
		skip();
	}
	assert_int_equal(reply.dropped_fs, 1ULL << 40);
	has(&r, "end\n");
	has(&r, "ermission denied");
	has(&r, "seen\n");
	done(&r);
}

/* --- failing steps --- */

static void bad_filter(struct run *r)
{
	static const struct sock_filter f[] = {{BPF_JMP | BPF_JA, 0, 0, 100}, REST};

	filter(r, 0, f, sizeof(f));
}

static void second_filter_bad(struct run *r)
{
	static const struct sock_filter f[] = {REST};

	filter(r, 0, f, sizeof(f));
	bad_filter(r);
}

static void no_folder(struct run *r)
{
	ig_guard_string(&r->plan, IG_GUARD_CWD, "/nothing/of/that/name");
}

static void too_many_files(struct run *r)
{
	const struct ig_guard_rlimit l = {RLIMIT_NOFILE, 0, 1ULL << 40, 1ULL << 40};

	ig_guard_add(&r->plan, IG_GUARD_RLIMIT, &l, sizeof(l), NULL, 0);
}

static void landlock_of_the_future(struct run *r)
{
	const struct ig_guard_landlock l = {FS_ALL, 0, 0, 4000, 0};

	ig_guard_add(&r->plan, IG_GUARD_LANDLOCK, &l, sizeof(l), NULL, 0);
}

static void missing_path(struct run *r)
{
	const struct ig_guard_landlock l = {FS_ALL, 0, 0, 0, 0};

	ig_guard_add(&r->plan, IG_GUARD_LANDLOCK, &l, sizeof(l), NULL, 0);
	path_rule(r, "/usr", FS_READ, false);
	path_rule(r, "/nothing/of/that/name", FS_READ, false);
}

static void unknown_item(struct run *r)
{
	ig_guard_string(&r->plan, 99, "x");
}

static const struct {
	void (*spoil)(struct run *r);
	enum ig_guard_step step;
	int error; /* 0: any */
	uint32_t item;
	const char *msg;
} failing[] = {
    {bad_filter, IG_GUARD_FILTERS, EINVAL, 0, "install a system call filter (number 1): Invalid"},
    {second_filter_bad, IG_GUARD_FILTERS, EINVAL, 1, "(number 2)"},
    {no_folder, IG_GUARD_CHDIR, ENOENT, 0, "enter the working folder"},
    {too_many_files, IG_GUARD_RLIMITS, EPERM, 0, "set a resource limit"},
    {landlock_of_the_future, IG_GUARD_LANDLOCK_STEP, 0, 0, "Landlock"},
    {missing_path, IG_GUARD_LANDLOCK_STEP, ENOENT, 1, "Landlock"},
    {unknown_item, IG_GUARD_PARSE, IG_GUARD_KIND, 0, "read its plan (fault 3)"},
};

static void a_failing_step_ends_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(failing); i++) {
		struct ig_guard_reply reply;
		ig_auto_err e = NULL;
		struct run r;
		int fd;

		begin(&r);
		shell(&r, "echo ran");
		failing[i].spoil(&r);
		send_plan(&r);
		assert_true(guard_core_reply(&r.core, &reply, &fd));
		assert_int_equal(ig_guard_check(&reply, &e), -1);
		if (reply.step != failing[i].step || reply.item != failing[i].item ||
		    (failing[i].error && reply.error != failing[i].error) ||
		    !strstr(ig_err_msg(e), failing[i].msg))
			fail_msg("row %zu: step %u, item %u: %s", i, reply.step, reply.item,
			    ig_err_msg(e));
		finish(&r);
		assert_string_equal(ig_buf_str(&r.text), "");
		assert_int_equal(WEXITSTATUS(r.status), IG_GUARD_EXIT);
		done(&r);
	}
}

static void no_such_executable(void **state)
{
	struct ig_guard_reply reply;
	struct run r;
	int fd;

	(void)state;
	begin(&r);
	ig_guard_string(&r.plan, IG_GUARD_EXE, "/nothing/of/that/name");
	ig_guard_string(&r.plan, IG_GUARD_ARG, "x");
	send_plan(&r);
	ready(&r, &reply, &fd);
	guard_core_go(&r.core);
	assert_true(guard_core_reply(&r.core, &reply, &fd));
	assert_int_equal(reply.step, IG_GUARD_EXEC);
	assert_int_equal(reply.error, ENOENT);
	finish(&r);
	assert_int_equal(WEXITSTATUS(r.status), IG_GUARD_EXIT);
	done(&r);
}

static void without_go_nothing_runs(void **state)
{
	static const char *const word[] = {"", "x", "g"};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(word); i++) {
		struct ig_guard_reply reply;
		struct run r;
		int fd;

		begin(&r);
		shell(&r, "echo ran");
		send_plan(&r);
		ready(&r, &reply, &fd);
		assert_int_equal(send(r.core.conn, word[i], strlen(word[i]), 0), strlen(word[i]));
		shutdown(r.core.conn, SHUT_WR);
		finish(&r);
		assert_string_equal(ig_buf_str(&r.text), "");
		assert_int_equal(WEXITSTATUS(r.status), IG_GUARD_EXIT);
		done(&r);
	}
}

static void garbage_instead_of_a_plan(void **state)
{
	static const struct ig_guard_head heads[] = {{0, 8},
	    {IG_GUARD_MAGIC, IG_GUARD_PLAN_MAX + 1}, {IG_GUARD_MAGIC, 0xffffffff},
	    {IG_GUARD_MAGIC, 64}, {IG_GUARD_MAGIC, 0}};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(heads); i++) {
		struct ig_guard_reply reply;
		struct run r;
		int fd;

		begin(&r);
		launch(&r);
		guard_core_plan(&r.core, &heads[i], sizeof(heads[i]));
		shutdown(r.core.conn, SHUT_WR);
		assert_true(guard_core_reply(&r.core, &reply, &fd));
		assert_true(reply.step == IG_GUARD_PARSE || reply.step == IG_GUARD_RECEIVE);
		finish(&r);
		assert_int_equal(WEXITSTATUS(r.status), IG_GUARD_EXIT);
		done(&r);
	}
}

static void no_core(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	unlink(r.core.path);
	launch(&r);
	finish(&r);
	has(&r, "cannot reach its core");
	assert_int_equal(WEXITSTATUS(r.status), IG_GUARD_EXIT);
	done(&r);
}

/* --- the parser by itself --- */

static void string_item(struct ig_buf *b, enum ig_guard_kind kind, const char *s, size_t n)
{
	ig_guard_add(b, kind, s, n, NULL, 0);
}

static enum ig_guard_fault parse(struct ig_buf *b, size_t cut)
{
	static struct ig_guard_plan plan;
	size_t n = b->len - sizeof(struct ig_guard_head) - cut;
	ig_auto_free char *copy = ig_malloc(n + 1);

	memcpy(copy, b->data + sizeof(struct ig_guard_head), n);
	return ig_guard_parse(copy, n, &plan);
}

static void the_parser_is_strict(void **state)
{
	static const struct {
		enum ig_guard_kind kind;
		const char *body;
		size_t n;
		enum ig_guard_fault fault;
	} items[] = {
	    {IG_GUARD_ARG, "more", 5, IG_GUARD_FINE},
	    {IG_GUARD_ARG, "", 1, IG_GUARD_FINE},
	    {IG_GUARD_ARG, "", 0, IG_GUARD_STRING},
	    {IG_GUARD_ARG, "no end", 6, IG_GUARD_STRING},
	    {IG_GUARD_ARG, "a\0b", 4, IG_GUARD_STRING},
	    {IG_GUARD_ENV, "", 1, IG_GUARD_STRING},
	    {IG_GUARD_EXE, "/second", 8, IG_GUARD_KIND},
	    {IG_GUARD_CWD, "relative", 9, IG_GUARD_VALUE},
	    {IG_GUARD_CWD, "/", 2, IG_GUARD_FINE},
	    {0, "", 0, IG_GUARD_KIND},
	    {77, "x", 1, IG_GUARD_KIND},
	    {IG_GUARD_RLIMIT, "short", 5, IG_GUARD_SIZE},
	    {IG_GUARD_RLIMIT, "\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24, IG_GUARD_VALUE},
	    {IG_GUARD_RLIMIT, "\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24,
	        IG_GUARD_VALUE},
	    {IG_GUARD_RLIMIT, "\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\1\0\0\0\0\0\0", 24, IG_GUARD_VALUE},
	    {IG_GUARD_LANDLOCK, "short", 5, IG_GUARD_SIZE},
	    {IG_GUARD_PATH, "\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0/x", 19, IG_GUARD_LACKS},
	    {IG_GUARD_PATH, "\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16, IG_GUARD_SIZE},
	    {IG_GUARD_PATH, "\4\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0/x", 19, IG_GUARD_VALUE},
	    {IG_GUARD_PATH, "\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x/", 19, IG_GUARD_VALUE},
	    {IG_GUARD_PORT, "\1\0\0\0\0\0\0\0\0\0\1\0\0\0\0", 16, IG_GUARD_VALUE},
	    {IG_GUARD_FILTER, "\0\0\0\0\0\0\0", 8, IG_GUARD_SIZE},
	    {IG_GUARD_FILTER, "\0\0\0\0\0\0\0\0\6\0\0\0\0\0\0", 15, IG_GUARD_SIZE},
	    {IG_GUARD_FILTER, "\4\0\0\0\0\0\0\0\6\0\0\0\0\0\0", 16, IG_GUARD_VALUE},
	    {IG_GUARD_FILTER, "\2\0\0\0\0\0\0\0\6\0\0\0\0\0\0", 16, IG_GUARD_FINE},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(items); i++) {
		ig_auto_buf b = {0};

		ig_guard_begin(&b);
		ig_guard_string(&b, IG_GUARD_EXE, "/x");
		ig_guard_string(&b, IG_GUARD_ARG, "x");
		string_item(&b, items[i].kind, items[i].body, items[i].n);
		if (parse(&b, 0) != items[i].fault)
			fail_msg("row %zu: fault %d, not %d", i, parse(&b, 0), items[i].fault);
		/* cut anywhere, it is never taken for whole */
		for (size_t cut = 1; cut < 8; cut++)
			assert_int_not_equal(parse(&b, cut), IG_GUARD_FINE);
	}
}

static void bounds_hold(void **state)
{
	static const struct {
		enum ig_guard_kind kind;
		size_t most;
	} kinds[] = {{IG_GUARD_ARG, IG_GUARD_ARGS_MAX - 1}, {IG_GUARD_ENV, IG_GUARD_ARGS_MAX}};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(kinds); i++) {
		ig_auto_buf b = {0};

		ig_guard_begin(&b);
		ig_guard_string(&b, IG_GUARD_EXE, "/x");
		ig_guard_string(&b, IG_GUARD_ARG, "x");
		for (size_t n = 0; n < kinds[i].most; n++)
			ig_guard_string(&b, kinds[i].kind, "v");
		assert_int_equal(parse(&b, 0), IG_GUARD_FINE);
		ig_guard_string(&b, kinds[i].kind, "v");
		assert_int_equal(parse(&b, 0), IG_GUARD_MANY);
	}
}

static void a_plan_too_large_is_told(void **state)
{
	ig_auto_free char *big = ig_malloc(IG_GUARD_PLAN_MAX);
	ig_auto_buf b = {0};
	ig_auto_err e = NULL;

	(void)state;
	memset(big, 'x', IG_GUARD_PLAN_MAX - 1);
	big[IG_GUARD_PLAN_MAX - 1] = '\0';
	ig_guard_begin(&b);
	ig_guard_string(&b, IG_GUARD_ENV, big);
	assert_int_equal(ig_guard_end(&b, &e), -1);
	assert_int_equal(ig_err_code(e), IG_E_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(becomes_the_service),
	    cmocka_unit_test(sets_limits),
	    cmocka_unit_test(installs_filters),
	    cmocka_unit_test(hands_the_listener_out),
	    cmocka_unit_test(rules_paths),
	    cmocka_unit_test(a_failing_step_ends_it),
	    cmocka_unit_test(no_such_executable),
	    cmocka_unit_test(without_go_nothing_runs),
	    cmocka_unit_test(garbage_instead_of_a_plan),
	    cmocka_unit_test(no_core),
	    cmocka_unit_test(the_parser_is_strict),
	    cmocka_unit_test(bounds_hold),
	    cmocka_unit_test(a_plan_too_large_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
