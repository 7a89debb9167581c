/*
 * The command line: one table of options and one of commands. Parsing, --help and the man
 * page read them; adding an option or a command is adding a row.
 */
#ifndef IG_CLI_CLI_H
#define IG_CLI_CLI_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/loop.h"
#include "core/engine/engine.h"

/*
 * OPT(id, name, argument, help): an argument of lower-case words with '|' between them is the list
 * of what may be given; "@" means the command's own list of formats; NULL: none.
 */
#define IG_CLI_OPTIONS(OPT)                                                                        \
	OPT(HELP, "help", NULL, "show this help and end")                                          \
	OPT(VERSION, "version", NULL, "show the version and end")                                  \
	OPT(HOST, "host", "SOCKET",                                                                \
	    "the engine's socket, unix:///path (default: $DOCKER_HOST, else the current docker "   \
	    "context, else /var/run/docker.sock)")                                                 \
	OPT(DEBUG_LOG, "debug-log", "FILE",                                                        \
	    "append what the program does to FILE, for its developers (also $IGNITE_TUI_LOG)")     \
	OPT(ASCII, "ascii", NULL, "draw and print with ASCII characters only")                     \
	OPT(COLOR, "color", "auto|never|8|16|256",                                                 \
	    "colours of the workbench (auto: what the terminal has, none if $NO_COLOR is set)")    \
	OPT(GRAPH, "graph", "auto|braille|block|ascii", "how the workbench draws its graphs")      \
	OPT(NO_MOUSE, "no-mouse", NULL, "leave the mouse to the terminal")                         \
	OPT(FORMAT, "format", "@", "how to print the result (default: text)")                      \
	OPT(FAIL_ON, "fail-on", "critical|high|medium|low|info",                                   \
	    "the least severity that makes the exit status 1 (default: high)")                     \
	OPT(AUDIT, "audit", NULL,                                                                  \
	    "start from the audit policy: no network, nothing writable but "                       \
	    "/tmp (the default)")                                                                  \
	OPT(NORMAL, "normal", NULL,                                                                \
	    "start from the normal policy: network and a writable copy of the service")            \
	OPT(POLICY, "policy", "FILE", "a policy file, or the name of a policy, over that one")     \
	OPT(MEMORY, "memory", "SIZE", "most memory, as in 256M")                                   \
	OPT(CPUS, "cpus", "NUMBER", "most processors, as in 0.5")                                  \
	OPT(TIMEOUT, "timeout", "TIME", "longest duration, as in 10s")                             \
	OPT(PIDS, "pids", "NUMBER", "most processes and threads")                                  \
	OPT(TMP, "tmp", "SIZE", "size of /tmp, as in 16M")                                         \
	OPT(NETWORK, "network", "none|sink|allow=HOST:PORT,...",                                   \
	    "the network it may reach; sink and allow are not built yet")                          \
	OPT(ISOLATION, "isolation", "RUNTIME", "the engine's runtime, as in runc or runsc")        \
	OPT(INPUT, "input", "JSON", "given to the service as $IGNITE_INPUT")                       \
	OPT(FORCE, "force", NULL, "start although there are critical or high findings")            \
	OPT(ALL, "all", NULL, "also what belongs to processes that are still alive")

/* clang-format off */
enum ig_cli_opt {
#define OPT(id, name, arg, help) IG_O_##id,
	IG_CLI_OPTIONS(OPT)
#undef OPT
	IG_O_N
};
/* clang-format on */

struct ig_cli_option {
	const char *name, *arg, *help;
};
extern const struct ig_cli_option ig_cli_options[IG_O_N];

struct ig_cli;
struct ig_cli_command {
	const char *name;                   /* "audit", "policy show"; "" is the workbench */
	const char *args;                   /* "SERVICE", "FILE KEY=VALUE...", "" */
	unsigned min, max;                  /* how many of them */
	bool rest;                          /* takes "-- ARG..." */
	const char *formats;                /* "text|json" or NULL */
	const char *summary;                /* a line, for the list of commands */
	const char *about;                  /* paragraphs for its own help */
	const enum ig_cli_opt *options;     /* besides the common ones, ended by IG_O_N */
	int (*run)(const struct ig_cli *c); /* returns the exit status */
};
extern const struct ig_cli_command ig_cli_commands[];
extern const size_t ig_cli_commands_n;
/* Those that every command takes, ended by IG_O_N. */
extern const enum ig_cli_opt ig_cli_common[];

