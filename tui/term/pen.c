#include "config.h"
#include "tui/term/cell.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/text.h"

enum { TAB_STOP = 8, LIT_MAX = 512 };

struct ig_pen ig_pen(struct ig_cells *c, struct ig_rect r)
{
	return (struct ig_pen){.cells = c, .clip = ig_rect_clip(ig_cells_rect(c), r)};
}

void ig_pen_at(struct ig_pen *p, int y, int x)
{
	p->y = y;
	p->x = x;
}

struct ig_pen ig_pen_sub(const struct ig_pen *p, int w)
{
	struct ig_pen s = *p;
	struct ig_rect r = {p->clip.y + p->y, p->clip.x + p->x, 1, w > 0 ? w : 0};

	s.clip = ig_rect_clip(p->clip, r);
	s.y = 0;
	s.x = r.x - s.clip.x; /* below 0 when the row begins left of the clip */
	s.neutralised = 0;
	return s;
}

static void blank_cell(struct ig_cell *cell)
{
	cell->cp[0] = ' ';
	memset(cell->cp + 1, 0, sizeof(cell->cp) - sizeof(cell->cp[0]));
	cell->width = 1;
}

/* Writes a cell inside the screen; what is left of a wide one under it becomes a blank. */
static void set_cell(struct ig_cells *c, int y, int x, const struct ig_cell *cell)
{
	struct ig_cell *row = &c->cell[y * c->cols];
	int last = x + cell->width - 1;

	if (row[x].width == 0 && x > 0)
		blank_cell(&row[x - 1]);
	if (row[last].width == 2 && last + 1 < c->cols)
		blank_cell(&row[last + 1]);
	row[x] = *cell;
	if (cell->width == 2) {
		row[last] = *cell;
		memset(row[last].cp, 0, sizeof(row[last].cp));
		row[last].width = 0;
	}
}

/* Draws one cell at the pen and moves on; clips. */
static void put(struct ig_pen *p, struct ig_cell cell)
{
	int y = p->clip.y + p->y, x = p->clip.x + p->x, w = cell.width,
	    right = p->clip.x + p->clip.w;

	p->x += w;
	if (p->clip.w <= 0 || y < p->clip.y || y >= p->clip.y + p->clip.h || x + w <= p->clip.x ||
	    x >= right)
		return;
	cell.attrs ^= p->attrs;
	if (x < p->clip.x || x + w > right) { /* one half of a wide one is outside */
		blank_cell(&cell);
		set_cell(p->cells, y, x < p->clip.x ? p->clip.x : x, &cell);
		return;
	}
	set_cell(p->cells, y, x, &cell);
}

void ig_pen_cp(struct ig_pen *p, enum ig_role role, uint32_t cp)
{
	put(p, (struct ig_cell){.cp = {cp}, .width = 1, .role = (uint8_t)role});
}

void ig_pen_lit(struct ig_pen *p, enum ig_role role, const char *s)
{
	for (; *s; s++)
		ig_pen_cp(p, role, *s >= 0x20 && *s < 0x7f ? (uint32_t)*s : '?');
}

