#include "config.h"
#include "core/preflight/shell.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/preflight/ast.h"
#include "core/preflight/js.h"
#include "core/preflight/sinks.h"

struct shell {
	struct ig_scan *scan;
	struct ig_ast ast;
	const char *hook; /* NULL: a script file */
	size_t start, end; /* where it stands in the outer file, for a hook */
	bool downloads, executes, connects, decodes;
	char fetched[256]; /* words of the last download: its file may be among them */
	unsigned count;
};

enum { WORDS = 32, WORD = 1024, TOLD = 100 };

/* What a command's name says about it. */
enum role { DOWNLOAD, SHELL, CONNECT, RUNTIME, SCHEDULE, DESTROY, SECRET_TOOL, OWN };

static const struct {
	const char *name;
	enum role role;
} commands[] = {
    {"curl", DOWNLOAD}, {"wget", DOWNLOAD}, {"aria2c", DOWNLOAD}, {"fetch", DOWNLOAD},
    {"sh", SHELL}, {"bash", SHELL}, {"zsh", SHELL}, {"dash", SHELL}, {"ksh", SHELL},
    {"powershell", SHELL}, {"pwsh", SHELL}, {"cmd", SHELL}, {"cmd.exe", SHELL},
    {"python", RUNTIME}, {"python3", RUNTIME}, {"perl", RUNTIME}, {"ruby", RUNTIME},
    {"php", RUNTIME}, {"node", RUNTIME}, {"bun", RUNTIME}, {"deno", RUNTIME}, {"eval", SHELL},
    {"source", SHELL}, {"nc", CONNECT}, {"ncat", CONNECT}, {"netcat", CONNECT}, {"socat", CONNECT},
    {"telnet", CONNECT}, {"ssh", CONNECT}, {"scp", CONNECT}, {"nslookup", CONNECT},
    {"dig", CONNECT}, {"crontab", SCHEDULE}, {"at", SCHEDULE}, {"systemctl", SCHEDULE},
    {"schtasks", SCHEDULE}, {"dd", DESTROY}, {"shred", DESTROY}, {"mkfs", DESTROY},
    {"security", SECRET_TOOL},
};

static const struct ig_node *at(const struct shell *sh, uint32_t n)
{
	return &sh->ast.node[n];
}

static void tell(struct shell *sh, uint32_t node, const struct ig_rule *rule,
    enum ig_severity severity, const char *value, const char *message)
{
	const bool in_outer = sh->hook || !sh->ast.n;

	if (sh->count++ >= TOLD)
		return;
	if (!sh->hook && in_outer)
		ig_scan_tell(sh->scan, rule, severity, IG_CONF_CERTAIN, 0, 0, value, "%s", message);
	else if (sh->hook)
		ig_scan_tell(sh->scan, rule, severity, IG_CONF_CERTAIN, sh->start, sh->end, value,
		    "the %s hook %s", sh->hook, message);
	else
		ig_scan_tell(sh->scan, rule, severity, IG_CONF_CERTAIN, at(sh, node)->start,
		    at(sh, node)->end, value, "%s", message);
}

/* A word without its quotes and backslashes: c"ur"l is curl. */
static size_t plain(const struct shell *sh, uint32_t n, char *out, size_t max)
{
	size_t w = 0;

	for (uint32_t i = at(sh, n)->start; i < at(sh, n)->end && w + 1 < max; i++) {
		char c = sh->ast.src[i];

		if (c != '"' && c != '\'' && c != '\\')
			out[w++] = c;
	}
	out[w] = '\0';
	return w;
}

static int role_of(const char *name)
{
	const char *base = strrchr(name, '/');

	base = base ? base + 1 : name;
	for (size_t i = 0; i < IG_COUNT(commands); i++)
		if (strcmp(commands[i].name, base) == 0)
			return (int)commands[i].role;
	return -1;
}

static const char *base_of(const char *name)
{
	const char *s = strrchr(name, '/');

	return s ? s + 1 : name;
}

static const struct ig_rule *bad_rule(const struct shell *sh)
{
	return sh->hook ? IG_RULE(INSTALL_HOOK_BAD) : IG_RULE(DOWNLOAD_EXEC);
}

struct nested {
	struct shell *sh;
	uint32_t node;
};

static void nested_found(const struct ig_finding *f, void *user)
{
	struct nested *in = user;

	if (f->rule->capability == IG_CAP_GAP)
		return;
	tell(in->sh, in->node, f->rule, f->severity, f->value ? f->value : f->excerpt, f->message);
}

/* node -e '...': JavaScript inside the shell. */
static void inline_code(struct shell *sh, uint32_t node, const char *code)
{
	struct nested in = {sh, node};
	struct ig_scan sub = {.path = sh->scan->path, .kind = IG_KIND_JS, .src = code,
	    .n = strlen(code), .found = nested_found, .user = &in,
	    .depth = sh->scan->depth + 1, .point = SIZE_MAX};

	if (sub.n < 4 || sub.depth > IG_SCAN_DEPTH)
		return;
	ig_js_scan(&sub);
	free(sub.line);
}

