# Completion of klaviyolint for bash 4 or newer.
_klaviyolint() {
	local line cur="${COMP_WORDS[COMP_CWORD]}"
	[ "$cur" = "=" ] && cur=""
	COMPREPLY=()
	while IFS= read -r line; do
		line="${line%%$'\t'*}"
		case $line in
		:file) COMPREPLY+=($(compgen -f -- "$cur")) ;;
		:dir) COMPREPLY+=($(compgen -d -- "$cur")) ;;
		*) COMPREPLY+=("$line") ;;
		esac
	done < <("${COMP_WORDS[0]}" __complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o filenames -F _klaviyolint klaviyolint
