#include "config.h"
#include "core/preflight/eval.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/preflight/follow.h"

enum { EXTENDS = 8 };

static const struct ig_node *at(const struct ig_js *j, uint32_t n)
{
	return &j->ast.node[n];
}

static bool is_any(const char *s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(s, list[i]) == 0)
			return true;
	return false;
}

/* The global object by any of its names. */
static bool is_global_object(const char *path)
{
	static const char *const names[] = {"g:globalThis", "g:global", "g:window", "g:self",
	    "g:top", "g:parent", "g:frames", "g:GLOBAL", "g:root"};

	return is_any(path, names, IG_COUNT(names));
}

/* Functions and classes: what `constructor` of them is, is Function. */
static bool is_function_path(const char *path)
{
	const char *last = strrchr(path, '.');
	size_t n = strlen(path);

	if (n >= 12 && strcmp(path + n - 12, ".constructor") == 0)
		return true;
	if (strncmp(path, "g:", 2) != 0 || strchr(path, '('))
		return false;
	{ /* Math.max, [].at, JSON.parse: methods of the built-in objects */
		static const char *const owners[] = {"Math", "Object", "Array", "String", "JSON",
		    "Number", "Reflect", "Promise", "Date", "Function", "RegExp", "Symbol", "console"};
		size_t k = strcspn(path + 2, ".");

		for (size_t i = 0; path[2 + k] && i < IG_COUNT(owners); i++)
			if (strlen(owners[i]) == k && strncmp(path + 2, owners[i], k) == 0 &&
			    strcmp(last ? last + 1 : path, "prototype") != 0)
				return true;
	}
	last = last ? last + 1 : path + 2;
	if (*last >= 'A' && *last <= 'Z')
		return true;
	{
		static const char *const names[] = {"require", "eval", "setTimeout", "setInterval",
		    "setImmediate", "fetch", "parseInt", "parseFloat", "isNaN", "atob", "btoa",
		    "escape", "unescape", "alert", "queueMicrotask", "structuredClone"};

		return is_any(last, names, IG_COUNT(names));
	}
}

/* One name for what can be reached by several. */
static const struct {
	const char *path, *means;
} same_paths[] = {
    {"g:module.require", "g:require"},
    {"g:require.main.require", "g:require"},
    {"g:require.main", "g:module"},
    {"g:process.mainModule.require", "g:require"},
    {"g:process.mainModule", "g:module"},
    {"g:module.parent", "g:module"},
    {"g:module.constructor", "m:module"},
    {"m:module.Module", "m:module"},
    {"m:module.default", "m:module"},
    {"g:import.meta.require", "g:require"},
    {"m:module._cache", "g:require.cache"},
    {"m:module.prototype.require", "g:require"},
    {"m:process.env", "g:process.env"},
    {"m:process", "g:process"},
    {"m:globalThis", "g:globalThis"},
    {"m:fs.promises", "m:fs"},
    {"m:dns.promises", "m:dns"},
    {"m:buffer.Buffer", "g:Buffer"},
    {"m:timers.setTimeout", "g:setTimeout"},
    {"m:timers.setInterval", "g:setInterval"},
    {"m:timers.setImmediate", "g:setImmediate"},
    {"g:AsyncFunction", "g:Function"},
    {"g:Function.prototype.constructor", "g:Function"},
    {"g:import.meta.env", "g:process.env"},
    {"g:Deno.env", "g:process.env"},
    {"g:Bun.env", "g:process.env"},
};

static struct ig_val *ref_member(struct ig_js *j, struct ig_val *o, const char *key, unsigned taint)
{
	char path[2 * IG_EVAL_PATH];
	unsigned t = (o->taint | taint) & ~(unsigned)T_LIST_SLOT;
	const char *base = o->u.s;
	size_t n;

