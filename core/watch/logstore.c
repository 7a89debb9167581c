#include "config.h"
#include "core/watch/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/loop.h"

/*
 * The spill file is a row of records: varint(length << 2 | partial << 1 | stderr),
 * varint(zigzag(time - time of the record before)), the bytes. An empty line costs two
 * bytes, so a flood of newlines does not grow in here. Every `1 << shift` records the index notes
 * where the record starts and the time before it; when the index is full, every other entry
 * goes and shift grows, so that it never takes more than 4 MiB.
 */
enum {
	TAIL_MAX = 256 * 1024,  /* not yet written */
	WINDOW = 64 * 1024,     /* read at once */
	INDEX_MAX = 256 * 1024, /* entries */
	FIRST_SHIFT = 6,        /* 64 lines */
	HEAD_MAX = 20,          /* two varints */
};

struct place {
	uint64_t offset;
	uint64_t t_ms; /* of the record before it */
};

/* The line that a stream is still writing. */
struct open_line {
	struct ig_buf text;
	uint64_t t_ms;
	bool cut; /* its beginning was stored as a partial line */
};

struct ig_logstore {
	int fd;
	int broken; /* errno of the failed write, 0: none */
	uint64_t cap, bytes, dropped, began_ms;
	uint64_t lines;   /* in records */
	uint64_t written; /* bytes in the file; what follows is in tail */
	struct ig_buf tail;
	struct place end; /* where the next record goes */
	struct place *index;
	size_t index_n, index_cap;
	unsigned shift;
	struct open_line open[2];
	/* Reading: where the last look-up ended, and a window of the file. */
	struct place at;
	uint64_t at_line;
	uint64_t window_at;
	size_t window_n;
	char window[WINDOW];
	struct ig_buf line;
};

static int open_spill(const char *dir)
{
	ig_auto_free char *name = NULL;
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);

	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	/* A file system without O_TMPFILE. */
	name = ig_asprintf("%s/log.XXXXXX", dir);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	return fd;
}

ig_logstore *ig_logstore_new(uint64_t cap, ig_err **err)
{
	ig_auto_free char *cache = ig_xdg_dir(IG_XDG_CACHE, NULL, NULL);
	ig_logstore *l;
	int fd = cache ? open_spill(cache) : -1;

	if (fd < 0)
		fd = open_spill("/var/tmp");
	if (fd < 0) {
		ig_err_sys(err, IG_E_HOST, errno, "cannot make a file for the log in %s%s/var/tmp",
		    cache ? cache : "", cache ? " or " : "");
		ig_err_hint(err, "make room there, or set XDG_CACHE_HOME to another folder");
		return NULL;
	}
	l = ig_calloc(1, sizeof(*l));
	l->fd = fd;
	l->cap = cap;
	l->began_ms = ig_now_ms();
	l->shift = FIRST_SHIFT;
	l->open[0].text = l->open[1].text = IG_BUF_INIT(IG_LOG_LINE_MAX);
	return l;
}

void ig_logstore_free(ig_logstore *l)
{
	if (!l)
		return;
	close(l->fd);
	ig_buf_done(&l->tail);
	ig_buf_done(&l->line);
	ig_buf_done(&l->open[0].text);
	ig_buf_done(&l->open[1].text);
	free(l->index);
	free(l);
}

static size_t put_varint(char *to, uint64_t v)
{
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		to[n++] = (char)(v | 0x80);
	to[n++] = (char)v;
	return n;
}

static size_t get_varint(const char *s, size_t n, uint64_t *ret)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n && i < 10; i++) {
		v |= (uint64_t)(s[i] & 0x7f) << (7 * i);
		if (!(s[i] & 0x80)) {
			*ret = v;
			return i + 1;
		}
	}
	return 0;
}

static uint64_t zigzag(int64_t v)
{
	return (uint64_t)v << 1 ^ (uint64_t)(v >> 63);
}

static int64_t unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

static void thin_index(ig_logstore *l)
{
	size_t to = 0;

	for (size_t i = 0; i < l->index_n; i += 2)
		l->index[to++] = l->index[i];
	l->index_n = to;
	l->shift++;
}

