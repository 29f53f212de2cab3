package secrets

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// call notes what a call says about one of its arguments: the parameter, the
// function, and a name passed before it, as in Setenv("KLAVIYO_KEY", value).
func (r *naming) call(call *ast.CallExpr, child ast.Node) {
	i := slices.IndexFunc(call.Args, func(e ast.Expr) bool { return e == child })
	if i < 0 || r.info.Types[call.Fun].IsType() {
		return // a conversion hands the value on as it is
	}
	if sig, ok := r.info.TypeOf(call.Fun).(*types.Signature); ok {
		if n := sig.Params().Len(); n > 0 {
			r.add(sig.Params().At(min(i, n-1)).Name())
		}
	}
	for _, arg := range call.Args[:i] {
		if r.info.Types[arg].Value == nil {
			continue
		}
		name := r.name(arg)
		if identifier().MatchString(name) {
			r.add(name)
		}
		r.scheme = r.scheme || schemeVerb().MatchString(name)
	}
	r.callee(call.Fun)
	// Passed on alone, it may come back as itself: TrimSpace, a pointer helper.
	r.open = r.open && len(call.Args) == 1
}

// identifier matches names of settings: environment variables, flags, headers,
// paths in a configuration.
var identifier = lazy.Regexp(`^[A-Za-z][\w./:-]*$`)

// schemeVerb matches a format that puts its argument behind the scheme.
var schemeVerb = lazy.Regexp(`(?i)` + klaviyo.KeyScheme + `[\s:=]+%[svq]`)

func (r *naming) callee(fun ast.Expr) {
	var id *ast.Ident
	switch f := ast.Unparen(fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
		if x, ok := f.X.(*ast.Ident); ok && isRegexp(x.Name) {
			r.pattern = true
		}
	default:
		return
	}
	// Of a function's name only the last word says what its argument is:
	// SetPlaceholder, but not NewSampleClient.
	words := split(id.Name)
	if len(words) > 0 && isSample(words[len(words)-1]) {
		r.sample = true
	}
	r.qualify(id.Name)
	obj := r.info.Uses[id]
	if obj == nil {
		return
	}
	r.qualifyPackage(obj)
	if obj.Pkg() != nil && isRegexp(obj.Pkg().Path()) {
		r.pattern = true
	}
	if sig, ok := obj.Type().(*types.Signature); ok && sig.Recv() != nil {
		t := sig.Recv().Type()
		if p, ok := types.Unalias(t).(*types.Pointer); ok {
			t = p.Elem()
		}
		if named, ok := types.Unalias(t).(*types.Named); ok {
			r.qualify(named.Obj().Name())
		}
	}
}

// isRegexp reports whether a package is one for regular expressions, the
// standard library's or another.
func isRegexp(path string) bool {
	base := path[strings.LastIndexByte(path, '/')+1:]
	return strings.HasPrefix(base, "regexp") || strings.HasPrefix(base, "regex") || strings.HasSuffix(base, "re2")
}
