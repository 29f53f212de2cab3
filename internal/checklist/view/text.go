package view

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
)

const (
	width     = 80
	maxPlaces = 10 // of one item, without -v
)

var colors = map[checklist.Verdict]string{
	checklist.Pass: "\x1b[32m", checklist.Fail: "\x1b[31m", checklist.NotApplicable: "\x1b[2m", checklist.Attested: "\x1b[36m", checklist.Unknown: "\x1b[33m",
}

// Text prints the report for a terminal.
func Text(w io.Writer, r *checklist.Report, o Options) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "klaviyolint checklist  %s  %s", r.Run.Module, r.Run.Day)
	if r.Run.Commit != "" {
		fmt.Fprintf(&b, "  %s", short(r.Run.Commit))
		if r.Run.Dirty {
			b.WriteString("+changes")
		}
	}
	l := r.Run.Looked
	fmt.Fprintf(&b, "  %s in %s\n", count(l.Requests, "request"), count(l.Packages, "package"))
	if r.Run.Silent {
		b.WriteString("nothing here calls Klaviyo\n")
	}
	shared := sharedWords(r, o)
	for _, g := range checklist.GroupTitles {
		items := ordered(r, g.ID)
		if len(items) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", g.Title)
		for _, it := range items {
			textItem(&b, it, shared, o)
		}
	}
	if len(shared) > 0 {
		b.WriteString("\nNotes\n")
		for _, m := range slices.Sorted(maps.Keys(shared)) {
			wrap(&b, m+" ("+strings.Join(shared[m], " ")+")")
		}
	}
	if r.Changes != nil {
		fmt.Fprintf(&b, "\nSince %s", r.Changes.Since)
		if len(r.Changes.Items) == 0 {
			b.WriteString(": nothing changed")
		}
		for i, c := range r.Changes.Items {
			sep := ", "
			if i == 0 {
				sep = ": "
			}
			b.WriteString(sep + c.String())
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "\nResult: %s\n", resultLine(r))
	if r.Summary.Exit == 1 {
		fmt.Fprintf(&b, "exit status 1: %s\n", strings.Join(r.Summary.Blocking, ", "))
	}
	return masked(w, b.Bytes())
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func resultLine(r *checklist.Report) string {
	s := r.Summary
	fails := fmt.Sprintf("%d fail", s.Fail)
	if n := len(s.Blocking); n > 0 {
		fails += fmt.Sprintf(" (%d blocking)", n)
	}
	text := fmt.Sprintf("%s, %d unknown, %d pass, %d n/a, %d attested", fails, s.Unknown, s.Pass, s.NotApplicable, s.Attested)
	var until []string
	for _, it := range r.Items {
		if it.Verdict == checklist.Attested {
			until = append(until, it.ID+" until "+it.Statement.Until)
		}
	}
	if len(until) > 0 {
		text += " (" + strings.Join(until, ", ") + ")"
	}
	if s.Skipped > 0 {
		text += fmt.Sprintf(", %d skipped (%s)", s.Skipped, strings.Join(r.Skipped, ", "))
	}
	return text + fmt.Sprintf(" of %d", s.Total())
}

// sharedWords returns what several items say in the same words and without a place,
// with those items: remarks, and what keeps a run from seeing the whole. It is said
// once, at the end.
func sharedWords(r *checklist.Report, o Options) map[string][]string {
	by := map[string][]string{}
	for _, it := range r.Items {
		said := slices.Clone(it.Remarks)
		for _, e := range it.Evidence {
			if nowhere(e) {
				said = append(said, e.What)
			}
		}
		slices.Sort(said)
		for _, m := range slices.Compact(said) {
			by[m] = append(by[m], it.ID)
		}
	}
	maps.DeleteFunc(by, func(_ string, items []string) bool { return o.Verbose || len(items) < 2 })
	return by
}

// nowhere reports whether evidence is a gap that has no place.
func nowhere(e checklist.Evidence) bool {
	return e.Role == checklist.Unclear && place(e.Place) == ""
}

// shortened leaves out what another entry begins with.
func shortened(list []string) []string {
	var out []string
	for i, s := range list {
		if !slices.ContainsFunc(list, func(t string) bool { return t != s && strings.HasPrefix(t, s) }) && !slices.Contains(list[:i], s) {
			out = append(out, s)
		}
	}
	return out
}

func textItem(b *bytes.Buffer, it *checklist.Item, shared map[string][]string, o Options) {
	mark := fmt.Sprintf("%-8s", it.Verdict)
	if o.Terminal {
		mark = signs[it.Verdict]
		if o.Color {
			mark = colors[it.Verdict] + mark + "\x1b[0m"
		}
	}
	head := fmt.Sprintf(" %s  %s  %s", mark, it.ID, it.Title)
	if it.Verdict == checklist.Pass || it.Verdict == checklist.NotApplicable || it.Verdict == checklist.Attested {
		// One line; the evidence is part of it.
		text := it.Reason
		if it.Verdict == checklist.Pass {
			text = passText(it)
		}
		b.WriteString(head + ": " + text + "\n")
	} else {
		if s := state(it); s != "" {
			head += "  [" + s + "]"
		}
		b.WriteString(head + "\n")
		wrap(b, it.Reason)
	}
	list := shown(it, o.Verbose)
	if it.Verdict == checklist.Pass && !o.Verbose || it.Verdict == checklist.Attested || it.Verdict == checklist.NotApplicable {
		list = nil
	}
	n := 0
	for _, e := range list {
		if e.Role == checklist.Remarked || nowhere(e) && shared[e.What] != nil {
			continue
		}
		if n++; n > maxPlaces && !o.Verbose {
			continue
		}
		at := place(e.Place)
		if at != "" {
			at += "  "
		}
		text := string(e.Role)
		switch e.Role {
		case checklist.Against:
			text = "✗"
		case checklist.Unclear:
			text = "?"
		case checklist.For:
			text = "✓"
		}
		if e.What == it.Reason && at != "" {
			fmt.Fprintf(b, "        %s\n", strings.TrimSpace(at))
			continue
		}
		if at == "" && e.What == it.Reason {
			continue
		}
		if !o.Terminal {
			text = map[string]string{"✗": "not:", "?": "open:", "✓": "met:"}[text]
			if text == "" {
				text = string(e.Role) + ":"
			}
		}
		fmt.Fprintf(b, "        %s %s%s\n", text, at, e.What)
	}
	if n > maxPlaces && !o.Verbose {
		fmt.Fprintf(b, "        %d more: -v\n", n-maxPlaces)
	}
	for _, s := range shortened(it.Settle) {
		wrap(b, "to settle: "+s)
	}
	for _, m := range it.Remarks {
		if shared[m] == nil {
			wrap(b, "note: "+m)
		}
	}
}

// passText says what makes an item pass, with the first place.
func passText(it *checklist.Item) string {
	text := it.Reason
	if list := it.Places(checklist.For); len(list) > 0 {
		at := place(list[0].Place)
		if !strings.Contains(text, at) {
			text += " (" + at
			if len(list) > 1 {
				text += fmt.Sprintf(" and %d more", len(list)-1)
			}
			text += ")"
		}
	}
	return text
}

// wrap writes words in lines of 80 columns, and cuts none of them.
func wrap(b *bytes.Buffer, text string) {
	if text == "" {
		return
	}
	const indent = "        "
	line := indent
	for _, word := range strings.Fields(text) {
		if line != indent && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			b.WriteString(line + "\n")
			line = indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	b.WriteString(line + "\n")
}
