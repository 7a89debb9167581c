/* Properties of random policies: a saved one reads back as itself; an edit changes its own lines.
 */
#include "config.h"
#include "core/policy/edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/policy.h"

/* The same numbers every time. */
static uint32_t rnd(uint64_t *s, uint32_t n)
{
	*s = *s * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(*s >> 33) % n;
}

static char *random_list(uint64_t *s, const char *const *words, uint32_t n)
{
	ig_auto_buf b = IG_BUF_INIT(0);
	uint32_t used = 0, count = rnd(s, n + 1);

	ig_buf_adds(&b, "[");
	for (uint32_t i = 0; i < count; i++) {
		uint32_t w = rnd(s, n);

		if (used & (1u << w))
			continue;
		ig_buf_printf(&b, "%s\"%s\"", used ? ", " : "", words[w]);
		used |= 1u << w;
	}
	ig_buf_adds(&b, "]");
	return ig_buf_take(&b);
}

/* Any valid value of a key, as text. */
static char *random_value(uint64_t *s, enum ig_pkey key)
{
	static const char *const hosts[] = {
	    "a.example:1", "10.0.0.1:65535", "[::1]:80", "x-y.z:443"};
	static const char *const paths[] = {
	    "/a", "/b c", "/a/b", "/\xc3\xa4,[x]", "/it's", "/x: y #z"};
	static const char *const calls[] = {"bpf", "ptrace", "io_uring_setup", "mount"};
	static const char *const denied[] = {"kexec_load", "reboot", "swapon"};
	static const char *const programs[] = {"git", "/bin/sh", "g++"};
	static const char *const users[] = {"0:0", "65532:65532", "1:4294967294"};
	const struct ig_pkey_info *k = &ig_policy_keys[key];
	double span = k->max - k->min;

	switch (k->type) {
	case IG_PT_SIZE:
		return ig_asprintf("%.0f", k->min + span * rnd(s, 1000) / 1000);
	case IG_PT_DURATION:
		return ig_asprintf("%.0fms", k->min + span * rnd(s, 1000) / 1000);
	case IG_PT_NUMBER:
		return ig_asprintf("%.0f", k->min + span * rnd(s, 1000) / 1000);
	case IG_PT_DECIMAL:
		return ig_asprintf("%u.%02u", rnd(s, 1000) + 1, rnd(s, 100));
	case IG_PT_LIST:
		if (key == IG_P_NET_ALLOW)
			return random_list(s, hosts, IG_COUNT(hosts));
		if (key == IG_P_SC_ALLOW)
			return random_list(s, calls, IG_COUNT(calls));
		if (key == IG_P_SC_DENY)
			return random_list(s, denied, IG_COUNT(denied));
		return random_list(s, paths, IG_COUNT(paths));
	case IG_PT_CHOICE_OR_LIST:
		if (rnd(s, 2))
			return random_list(s, programs, IG_COUNT(programs));
		return ig_strdup(rnd(s, 2) ? "deny" : "allow");
	case IG_PT_CHOICE:
		if (key == IG_P_NET_MODE)
			return ig_strdup(rnd(s, 2) ? "none" : "open");
		return ig_strndup(k->choices, strcspn(k->choices, "|"));
	case IG_PT_TEXT:
		return ig_strdup(key == IG_P_USER ? users[rnd(s, 3)]
		                 : rnd(s, 2)      ? "node"
		                                  : "kata.x-1");
	}
	return NULL;
}

