package httpcalls

import (
	"sort"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// JSON is the shape of a body, as far as it is known.
type JSON struct {
	Kind  JSONKind
	Keys  map[string]*JSON
	Names []string // keys in order
	Elems []*JSON
	Texts []flow.Text  // of a string, or of a raw body
	Open  bool         // more keys or elements may exist
	Maybe bool         // the key may be absent
	Loops flow.LoopSet // what the value, apart from its parts, depends on

	// Kinds are what it may be in JSON; none when that is not known.
	Kinds Kinds
	// Format is what a Go type makes of a string: date-time for time.Time.
	Format string
	// Consts are the numbers that it may be, where all are known.
	Consts []string
	// Len is the exact number of elements of an array; -1 when that is not known.
	Len int
	// Optional marks a key that is left out when its value is empty; Set one that
	// this code gives a value.
	Optional, Set bool
	// Name is where the key is written: in a map literal, a struct or a text.
	Name ir.Source
	// Made is where the value is written.
	Made ir.Source
	// Given: the value comes from outside, and Made is the call that writes it.
	Given bool
	// Shape is what the type tells, where nothing else is known of the value.
	Shape *JSON
	// Type is the Go type of an object.
	Type string
}

// JSONKind says what a JSON value is.
type JSONKind uint8

// The kinds of JSON values.
const (
	JSONUnknown JSONKind = iota
	JSONObject
	JSONArray
	JSONString
	JSONOther
	JSONRaw // text that was written as JSON
)

// Walk visits the value and everything in it, with the key it stands under.
func (j *JSON) Walk(f func(key string, v *JSON)) { j.walk("", f) }

func (j *JSON) walk(key string, f func(string, *JSON)) {
	if j == nil {
		return
	}
	f(key, j)
	for _, n := range j.Names {
		j.Keys[n].walk(n, f)
	}
	for _, e := range j.Elems {
		e.walk(key, f)
	}
}

func (j *JSON) key() string {
	var b strings.Builder
	j.Walk(func(k string, v *JSON) {
		b.WriteString(k + ":")
		for _, t := range v.Texts {
			b.WriteString(t.Pattern() + "|")
			for _, p := range t {
				b.WriteString(pos(p.Src.Pos))
			}
		}
	})
	return b.String()
}

// body reads what a body argument holds.
func (e *Engine) body(v flow.Value) *JSON {
	v = stdlib.ContentOf(e.It, v)
	if len(v) == 0 || len(v) == 1 && v[0].Kind == flow.NilK {
		return nil
	}
	var raw []flow.Text
	var encoded []*JSON
	for _, a := range v {
		if a.Kind == flow.ObjK && e.It.Object(a.Obj).Type == stdlib.JSON {
			w, _ := e.It.Get(a.Obj, stdlib.Encoded)
			j := e.json(w, 0, nil)
			if j.Made == (ir.Source{}) { // it came from outside: the call that writes it
				j.Made, j.Given = e.made(e.It.Object(a.Obj)), true
			}
			encoded = append(encoded, j)
		}
	}
	if len(encoded) > 0 {
		out := encoded[0]
		for _, j := range encoded[1:] {
			out = mergeJSON(out, j)
		}
		return out
	}
	for _, a := range v {
		switch {
		case a.Kind == flow.ObjK && e.It.Object(a.Obj).Type == "net/url.Values", a.Kind == flow.ObjK && e.It.Object(a.Obj).Map:
			return e.json(flow.Value{a}, 0, nil)
		case a.Kind == flow.TextK:
			raw = append(raw, a.Text)
		}
	}
	if len(raw) > 0 {
		return &JSON{Kind: JSONRaw, Texts: raw, Open: len(raw) < len(v)}
	}
	return &JSON{Kind: JSONUnknown, Open: true}
}

const maxJSONDepth = 12

// JSON describes a Go value as encoding/json would write it.
func (e *Engine) JSON(v flow.Value) *JSON { return e.json(v, 0, nil) }

// json describes a Go value as encoding/json would write it.
func (e *Engine) json(v flow.Value, depth int, path []flow.ID) *JSON {
	v = e.It.Deref(v)
	j := e.jsonValue(v, depth, path)
	j.Loops = j.Loops.With(e.It.DependsItself(v))
	return j
}

func (e *Engine) jsonValue(v flow.Value, depth int, path []flow.ID) *JSON {
	maybe, null := v.Has(flow.AbsentK) || v.Has(flow.NilK), v.Has(flow.NilK)
	v = v.Without(func(a flow.Atom) bool { return a.Kind == flow.AbsentK || a.Kind == flow.NilK })
	if len(v) == 0 && !maybe {
		return &JSON{Kind: JSONUnknown, Open: true}
	}
	if len(v) == 0 || depth > maxJSONDepth {
		j := &JSON{Kind: JSONOther, Open: depth > maxJSONDepth, Maybe: maybe}
		if len(v) == 0 {
			j.Kinds = IsNull
		}
		return j
	}
	var parts []*JSON
	var texts, raw []flow.Text
	for _, a := range v {
		switch {
		case a.Kind == flow.TextK && a.Type == rawMessage:
			raw = append(raw, a.Text)
		case a.Kind == flow.TextK && (e.bytes(a.Type) || e.marshals(a.Type)):
			// Written in base64, unless its type has a method that says otherwise.
			parts = append(parts, &JSON{Kind: JSONUnknown, Open: true, Kinds: e.shape(a.Type, depth+1).Kinds})
		case a.Kind == flow.TextK && (a.Type == "[]rune" || a.Type == "[]int32"):
			parts = append(parts, &JSON{Kind: JSONArray, Open: true, Kinds: IsArray, Len: -1})
		case a.Kind == flow.TextK:
			texts = append(texts, a.Text)
		case a.Kind == flow.ObjK:
			cyc := false
			for _, p := range path {
				cyc = cyc || p == a.Obj
			}
			if !cyc {
				parts = append(parts, e.jsonObject(a.Obj, depth, append(path[:len(path):len(path)], a.Obj)))
			}
		case a.Kind == flow.Unknown:
			shape := e.shape(a.Type, depth+1)
			parts = append(parts, &JSON{Kind: JSONUnknown, Open: true, Kinds: shape.Kinds, Format: shape.Format, Shape: shape})
		default:
			if e.marshals(a.Type) {
				parts = append(parts, &JSON{Kind: JSONUnknown, Open: true, Kinds: e.shape(a.Type, depth+1).Kinds})
				continue
			}
			parts = append(parts, scalarJSON(a))
		}
	}
	if len(raw) > 0 {
		return &JSON{Kind: JSONRaw, Texts: raw, Maybe: maybe, Open: len(raw) < len(v)}
	}
	if len(texts) > 0 {
		j := &JSON{Kind: JSONString, Texts: texts, Maybe: maybe, Open: len(parts) > 0, Kinds: IsString}
		for _, p := range parts {
			j.Kinds = eitherKind(j.Kinds, p.Kinds)
		}
		j.nullable(null)
		return j
	}
	if len(parts) == 0 { // it holds itself
		return &JSON{Kind: JSONUnknown, Open: true}
	}
	out := parts[0]
	for _, p := range parts[1:] {
		out = mergeJSON(out, p)
	}
	out.Maybe = out.Maybe || maybe
	out.nullable(null)
	return out
}

// bytes reports whether a type is a list of bytes, under whatever name.
func (e *Engine) bytes(typ string) bool {
	under := e.It.Prog.Under(typ)
	return under == "[]byte" || under == "[]uint8"
}

// nullable adds null to what a value may be.
func (j *JSON) nullable(null bool) {
	if null && j.Kinds != 0 {
		j.Kinds |= IsNull
	}
}

// rawMessage is the type of bytes that are written as they are.
const rawMessage = "encoding/json.RawMessage"

// marshals reports whether values of a type write themselves.
func (e *Engine) marshals(typ string) bool {
	t := e.It.Prog.Type(strings.TrimLeft(typ, "*"))
	if t == nil {
		return false
	}
	_, j := t.Methods["MarshalJSON"]
	_, x := t.Methods["MarshalText"]
	return j || x
}

func unknownText() flow.Text {
	return flow.Text{{Hole: true, From: flow.Origin{Kind: "encoded"}}}
}

// typed describes a value in a place of a type. Encoded text is a part of the
// body in a raw message, and a string anywhere else.
func (e *Engine) typed(v flow.Value, typ string, depth int, path []flow.ID) *JSON {
	raw := strings.TrimLeft(typ, "*") == rawMessage
	var out flow.Value
	for _, a := range v {
		switch {
		case raw && a.Kind == flow.TextK:
			a.Type = rawMessage
		case !raw && a.Kind == flow.ObjK && e.It.Object(a.Obj).Type == stdlib.JSON && a.Type != rawMessage:
			a = flow.Atom{Kind: flow.TextK, Text: unknownText()}
		}
		out = append(out, a)
	}
	return e.json(out, depth, path)
}

// mayBeEmpty reports whether encoding/json may leave a value out under omitempty.
func mayBeEmpty(v flow.Value) bool {
	for _, a := range v {
		switch a.Kind {
		case flow.TextK:
			if a.Text.LitLen() == 0 {
				return true
			}
		case flow.IntK, flow.BoolK:
			if a.Int == 0 {
				return true
			}
		case flow.NilK, flow.AbsentK, flow.Unknown:
			return true
		}
	}
	return false
}

func mergeJSON(a, b *JSON) *JSON {
	out := &JSON{Kind: a.Kind, Keys: map[string]*JSON{}, Open: a.Open || b.Open, Loops: a.Loops.With(b.Loops), Texts: append(a.Texts, b.Texts...), Elems: append(a.Elems, b.Elems...), Kinds: eitherKind(a.Kinds, b.Kinds), Name: a.Name, Made: a.Made, Len: -1, Optional: a.Optional || b.Optional, Set: a.Set && b.Set}
	if a.Format == b.Format {
		out.Format = a.Format
	}
	if a.Shape == b.Shape {
		out.Shape = a.Shape
	}
	if len(a.Consts) > 0 && len(b.Consts) > 0 {
		out.Consts = append(a.Consts[:len(a.Consts):len(a.Consts)], b.Consts...)
	}
	if b.Kind != a.Kind {
		out.Open = true
	}
	for n, v := range a.Keys {
		c := *v
		if o, ok := b.Keys[n]; ok {
			c = *mergeJSON(v, o)
			c.Maybe = v.Maybe || o.Maybe
		} else {
			c.Maybe = true
		}
		out.Keys[n] = &c
	}
	for n, v := range b.Keys {
		if _, ok := a.Keys[n]; !ok {
			c := *v
			c.Maybe = true
			out.Keys[n] = &c
		}
	}
	out.sortNames()
	return out
}

func (j *JSON) sortNames() {
	j.Names = j.Names[:0]
	for n := range j.Keys {
		j.Names = append(j.Names, n)
	}
	sort.Strings(j.Names)
}

func (e *Engine) jsonObject(id flow.ID, depth int, path []flow.ID) *JSON {
	o := e.It.Object(id)
	switch {
	case o.Type == stdlib.JSON:
		w, _ := e.It.Get(id, stdlib.Encoded)
		return e.json(w, depth+1, path)
	case (o.List || o.Map) && e.marshals(o.Type): // it writes itself
		return &JSON{Kind: JSONUnknown, Open: true, Kinds: e.shape(o.Type, depth).Kinds, Made: e.made(o), Type: o.Type}
	case o.List:
		j := &JSON{Kind: JSONArray, Open: o.Symbolic, Kinds: IsArray, Made: e.made(o)}
		if elem, bytes := strings.CutPrefix(o.Type, "[]"); bytes && (elem == "byte" || elem == "uint8") {
			j.Kinds = IsString
		}
		defer func() {
			j.Len = len(j.Elems)
			if j.Open || o.Symbolic {
				j.Len = -1
			}
		}()
		for _, f := range e.It.Written(id) {
			if f.IsElement() {
				v, _ := e.It.Get(id, f)
				j.Elems = append(j.Elems, e.typed(v, ir.ElemType(o.Type), depth+1, path))
				j.Open = j.Open || f == flow.AnyIndex
			}
		}
		if n, ok := e.It.ListLen(id); !ok || n > int64(len(j.Elems)) {
			j.Open = true // elements that were not written, or more than are known
		}
		return j
	case o.Map:
		j := &JSON{Kind: JSONObject, Keys: map[string]*JSON{}, Open: o.Symbolic, Kinds: IsObject, Made: e.made(o)}
		if _, ok := e.It.Get(id, flow.Open); ok {
			j.Open = true
		}
		for _, f := range e.It.Written(id) {
			if f == flow.AnyEntry {
				j.Open = true
			} else if f.IsEntry() {
				v, _ := e.It.Get(id, f)
				if len(v) == 1 && v[0].Kind == flow.AbsentK {
					continue
				}
				k := e.typed(v, ir.ElemType(o.Type), depth+1, path)
				k.Maybe = v.Has(flow.AbsentK)
				k.Name = e.entryName(id, f)
				j.Keys[f.Name] = k
			}
		}
		j.sortNames()
		return j
	}
	t := e.It.Prog.Type(o.Type)
	if t == nil || !t.Struct {
		return &JSON{Kind: JSONUnknown, Open: true, Kinds: e.shape(o.Type, depth).Kinds}
	}
	if e.marshals(o.Type) || o.Type == "time.Time" {
		shape := e.shape(o.Type, depth)
		return &JSON{Kind: JSONUnknown, Open: true, Kinds: shape.Kinds, Format: shape.Format, Made: e.made(o), Type: o.Type}
	}
	j := &JSON{Kind: JSONObject, Keys: map[string]*JSON{}, Kinds: IsObject, Made: e.made(o), Type: o.Type}
	e.structKeys(j, t, id, depth, path)
	j.sortNames()
	return j
}

func (e *Engine) structKeys(j *JSON, t *ir.Type, id flow.ID, depth int, path []flow.ID) {
	o := e.It.Object(id)
	_, open := e.It.Get(id, flow.Open) // unknown code had it, and may have set more
	for _, f := range t.Fields {
		v, ok := e.It.Get(id, flow.Field(f.Name))
		if f.Embedded && f.JSON == "" {
			in, isObj := v.IsObject()
			et := e.It.Prog.Type(f.Type)
			if isObj {
				et = e.It.Prog.Type(e.It.Object(in).Type)
			}
			switch {
			case ok && len(v) == 1 && v[0].Kind == flow.NilK:
			case et == nil || !et.Struct || ok && !isObj || depth >= maxJSONDepth:
				j.Open = true // more keys, which cannot be seen
			case isObj:
				e.structKeys(j, et, in, depth+1, path)
			case o.Symbolic || open:
				for n, k := range e.typeJSON(f.Type, depth+1).Keys {
					j.Keys[n] = k
				}
			}
			continue
		}
		if f.JSON == "" {
			continue
		}
		if !ok || len(v) == 0 {
			switch {
			case o.Symbolic || open:
				j.Keys[f.JSON] = e.typeJSON(f.Type, depth+1)
				j.Keys[f.JSON].Maybe = j.Keys[f.JSON].Open || f.OmitEmpty
				field(j.Keys[f.JSON], f)
			default:
				e.zeroField(j, f, depth)
			}
			continue
		}
		k := e.typed(v, f.Type, depth+1, path)
		if f.OmitEmpty && k.Empty() {
			continue
		}
		k.Maybe = k.Maybe || f.OmitEmpty && mayBeEmpty(v)
		k.Set = !o.Symbolic && !open
		field(k, f)
		j.Keys[f.JSON] = k
	}
}

// zeroJSON describes the zero value of a type.
func (e *Engine) zeroJSON(typ string, depth int) *JSON {
	if typ == "string" {
		return &JSON{Kind: JSONString, Texts: []flow.Text{{}}, Kinds: IsString}
	}
	under := e.It.Prog.Under(typ)
	if under == "" {
		under = typ
	}
	switch {
	case e.marshals(typ):
		return &JSON{Kind: JSONUnknown, Open: true, Kinds: e.shape(typ, depth).Kinds}
	case under == "string":
		return &JSON{Kind: JSONString, Texts: []flow.Text{{}}, Kinds: IsString}
	case strings.HasPrefix(under, "[") && !strings.HasPrefix(under, "[]"):
		return &JSON{Kind: JSONArray, Open: true, Kinds: IsArray, Len: -1}
	}
	t := e.It.Prog.Type(typ)
	if t == nil && (under == "struct" || strings.Contains(under, ".")) && !strings.ContainsAny(under[:1], "*[") && !strings.HasPrefix(under, "map[") && under != "time.Duration" {
		return &JSON{Kind: JSONUnknown, Open: true, Kinds: e.shape(typ, depth).Kinds} // of a library, which may write itself
	}
	if t == nil || !t.Struct || strings.HasPrefix(typ, "*") || depth > maxJSONDepth {
		j := &JSON{Kind: JSONOther, Kinds: e.shape(typ, depth).Kinds}
		if typ != "" && (typ[0] == '*' || typ[0] == '[' || strings.HasPrefix(typ, "map[") || typ == "interface") {
			j.Kinds |= IsNull
		}
		return j
	}
	j := e.typeJSON(typ, depth)
	for _, f := range t.Fields {
		if f.JSON != "" {
			e.zeroField(j, f, depth)
		}
	}
	j.sortNames()
	return j
}

// zeroField adds a field that nothing was written to. A struct is never empty
// to encoding/json.
func (e *Engine) zeroField(j *JSON, f ir.Field, depth int) {
	delete(j.Keys, f.JSON)
	k := e.zeroJSON(f.Type, depth+1)
	switch {
	case !f.OmitEmpty, k.Kind == JSONObject && !f.OmitZero:
	case k.Kind == JSONUnknown, k.Kind == JSONArray:
		k.Maybe = true
	default:
		return
	}
	field(k, f)
	j.Keys[f.JSON] = k
}

// typeJSON describes a value of which only the type is known: a struct has no
// other keys than its fields'.
func (e *Engine) typeJSON(typ string, depth int) *JSON {
	t := e.It.Prog.Type(typ)
	if t == nil || !t.Struct || depth > maxJSONDepth {
		shape := e.shape(typ, depth)
		return &JSON{Kind: JSONUnknown, Open: true, Kinds: shape.Kinds, Format: shape.Format, Shape: shape}
	}
	if e.marshals(typ) || ir.Elem(typ) == "time.Time" {
		shape := e.shape(typ, depth)
		return &JSON{Kind: JSONUnknown, Open: true, Kinds: shape.Kinds, Format: shape.Format, Type: ir.Elem(typ)}
	}
	j := &JSON{Kind: JSONObject, Keys: map[string]*JSON{}, Kinds: IsObject, Type: ir.Elem(typ)}
	for _, f := range t.Fields {
		k := e.typeJSON(f.Type, depth+1)
		switch {
		case f.Embedded && f.JSON == "":
			j.Open = j.Open || k.Open
			for n, in := range k.Keys {
				j.Keys[n] = in
			}
		case f.JSON != "":
			k.Maybe = k.Open || f.OmitEmpty
			field(k, f)
			j.Keys[f.JSON] = k
		}
	}
	j.sortNames()
	return j
}

// Empty reports whether encoding/json leaves the value out under omitempty: it is
// certainly "", or something else that is not there.
func (j *JSON) Empty() bool {
	if j.Open {
		return false
	}
	if j.Kind == JSONString {
		for _, t := range j.Texts {
			if s, ok := t.Const(); !ok || s != "" {
				return false
			}
		}
		return true
	}
	return j.Kind == JSONOther && j.Maybe
}

// At follows keys into the value. It returns nil where a key is missing, may be
// absent, or where the object around it is not known whole.
func (j *JSON) At(keys ...string) *JSON {
	for _, k := range keys {
		if j == nil || j.Kind != JSONObject || j.Open {
			return nil
		}
		if j = j.Keys[k]; j == nil || j.Maybe {
			return nil
		}
	}
	return j
}

// Depends says what a value and its parts depend on.
func (j *JSON) Depends() flow.LoopSet {
	var s flow.LoopSet
	j.Walk(func(_ string, v *JSON) { s = s.With(v.Loops) })
	return s
}
