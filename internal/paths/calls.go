package paths

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// exits end the process.
var exits = map[string]bool{"os.Exit": true, "log.Fatal": true, "log.Fatalf": true, "log.Fatalln": true, "log.Logger.Fatal": true, "log.Logger.Fatalf": true, "log.Logger.Fatalln": true,
	"runtime.Goexit": true, "go.uber.org/zap.Logger.Fatal": true, "go.uber.org/zap.SugaredLogger.Fatalf": true, "github.com/sirupsen/logrus.Fatal": true, "github.com/sirupsen/logrus.Fatalf": true}

// call executes a call. done is set when the ends of the function are known; else
// there is one result for each way through the callee.
func (x *explorer) call(f *frameState, c *ssa.Call, w *world, depth int) (outs []result, done bool) {
	names := x.p.Names(c)
	if x.shallow {
		if slices.ContainsFunc(names, func(n string) bool { return exits[n] }) {
			return []result{{w: w, end: EndExit, at: c}}, true
		}
		mark := false
		args := make([]value, len(c.Call.Args))
		for i, a := range c.Call.Args {
			args[i] = x.get(f, w, a)
		}
		if v, ok := x.library(names, c, args, w); ok {
			return []result{{vals: v, w: w}}, false
		}
		x.touched(args, w)
		return []result{{vals: x.unknown(c.Type(), mark), w: w}}, false
	}
	args := make([]value, len(c.Call.Args))
	mark := false
	for i, a := range c.Call.Args {
		args[i] = x.get(f, w, a)
		mark = mark || args[i].mark || x.marked(w, args[i])
	}
	if c.Call.IsInvoke() {
		mark = mark || x.get(f, w, c.Call.Value).mark
	}
	for _, n := range names {
		if exits[n] {
			x.note(f, c, names, args, mark, w)
			return []result{{w: w, end: EndExit, at: c}}, true
		}
	}
	x.note(f, c, names, args, mark, w)
	if v, ok := x.library(names, c, args, w); ok {
		return []result{{vals: v, w: w}}, false
	}
	var own []*ssa.Function
	for _, g := range x.p.Callees(c) {
		if x.p.Own(g) {
			own = append(own, g)
		}
	}
	if len(own) == 0 && mark && x.shows(names, c) {
		w.shown = true
	}
	if len(own) > 1 && c.Call.IsInvoke() && c.Call.Signature().Results().Len() == 0 {
		// A twin that does nothing stands in where nobody wants the real one.
		if real := slices.DeleteFunc(slices.Clone(own), idle); len(real) == 1 {
			own = real
		}
	}
	if len(own) > 1 {
		// The implementation that sends is the one that is looked at.
		if leading := slices.DeleteFunc(slices.Clone(own), func(g *ssa.Function) bool { return !x.leading(g) }); len(leading) == 1 {
			own = leading
		}
	}
	if len(own) == 1 && depth < maxInline {
		g := own[0]
		fr := &frameState{fn: g, regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}}
		params := g.Params
		if c.Call.IsInvoke() {
			fr.regs[params[0]] = x.get(f, w, c.Call.Value)
			params = params[1:]
		}
		for i, p := range params {
			if i < len(args) {
				fr.regs[p] = args[i]
			}
		}
		if mc, ok := c.Call.Value.(*ssa.MakeClosure); ok {
			for i, fv := range g.FreeVars {
				fr.regs[fv] = x.get(f, w, mc.Bindings[i])
			}
		}
		if !x.worth(g, mark) {
			return []result{{vals: x.unknown(c.Type(), mark), w: w}}, false
		}
		var all []result
		ww := w.clone()
		for _, r := range x.run(fr, g.Blocks[0], 0, ww, depth+1) {
			if r.end == "" && len(r.vals) == 0 && c.Type() != nil {
				r.vals = nil
			}
			all = append(all, r)
		}
		if len(all) == 0 {
			return []result{{vals: x.unknown(c.Type(), mark), w: w}}, false
		}
		return merge(all), false
	}
	for _, g := range own {
		x.summary(g, w, map[*ssa.Function]bool{}, 0)
	}
	return []result{{vals: x.unknown(c.Type(), mark), w: w}}, false
}

