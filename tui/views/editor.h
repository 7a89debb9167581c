/*
 * The reviewer's editor, $VISUAL or $EDITOR or vi, on a file, while the terminal is given back.
 *
 * The loop goes on meanwhile: what runs is still watched, limited and stopped.
 */
#ifndef IG_VIEWS_EDITOR_H
#define IG_VIEWS_EDITOR_H

#include "core/base/loop.h"

typedef struct ig_editor ig_editor;

/* Called once, from the loop, when it has ended. err (borrowed): it could not be run, or failed. The
 * editor may be freed in it. */
typedef void (*ig_editor_fn)(const ig_err *err, void *user);

/*
 * Starts it on /dev/tty where there is one. The variable may hold arguments, as for git and less: a
 * shell splits it; the path is passed as an argument and never through the shell's eyes. ^C and ^\
 * are the editor's alone while it runs.
 */
ig_editor *ig_editor_start(
    ig_loop *loop, const char *path, ig_editor_fn fn, void *user, ig_err **err);
/* Does not end the editor: what is being written in it is the reviewer's. NULL is fine. */
void ig_editor_free(ig_editor *e);

#endif
