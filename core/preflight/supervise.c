#include "config.h"
#include "core/preflight/supervise.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <openssl/evp.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/worker.h"
#include "core/preflight/kind.h"
#include "core/preflight/rules.h"
#include "core/preflight/wire.h"
#include "core/service/snapshot.h"

enum {
	PACKET = 48 * 1024,	   /* records are sent when so much is together */
	JOB_FINDINGS = 2 << 20,	   /* bytes of findings of one file */
	TRIES = 2,		   /* a file that killed a used worker gets a fresh one once */
	RECYCLE_BYTES = 64 << 20,  /* a worker is replaced after so much source */
	PROGRESS_MS = 50,
};

struct job {
	char *path;
	int fd; /* sealed copy of what was hashed; -1: nothing to parse */
	enum ig_file_kind kind;
	size_t size;
	unsigned tries;
	bool done, whole;
	struct ig_buf records; /* FINDING records, checked */
	struct job *next;
};

struct slot {
	struct sup *sup;
	ig_worker *worker;
	struct job *job;
	uint64_t bytes;
};

struct sup {
	const struct ig_supervise_args *args;
	int sock;
	ig_loop *loop;
	struct slot slot[IG_SUPERVISE_WORKERS];
	struct job *first, **last; /* in the order of the walk */
	size_t pending;
	struct ig_buf out;
	char *data; /* one file at a time */
	bool dead;  /* the other end is gone, or a worker cannot be had */
	uint64_t files, bytes, files_total, bytes_total, told;
};

static void flush(struct sup *s)
{
	if (s->out.len && !s->dead && ig_packet_send(s->sock, s->out.data, s->out.len, -1) < 0)
		s->dead = true;
	ig_buf_clear(&s->out);
}

static void flush_if_full(struct sup *s)
{
	if (s->out.len > PACKET)
		flush(s);
}

static void fail(struct sup *s, const char *sentence)
{
	if (s->dead)
		return;
	ig_wire_u8(&s->out, IG_WIRE_FAILED);
	ig_wire_str(&s->out, sentence, IG_WIRE_MESSAGE);
	flush(s);
	s->dead = true;
}

static void tell_progress(struct sup *s, bool now)
{
	uint64_t t = ig_now_ms();

	if (!now && t - s->told < PROGRESS_MS)
		return;
	s->told = t;
	ig_wire_u8(&s->out, IG_WIRE_PROGRESS);
	ig_wire_u64(&s->out, s->files);
	ig_wire_u64(&s->out, s->bytes);
	ig_wire_u64(&s->out, s->files_total);
	ig_wire_u64(&s->out, s->bytes_total);
	flush(s);
}

static void tell_skip(struct sup *s, const char *path, const char *reason)
{
	ig_wire_u8(&s->out, IG_WIRE_SKIP);
	ig_wire_str(&s->out, path, IG_TREE_MAX_PATH);
	ig_wire_str(&s->out, reason, IG_WIRE_MESSAGE);
	flush_if_full(s);
}

/* --- jobs ------------------------------------------------------------------------------ */

static void job_free(struct job *j)
{
	if (j->fd >= 0)
		close(j->fd);
	ig_buf_done(&j->records);
	free(j->path);
	free(j);
}

/* Passes a finished file's records on; each is checked and put into a packet of its own size. */
static void emit(struct sup *s, struct job *j)
{
	struct ig_wire_reader r = {(const unsigned char *)ig_buf_str(&j->records), j->records.len,
	    false};

	ig_wire_u8(&s->out, IG_WIRE_FILE);
	ig_wire_str(&s->out, j->path, IG_TREE_MAX_PATH);
	if (j->whole)
		ig_wire_u8(&s->out, IG_WIRE_PARSED);
	while (r.left) {
		const unsigned char *from = r.p;

		if (ig_wire_get_u8(&r) != IG_WIRE_FINDING || ig_wire_skip_finding(&r) < 0)
			break; /* cannot be: it was checked when it came */
		if (s->out.len + (size_t)(r.p - from) > IG_WORKER_MSG_MAX) {
			flush(s);
			ig_wire_u8(&s->out, IG_WIRE_FILE);
			ig_wire_str(&s->out, j->path, IG_TREE_MAX_PATH);
		}
		ig_wire_mem(&s->out, from, (size_t)(r.p - from));
	}
	flush_if_full(s);
	s->files++;
	s->bytes += j->size;
	tell_progress(s, false);
}

