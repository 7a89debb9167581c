#include "config.h"
#include "core/report/report-priv.h"

#include <string.h>

#include "core/base/text.h"

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

void ig_report_policy_text(const struct ig_service *s, const struct ig_policy *p, unsigned flags,
    struct ig_buf *out)
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

static const char *type_name(enum ig_ptype t)
{
	switch (t) {
	case IG_PT_SIZE:
		return "size";
	case IG_PT_DURATION:
		return "duration";
	case IG_PT_DECIMAL:
		return "decimal";
	case IG_PT_NUMBER:
		return "number";
	case IG_PT_CHOICE:
		return "one of";
	case IG_PT_TEXT:
		return "text";
	case IG_PT_LIST:
		return "list";
	case IG_PT_CHOICE_OR_LIST:
		return "list, or one of";
	}
	return "";
}

void ig_report_keys_text(struct ig_buf *out)
{
	for (unsigned key = 0; key < IG_P_N; key++) {
		const struct ig_pkey_info *k = &ig_policy_keys[key];

		ig_buf_printf(out, "%s%s\n    %s\n    %s%s%s; default %s\n    enforced by %s\n",
		    key ? "\n" : "", k->path, k->help, type_name(k->type), k->choices ? " " : "",
		    k->choices ? k->choices : "", k->fallback, k->enforced_by);
	}
}
