#include "config.h"
#include "core/preflight/detect-sink.h"

#include <stdio.h>
#include <string.h>

#include "core/preflight/eval.h"
#include "core/preflight/follow.h"

enum { FOLLOW_DEPTH = 3, FOLLOWS = 400, FOLLOW_NODES = 3000 };

static const struct ig_node *at(const struct ig_js *j, uint32_t n)
{
	return &j->ast.node[n];
}

/* A dangerous function that is handed to another to be called: [x].forEach(eval). */
static void passed_on(const struct ig_hit *h)
{
	for (uint32_t i = 0; i < h->n; i++) {
		const struct ig_val *v = h->args[i];
		const struct ig_sink *s;

		if (v->kind == V_BOUND)
			v = v->u.item[0];
		s = v->kind == V_REF ? ig_sink_find(v->u.s) : NULL;

		if (!s || (s->class != S_EXEC && s->class != S_EVAL))
			continue;
		if (s->class == S_EXEC)
			TELL(h, EXEC_CALL, h->args[i]->taint & T_HIDDEN ? IG_SEV_HIGH : IG_SEV_MEDIUM,
			    IG_CONF_LIKELY, NULL, "hands on a function that %s: %s", s->what,
			    v->u.s + 2);
		else
			TELL(h, EVAL_CALL, v->taint & (T_DECODED | T_ESCAPED) ? IG_SEV_HIGH : IG_SEV_MEDIUM,
			    IG_CONF_LIKELY, NULL, "hands on a function that %s: %s", s->what,
			    v->u.s + 2);
	}
}

static bool wraps_only(const char *path)
{
	static const char *const wrap[] = {"m:util.promisify", "m:util.callbackify", "g:Proxy",
	    "g:Reflect.get", "g:Object.freeze", "g:Promise.resolve", "m:util.deprecate",
	    "g:Reflect.apply", "g:Reflect.construct", "g:Object.getOwnPropertyDescriptor"};

	for (size_t i = 0; i < IG_COUNT(wrap); i++)
		if (strcmp(path, wrap[i]) == 0)
			return true;
	return false;
}

static void call_value(struct ig_hit *h, struct ig_val *f, unsigned depth);
static void detect_in(struct ig_js *j, uint32_t n, struct ig_env *env, unsigned depth);

/* f.call(x, ...), Reflect.apply(f, x, [...]): the call behind it. */
static bool unwrap(struct ig_hit *h, struct ig_val *f, unsigned depth)
{
	size_t n = f->n;
	struct ig_hit inner = *h;
	struct ig_val *base, *list;

	if (strcmp(f->u.s, "g:Function.prototype.call.call") == 0 ||
	    strcmp(f->u.s, "g:Function.prototype.apply.call") == 0) {
		if (h->n < 2)
			return true;
		inner.args = h->args + 2;
		inner.n = h->n - 2;
		call_value(&inner, h->args[0], depth + 1);
		return true;
	}
	if (strcmp(f->u.s, "g:Reflect.apply") == 0 || strcmp(f->u.s, "g:Reflect.construct") == 0) {
		uint32_t skip = f->u.s[10] == 'a' ? 2 : 1;

		if (h->n < 1)
			return true;
		list = h->n > skip ? h->args[skip] : NULL;
		inner.n = list && list->kind == V_LIST ? list->n : 0;
		inner.args = list && list->kind == V_LIST ? list->u.item : h->args;
		call_value(&inner, h->args[0], depth + 1);
		return true;
	}
	if (n > 5 && strcmp(f->u.s + n - 5, ".call") == 0) {
		base = ig_val_refn(h->j, f->u.s, n - 5, f->taint);
		inner.args = h->args + (h->n > 0);
		inner.n = h->n ? h->n - 1 : 0;
	} else if (n > 6 && strcmp(f->u.s + n - 6, ".apply") == 0) {
		base = ig_val_refn(h->j, f->u.s, n - 6, f->taint);
		list = h->n > 1 ? h->args[1] : NULL;
		inner.n = list && list->kind == V_LIST ? list->n : 0;
		inner.args = list && list->kind == V_LIST ? list->u.item : h->args;
	} else {
		return false;
	}
	call_value(&inner, base, depth + 1);
	return true;
}

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* A module taken out of the cache has lost its name; its functions have not. */
static bool is_exec_name(const char *path)
{
	static const char *const names[] = {".exec", ".execSync", ".execFile", ".execFileSync", ".spawn",
	    ".spawnSync", ".fork"};

	for (size_t i = 0; i < IG_COUNT(names); i++)
		if (ends_in(path, names[i]))
			return true;
	return false;
}

