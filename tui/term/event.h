/*
 * What comes from the terminal, decoded: keys, mouse, paste, and what happened to the screen.
 *
 * A key is one number: a code point, or one of IG_K_*, with IG_MOD_* bits. Control keys are their
 * ASCII value (IG_CTRL('L')); Enter, Tab, Esc and Backspace have names.
 */
#ifndef IG_TERM_EVENT_H
#define IG_TERM_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IG_CTRL(c) ((uint32_t)(c) & 0x1f)
#define IG_MOD_ALT ((uint32_t)1 << 28)
#define IG_MOD_SHIFT ((uint32_t)1 << 29)
#define IG_MOD_CTRL ((uint32_t)1 << 30) /* with named keys only: Ctrl-Right */

/* NAMED(id, name) beyond Unicode */
#define IG_NAMED_KEYS(NAMED)                                                                       \
	NAMED(UP, "Up") NAMED(DOWN, "Down") NAMED(LEFT, "Left") NAMED(RIGHT, "Right")              \
	NAMED(HOME, "Home") NAMED(END, "End") NAMED(PGUP, "PgUp") NAMED(PGDN, "PgDn")              \
	NAMED(INS, "Ins") NAMED(DEL, "Del") NAMED(BACKTAB, "S-Tab")                                \
	NAMED(F1, "F1") NAMED(F2, "F2") NAMED(F3, "F3") NAMED(F4, "F4") NAMED(F5, "F5")            \
	NAMED(F6, "F6") NAMED(F7, "F7") NAMED(F8, "F8") NAMED(F9, "F9") NAMED(F10, "F10")          \
	NAMED(F11, "F11") NAMED(F12, "F12")

enum {
	IG_K_NONE = 0,
	IG_K_TAB = 9,
	IG_K_ENTER = 13,
	IG_K_ESC = 27,
	IG_K_BACKSPACE = 127,
	IG_K_BASE = 0x110000,
#define NAMED(id, name) IG_K_##id,
	IG_NAMED_KEYS(NAMED)
#undef NAMED
	IG_K_END_OF_NAMED
};

enum ig_event_kind {
	IG_EV_KEY,
	IG_EV_MOUSE,
	IG_EV_PASTE,   /* one bracketed paste; raw bytes, at most IG_PASTE_MAX, newlines inside */
	IG_EV_RESIZE,  /* the cells have the new size already and are blank */
	IG_EV_REDRAW,  /* draw again: resumed, or a frame had been dropped */
	IG_EV_SIGNAL,  /* SIGTERM, SIGINT or SIGHUP: clean up and end; one a second later ends at once */
	IG_EV_HANGUP,  /* the terminal is gone: clean up and end. SIGNAL and HANGUP come once */
};

enum { IG_PASTE_MAX = 65536 };
enum ig_mouse_button { IG_MOUSE_LEFT, IG_MOUSE_MIDDLE, IG_MOUSE_RIGHT, IG_MOUSE_UP, IG_MOUSE_DOWN };

struct ig_event {
	enum ig_event_kind kind;
	uint32_t key;		     /* KEY */
	enum ig_mouse_button button; /* MOUSE: a press, or one step of the wheel */
	int y, x;		     /* MOUSE: cell, 0-based */
	const char *text;	     /* PASTE: valid during the call */
	size_t len;
	bool cut;		     /* PASTE: there was more */
	int signo;		     /* SIGNAL */
};

/* "Enter", "Space", "^L", "Alt-x", "PgDn", "k"; ASCII. Returns ret. */
const char *ig_key_name(uint32_t key, char ret[32]);
/* The inverse, for key scripts. IG_K_NONE when it is none. */
uint32_t ig_key_parse(const char *name);

#endif
