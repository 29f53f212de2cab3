package inventory

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode/utf8"
)

// Formats lists the forms of the inventory, the default first.
func Formats() []string {
	return []string{"text", "json", "markdown", "csv", "html", "mermaid", "dot"}
}

// Write writes the inventory in a format.
func (d *Document) Write(w io.Writer, format string, o Options) error {
	t := d.Tabulate(o)
	switch format {
	case "text":
		return t.text(w)
	case "json":
		return d.json(w)
	case "markdown":
		return t.markdown(w)
	case "csv":
		return t.csv(w)
	case "html":
		return t.html(w, d.Module)
	case "mermaid":
		return d.mermaid(w, o)
	case "dot":
		return d.dot(w, o)
	}
	return fmt.Errorf("unknown format %q: want %s", format, strings.Join(Formats(), ", "))
}

func (d *Document) json(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

// text writes columns, each as wide as its widest word.
func (t Table) text(w io.Writer) error {
	widths := make([]int, len(t.Head))
	for _, r := range append([][]string{t.Head}, t.Rows...) {
		for i, s := range r {
			widths[i] = max(widths[i], utf8.RuneCountInString(s))
		}
	}
	var b bytes.Buffer
	for _, r := range append([][]string{t.Head}, t.Rows...) {
		line := ""
		for i, s := range r {
			line += s + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(s)+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	b.WriteString("--\n" + t.Foot + "\n")
	_, err := w.Write(b.Bytes())
	return err
}

// EscapeMarkdown writes text from code so that no renderer takes a part of it for
// markup, a mention or a link.
func EscapeMarkdown(s string) string { return markdownText.Replace(s) }

var markdownText = strings.NewReplacer(
	"\\", "\\\\", "|", "\\|", "`", "\\`", "<", "&lt;", ">", "&gt;", "&", "&amp;", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "#", "\\#", "~", "\\~",
	"@", "@\u200b", "://", ":\u200b//", "www.", "www\u200b.", "\r", " ", "\n", " ")

func (t Table) markdown(w io.Writer) error {
	var b bytes.Buffer
	line := func(cells []string, escape bool) {
		for _, c := range cells {
			if escape {
				c = EscapeMarkdown(c)
			}
			b.WriteString("| " + c + " ")
		}
		b.WriteString("|\n")
	}
	fmt.Fprintf(&b, "### %s\n\n", t.Title)
	line(t.Head, false)
	b.WriteString(strings.Repeat("|---", len(t.Head)) + "|\n")
	for _, r := range t.Rows {
		line(r, true)
	}
	fmt.Fprintf(&b, "\n%s\n", EscapeMarkdown(t.Foot))
	_, err := w.Write(b.Bytes())
	return err
}

// csv writes RFC 4180 with a header. A field that a spreadsheet would take for a
// formula gets a leading apostrophe.
func (t Table) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := append([][]string{t.Head}, t.Rows...)
	for _, r := range rows {
		safe := make([]string, len(r))
		for i, s := range r {
			safe[i] = s
			if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) && s != "-" {
				safe[i] = "'" + s
			}
			if s == "-" {
				safe[i] = ""
			}
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

var page = template.Must(template.New("inventory").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Table.Title}}: {{.Module}}</title>
<style>
:root { color-scheme: light dark; --text: #1b1b1f; --page: #ffffff; --line: #6b6b76; }
@media (prefers-color-scheme: dark) { :root { --text: #ececf1; --page: #17171b; --line: #9a9aa6; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 1.5rem; }
div { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
caption { text-align: left; padding-bottom: .5rem; }
</style>
</head>
<body>
<main>
<h1>{{.Table.Title}}</h1>
<p>{{.Module}}</p>
<div tabindex="0" role="region" aria-label="{{.Table.Title}}">
<table>
<caption>{{.Table.Foot}}</caption>
<thead><tr>{{range .Table.Head}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>
{{range .Table.Rows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</tbody>
</table>
</div>
</main>
</body>
</html>
`))

func (t Table) html(w io.Writer, module string) error {
	return page.Execute(w, struct {
		Table  Table
		Module string
	}{t, module})
}
