package klaviyo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A RevisionStatus says what becomes of a request that names a revision.
type RevisionStatus int

const (
	// Stable revisions are served as themselves and supported.
	Stable RevisionStatus = iota
	// Deprecated revisions are served as themselves for the second year, without fixes.
	Deprecated
	// Retired: answered with the behaviour of the oldest revision still
	// served, or with 410.
	Retired
	// Beta: a ".pre" revision, not meant for production.
	Beta
	// Future: a date after the day of the check; the server refuses it.
	Future
	// Malformed: no date of the form YYYY-MM-DD, with or without ".pre".
	Malformed
	// Latest: the word "latest", which is no revision.
	Latest
	// Newer: a past date newer than every revision of the table. The table may
	// simply be older than the revision: never a fault.
	Newer
	// Unlisted: a past date inside the supported window that is in no table.
	// What the server answers is not confirmed.
	Unlisted
	// Empty: the empty string.
	Empty
)

var revisionStatusNames = [...]string{
	"stable", "deprecated", "retired", "beta", "future", "malformed", "latest", "newer", "unlisted", "empty",
}

// String returns the status as one lower-case word.
func (s RevisionStatus) String() string {
	if s < 0 || int(s) >= len(revisionStatusNames) {
		return "unknown"
	}
	return revisionStatusNames[s]
}

// A Revision is one dated version of the API, named in the request header
// "revision".
type Revision struct {
	Value    string // as it stands in the header
	Beta     bool   // carries the suffix ".pre"
	Date     Day    // the date in Value, zero when there is none
	Released Day    // zero when not listed, and for betas known from usage only
	// DeprecatedOn and RetiredOn are the first days of the new status. Zero
	// for betas, whose lifecycle is not published, and for unlisted dates.
	DeprecatedOn, RetiredOn Day
	Listed                  bool   // stands in the table
	Source                  string // where the row was seen
}

// preSuffix marks a beta revision (API versioning and deprecation policy:
// https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy).
const preSuffix = ".pre"

type revisionTable struct {
	stable []Revision // by date
	byName map[string]Revision
	bounds []Day
}

var revisions = sync.OnceValue(func() *revisionTable {
	t := &revisionTable{byName: map[string]Revision{}}
	for _, r := range table("revisions.csv") {
		rev := Revision{
			Value:        r.str("revision"),
			Beta:         r.str("kind") == "beta",
			Released:     r.day("released"),
			DeprecatedOn: r.day("deprecated_on"),
			RetiredOn:    r.day("retired_on"),
			Listed:       true,
			Source:       r.str("source"),
		}
		date, beta, ok := splitRevision(rev.Value)
		if !ok || beta != rev.Beta {
			r.fail("malformed revision")
		}
		rev.Date = date
		t.byName[rev.Value] = rev
		if !rev.Beta {
			t.stable = append(t.stable, rev)
			t.bounds = append(t.bounds, rev.Released, rev.DeprecatedOn, rev.RetiredOn)
		}
	}
	slices.SortFunc(t.stable, func(a, b Revision) int { return a.Date.Compare(b.Date) })
	slices.SortFunc(t.bounds, Day.Compare)
	t.bounds = slices.Compact(t.bounds)
	return t
})

// splitRevision takes a well-formed header value apart.
func splitRevision(value string) (date Day, beta, ok bool) {
	base, beta := strings.CutSuffix(value, preSuffix)
	date, err := ParseDay(base)
	return date, beta, err == nil
}

// RevisionAt returns what a revision header value means on a day, and the
// revision it names. Every value has exactly one status.
//
// The day of a change counts as changed: on its retired_on a revision is
// retired, on its deprecated_on deprecated. The policy retires a revision two
// years after its release, and the page of 2024-10-15 reads "supported until
// 2026-10-15"; whether that day itself is still served is not said, and code
// that must not break cannot rely on it.
//
// A past date older than every revision still served is retired whether it
// was ever published or not, since the server falls forward from it just the
// same. A beta stays a beta whatever its date: no lifecycle is published.
func RevisionAt(value string, on Day) (RevisionStatus, Revision) {
	switch {
	case value == "":
		return Empty, Revision{}
	case strings.EqualFold(value, "latest"):
		return Latest, Revision{Value: value}
	}
	date, beta, ok := splitRevision(value)
	if !ok {
		return Malformed, Revision{Value: value}
	}
	t := revisions()
	rev, listed := t.byName[value]
	if !listed {
		rev = Revision{Value: value, Beta: beta, Date: date}
	}
	switch {
	case beta:
		return Beta, rev
	case date.After(on):
		return Future, rev
	case listed:
		return rev.at(on), rev
	case date.After(t.stable[len(t.stable)-1].Date):
		return Newer, rev
	}
	oldest := OldestServed(on)
	if oldest.Listed && date.Before(oldest.Date) || !oldest.Listed && t.stable[0].Released.Before(on) {
		return Retired, rev
	}
	return Unlisted, rev
}

// at returns the status of a listed stable revision that is out on a day.
func (r *Revision) at(on Day) RevisionStatus {
	switch {
	case !on.Before(r.RetiredOn):
		return Retired
	case !on.Before(r.DeprecatedOn):
		return Deprecated
	default:
		return Stable
	}
}

// NewestStable returns the newest revision of the table that is neither a beta
// nor released after the day. With a table much older than the day it may be
// deprecated or retired by then: ask [RevisionAt]. Before the first release it
// is the zero Revision.
func NewestStable(on Day) Revision {
	for _, r := range slices.Backward(revisions().stable) {
		if !r.Released.After(on) {
			return r
		}
	}
	return Revision{}
}

// OldestServed returns the oldest revision that is released, not retired on
// the day and no beta, deprecated or not: the one that Klaviyo answers retired
// revisions with. The zero Revision when the table knows none.
func OldestServed(on Day) Revision {
	for _, r := range revisions().stable {
		if !r.Released.After(on) && on.Before(r.RetiredOn) {
			return r
		}
	}
	return Revision{}
}

// ReleasesSince returns about how many revisions Klaviyo has released up to a
// day that the tables do not have: one on the fifteenth of January, April, July
// and October, as it has been since 2024-10-15 (API versioning and deprecation
// policy: https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy).
func ReleasesSince(on Day) int {
	t := revisions().stable
	newest := t[len(t)-1].Date.String()
	n := 0
	for year := newest[:4]; year <= on.String()[:4]; {
		for _, month := range []string{"01", "04", "07", "10"} {
			if d := year + "-" + month + "-15"; d > newest && d <= on.String() {
				n++
			}
		}
		y, _ := strconv.Atoi(year) // four digits of a Day
		year = fmt.Sprintf("%04d", y+1)
	}
	return n
}

// Revisions returns the stable revisions of the table, oldest first.
func Revisions() []Revision { return slices.Clone(revisions().stable) }

// RevisionBoundaries returns the days on which the status of a listed revision
// changes, in order.
func RevisionBoundaries() []Day { return slices.Clone(revisions().bounds) }

// BoundaryIndex returns how many boundaries lie on or before the day. Two days
// with the same index give every listed revision the same status.
func BoundaryIndex(on Day) int {
	n, _ := slices.BinarySearchFunc(revisions().bounds, on.AddDays(1), Day.Compare)
	return n
}
