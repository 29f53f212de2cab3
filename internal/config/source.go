package config

import (
	"flag"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
)

// A Source answers which settings are in force for a package. Each run has its
// own, so that several runs in one program do not see each other. The zero value
// is that of [PerPackage] for a host that can carry the least.
type Source struct {
	mu     sync.Mutex
	used   *Settings
	host   Host
	lax    bool      // a broken -config-inline is an error of packages, not of the flag
	inline *Settings // of -config-inline
	text   string    // its text
	broken error     // what is wrong with it
	dirs   map[string]func() (*Settings, error)
}

// Fixed returns a source that makes s the settings of every package but those of
// the module cache and of vendor folders, which have the defaults.
func Fixed(s *Settings) *Source { return &Source{used: s} }

// PerPackage returns a source that finds settings package by package: what
// -config-inline says, else the file that [Find] finds from the package's folder.
// The host says what it can carry. There, what is wrong with -config-inline is an
// error of the packages that it applies to and not of the flag: go vet runs its
// tool on every package of the standard library too.
func PerPackage(h Host) *Source { return &Source{host: h, lax: true} }

// Inline returns the settings of -config-inline, or nil when the flag is absent.
func (src *Source) Inline() *Settings {
	src.mu.Lock()
	defer src.mu.Unlock()
	return src.inline
}

// BindFlags adds the flags that carry settings for hosts where no file can be
// read. Every flag set shares their values. A name that the set already has is
// left alone.
func (src *Source) BindFlags(fs *flag.FlagSet) {
	if fs.Lookup("config-inline") == nil {
		fs.Var(inlineFlag{src}, "config-inline", "configuration as TOML `text`, instead of that in "+FileName)
	}
}

type inlineFlag struct{ src *Source }

// String is called on the zero value too, by the flag package.
func (f inlineFlag) String() string {
	if f.src == nil {
		return ""
	}
	f.src.mu.Lock()
	defer f.src.mu.Unlock()
	return f.src.text
}

func (f inlineFlag) Set(text string) error {
	s, err := inlineSettings(text)
	src := f.src
	src.mu.Lock()
	defer src.mu.Unlock()
	src.inline, src.text, src.broken, src.dirs = s, text, err, nil
	if src.lax {
		return nil
	}
	return err
}

func inlineSettings(text string) (*Settings, error) {
	f, err := Parse([]byte(text), "-config-inline")
	if err != nil {
		return nil, err
	}
	s := newSettings(f)
	for key := range f.where {
		s.Sources[key] = "flag -config-inline"
	}
	if dir, err := filepath.Abs("."); err == nil {
		s.Root = rootOf(dir)
	}
	return s, nil
}

// Analyze is the Run of an analyzer that hands out the settings of the source. A
// host that takes tool errors is told of a broken file, and gets the defaults.
func (src *Source) Analyze(pass *analysis.Pass) (any, error) {
	name := sourceName(pass)
	if pass.Module != nil && pass.Module.Version != "" {
		// Another module, which a replace directive may have put beside the main one:
		// what it tells must not depend on whose dependency it is, nor on a file of
		// its owner.
		name = ""
	}
	s, err := src.settingsFor(name)
	if err == nil {
		return s, nil
	}
	if s = src.fallback(); s.Host.ToolError == nil {
		return nil, err
	}
	s.Host.ToolError(pass.Pkg.Path(), err)
	return s, nil
}

// fallback is the configuration where none can be read.
func (src *Source) fallback() *Settings {
	src.mu.Lock()
	defer src.mu.Unlock()
	s := Default()
	s.Host = src.host
	if src.used != nil {
		s.Host, s.Day = src.used.Host, src.used.Day
	}
	return s
}

// forDir returns the settings for the packages in a folder. Each is looked for
// once: hosts that run for long, as gopls does, see an edited file after a
// restart.
func (src *Source) forDir(dir string) (*Settings, error) {
	src.mu.Lock()
	if src.dirs == nil {
		src.dirs = map[string]func() (*Settings, error){}
	}
	once, ok := src.dirs[dir]
	if !ok {
		once = sync.OnceValues(func() (*Settings, error) { return src.lookup(dir) })
		src.dirs[dir] = once
	}
	src.mu.Unlock()
	return once()
}

func (src *Source) lookup(dir string) (*Settings, error) {
	if dir == "" || foreign(dir) {
		// Facts must not depend on the configuration of somebody else.
		return src.fallback(), nil
	}
	if s, err := src.declared(dir); s != nil || err != nil {
		return s, err
	}
	file, err := Find(dir)
	if err != nil {
		return nil, err
	}
	if file == "" {
		return src.fallback(), nil
	}
	s, err := load(file, dir)
	if err != nil {
		return nil, err
	}
	src.mu.Lock()
	defer src.mu.Unlock()
	s.Host = src.host
	return s, nil
}

// declared returns the settings that the program or -config-inline gives, or nil.
// They hold for the packages in a folder, or in "" where no file is looked for.
func (src *Source) declared(dir string) (*Settings, error) {
	src.mu.Lock()
	defer src.mu.Unlock()
	switch {
	case src.used != nil:
		if m := src.used.member(dir); m != nil && m.broken != nil {
			return nil, m.broken
		}
		return src.used.For(dir), nil
	case src.broken != nil:
		return nil, src.broken
	case src.inline == nil:
		return nil, nil
	}
	s := *src.inline
	if dir != "" {
		if root := rootOf(dir); root != "" {
			s.Root = root
		}
	}
	s.Host = src.host
	return &s, nil
}

// sourceName returns the name of a source file of the package as the host has
// it, or "". What cgo and the test runner generate lies in the build cache and is
// passed over.
func sourceName(pass *analysis.Pass) string {
	for _, f := range pass.Files {
		name := pass.Fset.Position(f.Package).Filename
		if base := filepath.Base(name); strings.HasPrefix(base, "_cgo_") || base == "_testmain.go" {
			continue
		}
		return name
	}
	return ""
}

// settingsFor returns the settings for the package of a source file.
func (src *Source) settingsFor(name string) (*Settings, error) {
	switch {
	case name == "":
		return src.forDir("")
	case filepath.IsAbs(name):
		return src.forDir(filepath.Dir(name))
	}
	// Bazel names files from the folder that an action runs in. Only what the
	// action declares may decide there: no file that happens to lie above, and
	// for other repositories nothing but the defaults.
	if slashed := filepath.ToSlash(name); strings.HasPrefix(slashed, "external/") || strings.HasPrefix(slashed, "../") {
		return src.forDir("")
	}
	s, err := src.declared("")
	if s == nil && err == nil {
		s = src.fallback()
	}
	return s, err
}
