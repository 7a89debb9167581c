/* Services: the table of runtimes, the three kinds of manifest, and the search for them. */
#include "config.h"
#include "core/service/service.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "tests/unit/scratch.h"

static void test_runtimes(void **state)
{
	static const struct {
		const char *spec, *version;
	} t[] = {{"node", "20"}, {"node@18", "18"}, {"node@20", "20"}, {"node@20.12.0", "20"},
	    {"node@22.1", "22"}, {"node@", NULL}, {"node@2", NULL}, {"node@200", NULL},
	    {"node@20x", NULL}, {"node@20.x", NULL}, {"", NULL}, {"@20", NULL}, {"nod", NULL},
	    {"nodes", NULL}, {"node@20@20", NULL}, {"NODE", NULL}, {"node@20.1/../x", NULL}};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		ig_auto_err err = NULL;
		const struct ig_runtime *rt = ig_runtime_find(t[i].spec, &err);

		if (!t[i].version) {
			assert_null(rt);
			assert_int_equal(ig_err_code(err), IG_E_INPUT);
			assert_string_equal(
			    ig_err_hint_text(err), "known: node@18, node@20, node@22");
			continue;
		}
		assert_non_null(rt);
		assert_string_equal(rt->version, t[i].version);
	}
	assert_string_equal(ig_runtime_for_entry("a.js")->version, "20");
	assert_string_equal(ig_runtime_for_entry("a.ts")->version, "22");
	assert_false(ig_runtime_runs(ig_runtime_find("node@20", NULL), "a.mts"));
	assert_true(ig_runtime_runs(ig_runtime_find("node@20", NULL), "ats"));
}

/* Each row is whole, one of a name is preferred, and no two are the same. */
static void test_runtime_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ig_runtimes_n; i++) {
		const struct ig_runtime *r = &ig_runtimes[i];
		size_t preferred = 0;

		assert_true(
		    r->name && r->version && r->image && r->folder && r->member && r->baseline);
		assert_true(r->argv[0] && r->argv[0][0] == '/');
		assert_null(r->argv[IG_COUNT(r->argv) - 1]);
		for (size_t k = 0; k < ig_runtimes_n; k++) {
			bool same = !strcmp(ig_runtimes[k].name, r->name);

			preferred += same && ig_runtimes[k].preferred;
			assert_false(k != i && same && !strcmp(ig_runtimes[k].version, r->version));
			assert_false(k != i && !strcmp(ig_runtimes[k].image, r->image));
		}
		assert_int_equal(preferred, 1);
	}
}

/* What the data files of service.yaml name: an entry, one in a folder, and traps. */
static char *make_service(const struct ig_buf *yaml)
{
	char *dir = scratch_make();
	ig_auto_free char *link = ig_asprintf("%s/svc/link.js", dir);
	ig_auto_free char *away = ig_asprintf("%s/svc/away", dir);
	ig_auto_free char *fifo = ig_asprintf("%s/svc/fifo.js", dir);

	scratch_put(dir, "svc/service.yaml", ig_buf_str(yaml), yaml->len);
	scratch_text(dir, "svc/index.js", "1\n");
	scratch_text(dir, "svc/app.ts", "1\n");
	scratch_text(dir, "svc/lib/main.js", "1\n");
	scratch_text(dir, "outside.js", "1\n");
	assert_int_equal(symlink("../outside.js", link), 0);
	assert_int_equal(symlink("..", away), 0);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	return dir;
}

static struct ig_service *load_below(const char *dir, const char *rel, ig_err **err)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", dir, rel);

	return ig_service_load(path, err);
}

static void check_invalid(const char *dir, const char *name)
{
	ig_auto_free char *in = ig_asprintf("%s.yaml", name), *want = ig_asprintf("%s.error", name);
	ig_auto_buf yaml = IG_BUF_INIT(0);
	ig_auto_buf expect = IG_BUF_INIT(0);
	char *tmp;
	struct ig_service *s;

	scratch_read(dir, in, &yaml);
	scratch_read(dir, want, &expect);
	expect.data[expect.len - 1] = '\0'; /* its newline */
	tmp = make_service(&yaml);
	s = load_below(tmp, "svc", NULL);
	assert_non_null(s);
	if (!s->error || strcmp(ig_err_msg(s->error), expect.data))
		print_error("%s: %s\n", name, ig_err_msg(s->error));
	assert_non_null(s->error);
	assert_string_equal(ig_err_msg(s->error), expect.data);
	assert_int_equal(ig_err_exit(s->error), 2);
	assert_non_null(s->name);
	ig_service_free(s);
	scratch_remove(tmp);
}

