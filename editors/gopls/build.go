package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// added is the one file that gopls gets. Its list of analyzers is made when the
// package is initialised, and read by others only afterwards.
const added = `package settings

import (
	"` + ownPath + `/analyzers/gopls"

	"` + goplsPath + `/internal/protocol"
)

func init() {
	for _, a := range gopls.Analyzers() {
		AllAnalyzers = append(AllAnalyzers, &Analyzer{
			analyzer: a.Analyzer,
			severity: protocol.DiagnosticSeverity(a.Severity),
		})
	}
}
`

// build writes the gopls to out.
func (b *builder) build(self module, out string) error {
	src := filepath.Join(b.scratch, "gopls")
	if err := b.copySource(src); err != nil {
		return err
	}
	if err := requireOwn(filepath.Join(src, "go.mod"), self); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o777); err != nil {
		return err
	}
	// Trimmed paths let builds from different folders share the build cache. The
	// build adds what is missing in go.mod and go.sum; go mod tidy would download
	// what only tests need.
	if _, err := b.commandIn(src, "build", "-trimpath", "-o", out, "."); err != nil {
		return fmt.Errorf("%w: gopls %s and this klaviyolint do not fit together; try another one with -gopls", err, b.gopls)
	}
	return nil
}

// copySource copies what is built of gopls out of the module cache, where files
// cannot be added, nor replaced by go build -overlay.
func (b *builder) copySource(to string) error {
	out, err := b.command("mod", "download", "-json", goplsPath+"@"+b.gopls)
	var m struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &m); jsonErr == nil && m.Error != "" {
		return fmt.Errorf("%s", m.Error)
	} else if err != nil {
		return err
	} else if jsonErr != nil {
		return jsonErr
	}
	err = filepath.WalkDir(m.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(m.Dir, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			if d.Name() == "testdata" {
				return filepath.SkipDir
			}
			return os.MkdirAll(target, 0o777)
		}
		if strings.HasSuffix(path, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o666) // the module cache is read only
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "internal", "settings", "klaviyolint.go"), []byte(added), 0o666)
}

// requireOwn makes the go.mod of gopls require klaviyolint, and holds x/tools
// where it is: gopls uses packages that are internal to x/tools and change with
// every commit.
func requireOwn(file string, self module) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	f, err := modfile.Parse(file, data, nil)
	if err != nil {
		return err
	}
	for _, r := range f.Require {
		if r.Mod.Path == "golang.org/x/tools" {
			if err := f.AddReplace(r.Mod.Path, "", r.Mod.Path, r.Mod.Version); err != nil {
				return err
			}
		}
	}
	v := self.version
	if self.dir != "" {
		v = "v0.0.0"
		if err := f.AddReplace(ownPath, "", self.dir, ""); err != nil {
			return err
		}
	}
	if err := f.AddRequire(ownPath, v); err != nil {
		return err
	}
	f.Cleanup()
	if data, err = f.Format(); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o666)
}
