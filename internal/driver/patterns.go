package driver

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

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
func coverOf(w *workspace, read *folders, dir string, patterns []string) *cover {
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
			walk(read, root, visit)
		} else {
			c.exact[root] = true
			visit(root, hasGoFiles(read, root))
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

// walk visits root and the directories below it that `root/...` covers, level
// by level: reading many directories is mostly waiting.
func walk(read *folders, root string, visit func(dir string, hasGo bool)) {
	for level := []string{root}; len(level) > 0; {
		below := make([][]string, len(level))
		hasGo := make([]bool, len(level))
		sideBySide(len(level), func(i int) {
			below[i], hasGo[i] = enter(read, level[i], level[i] == root)
		})
		var next []string
		for i, dir := range level {
			if below[i] != nil {
				visit(dir, hasGo[i])
				next = append(next, below[i]...)
			}
		}
		level = next
	}
}

// enter returns the directories in dir that a wildcard may cover; nil when dir
// itself is not covered. An unreadable directory is the go command's to report,
// if it matters.
func enter(read *folders, dir string, root bool) (below []string, hasGo bool) {
	entries, _ := read.read(dir)
	below = []string{}
	for _, e := range entries {
		name := e.Name()
		switch {
		case name == "go.mod" && !root && isFile(filepath.Join(dir, name), e):
			return nil, false // another module
		case isGoFile(e):
			hasGo = true
		case e.IsDir() && name[0] != '.' && name[0] != '_' && name != "testdata" && name != "vendor" && name != "node_modules":
			below = append(below, filepath.Join(dir, name))
		}
	}
	return below, hasGo
}

// isFile reports whether an entry is no directory, nor a link to one.
func isFile(path string, e fs.DirEntry) bool {
	if e.Type().IsRegular() {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// sideBySide calls f for 0 to n-1, on all cores.
func sideBySide(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, 2*runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}

func hasGoFiles(read *folders, dir string) bool {
	entries, err := read.read(dir)
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
