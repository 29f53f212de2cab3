package schema

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed packed
var packed embed.FS

// The files of a table, without the directory and ".gz".
var fileNames = []string{"revisions.tsv", "ops.tsv", "shapes.txt", "enums.txt", "filters.txt", "moves.tsv"}

// FileNames returns the names of the files that a table consists of.
func FileNames() []string { return slices.Clone(fileNames) }

// A Table is the description of all revisions of one stage: stable or beta.
// The two number their revisions apart.
type Table struct {
	read func(name string) (string, error)

	revisions func() []Revision
	ops       func() *opIndex
	shapes    func() *lines
	enums     func() *lines
	filters   func() *lines
}

// A Revision is one branch that the table was made from.
type Revision struct {
	Name       string // as in the request header: 2026-07-15, 2026-07-15.pre
	Commit     string // of github.com/klaviyo/openapi, seven digits
	Day        string // of the commit, YYYY-MM-DD
	Operations int    // how many the branch describes
}

var (
	stable = newTable(embedded("stable"))
	beta   = newTable(embedded("beta"))
)

// Stable returns the table of the stable revisions.
func Stable() *Table { return stable }

// Beta returns the table of the ".pre" revisions.
func Beta() *Table { return beta }

// For returns the table that has a revision, and the revision's index in it;
// false when no branch of that name was read.
func For(revision string) (*Table, int, bool) {
	t := stable
	if strings.HasSuffix(revision, ".pre") {
		t = beta
	}
	i, ok := t.Index(revision)
	return t, i, ok
}

func embedded(stage string) func(string) (string, error) {
	return func(name string) (string, error) {
		f, err := packed.Open("packed/" + stage + "/" + name + ".gz")
		if err != nil {
			return "", err
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			return "", err
		}
		var b bytes.Buffer
		_, err = io.Copy(&b, z)
		return b.String(), err
	}
}

// Read returns a table whose files are read with the function, by name, when
// they are first needed. The generator uses it to read back what it wrote. A
// file that cannot be read is a fault of the caller: the first question panics.
func Read(read func(name string) (string, error)) *Table { return newTable(read) }

func newTable(read func(string) (string, error)) *Table {
	t := &Table{read: read}
	file := func(name string) func() *lines {
		return sync.OnceValue(func() *lines { return splitLines(t.text(name)) })
	}
	t.shapes, t.enums, t.filters = file("shapes.txt"), file("enums.txt"), file("filters.txt")
	t.revisions = sync.OnceValue(t.readRevisions)
	t.ops = sync.OnceValue(t.readOps)
	return t
}

// text reads a file. The files are part of the program and a test reads each
// row, so a fault in one is a fault of the build: it panics.
func (t *Table) text(name string) string {
	s, err := t.read(name)
	if err != nil {
		panic("schema: " + name + ": " + err.Error())
	}
	return s
}

func (t *Table) readRevisions() []Revision {
	var out []Revision
	for l := range strings.Lines(t.text("revisions.tsv")) {
		f := strings.Split(strings.TrimSuffix(l, "\n"), "\t")
		if len(f) != 5 {
			panic("schema: revisions.tsv: malformed line " + strconv.Quote(l))
		}
		out = append(out, Revision{Name: f[1], Commit: f[2], Day: f[3], Operations: number(f[4])})
	}
	return out
}

// Revisions returns the revisions of the table, oldest first.
func (t *Table) Revisions() []Revision { return slices.Clone(t.revisions()) }

// Index returns the place of a revision in the table.
func (t *Table) Index(revision string) (int, bool) {
	i := slices.IndexFunc(t.revisions(), func(r Revision) bool { return r.Name == revision })
	return i, i >= 0
}

// Newest returns the index of the newest revision.
func (t *Table) Newest() int { return len(t.revisions()) - 1 }

// Name returns the name of the revision with an index.
func (t *Table) Name(rev int) string { return t.revisions()[rev].Name }

// lines is a text with the places where its lines begin.
type lines struct {
	text string
	at   []uint32
}

func splitLines(s string) *lines {
	l := &lines{text: s, at: make([]uint32, 0, strings.Count(s, "\n")+1)}
	for i := 0; i < len(s); {
		l.at = append(l.at, uint32(i))
		n := strings.IndexByte(s[i:], '\n')
		if n < 0 {
			break
		}
		i += n + 1
	}
	return l
}

// line returns line n, from 0, without its end.
func (l *lines) line(n int) string {
	from, to := l.at[n], uint32(len(l.text))
	if n+1 < len(l.at) {
		to = l.at[n+1]
	}
	return strings.TrimSuffix(l.text[from:to], "\n")
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(fmt.Sprintf("schema: %q is no number", s))
	}
	return n
}
