#include "config.h"
#include "tui/cli/cli.h"

#include <getopt.h>
#include <string.h>

enum { CODE = 256 }; /* option i is getopt's code CODE + i */

/* Levenshtein distance, case ignored for ASCII; words past 31 bytes are no near miss. */
static unsigned distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	unsigned row[32];

	if (n > 31 || m > 31)
		return 99;
	for (unsigned j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned same = diagonal + ((a[i - 1] | 0x20) != (b[j - 1] | 0x20));
			unsigned least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;

			diagonal = row[j];
			row[j] = same < least ? same : least;
		}
	}
	return row[m];
}

const char *ig_cli_nearest(const char *word, const char *const *names, size_t n)
{
	const char *best = NULL;
	size_t len = strlen(word);
	unsigned least = len < 4 ? 2 : 3; /* must stay below */

	for (size_t i = 0; i < n; i++) {
		unsigned d = distance(word, names[i]);

		if (len >= 3 && strncmp(word, names[i], len) == 0)
			d = d < 1 ? d : 1;
		if (d < least) {
			least = d;
			best = names[i];
		}
	}
	return best;
}

static bool takes(const struct ig_cli_command *cmd, enum ig_cli_opt id)
{
	for (const enum ig_cli_opt *o = ig_cli_common; *o != IG_O_N; o++)
		if (*o == id)
			return true;
	for (const enum ig_cli_opt *o = cmd->options; *o != IG_O_N; o++)
		if (*o == id)
			return true;
	return false;
}

/* How a command is called in messages. */
static const char *title(const struct ig_cli_command *cmd)
{
	return *cmd->name ? cmd->name : "ignite-tui";
}

static const char *argument(const struct ig_cli_command *cmd, enum ig_cli_opt id)
{
	const char *arg = ig_cli_options[id].arg;

	return arg && strcmp(arg, "@") == 0 && cmd->formats ? cmd->formats : arg;
}

static const char *choices(const struct ig_cli_command *cmd, enum ig_cli_opt id)
{
	const char *arg = argument(cmd, id);

	if (!arg || !strchr(arg, '|') ||
	    strspn(arg, "abcdefghijklmnopqrstuvwxyz0123456789|") != strlen(arg))
		return NULL;
	return arg;
}

static bool is_choice(const char *word, const char *list)
{
	size_t n = strlen(word), len;

	for (;;) {
		len = strcspn(list, "|");
		if (len == n && memcmp(list, word, n) == 0)
			return true;
		if (!list[len])
			return false;
		list += len + 1;
	}
}

/* An option that the command does not take: who does, or what may have been meant. */
static int unknown_option(const struct ig_cli_command *cmd, const char *word, ig_err **err)
{
	const char *names[IG_O_N], *near, *bare = word + strspn(word, "-");
	ig_auto_free char *name = ig_strndup(bare, strcspn(bare, "="));
	size_t n = 0;

	for (unsigned i = 0; i < IG_O_N; i++) {
		if (takes(cmd, i)) {
			names[n++] = ig_cli_options[i].name;
			continue;
		}
		if (strcmp(name, ig_cli_options[i].name) != 0)
			continue;
		for (size_t k = 1; k <= ig_cli_commands_n; k++) { /* the workbench's row last */
			const struct ig_cli_command *other =
			    &ig_cli_commands[k % ig_cli_commands_n];

			if (takes(other, i))
				return ig_err_set(err, IG_E_USAGE,
				    "'%s' does not take --%s; '%s' does", title(cmd), name,
				    title(other));
		}
	}
	near = ig_cli_nearest(name, names, n);
	if (*cmd->name)
		ig_err_set(err, IG_E_USAGE, "'%s' has no option '%s'", cmd->name, word);
	else
		ig_err_set(err, IG_E_USAGE, "there is no option '%s'", word);
	if (near)
		ig_err_hint(err, "did you mean --%s?", near);
	else
		ig_err_hint(err, "'ignite-tui %s%s--help' lists its options", cmd->name,
		    *cmd->name ? " " : "");
	return -1;
}

