package requests

import (
	"go/ast"
	"go/constant"
	"go/token"
	gotypes "go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/program"
)

// A Declared is an exported string constant or variable whose name says that
// it is the revision other packages send, or a field with such a name and a
// default in its tag.
type Declared struct {
	Name  string
	Value string
	Place Place
}

// An Import is the first import of a known SDK's module in the package.
type Import struct {
	SDK   *klaviyo.SDK
	Path  string
	Place Place
}

func generated(f *ast.File) bool { return ir.Generated(f) }

// isTest reports whether a file is a test file.
func isTest(pass *analysis.Pass, f *ast.File) bool {
	return strings.HasSuffix(pass.Fset.File(f.FileStart).Name(), "_test.go")
}

// notRevisions are words that make a name with "revision" mean something else
// than the revision to send.
var notRevisions = []string{"min", "max", "old", "new", "supported", "retired", "deprecated", "known", "previous"}

// IsRevisionName reports whether an exported name says that its value is the
// revision to send.
func IsRevisionName(name string) bool {
	low := strings.ToLower(name)
	if !ast.IsExported(name) || !strings.Contains(low, "revision") {
		return false
	}
	for _, w := range notRevisions {
		if strings.Contains(low, w) {
			return false
		}
	}
	return true
}

// declared lists the exported revision constants and variables of a package
// that names Klaviyo's host or key scheme, or whose path names Klaviyo.
func declared(pass *analysis.Pass) []Declared {
	if !speaksOfKlaviyo(pass) {
		return nil
	}
	var out []Declared
	for _, f := range pass.Files {
		if isTest(pass, f) || generated(f) {
			continue
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			if g.Tok == token.TYPE {
				out = append(out, declaredFields(pass, g)...)
			}
			if g.Tok != token.CONST && g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				s := s.(*ast.ValueSpec)
				for i, n := range s.Names {
					if i >= len(s.Values) || !IsRevisionName(n.Name) {
						continue
					}
					tv := pass.TypesInfo.Types[s.Values[i]]
					if tv.Value == nil || tv.Value.Kind() != constant.String {
						continue
					}
					v := s.Values[i]
					if lit, ok := ast.Unparen(v).(*ast.BasicLit); ok {
						out = append(out, Declared{n.Name, constant.StringVal(tv.Value), Place{Pos: lit.Pos(), End: lit.End()}})
					}
				}
			}
		}
	}
	return out
}

// storedRevisions lists the dates that a package puts into the revision field of
// a configuration: of a type that is named after Klaviyo, or in whose other
// fields it puts Klaviyo's host; or gives a setting of a configuration library as its
// default, whose name says Klaviyo's revision. What has several is no setting.
func storedRevisions(unit *ir.Unit, stores map[string]*flow.Stored) []Declared {
	var out []Declared
	for _, t := range unit.Types {
		about := strings.Contains(strings.ToLower(ir.Base(t.Name)), "klaviyo")
		for _, f := range t.Fields {
			s := stores[t.Name+"."+f.Name]
			about = about || s != nil && slices.ContainsFunc(s.Trees, program.TellingTree)
		}
		if !about {
			continue
		}
		for _, f := range t.Fields {
			s := stores[t.Name+"."+f.Name]
			if s == nil || !IsRevisionName(f.Name) {
				continue
			}
			if dates := datesIn(unit, s, f.Name); len(dates) == 1 {
				out = append(out, dates[0])
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(stores)) {
		named, _ := flow.Named(name)
		setting, ok := strings.CutPrefix(named, httpcalls.Setting)
		if !ok || !strings.Contains(setting, "klaviyo") || !revisionSetting(setting) {
			continue
		}
		if dates := datesIn(unit, stores[name], setting); len(dates) == 1 {
			out = append(out, dates[0])
		}
	}
	slices.SortFunc(out, func(a, b Declared) int { return int(a.Place.Pos - b.Place.Pos) })
	return out
}

// datesIn lists the texts that the package itself writes down among what is stored.
func datesIn(unit *ir.Unit, s *flow.Stored, name string) []Declared {
	var out []Declared
	for _, tree := range s.Trees {
		text, ok := tree.Text.Const()
		if !ok || len(tree.Text) != 1 || tree.Kind != flow.TextK {
			continue
		}
		if src := tree.Text[0].Src; src.Pkg == unit.Pkg && src.DeclPkg == "" && src.Pos.IsValid() && !src.Gen {
			out = append(out, Declared{name, text, Place{Pos: src.Pos, End: src.End}})
		}
	}
	return out
}

// revisionSetting reports whether the last part of a setting's name says that its
// value is the revision to send.
func revisionSetting(name string) bool {
	last := name[strings.LastIndexAny(name, "._-")+1:]
	return strings.HasSuffix(last, "revision") || last == "rev"
}

func declaredFields(pass *analysis.Pass, types *ast.GenDecl) []Declared {
	var out []Declared
	ast.Inspect(types, func(n ast.Node) bool {
		f, ok := n.(*ast.Field)
		if !ok || f.Tag == nil {
			return true
		}
		tag, err := strconv.Unquote(f.Tag.Value)
		if err != nil {
			return true
		}
		for _, name := range f.Names {
			v, ok := pass.TypesInfo.Defs[name].(*gotypes.Var)
			if !ok || !IsRevisionName(name.Name) {
				continue
			}
			if value := ir.TagDefault(v, tag); value != "" {
				out = append(out, Declared{name.Name, value, Place{Pos: name.Pos(), End: name.End()}})
			}
		}
		return true
	})
	return out
}

// speaksOfKlaviyo reports whether a literal of the package holds Klaviyo's host
// or key scheme, or its path names Klaviyo.
func speaksOfKlaviyo(pass *analysis.Pass) bool {
	if strings.Contains(strings.ToLower(pass.Pkg.Path()), "klaviyo") {
		return true
	}
	found := false
	for _, f := range pass.Files {
		if isTest(pass, f) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && !found {
				low := strings.ToLower(lit.Value)
				found = strings.Contains(low, "klaviyo.com") || strings.Contains(low, "klaviyo-api-key")
			}
			return !found
		})
	}
	return found
}

// imports lists the first import of each SDK, the module's root before its
// sub-packages.
func imports(pass *analysis.Pass) []Import {
	var out []Import
	seen := map[*klaviyo.SDK]int{}
	self := klaviyo.SDKFor(pass.Pkg.Path())
	for _, f := range pass.Files {
		if isTest(pass, f) || generated(f) {
			continue
		}
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			sdk := klaviyo.SDKFor(path)
			if sdk == nil || self != nil && sdk.Module == self.Module {
				continue
			}
			im := Import{SDK: sdk, Path: path, Place: Place{Pos: spec.Pos(), End: spec.End()}}
			for k := range seen {
				if k.Module == sdk.Module {
					sdk = k
				}
			}
			if i, had := seen[sdk]; had {
				if path == sdk.ImportPath() && out[i].Path != path {
					out[i] = im
				}
				continue
			}
			seen[sdk] = len(out)
			out = append(out, im)
		}
	}
	return out
}

// A Value is a constant and where it is written.
type Value struct {
	Value string
	Part  flow.Part
	Place Place
}
