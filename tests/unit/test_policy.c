/* Policies: the table, the files, layers with provenance, and which of two values is wider. */
#include "config.h"
#include "core/policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "core/base/data.h"
#include "core/base/json.h"
#include "tests/unit/policy.h"

static struct ig_policy *audit(void)
{
	struct ig_policy *p = ig_policy_new("audit", NULL);

	assert_non_null(p);
	return p;
}

static void assert_source(const struct ig_policy *p, enum ig_pkey key, const char *want)
{
	ig_auto_free char *s = ig_pvalue_source(key, &p->v[key]);

	assert_string_equal(s, want);
}

static void test_table(void **state)
{
	static const char *const bases[] = {"audit", "normal"};

	(void)state;
	for (unsigned k = 0; k < IG_P_N; k++) {
		const struct ig_pkey_info *i = &ig_policy_keys[k];
		bool choice = i->type == IG_PT_CHOICE || i->type == IG_PT_CHOICE_OR_LIST;

		assert_int_equal(i->key, k);
		assert_true(i->path && i->fallback && i->enforced_by && i->help);
		assert_int_equal(ig_pkey_find(i->path), k);
		assert_int_equal(!!i->choices, choice);
		assert_true(i->min <= i->max);
	}
	assert_int_equal(ig_pkey_find("memory"), IG_P_N);
	assert_int_equal(ig_pkey_find(""), IG_P_N);
	for (size_t i = 0; i < IG_COUNT(bases); i++) {
		struct ig_policy *p = ig_policy_new(bases[i], NULL);

		for (unsigned k = 0; k < IG_P_N; k++) {
			const char *want = i && ig_policy_keys[k].normal
			                       ? ig_policy_keys[k].normal
			                       : ig_policy_keys[k].fallback;
			ig_auto_free char *s = ig_pvalue_text((enum ig_pkey)k, &p->v[k]);

			assert_string_equal(s, want);
			assert_true(p->v[k].set && p->base[k].set && !p->asked[k].set);
			assert_source(p, (enum ig_pkey)k, "built-in");
		}
		assert_int_equal(ig_policy_check(p, NULL), 0);
		ig_policy_free(p);
	}
	assert_null(ig_policy_new("root", NULL));
}

static void check_invalid(const char *dir, const char *name)
{
	ig_auto_free char *in = ig_asprintf("%s.yaml", name), *want = ig_asprintf("%s.error", name);
	ig_auto_free char *before = NULL, *after = NULL;
	ig_auto_buf all = IG_BUF_INIT(0);
	ig_auto_buf expect = IG_BUF_INIT(0);
	ig_auto_err err = NULL;
	struct ig_policy *p = audit();
	size_t first;

	scratch_read(dir, want, &expect);
	before = policy_dump(p);
	if (ig_policy_apply(p, in, &all, &err) == 0)
		fail_msg("%s was taken", name);
	if (strcmp(ig_buf_str(&all), ig_buf_str(&expect)))
		print_error("%s: %s", name, ig_buf_str(&all));
	assert_string_equal(ig_buf_str(&all), ig_buf_str(&expect));
	first = strlen(ig_err_msg(err));
	assert_memory_equal(ig_err_msg(err), expect.data, first);
	assert_int_equal(expect.data[first], '\n');
	assert_int_equal(ig_err_exit(err), 2);
	after = policy_dump(p); /* a refused file changes nothing */
	assert_string_equal(before, after);
	ig_policy_free(p);
}

static void check_valid(const char *dir, const char *name)
{
	ig_auto_free char *in = ig_asprintf("%s.yaml", name);
	ig_auto_err err = NULL;
	struct ig_policy *p = audit();

	(void)dir;
	if (ig_policy_apply(p, in, NULL, &err) < 0)
		fail_msg("%s", ig_err_msg(err));
	assert_int_equal(ig_policy_check(p, NULL), 0);
	ig_policy_free(p);
}

