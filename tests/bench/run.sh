#!/usr/bin/env bash
# What the program costs, as ratios to something that is measured beside it: tests/bench/run.sh
#
# Needs a build (top_builddir, default: build), an engine ($IGNITE_TEST_ENGINE or $DOCKER_HOST) with
# the image of node@20, and the docker client. BENCH_N is the number of pairs (15).
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
program=${top_builddir:-$top/build}/ignite-tui
n=${BENCH_N:-15}
# shellcheck source=tests/bench/lib.sh
. "$top/tests/bench/lib.sh"
trap 'rm -rf "$bench_tmp"' EXIT
export XDG_CACHE_HOME=$bench_tmp/cache XDG_STATE_HOME=$bench_tmp/state
export DOCKER_HOST=${IGNITE_TEST_ENGINE:-${DOCKER_HOST:-unix:///var/run/docker.sock}}
docker=/usr/bin/docker
[ -x "$docker" ] || docker=docker

[ -x "$program" ] || { echo "bench: no $program: build first" >&2 && exit 2; }
hello=$top/tests/services/hello

ours() { first_line 'Hello, world' "$program" run "$hello"; }
# The same request, by the client that everybody has: no audit, no snapshot, no watching.
theirs() { first_line 'Hello, world' sh "$bench_tmp/docker.sh"; }
docker_command() {
	"$program" policy show --format docker "$hello" >"$bench_tmp/docker.sh"
	sed -i "1s#docker run#exec $docker run --rm#; s#SNAPSHOT#$hello#" "$bench_tmp/docker.sh"
}

docker_command
paired 'run to the first line of output, against docker run' '0.90 or less' "$n" \
	'ignite-tui run' ours 'docker run --rm' theirs
