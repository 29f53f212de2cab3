package sidefile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A Candidate is a file that a run may look at.
type Candidate struct {
	Path string
	Kind Kind
	// Around marks a file that no pattern covers, but that builds or ships the
	// module of one: CI, Docker, Make and shell files between the module's root
	// and the repository's.
	Around bool
}

// ciFolders are the hidden folders in which CI systems keep their files. Go
// patterns never cover a folder with a leading dot.
var ciFolders = []string{".github", ".gitlab", ".circleci", ".buildkite", ".woodpecker"}

// List returns the wanted files of a run in the order of their paths, each
// once: those of the covered directories, and those around a covered module
// root. Links are not followed: their targets are listed where they live, or
// are not part of the run. Folders that cannot be read are reported. Files that
// git ignores are listed: to ask costs, so that who found something in one does.
func List(c *rule.FileContext, want func(Candidate) bool) []Candidate {
	l := lister{context: c, want: want, seen: make(map[string]bool)}
	for _, dir := range c.Dirs {
		if !l.thirdParty(dir) {
			l.folder(dir, false)
		}
	}
	for _, root := range c.ModuleRoots {
		for dir := root; ; dir = filepath.Dir(dir) {
			l.folder(dir, true)
			for _, ci := range ciFolders {
				l.tree(filepath.Join(dir, ci))
			}
			if c.RepoRoot == "" || dir == c.RepoRoot || dir == filepath.Dir(dir) {
				break
			}
		}
	}
	slices.SortFunc(l.found, func(a, b Candidate) int { return strings.Compare(a.Path, b.Path) })
	return l.found
}

type lister struct {
	context *rule.FileContext
	want    func(Candidate) bool
	seen    map[string]bool
	found   []Candidate
}

// thirdParty reports whether a directory holds other people's code. Only the
// part of its path inside the repository counts: a whole repository may live
// under a folder called vendor.
func (l *lister) thirdParty(dir string) bool {
	root := l.context.RepoRoot
	if root == "" {
		root = enclosing(l.context.ModuleRoots, dir)
	}
	rel, err := filepath.Rel(root, dir)
	if root == "" || err != nil {
		return false
	}
	for part := range strings.SplitSeq(filepath.ToSlash(rel), "/") {
		if part == "vendor" || part == "node_modules" || part == ".git" {
			return true
		}
	}
	return false
}

// enclosing returns the deepest of the roots that holds a directory.
func enclosing(roots []string, dir string) string {
	best := ""
	for _, root := range roots {
		if len(root) > len(best) && (dir == root || strings.HasPrefix(dir, root+string(filepath.Separator))) {
			best = root
		}
	}
	return best
}

func (l *lister) folder(dir string, around bool) {
	entries, err := l.context.Entries(dir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			l.context.Errorf(dir, 0, "cannot read the folder: %v", errors.Unwrap(err))
		}
		return
	}
	for _, e := range entries {
		l.add(filepath.Join(dir, e.Name()), e, around)
	}
}

// tree lists a CI folder with everything below it, but no Go module in it.
func (l *lister) tree(root string) {
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			l.context.Errorf(path, 0, "cannot read the folder: %v", errors.Unwrap(err))
			return fs.SkipDir
		case e.IsDir() && (e.Name() == "node_modules" || Exists(filepath.Join(path, "go.mod"))):
			return fs.SkipDir
		}
		l.add(path, e, true)
		return nil
	})
}

func (l *lister) add(path string, e fs.DirEntry, around bool) {
	if !e.Type().IsRegular() || l.seen[path] {
		return
	}
	kind := KindOf(path)
	if kind == Other && filepath.Ext(path) == "" && isScript(path, e) {
		kind = Shell
	}
	if around && !builds(path, kind) {
		return
	}
	l.seen[path] = true
	c := Candidate{path, kind, around}
	if l.want(c) {
		l.found = append(l.found, c)
	}
}

// builds reports whether a file takes part in building or shipping.
func builds(path string, kind Kind) bool {
	switch kind {
	case Shell, Docker, Make:
		return true
	case YAML:
		return isCI(path)
	}
	return false
}

// isCI reports whether a YAML file is one that a CI system reads.
func isCI(path string) bool {
	for part := range strings.SplitSeq(filepath.ToSlash(filepath.Dir(path)), "/") {
		if slices.Contains(ciFolders, part) {
			return true
		}
	}
	name := strings.TrimSuffix(strings.ToLower(filepath.Base(path)), filepath.Ext(path))
	switch name {
	case ".gitlab-ci", "bitbucket-pipelines", ".travis", ".drone", "appveyor", ".appveyor",
		"cloudbuild", "buildspec", ".woodpecker", "action", "taskfile", "compose":
		return true
	}
	return strings.HasPrefix(name, "azure-pipelines") || strings.HasPrefix(name, "docker-compose")
}

// isScript reports whether an executable file without extension is a shell
// script.
func isScript(path string, e fs.DirEntry) bool {
	info, err := e.Info()
	if err != nil || info.Mode()&0o111 == 0 {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, 128)
	n, _ := io.ReadFull(file, head)
	return isShebang(head[:n])
}
