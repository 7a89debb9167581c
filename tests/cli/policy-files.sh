#!/bin/sh
# TAP: the commands on policy files.
# shellcheck disable=SC1091,SC2154,SC2016,SC2317,SC2034 # lib.sh lies beside it, sets and calls them
. "${top_srcdir:-$(dirname "$0")/../..}/tests/cli/lib.sh"

cat >"$tmp/mine.yaml" <<'END'
version: 1
name: mine
resources:
  memory: 96M   # enough
END
tui policy check "$tmp/mine.yaml"
ok 'check: a good file' exited 0
ok 'check: says so' out_has 'mine.yaml: no problem found'
cat >"$tmp/bad.yaml" <<'END'
version: 1
resources:
  memory: 51Z
  timeot: 3s
END
tui policy check "$tmp/bad.yaml"
ok 'check: status 2' exited 2
ok 'check: the first problem' grep -qE 'bad\.yaml:3:[0-9]+: ' "$tmp/err"
ok 'check: and the second' grep -qE 'bad\.yaml:4:[0-9]+: ' "$tmp/err"
ok 'check: nothing on stdout' [ ! -s "$tmp/out" ]
tui policy check "$tmp/none.yaml"
ok 'check: a missing file' exited 2
ok 'check: is named' err_has none.yaml
for p in "$top_srcdir"/policies/*.yaml; do
	tui policy check "$p"
	ok "the shipped $(basename "$p") is valid" exited 0
done

tui policy keys
ok 'keys: all are there' [ "$(grep -cE '^[a-z]+(\.[a-z-]+)?$' "$tmp/out")" -eq 20 ]
ok 'keys: with their bounds' out_has 'a size, 6M to 1024G; default '

tui policy diff audit normal
ok 'diff: wider is status 1' exited 1
ok 'diff: and said' grep -qE '^network\.mode +none -> open +wider$' "$tmp/out"
tui policy diff audit "$tmp/mine.yaml"
ok 'diff: tighter is status 0' exited 0
ok 'diff: and said' grep -qE '^resources\.memory +[0-9]+M -> 96M +tighter$' "$tmp/out"
tui policy diff audit audit
ok 'diff: the same' out_is 'no difference'
tui policy diff audit no-such
ok 'diff: an unknown name' exited 2

tui policy init mine
ok 'init: says where' out_is "$tmp/config/ignite-tui/policies/mine.yaml"
made=$(cat "$tmp/out")
tui policy check "$made"
ok 'init: what it wrote is valid' exited 0
tui policy diff audit mine
ok 'init: and changes nothing' out_is 'no difference'
cp "$made" "$tmp/before"
tui policy init mine
ok 'init: never overwrites' exited 2
ok 'init: nor changes it' cmp -s "$made" "$tmp/before"
tui policy init "$tmp/sub/x.yaml"
ok 'init: a folder that is not there' exited 2
tui policy init 'Bad Name'
ok 'init: no name' exited 2
tui policy init "$tmp/other.yaml"
ok 'init: a file' [ -s "$tmp/other.yaml" ]

cp "$tmp/mine.yaml" "$tmp/before"
tui policy set "$tmp/mine.yaml" resources.memory=128M network.mode=none
ok 'set: status 0' exited 0
ok 'set: the value, its comment kept' grep -qxF '  memory: 128M   # enough' "$tmp/mine.yaml"
ok 'set: a new key' grep -qE 'mode: none' "$tmp/mine.yaml"
tui policy check "$tmp/mine.yaml"
ok 'set: it is valid' exited 0
cp "$tmp/mine.yaml" "$tmp/before"
tui policy set "$tmp/mine.yaml" resources.memory=lots
ok 'set: no value: status 2' exited 2
ok 'set: says why' err_has lots
tui policy set "$tmp/mine.yaml" resources.memoy=1G
ok 'set: no key: status 2' exited 2
ok 'set: which' err_has memoy
tui policy set "$tmp/mine.yaml" memory
ok 'set: no assignment: status 2' exited 2
ok 'set: nothing was changed' cmp -s "$tmp/mine.yaml" "$tmp/before"
tui policy set "$tmp/none.yaml" resources.memory=1G
ok 'set: a missing file: status 2' exited 2
tui policy set audit resources.memory=1G
ok 'set: a shipped policy: status 2' exited 2
finish
