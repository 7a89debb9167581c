#include "config.h"
#include "tui/views/workbench.h"

#include <stdio.h>

#include "core/base/text.h"
#include "tui/views/app.h"

static int say(ig_err *err)
{
	ig_auto_free char *msg = ig_text_str(ig_err_msg(err));
	ig_auto_free char *hint = ig_text_str(ig_err_hint_text(err) ? ig_err_hint_text(err) : "");
	int status = ig_err_exit(err);

	fprintf(stderr, "ignite-tui: %s\n", msg);
	if (*hint)
		fprintf(stderr, "  %s\n", hint);
	ig_err_free(err);
	return status;
}

static int run(ig_loop *loop, ig_app *app, const struct ig_workbench_opts *opts)
{
	struct ig_term_opts topts = {
	    .loop = loop,
	    .color = opts->color,
	    .charset = opts->charset,
	    .no_mouse = opts->no_mouse,
	    .fn = ig_app_event,
	    .user = app,
	};
	ig_err *err = NULL;
	ig_term *term = ig_term_open(&topts, &err);
	int status = 0;

	if (!term)
		return say(err);
	ig_app_attach(app, term);
	ig_loop_after(loop, ig_app_pass, app);
	ig_app_pass(app); /* the first frame does not wait for an event */
	while (!ig_app_ended(app, &status))
		ig_loop_once(loop, -1);
	ig_app_attach(app, NULL);
	ig_loop_after(loop, NULL, NULL);
	ig_term_close(term);
	return status;
}

int ig_workbench(const struct ig_workbench_opts *opts)
{
	ig_err *err = NULL;
	ig_loop *loop = ig_loop_new(&err);
	ig_app *app;
	int status;

	if (!loop)
		return say(err);
	app = ig_app_new(loop, opts, &err);
	if (!app) {
		ig_loop_free(loop);
		return say(err);
	}
	status = run(loop, app, opts);
	ig_app_free(app);
	ig_loop_free(loop);
	return status;
}
