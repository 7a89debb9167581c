#!/bin/sh
# TAP: the shell scripts pass shellcheck.
cd "${top_srcdir:-.}" || exit 99
if ! command -v shellcheck >/dev/null 2>&1; then
	echo '1..0 # SKIP no shellcheck'
	exit 0
fi
n=0 bad=0
for f in bootstrap .ci/run build-aux/make-docs.sh build-aux/npm-fetch.sh \
	build-aux/private-engine.sh tests/*.sh tests/*/*.sh; do
	[ -e "$f" ] || continue
	n=$((n + 1))
	if out=$(shellcheck -x -e SC2317 -e SC2001 "$f" 2>&1); then
		echo "ok $n - $f"
	else
		printf '%s\n' "$out" | sed 's/^/# /'
		echo "not ok $n - $f"
		bad=1
	fi
done
echo "1..$n"
exit $bad
