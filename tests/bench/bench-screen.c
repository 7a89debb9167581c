/*
 * Measures the workbench on a pty: bench-screen start|keys|idle N TEXT PROGRAM ARG...
 *
 *   start  N times from exec to a screen that has TEXT and is drawn to its end: one time a line
 *   keys   N keys (j and k in turn, once TEXT is there), each to the end of its frame
 *   idle   N seconds untouched: CPU time used in that while, then resident memory in KiB
 *
 * Times are microseconds.
 */
#include "config.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/loop.h"
#include "tests/support/vt.h"

enum { WAIT_MS = 10000, ROWS = 40, COLS = 120 };

static const struct vt_opts opts = {
    .rows = ROWS, .cols = COLS, .env = (const char *const[]){"TERM=xterm-256color", NULL}};

static vt *open_screen(const char *text, const char *const argv[])
{
	vt *v = vt_start(&opts, argv);

	if (!vt_text(v, text, WAIT_MS) || !vt_idle(v, WAIT_MS)) {
		char *dump = vt_dump(v);

		fprintf(stderr, "bench-screen: \"%s\" is not on the screen:\n%s\n", text, dump);
		free(dump);
		vt_free(v);
		return NULL;
	}
	return v;
}

static int bench_start(int n, const char *text, const char *const argv[])
{
	for (int i = 0; i < n; i++) {
		uint64_t from = ig_now_us();
		vt *v = open_screen(text, argv);

		if (!v)
			return 1;
		printf("%" PRIu64 "\n", ig_now_us() - from);
		vt_free(v);
	}
	return 0;
}

static int bench_keys(int n, const char *text, const char *const argv[])
{
	vt *v = open_screen(text, argv);

	if (!v)
		return 1;
	for (int i = 0; i < n; i++) {
		vt_keys(v, i / 20 % 2 ? "k" : "j");
		if (!vt_idle(v, WAIT_MS)) {
			fputs("bench-screen: no answer to a key\n", stderr);
			vt_free(v);
			return 1;
		}
		printf("%" PRIu64 "\n", vt_latency_us(v));
	}
	vt_free(v);
	return 0;
}

/* CPU time of a process so far, from /proc/PID/schedstat (nanoseconds on a CPU, first field). */
static uint64_t cpu_us(pid_t pid)
{
	ig_auto_buf text = IG_BUF_INIT(4096);
	ig_auto_free char *path = ig_asprintf("/proc/%d/schedstat", (int)pid);

	ig_read_path(path, 4096, &text, NULL);
	return strtoull(ig_buf_str(&text), NULL, 10) / 1000;
}

static uint64_t rss_kib(pid_t pid)
{
	ig_auto_buf text = IG_BUF_INIT(65536);
	ig_auto_free char *path = ig_asprintf("/proc/%d/status", (int)pid);
	const char *at;

	ig_read_path(path, 65536, &text, NULL);
	at = strstr(ig_buf_str(&text), "VmRSS:");
	return at ? strtoull(at + strlen("VmRSS:"), NULL, 10) : 0;
}

static int bench_idle(int seconds, const char *text, const char *const argv[])
{
	vt *v = open_screen(text, argv);
	uint64_t before;

	if (!v)
		return 1;
	poll(NULL, 0, 1000); /* what the start left to do */
	before = cpu_us(vt_pid(v));
	poll(NULL, 0, seconds * 1000);
	printf("%" PRIu64 " %" PRIu64 "\n", cpu_us(vt_pid(v)) - before, rss_kib(vt_pid(v)));
	vt_free(v);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(int n, const char *text, const char *const argv[]);
} benches[] = {{"start", bench_start}, {"keys", bench_keys}, {"idle", bench_idle}};

int main(int argc, char **argv)
{
	int n = argc > 4 ? atoi(argv[2]) : 0;

	for (size_t i = 0; n > 0 && i < sizeof(benches) / sizeof(*benches); i++) {
		if (strcmp(benches[i].name, argv[1]) == 0)
			return benches[i].run(n, argv[3], (const char *const *)argv + 4);
	}
	fputs("usage: bench-screen start|keys|idle N TEXT PROGRAM ARG...\n", stderr);
	return 2;
}
