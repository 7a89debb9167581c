#include "config.h"
#include "core/base/loop.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

struct ig_loop {
	struct event_base *base;
	ig_fn after;
	void *after_user;
	bool stop;
};

struct ig_io {
	struct event *ev;
	ig_loop *loop;
	int fd;
	unsigned events;
	ig_io_fn fn;
	void *user;
};

struct ig_timer {
	struct event *ev;
	ig_fn fn;
	void *user;
};

struct ig_signal {
	struct event *ev;
	ig_signal_fn fn;
	void *user;
};

struct ig_child {
	struct event *ev;
	int pidfd;
	pid_t pid;
	ig_child_fn fn;
	void *user;
};

struct deferred {
	ig_fn fn;
	void *user;
};

uint64_t ig_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

uint64_t ig_now_ms(void)
{
	return ig_now_us() / 1000;
}

static struct timeval to_timeval(uint64_t ms)
{
	struct timeval tv;

	tv.tv_sec = (time_t)(ms / 1000);
	tv.tv_usec = (suseconds_t)(ms % 1000 * 1000);
	return tv;
}

ig_loop *ig_loop_new(ig_err **err)
{
	struct event_config *cfg = event_config_new();
	ig_loop *loop;

	if (!cfg) {
		ig_err_set(err, IG_E_HOST, "cannot make an event loop");
		return NULL;
	}
	/* One thread only: no locks. */
	event_config_set_flag(cfg, EVENT_BASE_FLAG_NOLOCK);
	loop = ig_calloc(1, sizeof(*loop));
	loop->base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	if (!loop->base) {
		free(loop);
		ig_err_set(err, IG_E_HOST, "cannot make an event loop");
		return NULL;
	}
	return loop;
}

void ig_loop_free(ig_loop *loop)
{
	if (!loop)
		return;
	event_base_free(loop->base);
	free(loop);
}

void ig_loop_abandon(ig_loop *loop)
{
	/* The base's epoll and socketpair descriptors are closed by the child's own sweep. Freeing
	 * them here would deregister the parent's events: epoll sets are shared across fork(2). */
	(void)loop;
}

static void pass(ig_loop *loop)
{
	event_base_loop(loop->base, EVLOOP_ONCE);
	if (loop->after)
		loop->after(loop->after_user);
}

void ig_loop_run(ig_loop *loop)
{
	loop->stop = false;
	while (!loop->stop)
		pass(loop);
}

static void wake(evutil_socket_t fd, short what, void *user)
{
	(void)fd;
	(void)what;
	(void)user;
}

void ig_loop_once(ig_loop *loop, int timeout_ms)
{
	struct timeval tv = to_timeval(timeout_ms > 0 ? (uint64_t)timeout_ms : 0);
	struct event ev;

	evtimer_assign(&ev, loop->base, wake, NULL);
	if (timeout_ms >= 0)
		evtimer_add(&ev, &tv);
	pass(loop);
	evtimer_del(&ev);
}

void ig_loop_stop(ig_loop *loop)
{
	loop->stop = true;
	event_base_loopbreak(loop->base);
}

void ig_loop_after(ig_loop *loop, ig_fn fn, void *user)
{
	loop->after = fn;
	loop->after_user = user;
}

static void run_deferred(evutil_socket_t fd, short what, void *user)
{
	struct deferred *d = user;
	ig_fn fn = d->fn;
	void *u = d->user;

	(void)fd;
	(void)what;
	free(d);
	fn(u);
}

void ig_loop_defer(ig_loop *loop, ig_fn fn, void *user)
{
	struct deferred *d = ig_malloc(sizeof(*d));
	struct timeval now = {0, 0};

	d->fn = fn;
	d->user = user;
	if (event_base_once(loop->base, -1, EV_TIMEOUT, run_deferred, d, &now) < 0)
		abort(); /* only out of memory */
}

static void io_ready(evutil_socket_t fd, short what, void *user)
{
	ig_io *io = user;
	unsigned events = 0;

	if (what & EV_READ)
		events |= IG_READ;
	if (what & EV_WRITE)
		events |= IG_WRITE;
	io->fn((int)fd, events, io->user);
}

