/*
 * The terminal: cells out, events in.
 *
 * One of two back ends behind it: the real terminal (curses turns cells into bytes; nothing else
 * of curses is used), or memory (tests, dumps). Output never blocks: a frame is one write(2) to
 * our own non-blocking open of /dev/tty; while an earlier frame is still unsent, ig_term_ready()
 * is false, and IG_EV_REDRAW comes when the terminal takes bytes again.
 *
 * The terminal is put back as it was by ig_term_close(), by ig_term_suspend(), at exit(3), and by a
 * handler for SEGV, ABRT, BUS, FPE, ILL and a TERM, INT or HUP that is repeated a second later.
 * Only one real terminal can be open at a time.
 *
 * How an application uses it:
 *   ig_term_open(); ig_loop_after(loop, draw)
 *   draw: if (dirty && ig_term_ready(t)) { ig_cells_clear(c); ...views...; ig_term_show(t); }
 */
#ifndef IG_TERM_TERM_H
#define IG_TERM_TERM_H

#include "core/base/err.h"
#include "core/base/loop.h"
#include "tui/term/cell.h"
#include "tui/term/decode.h"

typedef struct ig_term ig_term;

struct ig_term_opts {
	ig_loop *loop;
	enum ig_color color;
	enum ig_charset charset; /* AUTO: by nl_langinfo(CODESET) */
	bool no_mouse;
	ig_event_fn fn; /* called from the loop, never from a function of this header */
	void *user;
};

/*
 * Errors, with their next step: no terminal (IG_E_HOST), a TERM that terminfo does not know
 * (IG_E_USAGE: another TERM, or a command that needs no terminal), a terminal that cannot move its cursor (IG_E_USAGE).
 * Nothing is changed then. Sets LC_CTYPE.
 */
ig_term *ig_term_open(const struct ig_term_opts *opts, ig_err **err);
/* In memory, rows x cols. opts->loop may be NULL; charset AUTO means UTF-8, color AUTO means 16. */
ig_term *ig_term_open_mem(const struct ig_term_opts *opts, int rows, int cols);
/* Restores the terminal. Waits at most 200 ms for a terminal that takes no bytes. NULL is fine. */
void ig_term_close(ig_term *t);

struct ig_cells *ig_term_cells(ig_term *t);
enum ig_color ig_term_depth(const ig_term *t);
/* The graph style that suits the terminal: braille; ASCII without UTF-8 and on the linux console,
 * whose fonts have neither braille nor eighth blocks. */
enum ig_graph_style ig_term_graph(const ig_term *t);
/* False while an earlier frame is unsent or the terminal is suspended: do not draw. */
bool ig_term_ready(ig_term *t);
/* Sends what differs from what is on the screen. Does nothing when not ready. */
void ig_term_show(ig_term *t);
/* Forgets what the screen shows: the next frame is whole (^L). */
void ig_term_redraw(ig_term *t);
/* Gives the mouse back to the terminal, for selecting text, or takes it. */
void ig_term_mouse(ig_term *t, bool on);
/* ^Z: restores the terminal, stops the process group, takes the terminal again when continued. */
void ig_term_suspend(ig_term *t);
/* Runs between leave and enter with the terminal restored ($EDITOR). */
void ig_term_leave(ig_term *t);
void ig_term_enter(ig_term *t);

struct ig_term_stats {
	uint64_t frames, dropped, bytes, writes;
};
struct ig_term_stats ig_term_stats(const ig_term *t);

/* Memory back end: what the screen shows. */
void ig_term_mem_resize(ig_term *t, int rows, int cols);
/* Bytes as the terminal would send them; events come out of this call. */
void ig_term_mem_feed(ig_term *t, const char *bytes, size_t n);
/* Keys by name, separated by blanks: "j j Enter /"; false at an unknown name. */
bool ig_term_mem_keys(ig_term *t, const char *names);

/*
 * Rows of text, trailing blanks cut, then (roles) a line "--" and rows of role letters. UTF-8.
 * Works on any cells.
 */
struct ig_buf;
void ig_cells_dump(const struct ig_cells *c, bool roles, struct ig_buf *out);

#endif
