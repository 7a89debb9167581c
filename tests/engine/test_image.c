/* core/run: runtime images, and the reader of ELF files that they need. */
#include "config.h"

#include <elf.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/run/image-priv.h"
#include "tests/support/engine-test.h"

struct world {
	ig_loop *loop;
	ig_engine *e;
	char cache[40];
	char *tag;
	struct ig_runtime rt;
};

/* The test program itself stands in for a runtime: it is dynamic, small, and on every machine. */
static void make_cache(struct world *w, const char *program)
{
	ig_auto_free char *dir = ig_asprintf("%s/npm/test-1/bin", w->cache);
	ig_auto_free char *to = ig_asprintf("%s/test", dir);
	ig_auto_buf b = IG_BUF_INIT(0);

	assert_int_equal(ig_mkdir_p(dir, NULL), 0);
	assert_int_equal(ig_read_path(program, 256 << 20, &b, NULL), 0);
	assert_int_equal(ig_write_atomic(to, b.data, b.len, 0755, NULL), 0);
}

static void build(struct world *w, struct answer *a)
{
	ig_auto_free char *npm = ig_asprintf("%s/npm", w->cache);
	ig_auto_err e = NULL;

	if (!ig_image_build(w->loop, w->e, &w->rt, npm, answer_reply, a, &e))
		fail_msg("%s", ig_err_msg(e));
	assert_int_equal(a->times, 0);
	assert_true(answer_wait(w->loop, a, 60000));
}

static void need(const struct answer *a)
{
	if (a->err)
		fail_msg("%s", ig_err_msg(a->err));
}

static void makes_and_keeps(void **state)
{
	struct world *w = *state;
	auto_answer first = {0};
	auto_answer again = {0};
	auto_answer image = {0};
	auto_answer other = {0};
	auto_answer gone = {0};

	make_cache(w, "/proc/self/exe");
	build(w, &first);
	need(&first);
	assert_string_equal(ig_json_str(first.body, "Tag", ""), w->tag);
	ig_engine_image_inspect(w->e, w->tag, answer_reply, &image);
	assert_true(answer_wait(w->loop, &image, 10000));
	need(&image);
	assert_string_equal(ig_json_str(image.body, "Id", ""), ig_json_str(first.body, "Id", "?"));
	assert_string_equal(
	    json_string_value(ig_json_at(image.body, "Config.User")), "65532:65532");
	assert_string_equal(json_string_value(json_object_get(
	                        ig_json_at(image.body, "Config.Labels"), IG_LABEL_OWNER)),
	    "ignite-tui");
	/* The same input: the image is not made again. */
	build(w, &again);
	need(&again);
	assert_string_equal(ig_json_str(again.body, "Id", ""), ig_json_str(first.body, "Id", "?"));
	/* Another input: it is. */
	make_cache(w, "/bin/true");
	build(w, &other);
	need(&other);
	assert_string_not_equal(
	    ig_json_str(other.body, "Id", ""), ig_json_str(first.body, "Id", ""));
	/* And the one that lost its tag is gone. */
	ig_engine_image_inspect(w->e, ig_json_str(first.body, "Id", ""), answer_reply, &gone);
	assert_true(answer_wait(w->loop, &gone, 10000));
	assert_int_equal(ig_err_code(gone.err), IG_E_NOT_FOUND);
}

/* What it holds runs: the program finds its loader and its libraries, and no shell is there. */
static void what_it_makes_runs(void **state)
{
	static const char *const commands[][2] = {{"/usr/local/bin/test", "0"}, {"/bin/sh", "127"}};
	struct world *w = *state;
	auto_answer made = {0};

	make_cache(w, "/bin/true");
	build(w, &made);
	need(&made);
	for (size_t i = 0; i < IG_COUNT(commands); i++) {
		ig_auto_json rq = json_pack("{s:s, s:[s], s:{s:s}, s:b, s:{s:s, s:b}}", "Image",
		    w->tag, "Cmd", commands[i][0], "Labels", IG_LABEL_OWNER, "ignite-tui-test",
		    "NetworkDisabled", 1, "HostConfig", "NetworkMode", "none", "ReadonlyRootfs", 1);
		ig_auto_free char *id = NULL;
		auto_answer c = {0};
		auto_answer s = {0};
		auto_answer r = {0};
		auto_answer d = {0};

		ig_engine_create(w->e, NULL, rq, answer_reply, &c);
		assert_true(answer_wait(w->loop, &c, 10000));
		need(&c);
		id = ig_strdup(ig_json_str(c.body, "Id", ""));
		ig_engine_start(w->e, id, answer_reply, &s);
		assert_true(answer_wait(w->loop, &s, 10000));
		ig_engine_wait(w->e, id, 10000, answer_reply, &r);
		assert_true(answer_wait(w->loop, &r, 10000));
		ig_engine_remove(w->e, id, 0, answer_reply, &d);
		assert_true(answer_wait(w->loop, &d, 10000));
		assert_int_equal(s.err != NULL, i == 1); /* no such program */
		if (i == 0)
			assert_int_equal(ig_json_int(r.body, "StatusCode", -1), 0);
	}
}

