/* core/engine's image calls against a real engine. Tags and labels of this process; all go at the
 * end. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/engine/engine.h"
#include "tests/support/engine-test.h"

#define LABEL "io.ignite-tui.test"
enum { SOON = 20000, BLOCK = 512 };

struct world {
	ig_loop *loop;
	ig_engine *e;
	char *pid, *tag, *label;
	json_t *filters;
};

/* One regular file as a ustar entry (POSIX.1-2017, pax, "ustar Interchange Format"). */
static void tar_add(struct ig_buf *b, const char *name, const char *text)
{
	size_t n = strlen(text);
	char h[BLOCK] = {0}, pad[BLOCK] = {0};
	unsigned sum = 0;

	snprintf(h, 100, "%s", name);
	memcpy(h + 100, "0000755", 7);
	memcpy(h + 108, "0000000", 7);
	memcpy(h + 116, "0000000", 7);
	snprintf(h + 124, 12, "%011o", (unsigned)n);
	memcpy(h + 136, "00000000000", 11);
	memset(h + 148, ' ', 8);
	h[156] = '0';
	memcpy(h + 257,
	    "ustar\0"
	    "00",
	    8);
	for (size_t i = 0; i < BLOCK; i++)
		sum += (unsigned char)h[i];
	snprintf(h + 148, 8, "%06o", sum & 0777777);
	ig_buf_add(b, h, BLOCK);
	ig_buf_add(b, text, n);
	ig_buf_add(b, pad, (BLOCK - n % BLOCK) % BLOCK);
}

/* A tar of one or two files in memory; name2 may be NULL. */
static int tar(const char *name, const char *text, const char *name2, const char *text2)
{
	static const char end[2 * BLOCK];
	ig_auto_buf b = IG_BUF_INIT(0);
	int fd = memfd_create("tar", MFD_CLOEXEC);

	tar_add(&b, name, text);
	if (name2)
		tar_add(&b, name2, text2);
	ig_buf_add(&b, end, sizeof(end));
	assert_int_equal(write(fd, b.data, b.len), (ssize_t)b.len);
	return fd;
}

static void need(struct world *w, const struct answer *a, enum ig_code code)
{
	if (!answer_wait(w->loop, a, SOON))
		fail_msg("no answer");
	if (a->times != 1 || ig_err_code(a->err) != code)
		fail_msg(
		    "answered %u times: %d: %s", a->times, ig_err_code(a->err), ig_err_msg(a->err));
}

static int world_up(void **state)
{
	ig_auto_free char *socket = test_engine_socket();
	struct world *w = ig_calloc(1, sizeof(*w));

	w->loop = ig_loop_new(NULL);
	w->e = ig_engine_new(w->loop, socket, NULL);
	w->pid = ig_asprintf("%d", (int)getpid());
	w->tag = ig_asprintf("ignite-tui-test/p%s:1", w->pid);
	w->label = ig_asprintf("%s=%s", LABEL, w->pid);
	w->filters = json_pack("{s:[s]}", "label", w->label);
	*state = w;
	return 0;
}

static int sweep(void **state)
{
	struct world *w = *state;
	struct answer list = {0};
	json_t *image;
	size_t i;

	ig_engine_images(w->e, w->filters, answer_reply, &list);
	answer_wait(w->loop, &list, SOON);
	json_array_foreach(list.body, i, image)
	{
		struct answer a = {0};

		ig_engine_image_remove(w->e, ig_json_str(image, "Id", ""), answer_reply, &a);
		answer_wait(w->loop, &a, SOON);
		answer_done(&a);
	}
	answer_done(&list);
	return 0;
}

static int world_down(void **state)
{
	struct world *w = *state;

	sweep(state);
	ig_engine_free(w->e);
	ig_loop_free(w->loop);
	json_decref(w->filters);
	free(w->pid);
	free(w->tag);
	free(w->label);
	free(w);
	return 0;
}

