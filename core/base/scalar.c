#include "config.h"
#include "core/base/yaml.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DECIMAL_DIGITS = 15, DECIMAL_FRACTION = 9 }; /* 10^15 < 2^53: the quotient rounds once */

struct unit {
	const char *suffix;
	uint64_t factor;
};

/* Largest first: the formatters take the first that divides. */
static const struct unit sizes[] = {{"G", (uint64_t)1 << 30}, {"M", (uint64_t)1 << 20},
    {"K", (uint64_t)1 << 10}, {"", 1}, {NULL, 0}};
static const struct unit durations[] = {{"m", 60000}, {"s", 1000}, {"ms", 1}, {NULL, 0}};

/* Reads digits without a needless leading zero. NULL, or where they end. */
static const char *read_digits(const char *s, uint64_t *ret)
{
	uint64_t v = 0;

	if (!isdigit((unsigned char)*s) || (s[0] == '0' && isdigit((unsigned char)s[1])))
		return NULL;
	for (; isdigit((unsigned char)*s); s++)
		if (__builtin_mul_overflow(v, 10u, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(*s - '0'), &v))
			return NULL;
	*ret = v;
	return s;
}

static int read_with_unit(const char *s, const struct unit *u, uint64_t *ret)
{
	uint64_t v;
	const char *end = read_digits(s, &v);

	for (; end && u->suffix; u++) {
		if (strcmp(end, u->suffix))
			continue;
		return __builtin_mul_overflow(v, u->factor, ret) ? -1 : 0;
	}
	return -1;
}

static char *format_with_unit(uint64_t v, const struct unit *u)
{
	while (v % u->factor || (v == 0 && u[1].suffix))
		u++;
	return ig_asprintf("%" PRIu64 "%s", v / u->factor, u->suffix);
}

int ig_parse_size(const char *s, uint64_t *ret_bytes, ig_err **err)
{
	uint64_t v;

	if (read_with_unit(s, sizes, &v) < 0)
		return ig_err_set(err, IG_E_INPUT,
		    "'%s' is not a size: write bytes, or a number with K, M or G", s);
	*ret_bytes = v;
	return 0;
}

int ig_parse_duration(const char *s, uint64_t *ret_ms, ig_err **err)
{
	uint64_t v;

	if (read_with_unit(s, durations, &v) < 0)
		return ig_err_set(
		    err, IG_E_INPUT, "'%s' is not a duration: write a number with ms, s or m", s);
	*ret_ms = v;
	return 0;
}

int ig_parse_uint(const char *s, uint64_t max, uint64_t *ret, ig_err **err)
{
	uint64_t v;
	const char *end = read_digits(s, &v);

	if (!end || *end)
		return ig_err_set(err, IG_E_INPUT, "'%s' is not a whole number", s);
	if (v > max)
		return ig_err_set(err, IG_E_INPUT, "%s is more than %" PRIu64, s, max);
	*ret = v;
	return 0;
}

/* The value as digits / 10^fraction, both exact. */
static int read_decimal(const char *s, double *ret)
{
	uint64_t digits;
	double scale = 1;
	size_t n = 0, fraction = 0;
	const char *p = read_digits(s, &digits);

	if (!p)
		return -1;
	n = (size_t)(p - s);
	if (*p == '.') {
		for (p++; isdigit((unsigned char)*p); p++, fraction++) {
			if (fraction >= DECIMAL_FRACTION || n + fraction >= DECIMAL_DIGITS)
				return -1;
			digits = digits * 10 + (uint64_t)(*p - '0');
			scale *= 10;
		}
		if (!fraction)
			return -1;
	}
	if (*p || n + fraction > DECIMAL_DIGITS)
		return -1;
	*ret = (double)digits / scale;
	return 0;
}

int ig_parse_decimal(const char *s, double min, double max, double *ret, ig_err **err)
{
	ig_auto_free char *lo = ig_format_decimal(min), *hi = ig_format_decimal(max);
	double v;

	if (read_decimal(s, &v) < 0)
		return ig_err_set(err, IG_E_INPUT, "'%s' is not a number: write it as 2 or 0.5", s);
	if (v < min || v > max)
		return ig_err_set(err, IG_E_INPUT, "%s is not between %s and %s", s, lo, hi);
	*ret = v;
	return 0;
}

char *ig_format_size(uint64_t bytes)
{
	return format_with_unit(bytes, sizes);
}

char *ig_format_duration(uint64_t ms)
{
	return format_with_unit(ms, durations);
}

/* For 0 <= v <= 1e15. */
static uint64_t nearest(double v)
{
	return (uint64_t)(v + 0.5);
}

char *ig_format_decimal(double v)
{
	double scale = 1;
	int fraction = 0;
	uint64_t digits;

	if (!(v >= 0) || v > 1e15)
		return ig_strdup("0");
	while (fraction < DECIMAL_FRACTION && v * scale * 10 < 1e15 &&
	       (double)nearest(v * scale) / scale != v) {
		scale *= 10;
		fraction++;
	}
	digits = nearest(v * scale);
	if (!fraction)
		return ig_asprintf("%" PRIu64, digits);
	return ig_asprintf(
	    "%" PRIu64 ".%0*" PRIu64, digits / (uint64_t)scale, fraction, digits % (uint64_t)scale);
}

enum { SUGGEST_LEN = 40 };

/* Edits that turn a into b, a swap of neighbours being one (optimal string alignment). */
static size_t distance(const char *a, size_t an, const char *b, size_t bn)
{
	size_t row[3][SUGGEST_LEN + 1] = {{0}}; /* i-2, i-1, i, in turns */

	for (size_t j = 0; j <= bn; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= an; i++) {
		size_t *cur = row[i % 3], *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];

		cur[0] = i;
		for (size_t j = 1; j <= bn; j++) {
			bool same =
			    tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
			size_t d = up[j - 1] + !same;

			if (up[j] + 1 < d)
				d = up[j] + 1;
			if (cur[j - 1] + 1 < d)
				d = cur[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    up2[j - 2] + 1 < d)
				d = up2[j - 2] + 1;
			cur[j] = d;
		}
	}
	return row[an % 3][bn];
}

const char *ig_suggest(const char *s, const char *const *words)
{
	size_t n = strlen(s), best = SUGGEST_LEN;
	const char *ret = NULL;

	if (n > SUGGEST_LEN)
		return NULL;
	for (; *words; words++) {
		size_t wn = strlen(*words), longer = n > wn ? n : wn, d;

		if (wn > SUGGEST_LEN)
			continue;
		d = distance(s, n, *words, wn);
		if (d < best && d * 3 <= longer) {
			best = d;
			ret = *words;
		}
	}
	return ret;
}
