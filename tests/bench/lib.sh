# shellcheck shell=bash
# For the benches: the clock, medians and ratios. Times are microseconds.

# Seconds since the epoch as microseconds, without a fork.
now_us() { REPLY=${EPOCHREALTIME/[.,]/}; }

# One number a line on standard input.
median() { sort -n | awk '{ v[NR] = $1 } END { printf "%d\n", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
percentile() { sort -n | awk -v p="$1" '{ v[NR] = $1 } END { i = int(NR * p / 100 + 0.999); printf "%d\n", v[i < 1 ? 1 : i] }'; }
ms() { awk -v us="$1" 'BEGIN { printf "%.1f ms", us / 1000 }'; }

# Microseconds from the start of a command to the first line of its output that holds a text.
# Fails, with the output, when the command ends without it.
first_line() { # text, command...
	local text=$1 line seen='' start
	shift
	now_us && start=$REPLY
	while IFS= read -r line; do
		if [[ $line == *"$text"* ]]; then
			now_us && REPLY=$((REPLY - start))
			cat >/dev/null # to its end, so that two never overlap
			return
		fi
		seen+=$line$'\n'
	done < <("$@" 2>&1 </dev/null)
	printf '%s' "$seen" >&2
	return 1
}

# Times two functions in turn, N times, and prints the medians and the median of the ratios of
# each pair: what else the machine does hits both of a pair.
paired() { # title, target, n, name a, function a, name b, function b
	local title=$1 target=$2 n=$3 a_name=$4 a=$5 b_name=$6 b=$7 i x y
	: >"$bench_tmp/a" && : >"$bench_tmp/b" && : >"$bench_tmp/ratio"
	"$a" >/dev/null && "$b" >/dev/null # warm: caches, images
	for ((i = 0; i < n; i++)); do
		"$a" && x=$REPLY
		"$b" && y=$REPLY
		echo "$x" >>"$bench_tmp/a"
		echo "$y" >>"$bench_tmp/b"
		echo $((x * 1000 / y)) >>"$bench_tmp/ratio"
	done
	printf '%s\n' "$title"
	printf '  %-28s %12s  (median of %d)\n' "$a_name" "$(ms "$(median <"$bench_tmp/a")")" "$n"
	printf '  %-28s %12s\n' "$b_name" "$(ms "$(median <"$bench_tmp/b")")"
	awk -v r="$(median <"$bench_tmp/ratio")" -v lo="$(percentile 25 <"$bench_tmp/ratio")" \
		-v hi="$(percentile 75 <"$bench_tmp/ratio")" -v t="$target" 'BEGIN {
		printf "  ratio %.2f (quartiles %.2f-%.2f), wanted %s\n", r / 1000, lo / 1000, hi / 1000, t }'
}
