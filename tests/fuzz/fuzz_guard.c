/* libFuzzer: whatever the bytes, a plan that the guard takes points into them and ends inside. */
#include "config.h"

#include <linux/filter.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/guard/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(const char *s, const char *all, size_t size)
{
	if (s < all || s >= all + size || !memchr(s, '\0', (size_t)(all + size - s)))
		abort();
}

static void check(const struct ig_guard_plan *p, const char *all, size_t size)
{
	inside(p->exe, all, size);
	if (p->cwd)
		inside(p->cwd, all, size);
	if (!p->argc || p->argv[p->argc] || p->envp[p->envc])
		abort();
	for (size_t i = 0; i < p->argc; i++)
		inside(p->argv[i], all, size);
	for (size_t i = 0; i < p->envc; i++)
		inside(p->envp[i], all, size);
	for (size_t i = 0; i < p->paths; i++)
		inside(p->path[i].path, all, size);
	for (size_t i = 0; i < p->filters; i++) {
		const char *f = p->filter[i].prog;

		if (f < all || f + p->filter[i].n * sizeof(struct sock_filter) > all + size)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct ig_guard_plan plan;
	char *copy;

	if (size > IG_GUARD_PLAN_MAX)
		return 0;
	/* Its own block, so that a sanitizer sees a byte too many. */
	copy = malloc(size ? size : 1);
	if (!copy)
		abort();
	memcpy(copy, data, size);
	if (ig_guard_parse(copy, size, &plan) == IG_GUARD_FINE)
		check(&plan, copy, size);
	free(copy);
	return 0;
}
