package report

import (
	"io"
	"strings"
	"unicode"

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

// secretSpans returns the findings that point at secrets, by file.
func secretSpans(fs []Finding) map[string][]Finding {
	spans := map[string][]Finding{}
	for _, f := range fs {
		if f.Rule == secretRule {
			spans[f.File] = append(spans[f.File], f)
		}
	}
	return spans
}

// near is how many lines around a secret its other half may stand.
const near = 8

// hide hides what a line shows of the secrets of its file, and leaves the rest
// of it readable: the place that a finding points at, and near it words that
// look like the other half of a secret.
func hide(src *Sources, secrets []Finding, n int, line string) string {
	close := false
	for _, f := range secrets {
		last := max(f.EndLine, f.Line)
		close = close || f.Line-near <= n && n <= last+near
		if n < f.Line || n > last {
			continue
		}
		start, end := 0, len(line)
		if n == f.Line {
			start = min(src.column(f.File, n, f.Col)-1, end)
		}
		if n == f.EndLine && (f.EndLine > f.Line || f.EndCol > f.Col) {
			end = max(start, min(src.column(f.File, n, f.EndCol)-1, end))
		}
		line = line[:start] + stars(line[start:end]) + line[end:]
	}
	if close {
		line = word().ReplaceAllStringFunc(line, func(s string) string {
			if strings.ContainsAny(s, "0123456789") && strings.ContainsFunc(s, unicode.IsLetter) {
				return strings.Repeat("*", len(s))
			}
			return s
		})
	}
	return line
}

// stars hides a text but for its ends, which are quotes as a rule, and keeps its
// width.
func stars(s string) string {
	if len(s) < 3 {
		return s
	}
	hidden := []byte(s)
	for i := 1; i < len(hidden)-1; i++ {
		if hidden[i] != '\t' {
			hidden[i] = '*'
		}
	}
	return strings.ToValidUTF8(string(hidden), "*")
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
