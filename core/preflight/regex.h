/* A few regular expressions, as decoders use them: sets, repeats, no alternatives, no way back. */
#ifndef IG_PREFLIGHT_REGEX_H
#define IG_PREFLIGHT_REGEX_H

#include "core/preflight/value.h"

/* The first match; *ret is NULL when there is none. -1: the pattern is not understood. */
int ig_regex_find(struct ig_js *j, const struct ig_val *re, const char *s, size_t n, const char **ret,
    size_t *ret_n);
bool ig_regex_global(struct ig_js *j, const struct ig_val *re);
/* NULL: not understood. */
struct ig_val *ig_regex_split(struct ig_js *j, struct ig_val *v, const struct ig_val *re);

#endif
