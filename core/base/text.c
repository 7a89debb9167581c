#include "config.h"
#include "core/base/text.h"

#include <string.h>

/* glibc's wcwidth(3) would do for widths, but it answers by the locale of the process. */
struct range {
	uint32_t first, last;
	uint8_t class, width;
};

static const struct range ranges[] = {
#define R(first, last, class, width) {first, last, IG_TC_##class, width},
#include "core/base/text-table.h"
#undef R
};

enum {
	MAX_MARKS = 3, /* a curses cell holds 4; more than 3 is no writing system's need */
	MAX_SGR = 64,  /* bytes of a CSI ... m; no terminal emits longer ones */
	TAB_STOP = 8,
};

static const struct range plain = {0, 0, IG_TC_PLAIN, 1};

static const struct range *look_up(uint32_t cp)
{
	size_t lo = 0, hi = IG_COUNT(ranges);

	if (cp >= 0x20 && cp < 0x7f)
		return &plain;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (cp > ranges[mid].last)
			lo = mid + 1;
		else if (cp < ranges[mid].first)
			hi = mid;
		else
			return &ranges[mid];
	}
	return &plain;
}

enum ig_text_class ig_text_class(uint32_t cp)
{
	if (cp == '\t')
		return IG_TC_PLAIN;
	if (cp > 0x10ffff)
		return IG_TC_UNASSIGNED;
	return (enum ig_text_class)look_up(cp)->class;
}

size_t ig_utf8_decode(const char *s, size_t n, uint32_t *ret_cp)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t cp, least;
	size_t len;

	if (!n)
		return 0;
	if (p[0] < 0x80) {
		*ret_cp = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		len = 2, least = 0x80, cp = p[0] & 0x1fU;
	} else if (p[0] >= 0xe0 && p[0] <= 0xef) {
		len = 3, least = 0x800, cp = p[0] & 0x0fU;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		len = 4, least = 0x10000, cp = p[0] & 0x07U;
	} else {
		return 0;
	}
	if (n < len)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		cp = cp << 6 | (p[i] & 0x3fU);
	}
	if (cp < least || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 0;
	*ret_cp = cp;
	return len;
}

size_t ig_utf8_encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

/* Ends `out` at len bytes that take `width` columns. */
static void finish(struct ig_text_unit *u, size_t len, size_t width)
{
	u->out[len] = '\0';
	u->out_len = (uint8_t)len;
	u->width = (uint8_t)width;
}

static void put_cp(struct ig_text_unit *u, uint32_t cp)
{
	finish(u, ig_utf8_encode(cp, u->out), 1);
}

/* "<U+202E>", at least 4 digits. */
static void put_hex(struct ig_text_unit *u, uint32_t cp)
{
	static const char digit[] = "0123456789ABCDEF";
	unsigned n = cp > 0xfffff ? 6 : cp > 0xffff ? 5 : 4;
	size_t len = 3;

	memcpy(u->out, "<U+", 3);
	while (n--)
		u->out[len++] = digit[cp >> (4 * n) & 15];
	u->out[len++] = '>';
	finish(u, len, len);
}

static void put_bad_byte(struct ig_text_unit *u, unsigned char c)
{
	static const char digit[] = "0123456789abcdef";

	memcpy(u->out, "\\x", 2);
	u->out[2] = digit[c >> 4];
	u->out[3] = digit[c & 15];
	finish(u, 4, 4);
}

/* The picture of a C0 control or DEL (U+2400 block), or caret notation. */
static void put_control(struct ig_text_unit *u, uint32_t cp, unsigned flags)
{
	if (cp >= 0x20 && cp != 0x7f) {
		put_hex(u, cp);
	} else if (flags & IG_TEXT_ASCII) {
		u->out[0] = '^';
		u->out[1] = (char)(cp ^ 0x40);
		finish(u, 2, 2);
	} else {
		put_cp(u, cp == 0x7f ? 0x2421 : 0x2400 + cp);
	}
}

static void put_stand_in(struct ig_text_unit *u, uint32_t cp, unsigned class, unsigned flags)
{
	u->kind = IG_TEXT_NEUTRALISED;
	if (class == IG_TC_CONTROL)
		put_control(u, cp, flags);
	else if (class == IG_TC_SPACE && !(flags & IG_TEXT_ASCII))
		put_cp(u, 0xb7);
	else
		put_hex(u, cp);
}

/* The bytes of "ESC [ digits ; : m" at s, 0 when it is something else. */
static size_t sgr_length(const char *s, size_t n)
{
	if (n > MAX_SGR)
		n = MAX_SGR;
	if (n < 3 || s[1] != '[')
		return 0;
	for (size_t i = 2; i < n; i++) {
		if (s[i] == 'm')
			return i + 1;
		if (!(s[i] >= '0' && s[i] <= ';'))
			return 0;
	}
	return 0;
}

