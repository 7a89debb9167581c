#include "config.h"
#include "tui/cli/live.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/base/text.h"

enum { BATCH = 16 * 1024, PER_PASS = 256 * 1024 };

struct ig_cli_live {
	ig_loop *loop;
	ig_io *io;      /* NULL: stderr is a plain file or the like, which never makes one wait */
	ig_timer *turn; /* goes on in the next pass instead */
	int fd;
	bool own_fd, ascii, ending, broken;
	ig_logstore *log;
	uint64_t next; /* line of the log */
	struct ig_buf out;
	ig_fn idle;
	void *user;
};

/* Formats lines until the batch is full. */
static void fill(ig_cli_live *l)
{
	unsigned flags = IG_TEXT_KEEP_SGR | (l->ascii ? IG_TEXT_ASCII : 0u);
	struct ig_log_line line;

	while (l->log && l->out.len < BATCH && ig_logstore_line(l->log, l->next, &line) == 0) {
		if (line.partial && !l->ending && l->next + 1 == ig_logstore_lines(l->log))
			return;
		ig_buf_adds(&l->out, line.stream == IG_STDERR ? "err | " : "out | ");
		ig_text_clean(line.text, line.len, flags, 0, &l->out);
		ig_buf_addc(&l->out, '\n');
		l->next++;
	}
}

/* Writes what it can. Returns whether all is out. */
static bool pump(ig_cli_live *l)
{
	size_t written = 0;
	ssize_t n;

	while (!l->broken) {
		if (!l->out.len)
			fill(l);
		if (!l->out.len)
			return true;
		if (written >= PER_PASS)
			return false; /* the run has its turn */
		n = write(l->fd, l->out.data, l->out.len);
		if (n > 0) {
			written += (size_t)n;
			ig_buf_drop(&l->out, (size_t)n);
		} else if (errno == EAGAIN) {
			return false;
		} else if (errno != EINTR) {
			l->broken = true;
		}
	}
	return true;
}

static void turn(ig_cli_live *l)
{
	bool done = pump(l);

	if (l->io)
		ig_io_set(l->io, done ? 0 : IG_WRITE);
	else if (!done)
		ig_timer_set(l->turn, 0);
	if (done && l->ending && l->idle) {
		ig_fn idle = l->idle;

		l->idle = NULL;
		idle(l->user);
	}
}

static void on_turn(void *user)
{
	turn(user);
}

static void writable(int fd, unsigned events, void *user)
{
	(void)fd;
	(void)events;
	turn(user);
}

/* stderr is shared with the shell, and so are its flags: what can make a writer wait is opened
 * anew before it is made non-blocking. */
static void open_output(ig_cli_live *l)
{
	struct stat st;

	l->fd = STDERR_FILENO;
	if (fstat(STDERR_FILENO, &st) < 0 || !(isatty(STDERR_FILENO) || S_ISFIFO(st.st_mode)))
		return;
	l->fd = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (l->fd < 0) {
		l->fd = STDERR_FILENO;
		return;
	}
	l->own_fd = true;
	l->io = ig_io_new(l->loop, l->fd, 0, writable, l);
}

ig_cli_live *ig_cli_live_new(ig_loop *loop, bool ascii, ig_fn idle, void *user)
{
	ig_cli_live *l = ig_calloc(1, sizeof(*l));

	l->loop = loop;
	l->ascii = ascii;
	l->idle = idle;
	l->user = user;
	l->turn = ig_timer_new(loop, on_turn, l);
	open_output(l);
	return l;
}

void ig_cli_live_feed(ig_cli_live *l, ig_logstore *log)
{
	l->log = log;
	ig_timer_set(l->turn, 0);
}

void ig_cli_live_end(ig_cli_live *l)
{
	l->ending = true;
	ig_timer_set(l->turn, 0);
}

void ig_cli_live_free(ig_cli_live *l)
{
	if (!l)
		return;
	ig_io_free(l->io);
	ig_timer_free(l->turn);
	if (l->own_fd)
		close(l->fd);
	ig_buf_done(&l->out);
	free(l);
}
