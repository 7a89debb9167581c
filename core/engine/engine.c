#include "config.h"
#include "core/engine/engine-priv.h"

#include <string.h>
#include <sys/un.h>

/* --- the life of a call --- */

/* Frees a call that is in no list any more. Never inside libcurl. */
static void dispose(ig_call *c)
{
	ig_transport_remove(c);
	ig_timer_free(c->timer);
	ig_request_done(&c->req);
	ig_buf_done(&c->body);
	ig_buf_done(&c->lines.rest);
	ig_err_free(c->err);
	json_decref(c->result);
	free(c->os);
	free(c->server);
	free(c->type);
	free(c);
}

void ig_call_finish(ig_call *c, ig_err *err)
{
	ig_engine *e = c->e;

	TAILQ_REMOVE(&e->calls, c, link);
	if (e->asking == c)
		e->asking = NULL;
	ig_transport_remove(c);
	ig_timer_stop(c->timer);
	c->ops->finish(c, err);
	ig_err_free(err);
	dispose(c);
}

void ig_call_cancel(ig_call *c)
{
	ig_engine *e;

	if (!c)
		return;
	e = c->e;
	TAILQ_REMOVE(&e->calls, c, link);
	if (e->asking == c)
		e->asking = NULL;
	c->state = IG_CALL_DEAD;
	ig_timer_stop(c->timer);
	if (e->in_curl)
		TAILQ_INSERT_TAIL(&e->dead, c, link);
	else
		dispose(c);
}

static char *duration(uint64_t ms)
{
	if (ms % 1000)
		return ig_asprintf("%llu ms", (unsigned long long)ms);
	return ig_asprintf("%llu s", (unsigned long long)ms / 1000);
}

static void deadline_passed(void *user)
{
	ig_call *c = user;
	ig_engine *e = c->e;
	ig_auto_free char *time =
	    duration(c->opened && c->stream ? e->patience_ms : c->deadline_ms);
	ig_err *err = NULL;

	ig_engine_enter(e);
	if (c->opened && c->stream)
		ig_err_set(&err, IG_E_TIMEOUT,
		    "the engine at '%s' stopped in the middle of the output for %s", e->socket,
		    time);
	else
		ig_err_set(&err, IG_E_TIMEOUT, "the engine at '%s' did not %s within %s", e->socket,
		    c->what, time);
	ig_err_hint(&err,
	    "look at the engine's log (journalctl -u docker); a restart of the engine "
	    "may be needed");
	ig_call_finish(c, err);
	ig_engine_leave(e);
}

ig_call *ig_call_new(ig_engine *e, const char *what, struct ig_request *req,
    const struct ig_call_ops *ops, uint64_t deadline_ms, void *user)
{
	ig_call *c = ig_calloc(1, sizeof(*c));

	c->e = e;
	c->seq = ++e->seq;
	c->what = what;
	c->req = *req;
	c->ops = ops;
	c->user = user;
	c->body.max = IG_BODY_MAX;
	c->lines.rest.max = IG_LINE_MAX;
	c->deadline_ms = deadline_ms ? deadline_ms : e->patience_ms;
	c->timer = ig_timer_new(e->loop, deadline_passed, c);
	if (deadline_ms != IG_NO_DEADLINE)
		ig_timer_set(c->timer, c->deadline_ms);
	TAILQ_INSERT_TAIL(&e->calls, c, link);
	ig_timer_set(e->kick, 0);
	return c;
}

/* --- the API version --- */

int ig_engine_learn(ig_engine *e, const ig_call *ping, ig_err **err)
{
	if (!ping->api) {
		ig_err_set(
		    err, IG_E_DOWN, "what answers at '%s' is not a container engine", e->socket);
		ig_err_hint(err, "name the engine's socket with --host unix:///PATH");
		return -1;
	}
	if (ping->api < IG_API_MIN) {
		ig_err_set(err, IG_E_ENGINE,
		    "the engine at '%s' speaks API 1.%u; 1.%d or newer is needed", e->socket,
		    ping->api, IG_API_MIN);
		ig_err_hint(err, "upgrade it to Docker 19.03 or newer");
		return -1;
	}
	e->api = ping->api < IG_API_MAX ? ping->api : IG_API_MAX;
	return 0;
}

