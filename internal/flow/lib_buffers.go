package flow

// Buffers, builders and readers are objects whose field "!text" is what was
// written to them, or what they were made from.

func write(c *Call, w Value, s []Text) {
	c.It.Each(w, func(id ID) {
		old, ok := c.It.Get(id, "!text")
		if !ok {
			if c.It.Object(id).Symbolic {
				old = UnknownFrom(Origin{Kind: "writer"}, "")
			} else {
				old = TextValue("")
			}
		}
		if len(old) > 1 && c.It.loops > 0 {
			return // growing in a loop
		}
		c.It.Set(id, "!text", TextsValue(Concat(old.Texts(), s)))
	})
}

// ContentOf returns what a reader or buffer holds.
func (it *Interp) ContentOf(v Value) Value {
	var out Value
	for _, a := range v {
		if a.Kind == ObjK {
			if t, ok := it.Get(a.Obj, "!text"); ok && len(t) > 0 {
				out = Join(out, t)
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

func addBuffers(m map[string]Intrinsic) {
	for _, typ := range []string{"strings.Builder", "bytes.Buffer"} {
		m[typ+".WriteString"] = func(c *Call) ([]Value, bool) {
			write(c, c.Recv, c.Arg(0).Texts())
			return c.Unknown("call"), true
		}
		m[typ+".Write"] = func(c *Call) ([]Value, bool) {
			if c.Arg(0).Has(ObjK) {
				c.It.Each(c.Recv, func(id ID) { c.It.Set(id, "!text", c.Arg(0)) })
			} else {
				write(c, c.Recv, c.Arg(0).Texts())
			}
			return c.Unknown("call"), true
		}
		char := func(c *Call) ([]Value, bool) {
			v := c.Arg(0)
			t := Text{{Hole: true, From: Origin{Kind: "byte"}}}
			if len(v) == 1 && v[0].Kind == IntK && v[0].Int > 0 && v[0].Int < 0x110000 {
				t = Text{{Lit: string(rune(v[0].Int)), Src: v[0].Src}}
			}
			write(c, c.Recv, []Text{t})
			return c.Unknown("call"), true
		}
		m[typ+".WriteByte"], m[typ+".WriteRune"] = char, char
		content := func(c *Call) ([]Value, bool) {
			id, ok := c.Recv.IsObject()
			if !ok {
				return nil, false
			}
			if v, ok := c.It.Get(id, "!text"); ok {
				return []Value{v}, true
			}
			if c.It.Object(id).Symbolic {
				return nil, false
			}
			return []Value{TextValue("")}, true
		}
		m[typ+".String"], m[typ+".Bytes"] = content, content
		m[typ+".Reset"] = func(c *Call) ([]Value, bool) {
			c.It.Each(c.Recv, func(id ID) { c.It.Set(id, "!text", TextValue("")) })
			return nil, true
		}
		m[typ+".Grow"] = func(c *Call) ([]Value, bool) { return nil, true }
	}
	reader := func(typ string) Intrinsic {
		return func(c *Call) ([]Value, bool) {
			id := c.It.New(typ, c.Node)
			v := c.Arg(0)
			if len(v) == 1 && v[0].Kind == NilK {
				v = TextValue("")
			}
			c.It.Set(id, "!text", v)
			return []Value{ObjValue(id)}, true
		}
	}
	m["strings.NewReader"] = reader("strings.Reader")
	m["bytes.NewReader"] = reader("bytes.Reader")
	m["bytes.NewBuffer"] = reader("bytes.Buffer")
	m["bytes.NewBufferString"] = reader("bytes.Buffer")
	pass := func(c *Call) ([]Value, bool) { return []Value{c.Arg(0)}, true }
	m["io.NopCloser"] = pass
	m["bytes.TrimSpace"] = pass
	m["io.ReadAll"] = func(c *Call) ([]Value, bool) {
		v := c.It.ContentOf(c.Arg(0))
		if len(v) == 1 && v[0].Kind == ObjK && c.It.Object(v[0].Obj).Type != "!json" {
			return nil, false
		}
		return []Value{v, NilOr("error")}, true
	}
	m["encoding/json.Marshal"] = func(c *Call) ([]Value, bool) {
		return []Value{c.It.JSONOf(c.Arg(0), c.Node), NilOr("error")}, true
	}
	m["encoding/json.MarshalIndent"] = m["encoding/json.Marshal"]
	m["encoding/json.NewEncoder"] = func(c *Call) ([]Value, bool) {
		id := c.It.New("encoding/json.Encoder", c.Node)
		c.It.Set(id, "!w", c.Arg(0))
		return []Value{ObjValue(id)}, true
	}
	m["encoding/json.Encoder.Encode"] = func(c *Call) ([]Value, bool) {
		if id, ok := c.Recv.IsObject(); ok {
			if w, ok := c.It.Get(id, "!w"); ok {
				j := c.It.JSONOf(c.Arg(0), c.Node)
				c.It.Each(w, func(b ID) { c.It.Set(b, "!text", j) })
			}
		}
		return []Value{NilOr("error")}, true
	}
	m["encoding/json.Compact"] = func(c *Call) ([]Value, bool) {
		c.It.Each(c.Arg(0), func(b ID) { c.It.Set(b, "!text", c.Arg(1)) })
		return []Value{NilOr("error")}, true
	}
}

// NilOr is nil, or a value of the type: what a library's error result is.
func NilOr(typ string) Value {
	return Value{{Kind: NilK}, {Kind: Unknown, Type: typ, Origin: Origin{Kind: "error"}}}
}

// JSONOf makes the text that marshalling a value gives: an object of type
// "!json" that holds the value.
func (it *Interp) JSONOf(v Value, n *Node) Value {
	id := it.New("!json", n)
	it.Set(id, "!v", v)
	return ObjValue(id)
}
