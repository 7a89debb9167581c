/*
 * Inside core/engine: what a request, a call and the engine are made of.
 *
 * Layers: api-*.c say what to ask (request.c encodes it) and how the answer is read (decode.c,
 * events.c, frames.c); engine.c owns the life of a call; transport.c is the only file that
 * speaks to libcurl.
 */
#ifndef IG_ENGINE_PRIV_H
#define IG_ENGINE_PRIV_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "core/base/buf.h"
#include "core/engine/engine.h"

/* Bounds on what the engine may send. Over one of them, the call ends with IG_E_LIMIT. */
enum {
	IG_HEADERS_MAX = 64 * 1024, /* all headers of one answer, those of 1xx and trailers too */
	IG_BODY_MAX = 8 << 20,      /* a JSON answer; a thousand containers list as 1.5 MB */
	IG_ERROR_BODY_MAX = 64 * 1024,
	IG_LINE_MAX = 256 * 1024, /* one event, or one line of build output */
	IG_DEPTH_MAX = 32,        /* inspect of a container nests 7 deep */
	IG_MESSAGE_MAX = 1024,    /* the engine's own sentence, in our error */
	IG_URL_MAX = 256 * 1024,  /* what we send; seven such labels would fit Docker's 1 MB */
};

/* Docker Engine API 1.N. 1.40 (Docker 19.03) is the oldest spoken. 1.44 is the newest: Docker 29
 * refuses anything older, and what is used here did not change from 1.40 to it. */
enum { IG_API_MIN = 40, IG_API_MAX = 44 };

/* --- request.c --- */

enum ig_part {
	IG_PART_NONE,
	IG_PART_ID,  /* container id or name: one path segment */
	IG_PART_REF, /* image reference: segments between slashes */
};

struct ig_request {
	const char *method;
	struct ig_buf target; /* path and query, encoded, without the version */
	bool has_query;
	bool unversioned;
	const char *type;   /* Content-Type, NULL: no body */
	struct ig_buf body; /* sent when `file` is -1 */
	int file;           /* our own descriptor */
	uint64_t file_size, file_pos;
	ig_err *bad; /* the first thing that cannot be sent; no later one replaces it */
};

/* `before` and `after` are trusted text, `part` is not: it is checked and escaped, and something
 * that could leave its place in the path (empty, ".", "..", control bytes, 512 bytes or more) sets
 * `bad`. */
void ig_request_init(struct ig_request *r, const char *method, const char *before,
    enum ig_part kind, const char *part, const char *after);
void ig_request_done(struct ig_request *r);
/* value NULL: the parameter is left out. */
void ig_request_query(struct ig_request *r, const char *key, const char *value);
void ig_request_query_json(struct ig_request *r, const char *key, const json_t *value);
void ig_request_json(struct ig_request *r, const json_t *body);
/* Takes a duplicate of fd, a regular file; the body is its content from the start. */
void ig_request_tar(struct ig_request *r, int fd);
/* Reads the next n bytes of the file at most; -1 with *err when it cannot or has shrunk. */
ssize_t ig_request_read(struct ig_request *r, char *p, size_t n, ig_err **err);

/* --- events.c: lines --- */

struct ig_lines {
	struct ig_buf rest; /* max is the longest line */
};
/* Calls fn for each line (without its end; empty ones are skipped) until it returns < 0. A line
 * over the maximum is IG_E_LIMIT. */
typedef int (*ig_line_fn)(const char *p, size_t n, void *user, ig_err **err);
int ig_lines_feed(
    struct ig_lines *l, const char *p, size_t n, ig_line_fn fn, void *user, ig_err **err);
/* What stands after the last line end, at the end of the stream. */
int ig_lines_end(struct ig_lines *l, ig_line_fn fn, void *user, ig_err **err);

/* --- engine.c: calls --- */

enum ig_call_state {
	IG_CALL_QUEUED,  /* waits for the next pass, and for the API version */
	IG_CALL_RUNNING, /* in libcurl's hands */
	IG_CALL_DEAD,    /* cancelled: no callback any more */
};

/* How an answer is read. `opened` and `data` run inside libcurl. */
struct ig_call_ops {
	void (*opened)(ig_call *c); /* headers of a 2xx answer are here; may be NULL */
	int (*data)(ig_call *c, const char *p, size_t n, ig_err **err); /* of a 2xx body */
	void (*finish)(ig_call *c, ig_err *err); /* once, last; err is borrowed */
};

