package paths

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A FlagReader gives the result of a call that reads a flag whose text is given;
// false where the call reads another one, or none. args are the constant strings
// among the arguments.
type FlagReader func(names, args []string, text string) (result any, ok bool)

// FlagValues finds texts of a flag that make a condition true and false, by running
// the arithmetic of the condition with the usual words. One is "" where none of
// these does it.
func (p *Program) FlagValues(cond ssa.Value, read FlagReader, tagged func(tag string) bool) (yes, no string) {
	try := func(text string) (bool, bool) {
		m := &machine{p: p, shared: map[any]*box{}, local: map[any]bool{}, busy: map[any]bool{}, makers: map[any]ssa.Value{}, ran: map[*ssa.Function]bool{}, read: map[fieldKey]bool{}, limit: maxTrial}
		m.flag = &flagProbe{text: text, read: read, tagged: tagged}
		v, ok := m.attempt(func() any {
			return (&demand{m: m, s: &Send{}, seen: map[ssa.Value]any{}}).value(cond, -1)
		}).(bool)
		return v, ok && m.flag.asked
	}
	words := []string{"false", "0", "true", "1", "off", "no", "on", "yes", ""}
	results := map[string]bool{}
	for _, w := range words {
		if v, ok := try(w); ok {
			results[w] = v
		}
	}
	pick := func(want bool) string {
		for _, w := range words {
			if v, ok := results[w]; ok && v == want && w != "" {
				return w
			}
		}
		return ""
	}
	yes, no = pick(true), pick(false)
	// The two are a pair where they can be.
	opposite := map[string]string{"false": "true", "0": "1", "true": "false", "1": "0", "off": "on", "no": "yes", "on": "off", "yes": "no"}
	pair := func(of string, want bool) (string, bool) {
		o := opposite[of]
		v, ok := results[o]
		return o, ok && v == want
	}
	// The one that fewer words give is the one that the code asks for.
	count := func(want bool) (n int) {
		for _, v := range results {
			if v == want {
				n++
			}
		}
		return n
	}
	if count(true) <= count(false) {
		if o, ok := pair(yes, false); ok {
			no = o
		}
	} else if o, ok := pair(no, true); ok {
		yes = o
	}
	return yes, no
}

// A flagProbe is the flag that a run asks for.
type flagProbe struct {
	text   string
	read   FlagReader
	tagged func(tag string) bool
	asked  bool
}

// attempt runs f; nil where it gives up.
func (m *machine) attempt(f func() any) (out any) {
	defer func() {
		if cause := recover(); cause != nil {
			if _, ok := cause.(giveUp); !ok {
				panic(cause)
			}
			out = nil
		}
	}()
	return f()
}

// asks gives the result of a call that reads the flag.
func (m *machine) asks(names []string, args []any, results *types.Tuple) (any, bool) {
	if m.flag == nil {
		return nil, false
	}
	var words []string
	for _, a := range args {
		if s, ok := a.(string); ok {
			words = append(words, s)
		}
	}
	v, ok := m.flag.read(names, words, m.flag.text)
	if !ok {
		return nil, false
	}
	m.flag.asked = true
	v = m.typed(v, results)
	return v, v != nil
}

// typed gives the text as the type that is asked for; nil where it has none.
func (m *machine) typed(v any, results *types.Tuple) any {
	text, isText := v.(string)
	if !isText || results.Len() == 0 {
		return v
	}
	first := m.parsed(text, results.At(0).Type())
	if first == nil || results.Len() == 1 {
		return first
	}
	out := several{first}
	for i := 1; i < results.Len(); i++ {
		if b, ok := results.At(i).Type().Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 {
			out = append(out, true)
		} else {
			out = append(out, null{})
		}
	}
	return out
}

func (m *machine) parsed(text string, t types.Type) any {
	b, ok := t.Underlying().(*types.Basic)
	switch {
	case ok && b.Info()&types.IsString != 0:
		return text
	case ok && b.Info()&types.IsBoolean != 0:
		if v, err := strconv.ParseBool(text); err == nil {
			return v
		}
	}
	return nil
}

// each runs the functions that a call may enter, and takes the result of the one
// that asks for the flag.
func (m *machine) each(callees []*ssa.Function, args []any, depth int) (any, bool) {
	if m.flag == nil {
		return nil, false
	}
	before := m.flag.asked
	for _, f := range callees {
		f = through(f)
		if !m.p.Own(f) || len(f.FreeVars) > 0 {
			continue
		}
		m.flag.asked = false
		if out := m.attempt(func() any { return m.call(f, args, nil, depth+1) }); m.flag.asked && out != nil {
			return out, true
		}
	}
	m.flag.asked = before
	return nil, false
}

// texts are functions of strings that flags are read with.
func texts(name string, args []any) (any, bool) {
	word := func(i int) (string, bool) {
		if i >= len(args) {
			return "", false
		}
		s, ok := args[i].(string)
		return s, ok
	}
	a, ok := word(0)
	if !ok {
		return nil, false
	}
	b, both := word(1)
	switch name {
	case "strconv.ParseBool":
		v, err := strconv.ParseBool(a)
		if err != nil {
			return several{false, &closure{}}, true
		}
		return several{v, null{}}, true
	case "strings.ToLower":
		return strings.ToLower(a), true
	case "strings.ToUpper":
		return strings.ToUpper(a), true
	case "strings.TrimSpace":
		return strings.TrimSpace(a), true
	case "strings.EqualFold":
		return strings.EqualFold(a, b), both
	}
	return nil, false
}

// MainsOf lists the main packages that lead to a function, in a fixed order.
func (p *Program) MainsOf(f *ssa.Function) []*ssa.Package {
	found := map[*ssa.Package]bool{}
	seen := map[*ssa.Function]bool{}
	var up func(f *ssa.Function)
	up = func(f *ssa.Function) {
		if f == nil || seen[f] {
			return
		}
		seen[f] = true
		if f.Pkg != nil && f.Parent() == nil && (f.Name() == "main" || f.Name() == "init") {
			for _, m := range p.Mains {
				if m == f.Pkg || f.Name() == "init" && imports(m.Pkg, f.Pkg.Pkg, map[*types.Package]bool{}) {
					found[m] = true
				}
			}
		}
		for _, r := range p.roots {
			if r.Func == f && r.Site != nil {
				up(r.Site.Parent())
			}
		}
		for _, c := range p.Callers(f) {
			up(c.Parent())
		}
		up(f.Parent())
	}
	up(f)
	var out []*ssa.Package
	for _, m := range p.Mains {
		if found[m] {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *ssa.Package) int { return strings.Compare(a.Pkg.Path(), b.Pkg.Path()) })
	return out
}

func imports(from, to *types.Package, seen map[*types.Package]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	return slices.ContainsFunc(from.Imports(), func(i *types.Package) bool { return imports(i, to, seen) })
}