static void says_what_is_missing(void **state)
{
	struct world *w = *state;
	ig_auto_err e = NULL;
	auto_answer a = {0};

	assert_null(ig_image_build(w->loop, w->e, &w->rt, "/nonexistent", answer_reply, &a, &e));
	assert_int_equal(ig_err_code(e), IG_E_NOT_FOUND);
	assert_non_null(ig_err_hint_text(e));
	make_cache(w, "/etc/passwd");
	build(w, &a);
	assert_int_equal(ig_err_code(a.err), IG_E_INPUT);
	assert_non_null(strstr(ig_err_msg(a.err), "is no 64-bit"));
	/* Cancelled at once, or in the middle: no answer comes. */
	make_cache(w, "/proc/self/exe");
	for (unsigned passes = 0; passes < 3; passes++) {
		ig_auto_free char *npm = ig_asprintf("%s/npm", w->cache);
		auto_answer none = {0};
		ig_image_job *j =
		    ig_image_build(w->loop, w->e, &w->rt, npm, answer_reply, &none, NULL);

		assert_non_null(j);
		for (unsigned i = 0; i < passes; i++)
			ig_loop_once(w->loop, 20);
		if (!none.times)
			ig_image_cancel(j);
		ig_loop_once(w->loop, 20);
		assert_true(none.times <= (passes > 0));
	}
}

static int memory_file(const void *p, size_t n)
{
	int fd = memfd_create("elf", MFD_CLOEXEC);

	assert_int_equal(ig_write_all(fd, p, n), 0);
	return fd;
}

/* Whatever byte is changed and wherever it is cut: an answer or an error, and nothing else. */
static void elf_reader_survives_anything(void **state)
{
	struct elf_info *info = ig_malloc(sizeof(*info));
	ig_auto_buf b = IG_BUF_INIT(0);
	const Elf64_Phdr *ph;
	uint32_t seed = 1;
	unsigned bad = 0;

	(void)state;
	assert_int_equal(ig_read_path("/bin/true", 16 << 20, &b, NULL), 0);
	ph = (const Elf64_Phdr *)(void *)(b.data + sizeof(Elf64_Ehdr));
	for (unsigned i = 0; i < 3000; i++) {
		ig_auto_buf c = IG_BUF_INIT(0);
		ig_auto_err e = NULL;
		size_t at;
		int fd;

		ig_buf_add(&c, b.data, b.len);
		seed = seed * 1664525 + 1013904223;
		/* in the headers, or in the dynamic section */
		at = seed >> 8 & 1023;
		if (i % 3 == 0)
			for (size_t k = 0; k < 13; k++)
				if (ph[k].p_type == PT_DYNAMIC)
					at = ph[k].p_offset + (seed >> 8) % ph[k].p_filesz;
		c.data[at % c.len] = (char)(seed >> 24);
		fd = memory_file(c.data, i % 7 ? c.len : seed % c.len);
		bad += elf_read(fd, "x", info, &e) < 0;
		assert_true(info->needed_n <= ELF_NEEDED_MAX);
		close(fd);
	}
	assert_in_range(bad, 100, 2900);
	free(info);
}

static int up(void **state)
{
	struct world *w = ig_calloc(1, sizeof(*w));
	ig_auto_free char *socket = test_engine_socket();

	strcpy(w->cache, "/tmp/ignite-image.XXXXXX");
	if (!mkdtemp(w->cache))
		return -1;
	setenv("XDG_CACHE_HOME", w->cache, 1);
	w->loop = ig_loop_new(NULL);
	w->e = ig_engine_new(w->loop, socket, NULL);
	w->tag = ig_asprintf("ignite-tui-test/image-%d:1", (int)getpid());
	w->rt = (struct ig_runtime){.name = "test",
	    .version = "1",
	    .image = w->tag,
	    .folder = "test-1",
	    .member = "bin/test",
	    .argv = {"/usr/local/bin/test"}};
	*state = w;
	return w->e ? 0 : -1;
}

static int down(void **state)
{
	struct world *w = *state;
	auto_answer a = {0};
	int r;

	ig_engine_image_remove(w->e, w->tag, answer_reply, &a);
	answer_wait(w->loop, &a, 10000);
	ig_engine_free(w->e);
	ig_loop_free(w->loop);
	r = ig_rmtree(w->cache, NULL);
	free(w->tag);
	free(w);
	return r;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(makes_and_keeps),
	    cmocka_unit_test(what_it_makes_runs),
	    cmocka_unit_test(says_what_is_missing),
	    cmocka_unit_test(elf_reader_survives_anything),
	};

	return cmocka_run_group_tests_name("image", tests, up, down);
}
