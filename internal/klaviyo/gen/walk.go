package main

import (
	"fmt"
	"slices"
	"strings"
)

// A walker reads schemas a second time, for -check: it follows references as it
// goes, and shares nothing with the reader that the tables are written from.
type walker struct{ doc *document }

// A link is a component that was entered, and how many objects since.
type link struct {
	name    string
	objects int
}

func (w *walker) rows(s *object) []string {
	var out []string
	w.walk(s, "", &out, nil)
	return out
}

func (w *walker) component(name string) *object { return w.doc.schemas.obj(name) }

// walk adds the rows of a schema, and returns whether it may be null.
func (w *walker) walk(s *object, path string, out *[]string, chain []link) bool {
	add := func(format string, args ...any) { *out = append(*out, path+" "+fmt.Sprintf(format, args...)) }
	nullable := false
	chain = slices.Clone(chain)
	for {
		name, ok := refName(s)
		if !ok {
			break
		}
		nullable = nullable || s.yes("nullable")
		for d, l := range chain {
			if l.name == name {
				up := 0
				for _, x := range chain[d:] {
					up += x.objects
				}
				add("up %d", up)
				return nullable
			}
		}
		chain = append(chain, link{name, 0})
		s = w.component(name)
	}
	nullable = nullable || s.yes("nullable")
	switch {
	case s.has("allOf"):
		var parts []*object
		for _, p := range s.objs("allOf") {
			nullable = nullable || p.yes("nullable")
			for {
				name, ok := refName(p)
				if !ok {
					break
				}
				p = w.component(name)
				nullable = nullable || p.yes("nullable")
			}
			parts = append(parts, p)
		}
		w.members(parts, path, out, chain)
	case s.has("oneOf"), s.has("anyOf"):
		var arms [][]string
		for _, p := range append(s.objs("oneOf"), s.objs("anyOf")...) {
			var rows []string
			nullable = w.walk(p, path, &rows, chain) || nullable
			slices.Sort(rows)
			arms = append(arms, rows)
		}
		addArms(path, arms, out)
	case s.str("type") == "array":
		var rows []string
		n := w.walk(s.obj("items"), path+"[]", &rows, chain)
		add("array %v", n)
		*out = append(*out, rows...)
	case s.str("type") == "object", s.has("properties"):
		w.members([]*object{s}, path, out, chain)
	default:
		add("%c %q %q %q %q %q", w.kind(s), s.str("format"), numberText(s.get("minimum")), numberText(s.get("maximum")), w.values(s), w.dflt(s))
	}
	return nullable
}

func (w *walker) kind(s *object) byte {
	switch s.str("type") {
	case "string":
		return 's'
	case "integer":
		return 'i'
	case "number":
		return 'n'
	case "boolean":
		return 'b'
	}
	if vals := s.list("enum"); len(vals) > 0 {
		switch v := vals[0].(type) {
		case string:
			return 's'
		case bool:
			return 'b'
		case nil:
			return 'z'
		default:
			if strings.ContainsAny(fmt.Sprint(v), ".eE") {
				return 'n'
			}
			return 'i'
		}
	}
	return '*'
}

func (w *walker) values(s *object) []string {
	var out []string
	for _, v := range s.list("enum") {
		if t, ok := v.(string); ok {
			out = append(out, t)
		} else {
			out = append(out, jsonText(v))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (w *walker) dflt(s *object) string {
	if d := s.get("default"); d != nil {
		return jsonText(d)
	}
	return ""
}

// members adds the members of an object, or of several that an allOf joins.
func (w *walker) members(parts []*object, path string, out *[]string, chain []link) {
	props := map[string][]*object{}
	required := map[string]bool{}
	closed := true
	for _, p := range parts {
		for {
			name, ok := refName(p)
			if !ok {
				break
			}
			p = w.component(name)
		}
		closed = closed && p.has("maxProperties") && fmt.Sprint(p.get("maxProperties")) == "0"
		fields := p.obj("properties")
		for _, name := range fields.names() {
			props[name] = append(props[name], fields.obj(name))
		}
		if len(fields.names()) > 0 {
			for _, name := range p.strs("required") {
				required[name] = true
			}
		}
	}
	if len(props) == 0 {
		if closed {
			*out = append(*out, path+" {}")
		} else {
			*out = append(*out, path+" free object")
		}
		return
	}
	chain = slices.Clone(chain)
	if len(chain) > 0 {
		chain[len(chain)-1].objects++
	}
	for name, list := range props {
		p := path + "." + name
		nullable, readOnly := false, false
		for _, x := range list {
			readOnly = readOnly || x.yes("readOnly")
		}
		if joined := w.followed(list); len(list) > 1 && allObjects(joined) {
			for i, x := range list {
				nullable = nullable || x.yes("nullable") || joined[i].yes("nullable")
			}
			w.members(joined, p, out, chain)
		} else {
			nullable = w.walk(list[0], p, out, chain)
			for i, x := range list[1:] {
				nullable = nullable || x.yes("nullable") || joined[i+1].yes("nullable")
			}
		}
		*out = append(*out, fmt.Sprintf("%s member %v %v %v", p, required[name], nullable, readOnly))
	}
}

func (w *walker) followed(list []*object) []*object {
	var out []*object
	for _, s := range list {
		for {
			name, ok := refName(s)
			if !ok {
				break
			}
			s = w.component(name)
		}
		out = append(out, s)
	}
	return out
}

func allObjects(list []*object) bool {
	return !slices.ContainsFunc(list, func(s *object) bool { return !s.has("properties") })
}
