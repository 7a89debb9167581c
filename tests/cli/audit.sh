#!/bin/sh
# TAP: audit and rules; no engine is there.
# shellcheck disable=SC1091,SC2154,SC2016,SC2317,SC2034 # lib.sh lies beside it, sets and calls them
. "${top_srcdir:-$(dirname "$0")/../..}/tests/cli/lib.sh"
export DOCKER_HOST=unix:///nonexistent/engine.sock

tui audit "$services/hello" --format json
ok 'hello is clean' exited 0
ok 'one JSON object' json_is schema ignite-tui/audit/1
ok 'nothing on stderr' [ ! -s "$tmp/err" ]
ok 'service.name' json_is service.name hello
ok 'service.path is absolute' json_is service.path "$(realpath "$services/hello")"
ok 'service.runtime' json_is service.runtime node@20
ok 'service.entry' json_is service.entry index.js
ok 'snapshot.digest' sh -c 'echo "$1" | grep -qE "^sha256:[0-9a-f]{64}$"' sh "$(json snapshot.digest)"
ok 'snapshot.files' json_is snapshot.files 2
ok 'snapshot.bytes' [ "$(json snapshot.bytes)" -gt 100 ]
ok 'coverage.parsed' [ "$(json coverage.parsed)" -ge 1 ]
ok 'coverage.skipped' json_is coverage.skipped '[]'
for s in critical high medium low info; do
	ok "summary.$s is a number" [ "$(json "summary.$s")" -ge 0 ]
done
for c in exec eval net env secret-file write-out download-exec native worker install-hook manifest \
	unicode obfuscation capacity gap; do
	ok "capabilities.$c is a number" [ "$(json "capabilities.$c")" -ge 0 ]
done
cp "$tmp/out" "$tmp/first"
tui audit "$services/hello" --format json
ok 'the same bytes, the same answer' cmp -s "$tmp/out" "$tmp/first"

tui audit "$services/obfuscated" --format json
ok 'obfuscated is not clean' exited 1
ok 'a finding has its rule' json_has findings.0.rule
for m in capability severity confidence file line column end_line end_column excerpt message package; do
	ok "a finding has $m" json_has "findings.0.$m"
done
ok 'it points at the file' json_is findings.0.file index.js
ok 'it points at a line' [ "$(json findings.0.line)" -ge 1 ]
ok 'it points at a column' [ "$(json findings.0.column)" -ge 1 ]
ok 'what was decoded is there' json_is findings.0.value 'console.log("evaluated")'
count=$(json 'findings.#')
sum=$(($(json summary.critical) + $(json summary.high) + $(json summary.medium) + \
	$(json summary.low) + $(json summary.info)))
ok 'the summary counts the findings' [ "$count" -eq "$sum" ]
rule=$(json findings.0.rule)

tui audit "$services/obfuscated"
ok 'text: status 1' exited 1
ok 'text: the place' grep -qE 'index\.js:[0-9]+:[0-9]+  ' "$tmp/out"
ok 'text: what was decoded' out_has '= console.log("evaluated")'
ok 'text: the reason' out_has 'Why: '
ok 'text: the verdict' out_has 'A run needs --force'

tui audit "$services/obfuscated" --format sarif
ok 'sarif: status 1' exited 1
ok 'sarif: version' json_is version 2.1.0
ok 'sarif: as many results' json_is 'runs.0.results.#' "$count"
ok 'sarif: the rule of a result is listed' json_is \
	"runs.0.tool.driver.rules.$(json runs.0.results.0.ruleIndex).id" "$(json runs.0.results.0.ruleId)"

tui audit "$services/spawns-process" --format json
ok 'spawns-process has nothing high' exited 0
ok 'exec was counted' [ "$(json capabilities.exec)" -ge 1 ]
tui audit "$services/spawns-process" --fail-on medium
ok '--fail-on medium' exited 1
tui audit "$services/obfuscated" --fail-on critical
ok '--fail-on critical' exited 0
tui audit "$services/hello" --fail-on info
ok '--fail-on info' exited 1

tui audit "$services/install-hook" --format json
ok 'install-hook: the hook is found' [ "$(json 'capabilities.install-hook')" -ge 1 ]
tui audit "$services/lone-script" --format json
ok 'a lone script is a service' json_is service.entry index.mjs

tui audit "$services/broken-yaml"
ok 'broken service.yaml: status 2' exited 2
ok 'broken service.yaml: where' grep -qE 'service\.yaml:[0-9]+:[0-9]+: ' "$tmp/err"
ok 'broken service.yaml: nothing on stdout' [ ! -s "$tmp/out" ]
tui audit "$services/misspelt-key" --format json
ok 'misspelt key: status 2' exited 2
ok 'misspelt key: where' err_has "memoyMb"
ok 'misspelt key: no half JSON' [ ! -s "$tmp/out" ]
tui audit "$tmp/none"
ok 'missing folder: status 2' exited 2
ok 'missing folder: named' err_has "$tmp/none"
mkdir "$tmp/empty"
tui audit "$tmp/empty"
ok 'empty folder: status 2' exited 2
tui audit "$services/hello/index.js"
ok 'a file is no service: status 2' exited 2

# A hostile tree: names, links, a FIFO, a file nobody may read.
evil=$tmp/evil
mkdir "$evil"
printf 'require("child_process").exec("id")\n' >"$evil/index.js"
name=$(printf 'a\033[2Jb\nc.js')
printf 'eval(atob("YQ=="))\n' >"$evil/$name"
ln -s /etc/passwd "$evil/link.js"
mkfifo "$evil/fifo.js"
tui audit "$evil"
ok 'hostile names: status 1' exited 1
ok 'hostile names are neutralised' sh -c '! grep -q "$(printf "\033")" "$1"' sh "$tmp/out"
ok 'hostile names are shown' out_has 'a␛[2Jb␊c.js'
tui audit "$evil" --format json
ok 'links and pipes are not read, and said' [ "$(json 'coverage.skipped.#')" -ge 2 ]
ok 'nothing of the link is in the answer' sh -c '! grep -q "root:" "$1"' sh "$tmp/out"
mkdir "$tmp/closed"
printf 'console.log(1)\n' >"$tmp/closed/index.js"
printf 'eval(1)\n' >"$tmp/closed/secret.js"
chmod 0 "$tmp/closed/secret.js"
if tui_unprivileged audit "$tmp/closed" --format json; then
	ok 'an unreadable file is a gap, not silence' [ "$(json capabilities.gap)" -ge 1 ]
	ok 'and listed' json_is coverage.skipped.0.file secret.js
fi

tui rules
ok 'rules are listed' exited 0
ok 'one of them is what was found' grep -q "^$rule " "$tmp/out"
tui rules "$rule"
ok 'one rule in full' out_has 'Why   '
tui rules "${rule}x"
refused 'a misspelt rule' 2 "there is no rule '${rule}x'" "did you mean '$rule'?"
finish
