package checklist

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// Changes are what is different from an earlier run.
type Changes struct {
	Since  string   `json:"since"`  // day of the earlier run
	Commit string   `json:"commit"` // of the earlier run
	Items  []Change `json:"items"`
}

// A Change is one item that is not as it was.
type Change struct {
	ID     string  `json:"id"`
	Before Verdict `json:"before"` // "" where the item was not judged
	After  Verdict `json:"after"`  // "" likewise
	// Places that speak against it, before and after.
	PlacesBefore int `json:"places_before"`
	PlacesAfter  int `json:"places_after"`
}

// String says a change in one line, as in "C5 9 → 4 places".
func (c Change) String() string {
	or := func(v Verdict) string {
		if v == "" {
			return "not judged"
		}
		return string(v)
	}
	if c.Before == c.After {
		return fmt.Sprintf("%s %d → %d places", c.ID, c.PlacesBefore, c.PlacesAfter)
	}
	return fmt.Sprintf("%s %s → %s", c.ID, or(c.Before), or(c.After))
}

// ReadReport reads the JSON of an earlier run of the same module. Errors name the
// file and the line.
func ReadReport(file, module string, day klaviyo.Day) (*Report, error) {
	data, err := readfile.Regular(file, readfile.Report)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such file; make one with klaviyolint checklist -format json -o %s", file, file)
	}
	if err != nil {
		return nil, err
	}
	var r Report
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("%s:%s: not the JSON of a checklist: %v", file, lineOf(data, err), err)
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("%s:1: schema %q, want %q", file, r.Schema, Schema)
	}
	if r.Run.Module != module {
		return nil, fmt.Errorf("%s:1: the report is about module %q, not %q", file, r.Run.Module, module)
	}
	before, err := klaviyo.ParseDay(r.Run.Day)
	if err != nil {
		return nil, fmt.Errorf("%s:1: day of the run: %v", file, err)
	}
	if before.After(day) {
		return nil, fmt.Errorf("%s:1: the report is of %s, a day in the future", file, before)
	}
	return &r, nil
}

// Compare tells what changed since an earlier run.
func (r *Report) Compare(old *Report) {
	c := &Changes{Since: old.Run.Day, Commit: old.Run.Commit, Items: []Change{}}
	before := map[string]*Item{}
	var ids []string
	for i := range old.Items {
		before[old.Items[i].ID] = &old.Items[i]
		ids = append(ids, old.Items[i].ID)
	}
	after := map[string]*Item{}
	for i := range r.Items {
		after[r.Items[i].ID] = &r.Items[i]
		ids = append(ids, r.Items[i].ID)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		ch := Change{ID: id}
		if it := before[id]; it != nil {
			ch.Before, ch.PlacesBefore = it.Verdict, it.Subjects.Not
		}
		if it := after[id]; it != nil {
			ch.After, ch.PlacesAfter = it.Verdict, it.Subjects.Not
		}
		if ch.Before != ch.After || ch.PlacesBefore != ch.PlacesAfter {
			c.Items = append(c.Items, ch)
		}
	}
	r.Changes = c
}
