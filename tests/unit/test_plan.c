/* core/run: the create request, against golden files; what is refused; the docker command line. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/run/run.h"

struct bench {
	struct ig_service *service;
	struct ig_policy *policy;
	ig_profile *profile;
	struct ig_plan_input in;
};

static const char digest[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static void bench_up(struct bench *b, const char *service, const char *sets)
{
	ig_auto_free char *dir = ig_asprintf("%s/tests/services/%s", getenv("top_srcdir"), service);
	ig_auto_free char *copy = ig_strdup(sets);
	char *save = NULL, *s = strtok_r(copy, " ", &save);
	bool normal = s && !strcmp(s, "base=normal");

	memset(b, 0, sizeof(*b));
	b->service = ig_service_load(dir, NULL);
	b->policy = ig_policy_new(normal ? "normal" : "audit", NULL);
	assert_non_null(b->service);
	assert_non_null(b->policy);
	for (s = normal ? strtok_r(NULL, " ", &save) : s; s; s = strtok_r(NULL, " ", &save)) {
		ig_auto_err e = NULL;
		char *value = strchr(s, '=');

		*value++ = '\0';
		if (ig_policy_set(b->policy, ig_pkey_find(s), value, IG_LAYER_CLI, &e) < 0)
			fail_msg("%s: %s", s, ig_err_msg(e));
	}
	b->profile = ig_profile_new(b->policy, NULL);
	assert_non_null(b->profile);
	b->in = (struct ig_plan_input){
	    .service = b->service,
	    .policy = b->policy,
	    .profile = b->profile,
	    .image = "ignite-tui/node:20",
	    .snapshot_path = "/home/rev/.cache/ignite-tui/snapshots/0123",
	    .digest = digest,
	    .run_id = "c0ffee000001",
	    .owner = "4242:99:4026531836",
	};
}

static void bench_down(struct bench *b)
{
	ig_profile_free(b->profile);
	ig_policy_free(b->policy);
	ig_service_free(b->service);
}

/* The profile is tested where it is made: here it only has to be whole. */
static void take_profile_out(json_t *request, const ig_profile *profile)
{
	json_t *opts = ig_json_at(request, "HostConfig.SecurityOpt");
	ig_auto_json want = ig_profile_json(profile);

	for (size_t i = 0; i < json_array_size(opts); i++) {
		const char *s = json_string_value(json_array_get(opts, i));
		ig_auto_json got = NULL;

		if (strncmp(s, "seccomp=", 8) != 0)
			continue;
		got = json_loads(s + 8, 0, NULL);
		assert_non_null(got);
		assert_true(json_equal(got, want));
		json_array_set_new(opts, i, json_string("seccomp=PROFILE"));
		return;
	}
	fail_msg("no seccomp profile");
}

static void describe(struct ig_plan *p, const ig_profile *profile, struct ig_buf *out)
{
	take_profile_out(p->request, profile);
	ig_json_write(p->request, 2, out);
	ig_buf_printf(out, "\nname %s\ntimeout %ju ms\noutput %ju\ntmp %ju\ncopy %s\n",
	    p->container_name, (uintmax_t)p->timeout_ms, (uintmax_t)p->output_bytes,
	    (uintmax_t)p->tmp_bytes, p->copy_path ? p->copy_path : "-");
	for (size_t i = 0; i < p->note_n; i++)
		ig_buf_printf(out, "note %s: %s\n", p->note[i].key, p->note[i].text);
	ig_plan_docker(p, out);
}

static const char *const three_args[] = {"--level", "it's", "", NULL};

static const struct golden {
	const char *name, *service, *sets;
	const char *input;
	const char *const *args;
	unsigned cgroup_version;
} goldens[] = {
    {"audit", "hello", "", NULL, NULL, 2},
    {"input", "hello", "", "{\"name\": \"O'Brien\\n\"}", three_args, 1},
    {"limits", "lone-script",
        "resources.memory=1G resources.cpu=1.25 resources.timeout=90s resources.pids=7 "
        "resources.tmp=4K resources.output=2M resources.open-files=33 process.user=1000:100",
        NULL, NULL, 0},
    {"files", "hello",
        "filesystem.hide=/proc/version,/etc/hostname filesystem.write=/tmp,/var/run "
        "process.spawn=allow isolation=runsc",
        NULL, NULL, 2},
    {"normal", "hello", "base=normal", NULL, NULL, 2},
};

