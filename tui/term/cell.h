/*
 * The cells a view draws into, and the pen it draws with.
 *
 * Owns no terminal: a back end (term.h) compares cells with what it showed last. Everything is
 * clipped: no coordinate, however wrong, writes outside the pen's rectangle. A wide character
 * that would be cut at an edge becomes a blank.
 *
 * Two ways in, on purpose:
 *   ig_pen_lit*  our own words (printable ASCII; anything else is shown as '?')
 *   ig_pen_raw*  bytes from outside, which pass core/base/text.h; what that neutralises is drawn
 *                in the WARN role and counted in pen->neutralised
 * No other function takes text.
 */
#ifndef IG_TERM_CELL_H
#define IG_TERM_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/term/glyph.h"
#include "tui/term/theme.h"

enum { IG_CELL_CPS = 4 }; /* a base and at most 3 combining marks */

struct ig_cell {
	uint32_t cp[IG_CELL_CPS]; /* 0-ended when shorter; cp[0] == 0: right half of a wide one */
	uint8_t width;		  /* 1, 2; 0 for the right half */
	uint8_t role;		  /* enum ig_role */
	uint8_t attrs;		  /* IG_A_*, on top of the role's; REVERSE toggles */
	uint8_t fg;		  /* colour of a kept SGR sequence: 1 + palette 0..15; 0: the role's */
};

struct ig_rect {
	int y, x, h, w;
};

struct ig_cells {
	int rows, cols;
	struct ig_cell *cell; /* rows * cols */
	bool ascii;	      /* no UTF-8 on this screen */
	int cursor_y, cursor_x; /* where the hardware cursor shows (a prompt); -1: hidden */
};

void ig_cells_init(struct ig_cells *c, int rows, int cols, bool ascii);
void ig_cells_done(struct ig_cells *c);
/* Keeps nothing of the content. Sizes are clamped to 1..1000. */
void ig_cells_resize(struct ig_cells *c, int rows, int cols);
/* Blanks everything, hides the cursor. */
void ig_cells_clear(struct ig_cells *c);
struct ig_rect ig_cells_rect(const struct ig_cells *c);
/* NULL outside. */
const struct ig_cell *ig_cells_at(const struct ig_cells *c, int y, int x);
bool ig_cell_equal(const struct ig_cell *a, const struct ig_cell *b);

/* The part of b that lies in a; h or w 0 when none does. */
struct ig_rect ig_rect_clip(struct ig_rect a, struct ig_rect b);
bool ig_rect_has(struct ig_rect r, int y, int x);
/*
 * Cuts n rows (columns) off one side of *r and returns them; n is clamped, so that what is left is
 * never negative. The usual way to lay a view out.
 */
struct ig_rect ig_rect_top(struct ig_rect *r, int n);
struct ig_rect ig_rect_bottom(struct ig_rect *r, int n);
struct ig_rect ig_rect_left(struct ig_rect *r, int n);
struct ig_rect ig_rect_right(struct ig_rect *r, int n);
/* One cell less on every side: what a box leaves. */
struct ig_rect ig_rect_inner(struct ig_rect r);

struct ig_pen {
	struct ig_cells *cells;
	struct ig_rect clip;
	int y, x;	      /* relative to clip; x may be negative: text scrolled to the left */
	uint8_t attrs;	      /* toggled on all that is drawn */
	enum ig_role blank;   /* of blanks and paddings; a selected row sets SELECTED */
	/* Raw text: CSI..m is not neutralised (log view). Kept are bold, underline and the six
	 * colours that show on any background: no text can be made invisible. */
	bool keep_sgr;
	const char *mark;     /* raw text: occurrences (ASCII case ignored) get the MATCH role */
	size_t neutralised;   /* units of raw text that were not shown as they are */
};

/* A pen at the top left of r. */
struct ig_pen ig_pen(struct ig_cells *c, struct ig_rect r);
void ig_pen_at(struct ig_pen *p, int y, int x);
/* A pen that cannot leave the next w columns of this one's row. */
struct ig_pen ig_pen_sub(const struct ig_pen *p, int w);

/* Our own words. A format may take numbers and our own words, never text from outside. */
void ig_pen_lit(struct ig_pen *p, enum ig_role role, const char *s);
void ig_pen_litf(struct ig_pen *p, enum ig_role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void ig_pen_glyph(struct ig_pen *p, enum ig_role role, enum ig_glyph g);
/* One code point of ours that has width 1 (graphs); the caller looks at cells->ascii. */
void ig_pen_cp(struct ig_pen *p, enum ig_role role, uint32_t cp);
/* n blanks; nothing for n <= 0. */
void ig_pen_blank(struct ig_pen *p, int n);
/* Blanks up to column x (relative), or to the right edge for -1. */
void ig_pen_fill_to(struct ig_pen *p, int x);

/*
 * Text from outside, to the right edge at most; returns how many bytes that took. TAB: to the next
 * multiple of 8 from the start.
 */
size_t ig_pen_raw(struct ig_pen *p, enum ig_role role, const char *s, size_t n);
void ig_pen_raws(struct ig_pen *p, enum ig_role role, const char *s); /* NULL: nothing */

enum ig_align { IG_ALIGN_LEFT, IG_ALIGN_RIGHT, IG_ALIGN_KEEP_END };
/*
 * Text from outside in exactly w columns: padded, or cut with the CUT glyph. KEEP_END cuts at the
 * front (a path: the file name is what matters).
 */
struct ig_field {
	int w;
	enum ig_align align;
	enum ig_role role;
};
void ig_pen_field(struct ig_pen *p, struct ig_field f, const char *s, size_t n);

/* Blanks the whole rectangle. */
void ig_fill(struct ig_cells *c, struct ig_rect r);
/*
 * A border with a title of our own words (NULL: none). Returns a pen behind the title that ends
 * before the corner, for more words, untrusted ones too. ig_rule: only the line across the top.
 */
struct ig_pen ig_box(struct ig_cells *c, struct ig_rect r, bool focus, const char *title);
struct ig_pen ig_rule(struct ig_cells *c, struct ig_rect r, bool focus, const char *title);
/* Columns that our own words take: their bytes. */
int ig_lit_width(const char *s);

#endif
