#include "config.h"
#include "tests/support/svg.h"

#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

/* 0.602 em is the advance of DejaVu Sans Mono: at this size a column is 9 units wide. */
enum { CW = 9, CH = 18, PAD = 14, BASE = 14 };
#define FONT_SIZE "14.95"

/* A dark palette in which the sixteen colours have about the same lightness. */
static const char *const palette[16] = {"#20262f", "#e5686f", "#8fbf6a", "#dbb35f", "#6aa5e8",
    "#c07bd6", "#52b3bf", "#c5cdd8", "#667081", "#ff7d85", "#a6d67f", "#f2c86d", "#86bcf7",
    "#d596ea", "#6fd0dc", "#f2f5f9"};
static const char fg_default[] = "#d5dbe5", bg_default[] = "#12161d";

struct style {
	char fg[8], bg[8];
	bool bold, underline;
};

static void colour(int index, const char *standard, char ret[8])
{
	static const int level[] = {0, 95, 135, 175, 215, 255}; /* of the 6x6x6 cube */
	int c = index - 16;

	if (index < 0)
		snprintf(ret, 8, "%s", standard);
	else if (index < 16)
		snprintf(ret, 8, "%s", palette[index]);
	else if (index < 232)
		snprintf(ret, 8, "#%02x%02x%02x", (unsigned)level[c / 36] & 255U,
		    (unsigned)level[c / 6 % 6] & 255U, (unsigned)level[c % 6] & 255U);
	else
		snprintf(ret, 8, "#%02x%02x%02x", (unsigned)(8 + 10 * (index - 232)) & 255U,
		    (unsigned)(8 + 10 * (index - 232)) & 255U,
		    (unsigned)(8 + 10 * (index - 232)) & 255U);
}

static struct style style_of(const struct vt_cell *c)
{
	struct style s = {.bold = c->bold, .underline = c->underline};

	colour(c->reverse ? c->bg : c->fg, c->reverse ? bg_default : fg_default, s.fg);
	colour(c->reverse ? c->fg : c->bg, c->reverse ? fg_default : bg_default, s.bg);
	return s;
}

static bool same_style(const struct style *a, const struct style *b)
{
	return !strcmp(a->fg, b->fg) && !strcmp(a->bg, b->bg) && a->bold == b->bold &&
	       a->underline == b->underline;
}

static void rect(struct ig_buf *out, double x, double y, double w, double h, const char *fill)
{
	ig_buf_printf(out, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"%s\"/>\n", x,
	    y, w, h, fill);
}

static void add_text(struct ig_buf *out, const uint32_t *cp)
{
	char utf8[4];

	for (int i = 0; i < 4 && cp[i]; i++) {
		if (cp[i] == '<')
			ig_buf_adds(out, "&lt;");
		else if (cp[i] == '&')
			ig_buf_adds(out, "&amp;");
		else
			ig_buf_add(out, utf8, ig_utf8_encode(cp[i], utf8));
	}
}

static void open_text(struct ig_buf *out, double x, double y, const struct style *s)
{
	ig_buf_printf(out, "<text x=\"%g\" y=\"%g\" fill=\"%s\"%s>", x, y + BASE, s->fg,
	    s->bold ? " font-weight=\"bold\"" : "");
}

/* Arms of a box character: up, right, down, left; 2 heavy. */
struct box {
	uint32_t cp;
	char arm[5];
};
static const struct box boxes[] = {
    {0x2500, "0101"},
    {0x2501, "0202"},
    {0x2502, "1010"},
    {0x2503, "2020"},
    {0x250c, "0110"},
    {0x2510, "0011"},
    {0x2514, "1100"},
    {0x2518, "1001"},
    {0x251c, "1110"},
    {0x2524, "1011"},
    {0x252c, "0111"},
    {0x2534, "1101"},
    {0x253c, "1111"},
};

static bool draw_box(struct ig_buf *out, uint32_t cp, double x, double y, const char *fg)
{
	double mx = x + CW / 2.0, my = y + CH / 2.0, t;

	if (cp == 0x254c) { /* two dashes */
		rect(out, x + 1, my - 0.5, 2.5, 1, fg);
		rect(out, x + 5.5, my - 0.5, 2.5, 1, fg);
		return true;
	}
	for (size_t i = 0; i < IG_COUNT(boxes); i++) {
		const char *a = boxes[i].arm;

		if (boxes[i].cp != cp)
			continue;
		for (int k = 0; k < 4; k++) {
			if (a[k] == '0')
				continue;
			t = a[k] == '2' ? 3 : 1;
			if (k % 2 == 0)
				rect(out, mx - t / 2, k ? my - 0.5 : y, t, CH / 2.0 + 0.5, fg);
			else
				rect(out, k == 1 ? mx - 0.5 : x, my - t / 2, CW / 2.0 + 0.5, t, fg);
		}
		return true;
	}
	return false;
}

static bool draw_block(struct ig_buf *out, uint32_t cp, double x, double y, const char *fg)
{
	double h;

	if (cp == 0x2580) {
		rect(out, x, y, CW, CH / 2.0, fg);
	} else if (cp >= 0x2581 && cp <= 0x2588) {
		h = CH * (cp - 0x2580) / 8.0;
		rect(out, x, y + CH - h, CW, h, fg);
	} else if (cp >= 0x2589 && cp <= 0x258f) {
		rect(out, x, y, CW * (0x2590 - cp) / 8.0, CH, fg);
	} else {
		return false;
	}
	return true;
}