	if (strcmp(key, "constructor") == 0 && is_function_path(base) && strcmp(base, "g:module") != 0)
		return ig_val_ref(j, "g:Function", t | T_CHAIN);
	if (strncmp(base, "m:", 2) == 0 && strcmp(key, "default") == 0)
		return o;
	n = strlen(base);
	if (strncmp(base, "m:", 2) == 0 && n > 10 && strcmp(base + n - 10, ".prototype") == 0 &&
	    strncmp(base, "m:module.", 9) != 0)
		snprintf(path, sizeof(path), "%.*s().%s", (int)(n - 10), base, key);
	else if (is_global_object(base))
		snprintf(path, sizeof(path), "g:%s", key);
	else
		snprintf(path, sizeof(path), "%s.%s", base, key);
	if (strcmp(key, "require") == 0 && (strncmp(base, "g:require.cache", 15) == 0 ||
		strncmp(base, "g:module.children", 17) == 0))
		return ig_val_ref(j, "g:require", t | T_CHAIN);
	/* One variable is not the whole environment. */
	if (strcmp(base, "g:process.env") == 0)
		t &= ~(unsigned)T_ENV_ALL;
	if (is_global_object(path))
		return ig_val_ref(j, "g:globalThis", t);
	for (size_t i = 0; i < IG_COUNT(same_paths); i++)
		if (strcmp(path, same_paths[i].path) == 0)
			return ig_val_ref(j, same_paths[i].means, t);
	return ig_val_ref(j, path, t);
}

/* "12" or 12 as an index, -1 when it is none. */
static int64_t index_of(const struct ig_val *key)
{
	double d;

	if (key->kind == V_STR && (key->n == 0 || key->n > 9 || key->u.s[0] < '0' || key->u.s[0] > '9'))
		return -1;
	if (!ig_val_to_num(key, &d) || d < 0 || d != floor(d) || d > 1e9)
		return -1;
	return (int64_t)d;
}

static struct ig_val *list_member(struct ig_js *j, struct ig_val *o, struct ig_val *key)
{
	int64_t i = index_of(key);
	struct ig_val *u = NULL;
	char path[80];

	if (i >= 0)
		return i < o->n ? ig_val_taint(j, o->u.item[i], T_LIST_SLOT)
				: ig_val_new(j, V_UNDEF, 0);
	if (key->kind == V_STR && strcmp(key->u.s, "length") == 0)
		return ig_val_num(j, o->n);
	if (key->kind == V_STR && strcmp(key->u.s, "constructor") == 0)
		return ig_val_ref(j, "g:Array", 0);
	if (key->kind == V_STR && o->n == 1 && strcmp(key->u.s, "value") == 0)
		return o->u.item[0]; /* a property's descriptor */
	if (key->kind == V_STR && key->n < 40 && !ig_val_taints(o)) {
		snprintf(path, sizeof(path), "g:Array.prototype.%s", key->u.s);
		return ig_val_ref(j, path, key->taint & T_HIDDEN);
	}
	/* An index nobody knows: any of a few that matter. */
	if (key->kind == V_UNKNOWN)
		for (uint32_t k = 0; k < o->n && k < IG_EVAL_UNION; k++)
			if (o->u.item[k]->kind != V_STR && o->u.item[k]->kind != V_NUM)
				u = ig_val_union(j, u, o->u.item[k]);
	return u ? u : ig_val_unknown(j, ig_val_taints(o));
}

static struct ig_val *string_member(struct ig_js *j, struct ig_val *o, struct ig_val *key)
{
	int64_t i = index_of(key);
	int32_t c;
	char b[4];

	if (key->kind == V_STR && strcmp(key->u.s, "constructor") == 0)
		return ig_val_ref(j, "g:String", 0);
	if (o->taint & T_PARTIAL)
		return ig_val_unknown(j, o->taint & ~(unsigned)T_PARTIAL);
	if (key->kind == V_STR && strcmp(key->u.s, "length") == 0) {
		uint32_t n = 0;

		for (uint32_t k = 0; k < o->n; k++)
			n += (o->taint & T_BYTES) ? 1u : ((unsigned char)o->u.s[k] & 0xc0) != 0x80;
		return ig_val_num(j, n);
	}
	if (i < 0)
		return ig_val_unknown(j, o->taint);
	if (o->taint & T_BYTES)
		return i < o->n ? ig_val_num(j, (unsigned char)o->u.s[i]) : ig_val_new(j, V_UNDEF, 0);
	c = ig_builtin_char(o, (double)i);
	if (c < 0)
		return ig_val_new(j, V_UNDEF, 0);
	b[0] = (char)c;
	if (c < 0x80)
		return ig_val_str(j, b, 1, o->taint | T_BUILT);
	return ig_val_unknown(j, o->taint);
}