// shows reports whether a call out of sight is given what answers a visitor. The
// standard library writes what it is told, which is known.
func (x *explorer) shows(names []string, c *ssa.Call) bool {
	for _, n := range names {
		if _, known := writers[n]; known {
			return false
		}
		if first, _, _ := strings.Cut(n, "/"); !strings.Contains(first, ".") || first == n && strings.Count(n, ".") < 3 && !c.Call.IsInvoke() {
			return false
		}
	}
	return slices.ContainsFunc(c.Call.Args, func(a ssa.Value) bool {
		t := typeName(a.Type())
		return t == "net/http.ResponseWriter" || contexts[t] && t != "net/http.Request"
	})
}

// idle reports whether a function does nothing at all.
func idle(f *ssa.Function) bool {
	if len(f.Blocks) != 1 {
		return false
	}
	for _, in := range f.Blocks[0].Instrs {
		switch in.(type) {
		case *ssa.Return, *ssa.DebugRef:
		default:
			return false
		}
	}
	return true
}

// merge joins ways through a callee that come to the same.
func merge(all []result) []result {
	var out []result
	for _, r := range all {
		same := false
		for i := range out {
			o := &out[i]
			if o.end == "" && r.end == "" && slices.EqualFunc(o.vals, r.vals, func(a, b value) bool {
				return equal(a, b) && a.mark == b.mark
			}) && len(o.w.events) == len(r.w.events) {
				same = true
				break
			}
		}
		if !same {
			out = append(out, r)
		}
	}
	return out
}

// worth reports whether a callee is worth executing: it is given something of the
// answer, or does something that is watched.
func (x *explorer) worth(g *ssa.Function, mark bool) bool {
	if mark || x.leading(g) {
		return true
	}
	return x.p.contains(g, x.watch, map[*ssa.Function]bool{}, 0)
}

// leading reports whether a function leads to the send.
func (x *explorer) leading(g *ssa.Function) bool {
	if len(x.send.Chain) == 0 {
		return false
	}
	if x.leads == nil {
		x.leads = map[*ssa.Function]bool{}
		for _, c := range x.send.Chain {
			x.leads[c.Parent()] = true
		}
		for _, c := range x.p.Above(x.send.Root()) {
			x.leads[c.Parent()] = true
		}
	}
	return x.leads[g]
}

// touched forgets what is known of variables whose address a call is given.
func (x *explorer) touched(args []value, w *world) {
	for _, a := range args {
		if a.k != kCell {
			continue
		}
		prefix := x.key(a)
		for k := range w.heap {
			if k == prefix || strings.HasPrefix(k, prefix+".") || strings.HasPrefix(k, prefix+"[") {
				w.heap[k] = value{}
			}
		}
	}
}

