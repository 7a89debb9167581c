#include "config.h"
#include "core/base/json.h"

#include <stdint.h>
#include <string.h>

#include "core/base/text.h"

/* Where the scan is, and what it has counted. */
struct scan {
	unsigned line, column;
	unsigned depth;
	size_t containers, values;
	bool in_string, escaped;
};

void ig_json_seed(void)
{
	json_object_seed(0);
}

static int too_much(const struct scan *sc, ig_err **err, const char *what, unsigned max)
{
	return ig_err_set(err, IG_E_LIMIT, "line %u, column %u: more than %u %s", sc->line,
	    sc->column, max, what);
}

/* jansson 2.14 skips some NUL bytes as if they were not there: "[1\0]" would pass. */
static int no_nul(const struct scan *sc, ig_err **err)
{
	return ig_err_set(err, IG_E_INPUT, "line %u, column %u: NUL byte", sc->line, sc->column);
}

static void scan_string(struct scan *sc, char c)
{
	if (sc->escaped)
		sc->escaped = false;
	else if (c == '\\')
		sc->escaped = true;
	else if (c == '"')
		sc->in_string = false;
}

static int scan_mark(struct scan *sc, char c, unsigned max_depth, ig_err **err)
{
	switch (c) {
	case '"':
		sc->in_string = true;
		return 0;
	case '[':
	case '{':
		if (++sc->depth > max_depth)
			return too_much(sc, err, "levels of nesting", max_depth);
		if (++sc->containers > IG_JSON_MAX_CONTAINERS)
			return too_much(sc, err, "arrays and objects", IG_JSON_MAX_CONTAINERS);
		return 0;
	case ']':
	case '}':
		if (sc->depth)
			sc->depth--;
		return 0;
	case ',':
		if (++sc->values > IG_JSON_MAX_VALUES)
			return too_much(sc, err, "values", IG_JSON_MAX_VALUES);
		return 0;
	default:
		return 0;
	}
}

/*
 * Checks the bounds. Input that is not JSON may be misread here, but never so that the parser
 * nests deeper than was counted: up to its first error both see the same strings and brackets.
 */
static int scan_bounds(const char *s, size_t n, unsigned max_depth, ig_err **err)
{
	struct scan sc = {.line = 1};

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (((unsigned char)c & 0xc0) != 0x80)
			sc.column++;
		if (c == '\0')
			return no_nul(&sc, err);
		if (sc.in_string)
			scan_string(&sc, c);
		else if (scan_mark(&sc, c, max_depth, err) < 0)
			return -1;
		if (c == '\n') {
			sc.line++;
			sc.column = 0;
		}
	}
	return 0;
}

static void parse_failed(const json_error_t *e, ig_err **err)
{
	bool nul = json_error_code(e) == json_error_null_character;

	ig_err_set(err, IG_E_INPUT, "line %d, column %d: %s", e->line > 0 ? e->line : 1,
	    e->column > 0 ? e->column : 1, nul ? "\\u0000 in a string" : e->text);
}

json_t *ig_json_parse(const char *s, size_t n, unsigned max_depth, unsigned flags, ig_err **err)
{
	size_t how = JSON_DECODE_ANY;
	json_error_t e;
	json_t *v;

	if (scan_bounds(s, n, max_depth, err) < 0)
		return NULL;
	if (flags & IG_JSON_REJECT_DUPLICATES)
		how |= JSON_REJECT_DUPLICATES;
	v = json_loadb(s, n, how, &e);
	if (!v)
		parse_failed(&e, err);
	return v;
}

const char *ig_json_str(const json_t *o, const char *key, const char *or_else)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : or_else;
}

int64_t ig_json_int(const json_t *o, const char *key, int64_t or_else)
{
	const json_t *v = json_object_get(o, key);

	return json_is_integer(v) ? json_integer_value(v) : or_else;
}

bool ig_json_bool(const json_t *o, const char *key, bool or_else)
{
	const json_t *v = json_object_get(o, key);

	return json_is_boolean(v) ? json_is_true(v) : or_else;
}

json_t *ig_json_at(const json_t *o, const char *path)
{
	json_t *v = NULL;

	for (;;) {
		size_t n = strcspn(path, ".");
		ig_auto_free char *key = ig_strndup(path, n);

		v = json_object_get(o, key);
		if (!v || path[n] == '\0')
			return v;
		path += n + 1;
		o = v;
	}
}

json_t *ig_json_bytes(const char *s, size_t n)
{
	ig_auto_buf b = IG_BUF_INIT(0);
	json_t *v = json_stringn(n ? s : "", n);

	for (size_t i = 0, k; !v && i < n; i += k) {
		uint32_t cp;

		k = ig_utf8_decode(s + i, n - i, &cp);
		if (k) {
			ig_buf_add(&b, s + i, k);
		} else {
			ig_buf_adds(&b, "\xef\xbf\xbd");
			k = 1;
		}
	}
	if (!v)
		v = json_stringn(ig_buf_str(&b), b.len);
	if (!v)
		abort(); /* only out of memory */
	return v;
}

/* jansson leaves DEL as it is; in its output it can only stand inside a string. */
static int write_piece(const char *p, size_t n, void *user)
{
	struct ig_buf *out = user;

	while (n) {
		const char *del = memchr(p, 0x7f, n);
		size_t k = del ? (size_t)(del - p) : n;

		if (ig_buf_add(out, p, k) < 0 || (del && ig_buf_adds(out, "\\u007f") < 0))
			return -1;
		if (del)
			k++;
		p += k;
		n -= k;
	}
	return 0;
}

void ig_json_write(const json_t *v, unsigned indent, struct ig_buf *out)
{
	size_t how = JSON_ENCODE_ANY | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15);

	how |= indent ? JSON_INDENT(indent) : (size_t)JSON_COMPACT;
	json_dump_callback(v, write_piece, out, how);
}
