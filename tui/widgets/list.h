/*
 * A list or table: scrolling, selection by identity, filter and search.
 *
 * Owns positions, never rows: rows come from callbacks. The selection is the identity of a row,
 * so it stays on the same thing when rows appear, vanish or are sorted. Call ig_list_sync()
 * whenever the rows may have changed.
 */
#ifndef IG_WIDGETS_LIST_H
#define IG_WIDGETS_LIST_H

#include "core/base/buf.h"
#include "tui/widgets/view.h"

/* One column; a table of these ends with {0}. */
struct ig_column {
	const char *title; /* ours; "" for none */
	int width;         /* columns; with flex the least */
	int flex;          /* share of the room that is left, 0: none */
	enum ig_align align;
	int hide_below; /* not shown when the list is narrower than this */
	/* Appends the raw bytes of the cell (of untrusted origin or not), returns their role. */
	enum ig_role (*get)(const void *user, size_t i, struct ig_buf *out);
};

struct ig_list_ops {
	const struct ig_column *columns;
	size_t (*count)(const void *user);
	/* Stable identity of row i; never 0. */
	uint64_t (*id)(const void *user, size_t i);
	/* NULL: filter and search look at the text of all columns, ASCII case ignored. */
	bool (*matches)(const void *user, size_t i, const char *text);
	const char *empty; /* our words when there are no rows: "no services below this folder" */
};

struct ig_list {
	const struct ig_list_ops *ops;
	const void *user;
	uint64_t selected; /* identity, 0: none */
	size_t row;        /* where it is among the shown rows */
	size_t top;
	int page;        /* rows at the last draw */
	int left;        /* horizontal scroll of the flex columns */
	char *filter;    /* only rows that match are shown; NULL: all */
	char *find;      /* highlighted, n and N jump; NULL: none */
	uint32_t *shown; /* index of each shown row */
	size_t shown_n, shown_cap;
};

void ig_list_init(struct ig_list *l, const struct ig_list_ops *ops, const void *user);
void ig_list_done(struct ig_list *l);
/* The rows have changed. When the selected one is gone, the row at its place is selected. */
void ig_list_sync(struct ig_list *l, const void *user);
/* NULL or "" for none. Copies. */
void ig_list_filter(struct ig_list *l, const char *text);
void ig_list_find(struct ig_list *l, const char *text);
/* Rows that match `find`; for the status line. */
size_t ig_list_matches(const struct ig_list *l);
/* Index (for the callbacks) of the selected row; false when the list is empty. */
bool ig_list_selected(const struct ig_list *l, size_t *ret);
bool ig_list_select(struct ig_list *l, uint64_t id);

/* Title row (when a column has a title), rows, scroll bar. `focus`: the keys go here. */
void ig_list_draw(struct ig_list *l, struct ig_cells *c, struct ig_rect r, bool focus);
/* Movement and n/N. IG_DO_DRAW or IG_DO_UNKNOWN. */
unsigned ig_list_act(struct ig_list *l, enum ig_action a);
/* Wheel, and a click on a row (selects; *opened is set when it was selected already). */
unsigned ig_list_mouse(
    struct ig_list *l, struct ig_rect r, const struct ig_event *ev, bool *opened);

#endif
