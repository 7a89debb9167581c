#include "config.h"
#include "tui/term/glyph.h"

#include <string.h>

static const struct {
	const char *utf8, *ascii;
} glyphs[IG_GLYPH_N] = {
#define GLYPH(id, utf8, ascii) [IG_G_##id] = {utf8, ascii},
    IG_GLYPHS(GLYPH)
#undef GLYPH
};

static const char *const styles[] = {
    [IG_GRAPH_AUTO] = "auto",
    [IG_GRAPH_BRAILLE] = "braille",
    [IG_GRAPH_BLOCK] = "block",
    [IG_GRAPH_ASCII] = "ascii",
};

const char *ig_glyph(enum ig_glyph g, bool ascii)
{
	if ((unsigned)g >= IG_GLYPH_N)
		return "?";
	return ascii ? glyphs[g].ascii : glyphs[g].utf8;
}

bool ig_graph_style_parse(const char *s, enum ig_graph_style *ret)
{
	for (int i = IG_GRAPH_AUTO; i <= IG_GRAPH_ASCII; i++) {
		if (strcmp(s, styles[i]) == 0) {
			*ret = (enum ig_graph_style)i;
			return true;
		}
	}
	return false;
}

const char *ig_graph_style_name(enum ig_graph_style s)
{
	return (unsigned)s <= IG_GRAPH_ASCII ? styles[s] : "?";
}

enum ig_graph_style ig_graph_style_next(enum ig_graph_style s, bool ascii)
{
	if (ascii || s == IG_GRAPH_BLOCK)
		return IG_GRAPH_ASCII;
	return s == IG_GRAPH_BRAILLE ? IG_GRAPH_BLOCK : IG_GRAPH_BRAILLE;
}
