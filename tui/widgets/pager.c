#include "config.h"
#include "tui/widgets/pager.h"

#include <string.h>

#include "core/base/loop.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "tui/widgets/scroll.h"

enum { STEP = 8, WHEEL = 3, MAX_LEFT = 65536, SCAN_MS = 3 };

void ig_pager_init(struct ig_pager *p, const struct ig_pager_ops *ops, const void *user)
{
	*p = (struct ig_pager){.ops = ops, .user = user, .rows = 1, .cols = 80};
}

void ig_pager_done(struct ig_pager *p)
{
	free(p->find);
	p->find = NULL;
}

void ig_pager_reset(struct ig_pager *p, const void *user)
{
	p->user = user;
	p->top = p->hit = p->mark = p->mark_end = p->frozen_n = p->want = 0;
	p->top_sub = 0;
	p->left = p->mark_col = p->mark_len = p->scan_dir = 0;
	p->frozen = false;
	p->follow = p->grows;
}

static uint64_t count(const struct ig_pager *p)
{
	return p->frozen ? p->frozen_n : p->ops->count(p->user);
}

static bool get_line(const struct ig_pager *p, uint64_t i, struct ig_pager_line *ret)
{
	*ret = (struct ig_pager_line){.text = "", .role = IG_R_NORMAL};
	return p->ops->line(p->user, i, ret);
}

static int digits(uint64_t n)
{
	int d = 1;

	for (; n >= 10; n /= 10)
		d++;
	return d < 4 ? 4 : d;
}

/* Columns before the text: the mark, the number and a bar. */
static int gutter(const struct ig_pager *p)
{
	return p->numbers ? 1 + digits(count(p)) + 3 : 1;
}

/* Columns for the text of a line, beside the gutter, its prefix, a blank and the scroll bar. */
static int room(const struct ig_pager *p, const struct ig_pager_line *ln)
{
	int w = p->cols - gutter(p) - ig_lit_width(ln->prefix) - 2;

	return w > 4 ? w : 4;
}

/* Bytes of s that fit into w columns; at least one unit. */
static size_t chunk(const struct ig_pager *p, const char *s, size_t n, int w)
{
	unsigned flags = (p->sgr ? IG_TEXT_KEEP_SGR : 0U) | (p->ascii ? IG_TEXT_ASCII : 0U);
	struct ig_text_unit u;
	size_t at = 0, used;
	int x = 0;

	while ((used = ig_text_next(s + at, n - at, flags, &u)) != 0) {
		x += u.kind == IG_TEXT_TAB ? 8 - x % 8 : u.width;
		if (x > w && at)
			break;
		at += used;
	}
	return at;
}

static unsigned text_rows(const struct ig_pager *p, const struct ig_pager_line *ln)
{
	size_t at = 0;
	unsigned rows = 0;

	if (!p->wrap)
		return 1;
	do {
		at += chunk(p, ln->text + at, ln->len - at, room(p, ln));
		rows++;
	} while (at < ln->len);
	return rows;
}

static unsigned line_rows(const struct ig_pager *p, uint64_t i)
{
	struct ig_pager_line ln;

	if (!get_line(p, i, &ln))
		return 1;
	return text_rows(p, &ln) + (ln.note ? 1 : 0);
}

static void back(struct ig_pager *p, unsigned rows)
{
	while (rows--) {
		if (p->top_sub) {
			p->top_sub--;
		} else if (p->top) {
			p->top--;
			p->top_sub = line_rows(p, p->top) - 1;
		}
	}
}

static void forward(struct ig_pager *p, unsigned rows)
{
	while (rows-- && p->top < count(p)) {
		if (++p->top_sub >= line_rows(p, p->top)) {
			p->top++;
			p->top_sub = 0;
		}
	}
}

/* The last screenful. */
static void to_end(struct ig_pager *p)
{
	p->top = count(p);
	p->top_sub = 0;
	back(p, (unsigned)(p->rows > 0 ? p->rows : 1));
}

/* Not past the last screenful. */
static void clamp(struct ig_pager *p)
{
	uint64_t top = p->top, n = count(p);
	unsigned sub = p->top_sub;

	if (top < n && n - top > (uint64_t)p->rows && line_rows(p, top) > sub)
		return; /* enough lines below in any case */
	to_end(p);
	if (top < p->top || (top == p->top && sub < p->top_sub)) {
		p->top = top;
		p->top_sub = sub;
	}
}

void ig_pager_follow(struct ig_pager *p, bool on)
{
	p->follow = on;
	if (on)
		p->frozen = false;
}

void ig_pager_freeze(struct ig_pager *p, bool on)
{
	p->frozen_n = p->ops->count(p->user);
	p->frozen = on;
}

