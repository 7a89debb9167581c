#include "config.h"
#include "core/preflight/eval.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/preflight/decode.h"
#include "core/preflight/follow.h"
#include "core/preflight/sinks.h"

/* Calls of modules' and globals' functions that give something the evaluator can use. */

struct ref_call {
	struct ig_js *j;
	const char *path;
	unsigned taint; /* of the callee */
	struct ig_val **args;
	uint32_t n;
};

typedef struct ig_val *(*ref_fn)(const struct ref_call *c);

static const char *arg_str(const struct ref_call *c, uint32_t i)
{
	return i < c->n ? ig_val_const(c->args[i]) : NULL;
}

static struct ig_val *unknown(const struct ref_call *c)
{
	return ig_val_unknown(c->j, c->taint & ~(unsigned)T_HIDDEN);
}

/* "node:fs/promises" is m:fs. */
static struct ig_val *module_named(struct ig_js *j, const char *name, unsigned taint)
{
	char path[IG_EVAL_PATH + 1];
	size_t n;

	if (strncmp(name, "node:", 5) == 0)
		name += 5;
	if (strlen(name) > 180)
		return ig_val_unknown(j, 0);
	snprintf(path, sizeof(path), "m:%s", name);
	n = strlen(path);
	if (n > 9 && strcmp(path + n - 9, "/promises") == 0)
		path[n - 9] = '\0';
	if (strcmp(path, "m:process") == 0)
		return ig_val_ref(j, "g:process", taint);
	return ig_val_ref(j, path, taint);
}

static struct ig_val *r_require(const struct ref_call *c)
{
	struct ig_val *a = c->n ? c->args[0] : NULL, *u = NULL;
	unsigned taint = c->taint & T_HIDDEN;

	if (!a)
		return NULL;
	if (a->kind == V_STR && !(a->taint & T_PARTIAL))
		return module_named(c->j, a->u.s, taint | (a->taint & (T_HIDDEN | T_LIST_SLOT)));
	for (uint32_t i = 0; a->kind == V_UNION && i < a->n; i++)
		if (ig_val_const(a->u.item[i]))
			u = ig_val_union(c->j, u,
			    module_named(c->j, a->u.item[i]->u.s,
				taint | (a->u.item[i]->taint & (T_HIDDEN | T_LIST_SLOT))));
	return u ? u : ig_val_ref(c->j, "m:?", taint & T_HIDDEN);
}

static struct ig_val *r_create_require(const struct ref_call *c)
{
	return ig_val_ref(c->j, "g:require", c->taint & T_HIDDEN);
}

/* Function("return this")() and its like: text that only names something. */
static struct ig_val *r_function(const struct ref_call *c)
{
	const char *s = c->n ? arg_str(c, c->n - 1) : NULL;
	char path[80];
	size_t n;

	if (!s)
		return ig_val_ref(c->j, "g:Function()", c->taint);
	s += strspn(s, " \t\n;");
	if (strncmp(s, "return", 6) != 0 || (s[6] != ' ' && s[6] != '('))
		return ig_val_ref(c->j, "g:Function()", c->taint);
	s += 6;
	s += strspn(s, " (");
	n = strcspn(s, " ;)\n");
	if (n == 0 || n > 60 || s[n + strspn(s + n, " ;)\n")] != '\0')
		return ig_val_ref(c->j, "g:Function()", c->taint);
	if (n == 4 && memcmp(s, "this", 4) == 0)
		return ig_val_ref(c->j, "g:Function()=g:globalThis", c->taint);
	snprintf(path, sizeof(path), "g:Function()=g:%.*s", (int)n, s);
	return ig_val_ref(c->j, path, c->taint | T_CHAIN);
}

static struct ig_val *r_first(const struct ref_call *c)
{
	return c->n ? c->args[0] : NULL;
}

/* Reflect and the cache of loaded modules go around a name: that is what they are used for. */
static struct ig_val *r_reflect_get(const struct ref_call *c)
{
	if (c->n < 2)
		return NULL;
	return ig_val_taint(c->j, ig_eval_member(c->j, c->args[0], c->args[1]), T_CHAIN);
}

static struct ig_val *r_descriptor(const struct ref_call *c)
{
	struct ig_val *v = r_reflect_get(c);

