package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

const (
	goplsPath = "golang.org/x/tools/gopls"
	ownPath   = "github.com/klaviyolint/klaviyolint"

	// oldest is the first gopls that was tried; its x/tools is about as old as
	// klaviyolint compiles against.
	oldest = "v0.21.1"
)

// choose settles which gopls is built: the one asked for, if the installed Go
// can build it, else the newest release that it can.
func (b *builder) choose() error {
	env, err := b.goEnv("GOVERSION")
	if err != nil {
		return err
	}
	return b.chooseFor(env["GOVERSION"])
}

// chooseFor is choose where that Go is installed, as `go env GOVERSION` has it.
func (b *builder) chooseFor(installed string) error {
	// A development version of Go ("devel go1.28-abc") names the release it leads to.
	for _, word := range strings.Fields(installed) {
		if base, _, _ := strings.Cut(word, "-"); version.IsValid(base) {
			b.goVers = base
			break
		}
	}
	if b.goVers == "" {
		return fmt.Errorf("%q is no version of Go that is known", installed)
	}
	if b.gopls != "" {
		if !semver.IsValid(b.gopls) {
			return fmt.Errorf("-gopls %s is no version; an example is %s", b.gopls, oldest)
		}
		if semver.Compare(b.gopls, oldest) < 0 {
			return fmt.Errorf("gopls %s is too old: %s is the first that klaviyolint fits into", b.gopls, oldest)
		}
		needs, err := b.needs(b.gopls)
		if err != nil {
			return err
		}
		if !b.canBuild(needs) {
			return fmt.Errorf("gopls %s needs Go %s, and this is %s: install that Go, or leave -gopls out to build the newest gopls that %[3]s can build", b.gopls, needs, b.goVers)
		}
		return nil
	}
	out, err := b.command("list", "-m", "-versions", "-f", "{{range .Versions}}{{.}} {{end}}", goplsPath)
	if err != nil {
		return fmt.Errorf("%w; without a connection, name a version that was downloaded before with -gopls", err)
	}
	b.gopls, err = newest(strings.Fields(string(out)), func(v string) (bool, error) {
		needs, err := b.needs(v)
		return err == nil && b.canBuild(needs), err
	})
	if err != nil {
		return err
	}
	if b.gopls == "" {
		return fmt.Errorf("no release of gopls since %s can be built by %s", oldest, b.goVers)
	}
	return nil
}

// newest returns the newest release that can be built, or "".
func newest(versions []string, can func(string) (bool, error)) (string, error) {
	versions = slices.Clone(versions)
	semver.Sort(versions)
	for _, v := range slices.Backward(versions) {
		if semver.Prerelease(v) != "" || semver.Compare(v, oldest) < 0 {
			continue
		}
		if ok, err := can(v); ok || err != nil {
			return v, err
		}
	}
	return "", nil
}

func (b *builder) canBuild(needs string) bool {
	return version.Compare(b.goVers, "go"+needs) >= 0
}

// needs returns the Go version that the go.mod of a gopls asks for. It downloads
// that file alone.
func (b *builder) needs(v string) (string, error) {
	out, err := b.command("list", "-m", "-json", goplsPath+"@"+v)
	if err != nil {
		return "", err
	}
	var m struct{ GoMod string }
	if err := json.Unmarshal(out, &m); err != nil {
		return "", err
	}
	data, err := os.ReadFile(m.GoMod)
	if err != nil {
		return "", err
	}
	f, err := modfile.ParseLax(m.GoMod, data, nil)
	if err != nil {
		return "", err
	}
	if f.Go == nil {
		return "", fmt.Errorf("%s names no version of Go", m.GoMod)
	}
	return f.Go.Version, nil
}

func (b *builder) goEnv(names ...string) (map[string]string, error) {
	out, err := b.command(append([]string{"env", "-json"}, names...)...)
	if err != nil {
		return nil, err
	}
	env := map[string]string{}
	return env, json.Unmarshal(out, &env)
}

// A module is the klaviyolint that the gopls gets: a version to download, or a
// folder with a checkout.
type module struct{ version, dir string }

func (m module) String() string {
	if m.dir != "" {
		return "of " + m.dir
	}
	return m.version
}

// ownModule returns the klaviyolint that this command was built from, so that
// both are of one version.
func ownModule() (module, error) {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
			// What comes from the module cache has a checksum; a checkout has none.
			if m.Path == ownPath && m.Replace == nil && m.Sum != "" {
				return module{version: m.Version}, nil
			}
		}
	}
	// editors/gopls/main.go of a checkout, or any folder of one.
	for _, dir := range []string{filepath.Dir(ownFile()), "."} {
		if root := checkout(dir); root != "" {
			return module{dir: root}, nil
		}
	}
	return module{}, errors.New("cannot tell which klaviyolint this is; run it as go run " + ownPath + "/editors/gopls@latest, or in a checkout")
}

// checkout returns the root of the klaviyolint module that holds dir, or "".
func checkout(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		if data, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil {
			if modfile.ModulePath(data) == ownPath {
				return dir
			}
			return ""
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}
