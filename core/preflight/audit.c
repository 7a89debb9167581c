#include "config.h"
#include "core/preflight/preflight.h"

#include <fcntl.h>
#include <string.h>

#include <openssl/evp.h>

#include "core/base/file.h"
#include "core/base/worker.h"
#include "core/preflight/result.h"
#include "core/preflight/rules.h"
#include "core/preflight/scan.h"
#include "core/preflight/supervise.h"
#include "core/preflight/wire.h"

enum { SOURCE_MAX = 16 << 20 };

struct ig_audit {
	struct ig_audit_events events;
	void *user;
	ig_worker *worker;
	struct ig_collect collect;
	char *file; /* of the findings that come */
	bool ended; /* the END record came */
	ig_err *failed;
	uint64_t start;
	struct ig_supervise_args args;
};

static int take_entry(struct ig_audit *a, struct ig_wire_reader *r)
{
	ig_auto_free char *path = ig_wire_get_str(r, IG_TREE_MAX_PATH);
	struct ig_manifest *m = &a->collect.r->manifest;
	struct ig_tree_entry *e;

	if (!path || m->n >= IG_TREE_MAX_FILES)
		return -1;
	e = ig_manifest_add(m, path);
	e->folder = ig_wire_get_u8(r) == 1;
	e->executable = ig_wire_get_u8(r) == 1;
	e->size = ig_wire_get_u64(r);
	ig_wire_get_mem(r, e->sha256, sizeof(e->sha256));
	return r->bad ? -1 : 0;
}

static int take_skip(struct ig_audit *a, struct ig_wire_reader *r)
{
	ig_auto_free char *path = ig_wire_get_str(r, IG_TREE_MAX_PATH);
	ig_auto_free char *reason = ig_wire_get_str(r, IG_WIRE_MESSAGE);
	ig_auto_free char *m = NULL;

	if (!path || !reason)
		return -1;
	ig_manifest_skip(&a->collect.r->manifest, path, reason);
	ig_collect_skip(&a->collect, path, reason);
	m = ig_asprintf("left out: %s", reason);
	ig_collect_note(&a->collect, path, IG_RULE(GAP_SKIPPED),
	    strstr(reason, "changed") ? IG_SEV_MEDIUM : IG_SEV_LOW, m);
	return 0;
}

static int take_finding(struct ig_audit *a, struct ig_wire_reader *r)
{
	struct ig_finding f;

	if (ig_wire_get_finding(r, &f) < 0 || !a->file) {
		ig_finding_done(&f);
		return -1;
	}
	if (f.rule == IG_RULE(GAP_DIED) || f.rule == IG_RULE(GAP_SIZE))
		ig_collect_skip(&a->collect, a->file, f.message);
	ig_collect_add(&a->collect, a->file, &f);
	return 0;
}

static void take_progress(struct ig_audit *a, struct ig_wire_reader *r, struct ig_audit_progress *p)
{
	(void)a;
	p->files = ig_wire_get_u64(r);
	p->bytes = ig_wire_get_u64(r);
	p->files_total = ig_wire_get_u64(r);
	p->bytes_total = ig_wire_get_u64(r);
}

static int take_failure(struct ig_audit *a, struct ig_wire_reader *r)
{
	ig_auto_free char *why = ig_wire_get_str(r, IG_WIRE_MESSAGE);

	if (!why)
		return -1;
	if (!a->failed)
		ig_err_set(&a->failed, IG_E_HOST, "%s", why);
	return 0;
}

static int take_record(struct ig_audit *a, struct ig_wire_reader *r, struct ig_audit_progress *p)
{
	switch (ig_wire_get_u8(r)) {
	case IG_WIRE_ENTRY:
		return take_entry(a, r);
	case IG_WIRE_SKIP:
		return take_skip(a, r);
	case IG_WIRE_FILE:
		free(a->file);
		a->file = ig_wire_get_str(r, IG_TREE_MAX_PATH);
		return a->file ? 0 : -1;
	case IG_WIRE_PARSED:
		a->collect.r->parsed++;
		return 0;
	case IG_WIRE_FINDING:
		return take_finding(a, r);
	case IG_WIRE_PROGRESS:
		take_progress(a, r, p);
		return r->bad ? -1 : 0;
	case IG_WIRE_FAILED:
		return take_failure(a, r);
	case IG_WIRE_END:
		a->ended = true;
		return 0;
	default:
		return -1;
	}
}

