package diff

import (
	"fmt"
	"strings"
)

// Text renders the report for a terminal.
func (r *Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s  %s -> %s\n", r.Operation, r.name(), r.From, r.To)
	if s := r.state(); s != "" {
		fmt.Fprintf(&b, "  %s\n", s)
	}
	for _, s := range r.Sections {
		fmt.Fprintf(&b, "\n%s\n", s.Name)
		for _, c := range s.Changes {
			fmt.Fprintf(&b, "  %s\n", c.line())
		}
	}
	return b.String()
}

// Markdown renders the report for a pull request.
func (r *Report) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s%s, %s to %s\n", r.Operation, r.name(), r.From, r.To)
	if s := r.state(); s != "" {
		fmt.Fprintf(&b, "\n%s.\n", upper(s))
	}
	for _, s := range r.Sections {
		fmt.Fprintf(&b, "\n### %s\n\n", upper(s.Name))
		for _, c := range s.Changes {
			fmt.Fprintf(&b, "- %s\n", c.markdown())
		}
	}
	return b.String()
}

func (r *Report) name() string {
	if r.ID == "" {
		return ""
	}
	return " (" + r.ID + ")"
}

func (r *Report) state() string {
	switch {
	case r.State == "same":
		return "nothing changes"
	case r.State == "new":
		return r.From + " does not have it yet"
	case r.State == "absent":
		return "neither revision has it"
	case r.State == "gone" && r.Successor != "":
		return r.To + " has it no more: use " + r.Successor
	case r.State == "gone":
		return r.To + " has it no more"
	}
	return ""
}

// line writes a change with a sign: + added, - removed, ! newly required,
// ~ changed.
func (c Change) line() string {
	switch c.What {
	case "added":
		return "+ " + c.Path
	case "removed":
		if c.To != "" {
			return "- " + c.Path + " (now " + c.To + ")"
		}
		return "- " + c.Path
	case "required":
		return "! " + c.Path + " is required"
	case "optional":
		return "~ " + c.Path + " is no longer required"
	case "kind":
		return "~ " + c.Path + ": " + c.From + " becomes " + c.To
	case "values":
		return "~ " + c.Path + ": " + c.values()
	}
	return "~ " + orNone(c.From) + " becomes " + orNone(c.To)
}

func (c Change) values() string {
	var parts []string
	if c.From != "" {
		parts = append(parts, "no more "+c.From)
	}
	if c.To != "" {
		parts = append(parts, "now also "+c.To)
	}
	return strings.Join(parts, "; ")
}

func (c Change) markdown() string {
	path := "`" + c.Path + "`"
	switch c.What {
	case "added":
		return path + " is new"
	case "removed":
		if c.To != "" {
			return path + " is gone; now `" + c.To + "`"
		}
		return path + " is gone"
	case "required":
		return path + " is **required**"
	case "optional":
		return path + " is no longer required"
	case "kind":
		return path + ": " + c.From + " becomes " + c.To
	case "values":
		return path + ": " + c.values()
	}
	return orNone(c.From) + " becomes " + orNone(c.To)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
