/* core/base/worker: what a locked-down child may do, and how each way of ending is told. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/worker.h"

struct seen {
	struct ig_buf text; /* packets, one after another */
	size_t packets;
	int fd;
	bool ended;
	ig_err *why;
	ig_worker *free_on_message;
};

static void on_message(const char *p, size_t n, int fd, void *user)
{
	struct seen *s = user;

	s->packets++;
	if (s->text.len < 4096)
		ig_buf_add(&s->text, p, n);
	if (fd >= 0) {
		if (s->fd >= 0)
			close(s->fd);
		s->fd = fd;
	}
	if (s->free_on_message) {
		ig_worker_free(s->free_on_message);
		s->free_on_message = NULL;
	}
}

static void on_ended(const ig_err *why, void *user)
{
	struct seen *s = user;

	assert_false(s->ended);
	s->ended = true;
	s->why = ig_err_copy(why);
}

static const struct ig_worker_events events = {on_message, on_ended};

static void seen_done(struct seen *s)
{
	ig_buf_done(&s->text);
	ig_err_free(s->why);
	if (s->fd >= 0)
		close(s->fd);
}

/* Runs one worker to its end (10 s at most). */
static void run(const struct ig_worker_spec *spec, struct seen *s)
{
	ig_loop *loop = ig_loop_new(NULL);
	ig_worker *w;
	uint64_t start = ig_now_ms();

	*s = (struct seen){.fd = -1, .text = IG_BUF_INIT(1 << 20)};
	w = ig_worker_start(loop, spec, &events, s, NULL);
	assert_non_null(w);
	while (!s->ended && ig_now_ms() - start < 10000)
		ig_loop_once(loop, 100);
	assert_true(s->ended);
	ig_worker_free(w);
	ig_loop_free(loop);
}

static int try_open(int sock, void *arg)
{
	(void)sock;
	return open(arg, O_RDONLY) >= 0 ? 0 : 1;
}

static int try_create(int sock, void *arg)
{
	(void)sock;
	return openat(*(int *)arg, "made", O_WRONLY | O_CREAT, 0600) >= 0 ? 0 : 1;
}

static int try_create_openat2(int sock, void *arg)
{
	struct {
		uint64_t flags, mode, resolve;
	} how = {O_WRONLY | O_CREAT, 0600, 0};

	(void)sock;
	return syscall(SYS_openat2, *(int *)arg, "made", &how, sizeof(how)) >= 0 ? 0 : 40;
}

static int try_socket(int sock, void *arg)
{
	(void)sock;
	(void)arg;
	return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 1;
}

static int try_socketpair_inet(int sock, void *arg)
{
	int p[2];

	(void)sock;
	(void)arg;
	return socketpair(AF_INET, SOCK_STREAM, 0, p) >= 0 ? 0 : 1;
}

static int try_exec(int sock, void *arg)
{
	char *argv[] = {(char *)"/bin/true", NULL};
	char *envp[] = {NULL};

	(void)sock;
	(void)arg;
	execve("/bin/true", argv, envp);
	return 1;
}

static int try_fork(int sock, void *arg)
{
	(void)sock;
	(void)arg;
	return fork() >= 0 ? 0 : 1;
}

static int try_exec_page(int sock, void *arg)
{
	(void)sock;
	(void)arg;
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
		MAP_FAILED
	    ? 0
	    : 1;
}

static int try_kill_parent(int sock, void *arg)
{
	(void)sock;
	return kill(*(pid_t *)arg, 0) == 0 ? 0 : 1;
}

static int try_ptrace(int sock, void *arg)
{
	(void)sock;
	(void)arg;
	return syscall(SYS_ptrace, 0, 0, 0, 0) == 0 ? 0 : 1;
}

