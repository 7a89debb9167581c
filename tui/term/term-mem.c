#include "config.h"
#include "tui/term/term-priv.h"

#include <string.h>

#include "core/base/text.h"

static bool mem_ready(ig_term *t)
{
	(void)t;
	return true;
}

static void mem_show(ig_term *t)
{
	t->stats.frames++;
}

static void mem_nothing(ig_term *t)
{
	(void)t;
}

static void mem_redraw(ig_term *t)
{
	struct ig_event ev = {.kind = IG_EV_REDRAW};

	ig_term_emit(t, &ev);
}

static void mem_mouse(ig_term *t, bool on)
{
	(void)t;
	(void)on;
}

static const struct ig_term_ops ops = {
    .ready = mem_ready,
    .show = mem_show,
    .redraw = mem_nothing,
    .mouse = mem_mouse,
    .suspend = mem_redraw,
    .leave = mem_nothing,
    .enter = mem_redraw,
    .close = mem_nothing,
};

ig_term *ig_term_open_mem(const struct ig_term_opts *opts, int rows, int cols)
{
	ig_term *t = ig_term_new(&ops, opts);
	bool ascii = opts->charset == IG_CHARSET_ASCII;

	t->depth = opts->color == IG_COLOR_AUTO ? IG_COLOR_16 : opts->color;
	t->graph = ascii ? IG_GRAPH_ASCII : IG_GRAPH_BRAILLE;
	ig_cells_init(&t->cells, rows, cols, ascii);
	return t;
}

void ig_term_mem_resize(ig_term *t, int rows, int cols)
{
	struct ig_event ev = {.kind = IG_EV_RESIZE};

	ig_cells_resize(&t->cells, rows, cols);
	ig_term_emit(t, &ev);
}

void ig_term_mem_feed(ig_term *t, const char *bytes, size_t n)
{
	ig_decode_feed(t->decode, bytes, n);
	ig_decode_timeout(t->decode);
}

bool ig_term_mem_keys(ig_term *t, const char *names)
{
	char name[64];
	size_t n;

	for (names += strspn(names, " "); *names; names += strspn(names, " ")) {
		struct ig_event ev = {.kind = IG_EV_KEY};

		n = strcspn(names, " ");
		if (n >= sizeof(name))
			return false;
		memcpy(name, names, n);
		name[n] = '\0';
		ev.key = ig_key_parse(name);
		if (ev.key == IG_K_NONE)
			return false;
		ig_term_emit(t, &ev);
		names += n;
	}
	return true;
}
