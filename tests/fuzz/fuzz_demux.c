/* libFuzzer: frames and lines come out the same however the bytes are divided. */
#include "config.h"

#include <string.h>

#include "core/engine/engine-priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINE_MAX_HERE = 64 };

static void frame(int stream, const char *p, size_t n, void *user)
{
	struct ig_buf *out = user;

	if (stream < 1 || stream > 3 || n == 0)
		abort();
	for (size_t i = 0; i < n; i++) { /* one mark a byte: pieces may be divided */
		ig_buf_addc(out, (char)('0' + stream));
		ig_buf_addc(out, p[i]);
	}
}

static int line(const char *p, size_t n, void *user, ig_err **err)
{
	struct ig_buf *out = user;

	(void)err;
	if (n == 0 || n > LINE_MAX_HERE || memchr(p, '\n', n))
		abort();
	ig_buf_add(out, p, n);
	return ig_buf_addc(out, '\n');
}

/* Feeds in steps; returns the result of the first feed that failed. */
static int frames_in(const char *p, size_t n, size_t step, struct ig_buf *out)
{
	struct ig_demux d = {0};

	for (size_t at = 0; at < n; at += step) {
		ig_auto_err e = NULL;
		size_t k = n - at < step ? n - at : step;

		if (ig_demux_feed(&d, p + at, k, frame, out, &e) < 0) {
			if (ig_err_code(e) != IG_E_ENGINE)
				abort();
			return -1;
		}
	}
	return 0;
}

static int lines_in(const char *p, size_t n, size_t step, struct ig_buf *out)
{
	struct ig_lines l = {.rest = IG_BUF_INIT(LINE_MAX_HERE)};
	int rc = 0;

	for (size_t at = 0; at < n && rc == 0; at += step) {
		ig_auto_err e = NULL;

		rc = ig_lines_feed(&l, p + at, n - at < step ? n - at : step, line, out, &e);
		if (rc < 0 && ig_err_code(e) != IG_E_LIMIT)
			abort();
	}
	if (rc == 0)
		rc = ig_lines_end(&l, line, out, NULL);
	ig_buf_done(&l.rest);
	return rc;
}

static void same(const char *p, size_t n, size_t step,
    int (*feed)(const char *p, size_t n, size_t step, struct ig_buf *out))
{
	ig_auto_buf whole = IG_BUF_INIT(0);
	ig_auto_buf parts = IG_BUF_INIT(0);

	if (feed(p, n, n ? n : 1, &whole) != feed(p, n, step, &parts) || whole.len != parts.len ||
	    (whole.len && memcmp(whole.data, parts.data, whole.len) != 0))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t step;

	if (size == 0)
		return 0;
	step = 1 + data[0] % 16;
	same((const char *)data + 1, size - 1, step, frames_in);
	same((const char *)data + 1, size - 1, step, lines_in);
	return 0;
}