/* $IGNITE_GOLDEN=1 writes them anew, for a person to read through the difference. */
static void compare(const struct golden *g, const struct ig_buf *got)
{
	ig_auto_free char *path =
	    ig_asprintf("%s/tests/data/plan/%s.txt", getenv("top_srcdir"), g->name);
	ig_auto_buf want = IG_BUF_INIT(0);

	if (getenv("IGNITE_GOLDEN"))
		assert_int_equal(ig_write_atomic(path, got->data, got->len, 0644, NULL), 0);
	assert_int_equal(ig_read_path(path, 1 << 20, &want, NULL), 0);
	assert_string_equal(ig_buf_str(got), ig_buf_str(&want));
}

static void requests_are_the_golden_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(goldens); i++) {
		ig_auto_buf out = IG_BUF_INIT(0);
		ig_auto_buf again = IG_BUF_INIT(0);
		ig_auto_err e = NULL;
		struct ig_plan *p, *q;
		struct bench b;

		bench_up(&b, goldens[i].service, goldens[i].sets);
		b.in.input = goldens[i].input;
		b.in.args = goldens[i].args;
		b.in.cgroup_version = goldens[i].cgroup_version;
		p = ig_plan_new(&b.in, &e);
		if (!p)
			fail_msg("%s: %s", goldens[i].name, ig_err_msg(e));
		describe(p, b.profile, &out);
		compare(&goldens[i], &out);
		q = ig_plan_new(&b.in, NULL);
		describe(q, b.profile, &again);
		assert_string_equal(ig_buf_str(&out), ig_buf_str(&again));
		ig_plan_free(p);
		ig_plan_free(q);
		bench_down(&b);
	}
}

static const struct refusal {
	enum ig_pkey key;
	const char *text; /* or one item of a list */
	bool list;
	enum ig_code code;
	const char *message;
} refusals[] = {
    {IG_P_NET_MODE, "sink", false, IG_E_UNENFORCED, "network.mode: 'sink' is not built yet"},
    {IG_P_NET_MODE, "allow", false, IG_E_UNENFORCED, "network.mode: 'allow' is not built yet"},
    {IG_P_NET_MODE, "host", false, IG_E_UNENFORCED, "network.mode: 'host'"},
    {IG_P_READ, "/service", true, IG_E_UNENFORCED, "filesystem.read"},
    {IG_P_SPAWN, "/bin/ls", true, IG_E_UNENFORCED, "process.spawn"},
    {IG_P_ROOT, "writable", false, IG_E_UNENFORCED, "filesystem.root"},
    {IG_P_HIDE, "/", true, IG_E_INPUT, "filesystem.hide: '/' is not an absolute path"},
    {IG_P_HIDE, "etc", true, IG_E_INPUT, "filesystem.hide"},
    {IG_P_HIDE, "/etc/../proc", true, IG_E_INPUT, "filesystem.hide: '/etc/../proc' is not a plain"},
    {IG_P_HIDE, "/service", true, IG_E_INPUT, "nothing runs without '/service'"},
    {IG_P_HIDE, "/service/index.js", true, IG_E_INPUT, "nothing runs without"},
    {IG_P_HIDE, "/usr/local/bin/node", true, IG_E_INPUT, "nothing runs without"},
    {IG_P_HIDE, "/usr", true, IG_E_INPUT, "nothing runs without '/usr'"},
    {IG_P_WRITE, "/proc/x", true, IG_E_UNENFORCED, "'/proc/x' can never be writable"},
    {IG_P_WRITE, "/dev", true, IG_E_UNENFORCED, "'/dev' can never be writable"},
    {IG_P_WRITE, "/service", true, IG_E_INPUT, "would hide what runs there"},
    {IG_P_WRITE, "/usr/local/bin", true, IG_E_INPUT, "would hide what runs there"},
    {IG_P_WRITE, "/a:exec", true, IG_E_INPUT, "may not hold ':'"},
    {IG_P_WRITE, "/a,mode=0777", true, IG_E_INPUT, "may not hold"},
    {IG_P_WRITE, "/a//b", true, IG_E_INPUT, "is not a plain path"},
    {IG_P_WRITE, "/a/", true, IG_E_INPUT, "is not a plain path"},
    {IG_P_USER, "root", false, IG_E_INPUT, "process.user: 'root' is not UID:GID"},
    {IG_P_USER, "1:1,size=0", false, IG_E_INPUT, "process.user"},
};

