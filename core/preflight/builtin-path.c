#include "config.h"
#include "core/preflight/eval.h"

#include <string.h>

/* Where the last part of out starts, which ends in a slash. */
static size_t last_part(const char *out, size_t n)
{
	size_t at = n ? n - 1 : 0;

	while (at > 0 && out[at - 1] != '/')
		at--;
	return at;
}

/* May ".." take this part away? Not what is unknown, a home folder, or another "..". */
static bool can_leave(const char *part, size_t n)
{
	return n > 1 && !(n == 3 && memcmp(part, "../", 3) == 0) && !(n == 2 && part[0] == '~') &&
	       !memmem(part, n, "${...}", 6);
}

static struct ig_val *normal(struct ig_js *j, const struct ig_val *v)
{
	const char *p = v->u.s, *const end = p + v->n;
	char *out = ig_js_alloc(j, v->n + 2);
	size_t n = 0;

	if (p < end && *p == '/')
		out[n++] = '/';
	while (p < end) {
		const char *slash = memchr(p, '/', (size_t)(end - p));
		size_t len = (size_t)((slash ? slash : end) - p), at = last_part(out, n);
		const bool up = len == 2 && memcmp(p, "..", 2) == 0;

		if (up && n > 0 && can_leave(out + at, n - at)) {
			n = at;
		} else if (len && !(len == 1 && *p == '.') && !(up && n == 1 && out[0] == '/')) {
			memcpy(out + n, p, len);
			n += len;
			out[n++] = '/';
		}
		p += len + (slash != NULL);
	}
	if (n > 1 && v->n && v->u.s[v->n - 1] != '/')
		n--;
	/* Joining paths is no way to hide one. */
	return n ? ig_val_str(j, out, n, v->taint & ~(unsigned)T_BUILT) : ig_val_str(j, ".", 1, 0);
}

struct ig_val *ig_builtin_path(struct ig_js *j, struct ig_val *v)
{
	struct ig_val *u = NULL;

	if (v->kind == V_STR)
		return normal(j, v);
	for (uint32_t i = 0; v->kind == V_UNION && i < v->n; i++)
		u = ig_val_union(j, u, ig_builtin_path(j, v->u.item[i]));
	return u ? u : v;
}
