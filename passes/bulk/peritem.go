package bulk

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// fewTurns is the constant number of turns below which a loop is as good as
// written out.
const fewTurns = 5

// perItem finds the innermost loop that sends the request once for each item,
// where one request could carry many of them, and the call inside that loop.
// many says that the endpoint itself takes a list: then the request counts only
// if its list has one element, the item.
//
// A loop is not one over items when it goes over accounts, since each has its
// own key; when it takes from a channel, since nobody knows how many there
// will be; when it tries the same again; and when it runs a few times only.
func perItem(res *requests.Result, r *requests.Request, many bool) (httpcalls.Loop, place.Place, bool) {
	for i := len(r.Loops) - 1; i >= 0; i-- {
		l := r.Loops[i]
		if !l.Item() || l.Turns >= 0 && l.Turns < fewTurns || l.Tries() || once(&l, r) {
			continue
		}
		// What goes over a few accounts inside this loop is made anew in its turns.
		chosen := slices.ContainsFunc(r.Loops[i+1:], func(in httpcalls.Loop) bool { return in.Credential && in.Turns >= 0 })
		if l.Credential && !chosen || l.Kind == flow.LoopChannel {
			break // each has a key of its own; nobody knows how many will come
		}
		if !gathers(r, &l, many) {
			continue
		}
		at, ok := callInside(res, r, l)
		return l, at, ok
	}
	return httpcalls.Loop{}, place.Place{}, false
}

// gathers reports whether the requests of several turns could be one.
func gathers(r *requests.Request, l *httpcalls.Loop, many bool) bool {
	if !many {
		return l.Body || !r.Is("POST")
	}
	if l.Path {
		return false // another list at each turn
	}
	list, rest := list(r.Body.Parsed())
	return list != nil && !list.Open && len(list.Elems) == 1 && l.Varies(list.Elems[0].Depends()) && !l.Varies(rest)
}

// list finds the items of a JSON:API document that holds many, `data` or
// `data.attributes.NAME.data`, and says what the rest of it depends on.
func list(j *requests.JSON) (list *requests.JSON, rest flow.LoopSet) {
	if list = j.At("data"); list == nil {
		return nil, rest
	}
	if list.Kind != requests.JSONArray {
		attrs := list.At("attributes")
		list = nil
		if attrs != nil && attrs.Kind == requests.JSONObject {
			for _, n := range attrs.Names {
				if d := attrs.Keys[n].At("data"); d != nil && d.Kind == requests.JSONArray && list == nil {
					list = d
				}
			}
		}
	}
	var walk func(v *requests.JSON)
	walk = func(v *requests.JSON) {
		if v == nil || v == list {
			return
		}
		rest = rest.With(v.Loops)
		for _, n := range v.Names {
			walk(v.Keys[n])
		}
		for _, e := range v.Elems {
			walk(e)
		}
	}
	walk(j)
	return list, rest
}

// callInside is the place of the call inside the loop: where the request is built or
// sent there, whichever is written first.
func callInside(res *requests.Result, r *requests.Request, l httpcalls.Loop) (place.Place, bool) {
	link := r.Send[l.At]
	if link.Fn.Pkg != res.Package() || link.Fn.Gen || l.Fn.Gen {
		return place.Place{}, false
	}
	at := httpcalls.PlaceOf(link.Node)
	if l.At == len(r.Send)-1 && r.Via.SDK != "" {
		at.Pos = link.Node.NamePos
	}
	if l.Depth < len(r.Build) && r.Build[l.Depth].Fn == l.Fn {
		i := httpcalls.Inside(r.Build, l.Loop)
		if b := r.Build[i]; b.Fn == link.Fn && l.Node.Pos < b.Node.Pos && b.Node.Pos < link.Node.Pos {
			at = httpcalls.PlaceOf(b.Node)
		}
	}
	return at, at.IsValid()
}

// once reports whether the loop ends with the turn that sends: a search.
func once(l *httpcalls.Loop, r *requests.Request) bool {
	call := r.Send[l.Depth].Node
	if l.Kind == flow.LoopEach {
		return false
	}
	_, ends := sendsAndEnds(l.Node.Kids[3], call, false)
	return ends
}

// sendsAndEnds looks for the call in a statement, and for a statement after it
// that leaves the loop in any case. In a switch, break leaves that alone.
func sendsAndEnds(n, call *ir.Node, inSwitch bool) (has, ends bool) {
	if n.Missing() {
		return false, false
	}
	switch n.Op {
	case ir.OpSwitch, ir.OpTypeSwitch, ir.OpSelect, ir.OpFor, ir.OpRange:
		inSwitch = true
	}
	has = n == call
	for i, k := range n.Kids {
		h, e := sendsAndEnds(k, call, inSwitch)
		if !h {
			continue
		}
		has, ends = true, e || n.Op == ir.OpReturn
		if n.Op == ir.OpBlock {
			for _, after := range n.Kids[i+1:] {
				ends = ends || after.Op == ir.OpReturn || after.Op == ir.OpBreak && (!inSwitch || after.Str != "")
			}
		}
		break
	}
	return has, ends
}

// trackOrIdentify are the retired endpoints whose successors have bulk jobs.
var trackOrIdentify = map[string]bool{"/api/track": true, "/api/identify": true}

// bulkTwin returns the bulk endpoint for what the request certainly is, and
// whether that is its own.
func bulkTwin(r *requests.Request) (ep *klaviyo.Endpoint, twin klaviyo.BulkTwin, own, ok bool) {
	if r.Via.SDK != "" {
		ep = klaviyo.Operation(r.Via.Operation)
	} else {
		ep = endpointOfItem(r)
	}
	if ep != nil && ep.Stage == klaviyo.LegacyStage && trackOrIdentify[ep.Path] {
		// One call for each item too, and what came after it takes many.
		method, path, _ := strings.Cut(ep.Prefer, " ")
		if next := requests.Endpoint(method, path); next != nil {
			twin, ok = next.Bulk()
			return ep, twin, false, ok
		}
	}
	if ep == nil || ep.Stage != klaviyo.StableStage || !strings.HasPrefix(ep.Path, "/api/") {
		return nil, twin, false, false
	}
	twin, ok = ep.Bulk()
	return ep, twin, ok && twin.Operation == ep.Operation, ok
}

// endpointOfItem is the one endpoint that the request has, where a hole that is
// the last part of a path stands for an id and not for more of the path.
func endpointOfItem(r *requests.Request) *klaviyo.Endpoint {
	methods, all := r.Methods()
	if !all || len(methods) != 1 || len(r.URLs) == 0 {
		return nil
	}
	var ep *klaviyo.Endpoint
	for _, u := range r.Hosted() { // where else an option may lead is not Klaviyo's
		path := u.APIPath()
		one := requests.Endpoint(methods[0], path)
		if one == nil && strings.HasSuffix(path, klaviyo.Hole) {
			// What ends the path is an id, perhaps behind a prefix that all have.
			whole := strings.HasSuffix(path, "/"+klaviyo.Hole)
			for _, e := range klaviyo.Match(methods[0], path) {
				if strings.Count(e.Path, "/") == strings.Count(path, "/") && (whole || strings.HasSuffix(e.Path, "}")) {
					one = e
				}
			}
		}
		if one == nil || ep != nil && one != ep {
			return nil
		}
		ep = one
	}
	return ep
}
