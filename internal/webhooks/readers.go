package webhooks

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// addReaders tells where headers and bodies of incoming requests are read.
func (e *engine) addReaders() {
	m := e.own
	header := func(c *flow.Call) ([]flow.Value, bool) {
		if !e.incoming(c.Recv) {
			return nil, false
		}
		v := e.read(c.Arg(0), c.Node)
		if v == nil {
			return nil, false
		}
		if c.Name == "net/http.Header.Values" {
			v = e.list(v)
		}
		return []flow.Value{v}, true
	}
	m["net/http.Header.Get"], m["net/http.Header.Values"], m["net/textproto.MIMEHeader.Get"] = header, header, header

	body := func(typ string) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			out := []flow.Value{flow.UnknownFrom(flow.Origin{Kind: fromBody}, typ)}
			if len(c.Types) > 1 {
				out = append(out, stdlib.NilOr("error"))
			}
			return out, true
		}
	}
	for _, name := range []string{
		"github.com/gin-gonic/gin.Context.GetRawData",
		"github.com/gofiber/fiber/v2.Ctx.Body", "github.com/gofiber/fiber/v2.Ctx.BodyRaw", "github.com/gofiber/fiber.Ctx.Body",
		"github.com/gofiber/fiber/v3.Ctx.Body", "github.com/gofiber/fiber/v3.Ctx.BodyRaw", "github.com/gofiber/fiber/v3.Req.Body",
		"github.com/valyala/fasthttp.RequestCtx.PostBody", "github.com/valyala/fasthttp.Request.Body",
		"github.com/kataras/iris/v12.Context.GetBody", "github.com/kataras/iris/v12/context.Context.GetBody",
		"github.com/cloudwego/hertz/pkg/app.RequestContext.GetRawData",
	} {
		m[name] = body("[]byte")
	}

	read := func(c *flow.Call) ([]flow.Value, bool) {
		if v := e.content(c.Arg(0)); v != nil {
			return []flow.Value{v, stdlib.NilOr("error")}, true
		}
		return c.Unknown("call"), true
	}
	m["io.ReadAll"], m["io/ioutil.ReadAll"] = read, read
	through := func(i int) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{c.Arg(i)}, true }
	}
	m["net/http.MaxBytesReader"] = through(1)
	m["io.LimitReader"], m["bufio.NewReader"], m["io.NopCloser"], m["io/ioutil.NopCloser"] = through(0), through(0), through(0), through(0)
	m["io.TeeReader"] = func(c *flow.Call) ([]flow.Value, bool) {
		e.write(c.Arg(1), e.texts(c.Arg(0)))
		return []flow.Value{c.Arg(0)}, true
	}
	copied := func(c *flow.Call) ([]flow.Value, bool) {
		e.write(c.Arg(0), e.texts(c.Arg(1)))
		return c.Unknown("call"), true
	}
	m["io.Copy"], m["io.CopyN"] = copied, copied
	m["bytes.Buffer.ReadFrom"] = func(c *flow.Call) ([]flow.Value, bool) {
		e.write(c.Recv, e.texts(c.Arg(0)))
		return c.Unknown("call"), true
	}
	m["io.MultiReader"] = func(c *flow.Call) ([]flow.Value, bool) {
		out := []flow.Text{{}}
		for _, a := range c.Args {
			out = flow.Concat(out, e.texts(a))
		}
		id := e.it.NewInternal("several readers", c.Node)
		e.it.Set(id, stdlib.Content, flow.TextsValue(out))
		return []flow.Value{flow.ObjValue(id)}, true
	}

	// The package that encodes is the one that spoils the body.
	again := func() flow.Value {
		return flow.UnknownFrom(flow.Origin{Kind: fromJSON, Name: e.it.Func().Pkg}, "[]byte")
	}
	marshal := func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{again(), stdlib.NilOr("error")}, true }
	for _, p := range []string{"encoding/json.", "github.com/goccy/go-json.", "github.com/bytedance/sonic.", "github.com/json-iterator/go.API.", "github.com/segmentio/encoding/json."} {
		m[p+"Marshal"], m[p+"MarshalIndent"] = marshal, marshal
	}
	m["encoding/json.Encoder.Encode"] = func(c *flow.Call) ([]flow.Value, bool) {
		if id, ok := c.Recv.IsObject(); ok {
			if w, ok := e.it.Get(id, stdlib.Writer); ok {
				e.write(w, again().Texts())
			}
		}
		return []flow.Value{stdlib.NilOr("error")}, true
	}
	reform := func(c *flow.Call) ([]flow.Value, bool) {
		e.write(c.Arg(0), again().Texts())
		return []flow.Value{stdlib.NilOr("error")}, true
	}
	m["encoding/json.Compact"], m["encoding/json.Indent"] = reform, reform
}

// incoming reports whether a set of headers came with a request: it was not
// made here, and belongs to no response.
func (e *engine) incoming(h flow.Value) bool {
	for _, id := range h.Objects() {
		o := e.it.Object(id)
		if !o.Symbolic {
			return false
		}
		if at := o.Origin.Obj; at > 0 && at < e.it.Len() && e.it.Object(at).Type == "net/http.Response" {
			return false
		}
	}
	return true
}