/* The image of the reply is the one the tag names, and is listed under the label. Then it goes. */
static void is_there_and_goes(struct world *w, const struct answer *made, const char *command)
{
	auto_answer seen = {0}, list = {0}, gone = {0}, again = {0}, missing = {0};
	const char *id = ig_json_str(made->body, "Id", "");

	assert_int_equal(strncmp(id, "sha256:", 7), 0);
	ig_engine_image_inspect(w->e, w->tag, answer_reply, &seen);
	need(w, &seen, IG_OK);
	assert_string_equal(ig_json_str(seen.body, "Id", ""), id);
	assert_string_equal(
	    json_string_value(json_array_get(ig_json_at(seen.body, "Config.Cmd"), 0)), command);
	ig_engine_images(w->e, w->filters, answer_reply, &list);
	need(w, &list, IG_OK);
	assert_int_equal(json_array_size(list.body), 1);
	assert_string_equal(ig_json_str(json_array_get(list.body, 0), "Id", ""), id);
	ig_engine_image_remove(w->e, w->tag, answer_reply, &gone);
	need(w, &gone, IG_OK);
	ig_engine_image_remove(w->e, w->tag, answer_reply, &again);
	need(w, &again, IG_E_NOT_FOUND);
	ig_engine_image_inspect(w->e, w->tag, answer_reply, &missing);
	need(w, &missing, IG_E_NOT_FOUND);
}

static void a_tar_is_imported(void **state)
{
	struct world *w = *state;
	ig_auto_free char *label = ig_asprintf("LABEL %s", w->label);
	const char *changes[] = {"CMD [\"/hello\"]", label, NULL};
	ig_auto_fd int fd = tar("hello", "not a program\n", NULL, NULL);
	auto_answer a = {0};

	lseek(fd, 0, SEEK_END);
	ig_engine_image_import(w->e, fd, w->tag, changes, answer_reply, &a);
	need(w, &a, IG_OK);
	is_there_and_goes(w, &a, "/hello");
}

static void a_context_is_built(void **state)
{
	struct world *w = *state;
	ig_auto_json labels = json_pack("{s:s}", LABEL, w->pid);
	ig_auto_fd int fd = tar("Dockerfile", "FROM scratch\nCOPY hello /hello\nCMD [\"/hello\"]\n",
	    "hello", "not a program\n");
	auto_answer a = {0};

	ig_engine_image_build(w->e, fd, w->tag, labels, answer_reply, &a);
	close(ig_steal_fd(&fd)); /* the call has its own */
	need(w, &a, IG_OK);
	is_there_and_goes(w, &a, "/hello");
}

static const struct {
	const char *file, *text, *msg;
} broken[] = {
    {"Dockerfile", "FROM scratch\nCOPY absent /x\n", "absent"},
    {"Dockerfile", "FROM scratch\nNONSENSE x\n", "unknown instruction"},
    {"Dockerfile", "", "Dockerfile"},
    {"other", "x", "Dockerfile"},
};

static void a_broken_context_is_explained(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < IG_COUNT(broken); i++) {
		ig_auto_fd int fd = tar(broken[i].file, broken[i].text, NULL, NULL);
		auto_answer a = {0};

		ig_engine_image_build(w->e, fd, w->tag, NULL, answer_reply, &a);
		need(w, &a, IG_E_ENGINE);
		assert_non_null(strstr(ig_err_msg(a.err), "cannot build the image: "));
		if (!strcasestr(ig_err_msg(a.err), broken[i].msg))
			fail_msg("row %zu: %s", i, ig_err_msg(a.err));
	}
}

static void what_is_no_tar_is_refused(void **state)
{
	struct world *w = *state;
	ig_auto_fd int fd = memfd_create("tar", MFD_CLOEXEC);
	auto_answer a = {0}, b = {0};

	assert_int_equal(ftruncate(fd, 3000), 0);
	assert_int_equal(pwrite(fd, "garbage garbage", 15, 0), 15);
	ig_engine_image_import(w->e, fd, w->tag, NULL, answer_reply, &a);
	need(w, &a, IG_E_ENGINE);
	ig_engine_image_import(w->e, -1, w->tag, NULL, answer_reply, &b);
	need(w, &b, IG_E_INPUT);
}

static void a_bad_name_is_refused(void **state)
{
	struct world *w = *state;
	ig_auto_fd int fd = tar("x", "y", NULL, NULL);
	auto_answer a = {0};

	ig_engine_image_import(w->e, fd, "UPPER/case:1", NULL, answer_reply, &a);
	need(w, &a, IG_E_ENGINE);
}

int main(void)
{
#define T(fn) cmocka_unit_test_teardown(fn, sweep)
	const struct CMUnitTest tests[] = {
	    T(a_tar_is_imported),
	    T(a_context_is_built),
	    T(a_broken_context_is_explained),
	    T(what_is_no_tar_is_refused),
	    T(a_bad_name_is_refused),
	};

	free(test_engine_socket()); /* skips or bails out before the plan is printed */
	return cmocka_run_group_tests_name("engine images", tests, world_up, world_down);
}
