/* libFuzzer: JSON from outside is refused with a place, or read; what is written reads back. */
#include "config.h"

#include <string.h>

#include "core/base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DEPTH = 8 };

static void refused(const ig_err *e)
{
	enum ig_code code = ig_err_code(e);

	if ((code != IG_E_INPUT && code != IG_E_LIMIT) || strncmp(ig_err_msg(e), "line ", 5) != 0)
		abort();
}

static void write_and_read(const json_t *v, unsigned indent)
{
	ig_auto_buf one = IG_BUF_INIT(0);
	ig_auto_buf two = IG_BUF_INIT(0);
	json_t *again;

	ig_json_write(v, indent, &one);
	for (size_t i = 0; i < one.len; i++)
		if ((one.data[i] < 0x20 && !(indent && one.data[i] == '\n')) || one.data[i] > 0x7e)
			abort();
	again = ig_json_parse(ig_buf_str(&one), one.len, DEPTH, 0, NULL);
	/* 15 digits of the largest numbers may round up past them. */
	if (!again && strstr(ig_buf_str(&one), "e308"))
		return;
	if (!again)
		abort();
	ig_json_write(again, indent, &two);
	if (one.len != two.len || memcmp(one.data, two.data, one.len) != 0)
		abort();
	json_decref(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;

	for (unsigned flags = 0; flags <= IG_JSON_REJECT_DUPLICATES; flags++) {
		ig_auto_err e = NULL;
		ig_auto_json v = ig_json_parse(s, size, DEPTH, flags, &e);
		ig_auto_json text = ig_json_bytes(s, size);

		if (!v)
			refused(e);
		else
			write_and_read(v, flags ? 2 : 0);
		/* A NUL in a string can be written, and is not read. */
		if (size && !memchr(s, '\0', size))
			write_and_read(text, 0);
	}
	return 0;
}
