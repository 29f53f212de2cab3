package paths

import (
	"slices"
	"testing"
)

func TestVerbs(t *testing.T) {
	for _, c := range []struct {
		format   string
		operands []int
		known    bool
	}{
		{"", nil, true},
		{"%w", []int{0}, true},
		{"%w: %w", []int{0, 1}, true},
		{"%s at %-6.2f%%: %w", []int{2}, true},
		{"%d: %v", nil, true},
		{"%[2]s: %[1]w", nil, false},
		{"%*d: %w", nil, false},
		{"100%", nil, true},
	} {
		got, known := verbs(c.format)
		if known != c.known || !slices.Equal(got, c.operands) {
			t.Errorf("%q: %v, %v; want %v, %v", c.format, got, known, c.operands, c.known)
		}
	}
}
