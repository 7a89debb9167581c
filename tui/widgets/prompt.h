/*
 * A one-line editor: find, filter, a value. And a question that needs a yes.
 *
 * The text is UTF-8 as typed and as untrusted as any other: pasted bytes are sanitised when shown,
 * pasted newlines become blanks and never end the line.
 */
#ifndef IG_WIDGETS_PROMPT_H
#define IG_WIDGETS_PROMPT_H

#include "core/base/buf.h"
#include "tui/widgets/view.h"

struct ig_prompt {
	bool open;
	const char *label;  /* ours: "find: " */
	struct ig_buf text; /* at most IG_PROMPT_MAX bytes */
	size_t at;          /* byte of the cursor */
	const char *choices; /* "a|b|c": Tab and the arrows walk through them; NULL: none */
	char *problem;       /* why the last Enter was not taken; shown behind the text */
};
enum { IG_PROMPT_MAX = 1024 };

/* `text` is what stands there first (NULL: nothing). */
void ig_prompt_open(struct ig_prompt *p, const char *label, const char *text);
void ig_prompt_done(struct ig_prompt *p);
/* Opens it again as it was closed, because the answer was wrong: `problem` (may be untrusted, copied)
 * stands behind the text until the next key. */
void ig_prompt_again(struct ig_prompt *p, const char *problem);
const char *ig_prompt_text(const struct ig_prompt *p);
/* IG_DO_YES on Enter, IG_DO_CLOSE on Esc (both close it), else IG_DO_DRAW: it takes all keys. */
unsigned ig_prompt_event(struct ig_prompt *p, const struct ig_event *ev);
/* One row; places the hardware cursor. */
void ig_prompt_draw(const struct ig_prompt *p, struct ig_cells *c, struct ig_rect r);

struct ig_confirm {
	bool open;
	int token;          /* the caller's: what is asked about */
	const char *title;  /* ours: "Stop the service?" */
	const char *detail; /* raw text, lines separated by \n, may be untrusted; NULL: none */
	bool danger;
};
/* IG_DO_YES or IG_DO_CLOSE (and it is closed), IG_DO_NOTHING for other keys: it takes them all. */
unsigned ig_confirm_event(struct ig_confirm *q, const struct ig_event *ev);
/* A box in the middle of r. */
void ig_confirm_draw(const struct ig_confirm *q, struct ig_cells *c, struct ig_rect r);

#endif
