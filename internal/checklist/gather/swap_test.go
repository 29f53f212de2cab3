package gather_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
)

// sample is which part of the cells is renamed each time; with KLAVIYOLINT_ALL_CELLS
// all are, which takes a quarter of an hour.
const sample = 25

// Nothing passes, or fails, by a name: with every name of the module's own code
// changed, to words that say nothing and to words that promise everything, all
// verdicts stay.
func TestNames(t *testing.T) {
	promises := []string{"CircuitBreaker", "RateLimiter", "RetryWithBackoff", "KlaviyoEnabled", "VerifySignature", "IsE164", "SecretManager", "Deduplicate", "HealthCheck", "AlertOn429"}
	for i, c := range cells(t) {
		if i%sample != 0 && os.Getenv("KLAVIYOLINT_ALL_CELLS") == "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			before := verdicts(run(t, c.lay(t, nil)))
			for _, words := range [][]string{{"x"}, promises} {
				dir := c.lay(t, nil)
				rename(t, dir, words)
				r := run(t, dir)
				compiled(t, r)
				after := verdicts(r)
				for id, v := range before {
					// B1 asks for the package that holds the client, which users may name.
					if after[id] != v && id != "B1" {
						t.Errorf("%s: %s becomes %s when names are %s", id, v, after[id], words[0])
						for i := range r.Items {
							if r.Items[i].ID == id {
								t.Log(evidence(&r.Items[i]))
							}
						}
					}
				}
			}
		})
	}
}

// rename gives the functions, types, constants and variables of a module other names.
// What another module or an encoder asks for by name stays: methods, main and init,
// fields, and packages.
func rename(t *testing.T, dir string, words []string) {
	t.Helper()
	fset := token.NewFileSet()
	loaded, err := packages.Load(&packages.Config{Dir: dir, Fset: fset, Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	own := map[*types.Package]bool{}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			t.Fatal(p.Errors[0])
		}
		own[p.Types] = true
	}
	names := map[types.Object]string{}
	var objs []types.Object
	type use struct {
		at  token.Position
		obj types.Object
	}
	var uses []use
	for _, p := range loaded {
		for _, m := range []map[*ast.Ident]types.Object{p.TypesInfo.Defs, p.TypesInfo.Uses} {
			for id, o := range m {
				if o == nil || !own[o.Pkg()] || id.Name == "_" || id.Name == "main" || id.Name == "init" {
					continue
				}
				switch o := o.(type) {
				case *types.Var:
					if o.IsField() {
						continue
					}
				case *types.Func:
					if o.Signature().Recv() != nil {
						continue
					}
				case *types.Const, *types.TypeName:
				default:
					continue
				}
				if tn, ok := o.(*types.TypeName); ok && embedded(loaded, tn) {
					continue
				}
				if _, seen := names[o]; !seen {
					names[o] = ""
					objs = append(objs, o)
				}
				uses = append(uses, use{fset.Position(id.Pos()), o})
			}
		}
	}
	slices.SortFunc(objs, func(a, b types.Object) int { return int(a.Pos() - b.Pos()) })
	for i, o := range objs {
		w := words[i%len(words)]
		if o.Exported() {
			w = strings.ToUpper(w[:1]) + w[1:]
		} else {
			w = strings.ToLower(w[:1]) + w[1:]
		}
		names[o] = fmt.Sprintf("%s%d", w, i)
	}
	byFile := map[string][]use{}
	for _, u := range uses {
		byFile[u.at.Filename] = append(byFile[u.at.Filename], u)
	}
	for file, list := range byFile {
		if rel, err := filepath.Rel(dir, file); err != nil || strings.HasPrefix(rel, "..") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(list, func(a, b use) int { return b.at.Offset - a.at.Offset })
		last := -1
		for _, u := range list {
			if u.at.Offset == last {
				continue
			}
			last = u.at.Offset
			data = slices.Concat(data[:u.at.Offset], []byte(names[u.obj]), data[u.at.Offset+len(u.obj.Name()):])
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// embedded reports whether a type is embedded in another, so that its name is one of a
// field.
func embedded(loaded []*packages.Package, tn *types.TypeName) bool {
	for _, p := range loaded {
		for _, name := range p.Types.Scope().Names() {
			s, ok := p.Types.Scope().Lookup(name).Type().Underlying().(*types.Struct)
			if !ok {
				continue
			}
			for i := range s.NumFields() {
				if f := s.Field(i); f.Embedded() && f.Name() == tn.Name() {
					return true
				}
			}
		}
	}
	return false
}

// With no steps left nothing that rests on what the code does passes, or is n/a.
func TestExhausted(t *testing.T) {
	r := runWith(t, copyTree(t, filepath.Join(fixtures, "ready")), func(in *items.Input) { in.Program.Exhaust() })
	for _, it := range r.Items {
		if slices.Contains([]string{"C1", "C2", "C3", "C4", "E1", "E2", "E3", "E4", "E5", "E7", "E8"}, it.ID) && (it.Verdict == checklist.Pass || it.Verdict == checklist.NotApplicable) {
			t.Errorf("%s: %s although nothing was followed: %s\n%s", it.ID, it.Verdict, it.Reason, evidence(&it))
		}
	}
}