/* The text of a quoted word, its inner quotes kept. */
static char *quoted(const struct shell *sh, uint32_t n)
{
	uint32_t a = at(sh, n)->start, b = at(sh, n)->end;
	char q = sh->ast.src[a];

	if (b - a >= 2 && (q == '"' || q == '\''))
		return ig_strndup(sh->ast.src + a + 1, b - a - 2);
	return ig_strndup(sh->ast.src + a, b - a);
}

static const struct ig_rule *bad_exec(const struct shell *sh)
{
	return sh->hook ? IG_RULE(INSTALL_HOOK_BAD) : IG_RULE(EXEC_SHELL_BAD);
}

static void arguments(struct shell *sh, uint32_t command, int role)
{
	bool next_is_code = false, certain;
	char word[WORD];

	for (uint32_t c = at(sh, command)->child; c; c = at(sh, c)->next) {
		const char *why;

		if (at(sh, c)->kind == K_SH_NAME)
			continue;
		if (next_is_code) {
			ig_auto_free char *code = quoted(sh, c);

			if (role == RUNTIME)
				inline_code(sh, c, code);
			next_is_code = false;
			continue;
		}
		plain(sh, c, word, sizeof(word));
		if (role == DOWNLOAD && strlen(sh->fetched) + strlen(word) + 2 < sizeof(sh->fetched)) {
			strcat(sh->fetched, word);
			strcat(sh->fetched, " ");
		}
		if (sh->decodes && role == SHELL && word[0] == '$')
			tell(sh, command, bad_exec(sh), IG_SEV_HIGH, word, "runs decoded text");
		next_is_code = (role == RUNTIME || role == SHELL) &&
		    (!strcmp(word, "-e") || !strcmp(word, "-c") || !strcmp(word, "--eval") ||
			!strcmp(word, "-p"));
		why = ig_secret_path(word, &certain);
		if (why && certain)
			tell(sh, c, IG_RULE(SECRET_FILE), IG_SEV_HIGH, word, "touches a secret file");
		why = ig_persistent_path(word);
		if (why)
			tell(sh, c, IG_RULE(WRITE_PERSIST), IG_SEV_HIGH, word,
			    "touches a file that programs are started from");
		why = ig_suspect_host(word);
		if (why)
			tell(sh, c, IG_RULE(NET_SUSPECT), IG_SEV_HIGH, word, "names a suspect host");
	}
}

static void command(struct shell *sh, uint32_t n)
{
	char name[WORD] = "";
	int role;

	for (uint32_t c = at(sh, n)->child; c; c = at(sh, c)->next)
		if (at(sh, c)->kind == K_SH_NAME) {
			plain(sh, c, name, sizeof(name));
			break;
		}
	role = role_of(name);
	if (strncmp(name, "./", 2) == 0 || strncmp(name, "/tmp/", 5) == 0 ||
	    strncmp(name, "/var/tmp/", 9) == 0)
		role = OWN;
	switch (role) {
	case DOWNLOAD:
		sh->downloads = true;
		tell(sh, n, IG_RULE(NET_CALL), sh->hook ? IG_SEV_MEDIUM : IG_SEV_LOW, name,
		    "downloads or uploads something");
		break;
	case CONNECT:
		sh->connects = true;
		tell(sh, n, IG_RULE(NET_CALL), sh->hook ? IG_SEV_HIGH : IG_SEV_MEDIUM, name,
		    "opens a connection");
		break;
	case SHELL:
		sh->executes = true;
		break;
	case SCHEDULE:
		tell(sh, n, IG_RULE(WRITE_PERSIST), IG_SEV_HIGH, name, "changes what is started later");
		break;
	case DESTROY:
		tell(sh, n, IG_RULE(WRITE_DESTROY), IG_SEV_HIGH, name, "overwrites data");
		break;
	default:
		break;
	}
	if (sh->downloads && (role == OWN || (strstr(sh->fetched, base_of(name)) && base_of(name)[0])))
		tell(sh, n, sh->hook ? IG_RULE(INSTALL_HOOK_BAD) : IG_RULE(DOWNLOAD_EXEC), IG_SEV_HIGH,
		    name, "runs what it downloaded");
	if (strcmp(name, "base64") == 0 || strcmp(name, "xxd") == 0)
		sh->decodes = true;
	if (name[0] == '$' || name[0] == '`')
		tell(sh, n, sh->hook ? IG_RULE(INSTALL_HOOK_BAD) : IG_RULE(EXEC_CALL),
		    sh->hook ? IG_SEV_HIGH : IG_SEV_MEDIUM, name,
		    "runs a command whose name is computed");
	if (sh->hook && (strncmp(name, "powershell", 10) == 0 || strcmp(name, "pwsh") == 0 ||
			    strcmp(name, "mshta") == 0 || strcmp(name, "rundll32") == 0))
		tell(sh, n, IG_RULE(INSTALL_HOOK_BAD), IG_SEV_HIGH, name,
		    "runs a shell that a package of JavaScript has no need of");
	arguments(sh, n, role);
}