/* Files are named as the reviewer names them: relative to where he is. */
static void test_files(void **state)
{
	ig_auto_free char *valid = scratch_data("policy/valid");
	ig_auto_free char *invalid = scratch_data("policy/invalid");
	ig_auto_free char *here = getcwd(NULL, 0);
	char *tmp = reviewer_make();

	(void)state;
	assert_int_equal(chdir(valid), 0);
	assert_true(scratch_each(".", ".yaml", check_valid) >= 4);
	assert_int_equal(chdir(here), 0);
	assert_int_equal(chdir(invalid), 0);
	assert_true(scratch_each(".", ".yaml", check_invalid) >= 70);
	assert_int_equal(chdir(here), 0);
	reviewer_remove(tmp);
}

static void test_values(void **state)
{
	ig_auto_free char *path = scratch_data("policy/valid/all-keys.yaml");
	struct ig_policy *p = audit();
	const struct ig_pvalue *v = p->v;

	(void)state;
	assert_int_equal(ig_policy_apply(p, path, NULL, NULL), 0);
	assert_string_equal(p->name, "all-keys"); /* not "all", as it calls itself */
	assert_int_equal(p->note_n, 1);
	assert_string_equal(p->note[0].text, "calls itself 'all'");
	assert_int_equal(v[IG_P_MEMORY].num, 64 << 20);
	assert_true(v[IG_P_CPU].dec == 0.25);
	assert_int_equal(v[IG_P_TIMEOUT].num, 1500);
	assert_int_equal(v[IG_P_TMP].num, 0);
	assert_string_equal(v[IG_P_NET_MODE].text, "allow");
	assert_int_equal(v[IG_P_NET_ALLOW].list_n, 3);
	assert_string_equal(v[IG_P_NET_ALLOW].list[2], "[2001:db8::1]:8080");
	assert_string_equal(v[IG_P_WRITE].list[1], "/var/cache/x y");
	assert_string_equal(v[IG_P_USER].text, "1000:1000");
	assert_null(v[IG_P_SPAWN].text);
	assert_string_equal(v[IG_P_SPAWN].list[1], "/usr/bin/env");
	assert_string_equal(v[IG_P_ON_DENY].text, "kill");
	assert_int_equal(v[IG_P_MEMORY].line, 4);
	assert_int_equal(v[IG_P_MEMORY].column, 21);
	assert_string_equal(v[IG_P_MEMORY].file, path);
	assert_int_equal(v[IG_P_MEMORY].source, IG_LAYER_REVIEWER);
	assert_source(p, IG_P_MEMORY, "all-keys.yaml:4");
	assert_source(p, IG_P_ISOLATION, "all-keys.yaml:9");
	ig_policy_free(p);
}

/* Each shipped one loads, is explained line by line, and is what its name and comments promise. */
static void test_shipped(void **state)
{
	static const char *const want[] = {
	    "audit", "compute", "http-service", "normal", "observe", "strict"};
	struct ig_policy *p = audit(), *n = ig_policy_new("normal", NULL);
	ig_auto_free char *builtin = policy_dump(p), *base = policy_dump(n);
	struct ig_policy_ref *refs;
	size_t count;
	char *tmp = reviewer_make();

	(void)state;
	count = ig_policy_names(&refs);
	assert_int_equal(count, IG_COUNT(want));
	for (size_t i = 0; i < count; i++) {
		struct ig_policy *q = audit();
		ig_auto_free char *text = NULL;
		ig_auto_json j = NULL;

		assert_string_equal(refs[i].name, want[i]);
		assert_true(refs[i].shipped);
		assert_int_equal(ig_policy_apply(q, refs[i].name, NULL, NULL), 0);
		assert_string_equal(q->name, want[i]);
		text = policy_dump(q);
		for (unsigned k = 0; k < IG_P_N; k++) {
			/* everything is said in audit.yaml or the policy itself, with its line */
			assert_int_equal(q->v[k].source, IG_LAYER_SHIPPED);
			assert_true(q->v[k].line > 0);
			if (strcmp(want[i], "normal") != 0 &&
			    strncmp(ig_policy_keys[k].path, "resources.", 10) != 0)
				assert_true(
				    ig_pvalue_cmp((enum ig_pkey)k, &q->v[k], &q->base[k]) <= 0);
			if (!strcmp(want[i], "strict"))
				assert_true(
				    ig_pvalue_cmp((enum ig_pkey)k, &q->v[k], &q->base[k]) <= 0);
		}
		if (!strcmp(want[i], "audit"))
			assert_string_equal(text, builtin);
		if (!strcmp(want[i], "normal"))
			assert_string_equal(text, base);
		j = ig_policy_json(q);
		assert_non_null(ig_json_at(j, "effective.resources.memory.line"));
		free(refs[i].name);
		free(refs[i].path);
		ig_policy_free(q);
	}
	free(refs);
	ig_policy_free(p);
	ig_policy_free(n);
	reviewer_remove(tmp);
}

