#include "config.h"
#include "core/base/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "core/base/worker-box.h"

/* Packets taken in one pass of the loop, so that a worker that floods does not hold it. */
enum { PACKETS_PER_PASS = 64, REAP_TRIES = 200 };

struct ig_worker {
	char *name;
	pid_t pid; /* 0 once reaped */
	int sock;
	ig_io *io;
	ig_child *child;
	ig_timer *watchdog;
	struct ig_worker_events events;
	void *user;
	const char *killed; /* why we killed it */
	enum ig_code killed_code;
	bool *gone; /* set when it is freed in a callback */
	char packet[IG_WORKER_MSG_MAX];
};

int ig_packet_send(int sock, const void *p, size_t n, int fd)
{
	union {
		char space[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec iov = {.iov_base = (void *)(uintptr_t)p, .iov_len = n};
	struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
	ssize_t r;

	if (n == 0 || n > IG_WORKER_MSG_MAX) {
		errno = EMSGSIZE;
		return -1;
	}
	if (fd >= 0) {
		struct cmsghdr *c;

		memset(&control, 0, sizeof(control));
		m.msg_control = control.space;
		m.msg_controllen = sizeof(control.space);
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &fd, sizeof(int));
	}
	do {
		r = sendmsg(sock, &m, MSG_NOSIGNAL);
	} while (r < 0 && errno == EINTR);
	return r < 0 ? -1 : 0;
}

/* Keeps the first descriptor of the message and closes any other: the control buffer of one int
 * has, by its alignment, room for two. */
static int take_fd(struct msghdr *m)
{
	int kept = -1;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		size_t n;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
			if (kept < 0)
				kept = fd;
			else
				close(fd);
		}
	}
	return kept;
}

