package ir

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// A Program is the package under analysis with what its imports told of
// themselves. Once it is complete, several may execute it at the same time.
type Program struct {
	units   []*Unit // the package first
	funcs   map[string]*Func
	types   map[string]*Type
	globals map[string]*Global
	// bearers lists the types of imports by the methods they have.
	bearers map[string][]string
	under   map[string]string
	made    map[string]bool

	mu     sync.Mutex
	impls  map[*Node][]string // see Implementers
	circle map[string]int     // see Circle; made when it is asked for
	filled map[string]bool    // see Filled; likewise
}

// NewProgram joins a package with the units of its imports. What two units tell
// of one name is the same, since each copied it from where it is declared; the
// first one is kept.
func NewProgram(pkg *Unit, imports ...*Unit) *Program {
	p := &Program{
		units: append([]*Unit{pkg}, imports...), impls: map[*Node][]string{},
		funcs: map[string]*Func{}, types: map[string]*Type{}, globals: map[string]*Global{}, bearers: map[string][]string{}, under: map[string]string{}, made: map[string]bool{},
	}
	for i, u := range p.units {
		keep(p.funcs, u.Funcs)
		keep(p.globals, u.Globals)
		keep(p.under, u.Under)
		keep(p.made, u.Made)
		for _, name := range slices.Sorted(maps.Keys(u.Types)) {
			if _, ok := p.types[name]; ok {
				continue
			}
			t := u.Types[name]
			p.types[name] = t
			if i > 0 {
				for m := range t.Methods {
					p.bearers[m] = append(p.bearers[m], name)
				}
			}
		}
	}
	return p
}

func keep[V any](into, from map[string]V) {
	for k, v := range from {
		if _, ok := into[k]; !ok {
			into[k] = v
		}
	}
}

// Unit returns the package under analysis.
func (p *Program) Unit() *Unit { return p.units[0] }

// Declares reports whether a function name belongs to a package whose unit is
// here.
func (p *Program) Declares(name string) bool {
	for _, u := range p.units {
		if strings.HasPrefix(name, u.Pkg+".") {
			return true
		}
	}
	return false
}

// AddType describes a type that no unit told of.
func (p *Program) AddType(t *Type) {
	if p.types[t.Name] == nil {
		p.types[t.Name] = t
	}
}

// Func finds a function by name.
func (p *Program) Func(name string) *Func { return p.funcs[name] }

// Type finds a named type; a pointer is looked through.
func (p *Program) Type(name string) *Type { return p.types[Elem(name)] }

// Under is the underlying type of a named type: "struct", "interface" or what
// [TypeName] writes; "" where it is not known. A type without a name is its own.
func (p *Program) Under(name string) string {
	if t := p.types[name]; t != nil {
		if t.Struct {
			return "struct"
		}
		return t.Under
	}
	if u, ok := p.under[name]; ok {
		return u
	}
	if strings.ContainsAny(Base(name), "[]*? ") || !strings.Contains(name, ".") {
		return name
	}
	return ""
}

// InMain reports whether a qualified name belongs to a package that nobody can
// import.
func (p *Program) InMain(name string) bool {
	for _, u := range p.units {
		if u.Main && strings.HasPrefix(name, u.Pkg+".") {
			return true
		}
	}
	return false
}

// Circle is the same number for functions that call one another in circles, and
// 0 for those that are in none.
func (p *Program) Circle(name string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.circle == nil {
		p.circle = cycles(p.funcs, slices.Sorted(maps.Keys(p.funcs)))
	}
	return p.circle[name]
}

// Makes reports whether the code in sight makes values of a type.
func (p *Program) Makes(name string) bool { return p.made[Elem(name)] }

// Global returns a package variable, or nil.
func (p *Program) Global(name string) *Global { return p.globals[name] }

// maxImplementers is how many implementations of an interface are followed:
// where there are more, a call of it says nothing.
const maxImplementers = 4

// Implementers lists the types with known bodies that a call on an interface
// may reach, or nothing when they are too many.
func (p *Program) Implementers(n *Node) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if out, ok := p.impls[n]; ok {
		return out
	}
	var out, needs []string
	for _, c := range n.Cands {
		if c[0] == '?' {
			needs = append(needs, c)
		} else {
			out = append(out, c)
		}
	}
	if len(needs) > 0 {
		method, _, _ := strings.Cut(needs[0][1:], "/")
		for _, name := range p.bearers[method] {
			if t := p.types[name]; len(t.Methods) >= len(needs) && !slices.Contains(out, name) && !double(Base(name)) && p.has(t, needs) {
				out = append(out, name)
			}
		}
	}
	// Where code in sight makes some of them, those that it never makes are not
	// what the interface holds.
	if made := slices.DeleteFunc(slices.Clone(out), func(c string) bool { return !p.made[c] }); len(made) > 0 {
		out = made
	}
	if len(out) > maxImplementers {
		out = nil
	}
	p.impls[n] = out
	return out
}

// Implementations lists the methods that a call on an interface may reach; see
// [Program.Implementers].
func (p *Program) Implementations(n *Node) []string {
	var out []string
	for _, c := range p.Implementers(n) {
		if t := p.Type(c); t != nil {
			out = append(out, t.Methods[Base(n.Str)].Func)
		}
	}
	return out
}

func (p *Program) has(t *Type, needs []string) bool {
	for _, want := range needs {
		name, types, _ := strings.Cut(want[1:], "/")
		m, ok := t.Methods[name]
		if !ok {
			return false
		}
		if f := p.Func(m.Func); f == nil || len(f.Types) == 0 || !f.satisfies(types) {
			return false
		}
	}
	return len(needs) > 0
}

// satisfies reports whether a method takes and returns what [need] wrote. The type
// parameters of a generic type may stand for anything.
func (f *Func) satisfies(want string) bool {
	params, results, _ := strings.Cut(want, "/ ")
	same := func(want string, have []string) bool {
		list := strings.Split(want, "; ")
		if want == "" {
			list = nil
		}
		return slices.EqualFunc(list, have, func(a, b string) bool {
			return a == b || strings.Contains(b, "?") || a == "" || b == ""
		})
	}
	return same(params, f.Types[1:]) && same(results, f.ResTypes)
}
