/* Editing a policy file: only the bytes of the edit change, and nothing is written in the dark. */
#include "config.h"
#include "core/policy/edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/service/service.h"
#include "tests/unit/policy.h"

/* Sets and saves; the file's text afterwards, or NULL and the error. */
static char *edit(const char *before, const char *assignment, ig_err **err)
{
	char *dir = reviewer_make();
	ig_auto_free char *path = ig_asprintf("%s/p.yaml", dir);
	ig_auto_buf after = IG_BUF_INIT(0);
	int r;

	scratch_text(dir, "p.yaml", before);
	r = ig_policy_edit(path, &assignment, 1, NULL, err);
	scratch_read(dir, "p.yaml", &after);
	if (r < 0)
		assert_string_equal(ig_buf_str(&after), before);
	reviewer_remove(dir);
	return r < 0 ? NULL : ig_buf_take(&after);
}

#define V "version: 1\n"

static const struct {
	const char *before, *set, *after;
} edits[] = {
    /* a value is replaced where it stands */
    {V "resources:\n  memory: 64M   # why\n  cpu: 1\n", "resources.memory=128M",
        V "resources:\n  memory: 128M   # why\n  cpu: 1\n"},
    {V "resources: {memory: 64M, cpu: 1} # x\n", "resources.cpu=0.5",
        V "resources: {memory: 64M, cpu: 0.5} # x\n"},
    {V "resources: {memory: \"64M\"}\n", "resources.memory=1G", V "resources: {memory: \"1G\"}\n"},
    {V "resources: {memory: '64M'}\n", "resources.memory=1G", V "resources: {memory: '1G'}\n"},
    {V "isolation: runc\n", "isolation=runsc", V "isolation: runsc\n"},
    {"{version: 1, network: {mode: none}}", "network.mode=open",
        "{version: 1, network: {mode: open}}"},
    {"version: 1\r\nresources:\r\n  memory: 64M\r\n", "resources.memory=128M",
        "version: 1\r\nresources:\r\n  memory: 128M\r\n"},
    /* the same value keeps its spelling */
    {V "resources: {memory: 131072K, timeout: 1000ms}\n", "resources.memory=128M",
        V "resources: {memory: 131072K, timeout: 1000ms}\n"},
    {V "filesystem: {hide: [/b,   \"/a\"]}\n", "filesystem.hide=/a,/b",
        V "filesystem: {hide: [/b,   \"/a\"]}\n"},
    /* a key is added in the manner of its group */
    {V "resources:\n    memory: 64M # x\n\nname: p\n", "resources.cpu=2",
        V "resources:\n    memory: 64M # x\n    cpu: 2\n\nname: p\n"},
    {V "resources: {memory: 64M}\n", "resources.cpu=2", V "resources: {memory: 64M, cpu: 2}\n"},
    {V "resources: {memory: 64M,}\n", "resources.cpu=2", V "resources: {memory: 64M, cpu: 2}\n"},
    {V "resources: {}\n", "resources.cpu=2", V "resources: {cpu: 2}\n"},
    {V "resources: {\n  memory: 64M,  # x\n}\n", "resources.cpu=2",
        V "resources: {\n  memory: 64M,  # x\n  cpu: 2,\n}\n"},
    {V "resources: {\n  memory: 64M  # x\n}\n", "resources.cpu=2",
        V "resources: {\n  memory: 64M,  # x\n  cpu: 2\n}\n"},
    {V "resources:\n  memory: 64M", "resources.cpu=2", V "resources:\n  memory: 64M\n  cpu: 2"},
    {"version: 1\r\nresources:\r\n  memory: 64M\r\n", "resources.cpu=2",
        "version: 1\r\nresources:\r\n  memory: 64M\r\n  cpu: 2\r\n"},
    {V "filesystem:\n  hide:\n    - /a\nname: x\n", "filesystem.root=writable-copy",
        V "filesystem:\n  hide:\n    - /a\n  root: writable-copy\nname: x\n"},
    /* a group is added in the manner of the file */
    {V, "resources.cpu=2", V "resources:\n  cpu: 2\n"},
    {"version: 1", "resources.cpu=2", "version: 1\nresources:\n  cpu: 2"},
    {V "resources: {cpu: 1}\n", "network.mode=open",
        V "resources: {cpu: 1}\nnetwork: {mode: open}\n"},
    {V "\nresources:\n  cpu: 1\n", "network.mode=open",
        V "\nresources:\n  cpu: 1\n\nnetwork:\n  mode: open\n"},
    {V "\n# what it may use\nresources:\n  cpu: 1\n", "network.mode=open",
        V "\n# what it may use\nresources:\n  cpu: 1\n\nnetwork:\n  mode: open\n"},
    {V "...\n", "resources.cpu=2", V "resources:\n  cpu: 2\n...\n"},
    {V, "isolation=runsc", V "isolation: runsc\n"},
    {"{version: 1}\n", "resources.cpu=2", "{version: 1, resources: {cpu: 2}}\n"},
    /* lists, in brackets */
    {V "filesystem: {hide: [ /a, \"/b\" ]}\n", "filesystem.hide=/b,/c",
        V "filesystem: {hide: [ \"/b\", /c ]}\n"},
    {V "filesystem: {hide: []}\n", "filesystem.hide=/a b", V "filesystem: {hide: [\"/a b\"]}\n"},
    {V "process: {spawn: deny}\n", "process.spawn=[git, sh]", V "process: {spawn: [git, sh]}\n"},
    {V "process: {spawn: [git, sh]}\n", "process.spawn=allow", V "process: {spawn: allow}\n"},
    /* lists, line by line */
    {V "filesystem:\n  hide:\n    # first\n    - /a # one\n    # second\n    - '/b'\n  root: "
       "read-only\n",
        "filesystem.hide=/b,/c",
        V "filesystem:\n  hide:\n    # first\n    # second\n    - '/b'\n    - /c\n  root: "
          "read-only\n"},
    {V "filesystem:\n  hide:\n  - /a\n  - /b\n", "filesystem.hide=/a",
        V "filesystem:\n  hide:\n  - /a\n"},
    {V "filesystem:\n  hide:\n  - /a\n", "filesystem.hide=/b", V "filesystem:\n  hide:\n  - /b\n"},
    {V "filesystem:\n  hide:\n  - /a", "filesystem.hide=/b", V "filesystem:\n  hide:\n  - /b"},
    {V "filesystem:\n  hide:\n  - /a", "filesystem.hide=/a,/b,/c",
        V "filesystem:\n  hide:\n  - /a\n  - /b\n  - /c"},
    {V "filesystem:\n  hide: # all\n    - /a\n    # last\nname: x\n", "filesystem.hide=[]",
        V "filesystem:\n  hide: [] # all\n    # last\nname: x\n"},
    {V "process:\n  spawn:\n  - git\n  user: 1:1\n", "process.spawn=deny",
        V "process:\n  spawn: deny\n  user: 1:1\n"},
    /* a wrong value can be put right */
    {V "resources: {memory: 51Z}\n", "resources.memory=64M", V "resources: {memory: 64M}\n"},
    {V "resources:\n  memory: # nothing\n", "resources.memory=64M",
        V "resources:\n  memory: 64M # nothing\n"},
    {V "resources: # nothing\n", "resources.memory=64M", V "resources: # nothing\n  memory: 64M\n"},
    {V "resources: {pids: \"64\"}\n", "resources.pids=64", V "resources: {pids: 64}\n"},
    {V "resources: {memory: }\n", "resources.memory=64M", V "resources: {memory: 64M}\n"},
    /* a key is taken out */
    {V "resources:\n  memory: 64M # x\n  cpu: 1\n",
        "resources.memory=", V "resources:\n  cpu: 1\n"},
    {V "resources:\n  # y\n  memory: 64M # x\nname: x\n",
        "resources.memory=", V "resources: {}\n  # y\nname: x\n"},
    {V "resources: {memory: 64M, cpu: 1, pids: 9}\n",
        "resources.memory=", V "resources: {cpu: 1, pids: 9}\n"},
    {V "resources: {memory: 64M, cpu: 1, pids: 9}\n",
        "resources.cpu=", V "resources: {memory: 64M, pids: 9}\n"},
    {V "resources: {memory: 64M, cpu: 1, pids: 9}\n",
        "resources.pids=", V "resources: {memory: 64M, cpu: 1}\n"},
    {V "resources: {memory: 64M}\n", "resources.memory=", V "resources: {}\n"},
    {V "isolation: runsc # x\nname: p\n", "isolation=", V "name: p\n"},
    {V "filesystem:\n  hide:\n  - /a\n  - /b\n  root: read-only\n",
        "filesystem.hide=", V "filesystem:\n  root: read-only\n"},
    {V, "resources.memory=", V},
    {V "resources: {cpu: x}\n", "resources.cpu=", V "resources: {}\n"},
    /* what looks like a key is none */
    {V "# resources:\n#   memory: 64M\nname: p # memory: 1M\n", "resources.memory=128M",
        V "# resources:\n#   memory: 64M\nname: p # memory: 1M\nresources:\n  memory: 128M\n"},
    {V "\"resources\":\n  \"memory\" : 64M\n", "resources.memory=128M",
        V "\"resources\":\n  \"memory\" : 128M\n"},
    {V "filesystem: {hide: [\"/\xc3\xa4\xe2\x82\xac\"]} # \xc3\xa4\nresources: {cpu: 1}\n",
        "resources.cpu=2",
        V "filesystem: {hide: [\"/\xc3\xa4\xe2\x82\xac\"]} # \xc3\xa4\nresources: {cpu: 2}\n"},
};

