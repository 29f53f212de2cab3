package httpcalls

import (
	"go/token"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/libraries"
)

// A Vendor tells what belongs to the one service that the requests are looked at
// for. Nothing else in this room knows which that is.
type Vendor interface {
	// Scheme reports whether the value of an Authorization header starts as the
	// vendor's credentials do.
	Scheme(header string) bool
	// Reads lists the headers beside Authorization that the vendor must be sent.
	Reads() []string
	// Prefix reports whether it is worth knowing that a text starts so.
	Prefix(text string) bool
	// Exists reports whether a text, or the name of an error, is one by which code
	// tells that what it wants to create exists already.
	Exists(text string) bool
	// Speaks reports whether a function is the vendor's own and sends something, or
	// takes a value whose use is known.
	Speaks(name string) bool
	// Meaning tells what a function of the vendor's own does, as those of an SDK.
	// It may be nil.
	Meaning(e *Engine, name string) flow.Intrinsic
}

// Options say what an engine knows beside the program.
type Options struct {
	Vendor Vendor
	// Table tells what functions of libraries do; nil for those that are known.
	Table *libraries.Table
	// Sets are headers that injected transports set, by configuration.
	Sets []string
	Fset *token.FileSet
}

// An Engine executes the functions of a package and notes the requests that they
// make, to whomever.
type Engine struct {
	It  *flow.Interp
	Lib map[string]flow.Intrinsic
	// Root is the function that is being executed; Found are its requests so far,
	// and Lits those of function literals that ran on their own.
	Root        *ir.Func
	Found, Lits []*Call
	// Setters are the headers that some visible RoundTripper sets.
	Setters map[string]bool
	// Uses are values that met a function which says what they are.
	Uses []Use
	// Exhausted is set when a function was too large to be executed whole; Cut are
	// those functions, by name.
	Exhausted bool
	Cut       map[string]bool
	// OnSend sees each request that is sent, and may change what that returns.
	OnSend func(r *Call, results []flow.Value) []flow.Value

	opts   Options
	sets   map[string]bool
	byKey  map[string]bool
	sent   map[flow.ID]bool
	litOwn map[flow.ID]bool // objects that function literals made when they ran on their own
	memo   map[*ir.Func][]*Call
	setter *ir.Node // the call that sets the next header
	// Where clients get their time limits; see scanLimits.
	later      map[string]bool
	timed      map[*ir.Func]bool
	defaultSet bool
	// trial is the one being executed; see Try. retriers counts the calls of
	// retry libraries being executed.
	trial    *trial
	retriers int
}

// A Use is a value that reaches a place which says what it is: a key, a secret,
// a phone number.
type Use struct {
	Kind  string
	Texts []flow.Text
	Node  *ir.Node
	Fn    *ir.Func
}

// New makes an engine for a program.
func New(prog *flow.Program, opts Options) *Engine {
	e := &Engine{Lib: stdlib.Library(), opts: opts, sets: map[string]bool{}, Setters: map[string]bool{}, memo: map[*ir.Func][]*Call{}, later: map[string]bool{}, timed: map[*ir.Func]bool{}}
	if e.opts.Table == nil {
		e.opts.Table = libraries.Known()
	}
	for _, s := range opts.Sets {
		e.sets[flow.Canonical(s)] = true
	}
	e.addHTTP()
	e.It = &flow.Interp{Prog: prog, Hooks: flow.Hooks{
		Lookup:   e.Lookup,
		Fallback: e.fallback,
		Compare:  e.compare,
		Zero:     e.zero,
		Escaped:  e.escaped,
		Looks:    func(name string) bool { return logs(name) || harmless(name) },
		Several:  e.several,
		Branch:   e.branch,
		Prefix:   opts.Vendor.Prefix,
		Draws:    func(name string) bool { return e.Role(name) == "draw" },
		Pure:     e.pure,
		Cursor:   func(name string) bool { return e.Role(name) == "cursor" },
		LitRoot:  e.litRoot,
		Index:    e.elementRead,
		Decide:   e.decide,
		Arith:    e.arith,
		Sent:     e.outOfSight,
		Unknown:  e.outOfSight,
		Turned: func(loop *ir.Node, goesOn bool) {
			if e.trial != nil {
				e.trial.turned(loop, goesOn)
			}
		},
	}}
	e.scanLimits(prog.Unit())
	return e
}

