package paths

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Looked reports whether somebody looks at a response: at its status or body, or
// hands it on. That it came at all, or is closed, is no look.
func Looked(v ssa.Value) bool {
	refs := v.Referrers()
	if refs == nil {
		return false
	}
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.Extract:
			if r.Index == 0 && Looked(r) {
				return true
			}
		case *ssa.FieldAddr:
			switch fieldName(r.X.Type(), r.Field) {
			case "Body":
				if read(r) {
					return true
				}
			default:
				return true
			}
		case *ssa.BinOp, *ssa.DebugRef, *ssa.If:
		default:
			return true
		}
	}
	return false
}

// read reports whether a body is used for something else than to close it.
func read(body ssa.Value) bool {
	refs := body.Referrers()
	if refs == nil {
		return false
	}
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.UnOp:
			if read(r) {
				return true
			}
		case ssa.CallInstruction:
			if !r.Common().IsInvoke() || r.Common().Method.Name() != "Close" || slices.Contains(r.Common().Args, body) {
				return true
			}
		case *ssa.DebugRef:
		default:
			return true
		}
	}
	return false
}

// Returns reports whether a function can come to its end.
func Returns(f *ssa.Function) bool {
	if len(f.Blocks) == 0 {
		return true
	}
	for _, b := range f.Blocks {
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && (b == f.Blocks[0] || reaches(f.Blocks[0], b, nil)) {
			return true
		}
	}
	return false
}