void ig_pen_litf(struct ig_pen *p, enum ig_role role, const char *fmt, ...)
{
	char text[LIT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	ig_pen_lit(p, role, text);
}

void ig_pen_glyph(struct ig_pen *p, enum ig_role role, enum ig_glyph g)
{
	const char *s = ig_glyph(g, p->cells->ascii);
	uint32_t cp = '?';

	ig_utf8_decode(s, strlen(s), &cp);
	ig_pen_cp(p, role, cp);
}

void ig_pen_blank(struct ig_pen *p, int n)
{
	if (n > p->clip.w - p->x) /* the rest would be clipped one by one */
		n = p->clip.w - p->x;
	while (n-- > 0)
		ig_pen_cp(p, p->blank, ' ');
}

void ig_pen_fill_to(struct ig_pen *p, int x)
{
	ig_pen_blank(p, (x < 0 ? p->clip.w : x) - p->x);
}

/* Where the next occurrence of p->mark stands in s. */
struct match {
	const char *start, *end;
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static struct match next_match(const char *mark, const char *s, const char *end)
{
	size_t len = mark ? strlen(mark) : 0, i;

	if (!len)
		return (struct match){end, end};
	for (; (size_t)(end - s) >= len; s++) {
		for (i = 0; i < len && lower(s[i]) == lower(mark[i]); i++)
			;
		if (i == len)
			return (struct match){s, s + len};
	}
	return (struct match){end, end};
}

/* Applies one SGR parameter list "ESC [ 1;31 m" to a style cell. */
static void apply_sgr(struct ig_cell *st, const char *s, size_t n)
{
	unsigned v = 0, skip = 0;

	for (size_t i = 2; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9') {
			v = v < 1000 ? v * 10 + (unsigned)(s[i] - '0') : v;
			continue;
		}
		if (skip == 1) { /* 38;5;N and 38;2;R;G;B: passed over */
			skip = v == 5 ? 2 : v == 2 ? 4 : 0;
		} else if (skip > 1) {
			skip = skip == 2 ? 0 : skip - 1;
		} else if (v == 38 || v == 48) {
			skip = 1;
		} else if (v == 0) {
			st->attrs = 0;
			st->fg = 0;
		} else if (v == 1 || v == 4) {
			st->attrs |= v == 1 ? IG_A_BOLD : IG_A_UNDERLINE;
		} else if (v == 22 || v == 24) {
			st->attrs &= (uint8_t) ~(v == 22 ? IG_A_BOLD : IG_A_UNDERLINE);
		} else if ((v >= 31 && v <= 36) || (v >= 91 && v <= 96)) {
			st->fg = (uint8_t)(v < 90 ? v - 29 : v - 81);
		} else if ((v >= 30 && v <= 39) || (v >= 90 && v <= 97)) {
			st->fg = 0;
		}
		v = 0;
	}
}

/* Reads the next base of out[*at..n) and its marks into st->cp. False at the end. */
static bool next_base(const struct ig_text_unit *u, size_t *at, struct ig_cell *st)
{
	size_t marks = 0, used;
	uint32_t cp;

	used = ig_utf8_decode(u->out + *at, u->out_len - *at, &cp);
	if (!used)
		return false;
	memset(st->cp, 0, sizeof(st->cp));
	st->cp[0] = cp;
	for (*at += used; (used = ig_utf8_decode(u->out + *at, u->out_len - *at, &cp)) > 1 &&
	                  ig_text_class(cp) == IG_TC_COMBINING;
	     *at += used)
		if (++marks < IG_CELL_CPS)
			st->cp[marks] = cp;
	return true;
}

/* A base with its marks, or a stand-in: a row of cells, of which only the first can be wide. */
static void put_unit(struct ig_pen *p, const struct ig_text_unit *u, struct ig_cell st)
{
	size_t at = 0;
	int rest = 0;

	while (next_base(u, &at, &st))
		rest++;
	st.width = u->width == rest + 1 ? 2 : 1;
	for (at = 0; next_base(u, &at, &st); st.width = 1)
		put(p, st);
}

static unsigned text_flags(const struct ig_pen *p)
{
	return (p->cells->ascii ? IG_TEXT_ASCII : 0U) | (p->keep_sgr ? IG_TEXT_KEEP_SGR : 0U);
}

size_t ig_pen_raw(struct ig_pen *p, enum ig_role role, const char *s, size_t n)
{
	struct ig_cell st = {.role = (uint8_t)role};
	struct ig_text_unit u;
	const char *begin = s, *end = s + n;
	struct match m = next_match(p->mark, s, end);
	int start = p->x;
	size_t used;

	if (p->y < 0 || p->y >= p->clip.h)
		return 0;
	for (; p->x < p->clip.w &&
	       (used = ig_text_next(s, (size_t)(end - s), text_flags(p), &u)) != 0;
	     s += used) {
		if (s >= m.end && m.end < end)
			m = next_match(p->mark, s, end);
		if (u.kind == IG_TEXT_SGR) {
			apply_sgr(&st, s, used);
			continue;
		}
		if (u.kind == IG_TEXT_NEUTRALISED)
			p->neutralised++;
		st.role = (uint8_t)(s + used > m.start && s < m.end ? IG_R_MATCH
		                    : u.kind == IG_TEXT_NEUTRALISED ? IG_R_WARN
		                                                    : role);
		if (u.kind == IG_TEXT_TAB)
			for (int w = TAB_STOP - (p->x - start) % TAB_STOP; w > 0; w--)
				ig_pen_cp(p, (enum ig_role)st.role, ' ');
		else
			put_unit(p, &u, st);
	}
	return (size_t)(s - begin);
}

void ig_pen_raws(struct ig_pen *p, enum ig_role role, const char *s)
{
	if (s)
		ig_pen_raw(p, role, s, strlen(s));
}

/* Columns of s, or more than `limit` as soon as they are. */
static int measure(const struct ig_pen *p, const char *s, size_t n, int limit)
{
	struct ig_text_unit u;
	size_t used;
	int w = 0;

	while (w <= limit && (used = ig_text_next(s, n, text_flags(p), &u)) != 0) {
		w += u.kind == IG_TEXT_TAB ? TAB_STOP - w % TAB_STOP : u.width;
		s += used;
		n -= used;
	}
	return w;
}

/* The CUT glyph and the end of s, in w columns. */
static void field_end(struct ig_pen *p, struct ig_field f, const char *s, size_t n)
{
	size_t used;
	struct ig_text_unit u;
	int w = (int)ig_text_width(s, n, text_flags(p));

	while (w > f.w - 1 && (used = ig_text_next(s, n, text_flags(p), &u)) != 0) {
		w -= u.kind == IG_TEXT_TAB ? 1 : u.width;
		s += used;
		n -= used;
	}
	ig_pen_glyph(p, p->blank ? p->blank : IG_R_MUTED, IG_G_CUT);
	ig_pen_raw(p, f.role, s, n);
}

void ig_pen_field(struct ig_pen *p, struct ig_field f, const char *s, size_t n)
{
	struct ig_pen sub = ig_pen_sub(p, f.w);
	int w, end;

	if (f.w <= 0)
		return;
	end = sub.x + f.w;
	w = measure(p, s, n, f.w);
	if (w <= f.w) {
		if (f.align == IG_ALIGN_RIGHT)
			ig_pen_blank(&sub, f.w - w);
		ig_pen_raw(&sub, f.role, s, n);
	} else if (f.align == IG_ALIGN_KEEP_END) {
		field_end(&sub, f, s, n);
	} else {
		struct ig_pen head = ig_pen_sub(&sub, f.w - 1);

		ig_pen_raw(&head, f.role, s, n);
		sub.neutralised = head.neutralised;
		ig_pen_at(&sub, 0, end - 1);
		ig_pen_glyph(&sub, p->blank ? p->blank : IG_R_MUTED, IG_G_CUT);
	}
	ig_pen_blank(&sub, end - sub.x);
	p->x += f.w;
	p->neutralised += sub.neutralised;
}

void ig_fill(struct ig_cells *c, struct ig_rect r)
{
	struct ig_pen p = ig_pen(c, r);

	for (int y = 0; y < p.clip.h; y++) {
		ig_pen_at(&p, y, 0);
		ig_pen_fill_to(&p, -1);
	}
}

int ig_lit_width(const char *s)
{
	return (int)strlen(s);
}

/* The title on a top line, between x = from and the right edge less `corner`. */
static struct ig_pen top_line(struct ig_cells *c, struct ig_rect r, bool focus, const char *title)
{
	enum ig_role line = focus ? IG_R_FOCUS : IG_R_BORDER;
	struct ig_pen p = ig_pen(c, r);

	for (int x = 0; x < r.w; x++)
		ig_pen_glyph(&p, line, IG_G_H);
	p.clip.w = p.clip.w > 1 ? p.clip.w - 1 : 0;
	ig_pen_at(&p, 0, 2);
	if (title && r.w > 6) {
		ig_pen_lit(&p, IG_R_NORMAL, " ");
		ig_pen_lit(&p, focus ? IG_R_ACCENT : IG_R_TITLE, title);
		ig_pen_lit(&p, IG_R_NORMAL, " ");
	}
	return p;
}

struct ig_pen ig_rule(struct ig_cells *c, struct ig_rect r, bool focus, const char *title)
{
	r.h = r.h > 1 ? 1 : r.h;
	return top_line(c, r, focus, title);
}

struct ig_pen ig_box(struct ig_cells *c, struct ig_rect r, bool focus, const char *title)
{
	enum ig_role line = focus ? IG_R_FOCUS : IG_R_BORDER;
	struct ig_pen p = ig_pen(c, r), ret;

	ret = top_line(c, (struct ig_rect){r.y, r.x, r.h > 0, r.w}, focus, title);
	ig_pen_at(&p, 0, 0);
	ig_pen_glyph(&p, line, IG_G_TL);
	ig_pen_at(&p, 0, r.w - 1);
	ig_pen_glyph(&p, line, IG_G_TR);
	for (int y = 1; y < r.h - 1; y++) {
		ig_pen_at(&p, y, 0);
		ig_pen_glyph(&p, line, IG_G_V);
		ig_pen_at(&p, y, r.w - 1);
		ig_pen_glyph(&p, line, IG_G_V);
	}
	if (r.h < 2)
		return ret;
	ig_pen_at(&p, r.h - 1, 0);
	ig_pen_glyph(&p, line, IG_G_BL);
	for (int x = 1; x < r.w - 1; x++)
		ig_pen_glyph(&p, line, IG_G_H);
	ig_pen_glyph(&p, line, IG_G_BR);
	return ret;
}
