#!/bin/sh
# TAP: the man page and the README say what the program says of itself.
set -u
src=${top_srcdir:-.}
program=${top_builddir:-.}/ignite-tui
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0 bad=0

same() { # what, file of the source tree, file made anew
	n=$((n + 1))
	if diff -u "$2" "$3" >"$tmp/diff"; then
		echo "ok $n - $1 is what the program says"
	else
		head -n 30 "$tmp/diff" | sed 's/^/# /'
		echo "not ok $n - $1 is what the program says (make docs)"
		bad=1
	fi
}

"$src/build-aux/make-docs.sh" "$program" "$src" "$tmp" || bad=1
same 'the man page' "$src/doc/ignite-tui.1" "$tmp/ignite-tui.1"
same 'README.md' "$src/README.md" "$tmp/README.md"

n=$((n + 1))
if ! command -v mandoc >/dev/null 2>&1; then
	echo "ok $n - the man page is free of errors # SKIP no mandoc"
elif mandoc -T lint -W warning "$src/doc/ignite-tui.1" >"$tmp/lint"; then
	echo "ok $n - the man page is free of errors"
else
	sed 's/^/# /' "$tmp/lint"
	echo "not ok $n - the man page is free of errors"
	bad=1
fi
echo "1..$n"
exit $bad
