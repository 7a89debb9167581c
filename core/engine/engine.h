/*
 * The container engine: Docker Engine API 1.40+ over a unix socket.
 *
 * One function per call, none blocks: each returns a handle and answers later through its
 * callback, exactly once, unless it is cancelled. Every call has a deadline; headers, bodies,
 * lines and nesting are capped. The engine is trusted to contain, but not to be well: a stall,
 * half an answer or garbage ends the call with an error and nothing else.
 */
#ifndef IG_ENGINE_ENGINE_H
#define IG_ENGINE_ENGINE_H

#include <jansson.h>

#include "core/base/err.h"
#include "core/base/loop.h"

typedef struct ig_engine ig_engine;
typedef struct ig_call ig_call;

#define IG_LABEL_OWNER "io.ignite-tui.owner" /* value: "ignite-tui" */
#define IG_LABEL_RUN "io.ignite-tui.run"     /* value: run id */
#define IG_LABEL_PID "io.ignite-tui.pid"     /* value: pid and start time of the process */

/*
 * Where the engine is: `host` (--host) if not NULL, else $DOCKER_HOST, else the current docker
 * context (~/.docker/config.json), else unix:///var/run/docker.sock. Only unix sockets.
 * The order is docker's own, with $DOCKER_CONTEXT before the file and $DOCKER_CONFIG in place of
 * ~/.docker. Returns the socket path, and in *ret_source, if not NULL, what named it ("--host",
 * "$DOCKER_HOST", "context 'x'", "default"): both the caller's. IG_E_INPUT for anything but a unix
 * socket or a broken file, IG_E_NOT_FOUND for a context that does not exist.
 */
char *ig_engine_locate(const char *host, char **ret_source, ig_err **err);

/* Connects to nothing yet: the API version is asked for with the first call, and again after a
 * failure. */
ig_engine *ig_engine_new(ig_loop *loop, const char *socket_path, ig_err **err);
/* Cancels every call. NULL is fine, and so is a callback of one of its calls. */
void ig_engine_free(ig_engine *e);
const char *ig_engine_socket(const ig_engine *e);
/* Replaces IG_ENGINE_DEADLINE for later calls, and for the patience with half a frame. */
void ig_engine_set_deadline(ig_engine *e, uint64_t ms);

/* No callback after it returns. NULL is fine; a call that has answered must not be cancelled: its
 * handle is gone once the callback was called, and when the engine was freed. Callbacks may cancel
 * calls, also their own before its last one, and start new ones. */
void ig_call_cancel(ig_call *c);

/*
 * The answer: `body` is parsed JSON or NULL (an empty answer), borrowed for the length of the
 * callback; err is borrowed too and not NULL on failure (IG_E_DOWN: no engine, with the reason and
 * a hint; IG_E_NOT_FOUND: 404; IG_E_ENGINE: the engine's own message; IG_E_TIMEOUT; IG_E_LIMIT).
 */
typedef void (*ig_reply_fn)(json_t *body, const ig_err *err, void *user);

/* Milliseconds; 0 means IG_ENGINE_DEADLINE. */
enum { IG_ENGINE_DEADLINE = 10000 };

/* Body: {"ApiVersion":"1.41", "Spoken":"1.41", "OSType":"linux", "Server":"Docker/..."}, from the
 * headers; the last two may be missing. An engine that is too old is an error here already. */
ig_call *ig_engine_ping(ig_engine *e, ig_reply_fn fn, void *user);
ig_call *ig_engine_version(ig_engine *e, ig_reply_fn fn, void *user);
ig_call *ig_engine_info(ig_engine *e, ig_reply_fn fn, void *user);

/* `filters` e.g. {"label":["io.ignite-tui.owner=ignite-tui"]}; borrowed, may be NULL. */
ig_call *ig_engine_containers(
    ig_engine *e, bool all, const json_t *filters, ig_reply_fn fn, void *user);
/* Body: {"Id":..., "Warnings":[...]}. `request` is borrowed. */
ig_call *ig_engine_create(
    ig_engine *e, const char *name, const json_t *request, ig_reply_fn fn, void *user);
