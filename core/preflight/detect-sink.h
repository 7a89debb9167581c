/* One call whose callee is known, and what its sink tells. */
#ifndef IG_PREFLIGHT_DETECT_SINK_H
#define IG_PREFLIGHT_DETECT_SINK_H

#include "core/preflight/detect.h"
#include "core/preflight/rules.h"

/* One call whose callee is known by path. */
struct ig_hit {
	struct ig_js *j;
	uint32_t node, point;
	const char *path;
	unsigned taint; /* of the callee */
	struct ig_val **args;
	uint32_t n;
	const struct ig_sink *sink;
	unsigned args_taint;
	bool single; /* one of several values of its argument */
};

/* "child_process.exec" */
static inline const char *name_of(const struct ig_hit *h)
{
	return h->path + 2;
}

#define TELL(h, rule, sev, conf, value, ...)                                                       \
	ig_detect_tell((h)->j, (h)->node, (h)->point, IG_RULE(rule), sev, conf, value, __VA_ARGS__)

/* By the class of h->sink. */
void ig_detect_sink(const struct ig_hit *h);
/* A program is started. */
void ig_detect_exec(const struct ig_hit *h);

#endif
