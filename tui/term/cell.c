#include "config.h"
#include "tui/term/cell.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "tui/term/term.h"

enum { MAX_SIDE = 1000 };

static int clamp(int v, int low, int high)
{
	return v < low ? low : v > high ? high : v;
}

void ig_cells_clear(struct ig_cells *c)
{
	for (int i = 0; i < c->rows * c->cols; i++)
		c->cell[i] = (struct ig_cell){.cp = {' '}, .width = 1};
	c->cursor_y = c->cursor_x = -1;
}

void ig_cells_init(struct ig_cells *c, int rows, int cols, bool ascii)
{
	*c = (struct ig_cells){.ascii = ascii};
	ig_cells_resize(c, rows, cols);
}

void ig_cells_done(struct ig_cells *c)
{
	free(c->cell);
	*c = (struct ig_cells){0};
}

void ig_cells_resize(struct ig_cells *c, int rows, int cols)
{
	rows = clamp(rows, 1, MAX_SIDE);
	cols = clamp(cols, 1, MAX_SIDE);
	if (!c->cell || rows != c->rows || cols != c->cols) {
		free(c->cell);
		c->cell = ig_calloc((size_t)(rows * cols), sizeof(*c->cell));
		c->rows = rows;
		c->cols = cols;
	}
	ig_cells_clear(c);
}

struct ig_rect ig_cells_rect(const struct ig_cells *c)
{
	return (struct ig_rect){0, 0, c->rows, c->cols};
}

const struct ig_cell *ig_cells_at(const struct ig_cells *c, int y, int x)
{
	if (y < 0 || x < 0 || y >= c->rows || x >= c->cols)
		return NULL;
	return &c->cell[y * c->cols + x];
}

bool ig_cell_equal(const struct ig_cell *a, const struct ig_cell *b)
{
	_Static_assert(sizeof(*a) == 4 * IG_CELL_CPS + 4, "no padding: compared as bytes");
	return memcmp(a, b, sizeof(*a)) == 0;
}

struct ig_rect ig_rect_clip(struct ig_rect a, struct ig_rect b)
{
	int y0 = a.y > b.y ? a.y : b.y, x0 = a.x > b.x ? a.x : b.x;
	int y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
	int x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;

	return (struct ig_rect){y0, x0, y1 > y0 ? y1 - y0 : 0, x1 > x0 ? x1 - x0 : 0};
}

bool ig_rect_has(struct ig_rect r, int y, int x)
{
	return y >= r.y && y < r.y + r.h && x >= r.x && x < r.x + r.w;
}

struct ig_rect ig_rect_top(struct ig_rect *r, int n)
{
	struct ig_rect cut = *r;

	cut.h = clamp(n, 0, r->h);
	r->y += cut.h;
	r->h -= cut.h;
	return cut;
}

struct ig_rect ig_rect_bottom(struct ig_rect *r, int n)
{
	struct ig_rect cut = *r;

	cut.h = clamp(n, 0, r->h);
	r->h -= cut.h;
	cut.y = r->y + r->h;
	return cut;
}

struct ig_rect ig_rect_left(struct ig_rect *r, int n)
{
	struct ig_rect cut = *r;

	cut.w = clamp(n, 0, r->w);
	r->x += cut.w;
	r->w -= cut.w;
	return cut;
}

struct ig_rect ig_rect_right(struct ig_rect *r, int n)
{
	struct ig_rect cut = *r;

	cut.w = clamp(n, 0, r->w);
	r->w -= cut.w;
	cut.x = r->x + r->w;
	return cut;
}

struct ig_rect ig_rect_inner(struct ig_rect r)
{
	return (struct ig_rect){r.y + 1, r.x + 1, r.h > 2 ? r.h - 2 : 0, r.w > 2 ? r.w - 2 : 0};
}

static void dump_row(const struct ig_cell *row, int cols, bool roles, struct ig_buf *out)
{
	size_t keep = out->len;
	char utf8[4];

	for (int x = 0; x < cols; x++) {
		if (roles) {
			ig_buf_addc(out, ig_role_letter((enum ig_role)row[x].role));
			if (row[x].role != IG_R_NORMAL)
				keep = out->len;
			continue;
		}
		for (int i = 0; i < IG_CELL_CPS && row[x].cp[i]; i++)
			ig_buf_add(out, utf8, ig_utf8_encode(row[x].cp[i], utf8));
		if (row[x].cp[0] != ' ')
			keep = out->len;
	}
	if (out->data) {
		out->len = keep;
		out->data[keep] = '\0';
	}
	ig_buf_addc(out, '\n');
}

void ig_cells_dump(const struct ig_cells *c, bool roles, struct ig_buf *out)
{
	for (int y = 0; y < c->rows; y++)
		dump_row(&c->cell[y * c->cols], c->cols, false, out);
	if (!roles)
		return;
	ig_buf_adds(out, "--\n");
	for (int y = 0; y < c->rows; y++)
		dump_row(&c->cell[y * c->cols], c->cols, true, out);
}
