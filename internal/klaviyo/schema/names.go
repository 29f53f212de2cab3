package schema

import "strings"

// A Name is one dotted path of a document, over all shapes it may have there.
type Name struct {
	Path     string // data.attributes.email, data[].id
	Required bool   // wherever its object stands, and in every shape
	Nullable bool
	Kinds    string   // the kinds as their letters, sorted
	Values   []string // over all shapes, sorted
}

// Names returns every path of a document, sorted. An element of an array is
// written "[]". A shape that contains itself is followed once.
func (n Node) Names() map[string]*Name {
	into := map[string]*Name{}
	if !n.IsZero() {
		n.names("", into, false, map[int]bool{})
	}
	return into
}

func (n Node) names(path string, into map[string]*Name, arm bool, inside map[int]bool) {
	switch k := n.Kind(); k {
	case Object:
		if inside[n.n] {
			return
		}
		inside[n.n] = true
		for m := range n.Members() {
			p := join(path, m.Name)
			e, seen := into[p]
			if !seen {
				e = &Name{Path: p, Required: true}
				into[p] = e
			}
			e.Required = e.Required && m.Required && !arm
			e.Nullable = e.Nullable || m.Nullable
			m.Node.names(p, into, arm, inside)
		}
		delete(inside, n.n)
	case Array:
		if e := into[path]; e != nil {
			e.addKind(k)
		}
		el, _ := n.Elem()
		el.names(path+"[]", into, arm, inside)
	case OneOf:
		for _, a := range n.Arms() {
			a.names(path, into, true, inside)
		}
	default:
		e := into[path]
		if e == nil {
			if !strings.HasSuffix(path, "[]") {
				return
			}
			e = &Name{Path: path}
			into[path] = e
		}
		e.addKind(k)
		e.addValues(n.Scalar().Values)
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (e *Name) addKind(k Kind) {
	if strings.IndexByte(e.Kinds, byte(k)) < 0 {
		e.Kinds = sortBytes(e.Kinds + string(rune(k)))
	}
}

func (e *Name) addValues(vals []string) {
	e.Values = union(e.Values, vals)
}
