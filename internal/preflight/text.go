package preflight

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// View says how a report is written.
type View struct {
	Verbose bool
	Color   bool
}

// A Format writes a report. Every format writes its document at once.
type Format func(io.Writer, *Report, View) error

var formats = []struct {
	name  string
	write Format
}{
	{"text", Text},
	{"json", JSON},
	{"github", GitHub},
	{"markdown", Markdown},
	{"junit", JUnit},
}

// FormatNames lists the formats, the default first.
func FormatNames() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.name)
	}
	return out
}

// FormatNamed returns a format; the error lists the names there are.
func FormatNamed(name string) (Format, error) {
	for _, f := range formats {
		if f.name == name {
			return f.write, nil
		}
	}
	return nil, fmt.Errorf("unknown format %q: want %s", name, strings.Join(FormatNames(), ", "))
}

// sortChecks puts the checks in the order of their ids.
func sortChecks(cs []Check) {
	slices.SortStableFunc(cs, func(a, b Check) int { return strings.Compare(a.ID, b.ID) })
}

// shown reports whether a check has a line of its own for people.
func (c *Check) shown(v View) bool {
	switch {
	case v.Verbose:
		return true
	case c.ID == "P0":
		return c.State != OK
	case c.ID == "P8":
		return c.State != Skip
	}
	return true
}

// lines are what stands under a check.
func (c *Check) lines(v View) []string {
	out := slices.Clone(c.Details)
	if !v.Verbose {
		return out
	}
	out = append(out, c.verbose...)
	for _, r := range c.Requests {
		line := fmt.Sprintf("%s %s", r.Method, r.Path)
		if r.Status > 0 {
			line += fmt.Sprintf(" %d in %d ms (%s)", r.Status, r.MS, r.Phases)
		} else {
			line += ": " + r.Problem
		}
		if r.Tries > 1 {
			line += fmt.Sprintf(", %d tries", r.Tries)
		}
		if r.Served != "" {
			line += ", revision " + r.Served
		}
		if r.ID != "" {
			line += ", request " + r.ID
		}
		if r.IssuedBy != "" {
			line += ", certificate of " + r.IssuedBy
		}
		out = append(out, line)
	}
	return out
}

// headline says what was asked, and with what.
func (r *Report) headline() string {
	s := fmt.Sprintf("%s  %s  key from %s (%s)", strings.TrimPrefix(strings.TrimPrefix(r.Base, "https://"), "http://"), r.At, strings.TrimPrefix(strings.TrimPrefix(r.Key.From, "env "), "file "), r.Key.Masked)
	if r.Proxy != "" {
		s += "  through proxy " + r.Proxy
	}
	return s
}

// verdict is the last line.
func (r *Report) verdict() string {
	var parts []string
	for _, x := range []struct {
		s    State
		one  string
		many string
	}{{Fail, "1 check fails", "%d checks fail"}, {Warn, "1 warning", "%d warnings"}, {Unknown, "1 unknown", "%d unknown"}} {
		switch n := r.count(x.s); {
		case n == 1:
			parts = append(parts, x.one)
		case n > 1:
			parts = append(parts, fmt.Sprintf(x.many, n))
		}
	}
	if len(parts) == 0 {
		parts = []string{"all checks ok"}
	}
	s := strings.Join(parts, ", ")
	if r.Stopped != "" {
		s = r.Stopped + "; " + s
	}
	return s
}

// Text writes a line for each check, the word of its state first. The tail of a
// line is never cut.
func Text(w io.Writer, r *Report, v View) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "klaviyolint preflight  %s\n", r.headline())
	for _, c := range r.Checks {
		if !c.shown(v) {
			continue
		}
		word := fmt.Sprintf("%-8s", c.State)
		if v.Color {
			word = paint(c.State, word)
		}
		fmt.Fprintf(&b, "%s %s\n", word, strings.TrimRight(fmt.Sprintf("%-15s %s", c.Name, c.Text), " "))
		for _, l := range c.lines(v) {
			fmt.Fprintf(&b, "%24s %s\n", "", l)
		}
	}
	fmt.Fprintf(&b, "%s\n", r.verdict())
	if r.Next != "" {
		fmt.Fprintf(&b, "next: %s\n", r.Next)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func paint(s State, word string) string {
	switch s {
	case OK:
		return "\x1b[32m" + word + "\x1b[0m"
	case Warn, Unknown:
		return "\x1b[33m" + word + "\x1b[0m"
	case Fail:
		return "\x1b[31m" + word + "\x1b[0m"
	}
	return word
}
