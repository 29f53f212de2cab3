package items

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

var a3 = Item{checklist.Doc{
	ID: "A3", Title: "webhook signing secret configured",
	Why:  "A signature that is checked with an empty or published secret proves nothing.",
	Fix:  "Read the secret from a store, and refuse to start, or to answer, without one.",
	Pass: "the key of the HMAC comes from a secret store, or from a variable that a manifest fills from one, or the code refuses an empty one", Fail: "a literal, a published default, or a check that is skipped when the secret is empty", Open: "a parameter, a database, or a variable that nobody checks",
}, func(c *context, j *checklist.Judgement) {
	c.open(j)
	if !c.hasHandlers() {
		c.receivers(j, c.reads())
		return
	}
	for _, f := range c.of("hardcodedkey", "webhooksecret") {
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "secret", What: "the signing secret is written here", Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: f.Rule})
	}
	for _, call := range c.hmacs() {
		c.signing(j, call)
	}
	if len(j.Subjects) == 0 {
		j.Gap(checklist.Gap{What: "where the key of the HMAC comes from is not seen", Settle: "read the secret where klaviyolint can see it, or attest"})
	}
}}

func (c *context) hasHandlers() bool {
	for _, h := range c.Handlers {
		if len(h.Result.Checks) > 0 {
			return true
		}
	}
	return false
}

func (c *context) reads() int {
	n := 0
	for _, h := range c.Handlers {
		n += len(h.Result.Reads)
	}
	return n
}

// hmacs finds the calls of hmac.New in the packages that check a signature, and in
// what they call.
func (c *context) hmacs() []*ssa.Call {
	var out []*ssa.Call
	if c.Program == nil {
		return nil
	}
	pkgs := map[string]bool{}
	for _, h := range c.Handlers {
		if len(h.Result.Checks)+len(h.Result.Reads) > 0 {
			pkgs[h.Package] = true
		}
	}
	for _, f := range c.Program.Funcs() {
		if !pkgs[paths.PackageOf(f)] {
			continue
		}
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if call, ok := in.(*ssa.Call); ok && slices.Contains(c.Program.Names(call), "crypto/hmac.New") && !slices.Contains(out, call) {
					out = append(out, call)
				}
			}
		}
	}
	return out
}

// signing judges the secret of one HMAC.
func (c *context) signing(j *checklist.Judgement, call *ssa.Call) {
	origins := c.Program.OriginsUntil(call.Call.Args[1], c.tab.Is(tables.Secret, tables.Parameter))
	found := false
	for i := range origins {
		o := &origins[i]
		if s, ok := o.Text(); ok && s != "" && o.Kind == paths.FromConst && c.isDefault(origins) {
			j.Add(checklist.Subject{Mark: checklist.Not, Kind: "secret", What: "the signing secret has a default that is written in the code", Place: c.ssaPos(call.Pos())})
			found = true
			continue
		}
		subs, ok := c.secretOrigin(o, "the signing secret")
		if !ok {
			continue
		}
		for _, s := range subs {
			if s.Mark == checklist.Open && envName(o) != "" {
				if place, how := c.emptyRefused(o); how == checklist.Met {
					s.Mark, s.What, s.Settle = checklist.Met, envName(o)+" from the environment, refused when empty", ""
					s.Also = append(s.Also, place)
				} else if how == checklist.Not {
					s.Mark, s.What, s.Settle = checklist.Not, "the signature is not checked when "+envName(o)+" is empty", ""
					s.Also = append(s.Also, place)
				}
			}
			found = true
			j.Add(s)
		}
	}
	if !found {
		j.Add(checklist.Subject{Mark: checklist.Open, Kind: "secret", What: "where the signing secret comes from is not seen", Place: c.ssaPos(call.Pos()), Settle: "read the secret where klaviyolint can see it, or attest"})
	}
}

// skipped finds a variable whose emptiness skips the check of a signature.
func (c *context) skipped(call *ssa.Call) (name string, at checklist.Place) {
	origins := c.Program.Origins(call.Call.Args[1])
	for i := range origins {
		if n := envName(&origins[i]); n != "" {
			if place, how := c.emptyRefused(&origins[i]); how == checklist.Not {
				return n, place
			}
		}
	}
	return "", checklist.Place{}
}

// isDefault reports whether the origins hold a variable beside a constant: then the
// constant is what stands in for it.
func (c *context) isDefault(origins []paths.Origin) bool {
	for i := range origins {
		if envName(&origins[i]) != "" {
			return true
		}
	}
	return false
}

// emptyRefused looks for a comparison of the secret with the empty string: + where
// that ends the start or refuses the request, - where it skips the check.
func (c *context) emptyRefused(o *paths.Origin) (checklist.Place, checklist.Mark) {
	for _, f := range c.Program.Funcs() {
		for _, b := range f.Blocks {
			branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
			if !ok {
				continue
			}
			v, empty := emptiness(branch)
			if v == nil || !c.Program.Depends(v, func(x ssa.Value) bool { in, ok := x.(ssa.CallInstruction); return ok && in == o.Call }) {
				continue
			}
			switch c.Program.Refuses(b.Succs[empty]) {
			case paths.Refused:
				return c.ssaPos(branch.Cond.Pos()), checklist.Met
			case paths.GoesOn:
				return c.ssaPos(branch.Cond.Pos()), checklist.Not
			}
		}
	}
	return checklist.Place{}, checklist.Open
}

// emptiness reads a branch on x == "" or len(x) == 0: the value, and which
// successor is taken when it is empty.
func emptiness(branch *ssa.If) (ssa.Value, int) {
	op, ok := branch.Cond.(*ssa.BinOp)
	if !ok {
		return nil, 0
	}
	v, k := op.X, op.Y
	if _, isConst := v.(*ssa.Const); isConst {
		v, k = k, v
	}
	kc, ok := k.(*ssa.Const)
	if !ok || kc.Value == nil {
		return nil, 0
	}
	text := kc.Value.ExactString()
	if call, ok := v.(*ssa.Call); ok && text != `""` {
		// A length below the 16 that Klaviyo asks for is as good as none.
		if bi, isB := call.Call.Value.(*ssa.Builtin); !isB || bi.Name() != "len" || len(text) > 2 {
			return nil, 0
		}
		v = call.Call.Args[0]
	} else if text != `""` {
		return nil, 0
	}
	switch op.Op.String() {
	case "==", "<", "<=":
		return v, 0
	case "!=", ">", ">=":
		return v, 1
	}
	return nil, 0
}
