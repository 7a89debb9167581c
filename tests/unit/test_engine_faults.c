/* core/engine against an engine that is not well: every fault ends a call once, with a sentence. */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "core/engine/engine-priv.h"
#include "tests/support/engine-test.h"
#include "tests/support/fake-engine.h"

/* --- what a call makes of each answer --- */

enum kind { INFO, START, REMOVE, ATTACH, EVENTS, BUILD, PING };

static const struct {
	const char *name;
	enum kind kind;
	struct fake_answer answer;
	enum ig_code code;
	const char *msg, *hint; /* parts of them */
} faults[] = {
    {"not HTTP", INFO, {"/info", RAW("SSH-2.0-OpenSSH_9.2\r\n"), NULL, 0, FAKE_CLOSE, 0}, IG_E_DOWN,
        "is not a container engine", "--host"},
    {"binary", INFO, {"/info", RAW("\0\0\0\1\377\376\n\n"), NULL, 0, FAKE_CLOSE, 0}, IG_E_DOWN,
        "is not a container engine", "--host"},
    {"another HTTP server", PING,
        {"/_ping", RAW(FAKE_JSON("404 Not Found", "4") "nope"), NULL, 0, FAKE_KEEP, 0}, IG_E_DOWN,
        "is not a container engine", "--host"},
    {"another HTTP server, 200", PING,
        {"/_ping", RAW(FAKE_JSON("200 OK", "2") "OK"), NULL, 0, FAKE_KEEP, 0}, IG_E_DOWN,
        "is not a container engine", "--host"},
    {"closes at once", INFO, {"/info", RAW(""), NULL, 0, FAKE_CLOSE, 0}, IG_E_DOWN,
        "closed the connection without an answer (describe itself)", "journalctl -u docker"},
    {"closes in the headers", INFO,
        {"/info", RAW("HTTP/1.1 200 OK\r\nA: b"), NULL, 0, FAKE_CLOSE, 0}, IG_E_DOWN, "engine at '",
        NULL},
    {"closes in the body", INFO,
        {"/info", RAW(FAKE_JSON("200 OK", "100") "{\"a\":"), NULL, 0, FAKE_CLOSE, 0}, IG_E_DOWN,
        "stopped in the middle of its answer", "journalctl -u docker"},
    {"closes in a chunk", INFO, {"/info", RAW(CHUNKED "40\r\n{\"a\""), NULL, 0, FAKE_CLOSE, 0},
        IG_E_DOWN, "engine at '", "journalctl -u docker"},
    {"a chunk that cannot be", INFO, {"/info", RAW(CHUNKED "zzz\r\n{}"), NULL, 0, FAKE_CLOSE, 0},
        IG_E_DOWN, "engine at '", "journalctl -u docker"},
    {"stalls at once", INFO, {"/info", RAW(""), NULL, 0, FAKE_STALL, 0}, IG_E_TIMEOUT,
        "did not describe itself within 1 s", "journalctl -u docker"},
    {"stalls in the headers", INFO,
        {"/info", RAW("HTTP/1.1 200 OK\r\nA: "), NULL, 0, FAKE_STALL, 0}, IG_E_TIMEOUT,
        "within 1 s", NULL},
    {"stalls in the body", INFO,
        {"/info", RAW(FAKE_JSON("200 OK", "100") "{\"a\":"), NULL, 0, FAKE_STALL, 0}, IG_E_TIMEOUT,
        "within 1 s", NULL},
    {"drips: the deadline is total", INFO,
        {"/info", RAW(FAKE_JSON("200 OK", "100000000")), " ", 100000000, FAKE_KEEP, 1},
        IG_E_TIMEOUT, "within 1 s", NULL},
    {"stalls on a ping", PING, {"/_ping", RAW(""), NULL, 0, FAKE_STALL, 0}, IG_E_TIMEOUT,
        "did not answer a ping", NULL},
    {"garbage instead of JSON", INFO,
        {"/info", RAW(FAKE_JSON("200 OK", "9") "<html>\r\n\r"), NULL, 0, FAKE_KEEP, 0}, IG_E_ENGINE,
        "JSON that cannot be read: line 1, column", "container engine"},
    {"deep JSON", INFO, {"/info", RAW(FAKE_JSON("200 OK", "4000")), "[", 4000, FAKE_KEEP, 0},
        IG_E_LIMIT, "more than 32 levels", NULL},
    {"duplicate keys", INFO,
        {"/info", RAW(FAKE_JSON("200 OK", "13") "{\"a\":1,\"a\":2}"), NULL, 0, FAKE_KEEP, 0},
        IG_E_ENGINE, "duplicate object key", NULL},
    {"10 GB of body", INFO,
        {"/info", RAW(FAKE_JSON("200 OK", "10000000000")), A4K, 10000000000, FAKE_KEEP, 0},
        IG_E_LIMIT, "answered with more than 8388608 bytes", NULL},
    {"10 GB in a body without a length", INFO,
        {"/info", RAW("HTTP/1.1 200 OK\r\n\r\n"), A4K, 10000000000, FAKE_CLOSE, 0}, IG_E_LIMIT,
        "answered with more than 8388608 bytes", NULL},
    {"a large error", INFO,
        {"/info", RAW(FAKE_JSON("500 No", "10000000000")), A4K, 10000000000, FAKE_KEEP, 0},
        IG_E_LIMIT, "an error of more than 65536 bytes", NULL},
    {"1 MB of headers", INFO,
        {"/info", RAW("HTTP/1.1 200 OK\r\n"), "Header: " A256 "\r\n", 1 << 20, FAKE_KEEP, 0},
        IG_E_LIMIT, "more than 65536 bytes of headers", NULL},
    {"one header of 1 MB", INFO,
        {"/info", RAW("HTTP/1.1 200 OK\r\nA: "), A4K, 1 << 20, FAKE_KEEP, 0}, IG_E_LIMIT, "header",
        NULL},
    {"endless 100 Continue", INFO,
        {"/info", RAW(""), "HTTP/1.1 100 Continue\r\n\r\n", 1 << 24, FAKE_KEEP, 0}, IG_E_LIMIT,
        "more than 65536 bytes of headers", NULL},
    {"redirect", INFO,
        {"/info",
            RAW("HTTP/1.1 301 Moved\r\nLocation: http://192.0.2.1/\r\n"
                "Content-Length: 0\r\n\r\n"),
            NULL, 0, FAKE_KEEP, 0},
        IG_E_ENGINE, "HTTP status 301", NULL},
    {"compressed", INFO,
        {"/info",
            RAW("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                "Content-Length: 4\r\n\r\n\37\213\10\0"),
            NULL, 0, FAKE_KEEP, 0},
        IG_E_ENGINE, "cannot be read", NULL},
    {"404", START,
        {"/start", RAW(FAKE_JSON("404 Not Found", "36") "{\"message\":\"No such container: abc\"}"),
            NULL, 0, FAKE_CLOSE, 0},
        IG_E_NOT_FOUND, "the engine cannot start the container: No such container: abc", NULL},
    {"409", START,
        {"/start", RAW(FAKE_JSON("409 Conflict", "22") "{\"message\":\"conflict\"}"), NULL, 0,
            FAKE_CLOSE, 0},
        IG_E_ENGINE, "cannot start the container: conflict", NULL},
    {"500", START,
        {"/start", RAW(FAKE_JSON("500 Oh", "22") "{\"message\":\"no space\"}"), NULL, 0, FAKE_CLOSE,
            0},
        IG_E_ENGINE, "cannot start the container: no space", NULL},
    {"500 as text", START,
        {"/start", RAW(FAKE_JSON("500 Oh", "6") "broken"), NULL, 0, FAKE_KEEP, 0}, IG_E_ENGINE,
        "cannot start the container: broken", NULL},
    {"500 without a word", START, {"/start", RAW(FAKE_JSON("500 Oh", "0")), NULL, 0, FAKE_KEEP, 0},
        IG_E_ENGINE, "HTTP status 500", NULL},
    {"a long message", START,
        {"/start", RAW(FAKE_JSON("500 Oh", "20000")), A4K, 20000, FAKE_KEEP, 0}, IG_E_ENGINE,
        "aaa...", NULL},
    {"304 is success", START,
        {"/start", RAW("HTTP/1.1 304 Not Modified\r\n\r\n"), NULL, 0, FAKE_KEEP, 0}, IG_OK, NULL,
        NULL},
    {"API too old", PING,
        {"/_ping",
            RAW("HTTP/1.1 200 OK\r\nApi-Version: 1.39\r\nContent-Length: 2\r\n"
                "\r\nOK"),
            NULL, 0, FAKE_KEEP, 0},
        IG_E_ENGINE, "speaks API 1.39; 1.40 or newer", "19.03"},
    {"API that is no number", PING,
        {"/_ping",
            RAW("HTTP/1.1 200 OK\r\nApi-Version: 1.4x\r\n"
                "Content-Length: 2\r\n\r\nOK"),
            NULL, 0, FAKE_KEEP, 0},
        IG_E_DOWN, "not a container engine", NULL},
    {"removed before", REMOVE,
        {"DELETE", RAW(FAKE_JSON("404 Not Found", "18") "{\"message\":\"gone\"}"), NULL, 0,
            FAKE_CLOSE, 0},
        IG_OK, NULL, NULL},
    {"removal in progress", REMOVE,
        {"DELETE",
            RAW("HTTP/1.1 409 Conflict\r\n\r\n"
                "{\"message\":\"removal of container abc is already in progress\"}"),
            NULL, 0, FAKE_CLOSE, 0},
        IG_OK, NULL, NULL},
    {"another conflict", REMOVE,
        {"DELETE", RAW("HTTP/1.1 409 Conflict\r\n\r\n{\"message\":\"busy\"}"), NULL, 0, FAKE_CLOSE,
            0},
        IG_E_ENGINE, "cannot remove the container: busy", NULL},
    {"attach to nothing", ATTACH,
        {"/attach", RAW(FAKE_JSON("404 Not Found", "18") "{\"message\":\"gone\"}"), NULL, 0,
            FAKE_CLOSE, 0},
        IG_E_NOT_FOUND, "cannot attach to the container: gone", NULL},
    {"attach: bytes that are no frame", ATTACH,
        {"/attach", RAW(RAW_STREAM "hello world"), NULL, 0, FAKE_STALL, 0}, IG_E_ENGINE,
        "lost its frames (header 68 65 6c 6c)", NULL},
    {"attach: half a header, then the end", ATTACH,
        {"/attach", RAW(RAW_STREAM "\1\0\0"), NULL, 0, FAKE_CLOSE, 0}, IG_E_DOWN,
        "stopped in the middle of the output", NULL},
    {"attach: half a frame, then a stall", ATTACH,
        {"/attach", RAW(RAW_STREAM "\1\0\0\0\0\0\0\5hel"), NULL, 0, FAKE_STALL, 0}, IG_E_TIMEOUT,
        "stopped in the middle of the output for 1 s", NULL},
    {"attach: the engine's own error", ATTACH,
        {"/attach", RAW(RAW_STREAM "\3\0\0\0\0\0\0\4oops"), NULL, 0, FAKE_CLOSE, 0}, IG_E_ENGINE,
        "the output stream ended: oops", NULL},
    {"attach: no headers", ATTACH, {"/attach", RAW(""), NULL, 0, FAKE_STALL, 0}, IG_E_TIMEOUT,
        "did not attach to the container within 1 s", NULL},
    {"events: an endless line", EVENTS,
        {"/events", RAW("HTTP/1.1 200 OK\r\n\r\n"), A4K, 1 << 30, FAKE_CLOSE, 0}, IG_E_LIMIT,
        "a line of more than 262144 bytes", NULL},
    {"events: garbage", EVENTS,
        {"/events", RAW("HTTP/1.1 200 OK\r\n\r\n{}\nnope\n{}\n"), NULL, 0, FAKE_STALL, 0},
        IG_E_ENGINE, "cannot be read", NULL},
    {"events: no headers", EVENTS, {"/events", RAW(""), NULL, 0, FAKE_STALL, 0}, IG_E_TIMEOUT,
        "did not report events within 1 s", NULL},
    {"events: cut in a chunk", EVENTS,
        {"/events", RAW(CHUNKED "3\r\n{}\n\r\n5\r\n{"), NULL, 0, FAKE_CLOSE, 0}, IG_E_DOWN,
        "engine at '", NULL},
    {"build: an error in a good answer", BUILD,
        {"/build",
            RAW("HTTP/1.1 200 OK\r\n\r\n"
                "{\"stream\":\"Step 1\"}\r\n{\"errorDetail\":{\"code\":2,\"message\":\"exit code "
                "2\"},"
                "\"error\":\"x\"}\r\n"),
            NULL, 0, FAKE_CLOSE, 0},
        IG_E_ENGINE, "cannot build the image: exit code 2", NULL},
    {"build: no image", BUILD,
        {"/build", RAW("HTTP/1.1 200 OK\r\n\r\n{\"stream\":\"Step 1\"}\r\n"), NULL, 0, FAKE_CLOSE,
            0},
        IG_E_ENGINE, "without an image id", NULL},
    {"build: refused while the tar is sent", BUILD,
        {"/build", RAW(FAKE_JSON("400 Bad", "18") "{\"message\":\"no Dockerfile\"}"), NULL, 0,
            FAKE_CLOSE, 0},
        IG_E_ENGINE, "cannot build the image: ", NULL},
    {"build: an endless line", BUILD,
        {"/build", RAW("HTTP/1.1 200 OK\r\n\r\n"), A4K, 1 << 30, FAKE_CLOSE, 0}, IG_E_LIMIT,
        "a line of more than 262144 bytes", NULL},
};

static int tar_file(void)
{
	int fd = memfd_create("tar", MFD_CLOEXEC);

	assert_int_equal(ftruncate(fd, 1 << 20), 0);
	return fd;
}

static ig_call *call(ig_engine *e, enum kind kind, struct answer *a)
{
	ig_auto_fd int tar = -1;

	switch (kind) {
	case INFO:
		return ig_engine_info(e, answer_reply, a);
	case START:
		return ig_engine_start(e, "abc", answer_reply, a);
	case REMOVE:
		return ig_engine_remove(e, "abc", 0, answer_reply, a);
	case ATTACH:
		return ig_engine_attach(e, "abc", &answer_stream, a);
	case EVENTS:
		return ig_engine_events(e, NULL, answer_event, answer_end, a);
	case BUILD:
		tar = tar_file();
		return ig_engine_image_build(e, tar, "t", NULL, answer_reply, a);
	case PING:
		return ig_engine_ping(e, answer_reply, a);
	}
	return NULL;
}

/* What is wrong with the answer of row i, the caller's; NULL: nothing. */
static char *complaint(size_t i, const struct answer *a, const fake_engine *fake)
{
	const char *msg = ig_err_msg(a->err), *hint = ig_err_hint_text(a->err);
	bool ours = faults[i].code == IG_E_DOWN || faults[i].code == IG_E_TIMEOUT;

	if (a->times != 1 || ig_err_code(a->err) != faults[i].code)
		return ig_asprintf("answered %u times, %d: %s", a->times, ig_err_code(a->err), msg);
	if ((faults[i].msg && !strstr(msg, faults[i].msg)) || strlen(msg) > 1400)
		return ig_strdup(msg);
	if (faults[i].hint && (!hint || !strstr(hint, faults[i].hint)))
		return ig_asprintf("hint: %s", hint ? hint : "none");
	/* What the engine itself has said needs no address; what went wrong with it does. */
	if (ours && !strstr(msg, fake_engine_socket(fake)))
		return ig_asprintf("no address: %s", msg);
	if (fake_engine_sent(fake) > 12 << 20)
		return ig_strdup("the flood was read to its end");
	return NULL;
}

/* All rows at once: each has an engine of its own, so the deadlines pass together. */
static void each_fault_ends_its_call_once(void **state)
{
	struct fixture *f = *state;
	struct row {
		struct fake_answer script[2];
		fake_engine *fake;
		ig_engine *e;
		struct answer a;
	} *rows = ig_calloc(IG_COUNT(faults), sizeof(*rows));
	unsigned early = 0, bad = 0;
	struct rusage before, after;

	getrusage(RUSAGE_SELF, &before);
	for (size_t i = 0; i < IG_COUNT(faults); i++) {
		rows[i].script[0] = faults[i].answer;
		rows[i].fake = fake_engine_new(f->loop, rows[i].script);
		rows[i].e = ig_engine_new(f->loop, fake_engine_socket(rows[i].fake), NULL);
		ig_engine_set_deadline(rows[i].e, 1000);
		call(rows[i].e, faults[i].kind, &rows[i].a);
		early += rows[i].a.times; /* never inside the call */
	}
	for (size_t i = 0; i < IG_COUNT(faults); i++)
		answer_wait(f->loop, &rows[i].a, 10000);
	ig_loop_once(f->loop, 20);
	getrusage(RUSAGE_SELF, &after);
	for (size_t i = 0; i < IG_COUNT(faults); i++) {
		ig_auto_free char *wrong = complaint(i, &rows[i].a, rows[i].fake);

		if (wrong)
			print_message("# %s: %s\n", faults[i].name, wrong);
		bad += wrong != NULL;
		answer_done(&rows[i].a);
		ig_engine_free(rows[i].e);
		fake_engine_free(rows[i].fake);
	}
	free(rows);
	assert_int_equal(early, 0);
	assert_int_equal(bad, 0);
#ifndef IG_ASAN
	assert_in_range(after.ru_maxrss - before.ru_maxrss, 0, 64 * 1024); /* KiB */
#endif
}

/* --- no connection --- */

static void ask_at(ig_loop *loop, const char *path, struct answer *a)
{
	ig_engine *e = ig_engine_new(loop, path, NULL);

	assert_non_null(e);
	ig_engine_set_deadline(e, 2000);
	ig_engine_info(e, answer_reply, a);
	assert_true(answer_wait(loop, a, 3000));
	assert_int_equal(a->times, 1);
	ig_engine_free(e);
}

static void expect(
    const struct answer *a, enum ig_code code, const char *path, const char *msg, const char *hint)
{
	if (ig_err_code(a->err) != code || !strstr(ig_err_msg(a->err), msg) ||
	    !strstr(ig_err_msg(a->err), path) || !ig_err_hint_text(a->err) ||
	    !strstr(ig_err_hint_text(a->err), hint))
		fail_msg("%d: %s; %s", ig_err_code(a->err), ig_err_msg(a->err),
		    ig_err_hint_text(a->err));
	assert_int_equal(ig_err_exit(a->err), 3);
}

static void no_socket(void **state)
{
	struct fixture *f = *state;
	auto_answer a = {0}, b = {0};

	ask_at(f->loop, "/nonexistent/docker.sock", &a);
	expect(&a, IG_E_DOWN, "/nonexistent/docker.sock", "no engine at", "systemctl start docker");
	ask_at(f->loop, "/dev/null/docker.sock", &b);
	expect(&b, IG_E_DOWN, "/dev/null/docker.sock", "no engine at", "--host");
}

static void nobody_listens(void **state)
{
	struct fixture *f = *state;
	auto_answer a = {0};

	fake_engine_restart(f->fake, false);
	ask_at(f->loop, fake_engine_socket(f->fake), &a);
	expect(&a, IG_E_DOWN, fake_engine_socket(f->fake), "no engine listens at",
	    "systemctl start docker");
}

static void not_a_socket(void **state)
{
	struct fixture *f = *state;
	auto_answer a = {0}, b = {0};

	ask_at(f->loop, "/etc/passwd", &a);
	expect(&a, IG_E_DOWN, "/etc/passwd", "is not a socket", "--host");
	ask_at(f->loop, "/tmp", &b);
	expect(&b, IG_E_DOWN, "/tmp", "is not a socket", "--host");
}

/* As a user without the right: the call is made in a child that gives root away. */
static void no_permission(void **state)
{
	struct fixture *f = *state;
	int status;
	pid_t pid;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(fake_engine_socket(f->fake), 0600), 0);
	pid = fork();
	if (pid == 0) {
		struct answer a = {0};
		ig_loop *loop = ig_loop_new(NULL);

		if (setgid(65534) < 0 || setuid(65534) < 0)
			_exit(9);
		ask_at(loop, fake_engine_socket(f->fake), &a);
		_exit(
		    ig_err_code(a.err) == IG_E_DOWN &&
		            strstr(ig_err_msg(a.err), "no permission to use the engine's socket") &&
		            strstr(ig_err_hint_text(a.err), "docker group")
		        ? 0
		        : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* connect(2) on a unix socket with a full queue says EAGAIN, not "in progress". */
static void a_full_queue(void **state)
{
	struct fixture *f = *state;
	ig_auto_free char *path = ig_asprintf("%s.full", fake_engine_socket(f->fake));
	struct sockaddr_un sa = {.sun_family = AF_UNIX};
	auto_answer a = {0};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), filler[4];

	strcpy(sa.sun_path, path);
	assert_int_equal(bind(fd, (struct sockaddr *)&sa, sizeof(sa)), 0);
	assert_int_equal(listen(fd, 0), 0);
	for (size_t i = 0; i < IG_COUNT(filler); i++) {
		filler[i] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)!connect(filler[i], (struct sockaddr *)&sa, sizeof(sa));
	}
	ask_at(f->loop, path, &a);
	expect(&a, IG_E_DOWN, path, "the engine at", "journalctl");
	for (size_t i = 0; i < IG_COUNT(filler); i++)
		close(filler[i]);
	close(fd);
	unlink(path);
}

static void paths_that_cannot_be(void **state)
{
	struct fixture *f = *state;
	ig_auto_err e = NULL;
	ig_auto_err e2 = NULL;
	char longest[200];

	memset(longest, 'a', sizeof(longest));
	longest[0] = '/';
	longest[sizeof(longest) - 1] = '\0';
	assert_null(ig_engine_new(f->loop, longest, &e));
	assert_int_equal(ig_err_code(e), IG_E_INPUT);
	assert_null(ig_engine_new(f->loop, "relative", &e2));
	assert_int_equal(ig_err_code(e2), IG_E_INPUT);
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, fixture_up, fixture_down)
	const struct CMUnitTest tests[] = {
	    T(each_fault_ends_its_call_once),
	    T(no_socket),
	    T(nobody_listens),
	    T(not_a_socket),
	    T(no_permission),
	    T(a_full_queue),
	    T(paths_that_cannot_be),
	};

	return cmocka_run_group_tests_name("engine faults", tests, NULL, NULL);
}
