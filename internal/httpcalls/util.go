package httpcalls

import (
	"cmp"
	"go/token"
	"strconv"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

func itoa(n *ir.Node) string {
	if n == nil {
		return "-"
	}
	return strconv.Itoa(int(n.Pos)) + "/" + n.Str
}

func pos(p token.Pos) string { return strconv.Itoa(int(p)) + "," }

// ComparePos orders places by file name first: positions of different files
// depend on the order in which they were parsed.
func ComparePos(fset *token.FileSet, a, b token.Pos) int {
	fa, fb := fset.File(a), fset.File(b)
	if fa == fb || fa == nil || fb == nil {
		return cmp.Compare(a, b)
	}
	return cmp.Or(cmp.Compare(fa.Name(), fb.Name()), cmp.Compare(a, b))
}
