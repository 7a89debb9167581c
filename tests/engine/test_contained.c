/*
 * What a service finds itself in, under the built-in audit policy, told by the service: each row is
 * an attempt and what must come of it. The seccomp profile has tests of its own.
 */
#include "config.h"

#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "tests/support/engine-test.h"
#include "tests/support/run-test.h"

/* A JavaScript expression; an exception's code or message is its value. */
static const struct row {
	const char *threat, *js, *value; /* an extended regular expression for the whole value */
} rows[] = {
    {"tampering", "fs.writeFileSync('/x', '')", "EROFS"},
    {"tampering", "fs.writeFileSync('/etc/passwd', '')", "EROFS"},
    {"tampering", "fs.writeFileSync('/usr/local/bin/node', '')", "EROFS"},
    {"tampering", "fs.writeFileSync('/service/x', '')", "EROFS"},
    {"tampering", "fs.appendFileSync(__filename, '')", "EROFS|EACCES"},
    {"tampering", "fs.chmodSync(__filename, 0o777)", "EROFS|EPERM"},
    {"tampering", "fs.rmSync(__filename)", "EROFS"},
    {"tampering", "fs.writeFileSync('/dev/x', '')", "EACCES|EPERM|EROFS"},
    {"tampering", "fs.writeFileSync('/dev/shm/x', '')", "ENOENT"},
    {"tampering", "fs.writeFileSync('/proc/sysrq-trigger', 'h')", "EROFS|EACCES|EPERM|ENOENT"},
    {"tampering", "fs.writeFileSync('/proc/sys/kernel/core_pattern', '|x')", "EROFS|EACCES|EPERM"},
    {"tampering", "fs.writeFileSync('/tmp/x', 'y') ?? 'written'", "written"},
    {"tampering", "mount('/tmp')", ".*noexec.*"},
    {"tampering", "mount('/tmp')", ".*nosuid.*"},
    {"tampering", "mount('/tmp')", ".*nodev.*"},
    {"tampering", "mount('/service')", "ro,.*"},
    {"tampering", "mount('/')", "ro,.*"},
    {"secrets", "fs.readFileSync('/proc/kcore').length", "0|EACCES|EPERM|ENOENT"},
    {"secrets", "fs.readFileSync('/proc/timer_list').length", "0|EACCES|EPERM|ENOENT"},
    {"secrets", "fs.readdirSync('/sys/firmware').length", "0|ENOENT"},
    {"secrets", "fs.readFileSync('/etc/shadow')", "ENOENT"},
    {"secrets", "fs.readdirSync('/root')", "ENOENT"},
    {"secrets", "fs.readdirSync('/home')", "ENOENT"},
    {"secrets", "fs.existsSync('/var/run/docker.sock')", "false"},
    {"secrets", "fs.readFileSync('/etc/resolv.conf', 'utf8').trim()", ""},
    {"secrets", "fs.readFileSync('/etc/hosts', 'utf8').trim()", ""},
    {"secrets", "os.hostname()", "service"},
    {"secrets", "Object.keys(process.env).sort().join()", "HOME,HOSTNAME,IGNITE_RUN,NODE_ENV,PATH"},
    {"secrets", "fs.readdirSync('/service').join()", "index.js"},
    {"privilege", "process.getuid() + ':' + process.getgid()", "65532:65532"},
    {"privilege", "process.getgroups().join()", "65532"},
    {"privilege", "process.setuid(0)", "EPERM"},
    {"privilege", "status('CapEff') + status('CapPrm') + status('CapBnd') + status('CapAmb')",
        "0+"},
    {"privilege", "status('NoNewPrivs')", "1"},
    {"privilege", "status('Seccomp')", "2"},
    {"privilege", "process.pid", "1"},
    {"privilege", "fs.readdirSync('/proc').filter((n) => /^[0-9]+$/.test(n)).join()", "1"},
    {"processes", "cp.spawnSync(process.execPath, ['-e', '0']).error.code", "EPERM"},
    {"processes", "cp.spawnSync('/bin/sh', ['-c', 'id']).error.code", "EPERM|ENOENT"},
    {"network", "fs.readFileSync('/proc/net/dev', 'utf8').match(/^ *([^ :|]+):/gm).join().trim()",
        "lo:"},
    {"network", "fs.readFileSync('/proc/net/route', 'utf8').trim().split('\\n').length", "1"},
    {"network", "await connect('192.0.2.1', 80)", "ENETUNREACH|EPERM|EACCES|EAFNOSUPPORT"},
    {"network", "await connect('169.254.169.254', 80)", "ENETUNREACH|EPERM|EACCES|EAFNOSUPPORT"},
    {"network", "(await dns.lookup('example.invalid')).address",
        "EAI_AGAIN|ENOTFOUND|EAI_FAIL|.*EPERM.*"},
    {"limits", "limit('Max open files')", "256 +256 .*"},
    {"limits", "limit('Max core file size')", "0 +0 .*"},
    {"limits", "limit('Max msgqueue size')", "0 +0 .*"},
    {"limits", "open(1000)", "EMFILE after 2[0-9][0-9]"},
    {"limits", "files(20000)", "ENOSPC after 4[0-9]{3}"},
    {"limits", "fill(256)", "ENOSPC after 1[0-9] MiB|ENOSPC after 16 MiB"},
};