static void note_place(ig_logstore *l)
{
	if (l->lines & (((uint64_t)1 << l->shift) - 1))
		return;
	if (l->index_n == INDEX_MAX) {
		thin_index(l);
		note_place(l);
		return;
	}
	IG_GROW(l->index, l->index_n, l->index_cap);
	l->index[l->index_n++] = l->end;
}

/* Writes what is in memory. What cannot be written stays readable there; nothing more is taken. */
static int flush(ig_logstore *l)
{
	while (l->tail.len) {
		ssize_t n = pwrite(l->fd, l->tail.data, l->tail.len, (off_t)l->written);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			l->broken = n < 0 ? errno : EIO;
			return -1;
		}
		l->written += (uint64_t)n;
		ig_buf_drop(&l->tail, (size_t)n);
	}
	return 0;
}

static void store(ig_logstore *l, unsigned stream, bool partial)
{
	struct open_line *o = &l->open[stream];
	char head[HEAD_MAX];
	size_t n = put_varint(head, (uint64_t)o->text.len << 2 | (partial ? 2 : 0) | stream);

	n += put_varint(head + n, zigzag((int64_t)(o->t_ms - l->end.t_ms)));
	note_place(l);
	ig_buf_add(&l->tail, head, n);
	ig_buf_add(&l->tail, ig_buf_str(&o->text), o->text.len);
	l->end = (struct place){l->end.offset + n + o->text.len, o->t_ms};
	l->lines++;
	o->cut = partial;
	ig_buf_clear(&o->text);
	if (l->tail.len >= TAIL_MAX)
		flush(l);
}

void ig_logstore_begin(ig_logstore *l)
{
	l->began_ms = ig_now_ms();
}

static void take(ig_logstore *l, unsigned stream, const char *p, size_t n)
{
	struct open_line *o = &l->open[stream];
	const uint64_t now = ig_now_ms() - l->began_ms;

	while (n && !l->broken) {
		const char *nl;
		size_t part = IG_LOG_LINE_MAX - o->text.len;

		if (part > n)
			part = n;
		nl = memchr(p, '\n', part);
		if (nl)
			part = (size_t)(nl - p);
		if (!o->text.len)
			o->t_ms = now;
		ig_buf_add(&o->text, p, part);
		/* The newline right behind a soft cut ends that line and is none of its own. */
		if (nl && (o->text.len || !o->cut))
			store(l, stream, false);
		else if (nl)
			o->cut = false;
		else if (o->text.len == IG_LOG_LINE_MAX)
			store(l, stream, true);
		part += nl != NULL;
		p += part;
		n -= part;
		l->bytes += part;
	}
	l->dropped += n;
}

int ig_logstore_add(ig_logstore *l, enum ig_stream s, const char *p, size_t n, ig_err **err)
{
	const uint64_t room = l->cap - l->bytes;
	size_t fits = n < room ? n : (size_t)room;

	if (l->dropped)
		fits = 0; /* a gap in the middle would look like a whole log */
	take(l, s == IG_STDERR, p, fits);
	l->dropped += n - fits;
	if (!l->broken)
		return 0;
	return ig_err_sys(err, IG_E_HOST, l->broken, "the log could not be written any further");
}

/* The streams with an unfinished line, the one that began first first. Returns how many. */
static unsigned open_lines(const ig_logstore *l, unsigned order[2])
{
	unsigned n = 0;

	for (unsigned i = 0; i < 2; i++)
		if (l->open[i].text.len)
			order[n++] = i;
	if (n == 2 && l->open[1].t_ms < l->open[0].t_ms) {
		order[0] = 1;
		order[1] = 0;
	}
	return n;
}

uint64_t ig_logstore_lines(const ig_logstore *l)
{
	unsigned order[2];

	return l->lines + open_lines(l, order);
}

uint64_t ig_logstore_bytes(const ig_logstore *l)
{
	return l->bytes;
}

uint64_t ig_logstore_dropped(const ig_logstore *l)
{
	return l->dropped;
}