static void test_edits(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(edits); i++) {
		ig_auto_err err = NULL;
		ig_auto_free char *after = edit(edits[i].before, edits[i].set, &err);

		if (!after || strcmp(after, edits[i].after))
			print_error("%s\n%s%s\n", edits[i].set, edits[i].before, ig_err_msg(err));
		assert_non_null(after);
		assert_string_equal(after, edits[i].after);
	}
}

static const struct {
	const char *before, *set, *error;
} refusals[] = {
    {V, "resources.memory=51Z",
        "resources.memory: '51Z' is not a size: write bytes, or a number with K, M or G"},
    {V, "resources.memroy=64M",
        "there is no key 'resources.memroy'; did you mean 'resources.memory'?"},
    {V, "version=2", "there is no key 'version'"},
    {V, "resources.memory", "'resources.memory' is not KEY=VALUE"},
    {V "resources: |\n  memory\n", "resources.memory=64M",
        "resources.memory: the group it belongs to is no map"},
    {V "isolation: >\n  runc\n", "isolation=runsc",
        "isolation: the value it has is written over several lines"},
    {V "filesystem:\n  hide: [/a, # why\n    /b]\n", "filesystem.hide=/b",
        "filesystem.hide: there are comments between its brackets"},
    {V "resources: &a {cpu: 1}\n", "resources.cpu=2", "PATH:2:12: anchors (&) are not allowed"},
    /* an edit that leaves a problem, or makes one */
    {V "resources: {pids: 0}\n", "resources.cpu=2", "PATH:2:19: resources.pids: 0 is less than 1"},
    {V, "network.mode=allow", "PATH:3:9: network.mode: allow needs a list in network.allow"},
    {"name: x\n", "resources.cpu=2", "PATH:1:1: the line 'version: 1' is missing"},
    {V "extends: nothing-like-it\n", "resources.cpu=2",
        "PATH:2:10: extends: there is no policy 'nothing-like-it'"},
};