TAILQ_HEAD(ig_call_list, ig_call);

struct ig_call {
	ig_engine *e;
	TAILQ_ENTRY(ig_call) link;
	enum ig_call_state state;
	uint64_t seq;
	const char *what; /* "start the container": "the engine cannot ...", "did not ..." */
	struct ig_request req;
	const struct ig_call_ops *ops;
	uint64_t deadline_ms; /* 0: none */
	bool stream;          /* the deadline covers the headers only */
	bool gone_ok;         /* 404, and 409 "already in progress", are success */
	ig_timer *timer;

	CURL *curl;
	struct curl_slist *headers;
	unsigned status;
	size_t header_bytes;
	bool headed;              /* all headers are here */
	bool opened;              /* and say 2xx */
	unsigned spoken;          /* N of the version it was asked in, 1.N */
	unsigned api;             /* N of the Api-Version header 1.N; 0: none */
	char *os, *server, *type; /* headers of those names, or NULL */
	struct ig_buf body;
	ig_err *err; /* why we broke the transfer off */

	/* by kind of call */
	void *user;
	ig_reply_fn reply;
	struct ig_stream_events on;
	struct ig_demux demux;
	bool raw; /* a terminal: no frames */
	void (*event)(json_t *ev, void *user);
	void (*end)(const ig_err *err, void *user);
	struct ig_lines lines;
	json_t *result;
};

struct ig_engine {
	ig_loop *loop;
	char *socket;
	CURLM *multi;
	ig_timer *curl_timer;
	bool in_curl; /* libcurl is on the stack: handles must not be added or removed */
	ig_timer *kick;
	struct ig_call_list calls; /* queued and running */
	struct ig_call_list dead;  /* to be removed once libcurl is off the stack */
	uint64_t seq;
	uint64_t patience_ms;
	unsigned api;    /* N of the version spoken, 1.N; 0: not asked yet */
	ig_call *asking; /* the ping that asks */
	unsigned busy;   /* handlers on the stack: freeing waits for them */
	bool dying;
};

/*
 * Queues a call; `req` is taken over. deadline_ms 0 means the engine's usual one, IG_NO_DEADLINE
 * none. The caller sets the callbacks on the returned call.
 */
#define IG_NO_DEADLINE UINT64_MAX
ig_call *ig_call_new(ig_engine *e, const char *what, struct ig_request *req,
    const struct ig_call_ops *ops, uint64_t deadline_ms, void *user);
/* Ends a call with err (taken over; NULL: success). Never inside libcurl. */
void ig_call_finish(ig_call *c, ig_err *err);
void ig_engine_enter(ig_engine *e);
/* Buries the dead and frees the engine if that was asked for: it must not be used afterwards. */
void ig_engine_leave(ig_engine *e);
/* Takes over what a ping said. -1: what answers is not an engine, or is too old. */
int ig_engine_learn(ig_engine *e, const ig_call *ping, ig_err **err);

/* --- transport.c --- */

int ig_transport_init(ig_engine *e, ig_err **err);
void ig_transport_done(ig_engine *e);
/* Hands a call to libcurl. */
int ig_transport_add(ig_call *c, ig_err **err);
void ig_transport_remove(ig_call *c);

/* --- failure.c --- */

/* What a finished transfer means: NULL for success, else a new error. */
ig_err *ig_transfer_error(ig_call *c, CURLcode code);

/* --- decode.c --- */

extern const struct ig_call_ops ig_reply_ops;
/* A call whose whole answer is one JSON value, or nothing. */
ig_call *ig_reply_call(ig_engine *e, const char *what, struct ig_request *req, uint64_t deadline_ms,
    ig_reply_fn fn, void *user);
/* What the HTTP status means: NULL for success, else a new error with the engine's sentence. */
ig_err *ig_http_error(const ig_call *c);
/* JSON from the engine, bounded. NULL with IG_E_ENGINE or IG_E_LIMIT. */
json_t *ig_engine_json(const ig_call *c, const char *p, size_t n, ig_err **err);

/* --- events.c --- */

/* A call whose answer is progress as JSON lines with an error or an image id in it. */
ig_call *ig_progress_call(ig_engine *e, const char *what, struct ig_request *req,
    uint64_t deadline_ms, ig_reply_fn fn, void *user);

/* --- frames.c --- */

ig_call *ig_stream_call(ig_engine *e, const char *what, struct ig_request *req,
    const struct ig_stream_events *ev, void *user);

#endif
