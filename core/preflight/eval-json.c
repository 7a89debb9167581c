#include "config.h"
#include "core/preflight/eval.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/preflight/pjson.h"

static struct ig_val *json_value(struct ig_js *j, const struct ig_pjson *p, uint32_t n,
    unsigned depth)
{
	const struct ig_pjson_node *t = &p->node[n];
	struct ig_val **item = NULL, *v;
	size_t count = 0, cap = 0;
	const bool dict = t->kind == PJ_OBJECT;

	if (t->kind == PJ_STRING) {
		ig_auto_free char *s = ig_pjson_str(p, n);
		const bool escaped = memchr(p->src + t->start, '\\', t->end - t->start) != NULL;

		return ig_val_str(j, s ? s : "", s ? strlen(s) : 0,
		    escaped ? T_ESCAPED | T_BUILT : T_BUILT);
	}
	if (t->kind == PJ_NUMBER)
		return ig_val_num(j, strtod(p->src + t->start, NULL));
	if (t->kind == PJ_TRUE || t->kind == PJ_FALSE)
		return ig_val_bool(j, t->kind == PJ_TRUE);
	if ((!dict && t->kind != PJ_ARRAY) || depth > 6)
		return ig_val_new(j, V_NULL, 0);
	for (uint32_t m = t->child; m && count < IG_EVAL_LIST; m = p->node[m].next) {
		if (dict) {
			ig_auto_free char *key = ig_pjson_key(p, m);

			IG_GROW(item, count, cap);
			item[count++] = ig_val_str(j, key, strlen(key), T_BUILT);
		}
		IG_GROW(item, count, cap);
		item[count++] = json_value(j, p, m, depth + 1);
	}
	v = ig_val_list(j, item, count);
	free(item);
	if (dict && v->kind == V_LIST)
		v->kind = V_DICT;
	return v;
}

struct ig_val *ig_eval_json(struct ig_js *j, const char *s, size_t n)
{
	struct ig_val *v = NULL;
	struct ig_pjson p;

	ig_pjson_parse(&p, s, n);
	if (!p.error && p.n)
		v = json_value(j, &p, 0, 0);
	ig_pjson_done(&p);
	return v;
}
