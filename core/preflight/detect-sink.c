#include "config.h"
#include "core/preflight/detect-sink.h"

#include <stdio.h>
#include <string.h>

#include "core/preflight/eval.h"

static const char *shown(const struct ig_val *v)
{
	return v && (v->kind == V_STR) ? v->u.s : NULL;
}

static const struct ig_val *sink_arg(const struct ig_hit *h)
{
	int i = h->sink->arg;

	if (i == -1)
		return h->n ? h->args[h->n - 1] : NULL;
	return i >= 0 && (uint32_t)i < h->n ? h->args[i] : NULL;
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

/* The command as one text: spawn("sh", ["-c", "..."]) as "sh -c ...". */
static const char *command_text(const struct ig_hit *h, const struct ig_val **ret_first)
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
static void node_e(const struct ig_hit *h)
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
static void secret_words(const struct ig_hit *h, const char *command)
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

void ig_detect_exec(const struct ig_hit *h)
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

static void eval_text(const struct ig_hit *h, const struct ig_val *code)
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

static void timer_call(const struct ig_hit *h)
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
static bool data_url(const struct ig_hit *h, const struct ig_val *v)
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

static void load_one(const struct ig_hit *h, const struct ig_val *v)
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

static void load_call(const struct ig_hit *h)
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
static const char *address_of(const struct ig_hit *h)
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
static unsigned request_taint(const struct ig_hit *h)
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

static void net_call(const struct ig_hit *h)
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

static void read_call(const struct ig_hit *h)
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

static void write_call(const struct ig_hit *h)
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

	if (ig_val_is_home(v))
		return true;
	for (size_t i = 0; ig_val_const(v) && i < IG_COUNT(all); i++)
		if (strcmp(v->u.s, all[i]) == 0)
			return true;
	return false;
}

static void remove_call(const struct ig_hit *h)
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

static void worker_call(const struct ig_hit *h)
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

/* The value of the argument *ret_arg that may be one of several; NULL: none. A program's arguments
 * are a list: the first such item of it, and in *ret_list a copy of the list. */
static const struct ig_val *several(
    const struct ig_hit *h, uint32_t *ret_arg, struct ig_val **ret_list)
{
	uint32_t i = h->sink->arg >= 0 ? (uint32_t)h->sink->arg : UINT32_MAX;

	*ret_list = NULL;
	if (i >= h->n)
		return NULL;
	if (h->sink->class == S_NET && h->args[i]->kind == V_NUM && h->n > 1)
		i = 1; /* connect(port, host) */
	*ret_arg = i;
	if (h->args[i]->kind == V_UNION)
		return h->args[i];
	if (h->sink->class != S_EXEC)
		return NULL;
	for (; i < h->n && i < 2; i++) {
		struct ig_val *list = h->args[i];

		for (uint32_t k = 0; list->kind == V_LIST && k < list->n; k++)
			if (list->u.item[k]->kind == V_UNION) {
				*ret_arg = i;
				*ret_list = ig_val_list(h->j, list->u.item, list->n);
				return list->u.item[k];
			}
	}
	return NULL;
}

/* One of several values: each is looked at. */
static bool each_value(const struct ig_hit *h)
{
	uint32_t arg = 0, slot = 0;
	struct ig_val *list = NULL;
	struct ig_hit one = *h;
	const struct ig_val *v;

	if (h->single || (h->sink->class != S_READ && h->sink->class != S_WRITE &&
		h->sink->class != S_REMOVE && h->sink->class != S_EXEC && h->sink->class != S_NET))
		return false;
	v = several(h, &arg, &list);
	if (!v)
		return false;
	one.single = true;
	one.args = ig_js_alloc(h->j, (h->n + 1) * sizeof(*one.args));
	memcpy(one.args, h->args, h->n * sizeof(*one.args));
	while (list && list->u.item[slot] != v)
		slot++;
	for (uint32_t i = 0; i < v->n; i++) {
		one.args[arg] = v->u.item[i];
		if (list) {
			one.args[arg] = ig_val_list(h->j, list->u.item, list->n);
			one.args[arg]->u.item[slot] = v->u.item[i];
		}
		ig_detect_sink(&one);
	}
	return true;
}

void ig_detect_sink(const struct ig_hit *h)
{
	if (each_value(h))
		return;
	switch (h->sink->class) {
	case S_EXEC:
		ig_detect_exec(h);
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
