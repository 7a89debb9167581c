#!/bin/bash
_app_complete() {
	local cur="${COMP_WORDS[COMP_CWORD]}"
	COMPREPLY=($(compgen -W "$(app --commands 2>/dev/null)" -- "$cur"))
}
complete -F _app_complete app
