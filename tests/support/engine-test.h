/* What tests of the engine client share: waiting for an answer, and the real engine. */
#ifndef IG_TESTS_ENGINE_TEST_H
#define IG_TESTS_ENGINE_TEST_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "core/engine/engine.h"

/* A reply, or the end of a stream, kept. */
struct answer {
	unsigned times; /* how often it came: 1 is right */
	json_t *body;
	ig_err *err;
	bool opened;
	uint64_t bytes;     /* of all stream data */
	struct ig_buf out;  /* stream 1, and 0 */
	struct ig_buf errs; /* stream 2 */
	uint64_t at_us;     /* when the first piece came */
};

void answer_done(struct answer *a);
void answer_reply(json_t *body, const ig_err *err, void *user); /* ig_reply_fn */
extern const struct ig_stream_events answer_stream;
void answer_event(json_t *ev, void *user); /* appends it to body, an array */
void answer_end(const ig_err *err, void *user);

/* Runs the loop until the answer is there, at most ms. Returns whether it is. */
bool answer_wait(ig_loop *loop, const struct answer *a, int ms);
/* As above until *flag. */
bool wait_for(ig_loop *loop, const bool *flag, int ms);

#define auto_answer IG_CLEANUP(answer_done) struct answer

/*
 * $IGNITE_TEST_ENGINE as a socket path, the caller's. Without one: fails under
 * $IGNITE_REQUIRE_ENGINE=1, else leaves the process with a TAP skip.
 */
char *test_engine_socket(void);

#endif
