package klaviyo

import (
	"slices"
	"testing"
)

// Every boundary of every stable revision, on the day before, the day itself
// and the day after.
func TestRevisionBoundaries(t *testing.T) {
	for _, r := range Revisions() {
		for _, b := range []struct {
			name          string
			on            Day
			before, after RevisionStatus
		}{
			{"released", r.Released, Future, Stable},
			{"deprecated", r.DeprecatedOn, Stable, Deprecated},
			{"retired", r.RetiredOn, Deprecated, Retired},
		} {
			for off, want := range map[int]RevisionStatus{-1: b.before, 0: b.after, 1: b.after} {
				on := b.on.AddDays(off)
				if got, rev := RevisionAt(r.Value, on); got != want || rev != r {
					t.Errorf("%s %s%+d: RevisionAt = %v %v, want %v", r.Value, b.name, off, got, rev, want)
				}
			}
			if !slices.Contains(RevisionBoundaries(), b.on) {
				t.Errorf("%s: %s on %v is no boundary", r.Value, b.name, b.on)
			}
		}
	}
}

// The table follows the published policy: deprecated after one year, retired
// after two.
func TestRevisionTable(t *testing.T) {
	var last Day
	for _, r := range Revisions() {
		if !r.Listed || r.Beta || r.Source == "" || r.Date != r.Released || r.Value != r.Date.String() {
			t.Errorf("%s: odd row %+v", r.Value, r)
		}
		if r.DeprecatedOn != r.Released.AddYears(1) || r.RetiredOn != r.Released.AddYears(2) {
			t.Errorf("%s: deprecated %v, retired %v", r.Value, r.DeprecatedOn, r.RetiredOn)
		}
		if !r.Released.After(last) {
			t.Errorf("%s: out of order", r.Value)
		}
		last = r.Released
	}
	if n := len(Revisions()); n != 21 {
		t.Errorf("%d stable revisions, want 21", n)
	}
}

func TestRevisionAt(t *testing.T) {
	for _, tt := range []struct {
		value, on string
		want      RevisionStatus
		listed    bool
	}{
		{"", AsOf, Empty, false},
		{"latest", AsOf, Latest, false},
		{"LaTeSt", AsOf, Latest, false},

		{"2024-10-15", AsOf, Retired, true},
		{"2024-10-15", "2026-10-14", Deprecated, true},
		{"2025-01-15", AsOf, Deprecated, true},
		{"2026-07-15", AsOf, Stable, true},
		{"2026-07-15", "2026-01-01", Future, true},

		{"2026-10-15", AsOf, Newer, false}, // unconfirmed, never a fault
		{"2026-07-16", AsOf, Newer, false},
		{AsOf, AsOf, Newer, false},
		{FactsDay().AddDays(1).String(), AsOf, Future, false},
		{"2027-01-15", AsOf, Future, false},
		{"2027-01-15", "2027-01-15", Newer, false},
		{"2026-10-15", "2031-01-01", Newer, false}, // the table is too old to judge

		{"2025-03-01", AsOf, Unlisted, false},
		{"2025-01-16", AsOf, Unlisted, false},
		{"2025-01-14", AsOf, Retired, false}, // older than all that is served
		{"2022-02-16", AsOf, Retired, false},
		{"2022-10-19", AsOf, Retired, false}, // an SDK's release day, no revision
		{"1999-12-31", AsOf, Retired, false},
		{"2022-02-16", "2022-12-01", Retired, false},
		{"2022-02-16", "2022-03-01", Unlisted, false}, // before the first revision
		{"2025-03-01", "2031-01-01", Retired, false},

		{"2025-07-15.pre", AsOf, Beta, true},
		{"2023-10-15.pre", AsOf, Beta, true}, // release day not known
		{"2025-03-01.pre", AsOf, Beta, false},
		{"2030-01-01.pre", AsOf, Beta, false},
		{"2024-13-45.pre", AsOf, Malformed, false},
		{".pre", AsOf, Malformed, false},
		{"2025-07-15.PRE", AsOf, Malformed, false},
		{"2025-07-15.pre.pre", AsOf, Malformed, false},
		{"2025-07-15.beta", AsOf, Malformed, false},

		{"2024-13-45", AsOf, Malformed, false},
		{"2024-10-15 ", AsOf, Malformed, false},
		{" 2024-10-15", AsOf, Malformed, false},
		{"2024-10-15\n", AsOf, Malformed, false},
		{" ", AsOf, Malformed, false},
		{"v2024-10-15", AsOf, Malformed, false},
		{"2024/10/15", AsOf, Malformed, false},
		{"20241015", AsOf, Malformed, false},
		{"2024-10", AsOf, Malformed, false},
		{"15-10-2024", AsOf, Malformed, false},
		{"1", AsOf, Malformed, false},
		{"latest ", AsOf, Malformed, false},
		{"stable", AsOf, Malformed, false},
	} {
		got, rev := RevisionAt(tt.value, day(t, tt.on))
		if got != tt.want || rev.Listed != tt.listed || rev.Value != tt.value {
			t.Errorf("RevisionAt(%q, %s) = %v %+v, want %v, listed %v", tt.value, tt.on, got, rev, tt.want, tt.listed)
		}
		if wantDate := got != Malformed && got != Latest && got != Empty; wantDate == rev.Date.IsZero() {
			t.Errorf("RevisionAt(%q): date %v", tt.value, rev.Date)
		}
	}
}

