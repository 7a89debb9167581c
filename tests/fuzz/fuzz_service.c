/* libFuzzer: whatever a service.yaml holds, what was taken from it is within its bounds. */
#include "config.h"

#include <string.h>

#include "core/service/service-priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No file is there to be an entry: "." is a folder, and nothing else is looked for with success. */
static void check(const struct ig_service *s, bool whole)
{
	if (s->entry || whole)
		abort();
	if (s->name && (!*s->name || strlen(s->name) > 63 || strpbrk(s->name, "/. \n\x1b")))
		abort();
	if (s->memory > (uint64_t)1 << 40 || s->cpu > 1024 || s->timeout_ms > 86400000)
		abort();
	if ((!s->memory_line && s->memory) || (!s->cpu_line && s->cpu > 0) ||
	    (!s->timeout_line && s->timeout_ms))
		abort();
	if (s->env_n > 256 || (s->runtime && !s->runtime_spec))
		abort();
	for (size_t i = 0; i < s->env_n; i++)
		if (!*s->env[i].name || strpbrk(s->env[i].name, "= \n") || !s->env[i].line)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ig_service *s = ig_calloc(1, sizeof(*s));
	ig_auto_free char *text = ig_strndup((const char *)data, size);
	int r;

	s->manifest = ig_strdup("service.yaml");
	r = ig_service_parse_yaml(s, -1, text, size, &s->error);
	if ((r == 0) == (s->error != NULL))
		abort();
	if (s->error && strncmp(ig_err_msg(s->error), "service.yaml:", 13) != 0)
		abort();
	check(s, r == 0);
	ig_service_free(s);
	return 0;
}
