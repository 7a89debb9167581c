#include "config.h"
#include "tui/term/term-priv.h"

#include <curses.h>

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "tui/term/tty.h"

/*
 * Curses as a function from cells to bytes: its output is a memory file and its input /dev/null, so
 * that it can neither block on the terminal nor change its settings. We send the bytes of a whole
 * frame with one write(2), and read and decode the input ourselves.
 */

enum {
	ESC_MS = 25, /* as tmux and vim: a lone Esc is seen this much later */
	PAIRS = 257, /* pair 1 + colour, on the terminal's own background */
};

struct curses {
	ig_tty *tty;
	ig_timer *esc;	/* a lone Esc */
	ig_timer *soon; /* events that may not come from inside a call */
	SCREEN *screen;
	FILE *in, *out;
	int memfd;
	struct ig_cells shown; /* what curses was told last */
	bool pair[PAIRS];
	bool mouse;
	bool away;	     /* the terminal is given back */
	bool modes_due;	     /* our own modes go out with the next frame */
	bool missed;	     /* somebody wanted to draw while bytes were unsent */
	bool redraw_due, mark_due;
	bool marks;	     /* tell tests when all input is handled and shown */
	uint64_t bytes_read;
};

static const char paste_on[] = "\033[?2004h", mouse_on[] = "\033[?1000h\033[?1006h";
static const char paste_off[] = "\033[?2004l", mouse_off[] = "\033[?1006l\033[?1000l";
static const char cursor_on[] = "\033[?25h";

static struct curses *be_of(const ig_term *t)
{
	return t->be;
}

/* Moves what curses has written since the last call to the end of out. */
static void collect(struct curses *c, struct ig_buf *out)
{
	off_t n = lseek(c->memfd, 0, SEEK_CUR);
	ssize_t got;
	char *p;

	p = n > 0 ? ig_buf_reserve(out, (size_t)n) : NULL;
	if (p) {
		got = pread(c->memfd, p, (size_t)n, 0);
		out->len += got > 0 ? (size_t)got : 0;
		out->data[out->len] = '\0';
	}
	lseek(c->memfd, 0, SEEK_SET);
}

static attr_t curses_attrs(unsigned a)
{
	return (a & IG_A_BOLD ? A_BOLD : A_NORMAL) | (a & IG_A_DIM ? A_DIM : A_NORMAL) |
	    (a & IG_A_UNDERLINE ? A_UNDERLINE : A_NORMAL) |
	    (a & IG_A_REVERSE ? A_REVERSE : A_NORMAL);
}

/* The pair of a colour on the terminal's own background; 0 when there are no colours. */
static short pair_of(struct curses *c, int fg)
{
	if (fg < 0 || fg >= PAIRS - 1)
		return 0;
	if (!c->pair[fg + 1]) {
		if (init_pair((short)(fg + 1), (short)fg, -1) == ERR)
			return 0;
		c->pair[fg + 1] = true;
	}
	return (short)(fg + 1);
}

static void draw_cell(ig_term *t, int y, int x, const struct ig_cell *cell)
{
	struct ig_look look = ig_theme_look(t->depth, (enum ig_role)cell->role);
	unsigned attrs = (look.attrs | cell->attrs) & ~(unsigned)IG_A_REVERSE;
	wchar_t text[IG_CELL_CPS + 1] = {0};
	int fg = look.fg;
	cchar_t cc;

	attrs |= (look.attrs ^ cell->attrs) & IG_A_REVERSE;
	if (cell->fg && cell->role != IG_R_WARN && cell->role != IG_R_MATCH &&
	    t->depth != IG_COLOR_NEVER) {
		fg = cell->fg - 1;
		if (fg >= 8 && t->depth == IG_COLOR_8) {
			fg -= 8;
			attrs |= IG_A_BOLD;
		}
	}
	for (int i = 0; i < IG_CELL_CPS && cell->cp[i]; i++)
		text[i] = t->cells.ascii && cell->cp[i] > 0x7e ? L'?' : (wchar_t)cell->cp[i];
	setcchar(&cc, text, curses_attrs(attrs), pair_of(be_of(t), fg), NULL);
	mvadd_wch(y, x, &cc); /* ERR in the last cell is a cursor that cannot move on */
}

static void draw_changes(ig_term *t)
{
	struct ig_cells *now = &t->cells, *was = &be_of(t)->shown;

	for (int y = 0; y < now->rows; y++) {
		for (int x = 0; x < now->cols; x++) {
			size_t i = (size_t)(y * now->cols + x);

			if (ig_cell_equal(&now->cell[i], &was->cell[i]))
				continue;
			was->cell[i] = now->cell[i];
			if (now->cell[i].width)
				draw_cell(t, y, x, &now->cell[i]);
		}
	}
	curs_set(now->cursor_y >= 0);
	if (now->cursor_y >= 0)
		move(now->cursor_y, now->cursor_x);
}

