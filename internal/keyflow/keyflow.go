// Package keyflow follows Klaviyo's private keys and secrets through a package: where
// they come from, and where they get.
package keyflow

import (
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/program"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A Leak is a call through which the private key gets where it can be read.
type Leak struct {
	Kind   LeakKind
	What   string // what held the key: "KLAVIYO_API_KEY", "Config.APIKey"; "" when a literal did
	Call   string // short name of the call
	Host   string // of a request that goes elsewhere
	Whole  bool   // a value that holds the key was shown as a whole
	Place  place.Place
	Header bool // the key is in a header that was shown
	Token  bool // it is an access or refresh token of OAuth
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
func Leaks(res *requests.Result) []Leak {
	p := res.Program()
	if p == nil || !p.Klaviyo && (!p.Told || p.Idle) {
		// A field of somebody's configuration is no reason to look into all
		// that use it; see internal/driver on what may be left.
		return nil
	}
	l := &leaker{Engine: p.Engine(), res: res, pkg: p.Path, fset: p.Fset, proven: map[string]bool{}, tokens: map[string]bool{}}
	l.It.Given = nil
	l.classify = res.Classifier(l.Engine)
	// Where an import told of requests to Klaviyo, their key may come from here
	// under any name.
	if len(p.Imports.Evidence) == 0 && !l.possible(p.Flow) {
		return nil
	}
	l.base = l.Lookup
	l.OnSend = func(c *httpcalls.Call, results []flow.Value) []flow.Value { return l.sentKey(l.classify(c), results) }
	hooks := &l.It.Hooks
	hooks.Lookup = l.meaning
	hooks.Field = l.field
	l.Literals(false)
	zero := hooks.Zero
	hooks.Zero = func(it *flow.Interp, id flow.ID, field string) (flow.Value, bool) {
		if v, ok := l.unset(id, field); ok {
			return v, true
		}
		return zero(it, id, field)
	}
	fallback := hooks.Fallback
	hooks.Fallback = func(c *flow.Call) ([]flow.Value, bool) {
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

// A leaker executes a package to find leaks. It is an engine, which knows
// requests, with meanings of its own for what shows values.
type leaker struct {
	*httpcalls.Engine
	fset *token.FileSet
	res  *requests.Result
	// classify tells what a call is as a request to Klaviyo.
	classify func(*httpcalls.Call) *requests.Request
	base     func(name string) flow.Intrinsic
	pkg      string
	// proven are holders of the key by what becomes of them: they end in the
	// Authorization header with Klaviyo's scheme, or in an SDK.
	proven map[string]bool
	// tokens are those of them that hold a token of OAuth.
	tokens map[string]bool
	// put is where a holder was put into a query or a header.
	put   map[string]place.Place
	leaks []Leak
	final bool
	// alone collects the sinks of a function of another package that is executed
	// by itself; nil else.
	alone map[*ir.Node]bool
	// urlErrors is set when there is a request whose URL holds the key.
	urlErrors bool
}

// possible reports whether the package can hold the key at all: something here
// or in the types it uses has its name, or the scheme is written down.
func (l *leaker) possible(prog *flow.Program) bool {
	named := false
	types := map[string]bool{}
	look := func(n *ir.Node) {
		switch n.Op {
		case ir.OpConst:
			named = named || KeyName(n.Str) || program.Telling(n.Str) || len(klaviyo.FindKeys(n.Str)) > 0
		case ir.OpField, ir.OpVar, ir.OpGlobal, ir.OpStruct, ir.OpCall:
			named = named || l.names(n.Str) || l.names(n.Type)
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
			named = named || KeyName(f.Names[i]) || l.names(t) || l.holds(t, 0)
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

// names reports whether the name of a function, a variable or a type says Klaviyo. That
// the whole repository is called so says nothing of each package in it.
func (l *leaker) names(name string) bool {
	low := strings.ToLower(name)
	if !strings.Contains(low, "klaviyo") {
		return false
	}
	if parts := strings.SplitN(strings.ToLower(l.pkg), "/", 4); len(parts) > 3 {
		low = strings.ReplaceAll(low, strings.Join(parts[:3], "/")+"/", "")
	}
	return strings.Contains(low, "klaviyo")
}

// holds reports whether a type has a field that is named like the key.
func (l *leaker) holds(typ string, depth int) bool {
	t := l.It.Prog.Type(typ)
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
	unit := l.It.Prog.Unit()
	names := slices.Sorted(maps.Keys(unit.Funcs))
	roots := l.handling(unit)
	run := func() {
		for _, n := range names {
			f := unit.Funcs[n]
			if f.Gen && f.Size > 4000 || !roots[n] {
				continue
			}
			if !l.It.Spare() {
				break
			}
			l.put = map[string]place.Place{}
			l.Uses = nil
			l.Run(f)
			for _, u := range l.Uses {
				if u.Kind == "sdk key" {
					l.prove(u.Texts)
				}
			}
			if l.final {
				l.sentLeaks()
			}
		}
		l.spread()
	}
	l.It.Learn(func() bool {
		before := len(l.proven)
		run()
		return len(l.proven) > before
	})
	l.final, roots = true, l.receiving(unit, roots)
	l.It.Final(run)
	l.It.Given = l.It.Stores
	l.dropTold()
	slices.SortStableFunc(l.leaks, func(a, b Leak) int {
		if c := httpcalls.ComparePos(l.fset, a.Place.Pos, b.Place.Pos); c != 0 {
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
			l.put, l.Uses = map[string]place.Place{}, nil
			l.Run(k.via)
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
		for _, name := range slices.Sorted(maps.Keys(l.It.Stores)) {
			if !l.proven["held:"+name] {
				continue
			}
			for _, t := range l.It.Stores[name].Trees {
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

// proveTokens is prove for the tokens that requests to Klaviyo carry as Bearer.
func (l *leaker) proveTokens(ts []flow.Text) {
	for _, t := range ts {
		for _, p := range t {
			if k := l.holderKey(p.From); p.Hole && k != "" && !l.isKey(p.From) {
				l.tokens[k] = true
			}
		}
	}
}

// holderKey names what keeps a value, or "" where nothing does.
func (l *leaker) holderKey(o flow.Origin) string {
	switch o.Kind {
	case "held", "env", "global":
		return o.Kind + ":" + o.Name
	case "param":
		if l.Root != nil {
			return "param:" + l.Root.Name + "#" + o.Name
		}
	}
	return ""
}

// isToken reports whether an unknown value is a token of OAuth.
func (l *leaker) isToken(o flow.Origin) bool { return l.tokens[l.holderKey(o)] }

// proveOrigin marks one holder. What a call or a parameter gives says nothing
// about the next call or function, so only places that keep a value count.
func (l *leaker) proveOrigin(o flow.Origin) {
	switch o.Kind {
	case "held", "env", "global":
		if !public(ir.Base(o.Name)) {
			l.proven[o.Kind+":"+o.Name] = true
		}
	case "param":
		if l.Root != nil && !public(o.Name) {
			l.proven["param:"+l.Root.Name+"#"+o.Name] = true
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
		return KeyName(o.Name) || l.proven["env:"+o.Name]
	case "global":
		i := strings.LastIndexByte(o.Name, '.')
		return l.proven["global:"+o.Name] || i > 0 && isKeyField(o.Name[:i], o.Name[i+1:])
	case "param":
		return l.Root != nil && (l.proven["param:"+l.Root.Name+"#"+o.Name] || isKeyField(l.Root.Name, o.Name))
	case "shown key":
		return true
	}
	return false
}
