#include "config.h"
#include "tui/cli/cli.h"

#include <string.h>

#include "core/base/text.h"
#include "core/session/doctor.h"

static void print(const struct ig_cli *c, const struct ig_doctor *d, struct ig_buf *out)
{
	unsigned flags = c->ascii ? IG_TEXT_ASCII : 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct ig_doctor_row *r = &d->row[i];

		ig_buf_printf(out, "%-8s %-15s ", ig_doctor_state_name(r->state), r->what);
		ig_text_clean(r->found, strlen(r->found), flags, 0, out);
		ig_buf_addc(out, '\n');
		if (r->todo) {
			ig_buf_printf(out, "%25s", "");
			ig_text_clean(r->todo, strlen(r->todo), flags, 0, out);
			ig_buf_addc(out, '\n');
		}
	}
	ig_buf_adds(out, ig_doctor_worst(d) == IG_DOCTOR_MISSING
	                     ? "\nA contained run is not possible here.\n"
	                     : "\nA contained run is possible here.\n");
}

/* Asks one thing; NULL when it failed, and then *err has the first reason. */
static json_t *ask(
    struct ig_cli_engine *e, ig_call *(*call)(ig_engine *, ig_reply_fn, void *), ig_err **err)
{
	struct ig_cli_reply r = {.loop = e->loop};

	if (*err)
		return NULL;
	call(e->engine, ig_cli_keep, &r);
	ig_loop_run(e->loop);
	*err = r.err;
	return r.body;
}

static ig_call *all_images(ig_engine *e, ig_reply_fn fn, void *user)
{
	return ig_engine_images(e, NULL, fn, user);
}

static void engine(const struct ig_cli *c, struct ig_doctor *d)
{
	json_t *version = NULL, *info = NULL, *images = NULL;
	struct ig_cli_engine e;
	ig_auto_err err = NULL;

	if (ig_cli_engine_open(c, &e, &err) == 0) {
		version = ask(&e, ig_engine_version, &err);
		info = ask(&e, ig_engine_info, &err);
		images = ask(&e, all_images, &err);
	}
	ig_doctor_socket(d, e.engine ? ig_engine_socket(e.engine) : "", e.source, err);
	if (info)
		ig_doctor_engine(d, version, info, images);
	json_decref(version);
	json_decref(info);
	json_decref(images);
	ig_cli_engine_done(&e);
}

int ig_cli_doctor(const struct ig_cli *c)
{
	struct ig_doctor d = {0};
	ig_auto_buf out = IG_BUF_INIT(0);
	int status;

	ig_doctor_host(&d);
	engine(c, &d);
	print(c, &d, &out);
	status = ig_doctor_worst(&d) == IG_DOCTOR_MISSING ? 3 : 0;
	ig_doctor_done(&d);
	return ig_cli_result(c, &out, status);
}
