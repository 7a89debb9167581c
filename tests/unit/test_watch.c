/* core/watch: cgroup figures from fixture trees of each kind and from this host, and the series. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/loop.h"
#include "core/watch/watch.h"

/* A tree file: "== PATH" starts a file below the temporary root; @ROOT@ stands for that root
 * and @FILL@ for more text than any such file may have. The last one, "expect", is the table. */
struct tree {
	char root[32];
	struct ig_buf expect;
};

static void put_file(const struct tree *t, const char *path, const struct ig_buf *text)
{
	ig_auto_free char *full = ig_asprintf("%s/%s", t->root, path);
	char *slash = strrchr(full, '/');

	*slash = '\0';
	assert_int_equal(ig_mkdir_p(full, NULL), 0);
	*slash = '/';
	assert_int_equal(ig_write_atomic(full, ig_buf_str(text), text->len, 0600, NULL), 0);
}

static void put_line(const struct tree *t, struct ig_buf *out, const char *line)
{
	const char *at = strstr(line, "@ROOT@");

	if (!strcmp(line, "@FILL@\n")) {
		for (unsigned i = 0; i < 17000; i++)
			ig_buf_adds(out, "x 1\n");
	} else if (at) {
		ig_buf_add(out, line, (size_t)(at - line));
		ig_buf_printf(out, "%s%s", t->root, at + 6);
	} else {
		ig_buf_adds(out, line);
	}
}

static void tree_new(struct tree *t, const char *name)
{
	ig_auto_free char *path =
	    ig_asprintf("%s/tests/data/cgroup/%s.tree", getenv("top_srcdir"), name);
	ig_auto_free char *to = NULL;
	ig_auto_buf text = IG_BUF_INIT(0);
	char line[4096];
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	strcpy(t->root, "/tmp/ignite-watch.XXXXXX");
	assert_non_null(mkdtemp(t->root));
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "== ", 3) != 0) {
			put_line(t, &text, line);
			continue;
		}
		if (to)
			put_file(t, to, &text);
		ig_buf_clear(&text);
		free(to);
		to = ig_strndup(line + 3, strcspn(line + 3, "\n"));
	}
	fclose(f);
	assert_string_equal(to, "expect");
	t->expect = text;
	text = IG_BUF_INIT(0);
}

static void tree_done(struct tree *t)
{
	ig_buf_done(&t->expect);
	assert_int_equal(ig_rmtree(t->root, NULL), 0);
}

static ig_cgroup *tree_open(const struct tree *t, ig_err **err)
{
	ig_auto_free char *proc = ig_asprintf("%s/proc", t->root);
	ig_auto_free char *mounts = ig_asprintf("%s/mountinfo", t->root);

	return ig_cgroup_open(42, proc, mounts, err);
}

/* What was read, in the words of the expect section. */
static void describe(const ig_cgroup *cg, const struct ig_sample *s, struct ig_buf *out)
{
	ig_buf_printf(out, "kind %s\n", ig_cgroup_kind(cg));
	for (unsigned i = 0; i < IG_M_N; i++)
		if (s->have & 1U << i)
			ig_buf_printf(out, "%s %ju\n", ig_metric_info[i].name, (uintmax_t)s->v[i]);
	for (unsigned i = 0; i < IG_M_N; i++)
		if (s->seen & 1U << i)
			ig_buf_printf(out, "seen %s\n", ig_metric_info[i].name);
}

static void reads_each_kind_of_tree(void **state)
{
	static const char *const names[] = {"v1", "hybrid", "v2", "v2-old", "hostile"};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(names); i++) {
		ig_auto_buf got = IG_BUF_INIT(0);
		struct ig_sample s;
		struct tree t;
		ig_cgroup *cg;

		tree_new(&t, names[i]);
		cg = tree_open(&t, NULL);
		assert_non_null(cg);
		assert_int_equal(ig_cgroup_read(cg, &s, NULL), 0);
		describe(cg, &s, &got);
		assert_string_equal(ig_buf_str(&got), ig_buf_str(&t.expect));
		ig_cgroup_free(cg);
		tree_done(&t);
	}
}

