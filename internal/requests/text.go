package requests

import (
	"regexp"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// Matches cuts the first group of each match out of a text, with its sources.
func Matches(re *regexp.Regexp, t flow.Text) []flow.Text {
	var out []flow.Text
	for _, m := range re.FindAllStringSubmatchIndex(t.Pattern(), -1) {
		if part := t.Slice(m[2], m[3]); len(part) > 0 {
			out = append(out, part)
		}
	}
	return out
}
