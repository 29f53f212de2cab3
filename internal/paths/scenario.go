package paths

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Follow follows the ways from a call that gave a truth value, up to the roots.
func (p *Program) Follow(c ssa.CallInstruction, truth bool, watch func([]string) bool) []Way {
	x := &explorer{p: p, send: &Send{}, watch: watch}
	f := &frameState{fn: c.Parent(), regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}}
	if v, ok := c.(ssa.Value); ok {
		f.regs[v] = value{k: kBool, n: b2i(truth), mark: true}
		if _, isBool := v.Type().Underlying().(*types.Basic); isBool && v.Type().Underlying().(*types.Basic).Info()&types.IsInteger != 0 {
			f.regs[v] = value{k: kInt, n: b2i(truth), mark: true}
		}
	}
	results := x.run(f, c.Block(), indexOf(c)+1, &world{heap: map[string]value{}}, 0)
	x.outwards(results, c.Parent(), -1, 0)
	return x.ways
}

// A Scenario is how a send ends: with a status, or with no answer at all.
type Scenario struct {
	Status   int // 0: no answer, an error from the transport
	Sometime bool
}

// NoAnswer is the scenario of an error from the transport.
var NoAnswer = Scenario{}

// An EndKind says how a way through the code ends.
type EndKind string

// The ends of a way.
const (
	EndAgain  EndKind = "again"  // the same request is sent once more
	EndReturn EndKind = "return" // a root returned
	EndPanic  EndKind = "panic"
	EndExit   EndKind = "exit"   // the process ends
	EndLeaves EndKind = "leaves" // an exported function of a library returned
	EndLost   EndKind = "lost"   // the trace was given up
)

// An Event is something that happens on a way: a call of interest.
type Event struct {
	Names []string
	Call  ssa.CallInstruction
	// Err is set when the call is given the error or the response.
	Err bool
	// Status is the status code that the call writes, where it is known.
	Status int
	// Labels are the string arguments that are known on this way, and what lists and
	// maps among the arguments hold.
	Labels []string
	// Values are the elements of a list among the arguments, in order, "" where one
	// is not known; Pairs those of a map.
	Values []string
	Pairs  map[string]string
}

// A Way is one way from a send to an end.
type Way struct {
	End    EndKind
	Root   *Root
	At     ssa.Instruction // the last one
	Events []Event
	// Failed is set when the end carries an error: a non-nil error, or a status of
	// 500 and more that was written.
	Failed  bool
	Written int // the status that was written, or 0
	Goes    bool
}

// limits of one exploration.
const (
	maxWays  = 600
	maxSteps = 60_000
	// maxSpent bounds all explorations of a program: a generated SDK has hundreds of
	// sends. What is not followed any more is lost, and never passes.
	maxSpent  = 1_000_000
	maxInline = 9
)

// abstract values.
type kind uint8

const (
	kUnknown kind = iota
	kNil
	kNonNil
	kInt
	kBool
	kString
	kResp
	kTuple
	kCell // address of a cell
)

type value struct {
	k    kind
	n    int64
	s    string
	list []value
	cell *cell
	off  string // path within the cell
	typ  types.Type
	mark bool // made of the answer or of the error
}

// A cell is memory that was allocated on the way.
type cell struct{ id int }

type frameState struct {
	fn     *ssa.Function
	regs   map[ssa.Value]value
	prev   *ssa.BasicBlock
	visits map[*ssa.BasicBlock]int
}

func (f *frameState) clone() *frameState {
	g := &frameState{fn: f.fn, prev: f.prev, regs: make(map[ssa.Value]value, len(f.regs)), visits: make(map[*ssa.BasicBlock]int, len(f.visits))}
	for k, v := range f.regs {
		g.regs[k] = v
	}
	for k, v := range f.visits {
		g.visits[k] = v
	}
	return g
}

type world struct {
	heap   map[string]value
	events []Event
	// muted is set once an error was turned into none: what follows is not told of
	// the failure.
	muted bool
}

