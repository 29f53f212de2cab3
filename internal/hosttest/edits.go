package hosttest

import (
	"slices"
	"strings"
	"unicode/utf16"
)

// ApplyEdits returns the text after the edits, all of which speak of the text as
// it was.
func ApplyEdits(text string, edits []TextEdit) string {
	type span struct {
		start, end int
		text       string
	}
	var spans []span
	for _, e := range edits {
		spans = append(spans, span{Offset(text, e.Range.Start), Offset(text, e.Range.End), e.NewText})
	}
	slices.SortStableFunc(spans, func(a, b span) int { return a.start - b.start })
	var b strings.Builder
	done := 0
	for _, s := range spans {
		b.WriteString(text[done:s.start] + s.text)
		done = s.end
	}
	return b.String() + text[done:]
}

// Offset returns the byte offset of a position; one beyond the end of its line is
// the line's end.
func Offset(text string, p Position) int {
	start := 0
	for range p.Line {
		i := strings.IndexByte(text[start:], '\n')
		if i < 0 {
			return len(text)
		}
		start += i + 1
	}
	units := 0
	for i, r := range text[start:] {
		if units >= p.Character || r == '\n' {
			return start + i
		}
		units += utf16.RuneLen(r)
	}
	return len(text)
}
