#include "config.h"
#include "core/seccomp/names.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>

#include "core/base/mem.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif
#ifndef F_OFD_GETLK
#define F_OFD_GETLK 36
#define F_OFD_SETLK 37
#define F_OFD_SETLKW 38
#endif

/* asm/prctl.h exists on x86 only; the values are the kernel's ABI. */
enum { ARCH_SET_FS_ = 0x1002, ARCH_GET_FS_ = 0x1003, ARCH_CET_STATUS_ = 0x3001 };

#define N(x)                                                                                       \
	{                                                                                          \
#x, (uint32_t)(x)                                                                  \
	}

/* The values are the same on x86-64 and arm64 (asm-generic). */
static const struct {
	const char *name;
	uint32_t value;
} names[] = {
    N(AF_UNIX),
    N(AF_INET),
    N(AF_INET6),
    N(SOCK_STREAM),
    N(SOCK_DGRAM),
    N(SOL_SOCKET),
    N(SOL_IP),
    N(SOL_IPV6),
    N(SOL_TCP),
    N(SO_REUSEADDR),
    N(SO_SNDBUF),
    N(SO_RCVBUF),
    N(SO_KEEPALIVE),
    N(SO_LINGER),
    N(SO_PASSCRED),
    N(SO_RCVTIMEO),
    N(SO_SNDTIMEO),
    N(SO_BROADCAST),
    N(SO_REUSEPORT),
    N(SO_TIMESTAMP),
    N(TCP_NODELAY),
    N(TCP_CORK),
    N(TCP_KEEPIDLE),
    N(TCP_KEEPINTVL),
    N(TCP_KEEPCNT),
    N(TCP_QUICKACK),
    N(TCP_USER_TIMEOUT),
    N(TCP_FASTOPEN),
    N(TCP_DEFER_ACCEPT),
    N(IP_TOS),
    N(IP_TTL),
    N(IP_RECVERR),
    N(IP_MTU_DISCOVER),
    N(IP_PKTINFO),
    N(IP_MULTICAST_IF),
    N(IP_MULTICAST_TTL),
    N(IP_MULTICAST_LOOP),
    N(IP_ADD_MEMBERSHIP),
    N(IP_DROP_MEMBERSHIP),
    N(IPV6_UNICAST_HOPS),
    N(IPV6_MULTICAST_IF),
    N(IPV6_MULTICAST_HOPS),
    N(IPV6_MULTICAST_LOOP),
    N(IPV6_ADD_MEMBERSHIP),
    N(IPV6_DROP_MEMBERSHIP),
    N(IPV6_MTU_DISCOVER),
    N(IPV6_RECVERR),
    N(IPV6_V6ONLY),
    N(IPV6_RECVPKTINFO),
    N(IPV6_TCLASS),
    N(CLONE_THREAD),
    N(CLONE_NEWNS),
    N(CLONE_NEWCGROUP),
    N(CLONE_NEWUTS),
    N(CLONE_NEWIPC),
    N(CLONE_NEWUSER),
    N(CLONE_NEWPID),
    N(CLONE_NEWNET),
    N(F_DUPFD),
    N(F_GETFD),
    N(F_SETFD),
    N(F_GETFL),
    N(F_SETFL),
    N(F_GETLK),
    N(F_SETLK),
    N(F_SETLKW),
    N(F_OFD_GETLK),
    N(F_OFD_SETLK),
    N(F_OFD_SETLKW),
    N(F_DUPFD_CLOEXEC),
    N(F_GETPIPE_SZ),
    N(TCGETS),
    N(TCSETS),
    N(TCSETSW),
    N(TCSETSF),
    N(TIOCGWINSZ),
    N(TIOCGPGRP),
    N(TIOCSPGRP),
    N(FIONBIO),
    N(FIOCLEX),
    N(FIONCLEX),
    N(FIONREAD),
    N(FICLONE),
    N(PR_SET_NAME),
    N(PR_GET_NAME),
    N(PR_SET_VMA),
    N(PR_SET_PDEATHSIG),
    N(PR_GET_PDEATHSIG),
    N(PR_GET_DUMPABLE),
    N(PR_SET_DUMPABLE),
    N(PR_SET_NO_NEW_PRIVS),
    N(PR_GET_NO_NEW_PRIVS),
    N(PR_GET_SECCOMP),
    N(PR_CAPBSET_READ),
    {"ARCH_SET_FS", ARCH_SET_FS_},
    {"ARCH_GET_FS", ARCH_GET_FS_},
    {"ARCH_CET_STATUS", ARCH_CET_STATUS_},
};

bool ig_sc_value(const char *text, uint64_t *ret)
{
	char *end;
	unsigned long v;

	for (size_t i = 0; i < IG_COUNT(names); i++)
		if (!strcmp(names[i].name, text)) {
			*ret = names[i].value;
			return true;
		}
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	v = strtoul(text, &end, 0);
	if (errno || *end || v > UINT32_MAX)
		return false;
	*ret = v;
	return true;
}