static int take_option(struct ig_cli *c, enum ig_cli_opt id, const char *arg, ig_err **err)
{
	const char *list;

	if (!takes(c->command, id)) {
		ig_auto_free char *word = ig_asprintf("--%s", ig_cli_options[id].name);

		return unknown_option(c->command, word, err);
	}
	list = arg ? choices(c->command, id) : NULL;
	if (list && !is_choice(arg, list))
		return ig_err_set(err, IG_E_USAGE, "--%s: '%s' is none of %s",
		    ig_cli_options[id].name, arg, list);
	c->opt[id] = arg ? arg : "";
	return 0;
}

/*
 * One pass of getopt_long over argv from `first`. `head`: stop at the first word that is no
 * option. Other words are collected in *words. Returns where it stopped, or -1.
 */
static int scan(
    struct ig_cli *c, int argc, char **argv, bool head, const char **words, ig_err **err)
{
	struct option table[IG_O_N + 1] = {0};
	int code;

	for (unsigned i = 0; i < IG_O_N; i++)
		table[i] = (struct option){ig_cli_options[i].name,
		    ig_cli_options[i].arg ? required_argument : no_argument, NULL, CODE + (int)i};
	optind = 0;
	opterr = 0;
	while ((code = getopt_long(argc, argv, head ? "+:h" : "-:h", table, NULL)) != -1) {
		if (code == 1) {
			words[c->arg_n++] = optarg;
		} else if (code == 'h') {
			c->opt[IG_O_HELP] = "";
		} else if (code == ':') {
			return ig_err_set(err, IG_E_USAGE, "'%s' needs an argument: %s",
			    argv[optind - 1],
			    argument(c->command, (enum ig_cli_opt)(optopt - CODE)));
		} else if (code == '?') {
			if (optopt >= CODE)
				return ig_err_set(err, IG_E_USAGE, "--%s takes no argument",
				    ig_cli_options[optopt - CODE].name);
			return unknown_option(c->command,
			    optopt ? (char[]){'-', (char)optopt, '\0'} : argv[optind - 1], err);
		} else if (take_option(c, (enum ig_cli_opt)(code - CODE), optarg, err) < 0) {
			return -1;
		}
	}
	return optind;
}

/* The row whose name is the word, or the two words; *ret_words gets how many were used. */
static const struct ig_cli_command *find(const char *word, const char *next, int *ret_words)
{
	size_t n = strlen(word);
	const struct ig_cli_command *one = NULL;

	for (size_t i = 0; i < ig_cli_commands_n; i++) {
		const char *name = ig_cli_commands[i].name;

		if (*name && strcmp(name, word) == 0)
			one = &ig_cli_commands[i];
		if (next && strncmp(name, word, n) == 0 && name[n] == ' ' &&
		    strcmp(name + n + 1, next) == 0) {
			*ret_words = 2;
			return &ig_cli_commands[i];
		}
	}
	*ret_words = 1;
	return one;
}

/* "policy" without a second word that it knows. */
static int unknown_second(const char *word, const char *next, ig_err **err)
{
	const char *names[32], *near;
	size_t n = 0, len = strlen(word);
	ig_auto_buf list = IG_BUF_INIT(0);

	for (size_t i = 0; i < ig_cli_commands_n && n < IG_COUNT(names); i++) {
		const char *name = ig_cli_commands[i].name;

		if (strncmp(name, word, len) != 0 || name[len] != ' ')
			continue;
		ig_buf_printf(&list, "%s%s", n ? ", " : "", name + len + 1);
		names[n++] = name + len + 1;
	}
	if (!n)
		return 0;
	if (!next || *next == '-') {
		ig_err_set(err, IG_E_USAGE, "'%s' needs one of: %s", word, ig_buf_str(&list));
		return -1;
	}
	near = ig_cli_nearest(next, names, n);
	ig_err_set(err, IG_E_USAGE, "'%s' knows no '%s', only: %s", word, next, ig_buf_str(&list));
	if (near)
		ig_err_hint(err, "did you mean '%s %s'?", word, near);
	return -1;
}