static void check_valid(const char *dir, const char *name)
{
	ig_auto_free char *in = ig_asprintf("%s.yaml", name);
	ig_auto_buf yaml = IG_BUF_INIT(0);
	char *tmp;
	struct ig_service *s;

	scratch_read(dir, in, &yaml);
	tmp = make_service(&yaml);
	s = load_below(tmp, "svc", NULL);
	assert_non_null(s);
	if (s->error)
		print_error("%s: %s\n", name, ig_err_msg(s->error));
	assert_null(s->error);
	assert_string_equal(s->name, "hello");
	assert_string_equal(s->runtime->version, "20");
	assert_non_null(s->entry);
	ig_service_free(s);
	scratch_remove(tmp);
}

static void test_yaml_files(void **state)
{
	ig_auto_free char *valid = scratch_data("service/valid");
	ig_auto_free char *invalid = scratch_data("service/invalid");

	(void)state;
	assert_true(scratch_each(valid, ".yaml", check_valid) >= 4);
	assert_true(scratch_each(invalid, ".yaml", check_invalid) >= 50);
}

static void test_yaml_values(void **state)
{
	ig_auto_free char *valid = scratch_data("service/valid");
	ig_auto_buf yaml = IG_BUF_INIT(0);
	char *tmp;
	struct ig_service *s;

	(void)state;
	scratch_read(valid, "full.yaml", &yaml);
	tmp = make_service(&yaml);
	s = load_below(tmp, "svc", NULL);
	assert_null(s->error);
	assert_string_equal(s->runtime_spec, "node@20.12.0");
	assert_string_equal(s->entry, "index.js");
	assert_string_equal(s->rel, ".");
	assert_int_equal(s->memory, 128 << 20);
	assert_int_equal(s->memory_line, 5);
	assert_true(s->cpu == 0.5);
	assert_int_equal(s->cpu_line, 6);
	assert_int_equal(s->timeout_ms, 5000);
	assert_int_equal(s->timeout_line, 7);
	assert_int_equal(s->env_n, 3);
	assert_string_equal(s->env[1].name, "PORT");
	assert_string_equal(s->env[1].value, "3000");
	assert_int_equal(s->env[1].line, 10);
	assert_string_equal(s->env[2].value, "");
	assert_true(s->thresholds.memory_base_mb == 40 && s->thresholds.memory_fail_ratio == 0.9);
	assert_int_equal(s->thresholds.deps_warn, 20);
	assert_true(s->thresholds.image_fail_mb == 200);
	assert_int_equal(s->thresholds.cold_start_buffer_ms, 250);
	ig_service_free(s);
	scratch_remove(tmp);
}

/* A broken one is shown as far as it was read. */
static void test_broken_is_kept(void **state)
{
	char *tmp = scratch_make();
	struct ig_service *s;

	(void)state;
	scratch_text(tmp, "svc/service.yaml",
	    "service:\n  nme: x\n  name: shop\n  runtime: node@20\n  entry: nope.js\n  memoryMb: "
	    "64\n");
	s = load_below(tmp, "svc", NULL);
	assert_string_equal(
	    ig_err_msg(s->error), "service.yaml:2:3: unknown key 'nme'; did you mean 'name'?");
	assert_string_equal(s->name, "shop");
	assert_null(s->entry);
	assert_int_equal(s->memory, 64 << 20);
	ig_service_free(s);
	scratch_remove(tmp);
}

static void test_hostile_manifest(void **state)
{
	char *tmp = scratch_make(), *big = ig_malloc(10 << 20);
	ig_auto_free char *link = ig_asprintf("%s/linked/service.yaml", tmp);
	ig_auto_free char *fifo = ig_asprintf("%s/fifo/service.yaml", tmp);
	static const struct {
		const char *rel, *error;
	} t[] = {
	    {"big", "'service.yaml' is larger than 65536 bytes"},
	    {"linked", "'service.yaml' is or goes through a symbolic link"},
	    {"fifo", "'service.yaml' is not a regular file"},
	    {"folder", "'service.yaml' is not a regular file"},
	};

	(void)state;
	memset(big, 'a', 10 << 20);
	scratch_put(tmp, "big/service.yaml", big, 10 << 20);
	scratch_text(tmp, "linked/index.js", "");
	scratch_text(tmp, "fifo/index.js", "");
	scratch_text(tmp, "folder/service.yaml/x", "");
	assert_int_equal(symlink("/etc/passwd", link), 0);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		struct ig_service *s = load_below(tmp, t[i].rel, NULL);

		assert_non_null(s);
		assert_string_equal(ig_err_msg(s->error), t[i].error);
		assert_string_equal(s->name, t[i].rel);
		ig_service_free(s);
	}
	free(big);
	scratch_remove(tmp);
}