	return v ? ig_val_list(c->j, &v, 1) : NULL; /* its .value is the one item */
}

static struct ig_val *r_reflect_apply(const struct ref_call *c)
{
	struct ig_val *list = c->n > 2 ? c->args[2] : NULL;

	if (!c->n)
		return NULL;
	if (list && list->kind == V_LIST)
		return ig_eval_call(c->j, c->args[0], c->args[1], list->u.item, list->n);
	return ig_eval_call(c->j, c->args[0], NULL, c->args + 1, c->n - 1);
}

static struct ig_val *r_reflect_construct(const struct ref_call *c)
{
	struct ig_val *list = c->n > 1 ? c->args[1] : NULL;

	if (list && list->kind == V_LIST)
		return ig_eval_call(c->j, c->args[0], NULL, list->u.item, list->n);
	return unknown(c);
}

static struct ig_val *bytes_of(const struct ref_call *c, const struct ig_val *list)
{
	char *p = ig_js_alloc(c->j, list->n * 4 + 1);
	size_t n = 0;

	for (uint32_t i = 0; i < list->n; i++) {
		double d;

		if (!ig_val_to_num(list->u.item[i], &d) || !(d >= 0) || d > 0x10ffff)
			return unknown(c);
		n += d < 256 && d >= 128 ? ig_utf8_encode((uint32_t)d, p + n)
					 : ig_utf8_encode((uint32_t)d, p + n);
	}
	return ig_val_str(c->j, p, n, T_DECODED);
}

static struct ig_val *r_from_char_code(const struct ref_call *c)
{
	struct ig_val list = {.kind = V_LIST, .n = c->n, .u.item = c->args};

	return bytes_of(c, &list);
}

static struct ig_val *from_base64(const struct ref_call *c, const struct ig_val *v)
{
	char *p = ig_js_alloc(c->j, v->n + 1);

	return ig_val_str(c->j, p, ig_decode_base64(v->u.s, v->n, p), v->taint | T_DECODED);
}

static struct ig_val *r_buffer_from(const struct ref_call *c)
{
	const char *how = c->n > 1 ? arg_str(c, 1) : "utf8";
	struct ig_val *v = c->n ? c->args[0] : NULL;
	char *p;

	if (!v)
		return unknown(c);
	if (v->kind == V_LIST)
		return bytes_of(c, v);
	if (!ig_val_const(v))
		return ig_val_unknown(c->j, ig_val_taints(v) & ~(unsigned)T_PARTIAL);
	if (how && strncmp(how, "base64", 6) == 0)
		return from_base64(c, v);
	if (how && strcmp(how, "hex") == 0) {
		p = ig_js_alloc(c->j, v->n + 1);
		return ig_val_str(
		    c->j, p, ig_decode_hex(v->u.s, v->n, p), v->taint | T_DECODED | T_BYTES);
	}
	return ig_val_taint(c->j, v, T_BYTES);
}

/* base64 gives bytes here, text in atob. */
static struct ig_val *r_buffer(const struct ref_call *c)
{
	struct ig_val *v = r_buffer_from(c);

	return v && v->kind == V_STR ? ig_val_taint(c->j, v, T_BYTES) : v;
}

static struct ig_val *r_decode(const struct ref_call *c)
{
	struct ig_val *v = c->n ? c->args[0] : NULL;

	if (v && v->kind == V_LIST)
		return bytes_of(c, v);
	if (v && v->kind == V_STR)
		return ig_val_str(c->j, v->u.s, v->n, v->taint & ~(unsigned)T_BYTES);
	return v;
}

static struct ig_val *r_basename(const struct ref_call *c)
{
	const char *s = arg_str(c, 0), *ext = arg_str(c, 1), *base;
	size_t n, e = ext ? strlen(ext) : 0;

	if (!s)
		return unknown(c);
	base = strrchr(s, '/');
	base = base ? base + 1 : s;
	n = strlen(base);
	if (e && n > e && strcmp(base + n - e, ext) == 0)
		n -= e;
	return ig_val_str(c->j, base, n, c->args[0]->taint | T_BUILT);
}

