#include "config.h"
#include "tui/cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/text.h"

/* One neutralised line on stderr, in one write; what cannot be written there cannot be told. */
static void say(const struct ig_cli *c, const char *before, const char *text)
{
	ig_auto_buf b = IG_BUF_INIT(0);
	ssize_t n;

	ig_buf_adds(&b, before);
	ig_text_clean(text, strlen(text), c->ascii ? IG_TEXT_ASCII : 0, 0, &b);
	ig_buf_addc(&b, '\n');
	n = write(STDERR_FILENO, b.data, b.len);
	(void)n;
}

int ig_cli_fail(const struct ig_cli *c, const ig_err *err)
{
	say(c, "ignite-tui: ", ig_err_msg(err));
	if (ig_err_hint_text(err))
		say(c, "  ", ig_err_hint_text(err));
	return ig_err_exit(err);
}

void ig_cli_note(const struct ig_cli *c, const char *fmt, ...)
{
	ig_auto_buf b = IG_BUF_INIT(0);
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	va_end(ap);
	ig_buf_adds(&b, s);
	free(s);
	say(c, "", ig_buf_str(&b));
}

int ig_cli_result(const struct ig_cli *c, const struct ig_buf *out, int status)
{
	ig_auto_err e = NULL;

	if (ig_write_all(STDOUT_FILENO, ig_buf_str(out), out->len) == 0 || errno == EPIPE)
		return status;
	ig_err_sys(&e, IG_E_HOST, errno, "the result could not be written to stdout");
	return ig_cli_fail(c, e);
}

bool ig_cli_format_is(const struct ig_cli *c, const char *format)
{
	return strcmp(c->opt[IG_O_FORMAT] ? c->opt[IG_O_FORMAT] : "text", format) == 0;
}
