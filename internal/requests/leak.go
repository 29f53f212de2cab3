package requests

import (
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A Leak is a call through which the private key gets where it can be read.
type Leak struct {
	Kind   LeakKind
	What   string // what held the key: "KLAVIYO_API_KEY", "Config.APIKey"; "" when a literal did
	Call   string // short name of the call
	Host   string // of a request that goes elsewhere
	Whole  bool   // a value that holds the key was shown as a whole
	Place  Place
	Header bool // the key is in a header that was shown
	seq    int
	sink   *ir.Node // the call that shows it, or that builds the request
	via    *ir.Func // function of another package that was called, if it leaks there
}

// LeakKind says where the key gets.
type LeakKind string

// The kinds of leaks.
const (
	LeakLog    LeakKind = "log"
	LeakPrint  LeakKind = "print"
	LeakError  LeakKind = "error"
	LeakAnswer LeakKind = "answer"
	LeakMetric LeakKind = "metric"
	LeakQuery  LeakKind = "query"
	LeakURLErr LeakKind = "url error" // the error of a request whose URL holds it
	LeakClient LeakKind = "client"    // a request to /client/
	LeakHost   LeakKind = "host"      // a request to somebody else
)

// Leaks follows the private key of Klaviyo through the package: from where it
// arrives to where it can be read. It is worked out anew by each call, for the
// one rule that asks.
func (res *Result) Leaks() []Leak {
	if res.leaks == nil {
		return nil
	}
	return res.leaks()
}

// A leaker executes a package to find leaks. It is an engine, which knows
// requests, with meanings of its own for what shows values.
type leaker struct {
	*engine
	base func(name string) flow.Intrinsic
	pkg  string
	// proven are holders of the key by what becomes of them: they end in the
	// Authorization header with Klaviyo's scheme, or in an SDK.
	proven map[string]bool
	// put is where a holder was put into a query or a header.
	put   map[string]Place
	leaks []Leak
	final bool
	// alone collects the sinks of a function of another package that is executed
	// by itself; nil else.
	alone map[*ir.Node]bool
	// urlErrors is set when there is a request whose URL holds the key.
	urlErrors bool
}

// findLeaks executes the program once more. told is set when an import told of
// requests to Klaviyo, whose key may come from here under any name.
func findLeaks(prog *flow.Program, fset *token.FileSet, rows []Row, hosts []string, self *klaviyo.SDK, told bool) []Leak {
	l := &leaker{engine: newEngine(prog, rows, hosts, nil), pkg: prog.Unit().Pkg, proven: map[string]bool{}}
	l.self, l.fset = self, fset
	if !told && !l.possible(prog) {
		return nil
	}
	l.base = l.lookup
	l.onSend = l.sentKey
	l.it.Hooks.Lookup = l.meaning
	l.it.Hooks.Field = l.field
	l.it.Hooks.LitRoot = nil
	zero := l.it.Hooks.Zero
	l.it.Hooks.Zero = func(it *flow.Interp, id flow.ID, field string) (flow.Value, bool) {
		if v, ok := l.unset(id, field); ok {
			return v, true
		}
		return zero(it, id, field)
	}
	fallback := l.it.Hooks.Fallback
	l.it.Hooks.Fallback = func(c *flow.Call) ([]flow.Value, bool) {
		if v, ok := l.setting(c); ok {
			return v, true
		}
		l.mutable(c)
		return fallback(c)
	}
	l.addMeanings()
	l.execute()
	return l.leaks
}

// possible reports whether the package can hold the key at all: something here
// or in the types it uses has its name, or the scheme is written down.
func (l *leaker) possible(prog *flow.Program) bool {
	named := false
	types := map[string]bool{}
	look := func(n *ir.Node) {
		switch n.Op {
		case ir.OpConst:
			named = named || saysKey(n.Str) || telling(n.Str) || len(klaviyo.FindKeys(n.Str)) > 0
		case ir.OpField, ir.OpVar, ir.OpGlobal, ir.OpStruct, ir.OpCall:
			named = named || strings.Contains(strings.ToLower(n.Str+n.Type), "klaviyo")
			if _, ok := types[n.Type]; !ok && !named {
				types[n.Type] = l.holds(n.Type, 0)
			}
			named = named || types[n.Type]
		}
	}
	unit := prog.Unit()
	for _, f := range unit.Funcs {
		f.Body.Each(look)
		for i, t := range f.Types {
			named = named || saysKey(f.Names[i]) || strings.Contains(strings.ToLower(t), "klaviyo") || l.holds(t, 0)
		}
		if named {
			break
		}
	}
	for _, g := range unit.Globals {
		g.Init.Each(look)
	}
	return named
}

// holds reports whether a type has a field that is named like the key.
func (l *leaker) holds(typ string, depth int) bool {
	t := l.it.Prog.Type(typ)
	if t == nil || depth > 2 {
		return false
	}
	for _, f := range t.Fields {
		if isKeyField(t.Name, f.Name) || l.holds(f.Type, depth+1) {
			return true
		}
	}
	return false
}

// execute learns in two rounds what is stored where and what proves to be the
// key, and finds the leaks in the last one.
func (l *leaker) execute() {
	unit := l.it.Prog.Unit()
	names := slices.Sorted(maps.Keys(unit.Funcs))
	roots := l.handling(unit)
	for round := range learning + 1 {
		l.it.Stores, l.it.Spent = map[string]*flow.Stored{}, 0
		if l.final = round == learning; l.final {
			roots = l.receiving(unit, roots)
		}
		for _, n := range names {
			f := unit.Funcs[n]
			if f.Gen && f.Size > 4000 || !roots[n] {
				continue
			}
			if !l.it.Spare() {
				break
			}
			l.put = map[string]Place{}
			l.keys = nil
			l.run(f)
			for _, u := range l.keys {
				if u.Kind == "sdk key" {
					l.prove(u.Texts)
				}
			}
			if l.final {
				l.sentLeaks()
			}
		}
		l.spread()
		l.it.Given = l.it.Stores
	}
	l.dropTold()
	slices.SortStableFunc(l.leaks, func(a, b Leak) int {
		if c := comparePos(l.fset, a.Place.Pos, b.Place.Pos); c != 0 {
			return c
		}
		return a.seq - b.seq
	})
}

// dropTold drops the leaks that a function of another package has without help
// of its callers: they are told there.
func (l *leaker) dropTold() {
	told := map[*ir.Func]map[*ir.Node]bool{}
	for _, k := range l.leaks {
		if k.via == nil || told[k.via] != nil {
			continue
		}
		l.alone = map[*ir.Node]bool{}
		for range 2 { // what proves to be the key does so in the first round
			l.put, l.keys = map[string]Place{}, nil
			l.run(k.via)
			l.sentLeaks()
		}
		told[k.via], l.alone = l.alone, nil
	}
	l.leaks = slices.DeleteFunc(l.leaks, func(k Leak) bool { return k.via != nil && told[k.via][k.sink] })
}

// beyond returns the first function of another package that the last calls of
// a chain lead to.
func (l *leaker) beyond(chain []flow.Link) *ir.Func {
	for i := len(chain) - 1; i >= 0; i-- {
		if chain[i].Fn.Pkg == l.pkg {
			if i+1 < len(chain) {
				return chain[i+1].Fn
			}
			return nil
		}
	}
	return nil
}

// spread proves what is stored in a field that is proven.
func (l *leaker) spread() {
	for range 3 {
		for _, name := range slices.Sorted(maps.Keys(l.it.Stores)) {
			if !l.proven["held:"+name] {
				continue
			}
			for _, t := range l.it.Stores[name].Trees {
				if t.Kind == flow.Unknown {
					l.proveOrigin(t.Origin)
				}
			}
		}
	}
}

// prove marks what the texts were made of as the key.
func (l *leaker) prove(ts []flow.Text) {
	for _, t := range ts {
		for _, p := range t {
			if p.Hole {
				l.proveOrigin(p.From)
			}
		}
	}
}

// proveOrigin marks one holder. What a call or a parameter gives says nothing
// about the next call or function, so only places that keep a value count.
func (l *leaker) proveOrigin(o flow.Origin) {
	switch o.Kind {
	case "held", "env", "global":
		if !public(ir.Base(o.Name)) {
			l.proven[o.Kind+":"+o.Name] = true
		}
	case "param":
		if l.root != nil && !public(o.Name) {
			l.proven["param:"+l.root.Name+"#"+o.Name] = true
		}
	}
}

// isKey reports whether an unknown value is the private key.
func (l *leaker) isKey(o flow.Origin) bool {
	switch o.Kind {
	case "held":
		i := strings.LastIndexByte(o.Name, '.')
		return l.proven["held:"+o.Name] || i > 0 && isKeyField(o.Name[:i], o.Name[i+1:])
	case "env":
		return saysKey(o.Name) || l.proven["env:"+o.Name]
	case "global":
		i := strings.LastIndexByte(o.Name, '.')
		return l.proven["global:"+o.Name] || i > 0 && isKeyField(o.Name[:i], o.Name[i+1:])
	case "param":
		return l.root != nil && (l.proven["param:"+l.root.Name+"#"+o.Name] || isKeyField(l.root.Name, o.Name))
	case "shown key":
		return true
	}
	return false
}
