package klaviyo

import (
	"cmp"
	"fmt"
	"time"
)

// A Day is a civil date. Days are comparable with ==; the zero Day is no day
// at all, sorts before every other and prints as "".
//
// Revisions change status at day precision: Klaviyo publishes dates without a
// time of day or a zone.
type Day struct {
	year       int
	month, day int8
}

// ParseDay reads a date of the form YYYY-MM-DD. Nothing else is accepted: no
// white space, no missing zeros, no day that the month does not have.
func ParseDay(s string) (Day, error) {
	// time.Parse checks the calendar, but takes one-digit days in some
	// layouts; the length settles that.
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || len(s) != len(time.DateOnly) {
		return Day{}, fmt.Errorf("%q is not a date of the form YYYY-MM-DD", s)
	}
	return dayOf(t), nil
}

// Clock tells [Today] the time. Tests of what is kept from one day to another
// set it, before anything runs.
var Clock = time.Now

// Today returns the current day in UTC, so that two machines that run at the
// same moment agree on the status of a revision.
func Today() Day { return dayOf(Clock().UTC()) }

func dayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, int8(m), int8(d)}
}

// mustDay is for dates in the embedded tables, which tests read in full.
func mustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic("klaviyo: embedded table: " + err.Error())
	}
	return d
}

func (d Day) time() time.Time {
	return time.Date(d.year, time.Month(d.month), int(d.day), 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether d is no day.
func (d Day) IsZero() bool { return d == Day{} }

// String returns d as YYYY-MM-DD, or "" for no day.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// Compare returns -1, 0 or 1 as d lies before, on or after e.
func (d Day) Compare(e Day) int {
	return cmp.Or(cmp.Compare(d.year, e.year), cmp.Compare(d.month, e.month), cmp.Compare(d.day, e.day))
}

// Before reports whether d lies before e.
func (d Day) Before(e Day) bool { return d.Compare(e) < 0 }

// After reports whether d lies after e.
func (d Day) After(e Day) bool { return d.Compare(e) > 0 }

// AddDays returns the day n days after d, or before it when n is negative.
func (d Day) AddDays(n int) Day { return dayOf(d.time().AddDate(0, 0, n)) }

// Sub returns the number of days from e to d: positive when d is later.
func (d Day) Sub(e Day) int {
	return int(d.time().Sub(e.time()) / (24 * time.Hour))
}

// AddYears returns the same day of the year n years later. The anniversary of
// 29 February in a common year is 28 February.
func (d Day) AddYears(n int) Day {
	r := dayOf(d.time().AddDate(n, 0, 0))
	if r.month != d.month {
		return r.AddDays(-1)
	}
	return r
}
