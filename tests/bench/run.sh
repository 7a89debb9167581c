#!/usr/bin/env bash
# What the program costs, as ratios to something that is measured beside it: tests/bench/run.sh
#
# Needs a build (top_builddir, default: build), an engine ($IGNITE_TEST_ENGINE or $DOCKER_HOST) with
# the image of node@20, and the docker client. BENCH_N is the number of pairs (15).
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
program=${top_builddir:-$top/build}/ignite-tui
bench=${top_builddir:-$top/build}/tests/bench/bench-screen
launch=${top_builddir:-$top/build}/tests/bench/bench_launch
n=${BENCH_N:-15}
# shellcheck source=tests/bench/lib.sh
. "$top/tests/bench/lib.sh"
trap 'rm -rf "$bench_tmp"' EXIT
export XDG_CACHE_HOME=$bench_tmp/cache XDG_STATE_HOME=$bench_tmp/state
export DOCKER_HOST=${IGNITE_TEST_ENGINE:-${DOCKER_HOST:-unix:///var/run/docker.sock}}
export top_srcdir=$top top_builddir=${program%/*} IGNITE_TUI_DATADIR=$top
docker=/usr/bin/docker
[ -x "$docker" ] || docker=docker

for f in "$program" "$bench" "$launch"; do
	[ -x "$f" ] || { echo "bench: no $f: make bench builds it" >&2 && exit 2; }
done
hello=$top/tests/services/hello

ours() { first_line 'Hello, world' "$program" run "$hello"; }
# The same request by the client that everybody has: no audit, no snapshot, no watching.
theirs() { first_line 'Hello, world' sh "$bench_tmp/docker.sh"; }
docker_command() {
	"$program" policy show --format seccomp "$hello" >"$bench_tmp/seccomp.json"
	"$program" policy show --format docker "$hello" |
		sed "s#^docker run#cd $bench_tmp; exec $docker run --rm#; /--name/d; /--label/d" >"$bench_tmp/docker.sh"
}

# One number of the screen bench, its median or a percentile.
screen() { "$bench" "$@" >"$bench_tmp/screen"; }

against_docker() {
	if ! command -v "$docker" >/dev/null; then
		echo 'against docker run: left out, no docker client'
		return
	fi
	IGNITE_TEST_ENGINE=$DOCKER_HOST top_srcdir=$top IGNITE_TUI_DATADIR=$top "$launch" "$n"
	docker_command
	paired 'a whole command to the first line, audit and snapshot included' 'to be known' "$n" \
		'ignite-tui run' ours 'docker run --rm' theirs
}
measure_start() {
	"$top/tests/bench/make-services.sh" "$bench_tmp/services" 200
	screen start "$n" service-000 "$program" "$bench_tmp/services"
	printf 'start to first screen, 200 services (median of %d)\n  %s, wanted 150 ms or less\n' \
		"$n" "$(ms "$(percentile 50 "$bench_tmp/screen")")"
}
measure_keys() {
	screen keys 400 service-000 "$program" "$bench_tmp/services"
	printf 'key to the end of its frame (400 keys)\n  median %s, p99 %s, wanted p99 5 ms or less\n' \
		"$(ms "$(percentile 50 "$bench_tmp/screen")")" "$(ms "$(percentile 99 "$bench_tmp/screen")")"
}
measure_idle() { # seconds
	screen idle "$1" service-000 "$program" "$bench_tmp/services"
	awk -v s="$1" '{ printf "idle for %d s, 200 services\n  %.2f %% of a processor, wanted 0.5 %% or less; " \
		"%.1f MiB resident\n", s, $1 / s / 10000, $2 / 1024 }' "$bench_tmp/screen"
}

against_docker
measure_start
measure_keys
measure_idle 10
