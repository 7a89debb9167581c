#include "config.h"
#include "tui/widgets/scroll.h"

#include <string.h>

void ig_scroll_bar(struct ig_cells *c, struct ig_rect r, uint64_t top, uint64_t total)
{
	struct ig_pen p = ig_pen(c, r);
	uint64_t rows = (uint64_t)(r.h > 0 ? r.h : 0), len, at;

	if (rows < 2 || total <= rows)
		return;
	len = rows * rows / total;
	len = len ? len : 1;
	if (top > total - rows)
		top = total - rows;
	/* Divided first where the product could overflow. */
	at = total > UINT64_MAX / rows ? top / (total / rows) : top * (rows - len) / (total - rows);
	if (at > rows - len)
		at = rows - len;
	for (uint64_t y = 0; y < rows; y++) {
		bool thumb = y >= at && y < at + len;

		ig_pen_at(&p, (int)y, r.w - 1);
		ig_pen_glyph(&p, thumb ? IG_R_FOCUS : IG_R_BORDER, thumb ? IG_G_THUMB : IG_G_TRACK);
	}
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

bool ig_text_has(const char *hay, size_t n, const char *needle)
{
	size_t len = strlen(needle), k;

	for (size_t i = 0; i + len <= n; i++) {
		for (k = 0; k < len && lower(hay[i + k]) == lower(needle[k]); k++)
			;
		if (k == len)
			return true;
	}
	return false;
}