static void on_message(const char *p, size_t n, int fd, void *user)
{
	struct ig_audit *a = user;
	struct ig_wire_reader r = {(const unsigned char *)p, n, false};
	struct ig_audit_progress progress = {.files_total = UINT64_MAX};

	if (fd >= 0)
		close(fd);
	while (r.left && !r.bad && !a->failed)
		if (take_record(a, &r, &progress) < 0)
			r.bad = true;
	if (r.bad && !a->failed)
		ig_err_set(&a->failed, IG_E_INTERNAL, "the analysis sent a record that is not valid");
	/* Last: the callee may free the audit. */
	if (progress.files_total != UINT64_MAX && a->events.progress)
		a->events.progress(&progress, a->user);
}

static struct ig_audit_result *take_result(struct ig_audit *a)
{
	struct ig_audit_result *r = a->collect.r;

	ig_manifest_seal(&r->manifest);
	ig_collect_finish(&a->collect);
	r->duration_ms = ig_now_ms() - a->start;
	a->collect.r = NULL;
	return r;
}

static void on_ended(const ig_err *why, void *user)
{
	struct ig_audit *a = user;
	ig_err *err = a->failed;

	a->failed = NULL;
	if (!err && !a->ended)
		err = why ? ig_err_copy(why) : NULL;
	if (!err && !a->ended)
		ig_err_set(&err, IG_E_INTERNAL, "the analysis ended before it was complete");
	if (err)
		a->events.done(NULL, err, a->user);
	else
		a->events.done(take_result(a), NULL, a->user);
}

static unsigned cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (n < 1)
		return 1;
	return n > IG_SUPERVISE_WORKERS ? IG_SUPERVISE_WORKERS : (unsigned)n;
}

ig_audit *ig_audit_start(ig_loop *loop, const struct ig_service *s,
    const struct ig_audit_events *events, void *user, ig_err **err)
{
	static const struct ig_worker_events worker_events = {on_message, on_ended};
	ig_auto_fd int root = ig_open_dir(s->path, err);
	struct ig_worker_spec spec = {.name = "ignite-audit", .box = IG_BOX_HOST,
	    .main = ig_supervise, .fds = &root, .n_fds = 1};
	struct ig_audit *a;

	if (root < 0)
		return NULL;
	a = ig_calloc(1, sizeof(*a));
	a->events = *events;
	a->user = user;
	a->start = ig_now_ms();
	a->collect.r = ig_calloc(1, sizeof(*a->collect.r));
	a->args = (struct ig_supervise_args){.rootfd = root,
	    .workers = cores(),
	    .max_memory = IG_SUPERVISE_MEMORY,
	    .job_ms = IG_SUPERVISE_JOB_MS,
	    .scan = ig_scan_main};
	spec.arg = &a->args;
	a->worker = ig_worker_start(loop, &spec, &worker_events, a, err);
	if (!a->worker) {
		ig_audit_free(a);
		return NULL;
	}
	return a;
}

void ig_audit_free(ig_audit *a)
{
	if (!a)
		return;
	ig_worker_free(a->worker);
	ig_audit_result_free(a->collect.r);
	ig_err_free(a->failed);
	free(a->file);
	free(a);
}

int ig_audit_source(const struct ig_service *s, const struct ig_audit_result *r, const char *file,
    struct ig_buf *out, ig_err **err)
{
	const struct ig_tree_entry *e = ig_manifest_find(&r->manifest, file);
	ig_auto_fd int root = -1, fd = -1;
	unsigned char sum[EVP_MAX_MD_SIZE];
	size_t before = out->len;
	unsigned n = 0;

	if (!e || e->folder)
		return ig_err_set(err, IG_E_NOT_FOUND, "'%s' is not in the audited folder", file);
	root = ig_open_dir(s->path, err);
	if (root < 0)
		return -1;
	fd = ig_open_beneath(root, file, O_RDONLY, err);
	if (fd < 0 || ig_read_fd(fd, file, SOURCE_MAX, out, err) < 0)
		return -1;
	if (EVP_Digest(ig_buf_str(out) + before, out->len - before, sum, &n, EVP_sha256(), NULL) != 1 ||
	    n != sizeof(e->sha256) || memcmp(sum, e->sha256, n) != 0) {
		out->len = before;
		ig_err_set(err, IG_E_CHANGED, "'%s' changed after it was audited", file);
		ig_err_hint(err, "audit the service again");
		return -1;
	}
	return 0;
}