static void the_filter_kills(void **state)
{
	int dir = open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	pid_t me = getpid();
	const struct {
		const char *what;
		enum ig_worker_box box;
		int (*main)(int, void *);
		void *arg;
	} cases[] = {
	    {"open in PARSE", IG_BOX_PARSE, try_open, (void *)"/etc/passwd"},
	    {"socket in PARSE", IG_BOX_PARSE, try_socket, NULL},
	    {"exec in PARSE", IG_BOX_PARSE, try_exec, NULL},
	    {"fork in PARSE", IG_BOX_PARSE, try_fork, NULL},
	    {"executable page in PARSE", IG_BOX_PARSE, try_exec_page, NULL},
	    {"signal in PARSE", IG_BOX_PARSE, try_kill_parent, &me},
	    {"ptrace in PARSE", IG_BOX_PARSE, try_ptrace, NULL},
	    {"socket in TREE", IG_BOX_TREE, try_socket, NULL},
	    {"create in TREE", IG_BOX_TREE, try_create, &dir},
	    {"exec in TREE", IG_BOX_TREE, try_exec, NULL},
	    {"fork in TREE", IG_BOX_TREE, try_fork, NULL},
	    {"exec in COPY", IG_BOX_COPY, try_exec, NULL},
	    {"socket in COPY", IG_BOX_COPY, try_socket, NULL},
	    {"exec in HOST", IG_BOX_HOST, try_exec, NULL},
	    {"socket in HOST", IG_BOX_HOST, try_socket, NULL},
	    {"internet pair in HOST", IG_BOX_HOST, try_socketpair_inet, NULL},
	    {"ptrace in HOST", IG_BOX_HOST, try_ptrace, NULL},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		struct ig_worker_spec spec = {.name = "test", .box = cases[i].box,
		    .main = cases[i].main, .arg = cases[i].arg, .fds = &dir, .n_fds = 1};
		struct seen s;

		run(&spec, &s);
		if (!s.why || !strstr(ig_err_msg(s.why), "seccomp"))
			fail_msg("%s: %s", cases[i].what, ig_err_msg(s.why));
		seen_done(&s);
	}
	close(dir);
}

static int read_dir_and_file(int sock, void *arg)
{
	const int *fds = arg;
	int fd = openat(fds[0], "f", O_RDONLY);
	char b[16] = "";

	if (fd < 0 || read(fd, b, sizeof(b) - 1) != 5)
		return 1;
	if (open("/etc/passwd", O_RDONLY) >= 0 && fds[1])
		return 2; /* Landlock let it out of its folder */
	return ig_packet_send(sock, b, 5, -1) < 0;
}

