#include "config.h"
#include "core/run/run-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include "core/base/file.h"

/* While the engine starts the container, its cgroup is looked for this often: a service may be
 * over before the engine says who it is. */
enum { SEARCH_MS = 5 };

/* Short runs must have samples too; then 2 Hz. */
static const unsigned sample_after_ms[] = {20, 40, 80, 120, 240};
enum { SAMPLE_MS = 500 };

/* The kernel's own facts must be there by then: an image's first instruction is later. */
enum { VERIFY_TRIES = 4 };

enum { PROC_TEXT_MAX = 64 * 1024 };

#define MOUNTS "/proc/self/mountinfo"

/* linux/pidfd.h of Linux 6.15; Debian 12's headers are older. The call extends what it knows. */
struct exit_info {
	uint64_t mask, cgroup_id;
	uint32_t ids[11];
	int32_t exit_code; /* as of waitpid(2) */
};
#define GET_INFO _IOWR(0xff, 11, struct exit_info)
enum { INFO_EXIT = 1 << 3 };

static int read_proc(pid_t pid, const char *name, struct ig_buf *out)
{
	ig_auto_free char *path = ig_asprintf("/proc/%d/%s", (int)pid, name);

	return ig_read_path(path, PROC_TEXT_MAX, out, NULL);
}

/* The hexadecimal value of "Name:\tVALUE". */
static bool status_field(const char *text, const char *name, uint64_t *ret)
{
	size_t n = strlen(name);

	for (const char *p = text; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (!strncmp(p, name, n) && p[n] == ':') {
			*ret = strtoull(p + n + 1, NULL, 16);
			return true;
		}
	}
	return false;
}

/* A socket may lead to another machine, and pids are used again: the process must be in the
 * cgroup of our container. */
static bool is_ours(const ig_run *r, pid_t pid)
{
	ig_auto_buf text = IG_BUF_INIT(0);

	return read_proc(pid, "cgroup", &text) == 0 && strstr(ig_buf_str(&text), r->id) != NULL;
}

static void open_tmp(ig_run *r)
{
	ig_auto_free char *path = ig_asprintf("/proc/%d/root/tmp", (int)r->info.pid);

	if (r->plan->tmp_bytes)
		r->tmp_fd = open(path, O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC);
}

static void sample_tmp(ig_run *r)
{
	struct statfs st;
	ig_auto_free char *size = NULL;
	uint64_t used;

	if (r->tmp_fd < 0 || fstatfs(r->tmp_fd, &st) < 0 || st.f_type != TMPFS_MAGIC)
		return;
	used = (uint64_t)(st.f_blocks - st.f_bfree) * (uint64_t)st.f_bsize;
	r->info.tmp_known = true;
	if (used > r->info.tmp_peak)
		r->info.tmp_peak = used;
	if (st.f_bfree && st.f_ffree)
		return;
	r->tmp_full = true;
	size = event_size(r->plan->tmp_bytes);
	event_put(r, "limit", "denied", "cgroup",
	    st.f_bfree ? ig_asprintf("tmp %s (all %ju files)", size, (uintmax_t)st.f_files)
	               : ig_asprintf("tmp %s (full)", size),
	    1);
}

/* No capability, no way to new ones, a system call filter: else it must not go on. */
static void verify(ig_run *r)
{
	static const struct {
		const char *name;
		uint64_t value;
	} must[] = {{"CapEff", 0}, {"CapPrm", 0}, {"CapBnd", 0}, {"NoNewPrivs", 1}, {"Seccomp", 2}};
	const char *runtime = json_string_value(
	    json_object_get(json_object_get(r->plan->request, "HostConfig"), "Runtime"));
	ig_auto_buf text = IG_BUF_INIT(0);
	ig_err *e = NULL;

	/* Another runtime's first process is its own, not the service. */
	if (r->verified || !runtime || strcmp(runtime, "runc") != 0 ||
	    read_proc(r->info.pid, "status", &text) < 0)
		return;
	for (size_t i = 0; i < IG_COUNT(must); i++) {
		uint64_t v = ~(uint64_t)0;

		if (status_field(ig_buf_str(&text), must[i].name, &v) && v == must[i].value)
			continue;
		if (strstr(ig_buf_str(&text), "State:\tZ") || r->sample_no < VERIFY_TRIES)
			return; /* gone, or not yet past the runtime's own last steps */
		ig_err_set(&e, IG_E_UNENFORCED, "the service was killed: its %s is %jx, not %jx",
		    must[i].name, (uintmax_t)v, (uintmax_t)must[i].value);
		run_set_error(r, e);
		run_halt(r, IG_REASON_KILLED, true);
		return;
	}
	r->verified = true;
}

static void use_cgroup(ig_run *r, ig_cgroup *cg)
{
	if (!cg)
		return;
	ig_cgroup_free(r->cgroup);
	r->cgroup = cg;
	r->info.cgroup_kind = ig_cgroup_kind(cg);
}

void watch_sample(ig_run *r)
{
	struct ig_sample s;

	if (r->confined && !r->ended_ms)
		verify(r);
	sample_tmp(r);
	if (!r->cgroup || ig_cgroup_read(r->cgroup, &s, NULL) < 0)
		return;
	ig_series_add(r->series, &s);
	r->info.figures_final = r->ended_ms != 0;
	event_limits(r, &s);
	run_changed(r);
}