static bool key_is(struct ig_js *j, uint32_t prop, struct ig_env *env, const char *key)
{
	struct ig_val *v;

	if (at(j, prop)->kind == K_PROP || at(j, prop)->kind == K_SHORT)
		return ig_ast_atom_is(&j->ast, at(j, prop)->child, key);
	v = ig_eval_prop_name(j, prop, env);
	if (v && v->kind == V_NUM)
		v = ig_val_to_str(j, v);
	return v && v->kind == V_STR && strcmp(v->u.s, key) == 0;
}

/* A getter's value is what it returns. */
static struct ig_val *method_value(struct ig_js *j, uint32_t m, struct ig_env *env)
{
	struct ig_val *f = ig_eval(j, m, env);

	if (at(j, m)->op == OP_GET)
		return ig_follow_call(j, f, NULL, NULL, 0);
	return f;
}

static struct ig_val *object_member(struct ig_js *j, struct ig_val *o, const char *key)
{
	struct ig_val *found = NULL, *v;
	unsigned looked = 0;

	for (uint32_t c = at(j, o->u.node)->child; c && looked < 2000; c = at(j, c)->next, looked++) {
		uint32_t name;

		switch (at(j, c)->kind) {
		case K_PAIR:
			name = ig_ast_field(&j->ast, c, F_KEY);
			if (!name)
				name = ig_ast_field(&j->ast, c, F_NAME); /* of an enum */
			if (name && key_is(j, name, o->env, key))
				found = ig_eval(j, ig_ast_field(&j->ast, c, F_VALUE), o->env);
			break;
		case K_SHORT:
			if (ig_ast_atom_is(&j->ast, at(j, c)->child, key))
				found = ig_eval(j, c, o->env);
			break;
		case K_METHOD:
			name = ig_ast_field(&j->ast, c, F_NAME);
			if (name && key_is(j, name, o->env, key))
				found = method_value(j, c, o->env);
			break;
		case K_SPREAD:
			if (!at(j, c)->child)
				break;
			v = ig_eval_key(j, ig_eval(j, at(j, c)->child, o->env), key);
			if (v->kind != V_UNDEF && v->kind != V_UNKNOWN)
				found = v;
			break;
		default:
			break;
		}
	}
	j->steps += looked / 8;
	return found;
}

static uint32_t class_body(const struct ig_js *j, uint32_t class_node)
{
	return ig_ast_field(&j->ast, class_node, F_BODY);
}

/* The class that this one extends, 0: none known. */
static uint32_t class_parent(struct ig_js *j, uint32_t n, struct ig_env *env, struct ig_val **ret_other)
{
	for (uint32_t c = at(j, n)->child; c; c = at(j, c)->next) {
		uint32_t e;
		struct ig_val *v;

		if (at(j, c)->kind != K_HERITAGE || !at(j, c)->child)
			continue;
		e = at(j, c)->child; /* the grammar of TypeScript has a clause between */
		if (at(j, e)->kind == K_OTHER && at(j, e)->child)
			e = at(j, e)->child;
		v = ig_eval(j, e, env);
		if (v->kind == V_CLASS)
			return v->u.node;
		*ret_other = v;
	}
	return 0;
}

struct ig_val *ig_eval_class_member(
    struct ig_js *j, uint32_t n, const char *key, bool is_static, struct ig_env *env)
{
	struct ig_val *other = NULL;

