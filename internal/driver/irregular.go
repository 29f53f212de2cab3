package driver

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// irregular lists the files that the go command would read, and wait for without
// end: pipes, sockets and devices that are named like a Go file, go.mod, go.work
// or the list of a vendored tree. While one is there, nothing can be loaded.
func irregular(w *workspace, read *folders, dir string, dirs []string) []ToolError {
	var errs []ToolError
	check := func(file string) {
		if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			errs = append(errs, ToolError{File: file, Message: "not a regular file: the go command would wait for it"})
		}
	}
	for _, d := range dirs {
		entries, _ := read.read(d)
		for _, e := range entries {
			if e.Type()&(fs.ModeType&^fs.ModeDir) != 0 && (strings.HasSuffix(e.Name(), ".go") || e.Name() == "go.mod") {
				check(filepath.Join(d, e.Name()))
			}
		}
	}
	for _, m := range w.modules {
		check(filepath.Join(m.dir, "go.sum"))
		check(filepath.Join(m.dir, "vendor", "modules.txt"))
	}
	switch work := os.Getenv("GOWORK"); work {
	case "off":
	case "":
		for d := dir; ; d = filepath.Dir(d) {
			check(filepath.Join(d, "go.work"))
			if filepath.Dir(d) == d {
				break
			}
		}
	default:
		check(work)
	}
	return errs
}
