#include "config.h"
#include "tests/support/run-test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "tests/support/engine-test.h"

int run_world_up(struct run_world *w, const char *socket)
{
	strcpy(w->cache, "/tmp/ignite-run.XXXXXX");
	if (!mkdtemp(w->cache))
		return -1;
	setenv("XDG_CACHE_HOME", w->cache, 1);
	w->loop = ig_loop_new(NULL);
	w->e = socket ? ig_engine_new(w->loop, socket, NULL) : NULL;
	return w->loop && !w->e == !socket ? 0 : -1;
}

int run_world_down(struct run_world *w)
{
	ig_auto_free char *cmd = ig_asprintf("chmod -R u+rwx %s", w->cache);

	ig_engine_free(w->e);
	ig_loop_free(w->loop);
	return system(cmd) == 0 ? ig_rmtree(w->cache, NULL) : -1;
}

/* What preflight does: walk, hash, seal. */
static int see_file(const char *path, int fd, const struct stat *st, void *user)
{
	struct ig_tree_entry *e = ig_manifest_add(user, path);
	ig_auto_buf text = IG_BUF_INIT(0);

	assert_int_equal(ig_read_fd(fd, path, 1 << 24, &text, NULL), 0);
	e->executable = st->st_mode & 0111;
	e->size = text.len;
	EVP_Digest(ig_buf_str(&text), text.len, e->sha256, NULL, EVP_sha256(), NULL);
	return 0;
}

static int see_folder(const char *path, const struct stat *st, void *user)
{
	(void)st;
	ig_manifest_add(user, path)->folder = true;
	return 0;
}

static void see_skip(const char *path, const char *reason, void *user)
{
	ig_manifest_skip(user, path, reason);
}

static void see(struct run_case *c)
{
	const struct ig_walk_ops ops = {see_file, see_folder, see_skip};
	ig_auto_fd int fd = ig_open_dir(c->service->path, NULL);

	assert_int_equal(ig_tree_walk(fd, &ops, &c->seen, NULL), 0);
	ig_manifest_seal(&c->seen);
}

static void sealed(struct ig_snapshot *s, ig_err *err, void *user)
{
	struct run_case *c = user;

	if (err)
		fail_msg("no snapshot: %s", ig_err_msg(err));
	c->snapshot = s;
}

static void set_policy(struct run_case *c, const char *sets)
{
	ig_auto_free char *copy = ig_strdup(sets);
	char *save = NULL, *s = strtok_r(copy, " ", &save);
	bool normal = s && !strcmp(s, "base=normal");

	c->policy = ig_policy_new(normal ? "normal" : "audit", NULL);
	assert_non_null(c->policy);
	if (s && !strncmp(s, "policy=", 7)) {
		ig_auto_err e = NULL;

		if (ig_policy_apply(c->policy, s + 7, NULL, &e) < 0)
			fail_msg("%s", ig_err_msg(e));
		s = strtok_r(NULL, " ", &save);
	}
	for (s = normal ? strtok_r(NULL, " ", &save) : s; s; s = strtok_r(NULL, " ", &save)) {
		ig_auto_err e = NULL;
		char *value = strchr(s, '=');

		*value++ = '\0';
		if (ig_policy_set(c->policy, ig_pkey_find(s), value, IG_LAYER_CLI, &e) < 0)
			fail_msg("%s: %s", s, ig_err_msg(e));
	}
}

