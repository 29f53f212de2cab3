package manifests

import (
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ignore"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// Analyzer reads the go.mod of a package that imports a Klaviyo SDK, for hosts
// that show no findings outside Go files. Its result is a *[Module].
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyomanifests",
	Doc:              "reads how the go.mod of a package pins the Klaviyo SDKs that it imports",
	Requires:         []*analysis.Analyzer{config.Analyzer},
	ResultType:       reflect.TypeFor[*Module](),
	RunDespiteErrors: true,
	Run: func(pass *analysis.Pass) (any, error) {
		m := new(Module)
		err := rule.Guard("klaviyomanifests", pass, func() error {
			if importsSDK(pass) {
				*m = moduleOf(pass.Fset.File(pass.Files[0].FileStart).Name())
				if !readsFiles(rule.Settings(pass).Host) {
					m.Dependencies = m.Required
				}
			}
			return nil
		})
		return m, err
	},
}

// A Module is what a go.mod says about Klaviyo SDKs. It is empty where none is
// found and where none can be parsed: the go command has more to say about that
// than an analyzer.
type Module struct {
	// Dependencies are to be judged at the import; empty where the host reads
	// the file itself.
	Dependencies []Dependency
	// Required are the same in every host, for rules that ask for a version.
	Required []Dependency

	directives *ignore.Text // nil where there is no go.mod
}

// Silenced reports whether a directive in go.mod drops what a rule says about
// one of its dependencies, wherever that is shown.
func (m *Module) Silenced(rule string, d *Dependency) bool {
	return m.directives != nil && m.directives.Suppress(rule, d.Line)
}

// Requirement returns how the go.mod requires a module, or nil.
func (m *Module) Requirement(module string) *Dependency {
	for i := range m.Required {
		if m.Required[i].Name == module {
			return &m.Required[i]
		}
	}
	return nil
}

// readsFiles reports whether the host calls the Files function of rules, and so
// shows findings where they stand. go vet shows other files too, but would
// repeat a finding in go.mod for every package.
func readsFiles(h config.Host) bool { return h.Name == "klaviyolint" }

func importsSDK(pass *analysis.Pass) bool {
	return len(pass.Files) > 0 && slices.ContainsFunc(pass.Pkg.Imports(), func(p *types.Package) bool {
		return klaviyo.SDKFor(p.Path()) != nil
	})
}

// A stamp tells whether a file has changed.
type stamp struct {
	path             string
	size, sumSize    int64
	written, sumTime int64
}

// modules caches what go.mod files say: an editor's host asks again for every
// keystroke, and a build for every package.
var modules sync.Map // stamp to Module

// moduleOf returns what the go.mod that governs a Go file says.
func moduleOf(file string) Module {
	if !filepath.IsAbs(file) {
		return Module{}
	}
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "go.mod")
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			s := stamp{path: path, size: info.Size(), written: info.ModTime().UnixNano()}
			if sum, err := os.Stat(strings.TrimSuffix(path, "mod") + "sum"); err == nil {
				s.sumSize, s.sumTime = sum.Size(), sum.ModTime().UnixNano()
			}
			if known, ok := modules.Load(s); ok {
				return known.(Module)
			}
			m := readModule(path)
			modules.Store(s, m)
			return m
		}
		if dir == filepath.Dir(dir) {
			return Module{}
		}
	}
}

func readModule(path string) Module {
	f, err := sidefile.Read(path, sidefile.ManifestLimit)
	if err != nil || f == nil {
		return Module{}
	}
	deps, err := goMod(f)
	if err != nil {
		return Module{}
	}
	return Module{Required: deps, directives: ignore.NewText(string(f.Data), "//")}
}
