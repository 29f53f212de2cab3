package webhooks

import (
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// conclude puts what was noted in order: one check for each place, and the
// handlers without any.
func (e *engine) conclude(res *Result) {
	pkg := e.it.Prog.Unit().Pkg
	for _, c := range e.checks {
		c.Faults = c.judge()
		c.place(pkg)
	}
	e.apart()
	at := map[Place]*Check{}
	for _, c := range e.checks {
		if !c.Place.IsValid() || c.elsewhere(pkg) {
			continue
		}
		old := at[c.Place]
		if old == nil {
			at[c.Place] = c
			res.Checks = append(res.Checks, c)
			continue
		}
		for _, f := range c.Faults {
			if !slices.Contains(old.Faults, f) {
				old.Faults = append(old.Faults, f)
			}
		}
		for _, p := range c.Dropped {
			if !slices.Contains(old.Dropped, p) {
				old.Dropped = append(old.Dropped, p)
			}
		}
	}
	read := map[Place]bool{}
	for _, r := range e.reads {
		r.Place = e.readPlace(r, pkg)
		if !r.Place.IsValid() || read[r.Place] {
			continue
		}
		r.Klaviyo = e.isKlaviyo(r)
		read[r.Place] = true
		res.Reads = append(res.Reads, r)
	}
	e.unverified(res, pkg)
	slices.SortStableFunc(res.Checks, func(a, b *Check) int { return int(a.Place.Pos - b.Place.Pos) })
	slices.SortStableFunc(res.Reads, func(a, b *Read) int { return int(a.Place.Pos - b.Place.Pos) })
	slices.SortStableFunc(res.Unverified, func(a, b *Read) int { return int(a.Place.Pos - b.Place.Pos) })
}

// judge compares what was signed with what Klaviyo signs. Where one of the
// alternatives is right, or not known, there is nothing to say.
func (c *Check) judge() []Fault {
	if c.unknown || len(c.digests) == 0 {
		return nil
	}
	var all []Fault
	for _, s := range c.digests {
		fs := c.sideFaults(s)
		if len(fs) == 0 {
			return nil
		}
		if all == nil {
			all = fs
		}
	}
	return all
}

func (c *Check) sideFaults(s side) []Fault {
	var out []Fault
	switch {
	case !s.keyed:
		return []Fault{PlainHash}
	case s.hash != "" && s.hash != "sha256":
		out = append(out, OtherHash)
	}
	switch {
	case s.encoding == "base64" || c.decoded == "base64":
		out = append(out, Base64)
	case s.encoding == "" && c.decoded == "" && s.prefix == "":
		out = append(out, Raw)
	}
	if s.prefix != "" && c.decoded == "" {
		out = append(out, Prefixed)
	}
	var first Fault
	for _, t := range s.texts {
		f := signed(t)
		if f == "" {
			return out
		}
		if first == "" {
			first = f
		}
	}
	if first != "" {
		out = append(out, first)
	}
	return out
}

// signed says what is wrong with a signed text: nothing when it is the body and
// the timestamp, or when a part of it is not known.
func signed(t flow.Text) Fault {
	body, ts := -1, -1
	gap, unknown, again, id := false, false, false, false
	for i, p := range trim([]flow.Text{t})[0] { // a buffer starts as the empty text
		switch {
		case !p.Hole:
			gap = true
		case p.From.Kind == fromBody:
			body = i
		case p.From.Kind == fromJSON:
			body, again = i, true
		case p.From.Kind == fromHeader && timestamp(p.From.Name) && p.From.Sub == "":
			ts = i
		case p.From.Kind == fromHeader && p.From.Name == klaviyo.WebhookID:
			id = true
		default:
			unknown = true
		}
	}
	switch {
	case again:
		return Reencoded
	case id:
		return SignsID
	case ts >= 0 && ts < body, ts == 0 && unknown:
		return TimestampFirst
	case unknown || body < 0:
		return ""
	case ts < 0:
		return NoTimestamp
	case gap:
		return Separator
	}
	return ""
}

// place finds where in this package the comparison stands: itself, or the call
// that leads to it.
func (c *Check) place(pkg string) {
	c.local = -1
	for i, l := range c.chain {
		if l.Fn.Pkg == pkg {
			c.local = i
		}
	}
	if c.local < 0 {
		return
	}
	n := c.chain[c.local].Node
	c.Place = Place{Pos: n.Pos, End: n.End}
	if c.local == len(c.chain)-1 && len(n.Kids) >= 2 {
		k := n.Kids[len(n.Kids)-2:]
		c.Operand = [2]Place{{Pos: k[0].Pos, End: k[0].End}, {Pos: k[1].Pos, End: k[1].End}}
	}
	if p := c.dropped(pkg); p.IsValid() {
		c.Dropped = []Place{p}
	}
}

// elsewhere reports whether another package, which makes the comparison and
// reads the header as well, has said what there is to say: all but what this
// package does with the result, and a body that it spoilt.
func (c *Check) elsewhere(pkg string) bool {
	if c.local == len(c.chain)-1 {
		return false
	}
	same := c.header != nil && len(c.header.chain) > c.local+1 && c.header.chain[c.local].Node == c.chain[c.local].Node
	if !same {
		return false
	}
	c.Secure = true
	c.Faults = slices.DeleteFunc(c.Faults, func(f Fault) bool { return f != Reencoded || !c.encodedIn(pkg) })
	return len(c.Faults) == 0 && len(c.Dropped) == 0
}

// encodedIn reports whether what was signed was encoded again by this package,
// and not by the one that makes the comparison.
func (c *Check) encodedIn(pkg string) bool {
	for _, s := range c.digests {
		for _, t := range s.texts {
			for _, p := range t {
				if p.Hole && p.From.Kind == fromJSON && p.From.Name == pkg {
					return true
				}
			}
		}
	}
	return false
}

// apart moves a fault out of a function that others call rightly: then it is
// the call that is wrong.
func (e *engine) apart() {
	right := map[*ir.Node]bool{}
	last := func(c *Check) *ir.Node { return c.chain[len(c.chain)-1].Node }
	for _, c := range e.checks {
		if len(c.Faults) == 0 && !c.unknown && len(c.digests) > 0 {
			right[last(c)] = true
		}
	}
	for _, c := range e.checks {
		if len(c.Faults) > 0 && right[last(c)] && c.local > 0 {
			c.local = 0
			n := c.chain[0].Node
			c.Place, c.Operand, c.Secure = Place{Pos: n.Pos, End: n.End}, [2]Place{}, true
		}
	}
}

// readPlace is where a header is read in this package: the call that reads it,
// or the one that leads there with the name.
func (e *engine) readPlace(r *Read, pkg string) Place {
	last := len(r.chain) - 1
	if r.chain[last].Fn.Pkg != pkg {
		// The other package says it, unless the name came from here.
		found := false
		r.chain[last].Fn.Body.Each(func(n *ir.Node) {
			found = found || n.Op == ir.OpConst && flow.Canonical(n.Str) == r.Header
		})
		if found {
			return Place{}
		}
	}
	for i := last; i >= 0; i-- {
		if l := r.chain[i]; l.Fn.Pkg == pkg {
			return Place{Pos: l.Node.Pos, End: l.Node.End}
		}
	}
	return Place{}
}
