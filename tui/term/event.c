#include "config.h"
#include "tui/term/event.h"

#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

static const struct {
	uint32_t key;
	const char *name;
} names[] = {{IG_K_TAB, "Tab"}, {IG_K_ENTER, "Enter"}, {IG_K_ESC, "Esc"},
    {IG_K_BACKSPACE, "Backspace"}, {' ', "Space"},
#define NAMED(id, name) {IG_K_##id, name},
    IG_NAMED_KEYS(NAMED)
#undef NAMED
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static const struct {
	uint32_t bit;
	const char *prefix;
} mods[] = {{IG_MOD_ALT, "Alt-"}, {IG_MOD_CTRL, "Ctrl-"}, {IG_MOD_SHIFT, "Shift-"}};

enum { MODS = sizeof(mods) / sizeof(mods[0]) };

const char *ig_key_name(uint32_t key, char ret[32])
{
	uint32_t base = key & ~(IG_MOD_ALT | IG_MOD_CTRL | IG_MOD_SHIFT);
	size_t n = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < MODS; i++)
		if (key & mods[i].bit)
			n += (size_t)snprintf(ret + n, 32 - n, "%s", mods[i].prefix);
	for (size_t i = 0; i < NAMES; i++) {
		if (names[i].key == base) {
			snprintf(ret + n, 32 - n, "%s", names[i].name);
			return ret;
		}
	}
	if (base < 0x20)
		snprintf(ret + n, 32 - n, "^%c", (char)(base + '@'));
	else if (base < 0x7f)
		snprintf(ret + n, 32 - n, "%c", (char)base);
	else
		snprintf(ret + n, 32 - n, "U+%04X", (unsigned)base);
	return ret;
}

uint32_t ig_key_parse(const char *name)
{
	uint32_t bits = 0, cp;
	size_t len;

	for (size_t i = 0; i < MODS; i++) {
		len = strlen(mods[i].prefix);
		if (strncmp(name, mods[i].prefix, len) == 0 && name[len]) {
			bits |= mods[i].bit;
			name += len;
		}
	}
	for (size_t i = 0; i < NAMES; i++)
		if (strcmp(name, names[i].name) == 0)
			return names[i].key | bits;
	if (name[0] == '^' && name[1] >= '@' && name[1] <= '_' && !name[2])
		return IG_CTRL(name[1]) | bits;
	len = ig_utf8_decode(name, strlen(name), &cp);
	return len && !name[len] && cp >= 0x20 ? cp | bits : IG_K_NONE;
}
