#include "config.h"
#include "tests/support/fake-engine.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "core/base/buf.h"

struct conn {
	TAILQ_ENTRY(conn) link;
	fake_engine *f;
	int fd;
	ig_io *io;
	struct ig_buf in;
	uint64_t body_left;          /* of the request being read */
	const struct fake_answer *a; /* being sent; NULL: reading */
	uint64_t sent;
};

struct fake_engine {
	ig_loop *loop;
	char *dir, *path;
	int fd;
	ig_io *io;
	TAILQ_HEAD(, conn) conns;
	const struct fake_answer *script;
	struct ig_buf requests;
	unsigned connections;
	uint64_t sent, received;
};

static const struct fake_answer pong = {.match = "/_ping", .head = FAKE_PONG};
static const struct fake_answer not_found = {
    .match = "", .head = FAKE_JSON("404 Not Found", "29") "{\"message\":\"page not found\"}\r\n"};

static void conn_free(struct conn *c)
{
	TAILQ_REMOVE(&c->f->conns, c, link);
	ig_io_free(c->io);
	close(c->fd);
	ig_buf_done(&c->in);
	free(c);
}

static const struct fake_answer *answer_to(const fake_engine *f, const char *line)
{
	for (const struct fake_answer *a = f->script; a && a->match; a++)
		if (strstr(line, a->match))
			return a;
	return strstr(line, "/_ping") ? &pong : &not_found;
}

static void begin(struct conn *c)
{
	c->sent = 0;
	ig_io_set(c->io, IG_WRITE);
}

/* A whole request head at the front of `in` is taken off and its answer chosen. */
static void read_request(struct conn *c)
{
	char *end = c->in.len ? strstr(c->in.data, "\r\n\r\n") : NULL, *length;

	if (!end)
		return;
	*strchr(c->in.data, '\r') = '\0';
	ig_buf_printf(&c->f->requests, "%s\n", c->in.data);
	c->a = answer_to(c->f, c->in.data);
	end[2] = '\0';
	length = strcasestr(c->in.data + strlen(c->in.data) + 1, "\r\nContent-Length:");
	if (!length)
		length = strcasestr(c->in.data + strlen(c->in.data) + 1, "\nContent-Length:");
	c->body_left = length ? strtoull(strchr(length, ':') + 1, NULL, 10) : 0;
	ig_buf_drop(&c->in, (size_t)(end + 4 - c->in.data));
}

static void take_body(struct conn *c)
{
	size_t n = c->in.len < c->body_left ? c->in.len : (size_t)c->body_left;

	ig_buf_drop(&c->in, n);
	c->body_left -= n;
	c->f->received += n;
	if (c->body_left == 0)
		begin(c);
}

static bool receive(struct conn *c)
{
	char *to = ig_buf_reserve(&c->in, 65536);
	ssize_t n = recv(c->fd, to, 65536, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0)
		return false;
	c->in.len += (size_t)n;
	c->in.data[c->in.len] = '\0';
	if (!c->a)
		read_request(c);
	if (c->a)
		take_body(c);
	return true;
}

/* What comes next, at most `max` bytes of it; 0: all is sent. */
static size_t next_bytes(const struct conn *c, const char **ret)
{
	size_t head = c->a->head_n ? c->a->head_n : c->a->head ? strlen(c->a->head) : 0;
	uint64_t at = c->sent - head, left;
	size_t n;

	if (c->sent < head) {
		*ret = c->a->head + c->sent;
		return head - (size_t)c->sent;
	}
	if (!c->a->piece || at >= c->a->total)
		return 0;
	n = strlen(c->a->piece);
	left = c->a->total - at;
	*ret = c->a->piece + at % n;
	n -= (size_t)(at % n);
	return n < left ? n : (size_t)left;
}

