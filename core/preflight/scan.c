#include "config.h"
#include "core/preflight/scan.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>

#include <tree_sitter/api.h>

#include "core/base/text.h"
#include "core/base/worker.h"
#include "core/preflight/hidden.h"
#include "core/preflight/js.h"
#include "core/preflight/manifest.h"
#include "core/preflight/shell.h"
#include "core/preflight/wire.h"

enum { TRIM_ABOVE = 4 << 20 };

static void index_lines(struct ig_scan *s)
{
	size_t cap = 0, n = 0;

	IG_GROW(s->line, n, cap);
	s->line[n++] = 0;
	for (const char *p = s->src; p && (p = memchr(p, '\n', s->n - (size_t)(p - s->src)));) {
		p++;
		IG_GROW(s->line, n, cap);
		s->line[n++] = (uint32_t)(p - s->src);
	}
	s->lines = n;
}

/* 1-based line and column of a byte; columns count code points, bad bytes count one each. */
static void position(struct ig_scan *s, size_t at, unsigned *line, unsigned *column)
{
	size_t low = 0, high;
	unsigned col = 1;

	if (!s->line)
		index_lines(s);
	high = s->lines;
	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (s->line[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	for (size_t p = s->line[low]; p < at && p < s->n; p++)
		col += ((unsigned char)s->src[p] & 0xc0) != 0x80;
	*line = (unsigned)low + 1;
	*column = col;
}

/* What is quoted: the span, cut to a bound at a character's edge and, of a long line, not more. */
static char *excerpt(const struct ig_scan *s, size_t start, size_t end)
{
	size_t n = end - start;

	if (n >= IG_WIRE_EXCERPT) {
		n = IG_WIRE_EXCERPT - 1;
		while (n && ((unsigned char)s->src[start + n] & 0xc0) == 0x80)
			n--;
	}
	/* A NUL would end the string early for every reader. */
	return ig_strndup(s->src + start, strnlen(s->src + start, n));
}

void ig_scan_tell(struct ig_scan *s, const struct ig_rule *rule, enum ig_severity severity,
    enum ig_confidence confidence, size_t start, size_t end, const char *value, const char *fmt, ...)
{
	char message[IG_WIRE_MESSAGE];
	ig_auto_free char *quote = NULL;
	struct ig_finding f = {.rule = rule, .severity = severity, .confidence = confidence};
	va_list ap;

	if (s->count >= IG_SCAN_FINDINGS) {
		s->dropped++;
		return;
	}
	s->count++;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (end > s->n)
		end = s->n;
	if (start > end)
		start = end;
	quote = excerpt(s, start, end);
	position(s, s->point >= start && s->point < end ? s->point : start, &f.line, &f.column);
	position(s, end, &f.end_line, &f.end_column);
	f.excerpt = quote;
	f.value = (char *)(uintptr_t)value;
	f.message = message;
	s->found(&f, s->user);
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* The scripts of a page, everything else blanked: positions stay what they are. */
static void scan_page(struct ig_scan *s)
{
	char *only = ig_malloc(s->n + 1);
	const char *src = s->src, *end = s->src + s->n, *p = s->src;
	size_t found = 0;

	for (size_t i = 0; i < s->n; i++)
		only[i] = src[i] == '\n' ? '\n' : ' ';
	only[s->n] = '\0';
	while ((p = memmem(p, (size_t)(end - p), "<script", 7))) {
		const char *body = memchr(p, '>', (size_t)(end - p)), *stop;

		if (!body)
			break;
		body++;
		stop = memmem(body, (size_t)(end - body), "</script", 8);
		if (!stop)
			stop = end;
		if (memmem(p, (size_t)(body - p), "ts", 2) && !memmem(p, (size_t)(body - p), "src=", 4))
			s->kind = IG_KIND_TS;
		memcpy(only + (body - src), body, (size_t)(stop - body));
		/* one script does not continue another */
		if (stop < end)
			only[stop - src] = ';';
		p = stop;
		found++;
	}
	s->src = only;
	if (s->kind != IG_KIND_TS)
		s->kind = IG_KIND_JS;
	if (found)
		ig_js_scan(s);
	s->src = src;
	s->kind = IG_KIND_TEXT;
	free(only);
}

struct buffered {
	struct ig_scan *outer;
	struct ig_scan sub;
	bool gap;
};

static void only_gaps(const struct ig_finding *f, void *user)
{
	struct buffered *b = user;

	b->gap |= f->rule->capability == IG_CAP_GAP;
}

/* A text that is wholly code is code, whatever its name: a loader takes it as such. */
static void scan_code_in_text(struct ig_scan *s)
{
	struct buffered b = {.outer = s, .sub = *s};

	b.sub.kind = IG_KIND_JS;
	b.sub.found = only_gaps;
	b.sub.user = &b;
	b.sub.line = NULL;
	ig_js_scan(&b.sub);
	free(b.sub.line);
	if (b.gap)
		return;
	s->kind = IG_KIND_JS;
	ig_js_scan(s);
	s->kind = IG_KIND_TEXT;
}

/* npm builds what has a binding.gyp without being told; its commands run then. */
static void scan_gyp(struct ig_scan *s)
{
	const char *p = memmem(s->src, s->n, "<!", 2);

	if (p)
		ig_scan_tell(s, IG_RULE(INSTALL_HOOK), IG_SEV_MEDIUM, IG_CONF_CERTAIN,
		    (size_t)(p - s->src), s->n < (size_t)(p - s->src) + 80 ? s->n
			: (size_t)(p - s->src) + 80, NULL,
		    "binding.gyp runs a command when npm builds it, which it does by itself");
	else
		ig_scan_tell(s, IG_RULE(INSTALL_HOOK), IG_SEV_LOW, IG_CONF_CERTAIN, 0, 0, NULL,
		    "npm builds native code by this file without being told");
}

static void scan_text(struct ig_scan *s)
{
	const char *base = strrchr(s->path, '/');
	static const char *const pages[] = {".html", ".htm", ".vue", ".svelte", ".svg", ".xhtml"};

	for (size_t i = 0; i < IG_COUNT(pages); i++)
		if (ends_with(s->path, pages[i])) {
			scan_page(s);
			return;
		}
	if (strcmp(base ? base + 1 : s->path, "binding.gyp") == 0)
		scan_gyp(s);
	else if (ig_kind_smells_of_code(s->src, s->n))
		scan_code_in_text(s);
}

void ig_scan_file(struct ig_scan *s)
{
	s->whole = true;
	s->point = SIZE_MAX;
	switch (s->kind) {
	case IG_KIND_JS:
	case IG_KIND_TS:
	case IG_KIND_TSX:
	case IG_KIND_DTS:
		ig_js_scan(s);
		break;
	case IG_KIND_PACKAGE:
		ig_manifest_scan(s);
		break;
	case IG_KIND_NPM_LOCK:
	case IG_KIND_YARN_LOCK:
	case IG_KIND_PNPM_LOCK:
		ig_lock_scan(s);
		break;
	case IG_KIND_SHELL:
		ig_shell_scan(s);
		break;
	case IG_KIND_TEXT:
		scan_text(s);
		break;
	case IG_KIND_OTHER:
	case IG_KIND_BINARY:
	default:
		break;
	}
	ig_hidden_scan(s);
	if (s->dropped) {
		s->count = 0;
		ig_scan_tell(s, IG_RULE(GAP_MORE), IG_SEV_MEDIUM, IG_CONF_CERTAIN, 0, 0, NULL,
		    "%zu more findings in this file are not listed", s->dropped);
	}
	free(s->line);
	s->line = NULL;
	s->lines = 0;
}

/* --- the worker ----------------------------------------------------------------------------- */

struct sender {
	int sock;
	struct ig_buf out;
	bool broken;
};

static void send_all(struct sender *w)
{
	if (w->out.len && ig_packet_send(w->sock, w->out.data, w->out.len, -1) < 0)
		w->broken = true;
	ig_buf_clear(&w->out);
}

static void send_finding(const struct ig_finding *f, void *user)
{
	struct sender *w = user;

	ig_wire_u8(&w->out, IG_WIRE_FINDING);
	ig_wire_put_finding(&w->out, f);
	if (w->out.len > IG_WORKER_MSG_MAX / 2)
		send_all(w);
}

static void no_memory(size_t n)
{
	(void)n;
	_exit(IG_WORKER_EXIT_MEMORY);
}

static void *parser_malloc(size_t n)
{
	void *p = malloc(n);

	if (!p && n)
		no_memory(n);
	return p;
}

static void *parser_calloc(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p && n && size)
		no_memory(n);
	return p;
}

static void *parser_realloc(void *p, size_t n)
{
	void *q = realloc(p, n);

	if (!q && n)
		no_memory(n);
	return q;
}

static int scan_job(struct sender *w, const char *packet, size_t n, int fd)
{
	struct ig_wire_reader r = {(const unsigned char *)packet, n, false};
	struct ig_scan s = {.found = send_finding, .user = w};
	ig_auto_free char *path = NULL;
	void *map;

	if (ig_wire_get_u8(&r) != IG_WIRE_JOB)
		return -1;
	s.kind = (enum ig_file_kind)ig_wire_get_u8(&r);
	s.n = (size_t)ig_wire_get_u64(&r);
	path = ig_wire_get_str(&r, 1 << 16);
	if (r.bad || !path || !s.n || fd < 0)
		return -1;
	map = mmap(NULL, s.n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return -1;
	s.path = path;
	s.src = map;
	ig_scan_file(&s);
	munmap(map, s.n);
	ig_wire_u8(&w->out, IG_WIRE_DONE);
	ig_wire_u8(&w->out, s.whole);
	send_all(w);
	if (s.n > TRIM_ABOVE)
		malloc_trim(0);
	return w->broken ? -1 : 0;
}

int ig_scan_main(int sock, void *arg)
{
	struct sender w = {.sock = sock, .out = IG_BUF_INIT(IG_WORKER_MSG_MAX)};
	char *packet = ig_malloc(IG_WORKER_MSG_MAX);
	int r = 0;

	(void)arg;
	ts_set_allocator(parser_malloc, parser_calloc, parser_realloc, free);
	while (r == 0) {
		int fd = -1;
		ssize_t n = ig_packet_recv(sock, packet, IG_WORKER_MSG_MAX, &fd);

		if (n <= 0)
			return n < 0;
		r = scan_job(&w, packet, (size_t)n, fd);
		if (fd >= 0)
			close(fd);
	}
	return 1;
}
