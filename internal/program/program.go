// Package program holds a Go package as all who ask about Klaviyo need it: brought
// into the tree form, with what its imports told, and executed once. It decides
// which packages are looked at, which of their functions are executed, and what
// they tell their importers.
package program

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/libraries"
)

// A Package is one package past the gate.
type Package struct {
	Path    string
	Unit    *ir.Unit
	Flow    *flow.Program // the package and what its imports told, ready to be executed
	Fset    *token.FileSet
	Imports Knowledge
	// Main is set for a package that nobody imports.
	Main bool
	// Klaviyo is set when a file names it; Told when an import has evidence of it.
	Klaviyo, Told bool
	// Stores are what fields and variables hold; see [Package.Execute].
	Stores map[string]*flow.Stored
	// Idle is set when something of Klaviyo stands in what the package imports, and
	// nothing of it gets here.
	Idle bool
	// Budget is set when the package was too large to be executed whole.
	Budget bool
	// Cut names the functions that were not followed to their end, for lack of steps.
	Cut []string

	done    func() <-chan struct{} // see Done; may be nil
	gate    gated
	roots   map[string]bool
	setters []string // headers that RoundTrippers of the package set
	opts    httpcalls.Options
	all     bool // executed as if it had evidence, where it leads to a request
	named   bool // the configuration says that it talks to Klaviyo
}

// Open brings the package of a pass into the tree form. It returns nil for one
// that the gate leaves.
func Open(pass *analysis.Pass, s *config.Settings, vendor httpcalls.Vendor) *Package {
	facts, imported := importedFacts(pass, s)
	g := gate(pass, s, imported)
	if !g.look {
		return nil
	}
	p := &Package{
		Path: pass.Pkg.Path(), Fset: pass.Fset, Imports: facts, Main: pass.Pkg.Name() == "main", Klaviyo: g.token, Told: imported,
		done: s.Host.Done, gate: g, all: s.Host.NoGate, named: configured(pass, s),
		opts: httpcalls.Options{Vendor: vendor, Table: libraries.Extended(&s.Client), Sets: s.Client.TransportSets, Fset: pass.Fset},
	}
	p.Unit = ir.Lower(pass.Fset, pass.Pkg, pass.TypesInfo, pass.Files, func(f *ast.File) bool {
		return strings.HasSuffix(pass.Fset.File(f.FileStart).Name(), "_test.go")
	})
	p.Flow = flow.NewProgram(p.Unit, facts.Units...)
	addForeignTypes(pass, p.Flow)
	return p
}

// Engine returns a new engine for the package, which knows what fields and
// variables hold. Helpers that run at the same time have one each.
func (p *Package) Engine() *httpcalls.Engine {
	e := httpcalls.New(p.Flow, p.opts)
	e.It.Given, e.It.Done = p.Stores, p.Done()
	for h := range p.Imports.Setters {
		e.Setters[h] = true
	}
	for _, h := range p.setters {
		e.Setters[h] = true
	}
	return e
}

// Done is closed when nobody waits for results any longer. A package that is kept
// from one run to the next is asked anew in each.
func (p *Package) Done() <-chan struct{} {
	if p.done == nil {
		return nil
	}
	return p.done()
}

// Executed reports whether a function was executed as one from which a request
// may be sent.
func (p *Package) Executed(f *ir.Func) bool { return p.roots[f.Name] }

// Evidence reports whether something that the package itself holds could make a
// request Klaviyo's.
func (p *Package) Evidence() bool { return evidence(p.Unit) || p.named }

// ReadsEvidence reports whether the package reads a field or variable in which an
// import stores something of the kind, and gets it.
func (p *Package) ReadsEvidence() bool { return !p.Idle && readsAny(p.Unit, p.Imports.Fields) }

// Speaks reports whether the package writes down Klaviyo's API host or the scheme of
// its credential: it means to send requests, or serves code that does.
func (p *Package) Speaks() bool {
	return anywhere(p.Unit, func(n *ir.Node) bool {
		low := strings.ToLower(n.Str)
		return n.Op == ir.OpConst && (strings.Contains(low, "://a.klaviyo.com") || strings.HasPrefix(low, "a.klaviyo.com") || strings.HasPrefix(low, "klaviyo-api-key"))
	})
}
