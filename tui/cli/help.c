#include "config.h"
#include "tui/cli/cli.h"

#include <string.h>

enum { COLUMNS = 79 };

/* Adds text folded at COLUMNS; the first line begins at column `at`, others at `indent`. */
static void fold(struct ig_buf *out, const char *text, size_t at, size_t indent)
{
	bool first = true;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (!first && at + 1 + n > COLUMNS) {
			ig_buf_printf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			ig_buf_addc(out, ' ');
			at++;
		}
		ig_buf_add(out, text, n);
		at += n;
		text += n + strspn(text + n, " ");
		first = false;
	}
	ig_buf_addc(out, '\n');
}

static const char *argument(const struct ig_cli_command *cmd, enum ig_cli_opt id)
{
	const char *arg = ig_cli_options[id].arg;

	return arg && strcmp(arg, "@") == 0 ? cmd->formats : arg;
}

static void write_option(const struct ig_cli_command *cmd, enum ig_cli_opt id, struct ig_buf *out)
{
	const char *arg = argument(cmd, id);
	size_t from = out->len, at;

	ig_buf_printf(out, "  --%s%s%s", ig_cli_options[id].name, arg ? " " : "", arg ? arg : "");
	at = out->len - from;
	if (at > 22) {
		ig_buf_addc(out, '\n');
		at = 0;
	}
	ig_buf_printf(out, "%*s", (int)(24 - at), "");
	fold(out, ig_cli_options[id].help, 24, 24);
}

static void write_options(const struct ig_cli_command *cmd, struct ig_buf *out)
{
	ig_buf_adds(out, "\nOptions:\n");
	for (const enum ig_cli_opt *o = cmd->options; *o != IG_O_N; o++)
		write_option(cmd, *o, out);
	for (const enum ig_cli_opt *o = ig_cli_common; *o != IG_O_N; o++)
		write_option(cmd, *o, out);
}

static void write_synopsis(const struct ig_cli_command *cmd, struct ig_buf *out)
{
	ig_buf_printf(out, "ignite-tui%s%s%s%s%s", *cmd->name ? " " : "", cmd->name,
	    *cmd->args ? " " : "", cmd->args, cmd->rest ? " [-- ARG...]" : "");
}

static const char *const exit_codes[] = {
    "0  clean",
    ("1  not clean: a finding at or above --fail-on, or a run with a denied action, a limit hit "
     "or a service that failed"),
    "2  wrong usage or bad input; nothing was started",
    "3  the engine or the host could not do it",
};

void ig_cli_help(const struct ig_cli_command *cmd, struct ig_buf *out)
{
	ig_buf_adds(out, "Usage: ");
	write_synopsis(cmd, out);
	ig_buf_adds(out, "\n\n");
	fold(out, cmd->about, 0, 0);
	if (!*cmd->name) {
		ig_buf_adds(out, "\nCommands, for work without a terminal:\n");
		for (size_t i = 1; i < ig_cli_commands_n; i++) {
			const struct ig_cli_command *c = &ig_cli_commands[i];
			ig_auto_free char *call =
			    ig_asprintf("%s%s%s", c->name, *c->args ? " " : "", c->args);

			ig_buf_printf(out, "  %-28s  ", call);
			fold(out, c->summary, 32, 32);
		}
	}
	write_options(cmd, out);
	ig_buf_adds(out, "\nExit status:\n");
	for (size_t i = 0; i < IG_COUNT(exit_codes); i++) {
		ig_buf_adds(out, "  ");
		fold(out, exit_codes[i], 2, 5);
	}
	if (!*cmd->name)
		ig_buf_adds(out, "\n'ignite-tui COMMAND --help' says more of one command.\n");
}

/* roff: a backslash, a leading dot and a hyphen mean themselves. */
static void roff(struct ig_buf *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		if (*p == '\\')
			ig_buf_adds(out, "\\e");
		else if (*p == '-')
			ig_buf_adds(out, "\\-");
		else if ((*p == '.' || *p == '\'') && (p == text || p[-1] == '\n'))
			ig_buf_printf(out, "\\&%c", *p);
		else
			ig_buf_addc(out, *p);
	}
}

