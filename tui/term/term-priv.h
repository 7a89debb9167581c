/* Inside of tui/term: what a back end provides. */
#ifndef IG_TERM_PRIV_H
#define IG_TERM_PRIV_H

#include "tui/term/term.h"

struct ig_term_ops {
	bool (*ready)(ig_term *t);
	void (*show)(ig_term *t);
	void (*redraw)(ig_term *t);
	void (*mouse)(ig_term *t, bool on);
	void (*suspend)(ig_term *t);
	void (*leave)(ig_term *t);
	void (*enter)(ig_term *t);
	void (*close)(ig_term *t); /* frees t->be */
};

struct ig_term {
	const struct ig_term_ops *ops;
	struct ig_cells cells;
	enum ig_color depth;
	enum ig_graph_style graph;
	ig_event_fn fn;
	void *user;
	ig_decode *decode;
	struct ig_term_stats stats;
	void *be; /* the back end's own */
};

ig_term *ig_term_new(const struct ig_term_ops *ops, const struct ig_term_opts *opts);
void ig_term_emit(ig_term *t, const struct ig_event *ev);

#endif
