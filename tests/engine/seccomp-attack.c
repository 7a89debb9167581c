/*
 * Tries what a profile must refuse, from inside a container: static, without libraries but libc.
 *
 * seccomp-attack named          each act of the table below: "ok NAME: refused" or what came of it
 * seccomp-attack NR:ERRNO...    these calls by number with senseless arguments, which answer ERRNO
 * seccomp-attack spawn          fork, vfork and clone without CLONE_THREAD are refused, threads are
 * not seccomp-attack int80 | x32    one call by another entry: prints if it survives
 *
 * Senseless arguments reach no machine: it starts only in a container, and drops out if it has
 * capabilities. Sockets are opened and closed, never connected.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/keyctl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __NR_memfd_secret
#define __NR_memfd_secret 447
#endif
#ifndef AF_VSOCK
#define AF_VSOCK 40
#endif

static const struct {
	const char *name;
	long nr;
	long arg[5];
	int want;
} acts[] = {
    {"AF_VSOCK stream", __NR_socket, {AF_VSOCK, SOCK_STREAM}, EPERM},
    {"AF_VSOCK datagram", __NR_socket, {AF_VSOCK, SOCK_DGRAM}, EPERM},
    {"AF_VSOCK behind bit 32", __NR_socket, {AF_VSOCK | 1L << 32, SOCK_STREAM}, EPERM},
    {"AF_NETLINK route", __NR_socket, {AF_NETLINK, SOCK_RAW, 0}, EPERM},
    {"AF_NETLINK netfilter", __NR_socket, {AF_NETLINK, SOCK_RAW, 12}, EPERM},
    {"AF_NETLINK uevents", __NR_socket, {AF_NETLINK, SOCK_RAW, 15}, EPERM},
    {"AF_PACKET", __NR_socket, {AF_PACKET, SOCK_RAW, 0}, EPERM},
    {"AF_ALG", __NR_socket, {AF_ALG, SOCK_SEQPACKET, 0}, EPERM},
    {"AF_INET raw", __NR_socket, {AF_INET, SOCK_RAW, 1}, EPERM},
    {"AF_TIPC pair", __NR_socketpair, {AF_TIPC, SOCK_STREAM, 0, 0}, EPERM},
    {"AF_KEY", __NR_socket, {15, SOCK_RAW, 2}, EPERM},
    {"AF_BLUETOOTH", __NR_socket, {31, SOCK_RAW, 1}, EPERM},
    {"AF_XDP", __NR_socket, {44, SOCK_RAW, 0}, EPERM},
    {"io_uring_setup", __NR_io_uring_setup, {1, 0}, ENOSYS},
    {"unshare user", __NR_unshare, {CLONE_NEWUSER}, EPERM},
    {"unshare files", __NR_unshare, {CLONE_FILES}, EPERM},
    {"clone user", __NR_clone, {CLONE_NEWUSER | SIGCHLD}, EPERM},
    {"clone user and net", __NR_clone, {CLONE_NEWUSER | CLONE_NEWNET | SIGCHLD}, EPERM},
    {"clone3", __NR_clone3, {0, 88}, ENOSYS},
    {"keyctl session", __NR_keyctl, {KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1}, EPERM},
    {"add_key", __NR_add_key, {0, 0, 0, 0, 0}, EPERM},
    {"request_key", __NR_request_key, {0, 0, 0, 0}, EPERM},
    {"userfaultfd user mode", __NR_userfaultfd, {1}, EPERM},
    {"memfd_secret", __NR_memfd_secret, {0}, EPERM},
    {"memfd_create", __NR_memfd_create, {(long)"x", 0}, EPERM},
    {"execveat", __NR_execveat, {-1, (long)"", 0, 0, 0x1000}, EPERM},
    {"seccomp filter", __NR_seccomp, {1, 0, 0}, EPERM},
    {"Landlock", 444, {0, 0, 1}, EPERM},
    {"prctl seccomp", __NR_prctl, {PR_SET_SECCOMP, 2, 0}, EPERM},
    {"prctl ptracer", __NR_prctl, {PR_SET_PTRACER, -1}, EPERM},
    {"prctl mm", __NR_prctl, {PR_SET_MM, 0}, EPERM},
    {"prctl child subreaper", __NR_prctl, {PR_SET_CHILD_SUBREAPER, 1}, EPERM},
    {"personality no randomisation", __NR_personality, {0x0040000}, EPERM},
    {"type into the terminal", __NR_ioctl, {0, TIOCSTI, (long)"x"}, EPERM},
    {"type into it behind bit 32", __NR_ioctl, {0, TIOCSTI | 1L << 32, (long)"x"}, EPERM},
    {"paste into the console", __NR_ioctl, {0, TIOCLINUX, (long)"\3"}, EPERM},
    {"process_vm_readv of itself", __NR_process_vm_readv, {0}, EPERM},
    {"a program in a socket", __NR_setsockopt, {0, SOL_SOCKET, SO_ATTACH_FILTER, 0, 0}, EPERM},
    {"openat2", __NR_openat2, {-100, (long)"/", 0, 24}, ENOSYS},
    {"fanotify_init", __NR_fanotify_init, {0x200, 0}, EPERM},
    {"name_to_handle_at", __NR_name_to_handle_at, {-100, (long)"/", 0, 0, 0}, EPERM},
    {"perf_event_open", __NR_perf_event_open, {0, 0, -1, -1, 0}, EPERM},
    {"bpf", __NR_bpf, {0, 0, 0}, EPERM},
    {"splice", __NR_splice, {-1, 0, -1, 0, 0}, EPERM},
    {"mq_open", __NR_mq_open, {(long)"/x", 0100}, EPERM},
    {"shmget", __NR_shmget, {0, 4096, 01600}, EPERM},
    {"setuid", __NR_setuid, {0}, EPERM},
    {"mknod", __NR_mknodat, {-100, (long)"/tmp/fifo", 0010600, 0}, EPERM},
    {"setxattr", __NR_setxattr, {(long)"/tmp", (long)"user.x", (long)"x", 1, 0}, EPERM},
#ifdef __x86_64__
    {"modify_ldt", __NR_modify_ldt, {0, 0, 0}, EPERM},
    {"shadow stack switched off", __NR_arch_prctl, {0x5002, 1}, EPERM},
    {"creat", __NR_creat, {(long)"/tmp/x", 0600}, EPERM},
#endif
    /* the last: where it succeeds, the next signal stops us */
    {"ptrace traceme", __NR_ptrace, {PTRACE_TRACEME}, EPERM},
};