ig_call *ig_engine_start(ig_engine *e, const char *id, ig_reply_fn fn, void *user);
/* Call it when ig_engine_start has answered: a container that was never started counts as one that
 * has ended. Never too late: one that has ended answers at once. Body: {"StatusCode":N}. No
 * deadline but the caller's own (0: none). */
ig_call *ig_engine_wait(
    ig_engine *e, const char *id, uint64_t deadline_ms, ig_reply_fn fn, void *user);
ig_call *ig_engine_kill(
    ig_engine *e, const char *id, const char *signal, ig_reply_fn fn, void *user);
ig_call *ig_engine_pause(ig_engine *e, const char *id, bool pause, ig_reply_fn fn, void *user);
/* force and v: kill it and drop its anonymous volumes. Success as well: it is not there (any more),
 * or its removal is in progress. Drain or cancel its streams first: one that nobody reads can block
 * it. */
ig_call *ig_engine_remove(
    ig_engine *e, const char *id, uint64_t deadline_ms, ig_reply_fn fn, void *user);
ig_call *ig_engine_inspect(ig_engine *e, const char *id, ig_reply_fn fn, void *user);

ig_call *ig_engine_images(ig_engine *e, const json_t *filters, ig_reply_fn fn, void *user);
ig_call *ig_engine_image_inspect(ig_engine *e, const char *ref, ig_reply_fn fn, void *user);
ig_call *ig_engine_image_remove(ig_engine *e, const char *ref, ig_reply_fn fn, void *user);
/* Builds from a tar context (POST /build, no pull, no network, no cache); the file at tar_fd is
 * read from its start, must be regular and stays the caller's (a duplicate is kept meanwhile). A
 * base image that is not here would be fetched all the same: build FROM scratch or from what
 * ig_engine_image_inspect has found. `labels` borrowed, may be NULL. Body of the reply:
 * {"Id":"sha256:..."}. Deadline: 5 minutes. */
ig_call *ig_engine_image_build(
    ig_engine *e, int tar_fd, const char *tag, const json_t *labels, ig_reply_fn fn, void *user);
/* Imports a root file system tar as an image (POST /images/create?fromSrc=-), `changes` are
 * Dockerfile lines (NULL-ended, may be NULL). tar_fd, body and deadline as above. */
ig_call *ig_engine_image_import(ig_engine *e, int tar_fd, const char *tag,
    const char *const *changes, ig_reply_fn fn, void *user);

/*
 * Streams. `data` gets demultiplexed pieces in order (stream 1 stdout, 2 stderr; 0 the raw bytes of
 * a terminal, which an engine before API 1.42 does not tell from frames: IG_E_ENGINE there),
 * borrowed, never more than 64 KiB in one pass of the loop. `end` comes once, with NULL at the end
 * of the stream. An attach stream ends the same way when the container exits and when the engine
 * goes: ask ig_engine_wait. No deadline once it is open, but for half a frame.
 */
struct ig_stream_events {
	void (*open)(void *user); /* the engine has answered: nothing printed after this is missed;
	                             may be NULL */
	void (*data)(int stream, const char *p, size_t n, void *user);
	void (*end)(const ig_err *err, void *user);
};
/* POST /containers/ID/attach?stream=1&stdout=1&stderr=1: attach before start to miss nothing. */
ig_call *ig_engine_attach(
    ig_engine *e, const char *id, const struct ig_stream_events *ev, void *user);
ig_call *ig_engine_logs(
    ig_engine *e, const char *id, bool follow, const struct ig_stream_events *ev, void *user);
/* One event a call, parsed and borrowed. */
ig_call *ig_engine_events(ig_engine *e, const json_t *filters,
    void (*event)(json_t *ev, void *user), void (*end)(const ig_err *err, void *user), void *user);

/* The byte-driven demultiplexer of the attach and log streams (8-byte header, Docker API "Attach"),
 * open to tests and fuzzing. */
struct ig_demux {
	unsigned char head[8];
	unsigned have;
	uint32_t left;
	int stream;
};
/* Feeds n bytes in any division; -1 with IG_E_ENGINE on a header that cannot be. */
int ig_demux_feed(struct ig_demux *d, const char *p, size_t n,
    void (*data)(int stream, const char *p, size_t n, void *user), void *user, ig_err **err);

#endif
