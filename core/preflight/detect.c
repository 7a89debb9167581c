#include "config.h"
#include "core/preflight/detect.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/preflight/eval.h"
#include "core/preflight/follow.h"
#include "core/preflight/js.h"

enum { MANGLED_NAMES = 12, NESTED = 20, TOLD = 1024 };

static const struct ig_node *at(const struct ig_js *j, uint32_t n)
{
	return &j->ast.node[n];
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

/* One place may be reached by several calls; it is told once for each value. */
static bool told_before(
    struct ig_js *j, uint32_t node, const struct ig_rule *rule, const char *value)
{
	uint64_t h = mix(mix(1, node), (uint64_t)(rule - ig_rules));

	for (const char *p = value; p && *p; p++)
		h = mix(h, (unsigned char)*p);
	if (!j->told)
		j->told = ig_calloc(TOLD, sizeof(*j->told));
	for (uint32_t i = 0; i < j->told_n; i++)
		if (j->told[i] == h)
			return true;
	if (j->told_n < TOLD)
		j->told[j->told_n++] = h;
	return false;
}

void ig_detect_tell(struct ig_js *j, uint32_t node, uint32_t point, const struct ig_rule *rule,
    enum ig_severity severity, enum ig_confidence confidence, const char *value, const char *fmt, ...)
{
	char message[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (told_before(j, node, rule, value))
		return;
	j->scan->point = point ? at(j, point)->start : SIZE_MAX;
	ig_scan_tell(j->scan, rule, severity, confidence, at(j, node)->start, at(j, node)->end, value,
	    "%s", message);
	j->scan->point = SIZE_MAX;
}

/* --- modules -------------------------------------------------------------------------------- */

static const struct ig_rule *import_rule(enum ig_sink_class c)
{
	switch ((int)c) {
	case S_EXEC:
		return IG_RULE(EXEC_IMPORT);
	case S_NET:
		return IG_RULE(NET_IMPORT);
	case S_READ:
		return IG_RULE(FS_IMPORT);
	case S_BINDING:
		return IG_RULE(NATIVE_LOAD);
	case S_WORKER:
		return IG_RULE(WORKER_USE);
	case S_EVAL:
		return IG_RULE(EVAL_CALL);
	default:
		return NULL;
	}
}

void ig_detect_module(struct ig_js *j, uint32_t node, const char *name, unsigned taint)
{
	const char *bare = strncmp(name, "node:", 5) == 0 ? name + 5 : name;
	char base[64];
	enum ig_sink_class c;
	const struct ig_rule *rule;

	snprintf(base, sizeof(base), "%s", bare);
	if (strcmp(base + (strlen(base) > 9 ? strlen(base) - 9 : 0), "/promises") == 0)
		base[strlen(base) - 9] = '\0';
	c = ig_module_class(base);
	rule = import_rule(c);
	if (!rule)
		return;
	if (taint & T_HIDDEN)
		ig_detect_tell(j, node, 0, IG_RULE(LOAD_HIDDEN),
		    c == S_READ || c == S_NET ? IG_SEV_MEDIUM : IG_SEV_HIGH, IG_CONF_CERTAIN, name,
		    "loads %s by a name that is %s", bare,
		    taint & T_DECODED ? "decoded at run time"
				      : taint & T_ESCAPED ? "written in escapes"
							  : "put together at run time");
	ig_detect_tell(j, node, 0, rule, c == S_EVAL ? IG_SEV_INFO : rule->severity, IG_CONF_CERTAIN,
	    name, "loads %s", bare);
}

static void import_statement(struct ig_js *j, uint32_t n)
{
	uint32_t source = ig_ast_field(&j->ast, n, F_SOURCE), clause = at(j, n)->child;
	struct ig_val *v;

	if (clause && at(j, clause)->kind == K_IMPORT_REQUIRE)
		source = ig_ast_field(&j->ast, clause, F_SOURCE);
	if (!source)
		return;
	v = ig_eval_root(j, source);
	if (!ig_val_const(v))
		return;
	if (strncmp(v->u.s, "http://", 7) == 0 || strncmp(v->u.s, "https://", 8) == 0)
		ig_detect_tell(j, n, 0, IG_RULE(EVAL_REMOTE), IG_SEV_CRITICAL, IG_CONF_CERTAIN, v->u.s,
		    "loads a module from the network");
	else
		ig_detect_module(j, n, v->u.s, v->taint);
}

/* --- text that is run ----------------------------------------------------------------------- */

struct nested {
	struct ig_js *j;
	uint32_t node;
	unsigned count;
};

static void nested_found(const struct ig_finding *f, void *user)
{
	struct nested *in = user;

	if (f->rule->capability == IG_CAP_GAP || in->count++ >= NESTED)
		return;
	ig_detect_tell(in->j, in->node, 0, f->rule, f->severity, f->confidence,
	    f->value ? f->value : f->excerpt, "in the text it runs: %s", f->message);
}

void ig_detect_text(struct ig_js *j, uint32_t node, const char *code, size_t n)
{
	struct nested in = {.j = j, .node = node};
	struct ig_scan sub = {.path = j->scan->path, .kind = IG_KIND_JS, .src = code, .n = n,
	    .found = nested_found, .user = &in, .depth = j->scan->depth + 1, .point = SIZE_MAX};

	if (n < 8 || n > IG_EVAL_STR || sub.depth > IG_SCAN_DEPTH)
		return;
	ig_js_scan(&sub);
	free(sub.line);
}

/* --- the environment -------------------------------------------------------------------------- */

void ig_detect_env(struct ig_js *j, uint32_t node, const char *name, unsigned taint)
{
	struct ig_facts *f = j->facts;
	size_t n = strcspn(name, ".(");
	char var[64];

	if (n == 0 || n >= sizeof(var))
		return;
	memcpy(var, name, n);
	var[n] = '\0';
	for (uint32_t i = 0; i < f->env_seen && i < IG_COUNT(f->seen); i++)
		if (strcmp(f->seen[i].name, var) == 0)
			return;
	if (f->env_seen < IG_COUNT(f->seen))
		memcpy(f->seen[f->env_seen++].name, var, n + 1);
	if (taint & (T_DECODED | T_ESCAPED) || ((taint & T_BUILT) && ig_secret_env(var)))
		ig_detect_tell(j, node, 0, IG_RULE(ENV_SECRET), IG_SEV_HIGH, IG_CONF_CERTAIN, var,
		    "reads the environment variable %s by a hidden name", var);
	else if (ig_secret_env(var))
		ig_detect_tell(j, node, 0, IG_RULE(ENV_SECRET), IG_SEV_LOW, IG_CONF_CERTAIN, var,
		    "reads the secret %s from the environment", var);
	else
		ig_detect_tell(j, node, 0, IG_RULE(ENV_READ), IG_SEV_INFO, IG_CONF_CERTAIN, var,
		    "reads the environment variable %s", var);
}

/* Is the environment used as a whole here, not just by one of its names? */
static bool used_whole(const struct ig_js *j, uint32_t n, enum ig_severity *ret)
{
	uint32_t p = at(j, n)->parent;

	while (at(j, p)->kind == K_CAST || at(j, p)->kind == K_PAREN) {
		n = p;
		p = at(j, p)->parent;
	}
	*ret = IG_SEV_LOW;
	switch (at(j, p)->kind) {
	case K_ARGS:
		*ret = IG_SEV_MEDIUM;
		return true;
	case K_SPREAD:
	case K_RETURN:
	case K_ARRAY:
	case K_TEMPLATE_SUB:
		return true;
	case K_PAIR:
		return at(j, n)->field == F_VALUE;
	case K_FOR_IN:
		*ret = IG_SEV_MEDIUM;
		return at(j, n)->field == F_RIGHT;
	default:
		return false;
	}
}

static void env_access(struct ig_js *j, uint32_t n)
{
	uint32_t object = ig_ast_field(&j->ast, n, F_OBJECT);
	struct ig_val *v;

	if (!object)
		return;
	v = ig_eval_root(j, n);
	for (uint32_t i = 0; v->kind == V_UNION && i < v->n; i++)
		if (v->u.item[i]->kind == V_REF && strncmp(v->u.item[i]->u.s, "g:process.env", 13) == 0)
			v = v->u.item[i];
	if (v->kind == V_REF && strncmp(v->u.s, "g:process.env.", 14) == 0) {
		struct ig_val *o = ig_eval_root(j, object);

		/* process.env.X.trim is still one reading of X: told where X is. */
		if (ig_val_is_ref(o, "g:process.env") || o->kind == V_UNION)
			ig_detect_env(j, n, v->u.s + 14, v->taint);
		return;
	}
	if (v->kind == V_UNKNOWN && at(j, n)->kind == K_SUBSCRIPT &&
	    ig_val_is_ref(ig_eval_root(j, object), "g:process.env"))
		ig_detect_tell(j, n, 0, IG_RULE(ENV_READ), IG_SEV_LOW, IG_CONF_CERTAIN, NULL,
		    "reads an environment variable whose name is computed at run time");
}

static void env_whole(struct ig_js *j, uint32_t n)
{
	enum ig_severity severity;
	struct ig_val *v;

	if (!used_whole(j, n, &severity))
		return;
	v = ig_eval_root(j, n);
	if (!ig_val_is_ref(v, "g:process.env"))
		return;
	j->facts->env_dump = n;
	ig_detect_tell(j, n, 0, IG_RULE(ENV_ALL), severity, IG_CONF_CERTAIN, NULL,
	    "takes the whole environment");
}

/* --- assignments ------------------------------------------------------------------------------- */

static void loader_patch(struct ig_js *j, uint32_t n)
{
	static const char *const loaders[] = {"m:module._load", "m:module._resolveFilename",
	    "m:module._extensions.", "g:require.extensions.", "g:require.cache.",
	    "m:module._findPath", "m:module.wrap", "m:module.wrapper", "m:module._compile", "m:module.prototype._compile"};
	uint32_t left = ig_eval_strip(j, ig_ast_field(&j->ast, n, F_LEFT));
	const struct ig_sink *s;
	struct ig_val *o, *k, *v;

	if (!left || (at(j, left)->kind != K_MEMBER && at(j, left)->kind != K_SUBSCRIPT))
		return;
	o = ig_eval_root(j, ig_ast_field(&j->ast, left, F_OBJECT));
	if (o->kind != V_REF || (strncmp(o->u.s, "m:", 2) != 0 && strncmp(o->u.s, "g:re", 4) != 0))
		return;
	k = ig_eval_prop_name(j, ig_ast_field(&j->ast, left,
		at(j, left)->kind == K_MEMBER ? F_PROPERTY : F_INDEX), NULL);
	v = k ? ig_eval_member(j, o, k) : o;
	if (v->kind == V_UNKNOWN) /* a computed extension or a path of the cache */
		v = ig_eval_key(j, o, "?");
	if (v->kind != V_REF)
		return;
	for (size_t i = 0; i < IG_COUNT(loaders); i++)
		if (strncmp(v->u.s, loaders[i], strlen(loaders[i])) == 0) {
			ig_detect_tell(j, n, 0, IG_RULE(LOADER_PATCH), IG_SEV_MEDIUM, IG_CONF_CERTAIN,
			    v->u.s + 2, "replaces part of the module loader: %s", v->u.s + 2);
			return;
		}
	s = ig_sink_find(v->u.s);
	if (s && strncmp(v->u.s, "m:", 2) == 0 && (s->class == S_NET || s->class == S_EXEC ||
	    s->class == S_READ || s->class == S_WRITE))
		ig_detect_tell(j, n, 0, IG_RULE(LOADER_PATCH), IG_SEV_MEDIUM, IG_CONF_CERTAIN,
		    v->u.s + 2, "replaces a function of a module: %s", v->u.s + 2);
}

void ig_detect_node(struct ig_js *j, uint32_t n)
{
	switch (at(j, n)->kind) {
	case K_CALL:
	case K_NEW:
		ig_detect_call(j, n);
		break;
	case K_IMPORT_STMT:
	case K_EXPORT:
		import_statement(j, n);
		break;
	case K_MEMBER:
	case K_SUBSCRIPT:
		env_access(j, n);
		env_whole(j, n);
		break;
	case K_IDENT:
	case K_SHORT:
		env_whole(j, n);
		break;
	case K_ASSIGN:
		loader_patch(j, n);
		break;
	default:
		break;
	}
}

/* --- the whole file ---------------------------------------------------------------------------- */

static void destructured(struct ig_js *j)
{
	for (uint32_t b = 1; b < j->sc.bindings; b++) {
		for (uint32_t d = j->sc.binding[b].first; d; d = j->sc.def[d].next) {
			const struct ig_def *def = &j->sc.def[d];
			uint32_t step = def->path;
			struct ig_val *v;

			if (def->kind != D_EXPR || !step || !def->node)
				continue;
			v = ig_eval_root(j, def->node);
			if (j->sc.step[step].prev && v->kind == V_REF) { /* {env: {X}} = process */
				v = ig_follow_path(j, v, step, NULL);
				if (v->kind == V_REF && strncmp(v->u.s, "g:process.env.", 14) == 0)
					ig_detect_env(j, def->at, v->u.s + 14, v->taint);
				continue;
			}
			if (!ig_val_is_ref(v, "g:process.env"))
				continue;
			if (j->sc.step[step].kind == STEP_KEY) {
				const struct ig_atom *t = &j->ast.atom[j->sc.step[step].arg];
				char name[64];

				snprintf(name, sizeof(name), "%.*s", (int)t->n, t->s);
				ig_detect_env(j, def->at, name, 0);
			} else if (j->sc.step[step].kind == STEP_COMPUTED) {
				struct ig_val *k = ig_eval_root(j, j->sc.step[step].arg);

				if (ig_val_const(k))
					ig_detect_env(j, def->at, k->u.s, k->taint);
			}
		}
	}
}

static void mangled(struct ig_js *j)
{
	unsigned n = 0;
	uint32_t first = 0;

	for (uint32_t i = 1; i < j->ast.atoms && n < MANGLED_NAMES; i++) {
		const struct ig_atom *t = &j->ast.atom[i];

		if (t->n > 4 && memcmp(t->s, "_0x", 3) == 0)
			n++;
	}
	if (n < MANGLED_NAMES)
		return;
	for (uint32_t i = 1; i < j->ast.n && !first; i++)
		if (at(j, i)->kind == K_IDENT && at(j, i)->end - at(j, i)->start > 4 &&
		    memcmp(j->ast.src + at(j, i)->start, "_0x", 3) == 0)
			first = i;
	ig_detect_tell(j, first, 0, IG_RULE(OBFUSCATED), IG_SEV_MEDIUM, IG_CONF_CERTAIN, NULL,
	    "the names in this file were mangled by an obfuscator");
}

static void chains(struct ig_js *j)
{
	const struct ig_facts *f = j->facts;

	if (f->secret_read && f->net)
		ig_detect_tell(j, f->net, 0, IG_RULE(NET_EXFIL), IG_SEV_CRITICAL, IG_CONF_POSSIBLE,
		    f->secret, "the file reads %s and talks to the network", f->secret);
	if (f->shell && f->net)
		ig_detect_tell(j, f->shell, 0, IG_RULE(EXEC_SHELL_BAD), IG_SEV_CRITICAL, IG_CONF_LIKELY,
		    NULL, "the file starts a shell that waits for commands, and talks to the network");
	if (f->net_write && (f->exec || f->chmod_exec)) {
		bool temp = strstr(f->net_file, "tmp") != NULL || strstr(f->net_file, "/.") != NULL;

		ig_detect_tell(j, f->exec ? f->exec : f->chmod_exec, 0, IG_RULE(DOWNLOAD_EXEC),
		    f->suspect_net || (f->program && f->net_file[0] && !strcmp(f->program, f->net_file))
			? IG_SEV_CRITICAL : temp ? IG_SEV_HIGH : IG_SEV_MEDIUM,
		    IG_CONF_LIKELY, f->net_file[0] ? f->net_file : NULL,
		    "the file writes what it downloads and runs a program");
	}
}

void ig_detect_end(struct ig_js *j)
{
	destructured(j);
	mangled(j);
	chains(j);
}