func (w *world) clone() *world {
	h := make(map[string]value, len(w.heap))
	for k, v := range w.heap {
		h[k] = v
	}
	return &world{h, slices.Clone(w.events), w.muted}
}

// An explorer follows the ways from a send.
type explorer struct {
	p        *Program
	send     *Send
	scenario Scenario
	watch    func(names []string) bool
	ways     []Way
	steps    int
	cells    int
	over     bool
	decide   func(ssa.Value) (bool, bool) // may decide a condition
	entry    ssa.CallInstruction          // the call above the root that is being continued
	level    int                          // index into the chain of the function being executed
	until    *ssa.Function                // where the exploration stops
	stopped  []result
}

// result is what a function returned on a way.
type result struct {
	vals []value
	w    *world
	end  EndKind // "" for a return
	at   ssa.Instruction
}

// Explore follows a send that ended in a scenario, up to the roots. watch says
// which calls are noted as events.
func (p *Program) Explore(s *Send, sc Scenario, watch func(names []string) bool) []Way {
	x := &explorer{p: p, send: s, scenario: sc, watch: watch}
	start := s.Last()
	f := &frameState{fn: start.Parent(), regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}}
	w := &world{heap: map[string]value{}}
	if v, ok := start.(ssa.Value); ok {
		f.regs[v] = x.answer(v.Type())
	}
	x.deferredBefore(start, w)
	x.level = len(s.Chain) - 1
	results := x.run(f, start.Block(), indexOf(start)+1, w, 0)
	x.outwards(results, start.Parent(), len(s.Chain)-2, 0)
	if x.over {
		x.ways = append(x.ways, Way{End: EndLost, At: start})
	}
	return x.ways
}

func indexOf(in ssa.Instruction) int { return slices.Index(in.Block().Instrs, in) }

// answer is what the sending call gives in the scenario.
func (x *explorer) answer(t types.Type) value {
	one := func(t types.Type) value {
		switch {
		case IsErr(t):
			if x.scenario.Status == 0 {
				return value{k: kNonNil, s: transport, mark: true}
			}
			return value{k: kNil}
		case strings.HasSuffix(typeName(t), ".Response"):
			if x.scenario.Status == 0 {
				return value{k: kNil, mark: true}
			}
			return value{k: kResp, mark: true}
		}
		return value{mark: true}
	}
	if tuple, ok := t.(*types.Tuple); ok {
		v := value{k: kTuple}
		for i := range tuple.Len() {
			v.list = append(v.list, one(tuple.At(i).Type()))
		}
		return v
	}
	return one(t)
}

// outwards continues in the callers: first along the chain of the send, then in
// all that call its root.
func (x *explorer) outwards(results []result, f *ssa.Function, level, depth int) {
	for _, r := range results {
		if r.end != "" {
			x.end(r, nil)
			continue
		}
		if f == x.until {
			x.stopped = append(x.stopped, r)
			continue
		}
		if x.over || depth > 24 {
			x.end(result{w: r.w, end: EndLost, at: r.at}, nil)
			continue
		}
		var sites []ssa.CallInstruction
		if level >= 0 {
			sites = []ssa.CallInstruction{x.send.Chain[level]}
		} else {
			for _, c := range x.p.Callers(f) {
				if x.p.reached[c.Parent()] || !x.p.reached[f] {
					sites = append(sites, c)
				}
			}
		}
		if level < 0 {
			x.asRoot(r, f)
		}
		for _, c := range sites {
			fr := &frameState{fn: c.Parent(), regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}}
			switch c := c.(type) {
			case *ssa.Go:
				// Nobody waits for it.
				x.ways = append(x.ways, Way{End: EndReturn, At: r.at, Events: r.w.events, Goes: true})
				continue
			case *ssa.Defer:
				x.ways = append(x.ways, Way{End: EndReturn, At: r.at, Events: r.w.events})
				continue
			case *ssa.Call:
				fr.regs[c] = pack(r.vals, c.Type())
			}
			ww := r.w.clone()
			x.deferredBefore(c, ww)
			if n := len(r.vals); n > 0 && r.vals[n-1].k == kNil && IsErr(f.Signature.Results().At(n-1).Type()) && !slices.ContainsFunc(r.vals[:n-1], func(v value) bool { return v.mark || v.k == kCell }) {
				ww.muted = true
			}
			x.level, x.entry = level, c
			next := x.run(fr, c.Block(), indexOf(c)+1, ww, 0)
			x.outwards(next, c.Parent(), level-1, depth+1)
		}
		if level < 0 && len(sites) == 0 && !x.p.isRoot(f) {
			x.ways = append(x.ways, Way{End: EndLost, At: r.at, Events: r.w.events, Failed: failed(r.vals)})
		}
	}
}