func TestNewestAndOldest(t *testing.T) {
	for _, tt := range []struct{ on, newest, oldest string }{
		{AsOf, "2026-07-15", "2025-01-15"},
		{"2026-10-14", "2026-07-15", "2024-10-15"},
		{"2026-10-15", "2026-07-15", "2025-01-15"},
		{"2026-07-14", "2026-04-15", "2024-07-15"},
		{"2022-10-17", "2022-10-17", "2022-10-17"},
		{"2022-10-16", "", ""},
		{"2028-07-14", "2026-07-15", "2026-07-15"},
		{"2028-07-15", "2026-07-15", ""},
	} {
		on := day(t, tt.on)
		if got := NewestStable(on).Value; got != tt.newest {
			t.Errorf("NewestStable(%v) = %q, want %q", on, got, tt.newest)
		}
		if got := OldestServed(on).Value; got != tt.oldest {
			t.Errorf("OldestServed(%v) = %q, want %q", on, got, tt.oldest)
		}
	}
}

// Between two boundaries nothing changes: equal index, equal statuses.
func TestBoundaryIndex(t *testing.T) {
	bounds := RevisionBoundaries()
	if !slices.IsSortedFunc(bounds, Day.Compare) || len(slices.Compact(slices.Clone(bounds))) != len(bounds) {
		t.Fatalf("boundaries are not sorted and unique: %v", bounds)
	}
	for i, b := range bounds {
		if got := BoundaryIndex(b); got != i+1 {
			t.Errorf("BoundaryIndex(%v) = %d, want %d", b, got, i+1)
		}
		if got := BoundaryIndex(b.AddDays(-1)); got != i {
			t.Errorf("BoundaryIndex(%v) = %d, want %d", b.AddDays(-1), got, i)
		}
	}
	status := func(on Day) (out []RevisionStatus) {
		for _, r := range Revisions() {
			s, _ := RevisionAt(r.Value, on)
			out = append(out, s)
		}
		return out
	}
	for on := day(t, "2022-10-01"); on.Before(day(t, "2028-08-01")); on = on.AddDays(1) {
		next := on.AddDays(1)
		same := BoundaryIndex(on) == BoundaryIndex(next)
		if same != slices.Equal(status(on), status(next)) {
			t.Errorf("%v and the next day: same index %v, but statuses say otherwise", on, same)
		}
	}
}

func TestRevisionStatusString(t *testing.T) {
	if Stable.String() != "stable" || Empty.String() != "empty" || RevisionStatus(-1).String() != "unknown" || RevisionStatus(99).String() != "unknown" {
		t.Error("status names are wrong")
	}
}

func FuzzRevisionAt(f *testing.F) {
	for _, s := range []string{"", "latest", "2024-10-15", "2024-10-15.pre", "2024-13-45", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		status, rev := RevisionAt(s, FactsDay())
		if rev.Value != s {
			t.Errorf("%q came back as %q", s, rev.Value)
		}
		if status == Stable && !rev.Listed {
			t.Errorf("%q is stable but not listed", s)
		}
	})
}

func TestReleasesSince(t *testing.T) {
	for day, want := range map[string]int{"2026-07-15": 0, "2026-10-14": 0, "2026-10-15": 1, "2027-01-14": 1, "2027-01-15": 2, "2028-07-20": 8} {
		if got := ReleasesSince(mustDay(day)); got != want {
			t.Errorf("%s: %d, want %d", day, got, want)
		}
	}
}