	for (unsigned i = 0; n && i < EXTENDS; i++) {
		uint32_t body = class_body(j, n), value;
		unsigned looked = 0;

		for (uint32_t c = body ? at(j, body)->child : 0; c && looked < 1000;
		    c = at(j, c)->next, looked++) {
			uint32_t name = ig_ast_field(&j->ast, c, F_NAME);

			if (at(j, c)->kind != K_METHOD && at(j, c)->kind != K_FIELD)
				continue;
			if (!name)
				name = ig_ast_field(&j->ast, c, F_PROPERTY);
			if ((at(j, c)->flags & 1) != is_static || !name || !key_is(j, name, env, key))
				continue;
			if (at(j, c)->kind == K_METHOD)
				return method_value(j, c, env);
			value = ig_ast_field(&j->ast, c, F_VALUE);
			return value ? ig_eval(j, value, env) : NULL;
		}
		n = class_parent(j, n, env, &other);
	}
	return other && other->kind == V_REF ? ig_eval_key(j, other, key) : NULL;
}

static struct ig_val *function_name(struct ig_js *j, uint32_t name)
{
	const struct ig_node *t = at(j, name);

	return ig_val_str(j, j->ast.src + t->start, t->end - t->start, T_BUILT);
}

static struct ig_val *plain_member(struct ig_js *j, struct ig_val *o, const char *key, unsigned taint)
{
	struct ig_val *v = NULL;

	switch (o->kind) {
	case V_OBJ:
		v = object_member(j, o, key);
		if (!v && strcmp(key, "constructor") == 0)
			return ig_val_ref(j, "g:Object", 0);
		break;
	case V_INST:
	case V_CLASS:
		if (at(j, o->u.node)->kind == K_CLASS || at(j, o->u.node)->kind == K_CLASS_DECL)
			v = ig_eval_class_member(j, o->u.node, key, o->kind == V_CLASS, o->env);
		if (!v && strcmp(key, "constructor") == 0 && o->kind == V_CLASS)
			return ig_val_ref(j, "g:Function", T_CHAIN);
		if (!v && o->kind == V_INST)
			v = ig_follow_this(j, o->u.node, key);
		break;
	case V_DICT:
		for (uint32_t i = 0; i + 1 < o->n; i += 2)
			if (strcmp(o->u.item[i]->u.s, key) == 0)
				v = o->u.item[i + 1];
		break;
	case V_FUNC:
	case V_BOUND:
		if (o->kind == V_FUNC && strcmp(key, "name") == 0 &&
		    ig_ast_field(&j->ast, o->u.node, F_NAME))
			return function_name(j, ig_ast_field(&j->ast, o->u.node, F_NAME));
		if (strcmp(key, "__proto__") == 0)
			return ig_val_ref(j, "g:Function.prototype", T_CHAIN);
		if (strcmp(key, "constructor") == 0) /* how async functions are made by libraries */
			return ig_val_ref(j, "g:Function", 0);
		break;
	case V_NUM:
		if (strcmp(key, "constructor") == 0)
			return ig_val_ref(j, "g:Number", 0);
		break;
	case V_BOOL:
		if (strcmp(key, "constructor") == 0)
			return ig_val_ref(j, "g:Boolean", 0);
		break;
	case V_REGEX:
		if (strcmp(key, "source") == 0 && at(j, o->u.node)->end - at(j, o->u.node)->start > 2) {
			const struct ig_node *t = at(j, o->u.node);
			uint32_t e = t->end;

			while (e > t->start + 1 && j->ast.src[e - 1] != '/')
				e--;
			return ig_val_str(j, j->ast.src + t->start + 1, e - t->start - 2, T_BUILT);
		}
		if (strcmp(key, "constructor") == 0)
			return ig_val_ref(j, "g:RegExp", 0);
		break;
	case V_UNKNOWN:
		if (strcmp(key, "constructor") == 0)
			return ig_val_ref(j, "g:?.constructor", 0);
		break;
	default:
		break;
	}
	return v ? v : ig_val_unknown(j, taint);
}

/* A table of modules and functions asked by a name that nobody knows: any of them. */
static struct ig_val *any_value(struct ig_js *j, struct ig_val *o, unsigned taint)
{
	struct ig_val *u = NULL, *v;
	unsigned n = 0;

