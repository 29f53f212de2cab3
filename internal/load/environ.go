package load

import (
	"os"
	"path/filepath"
)

// environ returns the environment of the go command. With an empty build cache,
// such as in CI, the go command would first make an index of the standard library
// and of each module and write it there, which costs more than reading the few
// packages that are asked for; GODEBUG=goindex=0 leaves that out, and so nothing
// of what is loaded is written.
func environ() []string {
	env := os.Environ()
	if !coldCache() {
		return env
	}
	debug := "goindex=0"
	if set := os.Getenv("GODEBUG"); set != "" {
		debug = set + "," + debug
	}
	return append(env, "GODEBUG="+debug)
}

// coldCache reports whether the build cache holds next to nothing.
func coldCache() bool {
	dir := goEnv("GOCACHE")
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return false // the go command says what is missing
		}
		dir = filepath.Join(user, "go-build")
	}
	for _, sub := range []string{"00", "55", "aa", "ff"} {
		if entries, err := os.ReadDir(filepath.Join(dir, sub)); err == nil && len(entries) > 0 {
			return false
		}
	}
	return true
}
