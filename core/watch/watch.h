/*
 * What a running container really does: cgroup figures and its log.
 *
 * Facts come from the kernel's cgroup files (v1, hybrid and v2 behind one table of
 * metrics). Knows nothing of runs or of the engine: core/run tells it where to look.
 */
#ifndef IG_WATCH_WATCH_H
#define IG_WATCH_WATCH_H

#include "core/base/buf.h"
#include "core/base/err.h"

/* METRIC(id, name, unit, help) */
#define IG_METRICS(METRIC)                                                                         \
	METRIC(CPU_USAGE, "cpu_usage", "us", "CPU time used")                                      \
	METRIC(CPU_PERIODS, "cpu_periods", "", "quota periods that have passed")                   \
	METRIC(CPU_THROTTLED, "cpu_throttled", "", "quota periods in which it was throttled")      \
	METRIC(CPU_THROTTLED_TIME, "cpu_throttled_time", "us", "time it waited for its quota")     \
	METRIC(MEM_CURRENT, "memory", "bytes", "memory in use")                                    \
	METRIC(MEM_ANON, "memory_anon", "bytes", "anonymous memory in use")                         \
	METRIC(MEM_PEAK, "memory_peak", "bytes", "highest memory use")                             \
	METRIC(MEM_LIMIT, "memory_limit", "bytes", "memory limit in force")                        \
	METRIC(MEM_FAILS, "memory_fails", "", "times the memory limit was hit")                    \
	METRIC(OOM_KILLS, "oom_kills", "", "processes killed for memory")                          \
	METRIC(PIDS_CURRENT, "pids", "", "processes and threads")                                  \
	METRIC(PIDS_PEAK, "pids_peak", "", "most processes and threads seen")                      \
	METRIC(PIDS_LIMIT, "pids_limit", "", "limit of processes and threads in force")            \
	METRIC(PIDS_FAILS, "pids_fails", "", "times the pids limit was hit")                       \
	METRIC(IO_READ, "io_read", "bytes", "read from block devices")                             \
	METRIC(IO_WRITE, "io_write", "bytes", "written to block devices")

enum ig_metric {
#define METRIC(id, name, unit, help) IG_M_##id,
	IG_METRICS(METRIC)
#undef METRIC
	IG_M_N
};
struct ig_metric_info {
	const char *name, *unit, *help;
};
extern const struct ig_metric_info ig_metric_info[IG_M_N];

struct ig_sample {
	uint64_t t_us; /* monotonic */
	uint64_t v[IG_M_N];
	uint32_t have; /* bit 1 << metric: known this time; "max" (no limit) is not */
	/* Subset of `have`: this kernel keeps no peak (memory.peak needs Linux 5.19, pids.peak 6.1),
	 * so the figure is the highest that any sample saw; a shorter peak was missed. */
	uint32_t seen;
};

typedef struct ig_cgroup ig_cgroup;
/*
 * Finds the cgroups of a process through /proc/PID/cgroup and the mounts of this host and keeps
 * their folders open, so that the last figures can be read when the process is gone. `procfs` and
 * `mounts` are "/proc" and "/proc/self/mountinfo" but in tests.
 */
ig_cgroup *ig_cgroup_open(pid_t pid, const char *procfs, const char *mounts, ig_err **err);
/* The same by the container's id, before any process of it is known: the engine makes the groups
 * before it starts the first one. IG_E_NOT_FOUND while there are none, or none under Docker's
 * usual names. */
ig_cgroup *ig_cgroup_open_container(const char *id, const char *mounts, ig_err **err);
void ig_cgroup_free(ig_cgroup *cg);
/* The processes in the group itself (cgroup.procs), at most `max`. Returns how many. */
size_t ig_cgroup_pids(const ig_cgroup *cg, pid_t *ret, size_t max);
/* "v1", "hybrid", "v2". */
const char *ig_cgroup_kind(const ig_cgroup *cg);
/* Reads all metrics there are; at most 64 KiB a file, and a figure that is not one is left out.
 * -1 (IG_E_NOT_FOUND) only when none could be read: the group is gone. */
int ig_cgroup_read(ig_cgroup *cg, struct ig_sample *ret, ig_err **err);

/*
 * Samples of one run. When `cap` (at least 2) of them are there, each two neighbours become one
 * and every later one stands for twice as many samples: the whole run stays visible, evenly, in
 * bounded memory.
 * A merged sample keeps the time and the counters of the later one and the highest gauges of both.
 */
typedef struct ig_series ig_series;
ig_series *ig_series_new(size_t cap);
void ig_series_free(ig_series *s);
void ig_series_add(ig_series *s, const struct ig_sample *x);
size_t ig_series_n(const ig_series *s);
const struct ig_sample *ig_series_at(const ig_series *s, size_t i); /* 0 is the oldest */
/* The newest as it was taken; NULL when there is none. */
const struct ig_sample *ig_series_last(const ig_series *s);

/*
 * The log of a run: lines with time and stream, in an unlinked spill file (mode 0600, in the
 * user's cache folder, else /var/tmp) with a sparse index, so that 1 GB costs a few MB of memory.
 * Bytes are kept raw; who shows them sanitizes. A line is cut softly at 64 KiB. Past `cap` bytes
 * further output is counted, not kept. stdout and stderr are cut into lines each for itself; a
 * line takes its place when it ends, so what both are still writing comes last.
 */
enum { IG_LOG_LINE_MAX = 64 * 1024 };
enum ig_stream { IG_STDOUT = 1, IG_STDERR = 2 };
struct ig_log_line {
	enum ig_stream stream;
	uint64_t t_ms;	/* of its first byte, since ig_logstore_begin() */
	const char *text; /* without its newline; valid until the next call on this log */
	size_t len;
	bool partial; /* cut softly, or not ended yet */
};
typedef struct ig_logstore ig_logstore;
ig_logstore *ig_logstore_new(uint64_t cap, ig_err **err);
void ig_logstore_free(ig_logstore *l);
/* Its clock starts anew, as it does when the log is made: the service has started. */
void ig_logstore_begin(ig_logstore *l);
/* -1 with IG_E_HOST when the spill file cannot be written: what was taken before stays readable,
 * all from then on is counted as dropped (and -1 again). */
int ig_logstore_add(ig_logstore *l, enum ig_stream s, const char *p, size_t n, ig_err **err);
uint64_t ig_logstore_lines(const ig_logstore *l); /* with those that have not ended yet */
uint64_t ig_logstore_bytes(const ig_logstore *l); /* kept, newlines included */
uint64_t ig_logstore_dropped(const ig_logstore *l); /* bytes */
/* Line `no` (0-based). -1 when there is none. */
int ig_logstore_line(ig_logstore *l, uint64_t no, struct ig_log_line *ret);

#endif
