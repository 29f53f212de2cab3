package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/driver"
)

// hint tells what was probably meant, where a run found nothing to judge, or "".
func hint(run *lintRun, res *driver.Result) string {
	patterns := run.opts.Patterns
	for _, p := range patterns {
		if !strings.ContainsAny(p, `./\@`) && !slices.Contains([]string{"all", "std", "cmd", "tool", "work"}, p) {
			if _, err := os.Stat(filepath.Join(run.dir, p)); err == nil {
				return "a folder is named ./" + p + ", or ./" + p + "/... with all below it"
			}
			if slices.Contains([]string{"analyse", "analyze", "check", "lint", "run", "scan", "vet"}, p) {
				return "to lint, name packages alone: klaviyolint ./..."
			}
			return p + " is no command either (klaviyolint help lists them)"
		}
		// The go command takes internal/mail for a package of the standard library.
		if folder := strings.TrimSuffix(p, "/..."); strings.Contains(p, "/") && !strings.ContainsAny(folder, `.\@`) && !filepath.IsAbs(p) {
			if info, err := os.Stat(filepath.Join(run.dir, folder)); err == nil && info.IsDir() {
				return "a folder of this module is named ./" + p
			}
		}
	}
	if res != nil && len(res.Packages) > 0 {
		return ""
	}
	modules, code := below(run.dir)
	switch {
	case !inModule(run.dir) && len(driver.ModuleRoots(run.dir)) > 0:
		return "the modules of go.work are " + few(wholeModule())
	case inModule(run.dir) && code && (len(patterns) == 0 || slices.Equal(patterns, []string{"."})):
		return "no Go files here; all packages below are ./..."
	case !inModule(run.dir) && len(modules) == 1:
		return "the module is below: klaviyolint -C " + modules[0] + " ./..."
	case !inModule(run.dir) && len(modules) > 1:
		list := strings.Join(modules[:min(len(modules), 5)], ", ")
		if len(modules) > 5 {
			list += ", ..."
		}
		return "modules are below: " + list + "; name one with -C, or make a workspace with go work init"
	}
	return ""
}

// inModule reports whether a folder or one above it holds a go.mod.
func inModule(dir string) bool {
	for {
		if info, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && info.Mode().IsRegular() {
			return true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}

// maxLook is how many folders are looked into for a hint.
const maxLook = 5000

// below lists the folders with a go.mod below a folder, as a person would type
// them, and tells whether there is any Go file.
func below(dir string) (modules []string, code bool) {
	left := maxLook
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // what cannot be read gives no hint
		}
		name := d.Name()
		if d.IsDir() {
			if left--; left < 0 {
				return filepath.SkipAll
			}
			if path != dir && (name[0] == '.' || name[0] == '_' || name == "vendor" || name == "node_modules" || name == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		code = code || strings.HasSuffix(name, ".go")
		if name == "go.mod" {
			if rel, err := filepath.Rel(dir, filepath.Dir(path)); err == nil {
				modules = append(modules, rel)
			}
		}
		return nil
	})
	return modules, code
}
