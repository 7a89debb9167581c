/*
 * From the start of a planned run to the first byte of its output, against `docker run --rm` with
 * the command line of the same plan: pairs in turn, medians and the median of the ratios. Audit and
 * snapshot are done before, as they are when a reviewer presses Enter in the launch view.
 *   bench_launch [PAIRS]      needs $IGNITE_TEST_ENGINE, the image of node@20 and the docker client
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "tests/support/engine-test.h"
#include "tests/support/run-test.h"

enum { MAX_PAIRS = 1000 };

static uint64_t ours(struct run_world *w)
{
	struct run_case c;
	uint64_t began, took;

	run_case_plan(&c, w, "hello", "");
	began = ig_now_us();
	run_case_start(&c);
	while (!ig_run_info(c.run)->output_bytes && !c.ended)
		ig_loop_once(w->loop, 1000);
	took = ig_now_us() - began;
	run_case_wait(&c, 10000);
	if (ig_run_info(c.run)->exit_code != 0)
		fail_msg("the run failed: %s", ig_err_msg(ig_run_info(c.run)->error));
	run_case_done(&c);
	return took;
}

static char *write_script(struct run_world *w, const struct ig_plan *p)
{
	ig_auto_free char *profile = ig_asprintf("%s/seccomp.json", w->cache);
	char *path = ig_asprintf("%s/docker.sh", w->cache);
	ig_auto_buf line = IG_BUF_INIT(0);
	ig_auto_buf script = IG_BUF_INIT(0);
	const json_t *opts = ig_json_at(p->request, "HostConfig.SecurityOpt");
	const char *seccomp = json_string_value(json_array_get(opts, 1)), *run;

	ig_plan_docker(p, &line);
	run = strstr(line.data, "docker run ");
	assert_non_null(run);
	assert_true(strncmp(seccomp, "seccomp=", 8) == 0);
	ig_buf_printf(&script, "cd %s\nexec docker -H unix://%s run --rm %s", w->cache,
	    ig_engine_socket(w->e), run + 11);
	assert_int_equal(ig_write_atomic(path, script.data, script.len, 0600, NULL), 0);
	assert_int_equal(ig_write_atomic(profile, seccomp + 8, strlen(seccomp + 8), 0600, NULL), 0);
	return path;
}

static uint64_t theirs(struct run_world *w)
{
	ig_auto_free char *script = NULL, *cmd = NULL;
	struct run_case c;
	uint64_t began, took;
	FILE *f;
	int ch;

	run_case_plan(&c, w, "hello", "");
	script = write_script(w, c.plan);
	cmd = ig_asprintf("exec sh %s", script);
	began = ig_now_us();
	f = popen(cmd, "re");
	assert_non_null(f);
	ch = getc(f);
	took = ig_now_us() - began;
	while (ch != EOF)
		ch = getc(f);
	assert_int_equal(pclose(f), 0);
	run_case_done(&c);
	return took;
}

static int by_size(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static double median_ms(uint64_t *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_size);
	return (double)v[n / 2] / 1000;
}

int main(int argc, char **argv)
{
	static uint64_t a[MAX_PAIRS], b[MAX_PAIRS], ratio[MAX_PAIRS];
	ig_auto_free char *socket = test_engine_socket();
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 15;
	struct run_world w;
	double x, y;

	if (n < 1 || n > MAX_PAIRS || run_world_up(&w, socket) < 0)
		return 2;
	ours(&w); /* caches are warm after that */
	theirs(&w);
	for (size_t i = 0; i < n; i++) {
		a[i] = ours(&w);
		b[i] = theirs(&w);
		ratio[i] = a[i] * 1000000 / b[i];
	}
	x = median_ms(a, n);
	y = median_ms(b, n);
	printf("launch to the first byte (medians of %zu pairs)\n", n);
	printf("  ignite-tui %.1f ms, docker run --rm %.1f ms\n", x, y);
	printf("  ratio %.2f, wanted 0.90 or less\n", median_ms(ratio, n) / 1000);
	return run_world_down(&w) < 0;
}
