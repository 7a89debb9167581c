#include "config.h"
#include "tui/widgets/layout.h"

struct ig_frame ig_frame_layout(int rows, int cols)
{
	struct ig_rect r = {0, 0, rows, cols};
	struct ig_frame f = {.too_small = rows < IG_MIN_ROWS || cols < IG_MIN_COLS};

	if (f.too_small)
		return f;
	f.pipeline = ig_rect_top(&r, 1);
	f.hints = ig_rect_bottom(&r, 1);
	f.status = ig_rect_bottom(&r, 1);
	f.main = r;
	return f;
}

void ig_draw_too_small(struct ig_cells *c)
{
	struct ig_pen p = ig_pen(c, ig_cells_rect(c));

	ig_pen_at(&p, c->rows / 2, 0);
	ig_pen_litf(&p, IG_R_WARN, "too small: %dx%d, needed %dx%d", c->cols, c->rows,
	    (int)IG_MIN_COLS, (int)IG_MIN_ROWS);
}

static int share(int total, struct ig_split_opts o)
{
	int percent = o.percent;

	if (o.zoom == IG_ZOOM_FULL)
		percent = o.focus ? 0 : 100;
	else if (o.zoom == IG_ZOOM_HALF)
		percent = o.focus ? 25 : 75;
	return total * percent / 100;
}

struct ig_panes ig_split_layout(struct ig_rect r, struct ig_split_opts o)
{
	struct ig_panes p;

	p.side_by_side = o.how == IG_SPLIT_COLS || (o.how == IG_SPLIT_AUTO && r.w >= IG_WIDE_COLS);
	if (r.w < IG_SMALL_COLS || r.h < IG_SMALL_ROWS - 3)
		o.zoom = IG_ZOOM_FULL; /* room for one */
	p.pane[0] =
	    p.side_by_side ? ig_rect_left(&r, share(r.w, o)) : ig_rect_top(&r, share(r.h, o));
	p.pane[1] = r;
	return p;
}

enum ig_zoom ig_zoom_step(enum ig_zoom z, int step)
{
	int to = (int)z + step;

	if (to < IG_ZOOM_NORMAL)
		return IG_ZOOM_NORMAL;
	return to > IG_ZOOM_FULL ? IG_ZOOM_FULL : (enum ig_zoom)to;
}
