#!/bin/sh
# TAP: the order of the folders, and who may include which library.
#
# Each folder may include itself and what stands before it. A new include that breaks the
# order, curses outside its one file, or a curses symbol in core fails here.
set -u
cd "${top_srcdir:-$(dirname "$0")/..}" || exit 99

# folder:what it may include besides itself and libc
RULES='
core/base:
core/engine:core/base
core/guard:core/base
core/service:core/base
core/policy:core/base core/service
core/seccomp:core/base core/service core/policy
core/preflight:core/base core/service core/policy core/seccomp
core/watch:core/base
core/run:core/base core/engine core/service core/policy core/seccomp core/preflight core/watch
core/session:core/base core/engine core/service core/policy core/seccomp core/preflight core/watch core/run
core/report:core/base core/engine core/service core/policy core/seccomp core/preflight core/watch core/run core/session
tui/term:core/base
tui/widgets:core/base tui/term
tui/views:core tui/term tui/widgets
tui/cli:core
'
# header:folders that may include it
LIBS='
curl/curl.h:core/engine/
yaml.h:core/base/yaml.c core/policy/
seccomp.h:core/seccomp/ core/base/worker
event2/:core/base/loop.c
tree_sitter/:core/preflight/
openssl/:core/base/ core/engine/ core/service/ core/preflight/ core/run/image-tar.c
curses.h:tui/term/term-curses.c
ncurses:tui/term/term-curses.c
'
n=0 bad=0
fail() { n=$((n + 1)); bad=1; printf 'not ok %d - %s\n' "$n" "$1"; }
pass() { n=$((n + 1)); printf 'ok %d - %s\n' "$n" "$1"; }

check_folder() { # folder, allowed...
	dir=$1; shift
	[ -d "$dir" ] || return
	wrong=$(grep -Hn '^#include "\(core\|tui\)/' "$dir"/*.[ch] 2>/dev/null | while IFS= read -r l; do
		inc=$(printf '%s\n' "$l" | sed 's/.*#include "\([^"]*\)".*/\1/')
		ok=
		for a in "$dir" "$@"; do case $inc in "$a"/*) ok=1 ;; esac; done
		[ -n "$ok" ] || printf '%s\n' "$l"
	done)
	if [ -n "$wrong" ]; then
		printf '%s\n' "$wrong" | sed 's/^/# /'
		fail "$dir includes only what stands below it"
	else
		pass "$dir includes only what stands below it"
	fi
}
while IFS=: read -r dir allowed; do
	[ -n "$dir" ] || continue
	# shellcheck disable=SC2086 # a list of folders
	check_folder "$dir" $allowed
done <<END
$RULES
END
while IFS=: read -r lib allowed; do
	[ -n "$lib" ] || continue
	wrong=$(grep -rn "^#include <$lib" core tui main.c | while IFS= read -r l; do
		ok=
		for a in $allowed; do case $l in "$a"*) ok=1 ;; esac; done
		[ -n "$ok" ] || printf '%s\n' "$l"
	done)
	if [ -n "$wrong" ]; then
		printf '%s\n' "$wrong" | sed 's/^/# /'
		fail "<$lib> is included only from $allowed"
	else
		pass "<$lib> is included only from $allowed"
	fi
done <<END
$LIBS
END
lib=${top_builddir:-.}/libcore.a
if nm -u "$lib" 2>/dev/null | grep -qE ' (initscr|newterm|wrefresh|doupdate|waddn?w?str|wgetch|endwin)$'; then
	fail 'core has no curses symbol'
else
	pass 'core has no curses symbol'
fi
printf '1..%d\n' "$n"
exit $bad
