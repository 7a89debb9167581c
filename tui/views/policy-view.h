/* Inside of the policy view: what its files share. */
#ifndef IG_VIEWS_POLICY_VIEW_H
#define IG_VIEWS_POLICY_VIEW_H

#include "core/policy/edit.h"
#include "tui/views/model.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pager.h"

enum { IG_POLICY_UNDO_MAX = 100 };

/* A text over the table: differences, problems, what a save would write. */
struct ig_policy_page {
	bool open;
	char *title; /* may quote a path: sanitize */
	struct ig_pager pager;
	struct ig_buf text;
	size_t *line; /* offset of each line */
	size_t line_n, line_cap;
};

struct ig_policy_view {
	struct ig_list list;
	struct ig_model *model;
	const struct ig_policy *policy; /* of the session; may be NULL */
	const ig_session *session;
	struct ig_policy *undo[IG_POLICY_UNDO_MAX]; /* before each edit, oldest first */
	struct ig_policy *redo[IG_POLICY_UNDO_MAX]; /* after each that was undone */
	size_t undo_n, redo_n;
	enum ig_pkey editing;
	char *wanted;		  /* a wider value that waits for its yes */
	ig_policy_file *file;	  /* of the reviewer, that the policy was read from; NULL: none */
	ig_policy_file *saving;	  /* what waits for the yes before it is written; may be `file` */
	struct ig_policy *taking; /* read again and wider: waits for its yes */
	ig_err *unenforced;	  /* what this host cannot enforce of the policy, NULL: nothing */
	struct ig_policy_page page;
	struct ig_rect rect;
};

/* policy-page.c. A page is begun, its text is written, then it is shown. */
void ig_policy_page_init(struct ig_policy_page *g);
void ig_policy_page_done(struct ig_policy_page *g);
struct ig_buf *ig_policy_page_begin(struct ig_policy_page *g, const char *title_fmt, ...)
    __attribute__((format(printf, 2, 3)));
void ig_policy_page_show(struct ig_policy_page *g);
void ig_policy_page_close(struct ig_policy_page *g);
void ig_policy_page_draw(struct ig_policy_page *g, struct ig_cells *c, struct ig_rect r);
/* A line diff with three lines around each change; returns how many lines changed. */
size_t ig_policy_hunks(const struct ig_buf *a, const struct ig_buf *b, struct ig_buf *out);
/* The page of `d`. */
void ig_policy_page_diff(struct ig_policy_view *st);

/* policy-draw.c: the table and what is known of the selected key. */
extern const struct ig_list_ops ig_policy_table;
void ig_policy_draw(struct ig_policy_view *st, struct ig_cells *c, struct ig_rect r);

/* policy-edit.c */
void ig_policy_edit_begin(struct ig_policy_view *st);
void ig_policy_undo(struct ig_policy_view *st);
void ig_policy_redo(struct ig_policy_view *st);
/* Forgets the past: what the values come from has changed. */
void ig_policy_forget(struct ig_policy_view *st);

/* policy-file.c */
/* The session's policy, or another file, is there: which file is the reviewer's? */
void ig_policy_file_find(struct ig_policy_view *st);
/* The base with the file and, on top, this sitting's edits; without what the service asked. This is
 * what a saved file must say. IG_E_CHANGED when what is shown is not that. The caller's. */
struct ig_policy *ig_policy_wanted(const struct ig_policy_view *st, ig_err **err);
/* Changes the text of f until it says what is wanted. `alone`: over the audit defaults as well as
 * over the base of this sitting. */
int ig_policy_fill(const struct ig_policy_view *st, ig_policy_file *f, bool alone, ig_err **err);
/* Puts the text of a file back to what was read. */
void ig_policy_unfill(ig_policy_file *f);
/* A policy takes the place of the session's. */
void ig_policy_take(struct ig_policy_view *st, struct ig_policy *p);
/* Base, file and request of the service; NULL with every problem on a page. The caller's. */
struct ig_policy *ig_policy_read_again(struct ig_policy_view *st);
/* r, and after $EDITOR: edits of this sitting stay on top; a broken file changes nothing. */
void ig_policy_reload(struct ig_policy_view *st);
void ig_policy_editor(struct ig_policy_view *st);

/* policy-save.c: w. */
void ig_policy_save_begin(struct ig_policy_view *st);
/* Ends a save that waits for its yes. */
void ig_policy_save_drop(struct ig_policy_view *st);

#endif
