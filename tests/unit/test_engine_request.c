/* core/engine: what hostile names and values become in a request. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "core/engine/engine-priv.h"

static const struct {
	enum ig_part kind;
	const char *part;
	const char *target; /* NULL: refused */
} parts[] = {
    {IG_PART_ID, "abc123", "/x/abc123/y"},
    {IG_PART_ID, "a_b-c.d~", "/x/a_b-c.d~/y"},
    {IG_PART_ID, "a b", "/x/a%20b/y"},
    {IG_PART_ID, "a?force=1#x&y", "/x/a%3Fforce%3D1%23x%26y/y"},
    {IG_PART_ID, "%2e%2e", "/x/%252e%252e/y"},
    {IG_PART_ID, "a\\b", "/x/a%5Cb/y"},
    {IG_PART_ID, "\xc3\xa9\xff", "/x/%C3%A9%FF/y"},
    {IG_PART_ID, "", NULL},
    {IG_PART_ID, NULL, NULL},
    {IG_PART_ID, ".", NULL},
    {IG_PART_ID, "..", NULL},
    {IG_PART_ID, "a/b", NULL},
    {IG_PART_ID, "../images/x", NULL},
    {IG_PART_ID, "a\r\nHost: evil", NULL},
    {IG_PART_ID, "a\x7f", NULL},
    {IG_PART_REF, "ignite-tui/node:20", "/x/ignite-tui/node%3A20/y"},
    {IG_PART_REF, "sha256:0123", "/x/sha256%3A0123/y"},
    {IG_PART_REF, "h:5000/a/b@sha256:1", "/x/h%3A5000/a/b%40sha256%3A1/y"},
    {IG_PART_REF, "a/../../containers/b", NULL},
    {IG_PART_REF, "a/./b", NULL},
    {IG_PART_REF, "/a", NULL},
    {IG_PART_REF, "a/", NULL},
    {IG_PART_REF, "a//b", NULL},
    {IG_PART_REF, "a\nb", NULL},
};

static void parts_stay_in_their_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(parts); i++) {
		struct ig_request r;

		ig_request_init(&r, "GET", "/x/", parts[i].kind, parts[i].part, "/y");
		if (parts[i].target) {
			assert_null(r.bad);
			assert_string_equal(ig_buf_str(&r.target), parts[i].target);
		} else {
			if (ig_err_code(r.bad) != IG_E_INPUT)
				fail_msg("'%s' was taken", parts[i].part);
			assert_null(strstr(ig_buf_str(&r.target), ".."));
		}
		ig_request_done(&r);
	}
}

static void a_long_name_is_refused(void **state)
{
	struct ig_request r;
	char name[513];

	(void)state;
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ig_request_init(&r, "GET", "/x/", IG_PART_ID, name, "");
	assert_int_equal(ig_err_code(r.bad), IG_E_INPUT);
	assert_true(strlen(ig_err_msg(r.bad)) < 200);
	ig_request_done(&r);
}

static void queries_are_escaped(void **state)
{
	json_t *filters = json_pack("{s:[s]}", "label", "a=b&c \xe2\x80\xae");
	struct ig_request r;

	(void)state;
	ig_request_init(&r, "GET", "/p", IG_PART_NONE, NULL, "");
	ig_request_query(&r, "one", NULL);
	ig_request_query(&r, "two", "");
	ig_request_query(&r, "t h", "a b&c=d%#\r\n+/");
	ig_request_query_json(&r, "none", NULL);
	ig_request_query_json(&r, "f", filters);
	assert_null(r.bad);
	assert_string_equal(ig_buf_str(&r.target), "/p?two=&t%20h=a%20b%26c%3Dd%25%23%0D%0A%2B%2F&"
	                                           "f=%7B%22label%22%3A%5B%22a%3Db%26c%20%5Cu202E"
	                                           "%22%5D%7D");
	json_decref(filters);
	ig_request_done(&r);
}

static void a_query_without_end_is_refused(void **state)
{
	struct ig_request r;
	char *big = ig_malloc(IG_URL_MAX + 1);
	json_t *v;

	(void)state;
	memset(big, 'a', IG_URL_MAX);
	big[IG_URL_MAX] = '\0';
	ig_request_init(&r, "GET", "/p", IG_PART_NONE, NULL, "");
	ig_request_query(&r, "k", big);
	assert_int_equal(ig_err_code(r.bad), IG_E_LIMIT);
	ig_request_done(&r);

	v = json_string(big);
	ig_request_init(&r, "GET", "/p", IG_PART_NONE, NULL, "");
	ig_request_query_json(&r, "labels", v);
	assert_int_equal(ig_err_code(r.bad), IG_E_LIMIT);
	json_decref(v);
	ig_request_done(&r);
	free(big);
}

static void a_tar_is_read_from_its_start(void **state)
{
	int fd = memfd_create("tar", MFD_CLOEXEC);
	struct ig_request r;
	ig_auto_err e = NULL;
	char buf[64];

	(void)state;
	assert_int_equal(write(fd, "0123456789", 10), 10);
	ig_request_init(&r, "POST", "/build", IG_PART_NONE, NULL, "");
	ig_request_tar(&r, fd);
	assert_null(r.bad);
	assert_int_equal(r.file_size, 10);
	assert_int_equal(ig_request_read(&r, buf, 4, &e), 4);
	assert_memory_equal(buf, "0123", 4);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 10); /* the caller's offset is his */
	assert_int_equal(ftruncate(fd, 6), 0);
	assert_int_equal(ig_request_read(&r, buf, sizeof(buf), &e), 2);
	assert_int_equal(ig_request_read(&r, buf, sizeof(buf), &e), -1);
	assert_int_equal(ig_err_code(e), IG_E_CHANGED);
	ig_request_done(&r);
	close(fd);
}

static void a_tar_that_grows_is_cut(void **state)
{
	int fd = memfd_create("tar", MFD_CLOEXEC);
	struct ig_request r;
	char buf[64];

	(void)state;
	assert_int_equal(write(fd, "0123", 4), 4);
	ig_request_init(&r, "POST", "/build", IG_PART_NONE, NULL, "");
	ig_request_tar(&r, fd);
	assert_int_equal(write(fd, "4567", 4), 4);
	assert_int_equal(ig_request_read(&r, buf, sizeof(buf), NULL), 4);
	assert_int_equal(ig_request_read(&r, buf, sizeof(buf), NULL), 0);
	ig_request_done(&r);
	close(fd);
}

static void a_tar_must_be_regular(void **state)
{
	struct ig_request r;
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	ig_request_init(&r, "POST", "/build", IG_PART_NONE, NULL, "");
	ig_request_tar(&r, p[0]);
	assert_int_equal(ig_err_code(r.bad), IG_E_INPUT);
	ig_request_done(&r);
	ig_request_init(&r, "POST", "/build", IG_PART_NONE, NULL, "");
	ig_request_tar(&r, -1);
	assert_int_equal(ig_err_code(r.bad), IG_E_INPUT);
	ig_request_done(&r);
	close(p[0]);
	close(p[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parts_stay_in_their_place),
	    cmocka_unit_test(a_long_name_is_refused),
	    cmocka_unit_test(queries_are_escaped),
	    cmocka_unit_test(a_query_without_end_is_refused),
	    cmocka_unit_test(a_tar_is_read_from_its_start),
	    cmocka_unit_test(a_tar_that_grows_is_cut),
	    cmocka_unit_test(a_tar_must_be_regular),
	};

	return cmocka_run_group_tests_name("engine request", tests, NULL, NULL);
}
