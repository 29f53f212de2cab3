package keyflow

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/place"
)

// A sink is a call that shows what it is given, from the first argument on.
type sink struct {
	pkg, name string
	kind      LeakKind
	first     int
}

// sinkOf finds what a function shows: by the table of libraries, or as a method of a
// logger that is nobody's library, by the usual names.
func (l *leaker) sinkOf(name string) *sink {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return nil
	}
	owner, method := name[:i], name[i+1:]
	if row := l.Table().Shown(name); row != nil {
		kind, _ := row.Shows()
		return &sink{row.Package, row.Name, LeakKind(kind), max(row.Arg, 0)}
	}
	typ := strings.ToLower(ir.Base(owner))
	if strings.HasSuffix(typ, "logger") || typ == "log" {
		for _, level := range []string{"Debug", "Info", "Warn", "Error", "Fatal", "Panic", "Trace", "Print", "Log"} {
			if rest, ok := strings.CutPrefix(method, level); ok && (rest == "" || rest == "f" || rest == "ln" || rest == "w" || rest == "ing" || rest == "Context") {
				return &sink{kind: LeakLog}
			}
		}
	}
	return nil
}

// meaning is what the functions mean while leaks are looked for.
func (l *leaker) meaning(name string) flow.Intrinsic {
	if strings.HasPrefix(name, "var ") {
		return l.base(name) // a package variable
	}
	if masks(name) {
		return func(c *flow.Call) ([]flow.Value, bool) {
			out := c.Unknown("masked")
			for i, t := range c.Types {
				if t != "error" { // a copy of a whole configuration is masked, too
					out[i] = flow.UnknownFrom(flow.Origin{Kind: "masked"}, t)
				}
			}
			return out, true
		}
	}
	in := l.base(name)
	if row := l.Table().Of(name); row != nil && row.Role == "flag" && row.Arg < 0 && in != nil {
		defined := in
		in = func(c *flow.Call) ([]flow.Value, bool) { // a flag is a setting with a name
			rs, ok := defined(c)
			if s, known := c.Arg(row.Key).Const(); known && KeyName(s) && ok {
				l.It.Assign(rs[0], flow.UnknownFrom(flow.Origin{Kind: "env", Name: s}, "string"))
			}
			return rs, ok
		}
	}
	if role := l.Role(name); role == "setting" || role == "flag-value" {
		read := in
		in = func(c *flow.Call) ([]flow.Value, bool) {
			if rs, ok := l.setting(c); ok {
				return rs, true
			}
			return read(c)
		}
	}
	s := l.sinkOf(name)
	if s == nil {
		return in
	}
	return func(c *flow.Call) ([]flow.Value, bool) {
		l.show(s, c)
		if in != nil {
			return in(c)
		}
		return c.Unknown("call"), true
	}
}

// show notes a leak where a call shows the key.
func (l *leaker) show(s *sink, c *flow.Call) {
	if !l.final || s.name == "Fprint*" && !l.visible(c.Arg(0)) {
		return
	}
	for _, v := range l.seen(c, s.first) {
		f := l.shown(v, false, 0)
		if f == nil || structured[s.pkg] && l.shown(v, true, 0) == nil {
			continue
		}
		k := s.kind
		if f.urlErr {
			if k == LeakError || k == LeakPrint && c.Name == "fmt.Sprintf" {
				return // wrapped, and not shown yet
			}
			k = LeakURLErr
		}
		at := l.whence(c.Node, f)
		l.keep(Leak{Kind: k, What: f.what, Whole: f.whole, Header: f.header, Token: f.token, Call: callName(c.Name), Place: at, sink: c.Node, via: l.beyond(l.It.Chain(c.Node))})
		return
	}
}

// structured are the loggers that write values as JSON, or may be told to: what
// a tag keeps out of that is taken for hidden.
var structured = map[string]bool{
	"log/slog": true, "go.uber.org/zap": true, "github.com/rs/zerolog": true, "github.com/rs/zerolog/log": true, "github.com/sirupsen/logrus": true,
}