/* Past the loader's own checks: the plan must not lean on them. */
static void put_value(struct ig_pvalue *v, const struct refusal *r)
{
	free(v->text);
	v->text = r->list ? NULL : ig_strdup(r->text);
	for (size_t i = 0; i < v->list_n; i++)
		free(v->list[i]);
	free(v->list);
	v->list = r->list ? ig_calloc(1, sizeof(char *)) : NULL;
	v->list_n = r->list;
	if (r->list)
		v->list[0] = ig_strdup(r->text);
}

static void what_cannot_be_enforced_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(refusals); i++) {
		ig_auto_err e = NULL;
		struct bench b;

		bench_up(&b, "hello", "");
		put_value(&b.policy->v[refusals[i].key], &refusals[i]);
		assert_null(ig_plan_new(&b.in, &e));
		if (ig_err_code(e) != refusals[i].code ||
		    !strstr(ig_err_msg(e), refusals[i].message))
			fail_msg("%s: %d %s", refusals[i].text, ig_err_code(e), ig_err_msg(e));
		assert_int_equal(ig_err_exit(e), 2);
		bench_down(&b);
	}
}

static void set_env(struct ig_service *s, const char *name, const char *value)
{
	s->env = ig_reallocarray(s->env, s->env_n + 1, sizeof(*s->env));
	s->env[s->env_n++] =
	    (struct ig_env_pair){ig_strdup(name), ig_strdup(value), 7, (unsigned)s->env_n};
}

static bool has_env(const struct ig_plan *p, const char *pair)
{
	const json_t *x;
	size_t i;

	json_array_foreach(json_object_get(p->request, "Env"), i,
	    x) if (!strcmp(json_string_value(x), pair)) return true;
	return false;
}

static void environment_cannot_reach_the_loader(void **state)
{
	static const char *const closed[] = {"LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT",
	    "NODE_OPTIONS", "NODE_PATH", "NODE_EXTRA_CA_CERTS", "PATH", "HOME", "IGNITE_RUN",
	    "IGNITE_INPUT", "GLIBC_TUNABLES", "BUN_INSPECT", "DENO_DIR", "OPENSSL_CONF",
	    "UV_USE_IO_URING", "SSL_CERT_FILE", "BASH_ENV"};
	static const char *const open[] = {
	    "NODE_ENV", "NODE_DEBUG", "GREET", "PORT", "node_options", "LDX", "PATHS"};
	struct ig_plan *p;
	struct bench b;

	(void)state;
	bench_up(&b, "lone-script", "");
	for (size_t i = 0; i < IG_COUNT(closed); i++)
		set_env(b.service, closed[i], "evil");
	for (size_t i = 0; i < IG_COUNT(open); i++)
		set_env(b.service, open[i], "fine");
	p = ig_plan_new(&b.in, NULL);
	assert_non_null(p);
	for (size_t i = 0; i < IG_COUNT(closed); i++) {
		ig_auto_free char *pair = ig_asprintf("%s=evil", closed[i]);
		unsigned notes = 0;

		assert_false(has_env(p, pair));
		for (size_t k = 0; k < p->note_n; k++)
			notes += !strcmp(p->note[k].key, "env") &&
			         strstr(p->note[k].text, closed[i]) != NULL;
		assert_true(notes >= 1);
	}
	for (size_t i = 0; i < IG_COUNT(open); i++) {
		ig_auto_free char *pair = ig_asprintf("%s=fine", open[i]);

		assert_true(has_env(p, pair));
	}
	assert_true(has_env(p, "IGNITE_RUN=c0ffee000001"));
	assert_true(has_env(p, "HOME=/tmp"));
	assert_false(has_env(p, "NODE_ENV=production"));
	ig_plan_free(p);
	bench_down(&b);
}

