package load

import (
	"context"
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// surface writes down all that an importer can see of a package.
func surface(fset *token.FileSet, p *types.Package) []string {
	var out []string
	where := func(o types.Object) string {
		at := fset.Position(o.Pos())
		if !at.IsValid() {
			return ""
		}
		return fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
	}
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		line := types.ObjectString(o, nil)
		if c, ok := o.(*types.Const); ok {
			line += " = " + c.Val().ExactString()
		}
		out = append(out, line+" "+where(o))
		named, ok := types.Unalias(o.Type()).(*types.Named)
		if _, isType := o.(*types.TypeName); !ok || !isType {
			continue
		}
		out = append(out, "  is "+named.Underlying().String())
		for m := range named.Methods() {
			out = append(out, "  has "+types.ObjectString(m, nil)+" "+where(m))
		}
		set := types.NewMethodSet(types.NewPointer(named))
		for s := range set.Methods() {
			if s.Obj().Exported() {
				out = append(out, "  offers "+s.String())
			}
		}
	}
	for i := range out {
		out[i] = renamed.ReplaceAllString(single.ReplaceAllString(out[i], "$1"), "")
	}
	slices.Sort(out)
	return out
}

// The compiler gives names to results, for inlining.
var (
	single  = regexp.MustCompile(`\(#rv1 ([^(),]*)\)`)
	renamed = regexp.MustCompile(`#rv\d+ `)
)

// importing writes a module with one package that imports others.
func importing(t *testing.T, paths []string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	src := "package all\n"
	for _, p := range paths {
		src += fmt.Sprintf("import _ %q\n", p)
	}
	write(t, filepath.Join(dir, "go.mod"), "module example.com/all\n\ngo 1.25\n")
	write(t, filepath.Join(dir, "all.go"), src)
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// both loads patterns from source and from export data, and compares what
// importers see of every import.
func both(t *testing.T, dir string, tests bool, patterns ...string) (compared int) {
	t.Helper()
	debugErrors = func(p *packages.Package, err error) { t.Errorf("outline of %s: %v", p.ID, err) }
	defer func() { debugErrors = nil }()
	opts := Options{Dir: dir, Tests: tests}
	for len(patterns) > 0 && strings.HasPrefix(patterns[0], "-") {
		opts.BuildFlags, patterns = append(opts.BuildFlags, patterns[0]), patterns[1:]
	}
	source, err := Load(context.Background(), opts, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	opts.Compiled = true
	compiled, err := Load(context.Background(), opts, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]*packages.Package{}
	packages.Visit(compiled, nil, func(p *packages.Package) { want[p.ID] = p })
	packages.Visit(source, nil, func(p *packages.Package) {
		w := want[p.ID]
		if p.Types == nil || w == nil || w.Types == nil || !w.Types.Complete() || p.Name == "main" && strings.HasSuffix(p.ID, ".test") {
			return
		}
		compared++
		got, want := surface(p.Fset, p.Types), surface(w.Fset, w.Types)
		if p.PkgPath == "runtime/cgo" || slices.Equal(got, want) {
			// What cgo writes has other lines.
			return
		}
		for _, g := range got {
			if !slices.Contains(want, g) {
				t.Errorf("%s: from source alone: %s", p.ID, g)
			}
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: from export data alone: %s", p.ID, w)
			}
		}
	})
	return compared
}

// From source, importers see the same of the standard library as from the
// compiler's export data: names, types, values, methods and places.
func TestStandardLibrary(t *testing.T) {
	all, err := packages.Load(&packages.Config{Mode: packages.NeedName}, "std")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, p := range all {
		internal := strings.Contains("/"+p.PkgPath+"/", "/internal/") || strings.Contains(p.PkgPath, "vendor/")
		if !internal && p.Name != "main" && !strings.HasPrefix(p.PkgPath, "runtime/race") {
			paths = append(paths, p.PkgPath)
		}
	}
	if testing.Short() {
		paths = []string{"net/http", "go/types", "database/sql", "text/template", "os/user"}
	}
	if n := both(t, importing(t, paths), false, "."); n < len(paths) {
		t.Errorf("%d packages compared, of %d", n, len(paths))
	}
}

// The same for the modules below this one, and for its own packages with their
// test variants.
func TestThisModule(t *testing.T) {
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if n := both(t, dir, true, "./internal/load", "./internal/report", "./internal/cli"); n < 50 {
		t.Errorf("%d packages compared", n)
	}
}
