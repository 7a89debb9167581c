/*
 * One file of an audited service in a pager, exactly as preflight read it.
 * Shared by the views that point into source.
 */
#ifndef IG_VIEWS_SOURCE_H
#define IG_VIEWS_SOURCE_H

#include "tui/views/model.h"
#include "tui/widgets/pager.h"

struct ig_source {
	struct ig_pager pager;
	const struct ig_audit_result *audit; /* of what is loaded: identity only */
	char *file;
	struct ig_buf text;
	size_t *line; /* offset of each line */
	size_t line_n;
	ig_err *error; /* why the text is not there: it changed, it is gone */
	uint64_t noted; /* 1-based line the note stands under, 0: none */
	char *note;
};

void ig_source_init(struct ig_source *s);
void ig_source_done(struct ig_source *s);
/* Shows the finding's file, its lines marked, what was decoded under it. NULL: shows nothing. */
void ig_source_show(struct ig_source *s, const ig_session *session, const struct ig_finding *f);
/* The text, or the error in its place. */
void ig_source_draw(struct ig_source *s, struct ig_cells *c, struct ig_rect r);

/*
 * Search in a pager of a view: a long one goes on in the next passes of the loop, so the view's sync
 * calls ig_search_on(). What was not found is said in the status line. ig_pager_key() is ig_pager_act() with
 * the searches that n and N begin.
 */
void ig_search(struct ig_model *m, struct ig_pager *p, const char *text);
void ig_search_on(struct ig_model *m, struct ig_pager *p);
unsigned ig_pager_key(struct ig_model *m, struct ig_pager *p, enum ig_action a);

#endif
