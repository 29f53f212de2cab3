package keyflow

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A find says which key a shown value holds.
type find struct {
	what   string
	whole  bool
	header bool
	urlErr bool
	token  bool
}

// held names the key behind an origin for a message.
func held(o flow.Origin) string {
	if o.Kind == "shown key" {
		return o.Sub
	}
	name := o.Name
	if o.Kind == "held" || o.Kind == "global" {
		name = short(name)
	}
	return name
}

// short leaves the type and the field of a qualified name.
func short(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	if parts := strings.Split(name, "."); len(parts) > 2 {
		name = strings.Join(parts[len(parts)-2:], ".")
	}
	return strings.ReplaceAll(name, "#", ".")
}

// inText finds a key in a text.
func (l *leaker) inText(t flow.Text) *find {
	for _, p := range t {
		switch {
		case !p.Hole:
			if len(klaviyo.FindKeys(p.Lit)) > 0 {
				return &find{}
			}
		case p.From.Kind == "url error":
			return &find{what: p.From.Name, urlErr: true}
		case p.From.Kind == "shown header":
			return &find{what: p.From.Name, header: true, whole: true}
		case p.From.Kind == "shown whole":
			return &find{what: p.From.Name, whole: true}
		case l.isKey(p.From):
			return &find{what: held(p.From)}
		case l.isToken(p.From):
			return &find{what: held(p.From), token: true}
		}
	}
	return nil
}

// shown finds a key in what a value shows. A part of the key among the
// alternatives means that somebody thought of masking it.
func (l *leaker) shown(v flow.Value, json bool, depth int) *find {
	var out *find
	for _, a := range v {
		if t := l.It.Prog.Type(a.Type); t != nil && a.Kind != flow.ObjK && hides(t) {
			return nil
		}
		var f *find
		switch a.Kind {
		case flow.Unknown:
			if a.Origin.Kind == "slice" || a.Origin.Kind == "masked" {
				return nil
			}
			f = l.inText(flow.Text{{Hole: true, From: a.Origin}})
		case flow.TextK:
			for _, p := range a.Text {
				if p.Hole && (p.From.Kind == "slice" || p.From.Kind == "masked") {
					return nil
				}
			}
			f = l.inText(a.Text)
		case flow.ObjK:
			f = l.inObject(a.Obj, json, depth)
		}
		if out == nil {
			out = f
		}
	}
	return out
}

// inObject finds a key in what is shown of a list, a map or a struct.
func (l *leaker) inObject(id flow.ID, json bool, depth int) *find {
	o := l.It.Object(id)
	switch {
	case depth > 3:
		return nil
	case o.List || o.Map:
		for _, f := range l.It.Written(id) {
			if !f.IsElement() && !f.IsEntry() {
				continue
			}
			v, _ := l.It.Get(id, f)
			if found := l.shown(v, json, depth+1); found != nil {
				if o.Type == "net/http.Header" {
					found.header, found.whole = true, true
				}
				return found
			}
		}
		return nil
	case o.Type == stdlib.JSON:
		// The JSON of a value, by its tags.
		v, _ := l.It.Get(id, stdlib.Encoded)
		return l.shown(v, true, depth)
	case o.Type == "net/http.Request":
		if h, ok := l.It.Get(id, flow.Field("Header")); ok && !json {
			return l.shown(h, json, depth+1)
		}
		return nil
	}
	return l.inStruct(id, o, json, depth)
}

// inStruct looks at the fields that are shown when a struct is. A type that
// says itself how it is shown is asked, or trusted.
func (l *leaker) inStruct(id flow.ID, o *flow.Object, json bool, depth int) *find {
	t := l.It.Prog.Type(o.Type)
	if t == nil || !t.Struct {
		return nil
	}
	if f, own := l.own(id, t); own {
		return f
	}
	for _, f := range t.Fields {
		if json && f.JSON == "" && !f.Embedded {
			continue
		}
		v, set := l.It.Get(id, flow.Field(f.Name))
		inner := l.It.Prog.Type(f.Type)
		switch {
		case inner != nil && inner.Struct:
			if strings.HasPrefix(f.Type, "*") && !json {
				continue // an address
			}
			if set {
				if found := l.shown(v, json, depth+1); found != nil {
					return found
				}
			} else if o.Symbolic {
				if found := l.inType(inner, json, depth+1); found != nil {
					return found
				}
			}
		case set && len(v) > 0:
			if !plainText(f.Type) {
				continue
			}
			if found := l.shown(l.rename(t.Name, f.Name, v), json, depth+1); found != nil {
				return &find{what: typeField(t, f), whole: true, token: found.token}
			}
		case o.Symbolic && plainText(f.Type) && l.isKey(flow.Origin{Kind: "held", Name: t.Name + "." + f.Name}):
			return &find{what: typeField(t, f), whole: true}
		}
	}
	return nil
}

