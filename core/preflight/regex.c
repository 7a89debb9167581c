#include "config.h"
#include "core/preflight/regex.h"

#include <string.h>

#include "core/base/mem.h"

enum { ITEMS = 32 };

/* One place of a pattern: a set of bytes, and how often. */
struct item {
	uint8_t set[32];
	unsigned min, max;
};

struct pattern {
	struct item item[ITEMS];
	unsigned n;
};

static void set_add(struct item *t, unsigned c)
{
	t->set[c / 8] |= (uint8_t)(1u << (c % 8));
}

static bool set_has(const struct item *t, unsigned char c)
{
	return t->set[c / 8] & (1u << (c % 8));
}

static void set_range(struct item *t, unsigned a, unsigned b)
{
	for (unsigned c = a; c <= b && c < 256; c++)
		set_add(t, c);
}

static void set_invert(struct item *t)
{
	for (size_t i = 0; i < sizeof(t->set); i++)
		t->set[i] = (uint8_t)~t->set[i];
}

/* \d, \x41 and the like; returns the bytes used after the backslash, 0: not understood. */
static size_t escape(struct item *t, const char *s, size_t n)
{
	static const char simple[] = "nrtfv", to[] = "\n\r\t\f\v";
	const char *p;
	struct item all = {{0}, 0, 0};

	if (n == 0)
		return 0;
	switch (s[0] | 32) {
	case 'd':
		set_range(&all, '0', '9');
		break;
	case 'w':
		set_range(&all, '0', '9');
		set_range(&all, 'a', 'z');
		set_range(&all, 'A', 'Z');
		set_add(&all, '_');
		break;
	case 's':
		set_range(&all, '\t', '\r');
		set_add(&all, ' ');
		break;
	case 'b':
	case 'k':
	case 'p':
	case 'u':
	case 'x':
	case 'c':
		return 0;
	default:
		if (s[0] >= '0' && s[0] <= '9')
			return 0;
		p = memchr(simple, s[0], sizeof(simple) - 1);
		set_add(t, (unsigned char)(p ? to[p - simple] : s[0]));
		return 1;
	}
	if (s[0] < 'a')
		set_invert(&all);
	for (size_t i = 0; i < sizeof(t->set); i++)
		t->set[i] |= all.set[i];
	return 1;
}

/* [a-z_]; returns the bytes used after the bracket, 0: not understood. */
static size_t class(struct item *t, const char *s, size_t n)
{
	size_t i = 0, used;
	bool invert = n && s[0] == '^';

	i += invert;
	while (i < n && s[i] != ']') {
		if (s[i] == '\\') {
			used = escape(t, s + i + 1, n - i - 1);
			if (!used)
				return 0;
			i += 1 + used;
		} else if (i + 2 < n && s[i + 1] == '-' && s[i + 2] != ']' && s[i + 2] != '\\') {
			set_range(t, (unsigned char)s[i], (unsigned char)s[i + 2]);
			i += 3;
		} else {
			set_add(t, (unsigned char)s[i++]);
		}
	}
	if (invert)
		set_invert(t);
	return i < n ? i + 1 : 0;
}

static unsigned number(const char *s, size_t n, size_t *i)
{
	unsigned v = 0;

	while (*i < n && s[*i] >= '0' && s[*i] <= '9' && v < 100000)
		v = v * 10 + (unsigned)(s[(*i)++] - '0');
	return v;
}

/* + * ? {2} {1,2}; false when it is not understood. */
static bool quantifier(struct item *t, const char *s, size_t n, size_t *i)
{
	t->min = t->max = 1;
	if (*i >= n)
		return true;
	if (s[*i] == '+' || s[*i] == '*' || s[*i] == '?') {
		t->min = s[*i] == '+';
		t->max = s[*i] == '?' ? 1 : UINT32_MAX;
		++*i;
	} else if (s[*i] == '{') {
		++*i;
		t->min = t->max = number(s, n, i);
		if (*i < n && s[*i] == ',') {
			++*i;
			t->max = *i < n && s[*i] == '}' ? UINT32_MAX : number(s, n, i);
		}
		if (*i >= n || s[(*i)++] != '}')
			return false;
	}
	return *i >= n || s[*i] != '?'; /* lazy ones are not followed */
}