static void test_package(void **state)
{
	static const struct {
		const char *json, *entry, *name, *error;
	} t[] = {
	    {"{\"name\":\"shop\",\"main\":\"lib/main.js\"}", "lib/main.js", "shop", NULL},
	    {"{\"main\":\"./lib/main\"}", "lib/main.js", "svc", NULL},
	    {"{\"main\":\"lib\"}", "lib/index.js", "svc", NULL},
	    {"{}", "index.js", "svc", NULL},
	    {"{\"name\":7,\"main\":7}", "index.js", "svc", NULL},
	    {"{\"scripts\":{\"start\":\"node  server.js\"},\"main\":\"index.js\"}", "server.js",
	        "svc", NULL},
	    {"{\"scripts\":{\"start\":\"node --inspect server.js\"}}", "index.js", "svc", NULL},
	    {"{\"scripts\":{\"start\":\"node server.js; sh\"}}", "index.js", "svc", NULL},
	    {"{\"scripts\":{\"start\":\"node $X\"}}", "index.js", "svc", NULL},
	    {"{\"main\":\"gone.js\"}", NULL, "svc", "package.json: main: 'gone.js' does not exist"},
	    {"{\"main\":\"../x.js\"}", NULL, "svc",
	        "package.json: main: '../x.js' must not contain '..'"},
	    {"{\"scripts\":{\"start\":\"node gone.js\"}}", NULL, "svc",
	        "package.json: scripts.start: 'gone.js' does not exist"},
	    {"[]", NULL, "svc", "package.json: it is not an object"},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		char *tmp = scratch_make();
		struct ig_service *s;

		scratch_text(tmp, "svc/package.json", t[i].json);
		scratch_text(tmp, "svc/index.js", "");
		scratch_text(tmp, "svc/server.js", "");
		scratch_text(tmp, "svc/lib/index.js", "");
		scratch_text(tmp, "svc/lib/main.js", "");
		s = load_below(tmp, "svc", NULL);
		assert_int_equal(s->kind, IG_SERVICE_PACKAGE);
		if (!!s->error != !!t[i].error)
			print_error("%s: %s\n", t[i].json, ig_err_msg(s->error));
		assert_string_equal(ig_err_msg(s->error), t[i].error ? t[i].error : "no error");
		assert_string_equal(s->name, t[i].name);
		if (t[i].entry)
			assert_string_equal(s->entry, t[i].entry);
		else
			assert_null(s->entry);
		ig_service_free(s);
		scratch_remove(tmp);
	}
}

static void test_index(void **state)
{
	char *tmp = scratch_make();
	ig_auto_err err = NULL;
	struct ig_service *s;

	(void)state;
	scratch_text(tmp, "ts/index.ts", "");
	s = load_below(tmp, "ts", NULL);
	assert_null(s->error);
	assert_int_equal(s->kind, IG_SERVICE_INDEX);
	assert_string_equal(s->runtime->version, "22");
	ig_service_free(s);
	scratch_text(tmp, "none/readme", "");
	assert_null(load_below(tmp, "none", &err));
	assert_int_equal(ig_err_code(err), IG_E_NOT_FOUND);
	assert_non_null(ig_err_hint_text(err));
	ig_err_free(IG_STEAL(err));
	assert_null(load_below(tmp, "gone", &err));
	assert_int_equal(ig_err_code(err), IG_E_NOT_FOUND);
	scratch_remove(tmp);
}

