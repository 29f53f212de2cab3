package e164

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/program"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// phoneKeys are the JSON keys that hold a phone number: phone_number in the
// current API (all schema keys of github.com/klaviyo/openapi were checked) and
// $phone_number in the payloads of track and identify.
var phoneKeys = map[string]bool{"phone_number": true, "$phone_number": true}

// rawPhone finds phone keys in JSON that was written as text.
var rawPhone = lazy.Regexp(`"\$?phone_number"\s*:\s*"([^"]*)"`)

// filterPhone finds phone numbers in filter expressions.
var filterPhone = lazy.Regexp(`phone_number,\s*(?:\[)?\s*"([^"]*)"`)

// phones returns the texts that reach a phone field of a Klaviyo request.
func phones(res *requests.Result) []flow.Text {
	var out []flow.Text
	for _, r := range res.Requests {
		if r.HostKind() == klaviyo.HostInvented {
			continue // it reaches nothing
		}
		r.Body.Walk(func(key string, v *requests.JSON) {
			switch v.Kind {
			case requests.JSONString:
				if phoneKeys[key] {
					out = append(out, v.Texts...)
				}
			case requests.JSONRaw:
				for _, t := range v.Texts {
					out = append(out, requests.Matches(rawPhone(), t)...)
				}
			}
		})
		for _, u := range r.URLs {
			out = append(out, filters(u.Query)...)
		}
	}
	for _, u := range res.Uses {
		if u.Kind == "phone_number" {
			out = append(out, u.Texts...)
		}
	}
	return append(out, filled(res)...)
}

// filters finds phone numbers in a query, written plainly or escaped.
func filters(q flow.Text) []flow.Text {
	p := q.Pattern()
	if !strings.Contains(p, "phone_number") {
		return nil
	}
	if out := requests.Matches(filterPhone(), q); len(out) > 0 {
		return out
	}
	if s, err := url.QueryUnescape(p); err == nil && s != p {
		for _, m := range filterPhone().FindAllStringSubmatch(s, -1) {
			if strings.Contains(m[1], flow.HoleMark) || len(q) == 0 {
				continue
			}
			for _, part := range q {
				if !part.Hole && strings.Contains(part.Lit, "phone_number") || part.Src.Pos.IsValid() && strings.Contains(part.Lit, url.QueryEscape(m[1])) {
					return []flow.Text{{{Lit: m[1], Src: part.Src}}}
				}
			}
		}
	}
	return nil
}

// phoneField returns the field of a type that marshals to a phone number, where
// another package declares the type to talk to Klaviyo: its name says so. The
// path is that of a whole module too often.
func phoneField(p *program.Package, typ string) string {
	t := p.Flow.Type(typ)
	if t == nil || !t.Struct {
		return ""
	}
	pkg := t.Name[:max(0, strings.LastIndexByte(t.Name, '.'))]
	if pkg == p.Path || !strings.Contains(strings.ToLower(path.Base(pkg)), "klaviyo") {
		return ""
	}
	for _, f := range t.Fields {
		if phoneKeys[f.JSON] {
			return f.Name
		}
	}
	return ""
}

// filled executes the functions that lead to no request themselves, and hand out a
// value with such a field: whoever gets it sends it. What is only printed stays
// where it is.
func filled(res *requests.Result) []flow.Text {
	p := res.Program()
	if p == nil {
		return nil
	}
	fills := func(n *ir.Node) bool {
		switch n.Op {
		case ir.OpStruct:
			return phoneField(p, n.Type) != ""
		case ir.OpField:
			return phoneField(p, n.Kids[0].Type) == n.Str
		}
		return false
	}
	var e *httpcalls.Engine
	var out []flow.Text
	for _, name := range slices.Sorted(maps.Keys(p.Unit.Funcs)) {
		f := p.Unit.Funcs[name]
		if p.Executed(f) || f.Gen || !f.Body.Any(fills) {
			continue
		}
		if e == nil {
			e = p.Engine()
		}
		if !e.It.Spare() {
			break
		}
		results := e.It.Run(f)
		e.It.Review(func() { out = append(out, handedOut(p, e.It, results)...) })
	}
	return out
}

// handedOut lists what a function put into the phone fields of values that it
// returns, or was given.
func handedOut(p *program.Package, it *flow.Interp, results []flow.Value) []flow.Text {
	var out []flow.Text
	seen := map[flow.ID]bool{}
	var walk func(id flow.ID)
	walk = func(id flow.ID) {
		if seen[id] {
			return
		}
		seen[id] = true
		if f := phoneField(p, it.Object(id).Type); f != "" {
			if v, ok := it.Get(id, flow.Field(f)); ok && v.Has(flow.TextK) {
				out = append(out, v.Texts()...)
			}
		}
		for _, f := range it.Written(id) {
			v, _ := it.Get(id, f)
			for _, in := range v.Objects() {
				walk(in)
			}
		}
	}
	for _, v := range results {
		for _, id := range v.Objects() {
			walk(id)
		}
	}
	for id := flow.ID(1); id < it.Len(); id++ {
		if it.Object(id).Symbolic && phoneField(p, it.Object(id).Type) != "" {
			walk(id)
		}
	}
	return out
}
