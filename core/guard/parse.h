/*
 * A plan as the guard reads it: bounded, checked as a whole before the first step, nothing copied.
 */
#ifndef IG_GUARD_PARSE_H
#define IG_GUARD_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/guard/wire.h"

struct ig_guard_plan {
	char *exe, *cwd;
	char *argv[IG_GUARD_ARGS_MAX + 1], *envp[IG_GUARD_ARGS_MAX + 1];
	struct ig_guard_rlimit rlimit[IG_GUARD_LIMITS_MAX];
	struct ig_guard_landlock landlock;
	struct {
		struct ig_guard_path rule;
		const char *path;
	} path[IG_GUARD_PATHS_MAX];
	struct ig_guard_port port[IG_GUARD_PORTS_MAX];
	struct {
		uint32_t flags;
		unsigned short n;
		void *prog; /* struct sock_filter[] */
	} filter[IG_GUARD_FILTERS_MAX];
	size_t argc, envc, rlimits, paths, ports, filters;
	bool use_landlock;
};

enum ig_guard_fault {
	IG_GUARD_FINE,
	IG_GUARD_HEAD,   /* no magic, or too large */
	IG_GUARD_SHORT,  /* an item goes past the end */
	IG_GUARD_KIND,   /* an unknown item, or the second of one that is single */
	IG_GUARD_SIZE,   /* a body that is not of its kind's size */
	IG_GUARD_STRING, /* no NUL at the end, one before it, or empty where that means nothing */
	IG_GUARD_MANY,   /* more items of a kind than the bound */
	IG_GUARD_VALUE,  /* an unknown flag, a field that must be zero, a path that is not absolute
	                  */
	IG_GUARD_LACKS,  /* no executable, no argument, rules without IG_GUARD_LANDLOCK */
};

/* `s` (n bytes, aligned to 8) must live as long as the plan and is not changed. */
enum ig_guard_fault ig_guard_parse(char *s, size_t n, struct ig_guard_plan *ret);

#endif
