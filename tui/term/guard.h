/*
 * Puts the terminal back when the program dies.
 *
 * On SEGV, ABRT, BUS, FPE and ILL, on exit(3), and on a TERM, INT or HUP that comes a second or
 * more after the first; the first only writes to a descriptor that the loop watches. The handlers
 * use only functions that POSIX lists as async-signal-safe and do nothing in a forked child.
 * SIGKILL cannot be caught: `reset` helps then.
 */
#ifndef IG_TERM_GUARD_H
#define IG_TERM_GUARD_H

#include <stdbool.h>
#include <termios.h>

/* tty and wake (an eventfd) stay the caller's and must stay open until ig_guard_disarm(). */
void ig_guard_arm(int tty, const struct termios *saved, int wake);
/* False: the terminal is in its own state (suspended), there is nothing to put back. */
void ig_guard_active(bool active);
/* The signal that was asked for last; 0: none. */
int ig_guard_signal(void);
/* Gives all signals back. */
void ig_guard_disarm(void);

#endif
