/* The keys that mean something here, from the one table; text typed narrows the list. */
#include "config.h"
#include "tui/views/views.h"

#include <string.h>

#include "tui/widgets/pager.h"

struct ig_help {
	struct ig_contexts in;
	const struct ig_key_row **row; /* of these contexts that match */
	size_t n;
	char filter[64];
	size_t filter_n;
	size_t top, page;
};

static bool matches(const struct ig_key_row *r, const char *text)
{
	char keys[72];

	return !*text || strcasestr(r->help, text) || strcasestr(ig_key_row_keys(r, keys), text) ||
	    strcasestr(ig_context_name(r->context), text);
}

static void narrow(struct ig_help *h)
{
	size_t all_n;
	const struct ig_key_row *all = ig_key_rows(&all_n);

	h->n = h->top = 0;
	for (size_t c = 0; c < h->in.n; c++)
		for (size_t i = 0; i < all_n; i++)
			if (all[i].context == h->in.v[c] && matches(&all[i], h->filter))
				h->row[h->n++] = &all[i];
}

struct ig_help *ig_help_new(const struct ig_contexts *in)
{
	struct ig_help *h = ig_calloc(1, sizeof(*h));
	size_t all_n;

	ig_key_rows(&all_n);
	h->in = *in;
	h->row = ig_calloc(all_n * in->n, sizeof(*h->row));
	narrow(h);
	return h;
}

void ig_help_free(struct ig_help *h)
{
	if (!h)
		return;
	free(h->row);
	free(h);
}

void ig_help_draw(struct ig_help *h, struct ig_cells *c, struct ig_rect r)
{
	int w = r.w > 76 ? 76 : r.w;
	struct ig_rect box = {r.y, r.x + (r.w - w) / 2, r.h, w}, in;
	struct ig_pen p;
	const char *section = NULL;

	ig_fill(c, box);
	ig_box(c, box, true, "Keys");
	in = ig_rect_inner(box);
	p = ig_pen(c, ig_rect_bottom(&in, 1));
	ig_pen_lit(&p, IG_R_MUTED, h->filter_n ? "narrowed to: " : "type to narrow; Esc closes");
	ig_pen_lit(&p, IG_R_MATCH, h->filter);
	h->page = (size_t)in.h;
	p = ig_pen(c, in);
	for (size_t i = h->top, y = 0; i < h->n && y < h->page; i++, y++) {
		const char *name = ig_context_name(h->row[i]->context);
		char keys[72];

		if (name != section && y + 1 < h->page) {
			ig_pen_at(&p, (int)y++, 1);
			ig_pen_lit(&p, IG_R_TITLE, name);
			section = name;
		}
		ig_pen_at(&p, (int)y, 3);
		ig_pen_lit(&p, IG_R_KEY, ig_key_row_keys(h->row[i], keys));
		ig_pen_at(&p, (int)y, 20);
		ig_pen_lit(&p, IG_R_NORMAL, h->row[i]->help);
	}
	if (!h->n)
		ig_pen_lit(&p, IG_R_MUTED, "no key matches");
}

static void scroll(struct ig_help *h, int by)
{
	size_t max = h->n > h->page / 2 ? h->n - h->page / 2 : 0;

	if (by < 0)
		h->top = h->top > (size_t)-by ? h->top - (size_t)-by : 0;
	else
		h->top = h->top + (size_t)by < max ? h->top + (size_t)by : max;
}

unsigned ig_help_event(struct ig_help *h, const struct ig_event *ev)
{
	if (ev->kind == IG_EV_MOUSE && ev->button == IG_MOUSE_DOWN)
		scroll(h, 3);
	else if (ev->kind == IG_EV_MOUSE && ev->button == IG_MOUSE_UP)
		scroll(h, -3);
	if (ev->kind != IG_EV_KEY)
		return IG_DO_DRAW;
	switch (ev->key) {
	case IG_K_ESC:
	case IG_K_ENTER:
	case IG_K_F1:
		return IG_DO_CLOSE;
	case IG_K_DOWN:
		scroll(h, 1);
		return IG_DO_DRAW;
	case IG_K_UP:
		scroll(h, -1);
		return IG_DO_DRAW;
	case IG_K_PGDN:
		scroll(h, (int)h->page / 2);
		return IG_DO_DRAW;
	case IG_K_PGUP:
		scroll(h, -(int)(h->page / 2));
		return IG_DO_DRAW;
	case IG_K_BACKSPACE:
		if (h->filter_n)
			h->filter[--h->filter_n] = '\0';
		narrow(h);
		return IG_DO_DRAW;
	default:
		break;
	}
	/* "?" and "q" close it as they would anything else, unless a word is being typed. */
	if (!h->filter_n && (ev->key == '?' || ev->key == 'q'))
		return IG_DO_CLOSE;
	if (ev->key >= 0x20 && ev->key < 0x7f && h->filter_n + 1 < sizeof(h->filter)) {
		h->filter[h->filter_n++] = (char)ev->key;
		h->filter[h->filter_n] = '\0';
		narrow(h);
	}
	return IG_DO_DRAW;
}
