package flow

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A Call is one call as an intrinsic sees it.
type Call struct {
	It      *Interp
	Node    *ir.Node
	Name    string
	HasRecv bool
	Recv    Value
	Args    []Value
	// Types are the static result types.
	Types []string
}

// Arg returns the i-th argument, or an unknown value.
func (c *Call) Arg(i int) Value {
	if i < len(c.Args) {
		return c.Args[i]
	}
	return UnknownFrom(Origin{Kind: "arg"}, "")
}

// Unknown returns results of which only the type is known.
func (c *Call) Unknown(kind string) []Value {
	name := c.Name
	out := make([]Value, len(c.Types))
	for i, t := range c.Types {
		out[i] = c.It.Fresh(t, Origin{Kind: kind, Name: name})
	}
	return out
}

func (it *Interp) callNode(n *ir.Node) []Value {
	switch n.Op {
	case ir.OpBuiltin:
		return it.builtin(n)
	case ir.OpDynCall:
		fun := it.eval(n.Kids[0])
		args := it.args(n, 1, nil)
		return it.callValue(fun, args, n)
	}
	var recv Value
	first := 0
	if n.Recv && len(n.Kids) > 0 {
		recv = it.eval(n.Kids[0])
		first = 1
	}
	args := it.args(n, first, nil)
	if it.st.dead {
		return it.freshResults(n, "dead")
	}
	if n.Recv {
		return it.callMethod(n, recv, args)
	}
	return it.callNamed(n.Str, n, nil, false, args)
}

func (it *Interp) args(n *ir.Node, from int, out []Value) []Value {
	if len(n.Kids) == from+1 && (n.Kids[from].Op == ir.OpCall || n.Kids[from].Op == ir.OpDynCall) && len(n.Kids[from].Types) > 1 {
		return it.multiEval(n.Kids[from])
	}
	for i := from; i < len(n.Kids); i++ {
		out = append(out, it.eval(n.Kids[i]))
	}
	return out
}

func (it *Interp) freshResults(n *ir.Node, kind string) []Value {
	out := make([]Value, len(n.Types))
	for i, t := range n.Types {
		out[i] = it.Fresh(t, Origin{Kind: kind, Name: n.Str})
	}
	return out
}

// method finds the function that a method name stands for on a value: by the
// dynamic type of an object, else the static one.
func (it *Interp) method(recv Value, name string) string {
	short := ir.Base(name)
	for _, a := range recv {
		typ := a.Type
		if a.Kind == ObjK {
			typ = it.objs[a.Obj].Type
		}
		if t := it.Prog.Type(typ); t != nil {
			if m, ok := t.Methods[short]; ok {
				return m.Func
			}
		}
	}
	return name
}

// callMethod dispatches a method call on each alternative receiver.
func (it *Interp) callMethod(n *ir.Node, recv Value, args []Value) []Value {
	short := ir.Base(n.Str)
	targets := it.targets(n, recv, short)
	if len(targets) == 0 {
		return it.callNamed(n.Str, n, recv, true, args)
	}
	if len(targets) == 1 {
		return it.callNamed(targets[0].fn, n, targets[0].recv, true, args)
	}
	if it.Hooks.Several != nil {
		it.Hooks.Several(it, n, args)
	}
	var results []Value
	var fs []func()
	for _, t := range targets {
		fs = append(fs, func() {
			rs := it.callNamed(t.fn, n, t.recv, true, args)
			if !it.st.dead {
				results = joinResults(results, rs)
			}
		})
	}
	it.Fork(fs...)
	if results == nil {
		return it.freshResults(n, "dead")
	}
	return results
}

type target struct {
	fn   string
	recv Value
}

func (it *Interp) targets(n *ir.Node, recv Value, short string) []target {
	var out []target
	add := func(fn string, recv Value) {
		for i := range out {
			if out[i].fn == fn {
				out[i].recv = Join(out[i].recv, recv)
				return
			}
		}
		out = append(out, target{fn, recv})
	}
	for _, a := range recv {
		if a.Kind == NilK || a.Kind == AbsentK {
			continue
		}
		typ := a.Type
		if a.Kind == ObjK {
			typ = it.objs[a.Obj].Type
		}
		t := it.Prog.Type(typ)
		if t == nil || len(t.Methods) == 0 {
			if n.Iface && a.Kind != FuncK && (a.Kind == Unknown || it.objs[a.Obj].Symbolic) && len(it.Prog.Implementers(n)) > 0 && it.Hooks.Lookup(n.Str) == nil {
				it.candidates(n, a, short, add)
				continue
			}
			fn := n.Str
			if n.Iface && a.Kind == ObjK && typ != "" {
				// The dynamic type is a library's: its own method is called.
				if it.Hooks.Lookup(ir.Elem(typ)+"."+short) != nil {
					fn = ir.Elem(typ) + "." + short
				}
			}
			add(fn, Value{a})
			continue
		}
		m, ok := t.Methods[short]
		if !ok {
			add(n.Str, Value{a})
			continue
		}
		r := Value{a}
		for _, p := range m.Path {
			if id, isObj := r.IsObject(); isObj {
				ft := ""
				if ot := it.Prog.Type(it.objs[id].Type); ot != nil {
					for _, f := range ot.Fields {
						if f.Name == p {
							ft = f.Type
						}
					}
				}
				r = it.ReadField(id, p, ft)
			}
		}
		add(m.Func, r)
	}
	return out
}

