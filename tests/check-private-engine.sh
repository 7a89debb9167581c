#!/bin/bash
# TAP: the engine that bootstrap starts ends with the one who asked for it, and leaves nothing.
set -u
src=$(cd "${top_srcdir:-.}" && pwd)
PATH=$PATH:/usr/sbin:/sbin
if [ "$(id -u)" != 0 ] || ! command -v dockerd >/dev/null || ! command -v curl >/dev/null; then
	echo '1..0 # SKIP needs root, dockerd and curl'
	exit 0
fi
n=0 bad=0
ok() { # title, condition...
	local title=$1
	shift
	n=$((n + 1))
	if "$@"; then
		echo "ok $n - $title"
	else
		echo "not ok $n - $title"
		bad=1
	fi
}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export TMPDIR=$tmp
links() { ip -o link 2>/dev/null | wc -l; }
empty() { # waits for the engine's folder to go
	local i
	for ((i = 0; i < 300; i++)); do
		[ -n "$(find "$tmp" -maxdepth 1 -name 'ignite-engine.*')" ] || return 0
		sleep 0.1
	done
	find "$tmp" -maxdepth 2 | sed 's/^/# left: /'
	return 1
}
ended() { ! kill -0 "$1" 2>/dev/null; }
answers() { [ "$(curl -s -m 5 --unix-socket "$sock" http://engine/_ping)" = OK ]; }
start() {
	word='' sock=''
	coproc ENGINE { exec setsid "$src/build-aux/private-engine.sh"; }
	while read -r -t 60 word sock <&"${ENGINE[0]}"; do
		[ "$word" = note ] || break
	done
	daemon=$(cat "${sock%/*}/pid" 2>/dev/null)
}

links_before=$(links)
start
ok 'it answers' answers
ok 'its socket path fits' test "${#sock}" -lt 80
ok 'the host sees no bridge of it' test "$(links)" = "$links_before"
pid=$ENGINE_PID
eval "exec ${ENGINE[1]}>&-"
wait "$pid" 2>/dev/null
ok 'it ends when its standard input does' empty
ok 'the daemon is gone' ended "$daemon"

start
kill -TERM "$ENGINE_PID"
wait "$ENGINE_PID" 2>/dev/null
ok 'it ends on SIGTERM' empty
ok 'the daemon is gone again' ended "$daemon"
echo "1..$n"
exit $bad