static void call_ref(struct ig_hit *h, struct ig_val *f, unsigned depth)
{
	if (unwrap(h, f, depth))
		return;
	h->path = f->u.s;
	h->taint = f->taint;
	h->args_taint = 0;
	for (uint32_t i = 0; i < h->n; i++) {
		h->args_taint |= ig_val_taints(h->args[i]);
		if (ig_val_is_ref(h->args[i], "g:process.env"))
			h->args_taint |= T_ENV_ALL;
	}
	h->sink = ig_sink_find(h->path);
	if (h->sink) {
		ig_detect_sink(h);
	} else if ((f->taint & T_NET) && (h->args_taint & T_SECRET)) {
		/* request.write(secret), socket.send(secret) */
		TELL(h, NET_EXFIL, IG_SEV_CRITICAL, IG_CONF_LIKELY, NULL, "sends %s out: %s",
		    h->args_taint & T_SECRET_FILE ? "a secret file" : "the environment", name_of(h));
	} else if ((f->taint & T_NET) && h->n && h->args[0]->kind == V_REF && ends_in(h->path, ".pipe") &&
	    strncmp(h->args[0]->u.s, "m:fs.createWriteStream()", 24) == 0) {
		h->j->facts->net_write = h->node;
		if (!h->j->facts->net_file)
			h->j->facts->net_file = h->j->facts->stream ? h->j->facts->stream : "";
	} else if (strncmp(h->path, "g:require.cache", 15) == 0 && is_exec_name(h->path)) {
		h->sink = ig_sink_find("m:child_process.?");
		h->taint |= T_CHAIN;
		ig_detect_exec(h);
	} else if (strncmp(h->path, "m:child_process.", 16) == 0 && !strpbrk(h->path + 16, ".(") &&
	    !ends_in(h->path, ".then") && !ends_in(h->path, ".catch") &&
	    !ends_in(h->path, ".finally")) {
		h->sink = ig_sink_find("m:child_process.?");
		ig_detect_exec(h);
	}
	if (!wraps_only(h->path))
		passed_on(h);
}

static void call_value(struct ig_hit *h, struct ig_val *f, unsigned depth)
{
	struct ig_hit inner = *h;
	struct ig_val **all;

	if (depth > 4)
		return;
	switch (f->kind) {
	case V_UNION:
		for (uint32_t i = 0; i < f->n; i++) {
			inner = *h;
			call_value(&inner, f->u.item[i], depth + 1);
		}
		break;
	case V_BOUND:
		all = ig_js_alloc(h->j, (f->n + h->n) * sizeof(*all));
		memcpy(all, f->u.item + 1, (f->n - 1) * sizeof(*all));
		memcpy(all + f->n - 1, h->args, h->n * sizeof(*all));
		inner.args = all;
		inner.n = f->n - 1 + h->n;
		call_value(&inner, f->u.item[0], depth + 1);
		break;
	case V_REF:
		call_ref(&inner, f, depth);
		break;
	case V_UNKNOWN:
		inner.path = "?:a function";
		passed_on(&inner);
		break;
	default:
		break;
	}
}

/* Is this worth following into a function: a module, a function that matters, its name? */
static bool interesting(const struct ig_val *v)
{
	const char *s = ig_val_const(v);

	if (v->kind == V_REF)
		return strncmp(v->u.s, "m:", 2) == 0 || ig_sink_find(v->u.s) != NULL;
	if (v->kind == V_UNION)
		for (uint32_t i = 0; i < v->n; i++)
			if (interesting(v->u.item[i]))
				return true;
	if (!s)
		return false;
	if (strncmp(s, "node:", 5) == 0)
		s += 5;
	return ig_module_class(s) != S_NONE;
}

/* The calls in a function of this file, its names bound to what it is called with. */
static void follow_into(struct ig_js *j, struct ig_val *f, struct ig_val **args, uint32_t n,
    unsigned depth)
{
	uint32_t body = ig_ast_field(&j->ast, f->u.node, F_BODY), end, looked = 0;
	struct ig_env *env;
	bool worth = false;

	for (const struct ig_env *e = f->env; e && !worth; e = e->up)
		for (uint32_t i = 0; i < e->n_args && !worth; i++)
			worth = interesting(e->args[i]);
	for (uint32_t i = 0; i < n && !worth; i++)
		worth = interesting(args[i]);
	if (!body || !worth || depth > FOLLOW_DEPTH || j->followed > FOLLOWS)
		return;
	j->followed++;
	env = ig_follow_env(j, f, args, n);
	end = at(j, body)->end;
	for (uint32_t i = body; i < j->ast.n && at(j, i)->start < end && looked < FOLLOW_NODES;
	    i++, looked++)
		if (at(j, i)->kind == K_CALL || at(j, i)->kind == K_NEW)
			detect_in(j, i, env, depth + 1);
}

static void detect_in(struct ig_js *j, uint32_t n, struct ig_env *env, unsigned depth)
{
	struct ig_hit h = {.j = j, .node = n};
	uint32_t callee = ig_eval_strip(j, ig_ast_field(&j->ast, n,
			      at(j, n)->kind == K_NEW ? F_CONSTRUCTOR : F_FUNCTION));
	struct ig_val *f, *o;

	if (!callee)
		return;
	if (at(j, callee)->kind == K_MEMBER)
		h.point = ig_ast_field(&j->ast, callee, F_PROPERTY);
	if (at(j, callee)->kind == K_IMPORT)
		f = ig_val_ref(j, "g:import", 0);
	else
		f = ig_eval_root_in(j, callee, env);
	if (f->kind == V_CLASS) {
		f = ig_eval_class_base(j, f->u.node); /* class X extends Function */
		if (!f || f->kind != V_REF)
			return;
	}
	if (f->kind == V_OBJ || f->kind == V_INST)
		return;
	j->steps = 0;
	h.args = ig_eval_args(j, n, env, &h.n);
	if (f->kind == V_FUNC) {
		follow_into(j, f, h.args, h.n, depth);
		return;
	}
	/* x.call() on what is no path: the function itself decides. */
	if (f->kind == V_UNKNOWN && at(j, callee)->kind == K_MEMBER) {
		o = ig_eval_root_in(j, ig_ast_field(&j->ast, callee, F_OBJECT), env);
		if (o->kind == V_BOUND)
			f = o;
	}
	call_value(&h, f, 0);
}

void ig_detect_call(struct ig_js *j, uint32_t n)
{
	detect_in(j, n, NULL, 0);
}
