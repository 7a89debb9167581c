#!/bin/sh
# TAP: the policy commands; no engine is there.
# shellcheck disable=SC1091,SC2154,SC2016,SC2317,SC2034 # lib.sh lies beside it, sets and calls them
. "${top_srcdir:-$(dirname "$0")/../..}/tests/cli/lib.sh"
export DOCKER_HOST=unix:///nonexistent/engine.sock

tui policy show "$services/greedy-policy" --format json
ok 'show: status 0' exited 0
ok 'show: one JSON object' json_is schema ignite-tui/policy/1
ok 'show: nothing on stderr' [ ! -s "$tmp/err" ]
ok 'show: a size is in bytes' [ "$(json effective.resources.memory.value)" -ge 16777216 ]
ok 'show: a duration is in milliseconds' [ "$(json effective.resources.timeout.value)" -ge 1000 ]
ok 'show: the source' json_has effective.resources.memory.source
ok 'show: what enforces it' json_has effective.resources.memory.enforced_by
ok 'show: no network' json_is effective.network.mode.value none
ok 'show: the request' json_is requested.network.mode open
ok 'show: it is not granted' sh -c 'echo "$1" | grep -qF "\"network.mode\""' sh "$(json not_granted)"
ok 'show: nor its memory' sh -c 'echo "$1" | grep -qF "\"resources.memory\""' sh "$(json not_granted)"

tui policy show "$services/greedy-policy"
ok 'text: status 0' exited 0
ok 'text: granted, source and asked' grep -qE '^network\.mode +none +built-in +open +not granted' "$tmp/out"
tui policy show "$services/hello" --normal
ok '--normal grants more' sh -c '! grep -qE "^network\.mode +none " "$1"' sh "$tmp/out"
ok '--normal says what that means' grep -qE '^Note +network\.mode: ' "$tmp/out"
printf 'version: 1\nnetwork: {mode: sink}\n' >"$tmp/sink.yaml"
tui policy show "$services/hello" --policy "$tmp/sink.yaml"
ok 'what cannot be enforced is said' out_has "Cannot be run: network.mode: 'sink' is not built yet"
tui policy show "$services/hello" --normal --audit
refused 'two bases' 2 '--audit and --normal exclude each other' ''

tui policy show "$services/hello" --format request
ok 'request: JSON for the engine' json_is HostConfig.NetworkMode none
ok 'request: read-only' json_is HostConfig.ReadonlyRootfs true
tui policy show "$services/hello" --format docker
ok 'docker: a command line' out_has '--network'
tui policy show "$services/hello" --format seccomp
ok 'seccomp: the profile' json_is defaultAction SCMP_ACT_ERRNO

cat >"$tmp/mine.yaml" <<'END'
version: 1
name: mine
resources:
  memory: 96M   # enough
END
tui policy show "$services/greedy-policy" --policy "$tmp/mine.yaml" --format json
ok '--policy: the value' json_is effective.resources.memory.value 100663296
ok '--policy: its line' json_is effective.resources.memory.line 4
cat >"$tmp/bad.yaml" <<'END'
version: 1
resources:
  memory: 51Z
END
tui policy show "$services/hello" --policy "$tmp/bad.yaml" --format json
ok 'show: a bad file is refused' exited 2
ok 'show: with its place' grep -qE 'bad\.yaml:3:[0-9]+: ' "$tmp/err"
tui policy show "$services/hello" --policy no-such-policy
ok 'show: an unknown name' exited 2
tui policy show "$services/broken-yaml"
ok 'broken service: status 2' exited 2
finish
