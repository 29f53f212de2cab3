package stdlib

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Buffers, builders and readers are objects whose field Content is what was
// written to them, or what they were made from.

// What the models of the standard library note about objects.
var (
	// Content is what a buffer, builder or reader holds, and the text that a URL
	// was parsed from.
	Content = flow.Note("content")
	// Encoded is the value of which an object of type [JSON] is the encoding.
	Encoded = flow.Note("encoded")
	// Writer is what an encoder writes to.
	Writer = flow.Note("writer")
)

// JSON is the type of objects that stand for the JSON encoding of a value.
const JSON = "JSON text"

func write(c *flow.Call, w flow.Value, s []flow.Text) {
	c.It.Each(w, func(id flow.ID) {
		old, ok := c.It.Get(id, Content)
		if !ok {
			if c.It.Object(id).Symbolic {
				old = flow.UnknownFrom(flow.Origin{Kind: "writer"}, "")
			} else {
				old = flow.TextValue("")
			}
		}
		if len(old) > 1 && c.It.Growing() {
			// What it grows to is not enumerated.
			c.It.Set(id, Content, flow.TextsValue([]flow.Text{common(old.Texts())}))
			return
		}
		c.It.Set(id, Content, flow.TextsValue(flow.Concat(old.Texts(), s)))
	})
}

// common is the literal that all texts start with, and a hole.
func common(ts []flow.Text) flow.Text {
	p := ts[0].Pattern()
	if i := strings.Index(p, flow.HoleMark); i >= 0 {
		p = p[:i]
	}
	for _, t := range ts[1:] {
		for !strings.HasPrefix(t.Pattern(), p) {
			p = p[:len(p)-1]
		}
	}
	return append(ts[0].Slice(0, len(p)), flow.Part{Hole: true, From: flow.Origin{Kind: "many"}})
}

