#include "config.h"
#include "core/report/report-priv.h"

#include <string.h>

#include "core/base/text.h"
#include "core/base/yaml.h"

/* Pads to a column; what is wider gets two spaces. */
static void column(struct ig_buf *out, size_t line, size_t to, unsigned flags)
{
	size_t at = ig_text_width(ig_buf_str(out) + line, out->len - line, flags);

	ig_buf_printf(out, "%*s", (int)(at + 2 <= to ? to - at : 2), "");
}

static void value(struct ig_buf *out, const struct ig_policy *p, enum ig_pkey key, unsigned flags)
{
	ig_auto_free char *granted = ig_pvalue_text(key, &p->v[key]);
	ig_auto_free char *source = ig_pvalue_source(key, &p->v[key]);
	size_t line = out->len;

	ig_buf_adds(out, ig_policy_keys[key].path);
	column(out, line, 24, flags);
	ig_report_add(out, granted, flags, 60);
	column(out, line, 48, flags);
	ig_report_add(out, source, flags, 60);
	if (p->asked[key].set) {
		ig_auto_free char *asked = ig_pvalue_text(key, &p->asked[key]);

		column(out, line, 72, flags);
		ig_report_add(out, asked, flags, 60);
		if (ig_policy_not_granted(p, key))
			ig_buf_adds(out, "  not granted");
	}
	ig_buf_addc(out, '\n');
}

void ig_report_policy_text(
    const struct ig_service *s, const struct ig_policy *p, unsigned flags, struct ig_buf *out)
{
	ig_buf_adds(out, "Policy ");
	ig_report_add(out, p->name, flags, 0);
	if (s) {
		ig_buf_adds(out, " for ");
		ig_report_add(out, s->name, flags, 0);
	}
	ig_buf_printf(out, "\n\n%-24s%-24s%-24s%s\n", "Setting", "Granted", "From", "Asked");
	for (unsigned key = 0; key < IG_P_N; key++)
		value(out, p, key, flags);
	if (p->note_n)
		ig_buf_adds(out, "\nNotes\n");
	for (size_t i = 0; i < p->note_n; i++) {
		const struct ig_policy_note *n = &p->note[i];

		ig_buf_adds(out, "  ");
		if (n->file)
			ig_report_add(out, n->file, flags, 0);
		if (n->file && n->line)
			ig_buf_printf(out, ":%u", n->line);
		ig_buf_adds(out, n->file ? ": " : "");
		ig_report_add(out, n->text, flags, 0);
		ig_buf_addc(out, '\n');
	}
}

/* A bound of a number, as a policy file would say it. The caller frees. */
static char *bound(const struct ig_pkey_info *k, double v)
{
	switch (k->type) {
	case IG_PT_SIZE:
		return ig_format_size((uint64_t)v);
	case IG_PT_DURATION:
		return ig_format_duration((uint64_t)v);
	case IG_PT_NUMBER:
		return ig_asprintf("%.0f", v);
	case IG_PT_DECIMAL:
	case IG_PT_CHOICE:
	case IG_PT_TEXT:
	case IG_PT_LIST:
	case IG_PT_CHOICE_OR_LIST:
		break;
	}
	return ig_asprintf("%g", v);
}

/* What may stand there: "a size, 6M to 1024G", "deny|allow, or a list". */
static void values(const struct ig_pkey_info *k, struct ig_buf *out)
{
	static const char *const name[] = {
	    [IG_PT_SIZE] = "a size",
	    [IG_PT_DURATION] = "a duration",
	    [IG_PT_DECIMAL] = "a decimal number",
	    [IG_PT_NUMBER] = "a number",
	    [IG_PT_CHOICE] = "one",
	    [IG_PT_TEXT] = "a text",
	    [IG_PT_LIST] = "a list",
	    [IG_PT_CHOICE_OR_LIST] = "or a list",
	};
	ig_auto_free char *min = bound(k, k->min);
	ig_auto_free char *max = bound(k, k->max);

	if (k->type == IG_PT_CHOICE)
		ig_buf_adds(out, k->choices);
	else
		ig_buf_printf(out, "%s%s%s", k->choices ? k->choices : "", k->choices ? ", " : "",
		    name[k->type]);
	if (k->type <= IG_PT_NUMBER)
		ig_buf_printf(out, ", %s to %s", min, max);
}

void ig_report_keys_text(struct ig_buf *out)
{
	for (unsigned key = 0; key < IG_P_N; key++) {
		const struct ig_pkey_info *k = &ig_policy_keys[key];

		ig_buf_printf(out, "%s%s\n    %s\n    ", key ? "\n" : "", k->path, k->help);
		values(k, out);
		ig_buf_printf(out, "; default %s", k->fallback);
		if (k->normal)
			ig_buf_printf(out, ", with --normal %s", k->normal);
		ig_buf_printf(out, "\n    enforced by %s\n", k->enforced_by);
	}
}
