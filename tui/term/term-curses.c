#include "config.h"
#include "tui/term/term-curses.h"

#include <curses.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/mem.h"

enum { PAIRS = 257 /* pair 1 + colour, on the terminal's own background */ };

struct ig_curses {
	SCREEN *screen;
	FILE *in, *out;
	int memfd;
	enum ig_color depth;
	struct ig_cells shown; /* what curses was told last */
	bool pair[PAIRS];
};

/* Moves what curses has written since the last call to the end of out. */
static void collect(ig_curses *c, struct ig_buf *out)
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
static short pair_of(ig_curses *c, int fg)
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

static void draw_cell(ig_curses *c, int y, int x, const struct ig_cell *cell)
{
	struct ig_look look = ig_theme_look(c->depth, (enum ig_role)cell->role);
	unsigned attrs = (look.attrs | cell->attrs) & ~(unsigned)IG_A_REVERSE;
	wchar_t text[IG_CELL_CPS + 1] = {0};
	int fg = look.fg;
	cchar_t cc;

	attrs |= (look.attrs ^ cell->attrs) & IG_A_REVERSE;
	if (cell->fg && cell->role != IG_R_WARN && cell->role != IG_R_MATCH &&
	    c->depth != IG_COLOR_NEVER) {
		fg = cell->fg - 1;
		if (fg >= 8 && c->depth == IG_COLOR_8) {
			fg -= 8;
			attrs |= IG_A_BOLD;
		}
	}
	for (int i = 0; i < IG_CELL_CPS && cell->cp[i]; i++)
		text[i] = c->shown.ascii && cell->cp[i] > 0x7e ? L'?' : (wchar_t)cell->cp[i];
	setcchar(&cc, text, curses_attrs(attrs), pair_of(c, fg), NULL);
	mvadd_wch(y, x, &cc); /* ERR in the last cell is a cursor that cannot move on */
}

static void draw_changes(ig_curses *c, const struct ig_cells *now)
{
	for (int y = 0; y < now->rows; y++) {
		for (int x = 0; x < now->cols; x++) {
			size_t i = (size_t)(y * now->cols + x);

			if (ig_cell_equal(&now->cell[i], &c->shown.cell[i]))
				continue;
			c->shown.cell[i] = now->cell[i];
			if (now->cell[i].width)
				draw_cell(c, y, x, &now->cell[i]);
		}
	}
	curs_set(now->cursor_y >= 0);
	if (now->cursor_y >= 0)
		move(now->cursor_y, now->cursor_x);
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

static int open_screen(ig_curses *c, const char *term, ig_err **err)
{
	const char *cup;

	c->memfd = memfd_create("ignite-frame", MFD_CLOEXEC);
	c->in = fopen("/dev/null", "re");
	c->out = c->memfd >= 0 ? fdopen(c->memfd, "w") : NULL;
	if (!c->in || !c->out)
		return ig_err_sys(err, IG_E_HOST, errno, "cannot set up the screen");
	c->screen = quiet_newterm(term, c->out, c->in);
	cup = c->screen ? tigetstr("cup") : NULL;
	if (cup && cup != (char *)-1)
		return 0;
	/* newterm(3X) fails for either reason */
	ig_err_set(err, IG_E_USAGE,
	    "a terminal of type '%s' (TERM) is unknown or cannot place its cursor", term);
	ig_err_hint(err, "set TERM=xterm if it is like one; the commands, as ignite-tui audit SERVICE, need none");
	return -1;
}

ig_curses *ig_curses_open(ig_err **err)
{
	const char *term = getenv("TERM");
	ig_curses *c;

	if (!term || !*term) {
		ig_err_set(err, IG_E_USAGE, "TERM is not set: the kind of terminal is unknown");
		ig_err_hint(err, "set TERM=xterm; the commands, as ignite-tui audit SERVICE, need none");
		return NULL;
	}
	c = ig_calloc(1, sizeof(*c));
	c->memfd = -1;
	if (open_screen(c, term, err) == 0)
		return c;
	ig_curses_free(c);
	return NULL;
}

void ig_curses_free(ig_curses *c)
{
	if (!c)
		return;
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
	ig_cells_done(&c->shown);
	free(c);
}

int ig_curses_colors(const ig_curses *c)
{
	(void)c;
	return tigetnum("colors");
}

void ig_curses_learn_keys(const ig_curses *c, ig_decode *d)
{
	static const struct {
		const char *cap;
		uint32_t key;
	} caps[] = {
	    {"kcuu1", IG_K_UP},
	    {"kcud1", IG_K_DOWN},
	    {"kcub1", IG_K_LEFT},
	    {"kcuf1", IG_K_RIGHT},
	    {"khome", IG_K_HOME},
	    {"kend", IG_K_END},
	    {"kpp", IG_K_PGUP},
	    {"knp", IG_K_PGDN},
	    {"kich1", IG_K_INS},
	    {"kdch1", IG_K_DEL},
	    {"kcbt", IG_K_BACKTAB},
	    {"kf1", IG_K_F1},
	    {"kf2", IG_K_F2},
	    {"kf3", IG_K_F3},
	    {"kf4", IG_K_F4},
	    {"kf5", IG_K_F5},
	    {"kf6", IG_K_F6},
	    {"kf7", IG_K_F7},
	    {"kf8", IG_K_F8},
	    {"kf9", IG_K_F9},
	    {"kf10", IG_K_F10},
	};

	(void)c;
	for (size_t i = 0; i < IG_COUNT(caps); i++) {
		const char *seq = tigetstr(caps[i].cap);

		if (seq && seq != (char *)-1)
			ig_decode_add(d, seq, caps[i].key);
	}
}

void ig_curses_start(ig_curses *c, enum ig_color depth, const struct ig_cells *cells)
{
	c->depth = depth;
	if (depth != IG_COLOR_NEVER) {
		start_color();
		use_default_colors();
	}
	keypad(stdscr, TRUE);
	ig_cells_init(&c->shown, cells->rows, cells->cols, cells->ascii);
	resizeterm(cells->rows, cells->cols);
	/* In its first state curses flushes at every cursor move; endwin(3X) ends that state. What
	 * it wrote so far is of no use: the next frame takes the screen again. */
	endwin();
	lseek(c->memfd, 0, SEEK_SET);
}

void ig_curses_frame(ig_curses *c, const struct ig_cells *now, struct ig_buf *out)
{
	draw_changes(c, now);
	refresh();
	collect(c, out);
}

void ig_curses_leave(ig_curses *c, struct ig_buf *out)
{
	curs_set(1);
	endwin();
	collect(c, out);
}

void ig_curses_redraw(ig_curses *c)
{
	(void)c;
	clearok(curscr, TRUE);
}

void ig_curses_resize(ig_curses *c, int rows, int cols)
{
	ig_cells_resize(&c->shown, rows, cols);
	resizeterm(c->shown.rows, c->shown.cols);
	erase();
	clearok(curscr, TRUE);
}
