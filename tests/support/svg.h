/*
 * The cells of a test terminal as an SVG picture on an exact grid.
 *
 * Boxes, blocks and braille are drawn as shapes, so that no font can move them; ASCII goes out in
 * runs of one style, any other character on its own. The same screen gives the same bytes.
 */
#ifndef SVG_H
#define SVG_H

#include "core/base/buf.h"
#include "tests/support/vt.h"

void svg_write(vt *v, struct ig_buf *out);

#endif