// setsWhatIsRead reports whether some visible RoundTripper sets a header that the
// vendor reads.
func (e *Engine) setsWhatIsRead() bool {
	return e.Setters["Authorization"] || slices.ContainsFunc(e.opts.Vendor.Reads(), func(h string) bool { return e.Setters[h] })
}

// Speaks reports whether a function is one that HTTP is done with.
func (e *Engine) Speaks(name string) bool {
	return strings.HasPrefix(name, "net/http.") || e.speaksHTTP(name) || e.opts.Vendor.Speaks(name)
}

// speaksHTTP reports whether a function is one of an HTTP client's.
func (e *Engine) speaksHTTP(name string) bool {
	row := e.opts.Table.Of(name)
	return row != nil && row.HTTP()
}

// Settles reports whether a function sets what others read by name: a default of a
// configuration.
func (e *Engine) Settles(name string) bool {
	row := e.opts.Table.Of(name)
	return row != nil && (row.Role == "default" || row.Role == "defaults" || row.Role == "flag")
}

// Table tells what functions of libraries do.
func (e *Engine) Table() *libraries.Table { return e.opts.Table }

// Alone returns the requests that a function makes on its own.
func (e *Engine) Alone(f *ir.Func) []*Call {
	if rs, ok := e.memo[f]; ok || f.Lit {
		return rs
	}
	e.memo[f] = nil
	rs := e.Run(f)
	e.memo[f] = rs
	if e.It.Cancelled() {
		delete(e.memo, f)
	}
	return rs
}

// Keep has [Engine.Alone] give the requests that were found for a function.
func (e *Engine) Keep(f *ir.Func, rs []*Call) { e.memo[f] = rs }

// Kept returns the requests that are known for functions on their own.
func (e *Engine) Kept() map[*ir.Func][]*Call { return e.memo }

// Forget drops what was kept.
func (e *Engine) Forget() { clear(e.memo) }

// Literals tells whether function literals that nobody is seen to call run on
// their own.
func (e *Engine) Literals(on bool) {
	e.It.Hooks.LitRoot = nil
	if on {
		e.It.Hooks.LitRoot = e.litRoot
	}
}

// NewCall returns a request that is made and sent by one call, to be completed
// and added.
func (e *Engine) NewCall(c *flow.Call) *Call {
	return &Call{
		Root: e.Root, Sent: true, InLoop: e.It.InLoop(), Tags: append([]string(nil), e.It.Tags...),
		Build: e.It.Chain(c.Node), Send: e.It.Chain(c.Node), Handling: &Handling{Status: map[int64]bool{}},
	}
}

// NoteUse notes a value that met a function which says what it is.
func (e *Engine) NoteUse(kind string, v flow.Value, c *flow.Call) {
	e.Uses = append(e.Uses, Use{Kind: kind, Texts: v.Texts(), Node: c.Node, Fn: e.It.Func()})
}

// Lookup finds what a library function does. On trial, it does so without an
// error.
func (e *Engine) Lookup(name string) flow.Intrinsic {
	in := e.meaning(name)
	if in == nil || e.trial == nil {
		return in
	}
	return func(c *flow.Call) ([]flow.Value, bool) {
		rs, ok := in(c)
		if ok {
			if e.trial.answered && speaks(name) {
				e.trial.says = true
			}
			for i, typ := range c.Types {
				if typ == "error" && i < len(rs) && rs[i].Has(flow.NilK) {
					rs[i] = flow.NilValue()
				}
			}
		}
		return rs, ok
	}
}

func (e *Engine) meaning(name string) flow.Intrinsic {
	if in := e.Lib[name]; in != nil {
		return in
	}
	if row := e.opts.Table.Of(name); row != nil {
		return func(c *flow.Call) ([]flow.Value, bool) { return e.apply(row, c) }
	}
	if other, ok := e.opts.Table.Same(name); ok {
		if in := e.Lib[other]; in != nil {
			return in
		}
	}
	if in := e.responseMethod(name); in != nil {
		return in
	}
	return e.opts.Vendor.Meaning(e, name)
}

// Run executes one function from outside and returns the requests it makes.
func (e *Engine) Run(f *ir.Func) []*Call {
	e.Root, e.Found, e.byKey, e.sent = f, nil, map[string]bool{}, map[flow.ID]bool{}
	e.Lits, e.litOwn = nil, map[flow.ID]bool{}
	results := e.It.Run(f)
	if e.It.Exhausted {
		e.Exhausted = true
		if e.Cut == nil {
			e.Cut = map[string]bool{}
		}
		e.Cut[f.Name] = true
	}
	e.It.Review(func() { e.unsent(1) })
	e.It.Review(func() { e.givenAway(results) })
	joinLoops(e.Found)
	return append(e.Found, e.Lits...)
}

