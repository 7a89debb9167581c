/*
 * ignite-guard SOCKET
 *
 * The first program of a contained run, inside the container. It takes a plan from core over the
 * unix socket SOCKET, puts on itself what the plan says (limits, no_new_privs, Landlock, system
 * call filters), hands the filter's listener to core, waits for go and becomes the service. A step
 * that fails is told and ends it: the service runs with the whole plan or not at all. No library
 * but libc, no allocation, nothing left open for the service.
 *
 * Two threads, because the filters may stop the very calls that hand the listener out: the first
 * thread takes the filters and executes, the second is not filtered and speaks to core. Executing
 * ends it.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/guard/parse.h"

/* linux/landlock.h of the build machine may be older than the kernel that it runs on: the ABI. */
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif
enum { RULESET_VERSION = 1, RULE_PATH = 1, RULE_PORT = 2 };
struct ruleset {
	uint64_t fs, net, scoped;
};
struct rule_path {
	uint64_t access;
	int32_t fd;
} __attribute__((packed));

/* LANDLOCK_ACCESS_FS_EXECUTE, WRITE_FILE, READ_FILE, TRUNCATE, IOCTL_DEV: what a file can have. */
#define FILE_RIGHTS (1ULL << 0 | 1ULL << 1 | 1ULL << 2 | 1ULL << 14 | 1ULL << 15)

/* Documentation/userspace-api/landlock.rst: what each ABI added, and the size of its ruleset. */
static const struct {
	uint32_t abi;
	uint64_t fs, net, scoped;
	size_t size;
} abis[] = {
    {1, 0x1fff, 0, 0, 8},
    {2, 0x3fff, 0, 0, 8},
    {3, 0x7fff, 0, 0, 8},
    {4, 0x7fff, 3, 0, 16},
    {5, 0xffff, 3, 0, 16},
    {6, 0xffff, 3, 3, 24},
};

/* What the two threads share. `state` is a futex. */
enum { WORKING, INSTALLED, FAILED, GO };
struct guard {
	struct ig_guard_plan plan;
	struct ig_guard_reply reply;
	int sock, listener;
	atomic_int state;
};

static void send_reply(struct guard *g, int fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec v = {&g->reply, sizeof(g->reply)};
	struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};

	g->reply.magic = IG_GUARD_MAGIC;
	if (fd >= 0) {
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
		m.msg_control = &control;
		m.msg_controllen = sizeof(control);
	}
	if (sendmsg(g->sock, &m, MSG_NOSIGNAL) != (ssize_t)sizeof(g->reply))
		_exit(IG_GUARD_EXIT);
}

static void fail(struct guard *g, enum ig_guard_step step, int error, size_t which)
{
	static const char alone[] = "ignite-guard: cannot reach its core\n";

	g->reply.step = step;
	g->reply.error = error;
	g->reply.item = (uint32_t)which;
	if (g->sock >= 0)
		send_reply(g, -1);
	else if (write(2, alone, sizeof(alone) - 1) < 0)
		_exit(IG_GUARD_EXIT);
	_exit(IG_GUARD_EXIT);
}

static bool read_all(int fd, void *to, size_t n)
{
	for (char *p = to; n;) {
		ssize_t r = read(fd, p, n);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return false;
		p += r;
		n -= (size_t)r;
	}
	return true;
}

static void reach_core(struct guard *g, const char *path)
{
	struct timeval wait = {.tv_sec = IG_GUARD_WAIT_S};
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int s;

	g->sock = -1;
	if (!path || strlen(path) >= sizeof(a.sun_path))
		fail(g, IG_GUARD_START, EINVAL, 0);
	strcpy(a.sun_path, path);
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s < 0 || connect(s, (struct sockaddr *)&a, sizeof(a)) < 0)
		fail(g, IG_GUARD_START, errno, 0);
	g->sock = s;
	if (setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) < 0)
		fail(g, IG_GUARD_START, errno, 0);
}

