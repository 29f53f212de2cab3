package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// changelog prints what the branches say that the tables do not: an entry for
// CHANGELOG.md.
func changelog(root string, branches []*stage, out io.Writer) error {
	var lines []string
	for _, s := range branches {
		old, now := present(root, s.name), s.read()
		if old == nil {
			lines = append(lines, fmt.Sprintf("- %d %s revisions, %s to %s, with %d operations.", len(s.revisions), s.name,
				s.revisions[0], s.revisions[len(s.revisions)-1], len(now.Operations())))
			continue
		}
		lines = append(lines, stageChanges(s, old, now)...)
	}
	if len(lines) == 0 {
		lines = []string{"- Checked again; nothing changes."}
	}
	_, err := fmt.Fprintf(out, "### Facts about Klaviyo\n\n%s\n", strings.Join(lines, "\n"))
	return err
}

func stageChanges(s *stage, old, now *schema.Table) []string {
	var lines []string
	for i, r := range now.Revisions() {
		at, known := old.Index(r.Name)
		switch {
		case !known && i > 0:
			lines = append(lines, fmt.Sprintf("- Revision %s.", r.Name))
			lines = append(lines, step(now, i-1, i)...)
		case !known:
			lines = append(lines, fmt.Sprintf("- Revision %s, with %d operations.", r.Name, r.Operations))
		case old.Revisions()[at].Commit != r.Commit:
			lines = append(lines, moved(old, at, now, i)...)
		}
	}
	if len(lines) > 0 {
		for _, o := range now.Operations() {
			if old.Operation(o.Method(), o.Path()) == nil && o.In(now.Newest()) {
				f := s.table[schema.Key(o.Method(), o.Path())][now.Newest()]
				if k := kindOf(op{method: o.Method(), path: o.Path()}, f.name); k != "other" {
					lines = append(lines, fmt.Sprintf("- Check in endpoints.csv: %s is taken for %q.", o, k))
				}
			}
		}
	}
	return lines
}

// step tells what changes from one revision to the next.
func step(t *schema.Table, from, to int) []string {
	var lines []string
	for _, o := range t.Operations() {
		switch c := o.Changes(from, to); {
		case c.New:
			lines = append(lines, "  - New: "+o.String()+".")
		case c.Gone && c.Successor != "":
			lines = append(lines, "  - Gone: "+o.String()+"; "+c.Successor+" takes its place.")
		case c.Gone:
			lines = append(lines, "  - Gone: "+o.String()+".")
		case !c.Empty():
			if text := summary(c); text != "" {
				lines = append(lines, "  - "+o.String()+": "+text+".")
			}
		}
	}
	return lines
}

// summary names what breaks, and counts what is added.
func summary(c *schema.Change) string {
	var parts []string
	list := func(what string, paths []string) {
		if len(paths) > 0 {
			more := ""
			if len(paths) > 5 {
				more = fmt.Sprintf(" and %d more", len(paths)-5)
				paths = paths[:5]
			}
			parts = append(parts, what+" "+strings.Join(paths, ", ")+more)
		}
	}
	list("body newly requires", c.Body.NewlyRequired)
	list("body loses", c.Body.Removed)
	list("reply loses", c.Reply.Removed)
	list("query newly requires", c.Query.NewlyRequired)
	list("query loses", c.Query.Removed)
	list("filter loses", append(c.Fields.Removed, c.Operators.Removed...))
	count := func(what string, n int) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d new in %s", n, what))
		}
	}
	count("body", len(c.Body.Added))
	count("reply", len(c.Reply.Added))
	count("query", len(c.Query.Added))
	count("filter", len(c.Fields.Added)+len(c.Operators.Added))
	if n := len(c.Body.Kind) + len(c.Reply.Kind); n > 0 {
		parts = append(parts, fmt.Sprintf("%d of another kind", n))
	}
	for what, x := range map[string][2]string{"scope": c.Scope, "rate": c.Rate} {
		if x[0] != x[1] {
			parts = append(parts, fmt.Sprintf("%s %s to %s", what, x[0], x[1]))
		}
	}
	return strings.Join(parts, "; ")
}

// moved tells what changed in the description of a revision that was known.
func moved(old *schema.Table, at int, now *schema.Table, i int) []string {
	added, removed, ops := 0, 0, 0
	for _, o := range now.Operations() {
		was := old.Operation(o.Method(), o.Path())
		if !o.In(i) {
			continue
		}
		if was == nil || !was.In(at) {
			ops++
			continue
		}
		b0, _ := was.Body(at)
		b1, _ := o.Body(i)
		r0, _ := was.Reply(at)
		r1, _ := o.Reply(i)
		for _, d := range []schema.Delta{schema.Compare(b0.Node, b1.Node), schema.Compare(r0, r1)} {
			added += len(d.Added)
			removed += len(d.Removed)
		}
	}
	if ops+added+removed == 0 {
		return nil
	}
	return []string{fmt.Sprintf("- The description of %s changed: %d operations added; %d names added, %d removed.", now.Name(i), ops, added, removed)}
}
