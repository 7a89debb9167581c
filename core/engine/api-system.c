#include "config.h"
#include "core/engine/engine-priv.h"

#include <string.h>

#include "core/base/json.h"

static int ping_data(ig_call *c, const char *p, size_t n, ig_err **err)
{
	(void)c;
	(void)p;
	(void)n;
	(void)err;
	return 0; /* "OK": what counts stands in the headers */
}

static void ping_finish(ig_call *c, ig_err *err)
{
	ig_auto_err own = NULL;
	ig_auto_json v = NULL;
	enum ig_code code = ig_err_code(err);
	bool refused = (code == IG_E_NOT_FOUND || code == IG_E_ENGINE) && c->status < 500;

	/* Another HTTP server answers 404 or the like, and without the version. */
	if (!err || (refused && !c->api))
		if (ig_engine_learn(c->e, c, &own) < 0)
			err = own;
	if (!err) {
		ig_auto_free char *api = ig_asprintf("1.%u", c->api);
		ig_auto_free char *spoken = ig_asprintf("1.%u", c->e->api);

		v = json_object();
		json_object_set_new(v, "ApiVersion", json_string(api));
		json_object_set_new(v, "Spoken", json_string(spoken));
		if (c->os)
			json_object_set_new(v, "OSType", ig_json_bytes(c->os, strlen(c->os)));
		if (c->server)
			json_object_set_new(
			    v, "Server", ig_json_bytes(c->server, strlen(c->server)));
	}
	c->reply(v, err, c->user);
}

static const struct ig_call_ops ping_ops = {NULL, ping_data, ping_finish};

ig_call *ig_engine_ping(ig_engine *e, ig_reply_fn fn, void *user)
{
	struct ig_request r;
	ig_call *c;

	ig_request_init(&r, "GET", "/_ping", IG_PART_NONE, NULL, "");
	r.unversioned = true;
	c = ig_call_new(e, "answer a ping", &r, &ping_ops, 0, user);
	c->reply = fn;
	return c;
}

ig_call *ig_engine_version(ig_engine *e, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "GET", "/version", IG_PART_NONE, NULL, "");
	return ig_reply_call(e, "say its version", &r, 0, fn, user);
}

ig_call *ig_engine_info(ig_engine *e, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "GET", "/info", IG_PART_NONE, NULL, "");
	return ig_reply_call(e, "describe itself", &r, 0, fn, user);
}
