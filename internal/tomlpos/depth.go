package tomlpos

import "strings"

// MaxDepth bounds how deep arrays, inline tables and dotted keys of a text may
// nest. People write five levels; a text made to nest a hundred thousand deep
// costs a parser minutes.
const MaxDepth = 64

// TooDeep returns the place where a text first nests deeper than [MaxDepth].
// The text need not be valid TOML: it is to be asked before it is parsed.
func TooDeep(text string) (Position, bool) {
	s := &scanner{text: text, line: 1}
	brackets, dots := 0, 0
	for s.at < len(s.text) {
		switch s.peek() {
		case '#':
			for s.at < len(s.text) && s.peek() != '\n' {
				s.next()
			}
			continue
		case '"', '\'':
			s.literal()
			continue
		case '[', '{':
			brackets++
			dots = 0
		case ']', '}':
			brackets = max(brackets-1, 0)
			dots = 0
		case '=', ',', '\n':
			dots = 0
		case '.':
			dots++
		}
		if brackets > MaxDepth || dots > MaxDepth {
			return s.position(), true
		}
		s.next()
	}
	return Position{}, false
}

// literal skips a string, or the rest of the line where a string of one line is
// not closed: what follows must not hide in it.
func (s *scanner) literal() {
	quote := s.text[s.at : s.at+1]
	if strings.HasPrefix(s.text[s.at:], strings.Repeat(quote, 3)) {
		s.str()
		return
	}
	for s.next(); s.at < len(s.text); s.next() {
		switch c := s.peek(); {
		case c == '\n':
			return
		case c == quote[0]:
			s.next()
			return
		case c == '\\' && quote == `"`:
			s.next()
			if s.peek() == '\n' {
				return
			}
		}
	}
}
