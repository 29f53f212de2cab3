// Package tomlpos tells where the keys and values of a TOML text stand.
//
// github.com/BurntSushi/toml knows the line of a key only inside its own
// errors, and forgets which row of an array of tables it was in. This package
// walks a text that that parser has accepted and notes positions; it reads no
// values and reports no errors.
package tomlpos

import (
	"strconv"
	"strings"
)

// A Position is a place in a text. Both count from 1, columns in bytes.
type Position struct{ Line, Col int }

// An Entry says where a key and its value stand. A table's value begins where
// its header or brace does; an element of an array has no key, and there Key is
// the same as Value.
type Entry struct{ Key, Value Position }

// An Index holds the entries of a text by their [Path].
type Index map[string]Entry

// Path makes the index key of a path: its segments are keys, unquoted, and the
// numbers of array elements, from 0.
func Path(segments ...string) string { return strings.Join(segments, "\x00") }

// Scan indexes a text, which must be valid TOML without a byte-order mark. A key
// that several headers and dotted keys name keeps its first position.
func Scan(text string) Index {
	s := &scanner{text: text, line: 1, index: Index{}, rows: map[string]int{}}
	s.document()
	return s.index
}

type scanner struct {
	text  string
	at    int
	line  int
	start int // offset of the line
	index Index
	rows  map[string]int // arrays of tables, by path: number of rows so far
}

func (s *scanner) document() {
	var table []string
	for s.skip(); s.at < len(s.text); s.skip() {
		here := s.position()
		if s.peek() == '[' {
			table = s.header()
		} else {
			s.assignment(table)
		}
		s.progress(here)
	}
}

// progress moves on when nothing has been read since here: the text is not TOML
// then, and must not keep the scanner in a loop.
func (s *scanner) progress(here Position) {
	if s.position() == here {
		s.next()
	}
}

// header reads [table] or [[array of tables]] and returns its path.
func (s *scanner) header() []string {
	here := s.position()
	s.next()
	array := s.peek() == '['
	if array {
		s.next()
	}
	path, name := s.key(nil)
	s.note(path, Entry{name, here})
	if array {
		p := Path(path...)
		s.rows[p]++
		path = append(path, strconv.Itoa(s.rows[p]-1))
		s.note(path, Entry{here, here})
	}
	for s.peek() == ']' {
		s.next()
	}
	return path
}

// assignment reads key = value inside a table.
func (s *scanner) assignment(table []string) {
	path, key := s.key(table)
	s.blank()
	if s.peek() == '=' {
		s.next()
	}
	s.blank()
	s.note(path, Entry{key, s.position()})
	s.value(path)
}

// key reads a dotted key, notes the tables that it opens on the way, and returns
// its whole path with the position of its last segment.
func (s *scanner) key(path []string) ([]string, Position) {
	path = append([]string(nil), path...)
	var here Position
	for {
		s.blank()
		here = s.position()
		path = append(path, s.segment())
		s.blank()
		if s.peek() != '.' {
			return path, here
		}
		s.next()
		s.note(path, Entry{here, here})
		// A path through an array of tables means its newest row.
		if n := s.rows[Path(path...)]; n > 0 {
			path = append(path, strconv.Itoa(n-1))
		}
	}
}

func (s *scanner) segment() string {
	from := s.at
	if c := s.peek(); c == '"' || c == '\'' {
		s.str()
		raw := s.text[from:s.at]
		if v, err := strconv.Unquote(raw); c == '"' && err == nil {
			return v
		}
		return strings.Trim(raw, string(c))
	}
	for s.at < len(s.text) && !strings.ContainsRune(".=]# \t\r\n", rune(s.text[s.at])) {
		s.next()
	}
	return s.text[from:s.at]
}

func (s *scanner) value(path []string) {
	switch s.peek() {
	case '[':
		s.next()
		for i := 0; s.more(']'); i++ {
			element := append(path[:len(path):len(path)], strconv.Itoa(i))
			here := s.position()
			s.note(element, Entry{here, here})
			s.value(element)
			s.progress(here)
		}
		s.next()
	case '{':
		s.next()
		for s.more('}') {
			here := s.position()
			s.assignment(path)
			s.progress(here)
		}
		s.next()
	case '"', '\'':
		s.str()
	default:
		// Dates may hold a blank; nothing after a scalar looks like one.
		for s.at < len(s.text) && !strings.ContainsRune(",]}#\r\n", rune(s.text[s.at])) {
			s.next()
		}
	}
}

// more skips to the next element of an array or inline table, and reports
// whether there is one before the closing bracket.
func (s *scanner) more(closing byte) bool {
	for s.skip(); s.peek() == ','; s.skip() {
		s.next()
	}
	return s.at < len(s.text) && s.peek() != closing
}

// str skips a string of any of the four kinds.
func (s *scanner) str() {
	quote := s.text[s.at : s.at+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(s.text[s.at:], triple) {
		quote = triple
	}
	for range quote {
		s.next()
	}
	for s.at < len(s.text) && !strings.HasPrefix(s.text[s.at:], quote) {
		if s.peek() == '\\' && quote[0] == '"' {
			s.next()
		}
		s.next()
	}
	// Up to two quotes may stand right before the closing three.
	for len(quote) == 3 && s.at+3 < len(s.text) && s.text[s.at+3] == quote[0] {
		s.next()
	}
	for range quote {
		s.next()
	}
}

// skip passes over white space, line ends and comments.
func (s *scanner) skip() {
	for s.at < len(s.text) {
		switch s.peek() {
		case ' ', '\t', '\r', '\n':
			s.next()
		case '#':
			for s.at < len(s.text) && s.peek() != '\n' {
				s.next()
			}
		default:
			return
		}
	}
}

func (s *scanner) blank() {
	for c := s.peek(); c == ' ' || c == '\t'; c = s.peek() {
		s.next()
	}
}

func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scanner) next() {
	if s.at < len(s.text) {
		if s.text[s.at] == '\n' {
			s.line, s.start = s.line+1, s.at+1
		}
		s.at++
	}
}

func (s *scanner) position() Position { return Position{s.line, s.at - s.start + 1} }

func (s *scanner) note(path []string, e Entry) {
	if p := Path(path...); s.index[p] == (Entry{}) {
		s.index[p] = e
	}
}
