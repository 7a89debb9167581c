/*
 * The abstract evaluator: what could this expression be? It answers for one node at a time, within
 * budgets of steps, depth and memory; what it cannot tell is V_UNKNOWN, with the taint of what
 * went in.
 */
#ifndef IG_PREFLIGHT_EVAL_H
#define IG_PREFLIGHT_EVAL_H

#include "core/preflight/value.h"

/* A new question: its steps are counted from zero. */
struct ig_val *ig_eval_root(struct ig_js *j, uint32_t node);
struct ig_val *ig_eval_root_in(struct ig_js *j, uint32_t node, struct ig_env *env);
struct ig_val *ig_eval(struct ig_js *j, uint32_t node, struct ig_env *env);
/* object[key] */
struct ig_val *ig_eval_member(struct ig_js *j, struct ig_val *object, struct ig_val *key);
struct ig_val *ig_eval_key(struct ig_js *j, struct ig_val *object, const char *key);
/* The arguments of a call node; *ret_n of them, spreads of known arrays taken apart. */
struct ig_val **ig_eval_args(struct ig_js *j, uint32_t call, struct ig_env *env, uint32_t *ret_n);
/* f.call(this, args) */
struct ig_val *ig_eval_call(struct ig_js *j, struct ig_val *f, struct ig_val *this_value,
    struct ig_val **args, uint32_t n);
/* The callee of a call node, and what it is called on (NULL: nothing). */
struct ig_val *ig_eval_callee(
    struct ig_js *j, uint32_t call, struct ig_env *env, struct ig_val **ret_this);
/* The key that names a property: of a member, subscript, pair or pattern. NULL: computed, unknown. */
struct ig_val *ig_eval_prop_name(struct ig_js *j, uint32_t prop, struct ig_env *env);
/* Skips parentheses and casts. */
uint32_t ig_eval_strip(const struct ig_js *j, uint32_t node);
/* The method, field or getter of a class; looks at what it extends too. NULL: none. */
struct ig_val *ig_eval_class_member(
    struct ig_js *j, uint32_t class_node, const char *key, bool is_static, struct ig_env *env);

/* The taint of all that an object literal holds, so many literals deep. */
unsigned ig_object_taints(struct ig_js *j, const struct ig_val *o, unsigned depth);

/* core/preflight/builtin.c: the library that decoders are made of. NULL: not one of these. */
struct ig_val *ig_builtin_method(struct ig_js *j, struct ig_val *object, const char *name,
    struct ig_val **args, uint32_t n);
struct ig_val *ig_builtin_ref(struct ig_js *j, const char *path, unsigned taint,
    struct ig_val *this_value, struct ig_val **args, uint32_t n);
/* core/preflight/builtin-path.c: a path, or any of several, as path.normalize() gives it. */
struct ig_val *ig_builtin_path(struct ig_js *j, struct ig_val *path);
/* JSON.parse of a constant; NULL: it is no JSON. */
struct ig_val *ig_eval_json(struct ig_js *j, const char *s, size_t n);

/* core/preflight/operator.c: text put together (unknown parts shown as ${...}), and ToInt32. */
struct ig_val *ig_eval_concat(struct ig_js *j, struct ig_val *a, struct ig_val *b);
int32_t ig_eval_int32(double d);

/* The characters of a string, or the numbers of a buffer, as a list. */
struct ig_val *ig_builtin_chars(struct ig_js *j, struct ig_val *s);
/* The i-th character (UTF-16 unit or code point) of a string; -1 past its end. */
int32_t ig_builtin_char(const struct ig_val *s, double i);

#endif
