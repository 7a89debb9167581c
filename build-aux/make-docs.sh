#!/bin/sh
# Writes what the documents say of options, policy keys and screen keys, from the program itself:
# make-docs.sh IGNITE-TUI SRCDIR OUTDIR
#
#   OUTDIR/ignite-tui.1   the program's own page (--help=man) with doc/sections.man in its middle
#   OUTDIR/README.md      README.md with the blocks between "generated" and "end" made anew
#
# `make docs` writes them into the source tree; tests/check-docs.sh fails when they differ from it.
set -eu

program=${1:?usage: make-docs.sh IGNITE-TUI SRCDIR OUTDIR}
src=${2:?usage: make-docs.sh IGNITE-TUI SRCDIR OUTDIR}
out=${3:?usage: make-docs.sh IGNITE-TUI SRCDIR OUTDIR}
DATE=2026-11-24 # of the page; changed with what it says, not with each build
LC_ALL=C.UTF-8
export LC_ALL
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# A block that the program cannot print (yet) is left as it stands: then there is no file for it.
block() { # name, arguments of the program...
	name=$1
	shift
	"$program" "$@" >"$tmp/$name" 2>/dev/null || rm -f "$tmp/$name"
}
block help --help
block policy-keys policy keys
block screen-keys --help-keys
block rules rules

"$program" --help=man >"$tmp/page"
awk -v sections="$src/doc/sections.man" -v date="$DATE" -v tmp="$tmp" '
	# Text lines are folded; a continuation must not look like a macro.
	function fold(s,   i) {
		while (length(s) > 78) {
			for (i = 78; i > 1 && substr(s, i, 1) != " "; i--)
				;
			if (i <= 1)
				break
			print (s ~ /^[.\x27]/ && folded ? "\\&" : "") substr(s, 1, i - 1)
			s = substr(s, i + 1)
			folded = 1
		}
		print (s ~ /^[.\x27]/ && folded ? "\\&" : "") s
		folded = 0
	}
	function emit(s) {
		if (s == ".nf" || s == ".fi")
			asis = s == ".nf"
		if (asis || s ~ /^[.\x27]/)
			print s
		else
			fold(s)
	}
	# A block of the program, as it prints it.
	function verbatim(file,   l) {
		print ".PP\n.nf"
		while ((getline l < file) > 0) {
			gsub(/\\/, "\\e", l)
			gsub(/-/, "\\-", l)
			print (l ~ /^[.\x27]/ ? "\\&" : "") l
		}
		close(file)
		print ".fi"
	}
	/^\.TH / { sub(/""/, "\"" date "\"") }
	/^\.SH FILES/ {
		while ((getline line < sections) > 0) {
			if (line ~ /^\.\\" generated: /)
				verbatim(tmp "/" substr(line, 16))
			else if (line !~ /^\.\\"/)
				emit(line)
		}
	}
	{ emit($0) }' "$tmp/page" >"$out/ignite-tui.1.new"

awk -v tmp="$tmp" '
	/^<!-- generated: / {
		print
		file = tmp "/" $3
		if ((getline line < file) > 0) {
			print "```text"
			do { sub(/ +$/, "", line); print line } while ((getline line < file) > 0)
			print "```"
			skip = 1
		}
		next
	}
	/^<!-- end -->/ { skip = 0 }
	!skip { print }' "$src/README.md" >"$out/README.md.new"
mv "$out/ignite-tui.1.new" "$out/ignite-tui.1"
mv "$out/README.md.new" "$out/README.md"
