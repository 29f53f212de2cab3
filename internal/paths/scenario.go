package paths

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Scenario is how a send ends: with a status, or with no answer at all.
type Scenario struct {
	Status int // 0: no answer, an error from the transport
	// First is set for the first attempt: counters have their first values. Else it
	// may be any.
	First bool
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
	Cut     bool // more ways go on from here, which are not followed
	// Shown is set when code out of sight is given the failure and what answers the
	// visitor: it may write any status.
	Shown bool
	// Err names the error that the end carries, where it is a sentinel or is made by a
	// library: its full name.
	Err string
	// By is the call of a library that sends again, in place of a loop of the module.
	By ssa.CallInstruction
}

// Explore follows a send that ended in a scenario, up to the roots. watch says
// which calls are noted as events.
func (p *Program) Explore(s *Send, sc Scenario, watch func(names []string) bool) []Way {
	x := &explorer{p: p, send: s, scenario: sc, watch: watch}
	start := s.Last()
	f := &frameState{fn: start.Parent(), regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}, base: true}
	w := &world{heap: map[string]value{}}
	x.before(f, w, start)
	if v, ok := start.(ssa.Value); ok {
		f.regs[v] = x.answer(v.Type())
	}
	x.deferredBefore(start, w)
	x.level = len(s.Chain) - 1
	results := x.run(f, start.Block(), indexOf(start)+1, w, 0)
	x.outwards(results, start.Parent(), len(s.Chain)-2, 0)
	if x.over {
		x.ways = append(x.ways, Way{End: EndLost, At: start, Cut: true})
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
			fr := &frameState{fn: c.Parent(), regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}, base: true}
			ww := r.w.clone()
			ww.turned = nil
			x.before(fr, ww, c)
			switch c := c.(type) {
			case *ssa.Go:
				// Nobody waits for it.
				x.ways = append(x.ways, Way{End: EndReturn, At: r.at, Events: r.w.events, Goes: true})
				continue
			case *ssa.Defer:
				x.ways = append(x.ways, Way{End: EndReturn, At: r.at, Events: r.w.events})
				continue
			case *ssa.Call:
				if level >= 0 && !x.p.enters(c, f) {
					v, ok := x.handed(r, f, c)
					if !ok {
						x.asRoot(r, f)
						continue
					}
					fr.regs[c] = v
					break
				}
				fr.regs[c] = pack(r.vals, c.Type())
				x.carry(f, c, fr)
			}
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

// enters reports whether a call enters a function, in place of handing it to code
// out of sight that runs it.
func (p *Program) enters(c *ssa.Call, f *ssa.Function) bool {
	given := false
	for _, a := range c.Call.Args {
		given = given || slices.Contains(p.funcsIn(a, 0), f)
	}
	return !given || slices.ContainsFunc(p.Callees(c), func(g *ssa.Function) bool { return g == f || through(g) == f })
}

// handed is what a call gives that ran a function: the same, where the types say so,
// else its error alone. ok is false where it gives no error.
func (x *explorer) handed(r result, f *ssa.Function, c *ssa.Call) (v value, ok bool) {
	from, to := f.Signature.Results(), c.Call.Signature().Results()
	if from.Len() == 0 || !IsErr(from.At(from.Len()-1).Type()) {
		return value{}, false
	}
	err := r.vals[len(r.vals)-1]
	if x.p.retrying(x.p.Names(c)) != RetryNone && failed(r.vals) {
		if x.p.repeats(c, err) {
			x.ways = append(x.ways, Way{End: EndAgain, At: r.at, Events: r.w.events, By: c})
		}
		err = value{k: kNonNil, mark: true}
	}
	var list []value
	for i := range to.Len() {
		t := to.At(i).Type()
		switch {
		case IsErr(t):
			list, ok = append(list, err), true
		case from.Len() == to.Len() && types.Identical(t, from.At(i).Type()):
			list = append(list, r.vals[i])
		default:
			list = append(list, value{mark: true})
		}
	}
	return pack(list, c.Type()), ok
}

// carry makes the arguments of a call the objects that its callee's parameters were.
func (x *explorer) carry(f *ssa.Function, c ssa.CallInstruction, fr *frameState) {
	params, args := f.Params, c.Common().Args
	if c.Common().IsInvoke() {
		if len(params) == 0 {
			return
		}
		if o, ok := x.objects[params[0]]; ok {
			fr.regs[c.Common().Value] = o
		}
		params = params[1:]
	}
	for i, p := range params {
		if o, ok := x.objects[p]; ok && i < len(args) {
			if _, isConst := args[i].(*ssa.Const); !isConst {
				fr.regs[args[i]] = o
				if q, isParam := args[i].(*ssa.Parameter); isParam {
					x.objects[q] = o
				}
			}
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
		w := Way{End: EndReturn, Root: root, At: r.at, Events: r.w.events, Failed: failed(r.vals), Written: written(r.w.events), Shown: r.w.shown}
		if n := len(r.vals); n > 0 && w.Failed {
			w.Err = r.vals[n-1].name()
		}
		if root.Kind == RootExport {
			w.End = EndLeaves
		}
		if root.Kind == RootOther && root.Site != nil {
			// Given to a library that runs it: its caller sees what it returns.
			if c, ok := root.Site.(*ssa.Call); ok && w.Failed {
				if x.p.repeats(c, r.vals[len(r.vals)-1]) {
					x.ways = append(x.ways, Way{End: EndAgain, Root: root, At: r.at, Events: r.w.events, By: c})
				}
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