// contains reports whether a function, or what it calls, makes a watched call.
func (p *Program) contains(g *ssa.Function, watch func([]string) bool, seen map[*ssa.Function]bool, depth int) bool {
	if seen[g] || depth > 6 || !p.Own(g) {
		return false
	}
	seen[g] = true
	for _, b := range g.Blocks {
		for _, in := range b.Instrs {
			c, ok := in.(ssa.CallInstruction)
			if !ok {
				continue
			}
			names := p.Names(c)
			if watch(names) || slices.ContainsFunc(names, func(n string) bool { return exits[n] }) {
				return true
			}
			for _, h := range p.Callees(c) {
				if p.contains(h, watch, seen, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// summary notes what one of several callees may do.
func (x *explorer) summary(g *ssa.Function, w *world, seen map[*ssa.Function]bool, depth int) {
	if seen[g] || depth > 4 || !x.p.Own(g) {
		return
	}
	seen[g] = true
	for _, b := range g.Blocks {
		for _, in := range b.Instrs {
			if c, ok := in.(ssa.CallInstruction); ok {
				if names := x.p.Names(c); !w.muted && x.watch(names) {
					w.events = append(w.events, Event{Names: names, Call: c})
				}
				for _, h := range x.p.Callees(c) {
					x.summary(h, w, seen, depth+1)
				}
			}
		}
	}
}

func (x *explorer) unknown(t types.Type, mark bool) []value {
	if tuple, ok := t.(*types.Tuple); ok {
		out := make([]value, tuple.Len())
		for i := range out {
			out[i].mark = mark
		}
		return out
	}
	return []value{{mark: mark}}
}

// marked reports whether what a value points to, or a slice of arguments, holds
// something of the answer.
func (x *explorer) marked(w *world, v value) bool {
	if v.k != kCell {
		return false
	}
	for k, h := range w.heap {
		if strings.HasPrefix(k, x.key(v)) && h.mark {
			return true
		}
	}
	return false
}

// writers are what writes a status to a visitor, and in which argument.
var writers = map[string]int{
	"net/http.ResponseWriter.WriteHeader": 0, "net/http.Error": 2, "net/http.Redirect": 3, "github.com/gin-gonic/gin.Context.JSON": 1, "github.com/gin-gonic/gin.Context.AbortWithStatus": 1,
	"github.com/gin-gonic/gin.Context.Status": 1, "github.com/gin-gonic/gin.Context.String": 1, "github.com/gin-gonic/gin.Context.AbortWithStatusJSON": 1,
	"github.com/labstack/echo/v4.Context.JSON": 0, "github.com/labstack/echo/v4.Context.String": 0, "github.com/labstack/echo/v4.Context.NoContent": 0,
	"github.com/gofiber/fiber/v2.Ctx.SendStatus": 1, "github.com/gofiber/fiber/v2.Ctx.Status": 1,
}

// note keeps a call that is watched, or that writes a status.
func (x *explorer) note(f *frameState, c ssa.CallInstruction, names []string, args []value, mark bool, w *world) {
	e := Event{Names: names, Call: c, Err: mark}
	for _, n := range names {
		if i, ok := writers[n]; ok && i < len(args) && args[i].k == kInt {
			e.Status = int(args[i].n)
		}
	}
	if e.Status == 0 && (w.muted || !x.watch(names)) {
		return
	}
	for _, a := range args {
		switch a.k {
		case kString:
			e.Labels = append(e.Labels, a.s)
		case kCell:
			prefix := x.key(a) + "{"
			for k, v := range w.heap {
				if strings.HasPrefix(k, prefix) && v.k == kString {
					if e.Pairs == nil {
						e.Pairs = map[string]string{}
					}
					e.Pairs[strings.TrimSuffix(strings.TrimPrefix(k, prefix), "}")] = v.s
				}
			}
			for i := range 8 {
				v, ok := w.heap[x.key(a)+"["+strconv.Itoa(i)+"]"]
				if !ok {
					break
				}
				e.Values = append(e.Values, v.s)
				if v.k == kCell { // an option that holds labels
					pairs := x.key(v) + "{"
					for k, p := range w.heap {
						if strings.HasPrefix(k, pairs) && p.k == kString {
							if e.Pairs == nil {
								e.Pairs = map[string]string{}
							}
							e.Pairs[strings.TrimSuffix(strings.TrimPrefix(k, pairs), "}")] = p.s
						}
					}
				}
				if v.k == kString {
					e.Labels = append(e.Labels, v.s)
				} else {
					e.Values[i] = ""
				}
			}
		}
	}
	for _, v := range e.Pairs {
		e.Labels = append(e.Labels, v)
	}
	slices.Sort(e.Labels)
	w.events = append(w.events, e)
}

func (x *explorer) event(f *frameState, in ssa.CallInstruction, w *world) {
	if d, ok := in.(*ssa.Defer); ok {
		x.deferred(d, w)
		return
	}
	names := x.p.Names(in)
	var args []value
	mark := false
	for _, a := range in.Common().Args {
		v := x.get(f, w, a)
		args = append(args, v)
		mark = mark || v.mark
	}
	x.note(f, in, names, args, mark, w)
}

// deferred notes what a deferred call may do when its function returns.
func (x *explorer) deferred(d *ssa.Defer, w *world) {
	if names := x.p.Names(d); !w.muted && x.watch(names) {
		w.events = append(w.events, Event{Names: names, Call: d, Err: true})
	}
	for _, g := range x.p.Callees(d) {
		x.summary(g, w, map[*ssa.Function]bool{}, 0)
	}
}

// deferredBefore notes what was deferred before an instruction on every way to it.
func (x *explorer) deferredBefore(at ssa.Instruction, w *world) {
	for _, b := range at.Parent().Blocks {
		if b != at.Block() && !b.Dominates(at.Block()) {
			continue
		}
		for _, in := range b.Instrs {
			if in == at {
				break
			}
			if d, ok := in.(*ssa.Defer); ok {
				x.deferred(d, w)
			}
		}
	}
}

// library knows what functions of the standard library give for what is known.
func (x *explorer) library(names []string, c *ssa.Call, args []value, w *world) ([]value, bool) {
	if w.cancelled && slices.ContainsFunc(names, func(n string) bool { return slices.Contains(ctxErr, n) }) {
		return []value{{k: kNonNil, s: fresh, mark: true, list: []value{{mark: true}}}}, true
	}
	if len(names) != 1 {
		return nil, false
	}
	switch x.p.retrying(names) {
	case RetryNever:
		return []value{{k: kNonNil, s: permanent, mark: true, list: args[:min(1, len(args))]}}, true
	case RetryMarked:
		return []value{{k: kNonNil, s: marked, mark: true, list: args[:min(1, len(args))]}}, true
	}
	if v, ok := x.newError(names[0], args, w); ok {
		return []value{v}, true
	}
	switch n := names[0]; n {
	case "github.com/riverqueue/river.JobSnooze", "github.com/riverqueue/river.JobCancel", "go.temporal.io/sdk/temporal.NewApplicationErrorWithOptions",
		"go.temporal.io/sdk/temporal.NewNonRetryableApplicationError", "github.com/cenkalti/backoff/v5.RetryAfter":
		return []value{{k: kNonNil, s: n, mark: true}}, true
	case "errors.As":
		return []value{x.as(args, w)}, true
	case "errors.Is":
		if len(args) == 2 && args[1].s != "" {
			if is, known := x.is(w, args[0], args[1].s, 0); known {
				return []value{{k: kBool, n: b2i(is)}}, true
			}
		}
		if len(args) == 2 && args[0].k == kNil {
			return []value{{k: kBool}}, true
		}
		return []value{{mark: true}}, true
	case "strconv.Itoa":
		if len(args) == 1 && args[0].k == kInt {
			return []value{{k: kString, s: strconv.FormatInt(args[0].n, 10), mark: args[0].mark}}, true
		}
	case "strconv.FormatInt":
		if len(args) == 2 && args[0].k == kInt {
			return []value{{k: kString, s: strconv.FormatInt(args[0].n, 10), mark: args[0].mark}}, true
		}
	case "net/http.StatusText":
		return []value{{mark: true}}, true
	default:
		return x.labelled(n, args, w)
	}
	return nil, false
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// ErrorAt reports whether a scenario ends with an error where a call runs the
// function around the send. known is false where some way may end with one, and some
// other without.
func (p *Program) ErrorAt(s *Send, sc Scenario, runner ssa.CallInstruction) (yes, known bool) {
	var run *ssa.Function
	for _, r := range p.roots {
		if r.Site == ssa.Instruction(runner) {
			run = r.Func
		}
	}
	if run == nil {
		return false, false
	}
	x := &explorer{p: p, send: s, scenario: sc, watch: func([]string) bool { return false }, until: run}
	start := s.Last()
	f := &frameState{fn: start.Parent(), regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}}
	if v, ok := start.(ssa.Value); ok {
		f.regs[v] = x.answer(v.Type())
	}
	x.level = len(s.Chain) - 1
	results := x.run(f, start.Block(), indexOf(start)+1, &world{heap: map[string]value{}}, 0)
	x.outwards(results, start.Parent(), len(s.Chain)-2, 0)
	with, without, open := 0, 0, x.over
	for _, r := range x.stopped {
		n := len(r.vals)
		switch {
		case n == 0 || !IsErr(run.Signature.Results().At(n-1).Type()) || r.vals[n-1].k == kNil:
			without++
		case failed(r.vals):
			with++
		default:
			open = true
		}
	}
	switch {
	case open || with > 0 && without > 0:
		return false, false
	case with > 0:
		return true, true
	}
	return false, without > 0
}
