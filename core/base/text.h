/*
 * The one way untrusted text becomes something that may be shown.
 *
 * Everything that a service, a file name, an image or the engine says goes through
 * here before it reaches a cell, a report or stderr. What is neutralised, and why:
 * control characters (ECMA-48), Bidi_Control (CVE-2021-42574), Default_Ignorable and
 * other format characters, private use and unassigned code points, odd spaces, bytes
 * that are not UTF-8 (RFC 3629), and more than 3 combining marks on one base.
 */
#ifndef IG_BASE_TEXT_H
#define IG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"

enum ig_text_kind {
	IG_TEXT_PLAIN,	     /* shown as it is */
	IG_TEXT_TAB,	     /* one TAB: the drawer expands it to the next multiple of 8 columns;
				out is one space */
	IG_TEXT_NEUTRALISED, /* `out` is a visible stand-in: draw it in the warning role */
	IG_TEXT_SGR,	     /* a whole CSI ... m sequence (log view only): nothing to draw, out is empty */
};

enum {
	IG_TEXT_ASCII = 1, /* the screen has no UTF-8: stand-ins are ASCII, others become <U+XXXX> */
	IG_TEXT_KEEP_SGR = 2, /* report CSI ... m as IG_TEXT_SGR instead of neutralising it */
};

/* One unit of display: a base character with its combining marks, or a stand-in for it. */
struct ig_text_unit {
	enum ig_text_kind kind;
	char out[48];	  /* NUL-ended UTF-8 to draw, free of anything dangerous */
	uint8_t out_len;  /* bytes of out */
	uint8_t width;	  /* columns of out; 0 for SGR */
	const char *src;  /* where it stands in the input */
	size_t src_len;
	uint32_t cp;	  /* first code point, or the raw byte of a bad sequence */
};

/*
 * Reads the next unit of s[0..n). Returns the bytes used (>= 1), 0 at the end. NUL and newline
 * are neutralised like any other control: the caller splits lines himself.
 *
 * Stand-ins: a picture for C0 and DEL ("␛", in ASCII "^["), "·" for an odd space, "\xNN" for a
 * byte that is no UTF-8, "<U+202E>" for the rest, among them a combining mark without a base.
 * Past 3 marks the base keeps three and says how many are gone: "e<+12>". Escape sequences
 * are not cut out: their ESC is shown and the rest is text, so nothing that was there is lost.
 * The tables are of Unicode 14 and compiled in: no result depends on the locale.
 */
size_t ig_text_next(const char *s, size_t n, unsigned flags, struct ig_text_unit *ret);

/*
 * Appends the neutralised form of s to out on one line, TABs expanded as if it began at column 0,
 * SGR sequences left out if IG_TEXT_KEEP_SGR asks for them. Returns how many units were neutralised.
 * What is wider than `limit` > 0 columns is cut to fit them and ends with "…" ("..." in ASCII).
 */
size_t ig_text_clean(const char *s, size_t n, unsigned flags, size_t limit, struct ig_buf *out);

/* The same as a new string, which the caller frees; for messages: ig_text_str(name). */
char *ig_text_str(const char *s);

/* Columns of the neutralised form. */
size_t ig_text_width(const char *s, size_t n, unsigned flags);

/* Strict UTF-8 (RFC 3629): the bytes of the code point at s, 0 when there is none. */
size_t ig_utf8_decode(const char *s, size_t n, uint32_t *ret_cp);
/* Writes 1-4 bytes, no NUL; returns how many. */
size_t ig_utf8_encode(uint32_t cp, char out[4]);

/*
 * What ig_text_next would do with this code point, for preflight's hidden-text rules. TAB is plain;
 * newline is a control, and so are the line and paragraph separators U+2028 and U+2029.
 */
enum ig_text_class {
	IG_TC_PLAIN, IG_TC_CONTROL, IG_TC_BIDI, IG_TC_IGNORABLE, IG_TC_FORMAT, IG_TC_SPACE,
	IG_TC_PRIVATE, IG_TC_UNASSIGNED, IG_TC_COMBINING,
};
enum ig_text_class ig_text_class(uint32_t cp);

#endif
