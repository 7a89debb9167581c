/*
 * A strict JSON reader that keeps positions and duplicate keys, for manifests that nobody vouches
 * for. One flat array, no recursion, bounded nesting and nodes.
 */
#ifndef IG_PREFLIGHT_PJSON_H
#define IG_PREFLIGHT_PJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ig_pjson_kind { PJ_OBJECT, PJ_ARRAY, PJ_STRING, PJ_NUMBER, PJ_TRUE, PJ_FALSE, PJ_NULL };

struct ig_pjson_node {
	uint32_t start, end;	     /* of the value, quotes included */
	uint32_t key_start, key_end; /* of a member's key, without quotes; 0, 0 in arrays */
	uint32_t next, child;
	uint8_t kind;
};

struct ig_pjson {
	const char *src;
	size_t n_src;
	struct ig_pjson_node *node; /* [0] is the whole */
	uint32_t n, cap;
	size_t error_at;   /* where it is wrong */
	const char *error; /* why, NULL: it is well-formed */
};

enum { IG_PJSON_DEPTH = 64, IG_PJSON_NODES = 2000000 };

/* Always call done. A byte order mark at the start is skipped. */
void ig_pjson_parse(struct ig_pjson *p, const char *s, size_t n);
void ig_pjson_done(struct ig_pjson *p);
/* The last member of that key (the one that counts for JSON.parse), 0: none. */
uint32_t ig_pjson_get(const struct ig_pjson *p, uint32_t object, const char *key);
/* The value of a string, unescaped; NULL when it is no string. The caller frees. */
char *ig_pjson_str(const struct ig_pjson *p, uint32_t node);
char *ig_pjson_key(const struct ig_pjson *p, uint32_t node);
/* The node before this one in its object has the same key. */
bool ig_pjson_duplicate(const struct ig_pjson *p, uint32_t object, uint32_t member);

#endif