/* What is copied into an object is then in it: a module is what matters. */
static struct ig_val *r_assign(const struct ref_call *c)
{
	struct ig_val *u = NULL;

	for (uint32_t i = 0; i < c->n; i++)
		if (c->args[i]->kind == V_REF && strcmp(c->args[i]->u.s, "g:process.env") != 0)
			u = ig_val_union(c->j, u, c->args[i]);
	for (uint32_t i = 0; !u && i < c->n; i++)
		if (c->args[i]->kind == V_REF)
			return ig_val_unknown(c->j, T_ENV_ALL);
	return u ? u : c->n ? c->args[0] : NULL;
}

static struct ig_val *r_prototype_of(const struct ref_call *c)
{
	if (c->n && (c->args[0]->kind == V_FUNC || c->args[0]->kind == V_CLASS))
		return ig_val_ref(c->j, "g:Function.prototype", 0);
	return unknown(c);
}

/* Object.keys and entries of a literal. */
static struct ig_val *r_object_keys(const struct ref_call *c)
{
	struct ig_val *o = c->n ? c->args[0] : NULL, **item;
	const bool entries = strstr(c->path, "entries") != NULL;
	uint32_t n = 0;

	if (o && o->kind == V_DICT) {
		item = ig_js_alloc(c->j, (o->n / 2 + 1) * sizeof(*item));
		for (uint32_t i = 0; i + 1 < o->n; i += 2)
			item[n++] = entries ? ig_val_list(c->j, o->u.item + i, 2) : o->u.item[i];
		return ig_val_list(c->j, item, n);
	}
	if (!o || o->kind != V_OBJ)
		return ig_val_unknown(c->j, o ? ig_val_taints(o) : 0);
	item = ig_js_alloc(c->j, 256 * sizeof(*item));
	for (uint32_t p = c->j->ast.node[o->u.node].child; p && n < 256; p = c->j->ast.node[p].next) {
		uint32_t key = p;
		struct ig_val *pair[2];

		if (c->j->ast.node[p].kind == K_PAIR)
			key = ig_ast_field(&c->j->ast, p, F_KEY);
		else if (c->j->ast.node[p].kind != K_SHORT)
			continue;
		pair[0] = key ? ig_eval_prop_name(c->j, key, o->env) : NULL;
		if (!pair[0])
			return unknown(c);
		pair[0] = ig_val_taint(c->j, ig_val_to_str(c->j, pair[0]), T_BUILT);
		if (entries) {
			pair[1] = ig_eval_member(c->j, o, pair[0]);
			pair[0] = ig_val_list(c->j, pair, 2);
		}
		item[n++] = pair[0];
	}
	return ig_val_list(c->j, item, n);
}

static struct ig_val *r_buffer_concat(const struct ref_call *c)
{
	struct ig_val *v = NULL;

	if (!c->n || c->args[0]->kind != V_LIST)
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0]->n; i++)
		v = v ? ig_eval_binary(c->j, OP_ADD, v, c->args[0]->u.item[i])
		      : c->args[0]->u.item[i];
	return v ? v : unknown(c);
}

static struct ig_val *r_atob(const struct ref_call *c)
{
	return arg_str(c, 0) ? from_base64(c, c->args[0]) : unknown(c);
}

static struct ig_val *r_btoa(const struct ref_call *c)
{
	char *p;

	if (!arg_str(c, 0))
		return unknown(c);
	p = ig_js_alloc(c->j, c->args[0]->n * 4 / 3 + 8);
	return ig_val_str(
	    c->j, p, ig_encode_base64(c->args[0]->u.s, c->args[0]->n, p), c->args[0]->taint);
}

static struct ig_val *r_percent(const struct ref_call *c)
{
	struct ig_val *v = c->n ? c->args[0] : NULL;
	char *p;

	if (!v || !ig_val_const(v))
		return unknown(c);
	p = ig_js_alloc(c->j, v->n + 8);
	return ig_val_str(c->j, p, ig_decode_percent(v->u.s, v->n, p),
	    memchr(v->u.s, '%', v->n) ? v->taint | T_DECODED : v->taint);
}

static struct ig_val *r_string(const struct ref_call *c)
{
	return c->n ? ig_val_to_str(c->j, c->args[0]) : ig_val_str(c->j, "", 0, 0);
}