static void receive(struct guard *g, char *room)
{
	struct ig_guard_head head;
	enum ig_guard_fault f;

	if (!read_all(g->sock, &head, sizeof(head)))
		fail(g, IG_GUARD_RECEIVE, errno, 0);
	if (head.magic != IG_GUARD_MAGIC || head.size > IG_GUARD_PLAN_MAX)
		fail(g, IG_GUARD_PARSE, IG_GUARD_HEAD, 0);
	if (!read_all(g->sock, room, head.size))
		fail(g, IG_GUARD_RECEIVE, errno, 0);
	f = ig_guard_parse(room, head.size, &g->plan);
	if (f)
		fail(g, IG_GUARD_PARSE, f, 0);
}

/* Nothing that the engine left open is for the service, but the three standard streams. */
static void close_others(struct guard *g)
{
	if (g->sock != 3) {
		if (dup3(g->sock, 3, O_CLOEXEC) < 0)
			fail(g, IG_GUARD_FDS, errno, 0);
		g->sock = 3;
	}
	if (syscall(__NR_close_range, 4u, ~0u, 0u) < 0)
		fail(g, IG_GUARD_FDS, errno, 1);
}

static void limit(struct guard *g)
{
	for (size_t i = 0; i < g->plan.rlimits; i++) {
		const struct ig_guard_rlimit *r = &g->plan.rlimit[i];
		struct rlimit v = {r->soft, r->hard};

		if (setrlimit((int)r->resource, &v) < 0)
			fail(g, IG_GUARD_RLIMITS, errno, i);
	}
}

static int new_ruleset(struct guard *g)
{
	const struct ig_guard_landlock *want = &g->plan.landlock;
	struct ruleset has = {0};
	size_t size = 0;
	long abi = syscall(__NR_landlock_create_ruleset, NULL, 0, RULESET_VERSION);
	int fd;

	g->reply.abi = abi > 0 ? (uint32_t)abi : 0;
	for (size_t i = 0; i < sizeof(abis) / sizeof(*abis); i++)
		if (abis[i].abi <= g->reply.abi) {
			has = (struct ruleset){abis[i].fs, abis[i].net, abis[i].scoped};
			size = abis[i].size;
		}
	g->reply.dropped_fs = want->fs & ~has.fs;
	g->reply.dropped_net = want->net & ~has.net;
	g->reply.dropped_scoped = want->scoped & ~has.scoped;
	if (g->reply.abi < want->abi_min)
		fail(g, IG_GUARD_LANDLOCK_STEP, abi < 0 ? errno : EOPNOTSUPP, 0);
	has.fs &= want->fs;
	has.net &= want->net;
	has.scoped &= want->scoped;
	if (!(has.fs | has.net | has.scoped))
		return -1; /* nothing that this kernel could rule */
	fd = (int)syscall(__NR_landlock_create_ruleset, &has, size, 0);
	if (fd < 0)
		fail(g, IG_GUARD_LANDLOCK_STEP, errno, 0);
	g->plan.landlock.fs = has.fs;
	g->plan.landlock.net = has.net;
	return fd;
}

static void allow_path(struct guard *g, int ruleset, size_t i)
{
	const struct ig_guard_path *want = &g->plan.path[i].rule;
	struct rule_path r = {.access = want->access & g->plan.landlock.fs};
	struct stat st;

	r.fd = open(g->plan.path[i].path, O_PATH | O_CLOEXEC);
	if (r.fd < 0 && errno == ENOENT && want->optional)
		return;
	if (r.fd < 0 || fstat(r.fd, &st) < 0)
		fail(g, IG_GUARD_LANDLOCK_STEP, errno, i);
	if (!S_ISDIR(st.st_mode))
		r.access &= FILE_RIGHTS;
	/* A rule without a right is an error to the kernel, and says nothing. */
	if (r.access && syscall(__NR_landlock_add_rule, ruleset, RULE_PATH, &r, 0) < 0)
		fail(g, IG_GUARD_LANDLOCK_STEP, errno, i);
	close(r.fd);
}