static void test_layers(void **state)
{
	char *tmp = reviewer_make();
	struct ig_policy *p = audit(), *copy;
	ig_auto_free char *before = NULL, *after = NULL;

	(void)state;
	reviewer_put(tmp, "team", "version: 1\nextends: strict\nresources: {pids: 40}\n");
	reviewer_put(tmp, "mine",
	    "version: 1\nextends: team\nresources:\n  memory: 64M\nnetwork:\n  mode: allow\n  "
	    "allow: [a:1]\n");
	assert_int_equal(ig_policy_apply(p, "mine", NULL, NULL), 0);
	assert_string_equal(p->name, "mine");
	assert_source(p, IG_P_MEMORY, "mine.yaml:4");
	assert_source(p, IG_P_PIDS, "team.yaml:3");
	assert_source(p, IG_P_CPU, "strict.yaml:11");
	assert_source(p, IG_P_USER, "audit.yaml:29");
	assert_int_equal(p->v[IG_P_PIDS].source, IG_LAYER_REVIEWER);
	assert_int_equal(p->v[IG_P_CPU].source, IG_LAYER_SHIPPED);
	assert_int_equal(ig_policy_set(p, IG_P_MEMORY, "32M", IG_LAYER_EDIT, NULL), 0);
	assert_source(p, IG_P_MEMORY, "edit");
	assert_int_equal(ig_policy_set(p, IG_P_MEMORY, "48M", IG_LAYER_CLI, NULL), 0);
	assert_source(p, IG_P_MEMORY, "--memory");
	assert_int_equal(ig_policy_set(p, IG_P_OUTPUT, "48M", IG_LAYER_CLI, NULL), 0);
	assert_source(p, IG_P_OUTPUT, "command line");
	/* destinations do not outlive the mode they were for */
	assert_int_equal(ig_policy_set(p, IG_P_NET_MODE, "none", IG_LAYER_EDIT, NULL), 0);
	assert_int_equal(p->v[IG_P_NET_ALLOW].list_n, 0);
	assert_source(p, IG_P_NET_ALLOW, "edit");
	assert_int_equal(ig_policy_check(p, NULL), 0);
	copy = ig_policy_copy(p);
	before = policy_dump(p);
	ig_policy_free(p);
	after = policy_dump(copy);
	assert_string_equal(before, after);
	assert_source(copy, IG_P_PIDS, "team.yaml:3");
	ig_policy_free(copy);
	ig_policy_free(NULL);
	reviewer_remove(tmp);
}

/* A reviewer may put his own under a shipped name, built on the shipped one. */
static void test_own_name(void **state)
{
	char *tmp = reviewer_make();
	struct ig_policy *p = audit();
	struct ig_policy_ref *refs;
	size_t n;

	(void)state;
	reviewer_put(tmp, "strict", "version: 1\nextends: strict\nresources: {pids: 12}\n");
	assert_int_equal(ig_policy_apply(p, "strict", NULL, NULL), 0);
	assert_source(p, IG_P_PIDS, "strict.yaml:3");
	assert_source(p, IG_P_CPU, "strict.yaml:11");
	assert_int_equal(p->v[IG_P_CPU].source, IG_LAYER_SHIPPED);
	n = ig_policy_names(&refs);
	assert_int_equal(n, 6);
	assert_string_equal(refs[0].name, "strict");
	assert_false(refs[0].shipped);
	for (size_t i = 0; i < n; i++) {
		free(refs[i].name);
		free(refs[i].path);
	}
	free(refs);
	ig_policy_free(p);
	reviewer_remove(tmp);
}

