/* What a text or an item of a list must be, for the table of keys. */
#include "config.h"
#include "core/policy/policy-priv.h"

#include <ctype.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/yaml.h"

enum { HOST_MAX = 253, LABEL_MAX = 63, PATH_MAX_LEN = 4095, WORD_MAX = 64 };

static bool is_label(const char *s, size_t n)
{
	if (!n || n > LABEL_MAX || s[0] == '-' || s[n - 1] == '-')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) && s[i] != '-')
			return false;
	return true;
}

/* RFC 1123 names and dotted IPv4; an IPv6 address stands in brackets. */
static bool is_host(const char *s, size_t n)
{
	if (n > 2 && s[0] == '[' && s[n - 1] == ']') {
		for (size_t i = 1; i < n - 1; i++)
			if (!isxdigit((unsigned char)s[i]) && s[i] != ':')
				return false;
		return memchr(s, ':', n) != NULL;
	}
	if (!n || n > HOST_MAX)
		return false;
	for (;;) {
		const char *dot = memchr(s, '.', n);
		size_t len = dot ? (size_t)(dot - s) : n;

		if (!is_label(s, len))
			return false;
		if (!dot)
			return true;
		s += len + 1;
		n -= len + 1;
	}
}

int ig_check_endpoint(const char *s, ig_err **err)
{
	const char *colon = strrchr(s, ':');
	uint64_t port;

	if (!colon || !is_host(s, (size_t)(colon - s)) ||
	    ig_parse_uint(colon + 1, 65535, &port, NULL) < 0 || !port)
		return ig_err_set(
		    err, IG_E_INPUT, "'%s' is not HOST:PORT, such as api.example.com:443", s);
	return 0;
}

/* A path that can be compared as text: absolute, without "//", "/./", "/../" or an ending "/". */
int ig_check_path(const char *s, ig_err **err)
{
	size_t n = strlen(s), step;
	uint32_t cp;

	if (s[0] != '/' || n > PATH_MAX_LEN)
		return ig_err_set(err, IG_E_INPUT, "'%s' is not an absolute path", s);
	if (n == 1)
		return ig_err_set(
		    err, IG_E_INPUT, "'/' is everything; name what is meant below it");
	for (const char *p = s; *p; p += 1 + strcspn(p + 1, "/")) {
		size_t len = strcspn(p + 1, "/");

		if (!len || (len == 1 && p[1] == '.') || (len == 2 && p[1] == '.' && p[2] == '.'))
			return ig_err_set(err, IG_E_INPUT,
			    "'%s' must be a plain path, without '//', '.', '..' or an ending '/'",
			    s);
	}
	for (const char *p = s; *p; p += step) {
		step = ig_utf8_decode(p, n - (size_t)(p - s), &cp);
		if (!step || cp == '"' || cp == '\\' ||
		    (ig_text_class(cp) != IG_TC_PLAIN && ig_text_class(cp) != IG_TC_COMBINING))
			return ig_err_set(err, IG_E_INPUT,
			    "'%s' holds a character that is not allowed in a path here", s);
	}
	return 0;
}

/* Names are not known inside a container, and 4294967295 means "no change" to chown(2). */
int ig_check_user(const char *s, ig_err **err)
{
	const char *colon = strchr(s, ':');
	ig_auto_free char *uid = ig_strndup(s, colon ? (size_t)(colon - s) : 0);
	uint64_t v;

	if (!colon || ig_parse_uint(uid, UINT32_MAX - 1, &v, NULL) < 0 ||
	    ig_parse_uint(colon + 1, UINT32_MAX - 1, &v, NULL) < 0)
		return ig_err_set(
		    err, IG_E_INPUT, "'%s' is not UID:GID in numbers, such as 65532:65532", s);
	return 0;
}

static bool is_word(const char *s, const char *also)
{
	size_t n = strlen(s);

	if (!n || n > WORD_MAX || !isalnum((unsigned char)*s))
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr(also, *s))
			return false;
	return true;
}

int ig_check_name(const char *s, ig_err **err)
{
	if (!is_word(s, "-._"))
		return ig_err_set(err, IG_E_INPUT, "'%s' is not a name", s);
	return 0;
}

int ig_check_program(const char *s, ig_err **err)
{
	if (*s == '/')
		return ig_check_path(s, err);
	if (!is_word(s, "-._+"))
		return ig_err_set(err, IG_E_INPUT,
		    "'%s' is neither the name nor the absolute path of an executable", s);
	return 0;
}

/* That the kernel has it is checked where the profile is made. */
int ig_check_syscall(const char *s, ig_err **err)
{
	size_t n = strlen(s);

	if (!n || n > WORD_MAX || strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") != n ||
	    isdigit((unsigned char)*s))
		return ig_err_set(err, IG_E_INPUT, "'%s' is not the name of a system call", s);
	return 0;
}
