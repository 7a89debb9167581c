#include "config.h"
#include "core/preflight/detect.h"

#include <stdio.h>
#include <string.h>

#include "core/preflight/eval.h"
#include "core/preflight/follow.h"

enum { FOLLOW_DEPTH = 3, FOLLOWS = 400, FOLLOW_NODES = 3000 };

/* One call whose callee is known by path. */
struct hit {
	struct ig_js *j;
	uint32_t node, point;
	const char *path;
	unsigned taint; /* of the callee */
	struct ig_val **args;
	uint32_t n;
	const struct ig_sink *sink;
	unsigned args_taint;
};

static const struct ig_node *at(const struct ig_js *j, uint32_t n)
{
	return &j->ast.node[n];
}

static const char *shown(const struct ig_val *v)
{
	return v && (v->kind == V_STR) ? v->u.s : NULL;
}

static const struct ig_val *sink_arg(const struct hit *h)
{
	int i = h->sink->arg;

	if (i == -1)
		return h->n ? h->args[h->n - 1] : NULL;
	return i >= 0 && (uint32_t)i < h->n ? h->args[i] : NULL;
}

/* "child_process.exec" */
static const char *name_of(const struct hit *h)
{
	return h->path + 2;
}

static const char *how_hidden(unsigned taint)
{
	if (taint & T_DECODED)
		return "decoded at run time";
	if (taint & T_CHAIN)
		return "reached by a way around its name";
	if (taint & T_ESCAPED)
		return "written in escapes";
	return "put together at run time";
}

#define TELL(h, rule, sev, conf, value, ...)                                                       \
	ig_detect_tell((h)->j, (h)->node, (h)->point, IG_RULE(rule), sev, conf, value, __VA_ARGS__)

/* The command as one text: spawn("sh", ["-c", "..."]) as "sh -c ...". */
static const char *command_text(const struct hit *h, const struct ig_val **ret_first)
{
	const struct ig_val *first = sink_arg(h), *list = h->n > 1 ? h->args[1] : NULL;
	struct ig_val *space = ig_val_str(h->j, " ", 1, 0), *v;
	struct ig_val *joined;

	*ret_first = first;
	if (!first)
		return NULL;
	if (first->kind == V_LIST) /* Bun.spawn(["sh", ...]) */
		joined = ig_builtin_method(
		    h->j, (struct ig_val *)(uintptr_t)first, "join", &space, 1);
	else if (first->kind == V_STR && list && list->kind == V_LIST) {
		joined = ig_builtin_method(
		    h->j, (struct ig_val *)(uintptr_t)list, "join", &space, 1);
		if (joined && joined->kind == V_STR) {
			struct ig_val *parts[2] = {space, joined};

			v = ig_builtin_method(
			    h->j, (struct ig_val *)(uintptr_t)first, "concat", parts, 2);
			joined = v;
		}
	} else
		joined = (struct ig_val *)(uintptr_t)first;
	return shown(joined) ? shown(joined) : shown(first);
}

/* node -e "code": the code is read as such. */
static void node_e(const struct hit *h)
{
	const struct ig_val *list = h->n > 1 ? h->args[1] : NULL;

	if (!list || list->kind != V_LIST)
		return;
	for (uint32_t i = 0; i + 1 < list->n; i++) {
		const char *o = ig_val_const(list->u.item[i]), *code;

		if (!o || (strcmp(o, "-e") != 0 && strcmp(o, "--eval") != 0 && strcmp(o, "-p") != 0))
			continue;
		code = ig_val_const(list->u.item[i + 1]);
		if (code)
			ig_detect_text(h->j, h->node, code, list->u.item[i + 1]->n);
	}
}

