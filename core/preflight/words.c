#include "config.h"
#include "core/preflight/sinks.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/mem.h"

/* Words that say something about a path, a host, a variable or a command. From public reports of
 * incidents; a row is a piece of text that is looked for, case ignored. */
struct word {
	const char *text;
	const char *why;
	bool certain;
};

static const struct word secret_paths[] = {
    {".ssh/", "SSH keys", true}, {"id_rsa", "an SSH key", true},
    {"id_ed25519", "an SSH key", true}, {"id_ecdsa", "an SSH key", true},
    {".aws/credentials", "AWS credentials", true}, {".aws/config", "AWS settings", false},
    {".config/gcloud", "Google Cloud credentials", true}, {".azure/", "Azure credentials", true},
    {".kube/config", "a Kubernetes login", true}, {".docker/config.json", "a registry login", true},
    {".npmrc", "npm tokens", false}, {".yarnrc", "yarn tokens", false},
    {".pypirc", "PyPI tokens", true}, {".netrc", "logins", true},
    {".git-credentials", "git logins", true}, {".gnupg", "GnuPG keys", true},
    {"/etc/shadow", "password hashes", true}, {"/etc/passwd", "the list of users", false},
    {"/etc/sudoers", "sudo rules", true}, {".bash_history", "the shell history", true},
    {".zsh_history", "the shell history", true}, {"login data", "a browser's passwords", true},
    {"cookies.sqlite", "a browser's cookies", true}, {"local state", "a browser's key", true},
    {"user data/default", "a browser's profile", true},
    {"google/chrome", "a browser's profile", true},
    {"logins.json", "a browser's passwords", true}, {"key4.db", "a browser's keys", true},
    {"firefox/profiles", "a browser's profile", true}, {"wallet.dat", "a wallet", true},
    {"metamask", "a wallet", true}, {"exodus", "a wallet", true}, {"electrum/", "a wallet", true},
    {".ethereum/keystore", "a wallet", true}, {"solana/id.json", "a wallet", true},
    {"keychain-db", "the key chain", true}, {"library/keychains", "the key chain", true},
    {"/proc/self/environ", "the environment of the process", true},
    {"/proc/1/environ", "the environment of a process", true},
    {"serviceaccount/token", "a Kubernetes token", true},
    {"/var/run/docker.sock", "the container engine", true},
    {"/run/docker.sock", "the container engine", true},
    {"discord/local storage", "a chat login", true}, {"leveldb", "a browser's store", false},
    {".env", "a file of settings and secrets", false}, {".config/gh/hosts", "a GitHub login", true},
    {".vault-token", "a vault token", true}, {"credentials.json", "credentials", false},
    {".claude", "an assistant's settings", false}, {".terraform.d", "cloud credentials", true},
};

static const struct word persistent_paths[] = {
    {"authorized_keys", "who may log in", true}, {".bashrc", "a shell start file", true},
    {".bash_profile", "a shell start file", true}, {".zshrc", "a shell start file", true},
    {".zprofile", "a shell start file", true}, {".profile", "a shell start file", true},
    {"/etc/cron", "the job table", true}, {"/var/spool/cron", "the job table", true},
    {"crontab", "the job table", true}, {"/etc/systemd", "the service manager", true},
    {".config/systemd", "the service manager", true}, {"/etc/init.d", "the start scripts", true},
    {"/etc/rc.local", "the start scripts", true}, {".config/autostart", "the session start", true},
    {"launchagents", "the session start", true}, {"launchdaemons", "the start of the system", true},
    {"start menu/programs/startup", "the session start", true},
    {"start menu\\programs\\startup", "the session start", true},
    {"/etc/ld.so.preload", "every program's start", true}, {"/etc/profile", "a shell start file", true},
    {"/etc/hosts", "the host table", true}, {".git/hooks", "git's hooks", true},
    {"/etc/passwd", "the list of users", true}, {"/etc/sudoers", "sudo rules", true},
    {".ssh/config", "SSH settings", true}, {".npmrc", "npm's settings", false},
    {".github/workflows", "the build rules", false},
    {".claude/", "an assistant's hooks", true}, {".cursor/", "an editor's rules", true},
    {".gemini/", "an assistant's hooks", true}, {".codex/", "an assistant's hooks", true},
    {".vscode/tasks.json", "an editor's tasks", true},
};

