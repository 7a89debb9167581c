/* The one-row bars: pipeline (map and breadcrumb), status (message or error), hints (keys). */
#ifndef IG_WIDGETS_BAR_H
#define IG_WIDGETS_BAR_H

#include "core/base/err.h"
#include "tui/widgets/view.h"

enum ig_stage_state { IG_STAGE_IDLE, IG_STAGE_OPEN, IG_STAGE_OK, IG_STAGE_BLOCKED, IG_STAGE_BUSY };
struct ig_stage {
	const char *title;         /* ours */
	enum ig_stage_state state; /* shown as ~ ok ! and a turning mark */
	char note[16];             /* our words: "00:03:12", "" none */
};
struct ig_pipeline {
	const char *subject; /* untrusted: the service's name; NULL: none */
	const struct ig_stage *stage;
	size_t stage_n;
	size_t current;
	const char *right; /* our words on the right edge ("FOLLOW  2 denials"), NULL: none */
	bool alarm;        /* they are in red */
};
/* Stages that do not fit are shortened to their number (their index), the current one last. */
void ig_pipeline_draw(const struct ig_pipeline *p, struct ig_cells *c, struct ig_rect r);
/* Which stage was clicked; -1: none. */
int ig_pipeline_hit(const struct ig_pipeline *p, struct ig_rect r, int y, int x);

/* Message and hint of an error in one row; the hint is kept when the room is short. */
void ig_status_error(struct ig_cells *c, struct ig_rect r, const ig_err *err);
/* Untrusted text allowed. `right` are our words on the right edge (NULL: none). */
void ig_status_text(struct ig_cells *c, struct ig_rect r, const char *text, const char *right);

void ig_hints_draw(struct ig_cells *c, struct ig_rect r, const struct ig_contexts *in);

#endif
