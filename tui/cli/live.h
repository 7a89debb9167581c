/*
 * The log of a run on stderr as it comes, neutralised, and never in the way: the timeout of a
 * run is kept by this process, so a terminal that was stopped or a pipe that nobody reads must
 * not hold it up. What waits stays in the log's own file.
 */
#ifndef IG_CLI_LIVE_H
#define IG_CLI_LIVE_H

#include "core/base/loop.h"
#include "core/watch/watch.h"

typedef struct ig_cli_live ig_cli_live;

/* `idle` is called when all that ig_cli_live_end() was told of is out, or cannot get out any more.
 */
ig_cli_live *ig_cli_live_new(ig_loop *loop, bool ascii, ig_fn idle, void *user);
/* Prints the whole lines that are there now and later. */
void ig_cli_live_feed(ig_cli_live *l, ig_logstore *log);
/* No more is coming: an unfinished last line is printed too. */
void ig_cli_live_end(ig_cli_live *l);
void ig_cli_live_free(ig_cli_live *l);

#endif
