# shellcheck shell=sh
# For the tests of the command line, which source it: TAP, the program, and what it answered.
set -u
top_srcdir=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
top_builddir=${top_builddir:-$top_srcdir/build}
tmp=$(mktemp -d /tmp/ignite-cli.XXXXXX) || exit 99
n=0 bad=0
# The user's own files play no part.
export XDG_CACHE_HOME="$tmp/cache" XDG_CONFIG_HOME="$tmp/config" XDG_STATE_HOME="$tmp/state"
export HOME="$tmp" LC_ALL=C.UTF-8
unset DOCKER_HOST IGNITE_TUI_LOG NO_COLOR

cleanup() {
	chmod -R u+w "$tmp" 2>/dev/null
	rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 99' INT TERM

# Runs the program; leaves $status, $tmp/out and $tmp/err.
tui() {
	"$top_builddir/ignite-tui" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
}
# The same without the rights of root; fails when that cannot be had.
tui_unprivileged() {
	if [ "$(id -u)" -ne 0 ]; then
		tui "$@"
		return 0
	fi
	command -v setpriv >/dev/null || return 1
	[ -x "$tmp/ignite-tui" ] || cp "$top_builddir/ignite-tui" "$tmp/ignite-tui"
	chmod 755 "$tmp" "$tmp/ignite-tui"
	HOME=/nonexistent XDG_CACHE_HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent \
		setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/ignite-tui" "$@" \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
}
ok() { # name, command that must succeed...
	name=$1
	shift
	n=$((n + 1))
	if "$@"; then
		printf 'ok %d - %s\n' "$n" "$name"
	else
		bad=1
		printf 'not ok %d - %s\n' "$n" "$name"
		printf '# status %s\n' "$status"
		head -c 800 "$tmp/out" | sed 's/^/# out: /'
		head -c 800 "$tmp/err" | sed 's/^/# err: /'
	fi
}
# The exit status, and that exactly one line (with a hint: two) went to stderr and none to stdout.
refused() { # name, status, fixed text of the first line, fixed text of the hint ("" for none)
	ok "$1" refusal "$2" "$3" "$4"
}
refusal() {
	[ "$status" -eq "$1" ] && [ ! -s "$tmp/out" ] &&
		sed -n 1p "$tmp/err" | grep -qF -e "ignite-tui: $2" || return 1
	if [ -n "$3" ]; then
		sed -n 2p "$tmp/err" | grep -qF -e "  $3" && [ "$(wc -l <"$tmp/err")" -eq 2 ]
	else
		[ "$(wc -l <"$tmp/err")" -eq 1 ]
	fi
}
exited() { [ "$status" -eq "$1" ]; }
out_has() { grep -qF -e "$1" "$tmp/out"; }
err_has() { grep -qF -e "$1" "$tmp/err"; }
out_is() { [ "$(cat "$tmp/out")" = "$1" ]; }
# The value at a path of the JSON object on stdout, "findings.0.rule"; a count for "findings.#".
json() { "$top_builddir/tests/cli/json-get" "$1" <"$tmp/out"; }
json_is() { [ "$(json "$1")" = "$2" ]; }
json_has() { json "$1" >/dev/null; }
skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}
finish() {
	printf '1..%d\n' "$n"
	exit $bad
}
# For tests that need an engine: names it, or skips all, or fails where one is a must.
need_engine() {
	if [ -z "${IGNITE_TEST_ENGINE:-}" ]; then
		if [ "${IGNITE_REQUIRE_ENGINE:-0}" = 1 ]; then
			status=none
			touch "$tmp/out" "$tmp/err"
			ok 'an engine for the tests is named' false
			finish
		fi
		skip_all 'no IGNITE_TEST_ENGINE'
	fi
	DOCKER_HOST=$IGNITE_TEST_ENGINE
	export DOCKER_HOST
}
# shellcheck disable=SC2034 # for those who source this
services=$top_srcdir/tests/services
