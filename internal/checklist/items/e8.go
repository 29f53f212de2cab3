package items

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// clockReads are calls by which code asks how old something is.
var clockReads = []string{"time.Since", "time.Until", "time.Time.Sub", "time.Time.Before", "time.Time.After", "time.Now"}

// cached finds the branch by which a check is left out while an earlier result is
// young enough, and for how long, 0 where that is not a constant.
func (c *context) cached(k check) (ssa.Instruction, time.Duration) {
	for _, s := range c.sendsOf(k.call) {
		for _, sw := range c.Program.Switches(s, c.asksAge) {
			return sw.If, c.ageOf(sw.If.Cond)
		}
	}
	return nil, 0
}

// asksAge accepts a condition on how long ago something was, that was stored.
func (c *context) asksAge(cond ssa.Value) bool {
	clock, stored := false, false
	c.Program.Depends(cond, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.Call:
			clock = clock || slices.ContainsFunc(c.Program.Names(v), func(n string) bool { return slices.Contains(clockReads, n) })
		case *ssa.FieldAddr, *ssa.Global:
			stored = true
		}
		return false
	})
	return clock && stored
}

// ageOf reads the constant that an age is compared with.
func (c *context) ageOf(cond ssa.Value) time.Duration {
	var found time.Duration
	look := func(v ssa.Value) {
		if d, ok := constInt(v); ok && strings.HasSuffix(v.Type().String(), "time.Duration") && d > 0 {
			found = time.Duration(d)
		}
	}
	c.Program.Depends(cond, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.BinOp:
			look(v.X)
			look(v.Y)
		case *ssa.Call:
			if slices.ContainsFunc(c.Program.Names(v), func(n string) bool { return n == "time.Time.Add" || n == "time.Time.Before" || n == "time.Time.After" }) {
				for _, a := range v.Call.Args {
					look(a)
				}
			}
		}
		return false
	})
	return found
}

// tells finds where the answer of a health route carries the key, or what Klaviyo
// answered as it stands.
func (c *context) tells(k check) (ssa.Instruction, string) {
	keys := c.keyValues()
	for _, f := range c.Program.Waited(k.root.Func) {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				call, ok := in.(ssa.CallInstruction)
				if !ok {
					continue
				}
				for _, a := range c.shown(call) {
					switch {
					case c.Program.Depends(a, isBody):
						return in, "the answer carries what Klaviyo answered, as it stands"
					case c.Program.Depends(a, func(v ssa.Value) bool { return slices.Contains(keys, v) }):
						return in, "the answer carries the key"
					}
				}
			}
		}
	}
	return nil, ""
}

// shown lists what a call writes to a visitor.
func (c *context) shown(call ssa.CallInstruction) []ssa.Value {
	args := call.Common().Args
	isWriter := func(v ssa.Value) bool {
		return c.Program.Depends(v, func(x ssa.Value) bool { return strings.HasSuffix(x.Type().String(), "net/http.ResponseWriter") })
	}
	for _, n := range c.Program.Names(call) {
		switch n {
		case "net/http.ResponseWriter.Write":
			return args[len(args)-1:]
		case "fmt.Fprint", "fmt.Fprintf", "fmt.Fprintln", "io.WriteString", "io.Copy", "net/http.Error":
			if len(args) > 1 && isWriter(args[0]) {
				return args[1:]
			}
		}
	}
	return nil
}

// isBody accepts the body of a response.
func isBody(v ssa.Value) bool {
	fa, ok := v.(*ssa.FieldAddr)
	return ok && paths.FieldName(fa) == "Body" && strings.HasSuffix(fa.X.Type().String(), "net/http.Response")
}