// candidates calls an interface's implementations, where they are few and the
// value came from outside.
func (it *Interp) candidates(n *ir.Node, a Atom, short string, add func(string, Value)) {
	for _, c := range it.Prog.Implementers(n) {
		t := it.Prog.Type(c)
		if t == nil {
			continue
		}
		if m, ok := t.Methods[short]; ok && it.Prog.Func(m.Func) != nil {
			o := a.Origin
			if a.Kind == ObjK {
				o = it.objs[a.Obj].Origin
			}
			k := key{a.Obj, Aside("as " + c)}
			r, ok := it.st.get(k)
			if !ok || a.Kind != ObjK {
				r = it.Fresh(c, o)
				if a.Kind == ObjK {
					it.root.put(k, r)
				}
			}
			add(m.Func, r)
		}
	}
}

func joinResults(a, b []Value) []Value {
	if a == nil {
		return append([]Value(nil), b...)
	}
	for i := range a {
		if i < len(b) {
			a[i] = Join(a[i], b[i])
		}
	}
	return a
}

// callNamed calls a function by name: an intrinsic, a body, or the unknown.
func (it *Interp) callNamed(name string, n *ir.Node, recv Value, hasRecv bool, args []Value) []Value {
	c := &Call{It: it, Node: n, Name: name, HasRecv: hasRecv, Recv: recv, Args: args, Types: n.Types}
	if in := it.Hooks.Lookup(name); in != nil {
		limit := ID(len(it.objs))
		if rs, ok := in(c); ok {
			return it.pad(it.carry(rs, it.depends(c), limit), n)
		}
	}
	if f := it.Prog.Func(name); f != nil && f.Body != nil && (it.Hooks.Stop == nil || !it.Hooks.Stop(f)) {
		all := args
		if f.Recv {
			all = append([]Value{recv}, args...)
		}
		if rs, ok := it.enter(f, n, all, it.instance(f, n, recv)); ok {
			return it.pad(rs, n)
		}
		return it.freshResults(n, "call")
	}
	return it.unknownCall(c)
}

func (it *Interp) pad(rs []Value, n *ir.Node) []Value {
	for len(rs) < len(n.Types) {
		rs = append(rs, it.Fresh(n.Types[len(rs)], Origin{Kind: "call", Name: n.Str}))
	}
	return rs
}

// callValue calls a function value.
func (it *Interp) callValue(fun Value, args []Value, n *ir.Node) []Value {
	var fns []*Closure
	unknown := false
	for _, a := range it.Deref(fun) {
		switch a.Kind {
		case FuncK:
			fns = append(fns, a.Fn)
		case Unknown, ObjK:
			unknown = true
		}
	}
	foreign := func() []Value {
		if it.Hooks.Unknown != nil {
			it.Hooks.Unknown(it, args, n)
		}
		it.escape(args, n)
		it.changed(args, &Call{It: it, Node: n, Args: args})
		c, limit := &Call{It: it, Node: n, Args: args}, ID(len(it.objs))
		it.fill(c)
		return it.carry(it.freshResults(n, "dyncall"), it.gives(c), limit)
	}
	switch {
	case len(fns) == 0:
		return foreign()
	case len(fns) == 1 && !unknown:
		return it.pad(it.call(fns[0], args, n), n)
	}
	var results []Value
	var fs []func()
	try := func(call func() []Value) {
		fs = append(fs, func() {
			rs := call()
			if !it.st.dead {
				results = joinResults(results, rs)
			}
		})
	}
	for _, fn := range fns {
		try(func() []Value { return it.pad(it.call(fn, args, n), n) })
	}
	if unknown {
		try(foreign)
	}
	it.Fork(fs...)
	return it.pad(results, n)
}