/* What a policy hides and opens, over the audit default. */
static const char opened[] = "filesystem.hide=/proc/version,/etc/passwd,/sys "
                             "filesystem.write=/tmp,/var/x resources.open-files=64";
static const struct row opened_rows[] = {
    {"hide", "fs.readFileSync('/proc/version').length", "0|EACCES"},
    {"hide", "fs.readFileSync('/etc/passwd').length", "0|EACCES"},
    {"hide", "fs.readdirSync('/sys').length", "0"},
    {"hide", "fs.writeFileSync('/sys/x', '')", "EROFS|EACCES|EPERM"},
    {"write", "fs.writeFileSync('/var/x/y', 'z') ?? 'written'", "written"},
    {"write", "fs.writeFileSync('/var/y', 'z')", "EROFS"},
    {"write", "mount('/var/x')", ".*nosuid,nodev,noexec.*"},
    {"limits", "open(1000)", "EMFILE after [2-6][0-9]"},
};

static const char prelude[] =
    "const fs = require('fs'), os = require('os'), cp = require('child_process'),"
    " net = require('net'), dns = require('dns').promises;\n"
    "const field = (file, re) => fs.readFileSync(file, 'utf8').match(re)?.[1];\n"
    "const status = (k) => field('/proc/self/status', new RegExp('^' + k + ':\\\\s*(.*)$', 'm'));\n"
    "const limit = (k) => field('/proc/self/limits', new RegExp('^' + k + '\\\\s*(.*)$', 'm'));\n"
    "const mount = (p) => fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\\n')"
    ".map((l) => l.split(' ')).filter((w) => w[4] === p).pop()[5];\n"
    "const connect = (host, port) => new Promise((res, rej) => net.connect({host, port,"
    " timeout: 2000}).on('connect', () => res('connected')).on('timeout', () => res('timeout'))"
    ".on('error', rej));\n"
    "function count(n, unit, f) { let i = 0; try { for (; i < n; i++) f(i); } catch (e) {"
    " return `${e.code} after ${i}${unit}`; } return 'nobody stopped it'; }\n"
    "function open(n) { const held = []; const r = count(n, '', () =>"
    " held.push(fs.openSync('/service/index.js'))); held.forEach((f) => fs.closeSync(f));"
    " return r; }\n"
    "function files(n) { const r = count(n, '', (i) => fs.writeFileSync('/tmp/f' + i, ''));"
    " for (const f of fs.readdirSync('/tmp')) fs.rmSync('/tmp/' + f); return r; }\n"
    "function fill(n) { const b = Buffer.alloc(1 << 20, 1), f = fs.openSync('/tmp/big', 'w');"
    " return count(n, ' MiB', () => { if (fs.writeSync(f, b) < b.length)"
    " fs.writeSync(f, b); }); }\n"
    "async function row(i, f) { let v; try { v = await f(); } catch (e) { v = e.code ?? e.message; "
    "}"
    " console.log(`${i}=${v}`); }\n"
    "(async () => {\n";

