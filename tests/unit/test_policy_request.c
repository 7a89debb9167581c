/* What a service asks: shown, applied where it is stricter, and an error where it is malformed. */
#include "config.h"
#include "core/policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "tests/unit/policy.h"

/* A service with these limits and this ignite.policy.yaml (NULL: none). */
struct fixture {
	char *dir;
	struct ig_service *s;
	struct ig_policy *p;
};

static struct fixture make(const char *base, const char *limits, const char *request)
{
	struct fixture f = {.dir = scratch_make()};
	ig_auto_free char *yaml =
	    ig_asprintf("service:\n  name: svc\n  runtime: node@20\n  entry: index.js\n%s",
	        limits ? limits : "");

	scratch_text(f.dir, "service.yaml", yaml);
	scratch_text(f.dir, "index.js", "");
	if (request)
		scratch_text(f.dir, "ignite.policy.yaml", request);
	f.s = ig_service_load(f.dir, NULL);
	assert_non_null(f.s);
	assert_null(f.s->error);
	f.p = ig_policy_new(base, NULL);
	return f;
}

static void done(struct fixture *f)
{
	ig_policy_free(f->p);
	ig_service_free(f->s);
	scratch_remove(f->dir);
}

static void assert_value(
    const struct ig_policy *p, enum ig_pkey key, const char *value, const char *source)
{
	ig_auto_free char *v = ig_pvalue_text(key, &p->v[key]),
	                  *s = ig_pvalue_source(key, &p->v[key]);

	assert_string_equal(v, value);
	assert_string_equal(s, source);
}

static void test_nothing_asked(void **state)
{
	struct fixture f = make("audit", NULL, NULL);

	(void)state;
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	for (unsigned k = 0; k < IG_P_N; k++) {
		assert_false(f.p->asked[k].set);
		assert_false(ig_policy_not_granted(f.p, (enum ig_pkey)k));
	}
	assert_int_equal(f.p->note_n, 0);
	done(&f);
}

static void test_manifest(void **state)
{
	struct fixture f =
	    make("audit", "  memoryMb: 128\n  cpuLimit: 4\n  timeoutMs: 60000\n", NULL);

	(void)state;
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	assert_value(f.p, IG_P_MEMORY, "128M", "service.yaml:5"); /* less than 256M: stricter */
	assert_int_equal(f.p->v[IG_P_MEMORY].source, IG_LAYER_SERVICE);
	assert_value(f.p, IG_P_CPU, "1", "built-in"); /* more: only shown */
	assert_value(f.p, IG_P_TIMEOUT, "30s", "built-in");
	assert_false(ig_policy_not_granted(f.p, IG_P_MEMORY));
	assert_true(ig_policy_not_granted(f.p, IG_P_CPU));
	assert_true(ig_policy_not_granted(f.p, IG_P_TIMEOUT));
	assert_int_equal(f.p->asked[IG_P_TIMEOUT].num, 60000);
	assert_int_equal(f.p->asked[IG_P_TIMEOUT].line, 7);
	done(&f);
}

/* What the engine would refuse is not taken over from a service, however strict it sounds. */
static void test_out_of_bounds(void **state)
{
	struct fixture f = make("audit", "  memoryMb: 1\n  timeoutMs: 5\n", NULL);

	(void)state;
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	assert_value(f.p, IG_P_MEMORY, "256M", "built-in");
	assert_value(f.p, IG_P_TIMEOUT, "30s", "built-in");
	assert_int_equal(f.p->note_n, 2);
	assert_string_equal(
	    f.p->note[0].text, "asks for resources.memory 1M, which is out of bounds; not applied");
	assert_string_equal(f.p->note[0].file, "service.yaml");
	assert_int_equal(f.p->note[0].line, 5);
	done(&f);
}

