#include "config.h"
#include "tui/term/term-priv.h"

static void decoded(const struct ig_event *ev, void *user)
{
	ig_term_emit(user, ev);
}

ig_term *ig_term_new(const struct ig_term_ops *ops, const struct ig_term_opts *opts)
{
	ig_term *t = ig_calloc(1, sizeof(*t));

	t->ops = ops;
	t->fn = opts->fn;
	t->user = opts->user;
	t->decode = ig_decode_new(decoded, t);
	return t;
}

void ig_term_emit(ig_term *t, const struct ig_event *ev)
{
	if (t->fn)
		t->fn(ev, t->user);
}

void ig_term_close(ig_term *t)
{
	if (!t)
		return;
	t->ops->close(t);
	ig_decode_free(t->decode);
	ig_cells_done(&t->cells);
	free(t);
}

struct ig_cells *ig_term_cells(ig_term *t)
{
	return &t->cells;
}

enum ig_color ig_term_depth(const ig_term *t)
{
	return t->depth;
}

enum ig_graph_style ig_term_graph(const ig_term *t)
{
	return t->graph;
}

bool ig_term_ready(ig_term *t)
{
	return t->ops->ready(t);
}

void ig_term_show(ig_term *t)
{
	if (t->ops->ready(t))
		t->ops->show(t);
	else
		t->stats.dropped++;
}

void ig_term_redraw(ig_term *t)
{
	t->ops->redraw(t);
}

void ig_term_mouse(ig_term *t, bool on)
{
	t->ops->mouse(t, on);
}

void ig_term_suspend(ig_term *t)
{
	t->ops->suspend(t);
}

void ig_term_leave(ig_term *t)
{
	t->ops->leave(t);
}

void ig_term_enter(ig_term *t)
{
	t->ops->enter(t);
}

struct ig_term_stats ig_term_stats(const ig_term *t)
{
	return t->stats;
}