static const struct word suspect_hosts[] = {
    {"webhook.site", "a request bin", true}, {"requestbin", "a request bin", true},
    {"pipedream.net", "a request bin", true}, {"burpcollaborator", "a test collector", true},
    {"oastify.com", "a test collector", true}, {"oast.", "a test collector", true},
    {"interact.sh", "a test collector", true}, {"interactsh", "a test collector", true},
    {"discord.com/api/webhooks", "a chat webhook", true},
    {"discordapp.com/api/webhooks", "a chat webhook", true},
    {"hooks.slack.com", "a chat webhook", false}, {"api.telegram.org", "a chat bot", false},
    {"pastebin.com", "a paste site", true}, {"hastebin", "a paste site", true},
    {"paste.ee", "a paste site", true}, {"rentry.co", "a paste site", true},
    {"transfer.sh", "a file drop", true}, {"file.io", "a file drop", true},
    {"anonfiles", "a file drop", true}, {"gofile.io", "a file drop", true},
    {"ngrok", "a tunnel", true}, {"serveo.net", "a tunnel", true},
    {"trycloudflare.com", "a tunnel", true}, {"localtunnel", "a tunnel", true},
    {"loca.lt", "a tunnel", true}, {"bit.ly/", "a link shortener", true},
    {"tinyurl.com", "a link shortener", true}, {"t.ly/", "a link shortener", true},
    {"is.gd/", "a link shortener", true}, {"cutt.ly/", "a link shortener", true},
    {"169.254.169.254", "the cloud's metadata service", false},
    {"metadata.google.internal", "the cloud's metadata service", false},
    {"100.100.100.200", "the cloud's metadata service", false},
    {".onion", "a hidden service", true}, {"ipinfo.io", "a locator of addresses", false},
    {"api.ipify.org", "a locator of addresses", false}, {"ip-api.com", "a locator of addresses", false},
    {"ifconfig.me", "a locator of addresses", false}, {"icanhazip", "a locator of addresses", false},
    {"ipgeolocation", "a locator of addresses", false},
};

static const struct word secret_names[] = {
    {"token", NULL, false}, {"secret", NULL, false}, {"password", NULL, false},
    {"passwd", NULL, false}, {"_pass", NULL, false}, {"apikey", NULL, false},
    {"api_key", NULL, false}, {"private_key", NULL, false}, {"privatekey", NULL, false},
    {"access_key", NULL, false}, {"credential", NULL, false}, {"mnemonic", NULL, false},
    {"auth", NULL, false}, {"cookie", NULL, false}, {"database_url", NULL, false},
    {"connection_string", NULL, false}, {"seed", NULL, false}, {"_pwd", NULL, false},
};

static const struct word bad_commands[] = {
    {"/dev/tcp/", "opens a connection from the shell", true},
    {"/dev/udp/", "opens a connection from the shell", true}, {"nc -e", "opens a reverse shell", true},
    {"ncat -e", "opens a reverse shell", true}, {"bash -i >&", "opens a reverse shell", true},
    {"mkfifo /tmp/f", "opens a reverse shell", true}, {"-encodedcommand", "hides its command", true},
    {"powershell -enc", "hides its command", true}, {"powershell -e ", "hides its command", true},
    {"base64 -d|", "runs decoded text", true}, {"base64 -d |", "runs decoded text", true},
    {"base64 --decode |", "runs decoded text", true}, {"rm -rf /", "removes everything", true},
    {"rm -rf ~", "removes the home folder", true}, {"rm -rf $home", "removes the home folder", true},
    {"rm -fr /", "removes everything", true}, {":(){ :|:& };:", "is a fork bomb", true},
    {":(){:|:&};:", "is a fork bomb", true}, {"mkfs.", "formats a disk", true},
    {"dd if=/dev/zero of=/dev/", "overwrites a disk", true},
    {"dd if=/dev/random of=/dev/", "overwrites a disk", true}, {"xmrig", "mines coins", true},
    {"stratum+tcp", "mines coins", true}, {"minexmr", "mines coins", true},
    {"/etc/shadow", "reads password hashes", true}, {"authorized_keys", "changes who may log in", true},
    {"regsvr32 /s", "runs a library unseen", true}, {"rundll32", "runs a library", true},
    {"certutil -urlcache", "downloads through a system tool", true},
    {"bitsadmin", "downloads through a system tool", true}, {"mshta http", "runs a page as code", true},
    {"iex(", "runs downloaded text", true}, {"iex (", "runs downloaded text", true},
    {"invoke-expression", "runs text as code", true}, {"downloadstring", "downloads code", true},
    {"$(env)", "takes the whole environment", true}, {"`env`", "takes the whole environment", true},
    {"$(printenv", "takes the whole environment", true}, {"env | curl", "sends the environment", true},
    {"env|curl", "sends the environment", true}, {"env | base64", "packs the environment", true},
    {"printenv |", "passes the environment on", true},
    {"-executionpolicy bypass", "goes around PowerShell's policy", true},
    {"-ep bypass", "goes around PowerShell's policy", true},
    {"-windowstyle hidden", "hides its window", true}, {"-w hidden", "hides its window", true},
    {"--yolo", "runs an assistant without asking", true},
    {"--trust-all-tools", "runs an assistant without asking", true},
    {"--full-auto", "runs an assistant without asking", true},
    {"--dangerously-bypass", "runs an assistant without asking", true},
    {"--dangerously-skip-permissions", "runs an assistant without asking", true},
    {"trufflehog", "looks for secrets", true}, {"crontab -", "changes the job table", true},
};