/* The reviewer's word of this sitting stands over a stricter wish; his files do not. */
static void test_precedence(void **state)
{
	struct fixture f = make("audit", "  memoryMb: 64\n  timeoutMs: 1000\n", NULL);

	(void)state;
	assert_int_equal(ig_policy_set(f.p, IG_P_MEMORY, "512M", IG_LAYER_CLI, NULL), 0);
	assert_int_equal(ig_policy_set(f.p, IG_P_TIMEOUT, "5m", IG_LAYER_REVIEWER, NULL), 0);
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	assert_value(f.p, IG_P_MEMORY, "512M", "--memory");
	assert_value(f.p, IG_P_TIMEOUT, "1s", "service.yaml:6");
	done(&f);
}

static void test_older_keys(void **state)
{
	static const struct {
		const char *base, *request;
		enum ig_pkey key;
		const char *asked, *granted;
		bool refused;
	} t[] = {
	    {"audit", "security: {network: {enabled: true}}\n", IG_P_NET_MODE, "open", "none",
	        true},
	    {"audit", "security: {network: {enabled: false}}\n", IG_P_NET_MODE, "none", "none",
	        false},
	    {"normal", "security: {network: {enabled: false}}\n", IG_P_NET_MODE, "none", "none",
	        false},
	    {"audit", "security: {filesystem: {readOnly: false}}\n", IG_P_ROOT, "writable-copy",
	        "read-only", true},
	    {"normal", "security: {filesystem: {readOnly: true}}\n", IG_P_ROOT, "read-only",
	        "read-only", false},
	    {"audit", "security: {process: {allowSpawn: true}}\n", IG_P_SPAWN, "allow", "deny",
	        true},
	    {"audit", "security: {process: {allowSpawn: false}}\n", IG_P_SPAWN, "deny", "deny",
	        false},
	    {"audit", "security: {process: {allowSpawn: true, allowedCommands: [git, sh]}}\n",
	        IG_P_SPAWN, "[git, sh]", "deny", true},
	    {"audit", "security: {process: {allowedCommands: [git, sh], allowSpawn: true}}\n",
	        IG_P_SPAWN, "[git, sh]", "deny", true},
	    {"audit", "security: {process: {allowedCommands: [git], allowSpawn: false}}\n",
	        IG_P_SPAWN, "deny", "deny", false},
	    {"audit", "security: {process: {allowSpawn: false, allowedCommands: [git]}}\n",
	        IG_P_SPAWN, "deny", "deny", false},
	    {"audit", "security: {process: {allowedCommands: [git]}}\n", IG_P_SPAWN, "[git]",
	        "deny", true},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		struct fixture f = make(t[i].base, NULL, t[i].request);
		ig_auto_err err = NULL;
		ig_auto_free char *asked = NULL, *granted = NULL;

		if (ig_policy_request(f.p, f.s, &err) < 0)
			fail_msg("%s", ig_err_msg(err));
		assert_true(f.p->asked[t[i].key].set);
		asked = ig_pvalue_text(t[i].key, &f.p->asked[t[i].key]);
		granted = ig_pvalue_text(t[i].key, &f.p->v[t[i].key]);
		assert_string_equal(asked, t[i].asked);
		assert_string_equal(granted, t[i].granted);
		assert_int_equal(ig_policy_not_granted(f.p, t[i].key), t[i].refused);
		assert_string_equal(f.p->asked[t[i].key].file, "ignite.policy.yaml");
		assert_int_equal(f.p->asked[t[i].key].line, 1);
		done(&f);
	}
}

