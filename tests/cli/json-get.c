/*
 * Reads one JSON value from stdin, strictly, and prints what stands at a path: "a.b.0.c"; a
 * last "#" counts the members. Strings are printed as they are. Ends with 1 if it is not there,
 * with 2 if stdin is anything but one JSON value.
 */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *step(json_t *v, const char *name)
{
	if (json_is_array(v))
		return json_array_get(v, strtoul(name, NULL, 10));
	return json_object_get(v, name);
}

static int print(json_t *v)
{
	char *s;

	if (!v)
		return 1;
	if (json_is_string(v)) {
		puts(json_string_value(v));
		return 0;
	}
	s = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
	puts(s);
	free(s);
	return 0;
}

int main(int argc, char **argv)
{
	json_error_t e;
	json_t *root = json_loadf(stdin, JSON_REJECT_DUPLICATES, &e), *v = root;
	char *name;
	int rc = -1;

	if (argc != 2 || !root) {
		fprintf(stderr, "json-get: line %d: %s\n", e.line, e.text);
		return 2;
	}
	for (name = strtok(argv[1], "."); name && v && rc < 0; name = strtok(NULL, ".")) {
		if (strcmp(name, "#") == 0) {
			printf(
			    "%zu\n", json_is_array(v) ? json_array_size(v) : json_object_size(v));
			rc = 0;
		} else {
			v = step(v, name);
		}
	}
	if (rc < 0)
		rc = print(v);
	json_decref(root);
	return rc;
}
