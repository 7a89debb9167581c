/*
 * libFuzzer: whatever a policy file holds, it is read or its problems are told; what was read is
 * written as text that reads back as the same, and an edit of it means what it says or is refused.
 */
#include "config.h"

#include <string.h>

#include "core/policy/policy-priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t parse(const struct ig_buf *text, struct ig_policy_doc *d)
{
	struct ig_problems pr = {0};
	size_t n;

	d->file = ig_strdup("f");
	ig_policy_doc_parse(d, ig_buf_str(text), text->len, &pr);
	n = pr.n;
	ig_problems_finish(&pr, NULL, NULL);
	return n;
}

static void check_value(enum ig_pkey key, const struct ig_pvalue *v)
{
	ig_auto_free char *s = ig_pvalue_text(key, v), *t = NULL;
	struct ig_pvalue back = {0};

	if (ig_pvalue_parse(key, s, &back, NULL) < 0)
		abort();
	t = ig_pvalue_text(key, &back);
	if (strcmp(s, t) != 0 || ig_pvalue_cmp(key, v, &back) != 0 ||
	    !ig_pvalue_same(key, v, &back))
		abort();
	ig_pvalue_clear(&back);
}

/* Sets one key; in a text that reads back with nothing wrong, the others must not have moved unless
 * the caller's check would see it. */
static void check_edit(const struct ig_buf *text, const struct ig_policy_doc *d, enum ig_pkey key)
{
	ig_auto_buf out = IG_BUF_INIT(IG_YAML_MAX_BYTES * 2);
	ig_auto_policy_doc after = {0};
	struct ig_pvalue v = {0};

	if (ig_pvalue_parse(key, ig_policy_keys[key].fallback, &v, NULL) < 0)
		abort();
	if (ig_policy_edit_text("f", text, key, &v, &out, NULL) == 0 && parse(&out, &after) == 0) {
		if (after.v[key].set && !ig_pvalue_same(key, &after.v[key], &v) && !v.list_n)
			abort();
		for (unsigned k = 0; k < IG_P_N; k++)
			if (k != key && d->v[k].set != after.v[k].set)
				abort();
	}
	ig_pvalue_clear(&v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ig_auto_buf text = IG_BUF_INIT(0);
	ig_auto_policy_doc d = {0};
	struct ig_problems pr = {0};
	struct ig_policy *p = ig_policy_new("audit", NULL);

	ig_buf_add(&text, data, size);
	if (parse(&text, &d) == 0) {
		for (unsigned k = 0; k < IG_P_N; k++)
			if (d.v[k].set)
				check_value((enum ig_pkey)k, &d.v[k]);
		check_edit(&text, &d, (enum ig_pkey)(size % IG_P_N));
	}
	ig_policy_request_text(p, "f", &text, &pr);
	for (unsigned k = 0; k < IG_P_N; k++) /* a service can only make it stricter */
		if (ig_pvalue_cmp((enum ig_pkey)k, &p->v[k], &p->base[k]) > 0)
			abort();
	ig_problems_finish(&pr, NULL, NULL);
	json_decref(ig_policy_json(p));
	ig_policy_free(p);
	return 0;
}
