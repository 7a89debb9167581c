#include "config.h"
#include "core/preflight/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/preflight/pjson.h"
#include "core/preflight/shell.h"
#include "core/preflight/sinks.h"

enum { DUPLICATES_LOOKED = 2000 };

/* docs.npmjs.com/cli/v10/using-npm/scripts: what runs when a package is installed. prepare and
 * prepublish run for the package that is worked on and for git dependencies only. */
static const struct hook {
	const char *name;
	bool installed; /* also as a dependency */
} hooks[] = {
    {"preinstall", true}, {"install", true}, {"postinstall", true}, {"preprepare", false},
    {"prepare", false}, {"postprepare", false}, {"prepublish", false},
    {"preuninstall", true}, {"postuninstall", true}, {"dependencies", false},
};

static const char *const dependency_lists[] = {"dependencies", "devDependencies",
    "optionalDependencies", "peerDependencies", "bundledDependencies", "overrides", "resolutions"};

/* Commands of POSIX, coreutils and of every developer's machine. */
static const char *const system_commands[] = {"sh", "bash", "ls", "cat", "cp", "mv", "rm", "mkdir",
    "chmod", "chown", "curl", "wget", "git", "ssh", "scp", "sudo", "su", "node", "npm", "npx",
    "yarn", "pnpm", "python", "python3", "pip", "docker", "kubectl", "make", "gcc", "cc", "env",
    "echo", "sed", "awk", "grep", "find", "tar", "gzip", "ps", "kill", "which", "test", "aws",
    "gcloud", "az", "gh", "gpg", "openssl", "systemctl", "crontab"};

static void tell(struct ig_scan *s, const struct ig_pjson *p, uint32_t node,
    const struct ig_rule *rule, enum ig_severity severity, const char *value, const char *message)
{
	const struct ig_pjson_node *t = &p->node[node];

	ig_scan_tell(s, rule, severity, IG_CONF_CERTAIN, t->key_end ? t->key_start - 1 : t->start,
	    t->end, value, "%s", message);
}

static bool in_dependency(const char *path)
{
	return strstr(path, "node_modules/") != NULL;
}

/* "npm run x": the hook is what x is. */
static void called_script(struct ig_scan *s, const struct ig_pjson *p, uint32_t node,
    const char *command, const char *hook)
{
	static const char *const ways[] = {"npm run ", "npm run-script ", "yarn run ", "yarn ",
	    "pnpm run ", "bun run "};

	for (size_t i = 0; i < IG_COUNT(ways); i++) {
		const char *at = strstr(command, ways[i]);
		ig_auto_free char *name = NULL;
		ig_auto_free char *text = NULL;
		uint32_t script;

		if (!at)
			continue;
		at += strlen(ways[i]);
		while (*at == '-') /* options */
			at += strcspn(at, " ") + (at[strcspn(at, " ")] == ' ');
		name = ig_strndup(at, strcspn(at, " &|;"));
		script = ig_pjson_get(p, ig_pjson_get(p, 0, "scripts"), name);
		text = script ? ig_pjson_str(p, script) : NULL;
		if (text && script != node)
			ig_shell_text(s, p->node[node].start, p->node[node].end, text, hook);
		return;
	}
}

static void hook(struct ig_scan *s, const struct ig_pjson *p, uint32_t node, const struct hook *h)
{
	ig_auto_free char *command = ig_pjson_str(p, node);
	ig_auto_free char *m = NULL;
	const bool builds = command && strstr(command, "node-gyp");
	enum ig_severity severity = IG_SEV_MEDIUM;

	if (!command)
		return;
	/* What runs only for its own developers, or builds bundled native code, is plain. */
	if (!h->installed || builds)
		severity = IG_SEV_LOW;
	m = ig_asprintf("the %s hook runs: %s", h->name, command);
	tell(s, p, node, IG_RULE(INSTALL_HOOK), severity, command, m);
	ig_shell_text(s, p->node[node].start, p->node[node].end, command, h->name);
	called_script(s, p, node, command, h->name);
}

static void scripts(struct ig_scan *s, const struct ig_pjson *p)
{
	uint32_t list = ig_pjson_get(p, 0, "scripts"), node;
	ig_auto_free char *m = NULL;

	for (size_t i = 0; list && i < IG_COUNT(hooks); i++) {
		node = ig_pjson_get(p, list, hooks[i].name);
		if (node)
			hook(s, p, node, &hooks[i]);
	}
	/* Other scripts run when somebody calls them; only what is plainly dangerous is told. */
	for (uint32_t c = list ? p->node[list].child : 0; c; c = p->node[c].next) {
		ig_auto_free char *name = ig_pjson_key(p, c);
		ig_auto_free char *command = ig_pjson_str(p, c);
		const char *why = command ? ig_dangerous_command(command) : NULL;
		bool is_hook = false;

		for (size_t i = 0; i < IG_COUNT(hooks); i++)
			is_hook |= strcmp(hooks[i].name, name) == 0;
		if (!why || is_hook)
			continue;
		free(m);
		m = ig_asprintf("the script %s %s", name, why);
		tell(s, p, c, IG_RULE(EXEC_SHELL_BAD),
		    in_dependency(s->path) ? IG_SEV_MEDIUM : IG_SEV_HIGH, command, m);
	}
	if (ig_pjson_get(p, 0, "gypfile") && !ig_pjson_get(p, list, "install"))
		tell(s, p, ig_pjson_get(p, 0, "gypfile"), IG_RULE(INSTALL_HOOK), IG_SEV_LOW, NULL,
		    "npm builds native code when it installs this (gypfile)");
}

