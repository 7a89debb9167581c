#include "config.h"
#include "core/base/worker-box.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include "core/base/log.h"

enum arg_test { ANY, NO_EXEC, READ_ONLY, OWN_PID, UNIX_ONLY };

/* PARSE has the first table, TREE and HOST and COPY the second too, and the last two their own. */
struct allowed {
	const char *name;
	enum arg_test test;
};

static const struct allowed parse_calls[] = {
    {"read", ANY}, {"readv", ANY}, {"pread64", ANY}, {"write", ANY}, {"writev", ANY},
    {"recvmsg", ANY}, {"sendmsg", ANY}, {"close", ANY}, {"fstat", ANY}, {"lseek", ANY},
    {"mmap", NO_EXEC}, {"mprotect", NO_EXEC}, {"munmap", ANY}, {"mremap", ANY}, {"brk", ANY},
    {"madvise", ANY}, {"rt_sigreturn", ANY}, {"rt_sigprocmask", ANY}, {"rt_sigaction", ANY},
    {"sigaltstack", ANY}, {"getpid", ANY}, {"gettid", ANY}, {"tgkill", OWN_PID}, {"exit", ANY},
    {"exit_group", ANY}, {"clock_gettime", ANY}, {"clock_nanosleep", ANY}, {"nanosleep", ANY},
    {"gettimeofday", ANY}, {"time", ANY}, {"getrandom", ANY}, {"futex", ANY},
    {"restart_syscall", ANY}, {"sched_yield", ANY}, {"getrusage", ANY},
};

static const struct allowed tree_calls[] = {
    {"openat", READ_ONLY}, {"openat2", ANY}, {"newfstatat", ANY}, {"fstatat64", ANY},
    {"statx", ANY}, {"getdents64", ANY}, {"readlinkat", ANY}, {"fcntl", ANY}, {"fstatfs", ANY},
    {"posix_fadvise", ANY}, {"fadvise64", ANY}, {"memfd_create", ANY}, {"ftruncate", ANY},
    {"poll", ANY}, {"ppoll", ANY}, {"dup", ANY},
};

static const struct allowed copy_calls[] = {
    {"openat", ANY}, {"mkdirat", ANY}, {"mkdir", ANY}, {"fchmod", ANY}, {"fchmodat", ANY},
    {"chmod", ANY}, {"fchown", ANY}, {"fchownat", ANY}, {"renameat", ANY}, {"renameat2", ANY},
    {"rename", ANY}, {"unlinkat", ANY}, {"unlink", ANY}, {"rmdir", ANY}, {"fallocate", ANY},
    {"fsync", ANY}, {"fdatasync", ANY}, {"copy_file_range", ANY}, {"sendfile", ANY},
    {"utimensat", ANY}, {"flock", ANY}, {"umask", ANY}, {"faccessat", ANY}, {"faccessat2", ANY},
    {"access", ANY}, {"lstat", ANY}, {"stat", ANY}, {"statfs", ANY}, {"getuid", ANY},
    {"geteuid", ANY}, {"getgid", ANY}, {"getegid", ANY}, {"link", ANY}, {"linkat", ANY},
};

static const struct allowed host_calls[] = {
    {"clone", ANY}, {"clone3", ANY}, {"fork", ANY}, {"vfork", ANY}, {"set_robust_list", ANY},
    {"rseq", ANY}, {"set_tid_address", ANY}, {"wait4", ANY}, {"waitid", ANY}, {"kill", ANY},
    {"getppid", ANY}, {"setsid", ANY}, {"epoll_create", ANY}, {"epoll_create1", ANY},
    {"epoll_ctl", ANY}, {"epoll_wait", ANY}, {"epoll_pwait", ANY}, {"epoll_pwait2", ANY},
    {"pidfd_open", ANY}, {"pidfd_send_signal", ANY}, {"socketpair", UNIX_ONLY},
    {"eventfd2", ANY}, {"pipe2", ANY}, {"pipe", ANY}, {"timerfd_create", ANY},
    {"timerfd_settime", ANY}, {"dup2", ANY}, {"dup3", ANY}, {"prctl", ANY}, {"setrlimit", ANY},
    {"prlimit64", ANY}, {"getrlimit", ANY}, {"close_range", ANY}, {"seccomp", ANY},
    {"landlock_create_ruleset", ANY}, {"landlock_add_rule", ANY},
    {"landlock_restrict_self", ANY}, {"uname", ANY}, {"sched_getaffinity", ANY},
    /* libevent asks whether it runs set-uid */
    {"tgkill", ANY}, {"getuid", ANY}, {"geteuid", ANY}, {"getgid", ANY}, {"getegid", ANY},
};