static void emit_ready(struct sup *s)
{
	while (s->first && s->first->done) {
		struct job *j = s->first;

		emit(s, j);
		s->first = j->next;
		if (!s->first)
			s->last = &s->first;
		s->pending--;
		job_free(j);
	}
}

static void add_finding(struct job *j, const struct ig_rule *rule, enum ig_severity severity,
    const char *message)
{
	struct ig_finding f = {.rule = rule,
	    .severity = severity,
	    .confidence = IG_CONF_CERTAIN,
	    .line = 1,
	    .column = 1,
	    .end_line = 1,
	    .end_column = 1,
	    .excerpt = (char *)(uintptr_t) "",
	    .message = (char *)(uintptr_t)message};

	ig_wire_u8(&j->records, IG_WIRE_FINDING);
	ig_wire_put_finding(&j->records, &f);
}

static struct job *job_new(struct sup *s, const char *path, enum ig_file_kind kind, size_t size)
{
	struct job *j = ig_calloc(1, sizeof(*j));

	j->path = ig_strdup(path);
	j->fd = -1;
	j->kind = kind;
	j->size = size;
	j->records.max = JOB_FINDINGS;
	*s->last = j;
	s->last = &j->next;
	s->pending++;
	return j;
}

/* --- parser workers ---------------------------------------------------------------------- */

static void give(struct slot *slot);

static void job_over(struct slot *slot)
{
	struct sup *s = slot->sup;

	slot->job->done = true;
	slot->bytes += slot->job->size;
	slot->job = NULL;
	ig_worker_deadline(slot->worker, 0);
	emit_ready(s);
}

/* 0 when the record was taken. */
static int take_record(struct slot *slot, struct ig_wire_reader *r)
{
	const unsigned char *from = r->p;

	switch (ig_wire_get_u8(r)) {
	case IG_WIRE_FINDING:
		if (ig_wire_skip_finding(r) < 0)
			return -1;
		ig_buf_add(&slot->job->records, from, (size_t)(r->p - from));
		return 0;
	case IG_WIRE_DONE:
		slot->job->whole = ig_wire_get_u8(r) == 1;
		if (r->bad)
			return -1;
		job_over(slot);
		return 0;
	default:
		return -1;
	}
}

static void worker_message(const char *p, size_t n, int fd, void *user)
{
	struct slot *slot = user;
	struct ig_wire_reader r = {(const unsigned char *)p, n, false};

	if (fd >= 0)
		close(fd);
	while (r.left && slot->job)
		if (take_record(slot, &r) < 0)
			break;
	/* A worker that talks out of turn is no longer ours. */
	if (r.left && slot->worker) {
		struct job *j = slot->job;

		ig_worker_free(slot->worker);
		slot->worker = NULL;
		slot->job = NULL;
		if (j) {
			ig_buf_clear(&j->records);
			add_finding(j, IG_RULE(GAP_DIED), IG_SEV_HIGH,
			    "not analysed: the analysis was taken over or broken by this file");
			j->done = true;
			emit_ready(slot->sup);
		}
	}
}

static const char *why_died(const ig_err *why)
{
	switch ((int)ig_err_code(why)) {
	case IG_E_TIMEOUT:
		return "not analysed: it took longer than the time allowed for one file";
	case IG_E_LIMIT:
		return "not analysed: it needed more memory or CPU time than one file is allowed";
	default:
		return "not analysed: the analysis crashed on this file";
	}
}

static void worker_ended(const ig_err *why, void *user)
{
	struct slot *slot = user;
	struct job *j = slot->job;

	ig_worker_free(slot->worker);
	slot->worker = NULL;
	slot->job = NULL;
	if (!j)
		return;
	ig_buf_clear(&j->records);
	if (ig_err_code(why) == IG_E_HOST) {
		fail(slot->sup, ig_err_msg(why));
		return;
	}
	if (j->tries < TRIES) { /* alone in a fresh process the outcome is the file's own */
		slot->job = j;
		slot->bytes = 0;
		give(slot);
		return;
	}
	add_finding(j, IG_RULE(GAP_DIED), IG_SEV_MEDIUM, why_died(why));
	j->done = true;
	emit_ready(slot->sup);
}

