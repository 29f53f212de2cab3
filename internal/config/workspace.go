package config

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// A member is a module of a workspace whose modules have a configuration each.
type member struct {
	roots    []string // its folder, as go.work leads there and without symbolic links
	settings *Settings
	broken   error // what is wrong with its file, where nobody was told yet
}

// InForce returns the settings for a run that is started in dir, an absolute
// path: those of the file that [Find] finds there, or the defaults. In a
// workspace where no file decides for all modules, each module has its own, as it
// has in hosts that look for the file package by package; see [Settings.For].
//
// Beside an error of a file there are settings that hold without it. From inside
// one module, the files of the others are none of the run's business until it
// comes to their packages: what is wrong with them is an error there.
func InForce(dir string) (*Settings, error) {
	file, err := Find(dir)
	if err != nil {
		return Default(), err
	}
	s, err := loadOrDefault(file, dir)
	work := workspaceRoot(dir)
	if work == "" || os.Getenv(EnvName) != "" || exists(work, FileName) {
		return s, err
	}
	var errs []error
	own := false
	for _, root := range members(work) {
		m := member{roots: []string{root, resolved(root)}}
		name := ""
		if exists(root, FileName) {
			own, name = true, filepath.Join(root, FileName)
		}
		m.settings, m.broken = loadOrDefault(name, root)
		if m.broken != nil && (file == "" || file == name) {
			errs = append(errs, m.broken)
			m.broken = nil
		}
		s.members = append(s.members, m)
	}
	if !own {
		s.members = nil
	}
	if len(errs) > 0 {
		err = errors.Join(errs...)
	}
	return s, err
}

// loadOrDefault returns the settings of a file, or the defaults where none is
// named; those, and the error, where it is broken.
func loadOrDefault(file, dir string) (*Settings, error) {
	s, err := Default(), error(nil)
	if file != "" {
		if s, err = load(file, dir); err == nil {
			return s, nil
		}
		s = Default()
	}
	s.Root = rootOf(dir)
	return s, err
}

// members lists the roots of the modules that a workspace uses.
func members(work string) []string {
	name := goWorkFile(work)
	data, err := readfile.Regular(name, readfile.Settings)
	if err != nil {
		return nil
	}
	f, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return nil // the go command says so better
	}
	var roots []string
	for _, use := range f.Use {
		root := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(root) {
			root = filepath.Join(work, root)
		}
		roots = append(roots, root)
	}
	return roots
}

// goWorkFile returns the go.work of a workspace; the environment may give it
// another name.
func goWorkFile(work string) string {
	if name := os.Getenv("GOWORK"); name != "" {
		return name
	}
	return filepath.Join(work, "go.work")
}

func resolved(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

// For returns the settings for what lies in a folder: in a workspace whose modules
// have a configuration each, those of the module; else s.
func (s *Settings) For(dir string) *Settings {
	if m := s.member(dir); m != nil {
		return m.settings
	}
	return s
}

// member returns the module that holds a folder: the innermost one.
func (s *Settings) member(dir string) *member {
	var best *member
	longest := 0
	for i, m := range s.members {
		for _, root := range m.roots {
			if (dir == root || strings.HasPrefix(dir, root+string(filepath.Separator))) && len(root) > longest {
				best, longest = &s.members[i], len(root)
			}
		}
	}
	return best
}

// Each returns s and the settings of all modules that have their own: what flags
// and hosts say holds for every one.
func (s *Settings) Each() []*Settings {
	all := []*Settings{s}
	for _, m := range s.members {
		all = append(all, m.settings)
	}
	return all
}

// PerModule reports whether the modules of a workspace have settings of their own.
func (s *Settings) PerModule() bool { return len(s.members) > 0 }

// Clone returns a copy whose switches, sources and host can be changed.
func (s *Settings) Clone() *Settings {
	c := *s
	c.Sources = maps.Clone(s.Sources)
	c.Enable, c.Disable = slices.Clone(s.Enable), slices.Clone(s.Disable)
	c.members = slices.Clone(s.members)
	for i := range c.members {
		c.members[i].settings = c.members[i].settings.Clone()
	}
	return &c
}
