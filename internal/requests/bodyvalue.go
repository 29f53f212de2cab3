package requests

import (
	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
)

// Written says where a part of a body stands: At of [contract.Value],
// [contract.Member] and the faults in them.
type Written struct {
	Name ir.Source // the key
	Made ir.Source // the value; of a key, the object around it
	Text ir.Source // the literal that a string is, where that is a single one
	// Given: the value comes from outside, and Made is the call that writes it.
	Given bool
	// Type is the struct type that the key is a field of, or the value is of.
	Type string
	// Optional: the key is left out when its value is empty, and this code gives it
	// none that is known.
	Optional bool
	// MayBeEmpty: the key is left out when its value is empty, which it may be, or
	// on some ways through the code.
	MayBeEmpty bool
	// OmitEmpty: the field of the key says that it is left out when it is empty.
	OmitEmpty bool
}

// BodyValue turns what is known of a body into the tree that the contract
// judges. It is nil where nothing is known.
func BodyValue(j *JSON) *contract.Value {
	if j == nil {
		return nil
	}
	return bodyValue(j.Parsed(), 0)
}

const maxBodyDepth = 24

func bodyValue(j *JSON, depth int) *contract.Value {
	if j == nil || depth > maxBodyDepth {
		return nil
	}
	if j.Kind == JSONUnknown && j.Shape != nil {
		v := bodyValue(j.Shape, depth+1)
		if v != nil {
			v.At = Written{Name: j.Name, Made: j.Made, Type: j.Shape.Type, Given: j.Given}
		}
		return v
	}
	v := &contract.Value{
		Kinds: contract.Kinds(j.Kinds), Open: j.Open, Len: j.Len, Format: j.Format,
		At: Written{Name: j.Name, Made: j.Made, Type: j.Type, Given: j.Given},
	}
	if j.Maybe && v.Kinds != 0 {
		v.Kinds |= contract.IsNull
	}
	if j.Format != "" || j.Kinds&httpcalls.IsObject == 0 && j.Kind == JSONObject {
		return v // it writes itself
	}
	switch j.Kind {
	case JSONObject:
		for _, n := range j.Names {
			k := j.Keys[n]
			value := bodyValue(k, depth+1)
			// Nothing may be sent: the key is left out when the value is empty, and
			// the value is not known.
			optional := k.Optional && !k.Set && unknown(k, value)
			v.Members = append(v.Members, contract.Member{
				Name: n, Value: value, Maybe: k.Maybe || k.Optional && unknown(k, value),
				At: Written{Name: k.Name, Made: j.Made, Type: j.Type, OmitEmpty: k.Optional, Optional: optional, MayBeEmpty: k.Maybe && j.Type == "" || k.Optional && unknown(k, value)},
			})
		}
	case JSONArray:
		for _, e := range j.Elems {
			v.Elems = append(v.Elems, bodyValue(e, depth+1))
		}
	case JSONString:
		if v.Kinds&^contract.IsNull != contract.IsString {
			break
		}
		if src, ok := oneLiteral(j.Texts); ok {
			w, _ := v.At.(Written)
			w.Text = src
			v.At = w
		}
		for _, t := range j.Texts {
			s, ok := t.Const()
			if !ok || s == "" {
				v.Texts = nil
				break
			}
			v.Texts = append(v.Texts, s)
		}
	case JSONOther:
		v.Texts = j.Consts
	}
	return v
}

// unknown reports whether nothing is known of the value of a key.
func unknown(k *JSON, v *contract.Value) bool {
	return k.Maybe || v == nil || len(v.Texts) == 0 && len(v.Members) == 0 && len(v.Elems) == 0
}

// oneLiteral returns the literal that texts are, where it is one and the same.
func oneLiteral(ts []flow.Text) (src ir.Source, ok bool) {
	for i, t := range ts {
		if len(t) != 1 || i > 0 && t[0].Src.Pos != src.Pos {
			return ir.Source{}, false
		}
		src = t[0].Src
	}
	return src, len(ts) > 0
}
