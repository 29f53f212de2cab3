package ignore

import (
	"go/token"
	"strings"
	"unicode"
)

// prefix starts every directive.
const prefix = "klaviyolint:"

// Verbs are the directives that exist.
var Verbs = []string{"ignore", "file-ignore"}

// A Directive is one suppression directive, well formed or not.
type Directive struct {
	Pos, End token.Pos // of the comment; token.NoPos in text files
	Filename string
	Verb     string   // "ignore" or "file-ignore"; another word does nothing
	Rules    []string // as they are written
	Reason   string   // "" makes the directive void

	used bool // guarded by Set.mu
}

// names reports whether the directive silences the rule where it applies.
func (d *Directive) names(rule string) bool {
	if d.Reason == "" {
		return false
	}
	for _, r := range d.Rules {
		if r == rule {
			return true
		}
	}
	return false
}

// parse reads a directive from the text of a comment, without its marker and
// with no white space before it: `klaviyolint:ignore RULE[,RULE] reason`.
func parse(text string) (*Directive, bool) {
	text, ok := strings.CutPrefix(text, prefix)
	if !ok {
		return nil, false
	}
	verb, rest := cutSpace(text)
	d := &Directive{Verb: verb}
	list, rest := cutSpace(rest)
	for strings.HasSuffix(list, ",") && rest != "" { // "a, b" is a list too
		var more string
		more, rest = cutSpace(rest)
		list += more
	}
	// A list that is missing must not make a rule of a comment behind it.
	if strings.HasPrefix(list, "//") {
		return d, true
	}
	for name := range strings.SplitSeq(list, ",") {
		if name != "" {
			d.Rules = append(d.Rules, name)
		}
	}
	d.Reason = reason(rest)
	return d, true
}

// reason takes the reason out of what follows the rules. Another comment behind
// it does not count, and neither does punctuation alone.
func reason(s string) string {
	if i := strings.Index(" "+s, " //"); i >= 0 {
		s = s[:max(i-1, 0)]
	}
	s = strings.TrimSpace(s)
	if strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return ""
	}
	return s
}

func cutSpace(s string) (word, rest string) {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}
