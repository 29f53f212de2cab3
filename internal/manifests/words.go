package manifests

import "bytes"

// A word is one word of a command line.
type word struct {
	text       string // without quotes
	start, end int    // in the file, quotes included
	quoted     bool   // the whole word stands in one pair of quotes
}

// A command is the words between two separators.
type command []word

// A splitter cuts a piece of shell text into commands. It knows quotes,
// comments, continuations, substitutions, here-documents and the list form of
// Dockerfiles and YAML; it runs nothing and expands nothing.
type splitter struct {
	data   []byte
	end    int
	folded bool // a line end is a space: YAML's ">" style
	docker bool // comment lines inside a continuation are skipped

	commands []command
	current  command
	depth    int    // of substitutions
	list     bool   // inside ["npm", "install"]
	here     string // delimiter of a here-document whose text is not code
}

// splitCommands returns the commands in the bytes [start,end) of a file.
func splitCommands(data []byte, start, end int, folded, docker bool) []command {
	s := splitter{data: data, end: end, folded: folded, docker: docker}
	return s.split(start)
}

// Bounds that no text written by hand reaches; they keep the time linear.
const (
	maxSubstitution = 4096
	maxDepth        = 4
)

func (s *splitter) split(i int) []command {
	for i < s.end {
		i = s.step(i)
	}
	s.cut()
	return s.commands
}

func (s *splitter) cut() {
	if len(s.current) > 0 {
		s.commands = append(s.commands, s.current)
	}
	s.current = nil
}

// step consumes something at i and returns the offset behind it.
func (s *splitter) step(i int) int {
	switch c := s.data[i]; c {
	case ' ', '\t', '\r':
		return i + 1
	case '\n':
		if s.folded {
			return i + 1
		}
		s.cut()
		return s.skipHere(i + 1)
	case '\\':
		if next := s.continuation(i); next > 0 {
			return next
		}
	case ';', '&', '|', '(', ')', '`':
		s.cut()
		return i + 1
	case ',', ']':
		if s.list {
			s.list = c == ','
			return i + 1
		}
	case '[':
		if s.opensList(i) {
			s.list = true
			return i + 1
		}
	case '#':
		return s.lineEnd(i)
	case '<':
		if next := s.hereDocument(i); next > 0 {
			return next
		}
	}
	return s.word(i)
}

// continuation returns the offset behind a backslash and the line end after
// it, or 0.
func (s *splitter) continuation(i int) int {
	rest := s.data[i+1 : s.end]
	switch {
	case bytes.HasPrefix(rest, []byte("\n")):
		i += 2
	case bytes.HasPrefix(rest, []byte("\r\n")):
		i += 3
	default:
		return 0
	}
	for s.docker {
		j := i
		for j < s.end && (s.data[j] == ' ' || s.data[j] == '\t') {
			j++
		}
		if j >= s.end || s.data[j] != '#' {
			break
		}
		i = min(s.lineEnd(j)+1, s.end)
	}
	return i
}

func (s *splitter) lineEnd(i int) int {
	if n := bytes.IndexByte(s.data[i:s.end], '\n'); n >= 0 {
		return i + n
	}
	return s.end
}

// opensList reports whether a bracket begins a list of strings, and not a
// shell's test.
func (s *splitter) opensList(i int) bool {
	rest := bytes.TrimLeft(s.data[i+1:s.end], " \t")
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'' && i+1 < s.end && s.data[i+1] != ' ')
}

// word reads one word that begins at i.
func (s *splitter) word(i int) int {
	w := word{start: i}
	var text []byte
	quoted := s.data[i] == '"' || s.data[i] == '\''
	pieces := 0
	for i < s.end && !s.ends(i) {
		pieces++
		switch c := s.data[i]; {
		case c == '"' || c == '\'':
			j := s.quote(i)
			text = append(text, s.data[i+1:max(i+1, min(j-1, s.end))]...)
			i = j
		case c == '$' && i+1 < s.end && (s.data[i+1] == '(' || s.data[i+1] == '{'):
			j := s.balanced(i + 1)
			text = append(text, s.data[i:j]...)
			i = j
		case c == '\\' && i+1 < s.end && s.continuation(i) == 0:
			text = append(text, s.data[i+1])
			i += 2
		default:
			text = append(text, c)
			i++
		}
	}
	if i == w.start {
		// A separator that stands for nothing here.
		return i + 1
	}
	w.text, w.end, w.quoted = string(text), i, quoted && pieces == 1
	s.current = append(s.current, w)
	return i
}

// ends reports whether the byte at i is outside a word.
func (s *splitter) ends(i int) bool {
	switch c := s.data[i]; c {
	case ' ', '\t', '\r', '\n', ';', '&', '|', '(', ')', '`':
		return true
	case ',', ']':
		return s.list
	case '\\':
		return s.continuation(i) > 0
	}
	return false
}

// quote returns the offset behind the quoted text that begins at i.
func (s *splitter) quote(i int) int {
	q := s.data[i]
	for j := i + 1; j < s.end; j++ {
		if s.data[j] == '\\' && q == '"' {
			j++
		} else if s.data[j] == q {
			return j + 1
		}
	}
	return s.end
}

// balanced returns the offset behind the bracket that closes the one at i. The
// commands of a substitution are read too, as commands of their own.
func (s *splitter) balanced(i int) int {
	open, closing := s.data[i], byte(')')
	if open == '{' {
		closing = '}'
	}
	depth := 0
	for j := i; j < min(s.end, i+maxSubstitution); j++ {
		switch s.data[j] {
		case open:
			depth++
		case closing:
			depth--
		case '\n':
			// Not closed on its line: rather no bracket at all.
			return i + 1
		}
		if depth == 0 {
			if open == '(' && s.depth < maxDepth {
				inner := splitter{data: s.data, end: j, folded: s.folded, docker: s.docker, depth: s.depth + 1}
				s.commands = append(s.commands, inner.split(i+1)...)
			}
			return j + 1
		}
	}
	return i + 1
}
