/* Bounded JSON reading over jansson: size, nesting and duplicate keys. */
#ifndef IG_BASE_JSON_H
#define IG_BASE_JSON_H

#include <jansson.h>

#include "core/base/buf.h"
#include "core/base/err.h"

enum { IG_JSON_REJECT_DUPLICATES = 1 };

/*
 * Parses n bytes. Nesting deeper than max_depth is IG_E_LIMIT (checked before jansson recurses),
 * anything else wrong IG_E_INPUT with "line L, column C: reason". The caller owns the reference.
 */
json_t *ig_json_parse(const char *s, size_t n, unsigned max_depth, unsigned flags, ig_err **err);

/* Members of an object by type; the default when missing, null or of another type. */
const char *ig_json_str(const json_t *o, const char *key, const char *or_else);
int64_t ig_json_int(const json_t *o, const char *key, int64_t or_else);
bool ig_json_bool(const json_t *o, const char *key, bool or_else);
/* A value by path, "HostConfig.Memory"; NULL when absent. Borrowed. */
json_t *ig_json_at(const json_t *o, const char *path);
/* Any bytes as a JSON string: bytes that are not UTF-8 become U+FFFD. New reference. */
json_t *ig_json_bytes(const char *s, size_t n);

/* Appends the value, keys in insertion order; indent 0 is one line. Same input, same bytes. */
void ig_json_write(const json_t *v, unsigned indent, struct ig_buf *out);

static inline void ig_cleanup_json(json_t **p)
{
	json_decref(*p);
}
#define ig_auto_json IG_CLEANUP(ig_cleanup_json) json_t *

#endif