static int start_worker(struct slot *slot)
{
	struct sup *s = slot->sup;
	const struct ig_worker_spec spec = {
	    .name = "ignite-parse",
	    .box = IG_BOX_PARSE,
	    .max_memory = s->args->max_memory,
	    .max_cpu_s = 1200,
	    .main = s->args->scan,
	};
	static const struct ig_worker_events events = {worker_message, worker_ended};
	ig_auto_err e = NULL;

	slot->bytes = 0;
	slot->worker = ig_worker_start(s->loop, &spec, &events, slot, &e);
	if (slot->worker)
		return 0;
	fail(s, ig_err_msg(e));
	return -1;
}

/* Hands slot->job to its worker, starting one when there is none. */
static void give(struct slot *slot)
{
	struct sup *s = slot->sup;
	struct job *j = slot->job;
	ig_auto_buf b = IG_BUF_INIT(IG_WORKER_MSG_MAX);
	ig_auto_err e = NULL;

	if (slot->worker && slot->bytes > RECYCLE_BYTES) {
		ig_worker_free(slot->worker);
		slot->worker = NULL;
	}
	if (!slot->worker && start_worker(slot) < 0)
		return;
	j->tries++;
	ig_wire_u8(&b, IG_WIRE_JOB);
	ig_wire_u8(&b, j->kind);
	ig_wire_u64(&b, j->size);
	ig_wire_str(&b, j->path, IG_TREE_MAX_PATH);
	ig_worker_deadline(slot->worker, s->args->job_ms);
	if (ig_worker_send(slot->worker, b.data, b.len, j->fd, &e) < 0 && j->tries >= TRIES)
		fail(s, ig_err_msg(e));
	/* A worker that is just dying takes nothing: its end notice gives the job again. */
}

static void dispatch(struct sup *s, struct job *j)
{
	for (;;) {
		for (unsigned i = 0; i < s->args->workers; i++) {
			struct slot *slot = &s->slot[i];

			if (slot->job || s->dead)
				continue;
			slot->job = j;
			give(slot);
			return;
		}
		if (s->dead)
			return;
		ig_loop_once(s->loop, -1);
	}
}

/* --- reading ------------------------------------------------------------------------------ */

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec && a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	    a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Reads all of fd: the first IG_SUPERVISE_PARSE_MAX bytes stay in s->data, the digest is of all.
 * NULL, or why it was left out. */
static const char *read_file(struct sup *s, int fd, const struct stat *st, struct ig_tree_entry *e)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	const char *reason = NULL;
	struct stat after;
	uint64_t got = 0;
	unsigned n = 0;

	if (!ctx || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		abort();
	for (;;) {
		/* What is past the part that is kept overwrites a spare block behind it. */
		size_t at = got < IG_SUPERVISE_PARSE_MAX ? (size_t)got : IG_SUPERVISE_PARSE_MAX;
		ssize_t r = read(fd, s->data + at, IG_SUPERVISE_PARSE_MAX + 65536 - at);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			reason = "cannot be read";
		if (r <= 0 || (got += (uint64_t)r) > (uint64_t)st->st_size)
			break;
		EVP_DigestUpdate(ctx, s->data + at, (size_t)r);
	}
	if (!reason && (fstat(fd, &after) < 0 || got != (uint64_t)st->st_size || !same_file(st, &after)))
		reason = "changed while it was read";
	e->size = got;
	e->executable = (st->st_mode & 0111) != 0;
	EVP_DigestFinal_ex(ctx, e->sha256, &n);
	EVP_MD_CTX_free(ctx);
	return reason;
}

