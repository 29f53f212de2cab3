package requests

import (
	"go/token"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Operations that send events.
const (
	createEvent      = "create_event"
	bulkCreateEvents = "bulk_create_events"
)

// An EventFault says what is wrong with the unique id of an event.
type EventFault string

// The faults of unique ids.
const (
	NoID       EventFault = "missing"
	ConstantID EventFault = "constant" // the same for each event, so that only the first is kept
	FreshID    EventFault = "fresh"    // made anew for each attempt, so that each may be kept
)

// An Event is a request that sends an event whose unique id is certainly wrong.
type Event struct {
	Request *Request
	Fault   EventFault
	// At is the index into Build of the innermost function that settles it on its
	// own: the one that writes the event down, or whose type has no such field.
	At int
	// Foreign is set when that function is another package's, which is where it
	// is reported.
	Foreign bool
	// SDK is set when the request is one of an SDK that cannot send a unique id at
	// all.
	SDK *klaviyo.SDK
}

// Events lists the requests of the package that send an event without
// attributes.unique_id, or with one that does not do, whatever path led there.
// Bodies that cannot be seen whole are not listed.
func (res *Result) Events() []Event {
	if res.events == nil {
		return nil
	}
	return res.events()
}

func (res *Result) findEvents() []Event {
	var events []Event
	for _, r := range res.Requests {
		fault := r.eventFault()
		if fault == "" {
			continue
		}
		if fault == ConstantID && !res.writesID(r) {
			continue // somebody's data, which happens to be written down here
		}
		ev := Event{Request: r, Fault: fault}
		if fault == NoID {
			ev.SDK = withoutID(r)
		}
		last := len(r.Build) - 1
		for i := last; i > 0 && ev.At == 0; i-- {
			f := r.Build[i].Fn
			for _, q := range res.Alone(f) {
				if f != r.Root && q.Build[len(q.Build)-1].Node == r.Build[last].Node && q.eventFault() == fault {
					ev.At, ev.Foreign = i, i > r.Local
					break
				}
			}
		}
		for ev.At < r.Local && r.Build[ev.At+1].Fn.Lit {
			ev.At++ // the call stands in the literal
		}
		events = append(events, ev)
	}
	return events
}

// withoutID returns the SDK of a call, if that has no field for a unique id.
func withoutID(r *Request) *klaviyo.SDK {
	for _, s := range klaviyo.SDKs() {
		if s.Module == r.Via.SDK && s.UniqueID == "" {
			return &s
		}
	}
	return nil
}

// lacksID reports whether the request certainly sends an event without a
// unique id: POST /api/events, its bulk form, or a call of an SDK.
func (r *Request) lacksID() bool {
	if r.Body == nil || r.Partial {
		return false
	}
	if r.Via.SDK != "" {
		return r.Via.Operation == createEvent && r.sdkLacksID()
	}
	eps := r.Endpoints()
	if len(eps) == 0 || len(eps) < len(r.hosted()) {
		return false
	}
	body := r.Body.Parsed()
	for _, ep := range eps {
		switch ep.Operation {
		case createEvent:
			if !lacksID(body.At("data", "attributes")) {
				return false
			}
		case bulkCreateEvents:
			if !bulkLacksID(body) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// eventFault says what is wrong with the unique id of the event that a request
// sends; "" where nothing certainly is.
func (r *Request) eventFault() EventFault {
	if r.lacksID() {
		return NoID
	}
	if r.Body == nil || r.Partial || r.Via.SDK != "" {
		return ""
	}
	eps := r.Endpoints()
	if len(eps) == 0 || len(eps) < len(r.hosted()) {
		return ""
	}
	for _, ep := range eps {
		if ep.Operation != createEvent {
			return ""
		}
	}
	body := r.Body.Parsed()
	attrs := body.At("data", "attributes")
	if attrs == nil || attrs.Kind != JSONObject || attrs.Open {
		return ""
	}
	id := attrs.Keys["unique_id"]
	switch {
	case id == nil || id.Maybe:
		return ""
	case r.freshEachAttempt(body, id):
		return FreshID
	case id.Open || id.Kind != JSONString || len(id.Texts) == 0:
		return ""
	case !slices.ContainsFunc(id.Texts, func(t flow.Text) bool { _, ok := t.Const(); return !ok }):
		return ConstantID
	}
	return ""
}

// writesID reports whether a constant id is written where the package names it:
// under the key unique_id, in a field that marshals to it, or in JSON text.
func (res *Result) writesID(r *Request) bool {
	at := map[token.Pos]bool{}
	for _, t := range r.Body.Parsed().At("data", "attributes", "unique_id").Texts {
		for _, p := range t {
			if p.Src.Pkg == res.pkg && p.Src.Pos.IsValid() {
				at[p.Src.Pos] = true
			}
		}
	}
	holds := func(n *ir.Node) bool {
		return n.Any(func(n *ir.Node) bool { return n.Op == ir.OpConst && at[n.Pos] })
	}
	found := false
	// A function that puts one of its parameters under the key names it as well.
	var names func(n *ir.Node, holds func(*ir.Node) bool) bool
	names = func(n *ir.Node, holds func(*ir.Node) bool) bool {
		switch n.Op {
		case ir.OpStruct:
			return slices.ContainsFunc(n.Kids, func(kv *ir.Node) bool {
				return len(kv.Kids) > 0 && res.idField(n.Type, kv.Str) && holds(kv.Kids[0])
			})
		case ir.OpMap:
			return slices.ContainsFunc(n.Kids, func(kv *ir.Node) bool {
				return len(kv.Kids) > 1 && kv.Kids[0].Op == ir.OpConst && kv.Kids[0].Str == "unique_id" && holds(kv.Kids[1])
			})
		case ir.OpCall:
			g := res.program.Unit.Funcs[n.Str]
			if g == nil || n.Ellipsis {
				return false
			}
			first := 0
			if n.Recv && !g.Recv {
				first = 1
			}
			for i, k := range n.Kids[min(first, len(n.Kids)):] {
				if i >= len(g.Params) || g.Params[i] < 0 || !holds(k) {
					continue
				}
				param := func(n *ir.Node) bool { return n.Op == ir.OpVar && n.Int == int64(g.Params[i]) }
				if g.Body.Any(func(n *ir.Node) bool { return n.Op != ir.OpCall && names(n, param) }) {
					return true
				}
			}
		}
		return false
	}
	look := func(n *ir.Node) {
		found = found || names(n, holds)
		switch n.Op {
		case ir.OpConst:
			found = found || at[n.Pos] && strings.Contains(n.Str, "unique_id")
		case ir.OpAssign:
			for i, l := range n.Kids[:n.Int] {
				named := l.Op == ir.OpField && len(l.Kids) > 0 && res.idField(l.Kids[0].Type, l.Str) ||
					l.Op == ir.OpIndex && len(l.Kids) > 1 && l.Kids[1].Op == ir.OpConst && l.Kids[1].Str == "unique_id"
				if j := int(n.Int) + i; named && j < len(n.Kids) {
					found = found || holds(n.Kids[j])
				}
			}
		}
	}
	for _, f := range res.program.Unit.Funcs {
		f.Body.Each(look)
	}
	for _, g := range res.program.Unit.Globals {
		g.Init.Each(look)
	}
	return found
}

// idField reports whether a field marshals to unique_id.
func (res *Result) idField(typ, name string) bool {
	t := res.program.Flow.Type(typ)
	return t != nil && slices.ContainsFunc(t.Fields, func(f ir.Field) bool { return f.Name == name && f.JSON == "unique_id" })
}

// freshEachAttempt reports whether a loop sends the same event again until that
// goes well, each time with another id.
func (r *Request) freshEachAttempt(body, id *JSON) bool {
	var other flow.LoopSet
	body.Walk(func(_ string, v *JSON) {
		if v != id {
			other = other.With(v.Loops)
		}
	})
	// Of a value that is not known it must be certain that it was drawn: the id of
	// an order that is read in a turn is none.
	known := !id.Open && id.Kind == JSONString && len(id.Texts) > 0
	for i := range r.Loops {
		l := &r.Loops[i]
		if !l.Tries() || l.Varies(other) || l.Answers(other) || l.Path || l.Credential {
			continue
		}
		own := id.Depends()
		counted := l.Varies(own) && (l.Kind == flow.LoopCount || l.Kind == flow.LoopRange && l.Node.Type == "int")
		if l.Draws(own) && !l.Varies(own) && !l.Answers(own) || known && (l.Answers(own) || counted) {
			return true
		}
	}
	return false
}

// lacksID judges the attributes of an event. An empty id is none: it has 1 to
// 255 characters (events API overview).
func lacksID(attrs *JSON) bool {
	if attrs == nil || attrs.Kind != JSONObject || attrs.Open {
		return false
	}
	id, ok := attrs.Keys["unique_id"]
	return !ok || id.Kind == JSONString && !id.Open && id.Empty()
}

// bulkLacksID reports whether some event of a bulk job certainly has no id. The
// form is that of github.com/klaviyo/openapi (bulk_create_events): each entry of
// events-bulk-create is a profile with its events.
func bulkLacksID(body *JSON) bool {
	for _, entry := range elements(body.At("data", "attributes", "events-bulk-create", "data")) {
		for _, event := range elements(entry.At("attributes", "events", "data")) {
			if lacksID(event.At("attributes")) {
				return true
			}
		}
	}
	return false
}

func elements(list *JSON) []*JSON {
	if list == nil || list.Kind != JSONArray {
		return nil
	}
	return list.Elems
}

// sdkLacksID judges the arguments of an SDK's method. An SDK without a field
// for the id never sends one, unless this version of it has one after all.
func (r *Request) sdkLacksID() bool {
	lacks, has := withoutID(r) != nil, false
	for _, arg := range r.Body.Elems {
		arg.Walk(func(key string, v *JSON) {
			low := strings.ToLower(strings.ReplaceAll(key, "_", ""))
			has = has || low == "uniqueid" && !(v.Kind == JSONString && v.Empty())
		})
		lacks = lacks || lacksID(attributes(arg))
	}
	return lacks && !has
}

// attributes finds the outermost attributes in a value.
func attributes(j *JSON) *JSON {
	if a := j.Keys["attributes"]; a != nil {
		return a
	}
	for _, n := range j.Names {
		if a := attributes(j.Keys[n]); a != nil {
			return a
		}
	}
	return nil
}