/* load(save(p)) = p */
static void test_round_trip(void **state)
{
	uint64_t s = 20240607;
	char *dir = reviewer_make();

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct ig_policy *a = ig_policy_new("audit", NULL),
		                 *b = ig_policy_new("audit", NULL);
		ig_auto_free char *name = ig_asprintf("p%d", round), *x = NULL, *y = NULL;
		ig_policy_file *f = ig_policy_file_new(name, NULL, NULL);
		ig_auto_err err = NULL;
		ig_auto_buf d = IG_BUF_INIT(0);

		for (unsigned k = 0; k < IG_P_N; k++) {
			ig_auto_free char *v = random_value(&s, (enum ig_pkey)k);
			ig_auto_free char *said = NULL;

			if (k == IG_P_NET_ALLOW || rnd(&s, 4) == 0)
				continue;
			if (ig_policy_set(a, (enum ig_pkey)k, v, IG_LAYER_EDIT, &err) < 0)
				fail_msg("%s", ig_err_msg(err));
			said = ig_pvalue_text((enum ig_pkey)k, &a->v[k]);
			if (ig_policy_file_set(f, (enum ig_pkey)k, said, &err) < 0)
				fail_msg("%s", ig_err_msg(err));
		}
		if (ig_policy_file_save(f, NULL, NULL, &err) < 0 ||
		    ig_policy_apply(b, name, NULL, &err) < 0)
			fail_msg("%s\n%s", ig_err_msg(err), ig_buf_str(ig_policy_file_text(f)));
		x = policy_dump(a);
		y = policy_dump(b);
		assert_string_equal(x, y);
		assert_int_equal(ig_policy_diff(a, b, &d, NULL), 0);
		assert_int_equal(d.len, 0);
		ig_policy_file_free(f);
		ig_policy_free(a);
		ig_policy_free(b);
	}
	reviewer_remove(dir);
}

static void random_space(uint64_t *s, struct ig_buf *b, const char *indent)
{
	static const char *const lines[] = {
	    "", "\n", "# a comment\n", "\n# memory: 1M [x, y]\n", "#\n"};
	const char *l = lines[rnd(s, IG_COUNT(lines))];

	for (; *l; l++) {
		if (*l == '#')
			ig_buf_adds(b, indent);
		ig_buf_addc(b, *l);
	}
}

/* A value as somebody would write it: in quotes, over lines, with a comment behind it. */
static void random_spelling(uint64_t *s, struct ig_buf *b, enum ig_pkey key, bool block)
{
	ig_auto_free char *v = random_value(s, key), *text = NULL;
	struct ig_policy *p = ig_policy_new("audit", NULL);

	assert_int_equal(ig_policy_set(p, key, v, IG_LAYER_EDIT, NULL), 0);
	text = ig_pvalue_text(key, &p->v[key]);
	if (block && p->v[key].list_n && rnd(s, 2)) {
		for (size_t i = 0; i < p->v[key].list_n; i++) {
			ig_buf_adds(b, "\n");
			random_space(s, b, "      ");
			while (b->data[b->len - 1] == '\n')
				b->data[--b->len] = '\0';
			ig_buf_printf(b, "\n      - \"%s\"%s", p->v[key].list[i],
			    rnd(s, 2) ? "  # item" : "");
		}
	} else if (!p->v[key].list_n && ig_policy_keys[key].type == IG_PT_SIZE && rnd(s, 3) == 0) {
		ig_buf_printf(b, " '%s'", text);
	} else {
		ig_buf_printf(b, " %s", text);
	}
	if (block && rnd(s, 3) == 0 && !strchr(text, '['))
		ig_buf_adds(b, "   # why");
	ig_policy_free(p);
}

/* A policy file as people write them: groups in some order, in braces or not, comments, gaps. */
static char *random_file(uint64_t *s)
{
	static const char *const group[] = {"resources", "filesystem", "process", "seccomp"};
	ig_auto_buf b = IG_BUF_INIT(0);
	uint32_t first = rnd(s, 4);

	random_space(s, &b, "");
	ig_buf_adds(&b, "version: 1\n");
	for (uint32_t g = 0; g < 4; g++) {
		const char *name = group[(g + first) % 4];
		bool block = rnd(s, 2);
		size_t n = 0;

		if (rnd(s, 4) == 0)
			continue;
		random_space(s, &b, "");
		ig_buf_printf(&b, "%s:%s", name, block ? "" : " {");
		for (unsigned k = 0; k < IG_P_N; k++) {
			const char *path = ig_policy_keys[k].path;

			if (strncmp(path, name, strlen(name)) || path[strlen(name)] != '.' ||
			    rnd(s, 2))
				continue;
			if (block) {
				ig_buf_addc(&b, '\n');
				random_space(s, &b, "    ");
				ig_buf_printf(&b,
				    "%s    %s:", b.data[b.len - 1] == '\n' ? "" : "\n",
				    path + strlen(name) + 1);
			} else {
				ig_buf_printf(&b, "%s%s:", n ? ", " : "", path + strlen(name) + 1);
			}
			random_spelling(s, &b, (enum ig_pkey)k, block);
			n++;
		}
		ig_buf_printf(&b, "%s\n", !block ? "}" : n ? "" : " {}");
	}
	if (rnd(s, 2))
		ig_buf_adds(&b, "isolation: runc   # the end\n");
	random_space(s, &b, "");
	return ig_buf_take(&b);
}

