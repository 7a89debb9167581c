#include "config.h"
#include "tui/views/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The terminal sends these to the whole group; system(3) ignores the same two. */
static const int keyed[] = {SIGINT, SIGQUIT};

struct ig_editor {
	ig_child *child;
	ig_editor_fn fn;
	void *user;
	struct sigaction old[IG_COUNT(keyed)];
};

static const char *editor_command(void)
{
	static const char *const names[] = {"VISUAL", "EDITOR"};

	for (size_t i = 0; i < IG_COUNT(names); i++) {
		const char *s = getenv(names[i]);

		if (s && *s)
			return s;
	}
	return "vi";
}

/* The signals that we handle, block or ignore are the editor's defaults again. */
static void plain_signals(posix_spawnattr_t *attr)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attr, &none);
	posix_spawnattr_setsigdefault(attr, &all);
	posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int spawn(const char *path, pid_t *ret)
{
	ig_auto_free char *script = ig_asprintf("%s \"$@\"", editor_command());
	ig_auto_free char *name = ig_strdup(path);
	ig_auto_fd int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	char sh[] = "sh", flag[] = "-c", zero[] = "ignite-tui";
	char *const argv[] = {sh, flag, script, zero, name, NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int r;

	posix_spawn_file_actions_init(&files);
	for (int fd = 0; fd < 3 && tty >= 0; fd++)
		posix_spawn_file_actions_adddup2(&files, tty, fd);
	posix_spawnattr_init(&attr);
	plain_signals(&attr);
	r = posix_spawn(ret, "/bin/sh", &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return r;
}

static void ignore_keys(ig_editor *e)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	for (size_t i = 0; i < IG_COUNT(keyed); i++)
		sigaction(keyed[i], &ignore, &e->old[i]);
}

static void hear_keys(const ig_editor *e)
{
	for (size_t i = 0; i < IG_COUNT(keyed); i++)
		sigaction(keyed[i], &e->old[i], NULL);
}

static void ended(pid_t pid, int status, void *user)
{
	ig_editor *e = user;
	ig_auto_err err = NULL;

	(void)pid;
	if (status == -1)
		ig_err_set(&err, IG_E_HOST, "the editor was lost");
	else if (WIFSIGNALED(status))
		ig_err_set(
		    &err, IG_E_HOST, "the editor was ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status))
		ig_err_set(
		    &err, IG_E_HOST, "the editor ended with status %d", WEXITSTATUS(status));
	if (err)
		ig_err_hint(&err, "set VISUAL or EDITOR to the editor you want");
	e->fn(err, e->user);
}

ig_editor *ig_editor_start(
    ig_loop *loop, const char *path, ig_editor_fn fn, void *user, ig_err **err)
{
	ig_editor *e = ig_calloc(1, sizeof(*e));
	pid_t pid;
	int r;

	e->fn = fn;
	e->user = user;
	r = spawn(path, &pid);
	if (r)
		ig_err_sys(err, IG_E_HOST, r, "cannot start the editor");
	else
		e->child = ig_child_new(loop, pid, ended, e, err);
	if (!e->child) {
		free(e);
		return NULL;
	}
	ignore_keys(e);
	return e;
}

void ig_editor_free(ig_editor *e)
{
	if (!e)
		return;
	hear_keys(e);
	ig_child_free(e->child);
	free(e);
}