	for (uint32_t c = at(j, o->u.node)->child; c && n < 32; c = at(j, c)->next, n++) {
		uint32_t value = at(j, c)->kind == K_PAIR ? ig_ast_field(&j->ast, c, F_VALUE) : c;

		if (!value || (at(j, c)->kind != K_PAIR && at(j, c)->kind != K_SHORT))
			continue;
		v = ig_eval(j, value, o->env);
		if (v->kind == V_REF)
			u = ig_val_union(j, u, v);
	}
	return u ? ig_val_union(j, u, ig_val_unknown(j, taint)) : ig_val_unknown(j, taint);
}

static struct ig_val *member(struct ig_js *j, struct ig_val *o, struct ig_val *key)
{
	unsigned taint = ig_val_taints(o) & ~(unsigned)(T_HIDDEN | T_LIST_SLOT | T_PARTIAL);
	struct ig_val *u = NULL, *v;

	if (o->kind == V_UNION) {
		for (uint32_t i = 0; i < o->n; i++)
			u = ig_val_union(j, u, ig_eval_member(j, o->u.item[i], key));
		return u ? u : ig_val_unknown(j, taint);
	}
	if (key->kind == V_UNION) {
		for (uint32_t i = 0; i < key->n; i++)
			u = ig_val_union(j, u, ig_eval_member(j, o, key->u.item[i]));
		return u ? u : ig_val_unknown(j, taint);
	}
	if (o->kind == V_LIST)
		return list_member(j, o, key);
	if (o->kind == V_STR)
		return string_member(j, o, key);
	v = ig_val_to_str(j, key);
	if (o->kind == V_OBJ && (v->kind != V_STR || (v->taint & T_PARTIAL)))
		return any_value(j, o, taint);
	if (v->kind != V_STR || (v->taint & T_PARTIAL))
		return ig_val_unknown(j, taint);
	if (o->kind == V_REF)
		return ref_member(j, o, v->u.s, key->taint & (T_HIDDEN | T_LIST_SLOT));
	v = plain_member(j, o, v->u.s, taint);
	return v;
}

struct ig_val *ig_eval_member(struct ig_js *j, struct ig_val *o, struct ig_val *key)
{
	struct ig_val *v;

	/* x = {...x, y} holds itself: what is asked of it goes round. */
	if (j->depth >= IG_EVAL_DEPTH || ++j->steps > j->max_steps) {
		j->cut = true;
		return ig_val_unknown(j, 0);
	}
	j->depth++;
	v = member(j, o, key);
	j->depth--;
	return v;
}

struct ig_val *ig_eval_key(struct ig_js *j, struct ig_val *object, const char *key)
{
	return ig_eval_member(j, object, ig_val_str(j, key, strlen(key), 0));
}

unsigned ig_object_taints(struct ig_js *j, const struct ig_val *o, unsigned depth)
{
	unsigned t = 0, looked = 0;

	for (uint32_t c = at(j, o->u.node)->child; c && looked < 100; c = at(j, c)->next, looked++) {
		uint32_t value = c;
		struct ig_val *v;

		if (at(j, c)->kind == K_PAIR)
			value = ig_ast_field(&j->ast, c, F_VALUE);
		else if (at(j, c)->kind == K_SPREAD)
			value = at(j, c)->child;
		else if (at(j, c)->kind != K_SHORT)
			continue;
		if (!value)
			continue;
		v = ig_eval(j, value, o->env);
		t |= ig_val_taints(v);
		if (ig_val_is_ref(v, "g:process.env"))
			t |= T_ENV_ALL;
		if (v->kind == V_OBJ && depth)
			t |= ig_object_taints(j, v, depth - 1);
	}
	return t & ~(unsigned)(T_HIDDEN | T_PARTIAL | T_LIST_SLOT);
}

struct ig_val *ig_eval_class_base(struct ig_js *j, uint32_t class_node)
{
	struct ig_val *other = NULL;

	for (unsigned i = 0; class_node && i < EXTENDS; i++)
		class_node = class_parent(j, class_node, NULL, &other);
	return other;
}
