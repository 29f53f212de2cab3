package driver

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A cover is what the patterns of a run name, as far as the file system shows
// it without the go command.
type cover struct {
	// dirs are the covered directories, sorted: those with Go files, and those
	// without, where manifests and side files may stand.
	dirs []string
	// exact holds the directories that a pattern without a wildcard names.
	exact map[string]bool
	// unknown is set where a pattern names something that only the go command
	// can find: a package of another module, `all`, a list of files.
	unknown bool
	// wild are the patterns among the unknown ones that have a wildcard.
	wild []string
	// outside is set where a directory is named and there is no module at all.
	outside bool
	// empty are the patterns that name no Go file.
	empty []string
}

// coverOf expands the patterns by the rules of the go command: `...` enters
// no directory named testdata, vendor or node_modules, none that starts with
// a dot or an underscore, no other module, and follows no symbolic link.
func coverOf(w *workspace, dir string, patterns []string) *cover {
	c := &cover{exact: map[string]bool{}}
	seen := map[string]bool{}
	for _, p := range patterns {
		root, wild, ok := c.root(w, dir, p)
		if !ok {
			c.unknown = true
			if strings.Contains(p, "...") {
				c.wild = append(c.wild, p)
			}
			continue
		}
		if _, inside := w.moduleOf(root); !inside {
			// The go command explains best why it takes no such directory.
			c.unknown = true
			c.outside = len(w.modules) == 0 && w.goWork == "" && os.Getenv("GO111MODULE") != "off"
		}
		found := false
		visit := func(d string, hasGo bool) {
			seen[d] = true
			found = found || hasGo
		}
		if wild {
			walk(w, root, visit)
		} else {
			c.exact[root] = true
			visit(root, hasGoFiles(root))
		}
		if !found {
			c.empty = append(c.empty, p)
		}
	}
	for d := range seen {
		c.dirs = append(c.dirs, d)
	}
	slices.Sort(c.dirs)
	return c
}

// root returns the directory that a pattern names, and whether the pattern
// covers everything below it.
func (c *cover) root(w *workspace, dir, pattern string) (root string, wild, ok bool) {
	if strings.HasSuffix(pattern, ".go") {
		return "", false, false
	}
	base, wild := strings.CutSuffix(pattern, "...")
	if strings.Contains(base, "...") || wild && base != "" && !strings.HasSuffix(base, "/") {
		return "", false, false // a/.../b, or ab... for every name with that prefix
	}
	switch {
	case filepath.IsAbs(base):
		root = filepath.Clean(base)
	case base == "." || base == ".." || strings.HasPrefix(base, "./") || strings.HasPrefix(base, "../"):
		root = filepath.Join(dir, base)
	default:
		if root, ok = w.dirOf(strings.TrimSuffix(base, "/")); !ok {
			return "", false, false
		}
	}
	info, err := os.Stat(root)
	return root, wild, err == nil && info.IsDir()
}

// walk visits root and the directories below it that `root/...` covers.
func walk(w *workspace, root string, visit func(dir string, hasGo bool)) {
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			// An unreadable directory is the go command's to report, if it
			// matters; the walk goes on.
			return nil
		}
		if !d.IsDir() {
			return nil
		}
		if path != root {
			name := d.Name()
			if name[0] == '.' || name[0] == '_' || name == "testdata" || name == "vendor" || name == "node_modules" {
				return filepath.SkipDir
			}
			if info, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && !info.IsDir() {
				return filepath.SkipDir
			}
		}
		visit(path, hasGoFiles(path))
		return nil
	})
}

func hasGoFiles(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, isGoFile)
}

// isGoFile reports whether the go command would look at a directory entry: it
// leaves out names that start with a dot or an underscore.
func isGoFile(e fs.DirEntry) bool {
	name := e.Name()
	return strings.HasSuffix(name, ".go") && name[0] != '.' && name[0] != '_' && !e.IsDir()
}

// unmatched returns the wildcards that only the go command could expand and
// that none of the loaded packages matches. The go command merely warns.
func (c *cover) unmatched(dir string, pkgs []*packages.Package) []string {
	var out []string
	for _, p := range c.wild {
		match := wildcard(p)
		if !slices.ContainsFunc(pkgs, func(pkg *packages.Package) bool {
			rel, err := filepath.Rel(dir, pkg.Dir)
			return match(pkg.PkgPath) || match(filepath.ToSlash(pkg.Dir)) ||
				err == nil && match("./"+filepath.ToSlash(rel)) || err == nil && match(filepath.ToSlash(rel))
		}) {
			out = append(out, p)
		}
	}
	return out
}

// wildcard returns a test for names that a pattern of the go command matches:
// `...` stands for any text, and a final `/...` for nothing as well.
func wildcard(pattern string) func(string) bool {
	re := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\.\.\.`, `.*`)
	if strings.HasSuffix(re, `/.*`) {
		re = strings.TrimSuffix(re, `/.*`) + `(/.*)?`
	}
	return regexp.MustCompile(`^` + re + `$`).MatchString
}
