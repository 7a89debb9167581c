/* Inside of tui/widgets: what list and pager share. */
#ifndef IG_WIDGETS_SCROLL_H
#define IG_WIDGETS_SCROLL_H

#include "tui/term/cell.h"

/* A scroll bar in the last column of r; nothing when all `total` rows are in sight. */
void ig_scroll_bar(struct ig_cells *c, struct ig_rect r, uint64_t top, uint64_t total);
/* Whether hay holds the needle (not empty), ASCII case ignored. */
bool ig_text_has(const char *hay, size_t n, const char *needle);

#endif
