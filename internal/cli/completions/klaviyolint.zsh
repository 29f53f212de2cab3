#compdef klaviyolint
# Completion of klaviyolint for zsh 5 or newer.
_klaviyolint() {
	local line
	local -a found
	for line in "${(@f)$(${words[1]} __complete zsh "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
		case ${line%%$'\t'*} in
		'') ;;
		:file) _files ;;
		:dir) _files -/ ;;
		*) found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
		esac
	done
	(( $#found )) && _describe -V klaviyolint found
}
if [[ ${funcstack[1]} == _klaviyolint ]]; then
	_klaviyolint "$@"
else
	compdef _klaviyolint klaviyolint
fi