// asRoot ends a way where code out of sight gets the result.
func (x *explorer) asRoot(r result, f *ssa.Function) {
	for i := range x.p.roots {
		root := &x.p.roots[i]
		if root.Func != f || root.Wrapped || root.Site != nil && !x.p.reached[root.Site.Parent()] {
			continue
		}
		w := Way{End: EndReturn, Root: root, At: r.at, Events: r.w.events, Failed: failed(r.vals), Written: written(r.w.events)}
		if root.Kind == RootExport {
			w.End = EndLeaves
		}
		if root.Kind == RootOther && root.Site != nil {
			// Given to a library that runs it: its caller sees what it returns.
			if c, ok := root.Site.(*ssa.Call); ok && w.Failed {
				x.through(r, c)
				continue
			}
		}
		x.ways = append(x.ways, w)
	}
}

// through continues behind a call of a library that ran the function and hands its
// error on, as errgroup, singleflight and breakers do.
func (x *explorer) through(r result, c *ssa.Call) {
	fr := &frameState{fn: c.Parent(), regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}}
	errs := 0
	each := func(t types.Type) value {
		if IsErr(t) {
			errs++
			return value{k: kNonNil, mark: true}
		}
		return value{mark: true}
	}
	if tuple, ok := c.Type().(*types.Tuple); ok {
		v := value{k: kTuple}
		for i := range tuple.Len() {
			v.list = append(v.list, each(tuple.At(i).Type()))
		}
		fr.regs[c] = v
	} else {
		fr.regs[c] = each(c.Type())
	}
	if errs == 0 {
		x.ways = append(x.ways, Way{End: EndLost, At: r.at, Events: r.w.events, Failed: true})
		return
	}
	x.level = -1
	next := x.run(fr, c.Block(), indexOf(c)+1, r.w.clone(), 0)
	x.outwards(next, c.Parent(), -1, 1)
}

func pack(vals []value, t types.Type) value {
	if _, ok := t.(*types.Tuple); ok {
		return value{k: kTuple, list: vals}
	}
	if len(vals) > 0 {
		return vals[0]
	}
	return value{}
}

func failed(vals []value) bool {
	if len(vals) == 0 {
		return false
	}
	last := vals[len(vals)-1]
	return last.k == kNonNil || last.k == kCell && last.mark
}

func written(events []Event) int {
	for _, e := range events {
		if e.Status > 0 {
			return e.Status
		}
	}
	return 0
}

func (x *explorer) end(r result, root *Root) {
	if len(x.ways) >= maxWays {
		x.over = true
		return
	}
	x.ways = append(x.ways, Way{End: r.end, Root: root, At: r.at, Events: r.w.events, Failed: r.end != EndAgain && r.end != EndReturn, Written: written(r.w.events)})
}

