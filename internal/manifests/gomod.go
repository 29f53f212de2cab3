package manifests

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"github.com/klaviyolint/klaviyolint/internal/printable"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// goMod returns the Klaviyo SDKs that a go.mod requires. Indirect requirements
// are left out: another module chose them.
func goMod(f *sidefile.File) ([]Dependency, error) {
	mod, err := modfile.Parse(f.Path, f.Data, nil)
	if err != nil {
		return nil, modError(err)
	}
	var deps []Dependency
	for _, r := range mod.Require {
		if r.Indirect || goModule(r.Mod.Path) == nil {
			continue
		}
		d := Dependency{Ecosystem: Go, Name: r.Mod.Path, Requirement: r.Mod.Version}
		line, source := r.Syntax, r.Mod
		switch rep := replacement(mod, r.Mod); {
		case rep == nil:
			d.Pin, d.Version = pinModule(r.Mod.Version)
		case rep.New.Version == "":
			d.Pin, d.Requirement = Folder, rep.New.Path
			line, source = rep.Syntax, module.Version{}
		default:
			d.Pin, d.Version = pinModule(rep.New.Version)
			if d.Pin == Pseudo {
				d.Pin = Fork
			}
			d.Requirement = rep.New.Path + " " + rep.New.Version
			line, source = rep.Syntax, rep.New
		}
		start, end := within(f, line, r.Mod.Path)
		d.place(f, start, end)
		d.Lock, d.LockFile = sumState(filepath.Dir(f.Path), source)
		deps = append(deps, d)
	}
	return deps, nil
}

func pinModule(version string) (Pin, string) {
	switch {
	case strings.HasSuffix(version, "+incompatible"):
		return Incompatible, version
	case isPseudo(version):
		return Pseudo, version
	}
	return Exact, version
}

// replacement returns the replace directive in force for a module, or nil. One
// that names the version wins over one that does not.
func replacement(mod *modfile.File, m module.Version) *modfile.Replace {
	var general *modfile.Replace
	for _, r := range mod.Replace {
		if r.Old == m {
			return r
		}
		if r.Old.Path == m.Path && r.Old.Version == "" {
			general = r
		}
	}
	return general
}

// within returns the bytes of a line from a module's path to the line's end.
func within(f *sidefile.File, line *modfile.Line, path string) (start, end int) {
	start, end = line.Start.Byte, line.End.Byte
	if i := bytes.Index(f.Data[start:end], []byte(path)); i > 0 {
		start += i
	}
	return start, end
}

func modError(err error) error {
	var list modfile.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		e := list[0]
		return &sidefile.SyntaxError{Line: e.Pos.Line, Err: errors.New(printable.Short(e.Err.Error(), 200))}
	}
	return &sidefile.SyntaxError{Line: 1, Err: err}
}

// sumState says whether go.sum, or the go.work.sum of a workspace, holds the
// hash of a module. Vendored modules and folders need none.
func sumState(dir string, m module.Version) (Lock, string) {
	sum := filepath.Join(dir, "go.sum")
	if m.Path == "" || vendored(dir) {
		return NoLockNeeded, sum
	}
	if hasSum(sum, m) {
		return LockPresent, sum
	}
	for up := dir; ; up = filepath.Dir(up) {
		if sidefile.Exists(filepath.Join(up, "go.work")) {
			if vendored(up) || hasSum(filepath.Join(up, "go.work.sum"), m) {
				return NoLockNeeded, sum
			}
			break
		}
		if up == filepath.Dir(up) {
			break
		}
	}
	return LockMissing, sum
}

func vendored(dir string) bool {
	return sidefile.Exists(filepath.Join(dir, "vendor", "modules.txt"))
}

// hasSum reports whether a file in the format of go.sum holds the hash of a
// module's content. That of its go.mod alone does not let it be built.
func hasSum(path string, m module.Version) bool {
	f, err := sidefile.Read(path, sidefile.ManifestLimit)
	if err != nil || f == nil {
		return false
	}
	entry := m.Path + " " + m.Version + " h1:"
	return bytes.HasPrefix(f.Data, []byte(entry)) || bytes.Contains(f.Data, []byte("\n"+entry))
}