static char *write_service(const struct run_world *w, const struct row *row, size_t n)
{
	char *dir = ig_asprintf("%s/contained-%zu", w->cache, n);
	ig_auto_free char *file = ig_asprintf("%s/index.js", dir);
	ig_auto_buf js = IG_BUF_INIT(0);

	ig_buf_adds(&js, prelude);
	for (size_t i = 0; i < n; i++)
		ig_buf_printf(&js, "await row(%zu, async () => %s);\n", i, row[i].js);
	ig_buf_adds(&js, "})();\n");
	assert_int_equal(ig_mkdir_p(dir, NULL), 0);
	assert_int_equal(ig_write_atomic(file, js.data, js.len, 0600, NULL), 0);
	return dir;
}

static bool matches(const char *value, const char *pattern)
{
	ig_auto_free char *whole = ig_asprintf("^(%s)$", pattern);
	regex_t re;
	bool ok;

	assert_int_equal(regcomp(&re, whole, REG_EXTENDED | REG_NOSUB), 0);
	ok = regexec(&re, value, 0, NULL, 0) == 0;
	regfree(&re);
	return ok;
}

/* Compares one answer; the number of those that are not as they must be. */
static unsigned check_row(const char *log, const struct row *row, size_t i)
{
	ig_auto_free char *key = ig_asprintf("\n%zu=", i), *value = NULL;
	const char *at = strstr(log, key);

	at = at ? at + strlen(key) : "(no answer)\n";
	value = ig_strndup(at, strcspn(at, "\n"));
	if (matches(value, row->value))
		return 0;
	print_message("# %s: %s: '%s', not '%s'\n", row->threat, row->js, value, row->value);
	return 1;
}

static void attempt(
    struct run_case *c, struct run_world *w, const char *policy, const struct row *row, size_t n)
{
	ig_auto_free char *dir = write_service(w, row, n), *text = NULL, *log = NULL;
	unsigned bad = 0;

	run_case_plan(c, w, dir, policy);
	run_case_start(c);
	run_case_wait(c, 40000);
	text = run_log(c);
	log = ig_asprintf("\n%s", text);
	for (size_t i = 0; i < n; i++)
		bad += check_row(log, &row[i], i);
	if (bad)
		fail_msg("%u of %zu rows; %s, %d, %s\n%.500s", bad, n,
		    ig_run_reason_name(ig_run_info(c->run)->reason), ig_run_info(c->run)->exit_code,
		    ig_err_msg(ig_run_info(c->run)->error), text);
}

static void attempts_fail_as_they_must(void **state)
{
	struct run_case c;

	attempt(&c, *state, "", rows, IG_COUNT(rows));
	/* The inodes and the bytes that ran out are seen from outside, too, if one may look. */
	if (geteuid() == 0) {
		assert_non_null(run_event(&c, "limit", "tmp"));
		assert_true(ig_run_info(c.run)->tmp_known);
		assert_in_range(ig_run_info(c.run)->tmp_peak, 15 << 20, 16 << 20);
	}
	run_case_done(&c);
}

static void a_policy_hides_and_opens(void **state)
{
	struct run_case c;

	attempt(&c, *state, opened, opened_rows, IG_COUNT(opened_rows));
	run_case_done(&c);
}

/* on-deny: kill. The kernel's signal is told, and is no exit status of the service's choice. */
static void a_closed_call_can_kill(void **state)
{
	static const struct row row = {
	    "", "cp.spawnSync('/bin/true') && 'alive'", "\\(no answer\\)"};
	struct run_case c;

	attempt(&c, *state, "seccomp.on-deny=kill", &row, 1);
	assert_int_equal(ig_run_info(c.run)->reason, IG_REASON_EXITED);
	assert_int_equal(ig_run_info(c.run)->exit_code, 128 + SIGSYS);
	if (ig_run_info(c.run)->signal) { /* Linux 6.15 and newer tell */
		assert_int_equal(ig_run_info(c.run)->signal, SIGSYS);
		assert_non_null(run_event(&c, "signal", "SIGSYS"));
	}
	run_case_done(&c);
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
	int r = run_world_down(w);

	free(w);
	return r;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(attempts_fail_as_they_must),
	    cmocka_unit_test(a_policy_hides_and_opens),
	    cmocka_unit_test(a_closed_call_can_kill),
	};

	return cmocka_run_group_tests_name("contained", tests, up, down);
}