static void landlock(struct guard *g)
{
	int ruleset = new_ruleset(g);

	if (ruleset < 0)
		return;
	for (size_t i = 0; i < g->plan.paths; i++)
		allow_path(g, ruleset, i);
	for (size_t i = 0; i < g->plan.ports; i++) {
		struct ig_guard_port r = g->plan.port[i];

		r.access &= g->plan.landlock.net;
		if (r.access && syscall(__NR_landlock_add_rule, ruleset, RULE_PORT, &r, 0) < 0)
			fail(g, IG_GUARD_LANDLOCK_STEP, errno, i);
	}
	if (syscall(__NR_landlock_restrict_self, ruleset, 0) < 0)
		fail(g, IG_GUARD_LANDLOCK_STEP, errno, 0);
	close(ruleset);
}

static void wait_while(struct guard *g, int state)
{
	while (atomic_load(&g->state) == state)
		syscall(__NR_futex, &g->state, FUTEX_WAIT_PRIVATE, state, NULL, NULL, 0);
}

static void set_state(struct guard *g, int state)
{
	atomic_store(&g->state, state);
	syscall(__NR_futex, &g->state, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* The second thread: tells core how it went, and waits for its word. */
static void *speak(void *arg)
{
	struct guard *g = arg;
	char word;

	wait_while(g, WORKING);
	if (atomic_load(&g->state) == FAILED)
		fail(g, (enum ig_guard_step)g->reply.step, g->reply.error, g->reply.item);
	send_reply(g, g->listener);
	if (g->listener >= 0)
		close(g->listener);
	if (!read_all(g->sock, &word, 1) || word != IG_GUARD_GO)
		fail(g, IG_GUARD_ANSWER, errno, 0);
	set_state(g, GO);
	/* If the service runs, this thread is gone; if it could not be executed, core is told. */
	wait_while(g, GO);
	fail(g, IG_GUARD_EXEC, g->reply.error, 0);
	return NULL;
}

/* From the first filter on, the calls that are left are futex and execve. */
static void filtered(struct guard *g, enum ig_guard_step step, int error, size_t which)
{
	g->reply.step = step;
	g->reply.error = error;
	g->reply.item = (uint32_t)which;
	set_state(g, FAILED);
	for (;;)
		wait_while(g, FAILED);
}

static void install(struct guard *g)
{
	g->listener = -1;
	for (size_t i = 0; i < g->plan.filters; i++) {
		uint32_t flags = g->plan.filter[i].flags;
		struct sock_fprog prog = {g->plan.filter[i].n, g->plan.filter[i].prog};
		unsigned long how = 0;
		long r;

		if (flags & IG_GUARD_LOG)
			how |= SECCOMP_FILTER_FLAG_LOG;
		if (flags & IG_GUARD_LISTEN)
			how |= SECCOMP_FILTER_FLAG_NEW_LISTENER;
		r = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, how, &prog);
		if (r < 0)
			filtered(g, IG_GUARD_FILTERS, errno, i);
		if (flags & IG_GUARD_LISTEN)
			g->listener = (int)r;
	}
}

int main(int argc, char **argv)
{
	static char room[IG_GUARD_PLAN_MAX] __attribute__((aligned(8)));
	static struct guard g;
	pthread_t speaker;
	int r;

	reach_core(&g, argc == 2 ? argv[1] : NULL);
	receive(&g, room);
	close_others(&g);
	if (chdir(g.plan.cwd ? g.plan.cwd : "/") < 0)
		fail(&g, IG_GUARD_CHDIR, errno, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		fail(&g, IG_GUARD_NO_NEW_PRIVS, errno, 0);
	r = pthread_create(&speaker, NULL, speak, &g);
	if (r)
		fail(&g, IG_GUARD_THREAD, r, 0);
	if (g.plan.use_landlock)
		landlock(&g);
	limit(&g);
	install(&g);
	set_state(&g, INSTALLED);
	wait_while(&g, INSTALLED);
	execve(g.plan.exe, g.plan.argv, g.plan.envp);
	filtered(&g, IG_GUARD_EXEC, errno, 0);
	return IG_GUARD_EXIT;
}
