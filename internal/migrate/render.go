package migrate

import (
	"fmt"
	"strings"
)

// Summary is the last line: "9 of 14 calls are safe, 4 need edits in 3 files, 1
// needs a look".
func (p *Plan) Summary() string {
	if len(p.Calls) == 0 {
		return "no calls to Klaviyo"
	}
	s := fmt.Sprintf("%d of %s safe", p.Safe, count(len(p.Calls), "call is", "calls are"))
	if p.Edits > 0 {
		s += fmt.Sprintf(", %s edits in %s", count(p.Edits, "needs", "need"), count(len(p.Order), "file", "files"))
	}
	if p.Looks > 0 {
		s += fmt.Sprintf(", %s a look", count(p.Looks, "needs", "need"))
	}
	return s
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// answers says which revision answers a call.
func (c *Call) answers() string {
	switch {
	case c.From == "":
		return "revision not known"
	case c.Sent != "":
		return c.Sent + ", answered as " + c.From
	}
	return c.From
}

// Text renders the plan for a terminal.
func (p *Plan) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Move to revision %s\n", p.To)
	for _, c := range p.Calls {
		fmt.Fprintf(&b, "\n%-4s  %s:%d  %s  (%s)\n", c.Verdict, c.File, c.Line, c.Operation, c.answers())
		for _, i := range c.Changes {
			fmt.Fprintf(&b, "      %s:%d  %s: %s\n", i.File, i.Line, i.Part, i.text())
		}
		for _, i := range c.Looks {
			fmt.Fprintf(&b, "      look at the %s: %s\n", i.Part, i.What)
		}
		for _, i := range c.Others {
			fmt.Fprintf(&b, "      not used: %s %s %s\n", i.Part, i.Old+i.New, i.What)
		}
		if c.Unused > 0 && len(c.Others) == 0 {
			fmt.Fprintf(&b, "      %s that the code does not use\n", count(c.Unused, "change", "changes"))
		}
	}
	if len(p.Order) > 0 {
		b.WriteString("\nOrder of work\n")
		for n, s := range p.Order {
			fmt.Fprintf(&b, "  %d. %s: %s for %s\n", n+1, s.File, count(s.Edits, "edit", "edits"), count(s.Calls, "call", "calls"))
		}
		fmt.Fprintf(&b, "  %d. the revision: %s\n", len(p.Order)+1, p.To)
	}
	fmt.Fprintf(&b, "\n%s\n", p.Summary())
	return b.String()
}

func (i Item) text() string {
	if i.Part == "path" {
		if i.New == "" {
			return i.What
		}
		return i.What + "; use " + i.New
	}
	return i.What
}

// Markdown renders the plan for a pull request or a ticket.
func (p *Plan) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Move to revision %s\n\n%s.\n\n", p.To, upper(p.Summary()))
	b.WriteString("| verdict | call | where | answered as |\n|---|---|---|---|\n")
	for _, c := range p.Calls {
		fmt.Fprintf(&b, "| %s | `%s` | `%s:%d` | %s |\n", c.Verdict, c.Operation, c.File, c.Line, c.answers())
	}
	for _, c := range p.Calls {
		if len(c.Changes)+len(c.Looks)+len(c.Others) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s, `%s:%d`\n\n", c.Operation, c.File, c.Line)
		for _, i := range c.Changes {
			fmt.Fprintf(&b, "- [ ] `%s:%d` %s: %s\n", i.File, i.Line, i.Part, i.text())
		}
		for _, i := range c.Looks {
			fmt.Fprintf(&b, "- [ ] look at the %s: %s\n", i.Part, i.What)
		}
		for _, i := range c.Others {
			fmt.Fprintf(&b, "- not used: %s `%s` %s\n", i.Part, i.Old+i.New, i.What)
		}
	}
	if len(p.Order) > 0 {
		b.WriteString("\n## Order of work\n\n")
		for n, s := range p.Order {
			fmt.Fprintf(&b, "%d. `%s`: %s for %s\n", n+1, s.File, count(s.Edits, "edit", "edits"), count(s.Calls, "call", "calls"))
		}
		fmt.Fprintf(&b, "%d. the revision: %s\n", len(p.Order)+1, p.To)
	}
	return b.String()
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
