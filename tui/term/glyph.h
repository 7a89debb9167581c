/*
 * Glyph sets: everything beyond ASCII that we draw ourselves, with its ASCII stand-in.
 *
 * Our own literals are ASCII; a mark, a border or a graph cell is asked for by name. So a
 * terminal without UTF-8 never gets a byte it cannot show (curses would draw a blank).
 */
#ifndef IG_TERM_GLYPH_H
#define IG_TERM_GLYPH_H

#include <stdbool.h>

/* GLYPH(id, utf8, ascii): one column each */
#define IG_GLYPHS(GLYPH)                                                                           \
	GLYPH(H, "─", "-")                                                                         \
	GLYPH(V, "│", "|")                                                                         \
	GLYPH(TL, "┌", "+")                                                                        \
	GLYPH(TR, "┐", "+")                                                                        \
	GLYPH(BL, "└", "+")                                                                        \
	GLYPH(BR, "┘", "+")                                                                        \
	GLYPH(TEE_L, "├", "+")                                                                     \
	GLYPH(TEE_R, "┤", "+")                                                                     \
	GLYPH(TEE_T, "┬", "+")                                                                     \
	GLYPH(TEE_B, "┴", "+")                                                                     \
	GLYPH(CROSS, "┼", "+")                                                                     \
	GLYPH(DASH, "╌", "-")                                                                      \
	GLYPH(SEP, "›", ">")                                                                       \
	GLYPH(CURSOR, "▸", ">")                                                                    \
	GLYPH(UP, "▲", "^")                                                                        \
	GLYPH(DOWN, "▼", "v")                                                                      \
	GLYPH(LEFT, "◂", "<")                                                                      \
	GLYPH(RIGHT, "▸", ">")                                                                     \
	GLYPH(CUT, "…", "~")                                                                       \
	GLYPH(DOT, "·", ".")                                                                       \
	GLYPH(BULLET, "•", "*")                                                                    \
	GLYPH(OK, "✓", "+")                                                                        \
	GLYPH(NO, "✗", "x")                                                                        \
	GLYPH(TRACK, "│", "|")                                                                     \
	GLYPH(THUMB, "┃", "#")

enum ig_glyph {
#define GLYPH(id, utf8, ascii) IG_G_##id,
	IG_GLYPHS(GLYPH)
#undef GLYPH
	IG_GLYPH_N
};

enum ig_charset { IG_CHARSET_AUTO, IG_CHARSET_UTF8, IG_CHARSET_ASCII };

/* NUL-ended, one column. */
const char *ig_glyph(enum ig_glyph g, bool ascii);

/* --graph=braille|block|ascii */
enum ig_graph_style { IG_GRAPH_AUTO, IG_GRAPH_BRAILLE, IG_GRAPH_BLOCK, IG_GRAPH_ASCII };
bool ig_graph_style_parse(const char *s, enum ig_graph_style *ret);
const char *ig_graph_style_name(enum ig_graph_style s);
/* The next style for the key that cycles them; ASCII only where there is no UTF-8. */
enum ig_graph_style ig_graph_style_next(enum ig_graph_style s, bool ascii);

#endif
