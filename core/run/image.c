#include "config.h"
#include "core/run/image-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/worker.h"

/* 130 MB to copy and hash: under a second, or a slow disk. */
enum { BUILD_DEADLINE_MS = 120000 };

#define LABEL_INPUT "io.ignite-tui.input" /* SHA-256 of the root file system that was imported */

struct ig_image_job {
	ig_engine *engine;
	ig_worker *worker;
	ig_call *call;
	struct image_work work;
	struct image_report report;
	bool reported;
	char *executable, *target, *tag, *spec;
	char *old; /* an image of ours that had the tag */
	ig_reply_fn done;
	void *user;
};

void ig_image_cancel(ig_image_job *j)
{
	if (!j)
		return;
	ig_worker_free(j->worker);
	ig_call_cancel(j->call);
	if (j->work.out >= 0)
		close(j->work.out);
	free(j->executable);
	free(j->target);
	free(j->tag);
	free(j->spec);
	free(j->old);
	free(j);
}

/* The job is gone before its owner hears of it. */
static void answer(ig_image_job *j, json_t *body, const ig_err *err)
{
	ig_reply_fn done = j->done;
	void *user = j->user;

	ig_image_cancel(j);
	done(body, err, user);
}

static void answer_id(ig_image_job *j, const char *id)
{
	ig_auto_json body = json_pack("{s:s, s:s}", "Id", id, "Tag", j->tag);
	ig_auto_err e = NULL;

	if (!body)
		ig_err_set(&e, IG_E_ENGINE, "the engine did not name the image");
	answer(j, body, e);
}

static void old_removed(json_t *body, const ig_err *err, void *user)
{
	ig_image_job *j = user;
	ig_auto_free char *id = IG_STEAL(j->old);

	(void)body;
	(void)err; /* a run may still use it: the next build finds no tag on it, and lets it be */
	j->call = NULL;
	answer_id(j, id);
}

static void inspected(json_t *body, const ig_err *err, void *user)
{
	ig_image_job *j = user;
	const char *id = body ? ig_json_str(body, "Id", NULL) : NULL;
	ig_auto_free char *old = IG_STEAL(j->old);

	j->call = NULL;
	if (err) {
		answer(j, NULL, err);
		return;
	}
	if (!old || !id || !strcmp(old, id)) {
		answer_id(j, id);
		return;
	}
	j->old = ig_strdup(id); /* what to answer with, then */
	j->call = ig_engine_image_remove(j->engine, old, old_removed, j);
}

static void imported(json_t *body, const ig_err *err, void *user)
{
	ig_image_job *j = user;

	(void)body;
	if (err) {
		j->call = NULL;
		answer(j, NULL, err);
		return;
	}
	j->call = ig_engine_image_inspect(j->engine, j->tag, inspected, j);
}

static void import(ig_image_job *j)
{
	ig_auto_free char *input = ig_asprintf("LABEL %s=%s", LABEL_INPUT, j->report.digest);
	ig_auto_free char *spec = ig_asprintf("LABEL io.ignite-tui.runtime=%s", j->spec);
	ig_auto_free char *cmd = ig_asprintf("CMD [\"%s\"]", j->target);
	const char *const changes[] = {"LABEL " IG_LABEL_OWNER "=ignite-tui", input, spec,
	    "ENV PATH=/usr/local/bin", "USER 65532:65532", "WORKDIR /service", cmd, NULL};

	j->call = ig_engine_image_import(j->engine, j->work.out, j->tag, changes, imported, j);
}

/* Is the image that has the tag made of the same bytes? One of ours that is not goes afterwards. */
static void looked(json_t *body, const ig_err *err, void *user)
{
	ig_image_job *j = user;
	json_t *labels = body ? ig_json_at(body, "Config.Labels") : NULL;
	json_t *label = labels ? json_object_get(labels, LABEL_INPUT) : NULL;

	j->call = NULL;
	if (label)
		j->old = ig_strdup_null(ig_json_str(body, "Id", NULL));
	if (err && ig_err_code(err) != IG_E_NOT_FOUND)
		answer(j, NULL, err);
	else if (label && json_is_string(label) &&
	         !strcmp(json_string_value(label), j->report.digest))
		answer_id(j, ig_json_str(body, "Id", NULL));
	else
		import(j);
}

