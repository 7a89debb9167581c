#include "config.h"
#include "core/service/snapshot-priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#include "core/base/file.h"
#include "core/base/worker.h"

/* A folder of 4 GiB on a slow disk; the reviewer can cancel earlier. */
enum { JOB_DEADLINE_MS = 10 * 60 * 1000 };
/* What an interrupted job left: no job lives longer. */
enum { STALE_S = JOB_DEADLINE_MS / 1000 };

struct ig_snapshot_job {
	struct snapshot_work work;
	ig_worker *worker;
	char *source; /* for messages */
	char *dir;    /* where the copy is made */
	char *name, *temp;
	char digest[65];
	bool answered;
	struct snapshot_report report;
	void (*progress)(uint64_t bytes, void *user);
	ig_snapshot_fn done;
	void *user;
};

void ig_snapshot_free(struct ig_snapshot *s)
{
	if (!s)
		return;
	if (s->lock >= 0)
		close(s->lock);
	free(s->path);
	free(s);
}

static bool is_digest(const char *s)
{
	return strlen(s) == 64 && s[strspn(s, "0123456789abcdef")] == '\0';
}

char *ig_snapshot_path(const char *digest, ig_err **err)
{
	ig_auto_free char *dir = ig_xdg_dir(IG_XDG_CACHE, "snapshots", err);

	if (!dir)
		return NULL;
	if (!is_digest(digest)) {
		ig_err_set(err, IG_E_INTERNAL, "'%s' is no digest", digest);
		return NULL;
	}
	return ig_asprintf("%s/%s", dir, digest);
}

static int unseal_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type == FTW_D || type == FTW_DNR)
		chmod(path, 0700);
	return 0;
}

/* Sealed folders must be opened before their entries can go. */
static int remove_tree(const char *path)
{
	nftw(path, unseal_one, 16, FTW_PHYS);
	return ig_rmtree(path, NULL);
}

static void job_free(ig_snapshot_job *job)
{
	ig_worker_free(job->worker);
	if (job->dir && job->temp) { /* there only if it was interrupted, or failed */
		ig_auto_free char *temp = ig_asprintf("%s/%s", job->dir, job->temp);
		ig_auto_free char *bad = ig_asprintf("%s.bad", temp);

		remove_tree(temp);
		remove_tree(bad);
	}
	free(job->source);
	free(job->dir);
	free(job->name);
	free(job->temp);
	free(job);
}

/* Takes the lock that keeps prune away, and marks it as used now. */
static struct ig_snapshot *open_result(const ig_snapshot_job *job, ig_err **err)
{
	struct ig_snapshot *s = ig_calloc(1, sizeof(*s));

	s->path = job->dir ? ig_asprintf("%s/%s", job->dir, job->name) : ig_strdup(job->source);
	s->lock = -1;
	s->files = job->report.files;
	s->bytes = job->report.bytes;
	memcpy(s->digest, job->digest, sizeof(s->digest));
	if (job->work.task == SNAP_COPY)
		return s;
	s->lock = ig_open_dir(s->path, err);
	if (s->lock >= 0 && flock(s->lock, LOCK_SH | LOCK_NB) == 0) {
		futimens(s->lock, NULL);
		return s;
	}
	if (s->lock >= 0)
		ig_err_set(err, IG_E_CHANGED, "the snapshot is being removed by another process");
	ig_err_hint(err, "try again");
	ig_snapshot_free(s);
	return NULL;
}

static void message(const char *p, size_t n, int fd, void *user)
{
	ig_snapshot_job *job = user;
	struct snapshot_report r = {.kind = SNAP_ERROR};

	if (fd >= 0)
		close(fd);
	if (job->answered || n <= offsetof(struct snapshot_report, text) || n > sizeof(r))
		return;
	memcpy(&r, p, n);
	r.text[sizeof(r.text) - 1] = '\0';
	if (r.kind == SNAP_PROGRESS) {
		if (job->progress)
			job->progress(r.bytes, job->user);
		return;
	}
	job->report = r;
	job->answered = true;
}

static ig_err *explain(const ig_snapshot_job *job)
{
	ig_err *e = NULL;

	ig_err_set(&e, job->report.code, "%s", job->report.text);
	if (job->report.code != IG_E_CHANGED) {
		ig_err_wrap(&e, "cannot copy '%s'", job->source);
	} else if (job->work.task == SNAP_VERIFY) {
		ig_err_wrap(&e, "the snapshot '%s' is not what was audited", job->source);
	} else {
		ig_err_wrap(&e, "'%s' is not what was audited", job->source);
		ig_err_hint(&e, "audit it again");
	}
	return e;
}

