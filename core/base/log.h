/*
 * The debug log: to a file, never to the terminal, off unless asked for
 * (--debug-log FILE or $IGNITE_TUI_LOG). It is for developers; whatever a reviewer
 * must know travels as an ig_err or an event instead.
 */
#ifndef IG_BASE_LOG_H
#define IG_BASE_LOG_H

#include "core/base/err.h"

/* Opens (appends, mode 0600, no link followed). Call once, before any other thread of work. */
int ig_log_open(const char *path, ig_err **err);
void ig_log_close(void);
/* One line, with the monotonic time and the place. Cheap when the log is off. */
#define ig_debug(...) ig_log_write(__FILE__, __LINE__, __VA_ARGS__)
void ig_log_write(const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