static struct ig_val *r_parse_int(const struct ref_call *c)
{
	struct ig_val *v = c->n ? ig_val_to_str(c->j, c->args[0]) : NULL;
	double base = 0;
	char *end;
	long long r;

	if (!v || !ig_val_const(v) || (c->n > 1 && !ig_val_to_num(c->args[1], &base)))
		return unknown(c);
	if (base != 0 && (base < 2 || base > 36))
		return ig_val_num(c->j, NAN);
	if (base == 0)
		base = strncasecmp(v->u.s, "0x", 2) == 0 ? 16 : 10;
	r = strtoll(v->u.s, &end, (int)base);
	return ig_val_num(c->j, end == v->u.s ? NAN : (double)r);
}

static struct ig_val *r_number(const struct ref_call *c)
{
	double d;

	return c->n && ig_val_to_num(c->args[0], &d) ? ig_val_num(c->j, d) : unknown(c);
}

static struct ig_val *r_math(const struct ref_call *c)
{
	const char *name = strrchr(c->path, '.') + 1;
	double x = 0, y = 0;

	if (!c->n || !ig_val_to_num(c->args[0], &x) || (c->n > 1 && !ig_val_to_num(c->args[1], &y)))
		return unknown(c);
	switch (name[0]) {
	case 'f':
		return ig_val_num(c->j, floor(x));
	case 'c':
		return ig_val_num(c->j, ceil(x));
	case 't':
		return ig_val_num(c->j, trunc(x));
	case 'r':
		return strcmp(name, "round") == 0 ? ig_val_num(c->j, floor(x + 0.5)) : unknown(c);
	case 'a':
		return strcmp(name, "abs") == 0 ? ig_val_num(c->j, fabs(x)) : unknown(c);
	case 'm':
		return c->n == 2 ? ig_val_num(c->j, name[1] == 'a' ? fmax(x, y) : fmin(x, y))
				 : unknown(c);
	default:
		return unknown(c);
	}
}

/* Paths are joined as text: what matters is what they end in. */
static struct ig_val *r_join(const struct ref_call *c)
{
	struct ig_val *v = NULL, *slash = ig_val_str(c->j, "/", 1, 0);

	for (uint32_t i = 0; i < c->n; i++) {
		struct ig_val *a = c->args[i];

		/* resolve() starts anew at a root */
		if (v && strstr(c->path, "resolve") &&
		    (ig_val_is_home(a) || (a->kind == V_STR && a->u.s[0] == '/')))
			v = NULL;
		if (v)
			v = ig_eval_binary(c->j, OP_ADD, ig_eval_binary(c->j, OP_ADD, v, slash), a);
		else
			v = a;
	}
	return v ? ig_builtin_path(c->j, v) : unknown(c);
}

static struct ig_val *r_array_from(const struct ref_call *c)
{
	struct ig_val *v = c->n ? c->args[0] : NULL, *empty = ig_val_str(c->j, "", 0, 0);

	if (v && v->kind == V_STR)
		v = ig_builtin_method(c->j, v, "split", &empty, 1);
	if (v && v->kind == V_LIST && c->n > 1)
		v = ig_builtin_method(c->j, v, "map", c->args + 1, 1);
	return v ? v : unknown(c);
}

static struct ig_val *r_object_values(const struct ref_call *c)
{
	struct ig_val *o = c->n ? c->args[0] : NULL, **item;
	uint32_t n = 0;

	if (!o || o->kind != V_OBJ)
		return o && o->kind == V_LIST ? o : ig_val_unknown(c->j, o ? ig_val_taints(o) : 0);
	item = ig_js_alloc(c->j, 64 * sizeof(*item));
	for (uint32_t p = c->j->ast.node[o->u.node].child; p && n < 64; p = c->j->ast.node[p].next) {
		uint32_t value = p;

		if (c->j->ast.node[p].kind == K_PAIR)
			value = ig_ast_field(&c->j->ast, p, F_VALUE);
		if (value && c->j->ast.node[p].kind != K_SPREAD)
			item[n++] = ig_eval(c->j, value, o->env);
	}
	return ig_val_list(c->j, item, n);
}