static void test_malformed(void **state)
{
	static const struct {
		const char *request, *error;
	} t[] = {
	    {"security: {network: {enabled: \"false\"}}\n",
	        "1:31: security.network.enabled: 'false' in quotes is not true or false"},
	    {"security: {network: {enabled: no}}\n",
	        "1:31: security.network.enabled: 'no' is not true or false"},
	    {"security: {network: {enabled: 1}}\n",
	        "1:31: security.network.enabled: '1' is not true or false"},
	    {"security: {network: {enabled: }}\n",
	        "1:31: security.network.enabled: true or false is needed"},
	    {"security: {filesystem: {readOnly: [true]}}\n",
	        "1:35: security.filesystem.readOnly: true or false is needed"},
	    {"security: {filesystem: {readonly: true}}\n",
	        "1:25: unknown key 'readonly'; did you mean 'readOnly'?"},
	    {"security: {process: {allowedCommands: git}}\n",
	        "1:39: security.process.allowedCommands: a list is needed"},
	    {"security: {process: {allowedCommands: [\"rm -rf\"]}}\n",
	        "1:40: process.spawn: 'rm -rf' is neither the name nor the absolute path of an "
	        "executable"},
	    {"security: {netwrk: {}}\n", "1:12: unknown key 'netwrk'; did you mean 'network'?"},
	    {"security: true\n", "1:11: security: a map is needed"},
	    {"security: {network: true}\n", "1:21: security.network: a map is needed"},
	    {"security: {}\nversion: 1\n", "2:1: unknown key 'version'"},
	    {"version: 1\nextends: normal\n",
	        "2:10: extends: a service cannot build its request on a policy"},
	    {"version: 1\nnetwork: {mode: opn}\n", "2:17: network.mode: 'opn' is none of none, "
	                                           "sink, allow, open; did you mean 'open'?"},
	    {"", "1:1: the line 'version: 1' is missing"},
	    {"security: &a {}\n", "1:11: anchors (&) are not allowed"},
	    {"a: b: c", "1:5: mapping values are not allowed in this context"},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		struct fixture f = make("audit", NULL, t[i].request);
		ig_auto_free char *want = ig_asprintf("ignite.policy.yaml:%s", t[i].error);
		ig_auto_err err = NULL;

		assert_int_equal(ig_policy_request(f.p, f.s, &err), -1);
		assert_string_equal(ig_err_msg(err), want);
		assert_int_equal(ig_err_exit(err), 2);
		for (unsigned k = 0; k < IG_P_N; k++)
			assert_false(f.p->asked[k].set);
		done(&f);
	}
}

static void test_our_schema(void **state)
{
	struct fixture f = make("audit", NULL,
	    "version: 1\nname: wish\nresources: {memory: 64M, pids: 200}\n"
	    "network: {mode: allow, allow: [api.example.com:443]}\n"
	    "process: {user: 0:0}\nseccomp: {deny: [ptrace], on-deny: kill}\nisolation: runsc\n");
	ig_auto_json j = NULL;

	(void)state;
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	assert_value(f.p, IG_P_MEMORY, "64M", "ignite.policy.yaml:3");
	assert_value(f.p, IG_P_PIDS, "64", "built-in");
	assert_value(f.p, IG_P_USER, "65532:65532", "built-in");
	assert_value(f.p, IG_P_SC_DENY, "[ptrace]", "ignite.policy.yaml:6");
	assert_value(f.p, IG_P_ON_DENY, "kill", "ignite.policy.yaml:6");
	assert_value(f.p, IG_P_ISOLATION, "runc", "built-in"); /* not for the service to choose */
	assert_int_equal(ig_policy_check(f.p, NULL), 0);
	j = ig_policy_json(f.p);
	assert_int_equal(json_array_size(ig_json_at(j, "not_granted")), 4);
	assert_string_equal(
	    json_string_value(json_array_get(ig_json_at(j, "not_granted"), 1)), "network.mode");
	assert_string_equal(json_string_value(ig_json_at(j, "requested.network.mode")), "allow");
	assert_int_equal(json_integer_value(ig_json_at(j, "requested.resources.memory")), 64 << 20);
	assert_null(ig_json_at(j, "requested.filesystem"));
	assert_string_equal(json_string_value(ig_json_at(j, "effective.resources.memory.source")),
	    "service, stricter");
	done(&f);
}

