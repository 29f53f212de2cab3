# Completion of klaviyolint for fish 3 or newer.
function __klaviyolint_complete
	set -l words (commandline -opc)
	set -l cur (commandline -ct)
	for line in (command $words[1] __complete fish $words[2..-1] "$cur" 2>/dev/null)
		switch $line
			case ':file*'
				__fish_complete_path "$cur"
			case ':dir*'
				__fish_complete_directories "$cur"
			case '*'
				echo $line
		end
	end
end
complete -c klaviyolint -f -a '(__klaviyolint_complete)'