static void ended(const ig_err *why, void *user)
{
	ig_snapshot_job *job = user;
	ig_snapshot_fn done = job->done;
	void *u = job->user;
	struct ig_snapshot *s = NULL;
	ig_err *e = NULL;

	if (why)
		e = ig_err_copy(why);
	else if (!job->answered)
		ig_err_set(&e, IG_E_INTERNAL, "the copying process said nothing");
	else if (job->report.kind == SNAP_ERROR)
		e = explain(job);
	else
		s = open_result(job, &e);
	job_free(job);
	done(s, e, u);
}

/* Takes `job` over: starts it, or frees it. */
static ig_snapshot_job *job_start(ig_loop *loop, ig_snapshot_job *job, ig_err **err)
{
	static const struct ig_worker_events events = {.message = message, .ended = ended};
	struct ig_worker_spec spec = {
	    .name = "snapshot",
	    .box = job->work.task == SNAP_VERIFY ? IG_BOX_TREE : IG_BOX_COPY,
	    .deadline_ms = JOB_DEADLINE_MS,
	    .main = snapshot_work,
	    .arg = &job->work,
	};
	ig_auto_fd int from = -1;
	ig_auto_fd int to = -1;
	int fds[2];

	job->work.from = job->work.to = -1;
	from = ig_open_dir(job->source, err);
	to = from < 0 || !job->dir ? -1 : ig_open_dir(job->dir, err);
	if (from < 0 || (job->dir && to < 0)) {
		job_free(job);
		return NULL;
	}
	job->work.from = fds[spec.n_fds++] = from;
	if (job->dir)
		job->work.to = fds[spec.n_fds++] = to;
	job->work.name = job->name;
	job->work.temp = job->temp;
	spec.fds = fds;
	job->worker = ig_worker_start(loop, &spec, &events, job, err);
	job->work.seen = NULL; /* the caller's; the worker has its own copy now */
	if (!job->worker) {
		job_free(job);
		return NULL;
	}
	return job;
}

static ig_snapshot_job *job_new(
    enum snapshot_task task, const char *source, ig_snapshot_fn done, void *user)
{
	ig_snapshot_job *job = ig_calloc(1, sizeof(*job));

	job->work.task = task;
	job->source = ig_strdup(source);
	job->done = done;
	job->user = user;
	return job;
}

ig_snapshot_job *ig_snapshot_start(ig_loop *loop, const char *path, const struct ig_manifest *seen,
    void (*progress)(uint64_t bytes, void *user), ig_snapshot_fn done, void *user, ig_err **err)
{
	ig_auto_free char *dir = ig_xdg_dir(IG_XDG_CACHE, "snapshots", err);
	ig_snapshot_job *job;

	if (!dir)
		return NULL;
	if (!is_digest(seen->digest)) {
		ig_err_set(err, IG_E_INTERNAL, "'%s' is no digest", seen->digest);
		return NULL;
	}
	job = job_new(SNAP_MAKE, path, done, user);
	job->dir = IG_STEAL(dir);
	memcpy(job->digest, seen->digest, sizeof(job->digest));
	job->name = ig_strdup(seen->digest);
	job->temp = ig_asprintf(".new-%d-%ju", (int)getpid(), (uintmax_t)ig_now_us());
	job->progress = progress;
	job->work.seen = seen;
	return job_start(loop, job, err);
}

ig_snapshot_job *ig_snapshot_verify(
    ig_loop *loop, const struct ig_snapshot *s, ig_snapshot_fn done, void *user, ig_err **err)
{
	ig_snapshot_job *job = job_new(SNAP_VERIFY, s->path, done, user);
	struct ig_manifest seen = {.n = 0};

	memcpy(seen.digest, s->digest, sizeof(seen.digest));
	memcpy(job->digest, s->digest, sizeof(job->digest));
	job->work.seen = &seen;
	return job_start(loop, job, err);
}