static void test_chains(void **state)
{
	char *tmp = reviewer_make();
	struct ig_policy *p = audit();
	ig_auto_free char *base = ig_asprintf("%s/ignite-tui/policies", tmp);
	static const struct {
		const char *name, *error;
	} t[] = {
	    {"a", "b.yaml:2:10: extends: 'a' is already part of this chain"},
	    {"self", "self.yaml:2:10: extends: a policy cannot extend itself"},
	    {"c1", "c8.yaml:2:10: extends: more than 8 policies in a chain"},
	    {"bad", "worse.yaml:1:10: version: only 1 is known"},
	};

	(void)state;
	reviewer_put(tmp, "a", "version: 1\nextends: b\n");
	reviewer_put(tmp, "b", "version: 1\nextends: a\n");
	reviewer_put(tmp, "self", "version: 1\nextends: self\n");
	reviewer_put(tmp, "bad", "version: 1\nextends: worse\n");
	reviewer_put(tmp, "worse", "version: 2\n");
	for (int i = 1; i < 12; i++) {
		ig_auto_free char *name = ig_asprintf("c%d", i);
		ig_auto_free char *text = ig_asprintf("version: 1\nextends: c%d\n", i + 1);

		reviewer_put(tmp, name, text);
	}
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		ig_auto_free char *want = ig_asprintf("%s/%s", base, t[i].error);
		ig_auto_err err = NULL;

		assert_int_equal(ig_policy_apply(p, t[i].name, NULL, &err), -1);
		assert_string_equal(ig_err_msg(err), want);
	}
	ig_policy_free(p);
	reviewer_remove(tmp);
}

/* Problems of a chain come file by file, the one that was asked for first. */
static void test_chain_problems(void **state)
{
	char *tmp = reviewer_make();
	struct ig_policy *p = audit();
	ig_auto_buf all = IG_BUF_INIT(0);
	ig_auto_free char *want =
	    ig_asprintf("%1$s/top.yaml:3:19: resources.pids: 0 is less than 1\n"
	                "%1$s/under.yaml:2:10: extends: there is no policy 'nothing-of-the-kind'\n"
	                "%1$s/under.yaml:3:12: isolation: 'a b' is not a name\n",
	        "DIR");
	ig_auto_free char *dir = ig_asprintf("%s/ignite-tui/policies", tmp);
	ig_auto_buf expect = IG_BUF_INIT(0);

	(void)state;
	for (const char *s = want; *s;) { /* DIR is not known at compile time */
		if (!strncmp(s, "DIR", 3)) {
			ig_buf_adds(&expect, dir);
			s += 3;
		} else {
			ig_buf_addc(&expect, *s++);
		}
	}
	reviewer_put(tmp, "top", "version: 1\nextends: under\nresources: {pids: 0}\n");
	reviewer_put(tmp, "under", "version: 1\nextends: nothing-of-the-kind\nisolation: a b\n");
	assert_int_equal(ig_policy_apply(p, "top", &all, NULL), -1);
	assert_string_equal(ig_buf_str(&all), ig_buf_str(&expect));
	ig_policy_free(p);
	reviewer_remove(tmp);
}

