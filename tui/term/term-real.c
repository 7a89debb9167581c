#include "config.h"
#include "tui/term/term-priv.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "tui/term/term-curses.h"
#include "tui/term/tty.h"

enum { ESC_MS = 25 /* as tmux and vim: a lone Esc is seen this much later */ };

/* The back end for a real terminal: curses makes the bytes of a frame, the device takes them. */
struct real {
	ig_tty *tty;
	ig_curses *curses;
	ig_timer *esc;  /* a lone Esc */
	ig_timer *soon; /* events that may not come from inside a call */
	bool mouse;
	bool away;      /* the terminal is given back */
	bool modes_due; /* our own modes go out with the next frame */
	bool missed;    /* somebody wanted to draw while bytes were unsent */
	bool redraw_due, mark_due;
	bool asked; /* to end: a closed window is a signal and a hang-up, and one wish */
	bool marks; /* tell tests when all input is handled and shown */
	uint64_t bytes_read;
};

static const char paste_on[] = "\033[?2004h", mouse_on[] = "\033[?1000h\033[?1006h";
static const char paste_off[] = "\033[?2004l", mouse_off[] = "\033[?1006l\033[?1000l";
static const char cursor_on[] = "\033[?25h";

static struct real *be_of(const ig_term *t)
{
	return t->be;
}

static bool real_ready(ig_term *t)
{
	struct real *c = be_of(t);

	if (!c->away && !ig_tty_idle(c->tty))
		c->missed = true;
	return !c->away && ig_tty_idle(c->tty);
}

static void real_show(ig_term *t)
{
	struct real *c = be_of(t);
	ig_auto_buf out = IG_BUF_INIT(0);

	ig_curses_frame(c->curses, &t->cells, &out);
	if (c->modes_due) {
		ig_buf_adds(&out, paste_on);
		ig_buf_adds(&out, c->mouse ? mouse_on : mouse_off);
		c->modes_due = false;
	}
	t->stats.frames++;
	if (!out.len)
		return;
	t->stats.bytes += out.len;
	t->stats.writes++;
	ig_tty_send(c->tty, out.data, out.len);
}

static void real_redraw(ig_term *t)
{
	ig_curses_redraw(be_of(t)->curses);
	be_of(t)->redraw_due = true;
	ig_timer_set(be_of(t)->soon, 0);
}

static void real_mouse(ig_term *t, bool on)
{
	be_of(t)->mouse = on;
	be_of(t)->modes_due = true;
}

static void real_leave(ig_term *t)
{
	struct real *c = be_of(t);
	ig_auto_buf out = IG_BUF_INIT(0);

	if (c->away)
		return;
	ig_buf_adds(&out, mouse_off);
	ig_buf_adds(&out, paste_off);
	ig_curses_leave(c->curses, &out);
	/* Terminals differ on whether leaving the second screen brings the cursor's state back. */
	ig_buf_adds(&out, cursor_on);
	ig_tty_give(c->tty, out.data, out.len);
	c->away = true;
}

static void adopt_size(ig_term *t)
{
	struct real *c = be_of(t);
	struct ig_event ev = {.kind = IG_EV_RESIZE};
	int rows, cols;

	ig_tty_size(c->tty, &rows, &cols);
	if (rows == t->cells.rows && cols == t->cells.cols)
		return;
	ig_cells_resize(&t->cells, rows, cols);
	ig_curses_resize(c->curses, t->cells.rows, t->cells.cols);
	ig_term_emit(t, &ev);
}

static void real_enter(ig_term *t)
{
	struct real *c = be_of(t);

	if (!c->away)
		return;
	ig_tty_take(c->tty);
	c->away = false;
	c->modes_due = true;
	real_redraw(t);
}

static void real_suspend(ig_term *t)
{
	bool was_away = be_of(t)->away;

	real_leave(t);
	ig_tty_stop(be_of(t)->tty);
	if (!was_away)
		real_enter(t);
}

static void real_close(ig_term *t)
{
	struct real *c = be_of(t);

	real_leave(t);
	ig_timer_free(c->esc);
	ig_timer_free(c->soon);
	ig_tty_close(c->tty);
	ig_curses_free(c->curses);
	free(c);
}

static const struct ig_term_ops ops = {
    .ready = real_ready,
    .show = real_show,
    .redraw = real_redraw,
    .mouse = real_mouse,
    .suspend = real_suspend,
    .leave = real_leave,
    .enter = real_enter,
    .close = real_close,
};

/* For tests: all bytes read so far have been handled and what they changed was sent. */
static void send_mark(struct real *c)
{
	char mark[64];

	if (c->away || !ig_tty_idle(c->tty))
		return; /* comes when drained or back */
	c->mark_due = false;
	snprintf(
	    mark, sizeof(mark), "\033]777;ignite;idle;%llu\007", (unsigned long long)c->bytes_read);
	ig_tty_send(c->tty, mark, strlen(mark));
}