// inType is inStruct for a struct of which only the type is known.
func (l *leaker) inType(t *ir.Type, json bool, depth int) *find {
	if depth > 3 || hides(t) {
		return nil
	}
	for _, f := range t.Fields {
		if json && f.JSON == "" && !f.Embedded {
			continue
		}
		if plainText(f.Type) && l.isKey(flow.Origin{Kind: "held", Name: t.Name + "." + f.Name}) {
			return &find{what: typeField(t, f), whole: true}
		}
		if inner := l.It.Prog.Type(f.Type); inner != nil && inner.Struct && (json || !strings.HasPrefix(f.Type, "*")) {
			if found := l.inType(inner, json, depth+1); found != nil {
				return found
			}
		}
	}
	return nil
}

// plainText reports whether a field's type shows its value as it is. Named
// types may hide theirs.
func plainText(typ string) bool { return typ == "string" || typ == "[]byte" }

func typeField(t *ir.Type, f ir.Field) string { return short(t.Name + "." + f.Name) }

// showing are the methods by which a type says how it is shown.
var showing = []string{"Format", "String", "GoString", "Error", "LogValue", "MarshalText", "MarshalJSON", "MarshalLogObject", "MarshalZerologObject"}

func hides(t *ir.Type) bool {
	for _, m := range showing {
		if _, ok := t.Methods[m]; ok {
			return true
		}
	}
	return false
}

// own asks a type that says itself how it is shown. What its String method
// gives is looked at; of the others it is taken that they hide.
func (l *leaker) own(id flow.ID, t *ir.Type) (*find, bool) {
	if !hides(t) {
		return nil, false
	}
	m, ok := t.Methods["String"]
	if _, formats := t.Methods["Format"]; !ok || formats || len(m.Path) > 0 || l.It.Prog.Func(m.Func) == nil {
		return nil, true
	}
	n := &ir.Node{Op: ir.OpCall, Str: m.Func, Recv: true, Types: []string{"string"}}
	rs := l.It.CallMethod(n, flow.ObjValue(id), nil)
	if len(rs) == 0 {
		return nil, true
	}
	return l.shown(rs[0], false, 2), true
}

// rename lets a value of which only its way is known count as what the field
// holds.
func (l *leaker) rename(owner, name string, v flow.Value) flow.Value {
	if owner == "" || !keyish(name) && l.It.Prog.Type(owner) == nil {
		return v
	}
	out := v
	for i, a := range v {
		o := unnamed(a)
		if o == nil || l.isKey(*o) {
			continue
		}
		if &out[0] == &v[0] {
			out = append(flow.Value(nil), v...)
		}
		now := *o
		now.Kind, now.Name, now.Sub = "held", owner+"."+name, ""
		if a.Kind == flow.TextK {
			out[i].Text = append(flow.Text(nil), a.Text...)
			out[i].Text[len(a.Text)-1].From = now
		} else {
			out[i].Origin = now
		}
	}
	return out
}

// unnamed gives the origin of a value of which only its way is known: the whole
// of it, or all but a prefix that a test told.
func unnamed(a flow.Atom) *flow.Origin {
	o := &a.Origin
	switch {
	case a.Kind == flow.TextK:
		last := len(a.Text) - 1
		if last < 0 || last > 1 || !a.Text[last].Hole || last == 1 && (a.Text[0].Hole || a.Text[0].Src.Pos.IsValid() || a.Text[0].Lit != "pk_") {
			return nil
		}
		o = &a.Text[last].From
	case a.Kind != flow.Unknown:
		return nil
	}
	switch o.Kind {
	case "param", "field", "var", "env", "flag", "global", "index", "range", "deref", "arg", "written", "filled":
		return o
	case "call":
		if gets(o.Name) {
			return o
		}
	}
	return nil
}

// field names what is read from a field by the field.
func (l *leaker) field(_ *flow.Interp, n *ir.Node, v flow.Value) flow.Value {
	switch n.Type {
	case "string", "*string", "[]byte":
		at := n.Kids[0]
		owner := ir.Elem(at.Type)
		if owner == "struct" && at.Op == ir.OpField {
			owner = ir.Elem(at.Kids[0].Type) + "#" + at.Str // it has no name of its own
		}
		return l.rename(owner, n.Str, v)
	}
	return v
}

// unset gives a key's field of a value from outside its name, where the package
// itself stores nothing but constants there: those are defaults, and the key
// comes from elsewhere.
func (l *leaker) unset(id flow.ID, field string) (flow.Value, bool) {
	o := l.It.Object(id)
	t := l.It.Prog.Type(o.Type)
	if !o.Symbolic || t == nil || !l.isKey(flow.Origin{Kind: "held", Name: o.Type + "." + field}) {
		return nil, false
	}
	for _, f := range t.Fields {
		if f.Name == field && !plainText(f.Type) {
			return nil, false
		}
	}
	if s := l.It.Given[o.Type+"."+field]; s != nil {
		for _, t := range s.Trees {
			if t.Kind != flow.TextK || !t.Text.Known() {
				return nil, false
			}
		}
	}
	return flow.UnknownFrom(flow.Origin{Kind: "held", Name: o.Type + "." + field}, "string"), true
}