/* A map that is made with its pairs is the list of them. */
static struct ig_val *r_map(const struct ref_call *c)
{
	return c->n && c->args[0]->kind == V_LIST && c->args[0]->n ? c->args[0] : NULL;
}

static struct ig_val *r_promise_all(const struct ref_call *c)
{
	return c->n ? c->args[0] : NULL;
}

static struct ig_val *r_json_parse(const struct ref_call *c)
{
	const char *s = arg_str(c, 0);
	struct ig_val *v;

	if (!s)
		return ig_val_unknown(
		    c->j, c->n ? ig_val_taints(c->args[0]) & ~(unsigned)T_PARTIAL : 0);
	v = ig_eval_json(c->j, s, c->args[0]->n);
	return v ? ig_val_taint(c->j, v, c->args[0]->taint & T_DECODED) : unknown(c);
}

struct ref_row {
	const char *path;
	ref_fn fn;
};

static const struct ref_row rows[] = {
    {"g:require", r_require}, {"g:import", r_require}, {"m:module._load", r_require},
    {"g:process.getBuiltinModule", r_require}, {"m:module.createRequire", r_create_require},
    {"m:module.createRequireFromPath", r_create_require}, {"g:Function", r_function},
    {"g:Proxy", r_first}, {"g:Map", r_map}, {"g:Set", r_map}, {"g:Promise.resolve", r_first}, {"g:Object.freeze", r_first},
    {"g:Object.seal", r_first}, {"g:Object.create", r_first}, {"g:structuredClone", r_first},
    {"g:Object", r_first}, {"m:util.promisify", r_first}, {"m:util.callbackify", r_first},
    {"m:util.deprecate", r_first}, {"g:Reflect.get", r_reflect_get},
    {"g:Object.getOwnPropertyDescriptor", r_descriptor},
    {"g:Reflect.apply", r_reflect_apply}, {"g:Reflect.construct", r_reflect_construct},
    {"g:String.fromCharCode", r_from_char_code}, {"g:String.fromCodePoint", r_from_char_code},
    {"g:Buffer.from", r_buffer}, {"g:Buffer", r_buffer},
    {"g:Uint8Array.from", r_buffer}, {"g:Uint8Array", r_buffer},
    {"g:Uint8Array.of", r_from_char_code}, {"g:Uint16Array.of", r_from_char_code},
    {"g:Uint16Array", r_buffer}, {"m:path.basename", r_basename},
    {"m:path.posix.basename", r_basename}, {"g:Object.assign", r_assign},
    {"g:Object.getPrototypeOf", r_prototype_of}, {"g:Reflect.getPrototypeOf", r_prototype_of},
    {"g:Object.keys", r_object_keys}, {"g:Object.entries", r_object_keys},
    {"g:Reflect.ownKeys", r_object_keys}, {"g:Object.getOwnPropertyNames", r_object_keys},
    {"g:Object.fromEntries", r_first}, {"g:Object.setPrototypeOf", r_assign},
    {"g:Buffer.concat", r_buffer_concat}, {"g:atob", r_atob}, {"m:buffer.atob", r_atob},
    {"g:btoa", r_btoa}, {"g:decodeURIComponent", r_percent}, {"g:decodeURI", r_percent},
    {"g:unescape", r_percent}, {"m:querystring.unescape", r_percent}, {"g:String", r_string},
    {"g:String.raw", r_string}, {"g:parseInt", r_parse_int}, {"g:Number.parseInt", r_parse_int},
    {"g:Number", r_number}, {"g:parseFloat", r_number}, {"g:BigInt", r_number},
    {"g:Math.floor", r_math}, {"g:Math.ceil", r_math}, {"g:Math.trunc", r_math},
    {"g:Math.round", r_math}, {"g:Math.abs", r_math}, {"g:Math.max", r_math},
    {"g:Math.min", r_math}, {"m:path.join", r_join}, {"m:path.resolve", r_join},
    {"m:path.posix.join", r_join}, {"m:path.normalize", r_join}, {"m:path.posix.resolve", r_join}, {"g:Array.from", r_array_from},
    {"g:Object.values", r_object_values}, {"g:Promise.all", r_promise_all},
    {"g:JSON.parse", r_json_parse}, {"g:TextDecoder().decode", r_decode},
    {"g:TextEncoder().encode", r_first}, {"m:util.TextDecoder().decode", r_decode},
    {"m:string_decoder.StringDecoder().write", r_first}, {"g:Symbol.for", r_string},
};

