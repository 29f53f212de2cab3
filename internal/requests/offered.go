package requests

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// Callable reports whether a function of this package is one that other code
// calls: it is exported from a package that can be imported, or called by name
// in this package. Handlers, main and what is only registered somewhere are
// where a use ends: nobody calls them who could be told to call another.
func (res *Result) Callable(f *flow.Func) bool {
	switch {
	case f.Lit || f.Body == nil:
		return false
	case res.called()[f.Name]:
		return true
	}
	return f.Exported && !res.main && !handles(f)
}

// handles recognises the handlers of HTTP servers by their parameters.
func handles(f *flow.Func) bool {
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
func (res *Result) called() map[string]bool {
	if res.calls != nil {
		return res.calls
	}
	res.calls = map[string]bool{}
	if res.unit == nil {
		return res.calls
	}
	var walk func(n *flow.Node)
	walk = func(n *flow.Node) {
		if n.Missing() {
			return
		}
		if n.Op == flow.OpCall {
			res.calls[n.Str] = true
			for _, c := range res.implementers(n) {
				res.calls[c] = true
			}
		}
		for _, k := range n.Kids {
			walk(k)
		}
		if n.Fn != nil {
			walk(n.Fn.Body)
		}
	}
	for _, f := range res.unit.Funcs {
		walk(f.Body)
	}
	return res.calls
}
