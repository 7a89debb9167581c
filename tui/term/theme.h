/*
 * Colour roles: what a cell means, not how it looks.
 *
 * Views name a role; the theme turns it into attributes and colours for the depth of the
 * terminal (one table row per role, one column per depth). Severity is never told by colour
 * alone: a letter or glyph stands beside it. The background is the terminal's own.
 */
#ifndef IG_TERM_THEME_H
#define IG_TERM_THEME_H

#include <stdbool.h>
#include <stdint.h>

/* Attributes of a cell, also used by the theme. */
enum {
	IG_A_BOLD = 1,
	IG_A_DIM = 2,
	IG_A_UNDERLINE = 4,
	IG_A_REVERSE = 8,
};

/*
 * ROLE(id, letter, mono, c8, a8, c16, a16, c256, a256)
 * letter: how dumps of the role map show it. c: palette index, -1 the terminal's own colour;
 * a: attributes. Palette 4 (blue) and 8 are never text: unreadable in some palettes.
 */
#define IG_ROLES(ROLE)                                                                             \
	ROLE(NORMAL, '.', 0, -1, 0, -1, 0, -1, 0)                                                  \
	ROLE(MUTED, 'm', IG_A_DIM, -1, IG_A_DIM, -1, IG_A_DIM, 245, 0)                             \
	ROLE(ACCENT, 'a', IG_A_BOLD, 6, IG_A_BOLD, 14, 0, 81, 0)                                   \
	ROLE(TITLE, 't', IG_A_BOLD, -1, IG_A_BOLD, -1, IG_A_BOLD, -1, IG_A_BOLD)                   \
	ROLE(BORDER, 'b', IG_A_DIM, -1, IG_A_DIM, -1, IG_A_DIM, 240, 0)                            \
	ROLE(FOCUS, 'f', IG_A_BOLD, 6, 0, 6, 0, 74, 0)                                             \
	ROLE(KEY, 'k', IG_A_BOLD, 6, IG_A_BOLD, 14, IG_A_BOLD, 81, IG_A_BOLD)                      \
	ROLE(SELECTED, 's', IG_A_REVERSE, -1, IG_A_REVERSE, -1, IG_A_REVERSE, -1, IG_A_REVERSE)    \
	ROLE(MATCH, '/', IG_A_UNDERLINE | IG_A_BOLD, 3, IG_A_REVERSE, 11, IG_A_REVERSE, 220,       \
	    IG_A_REVERSE)                                                                          \
	ROLE(CRITICAL, 'C', IG_A_REVERSE | IG_A_BOLD, 1, IG_A_REVERSE, 9, IG_A_REVERSE, 203,       \
	    IG_A_REVERSE)                                                                          \
	ROLE(HIGH, 'H', IG_A_BOLD | IG_A_UNDERLINE, 1, IG_A_BOLD, 9, 0, 208, 0)                    \
	ROLE(MEDIUM, 'M', IG_A_BOLD, 3, 0, 11, 0, 220, 0)                                          \
	ROLE(LOW, 'L', 0, 6, 0, 14, 0, 75, 0)                                                      \
	ROLE(INFO, 'I', IG_A_DIM, -1, 0, 7, 0, 245, 0)                                             \
	ROLE(OK, 'o', 0, 2, 0, 10, 0, 71, 0)                                                       \
	ROLE(DENIED, 'D', IG_A_REVERSE, 1, IG_A_REVERSE, 9, IG_A_REVERSE, 203, IG_A_REVERSE)       \
	ROLE(CHANGED, '*', IG_A_BOLD, 5, 0, 13, 0, 176, 0)                                         \
	ROLE(WARN, '!', IG_A_BOLD, 3, IG_A_BOLD, 11, 0, 214, 0)                                    \
	ROLE(ERROR, 'E', IG_A_REVERSE | IG_A_BOLD, 1, IG_A_BOLD, 9, IG_A_BOLD, 203, IG_A_BOLD)     \
	ROLE(SYNTAX, 'y', 0, 6, 0, 6, 0, 109, 0)                                                   \
	ROLE(RAMP0, '0', 0, 2, 0, 10, 0, 71, 0)                                                    \
	ROLE(RAMP1, '1', 0, 2, 0, 10, 0, 107, 0)                                                   \
	ROLE(RAMP2, '2', 0, 3, 0, 11, 0, 185, 0)                                                   \
	ROLE(RAMP3, '3', 0, 3, 0, 11, 0, 214, 0)                                                   \
	ROLE(RAMP4, '4', 0, 1, 0, 9, 0, 203, 0)

enum ig_role {
#define ROLE(id, ...) IG_R_##id,
	IG_ROLES(ROLE)
#undef ROLE
	IG_ROLE_N
};

/* --color; AUTO honours $NO_COLOR (non-empty: NEVER) and asks the terminal. */
enum ig_color { IG_COLOR_AUTO, IG_COLOR_NEVER, IG_COLOR_8, IG_COLOR_16, IG_COLOR_256 };

struct ig_look {
	int16_t fg;	/* palette index, -1: the terminal's own; so is the background always */
	uint8_t attrs;	/* IG_A_* */
};

/* How a role looks at a depth (any ig_color but AUTO). */
struct ig_look ig_theme_look(enum ig_color depth, enum ig_role role);
/* The letter of the role in dumps of the role map. */
char ig_role_letter(enum ig_role role);
/* "CRITICAL"; for tests. */
const char *ig_role_name(enum ig_role role);
/* auto|never|8|16|256. False when s is none of them. */
bool ig_color_parse(const char *s, enum ig_color *ret);
/*
 * The depth to use: `asked` wins; AUTO gives NEVER when no_color ($NO_COLOR) is a non-empty string,
 * else what `colors` (terminfo) allows, at most 16: those come from the reader's own palette.
 * Never more than the terminal has.
 */
enum ig_color ig_color_depth(enum ig_color asked, const char *no_color, int colors);

#endif
