package paths

import (
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A RootKind says who waits where a root runs.
type RootKind string

// The kinds of roots.
const (
	RootMain    RootKind = "main"    // ends with the process
	RootInit    RootKind = "init"    // of a package
	RootHandler RootKind = "handler" // somebody waits for an answer
	RootWorker  RootKind = "worker"  // a consumer or a job that goes on
	RootExport  RootKind = "export"  // an exported function of a module without main
	RootOther   RootKind = "other"   // a function given to code out of sight
)

// A Root is a function that code out of sight calls.
type Root struct {
	Func *ssa.Function
	Kind RootKind
	// Route is the path that a handler is registered under, where it is a constant.
	Route string
	// Site is where it is registered; nil for main, init and exports.
	Site ssa.Instruction
	// By names what took it.
	By string
	// Wrapped is set when a function of the module wraps it, as middleware does,
	// and what that returns is registered.
	Wrapped bool
}

// Roots lists the roots of the program.
func (p *Program) Roots() []Root { return p.roots }

// findRoots collects what code out of sight can call: main and init, functions
// and methods that are given to other modules, exports where there is no main.
func (p *Program) findRoots() {
	add := func(r Root) {
		for i := range p.roots {
			if o := &p.roots[i]; o.Func == r.Func {
				if o.Kind == RootOther && r.Kind != RootOther || o.Route == "" && r.Route != "" {
					if r.Kind == RootOther {
						r.Kind = o.Kind // a wrapper out of sight hides what it is, and not where it is served
					}
					*o = r
				}
				return
			}
		}
		p.roots = append(p.roots, r)
	}
	for _, m := range p.Mains {
		if f := m.Func("main"); f != nil {
			add(Root{Func: f, Kind: RootMain})
		}
	}
	for _, path := range slices.Sorted(maps.Keys(p.pkgs)) {
		if f := p.pkgs[path].Func("init"); f != nil {
			add(Root{Func: f, Kind: RootInit})
		}
	}
	if len(p.Mains) == 0 {
		for _, f := range p.funcs {
			if f.Parent() == nil && f.Synthetic == "" && exported(f) && (f.Pkg == nil || !internalPath(f.Pkg.Pkg.Path())) {
				add(Root{Func: f, Kind: RootExport})
			}
		}
	}
	for _, f := range p.funcs {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				p.given(in, add)
			}
		}
	}
	slices.SortStableFunc(p.roots, func(a, b Root) int { return p.compareFuncs(a.Func, b.Func) })
}

func internalPath(path string) bool {
	return slices.Contains(strings.Split(path, "/"), "internal")
}

func exported(f *ssa.Function) bool {
	o := f.Object()
	if o == nil || !o.Exported() {
		return false
	}
	if recv := f.Signature.Recv(); recv != nil {
		t := recv.Type()
		if ptr, ok := t.(*types.Pointer); ok {
			t = ptr.Elem()
		}
		if n, ok := types.Unalias(t).(*types.Named); ok {
			return n.Obj().Exported()
		}
	}
	return true
}

// given finds functions and methods that an instruction hands to code out of
// sight.
func (p *Program) given(in ssa.Instruction, add func(Root)) {
	switch in := in.(type) {
	case *ssa.MakeInterface:
		// Methods of a type that becomes an interface of another module.
		iface, ok := in.Type().Underlying().(*types.Interface)
		if !ok {
			return
		}
		named, isNamed := types.Unalias(in.Type()).(*types.Named)
		if isNamed && named.Obj().Pkg() != nil && p.own[named.Obj().Pkg()] || iface.NumMethods() == 0 {
			if iface.NumMethods() == 0 && p.leaves(in) {
				p.methodsOf(in, nil, add)
			}
			return
		}
		if !isNamed || typeName(named) == "error" {
			return
		}
		p.methodsOf(in, iface, add)
	case ssa.CallInstruction:
		if p.inSight(in) {
			return
		}
		names := p.Names(in)
		by := strings.Join(names, " ")
		for _, a := range in.Common().Args {
			for _, f := range p.funcsIn(a, 0) {
				add(Root{Func: f, Kind: kindOf(f, by), Route: routeOf(in), Site: in, By: by})
			}
			p.wrapped(a, in, by, add, 0)
		}
	case *ssa.Store:
		if fa, ok := in.Addr.(*ssa.FieldAddr); ok && !p.ownType(fa.X.Type()) {
			for _, f := range p.funcsIn(in.Val, 0) {
				by := typeName(fa.X.Type())
				add(Root{Func: f, Kind: kindOf(f, by), Site: in, By: by})
			}
		}
	}
}

