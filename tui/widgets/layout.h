/*
 * How the screen is divided at each size.
 *
 * 80x24 and below 100 columns: panes stand above each other. From 100 columns side by side where a
 * view wants it. Below 60x15 one pane. Below 40x10 nothing can be used: the screen says so.
 */
#ifndef IG_WIDGETS_LAYOUT_H
#define IG_WIDGETS_LAYOUT_H

#include "tui/term/cell.h"

enum {
	IG_MIN_COLS = 40,
	IG_MIN_ROWS = 10,
	IG_WIDE_COLS = 100,
	IG_SMALL_COLS = 60,
	IG_SMALL_ROWS = 15,
};
enum ig_zoom { IG_ZOOM_NORMAL, IG_ZOOM_HALF, IG_ZOOM_FULL };

struct ig_frame {
	bool too_small;
	struct ig_rect pipeline; /* 1 row */
	struct ig_rect main;     /* the view */
	struct ig_rect status;   /* 1 row */
	struct ig_rect hints;    /* 1 row */
};
struct ig_frame ig_frame_layout(int rows, int cols);
/* Draws "40x10 needed, this is 30x8" in the middle. */
void ig_draw_too_small(struct ig_cells *c);

enum ig_split { IG_SPLIT_ROWS, IG_SPLIT_COLS, IG_SPLIT_AUTO /* columns from IG_WIDE_COLS */ };
/*
 * Divides r between two panes. `percent` is the first pane's share at NORMAL; `focus` 0 or 1 is the
 * pane that zoom favours. A pane that gets no room has h or w 0: skip it.
 */
struct ig_panes {
	struct ig_rect pane[2];
	bool side_by_side;
};
struct ig_split_opts {
	enum ig_split how;
	int percent;
	int focus;
	enum ig_zoom zoom;
};
struct ig_panes ig_split_layout(struct ig_rect r, struct ig_split_opts o);
enum ig_zoom ig_zoom_step(enum ig_zoom z, int step);

#endif
