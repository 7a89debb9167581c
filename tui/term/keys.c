#include "config.h"
#include "tui/term/keys.h"

#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"

static const struct ig_key_row rows[] = {
#define KEY(context, key, alt, action, label, help, priority, flags)                               \
	{IG_CTX_##context, key, alt, IG_ACT_##action, #action, label, help, priority, flags},
    IG_KEYS(KEY)
#undef KEY
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]), WIDE = 100 };

static const char *const context_names[IG_CTX_N] = {
#define CONTEXT(id, name) [IG_CTX_##id] = name,
    IG_KEY_CONTEXTS(CONTEXT)
#undef CONTEXT
};

const struct ig_key_row *ig_key_rows(size_t *ret_n)
{
	*ret_n = ROWS;
	return rows;
}

const struct ig_key_row *ig_key_row(enum ig_action action)
{
	/* One action a row, in the order of the enum behind NONE. */
	_Static_assert((int)ROWS == (int)IG_ACT_N - 1, "an action is named by one row");
	return action > IG_ACT_NONE && action < IG_ACT_N ? &rows[action - 1] : NULL;
}

const char *ig_context_name(enum ig_context c)
{
	return (unsigned)c < IG_CTX_N ? context_names[c] : "?";
}

enum ig_action ig_key_action(const struct ig_contexts *in, uint32_t key, int *digit)
{
	for (size_t c = 0; c < in->n; c++) {
		for (size_t i = 0; i < ROWS; i++) {
			const struct ig_key_row *r = &rows[i];

			if (r->context != in->v[c])
				continue;
			if ((r->flags & IG_KF_DIGIT) && key >= '0' && key <= '9') {
				if (digit)
					*digit = (int)(key - '0');
				return r->action;
			}
			if (key != IG_K_NONE && (r->key == key || r->alt == key))
				return r->action;
		}
	}
	return IG_ACT_NONE;
}

static bool in_contexts(const struct ig_contexts *in, enum ig_context c)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->v[i] == c)
			return true;
	return false;
}

static int hint_width(const struct ig_key_row *r)
{
	char name[32];

	return (int)(strlen(ig_key_name(r->key, name)) + 1 + strlen(r->label) + 2);
}

size_t ig_key_hints(
    const struct ig_contexts *in, int width, const struct ig_key_row **ret, size_t max)
{
	size_t n = 0;
	int used = 0;

	for (int prio = 1; prio <= UINT8_MAX; prio++) {
		for (size_t i = 0; i < ROWS && n < max; i++) {
			const struct ig_key_row *r = &rows[i];

			if (r->priority != prio || !r->label || !in_contexts(in, r->context))
				continue;
			if ((r->flags & IG_KF_WIDE) && width < WIDE)
				continue;
			if (used + hint_width(r) > width)
				continue;
			used += hint_width(r);
			ret[n++] = r;
		}
	}
	return n;
}

const char *ig_key_row_keys(const struct ig_key_row *r, char ret[72])
{
	char a[32], b[32];

	if (r->flags & IG_KF_DIGIT)
		snprintf(ret, 72, "0-9");
	else if (r->alt)
		snprintf(ret, 72, "%s, %s", ig_key_name(r->key, a), ig_key_name(r->alt, b));
	else
		snprintf(ret, 72, "%s", ig_key_name(r->key, a));
	return ret;
}

void ig_keys_print(struct ig_buf *out)
{
	char keys[72];

	for (int c = 0; c < IG_CTX_N; c++) {
		bool first = true;

		for (size_t i = 0; i < ROWS; i++) {
			if (rows[i].context != (enum ig_context)c)
				continue;
			if (first)
				ig_buf_printf(out, "%s%s\n", c ? "\n" : "", context_names[c]);
			first = false;
			ig_buf_printf(out, "  %-16s %s%s\n", ig_key_row_keys(&rows[i], keys),
			    rows[i].help, rows[i].flags & IG_KF_CONFIRM ? " (asks first)" : "");
		}
	}
}
