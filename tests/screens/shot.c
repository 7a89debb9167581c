/*
 * Takes screenshots: runs a program in a test terminal by a script and writes SVG files.
 *
 *   shot SCRIPT OUTDIR
 *
 * A script has one word and its argument a line ('#' begins a comment):
 *   size ROWS COLS     env NAME=VALUE     run PROGRAM ARG...   ($VAR is replaced by the
 * environment) wait TEXT          until the text is on the screen (60 s) keys NAME...       as in
 * the table of keys: j Enter ^L pause MS           lets samples and log lines arrive shot NAME
 * writes OUTDIR/NAME.svg Exit status 1 when something that was waited for did not come.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "tests/support/svg.h"
#include "tests/support/vt.h"

enum { MAX_WORDS = 32, WAIT_MS = 60000 };

struct shot {
	const char *dir;
	int rows, cols;
	char *env[MAX_WORDS];
	size_t env_n;
	vt *v;
};

/* "$NAME" alone or in front of "/..." becomes its value. */
static char *expand(const char *word)
{
	size_t n;
	const char *value;

	if (*word != '$')
		return ig_strdup(word);
	n = strcspn(word, "/");
	{
		ig_auto_free char *name = ig_strndup(word + 1, n - 1);

		value = getenv(name);
	}
	return ig_asprintf("%s%s", value ? value : "", word + n);
}

static bool run(struct shot *s, char *args)
{
	struct vt_opts o = {.rows = s->rows, .cols = s->cols};
	const char *argv[MAX_WORDS + 1] = {0}, *env[MAX_WORDS + 1] = {0};
	size_t n = 0;

	for (size_t i = 0; i < s->env_n; i++)
		env[i] = s->env[i];
	o.env = env;
	for (char *w = strtok(args, " "); w && n < MAX_WORDS; w = strtok(NULL, " "))
		argv[n++] = expand(w);
	if (!n)
		return false;
	s->v = vt_start(&o, argv);
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)argv[i]);
	return true;
}

static bool save(struct shot *s, const char *name)
{
	ig_auto_free char *path = ig_asprintf("%s/%s.svg", s->dir, name);
	ig_auto_buf out = IG_BUF_INIT(0);
	FILE *f = fopen(path, "w");
	bool ok;

	if (!f) {
		fprintf(stderr, "shot: %s: %s\n", path, strerror(errno));
		return false;
	}
	svg_write(s->v, &out);
	ok = fwrite(out.data, 1, out.len, f) == out.len;
	return fclose(f) == 0 && ok;
}

static bool said(struct shot *s, bool ok, const char *what, const char *text)
{
	ig_auto_free char *screen = NULL;

	if (ok)
		return true;
	screen = vt_dump(s->v);
	fprintf(stderr, "shot: \"%s\" did not %s. The screen:\n%s", text, what, screen);
	return false;
}

static bool step(struct shot *s, char *line)
{
	size_t n = strcspn(line, " ");
	char *arg = line + n + (line[n] == ' ');

	line[n] = '\0';
	if (strcmp(line, "size") == 0)
		return sscanf(arg, "%d %d", &s->rows, &s->cols) == 2;
	if (strcmp(line, "env") == 0) {
		if (s->env_n < MAX_WORDS)
			s->env[s->env_n++] = ig_strdup(arg);
		return true;
	}
	if (strcmp(line, "run") == 0)
		return run(s, arg);
	if (!s->v)
		return false;
	if (strcmp(line, "wait") == 0)
		return said(s, vt_text(s->v, arg, WAIT_MS), "come", arg);
	if (strcmp(line, "gone") == 0)
		return said(s, vt_no_text(s->v, arg, WAIT_MS), "go", arg);
	if (strcmp(line, "keys") == 0) {
		vt_keys(s->v, arg);
		return vt_idle(s->v, WAIT_MS);
	}
	if (strcmp(line, "pause") == 0) {
		vt_text(s->v, "\x01", atoi(arg)); /* never there: reads what comes for that long */
		return true;
	}
	return strcmp(line, "shot") == 0 && save(s, arg);
}

int main(int argc, char **argv)
{
	struct shot s = {.rows = 40, .cols = 120};
	char line[1024];
	FILE *f;
	int no = 0, rc = 0;

	f = argc == 3 ? fopen(argv[1], "r") : NULL;
	if (!f) {
		fputs("usage: shot SCRIPT OUTDIR\n", stderr);
		return 2;
	}
	s.dir = argv[2];
	while (!rc && fgets(line, sizeof(line), f)) {
		no++;
		line[strcspn(line, "\n")] = '\0';
		if (!*line || *line == '#')
			continue;
		if (!step(&s, line)) {
			fprintf(stderr, "shot: %s:%d failed\n", argv[1], no);
			rc = 1;
		}
	}
	fclose(f);
	vt_free(s.v);
	for (size_t i = 0; i < s.env_n; i++)
		free(s.env[i]);
	return rc;
}