static void tree_reads_below_its_folders_only(void **state)
{
	char name[] = "/tmp/ignite-worker.XXXXXX";
	int arg[2], out;
	struct seen s;
	struct ig_worker_spec spec = {.name = "test", .main = read_dir_and_file, .arg = arg,
	    .fds = arg, .n_fds = 1};
	enum ig_worker_box boxes[] = {IG_BOX_TREE, IG_BOX_HOST};

	(void)state;
	assert_non_null(mkdtemp(name));
	arg[0] = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	arg[1] = syscall(SYS_landlock_create_ruleset, NULL, 0, 1) >= 1;
	out = openat(arg[0], "f", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(write(out, "hello", 5), 5);
	close(out);
	for (size_t i = 0; i < IG_COUNT(boxes); i++) {
		spec.box = boxes[i];
		run(&spec, &s);
		assert_null(s.why);
		assert_string_equal(ig_buf_str(&s.text), "hello");
		seen_done(&s);
	}
	if (arg[1]) { /* openat2's flags are out of seccomp's sight: Landlock refuses */
		spec.box = IG_BOX_TREE;
		spec.main = try_create_openat2;
		run(&spec, &s);
		assert_non_null(strstr(ig_err_msg(s.why), "status 40"));
		seen_done(&s);
	}
	unlinkat(arg[0], "f", 0);
	close(arg[0]);
	rmdir(name);
}

static int spin(int sock, void *arg)
{
	volatile unsigned n = 0;

	(void)sock;
	(void)arg;
	for (;;)
		n++;
	return 0;
}

static void cpu_runs_out(void **state)
{
	struct ig_worker_spec spec = {
	    .name = "spinner", .box = IG_BOX_PARSE, .max_cpu_s = 1, .main = spin};
	struct seen s;

	(void)state;
	run(&spec, &s);
	assert_string_equal(ig_err_msg(s.why), "spinner ran out of CPU time");
	assert_int_equal(ig_err_code(s.why), IG_E_LIMIT);
	seen_done(&s);
}

static int sleep_long(int sock, void *arg)
{
	(void)sock;
	(void)arg;
	sleep(60);
	return 0;
}

static void time_runs_out(void **state)
{
	struct ig_worker_spec spec = {
	    .name = "sleeper", .box = IG_BOX_PARSE, .deadline_ms = 100, .main = sleep_long};
	uint64_t start = ig_now_ms();
	struct seen s;

	(void)state;
	run(&spec, &s);
	assert_string_equal(ig_err_msg(s.why), "sleeper was stopped: out of time");
	assert_int_equal(ig_err_code(s.why), IG_E_TIMEOUT);
	assert_true(ig_now_ms() - start < 5000);
	seen_done(&s);
}

#ifndef IG_ASAN
static int hog(int sock, void *arg)
{
	(void)sock;
	(void)arg;
	for (int i = 0; i < 64; i++)
		memset(ig_malloc(16 << 20), 1, 16 << 20);
	return 0;
}

static int modest(int sock, void *arg)
{
	(void)sock;
	(void)arg;
	memset(ig_malloc(40 << 20), 1, 40 << 20);
	return 0;
}

static void memory_runs_out(void **state)
{
	struct ig_worker_spec spec = {
	    .name = "hog", .box = IG_BOX_PARSE, .max_memory = 64 << 20, .main = hog};
	struct seen s;

	(void)state;
	run(&spec, &s);
	assert_non_null(strstr(ig_err_msg(s.why), "memory"));
	assert_int_equal(ig_err_code(s.why), IG_E_LIMIT);
	seen_done(&s);
	spec.main = modest;
	run(&spec, &s);
	assert_null(s.why);
	seen_done(&s);
}
#endif

static int send_fd(int sock, void *arg)
{
	return ig_packet_send(sock, "fd", 2, *(int *)arg) < 0;
}

static void descriptors_travel(void **state)
{
	int p[2];
	struct seen s;
	struct ig_worker_spec spec = {
	    .name = "sender", .box = IG_BOX_PARSE, .main = send_fd, .arg = &p[0], .n_fds = 1};
	char b[4] = "";

	(void)state;
	assert_int_equal(pipe2(p, O_CLOEXEC), 0);
	spec.fds = &p[0];
	run(&spec, &s);
	assert_null(s.why);
	assert_string_equal(ig_buf_str(&s.text), "fd");
	assert_true(s.fd >= 0 && s.fd != p[0]);
	assert_int_equal(write(p[1], "xy", 2), 2);
	assert_int_equal(read(s.fd, b, sizeof(b)), 2);
	close(p[0]);
	close(p[1]);
	seen_done(&s);
}

/* More descriptors than one in a packet: the parent keeps one and leaks none. */
static int send_two_fds(int sock, void *arg)
{
	union {
		char space[CMSG_SPACE(2 * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec iov = {.iov_base = (void *)"x", .iov_len = 1};
	struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space,
	    .msg_controllen = sizeof(control.space)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(2 * sizeof(int));
	memcpy(CMSG_DATA(c), arg, 2 * sizeof(int));
	return sendmsg(sock, &m, 0) < 0;
}

static int count_fds(void)
{
	int n = 0;

	for (int i = 0; i < 256; i++)
		n += fcntl(i, F_GETFD) >= 0;
	return n;
}

static void surplus_descriptors_are_closed(void **state)
{
	int p[2], before;
	struct seen s;
	struct ig_worker_spec spec = {.name = "sender", .box = IG_BOX_PARSE, .main = send_two_fds,
	    .arg = p, .fds = p, .n_fds = 2};

	(void)state;
	assert_int_equal(pipe2(p, O_CLOEXEC), 0);
	before = count_fds();
	run(&spec, &s);
	assert_null(s.why);
	assert_int_equal(s.packets, 1);
	seen_done(&s);
	assert_int_equal(count_fds(), before);
	close(p[0]);
	close(p[1]);
}

static int list_fds(int sock, void *arg)
{
	int n = 0;

	(void)arg;
	for (int i = 3; i < 1024; i++) {
		char b[1];

		if (i != sock && (read(i, b, 0) == 0 || errno != EBADF))
			n++;
	}
	return n;
}

static void nothing_else_is_inherited(void **state)
{
	int extra[3];
	struct seen s;
	struct ig_worker_spec spec = {.name = "heir", .box = IG_BOX_PARSE, .main = list_fds};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(extra); i++)
		extra[i] = open("/dev/null", O_RDONLY); /* not close-on-exec on purpose */
	run(&spec, &s);
	assert_null(s.why);
	seen_done(&s);
	for (size_t i = 0; i < IG_COUNT(extra); i++)
		close(extra[i]);
}

static int flood(int sock, void *arg)
{
	char b[1000];

	(void)arg;
	memset(b, 'f', sizeof(b));
	for (int i = 0; i < 20000; i++)
		if (ig_packet_send(sock, b, sizeof(b), -1) < 0)
			return 1;
	return 0;
}

static void a_flood_is_taken_whole(void **state)
{
	struct ig_worker_spec spec = {.name = "flood", .box = IG_BOX_PARSE, .main = flood};
	struct seen s;

	(void)state;
	run(&spec, &s);
	assert_null(s.why);
	assert_int_equal(s.packets, 20000);
	seen_done(&s);
}

static int die_after_sending(int sock, void *arg)
{
	(void)arg;
	ig_packet_send(sock, "one", 3, -1);
	ig_packet_send(sock, "two", 3, -1);
	raise(SIGSEGV);
	return 0;
}

static void what_was_sent_before_death_arrives(void **state)
{
	struct ig_worker_spec spec = {
	    .name = "mortal", .box = IG_BOX_PARSE, .main = die_after_sending};
	struct seen s;

	(void)state;
	run(&spec, &s);
	assert_string_equal(ig_buf_str(&s.text), "onetwo");
	assert_non_null(strstr(ig_err_msg(s.why), "signal 11"));
	seen_done(&s);
}

static int send_too_large(int sock, void *arg)
{
	struct iovec iov = {.iov_len = IG_WORKER_MSG_MAX + 1};
	struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};

	(void)arg;
	iov.iov_base = ig_calloc(1, iov.iov_len);
	sendmsg(sock, &m, 0);
	sleep(60);
	return 0;
}

static void an_oversized_packet_ends_it(void **state)
{
	struct ig_worker_spec spec = {.name = "fat", .box = IG_BOX_PARSE, .main = send_too_large};
	struct seen s;

	(void)state;
	run(&spec, &s);
	assert_int_equal(s.packets, 0);
	assert_string_equal(ig_err_msg(s.why), "fat was stopped: it sent a bad packet");
	seen_done(&s);
}

static int bad_status(int sock, void *arg)
{
	(void)sock;
	(void)arg;
	return 7;
}

static void a_status_is_told(void **state)
{
	struct ig_worker_spec spec = {.name = "seven", .box = IG_BOX_PARSE, .main = bad_status};
	struct seen s;

	(void)state;
	run(&spec, &s);
	assert_string_equal(ig_err_msg(s.why), "seven ended with status 7");
	seen_done(&s);
}

static int echo(int sock, void *arg)
{
	char b[64];
	ssize_t n;
	int fd;

	(void)arg;
	while ((n = ig_packet_recv(sock, b, sizeof(b), &fd)) > 0)
		if (ig_packet_send(sock, b, (size_t)n, -1) < 0)
			return 1;
	return n < 0;
}

static void the_parent_can_talk_and_free(void **state)
{
	ig_loop *loop = ig_loop_new(NULL);
	struct ig_worker_spec spec = {.name = "echo", .box = IG_BOX_PARSE, .main = echo};
	struct seen s = {.fd = -1, .text = IG_BUF_INIT(100)};
	ig_worker *w = ig_worker_start(loop, &spec, &events, &s, NULL);
	pid_t pid;

	(void)state;
	assert_non_null(w);
	pid = ig_worker_pid(w);
	assert_int_equal(ig_worker_send(w, "ping", 4, -1, NULL), 0);
	s.free_on_message = w;
	for (int i = 0; i < 50 && s.free_on_message; i++)
		ig_loop_once(loop, 100);
	assert_string_equal(ig_buf_str(&s.text), "ping");
	assert_false(s.ended); /* no callback after the free */
	assert_int_equal(kill(pid, 0), -1); /* dead and reaped */
	seen_done(&s);
	ig_loop_free(loop);
}

static void a_full_pair_refuses(void **state)
{
	ig_loop *loop = ig_loop_new(NULL);
	struct ig_worker_spec spec = {.name = "deaf", .box = IG_BOX_PARSE, .main = sleep_long};
	struct seen s = {.fd = -1};
	ig_worker *w = ig_worker_start(loop, &spec, &events, &s, NULL);
	ig_auto_err e = NULL;
	char b[4096] = "x";
	int r = 0;

	(void)state;
	for (int i = 0; i < 100000 && r == 0; i++)
		r = ig_worker_send(w, b, sizeof(b), -1, &e);
	assert_int_equal(r, -1);
	assert_int_equal(ig_err_code(e), IG_E_HOST);
	assert_int_equal(ig_worker_send(w, b, IG_WORKER_MSG_MAX + 1, -1, NULL), -1);
	ig_worker_free(w);
	seen_done(&s);
	ig_loop_free(loop);
}

/* A supervisor: a worker that has workers. Its children die with it. */
static int supervise(int sock, void *arg)
{
	ig_loop *loop = ig_loop_new(NULL);
	struct ig_worker_spec spec = {.name = "inner", .box = IG_BOX_PARSE, .max_memory = 64 << 20,
	    .main = arg ? sleep_long : echo};
	struct seen s = {.fd = -1, .text = IG_BUF_INIT(100)};
	ig_worker *w = ig_worker_start(loop, &spec, &events, &s, NULL);
	pid_t pid;

	if (!w)
		return 1;
	pid = ig_worker_pid(w);
	if (arg) {
		ig_packet_send(sock, &pid, sizeof(pid), -1);
		raise(SIGKILL);
	}
	ig_worker_send(w, "deep", 4, -1, NULL);
	for (int i = 0; i < 50 && s.packets == 0 && !s.ended; i++)
		ig_loop_once(loop, 100);
	if (s.ended)
		ig_packet_send(sock, ig_err_msg(s.why), strlen(ig_err_msg(s.why)), -1);
	else
		ig_packet_send(sock, s.text.data, s.text.len, -1);
	ig_worker_free(w);
	return 0;
}

static void a_supervisor_has_workers(void **state)
{
	struct ig_worker_spec spec = {
	    .name = "outer", .box = IG_BOX_HOST, .main = supervise};
	struct seen s;

	(void)state;
	run(&spec, &s);
	assert_string_equal(ig_buf_str(&s.text), "deep");
	assert_null(s.why);
	seen_done(&s);
}

static void workers_die_with_their_supervisor(void **state)
{
	struct ig_worker_spec spec = {
	    .name = "outer", .box = IG_BOX_HOST, .main = supervise, .arg = (void *)"die"};
	struct seen s;
	pid_t pid;
	int tries = 0;

	(void)state;
	run(&spec, &s);
	assert_int_equal(s.text.len, sizeof(pid));
	memcpy(&pid, s.text.data, sizeof(pid));
	for (; tries < 200; tries++) {
		char name[64], text[512] = "";
		FILE *f;

		snprintf(name, sizeof(name), "/proc/%d/stat", (int)pid);
		f = fopen(name, "re");
		if (!f)
			break;
		if (!fgets(text, sizeof(text), f))
			text[0] = '\0';
		fclose(f);
		if (!text[0] || strstr(text, ") Z "))
			break;
		usleep(10000);
	}
	assert_true(tries < 200);
	seen_done(&s);
}

static void odd_specs_are_refused(void **state)
{
	ig_loop *loop = ig_loop_new(NULL);
	int fds[IG_WORKER_FDS + 1] = {0};
	struct ig_worker_spec spec = {
	    .name = "odd", .box = IG_BOX_PARSE, .main = echo, .fds = fds, .n_fds = 1};
	struct seen s = {.fd = -1};

	(void)state;
	assert_null(ig_worker_start(loop, &spec, &events, &s, NULL));
	spec.n_fds = IG_WORKER_FDS + 1;
	assert_null(ig_worker_start(loop, &spec, &events, &s, NULL));
	ig_worker_free(NULL);
	ig_loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_filter_kills),
	    cmocka_unit_test(tree_reads_below_its_folders_only),
	    cmocka_unit_test(cpu_runs_out),
	    cmocka_unit_test(time_runs_out),
#ifndef IG_ASAN
	    cmocka_unit_test(memory_runs_out),
#endif
	    cmocka_unit_test(descriptors_travel),
	    cmocka_unit_test(surplus_descriptors_are_closed),
	    cmocka_unit_test(nothing_else_is_inherited),
	    cmocka_unit_test(a_flood_is_taken_whole),
	    cmocka_unit_test(what_was_sent_before_death_arrives),
	    cmocka_unit_test(an_oversized_packet_ends_it),
	    cmocka_unit_test(a_status_is_told),
	    cmocka_unit_test(the_parent_can_talk_and_free),
	    cmocka_unit_test(a_full_pair_refuses),
	    cmocka_unit_test(a_supervisor_has_workers),
	    cmocka_unit_test(workers_die_with_their_supervisor),
	    cmocka_unit_test(odd_specs_are_refused),
	};

	return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
