package migrate

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
)

// An edit replaces one text inside a stretch of a file.
type edit struct {
	file     string
	from, to int
	old, new string
}

// Fix moves each literal that names a revision, when every call that sends it is
// safe, or becomes safe with the renames of keys and values that are literals;
// it applies those renames. A literal that a call with an open question sends
// stays, and so do the renames of its calls: what is half moved is refused. It
// returns the files that changed, and what was left and why.
func (p *Plan) Fix() (changed, left []string, err error) {
	type group struct {
		edit
		calls []*Call
	}
	groups := map[string]*group{}
	var order []string
	for _, c := range p.Calls {
		for _, r := range c.revisions {
			k := fmt.Sprintf("%s:%d", r.file, r.from)
			if groups[k] == nil {
				groups[k] = &group{edit: r.edit}
				order = append(order, k)
			}
			groups[k].calls = append(groups[k].calls, c)
		}
	}
	edits := map[string][]edit{}
	for _, k := range order {
		g := groups[k]
		if g.old == p.To {
			continue
		}
		var why []string
		for _, c := range g.calls {
			if !c.ready() {
				why = append(why, fmt.Sprintf("%s (%s:%d)", c.Operation, c.File, c.Line))
			}
		}
		if len(why) > 0 {
			left = append(left, fmt.Sprintf("%q stays: %s", g.old, strings.Join(slices.Compact(why), ", ")))
			continue
		}
		e := g.edit
		e.new = p.To
		edits[e.file] = append(edits[e.file], e)
		for _, c := range g.calls {
			for _, i := range c.Changes {
				edits[i.at.file] = append(edits[i.at.file], i.at)
			}
		}
	}
	for file, list := range edits {
		if err := apply(file, list); err != nil {
			return changed, left, err
		}
		changed = append(changed, file)
	}
	slices.Sort(changed)
	return changed, left, nil
}

// ready reports whether a call is safe once its renames are applied.
func (c *Call) ready() bool {
	if len(c.Looks) > 0 {
		return false
	}
	return !slices.ContainsFunc(c.Changes, func(i Item) bool { return !i.fix })
}

func apply(file string, list []edit) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b edit) int { return b.from - a.from })
	list = slices.Compact(list)
	for _, e := range list {
		if e.from < 0 || e.to > len(text) || e.from > e.to {
			return fmt.Errorf("%s: the file changed while it was read", file)
		}
		// The place of a field is its name; the key stands in the tag behind it.
		end := e.to
		if !bytes.Contains(text[e.from:end], []byte(e.old)) {
			if nl := bytes.IndexByte(text[e.from:], '\n'); nl >= 0 {
				end = e.from + nl
			}
		}
		if bytes.Count(text[e.from:end], []byte(e.old)) != 1 {
			return fmt.Errorf("%s: %q is not where it was", file, e.old)
		}
		at := e.from + bytes.Index(text[e.from:end], []byte(e.old))
		text = slices.Concat(text[:at], []byte(e.new), text[at+len(e.old):])
	}
	return os.WriteFile(file, text, 0o666)
}
