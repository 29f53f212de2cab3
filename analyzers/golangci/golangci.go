// Package golangci is klaviyolint as a module plugin of golangci-lint, 2.14 or
// newer. Importing it registers the linter klaviyolint:
//
//	import _ "github.com/klaviyolint/klaviyolint/analyzers/golangci"
//
// `golangci-lint custom` writes that import; docs/golangci.md shows how. Its
// settings are the keys of .klaviyolint.toml, or config alone, the name of such a
// file; without settings the file is found as by the klaviyolint command.
package golangci

import (
	"crypto/sha256"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/secrets"
	"github.com/klaviyolint/klaviyolint/internal/trouble"
)

// Name is what golangci-lint calls the linter.
const Name = "klaviyolint"

const module = "github.com/klaviyolint/klaviyolint"

// settingsPath is where the settings stand in .golangci.yml.
const settingsPath = "linters.settings.custom." + Name + ".settings"

// host says what golangci-lint can carry. It drops findings outside Go files and
// go.mod; those in go.mod would be lost again from its cache, which keeps the
// findings of each package apart. It calls nolint directives unused that silence
// nothing, so it must see what they silence.
var host = config.Host{Name: "golangci-lint", Nolint: true}

func init() { register.Plugin(Name, New) }

// New makes the plugin of the settings that golangci-lint has read, or says what
// is wrong with them.
func New(conf any) (register.LinterPlugin, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	if err := checkVersion(info); err != nil {
		return nil, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	s, err := config.FromHost(conf, settingsPath, dir)
	if err != nil {
		return nil, err
	}
	if s.Path == "" {
		if file, _ := config.Find(dir); file != "" {
			fmt.Fprintf(os.Stderr, "%s: %s stands in for %s, which is not read\n", Name, settingsPath, file)
		}
	}
	for _, s := range s.Each() {
		s.Host = host
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%q", self(info), s.Salt(dir), secrets.EmbeddedKeys(s.Root)))
	return plugin{settings: s, salt: fmt.Sprintf("%x", sum)[:16]}, nil
}

// self says which klaviyolint this is. golangci-lint does not know: to its cache,
// two programs that `golangci-lint custom` built with version: latest are one.
func self(info *debug.BuildInfo) string {
	for _, m := range info.Deps {
		if m.Path == module {
			return m.Version + " " + m.Sum
		}
	}
	return ""
}

type plugin struct {
	settings *config.Settings
	salt     string
}

// GetLoadMode asks for types.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }

// BuildAnalyzers returns the suite, and an analyzer that shows its troubles.
// golangci-lint keeps findings under the names of the analyzers and the facts of
// a package under that of its analyzer, without regard to .klaviyolint.toml,
// go.sum, embedded files or the day, so both carry the salt.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	b := bind.Binding{
		Settings: config.Fixed(p.settings),
		Name: func(a *analysis.Analyzer) string {
			if len(a.FactTypes) > 0 {
				return a.Name + "_" + p.salt
			}
			return a.Name
		},
	}
	return append(trouble.Bind(b, analyzers.Analyzers()), &analysis.Analyzer{
		Name: Name + "_" + p.salt,
		Doc:  "changes its name, and so the cache of golangci-lint, with what findings depend on beside the code",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}), nil
}