// wrapped finds the functions that are given to a wrapper of the module whose
// result is registered: handle(func(...) error {...}).
func (p *Program) wrapped(a ssa.Value, site ssa.CallInstruction, by string, add func(Root), depth int) {
	switch v := a.(type) {
	case *ssa.ChangeType:
		p.wrapped(v.X, site, by, add, depth)
		return
	case *ssa.MakeInterface:
		p.wrapped(v.X, site, by, add, depth)
		return
	}
	c, ok := a.(*ssa.Call)
	if !ok || depth > 4 {
		return
	}
	kind := RootOther
	for _, f := range p.funcsIn(a, 0) {
		kind = kindOf(f, by)
	}
	for _, arg := range c.Call.Args {
		for _, f := range p.funcsIn(arg, 0) {
			add(Root{Func: f, Kind: kind, Route: routeOf(site), Site: site, By: by, Wrapped: true})
		}
		p.wrapped(arg, site, by, add, depth+1)
	}
}

// inSight reports whether all that a call may enter has a body here.
func (p *Program) inSight(c ssa.CallInstruction) bool {
	if _, ok := c.Common().Value.(*ssa.Builtin); ok {
		return true
	}
	callees := p.Callees(c)
	for _, f := range callees {
		if !p.Own(f) {
			return false
		}
	}
	return len(callees) > 0
}

func (p *Program) ownType(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Pkg() != nil && p.own[n.Obj().Pkg()]
	}
	return true
}

// leaves reports whether an interface value is an argument of a call out of sight.
func (p *Program) leaves(v ssa.Value) bool {
	refs := v.Referrers()
	if refs == nil {
		return false
	}
	for _, r := range *refs {
		if c, ok := r.(ssa.CallInstruction); ok && !p.inSight(c) {
			return true
		}
	}
	return false
}

func (p *Program) methodsOf(in *ssa.MakeInterface, iface *types.Interface, add func(Root)) {
	ms := p.SSA.MethodSets.MethodSet(in.X.Type())
	for sel := range ms.Methods() {
		m, ok := sel.Obj().(*types.Func)
		if !ok || !m.Exported() || m.Pkg() == nil || !p.own[m.Pkg()] {
			continue
		}
		if iface != nil {
			found := false
			for im := range iface.Methods() {
				found = found || im.Name() == m.Name()
			}
			if !found {
				continue
			}
		}
		f := p.SSA.MethodValue(sel)
		if f == nil {
			continue
		}
		if t := through(f); p.Own(t) {
			f = t
		}
		if !p.Own(f) {
			continue
		}
		by := typeName(in.Type())
		route := ""
		if refs := in.Referrers(); refs != nil {
			for _, r := range *refs {
				if c, ok := r.(ssa.CallInstruction); ok {
					route = routeOf(c)
					by = strings.Join(p.Names(c), " ")
				}
			}
		}
		switch m.Name() {
		case "String", "Error", "MarshalJSON", "UnmarshalJSON", "MarshalText", "LogValue", "Unwrap", "Format", "GoString":
			add(Root{Func: f, Kind: RootOther, Site: in, By: by})
			continue
		}
		kind := kindOf(f, by)
		if kind == RootOther && iface == nil {
			kind = RootOther
		}
		add(Root{Func: f, Kind: kind, Route: route, Site: in, By: by})
	}
}

