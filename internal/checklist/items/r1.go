package items

import (
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

var r1 = Item{checklist.Doc{
	ID: "R1", Title: "can be switched off",
	Why:  "When Klaviyo misbehaves, or the data does, somebody must stop the traffic in minutes, without a deployment.",
	Fix:  "Put a boolean from the environment or from a flag service before the one function that sends, and return without an error when it is off.",
	Pass: "a boolean from outside decides about every send, and when it is off the caller goes on", Fail: "some sends are outside of it, or off makes the caller fail, or no flag decides about any send", Open: "the decision is out of sight",
}, judgeR1}

func judgeR1(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	for _, call := range c.sends(j) {
		if c.Settings.Checklist.Items["R1"].WritesOnly && !call.Writes() {
			continue
		}
		j.Add(c.switched(j, call))
	}
}

// fromFlag reports whether a condition is made of what comes from outside, and of
// which row.
func (c *context) fromFlag(cond ssa.Value) (name string, row *tables.Row, origin *paths.Origin) {
	for _, o := range c.Program.Plain(cond) {
		r := c.tab.Find(o.Names, tables.Flag)
		if r == nil && o.Tag != "" && envName(&o) != "" {
			r = &tables.Row{Role: tables.Flag, Detail: "restart"}
		}
		if r == nil {
			continue
		}
		if n := envName(&o); n != "" {
			return n, r, &o
		}
		if o.Call != nil && r.Arg >= 0 {
			args := o.Call.Common().Args
			i := r.Arg
			if r.Type != "" && !o.Call.Common().IsInvoke() {
				i++
			}
			if i < len(args) {
				for _, k := range c.Program.Origins(args[i]) {
					if s, ok := k.Text(); ok {
						return s, r, &o
					}
				}
			}
		}
		return r.Func(), r, &o
	}
	return "", nil, nil
}

func (c *context) switched(j *checklist.Judgement, call *inventory.Call) checklist.Subject {
	sends := c.sendsOf(call)
	if c.Program == nil || len(sends) == 0 {
		return request(call, checklist.Open, "what decides about it is not seen", "send through the client, or attest")
	}
	for _, s := range sends {
		accept := func(cond ssa.Value) bool {
			_, row, _ := c.fromFlag(cond)
			return row != nil
		}
		found := c.Program.Switches(s, accept)
		if len(found) == 0 && len(c.Program.Mains) == 0 {
			return request(call, checklist.Open, "whether its callers can switch it off is not seen", "put a switch into the library, or attest")
		}
		if len(found) == 0 && len(c.Program.Switches(s, c.outOfSight)) > 0 {
			return request(call, checklist.Open, "a condition decides about it whose value is not seen", "read the flag where klaviyolint can see it, or attest")
		}
		if len(found) == 0 {
			return request(call, checklist.Not, "no flag decides about it", "")
		}
		for _, sw := range found {
			name, row, origin := c.fromFlag(sw.If.Cond)
			place := c.ssaPos(paths.Pos(sw.If.Cond))
			if !place.IsValid() {
				place = c.ssaPos(paths.Pos(sw.If))
			}
			with := func(m checklist.Mark, what, settle string) checklist.Subject {
				sub := request(call, m, what, settle)
				sub.Also = append(sub.Also, place)
				if origin != nil {
					sub.Also = append(sub.Also, c.ssaPos(origin.Pos))
				}
				return sub
			}
			if !sw.Chosen {
				for _, w := range c.Program.Off(sw, c.watched) {
					switch {
					case w.End == paths.EndPanic, w.End == paths.EndExit, w.Written >= 500, w.Failed && w.End == paths.EndReturn && (w.Root == nil || w.Written == 0 || w.Written >= 500):
						sub := with(checklist.Not, fmt.Sprintf("with %s off the caller fails", name), "")
						sub.Also = append(sub.Also, c.ssaPos(paths.Pos(w.At)))
						return sub
					}
				}
			}
			if row.Detail == "live" {
				j.Remark(name+" is asked at each call: a change holds at once", place)
			} else {
				j.Remark(name+" is read from the environment or configuration: a change needs a restart", place)
			}
			if !c.kept(sw) {
				j.Remark("what would be sent meanwhile is dropped", place)
			}
			return with(checklist.Met, "decided by "+name+row.By(), "")
		}
	}
	return request(call, checklist.Open, "what decides about it is not seen", "send through the client, or attest")
}

// outOfSight reports whether a condition is a truth value that comes from where
// nothing is seen: of a function value, a parameter, or a field that nothing sets.
func (c *context) outOfSight(cond ssa.Value) bool {
	for {
		u, ok := cond.(*ssa.UnOp)
		if !ok || u.Op != token.NOT {
			break
		}
		cond = u.X
	}
	load := false
	switch v := cond.(type) {
	case *ssa.Call, *ssa.Parameter, *ssa.FreeVar, *ssa.Phi:
	case *ssa.UnOp:
		load = v.Op == token.MUL
	case *ssa.Field:
		load = true
	default:
		return false
	}
	origins := c.Program.Plain(cond)
	for _, o := range origins {
		if o.Kind == paths.FromUnknown || o.Kind == paths.FromParam || o.Call != nil && o.Call.Common().StaticCallee() == nil {
			return true
		}
	}
	return load && len(origins) == 0
}

// kept reports whether the other side of a switch hands the work to a queue.
func (c *context) kept(sw paths.Switch) bool {
	return slices.ContainsFunc(c.Program.Off(sw, c.watched), func(w paths.Way) bool { return c.queued(&w) })
}
