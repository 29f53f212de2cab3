package checklist

import (
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

func subject(marks string) Judgement {
	var j Judgement
	for i, m := range marks {
		j.Add(Subject{Mark: Mark(m), Kind: "request", What: "call", Place: Place{Path: "a.go", Line: i + 1}, Settle: "why"})
	}
	return j
}

// The one function: every way through it.
func TestVerdict(t *testing.T) {
	gap := []Gap{{What: "only ./x was looked at"}}
	for _, tt := range []struct {
		marks  string
		gaps   []Gap
		always bool
		want   Verdict
	}{
		{"", nil, false, NotApplicable}, {"", gap, false, Unknown}, {"", nil, true, Unknown},
		{"+", nil, false, Pass}, {"+++", nil, false, Pass}, {"+", gap, false, Unknown}, {"+a", nil, false, Pass}, {"a", nil, false, Pass},
		{"+?", nil, false, Unknown}, {"?", nil, false, Unknown}, {"++++++++-", nil, false, Fail}, {"-", gap, false, Fail}, {"-?", nil, false, Fail},
	} {
		j := subject(tt.marks)
		j.Gaps, j.Always, j.Looked = tt.gaps, tt.always, "9 requests"
		if got, reason := verdict(&j); got != tt.want || reason == "" {
			t.Errorf("%q with %d gaps: %s (%s), want %s", tt.marks, len(tt.gaps), got, reason, tt.want)
		}
	}
	j := subject("+")
	j.Subjects[0].Place = Place{}
	if got, _ := verdict(&j); got != Unknown {
		t.Errorf("a subject without a place: %s, want unknown", got)
	}
	j = subject("-")
	j.Subjects[0].Place = Place{}
	if got, _ := verdict(&j); got != Unknown {
		t.Errorf("a counterexample without a place: %s, want unknown", got)
	}
	j = Judgement{Broken: true}
	if got, _ := verdict(&j); got != Unknown {
		t.Errorf("a broken check: %s, want unknown", got)
	}
}

func day(t *testing.T, s string) klaviyo.Day {
	t.Helper()
	d, err := klaviyo.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestStatements(t *testing.T) {
	until := day(t, "2026-12-31")
	attested := config.Item{Attested: "watched", By: "dana", Until: until}
	none := config.Item{NotApplicable: "no such thing", By: "dana", Until: until}
	accepted := config.Item{Accepted: "next quarter", By: "dana", Until: until}
	for _, tt := range []struct {
		name, marks, on string
		item            config.Item
		block, require  []string
		want            Verdict
		exit            int
		in              string // of the reason
	}{
		{"attested over unknown", "?", "2026-11-23", attested, nil, []string{"E6"}, Attested, 0, "dana"},
		{"on the last day", "?", "2026-12-31", attested, nil, []string{"E6"}, Attested, 0, ""},
		{"the day after", "?", "2027-01-01", attested, []string{"E6"}, nil, Unknown, 1, ""},
		{"the day after, not asked for", "?", "2027-01-01", attested, nil, nil, Unknown, 0, ""},
		{"attested over fail", "-", "2026-11-23", attested, []string{"E6"}, nil, Fail, 1, "although attested"},
		{"attested over pass", "+", "2026-11-23", attested, nil, nil, Pass, 0, ""},
		{"none over unknown", "?", "2026-11-23", none, nil, []string{"all"}, NotApplicable, 0, "stated"},
		{"none over fail", "-", "2026-11-23", none, []string{"E"}, nil, Fail, 1, "although"},
		{"accepted over fail", "-", "2026-11-23", accepted, []string{"E6"}, nil, Fail, 0, "accepted until"},
		{"accepted over unknown", "?", "2026-11-23", accepted, nil, []string{"E6"}, Unknown, 0, "accepted until"},
		{"accepted, expired", "-", "2027-01-12", accepted, []string{"E6"}, nil, Fail, 1, ""},
		{"nothing stated", "?", "2026-11-23", config.Item{}, nil, []string{"E6"}, Unknown, 1, ""},
	} {
		j := subject(tt.marks)
		r := Conclude([]Judged{{Doc{ID: "E6", Title: "x"}, j}}, Run{}, Tool{}, Options{
			Block: tt.block, Require: tt.require, Day: day(t, tt.on), Statements: map[string]config.Item{"E6": tt.item},
		})
		it := r.Items[0]
		if it.Verdict != tt.want || r.Summary.Exit != tt.exit || !strings.Contains(it.Reason, tt.in) {
			t.Errorf("%s: %s, exit %d (%s); want %s, exit %d", tt.name, it.Verdict, r.Summary.Exit, it.Reason, tt.want, tt.exit)
		}
		if it.Verdict == Unknown && len(it.Settle) == 0 {
			t.Errorf("%s: nothing settles it", tt.name)
		}
	}
	soon := Conclude([]Judged{{Doc{ID: "E6"}, subject("?")}}, Run{}, Tool{}, Options{Day: day(t, "2026-12-01"), Statements: map[string]config.Item{"E6": attested}})
	if len(soon.Notices) != 1 || !strings.Contains(soon.Notices[0], "30 days left") {
		t.Errorf("30 days before: %q", soon.Notices)
	}
	late := Conclude([]Judged{{Doc{ID: "E6"}, subject("?")}}, Run{}, Tool{}, Options{Day: day(t, "2027-01-12"), Statements: map[string]config.Item{"E6": attested}})
	if !strings.Contains(strings.Join(late.Items[0].Remarks, ""), "expired 12 days ago") {
		t.Errorf("after: %q", late.Items[0].Remarks)
	}
}

func TestBaseline(t *testing.T) {
	judged := func(marks string) []Judged { return []Judged{{Doc{ID: "A5"}, subject(marks)}} }
	o := Options{Block: []string{"A5"}}
	old := Conclude(judged("--"), Run{}, Tool{}, o)
	o.Baseline = NewBaseline(old)
	if r := Conclude(judged("--"), Run{}, Tool{}, o); r.Items[0].Verdict != Fail || r.Summary.Exit != 0 || r.Items[0].Known != 2 {
		t.Errorf("known places: %+v", r.Items[0])
	}
	if r := Conclude(judged("---"), Run{}, Tool{}, o); r.Summary.Exit != 1 {
		t.Error("a new place does not block")
	}
	if r := Conclude(judged("-"), Run{}, Tool{}, o); r.Items[0].Gone != 1 {
		t.Errorf("places that are gone: %d, want 1", r.Items[0].Gone)
	}
	now := Conclude(judged("-"), Run{}, Tool{}, Options{})
	now.Compare(old)
	if len(now.Changes.Items) != 1 || now.Changes.Items[0].String() != "A5 2 → 1 places" {
		t.Errorf("changes: %+v", now.Changes.Items)
	}
}