// call calls a closure. Missing arguments are unknown.
func (it *Interp) call(c *Closure, args []Value, n *ir.Node) []Value {
	if c.once > 0 {
		return it.callOnce(c, args, n)
	}
	switch {
	case c.Native != nil:
		return c.Native(args, n)
	case c.Method != nil && c.Recv:
		// The receiver's type decides.
		return it.callMethod(methodCall(c.Method, n), c.Bound, args)
	case c.Method != nil && len(args) > 0:
		return it.callMethod(methodCall(c.Method, n), args[0], args[1:])
	case c.Fn == nil:
		var recv Value
		if c.Recv {
			recv = c.Bound
		}
		cn := *n
		cn.Str, cn.Recv = c.Name, c.Recv
		return it.callNamed(c.Name, &cn, recv, c.Recv, args)
	}
	all := args
	if c.Fn.Recv && c.Recv {
		all = append([]Value{c.Bound}, args...)
	}
	for len(all) < len(c.Fn.Params) && !(c.Fn.Variadic && len(all) == len(c.Fn.Params)-1) {
		i := len(all)
		all = append(all[:i:i], it.Fresh(c.Fn.Types[i], Origin{Kind: "param", Name: c.Fn.Names[i]}))
	}
	for _, l := range it.lits {
		if l.n.Fn == c.Fn {
			it.ran[l.n] = true
		}
	}
	if rs, ok := it.enter(c.Fn, n, all, c); ok {
		return rs
	}
	return it.freshResults(n, "call")
}

// Once makes functions that run when they are called first, and give the same
// results ever after.
func (it *Interp) Once(v Value, n *ir.Node) Value {
	out := make(Value, len(v))
	for i, a := range v {
		if a.Kind == FuncK {
			c := *a.Fn
			c.once = it.NewInternal("", n)
			a.Fn = &c
		}
		out[i] = a
	}
	return out
}

func (it *Interp) callOnce(c *Closure, args []Value, n *ir.Node) []Value {
	if v, ok := it.Get(c.once, Pointee); ok && v.Truth() == 1 {
		rs := make([]Value, len(n.Types))
		for i := range rs {
			rs[i], _ = it.Get(c.once, Index(int64(i)))
		}
		return it.pad(rs, n)
	}
	inner := *c
	inner.once = 0
	rs := it.pad(it.call(&inner, args, n), n)
	it.Set(c.once, Pointee, BoolValue(true))
	for i, r := range rs {
		it.Set(c.once, Index(int64(i)), r)
	}
	return rs
}

// methodCall is the call of a method value or a method expression.
func methodCall(m, n *ir.Node) *ir.Node {
	c := *n
	c.Op, c.Str, c.Recv, c.Iface, c.Cands = ir.OpCall, m.Str, true, m.Iface, m.Cands
	return &c
}

// CallFunc calls a function value, for intrinsics that take callbacks.
func (it *Interp) CallFunc(fun Value, args []Value, n *ir.Node) []Value {
	return it.callValue(fun, args, &ir.Node{Op: ir.OpDynCall, Pos: n.Pos, End: n.End, NamePos: n.NamePos})
}

// enter executes a body, unless it is too deep or already being executed.
func (it *Interp) enter(f *ir.Func, n *ir.Node, args []Value, c *Closure) ([]Value, bool) {
	if len(it.frames) >= maxDepth {
		return nil, false
	}
	seen, round, circle := 0, 0, 0
	if !f.Lit {
		circle = it.Prog.Circle(f.Name)
	}
	for _, fr := range it.frames {
		if circle > 0 && !fr.fn.Lit && it.Prog.Circle(fr.fn.Name) == circle {
			if round++; round >= maxRound {
				return nil, false
			}
		}
		if fr.fn == f {
			seen++
			if seen > maxNested || !it.another(fr, args, c) {
				return nil, false
			}
		}
	}
	if len(it.frames) > 1 {
		if it.entered == nil {
			it.entered = map[*ir.Func]int{}
		}
		if it.entered[f]++; it.entered[f] > maxEntered {
			it.Exhausted = true
			return nil, false
		}
	}
	return it.invoke(f, n, args, c), true
}

// maxRound is how many functions that call one another in circles are under
// execution at a time.
const maxRound = 3

// maxEntered is how often a function is entered from others than the one that
// is executed from outside: calls that multiply from function to function end
// there.
const maxEntered = 400

// maxNested is how often a function may be under execution at a time.
const maxNested = 5

// another reports whether a function that is under execution is called for
// something else, which is no recursion: the links of a chain of middlewares
// are one function literal, or one adapter, with other captured variables or
// another receiver each.
func (it *Interp) another(fr *frame, args []Value, c *Closure) bool {
	if fr.fn.Lit {
		if c == nil || fr.closure == nil || len(c.Vars) == 0 {
			return false
		}
		x, y := Atom{Kind: FuncK, Fn: c}, Atom{Kind: FuncK, Fn: fr.closure}
		return x.key() != y.key()
	}
	if !fr.fn.Recv || len(args) == 0 || len(fr.fn.Params) == 0 || fr.fn.Params[0] < 0 {
		return false
	}
	old, _ := it.readVar(fr, int64(fr.fn.Params[0]))
	if len(old) != 1 || len(args[0]) != 1 || old[0].Kind != FuncK || args[0][0].Kind != FuncK {
		return false
	}
	x, y := &old[0], &args[0][0]
	return x.key() != y.key()
}