static void test_not_a_file(void **state)
{
	char *tmp = reviewer_make(), *big = ig_malloc(10 << 20);
	ig_auto_free char *fifo = ig_asprintf("%s/fifo.yaml", tmp),
	                  *gone = ig_asprintf("%s/gone.yaml", tmp);
	ig_auto_free char *large = ig_asprintf("%s/large.yaml", tmp),
	                  *dir = ig_asprintf("%s/dir.yaml", tmp);
	const char *paths[] = {fifo, gone, large, dir, "/dev/zero", "/dev/tty/", "/proc/self/mem"};
	struct ig_policy *p = audit();
	ig_auto_err err = NULL;

	(void)state;
	memset(big, ' ', 10 << 20);
	scratch_put(tmp, "large.yaml", big, 10 << 20);
	scratch_text(tmp, "dir.yaml/x", "");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	for (size_t i = 0; i < IG_COUNT(paths); i++) {
		ig_auto_err e = NULL;
		ig_auto_buf all = IG_BUF_INIT(0);

		assert_int_equal(ig_policy_apply(p, paths[i], &all, &e), -1);
		assert_int_equal(ig_err_exit(e), 2);
		assert_non_null(strstr(ig_err_msg(e), paths[i]));
		assert_null(strchr(ig_err_msg(e), '\n'));
		assert_int_equal(all.len, strlen(ig_err_msg(e)) + 1);
	}
	assert_int_equal(ig_policy_apply(p, "strct", NULL, &err), -1);
	assert_string_equal(ig_err_msg(err), "there is no policy 'strct'; did you mean 'strict'?");
	assert_string_equal(
	    ig_err_hint_text(err), "known: audit, compute, http-service, normal, observe, strict");
	free(big);
	ig_policy_free(p);
	reviewer_remove(tmp);
}

/* key, a, b, sign of ig_pvalue_cmp(a, b) */
static const struct {
	enum ig_pkey key;
	const char *a, *b;
	int sign;
} cmp[] = {
    {IG_P_MEMORY, "64M", "128M", -1},
    {IG_P_MEMORY, "1G", "1024M", 0},
    {IG_P_CPU, "2", "0.5", 1},
    {IG_P_TIMEOUT, "5s", "5000ms", 0},
    {IG_P_NET_MODE, "none", "sink", -1},
    {IG_P_NET_MODE, "open", "allow", 1},
    {IG_P_NET_ALLOW, "[]", "a:1", -1},
    {IG_P_NET_ALLOW, "a:1, b:1", "b:1, a:1", 0},
    {IG_P_NET_ALLOW, "a:1", "b:1", 1},
    {IG_P_NET_ALLOW, "b:1", "a:1", 1},
    {IG_P_ROOT, "writable-copy", "read-only", 1},
    {IG_P_HIDE, "/a", "[]", -1},
    {IG_P_HIDE, "[]", "/a", 1},
    {IG_P_HIDE, "/a, /b", "/a", -1},
    {IG_P_HIDE, "/a", "/b", 1},
    {IG_P_HIDE, "/a", "/a/b", -1},
    {IG_P_READ, "/a/b", "/a", -1},
    {IG_P_READ, "/ab", "/a", 1},
    {IG_P_WRITE, "[]", "/tmp", -1},
    {IG_P_WRITE, "/tmp, /x", "/tmp", 1},
    {IG_P_USER, "0:0", "65532:65532", 1},
    {IG_P_USER, "1:0", "1:1", 1},
    {IG_P_USER, "0:1", "1:0", 1},
    {IG_P_USER, "1:1", "2:2", 0},
    {IG_P_SPAWN, "deny", "[git, sh]", -1},
    {IG_P_SPAWN, "[git]", "allow", -1},
    {IG_P_SPAWN, "[git]", "[git, sh]", -1},
    {IG_P_SPAWN, "[git]", "[sh]", 1},
    {IG_P_SPAWN, "allow", "deny", 1},
    {IG_P_BASELINE, "node", "deno", 0},
    {IG_P_SC_ALLOW, "bpf", "[]", 1},
    {IG_P_SC_DENY, "bpf", "[]", -1},
    {IG_P_ON_DENY, "kill", "errno", -1},
    {IG_P_ON_DENY, "errno", "kill", 1},
    {IG_P_ISOLATION, "runsc", "runc", -1},
    {IG_P_ISOLATION, "unheard-of", "runc", 1},
};

