/*
 * A strict subset of YAML 1.1 with positions, for files that nobody vouches for.
 *
 * Refused with line:column: anchors, aliases, tags, merge keys, directives, several
 * documents, duplicate keys, explicit ("?") keys, keys that are not scalars, a top that is no
 * map, tabs as indentation, NUL, BOM, invalid UTF-8, control characters, and what an editor does
 * not show as it is read: line breaks that only YAML knows (NEL, LS, PS, a lone CR) and
 * bidirectional controls (CVE-2021-42574). Bounded: bytes, depth, nodes; the bytes before
 * anything is parsed. Built on libyaml's event parser; no value is interpreted here: a scalar
 * stays text with its quoting style, and the readers above give it a type.
 */
#ifndef IG_BASE_YAML_H
#define IG_BASE_YAML_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"

enum ig_ykind { IG_Y_SCALAR, IG_Y_SEQ, IG_Y_MAP };

struct ig_ynode {
	enum ig_ykind kind;
	unsigned line, column;	       /* 1-based, of the first character */
	unsigned end_line, end_column; /* 1-based, just past the last */
	size_t start, end;	       /* byte offsets in the input */
	char *text;		       /* scalar: its value, NUL-ended */
	bool plain;		       /* scalar: not quoted, not a block */
	bool block;		       /* scalar: literal or folded (| or >) */
	bool flow;		       /* seq, map: written with brackets */
	struct ig_ynode **item;	       /* seq: items; map: values */
	struct ig_ynode **key;	       /* map: keys (scalars) */
	size_t n;
};

enum { IG_YAML_MAX_BYTES = 64 * 1024, IG_YAML_MAX_DEPTH = 8, IG_YAML_MAX_NODES = 4096 };

/*
 * `name` is for messages: "NAME:LINE:COL: reason" (IG_E_INPUT, or IG_E_LIMIT past a bound). Columns
 * count characters. The caller frees with ig_ynode_free. An empty document is an empty map. A
 * block collection ends where its last value does.
 */
struct ig_ynode *ig_yaml_parse(const char *name, const char *s, size_t n, ig_err **err);
void ig_ynode_free(struct ig_ynode *n);
/* The value at a key of a map, NULL if absent or not a map. */
struct ig_ynode *ig_ynode_get(const struct ig_ynode *map, const char *key);
/* Sets "NAME:LINE:COL: fmt" (IG_E_INPUT); returns -1. */
int ig_yaml_error(const char *name, const struct ig_ynode *at, ig_err **err, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static inline void ig_cleanup_ynode(struct ig_ynode **n)
{
	ig_ynode_free(*n);
}
#define ig_auto_ynode IG_CLEANUP(ig_cleanup_ynode) struct ig_ynode *

/*
 * Typed scalars, shared by service.yaml and policies: digits, at most one point, one unit. No sign,
 * space, exponent, hexadecimal, leading zero, NaN or infinity, and nothing that overflows. The
 * decimal sign is a point in every locale. 0, or -1 with IG_E_INPUT ("'51Z' is not a size").
 */
int ig_parse_size(const char *s, uint64_t *ret_bytes, ig_err **err);  /* 64M, 1G, 4096: K M G of 1024 */
int ig_parse_duration(const char *s, uint64_t *ret_ms, ig_err **err); /* 500ms, 30s, 5m */
int ig_parse_uint(const char *s, uint64_t max, uint64_t *ret, ig_err **err);
/* At most 15 digits, 9 of them behind the point. */
int ig_parse_decimal(const char *s, double min, double max, double *ret, ig_err **err);
/* The shortest exact text that the parsers read back: "64M", "30s", "0.5". The caller frees. */
char *ig_format_size(uint64_t bytes);
char *ig_format_duration(uint64_t ms);
char *ig_format_decimal(double v);

/*
 * The word of a NULL-ended list that `s` was probably meant to be, NULL when none is near (more than
 * a third of its letters wrong). For "unknown key 'memoyMb'; did you mean 'memoryMb'?".
 */
const char *ig_suggest(const char *s, const char *const *words);

#endif
