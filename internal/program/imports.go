package program

import (
	"slices"
	"sort"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Knowledge is what the imports of a package told.
type Knowledge struct {
	Units   []*flow.Import
	Setters map[string]bool
	Offers  map[string][]string
	// Sends names the functions that lead to a request.
	Sends   map[string]bool
	Klaviyo map[string]bool
	// Evidence names the functions that bring evidence from where it stands, and the
	// variables that hold some.
	Evidence map[string]bool
	// Fields names the fields and variables in which a package stores what is
	// evidence: the host in a configuration, for the client elsewhere to read.
	Fields map[string]bool
	// Judged holds what the imports judge themselves; see [Fact.Judged].
	Judged map[string]bool
}

// importedFacts collects what the imports told, in the order of their paths.
func importedFacts(pass *analysis.Pass, s *config.Settings) (Knowledge, bool) {
	k := Knowledge{Setters: map[string]bool{}, Sends: map[string]bool{}, Offers: map[string][]string{}, Klaviyo: map[string]bool{}, Evidence: map[string]bool{}, Fields: map[string]bool{}, Judged: map[string]bool{}}
	all := pass.AllPackageFacts()
	sort.Slice(all, func(i, j int) bool { return all[i].Package.Path() < all[j].Package.Path() })
	imported := false
	for _, pf := range all {
		f, ok := pf.Fact.(*Fact)
		if !ok || pf.Package == pass.Pkg || f.Foreign && !tokenPath(pf.Package.Path(), s) {
			continue
		}
		k.Units = append(k.Units, f.Unit.Import())
		imported = imported || f.Evidence
		if f.Evidence {
			for _, fn := range f.Tells {
				k.Evidence[fn] = true
			}
			for _, g := range f.Unit.Globals {
				k.Evidence[g.Name] = k.Evidence[g.Name] || g.Init.Any(telltale)
			}
		}
		for _, s := range f.Judged {
			k.Judged[s] = true
		}
		for _, s := range f.Sends {
			k.Sends[s] = true
		}
		for _, s := range f.Setters {
			k.Setters[s] = true
		}
		for _, stored := range f.Unit.Fields {
			if slices.ContainsFunc(stored.Trees, TellingTree) {
				k.Fields[stored.Name] = true
			}
		}
		for _, t := range f.Unit.Types {
			for _, field := range t.Fields {
				if Telling(field.Default) {
					k.Fields[t.Name+"."+field.Name] = true
				}
			}
		}
		k.Offers[pf.Package.Path()] = f.Offers
		k.Klaviyo[pf.Package.Path()] = f.Klaviyo
	}
	return k, imported
}

// addForeignTypes describes the struct types of imports that came without a
// fact, so that their JSON keys are known.
func addForeignTypes(pass *analysis.Pass, prog *flow.Program) {
	for _, imp := range pass.Pkg.Imports() {
		path := imp.Path()
		if !strings.Contains(strings.ToLower(path), "klaviyo") && !sameModule(pass, path) {
			continue
		}
		for _, name := range imp.Scope().Names() {
			for _, t := range ir.TypesOf(imp.Scope().Lookup(name).Type()) {
				prog.AddType(t)
			}
		}
	}
}

func sameModule(pass *analysis.Pass, path string) bool {
	if pass.Module == nil || pass.Module.Path == "" {
		return false
	}
	return path == pass.Module.Path || strings.HasPrefix(path, pass.Module.Path+"/")
}
