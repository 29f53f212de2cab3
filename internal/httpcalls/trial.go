package httpcalls

import (
	"fmt"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A trial executes a function once more, as if one of its requests were answered
// with a certain status, and everything else went well. What it does
// then, and does not do after a success, is how it handles that status: that
// sees through helpers, wrappers and loops of any form.
type trial struct {
	target string // the sending call that is answered so; see chainKey
	code   int64
	ok     map[string]int64 // what means success to the other calls
	seen   map[string]*Call

	answered bool
	pending  map[*ir.Node]bool // loops in whose present turn the target was sent
	again    map[*ir.Node]bool // loops that went on after such a turn
	acts     map[*ir.Node]bool // calls after the answer that do something
	sends    map[string]bool   // other requests that were sent after the answer
	says     bool              // something was logged or printed after the answer
	results  []flow.Value
	keys     [][]string // of the results
	ended    bool       // no path came back
	stores   map[string]*flow.Stored
	left     map[string]bool // entries of maps and lists that came from outside
}

// An Answer is what a function does when its request is answered with a
// status.
type Answer struct {
	Again      *ir.Node     // the loop, or the call of a retry library, that sends it once more; nil: none
	Sends      bool         // another request is sent, which is not after a success
	Repairs    bool         // something is done before that, which may mend it
	RetryAfter bool         // the header is read, or goes on with the response
	Returned   bool         // the response or its headers leave the root
	Compared   []Comparison // the comparisons on the way, in the order of execution
	Silent     bool         // nobody learns of it: no error, no log line, no result, no other effect
}

// chainKey names a chain of calls so that it is known again when the function
// is executed once more. Calls that an intrinsic makes have nodes of their own
// each time, but stand where the intrinsic was called.
//
// What a transport does belongs to the call that the client was asked with.
func chainKey(chain []flow.Link) string {
	var b strings.Builder
	for i, l := range chain {
		if i > 0 && strings.HasSuffix(l.Fn.Name, ".RoundTrip") {
			break
		}
		switch n := l.Node; {
		case n.Pos.IsValid():
			fmt.Fprintf(&b, "%s@%d-%d;", l.Fn.Name, n.Pos, n.End)
		case n.Op == ir.OpDynCall && len(n.Kids) == 0:
			fmt.Fprintf(&b, "%s@;", l.Fn.Name)
		default:
			fmt.Fprintf(&b, "%p;", n)
		}
	}
	return b.String()
}

// statusOf is the status that a request of the trial is answered with.
func (t *trial) statusOf(r *Call) int64 {
	k := chainKey(r.Send)
	if k == t.target {
		return t.code
	}
	if ok := t.ok[k]; ok != 0 {
		return ok
	}
	return 200
}

// answer is what transmit does on trial.
func (t *trial) answer(e *Engine, c *flow.Call) *Call {
	chain := e.It.Chain(c.Node)
	k := chainKey(chain)
	r := t.seen[k]
	if r == nil {
		r = &Call{Root: e.Root, Send: chain, Handling: &Handling{Status: map[int64]bool{}}}
		t.seen[k] = r
	}
	switch {
	case k == t.target:
		t.answered = true
		for _, l := range e.It.Loops() {
			t.pending[l.Node] = true
		}
	case t.answered:
		t.acts[c.Node] = true
		t.sends[k] = true
	}
	return r
}

// resent notes that a library sends the request under test once more.
func (t *trial) resent(r *Call, call *ir.Node) {
	if chainKey(r.Send) == t.target {
		t.again[call] = true
	}
}

// turned is told when a turn of a loop has ended.
func (t *trial) turned(loop *ir.Node, goesOn bool) {
	if t.pending[loop] && goesOn {
		t.again[loop] = true
	}
	delete(t.pending, loop)
}

// called notes what an unknown function may do after the answer.
func (t *trial) called(e *Engine, c *flow.Call) {
	if !t.answered {
		return
	}
	if speaks(c.Name) {
		t.says = true
		return
	}
	if e.news(c.Args, 0) {
		t.says = true
	}
	if !neutral(c.Name) {
		t.acts[c.Node] = true
	}
}

// outOfSight is told of what goes to a channel, or to a function value that is
// not known.
func (e *Engine) outOfSight(_ *flow.Interp, args []flow.Value, n *ir.Node) {
	if t := e.trial; t != nil && t.answered {
		t.says = t.says || e.news(args, 0)
		t.acts[n] = true
	}
}

// news reports whether values hold the status, or an error.
func (e *Engine) news(vs []flow.Value, depth int) bool {
	for _, v := range vs {
		if e.answered(v) != nil {
			return true
		}
		for _, a := range v {
			switch {
			case a.Kind == flow.Unknown && a.Origin.Kind == "error":
				return true
			case a.Kind == flow.ObjK && depth < 3:
				for _, f := range e.It.Written(a.Obj) {
					if w, ok := e.It.Get(a.Obj, f); ok && f.IsPart() && e.news([]flow.Value{w}, depth+1) {
						return true
					}
				}
			}
		}
	}
	return false
}

// well gives the results of a call of which nothing is known when all goes
// well: no error. Functions that make errors are told by what they take.
func (t *trial) well(e *Engine, c *flow.Call, rs []flow.Value) []flow.Value {
	for i, typ := range c.Types {
		if typ != "error" || i >= len(rs) {
			continue
		}
		if len(c.Types) == 1 && makesError(c) {
			rs[i] = flow.UnknownFrom(flow.Origin{Kind: "error"}, "error")
			continue
		}
		if !rs[i].Has(flow.ObjK) {
			rs[i] = flow.NilValue()
		}
	}
	return rs
}

func makesError(c *flow.Call) bool {
	first, _, _ := strings.Cut(c.Name, "/")
	if !strings.Contains(first, ".") {
		return false // the standard library's are known
	}
	for _, a := range c.Args {
		for _, x := range a {
			if x.Kind == flow.TextK || x.Type == "string" || x.Type == "error" || x.Type == "int" || x.Origin.Kind == "error" {
				return true
			}
		}
	}
	return false
}

// speaks reports whether a function tells somebody something.
func speaks(name string) bool {
	low := strings.ToLower(name)
	for _, p := range []string{"fmt.print", "fmt.fprint", "log.", "log/slog.", "os.exit", "testing."} {
		if strings.HasPrefix(low, p) {
			return true
		}
	}
	for _, s := range []string{"logrus", "zap.", "zerolog", "sentry", "/log.", "/logging.", "logger.", "/logr.", "/glog.", "/klog"} {
		if strings.Contains(low, s) {
			return true
		}
	}
	switch ir.Base(low) {
	case "print", "printf", "println", "log", "logf", "info", "infof", "infow", "infocontext", "warn", "warnf", "warnw", "warncontext", "warning", "warningf",
		"error", "errorf", "errorw", "errorcontext", "debug", "debugf", "debugw", "debugcontext", "fatal", "fatalf", "recorderror", "captureexception", "capturemessage":
		return !strings.HasPrefix(low, "fmt.") && low != "error.error" && low != ".error"
	}
	return false
}

// neutral reports whether a function changes nothing that outlives the call.
func neutral(name string) bool {
	for _, p := range []string{
		"time.", "io.Read", "io.Copy", "io.Limit", "io.Nop", "io.Closer.", "io.Tee", "strings.", "strconv.", "bytes.", "bufio.NewReader", "bufio.Reader.", "bufio.NewScanner",
		"bufio.Scanner.", "encoding/json.Unmarshal", "encoding/json.NewDecoder", "encoding/json.Decoder.", "encoding/json.Valid", "math.", "math/", "sync.", "context.", "errors.",
		"fmt.Sprint", "fmt.Errorf", "sort.", "slices.", "maps.", "crypto/", "unicode", "net/url.", "net/http.Header.", "net/http.Request.", "net/http.NewRequest", "net/http.Client.",
		"net/http.StatusText", "runtime.", "mime", "regexp.", "compress/", "cmp.", "error.", "os.Getenv", "reflect.", "path.", "encoding/base64.", "encoding/hex.",
		"golang.org/x/time/rate.", "github.com/cenkalti/backoff", "github.com/jpillora/backoff", "github.com/avast/retry-go", "github.com/sethvargo/go-retry",
		"github.com/pkg/errors.", "github.com/hashicorp/go-retryablehttp", "github.com/hashicorp/go-cleanhttp", "github.com/google/uuid.",
	} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return libraryOf(name) != nil || strings.HasSuffix(name, ".Close")
}

// decide compares a status on trial with a number; an error that was made is
// not nil.
func (e *Engine) decide(op string, a, b flow.Value) int {
	if e.trial == nil || len(a) == 0 || len(b) == 0 {
		return -1
	}
	out := -2
	for _, x := range a {
		for _, y := range b {
			d := decideOne(op, x, y)
			if d < 0 || out >= 0 && out != d {
				return -1
			}
			out = d
		}
	}
	return out
}

func decideOne(op string, x, y flow.Atom) int {
	if y.Kind == flow.NilK {
		x, y = y, x
	}
	if x.Kind == flow.NilK {
		switch {
		case y.Kind == flow.NilK:
			return truth(op == "==")
		case y.Kind == flow.Unknown && y.Origin.Kind == "error":
			return truth(op == "!=")
		}
		return -1
	}
	if x.Kind != flow.IntK || y.Kind != flow.IntK || x.Origin.Kind != "status" && y.Origin.Kind != "status" ||
		x.Origin.Kind == "arith" || y.Origin.Kind == "arith" {
		return -1
	}
	switch op {
	case "==":
		return truth(x.Int == y.Int)
	case "!=":
		return truth(x.Int != y.Int)
	case "<":
		return truth(x.Int < y.Int)
	case "<=":
		return truth(x.Int <= y.Int)
	case ">":
		return truth(x.Int > y.Int)
	case ">=":
		return truth(x.Int >= y.Int)
	}
	return -1
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// arith keeps a status through the operations by which its class is told.
func (e *Engine) arith(op string, a, b flow.Value) (flow.Value, bool) {
	if e.answered(a) == nil || len(a) != 1 || len(b) != 1 || b[0].Kind != flow.IntK || b[0].Int == 0 {
		return nil, false
	}
	v := a[0]
	if v.Kind == flow.IntK {
		switch op {
		case "/":
			v.Int /= b[0].Int
		case "%":
			v.Int %= b[0].Int
		case "-":
			v.Int -= b[0].Int
		default:
			return nil, false
		}
	}
	return flow.Value{v}, true
}
