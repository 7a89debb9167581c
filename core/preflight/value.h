/*
 * What an expression can be: a constant, a dotted path from a module or a global, a function, or
 * one of several of these. Unknown stays unknown. Values are never changed once made, but for
 * arrays and objects that an interpreted function owns; all live until the file is done.
 */
#ifndef IG_PREFLIGHT_VALUE_H
#define IG_PREFLIGHT_VALUE_H

#include "core/preflight/ast.h"
#include "core/preflight/scan.h"
#include "core/preflight/scope.h"

enum ig_val_kind {
	V_UNKNOWN, V_UNDEF, V_NULL, V_BOOL, V_NUM, V_STR, V_REGEX,
	V_REF,	 /* "m:child_process.exec", "g:process.env.HOME"; "()" stands for a call */
	V_FUNC,	 /* `node`, with the names of `env` */
	V_BOUND, /* item[0] is the function, the rest its first arguments */
	V_OBJ,	 /* object literal `node` */
	V_CLASS, V_INST,
	V_LIST,	 /* items */
	V_DICT,	 /* items: a key, its value, the next key ... */
	V_UNION, /* items: it may be any of them */
};

/* Where a value has been. */
enum ig_taint {
	T_BUILT = 1,	     /* put together from pieces at run time */
	T_DECODED = 2,	     /* out of base64, character codes, a reversal and the like */
	T_ESCAPED = 4,	     /* written with escapes that nobody needs */
	T_CHAIN = 8,	     /* by a constructor chain, Reflect or a cache: a way around the name */
	T_PARTIAL = 16,	     /* a string with unknown parts, shown as ${...} */
	T_ENV_ALL = 32,
	T_ENV_SECRET = 64,
	T_SECRET_FILE = 128,
	T_NET = 256,	     /* came from the network */
	T_FILE = 512,	     /* came from a file */
	T_HOST = 1024,	     /* says something of the host: its name, user, addresses */
	T_LIST_SLOT = 2048,  /* out of an array by index */
	T_UNPACKED = 8192,   /* was compressed or encrypted */
	T_BYTES = 4096,	     /* a buffer: its items are numbers */
};
#define T_HIDDEN (T_BUILT | T_DECODED | T_ESCAPED | T_CHAIN)
#define T_SECRET (T_ENV_ALL | T_SECRET_FILE)

struct ig_env;

struct ig_val {
	uint8_t kind;
	uint16_t taint;
	uint32_t n; /* of s or item */
	union {
		double num;
		bool truth;
		const char *s; /* NUL-ended behind its n bytes */
		uint32_t node;
		struct ig_val **item;
	} u;
	struct ig_env *env;
};

/* The names of a function that is being followed. */
struct ig_env {
	struct ig_env *up;
	uint32_t function;
	uint32_t n, cap;
	struct ig_slot {
		uint32_t binding;
		struct ig_val *value;
	} *slot;
	struct ig_val *this_value;
	struct ig_val **args;
	uint32_t n_args;
};

struct ig_block {
	struct ig_block *next;
	size_t used, size;
	char bytes[];
};

struct ig_js {
	struct ig_scan *scan;
	struct ig_ast ast;
	struct ig_scopes sc;
	struct ig_val **memo;	 /* by node, for values that depend on no call */
	struct ig_val **bound;	 /* by binding */
	uint8_t *busy;		 /* by binding: being worked out */
	struct ig_block *blocks;
	size_t arena;		 /* bytes of blocks */
	uint64_t steps, max_steps; /* of this question; of the whole file */
	uint64_t total;
	unsigned depth, calls;
	bool used_env; /* the answer depended on a call's names */
	bool cut;      /* a bound or a circle cut the answer short */
	unsigned running; /* functions that are run statement by statement */
	/* Text evaluated inside the file: findings are told at this span of the outer one. */
	bool nested;
	unsigned followed; /* calls that were followed with their arguments */
	uint64_t *told;	 /* hashes of what was told, so that nothing is told twice */
	uint32_t told_n;
	uint32_t outer_start, outer_end;
	struct ig_facts *facts;
};

enum {
	IG_EVAL_DEPTH = 90,
	IG_EVAL_CALLS = 6,
	IG_EVAL_STEPS = 4000,
	IG_EVAL_UNION = 16,
	IG_EVAL_STR = 1 << 20,
	IG_EVAL_LIST = 8192,
	IG_EVAL_PATH = 240,
};
#define IG_EVAL_TOTAL ((uint64_t)8000000)
#define IG_EVAL_ARENA ((size_t)96 << 20)

void *ig_js_alloc(struct ig_js *j, size_t n);
struct ig_val *ig_val_new(struct ig_js *j, enum ig_val_kind k, unsigned taint);
struct ig_val *ig_val_unknown(struct ig_js *j, unsigned taint);
struct ig_val *ig_val_str(struct ig_js *j, const char *s, size_t n, unsigned taint);
struct ig_val *ig_val_num(struct ig_js *j, double d);
struct ig_val *ig_val_bool(struct ig_js *j, bool b);
struct ig_val *ig_val_list(struct ig_js *j, struct ig_val **item, size_t n);
struct ig_val *ig_val_ref(struct ig_js *j, const char *path, unsigned taint);
struct ig_val *ig_val_refn(struct ig_js *j, const char *path, size_t n, unsigned taint);
/* Either; flattened, unknowns kept once. */
struct ig_val *ig_val_union(struct ig_js *j, struct ig_val *a, struct ig_val *b);
/* v with more taint. */
struct ig_val *ig_val_taint(struct ig_js *j, struct ig_val *v, unsigned taint);
/* The taint of v and, of lists and unions, of what they hold. */
unsigned ig_val_taints(const struct ig_val *v);
/* A string's text if v is a whole constant one, else NULL. */
const char *ig_val_const(const struct ig_val *v);
bool ig_val_is_ref(const struct ig_val *v, const char *path);
/* 1 true, 0 false, -1 not known. */
int ig_val_truth(const struct ig_val *v);
/* As String(v): a constant, a partial string, or unknown. */
struct ig_val *ig_val_to_str(struct ig_js *j, struct ig_val *v);
/* What stands in a text for a part that is not known: "~" for the user's home folder, as os.homedir()
 * and $HOME give it, else "${...}". */
const char *ig_val_hole(const struct ig_val *v);
bool ig_val_is_home(const struct ig_val *v);
bool ig_val_to_num(const struct ig_val *v, double *ret);

#endif
