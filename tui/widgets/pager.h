/*
 * Lines of text: source with line numbers and a marked range, or a log of millions of lines.
 *
 * Asks for the lines it shows and for no other; nothing is laid out ahead. Lines are raw bytes and
 * are sanitised as they are drawn. Follow keeps the end in sight; any movement upwards ends it;
 * freeze holds the number of lines that are shown while more arrive.
 */
#ifndef IG_WIDGETS_PAGER_H
#define IG_WIDGETS_PAGER_H

#include "tui/widgets/view.h"

struct ig_pager_line {
	const char *text; /* without newline, valid until the next call */
	size_t len;
	enum ig_role role;
	char prefix[24]; /* our words before the text (time, stream); "" none */
	enum ig_role prefix_role;
	const char *note; /* a row under the line ("^ decoded: ..."), or NULL; may be untrusted */
	enum ig_role note_role;
};
struct ig_pager_ops {
	uint64_t (*count)(const void *user);
	/* Line i (0-based). False: there is none. *ret is zeroed before. */
	bool (*line)(const void *user, uint64_t i, struct ig_pager_line *ret);
	const char *empty;
};

struct ig_pager {
	const struct ig_pager_ops *ops;
	const void *user;
	bool numbers; /* line numbers on the left */
	bool sgr;     /* keep colours of the text (log) */
	bool wrap;
	bool grows; /* a log: LAST follows the end */
	bool follow;
	bool frozen;
	uint64_t frozen_n; /* lines at the freeze */
	uint64_t top;      /* first line shown */
	unsigned top_sub;  /* rows of it that are scrolled away (wrap) */
	int left;
	uint64_t mark, mark_end; /* marked lines, 1-based, 0: none */
	int mark_col, mark_len;  /* part of the marked line in bytes, 1-based; 0: whole */
	char *find;
	uint64_t hit; /* line of the current match, 1-based, 0: none */
	/* search that goes on over several passes */
	uint64_t scan_at;
	int scan_dir; /* 0: no search under way */
	uint64_t scan_left;
	int rows, cols;     /* at the last draw */
	bool ascii;         /* of the screen of the last draw */
	uint64_t want;      /* line to show at the next draw, 1-based; 0: none */
	size_t neutralised; /* in the lines of the last draw */
};

void ig_pager_init(struct ig_pager *p, const struct ig_pager_ops *ops, const void *user);
void ig_pager_done(struct ig_pager *p);
/* Other content: positions start anew, settings stay. */
void ig_pager_reset(struct ig_pager *p, const void *user);
/* Marks lines from..to (1-based) and scrolls so that they stand a third from the top. */
void ig_pager_mark(struct ig_pager *p, uint64_t from, uint64_t to);
void ig_pager_follow(struct ig_pager *p, bool on);
void ig_pager_freeze(struct ig_pager *p, bool on);
/* Lines that came since the freeze, for the badge "+12,345". */
uint64_t ig_pager_behind(const struct ig_pager *p);

/*
 * Search, ASCII case ignored. Begins at the line after (dir 1) or before (-1) the current match
 * or the top, wraps round once. Looks at up to IG_PAGER_SCAN lines or for 3 ms a call: no key
 * waits for it.
 * NULL or "" ends the search and the highlighting.
 */
enum { IG_PAGER_SCAN = 20000 };
enum ig_find {
	IG_FIND_HIT,
	IG_FIND_NONE,
	IG_FIND_MORE, /* call ig_pager_find_more() in a next pass */
};
enum ig_find ig_pager_find(struct ig_pager *p, const char *text, int dir);
enum ig_find ig_pager_find_more(struct ig_pager *p);

void ig_pager_draw(struct ig_pager *p, struct ig_cells *c, struct ig_rect r);
/* Movement; n and N begin a search (scan_dir is set while it goes on). DRAW or UNKNOWN. */
unsigned ig_pager_act(struct ig_pager *p, enum ig_action a);
unsigned ig_pager_mouse(struct ig_pager *p, struct ig_rect r, const struct ig_event *ev);

#endif