// ContentOf returns what a reader or buffer holds.
func ContentOf(it *flow.Interp, v flow.Value) flow.Value {
	var out flow.Value
	for _, a := range v {
		if a.Kind == flow.ObjK {
			if t, ok := it.Get(a.Obj, Content); ok && len(t) > 0 {
				out = flow.Join(out, t)
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

func addBuffers(m map[string]flow.Intrinsic) {
	for _, typ := range []string{"strings.Builder", "bytes.Buffer"} {
		m[typ+".WriteString"] = func(c *flow.Call) ([]flow.Value, bool) {
			write(c, c.Recv, c.Arg(0).Texts())
			return c.Unknown("call"), true
		}
		m[typ+".Write"] = func(c *flow.Call) ([]flow.Value, bool) {
			if c.Arg(0).Has(flow.ObjK) {
				c.It.Each(c.Recv, func(id flow.ID) { c.It.Set(id, Content, c.Arg(0)) })
			} else {
				write(c, c.Recv, c.Arg(0).Texts())
			}
			return c.Unknown("call"), true
		}
		char := func(c *flow.Call) ([]flow.Value, bool) {
			v := c.Arg(0)
			t := flow.Text{{Hole: true, From: flow.Origin{Kind: "byte"}}}
			if len(v) == 1 && v[0].Kind == flow.IntK && v[0].Int > 0 && v[0].Int < 0x110000 {
				t = flow.Text{{Lit: string(rune(v[0].Int)), Src: v[0].Src}}
			}
			write(c, c.Recv, []flow.Text{t})
			return c.Unknown("call"), true
		}
		m[typ+".WriteByte"], m[typ+".WriteRune"] = char, char
		content := func(c *flow.Call) ([]flow.Value, bool) {
			id, ok := c.Recv.IsObject()
			if !ok {
				return nil, false
			}
			if v, ok := c.It.Get(id, Content); ok {
				return []flow.Value{v}, true
			}
			if c.It.Object(id).Symbolic {
				return nil, false
			}
			return []flow.Value{flow.TextValue("")}, true
		}
		m[typ+".String"], m[typ+".Bytes"] = content, content
		m[typ+".Reset"] = func(c *flow.Call) ([]flow.Value, bool) {
			c.It.Each(c.Recv, func(id flow.ID) { c.It.Set(id, Content, flow.TextValue("")) })
			return nil, true
		}
		m[typ+".Len"] = func(c *flow.Call) ([]flow.Value, bool) {
			if rs, ok := content(c); ok {
				if s, known := rs[0].Const(); known {
					return []flow.Value{flow.IntValue(int64(len(s)))}, true
				}
			}
			return nil, false
		}
		m[typ+".Grow"] = func(c *flow.Call) ([]flow.Value, bool) { return nil, true }
	}
	// What is read is there no more.
	for _, n := range []string{"Next", "Read", "ReadByte", "ReadRune", "ReadString", "ReadBytes", "ReadFrom", "Truncate", "UnreadByte", "UnreadRune"} {
		m["bytes.Buffer."+n] = func(c *flow.Call) ([]flow.Value, bool) {
			c.It.Each(c.Recv, func(id flow.ID) {
				c.It.Set(id, Content, flow.UnknownFrom(flow.Origin{Kind: "buffer"}, "string"))
			})
			return nil, false
		}
	}
	reader := func(typ string) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			id := c.It.New(typ, c.Node)
			v := c.Arg(0)
			if len(v) == 1 && v[0].Kind == flow.NilK {
				v = flow.TextValue("")
			}
			c.It.Set(id, Content, v)
			return []flow.Value{flow.ObjValue(id)}, true
		}
	}
	m["strings.NewReader"] = reader("strings.Reader")
	m["bytes.NewReader"] = reader("bytes.Reader")
	m["bytes.NewBuffer"] = reader("bytes.Buffer")
	m["bytes.NewBufferString"] = reader("bytes.Buffer")
	pass := func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{c.Arg(0)}, true }
	m["io.NopCloser"] = pass
	m["bytes.TrimSpace"] = pass
	m["io.ReadAll"] = func(c *flow.Call) ([]flow.Value, bool) {
		v := ContentOf(c.It, c.Arg(0))
		if len(v) == 1 && v[0].Kind == flow.ObjK && c.It.Object(v[0].Obj).Type != JSON {
			return nil, false
		}
		return []flow.Value{v, NilOr("error")}, true
	}
	m["encoding/json.Marshal"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{JSONOf(c.It, c.Arg(0), c.Node), NilOr("error")}, true
	}
	m["encoding/json.MarshalIndent"] = m["encoding/json.Marshal"]
	m["encoding/json.NewEncoder"] = func(c *flow.Call) ([]flow.Value, bool) {
		id := c.It.New("encoding/json.Encoder", c.Node)
		c.It.Set(id, Writer, c.Arg(0))
		return []flow.Value{flow.ObjValue(id)}, true
	}
	m["encoding/json.Encoder.Encode"] = func(c *flow.Call) ([]flow.Value, bool) {
		if id, ok := c.Recv.IsObject(); ok {
			if w, ok := c.It.Get(id, Writer); ok {
				j := JSONOf(c.It, c.Arg(0), c.Node)
				c.It.Each(w, func(b flow.ID) { c.It.Set(b, Content, j) })
			}
		}
		return []flow.Value{NilOr("error")}, true
	}
	m["encoding/json.Compact"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Each(c.Arg(0), func(b flow.ID) { c.It.Set(b, Content, c.Arg(1)) })
		return []flow.Value{NilOr("error")}, true
	}
}

// NilOr is nil, or a value of the type: what a library's error result is.
func NilOr(typ string) flow.Value {
	return flow.Value{{Kind: flow.NilK}, {Kind: flow.Unknown, Type: typ, Origin: flow.Origin{Kind: "error"}}}
}

// JSONOf makes the text that marshalling a value gives: an object of type
// JSON that holds the value.
func JSONOf(it *flow.Interp, v flow.Value, n *ir.Node) flow.Value {
	id := it.NewInternal(JSON, n)
	it.Set(id, Encoded, v)
	return flow.ObjValue(id)
}