// invoke executes a body with arguments, and joins what its exits leave.
func (it *Interp) invoke(f *ir.Func, n *ir.Node, args []Value, c *Closure) []Value {
	it.step()
	base, limit := it.st, ID(len(it.objs))
	fr := &frame{fn: f, call: n, obj: it.alloc(&Object{frame: true, Type: f.Name}), base: base, closure: c}
	if c != nil {
		fr.types = c.TypeArgs
	}
	it.frames = append(it.frames, fr)
	it.st = base.child()
	if c != nil {
		for i, cp := range f.Captures {
			if i < len(c.Vars) {
				it.Set(fr.obj, variable(int64(cp.Inner)), c.Vars[i])
			}
		}
	}
	it.bind(f, n, args, fr)
	for i, r := range f.Results {
		if r >= 0 {
			it.declare(fr, int64(r), it.Zero(f.ResTypes[i]))
		}
	}
	it.exec(f.Body)
	if !it.st.dead {
		var res []Value
		fr.exits = append(fr.exits, exit{st: it.st.since(base), results: res})
	}
	it.st = base
	results := it.leave(fr, base, limit)
	if len(fr.deferred) > 0 && !base.dead {
		it.runDeferred(fr, results)
	}
	it.frames = it.frames[:len(it.frames)-1]
	if !base.dead {
		it.review()
	}
	return results
}

func (it *Interp) bind(f *ir.Func, n *ir.Node, args []Value, fr *frame) {
	last := len(f.Params) - 1
	for i, p := range f.Params {
		var v Value
		switch {
		case f.Variadic && i == last && (n == nil || !n.Ellipsis):
			if n == nil {
				v = it.orFresh(args, i, f)
				break
			}
			id := it.New(f.Types[i], n)
			it.objs[id].List = true
			k := 0
			for j := i; j < len(args); j++ {
				it.Set(id, Index(int64(k)), args[j])
				k++
			}
			it.Set(id, Length, IntValue(int64(k)))
			v = ObjValue(id)
		default:
			v = it.orFresh(args, i, f)
		}
		if f.Recv && i == 0 && !strings.HasPrefix(f.Types[0], "*") {
			v = it.Copy(it.Deref(v)) // the method has a receiver of its own
		}
		if p >= 0 {
			it.declare(fr, int64(p), v)
		}
	}
}

func (it *Interp) orFresh(args []Value, i int, f *ir.Func) Value {
	if i < len(args) && len(args[i]) > 0 {
		return args[i]
	}
	return it.Fresh(f.Types[i], Origin{Kind: "param", Name: f.Names[i]})
}

// leave joins the exits of a call. Paths that returned an error are left out
// where others did not: the caller gives up on them, and what they had not yet
// set is no evidence. Their error value is kept, since callers look into it.
func (it *Interp) leave(fr *frame, base *state, limit ID) []Value {
	var good, bad []exit
	for _, e := range fr.exits {
		if e.failed && (fr.call == nil || !fr.call.Unchecked) {
			bad = append(bad, e)
		} else {
			good = append(good, e)
		}
	}
	if len(good) == 0 {
		good, bad = bad, nil
	}
	if len(fr.panics) > 0 {
		if len(fr.deferred) > 0 {
			// A deferred function may recover: the results are what they are by then.
			for _, s := range fr.panics {
				it.st = s
				e := exit{st: s, results: make([]Value, len(fr.fn.ResTypes))}
				for i := range e.results {
					v := it.Zero(fr.fn.ResTypes[i])
					if i < len(fr.fn.Results) && fr.fn.Results[i] >= 0 {
						if w, ok := it.readVar(fr, int64(fr.fn.Results[i])); ok {
							v = w
						}
					}
					e.results[i] = v
				}
				good = append(good, e)
			}
			it.st = base
		} else if len(it.frames) > 1 {
			caller := it.frames[len(it.frames)-2]
			for _, s := range fr.panics {
				if len(caller.panics) < maxPanics {
					caller.panics = append(caller.panics, s.since(caller.base))
				}
			}
		}
	}
	if len(good) == 0 {
		base.dead = true
		return nil
	}
	alive := make([]*state, len(good))
	var results []Value
	for i, e := range good {
		alive[i] = e.st
		if e.results != nil {
			results = joinResults(results, e.results)
		}
	}
	it.merge(base, alive, limit)
	for _, e := range bad {
		// What a failed path made of new is kept, for errors.As and the like.
		for _, o := range e.st.objs.all() {
			if o.key < limit {
				continue
			}
			into := base.own(o.key)
			for _, f := range o.value.all() {
				if !into.has(f.key) {
					into.add(f.key, f.value)
				}
			}
		}
		if n := len(results); n > 0 && len(e.results) == n {
			results[n-1] = Join(results[n-1], e.results[n-1])
		}
	}
	return results
}

