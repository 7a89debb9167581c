/*
 * Bounded JSON reading and deterministic writing over jansson: size, nesting, number of
 * values, duplicate keys.
 *
 * The bounds are checked by a scan that does not recurse and allocates nothing, before
 * jansson sees a byte. NUL, as a byte or as "\u0000", is refused, so that every string that
 * was parsed is whole as a C string.
 */
#ifndef IG_BASE_JSON_H
#define IG_BASE_JSON_H

#include <jansson.h>

#include "core/base/buf.h"
#include "core/base/err.h"

enum { IG_JSON_REJECT_DUPLICATES = 1 };

/*
 * jansson 2.14 takes some 130 bytes for "[]" and 230 for "{}", 32 for a small number: without a
 * bound, 8 MiB of "{}," would become more than half a gigabyte. Real answers stay far below: an
 * engine with a thousand containers lists about 200,000 values.
 */
enum { IG_JSON_MAX_CONTAINERS = 1 << 18, IG_JSON_MAX_VALUES = 1 << 21 };

/*
 * Parses n bytes: one value of any type with nothing but white space around it. Nesting deeper
 * than max_depth ("[]" has depth 1), or more than the counts above, is IG_E_LIMIT; anything else
 * wrong is IG_E_INPUT with "line L, column C: reason" (1-based, columns in characters). Of
 * duplicate keys the last wins unless the flag refuses them. The caller owns the reference.
 */
json_t *ig_json_parse(const char *s, size_t n, unsigned max_depth, unsigned flags, ig_err **err);

/* Seeds jansson's hash tables, once. Parsing does it by itself; a process that locks itself down
 * calls it first, because the seed is read from /dev/urandom. */
void ig_json_seed(void);

/* Members of an object by type; the default when missing, null or of another type. */
const char *ig_json_str(const json_t *o, const char *key, const char *or_else);
int64_t ig_json_int(const json_t *o, const char *key, int64_t or_else);
bool ig_json_bool(const json_t *o, const char *key, bool or_else);
/* A value by path, "HostConfig.Memory"; NULL when absent. Borrowed. Keys with a dot cannot be
 * named this way. */
json_t *ig_json_at(const json_t *o, const char *path);
/* Any bytes as a JSON string: each byte that is not part of UTF-8 becomes U+FFFD. New reference,
 * never NULL. */
json_t *ig_json_bytes(const char *s, size_t n);

/*
 * Appends the value, keys in insertion order; indent 0 is one line without spaces. Same input,
 * same bytes. The output is pure ASCII without control characters ("\u202e", "\u007f"): it may
 * go to a terminal or a log whatever the strings hold. Numbers that are not integers get 15
 * significant digits, so that 0.1 stays 0.1. An overflow shows in out->overflow.
 */
void ig_json_write(const json_t *v, unsigned indent, struct ig_buf *out);

static inline void ig_cleanup_json(json_t **p)
{
	json_decref(*p);
}
#define ig_auto_json IG_CLEANUP(ig_cleanup_json) json_t *

#endif
