/* The table of what is dangerous to call: paths of modules and globals, one row each. */
#ifndef IG_PREFLIGHT_SINKS_H
#define IG_PREFLIGHT_SINKS_H

#include <stdbool.h>
#include <stddef.h>

enum ig_sink_class {
	S_NONE,
	S_EXEC,	      /* runs a program; arg: the command or the program */
	S_EVAL,	      /* arg: the code */
	S_LOAD,	      /* require and its like; arg: the module */
	S_NET,	      /* out; arg: the address */
	S_NET_IN,     /* listens */
	S_READ,	      /* reads a file; arg: its path */
	S_WRITE,      /* writes; arg: its path */
	S_REMOVE,
	S_BINDING,    /* inside the runtime */
	S_WORKER,
	S_DECODE,
	S_TIMER,      /* code when its argument is a string */
	S_ENV,	      /* gives the environment */
	S_LOADER,     /* changes the loader when assigned or called */
	S_HOST,	      /* says something of the host */
};

struct ig_sink {
	const char *path; /* a last '*' stands for any one name */
	enum ig_sink_class class;
	int arg; /* -1: the last */
	const char *what; /* "runs a shell command" */
};

/* The row of a path as the evaluator writes it, NULL: none. */
const struct ig_sink *ig_sink_find(const char *path);

struct ig_module {
	const char *name;
	enum ig_sink_class class; /* S_EXEC: importing it is told by exec-import */
};
/* What importing a module of this name ("child_process", "axios") gives; S_NONE: nothing of note. */
enum ig_sink_class ig_module_class(const char *name);

/* "~/.ssh/id_rsa" and its like: why a path is secret, NULL: it is not. *ret_certain: keys and stores
 * that no honest program reads. */
const char *ig_secret_path(const char *path, bool *ret_certain);
/* Where programs are started from: why, or NULL. */
const char *ig_persistent_path(const char *path);
/* Does the name of an environment variable say that it holds a secret? */
bool ig_secret_env(const char *name);
bool ig_dull_env(const char *name);
/* Why a host or URL is suspect, NULL: it is not. */
const char *ig_suspect_host(const char *text);
/* Why a shell command is dangerous, NULL: it is not. A quick look at its text. */
const char *ig_dangerous_command(const char *text);

#endif
