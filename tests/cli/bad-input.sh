#!/bin/sh
# TAP: what keeps a run from being started: one clear sentence, the next step, nothing started.
# shellcheck disable=SC1091,SC2154,SC2016,SC2317,SC2034 # lib.sh lies beside it, sets and calls them
. "${top_srcdir:-$(dirname "$0")/../..}/tests/cli/lib.sh"
need_engine
mkdir "$tmp/plain"
printf 'console.log("never")\n' >"$tmp/plain/index.js"

# Refused with this status and this text; stdout stays empty.
bad() { # name, status, text
	ok "$1: status $2" exited "$2"
	ok "$1: says why" err_has "$3"
	ok "$1: nothing on stdout" [ ! -s "$tmp/out" ]
	ok "$1: at most a sentence and a next step" [ "$(wc -l <"$tmp/err")" -le 2 ]
}
DOCKER_HOST=unix://$tmp/none.sock tui run "$tmp/plain"
bad 'no engine' 3 "$tmp/none.sock"
ok 'no engine: the next step' grep -q '^  ' "$tmp/err"
: >"$tmp/file"
DOCKER_HOST=unix://$tmp/file tui run "$tmp/plain"
bad 'a file instead of a socket' 3 "$tmp/file"
DOCKER_HOST=tcp://127.0.0.1:1 tui run "$tmp/plain"
bad 'an engine over TCP' 2 'only unix sockets'
for format in text json; do
	DOCKER_HOST=unix://$tmp/none.sock tui run "$tmp/plain" --format $format
	bad "no engine, $format" 3 "$tmp/none.sock"
done
sock=${IGNITE_TEST_ENGINE#unix://}
if tui_unprivileged images && [ "$status" -ne 0 ]; then
	bad 'a socket without permission' 3 "$sock"
	ok 'a socket without permission: the next step' grep -q '^  ' "$tmp/err"
fi

tui run "$tmp/none"
bad 'missing folder' 2 "$tmp/none"
tui run "$services/broken-yaml"
bad 'broken service.yaml' 2 'service.yaml:6'
tui run "$services/misspelt-key"
bad 'misspelt key' 2 'memoyMb'
mkdir "$tmp/python"
printf 'service:\n  name: p\n  runtime: python@3\n  entry: index.js\n' >"$tmp/python/service.yaml"
: >"$tmp/python/index.js"
tui run "$tmp/python"
bad 'unknown runtime' 2 'python'
ok 'unknown runtime: those that are known' err_has 'node'
mkdir "$tmp/noentry"
printf 'service:\n  name: n\n  runtime: node@20\n  entry: main.js\n' >"$tmp/noentry/service.yaml"
tui run "$tmp/noentry"
bad 'missing entry' 2 'main.js'

printf 'version: 1\nresources:\n  memory: lots\n' >"$tmp/bad.yaml"
tui run "$tmp/plain" --policy "$tmp/bad.yaml"
bad 'a policy with an error' 2 "bad.yaml:3:11: "
tui run "$tmp/plain" --policy "$tmp/none.yaml"
bad 'a missing policy' 2 none.yaml
tui run "$tmp/plain" --memory 51Z
bad 'no size' 2 '--memory: '
tui run "$tmp/plain" --memory 1K
bad 'a size out of bounds' 2 '--memory: '
tui run "$tmp/plain" --timeout soon
bad 'no duration' 2 '--timeout: '
tui run "$tmp/plain" --network sink
bad 'network sink' 2 'not built yet'
tui run "$tmp/plain" --network allow=example.com:443
bad 'network allow' 2 'not built yet'
printf 'version: 1\nnetwork: {mode: sink}\n' >"$tmp/sink.yaml"
tui run "$tmp/plain" --policy "$tmp/sink.yaml"
bad 'network sink in a policy' 2 'network.mode'
tui run "$tmp/plain" --isolation no-such
bad 'an isolation the engine does not know' 2 "no runtime 'no-such'"
ok 'an isolation the engine does not know: those it does' err_has 'it has: runc'
tui run "$tmp/plain" --input '{'
bad 'input that is no JSON' 2 '--input is not JSON'
tui run "$tmp/plain" --audit --normal
bad 'two bases' 2 '--audit and --normal'
tui images build python
bad 'images build of an unknown runtime' 2 'python'
IGNITE_TUI_NPM_CACHE=$tmp/none tui images build node@20
ok 'images build without a cache: fails' [ "$status" -ge 2 ]
ok 'images build without a cache: names it' err_has "$tmp/none"
ok 'images build without a cache: the next step' grep -q '^  ' "$tmp/err"

tui images
ok 'images: status 0' exited 0
ok 'images: the one that is there' grep -qE '^node@20 +ignite-tui/node:20 +sha256:[0-9a-f]{64} ' "$tmp/out"
ok 'images: and how to make another' out_has 'ignite-tui images build'
finish
