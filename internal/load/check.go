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

// A state is what the types of a package depend on beside other packages: of the
// same state and with the same types below, it has the same types.
type state struct {
	root    bool
	name    string
	version string // of the language
	imports string // what packages of which names stand behind the paths
	files   []string
	stamps  []stamp
}

func (s *state) equal(o *state) bool {
	return s.root == o.root && s.name == o.name && s.version == o.version && s.imports == o.imports &&
		slices.Equal(s.files, o.files) && slices.Equal(s.stamps, o.stamps)
}

// read returns the paths of the imports that the types of a unit need. Files are
// parsed, unless the unit was known and has not changed.
func (r *run) read(u *unit) []string {
	p := u.pkg
	u.state = state{root: u.root, name: p.Name}
	if p.Module != nil {
		u.state.version = p.Module.GoVersion
	}
	if p.PkgPath != "unsafe" {
		for _, name := range p.GoFiles {
			if filepath.Ext(name) == ".go" {
				u.state.files = append(u.state.files, name)
			}
		}
	}
	fixed := immutable(p)
	for _, name := range u.state.files {
		at := stamp{}
		if !fixed {
			at = r.files.stamp(name)
		}
		u.state.stamps = append(u.state.stamps, at)
	}
	u.state.imports = r.importNames(p)
	if old := r.known[p.ID]; old != nil && old.state.equal(&u.state) {
		u.old = old
		if u.root {
			for _, name := range u.state.files {
				r.files.keep(name)
			}
		}
		return old.paths
	}
	return r.parseUnit(u)
}

// immutable reports whether the files of a package never change: those of the
// standard library, and of modules in the module cache.
func immutable(p *packages.Package) bool {
	if p.Module == nil {
		return p.PkgPath != "command-line-arguments" && !strings.Contains(strings.SplitN(p.PkgPath, "/", 2)[0], ".")
	}
	return p.Module.Version != "" && p.Module.Replace == nil && !p.Module.Main && strings.Contains(p.Dir, "@")
}

// importNames writes down which packages the import paths of a package lead to.
func (r *run) importNames(p *packages.Package) string {
	var names []string
	for path, dep := range p.Imports {
		names = append(names, path+" "+dep.ID+" "+dep.Name)
	}
	slices.Sort(names)
	return strings.Join(names, "\n")
}

// parseUnit parses the files of a unit.
func (r *run) parseUnit(u *unit) []string {
	names := u.state.files
	u.files = make([]*file, len(names))
	each(r.cpu, len(names), func(i int) {
		switch {
		case r.ctx.Err() != nil:
			u.files[i] = &file{name: names[i], err: r.ctx.Err()}
		case u.root:
			u.files[i] = r.files.parse(r.fset, names[i], u.state.stamps[i])
		default:
			u.files[i] = r.files.outline(r.fset, names[i], u.state.stamps[i])
		}
	})
	if !u.root {
		return prune(u.syntax(), func(path string) string {
			if dep := u.pkg.Imports[path]; dep != nil {
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
	p := u.pkg
	p.Fset, p.TypesSizes = r.fset, r.sizes
	if r.reuse(u) {
		return
	}
	if u.files == nil {
		r.parseUnit(u) // something below it has changed
	}
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

// reuse gives a unit what it had, if all below it has what it had.
func (r *run) reuse(u *unit) bool {
	old := u.old
	if old == nil || old.types == nil || len(old.needs) != len(u.needs) {
		return false
	}
	for i, d := range u.needs {
		if old.needs[i].pkg.ID != d.pkg.ID || old.needs[i].types != d.types {
			return false
		}
	}
	u.types, u.files, u.listed = old.types, old.files, old.listed
	p, was := u.pkg, old.pkg
	p.Types, p.TypesInfo, p.Syntax, p.IllTyped = was.Types, was.TypesInfo, was.Syntax, was.IllTyped
	p.TypeErrors = was.TypeErrors
	p.Errors = append(p.Errors, was.Errors[old.listed:]...)
	u.listed = len(p.Errors) - len(was.Errors[old.listed:])
	return true
}

func (r *run) checkWhole(u *unit) {
	p := u.pkg
	u.types = types.NewPackage(p.PkgPath, p.Name)
	u.listed = len(p.Errors)
	for _, f := range u.files {
		if f.err != nil {
			p.Errors = append(p.Errors, fileErrors(f.err)...)
		}
	}
	p.Syntax = u.syntax()
	p.TypesInfo = newInfo()
	report := func(err error) {
		var te types.Error
		if errors.As(err, &te) {
			p.TypeErrors = append(p.TypeErrors, te)
			p.Errors = append(p.Errors, packages.Error{Pos: te.Fset.Position(te.Pos).String(), Msg: te.Msg, Kind: packages.TypeError})
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
			f.start = f.ast.FileStart
			f.ast = nil // positions of its objects stay in the file set
		}
	}
	u.listed = len(p.Errors)
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
