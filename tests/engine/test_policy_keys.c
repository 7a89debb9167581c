/*
 * Every key of a policy on a real engine: the same attack under a value that forbids it and
 * under one that does not. What the kernel then does is the proof that the key is enforced.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "tests/support/engine-test.h"
#include "tests/support/run-test.h"

#define TRY(x) "try{" x "}catch(e){console.log('refused '+e.code)}"

/* What one run must show. */
struct shows {
	const char *sets;
	enum ig_run_reason reason;
	const char *says, *never; /* NULL: not looked at */
};

static const struct attack {
	enum ig_pkey key;
	const char *js;
	struct shows tight, wide;
} attacks[] = {
    {IG_P_MEMORY,
        "const a=[];for(let i=0;i<12;i++)a.push(Buffer.alloc(8<<20,1));console.log('held')",
        {"resources.memory=64M", IG_REASON_OOM, NULL, "held"},
        {"resources.memory=256M", IG_REASON_EXITED, "held", NULL}},
    {IG_P_CPU,
        "const t=Date.now();while(Date.now()-t<800);const u=process.cpuUsage();"
        "console.log(u.user+u.system<500000?'throttled':'ran freely')",
        {"resources.cpu=0.1", IG_REASON_EXITED, "throttled", NULL},
        {"resources.cpu=2", IG_REASON_EXITED, NULL, NULL}}, /* a busy host may be slow as well */
    {IG_P_TIMEOUT, "setTimeout(()=>console.log('late'),1500)",
        {"resources.timeout=700ms", IG_REASON_TIMEOUT, NULL, "late"},
        {"resources.timeout=20s", IG_REASON_EXITED, "late", NULL}},
    {IG_P_PIDS,
        "const {spawn}=require('child_process');let no=0;for(let i=0;i<6;i++)"
        "spawn(process.execPath,['-e','setTimeout(()=>{},9000)']).on('error',()=>no++)"
        ".on('exit',()=>no++);setTimeout(()=>{console.log(no?'some refused':'all there');"
        "process.exit(0)},1500)",
        {"resources.pids=20 process.spawn=allow resources.memory=1G resources.cpu=2",
            IG_REASON_EXITED, "some refused", "all there"},
        {"resources.pids=256 process.spawn=allow resources.memory=1G resources.cpu=2",
            IG_REASON_EXITED, "all there", "some refused"}},
    {IG_P_TMP,
        TRY("require('fs').writeFileSync('/tmp/x',Buffer.alloc(8<<20));console.log('wrote')"),
        {"resources.tmp=1M", IG_REASON_EXITED, "refused ENOSPC", "wrote"},
        {"resources.tmp=16M", IG_REASON_EXITED, "wrote", "refused"}},
    {IG_P_OUTPUT, "console.log('x'.repeat(99).concat('\\n').repeat(1000));console.log('the end')",
        {"resources.output=4K", IG_REASON_OUTPUT, NULL, "the end"},
        {"resources.output=1M", IG_REASON_EXITED, "the end", NULL}},
    {IG_P_OPEN_FILES,
        TRY("for(let "
            "i=0;i<100;i++)require('fs').openSync('/service/index.js');console.log('opened')"),
        {"resources.open-files=64", IG_REASON_EXITED, "refused EMFILE", "opened"},
        {"resources.open-files=256", IG_REASON_EXITED, "opened", "refused"}},
    {IG_P_NET_MODE,
        "console.log(/eth/.test(require('fs').readFileSync('/proc/net/dev'))?'a way out':'none')",
        {"network.mode=none", IG_REASON_EXITED, "none", "a way out"},
        {"network.mode=open", IG_REASON_EXITED, "a way out", NULL}},
    /* chmod asks the mount before it asks the owner: the answer is the file system's */
    {IG_P_ROOT,
        TRY("const fs=require('fs');fs.chmodSync('/service/index.js',0o600);"
            "fs.appendFileSync('/service/index.js','//');console.log('wrote')"),
        {"filesystem.root=read-only", IG_REASON_EXITED, "refused EROFS", "wrote"},
        {"filesystem.root=writable-copy", IG_REASON_EXITED, "wrote", "refused"}},
    {IG_P_HIDE, "console.log(require('fs').readFileSync('/proc/version').length?'seen':'hidden')",
        {"filesystem.hide=/proc/version", IG_REASON_EXITED, "hidden", NULL},
        {"filesystem.hide=[]", IG_REASON_EXITED, "seen", NULL}},
    {IG_P_WRITE, TRY("require('fs').writeFileSync('/var/x/y','1');console.log('wrote')"),
        {"filesystem.write=/tmp", IG_REASON_EXITED, "refused", "wrote"},
        {"filesystem.write=/tmp,/var/x", IG_REASON_EXITED, "wrote", "refused"}},
    {IG_P_USER, "console.log('user '+process.getuid()+':'+process.getgid())",
        {"process.user=1000:1001", IG_REASON_EXITED, "user 1000:1001", NULL},
        {"process.user=0:0", IG_REASON_EXITED, "user 0:0", NULL}},
    {IG_P_SPAWN,
        "const r=require('child_process').spawnSync(process.execPath,['-e','console.log(6*7)']);"
        "console.log(r.error?'refused':String(r.stdout))",
        {"process.spawn=deny", IG_REASON_EXITED, "refused", "42"},
        {"process.spawn=allow", IG_REASON_EXITED, "42", "refused"}},
    {IG_P_SC_DENY, TRY("require('fs').mkdirSync('/tmp/x');console.log('made')"),
        {"seccomp.deny=mkdir", IG_REASON_EXITED, "refused EPERM", "made"},
        {"seccomp.deny=[]", IG_REASON_EXITED, "made", "refused"}},
    {IG_P_SC_ALLOW, TRY("process.setuid(65532);console.log('done')"),
        {"seccomp.allow=[]", IG_REASON_EXITED, "refused EPERM", "done"},
        {"seccomp.allow=setuid", IG_REASON_EXITED, "done", "refused"}},
};

