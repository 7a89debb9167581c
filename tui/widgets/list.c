#include "config.h"
#include "tui/widgets/list.h"

#include <string.h>

#include "core/base/mem.h"
#include "tui/widgets/scroll.h"

enum {
	MAX_COLUMNS = 16,
	STEP = 8,
	WHEEL = 3,
	EDGES = 3 /* mark, and a blank before the scroll bar */
};

void ig_list_init(struct ig_list *l, const struct ig_list_ops *ops, const void *user)
{
	*l = (struct ig_list){.ops = ops};
	ig_list_sync(l, user);
}

void ig_list_done(struct ig_list *l)
{
	free(l->filter);
	free(l->find);
	free(l->shown);
	*l = (struct ig_list){.ops = l->ops};
}

static bool row_has(const struct ig_list *l, size_t i, const char *text)
{
	ig_auto_buf b = IG_BUF_INIT(0);

	if (l->ops->matches)
		return l->ops->matches(l->user, i, text);
	for (const struct ig_column *c = l->ops->columns; c->get; c++) {
		ig_buf_clear(&b);
		c->get(l->user, i, &b);
		if (b.len && ig_text_has(b.data, b.len, text))
			return true;
	}
	return false;
}

static void take_row(struct ig_list *l)
{
	l->selected = l->row < l->shown_n ? l->ops->id(l->user, l->shown[l->row]) : 0;
}

void ig_list_sync(struct ig_list *l, const void *user)
{
	size_t n;

	l->user = user;
	n = l->ops->count(user);
	l->shown_n = 0;
	for (size_t i = 0; i < n && i < UINT32_MAX; i++) {
		if (l->filter && !row_has(l, i, l->filter))
			continue;
		IG_GROW(l->shown, l->shown_n, l->shown_cap);
		l->shown[l->shown_n++] = (uint32_t)i;
	}
	if (l->selected && ig_list_select(l, l->selected))
		return;
	if (l->row >= l->shown_n)
		l->row = l->shown_n ? l->shown_n - 1 : 0;
	take_row(l);
}

static void set_text(char **slot, const char *text)
{
	free(*slot);
	*slot = text && *text ? ig_strdup(text) : NULL;
}

void ig_list_filter(struct ig_list *l, const char *text)
{
	set_text(&l->filter, text);
	ig_list_sync(l, l->user);
}

/* The next shown row that matches, from `from` in steps of dir, once round. */
static bool jump(struct ig_list *l, size_t from, int dir)
{
	size_t n = l->shown_n, at = from;

	for (size_t k = 0; k < n; k++) {
		if (row_has(l, l->shown[at], l->find)) {
			l->row = at;
			take_row(l);
			return true;
		}
		at = dir > 0 ? (at + 1) % n : (at + n - 1) % n;
	}
	return false;
}

void ig_list_find(struct ig_list *l, const char *text)
{
	set_text(&l->find, text);
	if (l->find && l->shown_n)
		jump(l, l->row, 1);
}

size_t ig_list_matches(const struct ig_list *l)
{
	size_t n = 0;

	for (size_t i = 0; l->find && i < l->shown_n; i++)
		n += row_has(l, l->shown[i], l->find);
	return n;
}

bool ig_list_selected(const struct ig_list *l, size_t *ret)
{
	if (l->row >= l->shown_n)
		return false;
	*ret = l->shown[l->row];
	return true;
}

bool ig_list_select(struct ig_list *l, uint64_t id)
{
	for (size_t i = 0; i < l->shown_n; i++) {
		if (l->ops->id(l->user, l->shown[i]) == id) {
			l->row = i;
			l->selected = id;
			return true;
		}
	}
	return false;
}

/* Widths of the columns in w columns of screen; 0: hidden. */
static size_t column_widths(const struct ig_list *l, int w, int width[MAX_COLUMNS])
{
	const struct ig_column *c = l->ops->columns;
	int used = 0, flex = 0, rest;
	size_t n = 0;

	for (; n < MAX_COLUMNS && c[n].get; n++) {
		width[n] = w < c[n].hide_below ? 0 : c[n].width;
		if (!width[n])
			continue;
		used += width[n] + 1;
		flex += c[n].flex;
	}
	rest = w - used + 1;
	for (size_t i = 0; i < n && flex && rest > 0; i++) {
		if (width[i] && c[i].flex) {
			int more = rest * c[i].flex / flex;

			width[i] += more;
			rest -= more;
			flex -= c[i].flex;
		}
	}
	return n;
}

static bool has_titles(const struct ig_list *l)
{
	for (const struct ig_column *c = l->ops->columns; c->get; c++)
		if (c->title && *c->title)
			return true;
	return false;
}

static void draw_titles(const struct ig_list *l, struct ig_cells *c, struct ig_rect r)
{
	struct ig_pen p = ig_pen(c, r);
	int width[MAX_COLUMNS];
	size_t n = column_widths(l, r.w - EDGES, width);

	ig_pen_at(&p, 0, 1);
	for (size_t i = 0; i < n; i++) {
		const struct ig_column *col = &l->ops->columns[i];
		struct ig_field f = {width[i], col->align == IG_ALIGN_RIGHT, IG_R_MUTED};

		if (!width[i])
			continue;
		ig_pen_field(&p, f, col->title, strlen(col->title));
		ig_pen_blank(&p, 1);
	}
}

