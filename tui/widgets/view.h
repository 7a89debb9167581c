/*
 * The shape of a view and of what its handlers answer.
 *
 * A view is one constant table of functions. It reads a model snapshot and fills cells; it never
 * calls the engine while drawing, never reads the terminal, and keeps what it must remember in
 * `state`, of which the application allocates state_size zeroed bytes.
 */
#ifndef IG_WIDGETS_VIEW_H
#define IG_WIDGETS_VIEW_H

#include "tui/term/cell.h"
#include "tui/term/event.h"
#include "tui/term/keys.h"

/* What a handler wants done; handlers never draw. */
enum {
	IG_DO_NOTHING = 0,
	IG_DO_DRAW = 1,    /* something that is shown has changed */
	IG_DO_UNKNOWN = 2, /* not mine: the next one may take it */
	IG_DO_CLOSE = 4,   /* leave this view or this question */
	IG_DO_YES = 8,     /* a question was answered with yes, a prompt with Enter */
};

struct ig_view_ops {
	const char *name;            /* "findings" */
	const char *title;           /* of the stage: "Findings" */
	struct ig_contexts contexts; /* for its keys and hints */
	size_t state_size;
	void (*init)(void *state, void *model);
	void (*done)(void *state);
	/* The model changed: keep selections, drop what is gone. May be NULL. */
	void (*sync)(void *state, void *model);
	void (*draw)(void *state, void *model, struct ig_cells *c, struct ig_rect r);
	/* Returns IG_DO_*. `digit` as from ig_key_action(). */
	unsigned (*act)(void *state, void *model, enum ig_action a, int digit);
	/* Keys that are no action, mouse, paste: first to the view while it has a prompt open (then
	 * true from `captures`, and act is not called). NULL: none. */
	unsigned (*event)(void *state, void *model, const struct ig_event *ev);
	bool (*captures)(const void *state);
};

#endif
