/* Shell: install hooks and scripts, by the bash grammar. */
#ifndef IG_PREFLIGHT_SHELL_H
#define IG_PREFLIGHT_SHELL_H

#include "core/preflight/scan.h"

/* A script file. */
void ig_shell_scan(struct ig_scan *s);
/* A command line found at src[start, end) of another file; `hook` is the name of the npm hook. */
void ig_shell_text(
    struct ig_scan *s, size_t start, size_t end, const char *command, const char *hook);

#endif
