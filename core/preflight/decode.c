#include "config.h"
#include "core/preflight/decode.h"

#include <stdint.h>
#include <string.h>

#include "core/base/text.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_digit(char c)
{
	const char *p;

	if (c == '-')
		c = '+';
	else if (c == '_')
		c = '/';
	p = c ? strchr(alphabet, c) : NULL;
	return p ? (int)(p - alphabet) : -1;
}

size_t ig_decode_base64(const char *s, size_t n, char *out)
{
	uint32_t bits = 0;
	unsigned have = 0;
	size_t w = 0;

	for (size_t i = 0; i < n; i++) {
		int d;

		if (s[i] == ' ' || s[i] == '\n' || s[i] == '\r' || s[i] == '\t')
			continue;
		d = base64_digit(s[i]);
		if (d < 0)
			break;
		bits = bits << 6 | (uint32_t)d;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[w++] = (char)(bits >> have);
		}
	}
	return w;
}

size_t ig_encode_base64(const char *s, size_t n, char *out)
{
	size_t w = 0;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t v = (uint32_t)(unsigned char)s[i] << 16;

		if (left > 1)
			v |= (uint32_t)(unsigned char)s[i + 1] << 8;
		if (left > 2)
			v |= (unsigned char)s[i + 2];
		out[w++] = alphabet[v >> 18];
		out[w++] = alphabet[v >> 12 & 63];
		out[w++] = left > 1 ? alphabet[v >> 6 & 63] : '=';
		out[w++] = left > 2 ? alphabet[v & 63] : '=';
	}
	return w;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t ig_decode_hex(const char *s, size_t n, char *out)
{
	size_t w = 0;

	for (size_t i = 0; i + 1 < n; i += 2) {
		int a = hex_digit(s[i]), b = hex_digit(s[i + 1]);

		if (a < 0 || b < 0)
			break;
		out[w++] = (char)(a * 16 + b);
	}
	return w;
}

static int32_t hex_value(const char *s, size_t n)
{
	int32_t v = 0;

	for (size_t i = 0; i < n; i++) {
		int d = hex_digit(s[i]);

		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	return v;
}

size_t ig_decode_percent(const char *s, size_t n, char *out)
{
	size_t w = 0;

	for (size_t i = 0; i < n;) {
		int32_t v = -1;

		if (s[i] == '%' && i + 5 < n && s[i + 1] == 'u') {
			v = hex_value(s + i + 2, 4);
			if (v >= 0) {
				w += ig_utf8_encode((uint32_t)v, out + w);
				i += 6;
				continue;
			}
		}
		if (s[i] == '%' && i + 2 < n)
			v = hex_value(s + i + 1, 2);
		if (v >= 0) {
			out[w++] = (char)v;
			i += 3;
		} else {
			out[w++] = s[i++];
		}
	}
	return w;
}