// funcsIn finds the functions that a value is or holds.
func (p *Program) funcsIn(v ssa.Value, depth int) []*ssa.Function {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case *ssa.Function:
		if t := through(v); p.Own(t) {
			return []*ssa.Function{t}
		}
	case *ssa.MakeClosure:
		f := v.Fn.(*ssa.Function)
		if t := through(f); p.Own(t) {
			return []*ssa.Function{t}
		}
	case *ssa.ChangeType:
		return p.funcsIn(v.X, depth+1)
	case *ssa.MakeInterface:
		return p.funcsIn(v.X, depth+1)
	case *ssa.Convert:
		return p.funcsIn(v.X, depth+1)
	case *ssa.Phi:
		var out []*ssa.Function
		for _, e := range v.Edges {
			out = append(out, p.funcsIn(e, depth+1)...)
		}
		return out
	case *ssa.Slice:
		var out []*ssa.Function
		for _, s := range p.allocs[v.X] {
			out = append(out, p.funcsIn(s, depth+1)...)
		}
		return out
	case *ssa.Call:
		if _, ok := v.Type().Underlying().(*types.Signature); !ok {
			return nil
		}
		var out []*ssa.Function
		for _, f := range p.Callees(v) {
			if p.Own(f) {
				for _, r := range returned(f, 0) {
					out = append(out, p.funcsIn(r, depth+1)...)
				}
			}
		}
		// A wrapper out of sight, such as a middleware, calls what it is given;
		// that is found at its own call.
		return out
	case *ssa.UnOp:
		if v.Op == token.MUL {
			var out []*ssa.Function
			for _, s := range p.loaded(v.X) {
				if s != v {
					out = append(out, p.funcsIn(s, depth+1)...)
				}
			}
			return out
		}
	}
	return nil
}

// returned lists what a function returns as its i-th result.
func returned(f *ssa.Function, i int) []ssa.Value {
	var out []ssa.Value
	for _, b := range f.Blocks {
		if r, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && i < len(r.Results) {
			out = append(out, r.Results[i])
		}
	}
	return out
}

// contexts are parameter types by which handlers of frameworks are known.
var contexts = map[string]bool{
	"github.com/gin-gonic/gin.Context": true, "github.com/labstack/echo/v4.Context": true, "github.com/labstack/echo/v5.Context": true,
	"github.com/gofiber/fiber/v2.Ctx": true, "github.com/gofiber/fiber/v3.Ctx": true, "net/http.Request": true,
	"github.com/valyala/fasthttp.RequestCtx": true, "github.com/aws/aws-lambda-go/events.APIGatewayProxyRequest": true,
	"github.com/aws/aws-lambda-go/events.APIGatewayV2HTTPRequest": true,
}

// workers are what takes a function and calls it again and again, or for each
// piece of work.
var workers = []string{"github.com/robfig/cron", "github.com/go-co-op/gocron", "github.com/hibiken/asynq", "github.com/riverqueue/river", "go.temporal.io/sdk",
	"github.com/aws/aws-lambda-go/lambda", "github.com/nats-io/nats.go", "cloud.google.com/go/pubsub", "github.com/ThreeDotsLabs/watermill", "github.com/segmentio/kafka-go", "github.com/IBM/sarama"}

// kindOf tells what a function given away is, by its parameters and by what takes
// it; never by its name.
func kindOf(f *ssa.Function, by string) RootKind {
	for v := range f.Signature.Params().Variables() {
		if contexts[typeName(v.Type())] {
			// A transport of a client has a request too.
			if f.Signature.Results().Len() > 0 && typeName(f.Signature.Results().At(0).Type()) == "net/http.Response" {
				return RootOther
			}
			return RootHandler
		}
	}
	for _, w := range workers {
		if strings.Contains(by, w) {
			return RootWorker
		}
	}
	if strings.Contains(by, "google.golang.org/grpc") {
		return RootHandler
	}
	return RootOther
}

