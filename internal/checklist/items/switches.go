package items

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// A Use is a request and the switch that decides about it, as a runbook shows it.
type Use struct {
	Call  *inventory.Call
	Mains []string // import paths of the programs that lead to it
	From  []string // what asks for it: "POST /signup (main.go:23)"
	// Switch is the name of the switch; "" where none decides about it.
	Switch  string
	Live    bool            // asked at each call: a change needs no restart
	Env     bool            // an environment variable
	Read    checklist.Place // where it is read
	On, Off string          // values that let requests through and that stop them; "" where not known
	Sees    string          // what the caller sees while it is off
	Kept    bool            // what would be sent is queued meanwhile
	Fails   bool            // the caller fails while it is off
}

// Uses lists the requests of the program with their switches, in the order of the
// calls.
func Uses(in *Input) []Use {
	c := newContext(in)
	var out []Use
	for _, call := range c.sends(nil) {
		out = append(out, c.use(call))
	}
	return out
}

func (c *context) use(call *inventory.Call) Use {
	u := Use{Call: call}
	sends := c.sendsOf(call)
	if c.Program == nil {
		return u
	}
	note := func(to *[]string, s string) {
		if s != "" && !slices.Contains(*to, s) {
			*to = append(*to, s)
		}
	}
	for _, s := range sends {
		for _, m := range c.Program.MainsOf(s.Root()) {
			note(&u.Mains, m.Pkg.Path())
		}
		for _, r := range c.Program.RootsOf(s.Root()) {
			note(&u.From, c.rootName(&r))
		}
	}
	slices.Sort(u.From)
	for _, s := range sends {
		found := c.Program.Switches(s, func(cond ssa.Value) bool {
			_, row, _ := c.fromFlag(cond)
			return row != nil
		})
		if len(found) == 0 {
			u.Switch = ""
			return u // outside of any
		}
		c.describe(&u, found[0])
	}
	return u
}

// rootName says what asks for something: a route, a job, the program itself.
func (c *context) rootName(r *paths.Root) string {
	place := c.ssaPos(r.Func.Pos())
	if r.Site != nil {
		place = c.ssaPos(paths.Pos(r.Site))
	}
	at := ""
	if place.IsValid() {
		at = fmt.Sprintf(" (%s:%d)", place.Path, place.Line)
	}
	switch r.Kind {
	case paths.RootHandler:
		if r.Route != "" {
			return r.Route + at
		}
		return "a handler" + at
	case paths.RootWorker:
		return "a worker" + at
	case paths.RootMain:
		return "main" + at
	case paths.RootInit:
		return ""
	case paths.RootExport:
		return "callers of " + r.Func.Name() + at
	}
	return "a function given to " + strings.TrimSuffix(r.By, ".") + at
}

// describe fills in what a switch is and what comes of it.
func (c *context) describe(u *Use, sw paths.Switch) {
	name, row, origin := c.fromFlag(sw.If.Cond)
	u.Switch, u.Live = name, row.Detail == "live"
	if origin != nil {
		u.Read, u.Env = c.ssaPos(origin.Pos), envName(origin) != ""
	}
	yes, no := c.Program.FlagValues(sw.If.Cond, c.readFlag(name), func(tag string) bool {
		return envName(&paths.Origin{Tag: tag}) == name
	})
	u.On, u.Off = yes, no
	if !sw.Via {
		u.On, u.Off = no, yes
	}
	if sw.Chosen {
		u.Sees = "no error: another implementation stands in"
		return
	}
	var sees []string
	for _, w := range c.Program.Off(sw, c.watched) {
		what := "no error"
		switch {
		case w.End == paths.EndPanic, w.End == paths.EndExit:
			what = "the end of the process"
		case w.End == paths.EndLost:
			what = "not seen"
		case w.Written > 0:
			what = fmt.Sprintf("status %d", w.Written)
		case w.Failed:
			what = "an error"
		}
		u.Fails = u.Fails || w.End == paths.EndPanic || w.End == paths.EndExit || w.Written >= 500 || w.Failed && w.Written == 0
		u.Kept = u.Kept || c.queued(&w)
		if !slices.Contains(sees, what) {
			sees = append(sees, what)
		}
	}
	slices.Sort(sees)
	u.Sees = strings.Join(sees, ", or ")
}

// readFlag reads one flag of the tables by its name.
func (c *context) readFlag(name string) paths.FlagReader {
	return func(names, args []string, text string) (any, bool) {
		row := c.tab.Find(names, tables.Flag)
		if row == nil || !slices.Contains(args, name) && row.Func() != name {
			return nil, false
		}
		return text, true
	}
}
