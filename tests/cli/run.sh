#!/bin/sh
# TAP: contained runs of the samples on a real engine.
# shellcheck disable=SC1091,SC2154,SC2016,SC2317,SC2034 # lib.sh lies beside it, sets and calls them
. "${top_srcdir:-$(dirname "$0")/../..}/tests/cli/lib.sh"
need_engine

# The log as one text, for what the JSON is searched for.
printed() { json logs.lines | grep -qF -e "$1"; }
sample() { # name, options...
	name=$1
	shift
	tui run "$services/$name" --format json "$@"
}

sample hello
ok 'hello: status 0' exited 0
ok 'hello: one JSON object' json_is schema ignite-tui/run/1
ok 'hello: nothing on stderr' [ ! -s "$tmp/err" ]
for m in id service.name service.path snapshot.digest policy.resources.memory.value evidence.level \
	evidence.sources evidence.lost outcome.reason outcome.exit_code outcome.signal \
	outcome.duration_ms limits.memory_peak limits.cpu_ms limits.throttled_ms limits.pids_peak \
	limits.tmp_peak limits.output_bytes events logs.lines; do
	ok "hello: there is $m" json_has "$m"
done
ok 'hello: it ended' json_is outcome.reason exited
ok 'hello: with 0' json_is outcome.exit_code 0
ok 'hello: what it printed' printed 'Hello, world'
ok 'hello: its bytes' json_is limits.output_bytes 13
ok 'hello: no network' json_is policy.network.mode.value none
digest=$(json snapshot.digest)
tui audit "$services/hello" --format json
ok 'hello: what was audited was run' json_is snapshot.digest "$digest"
sample hello --input '{"name":"Ada"}'
ok 'hello: --input' printed 'Hello, Ada'
tui run "$services/hello"
ok 'text: status 0' exited 0
ok 'text: what it printed is on stderr' err_has 'out | Hello, world'
ok 'text: the outcome is on stdout' out_has 'Outcome   ended by itself with status 0'
ok 'text: what was not seen is said' out_has 'not observed'

mkdir "$tmp/args"
printf 'console.error(process.argv.slice(2).join("|"))\n' >"$tmp/args/index.js"
tui run "$tmp/args" -- --first 'the second'
ok 'arguments go to the service' err_has 'err | --first|the second'
tui run "$tmp/args" --memory 96M --cpus 0.5 --pids 40 --tmp 2M --timeout 9s --format json
ok 'options: memory' json_is policy.resources.memory.value 100663296
ok 'options: its source' json_is policy.resources.memory.source 'command line'
ok 'options: cpu' json_is policy.resources.cpu.value 0.5
ok 'options: pids' json_is policy.resources.pids.value 40
ok 'options: tmp' json_is policy.resources.tmp.value 2097152
ok 'options: timeout' json_is policy.resources.timeout.value 9000

sample crashes
ok 'crashes: status 1' exited 1
ok 'crashes: by itself' json_is outcome.reason exited
ok 'crashes: with 1' json_is outcome.exit_code 1
ok 'crashes: its trace' printed TypeError
sample memory-hog --force
ok 'memory-hog: status 1' exited 1
ok 'memory-hog: out of memory' json_is outcome.reason oom
ok 'memory-hog: an event says so' json_has events.0.verdict
sample cpu-spinner --force --timeout 1s
ok 'cpu-spinner: status 1' exited 1
ok 'cpu-spinner: timeout' json_is outcome.reason timeout
ok 'cpu-spinner: not long after' [ "$(json outcome.duration_ms)" -lt 6000 ]

printf 'version: 1\nresources: {output: 1M}\n' >"$tmp/small.yaml"
tui run "$services/log-flood" --force --policy "$tmp/small.yaml"
ok 'log-flood: status 1' exited 1
ok 'log-flood: stopped' out_has 'it printed more than 1.0M'
ok 'log-flood: no escape sequence gets through' sh -c '! grep -q "$(printf "\033")" "$1"' sh "$tmp/err"
ok 'log-flood: it is shown' err_has '␛]0;owned␇a window title'
ok 'log-flood: nor a bidi character' err_has 'user <U+202E> gpj.exe'

sample obfuscated
ok 'blocked: status 1' exited 1
ok 'blocked: nothing was started' json_is outcome.reason not-started
ok 'blocked: why' [ "$(json 'findings.#')" -ge 1 ]
ok 'blocked: one sentence' err_has 'nothing was started'
ok 'blocked: the next step' err_has '--force'
tui run "$services/obfuscated"
ok 'blocked: text has the findings' grep -qE 'index\.js:[0-9]+:[0-9]+' "$tmp/out"
sample obfuscated --force
ok '--force: it runs' json_is outcome.reason exited
ok '--force: and was right to be read first' printed evaluated
sample spawns-process
ok 'spawns-process: it ends' json_is outcome.reason exited
ok 'spawns-process: as if nothing were' printed 'all good'
sample greedy-policy --force
ok 'greedy: the request is not applied' json_is policy.filesystem.root.value read-only
ok 'greedy: nor could it write' printed 'EROFS /service/written'

# A signal stops the service and leaves nothing.
mkdir "$tmp/slow"
printf 'console.log("up"); setInterval(() => {}, 1000)\n' >"$tmp/slow/index.js"
for sig in INT TERM; do
	rm -f "$tmp/err" # it is waited for below
	"$top_builddir/ignite-tui" run "$tmp/slow" --timeout 60s >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	i=0
	while ! grep -qsF 'out | up' "$tmp/err" && [ $i -lt 200 ]; do
		sleep 0.1
		i=$((i + 1))
	done
	# A job in the background of a shell ignores SIGINT unless the program sets it.
	kill -$sig $pid
	wait $pid
	status=$?
	ok "SIG$sig: status 1" exited 1
	ok "SIG$sig: the outcome" out_has 'Outcome   stopped by the reviewer'
	ok "SIG$sig: said at once" err_has 'stopping the service'
done
# A reader that does not read must not hold up the timeout.
mkdir "$tmp/chatty"
printf 'setInterval(() => console.log("x".repeat(1000)), 1)\n' >"$tmp/chatty/index.js"
mkfifo "$tmp/pipe"
tail -f /dev/null --pid=$$ <"$tmp/pipe" &
sleeper=$!
"$top_builddir/ignite-tui" run "$tmp/chatty" --timeout 2s >"$tmp/out" 2>"$tmp/pipe" &
pid=$!
sleep 6
kill -TERM $pid 2>/dev/null # over; only its output waits
wait $pid
: >"$tmp/err"
ok 'a pipe that nobody reads does not hold up the timeout' out_has 'stopped at its timeout'
kill $sleeper 2>/dev/null

# By its run's id, or by the process that started it.
left() { docker ps -a --filter label=io.ignite-tui.owner=ignite-tui --format \
	'{{.Label "io.ignite-tui.run"}} {{.Label "io.ignite-tui.pid"}}' | grep -qE "$1"; }
not_left() { ! left "$1"; }
if docker version >/dev/null 2>&1; then
	sample hello
	ok 'no container is left' not_left "^$(json id) "
	# One that is killed cannot clean up; the next one does.
	rm -f "$tmp/err"
	"$top_builddir/ignite-tui" run "$tmp/slow" --timeout 60s >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	i=0
	while ! grep -qsF 'out | up' "$tmp/err" && [ $i -lt 200 ]; do
		sleep 0.1
		i=$((i + 1))
	done
	ok 'a live run has its container' left " $pid:"
	kill -KILL $pid
	wait $pid 2>/dev/null
	sample hello
	ok 'what a killed one left is removed by the next' not_left " $pid:"
fi
finish
