/* Following names, properties and calls to where their values come from. */
#ifndef IG_PREFLIGHT_FOLLOW_H
#define IG_PREFLIGHT_FOLLOW_H

#include "core/preflight/value.h"

/* What a declared name may hold. */
struct ig_val *ig_follow_binding(struct ig_js *j, uint32_t binding, struct ig_env *env);
/* A global name that the file itself sets (globalThis.x = ...); NULL: it does not. */
struct ig_val *ig_follow_global(struct ig_js *j, uint32_t name);
/* core/preflight/follow-param.c: what the callers give a parameter (NULL: nobody seen); the i-th
 * argument of a call, `skip` not counted; the first name of the scope that node f makes. */
struct ig_val *ig_follow_parameter(struct ig_js *j, uint32_t f, uint32_t index, bool rest);
struct ig_val *ig_follow_arg(struct ig_js *j, uint32_t call, uint32_t index, uint32_t skip);
uint32_t ig_follow_first(const struct ig_js *j, uint32_t f);
/* core/preflight/follow-prop.c: properties. */
/* What the file assigns to object.key; NULL: nothing. */
struct ig_val *ig_follow_assigned(
    struct ig_js *j, uint32_t access, uint32_t object, struct ig_val *key, struct ig_env *env);
/* The value of an assignment; inside a followed call it also sets the name. */
struct ig_val *ig_follow_assign(struct ig_js *j, uint32_t n, struct ig_env *env);
/* What the function returns for these arguments. */
struct ig_val *ig_follow_call(struct ig_js *j, struct ig_val *f, struct ig_val *this_value,
    struct ig_val **args, uint32_t n);
/* Sets a name wherever it lives: in the followed function, or for the whole file. */
void ig_follow_set(struct ig_js *j, struct ig_env *env, uint32_t binding, struct ig_val *v);
/* What methods of a class assign to this.key; NULL: nothing. */
struct ig_val *ig_follow_this(struct ig_js *j, uint32_t class_node, const char *key);
/* `arguments` and `super` where no call is followed. */
struct ig_val *ig_follow_arguments(struct ig_js *j, uint32_t n);
struct ig_val *ig_follow_super(struct ig_js *j, uint32_t n);
/* map.get(key), by what the file put in; NULL: it is no map. */
struct ig_val *ig_follow_map(
    struct ig_js *j, uint32_t callee, struct ig_val *self, struct ig_val *key);
/* The names of f bound to these arguments. */
struct ig_env *ig_follow_env(struct ig_js *j, struct ig_val *f, struct ig_val **args, uint32_t n);
/* Sets a name of the followed function. */
void ig_follow_slot(struct ig_js *j, struct ig_env *env, uint32_t binding, struct ig_val *v);
/* Takes a destructuring path. */
struct ig_val *ig_follow_path(
    struct ig_js *j, struct ig_val *v, uint32_t step, struct ig_env *env);
/* The elements of an iterable as one value. */
struct ig_val *ig_follow_element(struct ig_js *j, struct ig_val *v);

/* Runs a function statement by statement (core/preflight/interp.c); NULL: it cannot be run so. */
struct ig_val *ig_interpret(struct ig_js *j, uint32_t function, struct ig_env *env);
/* Runs the statements of the file that put its tables and strings together, before all else. */
void ig_interpret_top(struct ig_js *j);
/* The class that class_node extends, when it is not of this file; NULL: none. */
struct ig_val *ig_eval_class_base(struct ig_js *j, uint32_t class_node);
struct ig_val *ig_eval_binary(struct ig_js *j, unsigned op, struct ig_val *a, struct ig_val *b);

#endif
