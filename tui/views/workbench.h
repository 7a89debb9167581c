/* The workbench: the terminal application on a folder of services. */
#ifndef IG_VIEWS_WORKBENCH_H
#define IG_VIEWS_WORKBENCH_H

#include <stdbool.h>

#include "core/session/session.h"
#include "tui/term/term.h"

struct ig_workbench_opts {
	const char *dir;  /* the folder of services, or one service */
	const char *host; /* --host, NULL: $DOCKER_HOST, the context, the default socket */
	struct ig_session_opts session;
	enum ig_color color;
	enum ig_charset charset;
	enum ig_graph_style graph; /* AUTO: what suits the terminal */
	bool no_mouse;
};

/*
 * Runs until the reviewer quits; returns the exit status: 0, 2 (no such folder, no usable
 * terminal) or 3. What kept it from starting is said on stderr, before the terminal is touched or after
 * it was restored. Runs that are live are stopped and their containers removed before it returns.
 */
int ig_workbench(const struct ig_workbench_opts *opts);

#endif
