// Gen makes probes.csv, the requests that show whether a key has a read scope,
// from the tables of Klaviyo's specification.
package main

import (
	"cmp"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

func main() {
	out := flag.String("o", "probes.csv", "write the table to this `file`")
	flag.Parse()
	f, err := os.Create(*out)
	if err == nil {
		if err = write(f); err == nil {
			err = f.Close()
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// A candidate is a GET on a collection that could show a scope.
type candidate struct {
	op    *schema.Operation
	burst int
	paged bool
	query []string
	also  string
}

// write makes the table: for each read scope the collection with the highest
// limit, a page size if there is a choice, then the first by name. accounts:read
// is shown by the key check itself.
func write(w io.Writer) error {
	t := schema.Stable()
	rev := t.Newest()
	byScope := map[string][]candidate{}
	for _, op := range t.Operations() {
		if op.Method() != "GET" || !op.In(rev) || strings.Contains(op.Path(), "{") || op.Client(rev) {
			continue
		}
		scopes := op.Scopes(rev)
		query, ok := queryOf(op, rev)
		if !ok {
			continue
		}
		c := candidate{op: op, query: query}
		if _, err := fmt.Sscan(op.Rate(rev), &c.burst); err != nil {
			c.burst = 0 // no limit is documented
		}
		_, c.paged = op.Param(rev, "page[size]")
		switch len(scopes) {
		case 1:
			byScope[scopes[0]] = append(byScope[scopes[0]], c)
		case 2:
			// Shows one scope where the other is granted.
			for i, s := range scopes {
				c.also = scopes[1-i]
				byScope[s] = append(byScope[s], c)
			}
		}
	}
	out := csv.NewWriter(w)
	rows := [][]string{{"scope", "path", "query", "also"}}
	for scope, cs := range byScope {
		if scope == "accounts:read" || !strings.HasSuffix(scope, ":read") {
			continue
		}
		slices.SortFunc(cs, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(number(a.also != ""), number(b.also != "")), cmp.Compare(b.burst, a.burst),
				cmp.Compare(number(b.paged), number(a.paged)), strings.Compare(a.op.Path(), b.op.Path()))
		})
		best := cs[0]
		rows = append(rows, []string{scope, best.op.Path(), strings.Join(best.query, "&"), best.also})
	}
	slices.SortFunc(rows[1:], func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return out.WriteAll(rows)
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// required are filters without which an operation refuses to answer, and a value
// for them that any account may be asked for.
var required = map[string]string{"GET /api/campaigns": "filter=equals(messages.channel,'email')"}

// harmless are fields that say nothing about a person, the best first: of one
// resource, then of any.
var (
	harmlessOf = map[string]string{"campaign": "status", "flow": "status", "form": "status", "metric": "name"}
	harmless   = []string{"created", "datetime", "status", "updated", "updated_at"}
)

// queryOf returns the smallest query that the operation answers to: its required
// filter, the smallest page, one field. It says no where something else is
// required.
func queryOf(op *schema.Operation, rev int) (query []string, ok bool) {
	for _, p := range op.Params(rev) {
		if !p.Required {
			continue
		}
		f := required[op.String()]
		if name, _, _ := strings.Cut(f, "="); name != p.Name {
			return nil, false
		}
		query = append(query, f)
	}
	if _, ok := op.Param(rev, "page[size]"); ok {
		query = append(query, "page[size]=1")
	}
	resource := resourceOf(op, rev)
	p, ok := op.Param(rev, "fields["+resource+"]")
	if !ok {
		return query, true
	}
	values := p.Values()
	if f := harmlessOf[resource]; slices.Contains(values, f) {
		return append(query, p.Name+"="+f), true
	}
	for _, f := range harmless {
		if slices.Contains(values, f) {
			return append(query, p.Name+"="+f), true
		}
	}
	return query, true
}

// resourceOf returns the JSON:API type of what a collection holds.
func resourceOf(op *schema.Operation, rev int) string {
	reply, ok := op.Reply(rev)
	if !ok {
		return ""
	}
	for _, n := range reply.Shapes() {
		data, ok := n.Member("data")
		if !ok {
			continue
		}
		elem, ok := data.Node.Elem()
		if !ok {
			continue
		}
		for _, e := range elem.Shapes() {
			if typ, ok := e.Member("type"); ok {
				if v, ok := typ.Node.Const(); ok {
					return v
				}
			}
		}
	}
	return ""
}
