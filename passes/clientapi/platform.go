package clientapi

import (
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/edit"
)

// serverOS are the systems that servers run on; deviceOS those of phones and
// browsers, with the words that projects use for them in build tags.
var (
	serverOS = []string{"linux", "darwin", "windows", "freebsd", "netbsd", "openbsd", "dragonfly", "solaris", "illumos", "aix", "plan9"}
	deviceOS = []string{"js", "wasip1", "android", "ios", "wasm", "tinygo", "mobile", "gomobile"}
)

// forDevices reports whether the file at a position is built for browsers or
// phones only: by its build constraint, its name, what the package imports, or
// the system this run is for.
func forDevices(pass *analysis.Pass, pos token.Pos) bool {
	if slices.Contains(deviceOS, build.Default.GOOS) {
		return true
	}
	for _, imp := range pass.Pkg.Imports() {
		if p := imp.Path(); p == "syscall/js" || strings.HasPrefix(p, "golang.org/x/mobile/") || strings.HasPrefix(p, "gioui.org/") || strings.HasPrefix(p, "fyne.io/fyne/") {
			return true
		}
	}
	f := edit.FileOf(pass, pos)
	if f == nil {
		return false
	}
	return deviceName(pass.Fset.File(f.FileStart).Name()) || !serverBuild(f)
}

// deviceName reads the end of a file's name as the go command does: the
// system, or the system and the architecture.
func deviceName(name string) bool {
	parts := strings.Split(strings.TrimSuffix(filepath.Base(name), ".go"), "_")
	n := len(parts)
	if n > 2 && slices.Contains([]string{"wasm", "arm64", "arm", "amd64", "386"}, parts[n-1]) && slices.Contains(deviceOS[:4], parts[n-2]) {
		return true
	}
	return n > 1 && slices.Contains(deviceOS[:5], parts[n-1])
}

// serverBuild reports whether some server can build a file. A tag of the
// project's own may be set or not.
func serverBuild(f *ast.File) bool {
	for _, g := range f.Comments {
		if g.Pos() > f.Package {
			break
		}
		for _, c := range g.List {
			if !constraint.IsGoBuild(c.Text) {
				continue
			}
			expr, err := constraint.Parse(c.Text)
			if err != nil {
				continue
			}
			return satisfiable(expr)
		}
	}
	return true
}

func satisfiable(expr constraint.Expr) bool {
	for _, own := range []bool{true, false} {
		for _, goos := range serverOS {
			if expr.Eval(func(tag string) bool { return serverTag(tag, goos, own) }) {
				return true
			}
		}
	}
	return false
}

func serverTag(tag, goos string, own bool) bool {
	switch {
	case tag == goos || tag == "unix" && goos != "windows" && goos != "plan9":
		return true
	case slices.Contains(deviceOS, tag) || slices.Contains(serverOS, tag):
		return false
	case strings.HasPrefix(tag, "go1."):
		_, err := strconv.Atoi(tag[4:])
		return err == nil
	}
	return own // an architecture, cgo, or a tag of the project
}
