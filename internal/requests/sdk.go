package requests

import (
	"slices"
	"strings"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
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

// sdk finds the meaning of an SDK's function. The SDK itself is judged by its
// source.
func (e *engine) sdk(name string) flow.Intrinsic {
	if e.self != nil && strings.HasPrefix(name, e.self.Module) {
		return nil
	}
	if i, ok := sdkPhones()[name]; ok {
		return func(c *flow.Call) ([]flow.Value, bool) {
			e.phones = append(e.phones, Use{Kind: "phone_number", Texts: c.Arg(i).Texts(), Node: c.Node, Fn: e.it.Func()})
			return nil, false
		}
	}
	if i, ok := sdkKeys()[name]; ok {
		return func(c *flow.Call) ([]flow.Value, bool) {
			e.keys = append(e.keys, Use{Kind: "sdk key", Texts: c.Arg(i).Texts(), Node: c.Node, Fn: e.it.Func()})
			return nil, false
		}
	}
	call, ok := sdkCalls()[name]
	if !ok {
		return nil
	}
	return func(c *flow.Call) ([]flow.Value, bool) {
		e.noteSDK(call, c)
		return c.Unknown("call"), true
	}
}

// noteSDK notes a call of an SDK as the request it makes.
func (e *engine) noteSDK(call sdkCall, c *flow.Call) {
	r := &Request{
		Root: e.root, Sent: true, InLoop: e.it.InLoop(), Tags: append([]string(nil), e.it.Tags...),
		Build: e.it.Chain(c.Node), Send: e.it.Chain(c.Node), Evidence: "sdk",
		Handling: &Handling{Status: map[int64]bool{}},
		Via:      Via{SDK: call.sdk.Module, Func: c.Name, Operation: call.method.Operation},
		Headers:  Headers{Set: map[string]flow.Value{}, Open: true, Why: "the SDK sets the headers"},
	}
	if call.method.Method != "" {
		r.Method = []flow.Text{{{Lit: call.method.Method}}}
	} else {
		r.Method = []flow.Text{{{Hole: true}}}
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
		r.setURLs([]flow.Text{t})
	}
	body := &JSON{Kind: JSONArray, Open: true}
	for _, a := range c.Args {
		if a.Has(flow.ObjK) {
			body.Elems = append(body.Elems, e.json(a, 0, nil))
		}
	}
	r.Body = body
	e.readLoops(r, slices.Concat(c.Args...), c.Recv)
	e.add(r)
}

// A Use is a value that reaches a place which says what it is: a key, a secret,
// a phone number.
type Use struct {
	Kind  string
	Texts []flow.Text
	Node  *ir.Node
	Fn    *ir.Func
}
