/* libFuzzer: whatever the bytes, the reader answers with a tree inside its bounds or one line. */
#include "config.h"

#include <string.h>

#include "core/base/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t check(const struct ig_ynode *n, size_t size, unsigned depth)
{
	size_t nodes = 1, at = n->start;

	if (n->start > n->end || n->end > size || !n->line || !n->column)
		abort();
	if ((n->kind == IG_Y_SCALAR) != (n->text != NULL))
		abort();
	if (n->kind == IG_Y_SCALAR)
		return nodes;
	if (depth > IG_YAML_MAX_DEPTH || (n->kind == IG_Y_SEQ && n->key))
		abort();
	for (size_t i = 0; i < n->n; i++) {
		const struct ig_ynode *first = n->kind == IG_Y_MAP ? n->key[i] : n->item[i];

		if (!n->item[i] || first->start < at || n->item[i]->end > n->end)
			abort();
		at = n->item[i]->end;
		if (n->kind == IG_Y_MAP) {
			nodes += check(n->key[i], size, depth + 1);
			if (n->key[i]->kind != IG_Y_SCALAR ||
			    ig_ynode_get(n, n->key[i]->text) != n->item[i])
				abort();
		}
		nodes += check(n->item[i], size, depth + 1);
	}
	return nodes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ig_auto_err err = NULL;
	ig_auto_ynode n = ig_yaml_parse("f", (const char *)data, size, &err);
	ig_auto_free char *text = ig_strndup((const char *)data, size < 64 ? size : 64);
	uint64_t v, w;
	double d, e;

	if (!n == !err)
		abort();
	if (err && (strncmp(ig_err_msg(err), "f:", 2) != 0 || ig_err_exit(err) != 2))
		abort();
	if (n && (n->kind != IG_Y_MAP || check(n, size, 1) > IG_YAML_MAX_NODES + 1))
		abort();
	if (ig_parse_size(text, &v, NULL) == 0) {
		ig_auto_free char *s = ig_format_size(v);

		if (ig_parse_size(s, &w, NULL) < 0 || v != w)
			abort();
	}
	if (ig_parse_duration(text, &v, NULL) == 0) {
		ig_auto_free char *s = ig_format_duration(v);

		if (ig_parse_duration(s, &w, NULL) < 0 || v != w)
			abort();
	}
	if (ig_parse_decimal(text, 0, 1e6, &d, NULL) == 0) {
		ig_auto_free char *s = ig_format_decimal(d);

		if (ig_parse_decimal(s, 0, 1e6, &e, NULL) < 0 || d > e || d < e)
			abort();
	}
	return 0;
}