/* A service of one file below the scratch folder. */
static char *service_of(struct run_world *w, const char *name, const char *js)
{
	char *dir = ig_asprintf("%s/%s", w->cache, name);
	ig_auto_free char *file = ig_asprintf("%s/index.js", dir);

	assert_int_equal(ig_mkdir_p(dir, NULL), 0);
	assert_int_equal(ig_write_atomic(file, js, strlen(js), 0600, NULL), 0);
	return dir;
}

/* An engine may have lost its bridge, or never had one; a run with a network then cannot start. */
static bool no_bridge(const struct run_case *c, const struct ig_run_info *info)
{
	const char *require = getenv("IGNITE_REQUIRE_ENGINE");

	if (info->reason != IG_REASON_NOT_STARTED || !strstr(ig_err_msg(info->error), "bridge") ||
	    strcmp(c->policy->v[IG_P_NET_MODE].text, "open") != 0 || (require && *require == '1'))
		return false;
	print_message("# no network to grant here: %s\n", ig_err_msg(info->error));
	return true;
}

static void check(struct run_world *w, const struct attack *a, const struct shows *s)
{
	ig_auto_free char *dir = service_of(w, ig_policy_keys[a->key].path, a->js), *log = NULL;
	const struct ig_run_info *info;
	struct run_case c;

	run_case_plan(&c, w, dir, s->sets);
	run_case_start(&c);
	run_case_wait(&c, 30000);
	info = ig_run_info(c.run);
	log = run_log(&c);
	if (no_bridge(&c, info)) {
		run_case_done(&c);
		return;
	}
	if (info->reason != s->reason || info->error || (s->says && !strstr(log, s->says)) ||
	    (s->never && strstr(log, s->never)))
		fail_msg("%s: %s, %d, %s\n%.2000s", s->sets, ig_run_reason_name(info->reason),
		    info->exit_code, ig_err_msg(info->error), log);
	assert_int_equal(run_count(w, c.id), 0);
	run_case_done(&c);
}

static void is_enforced(void **state)
{
	for (size_t i = 0; i < IG_COUNT(attacks); i++) {
		check(*state, &attacks[i], &attacks[i].tight);
		check(*state, &attacks[i], &attacks[i].wide);
	}
}