// unsent notes the requests that a function built or changed without sending
// them: a bad value on them may reach the vendor all the same, and somebody else
// may still add what is missing. Requests from the given one on are looked at.
func (e *Engine) unsent(from flow.ID) {
	for id := from; id < e.It.Len(); id++ {
		if e.litOwn[id] {
			continue
		}
		o := e.It.Object(id)
		switch o.Type {
		case "net/http.Request":
			if e.sent[id] || len(e.It.Written(id)) == 0 {
				continue
			}
			if o.Symbolic {
				if h, ok := e.It.Get(id, flow.Field("Header")); !ok || !e.touched(h) {
					continue
				}
			}
			e.note(id, nil, nil, false)
		case "net/http.Header":
			// A header set that is built apart from any request.
			if e.touched(flow.ObjValue(id)) && !e.owned(id) {
				e.noteHeader(id)
			}
		default:
			switch {
			case e.isBuilder(o.Type) && !e.sent[id]:
				e.noteBuilder(id)
			case o.Map && !o.Symbolic && e.mapOfHeaders(id):
				e.noteHeader(id)
			}
		}
	}
}

// touched reports whether a header object holds anything the code wrote.
func (e *Engine) touched(h flow.Value) bool {
	for _, id := range h.Objects() {
		for _, f := range e.It.Written(id) {
			if f.IsEntry() {
				return true
			}
		}
	}
	return false
}

func (e *Engine) owned(h flow.ID) bool {
	for id := range e.sent {
		if v, ok := e.It.Get(id, flow.Field("Header")); ok {
			for _, o := range v.Objects() {
				if o == h {
					return true
				}
			}
		}
	}
	return false
}

// mapOfHeaders recognises a map of header names to values by its credential:
// only the vendor's scheme makes it one.
func (e *Engine) mapOfHeaders(id flow.ID) bool {
	for _, f := range e.It.Written(id) {
		if f.IsEntry() && strings.EqualFold(f.Name, "authorization") {
			v, _ := e.It.Get(id, f)
			return e.scheme(v)
		}
	}
	return false
}

// scheme reports whether a header value may start with the vendor's scheme.
func (e *Engine) scheme(v flow.Value) bool {
	return slices.ContainsFunc(v.Texts(), func(t flow.Text) bool { return e.opts.Vendor.Scheme(t.Pattern()) })
}

// zero tells what objects of library types start with.
func (e *Engine) zero(it *flow.Interp, id flow.ID, field string) (flow.Value, bool) {
	o := it.Object(id)
	if r := responseOf(o); r != nil {
		return e.responseField(id, r, field)
	}
	switch o.Type {
	case "github.com/go-resty/resty/v2.Client", "github.com/go-resty/resty/v2.Request":
		if field == "Header" && !o.Symbolic {
			return flow.ObjValue(e.headerOf(id)), true
		}
	case "net/http.Request":
		switch field {
		case "Header":
			if o.Symbolic {
				return nil, false
			}
			h := it.New("net/http.Header", o.Node)
			it.Object(h).Map = true
			return flow.ObjValue(h), true
		}
	case "net/url.URL":
		return stdlib.URLField(it, id, field)
	case "net/http.Transport":
		if field == "TLSClientConfig" && !o.Symbolic {
			return flow.ObjValue(it.New("crypto/tls.Config", o.Node)), true
		}
	case "github.com/valyala/fasthttp.Request":
		if field == "Header" {
			return flow.ObjValue(it.New("github.com/valyala/fasthttp.RequestHeader", o.Node)), true
		}
	case "github.com/hashicorp/go-retryablehttp.Request":
		if field == "Request" && o.Symbolic {
			return it.Fresh("*net/http.Request", o.Origin), true
		}
	case "github.com/hashicorp/go-retryablehttp.Client":
		if field == "HTTPClient" && !o.Symbolic {
			c := it.New("net/http.Client", o.Node)
			return flow.ObjValue(c), true
		}
	}
	return nil, false
}

