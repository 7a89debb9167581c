#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "tests/support/guard-test.h"

enum { SOON = 10000 };

void guard_core_up(struct guard_core *c)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};

	c->dir = ig_strdup("/tmp/ignite-guard-XXXXXX");
	assert_non_null(mkdtemp(c->dir));
	assert_int_equal(chmod(c->dir, 0755), 0);
	c->path = ig_asprintf("%s/s", c->dir);
	strcpy(a.sun_path, c->path);
	c->conn = -1;
	c->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(c->listening, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(chmod(c->path, 0666), 0);
	assert_int_equal(listen(c->listening, 1), 0);
}

void guard_core_down(struct guard_core *c)
{
	close(c->listening);
	if (c->conn >= 0)
		close(c->conn);
	unlink(c->path);
	rmdir(c->dir);
	free(c->path);
	free(c->dir);
}

static void until_readable(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	if (poll(&p, 1, SOON) != 1)
		fail_msg("the guard is silent");
}

void guard_core_plan(struct guard_core *c, const void *plan, size_t n)
{
	until_readable(c->listening);
	c->conn = accept4(c->listening, NULL, NULL, SOCK_CLOEXEC);
	assert_true(c->conn >= 0);
	/* It may close early on a plan that is none. */
	if (send(c->conn, plan, n, MSG_NOSIGNAL) != (ssize_t)n && errno != EPIPE)
		fail_msg("the plan does not go out: %s", strerror(errno));
}

bool guard_core_reply(struct guard_core *c, struct ig_guard_reply *r, int *ret_fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec v = {r, sizeof(*r)};
	struct msghdr m = {.msg_iov = &v,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = sizeof(control)};
	const struct cmsghdr *h;
	ssize_t n;

	*ret_fd = -1;
	until_readable(c->conn);
	n = recvmsg(c->conn, &m, MSG_CMSG_CLOEXEC);
	if (n <= 0)
		return false;
	assert_int_equal(n, sizeof(*r));
	h = CMSG_FIRSTHDR(&m);
	if (h)
		memcpy(ret_fd, CMSG_DATA(h), sizeof(int));
	return true;
}

void guard_core_go(struct guard_core *c)
{
	assert_int_equal(send(c->conn, "G", 1, MSG_NOSIGNAL), 1);
}
