#include "config.h"
#include "tui/term/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "tui/term/guard.h"

enum { READ_SIZE = 4096, GIVE_MS = 200 };

struct ig_tty {
	int fd, wake;
	struct termios saved;
	struct ig_tty_events ev;
	void *user;
	struct ig_buf pending;
	size_t sent; /* of pending */
	bool taken;
	ig_io *io, *wake_io;
	ig_signal *winch, *tstp, *cont;
};

static void arm(ig_tty *t)
{
	if (t->io)
		ig_io_set(t->io, IG_READ | (ig_tty_idle(t) ? 0U : IG_WRITE));
}

/* Writes what it can of the pending bytes. */
static void push(ig_tty *t)
{
	ssize_t n;

	while (t->sent < t->pending.len) {
		n = write(t->fd, t->pending.data + t->sent, t->pending.len - t->sent);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) /* the terminal is gone; reading will say so */
			break;
		t->sent += (size_t)n;
	}
	ig_buf_clear(&t->pending);
	t->sent = 0;
}

static void gone(ig_tty *t)
{
	ig_io_free(t->io);
	t->io = NULL;
	ig_buf_clear(&t->pending);
	t->sent = 0;
	t->ev.hangup(t->user);
}

static void ready(int fd, unsigned events, void *user)
{
	ig_tty *t = user;
	char in[READ_SIZE];
	ssize_t n;

	if (events & IG_WRITE) {
		push(t);
		arm(t);
		if (ig_tty_idle(t))
			t->ev.drained(t->user);
	}
	if (!(events & IG_READ) || !t->taken)
		return;
	n = read(fd, in, sizeof(in));
	if (n > 0)
		t->ev.input(in, (size_t)n, t->user);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		gone(t);
}

static void woken(int fd, unsigned events, void *user)
{
	ig_tty *t = user;
	uint64_t n;

	(void)events;
	if (read(fd, &n, sizeof(n)) > 0 && ig_guard_signal())
		t->ev.signal(ig_guard_signal(), t->user);
}

static void on_winch(int signo, void *user)
{
	ig_tty *t = user;

	(void)signo;
	t->ev.resized(t->user);
}

static void on_stop(int signo, void *user)
{
	ig_tty *t = user;

	(void)signo;
	t->ev.stop(t->user);
}

static void on_cont(int signo, void *user)
{
	ig_tty *t = user;

	(void)signo;
	t->ev.continued(t->user);
}

ig_tty *ig_tty_open(ig_loop *loop, const struct ig_tty_events *ev, void *user, ig_err **err)
{
	ig_auto_fd int fd = open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	ig_tty *t;
	struct termios saved;

	if (fd < 0 || tcgetattr(fd, &saved) < 0) {
		ig_err_set(
		    err, IG_E_HOST, "the workbench needs a terminal and this process has none");
		ig_err_hint(err, "use a command that prints, as ignite-tui audit SERVICE");
		return NULL;
	}
	t = ig_calloc(1, sizeof(*t));
	t->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (t->wake < 0) {
		ig_err_sys(err, IG_E_HOST, errno, "cannot make an eventfd");
		free(t);
		return NULL;
	}
	t->fd = ig_steal_fd(&fd);
	t->saved = saved;
	t->ev = *ev;
	t->user = user;
	t->pending = IG_BUF_INIT(0);
	t->io = ig_io_new(loop, t->fd, 0, ready, t);
	t->wake_io = ig_io_new(loop, t->wake, IG_READ, woken, t);
	t->winch = ig_signal_new(loop, SIGWINCH, on_winch, t);
	t->tstp = ig_signal_new(loop, SIGTSTP, on_stop, t);
	t->cont = ig_signal_new(loop, SIGCONT, on_cont, t);
	ig_guard_arm(t->fd, &t->saved, t->wake);
	return t;
}

void ig_tty_close(ig_tty *t)
{
	if (!t)
		return;
	ig_guard_disarm();
	ig_signal_free(t->winch);
	ig_signal_free(t->tstp);
	ig_signal_free(t->cont);
	ig_io_free(t->io);
	ig_io_free(t->wake_io);
	ig_buf_done(&t->pending);
	close(t->fd);
	close(t->wake);
	free(t);
}

bool ig_tty_size(const ig_tty *t, int *rows, int *cols)
{
	struct winsize ws;

	*rows = 24;
	*cols = 80;
	if (ioctl(t->fd, TIOCGWINSZ, &ws) < 0 || !ws.ws_row || !ws.ws_col)
		return false;
	*rows = ws.ws_row;
	*cols = ws.ws_col;
	return true;
}

void ig_tty_take(ig_tty *t)
{
	struct termios raw = t->saved;

	cfmakeraw(&raw);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	ig_guard_active(true);
	tcsetattr(t->fd, TCSANOW, &raw);
	t->taken = true;
	arm(t);
}

void ig_tty_give(ig_tty *t, const char *p, size_t n)
{
	uint64_t until = ig_now_ms() + GIVE_MS, now;
	struct pollfd pfd = {.fd = t->fd, .events = POLLOUT};

	if (!t->taken)
		return;
	ig_buf_add(&t->pending, p, n);
	push(t);
	while (!ig_tty_idle(t) && (now = ig_now_ms()) < until) {
		if (poll(&pfd, 1, (int)(until - now)) < 0 && errno != EINTR)
			break;
		push(t);
	}
	ig_buf_clear(&t->pending);
	t->sent = 0;
	tcsetattr(t->fd, TCSANOW, &t->saved);
	ig_guard_active(false);
	t->taken = false;
	if (t->io)
		ig_io_set(t->io, 0);
}

void ig_tty_send(ig_tty *t, const char *p, size_t n)
{
	ig_buf_add(&t->pending, p, n);
	push(t);
	arm(t);
}

bool ig_tty_idle(const ig_tty *t)
{
	return t->sent == t->pending.len;
}

void ig_tty_stop(ig_tty *t)
{
	struct sigaction dfl = {.sa_handler = SIG_DFL}, old;

	(void)t;
	sigaction(SIGTSTP, &dfl, &old);
	/* The group: a wrapper script that started us must stop too, or its shell never comes back.
	 */
	kill(0, SIGTSTP);
	sigaction(SIGTSTP, &old, NULL);
}
