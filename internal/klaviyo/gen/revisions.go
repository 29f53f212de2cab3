package main

import (
	"fmt"
	"slices"
	"strconv"
)

// revisionRows makes revisions.csv anew: every row stays as it is, a branch
// without one gets a row. Stable revisions stand before betas, by date.
func revisionRows(root string, branches []*stage) ([]byte, error) {
	old, err := readSheet(root, revisionsCSV)
	if err != nil {
		return nil, err
	}
	var stable, beta [][]string
	known := map[string]bool{}
	for _, r := range old.rows {
		known[old.get(r, "revision")] = true
		if old.get(r, "kind") == "beta" {
			beta = append(beta, r)
		} else {
			stable = append(stable, r)
		}
	}
	for _, s := range branches {
		for i, rev := range s.revisions {
			if known[rev] {
				continue
			}
			row := make([]string, len(old.head))
			old.set(row, "revision", rev)
			old.set(row, "kind", s.name)
			date := rev[:len("2006-01-02")]
			old.set(row, "released", date)
			source := fmt.Sprintf("seen: github.com/klaviyo/openapi branch %s (%s)", rev, s.days[i])
			if s.name == stageBeta {
				old.set(row, "source", source+"; no lifecycle is published for beta revisions")
				beta = append(beta, row)
				continue
			}
			old.set(row, "deprecated_on", yearsLater(date, 1))
			old.set(row, "retired_on", yearsLater(date, 2))
			old.set(row, "source", source+"; deprecated_on/retired_on policy-derived (release +1y / +2y)")
			stable = append(stable, row)
		}
	}
	return (&sheet{old.head, slices.Concat(stable, beta), old.crlf}).text()
}

// yearsLater adds years to a date of the form YYYY-MM-DD.
func yearsLater(date string, n int) string {
	y, err := strconv.Atoi(date[:4])
	if err != nil {
		panic("gen: " + err.Error()) // the name of the branch matched
	}
	return strconv.Itoa(y+n) + date[4:]
}