static int copy_to_memory(const char *data, size_t n)
{
	int fd = memfd_create("ignite-source", MFD_CLOEXEC);

	if (fd >= 0 && ig_write_all(fd, data, n) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static void tell_entry(struct sup *s, const struct ig_tree_entry *e)
{
	ig_wire_u8(&s->out, IG_WIRE_ENTRY);
	ig_wire_str(&s->out, e->path, IG_TREE_MAX_PATH);
	ig_wire_u8(&s->out, e->folder);
	ig_wire_u8(&s->out, e->executable);
	ig_wire_u64(&s->out, e->size);
	ig_wire_mem(&s->out, e->sha256, sizeof(e->sha256));
	flush_if_full(s);
}

/* Machine code and archives need no parser. */
static void note_binary(struct job *j, const char *path, const unsigned char *head, size_t n)
{
	int native = 0;
	const char *what = ig_kind_magic(head, n, &native);
	ig_auto_free char *m = NULL;

	if (!what)
		return;
	if (!ig_kind_name_fits(path, what)) {
		m = ig_asprintf("the file is %s, which its name does not say", what);
		add_finding(j, IG_RULE(NATIVE_DISGUISED), native ? IG_SEV_HIGH : IG_SEV_MEDIUM, m);
	} else if (native) {
		m = ig_asprintf("the file is %s: its code is not read here", what);
		add_finding(j, IG_RULE(NATIVE_FILE), IG_SEV_LOW, m);
	}
}

static bool wants_parser(enum ig_file_kind k)
{
	return k != IG_KIND_OTHER && k != IG_KIND_BINARY;
}

static int on_file(const char *path, int fd, const struct stat *st, void *user)
{
	struct sup *s = user;
	struct ig_tree_entry e = {.path = (char *)(uintptr_t)path};
	const char *reason = read_file(s, fd, st, &e);
	const unsigned char *head = (const unsigned char *)s->data;
	size_t head_n = e.size < IG_KIND_HEAD ? (size_t)e.size : IG_KIND_HEAD;
	struct job *j;

	if (reason) {
		tell_skip(s, path, reason);
		return s->dead ? -1 : 0;
	}
	tell_entry(s, &e);
	while (s->pending >= IG_SUPERVISE_PENDING && !s->dead)
		ig_loop_once(s->loop, -1);
	j = job_new(s, path, ig_kind_of(path, head, head_n), (size_t)e.size);
	note_binary(j, path, head, head_n);
	if (j->kind == IG_KIND_OTHER && e.size && !memchr(head, 0, head_n) &&
	    ig_kind_smells_of_code(s->data, e.size < IG_SUPERVISE_PARSE_MAX
		? (size_t)e.size : (size_t)IG_SUPERVISE_PARSE_MAX))
		j->kind = IG_KIND_TEXT;
	if (wants_parser(j->kind) && e.size > IG_SUPERVISE_PARSE_MAX) {
		add_finding(j, IG_RULE(GAP_SIZE), IG_SEV_MEDIUM,
		    "not analysed: the file is larger than 16 MiB");
	} else if (wants_parser(j->kind) && e.size) {
		j->fd = copy_to_memory(s->data, (size_t)e.size);
		if (j->fd < 0)
			fail(s, "cannot make a file in memory");
		else
			dispatch(s, j);
		return s->dead ? -1 : 0;
	}
	j->done = true;
	emit_ready(s);
	return s->dead ? -1 : 0;
}

static int on_folder(const char *path, const struct stat *st, void *user)
{
	struct ig_tree_entry e = {.path = (char *)(uintptr_t)path, .folder = true};

	(void)st;
	tell_entry(user, &e);
	return 0;
}

static void on_skip(const char *path, const char *reason, void *user)
{
	tell_skip(user, path, reason);
}

static int count_file(const char *path, int fd, const struct stat *st, void *user)
{
	struct sup *s = user;

	(void)path;
	(void)fd;
	s->files_total++;
	s->bytes_total += (uint64_t)st->st_size;
	return 0;
}

static void count_skip(const char *path, const char *reason, void *user)
{
	(void)path;
	(void)reason;
	(void)user;
}

static void finish(struct sup *s)
{
	while (s->first && !s->dead)
		ig_loop_once(s->loop, -1);
	if (s->dead)
		return;
	tell_progress(s, true);
	ig_wire_u8(&s->out, IG_WIRE_END);
	flush(s);
}

int ig_supervise(int sock, void *arg)
{
	static const struct ig_walk_ops count = {.file = count_file, .skip = count_skip};
	static const struct ig_walk_ops read = {on_file, on_folder, on_skip};
	struct sup s = {.args = arg, .sock = sock, .out = IG_BUF_INIT(1 << 20)};
	ig_auto_err e = NULL;

	s.last = &s.first;
	s.loop = ig_loop_new(&e);
	if (!s.loop) {
		fail(&s, ig_err_msg(e));
		return 1;
	}
	for (size_t i = 0; i < IG_SUPERVISE_WORKERS; i++)
		s.slot[i].sup = &s;
	s.data = ig_malloc(IG_SUPERVISE_PARSE_MAX + 65536);
	if (ig_tree_walk(s.args->rootfd, &count, &s, &e) < 0)
		fail(&s, ig_err_msg(e));
	else
		tell_progress(&s, true);
	if (!s.dead && ig_tree_walk(s.args->rootfd, &read, &s, &e) < 0)
		fail(&s, ig_err_msg(e));
	finish(&s);
	/* The workers end with us. */
	for (size_t i = 0; i < IG_SUPERVISE_WORKERS; i++)
		ig_worker_free(s.slot[i].worker);
	return 0;
}
