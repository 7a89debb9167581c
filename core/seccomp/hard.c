#include "config.h"
#include "core/seccomp/hard.h"

#include <errno.h>
#include <linux/fs.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

static const char uring[] =
    "works outside the system call filter; the event loop falls back to epoll";
static const char programs[] = "loads programs into the kernel";
static const char trace[] = "reads and steers other processes";
static const char keys[] = "the kernel's keyrings are not separated by container";
static const char faults[] =
    "stalls the kernel in a page fault, which makes races in it exploitable";
static const char mounts[] = "changes what the file system is";
static const char newkernel[] = "starts another kernel";
static const char counters[] = "a large and often broken part of the kernel, and a side channel";
static const char modules[] = "changes the kernel itself";
static const char spaces[] =
    "new namespaces give full capabilities inside and reach code nobody else can";
static const char root[] = "leaves or changes the root folder";
static const char machine[] = "belongs to the machine's owner";
static const char handles[] = "opens files past the mount that holds the container";
static const char secret[] = "memory that not even the reviewer's kernel tools can read";
static const char segments[] = "16-bit segments, old and often broken";
static const char ports[] = "talks to hardware";
static const char clocks[] = "sets the clock of the whole machine";
static const char gone[] = "no longer works in any kernel";
static const char placement[] = "moves memory between nodes, also that of others";
static const char newfilter[] = "a filter or listener of its own would hide what it does";
static const char splices[] = "moves pages into pipes without a copy (CVE-2022-0847)";
static const char watching[] = "watches files of the whole file system";
static const char owns[] = "names of the whole machine";

static const struct ig_sc_hard hard[] = {
    {"io_uring_setup", ENOSYS, uring},
    {"io_uring_enter", ENOSYS, uring},
    {"io_uring_register", ENOSYS, uring},
    {"clone3", ENOSYS,
        "its flags lie in memory, where no filter can look; libc falls back to clone"},
    {"bpf", EPERM, programs},
    {"ptrace", EPERM, trace},
    {"process_vm_readv", EPERM, trace},
    {"process_vm_writev", EPERM, trace},
    {"process_madvise", EPERM, trace},
    {"process_mrelease", EPERM, trace},
    {"kcmp", EPERM, trace},
    {"pidfd_getfd", EPERM, trace},
    {"keyctl", EPERM, keys},
    {"add_key", EPERM, keys},
    {"request_key", EPERM, keys},
    {"userfaultfd", EPERM, faults},
    {"mount", EPERM, mounts},
    {"umount", EPERM, mounts},
    {"umount2", EPERM, mounts},
    {"open_tree", EPERM, mounts},
    {"open_tree_attr", EPERM, mounts},
    {"move_mount", EPERM, mounts},
    {"fsopen", EPERM, mounts},
    {"fsconfig", EPERM, mounts},
    {"fsmount", EPERM, mounts},
    {"fspick", EPERM, mounts},
    {"mount_setattr", EPERM, mounts},
    {"statmount", EPERM, mounts},
    {"listmount", EPERM, mounts},
    {"pivot_root", EPERM, root},
    {"chroot", EPERM, root},
    {"kexec_load", EPERM, newkernel},
    {"kexec_file_load", EPERM, newkernel},
    {"perf_event_open", EPERM, counters},
    {"init_module", EPERM, modules},
    {"finit_module", EPERM, modules},
    {"delete_module", EPERM, modules},
    {"unshare", EPERM, spaces},
    {"setns", EPERM, spaces},
    {"reboot", EPERM, machine},
    {"swapon", EPERM, machine},
    {"swapoff", EPERM, machine},
    {"acct", EPERM, machine},
    {"quotactl", EPERM, machine},
    {"quotactl_fd", EPERM, machine},
    {"syslog", EPERM, machine},
    {"vhangup", EPERM, machine},
    {"sethostname", EPERM, owns},
    {"setdomainname", EPERM, owns},
    {"settimeofday", EPERM, clocks},
    {"clock_settime", EPERM, clocks},
    {"clock_adjtime", EPERM, clocks},
    {"adjtimex", EPERM, clocks},
    {"name_to_handle_at", EPERM, handles},
    {"open_by_handle_at", EPERM, handles},
    {"memfd_secret", EPERM, secret},
    {"modify_ldt", EPERM, segments},
    {"iopl", EPERM, ports},
    {"ioperm", EPERM, ports},
    {"seccomp", EPERM, newfilter},
    {"vmsplice", EPERM, splices},
    {"splice", EPERM, splices},
    {"tee", EPERM, splices},
    {"fanotify_init", EPERM, watching},
    {"fanotify_mark", EPERM, watching},
    {"lookup_dcookie", EPERM, watching},
    {"mbind", EPERM, placement},
    {"set_mempolicy", EPERM, placement},
    {"set_mempolicy_home_node", EPERM, placement},
    {"migrate_pages", EPERM, placement},
    {"move_pages", EPERM, placement},
    {"lsm_set_self_attr", EPERM, machine},
    {"_sysctl", ENOSYS, gone},
    {"uselib", ENOSYS, gone},
    {"ustat", ENOSYS, gone},
    {"sysfs", ENOSYS, gone},
    {"nfsservctl", ENOSYS, gone},
    {"create_module", ENOSYS, gone},
    {"query_module", ENOSYS, gone},
    {"get_kernel_syms", ENOSYS, gone},
    {"getpmsg", ENOSYS, gone},
    {"putpmsg", ENOSYS, gone},
    {"afs_syscall", ENOSYS, gone},
    {"tuxcall", ENOSYS, gone},
    {"security", ENOSYS, gone},
    {"vserver", ENOSYS, gone},
    {"epoll_ctl_old", ENOSYS, gone},
    {"epoll_wait_old", ENOSYS, gone},
    {"remap_file_pages", ENOSYS, gone},
};

