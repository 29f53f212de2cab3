package webhooks

import (
	"strconv"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// secure are the comparisons whose time says nothing about the operands.
var secure = map[string]bool{"hmac.Equal": true, "subtle.ConstantTimeCompare": true}

// parts are those that also look for a part: of what is no digest they say
// nothing.
var parts = map[string]bool{"strings.Contains": true, "strings.HasPrefix": true, "strings.HasSuffix": true}

// addComparisons tells which functions compare.
func (e *engine) addComparisons() {
	for name, how := range map[string]string{
		"crypto/hmac.Equal": "hmac.Equal", "crypto/subtle.ConstantTimeCompare": "subtle.ConstantTimeCompare",
		"bytes.Equal": "bytes.Equal", "bytes.Compare": "bytes.Compare", "bytes.EqualFold": "bytes.EqualFold",
		"strings.EqualFold": "strings.EqualFold", "strings.Compare": "strings.Compare", "strings.Contains": "strings.Contains", "strings.HasPrefix": "strings.HasPrefix", "strings.HasSuffix": "strings.HasSuffix",
		"slices.Equal": "slices.Equal", "slices.Compare": "slices.Compare", "reflect.DeepEqual": "reflect.DeepEqual",
	} {
		e.own[name] = func(c *flow.Call) ([]flow.Value, bool) {
			e.compared(how, c.Arg(0), c.Arg(1), c.Node)
			if in := e.lib[name]; in != nil {
				return in(c)
			}
			return c.Unknown("call"), true
		}
	}
}

// operator sees ==, != and the cases of a switch.
func (e *engine) operator(_ *flow.Interp, op string, a, b flow.Value, n *ir.Node) string {
	if op == "==" || op == "!=" {
		e.compared(op, a, b, n)
	}
	return ""
}

// compared notes a comparison of the signature header with something that may
// be a signature.
func (e *engine) compared(how string, a, b flow.Value, n *ir.Node) {
	if e.it.Stores != nil || n == nil {
		return // learning
	}
	x, y := e.texts(a), e.texts(b)
	header, other := headerIn(x), y
	if header == nil {
		header, other = headerIn(y), x
	}
	if header == nil || headerIn(other) != nil {
		return
	}
	c := &Check{How: how, Secure: secure[how], Negated: how == "!=", chain: e.it.Chain(n), handler: e.handler(n), decoded: header.Sub, root: e.root}
	known := false
	for _, t := range other {
		s, ok := e.side(t)
		switch {
		case ok:
			c.digests = append(c.digests, s)
		case !t.Known():
			c.unknown = true
		default:
			known = true
		}
	}
	if len(c.digests) == 0 && (known || !c.unknown || parts[how]) {
		return // whether it is there at all, or how it begins
	}
	for i := len(e.reads) - 1; i >= 0; i-- {
		if r := e.reads[i]; r.Header == header.Name && r.handler == c.handler {
			c.header = r
			break
		}
	}
	e.checks = append(e.checks, c)
}

// headerIn returns the signature header when a value is nothing else.
func headerIn(ts []flow.Text) *flow.Origin {
	for _, t := range ts {
		if len(t) == 1 && t[0].Hole && t[0].From.Kind == fromHeader && signature(t[0].From.Name) {
			return &t[0].From
		}
	}
	return nil
}

// side reads a text as a digest, perhaps behind a prefix.
func (e *engine) side(t flow.Text) (side, bool) {
	s := side{}
	for i, p := range t {
		switch {
		case !p.Hole && i == 0:
			s.prefix = p.Lit
		case p.Hole && p.From.Kind == fromDigest && i == len(t)-1:
			n, err := strconv.Atoi(p.From.Name)
			if err != nil || n >= len(e.digests) {
				return s, false
			}
			s.digest, s.encoding = e.digests[n], p.From.Sub
			return s, true
		default:
			return s, false
		}
	}
	return s, false
}