static bool any_secret(const struct ig_val *v)
{
	bool certain;

	for (uint32_t i = 0; v->kind == V_UNION && i < v->n; i++)
		if (any_secret(v->u.item[i]))
			return true;
	return v->kind == V_STR && ig_secret_path(v->u.s, &certain);
}

/* What the class of a call adds to its result. */
static unsigned result_taint(const struct ref_call *c, const struct ig_sink *s)
{
	if (!s)
		return 0;
	switch ((int)s->class) {
	case S_NET:
		return T_NET;
	case S_READ:
		if (c->n && any_secret(c->args[0]))
			return T_FILE | T_SECRET_FILE;
		return T_FILE;
	case S_ENV:
		return T_ENV_ALL;
	case S_DECODE:
		return T_UNPACKED;
	case S_HOST:
		return T_HOST;
	default:
		return 0;
	}
}

struct ig_val *ig_builtin_ref(struct ig_js *j, const char *path, unsigned taint,
    struct ig_val *this_value, struct ig_val **args, uint32_t n)
{
	const struct ref_call c = {j, path, taint, args, n};
	static const char marker[] = "g:Function()=";
	struct ig_val *v;

	(void)this_value;
	for (size_t i = 0; i < IG_COUNT(rows); i++) {
		if (strcmp(rows[i].path, path) == 0) {
			v = rows[i].fn(&c);
			return v;
		}
	}
	if (strncmp(path, marker, sizeof(marker) - 1) == 0)
		return ig_val_ref(j, path + sizeof(marker) - 1, taint);
	return NULL;
}

static struct ig_val *call_ref(struct ig_js *j, struct ig_val *f, struct ig_val **args, uint32_t n)
{
	const struct ref_call c = {j, f->u.s, f->taint, args, n};
	struct ig_val *v = ig_builtin_ref(j, f->u.s, f->taint, NULL, args, n);
	unsigned taint;
	char path[IG_EVAL_PATH + 4];

	if (v)
		return v;
	taint = (f->taint & ~(unsigned)(T_HIDDEN | T_LIST_SLOT)) |
	    result_taint(&c, ig_sink_find(f->u.s));
	/* What goes in may come out: JSON.stringify(process.env), zlib, crypto. */
	for (uint32_t i = 0; i < n; i++)
		taint |= ig_val_taints(args[i]) & ~(unsigned)(T_HIDDEN | T_LIST_SLOT | T_PARTIAL);
	if (f->n + 3 > IG_EVAL_PATH)
		return ig_val_unknown(j, taint);
	snprintf(path, sizeof(path), "%s()", f->u.s);
	return ig_val_ref(j, path, taint);
}

struct ig_val *ig_eval_call(struct ig_js *j, struct ig_val *f, struct ig_val *this_value,
    struct ig_val **args, uint32_t n)
{
	struct ig_val *u = NULL, **all;
	unsigned taint = f->taint & ~(unsigned)T_HIDDEN;

	switch (f->kind) {
	case V_UNION:
		for (uint32_t i = 0; i < f->n; i++)
			u = ig_val_union(j, u, ig_eval_call(j, f->u.item[i], this_value, args, n));
		return u ? u : ig_val_unknown(j, 0);
	case V_FUNC:
		return ig_follow_call(j, f, this_value, args, n);
	case V_BOUND:
		all = ig_js_alloc(j, (f->n + n) * sizeof(*all));
		memcpy(all, f->u.item + 1, (f->n - 1) * sizeof(*all));
		memcpy(all + f->n - 1, args, n * sizeof(*all));
		return ig_eval_call(j, f->u.item[0], this_value, all, f->n - 1 + n);
	case V_REF:
		return call_ref(j, f, args, n);
	default:
		for (uint32_t i = 0; i < n; i++)
			taint |= ig_val_taints(args[i]) & (T_SECRET | T_NET | T_FILE | T_ENV_SECRET);
		return ig_val_unknown(j, taint);
	}
}