// run executes from an instruction on, and returns the ends of the function.
func (x *explorer) run(f *frameState, b *ssa.BasicBlock, i int, w *world, depth int) []result {
	for {
		x.p.spent++
		if x.steps++; x.steps > maxSteps || x.p.spent > maxSpent {
			x.over = true
			return []result{{w: w, end: EndLost, at: b.Instrs[len(b.Instrs)-1]}}
		}
		for ; i < len(b.Instrs); i++ {
			in := b.Instrs[i]
			switch in := in.(type) {
			case *ssa.Return:
				r := result{w: w, at: in}
				for _, v := range in.Results {
					r.vals = append(r.vals, x.get(f, w, v))
				}
				return []result{r}
			case *ssa.Panic:
				if !in.Pos().IsValid() {
					return nil // of a select in which no case is ready: it never runs
				}
				return []result{{w: w, end: EndPanic, at: in}}
			case *ssa.If:
				return x.branch(f, b, in, w, depth)
			case *ssa.Jump:
			case ssa.CallInstruction:
				if c, isCall := in.(*ssa.Call); isCall {
					if x.isAgain(c, depth) {
						end := EndAgain
						if x.level < 0 && x.entry != nil && Looped(x.entry) && varies(x.entry) {
							end = EndReturn // the loop has gone on to the next item
						}
						return []result{{w: w, end: end, at: in}}
					}
					outs, done := x.call(f, c, w, depth)
					if done {
						return outs
					}
					if len(outs) == 1 {
						if outs[0].end != "" {
							return outs
						}
						f.regs[c] = pack(outs[0].vals, c.Type())
						w = outs[0].w
						continue
					}
					if len(outs) > 1 {
						var all []result
						for _, o := range outs {
							if o.end != "" {
								all = append(all, o)
								continue
							}
							g := f.clone()
							g.regs[c] = pack(o.vals, c.Type())
							all = append(all, x.run(g, b, i+1, o.w, depth)...)
							if len(all) > maxWays || x.over {
								x.over = true
								return all
							}
						}
						return all
					}
				} else {
					x.event(f, in, w)
				}
			default:
				x.eval(f, in, w)
			}
		}
		if len(b.Succs) != 1 {
			return nil
		}
		next, ok := x.enter(f, b, b.Succs[0], w)
		if !ok {
			return nil
		}
		b, i = next, 0
	}
}

// enter goes to a block; a loop is gone round twice at most.
func (x *explorer) enter(f *frameState, from, to *ssa.BasicBlock, w *world) (*ssa.BasicBlock, bool) {
	if f.visits[to]++; f.visits[to] > 2 {
		return nil, false
	}
	phis := map[ssa.Value]value{}
	for _, in := range to.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		for k, p := range to.Preds {
			if p == from {
				phis[phi] = x.get(f, w, phi.Edges[k])
			}
		}
	}
	for k, v := range phis {
		f.regs[k] = v
	}
	f.prev = from
	return to, true
}

func (x *explorer) branch(f *frameState, b *ssa.BasicBlock, in *ssa.If, w *world, depth int) []result {
	v := x.get(f, w, in.Cond)
	if x.decide != nil {
		if truth, ok := x.decide(in.Cond); ok {
			v = value{k: kBool, n: int64(map[bool]int{false: 0, true: 1}[truth])}
		}
	}
	if v.k == kBool {
		next := b.Succs[1]
		if v.n == 1 {
			next = b.Succs[0]
		}
		nb, ok := x.enter(f, b, next, w)
		if !ok {
			return nil
		}
		return x.run(f, nb, 0, w, depth)
	}
	var out []result
	for k, s := range b.Succs {
		g := f.clone()
		g.regs[in.Cond] = value{k: kBool, n: int64(1 - k)}
		x.assume(g, in.Cond, k == 0)
		ww := w.clone()
		nb, ok := x.enter(g, b, s, ww)
		if !ok {
			continue
		}
		out = append(out, x.run(g, nb, 0, ww, depth)...)
		if len(out) > maxWays || x.over {
			x.over = true
			break
		}
	}
	return out
}

