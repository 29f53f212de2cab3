package driver

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// A module is one main module: of the directory, or of the go.work in force.
type module struct {
	path string
	dir  string // absolute, symbolic links resolved as the go command does
}

// A workspace is the main modules as far as their files say. The go command
// has the last word; this is what can be known without starting it.
type workspace struct {
	modules []module
	goWork  string
	overlay map[string][]byte // texts that stand in for files
	session *Session          // may be nil
}

// findWorkspace reads the go.work in force, or the go.mod above dir. Broken
// files are returned as tool errors with their position. Without a module
// there is no workspace, and no error: the go command will say so better.
func findWorkspace(dir string) (*workspace, []ToolError) {
	w := new(workspace)
	var errs []ToolError
	if file := goWork(dir); file != "" {
		w.goWork = file
		data, err := readfile.Regular(file, readfile.Module)
		if err != nil {
			return w, []ToolError{{File: file, Message: err.Error()}}
		}
		work, err := modfile.ParseWork(file, data, nil)
		if err != nil {
			return w, modErrors(file, err)
		}
		for _, use := range work.Use {
			root := use.Path
			if !filepath.IsAbs(root) {
				root = filepath.Join(filepath.Dir(file), filepath.FromSlash(root))
			}
			errs = append(errs, w.add(root)...)
		}
		return w, errs
	}
	if os.Getenv("GO111MODULE") == "off" {
		return w, nil
	}
	for d := dir; ; d = filepath.Dir(d) {
		if info, err := os.Stat(filepath.Join(d, "go.mod")); err == nil && info.Mode().IsRegular() {
			return w, w.add(d)
		}
		if d == filepath.Dir(d) {
			return w, nil
		}
	}
}

func (w *workspace) add(root string) []ToolError {
	file := filepath.Join(root, "go.mod")
	data, err := readfile.Regular(file, readfile.Module)
	if errors.Is(err, fs.ErrNotExist) && w.goWork != "" {
		return nil // the go command names the use line
	}
	if err != nil {
		return []ToolError{{File: file, Message: err.Error()}}
	}
	mod, err := modfile.ParseLax(file, data, nil)
	if err == nil {
		// Lax parsing skips directives that it does not know, but so it does
		// with misspelt ones: the go command rejects those in a main module.
		mod, err = modfile.Parse(file, data, nil)
	}
	if err != nil {
		return modErrors(file, err)
	}
	if mod.Module == nil {
		return []ToolError{{File: file, Line: 1, Message: "no module declaration"}}
	}
	w.modules = append(w.modules, module{path: mod.Module.Mod.Path, dir: filepath.Clean(root)})
	return nil
}

// modErrors keeps the positions that modfile's errors carry.
func modErrors(file string, err error) []ToolError {
	var list modfile.ErrorList
	if !errors.As(err, &list) {
		return []ToolError{{File: file, Message: err.Error()}}
	}
	var out []ToolError
	for _, e := range list {
		msg := e.Err.Error()
		if e.Verb != "" {
			msg = strings.TrimSpace(e.Verb+" "+e.ModPath) + ": " + msg
		}
		out = append(out, ToolError{File: file, Line: e.Pos.Line, Col: e.Pos.LineRune, Message: msg})
	}
	return out
}

// goWork returns the go.work file in force, or "".
func goWork(dir string) string {
	switch env := os.Getenv("GOWORK"); env {
	case "off":
		return ""
	case "":
	default:
		return env
	}
	for d := dir; ; d = filepath.Dir(d) {
		file := filepath.Join(d, "go.work")
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		if d == filepath.Dir(d) {
			return ""
		}
	}
}

// text returns what a file holds.
func (w *workspace) text(name string) ([]byte, error) {
	if text, ok := w.overlay[name]; ok {
		return text, nil
	}
	return os.ReadFile(name)
}

// moduleOf returns the innermost main module that holds the directory.
func (w *workspace) moduleOf(dir string) (module, bool) {
	var best module
	for _, m := range w.modules {
		if within(m.dir, dir) && len(m.dir) > len(best.dir) {
			best = m
		}
	}
	return best, best.dir != ""
}

// importPath returns the import path of a directory of a main module.
func (m module) importPath(dir string) string {
	rel, err := filepath.Rel(m.dir, dir)
	if err != nil || rel == "." {
		return m.path
	}
	return path.Join(m.path, filepath.ToSlash(rel))
}

// dirOf returns the directory where a main module would hold an import path.
func (w *workspace) dirOf(importPath string) (string, bool) {
	best := module{}
	for _, m := range w.modules {
		if (importPath == m.path || strings.HasPrefix(importPath, m.path+"/")) && len(m.path) > len(best.path) {
			best = m
		}
	}
	if best.path == "" {
		return "", false
	}
	return filepath.Join(best.dir, filepath.FromSlash(strings.TrimPrefix(importPath, best.path))), true
}

// within reports whether path is dir or lies below it.
func within(dir, path string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// repoRoot returns the nearest parent of dir with a .git entry, or "".
func repoRoot(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return ""
		}
	}
}

// ModuleRoots returns the directories of the main modules of a run that is started
// in dir, as far as their files say.
func ModuleRoots(dir string) []string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	w, _ := findWorkspace(dir)
	var out []string
	for _, m := range w.modules {
		out = append(out, m.dir)
	}
	return out
}