static bool cur_ready(ig_term *t)
{
	struct curses *c = be_of(t);

	if (!c->away && !ig_tty_idle(c->tty))
		c->missed = true;
	return !c->away && ig_tty_idle(c->tty);
}

static void cur_show(ig_term *t)
{
	struct curses *c = be_of(t);
	ig_auto_buf out = IG_BUF_INIT(0);

	draw_changes(t);
	refresh();
	collect(c, &out);
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

static void cur_redraw(ig_term *t)
{
	clearok(curscr, TRUE);
	be_of(t)->redraw_due = true;
	ig_timer_set(be_of(t)->soon, 0);
}

static void cur_mouse(ig_term *t, bool on)
{
	be_of(t)->mouse = on;
	be_of(t)->modes_due = true;
}

static void cur_leave(ig_term *t)
{
	struct curses *c = be_of(t);
	ig_auto_buf out = IG_BUF_INIT(0);

	if (c->away)
		return;
	ig_buf_adds(&out, mouse_off);
	ig_buf_adds(&out, paste_off);
	curs_set(1);
	endwin();
	collect(c, &out);
	/* Terminals differ on whether leaving the second screen brings the cursor's state back. */
	ig_buf_adds(&out, cursor_on);
	ig_tty_give(c->tty, out.data, out.len);
	c->away = true;
}

static void adopt_size(ig_term *t)
{
	struct curses *c = be_of(t);
	struct ig_event ev = {.kind = IG_EV_RESIZE};
	int rows, cols;

	ig_tty_size(c->tty, &rows, &cols);
	if (rows == t->cells.rows && cols == t->cells.cols)
		return;
	ig_cells_resize(&t->cells, rows, cols);
	ig_cells_resize(&c->shown, rows, cols);
	resizeterm(t->cells.rows, t->cells.cols);
	erase();
	clearok(curscr, TRUE);
	ig_term_emit(t, &ev);
}

static void cur_enter(ig_term *t)
{
	struct curses *c = be_of(t);

	if (!c->away)
		return;
	ig_tty_take(c->tty);
	c->away = false;
	c->modes_due = true;
	cur_redraw(t);
}

static void cur_suspend(ig_term *t)
{
	bool was_away = be_of(t)->away;

	cur_leave(t);
	ig_tty_stop(be_of(t)->tty);
	if (!was_away)
		cur_enter(t);
}

static void free_screen(struct curses *c)
{
	if (c->screen) {
		set_term(c->screen);
		delscreen(c->screen);
	}
	if (c->in)
		fclose(c->in);
	if (c->out)
		fclose(c->out);
	else if (c->memfd >= 0)
		close(c->memfd);
}

static void cur_close(ig_term *t)
{
	struct curses *c = be_of(t);

	cur_leave(t);
	ig_timer_free(c->esc);
	ig_timer_free(c->soon);
	ig_tty_close(c->tty);
	free_screen(c);
	ig_cells_done(&c->shown);
	free(c);
}

static const struct ig_term_ops ops = {
    .ready = cur_ready,
    .show = cur_show,
    .redraw = cur_redraw,
    .mouse = cur_mouse,
    .suspend = cur_suspend,
    .leave = cur_leave,
    .enter = cur_enter,
    .close = cur_close,
};

/* For tests: all bytes read so far have been handled and what they changed was sent. */
static void send_mark(struct curses *c)
{
	char mark[64];

	if (c->away || !ig_tty_idle(c->tty))
		return; /* comes when drained or back */
	c->mark_due = false;
	snprintf(mark, sizeof(mark), "\033]777;ignite;idle;%llu\007",
	    (unsigned long long)c->bytes_read);
	ig_tty_send(c->tty, mark, strlen(mark));
}

static void on_soon(void *user)
{
	ig_term *t = user;
	struct curses *c = be_of(t);
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

static void mark_soon(struct curses *c)
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
	struct curses *c = be_of(t);

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
	cur_redraw(t);
	mark_soon(be_of(t));
}

static void on_drained(void *user)
{
	ig_term *t = user;
	struct curses *c = be_of(t);
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
	cur_suspend(user);
}

static void on_continued(void *user)
{
	ig_term *t = user;
	struct curses *c = be_of(t);

	if (c->away)
		return;
	ig_tty_take(c->tty); /* a shell may have changed the settings */
	c->modes_due = true;
	cur_redraw(t);
}

static void on_signal(int signo, void *user)
{
	struct ig_event ev = {.kind = IG_EV_SIGNAL, .signo = signo};

	ig_term_emit(user, &ev);
}

static void on_hangup(void *user)
{
	struct ig_event ev = {.kind = IG_EV_HANGUP};

	ig_term_emit(user, &ev);
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

/* newterm(3X) catches signals for itself; they are ours. */
static SCREEN *quiet_newterm(const char *term, FILE *out, FILE *in)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
	struct sigaction old[IG_COUNT(signals)];
	SCREEN *s;

	for (size_t i = 0; i < IG_COUNT(signals); i++)
		sigaction(signals[i], NULL, &old[i]);
	s = newterm(term, out, in);
	for (size_t i = 0; i < IG_COUNT(signals); i++)
		sigaction(signals[i], &old[i], NULL);
	return s;
}

static int open_screen(struct curses *c, ig_err **err)
{
	const char *term = getenv("TERM"), *cup;

	if (!term || !*term) {
		ig_err_set(err, IG_E_USAGE, "TERM is not set: the kind of terminal is unknown");
		ig_err_hint(err, "set TERM=xterm, or use --plain");
		return -1;
	}
	c->memfd = memfd_create("ignite-frame", MFD_CLOEXEC);
	c->in = fopen("/dev/null", "re");
	c->out = c->memfd >= 0 ? fdopen(c->memfd, "w") : NULL;
	if (!c->in || !c->out)
		return ig_err_sys(err, IG_E_HOST, errno, "cannot set up the screen");
	c->screen = quiet_newterm(term, c->out, c->in);
	cup = c->screen ? tigetstr("cup") : NULL;
	if (!cup || cup == (char *)-1) { /* newterm(3X) fails for either reason */
		ig_err_set(err, IG_E_USAGE,
		    "a terminal of type '%s' (TERM) is unknown or cannot place its cursor", term);
		ig_err_hint(err, "set TERM=xterm if it is like one, or use --plain");
		return -1;
	}
	return 0;
}

static void learn_keys(ig_decode *d)
{
	static const struct {
		const char *cap;
		uint32_t key;
	} caps[] = {
	    {"kcuu1", IG_K_UP}, {"kcud1", IG_K_DOWN}, {"kcub1", IG_K_LEFT},
	    {"kcuf1", IG_K_RIGHT}, {"khome", IG_K_HOME}, {"kend", IG_K_END},
	    {"kpp", IG_K_PGUP}, {"knp", IG_K_PGDN}, {"kich1", IG_K_INS}, {"kdch1", IG_K_DEL},
	    {"kcbt", IG_K_BACKTAB}, {"kf1", IG_K_F1}, {"kf2", IG_K_F2}, {"kf3", IG_K_F3},
	    {"kf4", IG_K_F4}, {"kf5", IG_K_F5}, {"kf6", IG_K_F6}, {"kf7", IG_K_F7},
	    {"kf8", IG_K_F8}, {"kf9", IG_K_F9}, {"kf10", IG_K_F10},
	};

	for (size_t i = 0; i < IG_COUNT(caps); i++) {
		const char *seq = tigetstr(caps[i].cap);

		if (seq && seq != (char *)-1)
			ig_decode_add(d, seq, caps[i].key);
	}
}

static void start_screen(ig_term *t, const struct ig_term_opts *opts, bool ascii)
{
	struct curses *c = be_of(t);
	const char *term = getenv("TERM");
	int rows, cols;

	t->depth = ig_color_depth(opts->color, getenv("NO_COLOR"), tigetnum("colors"));
	t->graph = ascii || strncmp(term, "linux", 5) == 0 ? IG_GRAPH_ASCII : IG_GRAPH_BRAILLE;
	if (t->depth != IG_COLOR_NEVER) {
		start_color();
		use_default_colors();
	}
	learn_keys(t->decode);
	keypad(stdscr, TRUE);
	ig_tty_size(c->tty, &rows, &cols);
	ig_cells_init(&t->cells, rows, cols, ascii);
	ig_cells_init(&c->shown, rows, cols, ascii);
	resizeterm(t->cells.rows, t->cells.cols);
	/* In its first state curses flushes at every cursor move; endwin(3X) ends that state. What
	 * it wrote so far is of no use: the next frame takes the screen again. */
	endwin();
	lseek(c->memfd, 0, SEEK_SET);
	ig_tty_take(c->tty);
}

ig_term *ig_term_open(const struct ig_term_opts *opts, ig_err **err)
{
	bool ascii = choose_ascii(opts->charset);
	struct curses *c = ig_calloc(1, sizeof(*c));
	ig_term *t = ig_term_new(&ops, opts);

	t->be = c;
	c->memfd = -1;
	c->mouse = !opts->no_mouse;
	c->modes_due = true;
	c->marks = getenv("IGNITE_TUI_IDLE_MARK") != NULL;
	if (open_screen(c, err) == 0)
		c->tty = ig_tty_open(opts->loop, &tty_events, t, err);
	if (!c->tty) {
		free_screen(c);
		free(c);
		ig_decode_free(t->decode);
		free(t);
		return NULL;
	}
	c->esc = ig_timer_new(opts->loop, on_esc, t);
	c->soon = ig_timer_new(opts->loop, on_soon, t);
	start_screen(t, opts, ascii);
	cur_redraw(t);
	mark_soon(c);
	return t;
}