// assume notes what a branch tells about a comparison with nil.
func (x *explorer) assume(f *frameState, cond ssa.Value, truth bool) {
	c, ok := cond.(*ssa.BinOp)
	if !ok || c.Op != token.EQL && c.Op != token.NEQ {
		return
	}
	v, k := c.X, c.Y
	if _, isConst := v.(*ssa.Const); isConst {
		v, k = k, v
	}
	kc, isConst := k.(*ssa.Const)
	if !isConst || !kc.IsNil() {
		return
	}
	isNil := truth == (c.Op == token.EQL)
	old := f.regs[v]
	if old.k == kUnknown {
		if isNil {
			old.k = kNil
		} else {
			old.k = kNonNil
		}
		f.regs[v] = old
	}
}

// isAgain reports whether a call sends the same request once more: the outermost
// call of its chain, or the one of the function that is being executed. An inner
// one that another call led to sends something else.
func (x *explorer) isAgain(c *ssa.Call, depth int) bool {
	i := slices.Index(x.send.Chain, ssa.CallInstruction(c))
	return i == 0 || i > 0 && depth == 0 && x.level == i
}

// varies reports whether the arguments of a call are others in each turn of the loop
// around it: then the next turn sends something else.
func varies(c ssa.CallInstruction) bool {
	b := c.Block()
	for _, a := range c.Common().Args {
		in, ok := a.(ssa.Instruction)
		if !ok {
			continue
		}
		if u, isLoad := a.(*ssa.UnOp); isLoad {
			if _, isField := u.X.(*ssa.FieldAddr); isField {
				continue // a field of the receiver, loaded anew
			}
		}
		if mi, isIface := a.(*ssa.MakeInterface); isIface {
			if _, isInstr := mi.X.(ssa.Instruction); !isInstr {
				continue
			}
		}
		if in.Block() == b && reachesSelf(b) || in.Block() != nil && reaches(b, in.Block(), nil) {
			return true
		}
	}
	return false
}

func reachesSelf(b *ssa.BasicBlock) bool {
	for _, s := range b.Succs {
		if reaches(s, b, nil) {
			return true
		}
	}
	return false
}

func (x *explorer) key(v value) string { return fmt.Sprintf("%d:%s", v.cell.id, v.off) }

func (x *explorer) newCell(t types.Type) value {
	x.cells++
	return value{k: kCell, cell: &cell{x.cells}, typ: t}
}

// get reads a value.
func (x *explorer) get(f *frameState, w *world, v ssa.Value) value {
	if got, ok := f.regs[v]; ok {
		return got
	}
	switch v := v.(type) {
	case *ssa.Const:
		return constValue(v)
	case *ssa.Function, *ssa.MakeClosure:
		return value{k: kNonNil}
	case *ssa.Global:
		return value{k: kNonNil}
	}
	// Computed before the send: by operations that are known.
	switch v := v.(type) {
	case *ssa.Alloc:
		c := x.newCell(v.Type())
		f.regs[v] = c
		return c
	case *ssa.MakeInterface:
		return x.get(f, w, v.X)
	case *ssa.ChangeInterface:
		return x.get(f, w, v.X)
	case *ssa.ChangeType:
		return x.get(f, w, v.X)
	}
	return value{}
}

func constValue(c *ssa.Const) value {
	if c.IsNil() {
		return value{k: kNil}
	}
	if c.Value == nil {
		return value{}
	}
	switch c.Value.Kind() {
	case constant.Bool:
		if constant.BoolVal(c.Value) {
			return value{k: kBool, n: 1}
		}
		return value{k: kBool}
	case constant.Int:
		if n, ok := constant.Int64Val(c.Value); ok {
			return value{k: kInt, n: n}
		}
	case constant.String:
		return value{k: kString, s: constant.StringVal(c.Value)}
	}
	return value{}
}