#ifdef IG_ASAN
/* What the sanitizers' runtime does by itself. */
static const struct allowed asan_calls[] = {
    {"prlimit64", ANY}, {"getrlimit", ANY}, {"sched_getaffinity", ANY}, {"readlink", ANY},
    {"set_robust_list", ANY}, {"rseq", ANY}, {"arch_prctl", ANY}, {"getcpu", ANY},
};
#endif

/* Calls that answer "no such call" instead of killing: the libraries ask and then do without. */
static const char *const refused[] = {"ioctl", "membarrier", "sysinfo", "mlock", "mincore"};

static int allow_one(scmp_filter_ctx f, const struct allowed *a)
{
	int nr = seccomp_syscall_resolve_name(a->name);

	if (nr == __NR_SCMP_ERROR || nr < 0)
		return 0; /* this machine has no such call */
	switch (a->test) {
	case NO_EXEC:
		return seccomp_rule_add(f, SCMP_ACT_ALLOW, nr, 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, (scmp_datum_t)PROT_EXEC, (scmp_datum_t)0));
	case READ_ONLY:
		return seccomp_rule_add(f, SCMP_ACT_ALLOW, nr, 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ,
			(scmp_datum_t)(O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND),
			(scmp_datum_t)0));
	case OWN_PID:
		return seccomp_rule_add(f, SCMP_ACT_ALLOW, nr, 1,
		    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), (scmp_datum_t)0));
	case UNIX_ONLY:
		return seccomp_rule_add(
		    f, SCMP_ACT_ALLOW, nr, 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)1 /* AF_UNIX */, (scmp_datum_t)0));
	case ANY:
	default:
		return seccomp_rule_add(f, SCMP_ACT_ALLOW, nr, 0);
	}
}

static int allow_all(scmp_filter_ctx f, const struct allowed *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int r = allow_one(f, &list[i]);

		if (r < 0 && r != -EEXIST)
			return -1;
	}
	return 0;
}

static int fill_filter(scmp_filter_ctx f, enum ig_worker_box box)
{
	if (seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2) < 0)
		return -1;
	if (allow_all(f, parse_calls, IG_COUNT(parse_calls)) < 0)
		return -1;
#ifdef IG_ASAN
	if (allow_all(f, asan_calls, IG_COUNT(asan_calls)) < 0)
		return -1;
#endif
	if (box == IG_BOX_COPY && allow_all(f, copy_calls, IG_COUNT(copy_calls)) < 0)
		return -1;
	if (box != IG_BOX_PARSE && allow_all(f, tree_calls, IG_COUNT(tree_calls)) < 0)
		return -1;
	if (box == IG_BOX_PARSE &&
	    /* fstat(3) of newer glibc is this call; it reads no content */
	    seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
		SCMP_A3(SCMP_CMP_MASKED_EQ, (scmp_datum_t)AT_EMPTY_PATH,
		    (scmp_datum_t)AT_EMPTY_PATH)) < 0)
		return -1;
	if (box == IG_BOX_HOST && allow_all(f, host_calls, IG_COUNT(host_calls)) < 0)
		return -1;
	for (size_t i = 0; i < IG_COUNT(refused); i++) {
		int nr = seccomp_syscall_resolve_name(refused[i]);

		if (nr >= 0 && seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), nr, 0) < 0)
			return -1;
	}
	return 0;
}

static int load_filter(enum ig_worker_box box)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int r = -1;

	if (!f)
		return -1;
	if (fill_filter(f, box) == 0)
		r = seccomp_load(f) < 0 ? -1 : 0;
	seccomp_release(f);
	return r;
}