/* A shell without a command reads what it is sent. */
static bool is_bare_shell(const char *command)
{
	static const char *const shells[] = {"/bin/sh", "/bin/bash", "sh", "bash", "cmd.exe", "cmd",
	    "/bin/sh -i", "/bin/bash -i", "sh -i", "bash -i", "powershell.exe", "powershell", "zsh"};

	for (size_t i = 0; i < IG_COUNT(shells); i++) {
		size_t n = strlen(shells[i]);

		if (strncmp(command, shells[i], n) == 0 && command[n + strspn(command + n, " ")] == '\0')
			return true;
	}
	return false;
}

/* npm install x, npx x: what comes is decided elsewhere, at run time. */
static bool installs(const char *command)
{
	static const char *const words[] = {"npm install ", "npm i ", "npx -y ", "npx --yes ",
	    "pip install ", "pip3 install ", "yarn add ", "pnpm add ", "apt-get install ", "bun add "};

	for (size_t i = 0; i < IG_COUNT(words); i++)
		if (strstr(command, words[i]))
			return true;
	return false;
}

/* cat ~/.ssh/id_rsa: a secret that a program reads for us. */
static void secret_words(const struct hit *h, const char *command)
{
	bool certain = false;
	const char *why = ig_secret_path(command, &certain);

	if (!why || !certain)
		return;
	h->j->facts->secret_read = h->node;
	h->j->facts->secret = why;
	TELL(h, SECRET_FILE, IG_SEV_HIGH, IG_CONF_LIKELY, command,
	    "runs a command that names a file that holds %s: %s", why, name_of(h));
}

static void exec_call(const struct hit *h)
{
	const struct ig_val *first;
	const char *command = command_text(h, &first);
	const char *bad = command ? ig_dangerous_command(command) : NULL;
	unsigned arg_taint = first ? ig_val_taints(first) : 0;

	h->j->facts->exec = h->node;
	if (first && ig_val_const(first))
		h->j->facts->program = first->u.s;
	if (bad && strstr(bad, "downloads a program"))
		TELL(h, DOWNLOAD_EXEC, IG_SEV_CRITICAL, IG_CONF_LIKELY, command,
		    "runs a command that %s: %s", bad, name_of(h));
	else if (command && installs(command))
		TELL(h, DOWNLOAD_EXEC, IG_SEV_MEDIUM, IG_CONF_CERTAIN, command,
		    "installs a package at run time: %s", name_of(h));
	if (command)
		secret_words(h, command);
	if (command && is_bare_shell(command))
		h->j->facts->shell = h->node;
	if (h->taint & T_HIDDEN)
		TELL(h, EXEC_HIDDEN, IG_SEV_HIGH, IG_CONF_CERTAIN, command,
		    "%s by %s, a name that is %s", h->sink->what, name_of(h), how_hidden(h->taint));
	else if (bad)
		TELL(h, EXEC_SHELL_BAD, IG_SEV_CRITICAL, IG_CONF_LIKELY, command,
		    "runs a command that %s: %s", bad, name_of(h));
	else if (arg_taint & T_NET)
		TELL(h, DOWNLOAD_EXEC, IG_SEV_CRITICAL, IG_CONF_LIKELY, command,
		    "runs a command that came from the network: %s", name_of(h));
	else if (arg_taint & (T_DECODED | T_ESCAPED))
		TELL(h, EXEC_HIDDEN, IG_SEV_HIGH, IG_CONF_CERTAIN, command,
		    "runs a command that is %s: %s", how_hidden(arg_taint & T_HIDDEN), name_of(h));
	else if (command)
		TELL(h, EXEC_CALL, IG_SEV_MEDIUM, IG_CONF_CERTAIN, command, "%s: %s", h->sink->what,
		    name_of(h));
	else
		TELL(h, EXEC_CALL, IG_SEV_MEDIUM, IG_CONF_CERTAIN, NULL,
		    "%s that is computed at run time: %s", h->sink->what, name_of(h));
	node_e(h);
}

