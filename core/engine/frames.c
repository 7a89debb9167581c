#include "config.h"
#include "core/engine/engine-priv.h"

#include <string.h>

/* Docker API, "Attach to a container", stream format: byte 0 is the stream, 1 to 3 are zero, 4 to 7
 * the size, big endian. 3 is the engine's own error (moby pkg/stdcopy, Systemerr). */
enum { STDIN = 0, STDOUT = 1, STDERR = 2, SYSTEM_ERROR = 3, SYSTEM_ERROR_MAX = 1024 };

static int read_header(struct ig_demux *d, ig_err **err)
{
	const unsigned char *h = (const unsigned char *)d->head;

	if (h[0] > SYSTEM_ERROR || h[1] || h[2] || h[3])
		return ig_err_set(err, IG_E_ENGINE,
		    "the output stream lost its frames (header %02x %02x %02x %02x)", h[0], h[1],
		    h[2], h[3]);
	d->left = (uint32_t)h[4] << 24 | (uint32_t)h[5] << 16 | (uint32_t)h[6] << 8 | h[7];
	/* "0: stdin (is written on stdout)" */
	d->stream = h[0] == STDIN ? STDOUT : h[0];
	if (d->left == 0)
		d->have = 0;
	return 0;
}

int ig_demux_feed(struct ig_demux *d, const char *p, size_t n,
    void (*data)(int stream, const char *p, size_t n, void *user), void *user, ig_err **err)
{
	while (n) {
		size_t k;

		if (d->have < sizeof(d->head)) {
			k = sizeof(d->head) - d->have;
			k = k < n ? k : n;
			memcpy(d->head + d->have, p, k);
			d->have += (unsigned)k;
			if (d->have == sizeof(d->head) && read_header(d, err) < 0)
				return -1;
		} else {
			k = d->left < n ? d->left : n;
			data(d->stream, p, k, user);
			d->left -= (uint32_t)k;
			if (d->left == 0)
				d->have = 0;
		}
		p += k;
		n -= k;
	}
	return 0;
}

/* The user may have cancelled the call in an earlier piece. */
static void piece(int stream, const char *p, size_t n, void *user)
{
	ig_call *c = user;

	if (c->state != IG_CALL_RUNNING)
		return;
	if (stream == SYSTEM_ERROR)
		ig_buf_add(&c->body, p, n);
	else
		c->on.data(stream, p, n, c->user);
}

static void stream_opened(ig_call *c)
{
	/* From API 1.42 on the type tells a terminal's bytes from frames; before, they look the
	 * same and only frames are understood. */
	c->raw =
	    c->spoken >= 42 && c->type && strcmp(c->type, "application/vnd.docker.raw-stream") == 0;
	c->body.max = SYSTEM_ERROR_MAX;
	if (c->on.open)
		c->on.open(c->user);
}

static int stream_data(ig_call *c, const char *p, size_t n, ig_err **err)
{
	if (c->raw) {
		c->on.data(0, p, n, c->user);
		return 0;
	}
	if (ig_demux_feed(&c->demux, p, n, piece, c, err) < 0)
		return -1;
	if (c->state != IG_CALL_RUNNING)
		return 0;
	/* A quiet service may be quiet for ever, but the engine writes a frame whole. */
	if (c->demux.have)
		ig_timer_set(c->timer, c->e->patience_ms);
	else
		ig_timer_stop(c->timer);
	return 0;
}

static void stream_finish(ig_call *c, ig_err *err)
{
	ig_auto_err own = NULL;

	if (!err && c->opened && c->demux.have)
		ig_err_set(&own, IG_E_DOWN,
		    "the engine at '%s' stopped in the middle of the output", c->e->socket);
	else if (!err && c->opened && c->body.len)
		ig_err_set(&own, IG_E_ENGINE, "the output stream ended: %s", ig_buf_str(&c->body));
	c->on.end(err ? err : own, c->user);
}

static const struct ig_call_ops stream_ops = {stream_opened, stream_data, stream_finish};

ig_call *ig_stream_call(ig_engine *e, const char *what, struct ig_request *req,
    const struct ig_stream_events *ev, void *user)
{
	ig_call *c = ig_call_new(e, what, req, &stream_ops, 0, user);

	c->stream = true;
	c->on = *ev;
	return c;
}
