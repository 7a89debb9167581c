#include "config.h"
#include "core/watch/cgroup-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "core/base/loop.h"

enum { CG_FILE_MAX = 64 * 1024 };

const struct ig_metric_info ig_metric_info[IG_M_N] = {
#define METRIC(id, name, unit, help) [IG_M_##id] = {name, unit, help},
    IG_METRICS(METRIC)
#undef METRIC
};

/* How a file says its figure. */
enum shape {
	ONE,   /* the file is one number, or "max" */
	KEYED, /* lines "key number" */
	BLKIO, /* lines "MAJ:MIN key number", summed over the devices */
	IO,    /* lines "MAJ:MIN key=number key=number", summed */
};

/*
 * Where each metric stands. The first row of a metric that can be read wins, so the v1 file
 * stands before the unified one. Files: the kernel's Documentation, admin-guide/cgroup-v1/{memory,
 * cpuacct,pids,blkio-controller}.rst, scheduler/sched-bwc.rst and admin-guide/cgroup-v2.rst.
 */
static const struct source {
	enum ig_metric metric;
	enum cg_tree tree;
	const char *file;
	enum shape shape;
	const char *key;
	unsigned divide;
} sources[] = {
    {IG_M_CPU_USAGE, CG_CPUACCT, "cpuacct.usage", ONE, NULL, 1000},
    {IG_M_CPU_USAGE, CG_UNIFIED, "cpu.stat", KEYED, "usage_usec", 1},
    {IG_M_CPU_PERIODS, CG_CPU, "cpu.stat", KEYED, "nr_periods", 1},
    {IG_M_CPU_PERIODS, CG_UNIFIED, "cpu.stat", KEYED, "nr_periods", 1},
    {IG_M_CPU_THROTTLED, CG_CPU, "cpu.stat", KEYED, "nr_throttled", 1},
    {IG_M_CPU_THROTTLED, CG_UNIFIED, "cpu.stat", KEYED, "nr_throttled", 1},
    {IG_M_CPU_THROTTLED_TIME, CG_CPU, "cpu.stat", KEYED, "throttled_time", 1000},
    {IG_M_CPU_THROTTLED_TIME, CG_UNIFIED, "cpu.stat", KEYED, "throttled_usec", 1},
    {IG_M_MEM_CURRENT, CG_MEMORY, "memory.usage_in_bytes", ONE, NULL, 1},
    {IG_M_MEM_CURRENT, CG_UNIFIED, "memory.current", ONE, NULL, 1},
    {IG_M_MEM_ANON, CG_MEMORY, "memory.stat", KEYED, "total_rss", 1},
    {IG_M_MEM_ANON, CG_UNIFIED, "memory.stat", KEYED, "anon", 1},
    {IG_M_MEM_PEAK, CG_MEMORY, "memory.max_usage_in_bytes", ONE, NULL, 1},
    {IG_M_MEM_PEAK, CG_UNIFIED, "memory.peak", ONE, NULL, 1},
    {IG_M_MEM_LIMIT, CG_MEMORY, "memory.limit_in_bytes", ONE, NULL, 1},
    {IG_M_MEM_LIMIT, CG_UNIFIED, "memory.max", ONE, NULL, 1},
    {IG_M_MEM_FAILS, CG_MEMORY, "memory.failcnt", ONE, NULL, 1},
    {IG_M_MEM_FAILS, CG_UNIFIED, "memory.events", KEYED, "max", 1},
    {IG_M_OOM_KILLS, CG_MEMORY, "memory.oom_control", KEYED, "oom_kill", 1},
    {IG_M_OOM_KILLS, CG_UNIFIED, "memory.events", KEYED, "oom_kill", 1},
    {IG_M_PIDS_CURRENT, CG_PIDS, "pids.current", ONE, NULL, 1},
    {IG_M_PIDS_CURRENT, CG_UNIFIED, "pids.current", ONE, NULL, 1},
    {IG_M_PIDS_PEAK, CG_PIDS, "pids.peak", ONE, NULL, 1},
    {IG_M_PIDS_PEAK, CG_UNIFIED, "pids.peak", ONE, NULL, 1},
    {IG_M_PIDS_LIMIT, CG_PIDS, "pids.max", ONE, NULL, 1},
    {IG_M_PIDS_LIMIT, CG_UNIFIED, "pids.max", ONE, NULL, 1},
    {IG_M_PIDS_FAILS, CG_PIDS, "pids.events", KEYED, "max", 1},
    {IG_M_PIDS_FAILS, CG_UNIFIED, "pids.events", KEYED, "max", 1},
    {IG_M_IO_READ, CG_BLKIO, "blkio.throttle.io_service_bytes_recursive", BLKIO, "Read", 1},
    {IG_M_IO_READ, CG_UNIFIED, "io.stat", IO, "rbytes", 1},
    {IG_M_IO_WRITE, CG_BLKIO, "blkio.throttle.io_service_bytes_recursive", BLKIO, "Write", 1},
    {IG_M_IO_WRITE, CG_UNIFIED, "io.stat", IO, "wbytes", 1},
};

/* One file read once a sample, though several metrics may stand in it. */
struct file {
	enum cg_tree tree;
	const char *name;
	bool ok;
	struct ig_buf text;
};

