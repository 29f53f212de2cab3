package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

var bom = []byte("\uFEFF")

// Sources reads the files that findings point into, each once.
type Sources struct {
	files   map[string]*source
	overlay map[string][]byte
}

type source struct {
	text   string   // as it is in the file, a byte-order mark included
	lines  []string // without line ends; the first one without a byte-order mark
	starts []int    // offset of each line in the file
	bom    bool
}

// NewSources returns an empty cache.
func NewSources() *Sources { return &Sources{files: map[string]*source{}} }

// NewSourcesOver returns an empty cache in which texts stand in for files.
func NewSourcesOver(overlay map[string][]byte) *Sources {
	s := NewSources()
	s.overlay = overlay
	return s
}

func (s *Sources) get(file string) *source {
	if src, ok := s.files[file]; ok {
		return src
	}
	src := new(source)
	s.files[file] = src
	if text, ok := s.overlay[file]; ok {
		src.read(text)
		return src
	}
	data, err := readfile.Regular(file, readfile.Source)
	if err != nil {
		return src
	}
	src.read(data)
	return src
}

func (src *source) read(data []byte) {
	src.text = string(data)
	text, offset := src.text, 0
	if text, src.bom = strings.CutPrefix(text, string(bom)); src.bom {
		offset = len(bom)
	}
	for line := range strings.Lines(text) {
		src.starts = append(src.starts, offset)
		offset += len(line)
		src.lines = append(src.lines, strings.TrimRight(line, "\r\n"))
	}
}

// Line returns the text of a one-based line without its line end, or "".
func (s *Sources) Line(file string, n int) string {
	lines := s.get(file).lines
	if n < 1 || n > len(lines) {
		return ""
	}
	return lines[n-1]
}

// Text returns the whole file, its line ends as single newlines, or "".
func (s *Sources) Text(file string) string { return strings.Join(s.get(file).lines, "\n") }

// Lines returns how many lines a file has, zero where it cannot be read.
func (s *Sources) Lines(file string) int { return len(s.get(file).lines) }

// position turns an offset into a line and a byte column, both one-based, as
// go/token does.
func (s *Sources) position(file string, offset int) (line, col int) {
	src := s.get(file)
	i, found := slices.BinarySearch(src.starts, offset)
	if !found {
		i--
	}
	if i < 0 {
		return 1, offset + 1
	}
	start := src.starts[i]
	if i == 0 {
		start = 0 // the byte-order mark has columns of its own
	}
	return i + 1, offset - start + 1
}

// text returns the bytes [start,end) of a file, if it has them.
func (s *Sources) text(file string, start, end int) (string, bool) {
	text := s.get(file).text
	if start < 0 || end < start || end > len(text) {
		return "", false
	}
	return text[start:end], true
}

// column cuts a byte column down to the text that [Sources.Line] returns:
// go/token counts a byte-order mark as three columns of the first line.
func (s *Sources) column(file string, line, col int) int {
	if line == 1 && s.get(file).bom {
		col -= len(bom)
	}
	return max(col, 1)
}

// UTF16Column turns a byte column into one that counts UTF-16 code units,
// which is how SARIF viewers and editors count.
func (s *Sources) UTF16Column(file string, line, col int) int {
	return s.columnIn(utf16Len, file, line, col)
}

// RuneColumn turns a byte column into one that counts characters.
func (s *Sources) RuneColumn(file string, line, col int) int {
	return s.columnIn(func(rune) int { return 1 }, file, line, col)
}

func (s *Sources) columnIn(width func(rune) int, file string, line, col int) int {
	col = s.column(file, line, col)
	text := s.Line(file, line)
	rest := col - 1 - len(text)
	n := 1
	for i, r := range text {
		if i >= col-1 {
			break
		}
		n += width(r)
	}
	return n + max(rest, 0)
}

// utf16Len counts the code units of a rune; the replacement for a broken byte
// counts one.
func utf16Len(r rune) int {
	if r != utf8.RuneError && r >= 0x10000 {
		return 2
	}
	return 1
}
