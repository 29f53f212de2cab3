package paths

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// What stands for errors that have no name of their own.
const (
	transport = "!transport" // what a transport gives where there is no answer
	fresh     = "!new"       // made on the way: no sentinel, whatever it wraps
)

// wraps reports whether an error is one with a name, or wraps it.
func (v value) wraps(name string) bool {
	return v.s == name || slices.ContainsFunc(v.list, func(w value) bool { return w.wraps(name) })
}

// name is the name of an error, or of the first that it wraps.
func (v value) name() string {
	if v.s != "" && v.s != fresh {
		return v.s
	}
	for _, w := range v.list {
		if n := w.name(); n != "" {
			return n
		}
	}
	return ""
}

// equal reports whether two values certainly are the same, whatever memory holds.
func equal(a, b value) bool {
	return a.k == b.k && a.n == b.n && a.s == b.s && a.cell == b.cell && a.k != kTuple && a.k != kCell && slices.EqualFunc(a.list, b.list, equal)
}

// newError knows the functions that make errors, and which of their arguments these
// wrap.
func (x *explorer) newError(name string, args []value, w *world) (value, bool) {
	v := value{k: kNonNil, s: fresh, mark: true}
	wrap := func(arg int) (value, bool) {
		if arg >= len(args) {
			return value{k: kNonNil, mark: true}, true
		}
		if args[arg].k == kNil {
			return value{k: kNil}, true // wraps nothing: github.com/pkg/errors v0.9.1
		}
		v.list = []value{args[arg]}
		return v, true
	}
	switch name {
	case "errors.New", "github.com/pkg/errors.New", "github.com/pkg/errors.Errorf":
		return v, true
	case "github.com/pkg/errors.Wrap", "github.com/pkg/errors.Wrapf", "github.com/pkg/errors.WithMessage", "github.com/pkg/errors.WithMessagef", "github.com/pkg/errors.WithStack":
		return wrap(0)
	case "fmt.Errorf":
		if len(args) != 2 {
			break
		}
		operands, all := x.operands(args[1], w)
		wrapped, known := []int(nil), false
		if args[0].k == kString {
			wrapped, known = verbs(args[0].s)
		}
		switch {
		case known && len(wrapped) == 0:
			return v, true
		case !all:
			return value{k: kNonNil, mark: true}, true
		case !known:
			v.list = append(operands, value{mark: true})
			return v, true
		}
		for _, i := range wrapped {
			if i < len(operands) {
				v.list = append(v.list, operands[i])
			}
		}
		return v, true
	case "errors.Join":
		if len(args) != 1 {
			break
		}
		list, all := x.operands(args[0], w)
		if !all {
			return value{k: kNonNil, mark: true}, true
		}
		certain := false
		for _, e := range list {
			if e.k != kNil {
				v.list = append(v.list, e)
				certain = certain || e.k != kUnknown
			}
		}
		switch {
		case len(v.list) == 0:
			return value{k: kNil}, true
		case !certain:
			return value{mark: true}, true
		}
		return v, true
	default:
		return value{}, false
	}
	return value{k: kNonNil, mark: true}, true
}

// operands lists what a list of arguments holds; all is false where that is not
// known.
func (x *explorer) operands(v value, w *world) (list []value, all bool) {
	switch v.k {
	case kNil:
		return nil, true
	case kCell:
		list = x.elements(w, v)
	}
	return list, len(list) > 0
}

// verbs tells which operands a format of fmt.Errorf wraps: those of %w. known is
// false for formats that choose their operands.
func verbs(format string) (operands []int, known bool) {
	n := 0
	for {
		_, rest, found := strings.Cut(format, "%")
		if !found {
			return operands, true
		}
		rest = strings.TrimLeft(rest, "+-# 0123456789.")
		if rest == "" {
			return operands, true
		}
		switch rest[0] {
		case '*', '[':
			return nil, false
		case '%':
			n--
		case 'w':
			operands = append(operands, n)
		}
		n++
		format = rest[1:]
	}
}

