package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/printable"
)

// Text prints one line a finding, as compilers do:
//
//	file:line:col: severity: message (rule)
//
// followed by source lines where the view asks for them.
func Text(w io.Writer, v View, fs []Finding) error {
	var buf bytes.Buffer
	paint := painter(v.Color)
	hidden := secretSpans(fs)
	for _, f := range fs {
		fmt.Fprintf(&buf, "%s %s %s %s\n",
			paint(bold, fmt.Sprintf("%s:%d:%d:", printable.Escape(Relative(v.Dir, f.File)), f.Line, f.Col)),
			paint(severityColor(f.Severity), f.Severity.String()+":"),
			printable.Escape(f.Message),
			paint(dim, "("+f.Rule+")"))
		if v.Context >= 0 {
			context(&buf, v, f, paint, hidden[f.File])
		}
	}
	_, err := maskWriter{w}.Write(buf.Bytes())
	return err
}

// context prints the lines around a finding: the number, a tab and the text, as
// vet does with -c, and on a terminal a caret under the place.
func context(buf *bytes.Buffer, v View, f Finding, paint func(string, string) string, hidden []Finding) {
	last := max(f.EndLine, f.Line)
	if v.Caret {
		// On a terminal the first line is what a person looks for; a request
		// literal of forty lines would push the next finding off the screen.
		last = f.Line
	}
	for n := max(f.Line-v.Context, 1); n <= min(last+v.Context, v.Sources.Lines(f.File)); n++ {
		line := visible(hide(v.Sources, hidden, n, v.Sources.Line(f.File, n)))
		fmt.Fprintf(buf, "%s\t%s\n", paint(dim, fmt.Sprint(n)), line)
		if v.Caret && n == f.Line {
			fmt.Fprintf(buf, "\t%s\n", paint(severityColor(f.Severity), underline(v.Sources, f)))
		}
	}
}

// underline returns the caret line: white space as wide as the text before the
// place, a caret, and tildes up to the end of the finding on that line.
func underline(src *Sources, f Finding) string {
	line := src.Line(f.File, f.Line)
	start := min(src.column(f.File, f.Line, f.Col)-1, len(line))
	end := len(line)
	if f.EndLine == f.Line && f.EndCol > f.Col {
		end = min(src.column(f.File, f.Line, f.EndCol)-1, len(line))
	} else if f.EndLine <= f.Line {
		end = start
	}
	var b strings.Builder
	for _, r := range line[:start] {
		if r == '\t' {
			b.WriteRune('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	b.WriteByte('^')
	if n := utf8.RuneCountInString(line[start:end]); n > 1 {
		b.WriteString(strings.Repeat("~", n-1))
	}
	return b.String()
}

// visible replaces control characters: a source line must not steer the
// terminal it is shown on.
func visible(line string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, line)
}

const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	cyan   = "36"
)

func severityColor(s config.Severity) string {
	switch s {
	case config.Error:
		return red
	case config.Warning:
		return yellow
	}
	return cyan
}

func painter(on bool) func(code, text string) string {
	if !on {
		return func(_, text string) string { return text }
	}
	return func(code, text string) string { return "\x1b[" + code + "m" + text + "\x1b[0m" }
}
