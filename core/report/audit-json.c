#include "config.h"
#include "core/report/report-priv.h"

json_t *ig_report_finding(const struct ig_finding *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "rule", ig_report_string(f->rule->id));
	json_object_set_new(
	    o, "capability", ig_report_string(ig_capability_name(f->rule->capability)));
	json_object_set_new(o, "severity", ig_report_string(ig_severity_name(f->severity)));
	json_object_set_new(o, "confidence", ig_report_string(ig_confidence_name(f->confidence)));
	json_object_set_new(o, "file", ig_report_string(f->file));
	json_object_set_new(o, "line", json_integer(f->line));
	json_object_set_new(o, "column", json_integer(f->column));
	json_object_set_new(o, "end_line", json_integer(f->end_line));
	json_object_set_new(o, "end_column", json_integer(f->end_column));
	json_object_set_new(o, "excerpt", ig_report_string(f->excerpt ? f->excerpt : ""));
	if (f->value)
		json_object_set_new(o, "value", ig_report_string(f->value));
	json_object_set_new(o, "message", ig_report_string(f->message));
	json_object_set_new(o, "package", ig_report_string(f->package ? f->package : ""));
	return o;
}

static json_t *coverage(const struct ig_audit_result *r)
{
	json_t *skipped = json_array();

	for (size_t i = 0; i < r->skipped_n; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "file", ig_report_string(r->skipped[i].path));
		json_object_set_new(o, "reason", ig_report_string(r->skipped[i].reason));
		json_array_append_new(skipped, o);
	}
	return json_pack("{s:I, s:o}", "parsed", (json_int_t)r->parsed, "skipped", skipped);
}

void ig_report_audit_json(
    const struct ig_service *s, const struct ig_audit_result *r, struct ig_buf *out)
{
	json_t *o = json_object(), *findings = json_array(), *capabilities = json_object();
	json_t *summary = json_object();

	for (size_t i = 0; i < r->n; i++)
		json_array_append_new(findings, ig_report_finding(&r->finding[i]));
	for (unsigned i = 0; i < IG_CAP_N; i++)
		json_object_set_new(
		    capabilities, ig_capability_name(i), json_integer(r->by_capability[i]));
	for (unsigned i = IG_SEV_N; i--;)
		json_object_set_new(summary, ig_severity_name(i), json_integer(r->by_severity[i]));
	json_object_set_new(o, "schema", json_string("ignite-tui/audit/1"));
	json_object_set_new(o, "service", ig_report_service(s));
	json_object_set_new(o, "snapshot", ig_report_manifest(&r->manifest));
	json_object_set_new(o, "findings", findings);
	json_object_set_new(o, "capabilities", capabilities);
	json_object_set_new(o, "coverage", coverage(r));
	json_object_set_new(o, "summary", summary);
	ig_report_put(o, out);
}