/* The bytes at `offset`, as many as are at hand (*ret_n > 0). NULL: they cannot be read. */
static const char *look(ig_logstore *l, uint64_t offset, size_t *ret_n)
{
	ssize_t n;

	if (offset >= l->written) {
		const uint64_t in = offset - l->written;

		if (in >= l->tail.len)
			return NULL;
		*ret_n = l->tail.len - (size_t)in;
		return l->tail.data + in;
	}
	if (offset < l->window_at || offset >= l->window_at + l->window_n) {
		size_t want = WINDOW;

		if (l->written - offset < want)
			want = (size_t)(l->written - offset);
		do {
			n = pread(l->fd, l->window, want, (off_t)offset);
		} while (n < 0 && errno == EINTR);
		l->window_at = offset;
		l->window_n = n > 0 ? (size_t)n : 0;
		if (n <= 0)
			return NULL;
	}
	*ret_n = (size_t)(l->window_at + l->window_n - offset);
	return l->window + (offset - l->window_at);
}

static int copy_out(ig_logstore *l, uint64_t offset, size_t n, char *to)
{
	while (n) {
		size_t have;
		const char *p = look(l, offset, &have);

		if (!p)
			return -1;
		if (have > n)
			have = n;
		memcpy(to, p, have);
		to += have;
		offset += have;
		n -= have;
	}
	return 0;
}

struct record {
	uint64_t text, len; /* where and how long */
	unsigned tag;
	uint64_t t_ms;
};

static int read_head(ig_logstore *l, const struct place *at, struct record *r)
{
	const uint64_t left = l->end.offset - at->offset;
	size_t n = left < HEAD_MAX ? (size_t)left : HEAD_MAX, used, more;
	char head[HEAD_MAX];
	uint64_t tag = 0, delta = 0;

	if (copy_out(l, at->offset, n, head) < 0)
		return -1;
	used = get_varint(head, n, &tag);
	more = get_varint(head + used, n - used, &delta);
	if (!used || !more || tag >> 2 > IG_LOG_LINE_MAX)
		return -1;
	r->text = at->offset + used + more;
	r->len = tag >> 2;
	r->tag = tag & 3;
	r->t_ms = at->t_ms + (uint64_t)unzigzag(delta);
	return 0;
}

/* Goes to record `no` from the nearest place known. */
static int seek(ig_logstore *l, uint64_t no, struct record *r)
{
	const uint64_t entry = no >> l->shift;

	if (!l->at.offset || no < l->at_line || no - l->at_line > no - (entry << l->shift)) {
		l->at = l->index[entry];
		l->at_line = entry << l->shift;
	}
	for (;; l->at_line++) {
		if (read_head(l, &l->at, r) < 0)
			return -1;
		if (l->at_line == no)
			return 0;
		l->at = (struct place){r->text + r->len, r->t_ms};
	}
}

static int open_line(ig_logstore *l, uint64_t i, struct ig_log_line *ret)
{
	unsigned order[2];
	const struct open_line *o;

	if (i >= open_lines(l, order))
		return -1;
	o = &l->open[order[i]];
	*ret = (struct ig_log_line){
	    .stream = order[i] ? IG_STDERR : IG_STDOUT,
	    .t_ms = o->t_ms,
	    .text = o->text.data,
	    .len = o->text.len,
	    .partial = true,
	};
	return 0;
}

int ig_logstore_line(ig_logstore *l, uint64_t no, struct ig_log_line *ret)
{
	struct record r;
	char *to;

	if (no >= l->lines)
		return open_line(l, no - l->lines, ret);
	if (seek(l, no, &r) < 0)
		return -1;
	ig_buf_clear(&l->line);
	to = ig_buf_reserve(&l->line, r.len);
	if (copy_out(l, r.text, r.len, to) < 0)
		return -1;
	to[r.len] = '\0';
	*ret = (struct ig_log_line){
	    .stream = r.tag & 1 ? IG_STDERR : IG_STDOUT,
	    .t_ms = r.t_ms,
	    .text = to,
	    .len = r.len,
	    .partial = r.tag & 2,
	};
	return 0;
}
