/*
 * The terminal device: settings, size, bytes in and out. Knows nothing of cells.
 *
 * Owns its own open of /dev/tty, non-blocking without touching the shell's descriptors. Nothing
 * here waits, but for ig_tty_give(): at most 200 ms for a terminal that takes no bytes.
 */
#ifndef IG_TERM_TTY_H
#define IG_TERM_TTY_H

#include "core/base/err.h"
#include "core/base/loop.h"

typedef struct ig_tty ig_tty;

/* All called from the loop. */
struct ig_tty_events {
	void (*input)(const char *p, size_t n, void *user);
	void (*resized)(void *user);   /* SIGWINCH */
	void (*drained)(void *user);   /* all bytes are out after some had to wait */
	void (*stop)(void *user);      /* SIGTSTP from outside */
	void (*continued)(void *user); /* SIGCONT: the settings may have been changed */
	void (*signal)(int signo, void *user);
	void (*hangup)(void *user);
};

/* Changes nothing yet. */
ig_tty *ig_tty_open(ig_loop *loop, const struct ig_tty_events *ev, void *user, ig_err **err);
/* The terminal must have been given back. */
void ig_tty_close(ig_tty *t);
/* False when the device does not know: 24 x 80 then. */
bool ig_tty_size(const ig_tty *t, int *rows, int *cols);
/* Raw mode, signals caught. */
void ig_tty_take(ig_tty *t);
/* Sends bytes, puts the settings back. */
void ig_tty_give(ig_tty *t, const char *p, size_t n);
/* One write(2); what the terminal does not take waits. Only when idle. */
void ig_tty_send(ig_tty *t, const char *p, size_t n);
bool ig_tty_idle(const ig_tty *t);
/* Stops the process group as ^Z does; returns when it goes on. Only while given back. */
void ig_tty_stop(ig_tty *t);

#endif