// eval computes one instruction that is no call.
func (x *explorer) eval(f *frameState, in ssa.Instruction, w *world) {
	set := func(v ssa.Value, val value) { f.regs[v] = val }
	switch in := in.(type) {
	case *ssa.Alloc:
		set(in, x.newCell(in.Type()))
	case *ssa.Phi:
	case *ssa.FieldAddr:
		base := x.get(f, w, in.X)
		name := fieldName(in.X.Type(), in.Field)
		switch {
		case base.k == kResp:
			set(in, value{k: kResp, s: name, mark: true})
		case base.k == kCell:
			base.off += "." + name
			set(in, base)
		default:
			set(in, value{mark: base.mark})
		}
	case *ssa.IndexAddr:
		base, i := x.get(f, w, in.X), x.get(f, w, in.Index)
		if base.k == kCell && i.k == kInt {
			base.off += fmt.Sprintf("[%d]", i.n)
			set(in, base)
			return
		}
		set(in, value{mark: base.mark})
	case *ssa.Slice:
		set(in, x.get(f, w, in.X))
	case *ssa.MakeMap, *ssa.MakeSlice:
		set(in.(ssa.Value), x.newCell(in.(ssa.Value).Type()))
	case *ssa.MapUpdate:
		if m, k := x.get(f, w, in.Map), x.get(f, w, in.Key); m.k == kCell && k.k == kString {
			w.heap[x.key(m)+"{"+k.s+"}"] = x.get(f, w, in.Value)
		}
	case *ssa.Field:
		base := x.get(f, w, in.X)
		if base.k == kResp && fieldName(in.X.Type(), in.Field) == "StatusCode" {
			set(in, value{k: kInt, n: int64(x.scenario.Status), mark: true})
			return
		}
		if base.k == kCell {
			if got, ok := w.heap[x.key(base)+"."+fieldName(in.X.Type(), in.Field)]; ok {
				set(in, got)
				return
			}
		}
		set(in, value{mark: base.mark})
	case *ssa.Store:
		addr := x.get(f, w, in.Addr)
		if addr.k == kCell {
			w.heap[x.key(addr)] = x.get(f, w, in.Val)
		}
	case *ssa.UnOp:
		v := x.get(f, w, in.X)
		switch in.Op {
		case token.MUL:
			set(in, x.load(f, w, in, v))
		case token.NOT:
			if v.k == kBool {
				set(in, value{k: kBool, n: 1 - v.n, mark: v.mark})
			} else {
				set(in, value{mark: v.mark})
			}
		default:
			set(in, value{mark: v.mark})
		}
	case *ssa.BinOp:
		set(in, x.binop(in.Op, x.get(f, w, in.X), x.get(f, w, in.Y)))
	case *ssa.Extract:
		t := x.get(f, w, in.Tuple)
		if t.k == kTuple && in.Index < len(t.list) {
			set(in, t.list[in.Index])
		} else {
			set(in, value{mark: t.mark})
		}
	case *ssa.MakeInterface:
		v := x.get(f, w, in.X)
		if v.typ == nil {
			v.typ = in.X.Type()
		}
		if v.k == kUnknown && in.X.Type() != nil {
			if _, ptr := in.X.Type().Underlying().(*types.Pointer); !ptr {
				v.k = kNonNil
			}
		}
		set(in, v)
	case *ssa.ChangeInterface:
		set(in, x.get(f, w, in.X))
	case *ssa.ChangeType:
		set(in, x.get(f, w, in.X))
	case *ssa.Convert:
		set(in, x.get(f, w, in.X))
	case *ssa.TypeAssert:
		v := x.get(f, w, in.X)
		same := v.k == kCell && v.typ != nil && types.Identical(v.typ, in.AssertedType)
		differs := (v.k == kCell || v.k == kNonNil) && v.typ != nil && !same
		if _, isIface := in.AssertedType.Underlying().(*types.Interface); isIface {
			differs = false
		}
		if !in.CommaOk {
			set(in, v)
			return
		}
		ok := value{mark: v.mark}
		switch {
		case same:
			ok = value{k: kBool, n: 1}
		case differs || v.k == kNil:
			ok = value{k: kBool}
		}
		got := v
		if !same {
			got = value{mark: v.mark}
		}
		set(in, value{k: kTuple, list: []value{got, ok}})
	case *ssa.MakeClosure:
		set(in, value{k: kNonNil})
	case ssa.Value:
		mark := false
		for _, op := range in.(ssa.Instruction).Operands(nil) {
			if *op != nil {
				mark = mark || x.get(f, w, *op).mark
			}
		}
		set(in, value{mark: mark})
	}
}

