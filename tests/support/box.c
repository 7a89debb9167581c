#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "core/base/json.h"
#include "core/seccomp/seccomp.h"
#include "tests/support/box.h"
#include "tests/support/engine-test.h"

#define IMAGE "ignite-tui/node:20"
#define LABEL "io.ignite-tui.test"
enum { SOON = 10000, RUN = 60000 };

struct world {
	ig_loop *loop;
	ig_engine *e;
	char *label;
	json_t *filters;
};

static void need(struct world *w, const struct answer *a, int ms)
{
	if (!answer_wait(w->loop, a, ms))
		fail_msg("no answer");
	if (a->err)
		fail_msg("%s", ig_err_msg(a->err));
}

char *box_profile(const struct ig_policy *p, bool guarded)
{
	ig_auto_err e = NULL;
	ig_profile *pr = ig_profile_new(p, &e);
	char *text;
	json_t *j;

	if (!pr)
		fail_msg("%s", ig_err_msg(e));
	j = guarded ? ig_profile_json_guarded(pr) : ig_profile_json(pr);
	text = json_dumps(j, JSON_COMPACT);
	json_decref(j);
	ig_profile_free(pr);
	return text;
}

static void bind_to(json_t *binds, const char *env, const char *from, const char *to)
{
	const char *top = getenv(env);

	json_array_append_new(binds, json_sprintf("%s/%s:%s:ro", top ? top : ".", from, to));
}

static json_t *request(const struct world *w, const struct box *b, json_t *command)
{
	json_t *binds = json_array();
	ig_auto_free char *seccomp = ig_asprintf("seccomp=%s", b->seccomp);

	bind_to(binds, "top_builddir", "tests/engine/seccomp-attack", "/attack");
	bind_to(binds, "top_builddir", "ignite-guard", "/ignite-guard");
	bind_to(binds, "top_srcdir", "tests/data/seccomp", "/service");
	if (b->bind)
		json_array_append_new(binds, json_string(b->bind));
	return json_pack("{s:s, s:o, s:s, s:{s:s}, s:{s:s, s:i, s:i, s:b, s:[s], s:[s, s], s:o, "
	                 "s:{s:s}}}",
	    "Image", IMAGE, "Cmd", command, "User", "65532:65532", "Labels", LABEL, w->label,
	    "HostConfig", "NetworkMode", "none", "Memory", 512 << 20, "PidsLimit", 64,
	    "ReadonlyRootfs", 1, "CapDrop", "ALL", "SecurityOpt", seccomp, "no-new-privileges",
	    "Binds", binds, "Tmpfs", "/tmp", "rw,noexec,nosuid,nodev,size=64m,uid=65532,gid=65532");
}

int64_t box_run(void *world, const struct box *b, json_t *command, struct ig_buf *out)
{
	struct world *w = world;
	ig_auto_json req = request(w, b, command);
	auto_answer made = {0}, started = {0}, waited = {0}, gone = {0}, log = {0};
	const char *id;
	int64_t status;

	ig_engine_create(w->e, NULL, req, answer_reply, &made);
	need(w, &made, SOON);
	id = ig_json_str(made.body, "Id", "");
	ig_engine_attach(w->e, id, &answer_stream, &log);
	assert_true(wait_for(w->loop, &log.opened, SOON));
	ig_engine_start(w->e, id, answer_reply, &started);
	need(w, &started, SOON);
	if (b->started)
		b->started(b->user);
	ig_engine_wait(w->e, id, RUN, answer_reply, &waited);
	need(w, &waited, RUN + SOON);
	status = ig_json_int(waited.body, "StatusCode", -1);
	need(w, &log, SOON);
	ig_engine_remove(w->e, id, 0, answer_reply, &gone);
	need(w, &gone, SOON);
	ig_buf_add(out, log.out.data, log.out.len);
	ig_buf_add(out, log.errs.data, log.errs.len);
	return status;
}

static unsigned count_lines(const char *text, const char *start)
{
	unsigned n = 0;

	while (text && *text) {
		n += strncmp(text, start, strlen(start)) == 0;
		text = strchr(text, '\n');
		text += text != NULL;
	}
	return n;
}

void box_all_ok(const struct ig_buf *out, unsigned at_least, const char *end)
{
	const char *s = ig_buf_str(out);

	if (count_lines(s, "not ok") || count_lines(s, "ok ") < at_least || !strstr(s, end))
		fail_msg("%s", s);
}

int box_world_up(void **state)
{
	ig_auto_free char *socket = test_engine_socket();
	struct world *w = ig_calloc(1, sizeof(*w));
	ig_auto_free char *label = NULL;

	w->loop = ig_loop_new(NULL);
	w->e = ig_engine_new(w->loop, socket, NULL);
	w->label = ig_asprintf("box-%d", (int)getpid());
	label = ig_asprintf("%s=%s", LABEL, w->label);
	w->filters = json_pack("{s:[s]}", "label", label);
	*state = w;
	return 0;
}

/* Whatever a failed test left. */
int box_world_down(void **state)
{
	struct world *w = *state;
	struct answer list = {0};
	json_t *c;
	size_t i;

	ig_engine_containers(w->e, true, w->filters, answer_reply, &list);
	answer_wait(w->loop, &list, SOON);
	json_array_foreach(list.body, i, c)
	{
		struct answer a = {0};

		ig_engine_remove(w->e, ig_json_str(c, "Id", ""), 0, answer_reply, &a);
		answer_wait(w->loop, &a, SOON);
		answer_done(&a);
	}
	answer_done(&list);
	ig_engine_free(w->e);
	ig_loop_free(w->loop);
	json_decref(w->filters);
	free(w->label);
	free(w);
	return 0;
}