static bool compile(struct pattern *p, const char *s, size_t n)
{
	bool group = false;

	p->n = 0;
	for (size_t i = 0; i < n;) {
		struct item *t = &p->item[p->n];
		size_t used;

		if (p->n == ITEMS)
			return false;
		memset(t, 0, sizeof(*t));
		/* One group around everything changes nothing. */
		if (s[i] == '(' && i == 0 && s[n - 1] == ')' && n > 2 && s[1] != '?') {
			group = true;
			i++;
			continue;
		}
		if (s[i] == ')' && group && i == n - 1)
			break;
		if (strchr("()|^$?*+{", s[i]))
			return false;
		if (s[i] == '.') {
			memset(t->set, 0xff, sizeof(t->set));
			i++;
		} else if (s[i] == '[') {
			used = class(t, s + i + 1, n - i - 1);
			if (!used)
				return false;
			i += 1 + used;
		} else if (s[i] == '\\') {
			used = escape(t, s + i + 1, n - i - 1);
			if (!used)
				return false;
			i += 1 + used;
		} else {
			set_add(t, (unsigned char)s[i++]);
		}
		if (!quantifier(t, s, n, &i))
			return false;
		p->n++;
	}
	return p->n > 0;
}

/* Greedy and without a way back: what it matches is right for the patterns that decoders use. */
static size_t match_at(const struct pattern *p, const char *s, size_t n)
{
	size_t at = 0;

	for (unsigned i = 0; i < p->n; i++) {
		unsigned k = 0;

		while (k < p->item[i].max && at < n && set_has(&p->item[i], (unsigned char)s[at])) {
			at++;
			k++;
		}
		if (k < p->item[i].min)
			return SIZE_MAX;
	}
	return at;
}

static bool source(struct ig_js *j, const struct ig_val *re, const char **s, size_t *n, bool *global)
{
	const struct ig_node *t = &j->ast.node[re->u.node];
	const char *p = j->ast.src + t->start, *end = j->ast.src + t->end, *last = end;

	if (t->end - t->start < 3)
		return false;
	while (last > p && *--last != '/')
		;
	*global = memchr(last, 'g', (size_t)(end - last)) != NULL;
	*s = p + 1;
	*n = (size_t)(last - p) - 1;
	/* Ignoring case is not followed. */
	return last > p + 1 && !memchr(last, 'i', (size_t)(end - last));
}

bool ig_regex_global(struct ig_js *j, const struct ig_val *re)
{
	const char *s;
	size_t n;
	bool global = false;

	source(j, re, &s, &n, &global);
	return global;
}

int ig_regex_find(struct ig_js *j, const struct ig_val *re, const char *s, size_t n, const char **ret,
    size_t *ret_n)
{
	struct pattern p;
	const char *text;
	size_t text_n;
	bool global;

	*ret = NULL;
	*ret_n = 0;
	if (!source(j, re, &text, &text_n, &global) || !compile(&p, text, text_n))
		return -1;
	for (size_t i = 0; i < n; i++) {
		size_t m = match_at(&p, s + i, n - i);

		if (m != SIZE_MAX && m > 0) {
			*ret = s + i;
			*ret_n = m;
			return 0;
		}
	}
	return 0;
}

struct ig_val *ig_regex_split(struct ig_js *j, struct ig_val *v, const struct ig_val *re)
{
	const char *p = v->u.s, *end = p + v->n, *m;
	struct ig_val **item = NULL, *list;
	size_t n = 0, cap = 0, len;

	while (n < IG_EVAL_LIST) {
		if (ig_regex_find(j, re, p, (size_t)(end - p), &m, &len) < 0) {
			free(item);
			return NULL;
		}
		IG_GROW(item, n, cap);
		item[n++] = ig_val_str(j, p, (size_t)((m ? m : end) - p), v->taint | T_BUILT);
		if (!m)
			break;
		p = m + len;
	}
	list = ig_val_list(j, item, n);
	free(item);
	return list;
}