ssize_t ig_packet_recv(int sock, void *p, size_t max, int *ret_fd)
{
	union {
		char space[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec iov = {.iov_base = p, .iov_len = max};
	struct msghdr m = {.msg_iov = &iov,
	    .msg_iovlen = 1,
	    .msg_control = control.space,
	    .msg_controllen = sizeof(control.space)};
	ssize_t r;
	int fd;

	*ret_fd = -1;
	do {
		r = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	} while (r < 0 && errno == EINTR);
	if (r < 0)
		return -1;
	fd = take_fd(&m);
	if (m.msg_flags & MSG_TRUNC) {
		if (fd >= 0)
			close(fd);
		errno = EMSGSIZE;
		return -1;
	}
	*ret_fd = fd;
	return r;
}

static void kill_for(ig_worker *w, enum ig_code code, const char *why)
{
	if (!w->pid || w->killed)
		return;
	w->killed = why;
	w->killed_code = code;
	kill(w->pid, SIGKILL);
}

/* Hands on at most `max` packets. False when w is gone. */
static bool take_packets(ig_worker *w, size_t max)
{
	bool gone = false;

	w->gone = &gone;
	for (size_t i = 0; i < max; i++) {
		int fd = -1;
		ssize_t n = ig_packet_recv(w->sock, w->packet, sizeof(w->packet), &fd);

		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0) {
			if (n < 0)
				kill_for(w, IG_E_INTERNAL, "it sent a bad packet");
			if (w->io)
				ig_io_set(w->io, 0);
			if (fd >= 0)
				close(fd);
			break;
		}
		if (w->events.message)
			w->events.message(w->packet, (size_t)n, fd, w->user);
		else if (fd >= 0)
			close(fd);
		if (gone)
			return false;
	}
	w->gone = NULL;
	return true;
}

static void readable(int fd, unsigned events, void *user)
{
	(void)fd;
	(void)events;
	take_packets(user, PACKETS_PER_PASS);
}

static void out_of_time(void *user)
{
	kill_for(user, IG_E_TIMEOUT, "out of time");
}

static int explain_signal(const ig_worker *w, int sig, ig_err **err)
{
	switch (sig) {
	case SIGSYS:
		return ig_err_set(err, IG_E_INTERNAL,
		    "%s was killed by its seccomp filter: it made a system call that it has no "
		    "need of",
		    w->name);
	case SIGXCPU:
		return ig_err_set(err, IG_E_LIMIT, "%s ran out of CPU time", w->name);
	case SIGABRT:
		return ig_err_set(err, IG_E_LIMIT,
		    "%s gave up (signal 6: out of memory, or an error of its own)", w->name);
	default:
		return ig_err_set(err, IG_E_INTERNAL, "%s was killed by signal %d (%s)", w->name, sig,
		    strsignal(sig));
	}
}

static int explain_end(const ig_worker *w, int status, ig_err **err)
{
	if (w->killed)
		return ig_err_set(err, w->killed_code, "%s was stopped: %s", w->name, w->killed);
	if (status == -1)
		return ig_err_set(err, IG_E_INTERNAL, "%s ended unseen", w->name);
	if (WIFSIGNALED(status))
		return explain_signal(w, WTERMSIG(status), err);
	if (WEXITSTATUS(status) == IG_WORKER_EXIT_MEMORY)
		return ig_err_set(err, IG_E_LIMIT, "%s ran out of memory", w->name);
	if (WEXITSTATUS(status) == IG_WORKER_EXIT_SETUP)
		return ig_err_set(err, IG_E_HOST, "%s could not be locked down on this host", w->name);
	if (WEXITSTATUS(status) != 0)
		return ig_err_set(
		    err, IG_E_INTERNAL, "%s ended with status %d", w->name, WEXITSTATUS(status));
	return 0;
}

static void child_ended(pid_t pid, int status, void *user)
{
	ig_worker *w = user;
	ig_auto_err why = NULL;

	(void)pid;
	w->pid = 0;
	ig_timer_stop(w->watchdog);
	/* What it had sent before it died is still in the pair; no more can come. */
	if (!take_packets(w, SIZE_MAX))
		return;
	ig_io_free(w->io);
	w->io = NULL;
	explain_end(w, status, &why);
	if (w->events.ended)
		w->events.ended(why, w->user);
}

static void run_child(const struct ig_worker_spec *spec, ig_loop *loop, int sock, pid_t parent)
{
	int status;

	if (loop)
		ig_loop_abandon(loop);
	if (ig_box_enter(spec, sock, parent) < 0)
		_exit(IG_WORKER_EXIT_SETUP);
	status = spec->main(sock, spec->arg);
	_exit(status);
}

static int check_spec(const struct ig_worker_spec *spec, ig_err **err)
{
	if (spec->n_fds > IG_WORKER_FDS)
		return ig_err_set(err, IG_E_INTERNAL, "%s: too many descriptors", spec->name);
	for (size_t i = 0; i < spec->n_fds; i++)
		if (spec->fds[i] <= STDERR_FILENO)
			return ig_err_set(err, IG_E_INTERNAL, "%s: a standard descriptor", spec->name);
	return 0;
}

ig_worker *ig_worker_start(ig_loop *loop, const struct ig_worker_spec *spec,
    const struct ig_worker_events *events, void *user, ig_err **err)
{
	pid_t parent = getpid();
	int pair[2];
	ig_worker *w;

	if (check_spec(spec, err) < 0)
		return NULL;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
		ig_err_sys(err, IG_E_HOST, errno, "cannot start %s", spec->name);
		return NULL;
	}
	w = ig_calloc(1, sizeof(*w));
	w->sock = pair[0];
	w->pid = fork();
	if (w->pid == 0) {
		/* Above 2, whatever the parent had closed: the null device goes there. */
		int sock = fcntl(pair[1], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

		if (sock < 0)
			_exit(IG_WORKER_EXIT_SETUP);
		run_child(spec, loop, sock, parent);
	}
	close(pair[1]);
	if (w->pid < 0) {
		ig_err_sys(err, IG_E_HOST, errno, "cannot start %s", spec->name);
		close(w->sock);
		free(w);
		return NULL;
	}
	w->name = ig_strdup(spec->name);
	w->events = *events;
	w->user = user;
	fcntl(w->sock, F_SETFL, O_NONBLOCK);
	w->watchdog = ig_timer_new(loop, out_of_time, w);
	w->io = ig_io_new(loop, w->sock, IG_READ, readable, w);
	ig_worker_deadline(w, spec->deadline_ms);
	w->child = ig_child_new(loop, w->pid, child_ended, w, err);
	if (!w->child) {
		ig_worker_free(w);
		return NULL;
	}
	return w;
}

int ig_worker_send(ig_worker *w, const void *p, size_t n, int fd, ig_err **err)
{
	if (ig_packet_send(w->sock, p, n, fd) < 0)
		return ig_err_sys(err, IG_E_HOST, errno, "cannot reach %s", w->name);
	return 0;
}

void ig_worker_deadline(ig_worker *w, uint64_t ms)
{
	if (ms)
		ig_timer_set(w->watchdog, ms);
	else
		ig_timer_stop(w->watchdog);
}

pid_t ig_worker_pid(const ig_worker *w)
{
	return w->pid;
}

/* A killed process is gone in well under a millisecond unless it hangs in the kernel (a dead
 * network file system): then it is left to be reaped when we end. */
static void reap(pid_t pid)
{
	const struct timespec ms = {.tv_nsec = 1000000};

	kill(pid, SIGKILL);
	for (int i = 0; i < REAP_TRIES && waitpid(pid, NULL, WNOHANG) == 0; i++)
		nanosleep(&ms, NULL);
}

void ig_worker_free(ig_worker *w)
{
	if (!w)
		return;
	if (w->gone)
		*w->gone = true;
	ig_child_free(w->child);
	if (w->pid > 0)
		reap(w->pid);
	ig_timer_free(w->watchdog);
	ig_io_free(w->io);
	close(w->sock);
	free(w->name);
	free(w);
}
