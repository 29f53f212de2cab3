package requests

import (
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// phoneKeys are the JSON keys that hold a phone number: phone_number in the
// current API (all schema keys of github.com/klaviyo/openapi were checked) and
// $phone_number in the payloads of track and identify.
var phoneKeys = map[string]bool{"phone_number": true, "$phone_number": true}

// rawPhone finds phone keys in JSON that was written as text.
var rawPhone = lazy.Regexp(`"\$?phone_number"\s*:\s*"([^"]*)"`)

// filterPhone finds phone numbers in filter expressions.
var filterPhone = lazy.Regexp(`phone_number,\s*(?:\[)?\s*"([^"]*)"`)

// Phones returns the texts that reach a phone field of a Klaviyo request.
func (res *Result) Phones() []flow.Text {
	var out []flow.Text
	for _, r := range res.Requests {
		if r.HostKind() == klaviyo.HostInvented {
			continue // it reaches nothing
		}
		r.Body.Walk(func(key string, v *JSON) {
			switch v.Kind {
			case JSONString:
				if phoneKeys[key] {
					out = append(out, v.Texts...)
				}
			case JSONRaw:
				for _, t := range v.Texts {
					out = append(out, matches(rawPhone(), t)...)
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
	return out
}

// matches cuts the first group of each match out of a text, with its sources.
func matches(re *regexp.Regexp, t flow.Text) []flow.Text {
	var out []flow.Text
	for _, m := range re.FindAllStringSubmatchIndex(t.Pattern(), -1) {
		if part := t.Slice(m[2], m[3]); len(part) > 0 {
			out = append(out, part)
		}
	}
	return out
}

// filters finds phone numbers in a query, written plainly or escaped.
func filters(q flow.Text) []flow.Text {
	p := q.Pattern()
	if !strings.Contains(p, "phone_number") {
		return nil
	}
	if out := matches(filterPhone(), q); len(out) > 0 {
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
func (e *engine) phoneField(typ string) string {
	t := e.it.Prog.Type(typ)
	if t == nil || !t.Struct {
		return ""
	}
	pkg := t.Name[:max(0, strings.LastIndexByte(t.Name, '.'))]
	if pkg == e.it.Prog.Unit().Pkg || !strings.Contains(strings.ToLower(path.Base(pkg)), "klaviyo") {
		return ""
	}
	for _, f := range t.Fields {
		if phoneKeys[f.JSON] {
			return f.Name
		}
	}
	return ""
}

// fillPhones executes the functions that lead to no request themselves, and
// hand out such a value: whoever gets it sends it. What is only printed stays
// where it is.
func (e *engine) fillPhones(unit *ir.Unit, ran map[string]bool) {
	fills := func(n *ir.Node) bool {
		switch n.Op {
		case ir.OpStruct:
			return e.phoneField(n.Type) != ""
		case ir.OpField:
			return e.phoneField(n.Kids[0].Type) == n.Str
		}
		return false
	}
	for _, name := range slices.Sorted(maps.Keys(unit.Funcs)) {
		if f := unit.Funcs[name]; !ran[name] && !f.Gen && e.it.Spare() && f.Body.Any(fills) {
			e.root, e.found, e.byKey, e.sent = f, nil, map[string]bool{}, map[flow.ID]bool{}
			e.lits, e.litOwn = nil, map[flow.ID]bool{}
			results := e.it.Run(f)
			e.it.Review(func() { e.filledPhones(results) })
		}
	}
}

// filledPhones notes what a function put into the phone fields of values that
// it returns, or was given.
func (e *engine) filledPhones(results []flow.Value) {
	seen := map[flow.ID]bool{}
	var walk func(id flow.ID)
	walk = func(id flow.ID) {
		if seen[id] {
			return
		}
		seen[id] = true
		o := e.it.Object(id)
		if f := e.phoneField(o.Type); f != "" {
			if v, ok := e.it.Get(id, flow.Field(f)); ok && v.Has(flow.TextK) {
				e.phones = append(e.phones, Use{Kind: "phone_number", Texts: v.Texts(), Node: o.Node})
			}
		}
		for _, f := range e.it.Written(id) {
			v, _ := e.it.Get(id, f)
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
	for id := flow.ID(1); id < e.it.Len(); id++ {
		if e.it.Object(id).Symbolic && e.phoneField(e.it.Object(id).Type) != "" {
			walk(id)
		}
	}
}
