#include "config.h"
#include "tui/widgets/graph.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { RAMP = IG_R_RAMP4 - IG_R_RAMP0 + 1, BOX_COLS = 12 };

/* Levels of one cell and samples beside each other in it. */
static const struct {
	int levels, samples;
} styles[] = {
    [IG_GRAPH_AUTO] = {3, 1},
    [IG_GRAPH_BRAILLE] = {4, 2},
    [IG_GRAPH_BLOCK] = {8, 1},
    [IG_GRAPH_ASCII] = {3, 1},
};

static const char *scaled(double v, double step, const char *const *suffix, char ret[24])
{
	int i = 0;

	while (v >= step && suffix[i + 1]) {
		v /= step;
		i++;
	}
	snprintf(ret, 20, i && v < 9.95 ? "%.1f%s" : "%.0f%s", v, suffix[i]);
	return ret;
}

const char *ig_unit_format(enum ig_unit u, double v, char ret[24])
{
	static const char *const bytes[] = {"B", "K", "M", "G", "T", NULL};
	static const char *const plain[] = {"", "k", "M", "G", NULL};

	if (isnan(v) || v < 0 || v > 1e18)
		return strcpy(ret, "-");
	switch (u) {
	case IG_UNIT_PERCENT:
		snprintf(ret, 24, "%.0f%%", v);
		return ret;
	case IG_UNIT_BYTES:
		return scaled(v, 1024, bytes, ret);
	case IG_UNIT_BYTES_PER_S:
		scaled(v, 1024, bytes, ret);
		return strcat(ret, "/s");
	case IG_UNIT_MS:
		snprintf(ret, 24, v < 1000 ? "%.0fms" : "%.1fs", v < 1000 ? v : v / 1000);
		return ret;
	case IG_UNIT_NUMBER:
		break;
	}
	return scaled(v, 1000, plain, ret);
}

double ig_graph_nice_max(enum ig_unit u, double v)
{
	static const double steps[] = {1, 2, 5};
	double scale = 1;

	if (!(v > 1)) /* NAN too */
		return 1;
	if (v > 1e18)
		return 1e18;
	if (u == IG_UNIT_BYTES || u == IG_UNIT_BYTES_PER_S) {
		while (scale < v)
			scale *= 2;
		return scale;
	}
	for (;; scale *= 10)
		for (size_t i = 0; i < 3; i++)
			if (scale * steps[i] >= v)
				return scale * steps[i];
}

/* Sample `back` from the newest (0), NAN before the oldest. */
static double sample(const struct ig_graph *g, size_t back)
{
	return back < g->n ? g->value(g->user, g->n - 1 - back) : (double)NAN;
}

/* The top of the scale for the samples in sight. */
static double scale_of(const struct ig_graph *g, size_t shown)
{
	double most = 0, v;

	if (g->max > 0)
		return g->max;
	for (size_t i = 0; i < shown && i < g->n; i++) {
		v = sample(g, i);
		if (v > most)
			most = v;
	}
	return g->limit > 0 && most <= g->limit ? g->limit : ig_graph_nice_max(g->unit, most);
}

/* Levels of a sample, at least 1 for what is not 0; -1: unknown. */
static int levels(double v, double max, int all)
{
	double l;

	if (isnan(v))
		return -1;
	l = v / max * all;
	if (l >= all)
		return all;
	return v > 0 && l < 1 ? 1 : l < 0 ? 0 : (int)(l + 0.5);
}

/* The part of `level` that falls into the cell `row` (0 is the lowest), 0..per. */
static int part(int level, int row, int per)
{
	int l = level - row * per;

	return l < 0 ? 0 : l > per ? per : l;
}

/* Braille dots (U+2800 + bits) filled from below: left column 7 3 2 1, right column 8 6 5 4. */
static uint32_t braille(int left, int right)
{
	static const uint8_t l[] = {0, 0x40, 0x44, 0x46, 0x47}, r[] = {0, 0x80, 0xa0, 0xb0, 0xb8};

	return 0x2800U | l[left] | r[right];
}

