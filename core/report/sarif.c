#include "config.h"
#include "core/report/report-priv.h"

#include <stdio.h>
#include <string.h>

/* SARIF knows three levels (3.27.10); GitHub's code scanning reads security-severity beside them.
 */
static const struct {
	const char *level, *security;
} levels[IG_SEV_N] = {
    [IG_SEV_INFO] = {"note", "0.0"},
    [IG_SEV_LOW] = {"note", "3.0"},
    [IG_SEV_MEDIUM] = {"warning", "5.0"},
    [IG_SEV_HIGH] = {"error", "8.0"},
    [IG_SEV_CRITICAL] = {"error", "9.5"},
};

static json_t *text(const char *s)
{
	json_t *o = json_object();

	json_object_set_new(o, "text", ig_report_string(s));
	return o;
}

/* A path as a URI reference (RFC 3986): unreserved characters and '/' stay. */
static json_t *uri(const char *prefix, const char *path, const char *suffix)
{
	ig_auto_buf b = IG_BUF_INIT(0);

	ig_buf_adds(&b, prefix);
	for (const char *p = path; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-._~/", c))
			ig_buf_addc(&b, *p);
		else
			ig_buf_printf(&b, "%%%02X", c);
	}
	ig_buf_adds(&b, suffix);
	return json_string(ig_buf_str(&b));
}

static json_t *artifact(const char *file)
{
	json_t *o = json_object();

	json_object_set_new(o, "uri", uri("", file, ""));
	json_object_set_new(o, "uriBaseId", json_string("SRCROOT"));
	return o;
}

static json_t *rule(const struct ig_rule *r)
{
	json_t *o = json_object(), *properties = json_object(), *configuration = json_object();

	json_object_set_new(o, "id", json_string(r->id));
	json_object_set_new(o, "shortDescription", text(r->title));
	json_object_set_new(o, "fullDescription", text(r->why));
	json_object_set_new(configuration, "level", json_string(levels[r->severity].level));
	json_object_set_new(o, "defaultConfiguration", configuration);
	json_object_set_new(
	    properties, "tags", json_pack("[s, s]", "security", ig_capability_name(r->capability)));
	json_object_set_new(
	    properties, "security-severity", json_string(levels[r->severity].security));
	json_object_set_new(o, "properties", properties);
	return o;
}

static uint64_t fnv1a(uint64_t h, const char *s)
{
	do {
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	} while (*s++);
	return h;
}

/* Stays the same when lines move: what was found in which file, not where in it. */
static json_t *fingerprint(const struct ig_finding *f)
{
	uint64_t h = 14695981039346656037u;
	char hex[17];

	h = fnv1a(h, f->rule->id);
	h = fnv1a(h, f->file);
	h = fnv1a(h, f->excerpt ? f->excerpt : "");
	snprintf(hex, sizeof(hex), "%016llx", (unsigned long long)h);
	return json_pack("{s:s}", "igniteFinding/v1", hex);
}

static json_t *location(const struct ig_finding *f)
{
	json_t *physical = json_object(), *region, *o = json_object();

	json_object_set_new(physical, "artifactLocation", artifact(f->file));
	if (f->line) {
		region = json_pack("{s:I, s:I, s:I, s:I}", "startLine", (json_int_t)f->line,
		    "startColumn", (json_int_t)f->column, "endLine", (json_int_t)f->end_line,
		    "endColumn", (json_int_t)f->end_column);
		if (f->excerpt)
			json_object_set_new(region, "snippet", text(f->excerpt));
		json_object_set_new(physical, "region", region);
	}
	json_object_set_new(o, "physicalLocation", physical);
	return o;
}

static json_t *result(const struct ig_finding *f)
{
	json_t *o = json_object(), *properties = json_object(), *locations = json_array();

	json_object_set_new(o, "ruleId", json_string(f->rule->id));
	for (size_t i = 0; i < ig_rules_n; i++)
		if (&ig_rules[i] == f->rule)
			json_object_set_new(o, "ruleIndex", json_integer((json_int_t)i));
	json_object_set_new(o, "level", json_string(levels[f->severity].level));
	json_object_set_new(o, "message", text(f->message ? f->message : f->rule->title));
	json_array_append_new(locations, location(f));
	json_object_set_new(o, "locations", locations);
	json_object_set_new(o, "partialFingerprints", fingerprint(f));
	json_object_set_new(properties, "severity", json_string(ig_severity_name(f->severity)));
	json_object_set_new(
	    properties, "confidence", json_string(ig_confidence_name(f->confidence)));
	json_object_set_new(
	    properties, "capability", json_string(ig_capability_name(f->rule->capability)));
	if (f->package && *f->package)
		json_object_set_new(properties, "package", ig_report_string(f->package));
	if (f->value)
		json_object_set_new(properties, "value", ig_report_string(f->value));
	json_object_set_new(o, "properties", properties);
	return o;
}

/* What was not looked at is part of the answer (3.20.21: toolExecutionNotifications). */
static json_t *invocation(const struct ig_audit_result *r)
{
	json_t *o = json_object(), *notes = json_array();

	json_object_set_new(o, "executionSuccessful", json_true());
	for (size_t i = 0; i < r->skipped_n; i++) {
		json_t *n = json_object(), *physical = json_object(), *at = json_object();
		json_t *locations = json_array();

		json_object_set_new(physical, "artifactLocation", artifact(r->skipped[i].path));
		json_object_set_new(at, "physicalLocation", physical);
		json_array_append_new(locations, at);
		json_object_set_new(n, "level", json_string("warning"));
		json_object_set_new(n, "message", text(r->skipped[i].reason));
		json_object_set_new(n, "locations", locations);
		json_array_append_new(notes, n);
	}
	json_object_set_new(o, "toolExecutionNotifications", notes);
	return o;
}

static json_t *driver(void)
{
	json_t *o = json_object(), *rules = json_array();

	for (size_t i = 0; i < ig_rules_n; i++)
		json_array_append_new(rules, rule(&ig_rules[i]));
	json_object_set_new(o, "name", json_string("ignite-tui"));
	json_object_set_new(o, "version", json_string(PACKAGE_VERSION));
	json_object_set_new(o, "rules", rules);
	return o;
}

void ig_report_audit_sarif(
    const struct ig_service *s, const struct ig_audit_result *r, struct ig_buf *out)
{
	json_t *run = json_object(), *results = json_array(), *base = json_object();
	json_t *invocations = json_array(), *log = json_object(), *tool = json_object();
	json_t *runs = json_array(), *properties = json_object();

	json_object_set_new(tool, "driver", driver());
	json_object_set_new(run, "tool", tool);
	json_array_append_new(invocations, invocation(r));
	json_object_set_new(run, "invocations", invocations);
	json_object_set_new(
	    base, "SRCROOT", json_pack("{s:o}", "uri", uri("file://", s->path, "/")));
	json_object_set_new(run, "originalUriBaseIds", base);
	json_object_set_new(run, "columnKind", json_string("unicodeCodePoints"));
	for (size_t i = 0; i < r->n; i++)
		json_array_append_new(results, result(&r->finding[i]));
	json_object_set_new(run, "results", results);
	json_object_set_new(properties, "snapshot", ig_report_manifest(&r->manifest));
	json_object_set_new(run, "properties", properties);
	json_array_append_new(runs, run);
	json_object_set_new(log, "$schema",
	    json_string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
	                "sarif-schema-2.1.0.json"));
	json_object_set_new(log, "version", json_string("2.1.0"));
	json_object_set_new(log, "runs", runs);
	ig_report_put(log, out);
}