// escaped opens the headers of whatever unknown code receives.
func (e *Engine) escaped(it *flow.Interp, id flow.ID, n *ir.Node) {
	switch o := it.Object(id); {
	case responseOf(o) != nil:
		responseOf(o).Handling.Escaped = true
	case o.Type == "net/http.Header" && e.response(o) != nil:
		e.response(o).Handling.Escaped = true
	case o.Map && o.Type != "net/http.Header" && logs(n.Str):
		// A logger changes nothing.
	case o.Type == "net/http.Request", o.Type == "net/http.Header", e.isBuilder(o.Type), o.Map:
		it.Mark(id, flow.Open, flow.TextValue(n.Str))
	case e.isStruct(o.Type) && !logs(n.Str):
		it.Mark(id, flow.Open, flow.TextValue(n.Str))
	}
	if o := it.Object(id); n.Op == ir.OpCall && (o.Type == "net/http.Client" || e.isBuilder(o.Type)) {
		it.Mark(id, noteHanded, flow.TextValue(n.Str))
	}
}

func (e *Engine) isBuilder(typ string) bool { return e.opts.Table.Builds(typ) }

// fallback judges calls without a body or a model.
func (e *Engine) fallback(c *flow.Call) ([]flow.Value, bool) {
	if e.trial == nil {
		return e.unmodelled(c)
	}
	e.trial.called(e, c)
	rs, ok := e.unmodelled(c)
	if !ok {
		e.handOver(c)
		rs = c.Unknown("call")
	}
	return e.trial.well(e, c, rs), true
}

// handOver tells what unknown code gets, where the call ends here.
func (e *Engine) handOver(c *flow.Call) {
	if ir.Stdlib(c.Name) {
		return
	}
	e.It.Escape(c.Args, c.Node)
	if c.HasRecv {
		e.It.Escape([]flow.Value{c.Recv}, c.Node)
	}
}

func (e *Engine) unmodelled(c *flow.Call) ([]flow.Value, bool) {
	e.decoded(c)
	short := ir.Base(c.Name)
	for _, a := range c.Args {
		for _, id := range a.Objects() {
			if e.It.Object(id).Type != "net/http.Request" {
				continue
			}
			if len(c.Types) > 0 && c.Types[0] == "*net/http.Response" {
				// Whoever takes a request and gives back a response sends it. A type
				// of another module might add headers; an interface declared here is
				// an injected client, which does not.
				if !e.declaredHere(c) || short != "Do" && short != "RoundTrip" {
					e.open(id, c.Name)
				}
				rs := e.send(c, id, c.Recv)
				if !e.declaredHere(c) {
					// Nor is it known what it makes of the answer.
					for _, id := range rs[0].Objects() {
						if r := responseOf(e.It.Object(id)); r != nil {
							r.Handling.Escaped = true
						}
					}
				}
				return rs, true
			}
		}
	}
	if rs, ok := e.contexts(c); ok {
		return rs, true
	}
	if e.fluent(c) {
		e.handOver(c) // it may set anything
		return []flow.Value{c.Recv}, true
	}
	if short == "Inject" && strings.Contains(c.Name, "propagation") || harmless(c.Name) {
		return c.Unknown("call"), true
	}
	return nil, false
}

// fluent recognises a method of a library's client or builder that gives back
// its receiver, as those do that set something. What was set before stays.
func (e *Engine) fluent(c *flow.Call) bool {
	ids := c.Recv.Objects()
	if !c.HasRecv || len(c.Types) != 1 || len(ids) == 0 || len(ids) != len(c.Recv) {
		return false
	}
	name, _, _ := strings.Cut(ir.Base(c.Name), "[")
	if name == "Clone" || name == "New" || name == "R" || strings.HasPrefix(c.Types[0], "[") {
		return false
	}
	for _, id := range ids {
		if typ := e.It.Object(id).Type; !e.isBuilder(typ) || typ != ir.Elem(c.Types[0]) {
			return false
		}
	}
	return true
}

func (e *Engine) declaredHere(c *flow.Call) bool {
	if !c.HasRecv {
		return false
	}
	if strings.HasPrefix(c.Name, "net/http.") || strings.Contains(c.Name, ".interface.") {
		return true
	}
	return e.It.Prog.Declares(c.Name)
}

func (e *Engine) open(id flow.ID, why string) { e.It.Set(id, flow.Open, flow.TextValue(why)) }