// goCall executes a call in a goroutine: at once, and once more when the
// function from outside has ended, where it read a channel that others may have
// filled since.
func (it *Interp) goCall(n *ir.Node) {
	if n.Op != ir.OpCall && n.Op != ir.OpDynCall {
		it.multiEval(n)
		return
	}
	d := it.operands(n)
	if it.st.dead {
		return
	}
	received := it.received
	it.received = false
	it.runOperands(d)
	it.st.dead = false // what ends in a goroutine ends nothing else
	if it.received && len(it.gos) < maxDeferred {
		it.gos = append(it.gos, pendingGo{call: d, chain: append([]*frame(nil), it.frames...), around: append([]*Loop(nil), it.around...)})
	}
	it.received = received
}

// A pendingGo is a goroutine that runs again.
type pendingGo struct {
	call   deferredCall
	chain  []*frame
	around []*Loop
}

// runGos executes the goroutines that read a channel once more.
func (it *Interp) runGos() {
	for i := 0; i < len(it.gos); i++ {
		g := it.gos[i]
		saved, around := it.frames, it.around
		it.frames, it.around, it.st.dead = g.chain, g.around, false
		it.runOperands(g.call)
		it.frames, it.around, it.st.dead = saved, around, false
	}
}

// unknownCall is a call of which neither body nor meaning is known.
func (it *Interp) unknownCall(c *Call) []Value {
	limit := ID(len(it.objs))
	it.fill(c)
	// Callbacks are run: retry helpers, groups and transactions call them.
	for _, a := range c.Args {
		for _, f := range a {
			if f.Kind == FuncK && f.Fn.Fn != nil && f.Fn.Fn.Lit {
				it.loops++
				it.callback(c, f.Fn)
				it.loops--
				it.st.dead = false
			}
		}
	}
	if it.Hooks.Fallback != nil {
		if rs, ok := it.Hooks.Fallback(c); ok {
			return it.carry(it.pad(rs, c.Node), it.gives(c), limit)
		}
	}
	if it.Hooks.Draws != nil && it.Hooks.Draws(c.Name) {
		for _, a := range c.Args { // rand.Read writes to what it is given
			it.Draw(a)
		}
	}
	if !ir.Stdlib(c.Name) {
		all := c.Args
		if c.HasRecv {
			all = append(all[:len(all):len(all)], c.Recv)
		}
		it.escape(all, c.Node)
		if it.Hooks.Looks == nil || !it.Hooks.Looks(c.Name) {
			it.changed(all, c)
		}
	}
	return it.carry(it.freshResults(c.Node, "call"), it.gives(c), limit)
}

// changed lets what unknown code is given hold unknown values besides: the
// fields of the program's own types, elements and entries, and what pointers
// point to. What becomes of a library's objects is their model's business.
func (it *Interp) changed(args []Value, c *Call) {
	if pkg, _, _ := strings.Cut(c.Name, "."); !strings.Contains(c.Name, "/") && ir.Stdlib(pkg) {
		return // fmt, log, os: what they write to is told of them, or by the address that they are given
	}
	o := Origin{Kind: "filled", Name: c.Name, loops: it.gives(c)}
	stores := it.Stores
	it.Stores = nil // what it writes is no value of the program
	defer func() { it.Stores = stores }()
	seen := map[ID]bool{}
	var walk func(v Value, depth int)
	walk = func(v Value, depth int) {
		for _, a := range v {
			if a.Kind == RefK && depth < 3 && a.Ref.Obj != 0 {
				old := it.readPlace(*a.Ref, "")
				walk(old, depth+1)
				if !old.Has(ObjK) && !old.Has(FuncK) {
					it.Set(a.Ref.Obj, a.Ref.Key, Join(old, UnknownFrom(o, "")))
				}
			}
			if a.Kind != ObjK || seen[a.Obj] || depth > 2 {
				continue
			}
			seen[a.Obj] = true
			obj := it.objs[a.Obj]
			t := it.Prog.Type(obj.Type)
			own := t != nil && t.Struct || obj.List || obj.Map && obj.Type != "net/http.Header" && obj.Type != "net/url.Values"
			if !own || obj.frame || obj.Internal {
				continue
			}
			for _, k := range it.Written(a.Obj) {
				if !k.IsPart() || k == Length {
					continue
				}
				w, _ := it.Get(a.Obj, k)
				walk(w, depth+1)
				if scalars(w) {
					it.Set(a.Obj, k, Join(w, UnknownFrom(o, "")))
				}
			}
			if t != nil && t.Struct {
				it.Opened(a.Obj, o)
			}
		}
	}
	for _, v := range args {
		walk(v, 0)
	}
}

// scalars reports whether a value has no alternative with an identity.
func scalars(v Value) bool {
	for _, a := range v {
		if a.Kind == ObjK || a.Kind == FuncK || a.Kind == RefK {
			return false
		}
	}
	return len(v) > 0
}