static void eval_text(const struct hit *h, const struct ig_val *code)
{
	unsigned taint = code ? ig_val_taints(code) : 0;
	const char *text = code ? ig_val_const(code) : NULL;

	if (h->taint & T_HIDDEN)
		TELL(h, EVAL_HIDDEN, IG_SEV_HIGH, IG_CONF_CERTAIN, text ? text : shown(code),
		    "%s by %s, which is %s", h->sink->what, name_of(h), how_hidden(h->taint));
	else if (taint & T_NET)
		TELL(h, EVAL_REMOTE, IG_SEV_CRITICAL, IG_CONF_LIKELY, NULL,
		    "runs text that came from the network: %s", name_of(h));
	else if (taint & T_UNPACKED)
		TELL(h, EVAL_DECODED, IG_SEV_HIGH, IG_CONF_CERTAIN, NULL,
		    "runs text that was compressed or encrypted: %s", name_of(h));
	else if (taint & (T_DECODED | T_ESCAPED))
		TELL(h, EVAL_DECODED, IG_SEV_HIGH, IG_CONF_CERTAIN, text ? text : shown(code),
		    "runs text that is %s: %s", how_hidden(taint & T_HIDDEN), name_of(h));
	else if (text)
		TELL(h, EVAL_CALL, strcmp(text, "return this") ? IG_SEV_MEDIUM : IG_SEV_LOW,
		    IG_CONF_CERTAIN, text, "%s: %s", h->sink->what, name_of(h));
	else
		TELL(h, EVAL_CALL, IG_SEV_MEDIUM, IG_CONF_CERTAIN, shown(code),
		    "%s that is computed at run time: %s", h->sink->what, name_of(h));
	if (text)
		ig_detect_text(h->j, h->node, text, code->n);
}

static void timer_call(const struct hit *h)
{
	const struct ig_val *v = h->n ? h->args[0] : NULL;

	if (v && v->kind == V_UNION)
		for (uint32_t i = 0; i < v->n; i++)
			if (v->u.item[i]->kind == V_STR) {
				v = v->u.item[i];
				break;
			}
	if (v && v->kind == V_STR)
		eval_text(h, v);
	else if (v && v->kind == V_UNKNOWN && (v->taint & T_NET))
		eval_text(h, v);
}

/* import("data:text/javascript,...") */
static bool data_url(const struct hit *h, const struct ig_val *v)
{
	const char *s = ig_val_const(v), *comma;
	struct ig_val *body;
	const char *how;

	if (!s || strncmp(s, "data:", 5) != 0 || !(comma = strchr(s, ',')))
		return false;
	body = ig_val_str(h->j, comma + 1, v->n - (size_t)(comma + 1 - s), 0);
	how = memmem(s, (size_t)(comma - s), ";base64", 7) ? "g:atob" : "g:decodeURIComponent";
	body = ig_builtin_ref(h->j, how, 0, NULL, &body, 1);
	TELL(h, EVAL_DECODED, IG_SEV_HIGH, IG_CONF_CERTAIN, shown(body),
	    "runs code that is packed into a data: address");
	if (body && ig_val_const(body))
		ig_detect_text(h->j, h->node, body->u.s, body->n);
	return true;
}

static void load_one(const struct hit *h, const struct ig_val *v)
{
	const char *s = ig_val_const(v);

	if (!s) {
		unsigned t = ig_val_taints(v);

		if (t & T_NET)
			TELL(h, EVAL_REMOTE, IG_SEV_HIGH, IG_CONF_LIKELY, NULL,
			    "loads a module whose name came from the network");
		else
			TELL(h, LOAD_COMPUTED, t & T_HIDDEN & ~T_BUILT ? IG_SEV_MEDIUM : IG_SEV_LOW,
			    IG_CONF_CERTAIN, shown(v),
			    "loads a module whose name is computed at run time");
		return;
	}
	if (data_url(h, v))
		return;
	if (strncmp(s, "http://", 7) == 0 || strncmp(s, "https://", 8) == 0)
		TELL(h, EVAL_REMOTE, IG_SEV_CRITICAL, IG_CONF_CERTAIN, s,
		    "loads a module from the network");
	ig_detect_module(h->j, h->node, s, (v->taint | h->taint) & (T_HIDDEN | T_LIST_SLOT));
}