static void bad_text_is_refused(void **state)
{
	static const char *const latin[] = {"caf\xe9", NULL};
	ig_auto_buf big = IG_BUF_INIT(0);
	struct bench b;

	(void)state;
	bench_up(&b, "hello", "");
	b.in.args = latin;
	for (unsigned i = 0; i < 4; i++) {
		ig_auto_err e = NULL;

		switch (i) {
		case 0: /* an argument that is not UTF-8 */
			break;
		case 1:
			b.in.args = NULL;
			set_env(b.service, "A=B", "x");
			break;
		case 2: /* one string longer than execve takes */
			b.service->env_n--;
			free(b.service->env[b.service->env_n].name);
			free(b.service->env[b.service->env_n].value);
			memset(ig_buf_reserve(&big, 140000), 'x', 140000);
			big.data[140000] = '\0';
			b.in.input = big.data;
			break;
		default: /* many that are */
			b.in.input = NULL;
			big.data[100000] = '\0';
			for (unsigned k = 0; k < 12; k++) {
				char name[8];

				snprintf(name, sizeof(name), "V%u", k);
				set_env(b.service, name, big.data);
			}
		}
		assert_null(ig_plan_new(&b.in, &e));
		assert_int_equal(ig_err_code(e), i < 2 ? IG_E_INPUT : IG_E_LIMIT);
	}
	bench_down(&b);
}

static void broken_services_are_refused(void **state)
{
	static const char *const names[] = {"broken-yaml", "misspelt-key"};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(names); i++) {
		ig_auto_err e = NULL;
		struct bench b;

		bench_up(&b, names[i], "");
		assert_null(ig_plan_new(&b.in, &e));
		assert_string_equal(ig_err_msg(e), ig_err_msg(b.service->error));
		bench_down(&b);
	}
}

/* tmpfs takes size=0 for "no limit": then there is no tmpfs. */
static void no_tmp_means_no_tmp(void **state)
{
	struct ig_plan *p;
	struct bench b;

	(void)state;
	bench_up(&b, "hello", "");
	b.policy->v[IG_P_TMP].num = 0;
	p = ig_plan_new(&b.in, NULL);
	assert_non_null(p);
	assert_int_equal(json_object_size(ig_json_at(p->request, "HostConfig.Tmpfs")), 0);
	assert_int_equal(p->tmp_bytes, 0);
	assert_int_equal(p->note_n, 1);
	ig_plan_free(p);
	bench_down(&b);
}

static void owners_are_known(void **state)
{
	ig_auto_free char *me = ig_run_owner();
	ig_auto_free char *id = ig_run_new_id();
	ig_auto_free char *id2 = ig_run_new_id();
	ig_auto_free char *young = NULL, *dead = NULL, *other = NULL;
	const char *start = strchr(me, ':') + 1, *ns = strrchr(me, ':') + 1;

	(void)state;
	assert_int_equal(strlen(id), 12);
	assert_int_equal(strspn(id, "0123456789abcdef"), 12);
	assert_string_not_equal(id, id2);
	assert_false(ig_run_owner_gone(me));
	/* the same pid with another start; a pid that cannot be; another namespace: not ours to say
	 */
	young = ig_asprintf("%d:1:%s", (int)getpid(), ns);
	dead = ig_asprintf("999999999:1:%s", ns);
	other = ig_asprintf("999999999:%.*s:1", (int)strcspn(start, ":"), start);
	assert_true(ig_run_owner_gone(young));
	assert_true(ig_run_owner_gone(dead));
	assert_false(ig_run_owner_gone(other));
	assert_false(ig_run_owner_gone(""));
	assert_false(ig_run_owner_gone("12:34"));
	assert_false(ig_run_owner_gone("1:2:3:4"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(requests_are_the_golden_ones),
	    cmocka_unit_test(what_cannot_be_enforced_is_refused),
	    cmocka_unit_test(environment_cannot_reach_the_loader),
	    cmocka_unit_test(bad_text_is_refused),
	    cmocka_unit_test(broken_services_are_refused),
	    cmocka_unit_test(no_tmp_means_no_tmp),
	    cmocka_unit_test(owners_are_known),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
