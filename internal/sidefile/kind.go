package sidefile

import (
	"path/filepath"
	"strings"
)

// A Kind is what a file is written in, judged by its name.
type Kind int

const (
	Other  Kind = iota
	Env         // .env, .env.local, production.env, .envrc
	YAML        // CI files among them
	JSON        // .json, .jsonc, .json5
	TOML        //
	Shell       // by extension, or by the first line of an executable file
	Docker      // Dockerfile, Containerfile
	Make        // Makefile, justfile
)

var extensions = map[string]Kind{
	".env": Env, ".yml": YAML, ".yaml": YAML, ".json": JSON, ".jsonc": JSON, ".json5": JSON,
	".toml": TOML, ".sh": Shell, ".bash": Shell, ".zsh": Shell, ".ksh": Shell,
	".dockerfile": Docker, ".containerfile": Docker, ".mk": Make, ".just": Make,
}

// KindOf classifies a file name.
func KindOf(name string) Kind {
	name = strings.ToLower(filepath.Base(name))
	switch {
	case name == ".env" || name == ".envrc" || strings.HasPrefix(name, ".env."):
		return Env
	case isNamed(name, "dockerfile") || isNamed(name, "containerfile"):
		return Docker
	case isNamed(name, "makefile") || name == "gnumakefile" || name == "justfile":
		return Make
	}
	return extensions[filepath.Ext(name)]
}

// isNamed reports whether a name is a word alone or with a suffix, as in
// Dockerfile.dev. A source file that is merely called so (dockerfile.go) is
// not meant.
func isNamed(name, word string) bool {
	rest, ok := strings.CutPrefix(name, word)
	if !ok || rest == "" {
		return ok
	}
	switch filepath.Ext(name) {
	case ".go", ".md", ".txt", ".py", ".js", ".ts", ".rs", ".java", ".html":
		return false
	}
	return rest[0] == '.' || rest[0] == '-' || rest[0] == '_'
}

// isShebang reports whether a file begins with a line that names a shell.
func isShebang(head []byte) bool {
	line, _, _ := strings.Cut(string(head), "\n")
	rest, ok := strings.CutPrefix(line, "#!")
	if !ok {
		return false
	}
	for _, word := range strings.Fields(rest) {
		switch filepath.Base(word) {
		case "sh", "bash", "dash", "zsh", "ksh", "ash":
			return true
		}
	}
	return false
}
