package httpcalls

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// A Decode is one place where the answer to a request is decoded from JSON.
type Decode struct {
	// Type is that of the target, as ir.TypeName writes it, without a pointer;
	// "" where it is not known.
	Type string
	// Chain holds the calls from the root to the decoding.
	Chain []flow.Link
}

// noteSource is what a decoder reads from.
var noteSource = flow.Note("source")

// noteResult is what a client library decodes the answer into.
var noteResult = flow.Note("result")

// jsonLibraries decode as encoding/json does.
var jsonLibraries = []string{
	"encoding/json", "github.com/goccy/go-json", "github.com/json-iterator/go", "github.com/bytedance/sonic",
	"github.com/segmentio/encoding/json", "github.com/bytedance/sonic/decoder",
}

// addDecoding tells how bytes of an answer reach a Go type.
func (e *Engine) addDecoding() {
	for _, lib := range jsonLibraries {
		e.Lib[lib+".NewDecoder"] = func(c *flow.Call) ([]flow.Value, bool) {
			typ := lib + ".Decoder"
			if len(c.Types) > 0 {
				typ = c.Types[0]
			}
			id := e.It.New(typ, c.Node)
			e.It.Set(id, noteSource, c.Arg(0))
			return []flow.Value{flow.ObjValue(id)}, true
		}
		e.Lib[lib+".Decoder.Decode"] = func(c *flow.Call) ([]flow.Value, bool) {
			for _, id := range c.Recv.Objects() {
				if src, ok := e.It.Get(id, noteSource); ok {
					e.decodesInto(e.bytesOf(src, 0), c, 0)
				}
			}
			return nil, false
		}
		e.Lib[lib+".Unmarshal"] = func(c *flow.Call) ([]flow.Value, bool) {
			e.decodesInto(e.bytesOf(c.Arg(0), 0), c, 1)
			return nil, false
		}
	}
	same := func(i int) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			if e.bytesOf(c.Arg(i), 0) == nil {
				return nil, false
			}
			return []flow.Value{c.Arg(i)}, true
		}
	}
	for _, n := range []string{"io.LimitReader", "io.TeeReader", "bufio.NewReader", "bufio.NewReaderSize"} {
		e.Lib[n] = same(0)
	}
	e.Lib["net/http.MaxBytesReader"] = same(1)
	for _, n := range []string{"io.ReadAll", "io/ioutil.ReadAll"} {
		in := e.Lib["io.ReadAll"]
		e.Lib[n] = func(c *flow.Call) ([]flow.Value, bool) {
			for _, a := range c.Arg(0) {
				if a.Kind == flow.ObjK && e.bodyOrigin(e.It.Object(a.Obj).Origin) != nil {
					return []flow.Value{flow.UnknownFrom(e.It.Object(a.Obj).Origin, "[]byte"), stdlib.NilOr("error")}, true
				}
			}
			return in(c)
		}
	}
}

// bytesOf returns the request whose answer's body a value is, or was made of.
func (e *Engine) bytesOf(v flow.Value, depth int) *Call {
	if depth > 4 {
		return nil
	}
	for _, a := range v {
		switch a.Kind {
		case flow.Unknown:
			if r := e.bodyOrigin(a.Origin); r != nil {
				return r
			}
		case flow.ObjK:
			o := e.It.Object(a.Obj)
			if r := e.bodyOrigin(o.Origin); r != nil {
				return r
			}
			if in, ok := e.It.Get(a.Obj, stdlib.Content); ok {
				if r := e.bytesOf(in, depth+1); r != nil {
					return r
				}
			}
		case flow.TextK:
			if len(a.Text) == 1 && a.Text[0].Hole {
				if r := e.bodyOrigin(a.Text[0].From); r != nil {
					return r
				}
			}
		}
	}
	return nil
}

// bodyNames are what the field or method of a response is called that gives its
// body.
var bodyNames = []string{"Body", "Bytes", "String", "ToBytes", "ToString"}

func (e *Engine) bodyOrigin(o flow.Origin) *Call {
	if !slices.Contains(bodyNames, o.Name) || o.Obj <= 0 || o.Obj >= e.It.Len() {
		return nil
	}
	r, _ := e.It.Object(o.Obj).Data.(*Call)
	return r
}

// decodesInto notes that the answer to a request is decoded by a call.
func (e *Engine) decodesInto(r *Call, c *flow.Call, arg int) {
	if r == nil || e.trial != nil {
		return
	}
	static := ""
	kids := c.Node.Kids
	if c.Node.Recv {
		kids = kids[min(1, len(kids)):]
	}
	if arg < len(kids) {
		static = ir.Elem(kids[arg].Type)
	}
	e.noteDecode(r, e.targetType(c.Arg(arg), static), e.It.Chain(c.Node))
}

func (e *Engine) noteDecode(r *Call, typ string, chain []flow.Link) {
	k := chainKey(chain) + typ
	for _, d := range r.Handling.Decodes {
		if chainKey(d.Chain)+d.Type == k {
			return
		}
	}
	r.Handling.Decodes = append(r.Handling.Decodes, Decode{Type: typ, Chain: slices.Clone(chain)})
}

// targetType is the type of what a pointer points to: the dynamic one, or else
// the static one unless it is an interface.
func (e *Engine) targetType(v flow.Value, static string) string {
	for _, id := range v.Objects() {
		if o := e.It.Object(id); o.Type != "" && !o.Internal && o.Type != "interface" && !strings.HasPrefix(o.Type, "net/") {
			return o.Type
		}
	}
	switch static {
	case "interface", "?":
		return ""
	}
	return static
}
