#include "config.h"
#include "tui/main.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/log.h"
#include "tui/cli/cli.h"
#include "tui/term/keys.h"
#include "tui/views/workbench.h"

int ig_cli_workbench(const struct ig_cli *c)
{
	ig_auto_free char *cache = ig_cli_npm_cache();
	struct ig_workbench_opts o = {
	    .dir = c->arg_n ? c->arg[0] : ".",
	    .host = c->opt[IG_O_HOST],
	    .session = {.policy = c->opt[IG_O_POLICY],
		.normal = c->opt[IG_O_NORMAL] != NULL,
		.npm_cache = cache},
	    .charset = c->ascii ? IG_CHARSET_ASCII : IG_CHARSET_AUTO,
	    .no_mouse = c->opt[IG_O_NO_MOUSE] != NULL,
	};

	/* The words were checked with the command line. */
	if (c->opt[IG_O_COLOR])
		ig_color_parse(c->opt[IG_O_COLOR], &o.color);
	if (c->opt[IG_O_GRAPH])
		ig_graph_style_parse(c->opt[IG_O_GRAPH], &o.graph);
	return ig_workbench(&o);
}

/* A descriptor that is closed at the start would be given to the next file that is opened. */
static void keep_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			_exit(3);
	}
}

static int start_log(const struct ig_cli *c)
{
	const char *path =
	    c->opt[IG_O_DEBUG_LOG] ? c->opt[IG_O_DEBUG_LOG] : getenv("IGNITE_TUI_LOG");
	ig_auto_err e = NULL;

	if (!path || !*path || ig_log_open(path, &e) == 0)
		return 0;
	return ig_cli_fail(c, e);
}

static int dispatch(const struct ig_cli *c)
{
	ig_auto_buf out = IG_BUF_INIT(0);
	int rc;

	if (c->version) {
		ig_buf_adds(&out, PACKAGE_STRING "\n");
		return ig_cli_result(c, &out, 0);
	}
	if (c->help) {
		ig_cli_help(c->command, &out);
		return ig_cli_result(c, &out, 0);
	}
	rc = start_log(c);
	return rc ? rc : c->command->run(c);
}

/* What build-aux/make-docs.sh asks for; no option of a reviewer's. */
static bool print_for_docs(const struct ig_cli *c, const char *what, int *ret_status)
{
	ig_auto_buf out = IG_BUF_INIT(0);

	if (strcmp(what, "--help=man") == 0)
		ig_cli_man(&out);
	else if (strcmp(what, "--help-keys") == 0)
		ig_keys_print(&out);
	else
		return false;
	*ret_status = ig_cli_result(c, &out, 0);
	return true;
}

int ig_main(int argc, char **argv)
{
	ig_auto_err e = NULL;
	struct ig_cli c = {0};
	bool ascii;
	int status;

	keep_standard_descriptors();
	/* Numbers keep their dot: only the character set is taken from the environment. */
	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN);
	ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (argc == 2 && print_for_docs(&c, argv[1], &status))
		return status;
	if (argc < 1)
		return 2;
	if (ig_cli_parse(argc, argv, &c, &e) < 0) {
		c.ascii = ascii;
		status = ig_cli_fail(&c, e);
	} else {
		c.ascii = ascii || c.opt[IG_O_ASCII];
		status = dispatch(&c);
	}
	ig_cli_done(&c);
	ig_log_close();
	return status;
}