static void io_arm(ig_io *io)
{
	short what = EV_PERSIST;

	if (io->events & IG_READ)
		what |= EV_READ;
	if (io->events & IG_WRITE)
		what |= EV_WRITE;
	event_assign(io->ev, io->loop->base, io->fd, what, io_ready, io);
	if (io->events)
		event_add(io->ev, NULL);
}

ig_io *ig_io_new(ig_loop *loop, int fd, unsigned events, ig_io_fn fn, void *user)
{
	ig_io *io = ig_calloc(1, sizeof(*io));

	io->loop = loop;
	io->fd = fd;
	io->events = events;
	io->fn = fn;
	io->user = user;
	io->ev = ig_calloc(1, event_get_struct_event_size());
	io_arm(io);
	return io;
}

void ig_io_set(ig_io *io, unsigned events)
{
	if (io->events == events)
		return;
	if (io->events)
		event_del(io->ev);
	io->events = events;
	io_arm(io);
}

void ig_io_free(ig_io *io)
{
	if (!io)
		return;
	event_del(io->ev);
	free(io->ev);
	free(io);
}

static void timer_fired(evutil_socket_t fd, short what, void *user)
{
	ig_timer *t = user;

	(void)fd;
	(void)what;
	t->fn(t->user);
}

ig_timer *ig_timer_new(ig_loop *loop, ig_fn fn, void *user)
{
	ig_timer *t = ig_calloc(1, sizeof(*t));

	t->fn = fn;
	t->user = user;
	t->ev = ig_calloc(1, event_get_struct_event_size());
	evtimer_assign(t->ev, loop->base, timer_fired, t);
	return t;
}

void ig_timer_set(ig_timer *t, uint64_t ms)
{
	struct timeval tv = to_timeval(ms);

	evtimer_add(t->ev, &tv);
}

void ig_timer_stop(ig_timer *t)
{
	evtimer_del(t->ev);
}

void ig_timer_free(ig_timer *t)
{
	if (!t)
		return;
	evtimer_del(t->ev);
	free(t->ev);
	free(t);
}

static void signal_fired(evutil_socket_t signo, short what, void *user)
{
	ig_signal *s = user;

	(void)what;
	s->fn((int)signo, s->user);
}

ig_signal *ig_signal_new(ig_loop *loop, int signo, ig_signal_fn fn, void *user)
{
	ig_signal *s = ig_calloc(1, sizeof(*s));

	s->fn = fn;
	s->user = user;
	s->ev = ig_calloc(1, event_get_struct_event_size());
	evsignal_assign(s->ev, loop->base, signo, signal_fired, s);
	evsignal_add(s->ev, NULL);
	return s;
}

void ig_signal_free(ig_signal *s)
{
	if (!s)
		return;
	evsignal_del(s->ev);
	free(s->ev);
	free(s);
}

static void child_ended(evutil_socket_t fd, short what, void *user)
{
	ig_child *c = user;
	int status;
	pid_t got;

	(void)fd;
	(void)what;
	event_del(c->ev);
	do {
		got = waitpid(c->pid, &status, 0);
	} while (got < 0 && errno == EINTR);
	c->fn(c->pid, got == c->pid ? status : -1, c->user);
}

ig_child *ig_child_new(ig_loop *loop, pid_t pid, ig_child_fn fn, void *user, ig_err **err)
{
	long pidfd = syscall(SYS_pidfd_open, pid, 0); /* close-on-exec by itself */
	ig_child *c;

	if (pidfd < 0) {
		ig_err_sys(err, IG_E_HOST, errno, "cannot watch process %d", (int)pid);
		return NULL;
	}
	c = ig_calloc(1, sizeof(*c));
	c->pidfd = (int)pidfd;
	c->pid = pid;
	c->fn = fn;
	c->user = user;
	c->ev = ig_calloc(1, event_get_struct_event_size());
	event_assign(c->ev, loop->base, c->pidfd, EV_READ | EV_PERSIST, child_ended, c);
	event_add(c->ev, NULL);
	return c;
}

void ig_child_free(ig_child *c)
{
	if (!c)
		return;
	event_del(c->ev);
	free(c->ev);
	close(c->pidfd);
	free(c);
}
