#!/bin/bash
# TAP: a package is unpacked only if it is the one that was pinned.
#
# The registry is the one thing that is not real here: a registry that tampers cannot be had on
# demand. "npm pack" is a script that hands out tarballs made on the spot.
set -u
src=$(cd "${top_srcdir:-.}" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0 bad=0

ok() { # title, condition...
	local title=$1
	shift
	n=$((n + 1))
	if "$@"; then
		echo "ok $n - $title"
	else
		echo "not ok $n - $title"
		bad=1
	fi
}
not() { ! "$@"; }

mkdir -p "$tmp/bin" "$tmp/package/lib" "$tmp/tool"
cp "$src/build-aux/npm-fetch.sh" "$tmp/tool/"
cat >"$tmp/bin/npm" <<'END'
#!/bin/sh
echo "$*" >>"$FAKE/calls"
[ "$1" = pack ] || exit 1
while [ $# -gt 1 ]; do
	[ "$1" != --pack-destination ] || to=$2
	shift
done
[ -e "$FAKE/$1.tgz" ] || { echo "npm ERR! 404 $1" >&2; exit 1; }
cp "$FAKE/$1.tgz" "$to/package.tgz"
END
chmod +x "$tmp/bin/npm"
export FAKE=$tmp PATH="$tmp/bin:$PATH"

echo '{"name":"good"}' >"$tmp/package/package.json"
echo 'int x;' >"$tmp/package/lib/x.c"
tar -czf "$tmp/good@1.0.0.tgz" -C "$tmp" package
digits=$(sha512sum <"$tmp/good@1.0.0.tgz" | cut -d' ' -f1)
integrity=sha512-$(printf '%b' "$(sed 's/../\\x&/g' <<<"$digits")" | base64 -w0)
cp "$tmp/good@1.0.0.tgz" "$tmp/evil@1.0.0.tgz"
printf x >>"$tmp/evil@1.0.0.tgz"
printf '# a table\n' >"$tmp/tool/npm-pins.tsv"
for row in good evil lost; do
	printf '%s\t%s\t1.0.0\t%s\n' "$row" "$row" "$integrity" >>"$tmp/tool/npm-pins.tsv"
done
printf 'bare\tgood\t1.0.0\t\n' >>"$tmp/tool/npm-pins.tsv"

fetch() { "$tmp/tool/npm-fetch.sh" "$tmp/cache" "$@" >"$tmp/out" 2>&1; }
calls() { [ "$(wc -l <"$tmp/calls")" = "$1" ]; }
clean() { [ -z "$(find "$tmp/cache" -maxdepth 1 -name '.fetch*')" ]; }

ok 'a pinned package is brought' fetch good
ok 'it is unpacked whole' cmp -s "$tmp/package/lib/x.c" "$tmp/cache/good/lib/x.c"
ok 'it is brought once' fetch good
ok 'the second time nobody is asked' calls 1
ok 'a package that changed is refused' not fetch evil
ok 'the refusal says what was wanted' grep -q 'wanted sha512 [0-9a-f]\{128\}' "$tmp/out"
ok 'the refusal says what to do' grep -q 'Next: ' "$tmp/out"
ok 'nothing of it is unpacked' not test -e "$tmp/cache/evil"
ok 'a package that cannot be had is an error' not fetch lost
ok 'the error says what npm said' grep -q '404 lost@1.0.0' "$tmp/out"
ok 'a row without a sha512 is refused' not fetch bare
ok 'an unknown folder is refused' not fetch nothing
ok 'the refusal names the known ones' grep -q 'good evil lost' "$tmp/out"
echo 'sha512-older' >"$tmp/cache/good/.integrity"
echo 'left over' >"$tmp/cache/good/stale"
ok 'a folder of another pin is brought again' fetch good
ok 'nothing of the older one is left' not test -e "$tmp/cache/good/stale"
ok 'no temporary folder is left' clean
echo "1..$n"
exit $bad
