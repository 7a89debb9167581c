#include "config.h"
#include "tui/cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/text.h"

struct frame {
	const char *before, *after;
};
static const struct frame none = {"", ""};

/* One neutralised line on stderr, in one write; what cannot be written there cannot be told. */
static void say(const struct ig_cli *c, const struct frame *f, const char *text)
{
	ig_auto_buf b = IG_BUF_INIT(0);
	ssize_t n;

	ig_buf_adds(&b, f->before);
	ig_text_clean(text, strlen(text), c->ascii ? IG_TEXT_ASCII : 0, 0, &b);
	ig_buf_adds(&b, f->after);
	ig_buf_addc(&b, '\n');
	n = write(STDERR_FILENO, b.data, b.len);
	(void)n;
}

int ig_cli_fail(const struct ig_cli *c, const ig_err *err)
{
	static const struct frame message = {"ignite-tui: ", ""}, hint = {"  ", ""};

	say(c, &message, ig_err_msg(err));
	if (ig_err_hint_text(err))
		say(c, &hint, ig_err_hint_text(err));
	return ig_err_exit(err);
}

static void sayv(const struct ig_cli *c, const struct frame *f, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));
static void sayv(const struct ig_cli *c, const struct frame *f, const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	say(c, f, s);
	free(s);
}

void ig_cli_note(const struct ig_cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sayv(c, &none, fmt, ap);
	va_end(ap);
}

void ig_cli_warn(const struct ig_cli *c, const char *fmt, ...)
{
	static const struct frame red = {"\033[31m", "\033[0m"};
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	bool plain =
	    !isatty(STDERR_FILENO) || (no_color && *no_color) || !term || strcmp(term, "dumb") == 0;
	va_list ap;

	va_start(ap, fmt);
	sayv(c, plain ? &none : &red, fmt, ap);
	va_end(ap);
}

int ig_cli_result(const struct ig_cli *c, const struct ig_buf *out, int status)
{
	ig_auto_err e = NULL;

	if (out->overflow) {
		ig_err_set(&e, IG_E_LIMIT, "the result is larger than %zu bytes", IG_BUF_MAX);
		ig_cli_fail(c, e);
		return 3;
	}
	if (ig_write_all(STDOUT_FILENO, ig_buf_str(out), out->len) == 0 || errno == EPIPE)
		return status;
	ig_err_sys(&e, IG_E_HOST, errno, "the result could not be written to stdout");
	return ig_cli_fail(c, e);
}

bool ig_cli_format_is(const struct ig_cli *c, const char *format)
{
	return strcmp(c->opt[IG_O_FORMAT] ? c->opt[IG_O_FORMAT] : "text", format) == 0;
}
