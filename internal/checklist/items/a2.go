package items

import (
	"fmt"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

var a2 = Item{checklist.Doc{
	ID: "A2", Title: "key has the scopes the code needs, no more",
	Why:  "A missing scope is a 403 in production; a surplus one is what a thief of the key gets for free.",
	Fix:  "Make a custom key with the scopes of `klaviyolint inventory -scopes`, and write them down in `[[keys]]`.",
	Pass: "`[[keys]]` lists every scope that a call certainly needs, and none that no call can need", Fail: "a scope is missing or surplus, or the key has full access", Open: "no `[[keys]]`, or calls whose path is not known",
}, func(c *context, j *checklist.Judgement) {
	j.Looked, j.None = c.looked(), "no request to /api/*"
	c.open(j)
	any := false
	for _, call := range c.api {
		any = any || call.Kind == inventory.KindAPI
	}
	if !any {
		return
	}
	needs := c.Doc.Needs(c.Settings.Keys)
	for i, n := range needs {
		var key *config.KeyRow
		if i < len(c.Settings.Keys) {
			key = &c.Settings.Keys[i]
		}
		c.scopes(j, &n, key, i)
	}
}}

// scopes judges one key.
func (c *context) scopes(j *checklist.Judgement, n *inventory.Need, key *config.KeyRow, i int) {
	ids := map[string]*inventory.Call{}
	for _, call := range c.calls {
		ids[call.ID] = call
	}
	first := checklist.Place{}
	for _, s := range n.By {
		for _, id := range s.Calls {
			if call := ids[id]; call != nil && !first.IsValid() {
				first = at(call.Location)
			}
		}
	}
	// A report shows which scopes the key certainly has not; it tries one key.
	if p := c.flight(); p != nil && i == 0 {
		for _, s := range n.Certain {
			if !slices.Contains(p.Refused, s) {
				continue
			}
			place := c.report()
			what := "the code"
			for _, b := range n.By {
				if b.Scope == s && len(b.Calls) > 0 && ids[b.Calls[0]] != nil {
					place, what = at(ids[b.Calls[0]].Location), ids[b.Calls[0]].What()
				}
			}
			j.Add(checklist.Subject{Mark: checklist.Not, Kind: "key", What: fmt.Sprintf("%s needs %s, which Klaviyo refused to the key in the preflight of %s", what, s, p.Day), Place: place, Also: []checklist.Place{c.report()}})
		}
	}
	if key == nil || key.Scopes == nil {
		j.Add(checklist.Subject{Mark: checklist.Open, Kind: "key", What: "which scopes the key has is not in [[keys]]; the code needs " + strings.Join(n.Certain, " "), Place: first,
			Settle: "add [[keys]] with scopes = [" + quotedList(n.Certain) + "] once the key has these"})
		return
	}
	row := c.row("keys", i)
	bad := false
	for _, s := range n.Missing {
		bad = true
		place, what := row, ""
		for _, b := range n.By {
			if b.Scope == s && len(b.Calls) > 0 && ids[b.Calls[0]] != nil {
				place, what = at(ids[b.Calls[0]].Location), ids[b.Calls[0]].What()
			}
		}
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "key", What: fmt.Sprintf("%s needs %s, which %s has not", what, s, key.Name()), Place: place})
	}
	for _, s := range n.Surplus {
		bad = true
		if len(n.Open) > 0 || len(c.Gaps) > 0 {
			j.Add(checklist.Subject{Mark: checklist.Open, Kind: "key", What: fmt.Sprintf("%s of %s may be surplus: calls with an unknown path could need it", s, key.Name()), Place: row, Settle: "give the paths where klaviyolint can see them"})
			continue
		}
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "key", What: fmt.Sprintf("%s of %s is needed by no call", s, key.Name()), Place: row})
	}
	for _, l := range n.Open {
		bad = true
		j.Add(checklist.Subject{Mark: checklist.Open, Kind: "key", What: "a call with an unknown path could need any scope", Place: at(l), Settle: "give the path where klaviyolint can see it"})
	}
	if !bad {
		j.Add(checklist.Subject{Mark: checklist.Met, Kind: "key", What: key.Name() + " has " + strings.Join(key.Scopes, " "), Place: row})
	}
}

// row is the place of a row in the configuration file.
func (c *context) row(table string, i int) checklist.Place {
	for _, key := range []string{"scopes", "env", "secret", "file"} {
		if p := c.Settings.Position(fmt.Sprintf("%s.%d.%s", table, i, key)); p.Line > 0 {
			return checklist.Place{Path: inventory.Relative(c.Root, c.Settings.Path), Line: p.Line, Column: p.Col}
		}
	}
	return checklist.Place{Path: inventory.Relative(c.Root, c.Settings.Path), Line: 1, Column: 1}
}

func quotedList(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, `"`+s+`"`)
	}
	return strings.Join(out, ", ")
}