static void test_refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < IG_COUNT(refusals); i++) {
		ig_auto_err err = NULL;
		ig_auto_free char *after = edit(refusals[i].before, refusals[i].set, &err);
		const char *want = refusals[i].error, *got = ig_err_msg(err);

		assert_null(after);
		if (!strncmp(want, "PATH", 4)) { /* of the scratch folder */
			want += 4;
			got = strstr(got, "/p.yaml:") ? strstr(got, "/p.yaml:") + 7 : got;
		}
		assert_string_equal(got, want);
		assert_int_equal(ig_err_exit(err), 2);
	}
}

static void test_several(void **state)
{
	static const char *const set[] = {"network.mode=allow",
	    "network.allow=a.example:1,b.example:2", "resources.memory=64M", "isolation=runsc"};
	char *dir = reviewer_make();
	ig_auto_free char *path = ig_asprintf("%s/p.yaml", dir);
	ig_auto_buf after = IG_BUF_INIT(0);

	(void)state;
	scratch_text(dir, "p.yaml", V "resources: {cpu: 1}\n");
	assert_int_equal(ig_policy_edit(path, set, IG_COUNT(set), NULL, NULL), 0);
	scratch_read(dir, "p.yaml", &after);
	assert_string_equal(ig_buf_str(&after),
	    V "resources: {cpu: 1, memory: 64M}\nnetwork: {mode: allow, allow: [a.example:1, "
	      "b.example:2]}\nisolation: runsc\n");
	reviewer_remove(dir);
}

