#!/bin/bash
# TAP: every sample through every headless command, against the real engine.
set -u
src=$(cd "${top_srcdir:-.}" && pwd)
program=$(cd "${top_builddir:-.}" && pwd)/ignite-tui
samples=$src/tests/services

skip_all() {
	[ "${IGNITE_REQUIRE_ENGINE:-}" = 1 ] && { echo "1..1"; echo "not ok 1 - $1"; exit 1; }
	echo "1..0 # SKIP $1"
	exit 0
}
[ -n "${IGNITE_TEST_ENGINE:-}" ] || skip_all 'no engine: IGNITE_TEST_ENGINE is not set'
command -v jq >/dev/null || skip_all 'jq is not installed'

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export XDG_CACHE_HOME=$tmp/cache XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state
export XDG_RUNTIME_DIR=$tmp/run
mkdir -m 700 "$tmp/run"
unset DOCKER_HOST
tui() { "$program" "$@" </dev/null; }
engine() { curl -s -m 10 --unix-socket "${IGNITE_TEST_ENGINE#unix://}" "http://engine$1"; }

n=0 bad=0
result() { # status, title
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		bad=1
		echo "not ok $n - $2"
	fi
}
expect() { # title, wanted, got
	[ "$2" = "$3" ] || printf '# %s: wanted %s, got %s\n' "$1" "$2" "$3"
	[ "$2" = "$3" ]
	result $? "$1"
}
holds() { # title, file, jq filter
	local status=0
	jq -es "length == 1 and (.[0] | $3)" "$2" >/dev/null 2>&1 || status=1
	[ "$status" = 0 ] || { head -c 600 "$2" | sed 's/^/# /' && echo; }
	result $status "$1"
}

# sample, a capability its audit names, status of run, outcome: reason and exit code ("-": any)
CASES='
hello              env          0 exited  0
http-server        net          0 exited  0
lone-script        -            0 exited  0
crashes            -            1 exited  1
reads-credentials  secret-file  0 exited  0
spawns-process     exec         0 exited  0
connects-out       net          0 exited  0
memory-hog         -            1 oom     -
cpu-spinner        -            1 timeout -
log-flood          -            1 output  -
fork-bomb          exec         1 -       -
disk-filler        -            1 -       -
install-hook       install-hook 0 exited  0
obfuscated         eval         0 exited  0
greedy-policy      -            0 exited  0
greedy-older       -            0 exited  0
forges-log         -            0 exited  0
'
# sample, filter that the JSON of its run satisfies
FACTS='
memory-hog         [.events[] | select(.kind == "limit" and .source == "cgroup")] | length > 0
cpu-spinner        .outcome.duration_ms >= 2000 and .outcome.duration_ms < 10000
log-flood          .limits.output_bytes > 0
forges-log         [.events[] | select(.kind == "open" or .kind == "connect")] == []
hello              .snapshot.digest | test("^sha256:[0-9a-f]{64}$")
'

# The status of an audit is 1 when something is of severity high or worse.
check_audit() { # sample, capability
	local status=0 filter
	tui audit --format json "$samples/$1" >"$tmp/a.json" 2>"$tmp/err" || status=$?
	filter='.schema == "ignite-tui/audit/1" and .service.name != "" and .coverage.skipped == []'
	[ "$2" = - ] || filter+=" and ([.findings[] | select(.capability == \"$2\")] != [])"
	holds "audit of $1 names $2" "$tmp/a.json" "$filter"
	holds "audit of $1 ends as its severities say" "$tmp/a.json" \
		"(if .summary.critical + .summary.high > 0 then 1 else 0 end) == $status"
	tui audit --format json "$samples/$1" >"$tmp/b.json" 2>/dev/null
	cmp -s "$tmp/a.json" "$tmp/b.json"
	result $? "audit of $1 prints the same bytes again"
}

check_run() { # sample, wanted status, reason, exit code, options...
	local status=0 filter fact
	tui run --host "$IGNITE_TEST_ENGINE" --force --format json "${@:5}" "$samples/$1" \
		>"$tmp/run.json" 2>"$tmp/err" || status=$?
	[ "$2" = "$status" ] || tail -n 5 "$tmp/err" | cat -v | cut -c1-200 | sed 's/^/# /'
	expect "run of $1 ends with $2" "$2" "$status"
	filter='.schema == "ignite-tui/run/1"'
	[ "$3" = - ] || filter+=" and .outcome.reason == \"$3\""
	[ "$4" = - ] || filter+=" and .outcome.exit_code == $4"
	holds "run of $1: $3 $4" "$tmp/run.json" "$filter"
	while read -r sample fact; do
		[ "$sample" != "$1" ] || holds "run of $1: $fact" "$tmp/run.json" "$fact"
	done <<<"$FACTS"
	id=$(jq -r .id "$tmp/run.json" 2>/dev/null)
	expect "run of $1 leaves no container" 'No such container: ignite-tui-'"$id" \
		"$(engine "/containers/ignite-tui-$id/json" | jq -r .message)"
}

while read -r sample capability run reason code; do
	[ -n "$sample" ] || continue
	check_audit "$sample" "$capability"
	check_run "$sample" "$run" "$reason" "$code"
done <<<"$CASES"

# What the audit policy refuses outright meets its limit under one that lets it begin.
printf 'version: 1\nname: spawns\nprocess: {spawn: allow}\n' >"$tmp/spawns.yaml"
check_run fork-bomb 1 exited 0 --policy "$tmp/spawns.yaml"
holds 'fork-bomb meets the pids limit' "$tmp/run.json" \
	'.limits.pids_peak <= 64 and ([.events[] | select(.kind == "limit" and .source == "cgroup")] != [])'

for sample in broken-yaml misspelt-key; do
	for command in audit run 'policy show'; do
		status=0
		# shellcheck disable=SC2086 # "policy show" is two words
		tui $command --host "$IGNITE_TEST_ENGINE" "$samples/$sample" >"$tmp/out" 2>"$tmp/err" || status=$?
		expect "$command of $sample ends with 2" 2 "$status"
		grep -Eq 'service\.yaml:[0-9]+:[0-9]+: ' "$tmp/err"
		result $? "$command of $sample says where"
	done
done
for sample in greedy-policy greedy-older; do
	tui policy show --format json "$samples/$sample" >"$tmp/policy.json" 2>"$tmp/err"
	holds "$sample is not granted a network" "$tmp/policy.json" \
		'.effective.network.mode.value == "none" and (.not_granted | index("network.mode"))'
	holds "$sample is not granted a writable root" "$tmp/policy.json" \
		'.effective.filesystem.root.value == "read-only" and (.not_granted | index("filesystem.root"))'
done
echo "1..$n"
exit $bad