/* Whether nothing but libcurl stands between the call and its answer. */
static bool ready(const ig_call *c)
{
	return c->req.bad || c->req.unversioned || c->e->api;
}

/* The first queued call that was registered no later than `seq`; of those that are ready, or of
 * all. */
static ig_call *next_queued(const ig_engine *e, uint64_t seq, bool only_ready)
{
	ig_call *c;

	TAILQ_FOREACH(c, &e->calls, link)
	if (c->state == IG_CALL_QUEUED && c->seq <= seq && (!only_ready || ready(c)))
		return c;
	return NULL;
}

/* The answer to our own ping: all calls that waited for it go on, or fail with it. */
static void asked(json_t *body, const ig_err *err, void *user)
{
	ig_engine *e = user;
	uint64_t seq = e->seq;
	ig_call *c;

	(void)body;
	e->asking = NULL;
	if (!err) {
		ig_timer_set(e->kick, 0);
		return;
	}
	while (!e->dying && (c = next_queued(e, seq, false)))
		ig_call_finish(c, ig_err_copy(err));
}

static void launch(ig_call *c)
{
	ig_err *err = IG_STEAL(c->req.bad);

	if (!err && ig_transport_add(c, &err) == 0)
		c->state = IG_CALL_RUNNING;
	else
		ig_call_finish(c, err);
}

/* Calls start here and not where they were registered, so that no callback runs inside that. */
static void kicked(void *user)
{
	ig_engine *e = user;
	uint64_t seq = e->seq;
	ig_call *c;

	ig_engine_enter(e);
	/* A callback may cancel, add or free: each round starts from what is left. */
	while (!e->dying && (c = next_queued(e, seq, true)))
		launch(c);
	if (!e->dying && !e->api && !e->asking && next_queued(e, seq, false))
		e->asking = ig_engine_ping(e, asked, e);
	ig_engine_leave(e);
}

/* --- the engine --- */

void ig_engine_enter(ig_engine *e)
{
	e->busy++;
}

static void bury(ig_engine *e)
{
	ig_call *c;

	while ((c = TAILQ_FIRST(&e->dead))) {
		TAILQ_REMOVE(&e->dead, c, link);
		dispose(c);
	}
}

static void destroy(ig_engine *e)
{
	bury(e);
	ig_transport_done(e);
	ig_timer_free(e->kick);
	free(e->socket);
	free(e);
}

void ig_engine_leave(ig_engine *e)
{
	if (--e->busy)
		return;
	bury(e);
	if (e->dying)
		destroy(e);
}

ig_engine *ig_engine_new(ig_loop *loop, const char *socket_path, ig_err **err)
{
	ig_engine *e;

	if (strlen(socket_path) >= sizeof(((struct sockaddr_un *)NULL)->sun_path) ||
	    socket_path[0] != '/') {
		ig_err_set(err, IG_E_INPUT,
		    "'%s' cannot be a socket: it must be an absolute path of "
		    "less than %zu bytes",
		    socket_path, sizeof(((struct sockaddr_un *)NULL)->sun_path));
		return NULL;
	}
	e = ig_calloc(1, sizeof(*e));
	e->loop = loop;
	e->socket = ig_strdup(socket_path);
	e->patience_ms = IG_ENGINE_DEADLINE;
	TAILQ_INIT(&e->calls);
	TAILQ_INIT(&e->dead);
	e->kick = ig_timer_new(loop, kicked, e);
	if (ig_transport_init(e, err) < 0) {
		ig_timer_free(e->kick);
		free(e->socket);
		free(e);
		return NULL;
	}
	return e;
}

void ig_engine_free(ig_engine *e)
{
	ig_call *c;

	if (!e || e->dying)
		return;
	while ((c = TAILQ_FIRST(&e->calls)))
		ig_call_cancel(c);
	e->dying = true;
	ig_timer_stop(e->kick);
	if (!e->busy)
		destroy(e);
}

const char *ig_engine_socket(const ig_engine *e)
{
	return e->socket;
}

void ig_engine_set_deadline(ig_engine *e, uint64_t ms)
{
	e->patience_ms = ms ? ms : IG_ENGINE_DEADLINE;
}
