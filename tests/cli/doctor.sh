#!/bin/sh
# TAP: doctor, with and without an engine.
# shellcheck disable=SC1091,SC2317 # lib.sh lies beside it and calls them
. "${top_srcdir:-$(dirname "$0")/../..}/tests/cli/lib.sh"

row() { grep -qE "^$1 +$2 " "$tmp/out"; }

tui doctor --host "unix://$tmp/none.sock"
ok 'no engine: status 3' exited 3
ok 'no engine: the line says so' row missing engine
ok 'no engine: where it was looked for' out_has "$tmp/none.sock"
ok 'no engine: what to do' out_has '--host unix:///'
ok 'no engine: the verdict' out_has 'A contained run is not possible here.'
ok 'no engine: the host is shown all the same' row '(ok|limited)' seccomp
ok 'nothing on stderr' [ ! -s "$tmp/err" ]
: >"$tmp/file"
tui doctor --host "unix://$tmp/file"
ok 'a file is no engine' exited 3
tui doctor --host tcp://127.0.0.1:2375
ok 'TCP is refused' row missing engine

if [ -n "${IGNITE_TEST_ENGINE:-}" ]; then
	tui doctor --host "$IGNITE_TEST_ENGINE"
	ok 'engine: status 0' exited 0
	for what in kernel seccomp Landlock 'audit records' 'cgroup files' engine 'engine version' \
		'engine limits' 'engine seccomp' AppArmor 'user namespace' isolation 'runtime images'; do
		ok "engine: there is a line '$what'" row '(ok|limited)' "$what"
	done
	ok 'engine: the API version' grep -qE 'API 1\.[0-9]+' "$tmp/out"
	ok 'engine: the verdict' out_has 'A contained run is possible here.'
	DOCKER_HOST=$IGNITE_TEST_ENGINE
	export DOCKER_HOST
	tui doctor
	# shellcheck disable=SC2016 # the name, not its value
	ok 'engine: $DOCKER_HOST is used and named' out_has '($DOCKER_HOST)'
	unset DOCKER_HOST
elif [ "${IGNITE_REQUIRE_ENGINE:-0}" = 1 ]; then
	ok 'an engine for the tests is named' false
fi
finish
