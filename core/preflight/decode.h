/* Turning text back: base64, hex, percent signs. Hostile input; output never longer than input. */
#ifndef IG_PREFLIGHT_DECODE_H
#define IG_PREFLIGHT_DECODE_H

#include <stddef.h>

/* Both alphabets, white space and padding skipped; writes at most 3/4 of n, returns how many. Stops at
 * the first byte of no alphabet. */
size_t ig_decode_base64(const char *s, size_t n, char *out);
size_t ig_decode_hex(const char *s, size_t n, char *out);
/* %41 and, for unescape(), %u0041. */
size_t ig_decode_percent(const char *s, size_t n, char *out);
size_t ig_encode_base64(const char *s, size_t n, char *out); /* out: 4/3 n + 4 */

#endif
