#include "config.h"
#include "core/guard/plan.h"

#include <string.h>

void ig_guard_begin(struct ig_buf *b)
{
	const struct ig_guard_head h = {IG_GUARD_MAGIC, 0};

	ig_buf_clear(b);
	b->max = sizeof(h) + IG_GUARD_PLAN_MAX;
	ig_buf_add(b, &h, sizeof(h));
}

void ig_guard_add(struct ig_buf *b, enum ig_guard_kind kind, const void *head, size_t head_n,
    const void *more, size_t n)
{
	static const char zeroes[8];
	struct ig_guard_item item = {kind, 0};

	if (n > IG_GUARD_PLAN_MAX)
		b->overflow = true;
	if (b->overflow)
		return;
	item.size = (uint32_t)(head_n + n);
	if (ig_buf_add(b, &item, sizeof(item)) == 0 && ig_buf_add(b, head, head_n) == 0 &&
	    ig_buf_add(b, more, n) == 0)
		ig_buf_add(b, zeroes, -item.size & 7);
}

void ig_guard_string(struct ig_buf *b, enum ig_guard_kind kind, const char *s)
{
	ig_guard_add(b, kind, s, strlen(s) + 1, NULL, 0);
}

int ig_guard_end(struct ig_buf *b, ig_err **err)
{
	struct ig_guard_head h = {IG_GUARD_MAGIC, (uint32_t)(b->len - sizeof(h))};

	if (b->overflow)
		return ig_err_set(err, IG_E_LIMIT,
		    "arguments, environment and rules together are larger than %d KiB",
		    IG_GUARD_PLAN_MAX / 1024);
	memcpy(b->data, &h, sizeof(h));
	return 0;
}

int ig_guard_check(const struct ig_guard_reply *r, ig_err **err)
{
	static const char *const steps[] = {
	    [IG_GUARD_READY] = "",
	    [IG_GUARD_START] = "reach core",
	    [IG_GUARD_RECEIVE] = "receive its plan",
	    [IG_GUARD_PARSE] = "read its plan",
	    [IG_GUARD_FDS] = "close what the engine left open",
	    [IG_GUARD_CHDIR] = "enter the working folder",
	    [IG_GUARD_RLIMITS] = "set a resource limit",
	    [IG_GUARD_NO_NEW_PRIVS] = "set no_new_privs",
	    [IG_GUARD_LANDLOCK_STEP] = "apply the Landlock rules",
	    [IG_GUARD_THREAD] = "start its second thread",
	    [IG_GUARD_FILTERS] = "install a system call filter",
	    [IG_GUARD_ANSWER] = "wait for go",
	    [IG_GUARD_EXEC] = "execute the service",
	};

	if (r->magic != IG_GUARD_MAGIC || r->step >= IG_COUNT(steps))
		return ig_err_set(err, IG_E_INTERNAL, "the guard's reply is none");
	if (r->step == IG_GUARD_READY)
		return 0;
	if (r->step == IG_GUARD_PARSE)
		return ig_err_set(err, IG_E_INTERNAL, "the guard could not %s (fault %d)",
		    steps[r->step], r->error);
	return ig_err_sys(err, IG_E_UNENFORCED, r->error, "the guard could not %s (number %u)",
	    steps[r->step], r->item + 1);
}
