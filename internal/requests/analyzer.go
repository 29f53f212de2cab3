// Package requests knows every HTTP request to Klaviyo that a package makes,
// whole: method, URL, headers, body, credential, client, and what the code does
// with the answer. What is true of requests to anybody is known by package
// httpcalls; this one tells which are Klaviyo's, which function owns each, and
// where a person would mend it.
//
// Passes read [Result] and apply policy. They never walk syntax for requests.
package requests

import (
	"go/token"
	"maps"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/program"
)

// Analyzer finds the Klaviyo requests of a package. Its name is one that no
// other linter uses, since golangci-lint keys its cache of facts by name.
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyorequests",
	Doc:              "find every HTTP request and SDK call to Klaviyo in a package",
	URL:              "https://github.com/klaviyolint/klaviyolint",
	Requires:         []*analysis.Analyzer{config.Analyzer},
	Run:              run,
	ResultType:       reflect.TypeFor[*Result](),
	FactTypes:        []analysis.Fact{new(program.Fact)},
	RunDespiteErrors: true,
}

func run(pass *analysis.Pass) (any, error) {
	s := pass.ResultOf[config.Analyzer].(*config.Settings)
	res := &Result{Offers: map[string]bool{}, pkg: pass.Pkg.Path()}
	self := klaviyo.SDKFor(res.pkg)
	p := program.Open(pass, s, &vendor{self: self})
	if p == nil {
		return res, nil
	}
	res.program, res.hosts = p, s.Client.Hosts
	res.Imports, res.Declared = imports(pass), declared(pass)
	e := p.Engine()
	k := &classifier{e: e, hosts: res.hosts, known: map[*httpcalls.Call]*Request{}}
	more := self != nil || len(res.Imports) > 0
	res.Requests = k.all(p.Execute(e, more))
	res.Uses, res.Budget, res.Cut = e.Uses, p.Budget, p.Cut
	res.Speaks = p.Speaks() || len(res.Imports) > 0
	var ours []*httpcalls.Call
	for _, r := range res.Requests {
		if r.Evidence != "" {
			ours = append(ours, r.Call)
		}
	}
	e.Try(ours)
	res.Declared = append(res.Declared, storedRevisions(p.Unit, p.Stores)...)
	res.tell(pass, more || p.Evidence() || p.ReadsEvidence())
	res.finish(k)
	return res, nil
}

// tell exports what importers of the package need to know.
func (res *Result) tell(pass *analysis.Pass, own bool) {
	offered := offers(res.pkg, res.Requests)
	judged := map[token.Pos]bool{}
	told := map[string]bool{}
	for _, d := range res.Declared {
		if _, err := klaviyo.ParseDay(d.Value); err == nil { // of anything else, the uses tell
			judged[d.Place.Pos] = true
			told[res.pkg+"."+d.Name] = true
		}
	}
	for _, r := range res.Requests {
		if r.Evidence == "" {
			continue
		}
		for _, t := range r.Headers.Set["Revision"].Texts() {
			for _, p := range t {
				if p.Src.Pos.IsValid() && p.Src.Pkg == res.pkg {
					judged[p.Src.Pos] = true
				}
			}
			if s, ok := t.Const(); ok && len(t) > 0 && t[0].Src.Pkg != res.pkg {
				told[t[0].Src.Pkg+" "+s] = true
			}
		}
	}
	if res.program.Export(pass, program.Fact{Evidence: own, Offers: offered, Judged: slices.Sorted(maps.Keys(told))}, func(at token.Pos) bool { return judged[at] }) {
		for _, o := range offered {
			res.Offers[o] = true
		}
	}
}

// A Result lists the requests of one package.
type Result struct {
	// Requests that are Klaviyo's, in the order of their sites.
	Requests []*Request
	// Offers says which operations the package offers as functions of its own.
	Offers map[string]bool
	// Budget is set when the package was too large to be executed whole.
	Budget bool
	// Cut names the functions that were not followed to their end.
	Cut []string
	// Speaks is set when the package writes down Klaviyo's API host or the scheme of
	// its credential, or imports an SDK.
	Speaks bool
	// Uses are values that reach a key, a secret or a phone number of an SDK.
	Uses []httpcalls.Use
	// Declared are revisions that other packages take from this one.
	Declared []Declared
	// Generated are revisions given to generated clients, in a parameter struct
	// or to a builder.
	Generated []Value
	// Imports are the SDKs that the package imports.
	Imports []Import

	program *program.Package
	hosts   []string // that the configuration names beside Klaviyo's
	pkg     string
	sends   map[*ir.Node][]*Request // see bySend
	byRoot  map[*ir.Func][]*Request
	alone   func(*ir.Func) []*Request
	events  func() []Event
}

// Program returns the package and what its imports told, for helpers with
// questions of their own; nil when the package was left by the gate.
func (res *Result) Program() *program.Package { return res.program }

// Hosts are the hosts that the configuration names beside Klaviyo's own.
func (res *Result) Hosts() []string { return res.hosts }

// Package is the import path of the package.
func (res *Result) Package() string { return res.pkg }