// is executes errors.Is for a sentinel.
func (x *explorer) is(w *world, err value, sentinel string, depth int) (is, known bool) {
	switch {
	case err.k == kNil:
		return false, true
	case depth > 8 || err.k != kNonNil && (err.k != kCell || err.typ == nil):
		return false, false
	case err.k == kCell && method(err.typ, "Is"):
		return false, false
	case err.k == kCell && method(err.typ, "Unwrap"):
		return x.is(w, x.unwrapped(w, err), sentinel, depth+1)
	case err.k == kCell:
		return false, true // a type of the module is no sentinel
	case err.s == "":
		return false, false
	case err.s == sentinel:
		return true, true
	case x.p.compound(err.s):
		return false, false
	}
	known = true
	for _, e := range err.list {
		is, ok := x.is(w, e, sentinel, depth+1)
		if is {
			return true, true
		}
		known = known && ok
	}
	return false, known
}

// compound reports whether a sentinel may wrap others.
func (p *Program) compound(sentinel string) bool {
	if strings.HasPrefix(sentinel, "!") {
		return false
	}
	for g, stored := range p.globals {
		if g.String() != sentinel {
			continue
		}
		for _, v := range stored {
			if c, ok := v.(*ssa.Call); !ok || c.Call.StaticCallee() == nil || Name(c.Call.StaticCallee()) != "errors.New" {
				return true
			}
		}
	}
	return false
}

// method reports whether a type has a method.
func method(t types.Type, name string) bool {
	for sel := range types.NewMethodSet(t).Methods() {
		if sel.Obj().Name() == name {
			return true
		}
	}
	return false
}

// unwrapped is what the method Unwrap of an error returns, where that is a field.
func (x *explorer) unwrapped(w *world, err value) value {
	for sel := range x.p.SSA.MethodSets.MethodSet(err.typ).Methods() {
		if sel.Obj().Name() != "Unwrap" {
			continue
		}
		f := x.p.SSA.MethodValue(sel)
		if f == nil || !x.p.Own(f) || len(f.Blocks) != 1 || len(f.Params) == 0 {
			break
		}
		results := returned(f, 0)
		if len(results) != 1 {
			break
		}
		field := ""
		switch v := results[0].(type) {
		case *ssa.UnOp:
			if fa, ok := v.X.(*ssa.FieldAddr); ok && fa.X == ssa.Value(f.Params[0]) {
				field = FieldName(fa)
			}
		case *ssa.Field:
			if v.X == ssa.Value(f.Params[0]) {
				field = fieldName(v.X.Type(), v.Field)
			}
		}
		if got, ok := w.heap[x.key(err)+"."+field]; ok && field != "" {
			return got
		}
	}
	return value{mark: true}
}

// as executes errors.As: the target is a pointer to a variable of the type that is
// looked for.
func (x *explorer) as(args []value, w *world) value {
	if len(args) != 2 {
		return value{}
	}
	err, target := args[0], args[1]
	if err.k == kNil {
		return value{k: kBool}
	}
	if target.k != kCell || target.typ == nil {
		return value{mark: true}
	}
	ptr, ok := target.typ.Underlying().(*types.Pointer)
	if !ok {
		return value{mark: true}
	}
	switch found, is, known := x.find(w, err, ptr.Elem(), 0); {
	case is:
		w.heap[x.key(target)] = found
		return value{k: kBool, n: 1}
	case known:
		return value{k: kBool}
	}
	if err.k == kNonNil && err.typ == nil && err.s == "" && !err.mark {
		return value{}
	}
	return value{mark: true}
}

// find looks for an error of a type among what an error is and wraps.
func (x *explorer) find(w *world, err value, t types.Type, depth int) (found value, is, known bool) {
	_, iface := t.Underlying().(*types.Interface)
	switch {
	case err.k == kNil:
		return value{}, false, true
	case depth > 8:
		return value{}, false, false
	case err.k == kCell && err.typ != nil:
		switch {
		case types.Identical(err.typ, t):
			return err, true, true
		case iface || method(err.typ, "As"):
			return value{}, false, false
		case method(err.typ, "Unwrap"):
			return x.find(w, x.unwrapped(w, err), t, depth+1)
		}
		return value{}, false, true
	case err.k != kNonNil:
		return value{}, false, false
	case err.s == transport:
		return value{}, false, x.p.ownType(t) // no type of the module is what a transport gives
	case err.s == fresh && !iface:
		known = true
		for _, e := range err.list {
			found, is, ok := x.find(w, e, t, depth+1)
			if is {
				return found, true, true
			}
			known = known && ok
		}
		return value{}, false, known
	}
	return value{}, false, false
}
