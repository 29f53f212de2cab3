package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// A Program is the package under analysis with what its imports told of
// themselves. Once it is complete, several may execute it at the same time.
type Program struct {
	*ir.Program
	fields map[string]*Stored
}

// An Import is what another package tells: code, and for "type.field" and for
// package variables what its functions store there.
type Import struct {
	*ir.Unit
	Fields map[string]*Stored
}

// NewProgram joins a package with what its imports tell.
func NewProgram(pkg *ir.Unit, imports ...*Import) *Program {
	units := make([]*ir.Unit, len(imports))
	p := &Program{fields: map[string]*Stored{}}
	for i, in := range imports {
		units[i] = in.Unit
		for name, s := range in.Fields {
			if _, ok := p.fields[name]; !ok {
				p.fields[name] = s
			}
		}
	}
	p.Program = ir.NewProgram(pkg, units...)
	return p
}
