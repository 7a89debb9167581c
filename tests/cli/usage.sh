#!/bin/sh
# TAP: help, version, and every way to call the program wrongly.
# shellcheck disable=SC1091,SC2016 # lib.sh lies beside it; the inner shell expands
. "${top_srcdir:-$(dirname "$0")/../..}/tests/cli/lib.sh"

tui --version
ok 'version goes to stdout' grep -qE '^ignite-tui [0-9.]+$' "$tmp/out"
ok 'version ends with 0' exited 0
tui --help
ok 'help ends with 0' exited 0
ok 'help says nothing on stderr' [ ! -s "$tmp/err" ]
commands='audit run policy.show policy.check policy.set policy.diff policy.init policy.keys
	doctor images images.build clean rules'
for c in $commands; do
	c=$(echo "$c" | tr . ' ')
	tui --help
	ok "the overview has '$c'" grep -q "^  $c" "$tmp/out"
	# shellcheck disable=SC2086 # two words
	tui $c --help
	ok "'$c --help' shows its own help" grep -q "^Usage: ignite-tui $c" "$tmp/out"
	ok "'$c --help' ends with 0" exited 0
	ok "'$c --help' fits 80 columns" sh -c '! grep -qE "^.{80}" "$1"' sh "$tmp/out"
done
tui policy -h
ok 'help of a family is the overview' out_has 'policy check FILE'
tui --help=man
ok 'the man page has all commands' sh -c 'test "$(grep -c "^\.SS ignite" "$1")" -eq 14' sh "$tmp/out"

# what is typed|status|the sentence|the next step
while IFS='|' read -r typed want sentence hint; do
	[ -n "$typed" ] || continue
	# shellcheck disable=SC2086 # words
	tui $typed
	refused "refused: $typed" "$want" "$sentence" "$hint"
done <<'END'
adit x|2|'adit' is neither a command nor a folder|did you mean 'audit'?
no-such-thing|2|'no-such-thing' is neither a command nor a folder|'ignite-tui --help' lists the commands
audit|2|'audit' needs an argument: SERVICE|'ignite-tui audit --help' says more
audit a b|2|'audit' does not know what to do with 'b'|
audit a -- b|2|'audit' does not know what to do with 'b'|
audit a --format yaml|2|--format: 'yaml' is none of text|
audit a --format|2|'--format' needs an argument: text|
audit a --fail-on bad|2|--fail-on: 'bad' is none of critical|
audit a --memory 1M|2|'audit' does not take --memory; 'run' does|
audit a --frmat json|2|'audit' has no option '--frmat'|did you mean --format?
audit a -x|2|'audit' has no option '-x'|'ignite-tui audit --help' lists its options
--normal audit a|2|'audit' does not take --normal; 'run' does|
--nonsense|2|there is no option '--nonsense'|'ignite-tui --help' lists its options
run|2|'run' needs an argument: SERVICE|'ignite-tui run --help' says more
run a b|2|'run' does not know what to do with 'b'|arguments for the service follow a --
run a --force=yes|2|--force takes no argument|
run a --format sarif|2|--format: 'sarif' is none of text|
policy|2|'policy' needs one of: show, check, set, diff, init, keys|
policy shw|2|'policy' knows no 'shw'|did you mean 'policy show'?
policy frobnicate|2|'policy' knows no 'frobnicate'|
policy set f|2|'policy set' needs arguments: FILE KEY=VALUE...|'ignite-tui policy set --help' says more
images nonsense|2|'images' does not know what to do with 'nonsense'|
images build|2|'images build' needs an argument: RUNTIME|'ignite-tui images build --help' says more
clean now|2|'clean' does not know what to do with 'now'|
END

tui "$(printf 'a\033[2Jb')"
ok 'what was typed is neutralised' err_has "'a␛[2Jb'"
LC_ALL=C tui "$(printf 'a\033[2Jb')"
ok 'and ASCII where the terminal is' err_has "'a^[[2Jb'"
"$top_builddir/ignite-tui" --help >/dev/full 2>"$tmp/err"
status=$?
ok 'a full disk is told' exited 3
ok 'in one sentence' err_has 'could not be written to stdout: No space left on device'
status=$( (
	"$top_builddir/ignite-tui" --help 2>"$tmp/err"
	echo $? >"$tmp/status"
) | :; cat "$tmp/status")
ok 'a reader that went away is no error' [ "$status" = 0 ]
ok 'and not worth a word' [ ! -s "$tmp/err" ]
finish
