package config

import (
	"flag"
	"path/filepath"
	"reflect"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
)

// Analyzer hands the configuration in force to the passes that require it: what
// the program set with [Use]; else what -config-inline says; else the file that
// [Find] finds from the package's folder. A broken file is an error, which ends
// the analysis of the package in every host.
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyoconfig",
	Doc:              "reads the configuration of klaviyolint for the passes that require it",
	Run:              run,
	ResultType:       reflect.TypeFor[*Settings](),
	RunDespiteErrors: true,
}

// A program has one configuration, but its analyzers have a flag set each and
// run at the same time: what they share stands here.
var shared struct {
	sync.Mutex
	used   *Settings
	host   Host
	apart  bool      // SetHost was called: settings are found package by package
	inline *Settings // of -config-inline
	text   string    // its text
	broken error     // what is wrong with it
	dirs   map[string]func() (*Settings, error)
}

// Use makes s the settings of every package but those of the module cache and
// of vendor folders, which have the defaults. The klaviyolint command calls it
// once, before it runs the passes. Use(nil) takes it back.
func Use(s *Settings) {
	shared.Lock()
	defer shared.Unlock()
	shared.used, shared.dirs = s, nil
}

// SetHost says what the host can carry, for programs whose settings are found
// package by package. There, what is wrong with -config-inline is an error of the
// packages that it applies to and not of the flag: go vet runs its tool on every
// package of the standard library too.
func SetHost(h Host) {
	shared.Lock()
	defer shared.Unlock()
	shared.host, shared.apart, shared.dirs = h, true, nil
}

// Inline returns the settings of -config-inline, or nil when the flag is absent.
func Inline() *Settings {
	shared.Lock()
	defer shared.Unlock()
	return shared.inline
}

// BindFlags adds the flags that carry settings for hosts where no file can be
// read. Every flag set shares their values: hosts show the flags of each
// analyzer under its own name. A name that the set already has is left alone.
func BindFlags(fs *flag.FlagSet) {
	if fs.Lookup("config-inline") == nil {
		fs.Var(inlineFlag{}, "config-inline", "configuration as TOML `text`, instead of that in "+FileName)
	}
}

type inlineFlag struct{}

func (inlineFlag) String() string {
	shared.Lock()
	defer shared.Unlock()
	return shared.text
}

func (inlineFlag) Set(text string) error {
	s, err := inlineSettings(text)
	shared.Lock()
	defer shared.Unlock()
	shared.inline, shared.text, shared.broken, shared.dirs = s, text, err, nil
	if shared.apart {
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

func run(pass *analysis.Pass) (any, error) {
	name := sourceName(pass)
	if pass.Module != nil && pass.Module.Version != "" {
		// Another module, which a replace directive may have put beside the main one:
		// what it tells must not depend on whose dependency it is, nor on a file of
		// its owner.
		name = ""
	}
	s, err := settingsFor(name)
	if err == nil {
		return s, nil
	}
	if s = fallback(); s.Host.ToolError == nil {
		return nil, err
	}
	s.Host.ToolError(pass.Pkg.Path(), err)
	return s, nil
}

// fallback is the configuration where none can be read.
func fallback() *Settings {
	shared.Lock()
	defer shared.Unlock()
	s := Default()
	s.Host = shared.host
	if shared.used != nil {
		s.Host, s.Day = shared.used.Host, shared.used.Day
	}
	return s
}

// forDir returns the settings for the packages in a folder. Each is looked for
// once: hosts that run for long, as gopls does, see an edited file after a
// restart.
func forDir(dir string) (*Settings, error) {
	shared.Lock()
	if shared.dirs == nil {
		shared.dirs = map[string]func() (*Settings, error){}
	}
	once, ok := shared.dirs[dir]
	if !ok {
		once = sync.OnceValues(func() (*Settings, error) { return lookup(dir) })
		shared.dirs[dir] = once
	}
	shared.Unlock()
	return once()
}

func lookup(dir string) (*Settings, error) {
	if dir == "" || foreign(dir) {
		// Facts must not depend on the configuration of somebody else.
		return fallback(), nil
	}
	if s, err := declared(dir); s != nil || err != nil {
		return s, err
	}
	file, err := Find(dir)
	if err != nil {
		return nil, err
	}
	if file == "" {
		return fallback(), nil
	}
	s, err := load(file, dir)
	if err != nil {
		return nil, err
	}
	shared.Lock()
	defer shared.Unlock()
	s.Host = shared.host
	return s, nil
}

// declared returns the settings that the program or -config-inline gives, or nil.
// They hold for the packages in a folder, or in "" where no file is looked for.
func declared(dir string) (*Settings, error) {
	shared.Lock()
	defer shared.Unlock()
	switch {
	case shared.used != nil:
		if m := shared.used.member(dir); m != nil && m.broken != nil {
			return nil, m.broken
		}
		return shared.used.For(dir), nil
	case shared.broken != nil:
		return nil, shared.broken
	case shared.inline == nil:
		return nil, nil
	}
	s := *shared.inline
	if dir != "" {
		if root := rootOf(dir); root != "" {
			s.Root = root
		}
	}
	s.Host = shared.host
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
func settingsFor(name string) (*Settings, error) {
	switch {
	case name == "":
		return forDir("")
	case filepath.IsAbs(name):
		return forDir(filepath.Dir(name))
	}
	// Bazel names files from the folder that an action runs in. Only what the
	// action declares may decide there: no file that happens to lie above, and
	// for other repositories nothing but the defaults.
	if slashed := filepath.ToSlash(name); strings.HasPrefix(slashed, "external/") || strings.HasPrefix(slashed, "../") {
		return forDir("")
	}
	s, err := declared("")
	if s == nil && err == nil {
		s = fallback()
	}
	return s, err
}
