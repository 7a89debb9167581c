#include "config.h"
#include "core/engine/engine-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/json.h"

enum { PART_MAX = 512 }; /* a full image reference is at most 255 + 128 + 71 bytes */

/* RFC 3986, section 2.3: everything else is escaped, in paths and in queries. */
static bool unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

static void escape(struct ig_buf *out, const char *s, size_t n)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (unreserved(s[i])) {
			ig_buf_addc(out, s[i]);
		} else {
			ig_buf_addc(out, '%');
			ig_buf_addc(out, hex[c >> 4]);
			ig_buf_addc(out, hex[c & 15]);
		}
	}
}

static bool is_dots(const char *s, size_t n)
{
	return (n == 1 && s[0] == '.') || (n == 2 && s[0] == '.' && s[1] == '.');
}

/* One segment of the path. */
static int add_segment(struct ig_buf *out, const char *s, size_t n)
{
	if (n == 0 || is_dots(s, n))
		return -1;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return -1;
	escape(out, s, n);
	return 0;
}

static int add_part(struct ig_buf *out, enum ig_part kind, const char *part)
{
	size_t n = strlen(part);

	if (n >= PART_MAX)
		return -1;
	if (kind == IG_PART_ID)
		return memchr(part, '/', n) ? -1 : add_segment(out, part, n);
	for (;;) {
		size_t k = strcspn(part, "/");

		if (add_segment(out, part, k) < 0)
			return -1;
		if (part[k] == '\0')
			return 0;
		ig_buf_addc(out, '/');
		part += k + 1;
	}
}

void ig_request_init(struct ig_request *r, const char *method, const char *before,
    enum ig_part kind, const char *part, const char *after)
{
	*r = (struct ig_request){.method = method,
	    .target = IG_BUF_INIT(IG_URL_MAX),
	    .body = IG_BUF_INIT(0),
	    .file = -1};
	ig_buf_adds(&r->target, before);
	if (kind != IG_PART_NONE && add_part(&r->target, kind, part ? part : "") < 0)
		ig_err_set(&r->bad, IG_E_INPUT, "'%.80s' cannot be the name of %s",
		    part ? part : "", kind == IG_PART_ID ? "a container" : "an image");
	ig_buf_adds(&r->target, after);
}

void ig_request_done(struct ig_request *r)
{
	ig_buf_done(&r->target);
	ig_buf_done(&r->body);
	if (r->file >= 0)
		close(r->file);
	ig_err_free(r->bad);
	*r = (struct ig_request){.file = -1};
}

void ig_request_query(struct ig_request *r, const char *key, const char *value)
{
	if (!value)
		return;
	ig_buf_addc(&r->target, r->has_query ? '&' : '?');
	r->has_query = true;
	escape(&r->target, key, strlen(key));
	ig_buf_addc(&r->target, '=');
	escape(&r->target, value, strlen(value));
	if (r->target.overflow && !r->bad)
		ig_err_set(&r->bad, IG_E_LIMIT,
		    "the request for the engine is longer than %d bytes", (int)IG_URL_MAX);
}

void ig_request_query_json(struct ig_request *r, const char *key, const json_t *value)
{
	ig_auto_buf b = IG_BUF_INIT(IG_URL_MAX);

	if (!value)
		return;
	ig_json_write(value, 0, &b);
	ig_request_query(r, key, ig_buf_str(&b));
	if (b.overflow && !r->bad)
		ig_err_set(
		    &r->bad, IG_E_LIMIT, "'%s' is longer than %d bytes", key, (int)IG_URL_MAX);
}

void ig_request_json(struct ig_request *r, const json_t *body)
{
	r->type = "application/json";
	ig_json_write(body, 0, &r->body);
}

void ig_request_tar(struct ig_request *r, int fd)
{
	struct stat st;

	r->type = "application/x-tar";
	if (r->bad)
		return;
	if (fstat(fd, &st) < 0) {
		ig_err_sys(&r->bad, IG_E_INPUT, errno, "cannot read the tar file");
		return;
	}
	if (!S_ISREG(st.st_mode)) {
		ig_err_set(&r->bad, IG_E_INPUT, "the tar is not a regular file");
		return;
	}
	r->file = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (r->file < 0)
		ig_err_sys(&r->bad, IG_E_HOST, errno, "cannot read the tar file");
	r->file_size = (uint64_t)st.st_size;
}

ssize_t ig_request_read(struct ig_request *r, char *p, size_t n, ig_err **err)
{
	uint64_t left = r->file_size - r->file_pos;
	ssize_t got;

	if (n > left)
		n = (size_t)left;
	do {
		got = pread(r->file, p, n, (off_t)r->file_pos);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return ig_err_sys(err, IG_E_INPUT, errno, "cannot read the tar file");
	if (got == 0 && n > 0)
		return ig_err_set(err, IG_E_CHANGED, "the tar file shrank while it was read");
	r->file_pos += (uint64_t)got;
	return got;
}