uint64_t ig_pager_behind(const struct ig_pager *p)
{
	uint64_t n = p->frozen ? p->ops->count(p->user) : 0;

	return n > p->frozen_n ? n - p->frozen_n : 0;
}

static void show_line(struct ig_pager *p, uint64_t i)
{
	p->follow = false;
	p->top = i;
	p->top_sub = 0;
	back(p, (unsigned)(p->rows / 3));
}

void ig_pager_mark(struct ig_pager *p, uint64_t from, uint64_t to)
{
	p->mark = from;
	p->mark_end = to < from ? from : to;
	p->left = 0;
	p->want = from;
}

enum ig_find ig_pager_find_more(struct ig_pager *p)
{
	uint64_t n = count(p), until = ig_now_ms() + SCAN_MS;
	struct ig_pager_line ln;

	for (unsigned k = 0; p->scan_dir && p->scan_left && n; k++) {
		if (k == IG_PAGER_SCAN || (k % 64 == 63 && ig_now_ms() >= until))
			return IG_FIND_MORE;
		p->scan_left--;
		if (p->scan_at >= n)
			p->scan_at = p->scan_dir > 0 ? 0 : n - 1;
		if (get_line(p, p->scan_at, &ln) && ig_text_has(ln.text, ln.len, p->find)) {
			p->hit = p->scan_at + 1;
			p->scan_dir = 0;
			if (p->scan_at < p->top || p->scan_at >= p->top + (uint64_t)p->rows ||
			    p->wrap)
				show_line(p, p->scan_at);
			p->follow = false;
			return IG_FIND_HIT;
		}
		/* Wraps to UINT64_MAX below 0, which the check above turns into the end. */
		p->scan_at += p->scan_dir > 0 ? 1 : UINT64_MAX;
	}
	p->scan_dir = 0;
	return IG_FIND_NONE;
}

enum ig_find ig_pager_find(struct ig_pager *p, const char *text, int dir)
{
	char *copy = text && *text ? ig_strdup(text) : NULL;

	if (!copy || !p->find || strcmp(copy, p->find) != 0)
		p->hit = 0;
	free(p->find);
	p->find = copy;
	p->scan_dir = copy ? dir : 0;
	if (!copy)
		return IG_FIND_NONE;
	p->scan_left = count(p);
	p->scan_at = p->hit ? p->hit - 1 + (dir > 0 ? 1 : UINT64_MAX) : p->top;
	return ig_pager_find_more(p);
}

static bool in_mark(const struct ig_pager *p, uint64_t no)
{
	return p->mark && no >= p->mark && no <= p->mark_end;
}

static void draw_gutter(const struct ig_pager *p, struct ig_pen *pen, uint64_t no, bool first)
{
	int w = gutter(p);

	if (!first) {
		ig_pen_blank(pen, p->numbers ? w - 2 : w);
	} else {
		if (in_mark(p, no) || p->hit == no)
			ig_pen_glyph(pen, IG_R_ACCENT, IG_G_CURSOR);
		else
			ig_pen_blank(pen, 1);
		if (p->numbers)
			ig_pen_litf(pen, in_mark(p, no) ? IG_R_ACCENT : IG_R_MUTED, "%*llu ", w - 4,
			    (unsigned long long)no);
	}
	if (p->numbers) {
		ig_pen_glyph(pen, IG_R_BORDER, IG_G_V);
		ig_pen_blank(pen, 1);
	}
}

/* One screen row of a line: text from byte `at`. */
static void draw_text(
    struct ig_pager *p, struct ig_pen pen, const struct ig_pager_line *ln, size_t at, size_t n)
{
	struct ig_pen s = ig_pen_sub(&pen, room(p, ln));
	size_t used;

	s.keep_sgr = p->sgr;
	s.mark = p->find;
	if (!p->wrap)
		s.x -= p->left;
	used = ig_pen_raw(&s, ln->role, ln->text + at, n);
	p->neutralised += s.neutralised;
	if (p->wrap || (used == n && s.x <= s.clip.w))
		return;
	pen.x += room(p, ln);
	ig_pen_glyph(&pen, IG_R_MUTED, IG_G_CUT);
}

/* The part of the marked line that is meant, underlined over what is drawn. */
static void draw_mark(const struct ig_pager *p, struct ig_pen pen, const struct ig_pager_line *ln)
{
	size_t from = (size_t)(p->mark_col - 1), len = (size_t)p->mark_len;
	struct ig_pen s = ig_pen_sub(&pen, room(p, ln));

	if (p->wrap || p->mark_col < 1 || p->mark_len < 1 || from >= ln->len)
		return;
	if (len > ln->len - from)
		len = ln->len - from;
	s.x += (int)ig_text_width(ln->text, from, 0) - p->left;
	s.attrs = IG_A_UNDERLINE | IG_A_BOLD;
	ig_pen_raw(&s, ln->role, ln->text + from, len);
}