static void test_wider(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(cmp); i++) {
		struct ig_policy *a = audit(), *b = audit();
		int r;

		assert_int_equal(ig_policy_set(a, cmp[i].key, cmp[i].a, IG_LAYER_CLI, NULL), 0);
		assert_int_equal(ig_policy_set(b, cmp[i].key, cmp[i].b, IG_LAYER_CLI, NULL), 0);
		r = ig_pvalue_cmp(cmp[i].key, &a->v[cmp[i].key], &b->v[cmp[i].key]);
		if ((r > 0) - (r < 0) != cmp[i].sign)
			print_error("%s: %s against %s is %d\n", ig_policy_keys[cmp[i].key].path,
			    cmp[i].a, cmp[i].b, r);
		assert_int_equal((r > 0) - (r < 0), cmp[i].sign);
		ig_policy_free(a);
		ig_policy_free(b);
	}
}

static void test_set(void **state)
{
	static const struct {
		enum ig_pkey key;
		const char *text, *want; /* NULL: refused */
	} t[] = {
	    {IG_P_MEMORY, "131072K", "128M"},
	    {IG_P_MEMORY, "1M", NULL},
	    {IG_P_MEMORY, "", NULL},
	    {IG_P_MEMORY, "64M ", NULL},
	    {IG_P_TIMEOUT, "1000ms", "1s"},
	    {IG_P_CPU, "0.50", "0.5"},
	    {IG_P_CPU, "nan", NULL},
	    {IG_P_NET_MODE, "sink", "sink"},
	    {IG_P_NET_MODE, "on", NULL},
	    {IG_P_NET_ALLOW, "a:1,b:2", "[a:1, b:2]"},
	    {IG_P_NET_ALLOW, "[a:1, \"b:2\"]", "[a:1, b:2]"},
	    {IG_P_NET_ALLOW, "[::1]:443", "[\"[::1]:443\"]"},
	    {IG_P_NET_ALLOW, "[]", "[]"},
	    {IG_P_NET_ALLOW, "", NULL},
	    {IG_P_NET_ALLOW, "a:1,", NULL},
	    {IG_P_NET_ALLOW, "[a:1", NULL},
	    {IG_P_NET_ALLOW, "[a:1]\nb: [c:1]", NULL},
	    {IG_P_NET_ALLOW, "[&x a:1]", NULL},
	    {IG_P_HIDE, "/a b,/c", "[\"/a b\", /c]"},
	    {IG_P_HIDE, "/\xc3\xa4", "[\"/\xc3\xa4\"]"},
	    {IG_P_HIDE, "/\xff", NULL},
	    {IG_P_HIDE, "/a\n", NULL},
	    {IG_P_SPAWN, "deny", "deny"},
	    {IG_P_SPAWN, "alow", NULL},
	    {IG_P_SPAWN, "git", NULL},
	    {IG_P_SPAWN, "[git]", "[git]"},
	    {IG_P_SPAWN, "git,sh", "[git, sh]"},
	    {IG_P_USER, "0:0", "0:0"},
	    {IG_P_USER, "root", NULL},
	    {IG_P_ISOLATION, "kata-runtime", "kata-runtime"},
	    {IG_P_ISOLATION, "-x", NULL},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		struct ig_policy *p = audit();
		ig_auto_free char *before = policy_dump(p), *after = NULL, *text = NULL;
		ig_auto_err err = NULL;
		int r = ig_policy_set(p, t[i].key, t[i].text, IG_LAYER_EDIT, &err);

		if ((r == 0) != (t[i].want != NULL))
			print_error("'%s': %s\n", t[i].text, ig_err_msg(err));
		assert_int_equal(r, t[i].want ? 0 : -1);
		after = policy_dump(p);
		if (!t[i].want) {
			const char *path = ig_policy_keys[t[i].key].path;

			assert_memory_equal(ig_err_msg(err), path, strlen(path));
			assert_string_equal(before, after);
		} else {
			text = ig_pvalue_text(t[i].key, &p->v[t[i].key]);
			assert_string_equal(text, t[i].want);
			assert_int_equal(ig_policy_set(p, t[i].key, text, IG_LAYER_EDIT, NULL), 0);
		}
		ig_policy_free(p);
	}
}

