/* The views, one constant table of functions each; order and number are those of IG_STAGES. */
#ifndef IG_VIEWS_VIEWS_H
#define IG_VIEWS_VIEWS_H

#include "tui/views/model.h"
#include "tui/widgets/view.h"

extern const struct ig_view_ops ig_view_services;
extern const struct ig_view_ops ig_view_findings;
extern const struct ig_view_ops ig_view_policy;
extern const struct ig_view_ops ig_view_launch;
extern const struct ig_view_ops ig_view_live;

/* The keys, over whatever is shown: text typed narrows the list. */
struct ig_help;
struct ig_help *ig_help_new(const struct ig_contexts *in);
void ig_help_free(struct ig_help *h);
void ig_help_draw(struct ig_help *h, struct ig_cells *c, struct ig_rect r);
/* IG_DO_CLOSE when it is to go away. */
unsigned ig_help_event(struct ig_help *h, const struct ig_event *ev);

#endif