/* Every flag of clone(2) that makes a namespace; CLONE_NEWTIME has no bit there. */
#define NEW_ANY                                                                                    \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |             \
	    CLONE_NEWPID | CLONE_NEWNET)
/* The kernel looks at 32 bits of these arguments: the others must not make a difference. */
#define IS(arg, value)                                                                             \
	{                                                                                          \
		arg, IG_SC_MASKED_EQ, 0xffffffff, (uint32_t)(value)                                \
	}
#define BITS(arg, mask, value)                                                                     \
	{                                                                                          \
		arg, IG_SC_MASKED_EQ, mask, value                                                  \
	}
#define ONE(call, arg, value)                                                                      \
	{                                                                                          \
		call, IG_SC_BASE, 1, {IS(arg, value)}, #value                                      \
	}
#define INET(family, type)                                                                         \
	{                                                                                          \
		"socket", IG_SC_BASE, 2, {IS(0, family), BITS(1, 0xf, type)},                      \
		    #family " and " #type                                                          \
	}

static const struct ig_sc_limit limits[] = {
    {"clone", IG_SC_BASE, 1, {BITS(0, NEW_ANY | CLONE_THREAD, CLONE_THREAD)},
        "CLONE_THREAD, no CLONE_NEW*"},
    {"clone", IG_SC_SPAWN, 1, {BITS(0, NEW_ANY, 0)}, "no CLONE_NEW*"},
    {"fork", IG_SC_SPAWN, 0, {{0}}, ""},
    {"vfork", IG_SC_SPAWN, 0, {{0}}, ""},
    {"execveat", IG_SC_SPAWN, 0, {{0}}, ""},
    ONE("socket", 0, AF_UNIX),
    INET(AF_INET, SOCK_STREAM),
    INET(AF_INET, SOCK_DGRAM),
    INET(AF_INET6, SOCK_STREAM),
    INET(AF_INET6, SOCK_DGRAM),
    ONE("socketpair", 0, AF_UNIX),
    {"personality", IG_SC_BASE, 1, {IS(0, PER_LINUX)}, "PER_LINUX"},
    {"personality", IG_SC_BASE, 1, {IS(0, 0xffffffff)}, "0xffffffff, a question"},
    ONE("ioctl", 1, TCGETS),
    ONE("ioctl", 1, TCSETS),
    ONE("ioctl", 1, TCSETSW),
    ONE("ioctl", 1, TCSETSF),
    ONE("ioctl", 1, TIOCGWINSZ),
    ONE("ioctl", 1, TIOCGPGRP),
    ONE("ioctl", 1, TIOCSPGRP),
    ONE("ioctl", 1, FIONBIO),
    ONE("ioctl", 1, FIOCLEX),
    ONE("ioctl", 1, FIONCLEX),
    ONE("ioctl", 1, FIONREAD),
    ONE("ioctl", 1, FICLONE),
    ONE("prctl", 0, PR_SET_NAME),
    ONE("prctl", 0, PR_GET_NAME),
    ONE("prctl", 0, PR_SET_VMA),
    ONE("prctl", 0, PR_SET_PDEATHSIG),
    ONE("prctl", 0, PR_GET_PDEATHSIG),
    ONE("prctl", 0, PR_GET_DUMPABLE),
    ONE("prctl", 0, PR_SET_NO_NEW_PRIVS),
    ONE("prctl", 0, PR_GET_NO_NEW_PRIVS),
    ONE("prctl", 0, PR_GET_SECCOMP),
    ONE("prctl", 0, PR_CAPBSET_READ),
    {"arch_prctl", IG_SC_BASE, 1, {IS(0, 0x1002)}, "ARCH_SET_FS"},
    {"arch_prctl", IG_SC_BASE, 1, {IS(0, 0x1003)}, "ARCH_GET_FS"},
    {"arch_prctl", IG_SC_BASE, 1, {IS(0, 0x3001)}, "ARCH_CET_STATUS"},
};