static void on_soon(void *user)
{
	ig_term *t = user;
	struct real *c = be_of(t);
	struct ig_event ev = {.kind = IG_EV_REDRAW};

	if (c->redraw_due) {
		c->redraw_due = false;
		adopt_size(t);
		ig_term_emit(t, &ev);
		if (c->mark_due)
			ig_timer_set(c->soon, 0);
	} else if (c->mark_due) {
		send_mark(c);
	}
}

static void mark_soon(struct real *c)
{
	if (!c->marks)
		return;
	c->mark_due = true;
	ig_timer_set(c->soon, 0);
}

static void on_esc(void *user)
{
	ig_term *t = user;

	ig_decode_timeout(t->decode);
	mark_soon(be_of(t));
}

static void on_input(const char *p, size_t n, void *user)
{
	ig_term *t = user;
	struct real *c = be_of(t);

	c->bytes_read += n;
	ig_decode_feed(t->decode, p, n);
	if (ig_decode_pending(t->decode)) {
		ig_timer_set(c->esc, ESC_MS);
		return;
	}
	ig_timer_stop(c->esc);
	mark_soon(c);
}

static void on_resized(void *user)
{
	ig_term *t = user;

	if (be_of(t)->away)
		return;
	adopt_size(t);
	/* Even at the same size: what was lost by a smaller one in between must be drawn again. */
	real_redraw(t);
	mark_soon(be_of(t));
}

static void on_drained(void *user)
{
	ig_term *t = user;
	struct real *c = be_of(t);
	struct ig_event ev = {.kind = IG_EV_REDRAW};

	if (c->mark_due)
		ig_timer_set(c->soon, 0);
	if (!c->missed)
		return;
	c->missed = false;
	ig_term_emit(t, &ev);
}

static void on_stop(void *user)
{
	real_suspend(user);
}

static void on_continued(void *user)
{
	ig_term *t = user;
	struct real *c = be_of(t);

	if (c->away)
		return;
	ig_tty_take(c->tty); /* a shell may have changed the settings */
	c->modes_due = true;
	real_redraw(t);
}

static void ask_to_end(ig_term *t, const struct ig_event *ev)
{
	if (be_of(t)->asked)
		return;
	be_of(t)->asked = true;
	ig_term_emit(t, ev);
}

static void on_signal(int signo, void *user)
{
	struct ig_event ev = {.kind = IG_EV_SIGNAL, .signo = signo};

	ask_to_end(user, &ev);
}

static void on_hangup(void *user)
{
	struct ig_event ev = {.kind = IG_EV_HANGUP};

	ask_to_end(user, &ev);
}

static const struct ig_tty_events tty_events = {
    .input = on_input,
    .resized = on_resized,
    .drained = on_drained,
    .stop = on_stop,
    .continued = on_continued,
    .signal = on_signal,
    .hangup = on_hangup,
};

/* Which character set, and a locale in which curses can write it. */
static bool choose_ascii(enum ig_charset asked)
{
	setlocale(LC_CTYPE, "");
	if (asked == IG_CHARSET_ASCII)
		return true;
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return false;
	return asked != IG_CHARSET_UTF8 || !setlocale(LC_CTYPE, "C.UTF-8");
}

static void start(ig_term *t, const struct ig_term_opts *opts, bool ascii)
{
	struct real *c = be_of(t);
	const char *term = getenv("TERM");
	int rows, cols;

	t->depth = ig_color_depth(opts->color, getenv("NO_COLOR"), ig_curses_colors(c->curses));
	t->graph = ascii || strncmp(term, "linux", 5) == 0 ? IG_GRAPH_ASCII : IG_GRAPH_BRAILLE;
	ig_curses_learn_keys(c->curses, t->decode);
	ig_tty_size(c->tty, &rows, &cols);
	ig_cells_init(&t->cells, rows, cols, ascii);
	ig_curses_start(c->curses, t->depth, &t->cells);
	ig_tty_take(c->tty);
}

ig_term *ig_term_open(const struct ig_term_opts *opts, ig_err **err)
{
	bool ascii = choose_ascii(opts->charset);
	struct real *c = ig_calloc(1, sizeof(*c));
	ig_term *t = ig_term_new(&ops, opts);

	t->be = c;
	c->mouse = !opts->no_mouse;
	c->modes_due = true;
	c->marks = getenv("IGNITE_TUI_IDLE_MARK") != NULL;
	c->curses = ig_curses_open(err);
	c->tty = c->curses ? ig_tty_open(opts->loop, &tty_events, t, err) : NULL;
	if (!c->tty) {
		ig_curses_free(c->curses);
		free(c);
		ig_decode_free(t->decode);
		free(t);
		return NULL;
	}
	c->esc = ig_timer_new(opts->loop, on_esc, t);
	c->soon = ig_timer_new(opts->loop, on_soon, t);
	start(t, opts, ascii);
	real_redraw(t);
	mark_soon(c);
	return t;
}
