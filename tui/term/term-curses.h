/*
 * Curses as a function from cells to bytes.
 *
 * Its output is a memory file and its input /dev/null, so that it can neither block on the terminal
 * nor change its settings. What curses believes to be on the screen is what these bytes make, so
 * all of them must reach the terminal, in order.
 */
#ifndef IG_TERM_CURSES_H
#define IG_TERM_CURSES_H

#include "core/base/buf.h"
#include "core/base/err.h"
#include "tui/term/cell.h"
#include "tui/term/decode.h"

typedef struct ig_curses ig_curses;

/* By $TERM. IG_E_USAGE when it is not set, unknown, or cannot place its cursor. */
ig_curses *ig_curses_open(ig_err **err);
void ig_curses_free(ig_curses *c);
/* How many colours the terminal has; below 8: none. */
int ig_curses_colors(const ig_curses *c);
/* The sequences that terminfo knows beside the usual ones. */
void ig_curses_learn_keys(const ig_curses *c, ig_decode *d);
/* Before the first frame. */
void ig_curses_start(ig_curses *c, enum ig_color depth, const struct ig_cells *cells);
/* Appends the bytes that turn what was shown last into `now`. */
void ig_curses_frame(ig_curses *c, const struct ig_cells *now, struct ig_buf *out);
/* Appends the bytes that leave the screen; the next frame enters it again. */
void ig_curses_leave(ig_curses *c, struct ig_buf *out);
/* The next frame is whole. */
void ig_curses_redraw(ig_curses *c);
void ig_curses_resize(ig_curses *c, int rows, int cols);

#endif
