/* What policies say, as text for people: a new file with every key explained, and differences. */
#include "config.h"
#include "core/policy/edit.h"

#include <string.h>

#include "core/base/yaml.h"

char *ig_pkey_bounds(enum ig_pkey key)
{
	const struct ig_pkey_info *k = &ig_policy_keys[key];
	ig_auto_free char *lo = NULL, *hi = NULL;
	ig_auto_buf b = IG_BUF_INIT(0);

	switch (k->type) {
	case IG_PT_SIZE:
		lo = ig_format_size((uint64_t)k->min);
		hi = ig_format_size((uint64_t)k->max);
		return ig_asprintf("%s to %s", lo, hi);
	case IG_PT_DURATION:
		lo = ig_format_duration((uint64_t)k->min);
		hi = ig_format_duration((uint64_t)k->max);
		return ig_asprintf("%s to %s", lo, hi);
	case IG_PT_DECIMAL:
	case IG_PT_NUMBER:
		lo = ig_format_decimal(k->min);
		hi = ig_format_decimal(k->max);
		return ig_asprintf("%s to %s", lo, hi);
	case IG_PT_LIST:
		return ig_asprintf("a list of up to %.0f", k->max);
	case IG_PT_TEXT:
		return ig_strdup("a text");
	case IG_PT_CHOICE:
	case IG_PT_CHOICE_OR_LIST:
		break;
	}
	for (const char *s = k->choices; *s; s++)
		ig_buf_printf(&b, *s == '|' ? " %c " : "%c", *s);
	if (k->type == IG_PT_CHOICE_OR_LIST)
		ig_buf_adds(&b, " | [one, two]");
	return ig_buf_take(&b);
}

void ig_policy_init_text(const char *name, struct ig_buf *out)
{
	const char *group = "";
	size_t group_n = 0;

	ig_buf_printf(out,
	    "# What a service may do under the policy '%s'.\n#\n"
	    "# Every key is here with the audit default. A key that is taken out is what the "
	    "policy\n"
	    "# in `extends` says, or the audit default when there is none.\n"
	    "version: 1\nname: %s\n# extends: audit\n",
	    name, name);
	for (unsigned i = 0; i < IG_P_N; i++) {
		const struct ig_pkey_info *k = &ig_policy_keys[i];
		const char *dot = strchr(k->path, '.');
		const char *indent = dot ? "  " : "";
		ig_auto_free char *range = ig_pkey_bounds(k->key);

		if (!dot || strncmp(k->path, group, group_n) || k->path[group_n] != '.') {
			ig_buf_addc(out, '\n');
			if (dot)
				ig_buf_printf(out, "%.*s:\n", (int)(dot - k->path), k->path);
			group = k->path;
			group_n = dot ? (size_t)(dot - k->path) : 0;
		}
		ig_buf_printf(out, "%s# %s\n%s# %s. Enforced by %s.\n", indent, k->help, indent,
		    range, k->enforced_by);
		ig_buf_printf(out, "%s%s: %s\n", indent, dot ? dot + 1 : k->path, k->fallback);
	}
}

size_t ig_policy_diff(
    const struct ig_policy *a, const struct ig_policy *b, struct ig_buf *out, size_t *ret_lines)
{
	size_t wider = 0, lines = 0;

	for (unsigned i = 0; i < IG_P_N; i++) {
		enum ig_pkey key = (enum ig_pkey)i;
		ig_auto_free char *x = ig_pvalue_text(key, &a->v[i]);
		ig_auto_free char *y = ig_pvalue_text(key, &b->v[i]);
		int cmp = ig_pvalue_cmp(key, &b->v[i], &a->v[i]);

		if (!strcmp(x, y))
			continue;
		ig_buf_printf(out, "%-22s %s -> %s  %s\n", ig_policy_keys[i].path, x, y,
		    cmp > 0   ? "wider"
		    : cmp < 0 ? "tighter"
		              : "different");
		wider += cmp > 0;
		lines++;
	}
	if (ret_lines)
		*ret_lines = lines;
	return wider;
}

enum { DIFF_LINES = 2000 };

struct line {
	const char *s;
	size_t n;
};

static size_t split(const char *s, size_t n, struct line *v)
{
	size_t count = 0;

	while (n && count < DIFF_LINES) {
		const char *nl = memchr(s, '\n', n);
		size_t len = nl ? (size_t)(nl - s) + 1 : n;

		v[count++] = (struct line){s, len - (nl != NULL)};
		s += len;
		n -= len;
	}
	return count;
}

static bool same_line(const struct line *a, const struct line *b)
{
	return a->n == b->n && !memcmp(a->s, b->s, a->n);
}

static void print_line(struct ig_buf *out, char sign, const struct line *l)
{
	ig_buf_printf(out, "%c%.*s\n", sign, (int)l->n, l->s);
}

/* The longest common subsequence by its table of lengths, after the common ends are cut off. */
static void diff_middle(
    const struct line *a, size_t an, const struct line *b, size_t bn, struct ig_buf *out)
{
	size_t w = bn + 1, i = 0, j = 0;
	ig_auto_free uint16_t *len = ig_calloc((an + 1) * w, sizeof(*len));

	for (i = an; i-- > 0;)
		for (j = bn; j-- > 0;)
			len[i * w + j] =
			    same_line(&a[i], &b[j]) ? (uint16_t)(len[(i + 1) * w + j + 1] + 1)
			    : len[(i + 1) * w + j] > len[i * w + j + 1] ? len[(i + 1) * w + j]
			                                                : len[i * w + j + 1];
	for (i = j = 0; i < an || j < bn;) {
		if (i < an && j < bn && same_line(&a[i], &b[j])) {
			print_line(out, ' ', &a[i]);
			i++, j++;
		} else if (i < an && (j == bn || len[(i + 1) * w + j] >= len[i * w + j + 1])) {
			print_line(out, '-', &a[i++]);
		} else {
			print_line(out, '+', &b[j++]);
		}
	}
}

void ig_policy_text_diff(const char *a, size_t an, const char *b, size_t bn, struct ig_buf *out)
{
	ig_auto_free struct line *x = ig_calloc(DIFF_LINES, sizeof(*x));
	ig_auto_free struct line *y = ig_calloc(DIFF_LINES, sizeof(*y));
	size_t xn = split(a, an, x), yn = split(b, bn, y), head = 0, tail = 0;

	while (head < xn && head < yn && same_line(&x[head], &y[head]))
		print_line(out, ' ', &x[head++]);
	while (
	    tail < xn - head && tail < yn - head && same_line(&x[xn - 1 - tail], &y[yn - 1 - tail]))
		tail++;
	diff_middle(x + head, xn - head - tail, y + head, yn - head - tail, out);
	for (size_t i = xn - tail; i < xn; i++)
		print_line(out, ' ', &x[i]);
	if (xn == DIFF_LINES || yn == DIFF_LINES)
		ig_buf_printf(out, "(only the first %d lines are compared)\n", DIFF_LINES);
}
