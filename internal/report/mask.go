package report

import (
	"io"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// secretRule is the rule whose findings point at secrets. Its secrets need not
// look like a key (a webhook secret, one half of a split key), so the source
// around them is blanked rather than masked.
const secretRule = "hardcodedkey"

// holdsKey reports whether a text shows something that every output masks.
func holdsKey(text string) bool { return klaviyo.MaskKeys(text) != text }

var (
	quoted = lazy.Regexp("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`?")
	word   = lazy.Regexp(`[A-Za-z0-9_+/=-]{12,}`)
)

// blank hides what a line holds in quotes, and long unquoted words, but keeps
// the width of the line so that a caret under it stays true.
func blank(line string) string {
	hide := func(s string) string {
		if len(s) < 6 {
			return s
		}
		return s[:1] + strings.Repeat("*", len(s)-2) + s[len(s)-1:]
	}
	line = quoted().ReplaceAllStringFunc(line, hide)
	return word().ReplaceAllStringFunc(line, func(s string) string {
		if strings.Trim(s, "*") == "" || !strings.ContainsAny(s, "0123456789") {
			return s
		}
		return strings.Repeat("*", len(s))
	})
}

// maskWriter masks keys in everything that is written through it: the last
// line of defence behind the masks of each format. It is to be given whole
// documents, not pieces that could split a key.
type maskWriter struct{ w io.Writer }

func (m maskWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(m.w, klaviyo.MaskKeys(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