static void load_call(const struct hit *h)
{
	const struct ig_val *v = sink_arg(h);

	if (!v)
		return;
	if (v->kind != V_UNION) {
		load_one(h, v);
		return;
	}
	for (uint32_t i = 0; i < v->n; i++)
		load_one(h, v->u.item[i]);
}

/* The address in an argument: text, an object's url or host, or what new URL was given. */
static const char *address_of(const struct hit *h)
{
	static const char *const keys[] = {"url", "hostname", "host", "href", "baseURL", "uri"};
	const struct ig_val *v = sink_arg(h);

	if (!v)
		return NULL;
	if (v->kind == V_NUM && h->n > 1)
		v = h->args[1]; /* connect(port, host) */
	if (v->kind == V_OBJ)
		for (size_t i = 0; i < IG_COUNT(keys); i++) {
			struct ig_val *k = ig_eval_key(h->j, (struct ig_val *)(uintptr_t)v, keys[i]);

			if (k->kind == V_STR)
				return k->u.s;
		}
	return shown(v);
}

/* What is given to a request, one level into its options. */
static unsigned request_taint(const struct hit *h)
{
	static const char *const keys[] = {"body", "data", "headers", "path", "json", "form", "query",
	    "params", "url", "method", "search", "host", "hostname"};
	unsigned t = h->args_taint;

	for (uint32_t i = 0; i < h->n; i++) {
		if (h->args[i]->kind != V_OBJ)
			continue;
		for (size_t k = 0; k < IG_COUNT(keys); k++) {
			struct ig_val *v = ig_eval_key(h->j, h->args[i], keys[k]);

			t |= ig_val_taints(v);
			if (v->kind == V_OBJ)
				t |= ig_object_taints(h->j, v, 2);
			if (ig_val_is_ref(v, "g:process.env"))
				t |= T_ENV_ALL;
		}
		t |= ig_object_taints(h->j, h->args[i], 2) & T_SECRET;
	}
	return t;
}

static void net_call(const struct hit *h)
{
	const char *address = address_of(h), *suspect = address ? ig_suspect_host(address) : NULL;
	unsigned t = request_taint(h);
	const struct ig_val *v = sink_arg(h);

	h->j->facts->net = h->node;
	if (suspect)
		h->j->facts->suspect_net = h->node;
	if (t & T_SECRET)
		TELL(h, NET_EXFIL, IG_SEV_CRITICAL, IG_CONF_LIKELY, address,
		    "sends %s out: %s", t & T_SECRET_FILE ? "a secret file" : "the environment",
		    name_of(h));
	else if (h->taint & T_HIDDEN)
		TELL(h, NET_HIDDEN, IG_SEV_HIGH, IG_CONF_CERTAIN, address, "%s by %s, a name that is %s",
		    h->sink->what, name_of(h), how_hidden(h->taint));
	else if (v && v->kind == V_STR && (v->taint & (T_DECODED | T_ESCAPED)))
		TELL(h, NET_HIDDEN, IG_SEV_HIGH, IG_CONF_CERTAIN, address,
		    "%s: the address is %s: %s", h->sink->what, how_hidden(v->taint & T_HIDDEN),
		    name_of(h));
	else if (suspect)
		TELL(h, NET_SUSPECT, t & (T_HOST | T_ENV_SECRET) ? IG_SEV_HIGH : IG_SEV_MEDIUM,
		    IG_CONF_CERTAIN, address, "%s to %s: %s", h->sink->what, suspect, name_of(h));
	else if (address)
		TELL(h, NET_CALL, IG_SEV_LOW, IG_CONF_CERTAIN, address, "%s: %s", h->sink->what,
		    name_of(h));
	else
		TELL(h, NET_CALL, IG_SEV_LOW, IG_CONF_CERTAIN, NULL,
		    "%s to an address that is computed at run time: %s", h->sink->what, name_of(h));
}