/* Every right of Landlock ABI 1 (linux/landlock.h), and those that later ABIs added. */
static uint64_t landlock_rights(long abi)
{
	uint64_t r = ((uint64_t)LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

	if (abi >= 2)
		r |= (uint64_t)1 << 13; /* REFER */
	if (abi >= 3)
		r |= (uint64_t)1 << 14; /* TRUNCATE */
	return r;
}

/* Reading below the given folders only, writing nowhere. Older kernels do without. */
static int limit_files(const struct ig_worker_spec *spec)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct landlock_ruleset_attr attr = {.handled_access_fs = landlock_rights(abi)};
	ig_auto_fd int rules = -1;

	if (abi < 1)
		return 0;
	/* The first field alone: the size that every ABI takes. */
	rules = (int)syscall(
	    SYS_landlock_create_ruleset, &attr, sizeof(attr.handled_access_fs), 0);
	if (rules < 0)
		return -1;
	for (size_t i = 0; i < spec->n_fds; i++) {
		struct landlock_path_beneath_attr b = {
		    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
		    .parent_fd = spec->fds[i],
		};
		struct stat st;

		if (fstat(spec->fds[i], &st) < 0 || !S_ISDIR(st.st_mode))
			continue;
		if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &b, 0) < 0)
			return -1;
	}
	return syscall(SYS_landlock_restrict_self, rules, 0) < 0 ? -1 : 0;
}

static void reset_signals(void)
{
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL); /* what cannot be set is at its default already */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool is_null_device(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3);
}

/* A worker of a worker has the null device already, and may no longer open it. */
static int null_stdio(void)
{
#ifdef IG_ASAN
	const int last = STDOUT_FILENO; /* the sanitizers' reports are for the developer */
#else
	const int last = STDERR_FILENO;
#endif
	for (int i = 0; i <= last; i++) {
		int fd;

		if (is_null_device(i))
			continue;
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (fd < 0)
			return -1;
		if (fd != i && dup2(fd, i) < 0)
			return -1;
		if (fd > STDERR_FILENO)
			close(fd);
	}
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int close_others(const struct ig_worker_spec *spec, int sock)
{
	int keep[IG_WORKER_FDS + 1];
	size_t n = 0;
	unsigned from = 3;

	for (size_t i = 0; i < spec->n_fds; i++)
		keep[n++] = spec->fds[i];
	keep[n++] = sock;
	qsort(keep, n, sizeof(keep[0]), by_number);
	for (size_t i = 0; i < n; i++) {
		unsigned k = (unsigned)keep[i];

		if (k > from && syscall(SYS_close_range, from, k - 1, 0) < 0)
			return -1;
		if (k >= from)
			from = k + 1;
	}
	return syscall(SYS_close_range, from, ~0U, 0) < 0 ? -1 : 0;
}

static int limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	struct rlimit now, want;

	if (getrlimit(what, &now) < 0)
		return -1;
	want.rlim_max = hard < now.rlim_max ? hard : now.rlim_max;
	want.rlim_cur = soft < want.rlim_max ? soft : want.rlim_max;
	return setrlimit(what, &want);
}

#ifndef IG_ASAN
/* Bytes mapped now: proc(5), statm, first field, in pages. Opened before the filter is on; a
 * worker of a worker cannot and passes what its parent knew. */
static rlim_t mapped_now(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (f && fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	/* Without the figure: an allowance for the binary and its libraries. */
	return pages ? (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) : (rlim_t)128 << 20;
}
#endif

static int set_limits(const struct ig_worker_spec *spec)
{
	const rlim_t files = spec->box == IG_BOX_PARSE ? 32 : 1024;

	if (limit(RLIMIT_CORE, 0, 0) < 0 || limit(RLIMIT_NOFILE, files, files) < 0)
		return -1;
	if (spec->box == IG_BOX_PARSE && limit(RLIMIT_FSIZE, 0, 0) < 0)
		return -1;
	if (spec->max_cpu_s && limit(RLIMIT_CPU, spec->max_cpu_s, spec->max_cpu_s + 1) < 0)
		return -1;
#ifndef IG_ASAN
	if (spec->max_memory) {
		rlim_t as = (rlim_t)spec->max_memory + mapped_now();

		if (limit(RLIMIT_AS, as, as) < 0)
			return -1;
	}
#endif
	return 0;
}

int ig_box_enter(const struct ig_worker_spec *spec, int sock, pid_t parent)
{
	reset_signals();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		return -1;
	prctl(PR_SET_NAME, spec->name);
	if (setsid() < 0)
		return -1;
	ig_log_close();
	if (null_stdio() < 0 || close_others(spec, sock) < 0 || set_limits(spec) < 0)
		return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	if ((spec->box == IG_BOX_TREE || spec->box == IG_BOX_HOST) && limit_files(spec) < 0)
		return -1;
	return load_filter(spec->box);
}
