#include "config.h"
#include "core/report/report-priv.h"

#include <string.h>

enum {
	MAX_PLACES = 20, /* of one rule at one severity; the rest is counted */
	CODE_COLUMNS = 100,
	VALUE_COLUMNS = 400,
};

static void header(
    const struct ig_service *s, const struct ig_audit_result *r, unsigned flags, struct ig_buf *out)
{
	ig_auto_free char *size = ig_report_size(r->manifest.bytes);

	ig_buf_adds(out, "Service   ");
	ig_report_add(out, s->name, flags, 0);
	ig_buf_adds(out, "\nFolder    ");
	ig_report_add(out, s->path, flags, 0);
	ig_buf_adds(out, "\nRuntime   ");
	if (s->runtime)
		ig_buf_printf(out, "%s@%s", s->runtime->name, s->runtime->version);
	else
		ig_report_add(out, s->runtime_spec ? s->runtime_spec : "unknown", flags, 0);
	if (s->entry) {
		ig_buf_adds(out, ", starts ");
		ig_report_add(out, s->entry, flags, 0);
	}
	ig_buf_printf(out, "\nContent   sha256:%s\n          %zu file%s, %s; %u analysed whole",
	    r->manifest.digest, r->manifest.files, r->manifest.files == 1 ? "" : "s", size,
	    r->parsed);
	if (r->skipped_n)
		ig_buf_printf(out, ", %zu skipped", r->skipped_n);
	ig_buf_adds(out, "\n");
}

static void place(const struct ig_finding *f, unsigned flags, struct ig_buf *out)
{
	ig_buf_adds(out, "    ");
	ig_report_add(out, f->file, flags, 0);
	if (f->line)
		ig_buf_printf(out, ":%u:%u", f->line, f->column);
	ig_buf_adds(out, "  ");
	ig_report_add(out, f->message ? f->message : f->rule->title, flags, 0);
	if (f->confidence != IG_CONF_CERTAIN)
		ig_buf_printf(out, " (%s)", ig_confidence_name(f->confidence));
	ig_buf_addc(out, '\n');
	if (f->excerpt && *f->excerpt) {
		ig_buf_adds(out, "      | ");
		ig_report_add(out, f->excerpt, flags, CODE_COLUMNS);
		ig_buf_addc(out, '\n');
	}
	if (f->value && !strstr(f->message ? f->message : "", f->value)) {
		ig_buf_adds(out, "      = ");
		ig_report_add(out, f->value, flags, VALUE_COLUMNS);
		ig_buf_addc(out, '\n');
	}
}

/* All findings of one rule at one severity, and why they matter, once. */
static void rule_block(
    const struct ig_audit_result *r, size_t first, unsigned flags, struct ig_buf *out)
{
	const struct ig_finding *f = &r->finding[first];
	size_t more = 0, shown = 0;

	ig_buf_printf(out, "  %s  [%s]\n", f->rule->title, f->rule->id);
	for (size_t i = first; i < r->n && r->finding[i].severity == f->severity; i++) {
		if (r->finding[i].rule != f->rule)
			continue;
		if (shown++ < MAX_PLACES)
			place(&r->finding[i], flags, out);
		else
			more++;
	}
	if (more)
		ig_buf_printf(out, "    and %zu more (--format json lists all)\n", more);
	ig_buf_printf(out, "    Why: %s\n", f->rule->why);
	if (f->rule->policy)
		ig_buf_printf(out, "    To work it would need: %s\n", f->rule->policy);
	ig_buf_addc(out, '\n');
}

static bool seen_before(const struct ig_audit_result *r, size_t from, size_t at)
{
	for (size_t i = from; i < at; i++)
		if (r->finding[i].rule == r->finding[at].rule)
			return true;
	return false;
}

static void title(const char *name, unsigned count, struct ig_buf *out)
{
	for (const char *p = name; *p; p++)
		ig_buf_addc(out, (char)(*p - 'a' + 'A'));
	ig_buf_printf(out, " (%u)\n", count);
}

static void footer(const struct ig_audit_result *r, struct ig_buf *out)
{
	unsigned blocking = r->by_severity[IG_SEV_CRITICAL] + r->by_severity[IG_SEV_HIGH];

	if (!r->n)
		ig_buf_adds(out, "Nothing was found.\n\n");
	for (unsigned i = IG_SEV_N; i--;)
		ig_buf_printf(
		    out, "%u %s%s", r->by_severity[i], ig_severity_name(i), i ? ", " : "\n");
	if (blocking)
		ig_buf_adds(out, "A run needs --force, because of what is critical or high.\n");
}

void ig_report_audit_text(
    const struct ig_service *s, const struct ig_audit_result *r, unsigned flags, struct ig_buf *out)
{
	size_t from = 0;

	header(s, r, flags, out);
	ig_buf_addc(out, '\n');
	for (size_t i = 0; i < r->n; i++) {
		enum ig_severity severity = r->finding[i].severity;

		if (i == 0 || severity != r->finding[i - 1].severity) {
			title(ig_severity_name(severity), r->by_severity[severity], out);
			from = i;
		}
		if (!seen_before(r, from, i))
			rule_block(r, i, flags, out);
	}
	footer(r, out);
}

void ig_report_rules_text(struct ig_buf *out)
{
	for (size_t i = 0; i < ig_rules_n; i++)
		ig_buf_printf(out, "%-24s %-9s %-14s %s\n", ig_rules[i].id,
		    ig_severity_name(ig_rules[i].severity),
		    ig_capability_name(ig_rules[i].capability), ig_rules[i].title);
}

void ig_report_rule_text(const struct ig_rule *rule, struct ig_buf *out)
{
	ig_buf_printf(out, "%s: %s\n\nSeverity    %s\nCapability  %s\nWhy         %s\n", rule->id,
	    rule->title, ig_severity_name(rule->severity), ig_capability_name(rule->capability),
	    rule->why);
	ig_buf_printf(out, "Policy      %s\n",
	    rule->policy ? rule->policy : "nothing a policy grants or refuses");
}
