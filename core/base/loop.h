/*
 * The one event loop (libevent), wrapped so that no other header names it.
 *
 * No threads. A callback is never called from inside the function that registered it.
 * A handle may be freed from its own callback. Freeing the loop frees no handles: their
 * owners do that first.
 */
#ifndef IG_BASE_LOOP_H
#define IG_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/base/err.h"

typedef struct ig_loop ig_loop;
typedef struct ig_io ig_io;
typedef struct ig_timer ig_timer;
typedef struct ig_signal ig_signal;
typedef struct ig_child ig_child;

enum { IG_READ = 1, IG_WRITE = 2 };

typedef void (*ig_io_fn)(int fd, unsigned events, void *user);
typedef void (*ig_fn)(void *user);
typedef void (*ig_signal_fn)(int signo, void *user);
/* status as of waitpid(2); -1 if it could not be had. */
typedef void (*ig_child_fn)(pid_t pid, int status, void *user);

ig_loop *ig_loop_new(ig_err **err);
void ig_loop_free(ig_loop *loop);
/* Runs until ig_loop_stop(). */
void ig_loop_run(ig_loop *loop);
/* Waits at most timeout_ms (-1: for ever) for something to happen and handles what did. */
void ig_loop_once(ig_loop *loop, int timeout_ms);
void ig_loop_stop(ig_loop *loop);
/* Called after every pass of the loop, when all handlers have run: the place to draw. */
void ig_loop_after(ig_loop *loop, ig_fn fn, void *user);
/* Calls fn once, in the next pass. */
void ig_loop_defer(ig_loop *loop, ig_fn fn, void *user);
/* In a forked child: forget the parent's loop without touching its descriptors. */
void ig_loop_abandon(ig_loop *loop);

/* Level-triggered. The descriptor stays the caller's. events may be 0 (paused). */
ig_io *ig_io_new(ig_loop *loop, int fd, unsigned events, ig_io_fn fn, void *user);
void ig_io_set(ig_io *io, unsigned events);
void ig_io_free(ig_io *io);

ig_timer *ig_timer_new(ig_loop *loop, ig_fn fn, void *user);
/* Fires once after ms; setting it again moves it. */
void ig_timer_set(ig_timer *t, uint64_t ms);
void ig_timer_stop(ig_timer *t);
void ig_timer_free(ig_timer *t);

ig_signal *ig_signal_new(ig_loop *loop, int signo, ig_signal_fn fn, void *user);
void ig_signal_free(ig_signal *s);

/* Reaps one child by pidfd (pidfd_open(2), Linux 5.3) and calls fn once. */
ig_child *ig_child_new(ig_loop *loop, pid_t pid, ig_child_fn fn, void *user, ig_err **err);
/* Stops watching; does not kill or reap. */
void ig_child_free(ig_child *c);

/* Monotonic milliseconds (CLOCK_MONOTONIC); and the same clock in microseconds. */
uint64_t ig_now_ms(void);
uint64_t ig_now_us(void);

#endif