static void read_call(const struct hit *h)
{
	const struct ig_val *v = sink_arg(h);
	const char *path = shown(v), *why;
	bool certain = false;
	const bool only_looks = strstr(h->sink->what, "looks") != NULL;

	why = path ? ig_secret_path(path, &certain) : NULL;
	if (!why)
		return;
	if (certain && !only_looks) {
		h->j->facts->secret_read = h->node;
		h->j->facts->secret = why;
	}
	TELL(h, SECRET_FILE, certain && !only_looks ? IG_SEV_HIGH :
		strstr(path, ".env") ? IG_SEV_LOW : IG_SEV_MEDIUM,
	    IG_CONF_CERTAIN, path, "%s that holds %s: %s", h->sink->what, why, name_of(h));
}

static bool leaves_folder(const char *path)
{
	if (path[0] == '~' || strncmp(path, "../../..", 8) == 0)
		return true;
	if (path[0] != '/')
		return false;
	return strncmp(path, "/tmp/", 5) != 0 && strncmp(path, "/dev/", 5) != 0;
}

static void write_call(const struct hit *h)
{
	const struct ig_val *v = sink_arg(h);
	const char *path = shown(v), *why = path ? ig_persistent_path(path) : NULL;
	const struct ig_val *data = h->n > 1 ? h->args[1] : NULL;

	if (strstr(h->sink->what, "copies") && h->n && shown(h->args[0])) {
		bool certain = false;
		const char *secret = ig_secret_path(shown(h->args[0]), &certain);

		if (secret && certain) {
			h->j->facts->secret_read = h->node;
			h->j->facts->secret = secret;
			TELL(h, SECRET_FILE, IG_SEV_HIGH, IG_CONF_CERTAIN, shown(h->args[0]),
			    "copies a file that holds %s: %s", secret, name_of(h));
		}
	}
	if (data && (ig_val_taints(data) & T_NET)) {
		h->j->facts->net_write = h->node;
		h->j->facts->net_file = path ? path : "";
	}
	if (strstr(h->path, "createWriteStream"))
		h->j->facts->stream = path;
	if (strstr(h->path, "chmod"))
		h->j->facts->chmod_exec = h->node;
	if (why)
		TELL(h, WRITE_PERSIST, IG_SEV_HIGH, IG_CONF_CERTAIN, path, "%s that belongs to %s: %s",
		    h->sink->what, why, name_of(h));
	else if (path && leaves_folder(path))
		TELL(h, WRITE_OUT, IG_SEV_MEDIUM, IG_CONF_CERTAIN, path,
		    "%s outside of the service: %s", h->sink->what, name_of(h));
	else
		TELL(h, WRITE_CALL, IG_SEV_INFO, IG_CONF_CERTAIN, path, "%s: %s", h->sink->what,
		    name_of(h));
}

static bool is_everything(const struct ig_val *v)
{
	static const char *const all[] = {"/", "/*", "/home", "/root", "~", "C:\\", "c:/", "/etc", "/usr",
	    "/var", "/Users"};

	if (ig_val_is_ref(v, "m:os.homedir()") || ig_val_is_ref(v, "g:process.env.HOME") ||
	    ig_val_is_ref(v, "g:process.env.USERPROFILE"))
		return true;
	for (size_t i = 0; ig_val_const(v) && i < IG_COUNT(all); i++)
		if (strcmp(v->u.s, all[i]) == 0)
			return true;
	return false;
}

static void remove_call(const struct hit *h)
{
	const struct ig_val *v = sink_arg(h);
	const char *path = shown(v);

	if (v && is_everything(v))
		TELL(h, WRITE_DESTROY, IG_SEV_HIGH, IG_CONF_CERTAIN, path ? path : v->u.s + 2,
		    "%s: all below a root or home folder: %s", h->sink->what, name_of(h));
	else if (path && leaves_folder(path))
		TELL(h, WRITE_OUT, IG_SEV_MEDIUM, IG_CONF_CERTAIN, path,
		    "%s outside of the service: %s", h->sink->what, name_of(h));
	else
		TELL(h, WRITE_CALL, IG_SEV_INFO, IG_CONF_CERTAIN, path, "%s: %s", h->sink->what,
		    name_of(h));
}

