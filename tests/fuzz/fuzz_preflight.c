/* libFuzzer: whatever a file holds, reading it ends, and each finding stands within it. */
#include "config.h"

#include <string.h>

#include "core/preflight/scan.h"
#include "core/preflight/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void found(const struct ig_finding *f, void *user)
{
	size_t size = *(size_t *)user;

	if (f->line == 0 || f->column == 0 || f->line > size + 1 || f->end_line > size + 1)
		abort();
	if (f->end_line < f->line || strlen(f->excerpt) > IG_WIRE_EXCERPT)
		abort();
	if (f->rule < ig_rules || f->rule >= ig_rules + ig_rules_n || !f->message[0])
		abort();
}

/* The first byte chooses what the rest is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"x.js", "x.ts", "x.tsx", "package.json",
	    "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "x.sh", "x.html", "x.d.ts",
	    "binding.gyp", "x.txt"};
	struct ig_scan s = {.found = found, .user = &size};

	if (size < 2)
		return 0;
	size--;
	s.path = names[data[0] % IG_COUNT(names)];
	s.src = (const char *)data + 1;
	s.n = size;
	s.kind = ig_kind_of(s.path, data + 1, size < IG_KIND_HEAD ? size : IG_KIND_HEAD);
	ig_scan_file(&s);
	return 0;
}