static bool draw_braille(struct ig_buf *out, uint32_t cp, double x, double y, const char *fg)
{
	/* Bit of each dot, by column and row. */
	static const uint8_t bit[2][4] = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

	if (cp < 0x2800 || cp > 0x28ff)
		return false;
	for (int col = 0; col < 2; col++)
		for (int row = 0; row < 4; row++)
			if ((cp & 0xff) & bit[col][row])
				rect(out, x + 0.75 + 4.5 * col, y + 0.75 + 4.5 * row, 3, 3, fg);
	return true;
}

static bool is_ascii(const struct vt_cell *c)
{
	return c->width == 1 && c->cp[0] < 0x7f && !c->cp[1];
}

/* A picture of a control character: few fonts have one. Its name, small. */
static bool draw_control(struct ig_buf *out, uint32_t cp, double x, double y, const char *fg)
{
	static const char *const names[] = {"NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL",
	    "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4",
	    "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US", "SP", "DEL"};
	const char *name;

	if (cp < 0x2400 || cp >= 0x2400 + IG_COUNT(names))
		return false;
	name = names[cp - 0x2400];
	for (int i = 0; name[i]; i++)
		ig_buf_printf(out,
		    "<text x=\"%g\" y=\"%g\" fill=\"%s\" font-size=\"6.5\">%c</text>\n",
		    x + 0.4 + 2.2 * i, y + 6.5 + 4 * i, fg, name[i]);
	return true;
}

/* Cells of one style from x on, which go out together. */
static int run_length(vt *v, int y, int x, const struct style *s)
{
	int n = 0;

	for (; x + n < vt_cols(v); n++) {
		struct vt_cell c = vt_at(v, y, x + n);
		struct style t = style_of(&c);

		if (!is_ascii(&c) || !same_style(&t, s))
			break;
	}
	return n;
}

static void draw_run(vt *v, struct ig_buf *out, int y, int x, int n)
{
	static const uint32_t blank[4] = {' '};
	double px = PAD + x * CW, py = PAD + y * CH;
	struct vt_cell c = vt_at(v, y, x);
	struct style s = style_of(&c);
	int last = n;

	for (; last > 0; last--) {
		c = vt_at(v, y, x + last - 1);
		if (c.cp[0] && c.cp[0] != ' ')
			break;
	}
	if (s.underline)
		rect(out, px, py + CH - 2, n * CW, 1, s.fg);
	if (!last)
		return;
	open_text(out, px, py, &s);
	for (int i = 0; i < last; i++) {
		c = vt_at(v, y, x + i);
		add_text(out, c.cp[0] ? c.cp : blank);
	}
	ig_buf_adds(out, "</text>\n");
}

static void draw_other(struct ig_buf *out, const struct vt_cell *c, int y, int x)
{
	double px = PAD + x * CW, py = PAD + y * CH;
	struct style s = style_of(c);

	if (s.underline)
		rect(out, px, py + CH - 2, c->width * CW, 1, s.fg);
	if (draw_box(out, c->cp[0], px, py, s.fg) || draw_block(out, c->cp[0], px, py, s.fg) ||
	    draw_braille(out, c->cp[0], px, py, s.fg) || draw_control(out, c->cp[0], px, py, s.fg))
		return;
	ig_buf_printf(out, "<text x=\"%g\" y=\"%g\" fill=\"%s\" text-anchor=\"middle\"%s>",
	    px + c->width * CW / 2.0, py + BASE, s.fg, s.bold ? " font-weight=\"bold\"" : "");
	add_text(out, c->cp);
	ig_buf_adds(out, "</text>\n");
}

static void draw_row(vt *v, struct ig_buf *out, int y)
{
	struct vt_cell c;
	struct style s;
	int n;

	for (int x = 0; x < vt_cols(v); x += n) { /* backgrounds first */
		c = vt_at(v, y, x);
		s = style_of(&c);
		for (n = 1; x + n < vt_cols(v); n++) {
			struct vt_cell next = vt_at(v, y, x + n);
			struct style t = style_of(&next);

			if (strcmp(s.bg, t.bg) != 0)
				break;
		}
		if (strcmp(s.bg, bg_default) != 0)
			rect(out, PAD + x * CW, PAD + y * CH, n * CW, CH, s.bg);
	}
	for (int x = 0; x < vt_cols(v); x += n) {
		c = vt_at(v, y, x);
		s = style_of(&c);
		n = run_length(v, y, x, &s);
		if (n) {
			draw_run(v, out, y, x, n);
		} else {
			n = c.width > 0 ? c.width : 1;
			if (c.width)
				draw_other(out, &c, y, x);
		}
	}
}

void svg_write(vt *v, struct ig_buf *out)
{
	int w = vt_cols(v) * CW + 2 * PAD, h = vt_rows(v) * CH + 2 * PAD;

	ig_buf_printf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
	    "viewBox=\"0 0 %d %d\" font-family=\"DejaVu Sans Mono, monospace\" "
	    "font-size=\"" FONT_SIZE "\" xml:space=\"preserve\">\n"
	    "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\"/>\n",
	    w, h, w, h, w, h, bg_default);
	for (int y = 0; y < vt_rows(v); y++)
		draw_row(v, out, y);
	ig_buf_adds(out, "</svg>\n");
}