/* By the container's id, under the names that the engine's cgroup drivers give. */
static void finds_a_container(void **state)
{
	static const char id[] = "64c2bc18ed2b8c343d92b23f4a650c5ad49f334a1db75c44329bf410e84f93b1";
	static const char *const names[] = {"hybrid", "v2"};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(names); i++) {
		ig_auto_free char *mounts = NULL, *pids = NULL;
		ig_auto_buf got = IG_BUF_INIT(0);
		ig_auto_err e = NULL;
		struct ig_sample s;
		struct tree t;
		pid_t pid[3];
		ig_cgroup *cg;

		tree_new(&t, names[i]);
		mounts = ig_asprintf("%s/mountinfo", t.root);
		assert_null(ig_cgroup_open_container("64c2bc18ed2b", mounts, &e));
		assert_int_equal(ig_err_code(e), IG_E_NOT_FOUND);
		cg = ig_cgroup_open_container(id, mounts, NULL);
		assert_non_null(cg);
		assert_int_equal(ig_cgroup_read(cg, &s, NULL), 0);
		describe(cg, &s, &got);
		assert_string_equal(ig_buf_str(&got), ig_buf_str(&t.expect));
		assert_int_equal(ig_cgroup_pids(cg, pid, 3), 3);
		assert_int_equal(pid[0], 42);
		assert_int_equal(pid[2], 44);
		ig_cgroup_free(cg);
		/* Half made: not yet. */
		pids = ig_asprintf("%s/cg/pids", t.root);
		assert_int_equal(ig_rmtree(pids, NULL), 0);
		cg = ig_cgroup_open_container(id, mounts, NULL);
		assert_int_equal(cg == NULL, i == 0);
		ig_cgroup_free(cg);
		tree_done(&t);
	}
}

static void own_peak_remembers(void **state)
{
	static const char *const current[] = {"100", "900", "300"};
	static const uint64_t peak[] = {100, 900, 900};
	struct ig_sample s;
	struct tree t;
	ig_cgroup *cg;

	(void)state;
	tree_new(&t, "v2-old");
	cg = tree_open(&t, NULL);
	assert_non_null(cg);
	for (size_t i = 0; i < IG_COUNT(current); i++) {
		ig_auto_buf text = IG_BUF_INIT(0);
		ig_auto_buf line = IG_BUF_INIT(0);
		ig_auto_free char *path = ig_asprintf("%s/proc/42/cgroup", t.root);
		ig_auto_free char *file = NULL;

		assert_int_equal(ig_read_path(path, 4096, &line, NULL), 0);
		line.data[line.len - 1] = '\0';
		file = ig_asprintf("cg%s/memory.current", line.data + 3);
		ig_buf_adds(&text, current[i]);
		put_file(&t, file, &text);
		assert_int_equal(ig_cgroup_read(cg, &s, NULL), 0);
		assert_int_equal(s.v[IG_M_MEM_PEAK], peak[i]);
		assert_true(s.have & s.seen & 1U << IG_M_MEM_PEAK);
	}
	ig_cgroup_free(cg);
	tree_done(&t);
}

static void gone_is_said(void **state)
{
	ig_auto_free char *cgdir = NULL;
	ig_auto_err e = NULL;
	ig_auto_err e2 = NULL;
	struct ig_sample s;
	struct tree t;
	ig_cgroup *cg;

	(void)state;
	tree_new(&t, "v2");
	cg = tree_open(&t, NULL);
	assert_non_null(cg);
	cgdir = ig_asprintf("%s/cg", t.root);
	assert_int_equal(ig_rmtree(cgdir, NULL), 0);
	assert_int_equal(ig_cgroup_read(cg, &s, &e), -1);
	assert_int_equal(ig_err_code(e), IG_E_NOT_FOUND);
	ig_cgroup_free(cg);
	assert_null(tree_open(&t, &e2));
	assert_int_equal(ig_err_code(e2), IG_E_HOST);
	tree_done(&t);
	ig_err_free(IG_STEAL(e));
	assert_null(ig_cgroup_open(42, "/nonexistent", "/proc/self/mountinfo", &e));
	assert_int_equal(ig_err_code(e), IG_E_NOT_FOUND);
}

/* A group of another cgroup namespace, and a link in the place of a group: neither is followed. */
static void stays_in_the_tree(void **state)
{
	static const char *const member[] = {"0::/../../etc\n", "0::/link\n", "0::/..\n"};
	ig_auto_free char *link = NULL;
	struct tree t;

	(void)state;
	tree_new(&t, "v2");
	link = ig_asprintf("%s/cg/link", t.root);
	assert_int_equal(symlink("/etc", link), 0);
	for (size_t i = 0; i < IG_COUNT(member); i++) {
		ig_auto_buf text = IG_BUF_INIT(0);

		ig_buf_adds(&text, member[i]);
		put_file(&t, "proc/42/cgroup", &text);
		assert_null(tree_open(&t, NULL));
	}
	tree_done(&t);
}

