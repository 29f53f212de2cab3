package httpcalls

import (
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Kinds are the kinds that a JSON value may be of.
type Kinds uint8

// The kinds of JSON.
const (
	IsObject Kinds = 1 << iota
	IsArray
	IsString
	IsInteger
	IsNumber // any number
	IsBoolean
	IsNull
)

// eitherKind is what one of two values may be; nothing is known of it where it
// is not known of one.
func eitherKind(a, b Kinds) Kinds {
	if a == 0 || b == 0 {
		return 0
	}
	return a | b
}

// shape describes what encoding/json writes for any value of a type, by its
// name. Kinds is zero for types that write what they want, and for interfaces.
func (e *Engine) shape(typ string, depth int) *JSON {
	j := &JSON{Kind: JSONUnknown, Open: true, Len: -1}
	if depth > maxJSONDepth {
		return j
	}
	if elem, ok := strings.CutPrefix(typ, "*"); ok {
		s := *e.shape(elem, depth)
		if s.Kinds != 0 {
			s.Kinds |= IsNull
		}
		return &s
	}
	switch typ {
	case "string":
		j.Kinds = IsString
		return j
	case "bool":
		j.Kinds = IsBoolean
		return j
	case "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "byte", "rune", "time.Duration":
		j.Kinds = IsInteger
		return j
	case "float32", "float64":
		j.Kinds = IsNumber
		return j
	case "time.Time":
		j.Kinds, j.Format = IsString, "date-time"
		return j
	case "[]byte", "[]uint8":
		j.Kinds = IsString | IsNull
		return j
	case "encoding/json.RawMessage", "encoding/json.Number", "interface", "", "?":
		return j
	}
	switch {
	case strings.HasPrefix(typ, "[]"):
		j.Kind, j.Kinds = JSONArray, IsArray|IsNull
		j.Elems = []*JSON{e.shape(typ[2:], depth+1)}
		return j
	case strings.HasPrefix(typ, "map["):
		j.Kind, j.Kinds = JSONObject, IsObject|IsNull
		return j
	}
	t := e.It.Prog.Type(typ)
	if t == nil {
		return j
	}
	if _, custom := t.Methods["MarshalJSON"]; custom {
		return j
	}
	if _, text := t.Methods["MarshalText"]; text {
		j.Kinds = IsString
		return j
	}
	if !t.Struct {
		if t.Under == typ {
			return j
		}
		return e.shape(t.Under, depth+1)
	}
	return e.typeJSON(typ, depth)
}

// scalarJSON describes a number or truth value that is known.
func scalarJSON(a flow.Atom) *JSON {
	switch a.Kind {
	case flow.IntK:
		return &JSON{Kind: JSONOther, Kinds: IsInteger, Consts: []string{strconv.FormatInt(a.Int, 10)}, Made: a.Src}
	case flow.BoolK:
		return &JSON{Kind: JSONOther, Kinds: IsBoolean}
	}
	return &JSON{Kind: JSONOther}
}

// field notes where a key stands that a struct's field gives, and what its tag
// makes of the value.
func field(j *JSON, f ir.Field) {
	j.Name = f.Declared()
	j.Optional = f.OmitEmpty
	if f.Quoted && j.Kinds != 0 {
		j.Kinds, j.Consts, j.Shape = IsString, nil, nil
	}
}

// made is where an object is written: the package always, the place in the
// package under analysis alone.
func (e *Engine) made(o *flow.Object) ir.Source {
	if o.Node == nil || o.Symbolic || len(o.Chain) == 0 {
		return ir.Source{}
	}
	in := o.Chain[len(o.Chain)-1].Fn
	return ir.Source{Pkg: in.Pkg, Pos: o.Node.Pos, End: o.Node.End, Gen: in.Gen}
}

// entryName is where the key of a map entry is written.
func (e *Engine) entryName(id flow.ID, k flow.Key) ir.Source {
	v, _ := e.It.EntryName(id, k)
	for _, t := range v.Texts() {
		for _, p := range t {
			if !p.Hole && p.Src.Pos.IsValid() {
				return p.Src
			}
		}
	}
	return ir.Source{}
}
