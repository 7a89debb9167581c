#include "config.h"
#include "tests/support/engine-test.h"

#include <stdio.h>
#include <string.h>

void answer_done(struct answer *a)
{
	json_decref(a->body);
	ig_err_free(a->err);
	ig_buf_done(&a->out);
	ig_buf_done(&a->errs);
	*a = (struct answer){0};
}

void answer_reply(json_t *body, const ig_err *err, void *user)
{
	struct answer *a = user;

	a->times++;
	json_decref(a->body);
	a->body = json_incref(body);
	a->err = ig_err_copy(err);
}

static void stream_open(void *user)
{
	((struct answer *)user)->opened = true;
}

/* Keeps the first mebibyte; a flood is only counted. */
static void stream_data(int stream, const char *p, size_t n, void *user)
{
	struct answer *a = user;
	struct ig_buf *b = stream == 2 ? &a->errs : &a->out;

	if (!a->bytes)
		a->at_us = ig_now_us();
	a->bytes += n;
	if (b->len < 1 << 20)
		ig_buf_add(b, p, n);
}

void answer_end(const ig_err *err, void *user)
{
	struct answer *a = user;

	a->times++;
	a->err = ig_err_copy(err);
}

const struct ig_stream_events answer_stream = {stream_open, stream_data, answer_end};

void answer_event(json_t *ev, void *user)
{
	struct answer *a = user;

	if (!a->body)
		a->body = json_array();
	json_array_append(a->body, ev);
}

bool wait_for(ig_loop *loop, const bool *flag, int ms)
{
	uint64_t end = ig_now_ms() + (uint64_t)ms, now;

	while (!*flag && (now = ig_now_ms()) < end)
		ig_loop_once(loop, (int)(end - now));
	return *flag;
}

bool answer_wait(ig_loop *loop, const struct answer *a, int ms)
{
	uint64_t end = ig_now_ms() + (uint64_t)ms, now;

	while (!a->times && (now = ig_now_ms()) < end)
		ig_loop_once(loop, (int)(end - now));
	return a->times > 0;
}

char *test_engine_socket(void)
{
	const char *s = getenv("IGNITE_TEST_ENGINE"), *must = getenv("IGNITE_REQUIRE_ENGINE");

	if (s && strncmp(s, "unix://", 7) == 0)
		return ig_strdup(s + 7);
	if (must && strcmp(must, "1") == 0) {
		printf("Bail out! $IGNITE_TEST_ENGINE names no engine, and one is required\n");
		exit(1);
	}
	printf("1..0 # SKIP $IGNITE_TEST_ENGINE names no engine\n");
	exit(0);
}
