/*
 * The application: one model, one view for each stage, one place that decides what a key means
 * and when to draw. Works on any terminal back end, so tests drive it in memory.
 */
#ifndef IG_VIEWS_APP_H
#define IG_VIEWS_APP_H

#include "tui/views/workbench.h"

typedef struct ig_app ig_app;

/* Looks for services; -1 when the folder cannot be read. The loop and opts outlive the app. */
ig_app *ig_app_new(ig_loop *loop, const struct ig_workbench_opts *opts, ig_err **err);
void ig_app_free(ig_app *app);
/* Where it draws, and whose events it gets through ig_app_event(). Borrowed. */
void ig_app_attach(ig_app *app, ig_term *term);
void ig_app_event(const struct ig_event *ev, void *app);
/* After each pass of the loop: draws when something that is shown has changed. */
void ig_app_pass(void *app);
/* The model, for tests. */
struct ig_model *ig_app_model(ig_app *app);
/* Whether it has ended, and the exit status. */
bool ig_app_ended(const ig_app *app, int *ret_status);

#endif
