package ignore

import (
	"slices"
	"strings"
)

// A Text holds the directives of a file that is not Go: go.mod, .env, YAML,
// Dockerfiles and others with line comments.
type Text struct {
	lines map[int][]*Directive // from 1
	file  []*Directive
}

// NewText reads the directives of a text. The markers are those that start a
// comment there: "//" or "#". White space may follow a marker, and CRLF may end
// the lines.
func NewText(text string, markers ...string) *Text {
	t := &Text{lines: map[int][]*Directive{}}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		d, alone := inLine(line, markers)
		switch {
		case d == nil:
		case d.Verb == "file-ignore":
			t.file = append(t.file, d)
		case d.Verb == "ignore":
			t.lines[n] = append(t.lines[n], d)
			if alone {
				t.lines[n+1] = append(t.lines[n+1], d)
			}
		}
	}
	return t
}

// Suppress reports whether a directive drops the finding of the rule on a line,
// counted from 1.
func (t *Text) Suppress(rule string, line int) bool {
	names := func(d *Directive) bool { return d.names(rule) }
	return slices.ContainsFunc(t.file, names) || slices.ContainsFunc(t.lines[line], names)
}

// inLine finds the directive in a line, and tells whether it stands alone there.
func inLine(line string, markers []string) (d *Directive, alone bool) {
	for from := 0; ; {
		i := strings.Index(line[from:], prefix)
		if i < 0 {
			return nil, false
		}
		before := strings.TrimRight(line[:from+i], " \t")
		for _, m := range markers {
			if code, ok := strings.CutSuffix(before, m); ok {
				if d, ok := parse(strings.TrimSpace(line[from+i:])); ok {
					return d, strings.TrimSpace(code) == ""
				}
			}
		}
		from += i + len(prefix)
	}
}
