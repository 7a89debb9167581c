/* Methods of strings and arrays, by tables: builtin-str.c and builtin-list.c. */
#ifndef IG_PREFLIGHT_BUILTIN_H
#define IG_PREFLIGHT_BUILTIN_H

#include "core/preflight/eval.h"

struct ig_method_call {
	struct ig_js *j;
	struct ig_val *self;
	struct ig_val **args;
	uint32_t n;
	unsigned taint; /* of the receiver and the arguments */
};

struct ig_method {
	const char *name; /* NULL ends a table */
	/* NULL: not known for these arguments. */
	struct ig_val *(*fn)(const struct ig_method_call *c);
};

extern const struct ig_method ig_str_methods[], ig_list_methods[];

struct ig_val *ig_method_arg(const struct ig_method_call *c, uint32_t i);
/* A number argument, or the default when it is missing; false when it is not known. */
bool ig_method_num(const struct ig_method_call *c, uint32_t i, double or_else, double *ret);
const char *ig_method_str(const struct ig_method_call *c, uint32_t i);
/* A position as slice() takes it: within 0..n, from the end when it is negative and so wanted. */
size_t ig_method_clamp(double d, size_t n, bool from_end);

#endif
