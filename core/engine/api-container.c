#include "config.h"
#include "core/engine/engine-priv.h"

ig_call *ig_engine_containers(
    ig_engine *e, bool all, const json_t *filters, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "GET", "/containers/json", IG_PART_NONE, NULL, "");
	ig_request_query(&r, "all", all ? "1" : NULL);
	ig_request_query_json(&r, "filters", filters);
	return ig_reply_call(e, "list the containers", &r, 0, fn, user);
}

ig_call *ig_engine_create(
    ig_engine *e, const char *name, const json_t *request, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "POST", "/containers/create", IG_PART_NONE, NULL, "");
	ig_request_query(&r, "name", name);
	ig_request_json(&r, request);
	return ig_reply_call(e, "create the container", &r, 0, fn, user);
}

ig_call *ig_engine_start(ig_engine *e, const char *id, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "POST", "/containers/", IG_PART_ID, id, "/start");
	return ig_reply_call(e, "start the container", &r, 0, fn, user);
}

ig_call *ig_engine_wait(
    ig_engine *e, const char *id, uint64_t deadline_ms, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	/*
	 * Docker API, "Wait for a container": `not-running` answers at once for a container that
	 * does not run, `next-exit` only for the next one. Two requests on two connections have no
	 * order, so next-exit beside a start could come after the exit and hang for ever. The
	 * answer to a start comes when the container runs or has run: from then on not-running
	 * cannot miss the exit, however early it was.
	 */
	ig_request_init(&r, "POST", "/containers/", IG_PART_ID, id, "/wait");
	ig_request_query(&r, "condition", "not-running");
	return ig_reply_call(e, "report the container's end", &r,
	    deadline_ms ? deadline_ms : IG_NO_DEADLINE, fn, user);
}

ig_call *ig_engine_kill(
    ig_engine *e, const char *id, const char *signal, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "POST", "/containers/", IG_PART_ID, id, "/kill");
	ig_request_query(&r, "signal", signal);
	return ig_reply_call(e, "signal the container", &r, 0, fn, user);
}

ig_call *ig_engine_pause(ig_engine *e, const char *id, bool pause, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "POST", "/containers/", IG_PART_ID, id, pause ? "/pause" : "/unpause");
	return ig_reply_call(
	    e, pause ? "pause the container" : "resume the container", &r, 0, fn, user);
}

ig_call *ig_engine_remove(
    ig_engine *e, const char *id, uint64_t deadline_ms, ig_reply_fn fn, void *user)
{
	struct ig_request r;
	ig_call *c;

	ig_request_init(&r, "DELETE", "/containers/", IG_PART_ID, id, "");
	ig_request_query(&r, "force", "1");
	ig_request_query(&r, "v", "1");
	c = ig_reply_call(e, "remove the container", &r, deadline_ms, fn, user);
	c->gone_ok = true;
	return c;
}

ig_call *ig_engine_inspect(ig_engine *e, const char *id, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "GET", "/containers/", IG_PART_ID, id, "/json");
	return ig_reply_call(e, "describe the container", &r, 0, fn, user);
}

ig_call *ig_engine_attach(
    ig_engine *e, const char *id, const struct ig_stream_events *ev, void *user)
{
	struct ig_request r;

	/*
	 * Docker API, "Attach to a container": without an Upgrade header the answer is 200 and the
	 * connection is the stream from then on, so it reads as a body that ends with the
	 * connection. The engine joins the container's pipes before it answers (moby
	 * daemon/attach.go): what is printed after `open` cannot be missed.
	 */
	ig_request_init(&r, "POST", "/containers/", IG_PART_ID, id, "/attach");
	ig_request_query(&r, "stream", "1");
	ig_request_query(&r, "stdout", "1");
	ig_request_query(&r, "stderr", "1");
	return ig_stream_call(e, "attach to the container", &r, ev, user);
}

ig_call *ig_engine_logs(
    ig_engine *e, const char *id, bool follow, const struct ig_stream_events *ev, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "GET", "/containers/", IG_PART_ID, id, "/logs");
	ig_request_query(&r, "stdout", "1");
	ig_request_query(&r, "stderr", "1");
	ig_request_query(&r, "follow", follow ? "1" : "0");
	return ig_stream_call(e, "read the container's log", &r, ev, user);
}