struct ig_cli {
	const struct ig_cli_command *command;
	const char *opt[IG_O_N]; /* the argument, "" if it takes none; NULL: not given */
	const char *const *arg;  /* NULL-ended */
	size_t arg_n;
	const char *const *rest; /* what follows "--", NULL-ended; NULL if there is none */
	bool help, version;
	bool ascii;   /* output may hold ASCII only */
	char **store; /* what arg and rest point into */
};

/* Fills *ret; -1 with IG_E_USAGE and, where one comes to mind, a hint. */
int ig_cli_parse(int argc, char **argv, struct ig_cli *ret, ig_err **err);
void ig_cli_done(struct ig_cli *c);

/* The nearest of n names to a mistyped word, NULL when none is near. */
const char *ig_cli_nearest(const char *word, const char *const *names, size_t n);

/* The help of one command, or the whole overview for the workbench's row; the man page. */
void ig_cli_help(const struct ig_cli_command *cmd, struct ig_buf *out);
void ig_cli_man(struct ig_buf *out);

/*
 * Output. Results go to stdout, whole; everything else to stderr, where each untrusted byte is
 * neutralised. A reader that has gone away is no error: `status` is returned as it is. A stdout
 * that cannot be written for another reason is said on stderr and makes it 3.
 */
int ig_cli_result(const struct ig_cli *c, const struct ig_buf *out, int status);
/* "ignite-tui: message", then the hint on a line of its own. Returns ig_err_exit(err). */
int ig_cli_fail(const struct ig_cli *c, const ig_err *err);
/* All problems of a policy, a line each as they are, or the error when it lists none. Returns the
 * exit status. */
int ig_cli_policy_error(const struct ig_cli *c, const char *problems, const ig_err *err);
/* -1 when both --audit and --normal were given. */
int ig_cli_both_bases(const struct ig_cli *c, ig_err **err);
/* A line on stderr. */
void ig_cli_note(const struct ig_cli *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same, in red if it is a terminal that may have colours ($NO_COLOR). */
void ig_cli_warn(const struct ig_cli *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
bool ig_cli_format_is(const struct ig_cli *c, const char *format);

/* The engine of the command line, with a loop for it. */
struct ig_cli_engine {
	ig_loop *loop;
	ig_engine *engine;
	char *source; /* where the socket was named */
};
int ig_cli_engine_open(const struct ig_cli *c, struct ig_cli_engine *ret, ig_err **err);
void ig_cli_engine_done(struct ig_cli_engine *e);
/* For a command that waits for one call: an ig_reply_fn that keeps the answer, stops the loop. */
struct ig_cli_reply {
	ig_loop *loop;
	json_t *body;
	ig_err *err;
};
void ig_cli_keep(json_t *body, const ig_err *err, void *reply);
/* Removes what dead processes left in the engine, and waits for it; trouble is only noted. */
void ig_cli_remove_orphans(const struct ig_cli *c, struct ig_cli_engine *e);
/* The folder of unpacked npm packages: $IGNITE_TUI_NPM_CACHE, else the one it was built with, else
 * .cache/npm of the tree. The caller frees. */
char *ig_cli_npm_cache(void);

/* The commands, a file each. */
int ig_cli_workbench(const struct ig_cli *c);
int ig_cli_audit(const struct ig_cli *c);
int ig_cli_rules(const struct ig_cli *c);
int ig_cli_run(const struct ig_cli *c);
int ig_cli_policy_show(const struct ig_cli *c);
int ig_cli_policy_check(const struct ig_cli *c);
int ig_cli_policy_set(const struct ig_cli *c);
int ig_cli_policy_diff(const struct ig_cli *c);
int ig_cli_policy_init(const struct ig_cli *c);
int ig_cli_policy_keys(const struct ig_cli *c);
int ig_cli_doctor(const struct ig_cli *c);
int ig_cli_images(const struct ig_cli *c);
int ig_cli_images_build(const struct ig_cli *c);
int ig_cli_clean(const struct ig_cli *c);

#endif