static void test_rules(void **state)
{
	struct ig_policy *p = audit();
	ig_auto_err err = NULL;

	(void)state;
	assert_int_equal(ig_policy_set(p, IG_P_NET_ALLOW, "a:1", IG_LAYER_CLI, NULL), 0);
	assert_int_equal(ig_policy_check(p, &err), -1);
	assert_string_equal(
	    ig_err_msg(err), "network.allow: has no effect while network.mode is none");
	ig_err_free(IG_STEAL(err));
	assert_int_equal(ig_policy_set(p, IG_P_NET_MODE, "allow", IG_LAYER_CLI, NULL), 0);
	assert_int_equal(ig_policy_check(p, NULL), 0);
	assert_int_equal(ig_policy_set(p, IG_P_SC_ALLOW, "bpf", IG_LAYER_CLI, NULL), 0);
	assert_int_equal(ig_policy_set(p, IG_P_SC_DENY, "bpf", IG_LAYER_CLI, NULL), 0);
	assert_int_equal(ig_policy_check(p, &err), -1);
	assert_string_equal(ig_err_msg(err), "'bpf' is in seccomp.allow and in seccomp.deny");
	ig_policy_free(p);
}

static void test_json(void **state)
{
	static const char want[] =
	    "{\"value\":67108864,\"source\":\"reviewer's policy\",\"file\":\"DIR\",\"line\":4,"
	    "\"enforced_by\":\"HostConfig.Memory, "
	    "MemorySwap\",\"base\":268435456,\"compared\":\"tighter\"}";
	ig_auto_free char *path = scratch_data("policy/valid/all-keys.yaml");
	struct ig_policy *p = audit();
	ig_auto_json j = NULL;
	ig_auto_buf b = IG_BUF_INIT(0);

	(void)state;
	assert_int_equal(ig_policy_apply(p, path, NULL, NULL), 0);
	free(p->v[IG_P_MEMORY].file);
	p->v[IG_P_MEMORY].file = ig_strdup("DIR");
	j = ig_policy_json(p);
	assert_string_equal(ig_json_str(j, "schema", ""), "ignite-tui/policy/1");
	ig_json_write(ig_json_at(j, "effective.resources.memory"), 0, &b);
	if (b.len && b.data[b.len - 1] == '\n')
		b.data[b.len - 1] = '\0';
	assert_string_equal(ig_buf_str(&b), want);
	for (unsigned k = 0; k < IG_P_N; k++) {
		ig_auto_free char *at = ig_asprintf("effective.%s.value", ig_policy_keys[k].path);

		assert_non_null(ig_json_at(j, at));
	}
	assert_true(json_real_value(ig_json_at(j, "effective.resources.cpu.value")) == 0.25);
	assert_int_equal(json_array_size(ig_json_at(j, "effective.process.spawn.value")), 2);
	assert_string_equal(
	    json_string_value(ig_json_at(j, "effective.isolation.compared")), "tighter");
	assert_string_equal(
	    json_string_value(ig_json_at(j, "effective.process.user.compared")), "different");
	assert_int_equal(json_array_size(ig_json_at(j, "not_granted")), 0);
	ig_policy_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_shipped),
	    cmocka_unit_test(test_layers),
	    cmocka_unit_test(test_own_name),
	    cmocka_unit_test(test_chains),
	    cmocka_unit_test(test_chain_problems),
	    cmocka_unit_test(test_not_a_file),
	    cmocka_unit_test(test_wider),
	    cmocka_unit_test(test_set),
	    cmocka_unit_test(test_rules),
	    cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests_name("policy", tests, reviewer_up, reviewer_down);
}
