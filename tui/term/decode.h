/*
 * Bytes of a terminal to events: a state machine fed in any chunk size.
 *
 * Knows ECMA-48 (CSI, SS3), xterm's modified keys, the linux console's, SGR mouse (1006) and
 * bracketed paste (2004); further sequences (from terminfo) can be added. Holds at most one
 * sequence or one paste. Unknown sequences are swallowed whole, never seen as keys.
 */
#ifndef IG_TERM_DECODE_H
#define IG_TERM_DECODE_H

#include "tui/term/event.h"

typedef struct ig_decode ig_decode;
typedef void (*ig_event_fn)(const struct ig_event *ev, void *user);

ig_decode *ig_decode_new(ig_event_fn fn, void *user);
void ig_decode_free(ig_decode *d);
/* seq (copied) means key. Ignored when it does not begin with ESC or is longer than 15 bytes. */
void ig_decode_add(ig_decode *d, const char *seq, uint32_t key);
void ig_decode_feed(ig_decode *d, const char *p, size_t n);
/* What came last may be a lone Esc: call ig_decode_timeout() when nothing comes in 25 ms. */
bool ig_decode_pending(const ig_decode *d);
void ig_decode_timeout(ig_decode *d);

#endif