/*
 * Measured with runc 1.1.5 and a program that only writes and exits: what its last thread does
 * between the filter and the service, and cannot do without. (fcntl, epoll_ctl and getpid were seen
 * as well, and it started without them.)
 */
static const struct {
	const char *syscall, *why;
} start[] = {
    {"close", "it closes what the service must not inherit"},
    {"openat", "it opens the start FIFO and /proc/self/fd"},
    {"fstatfs", "it checks that /proc is procfs"},
    {"getdents64", "it lists /proc/self/fd"},
    {"write", "it writes to the start FIFO"},
    {"futex", "its scheduler wakes threads"},
    {"execve", "it executes the service"},
};

const struct ig_sc_hard *ig_sc_hard_find(const char *syscall)
{
	for (size_t i = 0; i < IG_COUNT(hard); i++)
		if (!strcmp(hard[i].syscall, syscall))
			return &hard[i];
	return NULL;
}

size_t ig_sc_hard_all(const struct ig_sc_hard **ret)
{
	*ret = hard;
	return IG_COUNT(hard);
}

const struct ig_sc_limit *ig_sc_limit(const char *syscall, size_t i)
{
	for (size_t j = 0; j < IG_COUNT(limits); j++)
		if (!strcmp(limits[j].syscall, syscall) && i-- == 0)
			return &limits[j];
	return NULL;
}

static bool implied(const struct ig_sc_cond *a, unsigned a_n, const struct ig_sc_cond *b)
{
	for (unsigned i = 0; i < a_n; i++)
		if (a[i].arg == b->arg && (a[i].value & b->value) == b->value &&
		    (a[i].datum & b->value) == b->datum)
			return true;
	return false;
}

bool ig_sc_implies(
    const struct ig_sc_cond *a, unsigned a_n, const struct ig_sc_cond *b, unsigned b_n)
{
	for (unsigned i = 0; i < b_n; i++)
		if (!implied(a, a_n, &b[i]))
			return false;
	return true;
}

const char *ig_sc_start_need(const char *syscall)
{
	for (size_t i = 0; i < IG_COUNT(start); i++)
		if (!strcmp(start[i].syscall, syscall))
			return start[i].why;
	return NULL;
}
