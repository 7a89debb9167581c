#include "config.h"
#include "core/base/err.h"

#include <stdio.h>
#include <string.h>

struct ig_err {
	enum ig_code code;
	char *msg;
	char *hint;
};

static char *format(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));
static char *format(const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	return s;
}

int ig_err_setv(ig_err **err, enum ig_code code, const char *fmt, va_list ap)
{
	if (!err)
		return -1;
	*err = ig_calloc(1, sizeof(**err));
	(*err)->code = code;
	(*err)->msg = format(fmt, ap);
	return -1;
}

int ig_err_set(ig_err **err, enum ig_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ig_err_setv(err, code, fmt, ap);
	va_end(ap);
	return -1;
}

int ig_err_sys(ig_err **err, enum ig_code code, int errnum, const char *fmt, ...)
{
	va_list ap;
	char *s;

	if (!err)
		return -1;
	va_start(ap, fmt);
	s = format(fmt, ap);
	va_end(ap);
	ig_err_set(err, code, "%s: %s", s, strerror(errnum));
	free(s);
	return -1;
}

int ig_err_wrap(ig_err **err, const char *fmt, ...)
{
	va_list ap;
	char *s, *old;

	if (!err || !*err)
		return -1;
	va_start(ap, fmt);
	s = format(fmt, ap);
	va_end(ap);
	old = (*err)->msg;
	(*err)->msg = ig_asprintf("%s: %s", s, old);
	free(old);
	free(s);
	return -1;
}

void ig_err_hint(ig_err **err, const char *fmt, ...)
{
	va_list ap;

	if (!err || !*err)
		return;
	free((*err)->hint);
	va_start(ap, fmt);
	(*err)->hint = format(fmt, ap);
	va_end(ap);
}

int ig_err_move(ig_err **err, ig_err *from)
{
	if (err)
		*err = from;
	else
		ig_err_free(from);
	return -1;
}

ig_err *ig_err_copy(const ig_err *err)
{
	ig_err *c;

	if (!err)
		return NULL;
	c = ig_calloc(1, sizeof(*c));
	c->code = err->code;
	c->msg = ig_strdup(err->msg);
	c->hint = ig_strdup_null(err->hint);
	return c;
}

void ig_err_free(ig_err *err)
{
	if (!err)
		return;
	free(err->msg);
	free(err->hint);
	free(err);
}

enum ig_code ig_err_code(const ig_err *err)
{
	return err ? err->code : IG_OK;
}

const char *ig_err_msg(const ig_err *err)
{
	return err ? err->msg : "no error";
}

const char *ig_err_hint_text(const ig_err *err)
{
	return err ? err->hint : NULL;
}

int ig_err_exit(const ig_err *err)
{
	switch (ig_err_code(err)) {
	case IG_OK:
		return 0;
	case IG_E_USAGE:
	case IG_E_INPUT:
	case IG_E_NOT_FOUND:
	case IG_E_CHANGED:
	case IG_E_LIMIT:
	case IG_E_UNENFORCED:
		return 2;
	case IG_E_ENGINE:
	case IG_E_DOWN:
	case IG_E_TIMEOUT:
	case IG_E_HOST:
	case IG_E_CANCELLED:
	case IG_E_INTERNAL:
		return 3;
	}
	return 3;
}