void run_case_plan(struct run_case *c, struct run_world *w, const char *dir, const char *sets)
{
	ig_auto_free char *path =
	    dir[0] == '/' ? ig_strdup(dir)
	                  : ig_asprintf("%s/tests/services/%s", getenv("top_srcdir"), dir);
	ig_auto_err e = NULL;
	struct ig_plan_input in = {.input = NULL};

	memset(c, 0, sizeof(*c));
	c->w = w;
	c->service = ig_service_load(path, NULL);
	assert_non_null(c->service);
	set_policy(c, sets);
	c->profile = ig_profile_new(c->policy, &e);
	if (!c->profile)
		fail_msg("no profile: %s", ig_err_msg(e));
	see(c);
	assert_non_null(
	    ig_snapshot_start(w->loop, c->service->path, &c->seen, NULL, sealed, c, NULL));
	while (!c->snapshot)
		ig_loop_once(w->loop, 1000);
	c->id = ig_run_new_id();
	c->owner = ig_run_owner();
	in.service = c->service;
	in.policy = c->policy;
	in.profile = c->profile;
	in.image = c->service->runtime ? c->service->runtime->image : "";
	in.snapshot_path = c->snapshot->path;
	in.digest = c->snapshot->digest;
	in.run_id = c->id;
	in.owner = c->owner;
	in.cgroup_version = 1;
	c->plan = ig_plan_new(&in, &e);
	if (!c->plan)
		fail_msg("no plan: %s", ig_err_msg(e));
}

static void changed(ig_run *r, void *user)
{
	struct run_case *c = user;

	(void)r;
	c->changed++;
	c->bad |= c->ended;
}

static void ended(ig_run *r, void *user)
{
	struct run_case *c = user;

	(void)r;
	c->bad |= c->ended;
	c->ended = true;
}

void run_case_start(struct run_case *c)
{
	static const struct ig_run_callbacks cb = {changed, ended};

	c->run = ig_run_start(c->w->loop, c->w->e, IG_STEAL(c->plan), &cb, c, NULL);
	assert_non_null(c->run);
	assert_int_equal(c->changed, 0);
}

void run_case_wait(struct run_case *c, uint64_t ms)
{
	if (!wait_for(c->w->loop, &c->ended, (int)ms))
		fail_msg("%s is still %s", c->service->name,
		    ig_run_state_name(ig_run_info(c->run)->state));
	assert_int_equal(ig_run_info(c->run)->state, IG_RUN_ENDED);
	assert_false(c->bad);
}

void run_case_until(struct run_case *c, enum ig_run_state state, uint64_t ms)
{
	const uint64_t until = ig_now_ms() + ms;

	while (ig_run_info(c->run)->state < state && ig_now_ms() < until)
		ig_loop_once(c->w->loop, 50);
	assert_true(ig_run_info(c->run)->state >= state);
}

void run_case_done(struct run_case *c)
{
	ig_run_free(c->run);
	ig_plan_free(c->plan);
	ig_snapshot_free(c->snapshot);
	ig_manifest_done(&c->seen);
	ig_profile_free(c->profile);
	ig_policy_free(c->policy);
	ig_service_free(c->service);
	free(c->id);
	free(c->owner);
	memset(c, 0, sizeof(*c));
}

unsigned run_count(struct run_world *w, const char *run)
{
	ig_auto_free char *owner = ig_run_owner();
	ig_auto_free char *label = run ? ig_asprintf("%s=%s", IG_LABEL_RUN, run)
	                               : ig_asprintf("%s=%s", IG_LABEL_PID, owner);
	ig_auto_json filters = json_pack("{s:[s]}", "label", label);
	auto_answer a = {0};

	ig_engine_containers(w->e, true, filters, answer_reply, &a);
	assert_true(answer_wait(w->loop, &a, 10000));
	assert_null(a.err);
	return (unsigned)json_array_size(a.body);
}

char *run_log(struct run_case *c)
{
	ig_logstore *l = ig_run_info(c->run)->log;
	ig_auto_buf out = IG_BUF_INIT(1 << 20);
	struct ig_log_line line;

	for (uint64_t i = 0; ig_logstore_line(l, i, &line) == 0; i++) {
		if (ig_buf_add(&out, line.text, line.len) < 0 || ig_buf_addc(&out, '\n') < 0)
			break;
	}
	return ig_buf_take(&out);
}

const struct ig_run_event *run_event(struct run_case *c, const char *kind, const char *target)
{
	const struct ig_run_info *info = ig_run_info(c->run);

	for (size_t i = 0; i < info->event_n; i++)
		if (!strcmp(info->event[i].kind, kind) &&
		    !strncmp(info->event[i].target, target, strlen(target)))
			return &info->event[i];
	return NULL;
}