// read notes that a header is read, and returns its value; nil when the header
// is none of Klaviyo's, or not known.
func (e *engine) read(name flow.Value, n *ir.Node) flow.Value {
	var out flow.Value
	for _, t := range name.Texts() {
		s, ok := t.Const()
		kind := klaviyo.KindOfHeader(s)
		if !ok || kind == klaviyo.HeaderOther {
			continue
		}
		s = flow.Canonical(s)
		if e.it.Given != nil && e.it.Stores == nil {
			e.reads = append(e.reads, &Read{Header: s, Kind: kind, chain: e.it.Chain(n), handler: e.handler(n)})
		}
		out = append(out, flow.UnknownFrom(flow.Origin{Kind: fromHeader, Name: s}, "string")...)
	}
	return out
}

// list makes a list of which each element is the value.
func (e *engine) list(v flow.Value) flow.Value {
	id := e.it.NewSymbolic("[]string", v[0].Origin)
	e.it.Object(id).List = true
	return flow.ObjValue(id)
}

// index reads a header from a map of them, or a value from its list.
func (e *engine) index(it *flow.Interp, base, k flow.Value, n *ir.Node) (flow.Value, bool) {
	for _, id := range base.Objects() {
		o := it.Object(id)
		if o.List && o.Origin.Kind == fromHeader {
			return flow.UnknownFrom(o.Origin, "string"), true
		}
		if !o.Map || !o.Symbolic || !e.incoming(base) || !headerMap(o) {
			return nil, false
		}
	}
	if len(base.Objects()) == 0 {
		return nil, false
	}
	v := e.read(k, n)
	if v != nil && strings.HasPrefix(n.Type, "[]") {
		v = e.list(v)
	}
	return v, v != nil
}

// headerMap reports whether a map is one of headers: by its type, or by a name
// that says so. The payload has keys that are named like headers.
func headerMap(o *flow.Object) bool {
	switch o.Type {
	case "net/http.Header":
		return true
	case "map[string]string", "map[string][]string":
		name := strings.ToLower(o.Origin.Name)
		return name == "h" || strings.Contains(name, "header") || strings.Contains(name, "hdr")
	}
	return false
}

// frameworkRead recognises the reading of a header by the way it is asked for:
// a getter without a body here, and the name of one of Klaviyo's headers.
func (e *engine) frameworkRead(c *flow.Call) flow.Value {
	if len(c.Types) == 0 || len(c.Args) == 0 || len(c.Args) > 2 || !c.HasRecv || ir.Stdlib(c.Name) {
		return nil
	}
	if kids := c.Node.Kids; len(kids) == 0 || !bringsHeaders(kids[0].Type) {
		return nil
	}
	switch c.Types[0] {
	case "string", "[]byte", "[]uint8", "[]string":
	default:
		return nil
	}
	switch short := ir.Base(c.Name); short {
	case "Get", "GetHeader", "Header", "Peek", "PeekAll", "Values", "GetReqHeader", "RequestHeader":
	default:
		return nil
	}
	v := e.read(c.Arg(0), c.Node)
	if v != nil && c.Types[0] == "[]string" {
		v = e.list(v)
	}
	return v
}

// bringsHeaders reports whether a type is that of a request or its headers.
func bringsHeaders(typ string) bool {
	low := strings.ToLower(ir.Base(typ))
	return request(typ) || strings.Contains(low, "header") || strings.Contains(low, "request") || strings.Contains(low, "context") || strings.HasSuffix(low, "ctx")
}

// zero tells what the body of an incoming request is.
func (e *engine) zero(it *flow.Interp, id flow.ID, field string) (flow.Value, bool) {
	o := it.Object(id)
	if field != "Body" || !o.Symbolic {
		return nil, false
	}
	from := flow.Origin{Kind: fromBody}
	if o.Type == "net/http.Request" {
		return flow.ObjValue(it.NewSymbolic("io.ReadCloser", from)), true
	}
	if strings.HasPrefix(o.Type, "github.com/aws/aws-lambda-go/events.") {
		return flow.UnknownFrom(from, "string"), true
	}
	return nil, false
}

// content is what reading everything gives; nil when nothing is known.
func (e *engine) content(r flow.Value) flow.Value {
	known := false
	ts := e.texts(r)
	for _, t := range ts {
		for _, p := range t {
			known = known || !p.Hole || ours(p.From)
		}
	}
	if !known {
		return nil
	}
	return flow.TextsValue(ts)
}

func ours(o flow.Origin) bool {
	return o.Kind == fromHeader || o.Kind == fromBody || o.Kind == fromJSON || o.Kind == fromDigest
}

// write adds to what a buffer or a hash was given.
func (e *engine) write(w flow.Value, s []flow.Text) {
	e.it.Each(w, func(id flow.ID) {
		old, ok := e.it.Get(id, stdlib.Content)
		if !ok {
			if e.it.Object(id).Symbolic {
				return
			}
			old = flow.TextValue("")
		}
		e.it.Set(id, stdlib.Content, flow.TextsValue(flow.Concat(old.Texts(), s)))
	})
}
