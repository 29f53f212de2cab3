package klaviyo

import "testing"

func day(t *testing.T, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDay(t *testing.T) {
	for _, s := range []string{"2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if d := day(t, s); d.String() != s {
			t.Errorf("ParseDay(%q) = %v", s, d)
		}
	}
	for _, s := range []string{
		"", " ", "2024-13-45", "2023-02-29", "2024-00-10", "2024-1-5", "24-01-05", "2024/01/05", "2024-01-05 ",
		" 2024-01-05", "2024-01-05T00:00:00Z", "v2024-01-05", "2024-01-05.pre", "20240105", "2024-01-0５",
	} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", s, d)
		}
	}
}

func TestDayArithmetic(t *testing.T) {
	d := day(t, "2024-02-28")
	for _, tt := range []struct {
		got  Day
		want string
	}{
		{d.AddDays(1), "2024-02-29"},
		{d.AddDays(2), "2024-03-01"},
		{d.AddDays(-59), "2023-12-31"},
		{d.AddYears(2), "2026-02-28"},
		{day(t, "2024-02-29").AddYears(1), "2025-02-28"},
		{day(t, "2024-02-29").AddYears(4), "2028-02-29"},
		{day(t, "2024-10-15").AddYears(2), "2026-10-15"},
		{Day{}, ""},
	} {
		if tt.got.String() != tt.want {
			t.Errorf("got %v, want %v", tt.got, tt.want)
		}
	}
	if n := day(t, "2026-11-23").Sub(day(t, "2026-10-15")); n != 39 {
		t.Errorf("days between = %d, want 39", n)
	}
	if n := day(t, "2024-02-28").Sub(day(t, "2024-03-01")); n != -2 {
		t.Errorf("days between = %d, want -2", n)
	}
}

func TestDayOrder(t *testing.T) {
	days := []Day{{}, day(t, "2023-12-31"), day(t, "2024-01-01"), day(t, "2024-01-02"), day(t, "2024-02-01"), day(t, "2025-01-01")}
	for i, a := range days {
		for j, b := range days {
			if a.Before(b) != (i < j) || a.After(b) != (i > j) || (a == b) != (i == j) {
				t.Errorf("order of %v and %v is wrong", a, b)
			}
		}
	}
	if !(Day{}).IsZero() || days[1].IsZero() {
		t.Error("IsZero is wrong")
	}
}

func TestToday(t *testing.T) {
	if d := Today(); !d.After(day(t, "2026-01-01")) {
		t.Errorf("Today() = %v", d)
	}
	if FactsDay().String() != AsOf {
		t.Errorf("FactsDay() = %v, want %s", FactsDay(), AsOf)
	}
}