/* Mode and owner stay, and there is nothing left beside the file. */
static void test_mode(void **state)
{
	char *dir = reviewer_make();
	ig_auto_free char *path = ig_asprintf("%s/x/p.yaml", dir),
	                  *folder = ig_asprintf("%s/x", dir);
	const char *set = "resources.cpu=2";
	struct stat st;
	const struct dirent *d;
	size_t files = 0;
	DIR *h;

	(void)state;
	scratch_text(dir, "x/p.yaml", V);
	assert_int_equal(chmod(path, 0640), 0);
	if (geteuid() == 0)
		assert_int_equal(chown(path, 1234, 4321), 0);
	assert_int_equal(ig_policy_edit(path, &set, 1, NULL, NULL), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	if (geteuid() == 0) {
		assert_int_equal(st.st_uid, 1234);
		assert_int_equal(st.st_gid, 4321);
	}
	h = opendir(folder);
	while ((d = readdir(h)))
		files += d->d_name[0] != '.' || strlen(d->d_name) > 2;
	closedir(h);
	assert_int_equal(files, 1);
	reviewer_remove(dir);
}

static void test_changed_underneath(void **state)
{
	char *dir = reviewer_make();
	ig_auto_free char *path = ig_asprintf("%s/p.yaml", dir);
	ig_policy_file *f;
	ig_auto_buf disk = IG_BUF_INIT(0);
	ig_auto_err err = NULL;

	(void)state;
	scratch_text(dir, "p.yaml", V);
	f = ig_policy_file_open(path, NULL);
	assert_false(ig_policy_file_changed(f));
	assert_int_equal(ig_policy_file_set(f, IG_P_CPU, "2", NULL), 0);
	assert_true(ig_policy_file_changed(f));
	scratch_text(dir, "p.yaml", V "name: other\n");
	assert_int_equal(ig_policy_file_save(f, &disk, NULL, &err), -1);
	assert_int_equal(ig_err_code(err), IG_E_CHANGED);
	assert_string_equal(ig_buf_str(&disk), V "name: other\n");
	assert_string_equal(ig_policy_file_original(f)->data, V);
	ig_err_free(IG_STEAL(err));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(ig_policy_file_save(f, NULL, NULL, &err), -1);
	assert_int_equal(ig_err_code(err), IG_E_NOT_FOUND);
	ig_err_free(IG_STEAL(err));
	scratch_text(dir, "p.yaml", V); /* what was read is there again */
	assert_int_equal(ig_policy_file_save(f, NULL, NULL, NULL), 0);
	assert_int_equal(ig_policy_file_set(f, IG_P_CPU, "3", NULL), 0);
	assert_int_equal(ig_policy_file_save(f, NULL, NULL, NULL), 0);
	ig_policy_file_free(f);
	ig_policy_file_free(NULL);
	reviewer_remove(dir);
}

static void test_places(void **state)
{
	char *dir = reviewer_make();
	ig_auto_free char *link = ig_asprintf("%s/link.yaml", dir),
	                  *fifo = ig_asprintf("%s/fifo.yaml", dir);
	ig_auto_free char *in = ig_asprintf("%s/svc/p.yaml", dir),
	                  *deep = ig_asprintf("%s/svc/a/b/p.yaml", dir);
	ig_auto_free char *gone = ig_asprintf("%s/other/gone.yaml", dir), *around = NULL;
	ig_auto_free char *other = ig_asprintf("%s/other/p.yaml", dir);
	const struct {
		const char *spec, *error;
	} t[] = {
	    {link, "is a symbolic link"},
	    {fifo, "is not a regular file"},
	    {"/dev/null", "is not a regular file"},
	    {in, "is inside the service"},
	    {deep, "is inside the service"},
	    {gone, "does not exist"},
	    {"strict", "is shipped with ignite-tui"},
	    {"nothing-like-it", "there is no policy"},
	};

	(void)state;
	scratch_text(dir, "p.yaml", V);
	scratch_text(dir, "svc/service.yaml", "nonsense");
	scratch_text(dir, "svc/p.yaml", V);
	scratch_text(dir, "svc/a/b/p.yaml", V);
	scratch_text(dir, "other/p.yaml", V);
	assert_int_equal(symlink("p.yaml", link), 0);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	scratch_text(dir, "other/x", "");
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		ig_auto_err err = NULL;

		assert_null(ig_policy_file_open(t[i].spec, &err));
		if (!strstr(ig_err_msg(err), t[i].error))
			print_error("%s: %s\n", t[i].spec, ig_err_msg(err));
		assert_non_null(strstr(ig_err_msg(err), t[i].error));
		assert_int_equal(ig_err_exit(err), 2);
	}
	assert_null(ig_policy_file_new(in, NULL, NULL));
	around = ig_service_around(deep);
	assert_non_null(around);
	assert_non_null(strstr(around, "/svc"));
	scratch_text(dir, "index.js", ""); /* its folder is a service, those below it need not be */
	assert_null(ig_service_around(other));
	reviewer_remove(dir);
}