static void draw_row(const struct ig_list *l, struct ig_pen *p, size_t i, const int *width)
{
	ig_auto_buf b = IG_BUF_INIT(0);

	for (size_t k = 0; k < MAX_COLUMNS && l->ops->columns[k].get; k++) {
		const struct ig_column *col = &l->ops->columns[k];
		struct ig_field f = {width[k], col->align, IG_R_NORMAL};

		if (!width[k])
			continue;
		ig_buf_clear(&b);
		f.role = col->get(l->user, i, &b);
		if (p->blank)
			f.role = p->blank;
		if (l->left && col->flex) {
			struct ig_pen s = ig_pen_sub(p, width[k]);

			s.x -= l->left;
			ig_pen_raw(&s, f.role, ig_buf_str(&b), b.len);
			ig_pen_fill_to(&s, width[k]);
			p->x += width[k];
		} else {
			ig_pen_field(p, f, ig_buf_str(&b), b.len);
		}
		ig_pen_blank(p, 1);
	}
}

static void keep_in_sight(struct ig_list *l, int page)
{
	size_t n = (size_t)(page > 0 ? page : 1);

	if (l->row < l->top)
		l->top = l->row;
	if (l->row >= l->top + n)
		l->top = l->row - n + 1;
	if (l->top + n > l->shown_n)
		l->top = l->shown_n > n ? l->shown_n - n : 0;
}

static void draw_empty(const struct ig_list *l, struct ig_cells *c, struct ig_rect r)
{
	struct ig_pen p = ig_pen(c, r);

	ig_pen_at(&p, 0, 1);
	if (l->filter)
		ig_pen_lit(&p, IG_R_MUTED, "nothing matches the filter");
	else if (l->ops->empty)
		ig_pen_lit(&p, IG_R_MUTED, l->ops->empty);
}

void ig_list_draw(struct ig_list *l, struct ig_cells *c, struct ig_rect r, bool focus)
{
	int width[MAX_COLUMNS];

	if (has_titles(l) && r.h > 1)
		draw_titles(l, c, ig_rect_top(&r, 1));
	l->page = r.h;
	keep_in_sight(l, r.h);
	if (!l->shown_n)
		draw_empty(l, c, r);
	column_widths(l, r.w - EDGES, width);
	for (int y = 0; y < r.h && l->top + (size_t)y < l->shown_n; y++) {
		bool selected = l->top + (size_t)y == l->row;
		struct ig_pen p = ig_pen(c, r);

		ig_pen_at(&p, y, 0);
		p.mark = l->find;
		if (selected)
			p.blank = focus ? IG_R_SELECTED : IG_R_NORMAL;
		if (selected)
			ig_pen_glyph(&p, focus ? IG_R_SELECTED : IG_R_ACCENT, IG_G_CURSOR);
		else
			ig_pen_blank(&p, 1);
		draw_row(l, &p, l->shown[l->top + (size_t)y], width);
		ig_pen_fill_to(&p, r.w - 1);
	}
	ig_scroll_bar(c, r, l->top, l->shown_n);
}

static unsigned move(struct ig_list *l, long by)
{
	long to = (long)l->row + by, last = (long)l->shown_n - 1;

	to = to > last ? last : to;
	l->row = (size_t)(to < 0 ? 0 : to);
	take_row(l);
	return IG_DO_DRAW;
}

unsigned ig_list_act(struct ig_list *l, enum ig_action a)
{
	long page = l->page > 1 ? l->page - 1 : 1, all = (long)l->shown_n;

	/* clang-format off */
	switch ((int)a) {
	case IG_ACT_DOWN: return move(l, 1);
	case IG_ACT_UP: return move(l, -1);
	case IG_ACT_HALF_DOWN: return move(l, (page + 1) / 2);
	case IG_ACT_HALF_UP: return move(l, -(page + 1) / 2);
	case IG_ACT_PAGE_DOWN: return move(l, page);
	case IG_ACT_PAGE_UP: return move(l, -page);
	case IG_ACT_FIRST: return move(l, -all);
	case IG_ACT_LAST: return move(l, all);
	case IG_ACT_LEFT: l->left = l->left > STEP ? l->left - STEP : 0; return IG_DO_DRAW;
	case IG_ACT_RIGHT: l->left += l->left < 4096 ? STEP : 0; return IG_DO_DRAW;
	case IG_ACT_FIND_NEXT:
	case IG_ACT_FIND_PREV: break;
	default: return IG_DO_UNKNOWN;
	}
	/* clang-format on */
	if (l->find && l->shown_n) {
		int dir = a == IG_ACT_FIND_NEXT ? 1 : -1;

		jump(l, (l->row + (dir > 0 ? 1 : l->shown_n - 1)) % l->shown_n, dir);
	}
	return IG_DO_DRAW;
}

unsigned ig_list_mouse(struct ig_list *l, struct ig_rect r, const struct ig_event *ev, bool *opened)
{
	size_t at;

	*opened = false;
	if (ev->kind != IG_EV_MOUSE || !ig_rect_has(r, ev->y, ev->x))
		return IG_DO_UNKNOWN;
	if (ev->button == IG_MOUSE_UP || ev->button == IG_MOUSE_DOWN)
		return move(l, ev->button == IG_MOUSE_UP ? -WHEEL : WHEEL);
	if (has_titles(l) && r.h > 1)
		ig_rect_top(&r, 1);
	at = l->top + (size_t)(ev->y - r.y);
	if (ev->button != IG_MOUSE_LEFT || ev->y < r.y || at >= l->shown_n)
		return IG_DO_NOTHING;
	*opened = at == l->row;
	return move(l, (long)at - (long)l->row);
}
