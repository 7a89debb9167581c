/* The ignite-tui/policy/1 object. */
#include "config.h"
#include "core/policy/policy-priv.h"

#include <string.h>

#include "core/base/json.h"

static json_t *text(const char *s)
{
	return ig_json_bytes(s, strlen(s));
}

static json_t *value(enum ig_pkey key, const struct ig_pvalue *v)
{
	json_t *list;

	switch (ig_policy_keys[key].type) {
	case IG_PT_SIZE:
	case IG_PT_DURATION:
	case IG_PT_NUMBER:
		return json_integer((json_int_t)v->num);
	case IG_PT_DECIMAL:
		return json_real(v->dec);
	case IG_PT_CHOICE:
	case IG_PT_TEXT:
	case IG_PT_LIST:
	case IG_PT_CHOICE_OR_LIST:
		break;
	}
	if (v->text)
		return text(v->text);
	list = json_array();
	for (size_t i = 0; i < v->list_n; i++)
		json_array_append_new(list, text(v->list[i]));
	return list;
}

/* Puts x at "group.leaf" of o. */
static void put(json_t *o, const char *path, json_t *x)
{
	const char *dot = strchr(path, '.');
	ig_auto_free char *group = dot ? ig_strndup(path, (size_t)(dot - path)) : NULL;
	json_t *in = o;

	if (dot) {
		in = json_object_get(o, group);
		if (!in) {
			in = json_object();
			json_object_set_new(o, group, in);
		}
	}
	json_object_set_new(in, dot ? dot + 1 : path, x);
}

static json_t *row(const struct ig_policy *p, enum ig_pkey key)
{
	const struct ig_pvalue *v = &p->v[key];
	int cmp = ig_pvalue_cmp(key, v, &p->base[key]);
	json_t *o = json_object();

	json_object_set_new(o, "value", value(key, v));
	json_object_set_new(o, "source", json_string(ig_layer_name(v->source)));
	if (v->file)
		json_object_set_new(o, "file", text(v->file));
	if (v->file && v->line)
		json_object_set_new(o, "line", json_integer(v->line));
	json_object_set_new(o, "enforced_by", json_string(ig_policy_keys[key].enforced_by));
	json_object_set_new(o, "base", value(key, &p->base[key]));
	json_object_set_new(o, "compared",
	    json_string(cmp > 0                                 ? "wider"
	                : cmp < 0                               ? "tighter"
	                : ig_pvalue_same(key, v, &p->base[key]) ? "same"
	                                                        : "different"));
	return o;
}

static json_t *notes(const struct ig_policy *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->note_n; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "text", text(p->note[i].text));
		if (p->note[i].file)
			json_object_set_new(o, "file", text(p->note[i].file));
		if (p->note[i].line)
			json_object_set_new(o, "line", json_integer(p->note[i].line));
		json_array_append_new(list, o);
	}
	return list;
}

json_t *ig_policy_json(const struct ig_policy *p)
{
	json_t *o = json_object(), *effective = json_object(), *requested = json_object();
	json_t *not_granted = json_array();

	for (unsigned k = 0; k < IG_P_N; k++) {
		const char *path = ig_policy_keys[k].path;

		put(effective, path, row(p, (enum ig_pkey)k));
		if (p->asked[k].set)
			put(requested, path, value((enum ig_pkey)k, &p->asked[k]));
		if (ig_policy_not_granted(p, (enum ig_pkey)k))
			json_array_append_new(not_granted, json_string(path));
	}
	json_object_set_new(o, "schema", json_string("ignite-tui/policy/1"));
	json_object_set_new(o, "name", text(p->name));
	json_object_set_new(o, "effective", effective);
	json_object_set_new(o, "requested", requested);
	json_object_set_new(o, "not_granted", not_granted);
	json_object_set_new(o, "notes", notes(p));
	return o;
}
