package oracle

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// Exactness says how much of what a program sends is known beforehand.
type Exactness int

// From the best to the worst.
const (
	Exact    Exactness = iota // the values that arrived, and no other
	More                      // other values beside them
	Partly                    // a part of the value is known
	Nothing                   // the value is not known at all
	NoSuch                    // the request is not known
	NotRight                  // engine and run differ
)

func (e Exactness) String() string {
	return [...]string{"exact", "more", "partly", "unknown", "lost", "wrong"}[e]
}

// Parts are where the value of a probe can go.
var Parts = []string{"path", "body", "header"}

// A Probed is the result of one probe.
type Probed struct {
	Construct *grammar.Construct
	Part      string
	Apart     bool // what it declares lies in another package
	Exactness Exactness
	Failure   *Failure
}

// ProbeAll measures each construct that turns a value into another, alone, in
// parts of a request. The last part is tried with the declarations in another
// package too.
func ProbeAll(ctx context.Context, w *World, parts ...string) ([]*Probed, error) {
	var programs []*grammar.Program
	var out []*Probed
	for _, c := range grammar.Values() {
		for _, part := range parts {
			for _, apart := range []bool{false, true} {
				if apart && (c.Decl == "" || part != parts[len(parts)-1]) {
					continue
				}
				part := part
				if slices.Contains(c.Marks, "text") {
					part = "body" // spaces and quotes are no part of a path
				}
				programs = append(programs, grammar.Probe(c, part, apart, len(programs)))
				out = append(out, &Probed{Construct: c, Part: part, Apart: apart})
			}
		}
	}
	js, err := Judge(ctx, w, programs)
	if err != nil {
		return nil, err
	}
	for i, j := range js {
		out[i].Failure = j.Failure
		out[i].Exactness = exactness(j)
	}
	return out, nil
}

// exactness compares the values of the part that a probe is about.
func exactness(j *Judgement) Exactness {
	if f := j.Failure; f != nil {
		if f.Kind == Lost {
			return NoSuch
		}
		return NotRight
	}
	sent := map[string]bool{}
	for _, o := range j.Outcomes {
		for _, s := range o.Sent {
			switch j.Program.Part {
			case "path":
				sent[s.url()] = true
			case "header":
				sent[s.Header.Get("Revision")] = true
			case "body":
				sent[s.Body] = true
			}
		}
	}
	var known []flow.Text
	for _, r := range fromEntry(j.Program, j.Result) {
		switch j.Program.Part {
		case "path":
			for _, u := range r.URLs {
				known = append(known, u.Text)
			}
		case "header":
			known = append(known, r.Headers.Set["Revision"].Texts()...)
		case "body":
			known = append(known, member(r.Body)...)
		}
	}
	worst := Exact
	possible := map[string]bool{}
	for _, t := range known {
		lit, ok := t.Const()
		possible[lit] = true
		switch {
		case ok:
		case t.String() == "{?}" || t.String() == "https://a.klaviyo.com/api/{?}":
			worst = max(worst, Nothing)
		default:
			worst = max(worst, Partly)
		}
	}
	if worst == Exact && len(possible) > len(sent) {
		return More
	}
	return worst
}

// member returns what is known of the string in the body of a probe.
func member(j *requests.JSON) []flow.Text {
	if j != nil && j.Kind == requests.JSONObject && j.Keys["v"] != nil && j.Keys["v"].Kind == requests.JSONString {
		return j.Keys["v"].Texts
	}
	return []flow.Text{{{Hole: true}}}
}

// WriteExactness writes a table of what is known, by construct: its parts in
// the order of [Parts], and then a header whose construct declares in another
// package what it needs.
func WriteExactness(out io.Writer, probed []*Probed, all bool) {
	rows := map[string][]string{}
	count := map[Exactness]int{}
	for _, p := range probed {
		count[p.Exactness]++
		id := p.Construct.ID()
		if rows[id] == nil {
			rows[id] = []string{"", "", "", ""}
		}
		i := slices.Index(Parts, p.Part)
		if p.Apart {
			i = 3
		}
		rows[id][i] = p.Exactness.String()
	}
	tw := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(tw, "construct\tpath\tbody\theader\tapart")
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		if all || slices.ContainsFunc(rows[id], func(s string) bool { return s != "exact" && s != "" }) {
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n", id, rows[id][0], rows[id][1], rows[id][2], rows[id][3])
		}
	}
	_ = tw.Flush() // out has the error of what is written next
	fmt.Fprintf(out, "%d probes of %d constructs:", len(probed), len(rows))
	for e := Exact; e <= NotRight; e++ {
		fmt.Fprintf(out, " %s %d", e, count[e])
	}
	fmt.Fprintln(out)
}