/* The kernel says that it has ended: the cgroup is there for some milliseconds more. */
static void process_ended(int fd, unsigned events, void *user)
{
	ig_run *r = user;

	(void)fd;
	(void)events;
	ig_io_set(r->pid_io, 0);
	ig_timer_stop(r->sample);
	if (!r->ended_ms)
		r->ended_ms = ig_now_ms();
	watch_sample(r);
	if (r->info.state < IG_RUN_REMOVING) /* then the deadline is one of removing */
		ig_timer_set(r->deadline, r->patience.die);
	run_changed(r);
}

void watch_open(ig_run *r, pid_t pid)
{
	/* The descriptor first: what is checked after it is about this very process. */
	r->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (r->pidfd < 0)
		return;
	if (!is_ours(r, pid)) {
		close(r->pidfd);
		r->pidfd = -1;
		return;
	}
	r->info.pid = pid;
	r->pid_io = ig_io_new(r->loop, r->pidfd, IG_READ, process_ended, r);
	use_cgroup(r, ig_cgroup_open(pid, "/proc", MOUNTS, NULL));
	watch_sample(r);
}

/* The last field of "NSpid:\t4242\t1" is the pid in its own namespace. */
static bool is_first(pid_t pid)
{
	ig_auto_buf text = IG_BUF_INIT(0);
	const char *p, *end;

	if (read_proc(pid, "status", &text) < 0)
		return false;
	p = strstr(ig_buf_str(&text), "\nNSpid:");
	end = p ? strchr(p + 1, '\n') : NULL;
	return end && end[-1] == '1' && end[-2] == '\t';
}

/* While the engine starts it: the cgroup first, then the process that will be the service. */
static void search(ig_run *r)
{
	pid_t pid[64];
	size_t n;

	if (!r->cgroup)
		use_cgroup(r, ig_cgroup_open_container(r->id, MOUNTS, NULL));
	if (!r->cgroup)
		return;
	n = r->info.pid ? 0 : ig_cgroup_pids(r->cgroup, pid, IG_COUNT(pid));
	for (size_t i = 0; i < n && !r->info.pid; i++)
		if (is_first(pid[i]))
			watch_open(r, pid[i]);
	if (!r->ended_ms)
		watch_sample(r);
}

static void sample_due(void *user)
{
	ig_run *r = user;
	unsigned ms = SAMPLE_MS;

	if (r->info.state == IG_RUN_START) {
		search(r);
		ig_timer_set(r->sample, SEARCH_MS);
		return;
	}
	watch_sample(r);
	r->sample_no++;
	if (r->sample_no < IG_COUNT(sample_after_ms))
		ms = sample_after_ms[r->sample_no];
	ig_timer_set(r->sample, ms);
}

void watch_init(ig_run *r)
{
	r->pidfd = r->tmp_fd = -1;
	r->series = ig_series_new(RUN_SERIES);
	r->info.series = r->series;
	r->sample = ig_timer_new(r->loop, sample_due, r);
}

void watch_starting(ig_run *r)
{
	ig_timer_set(r->sample, SEARCH_MS);
}

bool watch_started(ig_run *r)
{
	if (!r->info.pid)
		search(r);
	if (!r->info.pid || r->ended_ms)
		return r->info.pid != 0;
	/* Only now is its root the container's, and are its rights the service's. */
	r->confined = true;
	open_tmp(r);
	watch_sample(r);
	ig_timer_set(r->sample, sample_after_ms[0]);
	return true;
}

bool watch_signal(ig_run *r, int sig)
{
	return r->pidfd >= 0 && syscall(SYS_pidfd_send_signal, r->pidfd, sig, NULL, 0) == 0;
}

bool watch_deaf(const ig_run *r)
{
	static const char *const may[] = {"SigCgt", "SigBlk", "SigPnd", "ShdPnd"};
	const uint64_t term = (uint64_t)1 << (SIGTERM - 1);
	ig_auto_buf text = IG_BUF_INIT(0);

	/* A first process is not ended by a signal's default action: pid_namespaces(7). */
	if (!r->info.pid || read_proc(r->info.pid, "status", &text) < 0)
		return false;
	for (size_t i = 0; i < IG_COUNT(may); i++) {
		uint64_t v;

		if (!status_field(ig_buf_str(&text), may[i], &v) || v & term)
			return false;
	}
	return true;
}

void watch_exit_status(ig_run *r)
{
	struct exit_info info = {.mask = INFO_EXIT};

	if (r->pidfd >= 0 && ioctl(r->pidfd, GET_INFO, &info) == 0 && info.mask & INFO_EXIT)
		r->info.signal = info.exit_code & 0x7f;
}

void watch_done(ig_run *r)
{
	ig_io_free(r->pid_io);
	ig_timer_free(r->sample);
	ig_cgroup_free(r->cgroup);
	ig_series_free(r->series);
	if (r->pidfd >= 0)
		close(r->pidfd);
	if (r->tmp_fd >= 0)
		close(r->tmp_fd);
}
