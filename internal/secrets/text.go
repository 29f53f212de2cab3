package secrets

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

var (
	// scheme matches text in front of a key that the Authorization scheme
	// introduces.
	scheme = lazy.Regexp(`(?i)` + klaviyo.KeyScheme + `["'\\]*[\s:=,]+["'\\]*$`)
	// assigned matches a name and what gives it the value that follows: NAME=,
	// "name": , name := .
	assigned = lazy.Regexp(`([A-Za-z_][\w.-]*)["'\\\]]*\s*(?::=|=>|=|:)\s*["'\\\x60]*$`)
	// followed matches a name with a space behind it: --name , ENV NAME . In
	// prose that is any word, so it counts only where the name is telling.
	followed = lazy.Regexp(`([A-Za-z_][\w.-]*)["']?\s+["'\\\x60]*$`)
)

// behindScheme reports whether a text ends where a key would follow the scheme.
func behindScheme(before string) bool { return scheme().MatchString(tail(before)) }

// tail bounds what the patterns look at.
func tail(s string) string { return s[max(0, len(s)-200):] }

// textual judges a key in running text, be it a comment, a string or a file:
// the two certain shapes are keys unless they are given to a name for samples,
// the loose one needs the scheme or a name that says so. Further names, as of
// the tables around the value, may be given.
func textual(before string, shape klaviyo.KeyShape, around ...string) bool {
	line := tail(before)
	line = line[strings.LastIndexByte(line, '\n')+1:]
	given := assigned().FindStringSubmatch(line)
	if given != nil && isSample(given[1]) {
		return false
	}
	if shape != klaviyo.LooseKey || behindScheme(before) {
		return true
	}
	if given == nil {
		given, around = followed().FindStringSubmatch(line), nil
	}
	return given != nil && says(append(around, given[1]))
}