func fieldName(t types.Type, i int) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok && i < s.NumFields() {
		return s.Field(i).Name()
	}
	return ""
}

func (x *explorer) load(f *frameState, w *world, in *ssa.UnOp, addr value) value {
	switch addr.k {
	case kResp:
		switch addr.s {
		case "StatusCode":
			return value{k: kInt, n: int64(x.scenario.Status), mark: true}
		case "":
			return addr
		}
		return value{mark: true, k: kUnknown}
	case kCell:
		if v, ok := w.heap[x.key(addr)]; ok {
			return v
		}
		// A whole struct is read: its fields stay where they are.
		for k := range w.heap {
			if strings.HasPrefix(k, x.key(addr)+".") {
				return addr
			}
		}
		if addr.off == "" && addr.mark {
			return addr
		}
		return zero(in.Type())
	}
	if g, ok := in.X.(*ssa.Global); ok && IsErr(in.Type()) {
		// A sentinel.
		return value{k: kNonNil, s: g.String()}
	}
	return value{mark: addr.mark}
}

func zero(t types.Type) value {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsInteger != 0:
			return value{k: kInt}
		case u.Info()&types.IsBoolean != 0:
			return value{k: kBool}
		case u.Info()&types.IsString != 0:
			return value{k: kString}
		}
	case *types.Pointer, *types.Interface, *types.Slice, *types.Map, *types.Signature, *types.Chan:
		return value{k: kNil}
	}
	return value{}
}

func (x *explorer) binop(op token.Token, a, b value) value {
	mark := a.mark || b.mark
	truth := func(t bool) value {
		if t {
			return value{k: kBool, n: 1, mark: mark}
		}
		return value{k: kBool, mark: mark}
	}
	nilness := func(v value) int {
		switch v.k {
		case kNil:
			return 0
		case kNonNil, kResp, kCell:
			return 1
		}
		return -1
	}
	switch op {
	case token.EQL, token.NEQ:
		if na, nb := nilness(a), nilness(b); na >= 0 && nb >= 0 && (na == 0 || nb == 0) {
			return truth((na == nb) == (op == token.EQL))
		}
		if a.k == kNonNil && b.k == kNonNil && a.s != "" && b.s != "" {
			return truth((a.s == b.s) == (op == token.EQL))
		}
		if a.k == b.k && (a.k == kInt || a.k == kBool) {
			return truth((a.n == b.n) == (op == token.EQL))
		}
		if a.k == kString && b.k == kString {
			return truth((a.s == b.s) == (op == token.EQL))
		}
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		if a.k == kInt && b.k == kInt {
			return truth(map[token.Token]bool{token.LSS: a.n < b.n, token.LEQ: a.n <= b.n, token.GTR: a.n > b.n, token.GEQ: a.n >= b.n}[op])
		}
	case token.ADD, token.SUB, token.MUL, token.QUO, token.REM:
		if a.k == kInt && b.k == kInt && (b.n != 0 || op != token.QUO && op != token.REM) {
			n := map[token.Token]func() int64{token.ADD: func() int64 { return a.n + b.n }, token.SUB: func() int64 { return a.n - b.n }, token.MUL: func() int64 { return a.n * b.n },
				token.QUO: func() int64 { return a.n / b.n }, token.REM: func() int64 { return a.n % b.n }}[op]()
			return value{k: kInt, n: n, mark: mark}
		}
		if op == token.ADD && a.k == kString && b.k == kString {
			return value{k: kString, s: a.s + b.s, mark: mark}
		}
	}
	return value{mark: mark}
}
