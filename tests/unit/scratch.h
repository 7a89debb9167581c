/* Scratch folders and small files for tests. Everything fails the test at once when it cannot. */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"

/* A new folder; the caller frees the name and removes it with scratch_remove(). */
static inline char *scratch_make(void)
{
	const char *tmp = getenv("TMPDIR");
	char *p = ig_asprintf("%s/ignite-test.XXXXXX", tmp ? tmp : "/tmp");

	if (!mkdtemp(p))
		abort();
	return p;
}

static inline void scratch_remove(char *path)
{
	if (ig_rmtree(path, NULL) < 0)
		abort();
	free(path);
}

/* Writes n bytes to DIR/REL, making the folders on the way. */
static inline void scratch_put(const char *dir, const char *rel, const void *data, size_t n)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", dir, rel);
	ig_auto_free char *parent = ig_strndup(path, (size_t)(strrchr(path, '/') - path));
	FILE *f;

	if (ig_mkdir_p(parent, NULL) < 0)
		abort();
	f = fopen(path, "we");
	if (!f || fwrite(data, 1, n, f) != n || fclose(f))
		abort();
}

static inline void scratch_text(const char *dir, const char *rel, const char *text)
{
	scratch_put(dir, rel, text, strlen(text));
}

/* A file of the tests' data folder ("service/valid/x.yaml"), or of wherever path says. */
static inline void scratch_read(const char *dir, const char *rel, struct ig_buf *out)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", dir, rel);

	if (ig_read_path(path, 16 << 20, out, NULL) < 0) {
		fprintf(stderr, "cannot read %s\n", path);
		abort();
	}
}

static inline char *scratch_data(const char *rel)
{
	const char *top = getenv("top_srcdir");

	return ig_asprintf("%s/tests/data/%s", top ? top : ".", rel);
}

/* Calls fn for each file of a folder with the given ending, its name without the ending. Returns
 * how many there were: a test of data that is not there must not pass. */
static inline size_t scratch_each(
    const char *dir, const char *suffix, void (*fn)(const char *dir, const char *name))
{
	size_t n = 0, m = strlen(suffix);
	const struct dirent *d;
	DIR *h = opendir(dir);

	if (!h)
		abort();
	while ((d = readdir(h))) {
		size_t len = strlen(d->d_name);
		ig_auto_free char *name = NULL;

		if (len <= m || strcmp(d->d_name + len - m, suffix))
			continue;
		name = ig_strndup(d->d_name, len - m);
		fn(dir, name);
		n++;
	}
	closedir(h);
	return n;
}

#endif