/* Decimal digits up to a blank, '\n' or the end. */
static bool number(const char *s, const char **ret_end, uint64_t *ret)
{
	uint64_t v = 0;
	const char *p = s;

	for (; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(v, (uint64_t)10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(*p - '0'), &v))
			return false;
	if (p == s || (*p && *p != ' ' && *p != '\n'))
		return false;
	*ret_end = p;
	*ret = v;
	return true;
}

static bool get_one(const char *s, uint64_t *ret)
{
	const char *end;
	uint64_t v;

	/* v1 writes "no limit" as LONG_MAX cut to a page, v2 as "max": neither is a figure. */
	if (!number(s, &end, &v) || v >= (uint64_t)1 << 62)
		return false;
	*ret = v;
	return true;
}

/* The rest of the line behind "key" and `sep`, or NULL. */
static const char *after_key(const char *s, const char *key, char sep)
{
	size_t n = strlen(key);

	return !strncmp(s, key, n) && s[n] == sep ? s + n + 1 : NULL;
}

static bool get_keyed(const char *s, const char *key, uint64_t *ret)
{
	while (*s) {
		const char *v = after_key(s, key, ' '), *end;

		if (v)
			return number(v, &end, ret);
		s += strcspn(s, "\n");
		s += *s == '\n';
	}
	return false;
}

/* Sums over the devices; an empty file is a group without I/O: 0. */
static bool get_devices(const char *s, const char *key, char sep, uint64_t *ret)
{
	uint64_t sum = 0, one;

	while (*s) {
		const char *v = after_key(s, key, sep), *end;

		if (v && (!number(v, &end, &one) || __builtin_add_overflow(sum, one, &sum)))
			return false;
		s += strcspn(s, " \n");
		s += *s != '\0';
	}
	*ret = sum;
	return true;
}

static bool get(const struct source *src, const char *text, uint64_t *ret)
{
	bool ok = false;

	switch (src->shape) {
	case ONE:
		ok = get_one(text, ret);
		break;
	case KEYED:
		ok = get_keyed(text, src->key, ret);
		break;
	case BLKIO:
		ok = get_devices(text, src->key, ' ', ret);
		break;
	case IO:
		ok = get_devices(text, src->key, '=', ret);
		break;
	}
	if (ok)
		*ret /= src->divide;
	return ok;
}

static bool slurp(int dir, const char *name, struct ig_buf *out)
{
	ig_auto_fd int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	while (fd >= 0) {
		char *to = ig_buf_reserve(out, 4096);
		ssize_t n;

		if (!to) /* larger than any such file is */
			return false;
		n = read(fd, to, 4096);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		out->len += (size_t)n;
		out->data[out->len] = '\0';
		if (n == 0)
			return true;
	}
	return false;
}

static struct file *get_file(
    const ig_cgroup *cg, const struct source *src, struct file *f, size_t *n)
{
	struct file *x;

	for (size_t i = 0; i < *n; i++)
		if (f[i].tree == src->tree && !strcmp(f[i].name, src->file))
			return &f[i];
	x = &f[(*n)++];
	*x = (struct file){src->tree, src->file, false, IG_BUF_INIT(CG_FILE_MAX)};
	x->ok = slurp(cg->dir[src->tree], src->file, &x->text);
	return x;
}

/* Kernels without a peak file: the highest figure that we saw ourselves. */
static void own_peak(ig_cgroup *cg, struct ig_sample *s, enum ig_metric peak, enum ig_metric now)
{
	const uint32_t bit = 1U << peak;

	if (s->have & 1U << now && s->v[now] > cg->peak[peak])
		cg->peak[peak] = s->v[now];
	if (s->have & bit || !(s->have & 1U << now))
		return;
	s->v[peak] = cg->peak[peak];
	s->have |= bit;
	s->seen |= bit;
}

int ig_cgroup_read(ig_cgroup *cg, struct ig_sample *ret, ig_err **err)
{
	struct file files[IG_COUNT(sources)];
	size_t n = 0;

	*ret = (struct ig_sample){.t_us = ig_now_us()};
	for (size_t i = 0; i < IG_COUNT(sources); i++) {
		const struct source *src = &sources[i];
		const struct file *f;

		if (ret->have & 1U << src->metric || cg->dir[src->tree] < 0)
			continue;
		f = get_file(cg, src, files, &n);
		if (f->ok && get(src, ig_buf_str(&f->text), &ret->v[src->metric]))
			ret->have |= 1U << src->metric;
	}
	for (size_t i = 0; i < n; i++)
		ig_buf_done(&files[i].text);
	if (!ret->have)
		return ig_err_set(err, IG_E_NOT_FOUND, "the cgroup is gone");
	own_peak(cg, ret, IG_M_MEM_PEAK, IG_M_MEM_CURRENT);
	own_peak(cg, ret, IG_M_PIDS_PEAK, IG_M_PIDS_CURRENT);
	return 0;
}

size_t ig_cgroup_pids(const ig_cgroup *cg, pid_t *ret, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < CG_N && !n; i++) {
		ig_auto_buf text = IG_BUF_INIT(CG_FILE_MAX);
		uint64_t v;
		const char *p;

		if (cg->dir[i] < 0 || !slurp(cg->dir[i], "cgroup.procs", &text))
			continue;
		for (p = ig_buf_str(&text); n < max && number(p, &p, &v); p += *p == '\n')
			ret[n++] = (pid_t)v;
	}
	return n;
}
