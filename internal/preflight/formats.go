package preflight

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
)

// JSON writes the report as one document; docs/preflight.schema.json describes
// it.
func JSON(w io.Writer, r *Report, _ View) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Read reads a report that JSON wrote.
func Read(text []byte) (*Report, error) {
	var r Report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("not a report of klaviyolint preflight: %w", err)
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("not a report of klaviyolint preflight: schema %q, want %q", r.Schema, Schema)
	}
	return &r, nil
}

// GitHub writes workflow commands: an error for each failure, a warning for each
// warning or unknown, then the text. Where GITHUB_STEP_SUMMARY names a file, the
// Markdown goes there.
func GitHub(w io.Writer, r *Report, v View) error {
	var b bytes.Buffer
	errors, warnings := 0, 0
	const most = 10 // the platform shows no more of each
	for _, c := range r.Checks {
		var kind string
		switch {
		case c.State == Fail && errors < most:
			kind = "error"
			errors++
		case (c.State == Warn || c.State == Unknown) && warnings < most:
			kind = "warning"
			warnings++
		default:
			continue
		}
		text := c.Text
		if len(c.Details) > 0 {
			text += "\n" + strings.Join(c.Details, "\n")
		}
		fmt.Fprintf(&b, "::%s title=%s::%s\n", kind, property("preflight: "+c.Name), data(string(c.State)+": "+text))
	}
	if err := Text(&b, r, v); err != nil {
		return err
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	if name := os.Getenv("GITHUB_STEP_SUMMARY"); name != "" {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return fmt.Errorf("GITHUB_STEP_SUMMARY: %w", err)
		}
		if err := Markdown(f, r, v); err != nil {
			f.Close()
			return err
		}
		return f.Close()
	}
	return nil
}

func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// Markdown writes a table, for a pull request or a step summary.
func Markdown(w io.Writer, r *Report, v View) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!-- klaviyolint-preflight -->\n### Klaviyo preflight: %s\n\n%s\n\n", r.verdict(), escape(r.headline()))
	b.WriteString("| | check | |\n|---|---|---|\n")
	for _, c := range r.Checks {
		if !c.shown(v) {
			continue
		}
		text := escape(c.Text)
		for _, d := range c.lines(v) {
			text += "<br>" + escape(d)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.State, c.Name, text)
	}
	if r.Next != "" {
		fmt.Fprintf(&b, "\nNext: %s\n", escape(r.Next))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// escape keeps text from being read as Markdown, a mention or HTML.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`,
		"@", "&#64;", "#", "&#35;", "\n", " ", "\r", " ").Replace(s)
}

// JUnit writes a test case for each check: fail is a failure, unknown and skip
// are skipped, a warning passes with its text.
func JUnit(w io.Writer, r *Report, v View) error {
	type message struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	type testcase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		Time    string   `xml:"time,attr"`
		Failure *message `xml:"failure"`
		Skipped *message `xml:"skipped"`
		Out     string   `xml:"system-out,omitempty"`
	}
	type suite struct {
		XMLName  xml.Name   `xml:"testsuite"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Errors   int        `xml:"errors,attr"`
		At       string     `xml:"timestamp,attr"`
		Cases    []testcase `xml:"testcase"`
	}
	s := suite{Name: "klaviyolint preflight", At: r.at.Format("2006-01-02T15:04:05"), Tests: len(r.Checks)}
	for _, c := range r.Checks {
		t := testcase{Class: "preflight." + c.ID, Name: c.Name, Time: fmt.Sprintf("%.3f", float64(c.LatencyMS)/1000)}
		all := strings.Join(append([]string{c.Text}, c.lines(v)...), "\n")
		switch c.State {
		case Fail:
			t.Failure = &message{c.Text, all}
			s.Failures++
		case Unknown, Skip:
			t.Skipped = &message{string(c.State) + ": " + c.Text, all}
			s.Skipped++
		default:
			t.Out = string(c.State) + ": " + all
		}
		s.Cases = append(s.Cases, t)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(s); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}
