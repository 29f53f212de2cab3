package paths

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Refusal says what a branch comes to.
type Refusal int

// What a branch comes to.
const (
	Unclear Refusal = iota
	Refused         // it ends the process, panics, returns an error or false, or answers 400 and more
	GoesOn          // it goes on, or returns without an error
)

// Refuses tells what a branch comes to, by the first end that it certainly reaches.
func (p *Program) Refuses(b *ssa.BasicBlock) Refusal {
	seen := map[*ssa.BasicBlock]bool{}
	for !seen[b] {
		seen[b] = true
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.Panic:
				return Refused
			case ssa.CallInstruction:
				names := p.Names(in)
				if slices.ContainsFunc(names, func(n string) bool { return exits[n] }) {
					return Refused
				}
				if slices.Contains(names, "net/http.Handler.ServeHTTP") || slices.Contains(names, "net/http.HandlerFunc.ServeHTTP") {
					return GoesOn
				}
				for _, n := range names {
					if i, ok := writers[n]; ok && i < len(in.Common().Args) {
						if k, ok := in.Common().Args[i].(*ssa.Const); ok && k.Value != nil {
							if k.Int64() >= 400 {
								return Refused
							}
							return GoesOn
						}
					}
				}
			case *ssa.Return:
				if len(in.Results) == 0 {
					return Unclear
				}
				last := in.Results[len(in.Results)-1]
				k, isConst := last.(*ssa.Const)
				switch {
				case IsErr(last.Type()) && isConst && k.IsNil():
					return GoesOn
				case IsErr(last.Type()):
					return Refused
				case isConst && k.Value != nil && k.Value.ExactString() == "false":
					return Refused
				case isConst && k.Value != nil && k.Value.ExactString() == "true":
					return GoesOn
				}
				return Unclear
			}
		}
		if len(b.Succs) != 1 {
			return Unclear
		}
		b = b.Succs[0]
	}
	return Unclear
}

// FieldName names the field of an address.
func FieldName(fa *ssa.FieldAddr) string { return fieldName(fa.X.Type(), fa.Field) }

// PackageOf returns the import path of a function's package.
func PackageOf(f *ssa.Function) string {
	for g := f; g != nil; g = g.Parent() {
		if g.Origin() != nil {
			g = g.Origin()
		}
		if g.Pkg != nil {
			return g.Pkg.Pkg.Path()
		}
	}
	return ""
}
