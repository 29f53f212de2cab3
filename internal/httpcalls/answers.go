package httpcalls

import (
	"maps"
	"slices"
	"sort"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Limits on trials: a function with more requests than maxTried is one that
// strings others together, and those are tried by themselves.
const (
	maxTried   = 6
	trialSteps = 1_500_000
)

// hopeless are the statuses that the same request meets again.
var hopeless = []int64{400, 401, 403, 404, 409, 410}

// Try finds out how the functions of the package handle the answers to requests.
func (e *Engine) Try(rs []*Call) {
	uses, given := e.Uses, e.It.Given
	hook := e.It.Hooks.LitRoot
	e.It.Hooks.LitRoot = nil
	defer func() {
		e.Uses, e.It.Given, e.It.Hooks.LitRoot, e.trial, e.It.Stores = uses, given, hook, nil, nil
	}()
	byRoot := map[*ir.Func]map[string][]*Call{}
	var roots []*ir.Func
	order := map[*ir.Func][]string{}
	for _, r := range rs {
		if !r.Sent || r.Via.SDK != "" || r.Root.Lit || r.Root.Gen || len(r.Send) == 0 || !r.Handling.Looked && !r.Handling.Retrier {
			continue
		}
		if byRoot[r.Root] == nil {
			byRoot[r.Root] = map[string][]*Call{}
			roots = append(roots, r.Root)
		}
		k := chainKey(r.Send)
		if byRoot[r.Root][k] == nil {
			order[r.Root] = append(order[r.Root], k)
		}
		byRoot[r.Root][k] = append(byRoot[r.Root][k], r)
	}
	sort.Slice(roots, func(i, j int) bool { return roots[i].Name < roots[j].Name })
	start := e.It.Spent
	for _, f := range roots {
		if len(byRoot[f]) > maxTried || f.Size > 4000 {
			continue
		}
		ok := map[string]int64{}
		for k, group := range byRoot[f] {
			ok[k] = success(group)
		}
		// In order, so that the same ones are left out where the steps run out.
		for _, k := range order[f] {
			if e.It.Spent-start > trialSteps {
				return
			}
			e.tryOne(f, k, byRoot[f][k], ok)
		}
	}
}

// success is the status that code takes for one: 200, unless it looks for
// others alone.
func success(group []*Call) int64 {
	best := int64(0)
	for _, r := range group {
		for code := range r.Handling.Status {
			if code == 200 {
				return 200
			}
			if code > 200 && code < 299 && (best == 0 || code < best) {
				best = code
			}
		}
	}
	if best == 0 {
		return 200
	}
	return best
}

func (e *Engine) tryOne(f *ir.Func, target string, group []*Call, ok map[string]int64) {
	good := e.attempt(f, target, ok[target], ok)
	if good == nil {
		return
	}
	same, retrier := map[*ir.Node]bool{}, false
	codes := map[int64]bool{429: true, 401: true, 403: true}
	for _, r := range group {
		retrier = retrier || r.Handling.Retrier
		for i := range r.Loops {
			if l := &r.Loops[i]; l.Same() {
				same[l.Node] = true
			}
		}
	}
	if slices.ContainsFunc(group, posts) {
		codes[409] = true // what is to be created may be there
	}
	if len(same) > 0 || retrier {
		for _, c := range append([]int64{500, 503}, hopeless...) {
			codes[c] = true
		}
	}
	answers := map[int64]*Answer{}
	for _, c := range slices.Sorted(maps.Keys(codes)) {
		t := e.attempt(f, target, c, ok)
		if t == nil {
			continue
		}
		a := &Answer{RetryAfter: t.header(), Returned: t.seen[target].Handling.Returned && !t.seen[target].Handling.RetryAfter && !t.seen[target].Handling.Escaped}
		a.Compared = t.seen[target].Handling.Compared
		for n := range t.again {
			if (same[n] || n.Op == ir.OpCall || n.Op == ir.OpDynCall) && !good.again[n] && (a.Again == nil || n.Pos < a.Again.Pos) {
				a.Again = n
			}
		}
		for k := range t.sends {
			a.Sends = a.Sends || !good.sends[k]
		}
		more := t.actsMore(good)
		a.Repairs = more
		a.Silent = t.answered && !t.ended && !t.says && !more && a.Again == nil && !unseenResults(group) && e.quiet(f, t, good)
		answers[c] = a
	}
	for _, r := range group {
		r.Handling.Answers = answers
	}
}

// posts reports whether a request may be a POST.
func posts(r *Call) bool {
	return slices.ContainsFunc(r.Method, func(t flow.Text) bool {
		s, ok := t.Const()
		return ok && s == "POST"
	})
}

// unseenResults reports whether a request is sent by a function literal that
// nobody here is seen to call, and that tells its caller how it went.
func unseenResults(group []*Call) bool {
	for _, r := range group {
		for _, l := range r.Send {
			if l.Node.Op == ir.OpFuncLit && l.Node.Fn != nil && len(l.Node.Fn.ResTypes) > 0 {
				return true
			}
		}
	}
	return false
}

// attempt runs one trial; nil when it did not come to an end.
func (e *Engine) attempt(f *ir.Func, target string, code int64, ok map[string]int64) *trial {
	t := &trial{target: target, code: code, ok: ok, seen: map[string]*Call{}, pending: map[*ir.Node]bool{},
		again: map[*ir.Node]bool{}, acts: map[*ir.Node]bool{}, sends: map[string]bool{}, stores: map[string]*flow.Stored{}}
	e.trial = t
	e.Root, e.Found, e.byKey, e.sent, e.Lits = f, nil, map[string]bool{}, map[flow.ID]bool{}, nil
	e.It.Stores = t.stores
	t.results = e.It.Run(f)
	t.ended = e.It.Died
	exhausted := e.It.Exhausted
	if !exhausted {
		e.It.Review(func() { e.givenAway(t.results) })
		e.It.Review(func() {
			t.left = e.leftovers()
			for _, v := range t.results {
				t.keys = append(t.keys, e.It.Keys(v))
			}
		})
	}
	e.It.Stores, e.trial = nil, nil
	if exhausted || !t.answered {
		return nil
	}
	return t
}

// leftovers lists what maps and lists from outside hold.
func (e *Engine) leftovers() map[string]bool {
	left := map[string]bool{}
	for id := flow.ID(1); id < e.It.Len(); id++ {
		o := e.It.Object(id)
		if !o.Symbolic || !o.Map && !o.List {
			continue
		}
		for _, f := range e.It.Written(id) {
			v, _ := e.It.Get(id, f)
			for _, k := range e.It.Keys(v) {
				left[o.Type+f.String()+"="+k] = true
			}
		}
	}
	return left
}

// header reports whether Retry-After was read, or handed on with the response.
func (t *trial) header() bool {
	r := t.seen[t.target]
	return r != nil && (r.Handling.RetryAfter || r.Handling.Escaped || r.Handling.Returned)
}

func (t *trial) actsMore(good *trial) bool {
	for n := range t.acts {
		if !good.acts[n] {
			return true
		}
	}
	for name, s := range t.stores {
		if g := good.stores[name]; g == nil || len(s.Trees) > len(g.Trees) || !s.Within(g) {
			return true
		}
	}
	for k := range t.left {
		if !good.left[k] {
			return true
		}
	}
	return false
}

// quiet reports whether the results of a function do not tell the answer from
// a success: no error on any path, and no value that says which it was.
func (e *Engine) quiet(f *ir.Func, t, good *trial) bool {
	if r := t.seen[t.target]; r == nil || r.Handling.Escaped || r.Handling.Returned || r.Handling.Told {
		return false
	}
	if len(t.results) != len(f.ResTypes) || len(t.keys) != len(t.results) || len(good.keys) != len(t.keys) {
		return false
	}
	for i, typ := range f.ResTypes {
		v := t.results[i]
		if typ == "error" {
			if len(v) != 1 || v[0].Kind != flow.NilK {
				return false
			}
			continue
		}
		if e.tells(v, t.keys[i], good.keys[i]) {
			return false
		}
	}
	return true
}

// tells reports whether a result has a value here that it has not after a
// success: a caller takes nil, and what is empty, for nothing found.
func (e *Engine) tells(v flow.Value, keys, good []string) bool {
	for i, a := range v {
		if a.Kind == flow.Unknown || i >= len(keys) {
			return true // not known
		}
		if a.Kind != flow.NilK && a.Kind != flow.AbsentK && !slices.Contains(good, keys[i]) && !e.empty(a) {
			return true
		}
	}
	return false
}

// empty reports whether a value is the empty text, or a list, a map or a struct that
// was made here and into which nothing was put. A truth value says something: that
// a key is not valid, or may not do it. So may a number.
func (e *Engine) empty(a flow.Atom) bool {
	if s, ok := a.Text.Const(); ok && a.Kind == flow.TextK {
		return s == ""
	}
	if a.Kind != flow.ObjK {
		return false
	}
	o := e.It.Object(a.Obj)
	return !o.Symbolic && !slices.ContainsFunc(e.It.Written(a.Obj), func(k flow.Key) bool { return k.IsField() || k.IsElement() || k.IsEntry() })
}
