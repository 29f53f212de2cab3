package docs

import (
	"strings"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Terminal returns the page of a rule as plain text in lines of at most width
// characters: headings stand out by themselves, tables become aligned columns,
// code is indented and never wrapped.
func Terminal(d *rule.Document, width int) string {
	t := &terminal{width: max(width, 40)}
	code := false
	for line := range strings.Lines(d.Markdown()) {
		line = strings.TrimRight(line, "\n")
		fence := strings.HasPrefix(line, "```")
		switch {
		case fence:
			t.flush()
			code = !code
		case code:
			t.line(strings.TrimRight("    "+line, " "))
		case strings.HasPrefix(line, "|"):
			t.text()
			t.rows = append(t.rows, cells(line))
		default:
			t.prose(line)
		}
	}
	t.flush()
	return strings.TrimRight(t.out.String(), "\n") + "\n"
}

// A terminal collects the lines of a paragraph or table until they are whole.
type terminal struct {
	out   strings.Builder
	width int
	para  []string
	rows  [][]string
}

func (t *terminal) line(s string) { t.out.WriteString(s + "\n") }

func (t *terminal) prose(line string) {
	heading := strings.TrimLeft(line, "#")
	switch {
	case line == "":
		t.flush()
		t.line("")
	case heading != line && strings.HasPrefix(heading, " "):
		t.flush()
		t.line(strings.ToUpper(strings.TrimSpace(heading)))
	case strings.HasPrefix(line, "    "):
		t.flush()
		t.line(line)
	case strings.HasPrefix(line, "- "):
		t.flush()
		t.wrap("  - ", "    ", words(line[2:]))
	default:
		t.table()
		t.para = append(t.para, words(line)...)
	}
}

func (t *terminal) flush() { t.text(); t.table() }

func (t *terminal) text() {
	if len(t.para) > 0 {
		t.wrap("", "", t.para)
		t.para = nil
	}
}

// wrap writes words behind a lead, and further lines behind an indent of the
// same width.
func (t *terminal) wrap(lead, indent string, words []string) {
	line := lead
	for i, w := range words {
		if i > 0 && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > t.width {
			t.line(line)
			line = indent
		} else if i > 0 {
			line += " "
		}
		line += w
	}
	t.line(line)
}

// table writes the rows with all columns but the last aligned. The heading is
// left out: the columns tell what they are.
func (t *terminal) table() {
	if len(t.rows) < 3 {
		t.rows = nil
		return
	}
	rows := t.rows[2:]
	t.rows = nil
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, c := range row[:min(len(row), len(widths))] {
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	for _, row := range rows {
		lead := "  "
		for i, c := range row[:len(row)-1] {
			if i < len(widths) && widths[i] > 0 {
				lead += c + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c)+2)
			}
		}
		t.wrap(lead, strings.Repeat(" ", utf8.RuneCountInString(lead)), words(row[len(row)-1]))
	}
}

func cells(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	line = strings.ReplaceAll(line, `\|`, "\x00")
	var cs []string
	for c := range strings.SplitSeq(line, "|") {
		cs = append(cs, strings.TrimSpace(plain(strings.ReplaceAll(c, "\x00", "|"))))
	}
	return cs
}

func words(s string) []string { return strings.Fields(plain(s)) }

// plain takes the marks of Markdown out of a line.
func plain(s string) string { return strings.NewReplacer("`", "", "**", "").Replace(s) }