static const char *odd_source(const char *spec)
{
	if (strncmp(spec, "git", 3) == 0 || strstr(spec, ".git#") || strncmp(spec, "github:", 7) == 0)
		return "comes from a git repository";
	if (strncmp(spec, "http://", 7) == 0)
		return "comes from a server without encryption";
	if (strncmp(spec, "https://", 8) == 0)
		return "comes from a server of its own";
	if (strncmp(spec, "file:", 5) == 0 || strncmp(spec, "link:", 5) == 0)
		return "comes from a folder";
	if (strncmp(spec, "npm:", 4) == 0)
		return "is another package under this name";
	/* user/repo */
	if (spec[0] != '@' && strchr(spec, '/') && !strchr(spec, ':') && spec[0] != '.')
		return "comes from a git repository";
	return NULL;
}

static void dependencies(struct ig_scan *s, const struct ig_pjson *p, const char *own)
{
	for (size_t i = 0; i < IG_COUNT(dependency_lists); i++) {
		uint32_t list = ig_pjson_get(p, 0, dependency_lists[i]);

		if (!list || p->node[list].kind != PJ_OBJECT)
			continue;
		for (uint32_t c = p->node[list].child; c; c = p->node[c].next) {
			ig_auto_free char *name = ig_pjson_key(p, c);
			ig_auto_free char *spec = ig_pjson_str(p, c);
			ig_auto_free char *m = NULL;
			const char *why = spec ? odd_source(spec) : NULL;

			if (why) {
				m = ig_asprintf("the dependency %s %s", name, why);
				tell(s, p, c, IG_RULE(MANIFEST_SOURCE),
				    strncmp(spec, "http://", 7) == 0 ? IG_SEV_HIGH :
					in_dependency(s->path) || i == 1 || spec[0] == 'f' ||
					spec[0] == 'l' || spec[0] == 'n' ? IG_SEV_LOW : IG_SEV_MEDIUM,
				    spec, m);
			}
			if (own && strcmp(own, name) == 0 && i < 2)
				tell(s, p, c, IG_RULE(MANIFEST_ODD), IG_SEV_MEDIUM, spec,
				    "the package depends on itself");
		}
	}
}

static void bins(struct ig_scan *s, const struct ig_pjson *p)
{
	uint32_t bin = ig_pjson_get(p, 0, "bin");

	if (!bin || p->node[bin].kind != PJ_OBJECT)
		return;
	for (uint32_t c = p->node[bin].child; c; c = p->node[c].next) {
		ig_auto_free char *name = ig_pjson_key(p, c);
		ig_auto_free char *package = ig_pjson_str(p, ig_pjson_get(p, 0, "name"));

		for (size_t i = 0; i < IG_COUNT(system_commands); i++)
			if (strcmp(name, system_commands[i]) == 0 &&
			    (!package || strcmp(package, name) != 0))
				tell(s, p, c, IG_RULE(MANIFEST_BIN), IG_SEV_MEDIUM, name,
				    "the package brings a command with the name of a system command");
	}
}

static void version(struct ig_scan *s, const struct ig_pjson *p)
{
	uint32_t node = ig_pjson_get(p, 0, "version");
	ig_auto_free char *v = node ? ig_pjson_str(p, node) : NULL;
	unsigned long major = v ? strtoul(v, NULL, 10) : 0;

	/* Calendar versions reach 2030; a confusion attack takes 99 and up to win every range. */
	if (v && (major == 99 || major == 999 || major == 9999 || major > 2100))
		tell(s, p, node, IG_RULE(MANIFEST_ODD), IG_SEV_MEDIUM, v,
		    "a version so high that it wins over any other");
}

static void duplicates(struct ig_scan *s, const struct ig_pjson *p, uint32_t object)
{
	unsigned looked = 0;

	if (p->node[object].kind != PJ_OBJECT)
		return;
	for (uint32_t c = p->node[object].child; c && looked < DUPLICATES_LOOKED; c = p->node[c].next, looked++) {
		ig_auto_free char *key = NULL;
		ig_auto_free char *m = NULL;

		if (!ig_pjson_duplicate(p, object, c))
			continue;
		key = ig_pjson_key(p, c);
		m = ig_asprintf("the key '%s' is given twice: npm takes this one", key);
		tell(s, p, c, IG_RULE(MANIFEST_DUP), IG_SEV_MEDIUM, NULL, m);
	}
}

static void broken(struct ig_scan *s, const struct ig_pjson *p)
{
	s->whole = false;
	ig_scan_tell(s, IG_RULE(MANIFEST_BAD), IG_SEV_MEDIUM, IG_CONF_CERTAIN, p->error_at,
	    p->error_at + 1, NULL, "not a valid manifest: %s", p->error);
}

void ig_manifest_scan(struct ig_scan *s)
{
	struct ig_pjson p;
	ig_auto_free char *name = NULL;

	ig_pjson_parse(&p, s->src, s->n);
	if (p.error)
		broken(s, &p);
	if (p.n && p.node[0].kind == PJ_OBJECT) {
		name = ig_pjson_str(&p, ig_pjson_get(&p, 0, "name"));
		duplicates(s, &p, 0);
		if (ig_pjson_get(&p, 0, "scripts"))
			duplicates(s, &p, ig_pjson_get(&p, 0, "scripts"));
		if (ig_pjson_get(&p, 0, "dependencies"))
			duplicates(s, &p, ig_pjson_get(&p, 0, "dependencies"));
		scripts(s, &p);
		dependencies(s, &p, name);
		bins(s, &p);
		version(s, &p);
	}
	ig_pjson_done(&p);
}
