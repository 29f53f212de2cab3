package requests

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Callable reports whether a function of this package is one that other code
// calls: it is exported from a package that can be imported, or called by name
// in this package. Handlers, main and what is only registered somewhere are
// where a use ends: nobody calls them who could be told to call another.
func (res *Result) Callable(f *ir.Func) bool {
	switch {
	case f.Lit || f.Body == nil:
		return false
	case res.called()[f.Name]:
		return true
	}
	return f.Exported && !res.main && !handles(f)
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
func (res *Result) called() map[string]bool {
	if res.calls != nil {
		return res.calls
	}
	res.calls = map[string]bool{}
	if res.unit == nil {
		return res.calls
	}
	for _, f := range res.unit.Funcs {
		f.Body.Each(func(n *ir.Node) {
			if n.Op != ir.OpCall {
				return
			}
			res.calls[n.Str] = true
			for _, m := range res.program.Implementations(n) {
				res.calls[m] = true
			}
		})
	}
	return res.calls
}