// compare notes what the code does with a response, and tags the branches in
// which a duplicate was recognised.
func (e *Engine) compare(it *flow.Interp, op string, a, b flow.Value, n *ir.Node) string {
	code := int64(0)
	for _, v := range []flow.Value{a, b} {
		for _, x := range v {
			if x.Kind == flow.IntK {
				code = x.Int
			}
		}
	}
	if tag := e.statusCompared(op, a, b, n); tag != "" {
		return tag
	}
	if code == 409 && (op == "==" || op == "!=") {
		return "duplicate"
	}
	for _, v := range []flow.Value{a, b} {
		for _, t := range v.Texts() {
			p := strings.ToLower(t.Pattern())
			if e.opts.Vendor.Exists(p) || strings.Contains(p, "already exists") || strings.Contains(p, "409") && len(p) < 20 {
				return "duplicate"
			}
		}
	}
	if op == "errors.As" || op == "errors.Is" {
		for _, id := range b.Objects() {
			if dupName(it.Object(id).Type) {
				return "duplicate"
			}
		}
		if n != nil {
			for _, k := range n.Kids {
				if dupNode(k) {
					return "duplicate"
				}
			}
		}
	}
	if op == "==" && n != nil && len(n.Kids) == 2 && (dupNode(n.Kids[0]) || dupNode(n.Kids[1])) {
		return "duplicate"
	}
	return ""
}

func dupNode(n *ir.Node) bool {
	if n == nil {
		return false
	}
	if n.Op == ir.OpAddr && len(n.Kids) > 0 {
		return dupNode(n.Kids[0])
	}
	return dupName(n.Str) && (n.Op == ir.OpGlobal || n.Op == ir.OpCall || n.Op == ir.OpField) || dupName(n.Type)
}

func dupName(s string) bool {
	s = strings.ToLower(ir.Base(s))
	return strings.Contains(s, "duplicate") || strings.Contains(s, "conflict") || strings.Contains(s, "alreadyexist") || strings.Contains(s, "exists")
}

// branch is called after a branch for recognised duplicates has run.
func (e *Engine) branch(it *flow.Interp, tag string, body *ir.Node) {
	if tag == "throttled" {
		e.throttled(body)
	}
	if tag != "duplicate" || !acts(body) {
		return
	}
	for _, r := range e.Found {
		if len(r.Build) > 0 {
			r.Handling.Duplicate = true
		}
	}
}

// acts reports whether a branch does more than to log and give up: it calls
// something that may repair, or tells its caller in a way that can be acted on.
func acts(n *ir.Node) bool {
	if n == nil {
		return false
	}
	switch n.Op {
	case ir.OpCall, ir.OpDynCall:
		if !logging(n.Str) {
			return true
		}
	case ir.OpReturn:
		for _, k := range n.Kids {
			if k.Op == ir.OpAddr || k.Op == ir.OpStruct || k.Op == ir.OpGlobal || k.Op == ir.OpField || k.IsTrue() {
				return true
			}
		}
	case ir.OpContinue:
		return false
	case ir.OpAssign:
		for _, k := range n.Kids {
			if k.Op == ir.OpField || k.Op == ir.OpVar {
				return true
			}
		}
	}
	for _, k := range n.Kids {
		if acts(k) {
			return true
		}
	}
	return false
}

func logging(name string) bool {
	low := strings.ToLower(name)
	short := ir.Base(low)
	if strings.HasPrefix(low, "log.") || strings.HasPrefix(low, "log/slog.") || strings.HasPrefix(low, "fmt.") || strings.HasPrefix(low, "errors.") || strings.HasPrefix(low, "strings.") || strings.HasPrefix(low, "time.") {
		return true
	}
	for _, s := range []string{"log", "zap", "zerolog", "sentry"} {
		if strings.Contains(low, s) {
			return true
		}
	}
	switch short {
	case "print", "printf", "println", "info", "infof", "warn", "warnf", "error", "errorf", "debug", "debugf", "msg", "msgf", "err", "str", "string", "close", "inc", "add", "observe":
		return true
	}
	return false
}

// litRoot collects the requests of a function literal that runs on its own.
func (e *Engine) litRoot(f *ir.Func) func() {
	root, found, from := e.Root, e.Found, e.It.Len()
	e.Root, e.Found = f, nil
	return func() {
		// What it left unsent is its own, and not that of the function around it.
		defer func() {
			joinLoops(e.Found)
			e.memo[f] = e.Found
			e.Lits = append(e.Lits, e.Found...)
			e.Root, e.Found = root, found
			for id := from; id < e.It.Len(); id++ {
				e.litOwn[id] = true
			}
		}()
		e.unsent(from)
	}
}

func (e *Engine) isStruct(typ string) bool {
	t := e.It.Prog.Type(typ)
	return t != nil && t.Struct
}