// Escape tells of objects that unknown code gets, for intrinsics.
func (it *Interp) Escape(args []Value, n *ir.Node) { it.escape(args, n) }

// escape tells the user of the package of every object that unknown code gets.
func (it *Interp) escape(args []Value, n *ir.Node) {
	if it.Hooks.Escaped == nil {
		return
	}
	seen := map[ID]bool{}
	var walk func(v Value, depth int)
	walk = func(v Value, depth int) {
		for _, a := range v {
			if a.Kind == FuncK && len(a.Fn.Bound) > 0 {
				walk(a.Fn.Bound, depth+1)
			}
			if a.Kind != ObjK || seen[a.Obj] || depth > 3 {
				continue
			}
			seen[a.Obj] = true
			it.Hooks.Escaped(it, a.Obj, n)
			for _, f := range it.Written(a.Obj) {
				w, _ := it.Get(a.Obj, f)
				walk(w, depth+1)
			}
		}
	}
	for _, a := range args {
		walk(a, 0)
	}
}

func (it *Interp) builtin(n *ir.Node) []Value {
	var args []Value
	switch n.Str {
	case "new":
		return []Value{it.newBuiltin(n)}
	case "make":
		return it.makeBuiltin(n)
	}
	for _, k := range n.Kids {
		args = append(args, it.eval(k))
	}
	switch n.Str {
	case "panic":
		it.panics()
	case "send":
		if it.Hooks.Sent != nil {
			it.Hooks.Sent(it, args[1:], n)
		}
		it.send(args[0], args[1])
		it.escape(args[1:], n)
		return nil
	case "append":
		return []Value{it.appendList(n, args)}
	case "copy":
		if len(args) == 2 {
			it.copyElements(args[0], args[1])
		}
	case "clear":
		if len(args) == 1 {
			it.Each(args[0], it.clear)
		}
		return nil
	case "delete":
		if len(args) == 2 {
			it.Each(args[0], func(id ID) { it.SetIndex(id, args[1], Value{{Kind: AbsentK}}) })
		}
	case "len":
		if len(args) == 1 {
			if s, ok := args[0].Const(); ok {
				return []Value{IntValue(int64(len(s)))}
			}
			if id, ok := args[0].IsObject(); ok && it.objs[id].List {
				if size, ok := it.length(id); ok {
					return []Value{IntValue(size)}
				}
			}
			if id, ok := args[0].IsObject(); ok && it.emptyMap(id) {
				return []Value{IntValue(0)}
			}
		}
		return []Value{UnknownFrom(Origin{Kind: "len"}, "int")}
	case "min", "max":
		return []Value{it.extreme(n, args)}
	}
	return it.freshResults(n, "builtin")
}

// emptyMap reports whether a map was made here and nothing was written to it.
func (it *Interp) emptyMap(id ID) bool {
	o := it.objs[id]
	if !o.Map || o.Symbolic || o.Internal || o.thawed {
		return false
	}
	if _, open := it.Get(id, Open); open {
		return false
	}
	for _, f := range it.Written(id) {
		if f == AnyEntry {
			return false
		}
		if f.IsEntry() {
			if v, _ := it.Get(id, f); len(v) != 1 || v[0].Kind != AbsentK {
				return false
			}
		}
	}
	return true
}

// maxPanics bounds the panics that a function is known to end with.
const maxPanics = 3

// panics ends the path, and keeps it for those that recover.
func (it *Interp) panics() {
	if f := it.frame(); len(f.panics) < maxPanics {
		f.panics = append(f.panics, it.st.since(f.base))
	}
	it.st.dead = true
}

// extreme is min or max: known among known integers.
func (it *Interp) extreme(n *ir.Node, args []Value) Value {
	typ := ""
	if len(n.Types) > 0 {
		typ = n.Types[0]
	}
	best := int64(0)
	for k, a := range args {
		i, ok := a.Int()
		if !ok {
			return UnknownFrom(Origin{Kind: "arith", loops: it.Depends(args...)}, typ)
		}
		if k == 0 || n.Str == "min" && i < best || n.Str == "max" && i > best {
			best = i
		}
	}
	return IntValue(best)
}

func (it *Interp) makeBuiltin(n *ir.Node) []Value {
	if len(n.Types) == 0 {
		return it.freshResults(n, "builtin") // what it makes has no type
	}
	typ := it.typ(n.Types[0])
	under := it.Prog.Under(typ)
	var sizes []Value
	for _, k := range n.Kids[min(1, len(n.Kids)):] { // the first one is the type
		sizes = append(sizes, it.eval(k))
	}
	id := it.New(typ, n)
	o := it.objs[id]
	o.Map = strings.HasPrefix(under, "map[") || o.Type == "net/http.Header" || o.Type == "net/url.Values"
	o.List = strings.HasPrefix(under, "[]")
	it.Set(id, literal, NilValue())
	if !o.List || under == "[]byte" || under == "[]uint8" {
		return []Value{ObjValue(id)}
	}
	size, known := int64(0), true
	if len(sizes) > 0 {
		size, known = sizes[0].Int()
	}
	elem := ir.ElemType(under)
	switch {
	case known && size >= 0 && size <= 64:
		for i := range size {
			it.Set(id, Index(i), it.Zero(elem))
		}
		it.Set(id, Length, IntValue(size))
	default:
		it.Set(id, AnyIndex, it.Zero(elem))
		it.Set(id, Length, UnknownFrom(Origin{Kind: "len"}, "int"))
	}
	return []Value{ObjValue(id)}
}