static void test_init(void **state)
{
	char *dir = reviewer_make();
	struct ig_policy *a = ig_policy_new("audit", NULL), *b = ig_policy_new("audit", NULL);
	ig_auto_free char *path = ig_policy_init("mine", NULL), *want = policy_dump(a), *got = NULL;
	ig_auto_free char *other = ig_asprintf("%s/Other File.yaml", dir), *made = NULL;
	ig_auto_err err = NULL;
	const char *set = "resources.memory=64M";

	(void)state;
	assert_non_null(path);
	assert_int_equal(ig_policy_apply(b, "mine", NULL, NULL), 0);
	got = policy_dump(b);
	assert_string_equal(got, want);
	for (unsigned k = 0; k < IG_P_N; k++)
		assert_int_equal(b->v[k].source, IG_LAYER_REVIEWER); /* every key is there */
	assert_null(ig_policy_init("mine", &err));
	assert_non_null(strstr(ig_err_msg(err), "exists already"));
	ig_err_free(IG_STEAL(err));
	assert_null(ig_policy_init("Mine", NULL));
	made = ig_policy_init(other, NULL);
	assert_string_equal(made, other);
	assert_int_equal(ig_policy_edit("mine", &set, 1, NULL, NULL), 0); /* by name */
	ig_policy_free(a);
	ig_policy_free(b);
	reviewer_remove(dir);
}

static void test_diff(void **state)
{
	struct ig_policy *a = ig_policy_new("audit", NULL), *b = ig_policy_new("normal", NULL);
	ig_auto_buf out = IG_BUF_INIT(0);
	size_t lines;

	(void)state;
	assert_int_equal(ig_policy_set(b, IG_P_MEMORY, "64M", IG_LAYER_CLI, NULL), 0);
	assert_int_equal(ig_policy_set(b, IG_P_USER, "1:1", IG_LAYER_CLI, NULL), 0);
	assert_int_equal(ig_policy_diff(a, b, &out, &lines), 2);
	assert_int_equal(lines, 4);
	assert_string_equal(ig_buf_str(&out),
	    "resources.memory       256M -> 64M  tighter\n"
	    "network.mode           none -> open  wider\n"
	    "filesystem.root        read-only -> writable-copy  wider\n"
	    "process.user           65532:65532 -> 1:1  different\n");
	ig_buf_clear(&out);
	assert_int_equal(ig_policy_diff(a, a, &out, NULL), 0);
	assert_string_equal(ig_buf_str(&out), "");
	ig_policy_free(a);
	ig_policy_free(b);
}

static void test_text_diff(void **state)
{
	static const struct {
		const char *a, *b, *want;
	} t[] = {
	    {"", "", ""},
	    {"a\nb\n", "a\nb\n", " a\n b\n"},
	    {"a\nb\nc\n", "a\nx\nc\n", " a\n-b\n+x\n c\n"},
	    {"a\nc\n", "a\nb\nc\n", " a\n+b\n c\n"},
	    {"a\nb", "a\n", " a\n-b\n"},
	    {"1\n2\n3\n4\n5\n", "1\n3\n4\n6\n5\n", " 1\n-2\n 3\n 4\n+6\n 5\n"},
	};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(t); i++) {
		ig_auto_buf out = IG_BUF_INIT(0);

		ig_policy_text_diff(t[i].a, strlen(t[i].a), t[i].b, strlen(t[i].b), &out);
		assert_string_equal(ig_buf_str(&out), t[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_edits),
	    cmocka_unit_test(test_refusals),
	    cmocka_unit_test(test_several),
	    cmocka_unit_test(test_mode),
	    cmocka_unit_test(test_changed_underneath),
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_init),
	    cmocka_unit_test(test_diff),
	    cmocka_unit_test(test_text_diff),
	};

	return cmocka_run_group_tests_name("policy edit", tests, reviewer_up, reviewer_down);
}
