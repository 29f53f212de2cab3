package requests

import (
	"go/token"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// An engine executes the functions of a package and notes the requests.
type engine struct {
	it      *flow.Interp
	lib     map[string]flow.Intrinsic
	models  map[string]*Row
	hosts   []string
	sets    map[string]bool // headers that injected transports set, by configuration
	found   []*Request
	byKey   map[string]bool
	root    *ir.Func
	sent    map[flow.ID]bool
	setters map[string]bool // headers that some visible RoundTripper sets
	keys    []Use
	phones  []Use
	lits    []*Request
	litOwn  map[flow.ID]bool // objects that function literals made when they ran on their own
	self    *klaviyo.SDK     // the SDK that is being analysed
	memo    map[*ir.Func][]*Request
	setter  *ir.Node // the call that sets the next header
	fset    *token.FileSet
	// exhausted is set when a function was too large to be executed whole.
	exhausted bool
	// onSend sees each request that is sent, and may change what that returns.
	onSend func(r *Request, results []flow.Value) []flow.Value
	// Where clients get their time limits; see scanLimits.
	later      map[string]bool
	timed      map[*ir.Func]bool
	defaultSet bool
	// trial is the one being executed; see try. retriers counts the calls of
	// retry libraries being executed.
	trial    *trial
	retriers int
}

func newEngine(prog *flow.Program, rows []Row, hosts, sets []string) *engine {
	e := &engine{lib: stdlib.Library(), models: map[string]*Row{}, hosts: hosts, sets: map[string]bool{}, memo: map[*ir.Func][]*Request{}, later: map[string]bool{}, timed: map[*ir.Func]bool{}}
	for i := range rows {
		e.models[rows[i].key()] = &rows[i]
	}
	for _, s := range sets {
		e.sets[flow.Canonical(s)] = true
	}
	e.addHTTP()
	e.addHMAC()
	e.it = &flow.Interp{Prog: prog, Hooks: flow.Hooks{
		Lookup:   e.lookup,
		Fallback: e.fallback,
		Compare:  e.compare,
		Zero:     e.zero,
		Escaped:  e.escaped,
		Several:  e.several,
		Branch:   e.branch,
		Prefix:   func(p string) bool { return p == "pk_" },
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
	return e
}

// lookup finds what a library function does. On trial, it does so without an
// error.
func (e *engine) lookup(name string) flow.Intrinsic {
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

func (e *engine) meaning(name string) flow.Intrinsic {
	if in := e.lib[name]; in != nil {
		return in
	}
	if row := e.models[name]; row != nil {
		return func(c *flow.Call) ([]flow.Value, bool) { return e.apply(row, c) }
	}
	if in := e.responseMethod(name); in != nil {
		return in
	}
	if in := e.retrier(name); in != nil {
		return in
	}
	if in := e.sdk(name); in != nil {
		return in
	}
	return nil
}

// run executes one function from outside and returns the requests it makes.
func (e *engine) run(f *ir.Func) []*Request {
	e.root, e.found, e.byKey, e.sent = f, nil, map[string]bool{}, map[flow.ID]bool{}
	e.lits, e.litOwn = nil, map[flow.ID]bool{}
	results := e.it.Run(f)
	e.exhausted = e.exhausted || e.it.Exhausted
	e.it.Review(func() { e.unsent(1) })
	e.it.Review(func() { e.givenAway(results) })
	joinLoops(e.found)
	return append(e.found, e.lits...)
}

// unsent notes the requests that a function built or changed without sending
// them: a bad value on them may reach Klaviyo all the same, and somebody else
// may still add what is missing. Requests from the given one on are looked at.
func (e *engine) unsent(from flow.ID) {
	for id := from; id < e.it.Len(); id++ {
		if e.litOwn[id] {
			continue
		}
		o := e.it.Object(id)
		switch o.Type {
		case "net/http.Request":
			if e.sent[id] || len(e.it.Written(id)) == 0 {
				continue
			}
			if o.Symbolic {
				if h, ok := e.it.Get(id, flow.Field("Header")); !ok || !e.touched(h) {
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
			case builders()[o.Type] && !e.sent[id]:
				e.noteBuilder(id)
			case o.Map && !o.Symbolic && e.mapOfHeaders(id):
				e.noteHeader(id)
			}
		}
	}
}

// touched reports whether a header object holds anything the code wrote.
func (e *engine) touched(h flow.Value) bool {
	for _, id := range h.Objects() {
		for _, f := range e.it.Written(id) {
			if f.IsEntry() {
				return true
			}
		}
	}
	return false
}

func (e *engine) owned(h flow.ID) bool {
	for id := range e.sent {
		if v, ok := e.it.Get(id, flow.Field("Header")); ok {
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
// only Klaviyo's scheme makes it one.
func (e *engine) mapOfHeaders(id flow.ID) bool {
	for _, f := range e.it.Written(id) {
		if f.IsEntry() && strings.EqualFold(f.Name, "authorization") {
			v, _ := e.it.Get(id, f)
			return keyScheme(v)
		}
	}
	return false
}

// keyScheme reports whether a header value may start with Klaviyo's scheme.
func keyScheme(v flow.Value) bool {
	for _, t := range v.Texts() {
		if p := strings.TrimSpace(t.Pattern()); len(p) >= len(klaviyo.KeyScheme) && strings.EqualFold(p[:len(klaviyo.KeyScheme)], klaviyo.KeyScheme) {
			return true
		}
	}
	return false
}

// zero tells what objects of library types start with.
func (e *engine) zero(it *flow.Interp, id flow.ID, field string) (flow.Value, bool) {
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
func (e *engine) escaped(it *flow.Interp, id flow.ID, n *ir.Node) {
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

func (e *engine) isBuilder(typ string) bool { return builders()[typ] }

// fallback judges calls without a body or a model.
func (e *engine) fallback(c *flow.Call) ([]flow.Value, bool) {
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
func (e *engine) handOver(c *flow.Call) {
	if ir.Stdlib(c.Name) {
		return
	}
	e.it.Escape(c.Args, c.Node)
	if c.HasRecv {
		e.it.Escape([]flow.Value{c.Recv}, c.Node)
	}
}

func (e *engine) unmodelled(c *flow.Call) ([]flow.Value, bool) {
	e.decoded(c)
	short := ir.Base(c.Name)
	for _, a := range c.Args {
		for _, id := range a.Objects() {
			if e.it.Object(id).Type != "net/http.Request" {
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
						if r := responseOf(e.it.Object(id)); r != nil {
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
func (e *engine) fluent(c *flow.Call) bool {
	ids := c.Recv.Objects()
	if !c.HasRecv || len(c.Types) != 1 || len(ids) == 0 || len(ids) != len(c.Recv) {
		return false
	}
	name, _, _ := strings.Cut(ir.Base(c.Name), "[")
	if name == "Clone" || name == "New" || name == "R" || strings.HasPrefix(c.Types[0], "[") {
		return false
	}
	for _, id := range ids {
		if typ := e.it.Object(id).Type; !e.isBuilder(typ) || typ != ir.Elem(c.Types[0]) {
			return false
		}
	}
	return true
}

func (e *engine) declaredHere(c *flow.Call) bool {
	if !c.HasRecv {
		return false
	}
	if strings.HasPrefix(c.Name, "net/http.") || strings.Contains(c.Name, ".interface.") {
		return true
	}
	return e.it.Prog.Declares(c.Name)
}

func (e *engine) open(id flow.ID, why string) { e.it.Set(id, flow.Open, flow.TextValue(why)) }

// compare notes what the code does with a response, and tags the branches in
// which a duplicate was recognised.
func (e *engine) compare(it *flow.Interp, op string, a, b flow.Value, n *ir.Node) string {
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
			if strings.Contains(p, "duplicate_profile") || strings.Contains(p, "already exists") || strings.Contains(p, "409") && len(p) < 20 {
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
func (e *engine) branch(it *flow.Interp, tag string, body *ir.Node) {
	if tag == "throttled" {
		e.throttled(body)
	}
	if tag != "duplicate" || !acts(body) {
		return
	}
	for _, r := range e.found {
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
			if k.Op == ir.OpAddr || k.Op == ir.OpStruct || k.Op == ir.OpGlobal {
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
func (e *engine) litRoot(f *ir.Func) func() {
	root, found, from := e.root, e.found, e.it.Len()
	e.root, e.found = f, nil
	return func() {
		// What it left unsent is its own, and not that of the function around it.
		defer func() {
			joinLoops(e.found)
			e.memo[f] = e.found
			e.lits = append(e.lits, e.found...)
			e.root, e.found = root, found
			for id := from; id < e.it.Len(); id++ {
				e.litOwn[id] = true
			}
		}()
		e.unsent(from)
	}
}
