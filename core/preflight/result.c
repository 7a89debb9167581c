#include "config.h"
#include "core/preflight/result.h"

#include <string.h>

#include "core/preflight/rules.h"

void ig_finding_done(struct ig_finding *f)
{
	free(f->file);
	free(f->excerpt);
	free(f->value);
	free(f->message);
	free(f->package);
	memset(f, 0, sizeof(*f));
}

void ig_audit_result_free(struct ig_audit_result *r)
{
	if (!r)
		return;
	ig_manifest_done(&r->manifest);
	for (size_t i = 0; i < r->n; i++)
		ig_finding_done(&r->finding[i]);
	for (size_t i = 0; i < r->skipped_n; i++) {
		free(r->skipped[i].path);
		free(r->skipped[i].reason);
	}
	free(r->finding);
	free(r->skipped);
	free(r);
}

char *ig_package_of(const char *path)
{
	static const char part[] = "node_modules/";
	const size_t part_n = sizeof(part) - 1;
	const char *at = NULL, *p = path, *end;

	while ((p = strstr(p, part)) != NULL) {
		if ((p == path || p[-1] == '/') && p[part_n] && p[part_n] != '.')
			at = p + part_n;
		p += part_n;
	}
	if (!at)
		return ig_strdup("");
	end = strchr(at, '/');
	if (end && at[0] == '@')
		end = strchr(end + 1, '/');
	return end ? ig_strndup(at, (size_t)(end - at)) : ig_strdup("");
}

void ig_collect_add(struct ig_collect *c, const char *file, struct ig_finding *f)
{
	const bool severe = f->severity >= IG_SEV_HIGH;
	size_t *count = severe ? &c->severe : &c->small;
	struct ig_audit_result *r = c->r;

	if (*count >= (severe ? (size_t)IG_AUDIT_SEVERE : (size_t)IG_AUDIT_FINDINGS)) {
		c->dropped++;
		ig_finding_done(f);
		return;
	}
	++*count;
	IG_GROW(r->finding, r->n, c->cap);
	f->file = ig_strdup(file);
	f->package = ig_package_of(file);
	r->finding[r->n++] = *f;
}

void ig_collect_note(struct ig_collect *c, const char *file, const struct ig_rule *rule,
    enum ig_severity severity, const char *message)
{
	struct ig_finding f = {.rule = rule,
	    .severity = severity,
	    .confidence = IG_CONF_CERTAIN,
	    .line = 1,
	    .column = 1,
	    .end_line = 1,
	    .end_column = 1,
	    .excerpt = ig_strdup(""),
	    .message = ig_strdup(message)};

	ig_collect_add(c, file, &f);
}

void ig_collect_skip(struct ig_collect *c, const char *file, const char *reason)
{
	struct ig_audit_result *r = c->r;

	IG_GROW(r->skipped, r->skipped_n, c->skipped_cap);
	r->skipped[r->skipped_n].path = ig_strdup(file);
	r->skipped[r->skipped_n++].reason = ig_strdup(reason);
}

static int cmp_u(unsigned a, unsigned b)
{
	return (a > b) - (a < b);
}

static int cmp_null(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* A total order of all that is told, so that equal keys are equal rows. */
static int by_rank(const void *va, const void *vb)
{
	const struct ig_finding *a = va, *b = vb;
	int r = cmp_u(b->severity, a->severity);

	if (!r)
		r = strcmp(a->file, b->file);
	if (!r)
		r = cmp_u(a->line, b->line);
	if (!r)
		r = cmp_u(a->column, b->column);
	if (!r)
		r = strcmp(a->rule->id, b->rule->id);
	if (!r)
		r = cmp_u(a->end_line, b->end_line);
	if (!r)
		r = cmp_u(a->end_column, b->end_column);
	if (!r)
		r = strcmp(a->message, b->message);
	if (!r)
		r = cmp_null(a->value, b->value);
	return r ? r : cmp_u(b->confidence, a->confidence);
}

static int by_skip(const void *va, const void *vb)
{
	const struct ig_tree_skip *a = va, *b = vb;
	int r = strcmp(a->path, b->path);

	return r ? r : strcmp(a->reason, b->reason);
}

void ig_collect_finish(struct ig_collect *c)
{
	struct ig_audit_result *r = c->r;

	if (c->dropped) {
		ig_auto_free char *m = ig_asprintf("%zu more findings were left out: an audit lists "
						   "%d small and %d severe ones",
		    c->dropped, IG_AUDIT_FINDINGS, IG_AUDIT_SEVERE);

		c->small = 0;
		ig_collect_note(c, ".", IG_RULE(GAP_MORE), IG_SEV_MEDIUM, m);
	}
	if (r->n)
		qsort(r->finding, r->n, sizeof(r->finding[0]), by_rank);
	if (r->skipped_n)
		qsort(r->skipped, r->skipped_n, sizeof(r->skipped[0]), by_skip);
	memset(r->by_severity, 0, sizeof(r->by_severity));
	memset(r->by_capability, 0, sizeof(r->by_capability));
	for (size_t i = 0; i < r->n; i++) {
		r->by_severity[r->finding[i].severity]++;
		r->by_capability[r->finding[i].rule->capability]++;
	}
}