static int unknown_command(const char *word, ig_err **err)
{
	const char *names[32], *near;
	size_t n = 0;

	for (size_t i = 0; i < ig_cli_commands_n && n < IG_COUNT(names); i++)
		if (*ig_cli_commands[i].name)
			names[n++] = ig_cli_commands[i].name;
	near = ig_cli_nearest(word, names, n);
	ig_err_set(err, IG_E_USAGE, "'%s' is neither a command nor a folder", word);
	if (near)
		ig_err_hint(err, "did you mean '%s'?", near);
	else
		ig_err_hint(err, "'ignite-tui --help' lists the commands");
	return -1;
}

/* Finds the command in the first words. Returns how many words it is, or -1. */
static int choose(struct ig_cli *c, int n, char **word, ig_err **err)
{
	const char *next = n > 1 ? word[1] : NULL;
	int used = 0;

	c->command = &ig_cli_commands[0];
	if (!n)
		return 0;
	c->command = find(word[0], next, &used);
	if (c->command)
		return used;
	c->command = &ig_cli_commands[0];
	if (next && (strcmp(next, "--help") == 0 || strcmp(next, "-h") == 0)) {
		c->opt[IG_O_HELP] = "";
		return n;
	}
	if (unknown_second(word[0], next, err) < 0)
		return -1;
	if (access(word[0], F_OK) == 0 || strchr(word[0], '/'))
		return 0;
	return unknown_command(word[0], err);
}

static int check_count(const struct ig_cli *c, ig_err **err)
{
	const struct ig_cli_command *cmd = c->command;

	if (c->arg_n < cmd->min) {
		ig_err_set(err, IG_E_USAGE, "'%s' needs %s: %s", title(cmd),
		    cmd->min > 1 ? "arguments" : "an argument", cmd->args);
		ig_err_hint(err, "'ignite-tui %s --help' says more", cmd->name);
		return -1;
	}
	if (c->arg_n > cmd->max || (c->rest && !cmd->rest)) {
		ig_err_set(err, IG_E_USAGE, "'%s' does not know what to do with '%s'", title(cmd),
		    c->arg_n > cmd->max ? c->arg[cmd->max] : c->rest[0]);
		if (cmd->rest)
			ig_err_hint(err, "arguments for the service follow a --");
		return -1;
	}
	return 0;
}

int ig_cli_parse(int argc, char **argv, struct ig_cli *ret, ig_err **err)
{
	const char **words = ig_calloc((size_t)argc + 1, sizeof(*words));
	int at, used, end;

	*ret = (struct ig_cli){.arg = words, .store = (char **)words};
	ret->command = &ig_cli_commands[0];
	at = scan(ret, argc, argv, true, words, err);
	if (at < 0)
		return -1;
	used = choose(ret, argc - at, argv + at, err);
	if (used < 0)
		return -1;
	at += used;
	for (unsigned i = 0; i < IG_O_N; i++) {
		/* Given before the command, when it was not known yet who would take it. */
		if (ret->opt[i] && take_option(ret, i, ret->opt[i], err) < 0)
			return -1;
	}
	/* getopt begins behind the word before the first. */
	end = scan(ret, argc - at + 1, argv + at - 1, false, words, err);
	if (end < 0)
		return -1;
	end += at - 1;
	if (end < argc)
		ret->rest = (const char *const *)argv + end;
	ret->help = ret->opt[IG_O_HELP];
	ret->version = ret->opt[IG_O_VERSION];
	return ret->help || ret->version ? 0 : check_count(ret, err);
}

void ig_cli_done(struct ig_cli *c)
{
	free(c->store);
	*c = (struct ig_cli){0};
}