static void test_discover(void **state)
{
	char *tmp = scratch_make();
	ig_auto_free char *loop = ig_asprintf("%s/b/loop", tmp), *out = ig_asprintf("%s/etc", tmp);
	ig_auto_free char *none = ig_asprintf("%s/gone", tmp);
	static const char *const want[] = {
	    "a/one", "b/broken", "b/two", "mono/pkg/x", "odd\n\x1b[31m"};
	struct ig_service_list l;
	ig_auto_err err = NULL;

	(void)state;
	scratch_text(tmp, "a/one/index.js", "");
	scratch_text(tmp, "a/one/lib/index.js", "");                /* inside a service */
	scratch_text(tmp, "a/node_modules/dep/package.json", "{}"); /* never a service */
	scratch_text(tmp, "a/.git/index.js", "");
	scratch_text(tmp, "b/two/package.json", "{\"main\":\"x.js\"}");
	scratch_text(tmp, "b/two/x.js", "");
	scratch_text(tmp, "b/broken/service.yaml", "nonsense");
	scratch_text(
	    tmp, "mono/package.json", "{\"workspaces\":[\"pkg/*\"]}"); /* names nothing to run */
	scratch_text(tmp, "mono/pkg/x/index.mjs", "");
	scratch_text(tmp, "odd\n\x1b[31m/index.cjs", "");
	assert_int_equal(symlink("..", loop), 0);
	assert_int_equal(symlink("/etc", out), 0);
	assert_int_equal(ig_service_discover(tmp, &l, NULL), 0);
	assert_int_equal(l.n, IG_COUNT(want));
	for (size_t i = 0; i < l.n; i++)
		assert_string_equal(l.v[i]->rel, want[i]);
	assert_non_null(l.v[1]->error);
	assert_null(l.truncated);
	ig_service_list_done(&l);
	assert_int_equal(ig_service_discover(none, &l, &err), -1);
	assert_int_equal(ig_err_code(err), IG_E_NOT_FOUND);
	scratch_remove(tmp);
}

static void test_discover_bounds(void **state)
{
	char *tmp = scratch_make();
	ig_auto_buf deep = IG_BUF_INIT(0);
	struct ig_service_list l;

	(void)state;
	scratch_text(tmp, "1/2/3/4/5/6/index.js", "");
	scratch_text(tmp, "1/2/3/4/5/six/7/index.js", "");
	for (int i = 0; i < 900; i++) /* deeper than a recursion should go */
		ig_buf_adds(&deep, "d/");
	ig_buf_adds(&deep, "index.js");
	scratch_text(tmp, ig_buf_str(&deep), "");
	assert_int_equal(ig_service_discover(tmp, &l, NULL), 0);
	assert_int_equal(l.n, 1);
	assert_string_equal(l.v[0]->rel, "1/2/3/4/5/6");
	assert_string_equal(l.truncated, "folders more than 6 levels down were not searched");
	ig_service_list_done(&l);
	scratch_remove(tmp);
}

static void test_discover_fast(void **state)
{
	char *tmp = scratch_make();
	struct ig_service_list l;
	struct timespec a, b;
	double ms;

	(void)state;
	for (int i = 0; i < 200; i++) {
		ig_auto_free char *y = ig_asprintf("g%d/s%d/service.yaml", i % 10, i);
		ig_auto_free char *j = ig_asprintf("g%d/s%d/index.js", i % 10, i);

		scratch_text(tmp, y,
		    "service:\n  name: s\n  runtime: node@20\n  entry: index.js\n  memoryMb: 64\n");
		scratch_text(tmp, j, "");
	}
	clock_gettime(CLOCK_MONOTONIC, &a);
	assert_int_equal(ig_service_discover(tmp, &l, NULL), 0);
	clock_gettime(CLOCK_MONOTONIC, &b);
	ms = (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6;
	print_message("# 200 services in %.1f ms\n", ms);
	assert_int_equal(l.n, 200);
	assert_true(ms < 1000); /* some 10 ms alone; a loaded machine under ASan must pass too */
	ig_service_list_done(&l);
	scratch_remove(tmp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_runtimes),
	    cmocka_unit_test(test_runtime_rows),
	    cmocka_unit_test(test_yaml_files),
	    cmocka_unit_test(test_yaml_values),
	    cmocka_unit_test(test_broken_is_kept),
	    cmocka_unit_test(test_hostile_manifest),
	    cmocka_unit_test(test_package),
	    cmocka_unit_test(test_index),
	    cmocka_unit_test(test_discover),
	    cmocka_unit_test(test_discover_bounds),
	    cmocka_unit_test(test_discover_fast),
	};

	return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
