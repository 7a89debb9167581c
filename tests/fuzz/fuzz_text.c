/* libFuzzer: whatever the bytes, the sanitiser uses them all and gives out nothing dangerous. */
#include "config.h"

#include "core/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *s, size_t n, unsigned flags)
{
	uint32_t cp;
	size_t step;

	for (; n; s += step, n -= step) {
		step = ig_utf8_decode(s, n, &cp);
		if (!step || cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			abort();
		if ((flags & IG_TEXT_ASCII) && cp > 0x7e)
			abort();
		if (ig_text_class(cp) != IG_TC_PLAIN && ig_text_class(cp) != IG_TC_COMBINING)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;

	for (unsigned flags = 0; flags < 4; flags++) {
		ig_auto_buf all = IG_BUF_INIT(0);
		ig_auto_buf some = IG_BUF_INIT(0);

		ig_text_clean(s, size, flags, 0, &all);
		check(ig_buf_str(&all), all.len, flags);
		if (ig_text_width(s, size, flags) != ig_text_width(ig_buf_str(&all), all.len, 0))
			abort();
		ig_text_clean(s, size, flags, 20, &some);
		check(ig_buf_str(&some), some.len, flags);
		if (ig_text_width(ig_buf_str(&some), some.len, 0) > 20)
			abort();
	}
	return 0;
}