/* curl ... | sh: a download on the left, something that runs text on the right. */
static void pipeline(struct shell *sh, uint32_t n)
{
	bool download = false;
	char name[WORD];

	for (uint32_t c = n + 1; c < sh->ast.n && at(sh, c)->start < at(sh, n)->end; c++) {
		int role;

		if (at(sh, c)->kind != K_SH_NAME)
			continue;
		plain(sh, c, name, sizeof(name));
		role = role_of(name);
		if (download && (role == SHELL || role == RUNTIME)) {
			tell(sh, n, bad_rule(sh), IG_SEV_CRITICAL, NULL, "downloads code and runs it");
			return;
		}
		if (role < 0 && (strcmp(name, "base64") == 0 || strcmp(name, "xxd") == 0))
			download = true; /* decoded text is as good as downloaded */
		download |= role == DOWNLOAD;
	}
}

/* sh -c "$(curl ...)", eval $(curl ...), bash <(curl ...) */
static void substitution(struct shell *sh, uint32_t n)
{
	uint32_t p = at(sh, n)->parent;
	char name[WORD] = "";

	for (unsigned i = 0; i < 6 && p && at(sh, p)->kind != K_SH_COMMAND; i++)
		p = at(sh, p)->parent;
	if (at(sh, p)->kind != K_SH_COMMAND || !at(sh, p)->child)
		return;
	plain(sh, at(sh, p)->child, name, sizeof(name));
	if (role_of(name) != SHELL && role_of(name) != RUNTIME)
		return;
	for (uint32_t c = n + 1; c < sh->ast.n && at(sh, c)->start < at(sh, n)->end; c++) {
		if (at(sh, c)->kind != K_SH_NAME)
			continue;
		plain(sh, c, name, sizeof(name));
		if (role_of(name) == DOWNLOAD)
			tell(sh, p, bad_rule(sh), IG_SEV_CRITICAL, NULL, "downloads code and runs it");
	}
}

static void whole_text(struct shell *sh, const char *text)
{
	const char *why = ig_dangerous_command(text);
	ig_auto_free char *m = NULL;

	if (!why)
		return;
	m = ig_asprintf("%s", why);
	tell(sh, 0, bad_exec(sh), IG_SEV_CRITICAL, sh->hook ? text : NULL, m);
}

static void read_shell(struct shell *sh, const char *src, size_t n)
{
	if (ig_ast_parse(&sh->ast, IG_KIND_SHELL, src, n) < 0) {
		sh->scan->whole = false;
		tell(sh, 0, IG_RULE(GAP_PARSE), IG_SEV_MEDIUM, NULL,
		    "not analysed: the parser did not come to an end");
		ig_ast_done(&sh->ast);
		return;
	}
	for (uint32_t i = 0; i < sh->ast.n; i++) {
		switch (at(sh, i)->kind) {
		case K_SH_COMMAND:
			command(sh, i);
			break;
		case K_SH_PIPELINE:
			pipeline(sh, i);
			break;
		case K_SH_SUBST:
			substitution(sh, i);
			break;
		default:
			break;
		}
	}
	if (sh->ast.errors && !sh->hook) {
		sh->scan->whole = false;
		ig_scan_tell(sh->scan, IG_RULE(GAP_PARSE), IG_SEV_LOW, IG_CONF_CERTAIN,
		    sh->ast.error_start, sh->ast.error_end, NULL,
		    "not fully analysed: the parser stumbled over %u places", sh->ast.errors);
	}
}

void ig_shell_scan(struct ig_scan *s)
{
	struct shell sh = {.scan = s};

	read_shell(&sh, s->src, s->n);
	if (sh.ast.n) {
		/* Line by line: a word about one command says nothing about another. */
		for (size_t a = 0; a < s->n;) {
			const char *nl = memchr(s->src + a, '\n', s->n - a);
			size_t n = nl ? (size_t)(nl - (s->src + a)) : s->n - a;
			ig_auto_free char *line = ig_strndup(s->src + a, n < 4096 ? n : 4096);
			const char *why = line[strspn(line, " \t")] != '#' ? ig_dangerous_command(line) : NULL;

			if (why)
				ig_scan_tell(s, IG_RULE(EXEC_SHELL_BAD), IG_SEV_HIGH, IG_CONF_LIKELY, a,
				    a + n, NULL, "runs a command that %s", why);
			a += n + 1;
		}
	}
	ig_ast_done(&sh.ast);
}

void ig_shell_text(
    struct ig_scan *s, size_t start, size_t end, const char *command_line, const char *hook)
{
	struct shell sh = {.scan = s, .hook = hook, .start = start, .end = end};

	read_shell(&sh, command_line, strlen(command_line));
	whole_text(&sh, command_line);
	ig_ast_done(&sh.ast);
}