/* Draws line i at row y, without its first `skip` rows. Returns the next free row. */
static int draw_line(struct ig_pager *p, struct ig_pen pen, uint64_t i, int y)
{
	unsigned skip = i == p->top ? p->top_sub : 0, row = 0;
	struct ig_pager_line ln;
	size_t at = 0, n;

	if (!get_line(p, i, &ln))
		return pen.clip.h;
	do {
		n = p->wrap ? chunk(p, ln.text + at, ln.len - at, room(p, &ln)) : ln.len;
		if (row >= skip && y < pen.clip.h) {
			ig_pen_at(&pen, y++, 0);
			draw_gutter(p, &pen, i + 1, row == 0);
			if (row == 0)
				ig_pen_lit(&pen, ln.prefix_role, ln.prefix);
			else
				ig_pen_blank(&pen, ig_lit_width(ln.prefix));
			draw_text(p, pen, &ln, at, n);
			if (in_mark(p, i + 1) && i + 1 == p->mark)
				draw_mark(p, pen, &ln);
		}
		row++;
		at += n;
	} while (p->wrap && at < ln.len && y < pen.clip.h);
	if (ln.note && row >= skip && y < pen.clip.h) {
		ig_pen_at(&pen, y++, 0);
		draw_gutter(p, &pen, i + 1, false);
		pen.clip.w -= 2;
		ig_pen_raws(&pen, ln.note_role, ln.note);
	}
	return y;
}

void ig_pager_draw(struct ig_pager *p, struct ig_cells *c, struct ig_rect r)
{
	struct ig_pen pen = ig_pen(c, r);
	uint64_t n = count(p);
	int y = 0;

	p->rows = r.h;
	p->cols = r.w;
	p->ascii = c->ascii;
	p->neutralised = 0;
	if (r.h <= 0 || r.w <= 0)
		return;
	if (!n && p->ops->empty) {
		ig_pen_at(&pen, 0, 1);
		ig_pen_lit(&pen, IG_R_MUTED, p->ops->empty);
		return;
	}
	if (p->want)
		show_line(p, p->want - 1);
	p->want = 0;
	if (p->follow)
		to_end(p);
	else
		clamp(p);
	for (uint64_t i = p->top; i < n && y < r.h; i++)
		y = draw_line(p, pen, i, y);
	ig_scroll_bar(c, r, p->top, n);
}

static unsigned move(struct ig_pager *p, int by)
{
	if (by < 0) {
		p->follow = false;
		back(p, (unsigned)-by);
	} else {
		forward(p, (unsigned)by);
		clamp(p);
	}
	return IG_DO_DRAW;
}

static unsigned to_edge(struct ig_pager *p, bool last)
{
	if (last)
		to_end(p);
	else
		p->top = p->top_sub = 0;
	p->follow = last && p->grows && !p->frozen;
	return IG_DO_DRAW;
}

static unsigned sideways(struct ig_pager *p, int by)
{
	int to = p->left + by;

	p->left = to < 0 ? 0 : to > MAX_LEFT ? MAX_LEFT : to;
	return IG_DO_DRAW;
}

unsigned ig_pager_act(struct ig_pager *p, enum ig_action a)
{
	int page = p->rows > 1 ? p->rows - 1 : 1;

	/* clang-format off */
	switch ((int)a) {
	case IG_ACT_DOWN: return move(p, 1);
	case IG_ACT_UP: return move(p, -1);
	case IG_ACT_HALF_DOWN: return move(p, (page + 1) / 2);
	case IG_ACT_HALF_UP: return move(p, -(page + 1) / 2);
	case IG_ACT_PAGE_DOWN: return move(p, page);
	case IG_ACT_PAGE_UP: return move(p, -page);
	case IG_ACT_FIRST: return to_edge(p, false);
	case IG_ACT_LAST: return to_edge(p, true);
	case IG_ACT_LEFT: return sideways(p, -STEP);
	case IG_ACT_RIGHT: return sideways(p, STEP);
	case IG_ACT_FIND_NEXT:
	case IG_ACT_FIND_PREV:
		ig_pager_find(p, p->find, a == IG_ACT_FIND_NEXT ? 1 : -1);
		return IG_DO_DRAW;
	default: return IG_DO_UNKNOWN;
	}
	/* clang-format on */
}

unsigned ig_pager_mouse(struct ig_pager *p, struct ig_rect r, const struct ig_event *ev)
{
	if (ev->kind != IG_EV_MOUSE || !ig_rect_has(r, ev->y, ev->x))
		return IG_DO_UNKNOWN;
	if (ev->button == IG_MOUSE_UP || ev->button == IG_MOUSE_DOWN)
		return move(p, ev->button == IG_MOUSE_UP ? -WHEEL : WHEEL);
	return IG_DO_NOTHING;
}