static bool find_word(const char *text, const char *word)
{
	return strcasestr(text, word) != NULL;
}

static const struct word *find(const struct word *list, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (find_word(text, list[i].text))
			return &list[i];
	return NULL;
}

const char *ig_secret_path(const char *path, bool *ret_certain)
{
	const char *base = strrchr(path, '/');
	const struct word *w;

	if (strncmp(path, "/proc/", 6) == 0 && (strstr(path, "/mem") || strstr(path, "/environ"))) {
		*ret_certain = true;
		return "the memory or environment of a process";
	}
	/* ".env" is a whole name: ".environment" and "process.env" are not it. */
	base = base ? base + 1 : path;
	for (size_t i = 0; i < IG_COUNT(secret_paths); i++) {
		w = &secret_paths[i];
		if (strcmp(w->text, ".env") == 0 ? strcmp(base, ".env") != 0
						 : !find_word(path, w->text))
			continue;
		*ret_certain = w->certain;
		return w->why;
	}
	return NULL;
}

const char *ig_persistent_path(const char *path)
{
	const struct word *w = find(persistent_paths, IG_COUNT(persistent_paths), path);

	return w && w->certain ? w->why : NULL;
}

bool ig_secret_env(const char *name)
{
	return find(secret_names, IG_COUNT(secret_names), name) != NULL;
}

bool ig_dull_env(const char *name)
{
	static const char *const dull[] = {"NODE_ENV", "CI", "PORT", "HOST", "DEBUG", "PATH", "HOME",
	    "TERM", "COLORTERM", "FORCE_COLOR", "NO_COLOR", "PWD", "TZ", "LANG", "TMPDIR", "SHELL",
	    "NODE_DEBUG", "LOG_LEVEL", "VERBOSE", "npm_package_version", "npm_package_name"};

	for (size_t i = 0; i < IG_COUNT(dull); i++)
		if (strcmp(name, dull[i]) == 0)
			return true;
	return false;
}

/* Four numbers with dots after "//" or at the start, not of a private or loopback range. */
static bool bare_address(const char *text)
{
	const char *p = strstr(text, "://");
	unsigned a, b, c, d;
	int used = 0;

	p = p ? p + 3 : text;
	if (sscanf(p, "%3u.%3u.%3u.%3u%n", &a, &b, &c, &d, &used) != 4 || a > 255 || b > 255 ||
	    c > 255 || d > 255 || (p[used] && !strchr(":/?", p[used])))
		return false;
	if (a == 127 || a == 10 || a == 0 || (a == 192 && b == 168) ||
	    (a == 172 && b >= 16 && b < 32) || a >= 224)
		return false;
	return p == text ? p[used] == '\0' : true;
}

const char *ig_suspect_host(const char *text)
{
	const struct word *w = find(suspect_hosts, IG_COUNT(suspect_hosts), text);

	if (w)
		return w->why;
	return bare_address(text) ? "a bare address" : NULL;
}

/* curl ... | sh and its like. */
static bool pipes_download(const char *s)
{
	const char *p = strcasestr(s, "curl"), *q;

	if (!p)
		p = strcasestr(s, "wget");
	if (!p)
		return false;
	for (q = strchr(p, '|'); q; q = strchr(q + 1, '|')) {
		static const char *const shells[] = {"sh", "bash", "zsh", "node", "python", "perl",
		    "sudo", "dash", "ksh", "bun", "ruby", "php"};
		const char *t = q + 1 + strspn(q + 1, " \t|");
		const char *slash = t + strcspn(t, " \t;&|");

		while (slash > t && slash[-1] != '/')
			slash--;
		for (size_t i = 0; i < IG_COUNT(shells); i++) {
			size_t n = strlen(shells[i]);

			if (strncmp(slash, shells[i], n) == 0 && !isalpha((unsigned char)slash[n]))
				return true;
		}
	}
	return strstr(s, "sh -c \"$(curl") || strstr(s, "<(curl") || strstr(s, "$(wget") ||
	    (strstr(s, "chmod +x") && (strstr(s, "&&") || strstr(s, ";"))) || strstr(s, "eval \"$(curl");
}

const char *ig_dangerous_command(const char *text)
{
	const struct word *w = find(bad_commands, IG_COUNT(bad_commands), text);

	if (pipes_download(text))
		return "downloads a program and runs it";
	if (!w)
		return NULL;
	/* "rm -rf /" is also how "rm -rf /tmp/x" begins. */
	if (strncmp(w->text, "rm -", 4) == 0) {
		const char *p = strcasestr(text, w->text) + strlen(w->text);

		if (*p && !strchr(" */;&|\"'", *p))
			return NULL;
		if (*p == '/' && p[1] && !strchr(" *;&|", p[1]))
			return NULL;
	}
	return w->why;
}