// clear empties a map, or sets the elements of a list to zero.
func (it *Interp) clear(id ID) {
	for _, f := range it.Written(id) {
		switch {
		case f.IsEntry():
			it.Set(id, f, Value{{Kind: AbsentK}})
		case f.IsElement():
			it.Set(id, f, it.Zero(ir.ElemType(it.objs[id].Type)))
		}
	}
}

// copyElements is copy(dst, src).
func (it *Interp) copyElements(dsts, src Value) {
	if dsts.Has(TextK) {
		it.bytesChanged(dsts, "[]byte")
	}
	it.Each(dsts, func(dst ID) {
		to, ok := it.length(dst)
		if id, one := src.IsObject(); ok && one {
			if from, ok := it.length(id); ok && from <= 64 {
				for i := range min(from, to) {
					it.SetIndex(dst, IntValue(i), it.ReadIndex(id, IntValue(i), ir.ElemType(it.objs[id].Type)))
				}
				return
			}
		}
		elems := it.Elements(src)
		if len(elems) == 0 {
			elems = UnknownFrom(Origin{Kind: "element"}, "")
		}
		it.SetIndex(dst, UnknownFrom(Origin{Kind: "index"}, "int"), elems)
	})
}

// send adds to what a channel may hold. What is sent on the channels that one
// expression makes is known together: who reads one has made it in another
// function, mostly.
func (it *Interp) send(channels, v Value) {
	it.Each(channels, func(id ID) {
		old, _ := it.Get(id, AnyIndex)
		it.Set(id, AnyIndex, Join(old, v))
		if name := it.channel(id); name != "" && it.Stores != nil {
			it.note(name, v, true)
		}
	})
}

// channel names what the channels hold that the same expression makes; "" where it
// is not known which one.
func (it *Interp) channel(id ID) string {
	return channelName(it.Prog.Unit().Pkg, it.objs[id].Type, it.objs[id].Node)
}

func channelName(pkg, typ string, made *ir.Node) string {
	if made == nil || !made.Pos.IsValid() || !strings.HasPrefix(typ, "chan ") {
		return ""
	}
	return pkg + ".chan@" + itoa(int64(made.Pos))
}

// sent is what other functions send on a channel, besides what is known to be in
// it.
func (it *Interp) sent(id ID) Value {
	name := it.channel(id)
	if name == "" {
		return nil
	}
	s := it.summary(name)
	if s.empty() {
		return nil
	}
	own, _ := it.Get(id, AnyIndex)
	have := it.Keys(own)
	var trees []Tree
	for _, t := range s.Trees {
		if !slices.Contains(have, t.key()) {
			trees = append(trees, t)
		}
	}
	return it.thawTrees(trees)
}

// receive reads a channel: what was sent to it where that is seen, or the zero
// value of a closed one.
func (it *Interp) receive(channels Value, typ string) Value {
	var out Value
	for _, a := range it.Deref(channels) {
		if a.Kind != ObjK {
			if a.Kind != NilK {
				out = Join(out, it.Fresh(typ, Origin{Kind: "range", Name: "channel", loops: it.made()}))
			}
			continue
		}
		v, ok := it.Get(a.Obj, AnyIndex)
		if ok {
			out = Join(out, v)
		}
		w := it.sent(a.Obj)
		out = Join(out, w)
		switch o := it.objs[a.Obj]; {
		case len(w) > 0 && (o.Symbolic || o.thawed):
			// What else may come is one row more, of which nothing is known.
			out = Join(out, UnknownFrom(Origin{Kind: "range", Name: "channel", loops: it.made()}, typ))
		case len(w) == 0 && (!ok || o.Symbolic || o.thawed):
			out = Join(out, it.Fresh(typ, Origin{Kind: "range", Name: "channel", loops: it.made()}))
		}
		it.received = true
	}
	if len(out) == 0 {
		return it.Fresh(typ, Origin{Kind: "range", Name: "channel", loops: it.made()})
	}
	return out
}

