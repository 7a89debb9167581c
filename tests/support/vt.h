/*
 * A terminal for tests: a program on a pty, its screen kept by libvterm.
 *
 * Nothing sleeps: each wait ends when what it waits for is there, or at its deadline. A program of
 * ours says with a private OSC when all that was sent to it is handled and drawn (vt_idle).
 */
#ifndef VT_H
#define VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

typedef struct vt vt;

struct vt_opts {
	int rows, cols;
	const char *const *env; /* "NAME=value", or "NAME" to unset; NULL-ended; may be NULL */
	const char *cwd;        /* NULL: here */
};
struct vt_cell {
	uint32_t cp[4];
	int width;                     /* 0: right half of a wide one */
	bool bold, underline, reverse; /* libvterm 0.1 does not know dim */
	int fg, bg;                    /* palette index, -1: default, -2: a direct colour */
};

/* Starts argv[0] (a path or a name in $PATH). Ends the test program when it cannot. */
vt *vt_start(const struct vt_opts *o, const char *const argv[]);
/* Kills the program if it still runs. */
void vt_free(vt *v);

void vt_send(vt *v, const char *bytes, size_t n);
/* Names as in tui/term/event.h, separated by blanks, sent as this terminal sends them. */
void vt_keys(vt *v, const char *names);
void vt_resize(vt *v, int rows, int cols);
/* Does not read from the program for ms, as a stopped terminal would. */
void vt_stall(vt *v, int ms);

/* All return false at the deadline (or when the program has ended without it). */
bool vt_text(vt *v, const char *text, int ms); /* stands in some row */
bool vt_row_text(vt *v, int y, const char *text, int ms);
bool vt_no_text(vt *v, const char *text, int ms); /* stands nowhere */
bool vt_idle(vt *v, int ms);                      /* all bytes sent so far are handled */
bool vt_raw_has(vt *v, const char *bytes, int ms);
/* The wait(2) status; -1 at the deadline. */
int vt_exit(vt *v, int ms);
/* Takes the terminal away (a closed window), then as vt_exit(). */
int vt_hangup(vt *v, int ms);

int vt_rows(const vt *v);
int vt_cols(const vt *v);
/* UTF-8 without trailing blanks; valid until the next call. */
const char *vt_row(vt *v, int y);
/* Where text begins; false: nowhere. */
bool vt_find(vt *v, const char *text, int *ret_y, int *ret_x);
struct vt_cell vt_at(vt *v, int y, int x);
/* All rows with newlines; the caller frees. */
char *vt_dump(vt *v);
/* All bytes the program has written. */
const char *vt_raw(const vt *v, size_t *ret_n);

pid_t vt_pid(const vt *v);
bool vt_altscreen(const vt *v);
bool vt_cursor_shown(const vt *v);
bool vt_mouse(const vt *v);
/* Whether the settings of the pty are those before the start. */
bool vt_settings_restored(const vt *v);
/* Microseconds from the last vt_keys() or vt_send() to the last byte of its idle mark. */
uint64_t vt_latency_us(const vt *v);

#endif