// keep keeps a leak, once for each place.
func (l *leaker) keep(k Leak) {
	if l.alone != nil {
		l.alone[k.sink] = true
		return
	}
	if !k.Place.IsValid() {
		return
	}
	for _, old := range l.leaks {
		if old.Place == k.Place {
			return
		}
	}
	k.seq = len(l.leaks)
	l.leaks = append(l.leaks, k)
}

// visible reports whether somebody reads what is written there: the standard
// streams, or an HTTP answer.
func (l *leaker) visible(w flow.Value) bool {
	for _, id := range w.Objects() {
		if l.It.Object(id).Type == "net/http.ResponseWriter" {
			return true
		}
	}
	return l.standard(w)
}

// standardStreams are the variables behind which somebody reads.
var standardStreams = map[string]bool{"os.Stdout": true, "os.Stderr": true}

// standard reports whether a writer is one of the standard streams.
func (l *leaker) standard(w flow.Value) bool {
	for _, a := range w {
		o := a.Origin
		if a.Kind == flow.ObjK {
			o = l.It.Object(a.Obj).Origin
		}
		if o.Kind == "global" && standardStreams[o.Name] {
			return true
		}
	}
	return false
}

// whence finds the call that leaks: where a helper is handed the key and shows
// it, the call that hands it over. It must stand in this package.
func (l *leaker) whence(n *ir.Node, f *find) place.Place {
	chain := l.It.Chain(n)
	i := len(chain) - 1
	for i > 0 && !(f.whole && !f.header) {
		passed := false
		for _, v := range l.It.Passed(i) {
			if g := l.shown(v, false, 0); g != nil && !g.whole {
				passed = true
			}
		}
		if !passed {
			break
		}
		i--
	}
	if chain[i].Fn.Pkg != l.pkg || chain[i].Fn.Gen {
		return place.Place{}
	}
	return httpcalls.PlaceOf(chain[i].Node)
}

// callName is a call as people write it: log.Printf, Logger.Info.
func callName(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	return strings.Replace(name, "v2.", "klog.", 1)
}

// seen lists what a call shows of its arguments: with a format, what the verbs
// let through.
func (l *leaker) seen(c *flow.Call, first int) []flow.Value {
	var out []flow.Value
	for i := first; i < len(c.Args); i++ {
		a := c.Args[i]
		f, ok := a.Const()
		if ok && strings.Contains(f, "%") && formats(c.Name) {
			return append(out, l.formatted(f, rest(l.It, c, i+1))...)
		}
		out = append(out, a)
	}
	return out
}

// formats reports whether a function takes a format, by its name.
func formats(name string) bool {
	return strings.HasSuffix(name, "f")
}

// rest lists the arguments from i on, those of a spread list one by one.
func rest(it *flow.Interp, c *flow.Call, i int) []flow.Value {
	if i >= len(c.Args) {
		return nil
	}
	out := append([]flow.Value(nil), c.Args[i:]...)
	if c.Node.Ellipsis {
		last := out[len(out)-1]
		out = out[:len(out)-1]
		for _, id := range last.Objects() {
			for _, f := range it.Written(id) {
				if f.IsElement() {
					v, _ := it.Get(id, f)
					out = append(out, v)
				}
			}
		}
	}
	return out
}

// formatted gives each argument as its verb shows it. Types, addresses and
// cut values do not show the key.
func (l *leaker) formatted(f string, args []flow.Value) []flow.Value {
	masked := flow.UnknownFrom(flow.Origin{Kind: "masked"}, "string")
	out := append([]flow.Value(nil), args...)
	next := 0
	for i := 0; i < len(f); i++ {
		if f[i] != '%' {
			continue
		}
		j := i + 1
		for j < len(f) && strings.IndexByte("+-# 0123456789.*[]", f[j]) >= 0 {
			j++
		}
		if j >= len(f) {
			break
		}
		flags, verb := f[i+1:j], f[j]
		i = j
		if verb == '%' {
			continue
		}
		if strings.ContainsAny(flags, "[*") {
			return out // positions of its own
		}
		if next >= len(out) {
			break
		}
		if strings.IndexByte("Tptc", verb) >= 0 || strings.Contains(flags, ".") {
			out[next] = masked
		}
		next++
	}
	return out
}
