package program

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// evidence reports whether a constant of the package could make a request
// Klaviyo's: the host, or the scheme of its credential.
func evidence(unit *ir.Unit) bool { return tagged(unit) || anywhere(unit, telltale) }

// tagged reports whether the tag of a field gives it such a constant.
func tagged(unit *ir.Unit) bool {
	for _, t := range unit.Types {
		if slices.ContainsFunc(t.Fields, func(f ir.Field) bool { return Telling(f.Default) }) {
			return true
		}
	}
	return false
}

// pieces reports whether a constant of the package could become Klaviyo's host
// together with others: "https://a." + brand + ".com".
func pieces(unit *ir.Unit) bool {
	return anywhere(unit, func(n *ir.Node) bool {
		if n.Op != ir.OpConst {
			return false
		}
		low := strings.ToLower(n.Str)
		return strings.HasSuffix(low, "klaviyo") || strings.HasPrefix(low, "klaviyo.") || strings.Contains(low, ".klaviyo")
	})
}

func anywhere(unit *ir.Unit, holds func(*ir.Node) bool) bool {
	for _, f := range unit.Funcs {
		if f.Body.Any(holds) {
			return true
		}
	}
	for _, g := range unit.Globals {
		if g.Init.Any(holds) {
			return true
		}
	}
	return false
}

// dated recognises a text that has the form of a revision.
func dated(n *ir.Node) bool {
	return n.Op == ir.OpConst && len(n.Str) >= len("2006-01-02") && klaviyo.HoldsDate([]byte(`"`+n.Str+`"`))
}

func telltale(n *ir.Node) bool { return n.Op == ir.OpConst && Telling(n.Str) }

// TellingTree reports whether what is stored holds such a text.
func TellingTree(t flow.Tree) bool {
	return slices.ContainsFunc(t.Text, func(p flow.Part) bool { return Telling(p.Lit) })
}

// readsAny reports whether a function of the package reads one of the fields or
// variables.
func readsAny(unit *ir.Unit, names map[string]bool) bool {
	return len(names) > 0 && anywhere(unit, reads(names))
}

// reads recognises a read of one of the fields or variables.
func reads(names map[string]bool) func(*ir.Node) bool {
	return func(n *ir.Node) bool {
		switch n.Op {
		case ir.OpField:
			return names[ir.Elem(n.Kids[0].Type)+"."+n.Str]
		case ir.OpGlobal:
			return names[n.Str]
		}
		return false
	}
}

// tellingWithin is [TellingTree] for all that the value holds.
func tellingWithin(t flow.Tree) bool {
	if TellingTree(t) {
		return true
	}
	return slices.ContainsFunc(t.Kids, func(b flow.Branch) bool { return slices.ContainsFunc(b.Trees, tellingWithin) })
}

// Telling reports whether a text is one that only code about Klaviyo holds: its
// host, the scheme of its credential, the header of its webhooks.
func Telling(s string) bool {
	low := strings.ToLower(s)
	return strings.Contains(low, "klaviyo.com") || strings.Contains(low, "klaviyo-api-key") || low == "klaviyo-signature"
}

// tellers names the functions of the package with which an importer may make a
// request Klaviyo's: those that lead to a request or to evidence, and those that take,
// return or make a value of a type that such functions handle, as constructors,
// options and settings do. reach are those that lead to a request.
//
// A package that knows Klaviyo, say by a table of its hosts, has many others: who
// parses a date with it has nothing of Klaviyo.
func (p *Package) tellers(reach map[string]bool) map[string]bool {
	fields := maps.Clone(p.Imports.Fields)
	for name, s := range p.Stores {
		if slices.ContainsFunc(s.Trees, tellingWithin) {
			fields[name] = true
		}
	}
	for _, t := range p.Unit.Types {
		for _, f := range t.Fields {
			if Telling(f.Default) {
				fields[t.Name+"."+f.Name] = true
			}
		}
	}
	for name, g := range p.Unit.Globals {
		if g.Init.Any(telltale) {
			fields[name] = true
		}
	}
	out := maps.Clone(reach)
	for name, f := range p.Unit.Funcs {
		if f.Body.Any(reads(fields)) {
			out[name] = true
		}
	}
	e := httpcalls.New(p.Flow, httpcalls.Options{Vendor: p.opts.Vendor})
	leading := func() {
		maps.Copy(out, p.reaching(e, func(name string) bool { return out[name] || p.Imports.Evidence[name] }))
	}
	leading()
	if len(out) > 0 { // what nothing leads to needs no values either
		maps.Copy(out, storing(e, p.Unit, out, false))
		leading()
		for _, t := range p.Unit.Types {
			for _, m := range t.Methods {
				if p.Imports.Sends[m.Func] {
					out[m.Func] = true // promoted: it sends for the type that embeds its own
				}
			}
		}
	}
	return out
}

// configured reports whether the configuration says that the package talks to
// Klaviyo, or names hosts that it may use.
func configured(pass *analysis.Pass, s *config.Settings) bool {
	return len(s.Client.Hosts) > 0 || s.Client.HasPackage(pass.Pkg.Path())
}
