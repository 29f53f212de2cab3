package requests

import (
	"slices"
	"strings"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

type sdkCall struct {
	sdk    *klaviyo.SDK
	method klaviyo.SDKMethod
}

// sdkCalls maps function names, as the tree form writes them, to the rows of
// the SDK table.
var sdkCalls = sync.OnceValue(func() map[string]sdkCall {
	m := map[string]sdkCall{}
	for _, s := range klaviyo.SDKs() {
		if s.Example {
			continue
		}
		for _, sm := range s.Methods {
			m[join(sdkPackage(&s, sm.Subpackage), sm.Recv, sm.Name)] = sdkCall{&s, sm}
		}
	}
	return m
})

// sdkKeys maps functions to the position of their private key argument,
// sdkPhones to that of a phone number.
var (
	sdkKeys   = sync.OnceValue(func() map[string]int { return sinks(func(s *klaviyo.SDK) []klaviyo.Sink { return s.Keys }) })
	sdkPhones = sync.OnceValue(func() map[string]int { return sinks(func(s *klaviyo.SDK) []klaviyo.Sink { return s.Phones }) })
)

func sinks(of func(*klaviyo.SDK) []klaviyo.Sink) map[string]int {
	m := map[string]int{}
	for _, s := range klaviyo.SDKs() {
		for _, k := range of(&s) {
			if !s.Example && k.Arg >= 0 {
				m[join(sdkPackage(&s, k.Subpackage), k.Recv, k.Name)] = k.Arg
			}
		}
	}
	return m
}

func sdkPackage(s *klaviyo.SDK, sub string) string {
	if sub != "" {
		return s.Module + "/" + sub
	}
	return s.ImportPath()
}

func join(pkg, recv, name string) string {
	if recv != "" && recv != "*" {
		return pkg + "." + recv + "." + name
	}
	return pkg + "." + name
}

// A vendor tells an engine what is Klaviyo's.
type vendor struct {
	self *klaviyo.SDK // the SDK that is being analysed
}

// Scheme implements [httpcalls.Vendor].
func (*vendor) Scheme(header string) bool { return schemeText(header) }

// Reads implements [httpcalls.Vendor].
func (*vendor) Reads() []string { return []string{"Revision"} }

// Prefix implements [httpcalls.Vendor]: code tells private keys by their beginning.
func (*vendor) Prefix(text string) bool { return text == "pk_" }

// Exists implements [httpcalls.Vendor]: duplicate_profile is the code of the error
// that POST /api/profiles answers with 409.
func (*vendor) Exists(text string) bool { return strings.Contains(text, "duplicate_profile") }

// Speaks implements [httpcalls.Vendor].
func (*vendor) Speaks(name string) bool {
	_, call := sdkCalls()[name]
	_, key := sdkKeys()[name]
	_, phone := sdkPhones()[name]
	return call || key || phone || strings.HasPrefix(name, "crypto/hmac.New")
}

// Meaning implements [httpcalls.Vendor]: functions of SDKs, and the one that takes
// a webhook's signing secret. The SDK itself is judged by its source.
func (v *vendor) Meaning(e *httpcalls.Engine, name string) flow.Intrinsic {
	if name == "crypto/hmac.New" {
		return func(c *flow.Call) ([]flow.Value, bool) {
			if signs(e.It.Chain(c.Node)) {
				e.NoteUse("hmac", c.Arg(1), c)
			}
			return c.Unknown("call"), true
		}
	}
	if v.self != nil && strings.HasPrefix(name, v.self.Module) {
		return nil
	}
	if i, ok := sdkPhones()[name]; ok {
		return takes("phone_number", i, e)
	}
	if i, ok := sdkKeys()[name]; ok {
		return takes("sdk key", i, e)
	}
	call, ok := sdkCalls()[name]
	if !ok {
		return nil
	}
	return func(c *flow.Call) ([]flow.Value, bool) {
		noteSDK(e, call, c)
		return c.Unknown("call"), true
	}
}

// takes notes what a function takes, and leaves the rest of it to others.
func takes(kind string, arg int, e *httpcalls.Engine) flow.Intrinsic {
	return func(c *flow.Call) ([]flow.Value, bool) {
		e.NoteUse(kind, c.Arg(arg), c)
		return nil, false
	}
}

// signs reports whether an HMAC is computed on the way from a handler that reads
// Klaviyo's signature header.
func signs(chain []flow.Link) bool {
	return slices.ContainsFunc(chain, func(l flow.Link) bool {
		return l.Fn.Body.Any(func(n *ir.Node) bool { return n.Op == ir.OpConst && strings.EqualFold(n.Str, "klaviyo-signature") })
	})
}

// noteSDK notes a call of an SDK as the request it makes.
func noteSDK(e *httpcalls.Engine, call sdkCall, c *flow.Call) {
	r := e.NewCall(c)
	r.Via = httpcalls.Via{SDK: call.sdk.Module, Func: c.Name, Operation: call.method.Operation}
	r.Headers = httpcalls.Headers{Set: map[string]flow.Value{}, Open: true, Why: "the SDK sets the headers"}
	r.Method = []flow.Text{{{Hole: true}}}
	if call.method.Method != "" {
		r.Method = []flow.Text{{{Lit: call.method.Method}}}
	}
	if call.method.Path != "" {
		var t flow.Text
		for i, s := range strings.Split("https://a.klaviyo.com"+call.method.Path, "{") {
			if i > 0 {
				t = append(t, flow.Part{Hole: true, From: flow.Origin{Kind: "arg"}})
				if _, rest, ok := strings.Cut(s, "}"); ok {
					s = rest
				}
			}
			if s != "" {
				t = append(t, flow.Part{Lit: s})
			}
		}
		r.SetURLs([]flow.Text{t})
	}
	r.Body = &JSON{Kind: JSONArray, Open: true}
	for _, a := range c.Args {
		if a.Has(flow.ObjK) {
			r.Body.Elems = append(r.Body.Elems, e.JSON(a))
		}
	}
	e.ReadLoops(r, slices.Concat(c.Args...), c.Recv)
	e.Add(r)
}
