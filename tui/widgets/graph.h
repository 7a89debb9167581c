/*
 * A filled line of samples, newest on the right, coloured by row (a few bytes a frame; per
 * column would be 15 times as many), in braille (2x4 dots a cell), eighth blocks or ASCII.
 *
 * Draw it when a sample came: unchanged cells cost nothing on the wire.
 */
#ifndef IG_WIDGETS_GRAPH_H
#define IG_WIDGETS_GRAPH_H

#include "tui/widgets/view.h"

enum ig_unit { IG_UNIT_NUMBER, IG_UNIT_PERCENT, IG_UNIT_BYTES, IG_UNIT_BYTES_PER_S, IG_UNIT_MS };

struct ig_graph {
	const char *title; /* ours: "CPU" */
	enum ig_unit unit;
	enum ig_graph_style style; /* not AUTO */
	/* Sample i of n, 0 the oldest. NAN: unknown, a gap. */
	double (*value)(const void *user, size_t i);
	const void *user;
	size_t n;
	double limit;       /* a line and "of LIMIT" in the title; 0: none */
	double max;         /* top of the scale; 0: the limit, or the largest shown, rounded up */
	const char *absent; /* our words when there is nothing to show: "no cgroup figures here" */
	bool focus;
};

/* Box with title "CPU 37% of 100%", the graph inside; without sides below 12 columns. */
void ig_graph_draw(const struct ig_graph *g, struct ig_cells *c, struct ig_rect r);
/* "37%", "212M", "1.2M/s", "23"; ASCII. Returns ret. */
const char *ig_unit_format(enum ig_unit u, double v, char ret[24]);
/* The smallest of 1, 2, 5 * 10^k (bytes: powers of two) that is >= v. */
double ig_graph_nice_max(enum ig_unit u, double v);

#endif
