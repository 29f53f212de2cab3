package flow

import (
	"go/token"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Intrinsic says what a library function does. It returns the results, or
// false to leave the call to the usual ways.
type Intrinsic func(c *Call) ([]Value, bool)

// Hooks connect the user of the package.
type Hooks struct {
	// Lookup finds the intrinsic for a function name.
	Lookup func(name string) Intrinsic
	// Fallback is asked about a call that has neither body nor intrinsic.
	Fallback Intrinsic
	// Compare sees every comparison, and may return a tag that holds where it
	// is true: statements under it run with the tag.
	Compare func(it *Interp, op string, a, b Value, n *ir.Node) string
	// Index is asked about every x[k] before it is read.
	Index func(it *Interp, base, k Value, n *ir.Node) (Value, bool)
	// Field is told of every x.f that is read, and may change what it gives.
	Field func(it *Interp, n *ir.Node, v Value) Value
	// Known is what an object of a library type starts with.
	Zero func(it *Interp, id ID, field string) (Value, bool)
	// Sent is told of what is sent on a channel.
	Sent func(it *Interp, args []Value, n *ir.Node)
	// Unknown is told of a call of a function value that is not known.
	Unknown func(it *Interp, args []Value, n *ir.Node)
	// Several is told of a method call that may go to one of several functions.
	Several func(it *Interp, n *ir.Node, args []Value)
	// Escaped is told of each object that is handed to unknown code.
	Escaped func(it *Interp, id ID, n *ir.Node)
	// Looks tells which functions without a body only look at what they are
	// given, as loggers do.
	Looks func(name string) bool
	// Draws tells which functions without a body give the time, or what is random,
	// and Pure which of them give their arguments another form and nothing else.
	Draws, Pure func(name string) bool
	// Cursor tells which methods belong to a type that gives one row, line or record
	// at each call.
	Cursor func(name string) bool
	// Stop tells which functions are not entered although their body is known.
	Stop func(f *ir.Func) bool
	// Prefix tells which prefixes are worth knowing about a variable that was
	// found to have one.
	Prefix func(prefix string) bool
	// LitRoot is told that a function literal runs on its own; the function it
	// returns is called when that has ended.
	LitRoot func(f *ir.Func) func()
	// Turned is told when a turn of a loop has ended, and whether another one may
	// follow.
	Turned func(loop *ir.Node, goesOn bool)
	// Decide may decide a comparison that the values alone do not: 1, 0 or -1.
	Decide func(op string, a, b Value) int
	// Arith may tell what an operation on numbers gives.
	Arith func(op string, a, b Value) (Value, bool)
	// Branch is told when a tagged branch has run: the tag, and its node.
	Branch func(it *Interp, tag string, body *ir.Node)
}

// Limits on one execution. They bound time, not precision on code that people
// write: a wrapper chain is rarely deeper than five.
const (
	maxDepth     = 14
	StepsPerRoot = 80_000
	StepsPerUnit = 1_000_000
	heavyShare   = 5
	fewHeavy     = 8
)

// An Interp executes functions of a program on abstract values.
type Interp struct {
	Prog  *Program
	Hooks Hooks
	Tags  []string // of the branches being executed
	// Done ends everything when it is closed: what is executed then does not
	// come to its end, as if its steps were used up.
	Done    <-chan struct{}
	ticks   int
	entered map[*ir.Func]int // how often, by others

	objs   []*Object
	st     *state
	root   *state
	frames []*frame
	// steps are left for the present function; bounded is set while it is
	// executed. Spent are those of all functions.
	steps   int
	bounded bool
	over    bool // the steps were used up
	Spent   int
	// heavy are the functions that did not end within their steps before.
	heavy map[*ir.Func]bool
	// Exhausted is set when the last function did not end within its steps.
	Exhausted bool
	// Died is set when no path of the last function came back.
	Died   bool
	loops  int // loops being executed whose number of turns is unknown
	apart  int // rows that the present statements are executed for, one by one
	multi  int // loops around the present statement, of any kind
	around []*Loop
	bits   map[*ir.Node]uint32
	tag    string // of the comparison just evaluated
	seenFn map[*ir.Func]bool
	lits   []pendingLit
	ran    map[*ir.Node]bool
	alone  map[*ir.Node]bool
	// frozen are the objects that freeze met; holders tells in what an object was
	// stored, and dirty is what has changed since.
	frozen   []ID
	holders  map[ID][]*keeping
	dirty    []*keeping
	received bool // a channel was read
	natives  int
	gos      []pendingGo // goroutines that read channels
	sharing  bool        // a list that shares its elements is being written
	// Stores collects what is stored to fields and package variables.
	Stores map[string]*Stored
	// lessons are what functions stored in this round or an earlier one, and wasRead
	// what the present one has read; see Lesson.
	lessons map[*ir.Func]*lesson
	wasRead map[string]bool
	// Given is what earlier rounds collected.
	Given map[string]*Stored
}

type pendingLit struct {
	n      *ir.Node
	fn     *Closure
	top    *frame
	chain  []*frame
	around []*Loop
}

type frame struct {
	fn      *ir.Func
	call    *ir.Node // in the caller
	obj     ID
	types   map[string]string // arguments of type parameters
	closure *Closure          // the function value that was called
	base    *state
	exits   []exit
	loop    []*loopFrame
	labels  []*labelFrame
	panics  []*state // what paths that panicked left
	// deferred calls, in the order of their statements.
	deferred []deferredCall
}

type exit struct {
	st      *state
	results []Value
	failed  bool // returned a non-nil error
}

type budget struct{}

// Run executes a function from outside: its receiver and parameters are
// symbolic. It returns what the function returns.
func (it *Interp) Run(f *ir.Func) (results []Value) {
	it.reset()
	limit := StepsPerRoot
	if it.heavy[f] {
		limit /= heavyShare // it will not end this time either
	}
	it.within(limit, func() {
		results = it.invokeRows(f)
		it.Died = it.st.dead
		it.runGos()
		it.pending()
	})
	if it.Exhausted {
		if it.heavy == nil {
			it.heavy = map[*ir.Func]bool{}
		}
		it.heavy[f] = true
	}
	return results
}

// Spare reports whether steps are left for more functions of the package in
// this round. A package with many functions that do not end within theirs gets
// fewer: there is little to see in it.
func (it *Interp) Spare() bool {
	if it.Cancelled() {
		return false
	}
	if len(it.heavy) > fewHeavy {
		return it.Spent <= StepsPerUnit/heavyShare
	}
	return it.Spent <= StepsPerUnit
}

// Review runs f, which reads what the last function left in memory: reading may
// execute too, where a field or a variable has an initial value. It has steps
// of its own, since those of the function may be used up.
func (it *Interp) Review(f func()) { it.within(StepsPerRoot/4, f) }

// within runs f with a number of steps, and leaves it where they end.
func (it *Interp) within(steps int, f func()) {
	it.steps, it.bounded, it.over = steps, true, false
	defer func() {
		it.Spent += steps - max(it.steps, 0)
		it.bounded = false
		if r := recover(); r != nil {
			// What fails on the way out, in a state that was left half-way, is
			// no fault of its own.
			if _, ok := r.(budget); !ok && !it.over {
				panic(r)
			}
			it.Exhausted = true
		}
	}()
	f()
}

func (it *Interp) reset() {
	clear(it.objs) // what the last function made is not kept
	it.objs = it.objs[:0]
	it.root = newState(nil)
	it.st = it.root
	it.frames = it.frames[:0]
	it.Exhausted, it.Died = false, false
	it.loops, it.multi, it.apart = 0, 0, 0
	it.around, it.bits = nil, map[*ir.Node]uint32{}
	it.Tags = it.Tags[:0]
	it.seenFn = map[*ir.Func]bool{}
	it.gos, it.received, it.entered = nil, false, nil
	it.lits, it.ran, it.alone = nil, map[*ir.Node]bool{}, map[*ir.Node]bool{}
	it.frozen, it.holders, it.dirty = nil, map[ID][]*keeping{}, nil
	it.alloc(&Object{Internal: true}) // package variables
}

// pending runs the function literals that nothing called: handlers, commands
// and callbacks that were stored or handed to a library. Those that were called
// run once more on their own, as wrappers do, so that what they are without
// their callers is known.
func (it *Interp) pending() {
	for i := 0; i < len(it.lits); i++ {
		p := it.lits[i]
		it.step()
		if it.ran[p.n] && (it.Hooks.LitRoot == nil || it.Hooks.Stop != nil && it.Hooks.Stop(p.n.Fn)) || it.alone[p.n] {
			continue
		}
		it.st.dead = false
		saved := it.frames
		c := p.fn
		if it.ran[p.n] {
			it.alone[p.n] = true
			it.frames = nil
			func() {
				// What was found belongs to its owner, whether or not the steps
				// last to the end.
				defer it.Hooks.LitRoot(p.n.Fn)()
				it.invoke(p.n.Fn, nil, it.symbolic(p.n.Fn), c)
			}()
		} else {
			it.frames, it.around = append([]*frame(nil), p.chain...), p.around
			it.escape(it.call(c, nil, p.n), p.n)
			it.around = nil
		}
		it.frames = saved
	}
}

func (it *Interp) symbolic(f *ir.Func) []Value {
	args := make([]Value, len(f.Params))
	for i := range f.Params {
		kind := "param"
		if f.Recv && i == 0 {
			kind = "receiver"
		}
		args[i] = it.Fresh(f.Types[i], Origin{Kind: kind, Name: f.Names[i]})
	}
	return args
}

func (it *Interp) step() {
	it.steps--
	if it.steps < 0 && it.bounded {
		it.over = true
		panic(budget{})
	}
	if it.ticks++; it.ticks%1024 == 0 && it.Cancelled() && it.bounded {
		it.over = true
		panic(budget{})
	}
}

// Cancelled reports whether the user of the package wants no more results.
func (it *Interp) Cancelled() bool {
	select {
	case <-it.Done:
		return true
	default:
		return false
	}
}

func (it *Interp) frame() *frame { return it.frames[len(it.frames)-1] }

// Func returns the function being executed.
func (it *Interp) Func() *ir.Func { return it.frame().fn }

// Depth is how many functions are being executed.
func (it *Interp) Depth() int { return len(it.frames) }

// Passed returns what the i-th function being executed has in its parameters,
// the receiver left out.
func (it *Interp) Passed(i int) []Value {
	fr := it.frames[i]
	var out []Value
	for k, p := range fr.fn.Params {
		if p < 0 || fr.fn.Recv && k == 0 {
			continue
		}
		if v, ok := it.readVar(fr, int64(p)); ok {
			out = append(out, v)
		}
	}
	return out
}

// InLoop reports whether the present statement stands in a loop of any
// function on the way.
func (it *Interp) InLoop() bool { return it.multi > 0 }

// Chain returns the calls that led to a node in the present function.
func (it *Interp) Chain(n *ir.Node) []Link {
	out := make([]Link, 0, len(it.frames)+1)
	for i, f := range it.frames {
		if i == 0 {
			continue
		}
		if k := slices.Index(it.frames[:i], f); k >= 0 {
			// The body of a loop that an iterator calls stands in the function
			// around it: the iterator leads to nothing there.
			out = out[:min(k, len(out))]
			continue
		}
		out = append(out, Link{Fn: it.frames[i-1].fn, Node: f.call})
	}
	if len(it.frames) > 0 {
		fn := it.frame().fn
		if n == nil { // a zero value has no expression of its own
			n = &ir.Node{Pos: fn.Pos, End: fn.Pos}
		}
		out = append(out, Link{Fn: fn, Node: n})
	}
	return out
}

// Fresh returns an unknown value of a type. Values that have an identity get
// an object, so that what the code does to them is kept.
func (it *Interp) Fresh(typ string, o Origin) Value {
	typ = it.typ(typ)
	base := ir.Elem(typ)
	under := it.Prog.Under(base)
	if under == "" {
		under = base
	}
	switch {
	case strings.HasPrefix(under, "map["):
		id := it.NewSymbolic(base, o)
		it.objs[id].Map = true
		return ObjValue(id)
	case under == "[]byte", under == "[]uint8", scalar(under), under == "func":
		return UnknownFrom(o, typ)
	case strings.HasPrefix(under, "["):
		id := it.NewSymbolic(base, o)
		it.objs[id].List = true
		return ObjValue(id)
	case strings.HasPrefix(under, "chan "):
		return ObjValue(it.NewSymbolic(base, o))
	case strings.Contains(base, "."):
		if t := it.Prog.Type(base); t != nil && !t.Struct && len(t.Methods) == 0 {
			return UnknownFrom(o, typ)
		}
		if base == "context.Context" || base == "time.Time" {
			return UnknownFrom(o, typ)
		}
		return ObjValue(it.NewSymbolic(base, o))
	}
	return UnknownFrom(o, typ)
}

// scalar reports whether values of the underlying type are numbers, truth
// values or texts.
func scalar(under string) bool {
	return under == "string" || under == "bool" || integer(under) || strings.HasPrefix(under, "float") || strings.HasPrefix(under, "complex")
}

func integer(under string) bool {
	switch under {
	case "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "byte", "rune":
		return true
	}
	return false
}

// IsObject reports whether a value is exactly one object.
func (v Value) IsObject() (ID, bool) {
	if len(v) == 1 && v[0].Kind == ObjK {
		return v[0].Obj, true
	}
	return 0, false
}

// Objects lists the objects among the alternatives.
func (v Value) Objects() []ID {
	var out []ID
	for _, a := range v {
		if a.Kind == ObjK {
			out = append(out, a.Obj)
		}
	}
	return out
}

// Each runs f for each object among the alternatives, on its own path when
// there are several.
func (it *Interp) Each(v Value, f func(ID)) {
	ids := v.Objects()
	switch len(ids) {
	case 0:
	case 1:
		f(ids[0])
	default:
		var fs []func()
		for _, id := range ids {
			fs = append(fs, func() { f(id) })
		}
		it.Fork(fs...)
	}
}

// ReadField reads a field of an object as the code would: what was written,
// else what other functions store there, else the zero value or the unknown.
func (it *Interp) ReadField(id ID, name, typ string) Value {
	o := it.objs[id]
	typ = it.fieldType(o, name, typ)
	if v, ok := it.Get(id, Field(name)); ok && len(v) > 0 {
		if v.Has(AbsentK) && !o.Map {
			v = Join(v.Without(func(a Atom) bool { return a.Kind == AbsentK }), it.Zero(typ))
		}
		return v
	}
	if it.Hooks.Zero != nil {
		if v, ok := it.Hooks.Zero(it, id, name); ok {
			it.remember(id, Field(name), v)
			return v
		}
	}
	if !o.Symbolic {
		v := it.Zero(typ)
		if t := it.Prog.Type(o.Type); o.thawed && t != nil && (token.IsExported(name) && t.Exported || it.Prog.Filled(o.Type, name)) {
			if s := it.summary(o.Type + "." + name); s != nil && !s.empty() {
				if _, part := v.IsObject(); part {
					v = nil // an empty part is of no use to anybody
				}
				v = Join(v, it.thaw(s))
				it.remember(id, Field(name), v)
				return v
			}
		}
		if _, isObj := v.IsObject(); isObj {
			if shared(typ) {
				v = it.sharedState(o.Type+"."+name, v)
			}
			it.remember(id, Field(name), v)
		}
		return v
	}
	given := it.tagDefault(o, name)
	// Objects of a library's type are many, and what some code put into one of
	// them is not in another.
	if s := it.summary(o.Type + "." + name); it.Prog.Type(o.Type) != nil && !s.empty() && !o.apart {
		v := Join(it.thaw(s), given)
		if it.settable(o.Type, name, typ) {
			v = Join(v, UnknownFrom(Origin{Kind: "field", Name: name, Obj: id}, typ))
		}
		it.watch(o.Type+"."+name, v)
		it.remember(id, Field(name), v)
		return v
	}
	v := Join(given, it.Fresh(typ, Origin{Kind: "field", Name: name, Obj: id}))
	if shared(typ) {
		it.watch(o.Type+"."+name, v)
	}
	it.remember(id, Field(name), v)
	return v
}

// sharedState is a new value of a shared type, in the field of a new object: with
// what functions store there.
func (it *Interp) sharedState(name string, v Value) Value {
	if s := it.summary(name); !s.empty() {
		v = Join(v, it.thaw(s))
	}
	it.watch(name, v)
	return v
}

// settable reports whether code out of sight may set a field: an exported one of
// an exported type, where somebody may import the package. What it would give to
// a field that holds an object is as unknown as that object's fields are.
func (it *Interp) settable(owner, name, typ string) bool {
	t := it.Prog.Type(owner)
	if t == nil || !t.Exported || !token.IsExported(name) {
		return false
	}
	under := it.Prog.Under(typ)
	return scalar(under) && !it.Prog.InMain(owner)
}

// remember records what a field holds as if it had always been there, so that
// every path sees the same object.
func (it *Interp) remember(id ID, k Key, v Value) {
	if int(id) < len(it.objs) {
		it.root.put(key{id, k}, v)
		it.touched(id)
	}
}

// Zero returns the zero value of a type.
func (it *Interp) Zero(typ string) Value {
	typ = it.typ(typ)
	under := it.Prog.Under(typ)
	if under == "" {
		under = typ
	}
	switch {
	case under == "string":
		return Value{{Kind: TextK, Text: Text{{}}, Type: typ}}
	case under == "bool":
		return BoolValue(false)
	case integer(under) || typ == "time.Duration":
		return IntValue(0)
	case strings.HasPrefix(under, "*"), strings.HasPrefix(under, "map["), strings.HasPrefix(under, "[]"), strings.HasPrefix(under, "chan "),
		typ == "error", under == "func", under == "interface", typ == "net/http.Header":
		return NilValue()
	case typ == "time.Time":
	case strings.HasPrefix(under, "["):
		if n, array := ir.IsArray(under); array {
			id := it.New(typ, nil)
			it.objs[id].List = true
			it.Set(id, Length, IntValue(n))
			return ObjValue(id)
		}
	case strings.Contains(typ, "."):
		if t := it.Prog.Type(typ); t != nil && t.Struct || under == "struct" || plainStruct[typ] || shared(typ) {
			return ObjValue(it.New(typ, nil))
		}
	}
	return Value{{Kind: AbsentK}}
}

// plainStruct are library structs that code embeds by value.
var plainStruct = map[string]bool{
	"net/http.Client": true, "net/url.URL": true, "strings.Builder": true, "bytes.Buffer": true,
	"net/http.Request": true, "net/http.Transport": true, "sync.Map": true, "sync.Once": true, "sync/atomic.Value": true,
}

// shared reports whether a type is one whose values several functions write to and
// read, each through the field or variable that holds it.
func shared(typ string) bool {
	return strings.HasPrefix(typ, "sync/atomic.") || typ == "sync.Map"
}

// Truth decides a condition: 1 true, 0 false, -1 unknown.
func (v Value) Truth() int {
	if len(v) == 0 {
		return -1
	}
	res := -2
	for _, a := range v {
		if a.Kind != BoolK {
			return -1
		}
		if res == -2 {
			res = int(a.Int)
		} else if res != int(a.Int) {
			return -1
		}
	}
	return res
}

// Len is one more than the largest object.
func (it *Interp) Len() ID { return ID(len(it.objs)) }

// fieldType gives a struct type without a name the one that its owner gave it.
// tagDefault is the default that a field's tag gives it; nothing when there is none.
func (it *Interp) tagDefault(o *Object, name string) Value {
	t := it.Prog.Type(o.Type)
	if t == nil {
		return nil
	}
	for _, f := range t.Fields {
		if f.Name != name || f.Default == "" {
			continue
		}
		src := f.At()
		if pkg, _, _ := strings.Cut(t.Name, "#"); !strings.HasPrefix(pkg, it.Prog.Unit().Pkg+".") {
			// As a constant of that package would be used here.
			src = ir.Source{Named: name, DeclPkg: pkg[:max(strings.LastIndexByte(pkg, '.'), 0)]}
		}
		return TextsValue([]Text{{{Lit: f.Default, Src: src}}})
	}
	return nil
}

func (it *Interp) fieldType(o *Object, name, typ string) string {
	if typ != "struct" && typ != "*struct" {
		return typ
	}
	if t := it.Prog.Type(o.Type); t != nil {
		for _, f := range t.Fields {
			if f.Name == name {
				return f.Type
			}
		}
	}
	return typ
}