/* Takes the marks that follow a base; more than MAX_MARKS are counted, not shown: "<+12>". */
static size_t take_marks(const char *s, size_t n, size_t used, struct ig_text_unit *u)
{
	size_t marks = 0, len = u->out_len, width = u->width, step, more;
	char digits[20];
	uint32_t cp;

	while ((step = ig_utf8_decode(s + used, n - used, &cp)) > 1 &&
	       look_up(cp)->class == IG_TC_COMBINING) {
		if (marks++ < MAX_MARKS) {
			memcpy(u->out + len, s + used, step);
			len += step;
		}
		used += step;
	}
	if (marks > MAX_MARKS) {
		size_t i = sizeof(digits);

		for (more = marks - MAX_MARKS; more; more /= 10)
			digits[--i] = (char)('0' + more % 10);
		memcpy(u->out + len, "<+", 2);
		memcpy(u->out + len + 2, digits + i, sizeof(digits) - i);
		len += 2 + sizeof(digits) - i;
		u->out[len++] = '>';
		width += 3 + sizeof(digits) - i;
		u->kind = IG_TEXT_NEUTRALISED;
	}
	finish(u, len, width);
	return used;
}

/* A valid code point at s, `used` bytes long. Returns the bytes of its unit. */
static size_t take_cp(const char *s, size_t n, size_t used, unsigned flags, struct ig_text_unit *u)
{
	const struct range *r = look_up(u->cp);

	if (u->cp == '\t') {
		u->kind = IG_TEXT_TAB;
		put_cp(u, ' ');
		return used;
	}
	/* A mark without a base would be drawn over whatever stands before it. */
	if (r->class != IG_TC_PLAIN || (u->cp >= 0x80 && (flags & IG_TEXT_ASCII))) {
		put_stand_in(u, u->cp, r->class, flags);
		return used;
	}
	memcpy(u->out, s, used);
	finish(u, used, r->width);
	if (used == n || (unsigned char)s[used] < 0x80 || (flags & IG_TEXT_ASCII))
		return used;
	return take_marks(s, n, used, u);
}

size_t ig_text_next(const char *s, size_t n, unsigned flags, struct ig_text_unit *ret)
{
	size_t used, sgr;

	if (!n)
		return 0;
	ret->kind = IG_TEXT_PLAIN;
	ret->src = s;
	if (s[0] == '\033' && (flags & IG_TEXT_KEEP_SGR) && (sgr = sgr_length(s, n)) != 0) {
		ret->kind = IG_TEXT_SGR;
		ret->cp = '\033';
		finish(ret, 0, 0);
		ret->src_len = sgr;
		return sgr;
	}
	used = ig_utf8_decode(s, n, &ret->cp);
	if (used) {
		used = take_cp(s, n, used, flags, ret);
	} else {
		ret->cp = (unsigned char)s[0];
		ret->kind = IG_TEXT_NEUTRALISED;
		put_bad_byte(ret, (unsigned char)s[0]);
		used = 1;
	}
	ret->src_len = used;
	return used;
}

/* Columns of a unit that is drawn at column `at`. */
static size_t unit_width(const struct ig_text_unit *u, size_t at)
{
	return u->kind == IG_TEXT_TAB ? TAB_STOP - at % TAB_STOP : u->width;
}

static void add_unit(const struct ig_text_unit *u, size_t width, struct ig_buf *out)
{
	static const char spaces[] = "        ";

	_Static_assert(sizeof(spaces) == TAB_STOP + 1, "as many spaces as a TAB can be wide");
	if (u->kind == IG_TEXT_TAB)
		ig_buf_add(out, spaces, width);
	else
		ig_buf_add(out, u->out, u->out_len);
}

/* Takes back what was added past `keep` bytes and ends with an ellipsis that fits. */
static void cut(struct ig_buf *out, size_t keep, unsigned flags, size_t limit)
{
	if (out->data) {
		out->len = keep;
		out->data[keep] = '\0';
	}
	if (flags & IG_TEXT_ASCII)
		ig_buf_add(out, "...", limit < 3 ? limit : 3);
	else
		ig_buf_adds(out, "\u2026");
}

size_t ig_text_clean(const char *s, size_t n, unsigned flags, size_t limit, struct ig_buf *out)
{
	size_t dots = flags & IG_TEXT_ASCII ? 3 : 1;
	size_t keep = out->len, count = 0, kept_count = 0, at = 0, width, used;
	struct ig_text_unit u;

	while ((used = ig_text_next(s, n, flags, &u)) != 0) {
		width = unit_width(&u, at);
		if (limit && at + width > limit) {
			cut(out, keep, flags, limit);
			return kept_count;
		}
		add_unit(&u, width, out);
		if (out->overflow)
			return count;
		at += width;
		count += u.kind == IG_TEXT_NEUTRALISED;
		if (at + dots <= limit) {
			keep = out->len;
			kept_count = count;
		}
		s += used;
		n -= used;
	}
	return count;
}

char *ig_text_str(const char *s)
{
	struct ig_buf b = IG_BUF_INIT(0);

	ig_text_clean(s, strlen(s), 0, 0, &b);
	return ig_buf_take(&b);
}

size_t ig_text_width(const char *s, size_t n, unsigned flags)
{
	struct ig_text_unit u;
	size_t at = 0, used;

	while ((used = ig_text_next(s, n, flags, &u)) != 0) {
		at += unit_width(&u, at);
		s += used;
		n -= used;
	}
	return at;
}
