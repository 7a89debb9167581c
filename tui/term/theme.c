#include "config.h"
#include "tui/term/theme.h"

#include <string.h>

struct role_row {
	const char *name;
	char letter;
	uint8_t mono;
	int16_t c8;
	uint8_t a8;
	int16_t c16;
	uint8_t a16;
	int16_t c256;
	uint8_t a256;
};

static const struct role_row roles[IG_ROLE_N] = {
#define ROLE(id, letter, mono, c8, a8, c16, a16, c256, a256)                                       \
	[IG_R_##id] = {#id, letter, mono, c8, a8, c16, a16, c256, a256},
    IG_ROLES(ROLE)
#undef ROLE
};

static const struct {
	const char *name;
	enum ig_color color;
} color_names[] = {
    {"auto", IG_COLOR_AUTO},
    {"never", IG_COLOR_NEVER},
    {"8", IG_COLOR_8},
    {"16", IG_COLOR_16},
    {"256", IG_COLOR_256},
};

struct ig_look ig_theme_look(enum ig_color depth, enum ig_role role)
{
	const struct role_row *r = &roles[(unsigned)role < IG_ROLE_N ? role : IG_R_NORMAL];

	switch (depth) {
	case IG_COLOR_8:
		return (struct ig_look){r->c8, r->a8};
	case IG_COLOR_16:
		return (struct ig_look){r->c16, r->a16};
	case IG_COLOR_256:
		return (struct ig_look){r->c256, r->a256};
	case IG_COLOR_AUTO:
	case IG_COLOR_NEVER:
		break;
	}
	return (struct ig_look){-1, r->mono};
}

char ig_role_letter(enum ig_role role)
{
	return (unsigned)role < IG_ROLE_N ? roles[role].letter : '?';
}

const char *ig_role_name(enum ig_role role)
{
	return (unsigned)role < IG_ROLE_N ? roles[role].name : "?";
}

bool ig_color_parse(const char *s, enum ig_color *ret)
{
	for (size_t i = 0; i < sizeof(color_names) / sizeof(color_names[0]); i++) {
		if (strcmp(s, color_names[i].name) == 0) {
			*ret = color_names[i].color;
			return true;
		}
	}
	return false;
}

enum ig_color ig_color_depth(enum ig_color asked, const char *no_color, int colors)
{
	enum ig_color most = colors >= 256  ? IG_COLOR_256
	                     : colors >= 16 ? IG_COLOR_16
	                     : colors >= 8  ? IG_COLOR_8
	                                    : IG_COLOR_NEVER;

	if (asked == IG_COLOR_AUTO) {
		if (no_color && *no_color)
			return IG_COLOR_NEVER;
		asked = IG_COLOR_16;
	}
	return asked < most ? asked : most;
}