/* Lines of the diff that go and come. A comment goes only with the whole key that it is in. */
static void count_lines(const char *diff, bool removal, size_t *gone, size_t *come)
{
	*gone = *come = 0;
	for (const char *l = diff; *l; l += strcspn(l, "\n"), l += *l == '\n') {
		const char *text = l + 1 + strspn(l + 1, " ");

		*gone += *l == '-';
		*come += *l == '+';
		if (*l == '-' && *text == '#' && !removal)
			fail_msg("a comment was lost: %s", diff);
	}
}

/* An edit changes its own lines and its own value, whatever the file looks like. */
static void test_random_edits(void **state)
{
	uint64_t s = 7;
	char *dir = reviewer_make();
	ig_auto_free char *path = ig_asprintf("%s/p.yaml", dir);
	size_t done = 0;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		ig_auto_free char *text = random_file(&s), *v = NULL, *x = NULL, *y = NULL,
		                  *said = NULL;
		struct ig_policy *a = ig_policy_new("audit", NULL),
		                 *b = ig_policy_new("audit", NULL);
		enum ig_pkey key = (enum ig_pkey)rnd(&s, IG_P_N);
		bool removal = rnd(&s, 5) == 0,
		     list = ig_policy_keys[key].type == IG_PT_LIST || key == IG_P_SPAWN;
		ig_auto_buf diff = IG_BUF_INIT(0);
		ig_auto_err err = NULL;
		size_t gone, come;
		ig_policy_file *f;

		if (key == IG_P_NET_ALLOW)
			key = IG_P_NET_MODE;
		scratch_text(dir, "p.yaml", text);
		if (ig_policy_apply(a, path, NULL, &err) < 0)
			fail_msg("%s\n%s", ig_err_msg(err), text);
		f = ig_policy_file_open(path, NULL);
		v = random_value(&s, key);
		if (ig_policy_file_set(f, key, removal ? NULL : v, &err) < 0 ||
		    ig_policy_file_save(f, NULL, NULL, &err) < 0)
			fail_msg(
			    "%s=%s: %s\n%s", ig_policy_keys[key].path, v, ig_err_msg(err), text);
		assert_int_equal(ig_policy_apply(b, path, NULL, NULL), 0);
		said = ig_pvalue_text(key, &b->v[key]);
		assert_int_equal(ig_policy_set(a, key, said, IG_LAYER_EDIT, NULL), 0);
		x = policy_dump(a);
		y = policy_dump(b);
		assert_string_equal(x, y);
		ig_policy_text_diff(text, strlen(text), ig_buf_str(ig_policy_file_text(f)),
		    ig_policy_file_text(f)->len, &diff);
		count_lines(ig_buf_str(&diff), removal, &gone, &come);
		if (gone > (!list ? 2 : removal ? 20 : 8) || come > (list ? 8 : 3))
			fail_msg("%s=%s\n%s", ig_policy_keys[key].path, v, ig_buf_str(&diff));
		done += gone + come > 0;
		ig_policy_file_free(f);
		ig_policy_free(a);
		ig_policy_free(b);
	}
	assert_true(done > 1000);
	reviewer_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_random_edits),
	};

	return cmocka_run_group_tests_name("policy properties", tests, reviewer_up, reviewer_down);
}
