#!/usr/bin/env bash
# Brings rows of npm-pins.tsv into a cache folder: npm-fetch.sh CACHE FOLDER...
#
# Each package is packed by `npm pack NAME@VERSION`, its SHA-512 compared with the table before a
# byte of it is unpacked, and moved into place whole. A folder whose stamp holds the integrity of
# the table is left as it is. No script of a package is ever run.
set -euo pipefail

pins=$(dirname "$0")/npm-pins.tsv
die() {
	printf 'npm-fetch: %s\n  Next: %s\n' "$1" "$2" >&2
	exit 1
}

[ $# -ge 2 ] || die 'usage: npm-fetch.sh CACHE FOLDER...' "name folders of $pins"
cache=$1
shift
mkdir -p "$cache"
tmp=$(mktemp -d "$cache/.fetch.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# "sha512-BASE64" as the hex digits that sha512sum prints.
integrity_hex() {
	printf '%s' "${1#sha512-}" | base64 -d | od -An -v -tx1 | tr -d ' \n'
}

fetch() { # folder package version integrity
	local dest=$cache/$1 spec=$2@$3 want got tarball
	if [ -f "$dest/.integrity" ] && [ "$(cat "$dest/.integrity")" = "$4" ]; then
		printf '    %-24s %s, already here\n' "$1" "$spec"
		return
	fi
	printf '    %-24s %s\n' "$1" "$spec"
	mkdir "$tmp/$1.pack" "$tmp/$1"
	npm pack --silent --ignore-scripts --pack-destination "$tmp/$1.pack" "$spec" \
		>"$tmp/name" 2>"$tmp/npm.err" || {
		sed 's/^/    npm: /' "$tmp/npm.err" >&2
		die "npm could not bring $spec." \
			"see that 'npm ping' works here (registry, proxy, certificates), then run this again"
	}
	tarball=$(find "$tmp/$1.pack" -type f -name '*.tgz')
	want=$(integrity_hex "$4")
	got=$(sha512sum <"$tarball" | cut -d' ' -f1)
	[ "$got" = "$want" ] || die "$spec is not what it was when it was pinned; nothing was unpacked.
  wanted sha512 $want
  got    sha512 $got" "find out why it changed before you trust it; the table is $pins"
	tar -xzf "$tarball" -C "$tmp/$1" --strip-components=1 --no-same-owner --no-same-permissions
	printf '%s\n' "$4" >"$tmp/$1/.integrity"
	rm -rf "$dest"
	mv -T "$tmp/$1" "$dest"
	rm -rf "$tmp/$1.pack"
}

for folder; do
	row=$(awk -F'\t' -v f="$folder" '$1 == f' "$pins")
	[ -n "$row" ] || die "$folder is not in $pins." \
		"choose one of: $(awk -F'\t' '!/^#/ { printf "%s ", $1 }' "$pins")"
	IFS=$'\t' read -r name package version integrity <<<"$row"
	case $integrity in sha512-*) ;; *) die "$folder has no sha512 in $pins." 'mend the table' ;; esac
	fetch "$name" "$package" "$version" "$integrity"
done