ig_snapshot_job *ig_snapshot_copy(ig_loop *loop, const char *from, const char *to, uid_t uid,
    gid_t gid, ig_snapshot_fn done, void *user, ig_err **err)
{
	const char *slash = strrchr(to, '/');
	struct ig_manifest seen = {.n = 0};
	ig_snapshot_job *job;

	if (!slash || slash == to || !slash[1]) {
		ig_err_set(err, IG_E_INTERNAL, "'%s' is no place for a copy", to);
		return NULL;
	}
	job = job_new(SNAP_COPY, from, done, user);
	job->dir = ig_strndup(to, (size_t)(slash - to));
	job->name = ig_strdup(slash + 1);
	job->temp = ig_asprintf(".new-%s", slash + 1);
	job->work.own = geteuid() == 0;
	job->work.uid = uid;
	job->work.gid = gid;
	slash = strrchr(from, '/');
	if (slash && is_digest(slash + 1)) { /* a snapshot says what must be in it */
		memcpy(seen.digest, slash + 1, sizeof(seen.digest));
		memcpy(job->digest, slash + 1, sizeof(job->digest));
		job->work.seen = &seen;
	}
	return job_start(loop, job, err);
}

void ig_snapshot_cancel(ig_snapshot_job *job)
{
	if (job)
		job_free(job);
}

struct kept {
	char *path;
	uint64_t bytes;
	time_t used;
};

static int by_use(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;

	return x->used < y->used ? -1 : x->used > y->used;
}

/* Blocks on disk of a snapshot: what removing it gives back. */
static uint64_t disk_use(int rootfd)
{
	ig_auto_free char *path = ig_asprintf("/proc/self/fd/%d", rootfd);
	uint64_t sum = 0;
	DIR *stack[IG_TREE_MAX_DEPTH + 1];
	size_t n = 0;

	stack[n] = opendir(path);
	n += stack[0] != NULL;
	while (n) {
		struct dirent *e = readdir(stack[n - 1]);
		struct stat st;
		int fd;

		if (!e) {
			closedir(stack[--n]);
			continue;
		}
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    fstatat(dirfd(stack[n - 1]), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		sum += (uint64_t)st.st_blocks * 512;
		if (!S_ISDIR(st.st_mode) || n > IG_TREE_MAX_DEPTH)
			continue;
		fd = openat(dirfd(stack[n - 1]), e->d_name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		stack[n] = fd < 0 ? NULL : fdopendir(fd);
		if (stack[n])
			n++;
		else if (fd >= 0)
			close(fd);
	}
	return sum;
}

/* False: somebody uses it, or it cannot be removed. */
static bool remove_unused(const char *path)
{
	ig_auto_fd int fd = ig_open_dir(path, NULL);

	return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && remove_tree(path) == 0;
}

/* Lists the snapshots, and removes what interrupted jobs left. */
static size_t list_kept(const char *dir, DIR *d, struct kept **ret)
{
	size_t n = 0, cap = 0;
	struct kept *v = NULL;
	struct dirent *e;

	while ((e = readdir(d))) {
		struct kept k = {.path = ig_asprintf("%s/%s", dir, e->d_name)};
		ig_auto_fd int fd = -1;
		struct stat st;

		if (is_digest(e->d_name) && (fd = ig_open_dir(k.path, NULL)) >= 0 &&
		    fstat(fd, &st) == 0) {
			k.used = st.st_mtime;
			k.bytes = disk_use(fd);
			IG_GROW(v, n, cap);
			v[n++] = k;
			continue;
		}
		if (!strncmp(e->d_name, ".new-", 5) && lstat(k.path, &st) == 0 &&
		    st.st_mtime + STALE_S < time(NULL))
			remove_tree(k.path);
		free(k.path);
	}
	*ret = v;
	return n;
}

int ig_snapshot_prune(uint64_t max_bytes, ig_err **err)
{
	ig_auto_free char *dir = ig_xdg_dir(IG_XDG_CACHE, "snapshots", err);
	struct kept *v = NULL;
	uint64_t sum = 0;
	size_t n;
	DIR *d;

	if (!dir)
		return -1;
	d = opendir(dir);
	if (!d)
		return ig_err_sys(err, IG_E_HOST, errno, "cannot list '%s'", dir);
	n = list_kept(dir, d, &v);
	closedir(d);
	if (n)
		qsort(v, n, sizeof(*v), by_use);
	for (size_t i = 0; i < n; i++)
		sum += v[i].bytes;
	for (size_t i = 0; i < n; i++) {
		if (sum > max_bytes && remove_unused(v[i].path))
			sum -= v[i].bytes;
		free(v[i].path);
	}
	free(v);
	return 0;
}