static void man_option(const struct ig_cli_command *cmd, enum ig_cli_opt id, struct ig_buf *out)
{
	const char *arg = argument(cmd, id);

	ig_buf_adds(out, ".TP\n\\fB\\-\\-");
	roff(out, ig_cli_options[id].name);
	ig_buf_adds(out, "\\fR");
	if (arg) {
		ig_buf_adds(out, " \\fI");
		roff(out, arg);
		ig_buf_adds(out, "\\fR");
	}
	ig_buf_adds(out, "\n");
	roff(out, ig_cli_options[id].help);
	ig_buf_adds(out, ".\n");
}

static void man_command(const struct ig_cli_command *cmd, struct ig_buf *out)
{
	ig_auto_buf synopsis = IG_BUF_INIT(0);

	write_synopsis(cmd, &synopsis);
	ig_buf_adds(out, ".SS ");
	roff(out, ig_buf_str(&synopsis));
	ig_buf_adds(out, "\n");
	roff(out, cmd->about);
	ig_buf_adds(out, "\n");
	for (const enum ig_cli_opt *o = cmd->options; *o != IG_O_N; o++)
		man_option(cmd, *o, out);
}

static const char man_head[] =
    ".TH IGNITE\\-TUI 1 \"\" \"" PACKAGE_STRING "\" \"User Commands\"\n"
    ".SH NAME\n"
    "ignite\\-tui \\- audit and run untrusted JavaScript services under a policy\n"
    ".SH SYNOPSIS\n"
    ".B ignite\\-tui\n[\\fIOPTION\\fR]... [\\fIDIR\\fR]\n.br\n"
    ".B ignite\\-tui\n\\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n"
    ".SH DESCRIPTION\n"
    "ignite\\-tui shows what a service of unknown origin could do, what it will be allowed, and "
    "runs\n"
    "it in a container that may do no more. Without a command it opens a workbench on the "
    "terminal;\n"
    "each of its views has a command that prints the same.\n"
    ".SH COMMANDS\n";

static const char man_tail[] =
    ".SH FILES\n"
    ".TP\n\\fIservice.yaml\\fR, \\fIignite.policy.yaml\\fR\n"
    "what a service says of itself and asks for; a request, never a grant.\n"
    ".TP\n\\fI$XDG_CONFIG_HOME/ignite\\-tui/policies\\fR\n"
    "the reviewer's policies, found by name.\n"
    ".TP\n\\fI$XDG_CACHE_HOME/ignite\\-tui\\fR\n"
    "sealed snapshots of services, by digest.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBDOCKER_HOST\\fR\nthe engine's socket, if \\-\\-host is not given.\n"
    ".TP\n\\fBIGNITE_TUI_NPM_CACHE\\fR\nthe folder of pinned npm packages that runtime images are "
    "made from.\n"
    ".TP\n\\fBIGNITE_TUI_LOG\\fR\nthe file of the debug log, if \\-\\-debug\\-log is not given.\n"
    ".TP\n\\fBNO_COLOR\\fR\nif it is set and not empty, the workbench uses no colours.\n";

void ig_cli_man(struct ig_buf *out)
{
	ig_buf_adds(out, man_head);
	for (size_t i = 0; i < ig_cli_commands_n; i++)
		man_command(&ig_cli_commands[i], out);
	ig_buf_adds(out, ".SH COMMON OPTIONS\n");
	for (const enum ig_cli_opt *o = ig_cli_common; *o != IG_O_N; o++)
		man_option(&ig_cli_commands[0], *o, out);
	ig_buf_adds(out, ".SH EXIT STATUS\n");
	for (size_t i = 0; i < IG_COUNT(exit_codes); i++) {
		ig_buf_printf(out, ".TP\n\\fB%c\\fR\n", exit_codes[i][0]);
		roff(out, exit_codes[i] + 3);
		ig_buf_adds(out, ".\n");
	}
	ig_buf_adds(out, man_tail);
}
