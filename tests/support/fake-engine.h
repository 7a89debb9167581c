/*
 * A scripted HTTP server on a unix socket, for what a real engine does not do on demand: half an
 * answer, a stall, garbage, a flood. It lives in the test's own loop: no process, no thread.
 */
#ifndef IG_TESTS_FAKE_ENGINE_H
#define IG_TESTS_FAKE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/loop.h"
#include "core/engine/engine.h"

enum fake_then {
	FAKE_KEEP, /* the connection waits for another request */
	FAKE_CLOSE,
	FAKE_STALL, /* open and silent for ever */
};

struct fake_answer {
	const char *match; /* part of the request line that it answers; NULL ends a script */
	const char *head;  /* sent first */
	size_t head_n;     /* 0: up to its NUL */
	const char *piece; /* then again and again, until `total` bytes of it are out */
	uint64_t total;
	enum fake_then then;
	size_t dribble; /* at most so many bytes in one pass of the loop; 0: what fits */
};

/* What a healthy engine of API 1.41 says to a ping. A script without an answer to /_ping uses it.
 */
#define FAKE_PONG                                                                                  \
	"HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nOstype: linux\r\nServer: Docker/20.10 "           \
	"(linux)\r\n"                                                                              \
	"Content-Length: 2\r\n\r\nOK"
#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define RAW_STREAM "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"
/* `head` and `head_n` of an answer that may hold NUL bytes. */
#define RAW(text) text, sizeof(text) - 1
#define A16 "aaaaaaaaaaaaaaaa"
#define A256 A16 A16 A16 A16 A16 A16 A16 A16 A16 A16 A16 A16 A16 A16 A16 A16
#define A4K A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256
#define FAKE_JSON(status, length) "HTTP/1.1 " status "\r\nContent-Length: " length "\r\n\r\n"

typedef struct fake_engine fake_engine;

/* The first match answers; what nothing matches gets 404. `script` is borrowed. */
fake_engine *fake_engine_new(ig_loop *loop, const struct fake_answer *script);
void fake_engine_free(fake_engine *f);
const char *fake_engine_socket(const fake_engine *f);
void fake_engine_script(fake_engine *f, const struct fake_answer *script);
/* Ends every connection; `listening` says whether new ones are taken (and refused otherwise). */
void fake_engine_restart(fake_engine *f, bool listening);
/* All request lines so far, each with a newline; connections accepted; bytes sent; bytes of bodies
 * read. */
const char *fake_engine_requests(const fake_engine *f);
unsigned fake_engine_connections(const fake_engine *f);
uint64_t fake_engine_sent(const fake_engine *f);
uint64_t fake_engine_received(const fake_engine *f);

/* For cmocka: a loop, a fake engine and a client of it with a deadline of 300 ms. */
struct fixture {
	ig_loop *loop;
	fake_engine *fake;
	ig_engine *e;
};
int fixture_up(void **state);
int fixture_down(void **state);

#endif
