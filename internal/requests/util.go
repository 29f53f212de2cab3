package requests

import (
	"go/token"
	"strconv"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

func itoa(n *flow.Node) string {
	if n == nil {
		return "-"
	}
	return strconv.Itoa(int(n.Pos)) + "/" + n.Str
}

func pos(p token.Pos) string { return strconv.Itoa(int(p)) + "," }