static bool send_some(struct conn *c)
{
	size_t budget = c->a->dribble ? c->a->dribble : 1 << 20, n;
	const char *p = NULL;

	while (budget && (n = next_bytes(c, &p)) > 0) {
		ssize_t k = send(c->fd, p, n < budget ? n : budget, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (k < 0)
			return errno == EAGAIN || errno == EINTR;
		c->sent += (uint64_t)k;
		c->f->sent += (uint64_t)k;
		budget -= (size_t)k;
	}
	if (next_bytes(c, &p))
		return true;
	if (c->a->then == FAKE_CLOSE)
		return false;
	ig_io_set(c->io, IG_READ);
	if (c->a->then == FAKE_KEEP)
		c->a = NULL;
	return true;
}

static void conn_ready(int fd, unsigned events, void *user)
{
	struct conn *c = user;
	bool alive = true;

	(void)fd;
	if (events & IG_READ)
		alive = receive(c);
	else if (events & IG_WRITE && c->a)
		alive = send_some(c);
	if (!alive)
		conn_free(c);
}

static void accept_one(int fd, unsigned events, void *user)
{
	fake_engine *f = user;
	int got = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct conn *c;

	(void)events;
	if (got < 0)
		return;
	f->connections++;
	c = ig_calloc(1, sizeof(*c));
	c->f = f;
	c->fd = got;
	c->io = ig_io_new(f->loop, got, IG_READ, conn_ready, c);
	TAILQ_INSERT_TAIL(&f->conns, c, link);
}

static void start_listening(fake_engine *f)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};

	strcpy(a.sun_path, f->path);
	unlink(f->path);
	f->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (f->fd < 0 || bind(f->fd, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(f->fd, 64) < 0)
		abort();
	f->io = ig_io_new(f->loop, f->fd, IG_READ, accept_one, f);
}

static void stop_listening(fake_engine *f)
{
	struct conn *c;

	while ((c = TAILQ_FIRST(&f->conns)))
		conn_free(c);
	if (f->fd < 0)
		return;
	ig_io_free(f->io);
	close(f->fd);
	f->fd = -1;
}

fake_engine *fake_engine_new(ig_loop *loop, const struct fake_answer *script)
{
	fake_engine *f = ig_calloc(1, sizeof(*f));

	f->loop = loop;
	f->script = script;
	f->dir = ig_strdup("/tmp/ignite-fake.XXXXXX");
	if (!mkdtemp(f->dir))
		abort();
	f->path = ig_asprintf("%s/sock", f->dir);
	TAILQ_INIT(&f->conns);
	start_listening(f);
	return f;
}

void fake_engine_free(fake_engine *f)
{
	stop_listening(f);
	unlink(f->path);
	rmdir(f->dir);
	ig_buf_done(&f->requests);
	free(f->path);
	free(f->dir);
	free(f);
}

void fake_engine_restart(fake_engine *f, bool listening)
{
	stop_listening(f);
	if (listening)
		start_listening(f);
}

void fake_engine_script(fake_engine *f, const struct fake_answer *script)
{
	f->script = script;
}

const char *fake_engine_socket(const fake_engine *f)
{
	return f->path;
}

const char *fake_engine_requests(const fake_engine *f)
{
	return ig_buf_str(&f->requests);
}

unsigned fake_engine_connections(const fake_engine *f)
{
	return f->connections;
}

uint64_t fake_engine_sent(const fake_engine *f)
{
	return f->sent;
}

uint64_t fake_engine_received(const fake_engine *f)
{
	return f->received;
}

int fixture_up(void **state)
{
	struct fixture *f = ig_calloc(1, sizeof(*f));

	f->loop = ig_loop_new(NULL);
	f->fake = fake_engine_new(f->loop, NULL);
	f->e = ig_engine_new(f->loop, fake_engine_socket(f->fake), NULL);
	ig_engine_set_deadline(f->e, 300);
	*state = f;
	return 0;
}

int fixture_down(void **state)
{
	struct fixture *f = *state;

	ig_engine_free(f->e);
	fake_engine_free(f->fake);
	ig_loop_free(f->loop);
	free(f);
	return 0;
}