static uint32_t cell_of(const struct ig_graph *g, const int *level, int row)
{
	static const char ascii[] = " .:#";
	int per = styles[g->style].levels, a = part(level[0], row, per);

	switch (g->style) {
	case IG_GRAPH_BRAILLE:
		/* The blank of the script is a glyph that fonts draw; a blank is sure to be none.
		 */
		return a || part(level[1], row, per) ? braille(a, part(level[1], row, per)) : ' ';
	case IG_GRAPH_BLOCK:
		return a ? 0x2580U + (uint32_t)a : ' ';
	case IG_GRAPH_AUTO:
	case IG_GRAPH_ASCII:
		break;
	}
	return (uint32_t)ascii[a];
}

static void draw_limit(const struct ig_graph *g, struct ig_cells *c, struct ig_rect r, double max)
{
	struct ig_pen p = ig_pen(c, r);
	int row = (int)(g->limit / max * r.h);

	if (g->limit <= 0 || g->limit >= max || row >= r.h)
		return;
	ig_pen_at(&p, r.h - 1 - row, 0);
	for (int x = 0; x < r.w; x++)
		ig_pen_glyph(&p, IG_R_MUTED, IG_G_DASH);
}

static void draw_plot(const struct ig_graph *g, struct ig_cells *c, struct ig_rect r, double max)
{
	int per = styles[g->style].levels, wide = styles[g->style].samples, level[2];
	struct ig_pen p = ig_pen(c, r);
	uint32_t cp;

	draw_limit(g, c, r, max);
	for (int x = 0; x < r.w; x++) {
		for (int s = 0; s < wide; s++)
			level[s] =
			    levels(sample(g, (size_t)((r.w - x) * wide - 1 - s)), max, per * r.h);
		for (int row = 0; row < r.h; row++) {
			cp = cell_of(g, level, row);
			if (cp == ' ')
				continue;
			ig_pen_at(&p, r.h - 1 - row, x);
			ig_pen_cp(&p, (enum ig_role)(IG_R_RAMP0 + row * RAMP / r.h), cp);
		}
	}
}

static void draw_title(const struct ig_graph *g, struct ig_pen p, double max)
{
	double now = g->n ? sample(g, 0) : (double)NAN;
	char v[24], of[24];
	bool high = g->limit > 0 && now >= g->limit * 0.9;

	if (g->absent && !g->n)
		return;
	ig_pen_lit(&p, high ? IG_R_HIGH : IG_R_NORMAL, ig_unit_format(g->unit, now, v));
	if (g->limit > 0)
		ig_pen_litf(&p, IG_R_MUTED, " of %s", ig_unit_format(g->unit, g->limit, of));
	if (high)
		ig_pen_lit(&p, IG_R_HIGH, " !");
	ig_pen_blank(&p, 1);
	ig_unit_format(g->unit, max, of);
	if ((g->limit > 0 && max <= g->limit) || p.x + ig_lit_width(of) + 4 > p.clip.w)
		return;
	ig_pen_at(&p, 0, p.clip.w - ig_lit_width(of) - 3);
	ig_pen_litf(&p, IG_R_MUTED, " %s ", of);
}

void ig_graph_draw(const struct ig_graph *g, struct ig_cells *c, struct ig_rect r)
{
	bool box = r.w >= BOX_COLS && r.h >= 3;
	struct ig_rect in = r;
	struct ig_pen title, p;
	double max;

	if (r.w < 2 || r.h < 1)
		return;
	if (box) {
		title = ig_box(c, r, g->focus, g->title);
		in = ig_rect_inner(r);
	} else {
		title = ig_pen(c, ig_rect_top(&in, 1));
		ig_pen_lit(&title, IG_R_TITLE, g->title);
		ig_pen_blank(&title, 1);
	}
	max = scale_of(g, (size_t)(in.w * styles[g->style].samples));
	draw_title(g, title, max);
	if (in.h < 1)
		return;
	if (g->n) {
		draw_plot(g, c, in, max);
	} else if (g->absent) {
		p = ig_pen(c, in);
		ig_pen_at(&p, in.h / 2, 1);
		ig_pen_lit(&p, IG_R_MUTED, g->absent);
	}
}
