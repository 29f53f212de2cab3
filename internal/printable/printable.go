// Package printable makes text that somebody else wrote safe to print.
package printable

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Escape makes a text safe for one line of a terminal or log: control
// characters, broken UTF-8 and the characters that reorder text are written as
// Go writes them in a string (\n, \x1b, \u202e). A name or message can neither
// start a line of its own nor steer the terminal.
func Escape(s string) string {
	if !strings.ContainsFunc(s, unsafe) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case !unsafe(r):
			b.WriteRune(r)
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				fmt.Fprintf(&b, `\x%02x`, s[i])
			} else {
				b.WriteRune(r)
			}
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// unsafe reports control characters of C0 and C1, line and paragraph
// separators, and the marks that change the direction of text
// (https://trojansource.codes).
func unsafe(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0, r == utf8.RuneError:
		return true
	case r == 0x2028, r == 0x2029, r == 0x200e, r == 0x200f, r == 0x061c:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// Short is [Escape] for a text that may be of any length: after limit characters it
// ends with an ellipsis.
func Short(s string, limit int) string {
	n := 0
	for i := range s {
		if n++; n > limit {
			s = s[:i] + "…"
			break
		}
	}
	return Escape(s)
}