static void too_slow(int sig)
{
	_exit(128 + sig);
}

static bool safe_here(void)
{
	char line[256];
	bool none = false;
	FILE *f = fopen("/proc/self/status", "re");

	while (f && fgets(line, sizeof(line), f))
		none |= !strncmp(line, "CapEff:\t0000000000000000", 24);
	if (f)
		fclose(f);
	return none && access("/.dockerenv", F_OK) == 0;
}

static void tell(const char *name, long r, int e, int want)
{
	if (r == -1 && e == want)
		printf("ok %s: refused\n", name);
	else if (r == -1)
		printf("not ok %s: %s\n", name, strerror(e));
	else
		printf("not ok %s: done\n", name);
}

static void named(void)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		const long *a = acts[i].arg;
		long r;

		errno = 0;
		r = syscall(acts[i].nr, a[0], a[1], a[2], a[3], a[4]);
		if (acts[i].nr == __NR_clone && r == 0)
			_exit(0);
		tell(acts[i].name, r, errno, acts[i].want);
		if (acts[i].nr == __NR_clone && r > 0)
			waitpid((pid_t)r, NULL, 0);
		if (acts[i].nr == __NR_socket && r >= 0)
			close((int)r);
	}
}

static void by_number(char **argv)
{
	for (; *argv; argv++) {
		char *colon;
		long nr = strtol(*argv, &colon, 10), r;
		int want = *colon == ':' ? atoi(colon + 1) : 0;

		errno = 0;
		r = syscall(nr, -1L, -1L, -1L, -1L, -1L, -1L);
		tell(*argv, r, errno, want);
	}
}

static void *in_thread(void *arg)
{
	*(bool *)arg = true;
	return NULL;
}

static void spawn(void)
{
	bool ran = false;
	pthread_t t;
	long r;

	r = syscall(__NR_clone, SIGCHLD, 0, 0, 0, 0);
	if (r == 0)
		_exit(0);
	tell("clone", r, errno, EPERM);
	r = syscall(__NR_clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
	if (r == 0)
		_exit(0);
	tell("clone as vfork", r, errno, EPERM);
#ifdef __x86_64__
	r = syscall(__NR_fork);
	if (r == 0)
		_exit(0);
	tell("fork", r, errno, EPERM);
#endif
	r = fork();
	if (r == 0)
		_exit(0);
	tell("libc's fork", r, errno, EPERM);
	if (!pthread_create(&t, NULL, in_thread, &ran))
		pthread_join(t, NULL);
	printf("%s a thread\n", ran ? "ok" : "not ok");
}

#ifdef __x86_64__
static void other_entry(const char *which)
{
	long r;

	if (!strcmp(which, "int80"))
		__asm__ volatile("int $0x80" : "=a"(r) : "a"(20L) : "memory"); /* getpid of i386 */
	else
		r = syscall(0x40000000L | __NR_getpid);
	printf("not ok %s: survived with %ld\n", which, r);
}
#endif

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	/* process 1 of a container only gets the signals that it has a handler for */
	signal(SIGALRM, too_slow);
	alarm(20);
	if (argc < 2 || !safe_here()) {
		printf("not ok start: not in a container without capabilities\n");
		return 2;
	}
	if (!strcmp(argv[1], "named"))
		named();
	else if (!strcmp(argv[1], "spawn"))
		spawn();
#ifdef __x86_64__
	else if (!strcmp(argv[1], "int80") || !strcmp(argv[1], "x32"))
		other_entry(argv[1]);
#endif
	else
		by_number(argv + 1);
	printf("# end\n");
	return 0;
}
