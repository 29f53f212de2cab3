package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A linePool numbers lines by first use.
type linePool struct {
	of    map[string]int
	lines []string
}

func newLinePool() *linePool { return &linePool{of: map[string]int{}} }

func (p *linePool) add(line string) int {
	n, ok := p.of[line]
	if !ok {
		n = len(p.lines)
		p.of[line] = n
		p.lines = append(p.lines, line)
	}
	return n
}

func (p *linePool) text() string { return joinLines(p.lines) }

func joinLines(lines []string) string { return strings.Join(lines, "\n") + "\n" }

// A writer turns facts into lines. Children come before their parents.
type writer struct {
	shapes, enums, filters *linePool
	memo                   map[*tree]int
}

func (w *writer) shape(t *tree) int {
	n, ok := w.memo[t]
	if !ok {
		n = w.shapes.add(w.line(t))
		w.memo[t] = n
	}
	return n
}

func (w *writer) line(t *tree) string {
	switch t.kind {
	case '{':
		parts := []string{"{"}
		for _, m := range t.members {
			parts = append(parts, m.name+m.flags+":"+strconv.Itoa(w.shape(m.tree)))
		}
		return strings.Join(parts, " ")
	case '[':
		return "[" + t.flags + " " + strconv.Itoa(w.shape(t.elem))
	case '|':
		parts := []string{"|"}
		for _, a := range t.arms {
			parts = append(parts, strconv.Itoa(w.shape(a)))
		}
		return strings.Join(parts, " ")
	case '^':
		return "^" + strconv.Itoa(t.up)
	case 'o':
		return "o"
	}
	s := string(t.kind)
	if t.format != "" {
		s += ":" + t.format
	}
	if t.min != "" || t.max != "" {
		none := func(v string) string {
			if v == "" {
				return "None"
			}
			return v
		}
		s += " " + none(t.min) + ".." + none(t.max)
	}
	if t.hasValues {
		s += " #" + strconv.Itoa(w.enums.add(strings.Join(t.values, "\t")))
	}
	if t.hasDefault {
		s += " =" + t.dflt
	}
	return s
}

func (w *writer) filter(fields []filterFact) string {
	if len(fields) == 0 {
		return "-"
	}
	var out []string
	for _, f := range fields {
		var ops []string
		for _, name := range slices.Sorted(maps.Keys(f.ops)) {
			if takes := f.ops[name]; takes != "" {
				name += "." + takes
			}
			ops = append(ops, name)
		}
		s := f.field + " " + strings.Join(ops, ",")
		if len(f.value.names()) > 0 {
			kind, ok := kindOfType[f.value.str("type")]
			if !ok {
				kind = '*'
			}
			s += " " + string(kind)
			if format := f.value.str("format"); format != "" {
				s += ":" + format
			}
			if enum := f.value.list("enum"); len(enum) > 0 {
				var vals []string
				for _, v := range enum {
					vals = append(vals, fmt.Sprint(v))
				}
				slices.Sort(vals)
				s += " #" + strconv.Itoa(w.enums.add(strings.Join(vals, "\t")))
			}
		}
		out = append(out, s)
	}
	return strconv.Itoa(w.filters.add(strings.Join(out, "\t")))
}

var columnNames = []string{"name", "body", "reply", "query", "filter", "scope", "rate", "auth", "limit"}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// cells returns the values of the columns, in the order of columnNames.
func (w *writer) cells(f *facts) []string {
	body := "-"
	if f.body != nil {
		body = f.bodyKind + strconv.Itoa(w.shape(f.body))
	}
	var replies []string
	for _, r := range f.reply {
		s := r.status
		if r.tree != nil {
			s += "=" + strconv.Itoa(w.shape(r.tree))
		}
		replies = append(replies, s)
	}
	query := "-"
	if f.query != nil {
		query = strconv.Itoa(w.shape(f.query))
	}
	return []string{
		f.name, body, dash(strings.Join(replies, ",")), query, w.filter(f.filter),
		dash(f.scope), dash(f.rate), f.auth, dash(f.limit),
	}
}

// text returns the files of the stage.
func (s *stage) text() map[string]string {
	w := &writer{newLinePool(), newLinePool(), newLinePool(), map[*tree]int{}}
	rows := []string{"method\tpath\ttag\t" + strings.Join(columnNames, "\t") + "\taliases"}
	count := make([]int, len(s.revisions))
	for _, k := range s.sorted() {
		type change struct {
			at    int
			value string
		}
		history := make([][]change, len(columnNames))
		names := map[string]bool{}
		for i := range s.revisions {
			cells := make([]string, len(columnNames))
			if f := s.table[k][i]; f != nil {
				cells = w.cells(f)
				names[f.name] = true
				count[i]++
			}
			for c, v := range cells {
				if h := history[c]; len(h) == 0 || h[len(h)-1].value != v {
					history[c] = append(h, change{i, v})
				}
			}
		}
		method, _, _ := strings.Cut(k, " ")
		row := []string{method, s.paths[k], s.tags[k]}
		for _, h := range history {
			if h[0].value == "" && len(h) > 1 {
				h = h[1:]
			}
			var parts []string
			for _, c := range h {
				parts = append(parts, strconv.Itoa(c.at)+"@"+c.value)
			}
			row = append(row, strings.Join(parts, " "))
		}
		var aliases []string
		for _, a := range slices.Sorted(maps.Keys(s.aliases[k])) {
			if !names[a] {
				aliases = append(aliases, a)
			}
		}
		rows = append(rows, strings.Join(append(row, strings.Join(aliases, " ")), "\t"))
	}
	var revs []string
	for i, r := range s.revisions {
		revs = append(revs, fmt.Sprintf("%d\t%s\t%s\t%s\t%d", i, r, s.commits[i], s.days[i], count[i]))
	}
	moves := []string{"last\tgone\tmethod\tpath\tsuccessor\thow"}
	for _, m := range s.moves {
		method, path, _ := strings.Cut(m.key, " ")
		moves = append(moves, strings.Join([]string{s.revisions[m.last], s.revisions[m.last+1], method, path, dash(m.successor), m.how}, "\t"))
	}
	return map[string]string{
		"revisions.tsv": joinLines(revs), "ops.tsv": joinLines(rows), "shapes.txt": w.shapes.text(),
		"enums.txt": w.enums.text(), "filters.txt": w.filters.text(), "moves.tsv": joinLines(moves),
	}
}

// pack compresses a file, without a time: the same text gives the same bytes.
func pack(text string) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write([]byte(text)); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// unpack is the reverse of pack.
func unpack(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
