#include "config.h"
#include "core/engine/engine-priv.h"

#include <string.h>

#include "core/base/json.h"

json_t *ig_engine_json(const ig_call *c, const char *p, size_t n, ig_err **err)
{
	ig_err *e = NULL;
	json_t *v = ig_json_parse(p, n, IG_DEPTH_MAX, IG_JSON_REJECT_DUPLICATES, &e);
	enum ig_code code = ig_err_code(e);

	if (v)
		return v;
	ig_err_set(err, code == IG_E_LIMIT ? code : IG_E_ENGINE,
	    "the engine at '%s' answered with JSON that cannot be read: %s", c->e->socket,
	    ig_err_msg(e));
	ig_err_hint(err, "see whether '%s' is a container engine", c->e->socket);
	ig_err_free(e);
	return NULL;
}

/* The engine's sentence: {"message":"..."}, or the text as it is. The caller frees. */
static char *message_of(const ig_call *c)
{
	ig_auto_json v = ig_json_parse(ig_buf_str(&c->body), c->body.len, IG_DEPTH_MAX, 0, NULL);
	const char *s = ig_json_str(v, "message", NULL);
	size_t n;

	if (!s)
		s = ig_buf_str(&c->body);
	n = strlen(s);
	while (n && (s[n - 1] == '\n' || s[n - 1] == '\r'))
		n--;
	if (n > IG_MESSAGE_MAX)
		return ig_asprintf("%.*s...", (int)IG_MESSAGE_MAX, s);
	return n ? ig_strndup(s, n) : ig_asprintf("HTTP status %u without a reason", c->status);
}

ig_err *ig_http_error(const ig_call *c)
{
	ig_auto_free char *msg = NULL;
	ig_err *e = NULL;

	/* 304: the container is in that state already. */
	if ((c->status >= 200 && c->status < 300) || c->status == 304)
		return NULL;
	msg = message_of(c);
	if (c->gone_ok &&
	    (c->status == 404 || (c->status == 409 && strstr(msg, "already in progress"))))
		return NULL;
	ig_err_set(&e, c->status == 404 ? IG_E_NOT_FOUND : IG_E_ENGINE, "the engine cannot %s: %s",
	    c->what, msg);
	if (c->status == 400 && strstr(msg, "client version")) {
		/* The version was agreed on, so the engine has been replaced since. */
		c->e->api = 0;
		ig_err_hint(&e, "try again: the engine was replaced by another version");
	}
	return e;
}

static int reply_data(ig_call *c, const char *p, size_t n, ig_err **err)
{
	if (ig_buf_add(&c->body, p, n) == 0)
		return 0;
	return ig_err_set(err, IG_E_LIMIT, "the engine at '%s' answered with more than %zu bytes",
	    c->e->socket, c->body.max);
}

static void reply_finish(ig_call *c, ig_err *err)
{
	ig_auto_err own = NULL;
	ig_auto_json v = NULL;

	if (!err && c->status < 300 && c->body.len)
		v = ig_engine_json(c, c->body.data, c->body.len, &own);
	c->reply(v, err ? err : own, c->user);
}

const struct ig_call_ops ig_reply_ops = {NULL, reply_data, reply_finish};

ig_call *ig_reply_call(ig_engine *e, const char *what, struct ig_request *req, uint64_t deadline_ms,
    ig_reply_fn fn, void *user)
{
	ig_call *c = ig_call_new(e, what, req, &ig_reply_ops, deadline_ms, user);

	c->reply = fn;
	return c;
}