/* A refused call ends the process instead of failing, when the policy says so. */
static void kills_on_deny(void **state)
{
	struct run_world *w = *state;
	ig_auto_free char *dir = service_of(w, "kill", "require('fs').mkdirSync('/tmp/x')"),
	                  *log = NULL;
	const struct ig_run_info *info;
	struct run_case c;

	run_case_plan(&c, w, dir, "seccomp.on-deny=kill seccomp.deny=mkdir");
	run_case_start(&c);
	run_case_wait(&c, 30000);
	info = ig_run_info(c.run);
	log = run_log(&c);
	if (info->exit_code != 128 + 31) /* SIGSYS */
		fail_msg("%s, %d, %s\n%.2000s", ig_run_reason_name(info->reason), info->exit_code,
		    ig_err_msg(info->error), log);
	run_case_done(&c);
}

/* The engine is told which runtime it is, and does not fall back to another. */
static void chooses_the_isolation(void **state)
{
	struct run_world *w = *state;
	ig_auto_free char *dir = service_of(w, "isolation", "console.log('ran')"), *log = NULL;
	const struct ig_run_info *info;
	struct run_case c;

	run_case_plan(&c, w, dir, "isolation=no-such-runtime");
	run_case_start(&c);
	run_case_wait(&c, 30000);
	info = ig_run_info(c.run);
	log = run_log(&c);
	assert_int_equal(info->reason, IG_REASON_NOT_STARTED);
	assert_non_null(strstr(ig_err_msg(info->error), "no-such-runtime"));
	assert_null(strstr(log, "ran"));
	run_case_done(&c);
}

/* Each shipped policy lets the sample say hello. */
static void shipped_policies_run(void **state)
{
	struct run_world *w = *state;
	struct ig_policy_ref *refs;
	size_t n;

	assert_int_equal(setenv("XDG_CONFIG_HOME", w->cache, 1), 0); /* nobody's own policies */
	n = ig_policy_names(&refs);
	assert_true(n >= 6);
	for (size_t i = 0; i < n; i++) {
		ig_auto_free char *sets = ig_asprintf("policy=%s", refs[i].name), *log = NULL;
		const struct ig_run_info *info;
		struct run_case c;

		run_case_plan(&c, w, "hello", sets);
		assert_string_equal(c.policy->name, refs[i].name);
		run_case_start(&c);
		run_case_wait(&c, 30000);
		info = ig_run_info(c.run);
		log = run_log(&c);
		if (!no_bridge(&c, info) &&
		    (info->exit_code || info->error || !strstr(log, "Hello, world")))
			fail_msg("%s: %d, %s\n%.2000s", refs[i].name, info->exit_code,
			    ig_err_msg(info->error), log);
		run_case_done(&c);
		free(refs[i].name);
		free(refs[i].path);
	}
	free(refs);
}

/* A key is attacked above, or it is known that nothing enforces it yet. */
static void none_is_forgotten(void **state)
{
	/* on-deny and isolation: tests of their own. baseline: unknown ones are refused by the
	 * profile's tests. network.allow and filesystem.read have nothing that enforces them yet:
	 * the plan refuses them, see its tests. */
	static const enum ig_pkey elsewhere[] = {
	    IG_P_ON_DENY, IG_P_ISOLATION, IG_P_BASELINE, IG_P_NET_ALLOW, IG_P_READ};
	bool seen[IG_P_N] = {false};

	(void)state;
	for (size_t i = 0; i < IG_COUNT(attacks); i++)
		seen[attacks[i].key] = true;
	for (size_t i = 0; i < IG_COUNT(elsewhere); i++)
		seen[elsewhere[i]] = true;
	for (unsigned k = 0; k < IG_P_N; k++)
		if (!seen[k])
			fail_msg("%s is attacked nowhere", ig_policy_keys[k].path);
}

static int up(void **state)
{
	struct run_world *w = ig_calloc(1, sizeof(*w));
	ig_auto_free char *socket = test_engine_socket();

	*state = w;
	return run_world_up(w, socket);
}

static int down(void **state)
{
	struct run_world *w = *state;
	unsigned left = run_count(w, NULL);
	int r = run_world_down(w);

	free(w);
	return left ? -1 : r;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(none_is_forgotten),
	    cmocka_unit_test(is_enforced),
	    cmocka_unit_test(kills_on_deny),
	    cmocka_unit_test(chooses_the_isolation),
	    cmocka_unit_test(shipped_policies_run),
	};

	return cmocka_run_group_tests_name("policy keys", tests, up, down);
}
