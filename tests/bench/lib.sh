# shellcheck shell=bash
# For the benches: the clock, medians and ratios. Times are whole microseconds; a function that
# measures leaves its result in $REPLY.

bench_tmp=$(mktemp -d "${TMPDIR:-/tmp}/ignite-bench.XXXXXX")

# The clock, without a fork.
now_us() { REPLY=${EPOCHREALTIME/[.,]/}; }

# Of one number a line.
percentile() { # percent, file
	sort -n "$2" | awk -v p="$1" '
		{ v[NR] = $1 }
		END {
			i = int(NR * p / 100 + 0.5)
			i = (i < 1) ? 1 : (i > NR) ? NR : i
			print v[i]
		}'
}
ms() { awk -v us="$1" 'BEGIN { printf "%.1f ms", us / 1000 }'; }

# From the start of a command to the first line of its output that holds a text. Fails, and shows
# the output, when the command ends without it.
first_line() { # text, command...
	local text=$1 line seen='' start took=
	shift
	now_us && start=$REPLY
	while IFS= read -r line; do
		if [ -z "$took" ] && [[ $line == *"$text"* ]]; then
			now_us && took=$((REPLY - start))
		fi
		seen+=$line$'\n'
	done < <("$@" 2>&1 </dev/null) # to its end, so that two never overlap
	[ -n "$took" ] || { printf '%s' "$seen" >&2 && return 1; }
	REPLY=$took
}

# Times two functions in turn, N times, and prints the medians and the median of the pairs' ratios:
# what else the machine does hits both of a pair.
paired() { # title, wanted, n, name a, function a, name b, function b
	local title=$1 wanted=$2 n=$3 a_name=$4 a=$5 b_name=$6 b=$7 i x y
	rm -f "$bench_tmp"/{a,b,ratio}
	"$a" && "$b" || return # caches and images are warm after that
	for ((i = 0; i < n; i++)); do
		"$a" || return
		x=$REPLY
		"$b" || return
		y=$REPLY
		echo "$x" >>"$bench_tmp/a"
		echo "$y" >>"$bench_tmp/b"
		echo $((x * 1000 / y)) >>"$bench_tmp/ratio"
	done
	printf '%s (medians of %d pairs)\n' "$title" "$n"
	printf '  %-26s %10s\n' "$a_name" "$(ms "$(percentile 50 "$bench_tmp/a")")" \
		"$b_name" "$(ms "$(percentile 50 "$bench_tmp/b")")"
	awk -v r="$(percentile 50 "$bench_tmp/ratio")" -v lo="$(percentile 25 "$bench_tmp/ratio")" \
		-v hi="$(percentile 75 "$bench_tmp/ratio")" -v wanted="$wanted" 'BEGIN {
		printf "  ratio %.2f (quartiles %.2f to %.2f), wanted %s\n", r / 1000, lo / 1000, hi / 1000, wanted }'
}