static void reads_this_host(void **state)
{
	ig_cgroup *cg = ig_cgroup_open(getpid(), "/proc", "/proc/self/mountinfo", NULL);
	struct ig_sample a, b;
	uint64_t until = ig_now_ms() + 40;

	(void)state;
	if (!cg) /* a build chamber without cgroup mounts */
		skip();
	assert_int_equal(ig_cgroup_read(cg, &a, NULL), 0);
	while (ig_now_ms() < until)
		;
	assert_int_equal(ig_cgroup_read(cg, &b, NULL), 0);
	assert_true(a.have & 1U << IG_M_CPU_USAGE);
	assert_in_range(b.v[IG_M_CPU_USAGE] - a.v[IG_M_CPU_USAGE], 1, (uint64_t)60 * 1000 * 1000);
	assert_true(b.t_us >= a.t_us + 30000);
	ig_cgroup_free(cg);
}

static struct ig_sample sample(uint64_t t, uint64_t cpu, uint64_t mem)
{
	struct ig_sample s = {.t_us = t, .have = 1U << IG_M_CPU_USAGE | 1U << IG_M_MEM_CURRENT};

	s.v[IG_M_CPU_USAGE] = cpu;
	s.v[IG_M_MEM_CURRENT] = mem;
	return s;
}

/* Whatever the number of samples: bounded, in order, evenly spaced, spikes kept, last one last. */
static void series_keeps_the_whole_run(void **state)
{
	static const size_t caps[] = {1, 2, 3, 7, 64, 1200};

	(void)state;
	for (size_t c = 0; c < IG_COUNT(caps); c++) {
		ig_series *s = ig_series_new(caps[c]);
		const size_t cap = caps[c] < 2 ? 2 : caps[c];

		assert_null(ig_series_last(s));
		for (uint64_t i = 1; i <= 10000; i++) {
			struct ig_sample x = sample(i, i * 10, i == 77 ? 1000000 : 5);
			bool spike = false;
			size_t n;

			ig_series_add(s, &x);
			n = ig_series_n(s);
			assert_in_range(n, 1, cap);
			assert_int_equal(ig_series_last(s)->v[IG_M_MEM_CURRENT], i == 77 ? 1000000 : 5);
			assert_int_equal(ig_series_at(s, n - 1)->t_us, i);
			assert_int_equal(ig_series_at(s, n - 1)->v[IG_M_CPU_USAGE], i * 10);
			if (i % 997)
				continue;
			for (size_t k = 0; k < n; k++) {
				const struct ig_sample *y = ig_series_at(s, k);

				spike |= y->v[IG_M_MEM_CURRENT] == 1000000;
				if (k && k + 1 < n)
					assert_int_equal(y->t_us - ig_series_at(s, k - 1)->t_us,
					    ig_series_at(s, 0)->t_us);
			}
			assert_true(spike);
			assert_true(i < cap || n >= cap / 2);
		}
		ig_series_free(s);
	}
}

static void merging_keeps_what_only_one_knows(void **state)
{
	ig_series *s = ig_series_new(2);
	struct ig_sample x = sample(1, 10, 5), gone = {.t_us = 2};
	struct ig_sample peak = {
	    .t_us = 3, .have = 1U << IG_M_PIDS_PEAK, .seen = 1U << IG_M_PIDS_PEAK};

	(void)state;
	peak.v[IG_M_PIDS_PEAK] = 4;
	ig_series_add(s, &x);
	ig_series_add(s, &gone);
	ig_series_add(s, &gone);
	ig_series_add(s, &peak);
	assert_int_equal(ig_series_n(s), 2);
	assert_int_equal(ig_series_at(s, 0)->v[IG_M_CPU_USAGE], 10);
	assert_int_equal(ig_series_at(s, 0)->t_us, 2);
	assert_int_equal(ig_series_at(s, 1)->seen, 1U << IG_M_PIDS_PEAK);
	assert_int_equal(ig_series_at(s, 1)->v[IG_M_PIDS_PEAK], 4);
	ig_series_free(s);
}

static void every_metric_has_words(void **state)
{
	(void)state;
	for (unsigned i = 0; i < IG_M_N; i++) {
		assert_non_null(ig_metric_info[i].name);
		assert_true(strlen(ig_metric_info[i].help) > 5);
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(ig_metric_info[i].name, ig_metric_info[k].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_each_kind_of_tree),
	    cmocka_unit_test(finds_a_container),
	    cmocka_unit_test(own_peak_remembers),
	    cmocka_unit_test(gone_is_said),
	    cmocka_unit_test(stays_in_the_tree),
	    cmocka_unit_test(reads_this_host),
	    cmocka_unit_test(series_keeps_the_whole_run),
	    cmocka_unit_test(merging_keeps_what_only_one_knows),
	    cmocka_unit_test(every_metric_has_words),
	};

	return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