// routeOf reads the path under which a call registers a handler: its first constant
// string that has a slash.
func routeOf(c ssa.CallInstruction) string {
	for _, a := range c.Common().Args {
		if k, ok := a.(*ssa.Const); ok && k.Value != nil {
			s := strings.Trim(k.Value.ExactString(), `"`)
			if _, path, ok := strings.Cut(s, " "); ok && strings.HasPrefix(path, "/") {
				return path
			}
			if strings.HasPrefix(s, "/") {
				return s
			}
		}
	}
	return ""
}

// reach finds the functions that a root leads to.
func (p *Program) reach() {
	p.reached = map[*ssa.Function]bool{}
	var work []*ssa.Function
	push := func(f *ssa.Function) {
		if f != nil && !p.reached[f] {
			p.reached[f] = true
			work = append(work, f)
		}
	}
	given := map[*ssa.Function][]*ssa.Function{} // by the function that gives it away
	for _, r := range p.roots {
		if r.Site == nil {
			push(r.Func)
		} else {
			given[r.Site.Parent()] = append(given[r.Site.Parent()], r.Func)
		}
	}
	for len(work) > 0 {
		f := work[len(work)-1]
		work = work[:len(work)-1]
		for _, g := range given[f] {
			push(g)
		}
		if n := p.graph.Nodes[f]; n != nil {
			for _, e := range n.Out {
				push(e.Callee.Func)
			}
		}
	}
}

// ReachedFrom lists the functions that the main of a package leads to.
func (p *Program) ReachedFrom(m *ssa.Package) map[*ssa.Function]bool {
	out := map[*ssa.Function]bool{}
	var work []*ssa.Function
	push := func(f *ssa.Function) {
		if f != nil && !out[f] {
			out[f] = true
			work = append(work, f)
		}
	}
	given := map[*ssa.Function][]*ssa.Function{}
	for _, r := range p.roots {
		if r.Site != nil {
			given[r.Site.Parent()] = append(given[r.Site.Parent()], r.Func)
		}
	}
	push(m.Func("main"))
	push(m.Func("init"))
	for len(work) > 0 {
		f := work[len(work)-1]
		work = work[:len(work)-1]
		for _, g := range given[f] {
			push(g)
		}
		if n := p.graph.Nodes[f]; n != nil {
			for _, e := range n.Out {
				push(e.Callee.Func)
			}
		}
	}
	return out
}

// Reached reports whether a root leads to a function.
func (p *Program) Reached(f *ssa.Function) bool { return p.reached[f] }

// RootsOf lists the roots that lead to a function.
func (p *Program) RootsOf(f *ssa.Function) []Root {
	seen := map[*ssa.Function]bool{}
	var out []Root
	var up func(f *ssa.Function)
	up = func(f *ssa.Function) {
		if seen[f] {
			return
		}
		seen[f] = true
		wrapped := false
		for _, r := range p.roots {
			if r.Func != f || r.Site != nil && !p.reached[r.Site.Parent()] {
				continue
			}
			if _, isCall := r.Site.(*ssa.Call); isCall && r.Kind == RootOther {
				// Who waits for the call that runs it waits for it.
				n := len(out)
				up(r.Site.Parent())
				if slices.ContainsFunc(out[n:], func(o Root) bool { return o.Kind == RootHandler || o.Kind == RootWorker }) {
					continue
				}
				out = out[:n]
			}
			out = append(out, r)
			wrapped = wrapped || r.Wrapped
		}
		if wrapped {
			return // its wrapper is shared by all that are wrapped so
		}
		for _, c := range p.Callers(f) {
			up(c.Parent())
		}
	}
	up(f)
	slices.SortStableFunc(out, func(a, b Root) int { return p.compareFuncs(a.Func, b.Func) })
	return out
}
