package lsp

import (
	"strings"
	"unicode/utf8"
)

// A text is a document with its lines, for positions in both counts.
type text struct {
	s      string
	starts []int
	utf8   bool // columns count bytes, where the editor agreed; else UTF-16 units
}

func newText(s string, inBytes bool) *text {
	t := &text{s: s, starts: []int{0}, utf8: inBytes}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				continue
			}
			t.starts = append(t.starts, i+1)
		case '\n':
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line returns a line from zero, without its end.
func (t *text) line(n int) (start int, line string) {
	if n < 0 {
		return 0, ""
	}
	if n >= len(t.starts) {
		return len(t.s), ""
	}
	start, end := t.starts[n], len(t.s)
	if n+1 < len(t.starts) {
		end = t.starts[n+1]
	}
	return start, strings.TrimRight(t.s[start:end], "\r\n")
}

// offset returns the byte that a position means; one past the end of its line is
// the end of the line.
func (t *text) offset(p position) int {
	start, line := t.line(p.Line)
	if t.utf8 {
		return start + min(max(p.Character, 0), len(line))
	}
	units := 0
	for i, r := range line {
		if units >= p.Character {
			return start + i
		}
		units += width(r)
	}
	return start + len(line)
}

// position returns where a byte stands.
func (t *text) position(offset int) position {
	offset = max(0, min(offset, len(t.s)))
	lo, hi := 0, len(t.starts)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; t.starts[mid] <= offset {
			lo = mid
		} else {
			hi = mid
		}
	}
	return position{lo, t.units(t.s[t.starts[lo]:offset])}
}

// at returns where a place stands that a compiler names: from one, in bytes.
func (t *text) at(line, col int) position {
	_, s := t.line(line - 1)
	return position{max(line-1, 0), t.units(s[:max(0, min(col-1, len(s)))])}
}

func (t *text) units(s string) int {
	if t.utf8 {
		return len(s)
	}
	n := 0
	for _, r := range s {
		n += width(r)
	}
	return n
}

// width counts the UTF-16 units of a rune; a broken byte counts one.
func width(r rune) int {
	if r != utf8.RuneError && r >= 0x10000 {
		return 2
	}
	return 1
}

// replace returns the text with a range replaced.
func (t *text) replace(r span, by string) string {
	start, end := t.offset(r.Start), t.offset(r.End)
	return t.s[:start] + by + t.s[max(start, end):]
}

// difference returns the one edit that turns a text into another: what they share
// at both ends stays. It does not split a character.
func (t *text) difference(to string) textEdit {
	from := t.s
	n := 0
	for n < len(from) && n < len(to) && from[n] == to[n] {
		n++
	}
	for n > 0 && n < len(from) && !utf8.RuneStart(from[n]) {
		n--
	}
	m := 0
	for m < len(from)-n && m < len(to)-n && from[len(from)-1-m] == to[len(to)-1-m] {
		m++
	}
	for m > 0 && !utf8.RuneStart(from[len(from)-m]) {
		m--
	}
	return textEdit{
		Range:   span{t.position(n), t.position(len(from) - m)},
		NewText: to[n : len(to)-m],
	}
}
