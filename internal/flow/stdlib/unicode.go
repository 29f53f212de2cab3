package stdlib

import (
	"unicode"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// addUnicode decides the class of a rune that is known.
func addUnicode(m map[string]flow.Intrinsic) {
	for name, is := range map[string]func(rune) bool{
		"IsDigit": unicode.IsDigit, "IsNumber": unicode.IsNumber, "IsLetter": unicode.IsLetter, "IsSpace": unicode.IsSpace,
		"IsPunct": unicode.IsPunct, "IsSymbol": unicode.IsSymbol, "IsUpper": unicode.IsUpper, "IsLower": unicode.IsLower,
	} {
		m["unicode."+name] = func(c *flow.Call) ([]flow.Value, bool) {
			v := c.Arg(0)
			if len(v) != 1 || v[0].Kind != flow.IntK {
				return nil, false
			}
			return []flow.Value{flow.BoolValue(is(rune(v[0].Int)))}, true
		}
	}
}
