package upsert

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// callable reports whether a function of this package is one that other code
// calls: it is exported from a package that can be imported, or called by name
// in this package. Handlers, main and what is only registered somewhere are
// where a use ends: nobody calls them who could be told to call another.
func (u *judge) callable(f *ir.Func) bool {
	switch {
	case f.Body == nil:
		return false
	case f.Lit:
		return !handles(f) && u.kept(f)
	case u.called()[f.Name]:
		return true
	}
	return f.Exported && !u.res.Program().Main && !handles(f)
}

// handles recognises the handlers of HTTP servers by their parameters.
func handles(f *ir.Func) bool {
	for _, t := range f.Types {
		switch {
		case t == "net/http.ResponseWriter",
			strings.HasSuffix(t, "/gin.Context"),
			strings.Contains(t, "/echo") && strings.HasSuffix(t, ".Context"),
			strings.Contains(t, "/fiber") && strings.HasSuffix(t, ".Ctx"):
			return true
		}
	}
	return false
}

// called lists the functions that this package calls by name.
func (u *judge) called() map[string]bool {
	if u.calls != nil {
		return u.calls
	}
	u.calls = map[string]bool{}
	p := u.res.Program()
	for _, f := range p.Unit.Funcs {
		f.Body.Each(func(n *ir.Node) {
			if n.Op != ir.OpCall {
				return
			}
			u.calls[n.Str] = true
			for _, m := range p.Flow.Implementations(n) {
				u.calls[m] = true
			}
		})
	}
	return u.calls
}

// kept reports whether a function literal is put into a field, a map or a variable,
// or returned: others call it by that name. One that is an argument of a call is
// where a use ends.
func (u *judge) kept(f *ir.Func) bool {
	found := false
	for _, g := range u.res.Program().Unit.Funcs {
		g.Body.Each(func(n *ir.Node) {
			switch n.Op {
			case ir.OpCall, ir.OpDynCall, ir.OpFuncLit, ir.OpGo, ir.OpDefer:
				return
			}
			for _, k := range n.Kids {
				found = found || k != nil && k.Op == ir.OpFuncLit && k.Fn == f
			}
		})
	}
	return found
}
