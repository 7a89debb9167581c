#include "config.h"
#include "core/engine/engine-priv.h"

#include <string.h>

#include "core/base/json.h"

/* --- lines --- */

static int one_line(const char *p, size_t n, ig_line_fn fn, void *user, ig_err **err)
{
	if (n && p[n - 1] == '\r')
		n--;
	return n ? fn(p, n, user, err) : 0;
}

static int too_long(const struct ig_lines *l, ig_err **err)
{
	return ig_err_set(
	    err, IG_E_LIMIT, "the engine sent a line of more than %zu bytes", l->rest.max);
}

int ig_lines_feed(
    struct ig_lines *l, const char *p, size_t n, ig_line_fn fn, void *user, ig_err **err)
{
	const char *end;

	while ((end = memchr(p, '\n', n))) {
		size_t k = (size_t)(end - p);
		int rc;

		if (k > l->rest.max)
			return too_long(l, err);
		if (l->rest.len) { /* the line began in an earlier piece */
			if (ig_buf_add(&l->rest, p, k) < 0)
				return too_long(l, err);
			rc = one_line(l->rest.data, l->rest.len, fn, user, err);
			ig_buf_clear(&l->rest);
		} else {
			rc = one_line(p, k, fn, user, err);
		}
		if (rc < 0)
			return rc;
		p += k + 1;
		n -= k + 1;
	}
	return ig_buf_add(&l->rest, p, n) < 0 ? too_long(l, err) : 0;
}

int ig_lines_end(struct ig_lines *l, ig_line_fn fn, void *user, ig_err **err)
{
	int rc = one_line(ig_buf_str(&l->rest), l->rest.len, fn, user, err);

	ig_buf_clear(&l->rest);
	return rc;
}

/* --- events --- */

/* -1 without an error stops the feeding: the user has cancelled the call in his callback. */
static int event_line(const char *p, size_t n, void *user, ig_err **err)
{
	ig_call *c = user;
	ig_auto_json v = ig_engine_json(c, p, n, err);

	if (!v)
		return -1;
	c->event(v, c->user);
	return c->state == IG_CALL_RUNNING ? 0 : -1;
}

static int event_data(ig_call *c, const char *p, size_t n, ig_err **err)
{
	return ig_lines_feed(&c->lines, p, n, event_line, c, err);
}

static void event_finish(ig_call *c, ig_err *err)
{
	c->end(err, c->user);
}

static const struct ig_call_ops event_ops = {NULL, event_data, event_finish};

ig_call *ig_engine_events(ig_engine *e, const json_t *filters,
    void (*event)(json_t *ev, void *user), void (*end)(const ig_err *err, void *user), void *user)
{
	struct ig_request r;
	ig_call *c;

	ig_request_init(&r, "GET", "/events", IG_PART_NONE, NULL, "");
	ig_request_query_json(&r, "filters", filters);
	c = ig_call_new(e, "report events", &r, &event_ops, 0, user);
	c->stream = true;
	c->event = event;
	c->end = end;
	return c;
}

/* --- progress of a build or an import --- */

static void keep_id(ig_call *c, const char *id)
{
	json_decref(c->result);
	c->result = json_pack("{s:s}", "Id", id);
}

/* A build ends with {"aux":{"ID":"sha256:..."}}, an import with {"status":"sha256:..."}; either may
 * say
 * {"errorDetail":{"message":...},"error":"..."} in a 200 answer (Docker API, "Build an image"). */
static int progress_line(const char *p, size_t n, void *user, ig_err **err)
{
	ig_call *c = user;
	ig_auto_json v = ig_engine_json(c, p, n, err);
	const char *bad, *id, *status;

	if (!v)
		return -1;
	bad = ig_json_str(ig_json_at(v, "errorDetail"), "message", ig_json_str(v, "error", NULL));
	if (bad)
		return ig_err_set(err, IG_E_ENGINE, "the engine cannot %s: %.*s", c->what,
		    (int)IG_MESSAGE_MAX, bad);
	id = ig_json_str(ig_json_at(v, "aux"), "ID", NULL);
	status = ig_json_str(v, "status", "");
	if (!id && strncmp(status, "sha256:", 7) == 0)
		id = status;
	if (id)
		keep_id(c, id);
	return 0;
}

static int progress_data(ig_call *c, const char *p, size_t n, ig_err **err)
{
	return ig_lines_feed(&c->lines, p, n, progress_line, c, err);
}

static void progress_finish(ig_call *c, ig_err *err)
{
	ig_auto_err own = NULL;

	if (!err && ig_lines_end(&c->lines, progress_line, c, &own) == 0 && !c->result)
		ig_err_set(&own, IG_E_ENGINE, "the engine did not %s: it ended without an image id",
		    c->what);
	if (!err)
		err = own;
	c->reply(err ? NULL : c->result, err, c->user);
}

static const struct ig_call_ops progress_ops = {NULL, progress_data, progress_finish};

ig_call *ig_progress_call(ig_engine *e, const char *what, struct ig_request *req,
    uint64_t deadline_ms, ig_reply_fn fn, void *user)
{
	ig_call *c = ig_call_new(e, what, req, &progress_ops, deadline_ms, user);

	c->reply = fn;
	return c;
}
