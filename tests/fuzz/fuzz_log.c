/*
 * libFuzzer: the log store against a plain model. The input is a list of writes: a byte with the
 * stream (bit 0), whether the text is repeated up to beyond a soft cut (bit 1) and its length (bits
 * 2 to 7), then the text.
 */
#include "config.h"

#include <string.h>

#include "core/watch/watch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES_MAX = 4096, REPEAT = 1100 };

struct line {
	struct ig_buf text;
	unsigned stream;
	bool partial;
};

struct model {
	struct line line[LINES_MAX];
	size_t n;
	struct ig_buf open[2];
	bool cut[2];
};

static void end_line(struct model *m, unsigned s, bool partial)
{
	if (m->n == LINES_MAX)
		abort();
	m->line[m->n].text = m->open[s];
	m->line[m->n].stream = s;
	m->line[m->n++].partial = partial;
	m->open[s] = IG_BUF_INIT(0);
	m->cut[s] = partial;
}

static void model_add(struct model *m, unsigned s, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] != '\n') {
			ig_buf_addc(&m->open[s], p[i]);
			if (m->open[s].len == IG_LOG_LINE_MAX)
				end_line(m, s, true);
		} else if (m->open[s].len || !m->cut[s]) {
			end_line(m, s, false);
		} else {
			m->cut[s] = false;
		}
	}
}

static void check(ig_logstore *l, struct model *m)
{
	size_t open = (m->open[0].len > 0) + (m->open[1].len > 0);
	struct ig_log_line got;

	if (ig_logstore_lines(l) != m->n + open)
		abort();
	for (size_t k = 0; k < m->n; k++) {
		size_t i = k * 7 % m->n; /* not in order */
		const struct line *want = &m->line[i];

		if (ig_logstore_line(l, i, &got) < 0 || got.len != want->text.len ||
		    got.partial != want->partial || (got.stream == IG_STDERR) != want->stream ||
		    memcmp(got.text, ig_buf_str(&want->text), got.len) != 0)
			abort();
	}
	for (size_t i = 0; i < open; i++)
		if (ig_logstore_line(l, m->n + i, &got) < 0 || !got.partial)
			abort();
	if (ig_logstore_line(l, m->n + open, &got) == 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ig_logstore *l = ig_logstore_new((uint64_t)1 << 30, NULL);
	struct model *m = ig_calloc(1, sizeof(*m));
	uint64_t bytes = 0;

	for (size_t i = 0; i < size && m->n < LINES_MAX - 128;) {
		unsigned op = data[i++], repeat = op & 2 ? REPEAT : 1;
		size_t n = op >> 2;

		if (n > size - i)
			n = size - i;
		if (n && repeat > 1 && memchr(data + i, '\n', n))
			repeat = 1;
		for (; repeat && bytes < 8 << 20; repeat--) {
			if (ig_logstore_add(l, op & 1 ? IG_STDERR : IG_STDOUT,
			        (const char *)data + i, n, NULL) < 0)
				abort();
			model_add(m, op & 1, (const char *)data + i, n);
			bytes += n;
		}
		i += n;
	}
	check(l, m);
	if (ig_logstore_bytes(l) != bytes || ig_logstore_dropped(l))
		abort();
	ig_logstore_free(l);
	for (size_t i = 0; i < m->n; i++)
		ig_buf_done(&m->line[i].text);
	ig_buf_done(&m->open[0]);
	ig_buf_done(&m->open[1]);
	free(m);
	return 0;
}