static void message(const char *p, size_t n, int fd, void *user)
{
	ig_image_job *j = user;

	if (fd >= 0)
		close(fd);
	if (n != sizeof(j->report))
		return;
	memcpy(&j->report, p, n);
	j->report.digest[64] = j->report.text[sizeof(j->report.text) - 1] =
	    j->report.hint[sizeof(j->report.hint) - 1] = '\0';
	j->reported = true;
}

static void ended(const ig_err *why, void *user)
{
	ig_image_job *j = user;
	ig_auto_err e = ig_err_copy(why);

	if (!e && !j->reported)
		ig_err_set(&e, IG_E_INTERNAL, "the process that makes the image said nothing");
	if (!e && j->report.code != IG_OK) {
		ig_err_set(&e, j->report.code, "%s", j->report.text);
		if (j->report.hint[0])
			ig_err_hint(&e, "%s", j->report.hint);
	}
	if (e) {
		ig_err_wrap(&e, "cannot make the image %s", j->tag);
		answer(j, NULL, e);
		return;
	}
	ig_worker_free(j->worker);
	j->worker = NULL;
	j->call = ig_engine_image_inspect(j->engine, j->tag, looked, j);
}

static int open_temp(ig_err **err)
{
	ig_auto_free char *dir = ig_xdg_dir(IG_XDG_CACHE, NULL, err);
	ig_auto_free char *name = NULL;
	int fd;

	if (!dir)
		return -1;
	name = ig_asprintf("%s/image.XXXXXX", dir);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		return ig_err_sys(err, IG_E_HOST, errno, "cannot write in '%s'", dir);
	unlink(name);
	if (fd <= STDERR_FILENO) { /* a worker keeps none of those */
		int high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

		close(fd);
		fd = high;
	}
	return fd;
}

static int start(ig_loop *loop, ig_image_job *j, ig_err **err)
{
	static const struct ig_worker_events events = {.message = message, .ended = ended};
	struct ig_worker_spec spec = {
	    .name = "image",
	    .box = IG_BOX_COPY,
	    .deadline_ms = BUILD_DEADLINE_MS,
	    .main = image_work,
	    .arg = &j->work,
	};

	if (access(j->executable, R_OK) < 0) {
		ig_err_set(err, IG_E_NOT_FOUND,
		    "the executable of %s is not in the npm cache: no '%s'", j->spec,
		    j->executable);
		ig_err_hint(err,
		    "./bootstrap runtime %s brings it; or set $IGNITE_TUI_NPM_CACHE to the cache "
		    "that has it",
		    j->spec);
		return -1;
	}
	j->work.out = open_temp(err);
	if (j->work.out < 0)
		return -1;
	j->work.executable = j->executable;
	j->work.target = j->target;
	spec.fds = &j->work.out;
	spec.n_fds = 1;
	j->worker = ig_worker_start(loop, &spec, &events, j, err);
	return j->worker ? 0 : -1;
}

ig_image_job *ig_image_build(ig_loop *loop, ig_engine *e, const struct ig_runtime *rt,
    const char *npm_cache, ig_reply_fn done, void *user, ig_err **err)
{
	ig_image_job *j = ig_calloc(1, sizeof(*j));

	j->engine = e;
	j->work.out = -1;
	j->executable = ig_asprintf("%s/%s/%s", npm_cache, rt->folder, rt->member);
	j->target = ig_strdup(rt->argv[0]);
	j->tag = ig_strdup(rt->image);
	j->spec = ig_asprintf("%s@%s", rt->name, rt->version);
	j->done = done;
	j->user = user;
	if (start(loop, j, err) == 0)
		return j;
	ig_image_cancel(j);
	return NULL;
}