static void worker_call(const struct hit *h)
{
	const struct ig_val *v = sink_arg(h);
	struct ig_val *text = NULL;

	TELL(h, WORKER_USE, IG_SEV_LOW, IG_CONF_CERTAIN, shown(v), "%s: %s", h->sink->what, name_of(h));
	if (v && ig_val_const(v) && h->n > 1 && h->args[1]->kind == V_OBJ)
		text = ig_eval_key(h->j, h->args[1], "eval");
	if (text && ig_val_truth(text) == 1) {
		TELL(h, EVAL_CALL, IG_SEV_MEDIUM, IG_CONF_CERTAIN, v->u.s,
		    "runs text as code in a thread");
		ig_detect_text(h->j, h->node, v->u.s, v->n);
	}
}

static void sink_call(const struct hit *h)
{
	switch (h->sink->class) {
	case S_EXEC:
		exec_call(h);
		break;
	case S_EVAL:
		eval_text(h, sink_arg(h));
		break;
	case S_TIMER:
		timer_call(h);
		break;
	case S_LOAD:
		load_call(h);
		break;
	case S_NET:
		net_call(h);
		break;
	case S_NET_IN:
		TELL(h, NET_LISTEN, IG_SEV_INFO, IG_CONF_CERTAIN, shown(sink_arg(h)), "%s: %s",
		    h->sink->what, name_of(h));
		break;
	case S_READ:
		read_call(h);
		break;
	case S_WRITE:
		write_call(h);
		break;
	case S_REMOVE:
		remove_call(h);
		break;
	case S_BINDING:
		TELL(h, NATIVE_BINDING, h->taint & T_HIDDEN ? IG_SEV_HIGH : IG_SEV_MEDIUM,
		    IG_CONF_CERTAIN, shown(sink_arg(h)), "%s: %s", h->sink->what, name_of(h));
		break;
	case S_WORKER:
		worker_call(h);
		break;
	case S_ENV:
		TELL(h, ENV_ALL, IG_SEV_MEDIUM, IG_CONF_CERTAIN, NULL, "%s: %s", h->sink->what,
		    name_of(h));
		break;
	case S_LOADER:
		TELL(h, LOADER_PATCH, IG_SEV_MEDIUM, IG_CONF_CERTAIN, NULL, "%s: %s", h->sink->what,
		    name_of(h));
		break;
	case S_NONE:
	case S_DECODE:
	case S_HOST:
	default:
		break;
	}
}

/* A dangerous function that is handed to another to be called: [x].forEach(eval). */
static void passed_on(const struct hit *h)
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

static void call_value(struct hit *h, struct ig_val *f, unsigned depth);
static void detect_in(struct ig_js *j, uint32_t n, struct ig_env *env, unsigned depth);

/* f.call(x, ...), Reflect.apply(f, x, [...]): the call behind it. */
static bool unwrap(struct hit *h, struct ig_val *f, unsigned depth)
{
	size_t n = f->n;
	struct hit inner = *h;
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

static void call_ref(struct hit *h, struct ig_val *f, unsigned depth)
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
		sink_call(h);
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
		exec_call(h);
	} else if (strncmp(h->path, "m:child_process.", 16) == 0 && !strpbrk(h->path + 16, ".(") &&
	    !ends_in(h->path, ".then") && !ends_in(h->path, ".catch") &&
	    !ends_in(h->path, ".finally")) {
		h->sink = ig_sink_find("m:child_process.?");
		exec_call(h);
	}
	if (!wraps_only(h->path))
		passed_on(h);
}

static void call_value(struct hit *h, struct ig_val *f, unsigned depth)
{
	struct hit inner = *h;
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
	struct hit h = {.j = j, .node = n};
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