static void test_names(void **state)
{
	struct fixture f = make("audit", NULL, NULL);

	(void)state;
	scratch_text(f.dir, ".ignite-policy.yml", "nonsense");
	scratch_text(f.dir, "ignite.policy.yml", "security: {network: {enabled: true}}\n");
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	assert_string_equal(f.p->asked[IG_P_NET_MODE].file, "ignite.policy.yml");
	assert_int_equal(f.p->note_n, 1);
	assert_string_equal(f.p->note[0].file, ".ignite-policy.yml");
	assert_string_equal(f.p->note[0].text, "not read: there is ignite.policy.yml");
	done(&f);
}

/* Ignite skipped what it could not read and applied its default without a word. */
static void test_unreadable(void **state)
{
	static const char *const error[] = {
	    "'ignite.policy.yaml' is or goes through a symbolic link",
	    "'ignite.policy.yaml' is not a regular file",
	    "'ignite.policy.yaml' is larger than 65536 bytes",
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(error); i++) {
		struct fixture f = make("audit", NULL, NULL);
		ig_auto_free char *path = ig_asprintf("%s/ignite.policy.yaml", f.dir);
		char *big = ig_malloc(10 << 20);
		ig_auto_err err = NULL;

		memset(big, '#', 10 << 20);
		if (i == 0)
			assert_int_equal(symlink("/etc/passwd", path), 0);
		else if (i == 1)
			assert_int_equal(mkfifo(path, 0600), 0);
		else
			scratch_put(f.dir, "ignite.policy.yaml", big, 10 << 20);
		assert_int_equal(ig_policy_request(f.p, f.s, &err), -1);
		assert_string_equal(ig_err_msg(err), error[i]);
		free(big);
		done(&f);
	}
}

/* A service's file that the reviewer was talked into naming is still the service's. */
static void test_own_layer(void **state)
{
	static const char text[] = "version: 1\nnetwork: {mode: open}\n";
	struct fixture f = make("audit", NULL, NULL);
	ig_auto_free char *in = ig_asprintf("%s/x/../x/p.yaml", f.dir);
	ig_auto_free char *out = ig_asprintf("%s-p.yaml", f.dir);
	ig_auto_err err = NULL;

	(void)state;
	scratch_text(f.dir, "x/p.yaml", text);
	assert_int_equal(ig_write_atomic(out, text, strlen(text), 0600, NULL), 0);
	assert_int_equal(ig_policy_apply(f.p, out, NULL, NULL), 0); /* beside it is not in it */
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	assert_int_equal(ig_policy_apply(f.p, in, NULL, NULL), 0);
	assert_int_equal(ig_policy_request(f.p, f.s, &err), -1);
	assert_non_null(strstr(ig_err_msg(err), "is a file of the service itself"));
	assert_int_equal(ig_err_exit(err), 2);
	assert_int_equal(unlink(out), 0);
	done(&f);
}

static void test_baseline(void **state)
{
	struct fixture f = make("audit", NULL, NULL);
	struct ig_runtime other = *f.s->runtime;

	(void)state;
	other.baseline = "quickjs";
	f.s->runtime = &other;
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	assert_value(f.p, IG_P_BASELINE, "quickjs", "built-in");
	assert_int_equal(ig_policy_set(f.p, IG_P_BASELINE, "node", IG_LAYER_EDIT, NULL), 0);
	assert_int_equal(ig_policy_request(f.p, f.s, NULL), 0);
	assert_value(f.p, IG_P_BASELINE, "node", "edit");
	done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_nothing_asked),
	    cmocka_unit_test(test_manifest),
	    cmocka_unit_test(test_out_of_bounds),
	    cmocka_unit_test(test_precedence),
	    cmocka_unit_test(test_older_keys),
	    cmocka_unit_test(test_malformed),
	    cmocka_unit_test(test_our_schema),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_unreadable),
	    cmocka_unit_test(test_own_layer),
	    cmocka_unit_test(test_baseline),
	};

	return cmocka_run_group_tests_name("policy request", tests, reviewer_up, reviewer_down);
}
