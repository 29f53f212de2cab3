package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/scanner"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A state is what the types of a package depend on: two packages of the same
// state have the same types.
type state struct {
	root    bool
	version string // of the language
	stamps  []stamp
	needs   []*unit
}

// read parses the files of a unit and returns the paths of the imports that its
// types need.
func (r *run) read(u *unit) []string {
	p := u.pkg
	u.state.root = u.root
	if p.Module != nil {
		u.state.version = p.Module.GoVersion
	}
	names := slices.DeleteFunc(slices.Clone(p.GoFiles), func(name string) bool { return filepath.Ext(name) != ".go" })
	if p.PkgPath == "unsafe" {
		names = nil
	}
	u.files = make([]*file, len(names))
	each(r.cpu, len(names), func(i int) {
		if r.ctx.Err() != nil {
			u.files[i] = &file{name: names[i], err: r.ctx.Err()}
			return
		}
		if u.root {
			u.files[i] = r.files.parse(r.fset, names[i])
		} else {
			u.files[i] = r.files.outline(r.fset, names[i])
		}
	})
	for _, f := range u.files {
		u.state.stamps = append(u.state.stamps, f.at)
	}
	if !u.root {
		return prune(u.syntax(), func(path string) string {
			if dep := p.Imports[path]; dep != nil {
				return dep.Name
			}
			return ""
		})
	}
	var paths []string
	for _, f := range u.syntax() {
		for _, spec := range f.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				paths = append(paths, path)
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// syntax returns the trees of the files that have one.
func (u *unit) syntax() []*ast.File {
	out := make([]*ast.File, 0, len(u.files))
	for _, f := range u.files {
		if f.ast != nil {
			out = append(out, f.ast)
		}
	}
	return out
}

// checkUnit gives a unit its types: those that it had, if nothing has changed.
func (r *run) checkUnit(u *unit) {
	u.state.needs = u.needs
	p := u.pkg
	p.Fset, p.TypesSizes = r.fset, r.sizes
	switch {
	case p.PkgPath == "unsafe":
		u.types = types.Unsafe
		if u.root {
			p.Syntax, p.TypesInfo = []*ast.File{}, newInfo()
		}
	case u.root:
		r.checkWhole(u)
	default:
		r.checkOutline(u)
	}
	p.Types = u.types
}

func (r *run) checkWhole(u *unit) {
	p := u.pkg
	u.types = types.NewPackage(p.PkgPath, p.Name)
	for _, f := range u.files {
		if f.err != nil {
			p.Errors = append(p.Errors, fileErrors(f.err)...)
		}
	}
	p.Syntax = u.syntax()
	p.TypesInfo = newInfo()
	report := func(err error) {
		if err, ok := err.(types.Error); ok {
			p.TypeErrors = append(p.TypeErrors, err)
			p.Errors = append(p.Errors, packages.Error{Pos: err.Fset.Position(err.Pos).String(), Msg: err.Msg, Kind: packages.TypeError})
			return
		}
		p.Errors = append(p.Errors, packages.Error{Pos: "-", Msg: err.Error(), Kind: packages.TypeError})
	}
	conf := r.config(u)
	conf.Error = report
	err := types.NewChecker(conf, r.fset, u.types, p.TypesInfo).Files(p.Syntax)
	if err != nil && len(p.Errors) == 0 {
		report(err)
	}
	p.IllTyped = len(p.Errors) > 0
	for _, d := range u.needs {
		p.IllTyped = p.IllTyped || d.pkg.IllTyped
	}
}

func (r *run) checkOutline(u *unit) {
	p := u.pkg
	u.types = types.NewPackage(p.PkgPath, p.Name)
	conf := r.config(u)
	conf.IgnoreFuncBodies = true
	var errs []error
	conf.Error = func(err error) { errs = append(errs, err) }
	err := types.NewChecker(conf, r.fset, u.types, nil).Files(u.syntax())
	p.IllTyped = err != nil
	for _, f := range u.files {
		p.IllTyped = p.IllTyped || f.err != nil
		if f.ast != nil {
			f.ast = nil // positions of its objects stay in the file set
		}
	}
	p.TypeErrors = nil
	if debugErrors != nil {
		for _, err := range errs {
			debugErrors(p, err)
		}
	}
}

// debugErrors is told of what is wrong with the outline of a package. Only tests
// set it: users hear of errors in what they asked for.
var debugErrors func(p *packages.Package, err error)

func (r *run) config(u *unit) *types.Config {
	conf := &types.Config{
		Sizes: r.sizes,
		// Without a C compiler nothing is known of C: what touches it has no valid
		// type, and no error is reported there.
		FakeImportC: true,
		Importer:    importer(u.importPackage),
	}
	if m := u.pkg.Module; m != nil && m.GoVersion != "" {
		conf.GoVersion = "go" + m.GoVersion
	}
	return conf
}

type importer func(path string) (*types.Package, error)

func (f importer) Import(path string) (*types.Package, error) { return f(path) }

// importPackage returns the types of an import. A package that is not there is an
// error, after which the checker accepts whatever is selected from it: one line is
// enough to say so.
func (u *unit) importPackage(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	d := u.by[path]
	switch {
	case d == nil:
		return nil, fmt.Errorf("no metadata for %s", path)
	case d == u:
		return nil, errors.New("import cycle not allowed")
	case d.types == nil || len(d.pkg.GoFiles) == 0 && len(d.pkg.Errors) > 0:
		return nil, errors.New("the package could not be loaded")
	}
	return d.types, nil
}

func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Instances:    map[*ast.Ident]types.Instance{},
		Scopes:       map[ast.Node]*types.Scope{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		FileVersions: map[*ast.File]string{},
	}
}

// fileErrors takes an error of reading or parsing a file apart.
func fileErrors(err error) []packages.Error {
	var list scanner.ErrorList
	var path *os.PathError
	switch {
	case errors.As(err, &list):
		var out []packages.Error
		for _, e := range list {
			out = append(out, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
		}
		return out
	case errors.As(err, &path):
		return []packages.Error{{Pos: path.Path + ":1", Msg: path.Err.Error(), Kind: packages.ParseError}}
	}
	return []packages.Error{{Pos: "-", Msg: strings.TrimSpace(err.Error()), Kind: packages.ParseError}}
}
