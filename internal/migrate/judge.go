package migrate

import (
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// The verdicts about a call.
const (
	Safe = "safe" // nothing that it uses changes
	Edit = "edit" // something that it uses changes
	Look = "look" // a part of what it uses is not known
)

// A Plan is what a move means for a code base.
type Plan struct {
	Schema string  `json:"schema"`
	To     string  `json:"to"`
	Calls  []*Call `json:"calls"`
	Order  []Step  `json:"order"` // files to edit, in the order of work
	Safe   int     `json:"safe"`
	Edits  int     `json:"edits"`
	Looks  int     `json:"looks"`
}

// A Step is one file to edit.
type Step struct {
	File  string `json:"file"`
	Edits int    `json:"edits"`
	Calls int    `json:"calls"` // that become safe with it, or with it and others
}

// A Call is what the move means for one call.
type Call struct {
	Operation string `json:"operation"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	From      string `json:"from"`           // the revision that answers now
	Sent      string `json:"sent,omitempty"` // the one that is sent, where another answers for it
	Verdict   string `json:"verdict"`
	Changes   []Item `json:"changes,omitempty"`
	Looks     []Item `json:"look,omitempty"`
	Unused    int    `json:"unused"`                // changes that the code does not meet
	Others    []Item `json:"unused_list,omitempty"` // those, where they are asked for

	revisions []revisionAt
}

// An Item is one change.
type Item struct {
	Part string `json:"part"` // path, body, query, answer, scope
	What string `json:"what"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`

	at  edit
	fix bool
}

// Options say what is asked for.
type Options struct {
	From, To string // revisions; From "" for the one that answers each call
	Unused   bool   // list the changes that the code does not meet
	Root     string // paths are relative to it
	Settings *config.Settings
}

// Make judges the calls of an inventory. uses tells what each request uses.
func Make(doc *inventory.Document, uses func(*requests.Request) *Uses, o Options) (*Plan, error) {
	table, to, ok := schema.For(o.To)
	if !ok || table != schema.Stable() {
		return nil, fmt.Errorf("no description of stable revision %q; there are %s", o.To, known())
	}
	if o.From != "" {
		if t, _, ok := schema.For(o.From); !ok || t != table {
			return nil, fmt.Errorf("no description of stable revision %q; there are %s", o.From, known())
		}
	}
	p := &Plan{Schema: "klaviyolint.migrate/1", To: o.To, Calls: []*Call{}, Order: []Step{}}
	for _, row := range doc.Calls {
		if row.Role == inventory.RoleDefinition || row.Kind != inventory.KindAPI && row.Kind != inventory.KindClient || row.Req == nil {
			continue
		}
		j := &judge{o: o, to: to, row: row, uses: uses(row.Req)}
		if j.uses == nil {
			j.uses = &Uses{Unknown: true}
		}
		p.Calls = append(p.Calls, j.call())
	}
	p.conclude()
	return p, nil
}

func known() string {
	var names []string
	for _, r := range schema.Stable().Revisions() {
		names = append(names, r.Name)
	}
	return strings.Join(names, ", ")
}

type judge struct {
	o    Options
	to   int
	row  *inventory.Call
	uses *Uses
	c    *Call
}

func (j *judge) call() *Call {
	row, r := j.row, j.row.Req
	j.c = &Call{Operation: row.Endpoint, File: row.Location.Path, Line: row.Location.Line, Verdict: Safe}
	c := j.c
	c.revisions = revisionsOf(row.Fset, r)
	table, at, sent, ok := r.Revisions(j.o.Settings)
	if j.o.From != "" {
		i, _ := schema.Stable().Index(j.o.From)
		table, at, sent, ok = schema.Stable(), []int{i}, "", true
	}
	switch {
	case !ok:
		j.look("revision", "the revision that is sent is not one that can be judged")
	case table != schema.Stable():
		j.look("revision", "a beta revision: its operations are described apart")
	}
	if c.Verdict == Look {
		return c
	}
	from := at[0]
	c.From, c.Sent = table.Name(from), sent
	if c.Sent == c.From {
		c.Sent = ""
	}
	if r.Via.SDK != "" {
		j.look("path", "a call of an SDK, which pins the revision: see its own releases")
		return c
	}
	ops := map[string]*schema.Operation{}
	for _, u := range r.Hosted() {
		for _, t := range r.Targets(u, j.o.Settings) {
			ops[t.Op.String()] = t.Op
			c.Operation = t.Op.String()
		}
	}
	if len(ops) != 1 {
		j.look("path", "which operation is called is not known")
		return c
	}
	op := ops[c.Operation]
	if from != j.to {
		j.operation(op, from)
	}
	return c
}

// operation compares what the call uses at two revisions.
func (j *judge) operation(op *schema.Operation, from int) {
	ch := op.Changes(from, j.to)
	if ch.Gone {
		j.add(Item{Part: "path", What: "the operation ends", Old: op.String(), New: ch.Successor, File: j.c.File, Line: j.c.Line})
		return
	}
	was, is := contract.Target{Op: op, At: []int{from}}, contract.Target{Op: op, At: []int{j.to}}
	used := 0
	fresh := func(old, now []contract.Fault, part string) {
		for _, f := range now {
			if f.Code == "absent" && f.Strict || slices.ContainsFunc(old, func(g contract.Fault) bool {
				return g.Path == f.Path && g.Name == f.Name && g.Code == f.Code && (f.Strict || !g.Strict)
			}) {
				continue
			}
			used++
			j.fault(part, f)
		}
	}
	fresh(was.Payload(j.uses.Body), is.Payload(j.uses.Body), "body")
	for _, u := range j.row.Req.Hosted() {
		q := u.QueryValue()
		fresh(was.Query(q), is.Query(q), "query")
	}
	for _, t := range j.uses.Types {
		fresh(was.Response(t), is.Response(t), "answer")
	}
	j.unknown(ch)
	if ch.Scope[0] != ch.Scope[1] {
		used++
		j.look("scope", fmt.Sprintf("the key needs %s", ch.Scope[1]))
	}
	all := changesOf(ch)
	j.c.Unused = max(0, len(all)-used)
	if j.o.Unused {
		j.c.Others = all
	}
}

func changesOf(ch *schema.Change) []Item {
	var out []Item
	for _, d := range []struct {
		part string
		d    *schema.Delta
	}{{"body", &ch.Body}, {"query", &ch.Query}, {"answer", &ch.Reply}} {
		for _, p := range d.d.Removed {
			out = append(out, Item{Part: d.part, What: "gone", Old: p})
		}
		if d.part != "answer" {
			for _, p := range d.d.NewlyRequired {
				out = append(out, Item{Part: d.part, What: "required", New: p})
			}
		}
		for _, k := range d.d.Kind {
			out = append(out, Item{Part: d.part, What: "of another kind", Old: k.Path})
		}
		for _, p := range d.d.Added {
			out = append(out, Item{Part: d.part, What: "new", New: p})
		}
	}
	for _, f := range append(slices.Clone(ch.Fields.Removed), ch.Operators.Removed...) {
		out = append(out, Item{Part: "query", What: "gone from the filter", Old: f})
	}
	return out
}

// unknown asks for a look where the change touches something that is not known.
func (j *judge) unknown(ch *schema.Change) {
	var at []string
	for _, p := range append(slices.Clone(ch.Body.Removed), ch.Body.NewlyRequired...) {
		if schema.Leaf(p) == "anonymous_id" {
			continue // the server takes it all the same
		}
		if !covers(j.uses.Body, strings.Split(p, ".")) && !slices.Contains(at, p) {
			at = append(at, p)
		}
	}
	if len(at) > 0 {
		j.look("body", "a part of the body is not known; see whether it has "+list(at))
	}
	if len(ch.Reply.Removed)+len(ch.Reply.Kind) > 0 && j.uses.Unknown {
		names := slices.Clone(ch.Reply.Removed)
		for _, k := range ch.Reply.Kind {
			names = append(names, k.Path)
		}
		j.look("answer", "what is read of the answer is not known; see whether it is "+list(names))
	}
}

func list(paths []string) string {
	more := ""
	if len(paths) > 4 {
		more = fmt.Sprintf(" or %d more", len(paths)-4)
		paths = paths[:4]
	}
	return strings.Join(paths, ", ") + more
}

// covers reports whether it is known of a body what it has at a path.
func covers(v *contract.Value, path []string) bool {
	if v == nil || v.Kinds == 0 {
		return false
	}
	if len(path) == 0 {
		return true
	}
	name := strings.TrimRight(path[0], "[]")
	for _, m := range v.Members {
		if m.Name != name {
			continue
		}
		inner := m.Value
		if !strings.HasSuffix(path[0], "[]") {
			return len(path) == 1 || covers(inner, path[1:])
		}
		if inner == nil || inner.Kinds == 0 {
			return false
		}
		for _, e := range inner.Elems {
			if !covers(e, path[1:]) {
				return false
			}
		}
		return len(inner.Elems) > 0 || !inner.Open
	}
	return !v.Open
}

func (j *judge) fault(part string, f contract.Fault) {
	i := Item{Part: part, What: f.Message, Old: f.Name, New: f.Instead, File: j.c.File, Line: j.c.Line}
	if f.Code == "missing" {
		i.Old, i.New = "", f.Path
	}
	var src ir.Source
	switch at := f.At.(type) {
	case ir.Source:
		src = at
	case requests.Written:
		src = at.Name
		if f.Code == "missing" || !src.Pos.IsValid() {
			src = at.Made
		}
	case requests.DecodedAt:
		src = ir.Source{Pos: at.Pos, End: at.End}
	}
	if src.Pos.IsValid() {
		p := j.row.Fset.Position(src.Pos)
		i.File, i.Line = inventory.Relative(j.o.Root, p.Filename), p.Line
		i.at = edit{p.Filename, p.Offset, j.row.Fset.Position(src.End).Offset, f.Name, f.Instead}
		i.fix = part != "answer" && f.Instead != "" && src.Named == "" && src.DeclPkg == ""
	}
	j.add(i)
}

func (j *judge) add(i Item) {
	j.c.Verdict = Edit
	if !slices.ContainsFunc(j.c.Changes, func(x Item) bool { return x.What == i.What && x.File == i.File && x.Line == i.Line }) {
		j.c.Changes = append(j.c.Changes, i)
	}
}

func (j *judge) look(part, what string) {
	if j.c.Verdict == Safe {
		j.c.Verdict = Look
	}
	j.c.Looks = append(j.c.Looks, Item{Part: part, What: what})
}

// conclude counts, and puts the files in the order of work: those that free the
// most calls first.
func (p *Plan) conclude() {
	files := map[string]*Step{}
	type edit struct {
		file     string
		line     int
		old, new string
	}
	counted := map[edit]bool{} // a field that several calls decode is one edit
	for _, c := range p.Calls {
		switch c.Verdict {
		case Safe:
			p.Safe++
		case Edit:
			p.Edits++
		case Look:
			p.Looks++
		}
		seen := map[string]bool{}
		for _, i := range c.Changes {
			s := files[i.File]
			if s == nil {
				s = &Step{File: i.File}
				files[i.File] = s
			}
			if k := (edit{i.File, i.Line, i.Old, i.New}); !counted[k] || i.File == "" {
				counted[k] = true
				s.Edits++
			}
			if !seen[i.File] {
				s.Calls++
				seen[i.File] = true
			}
		}
	}
	for _, s := range files {
		p.Order = append(p.Order, *s)
	}
	slices.SortFunc(p.Order, func(a, b Step) int {
		if a.Calls != b.Calls {
			return b.Calls - a.Calls
		}
		return strings.Compare(a.File, b.File)
	})
}

// A revisionAt is a literal that a call sends as its revision.
type revisionAt struct{ edit }

func revisionsOf(fset *token.FileSet, r *requests.Request) []revisionAt {
	var out []revisionAt
	for _, t := range r.Headers.Set["Revision"].Texts() {
		s, ok := t.Const()
		if !ok || len(t) != 1 || !t[0].Src.Pos.IsValid() {
			continue
		}
		p := fset.Position(t[0].Src.Pos)
		out = append(out, revisionAt{edit{filepath.Clean(p.Filename), p.Offset, fset.Position(t[0].Src.End).Offset, s, ""}})
	}
	return out
}