func (it *Interp) newBuiltin(n *ir.Node) Value {
	typ := ""
	if len(n.Types) > 0 {
		typ = n.Types[0]
	}
	base := ir.Elem(typ)
	if len(n.Kids) == 1 && n.Kids[0].Op == ir.OpConst || len(n.Kids) == 1 && n.Kids[0].Op == ir.OpConcat {
		return it.NewCell(it.eval(n.Kids[0]), n) // new(expression)
	}
	if strings.Contains(base, ".") {
		return ObjValue(it.New(base, n))
	}
	return it.NewCell(it.Zero(base), n)
}

// appendList makes the longer list.
func (it *Interp) appendList(n *ir.Node, args []Value) Value {
	if len(args) == 0 {
		return nil
	}
	typ := ""
	if len(n.Types) > 0 {
		typ = it.typ(n.Types[0])
	}
	if typ == "[]byte" || typ == "[]uint8" {
		if len(args) == 2 && n.Ellipsis {
			return TextsValue(Concat(args[0].Texts(), args[1].Texts()))
		}
		return UnknownFrom(Origin{Kind: "append"}, typ)
	}
	var out Value
	for _, a := range args[0] {
		out = append(out, Atom{Kind: ObjK, Obj: it.appended(a, typ, n, args)})
		if len(out) >= 4 {
			out = append(out, UnknownFrom(Origin{Kind: "many"}, typ)...)
			break
		}
	}
	if len(out) == 0 {
		return ObjValue(it.appended(Atom{Kind: NilK}, typ, n, args))
	}
	return out
}

// appended makes the list that appending to one alternative gives.
func (it *Interp) appended(a Atom, typ string, n *ir.Node, args []Value) ID {
	var id ID
	size, open := int64(0), false
	if a.Kind == ObjK {
		o := *it.objs[a.Obj]
		o.List, o.shares, o.pointed = true, nil, false
		id = it.alloc(&o)
		it.copyInto(a.Obj, id)
		n, ok := it.length(a.Obj)
		size, open = n, !ok
		// There may have been room behind the last element.
		it.share(a.Obj, id, 0, false)
	} else {
		id = it.New(typ, n)
		it.objs[id].List = true
		it.objs[id].loops = 0
		switch a.Kind {
		case NilK:
			it.objs[id].loops = int(a.Int) // where the variable was declared
		default:
			it.objs[id].Symbolic = true
			open = true
		}
	}
	if _, some := it.Get(id, AnyIndex); some && !open {
		open = false // elements written at unknown indexes add none
	}
	for i, v := range args[1:] {
		if n.Ellipsis && i == len(args)-2 {
			it.spread(id, v, &size, &open)
			continue
		}
		if open || it.loops > it.objs[id].loops { // it grows in a loop
			old, _ := it.Get(id, AnyIndex)
			it.Set(id, AnyIndex, Join(old, v))
			open = true
			continue
		}
		it.Set(id, Index(size), v)
		if a.Kind == ObjK {
			it.behind(a.Obj, size, v)
		}
		size++
	}
	if open {
		it.Set(id, Length, UnknownFrom(Origin{Kind: "len"}, "int"))
	} else {
		it.Set(id, Length, IntValue(size))
	}
	return id
}

// behind writes what is appended to a list to those that may have it in memory
// behind the list's last element.
func (it *Interp) behind(list ID, at int64, v Value) {
	for _, s := range it.objs[list].shares {
		k := Index(at + s.offset)
		if old, ok := it.Get(s.obj, k); ok && s.known {
			it.Set(s.obj, k, Join(old, v))
		}
	}
}

func (it *Interp) spread(id ID, list Value, size *int64, open *bool) {
	if len(list) == 1 && list[0].Kind == NilK {
		return
	}
	src, ok := list.IsObject()
	count, known := int64(0), false
	if ok {
		count, known = it.length(src)
	}
	if !known || *open || it.loops > it.objs[id].loops {
		old, _ := it.Get(id, AnyIndex)
		it.Set(id, AnyIndex, Join(old, it.Elements(list)))
		if ok && it.objs[src].Symbolic || !ok {
			o := *it.objs[id]
			o.Symbolic = true
			it.objs[id] = &o
		}
		*open = true
		return
	}
	elem := ir.ElemType(it.objs[src].Type)
	for i := range min(count, 400) {
		it.Set(id, Index(*size), it.ReadIndex(src, IntValue(i), elem))
		*size++
	}
}

// Elements joins the elements of a list.
func (it *Interp) Elements(list Value) Value {
	var out Value
	for _, a := range list {
		if a.Kind != ObjK {
			continue
		}
		for _, f := range it.Written(a.Obj) {
			if f.IsElement() {
				v, _ := it.Get(a.Obj, f)
				out = Join(out, v)
			}
		}
		if it.objs[a.Obj].Symbolic {
			out = Join(out, UnknownFrom(Origin{Kind: "element"}, ""))
		}
	}
	return out
}

// CallMethod calls a method on a value, for intrinsics that call back.
func (it *Interp) CallMethod(n *ir.Node, recv Value, args []Value) []Value {
	return it.callMethod(n, recv, args)
}
