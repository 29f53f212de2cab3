package e164

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		number string
		want   Problem
		detail string // a part of it
	}{
		{"+15551234567", OK, ""},
		{"+15005550006", OK, ""}, // Klaviyo's own example
		{"+12345678901", OK, ""}, // of its error message
		{"+442079460958", OK, ""},
		{"+390612345678", OK, ""}, // Italy keeps its zero
		{"+4930123456", OK, ""},
		{"+80012345678", OK, ""}, // a code of no country
		{"+6591234567", OK, ""},

		{"", Empty, ""},
		{"15551234567", NoPlus, ""},
		{"5551234567", NoPlus, ""},
		{"0015551234567", NoPlus, "00"},
		{"00 1 555 123 4567", NoPlus, "00"},
		{"07911123456", National, "trunk"},
		{"(020) 7946 0958", National, "trunk"},
		{"(555) 123-4567", National, "country code missing"},
		{"555-123-4567", National, "country code missing"},
		{"1 555 123 4567", National, ""},
		{" 15551234567", National, ""},

		{"+1 555 123 4567", Punctuation, ""},
		{"+1-555-123-4567", Punctuation, ""},
		{"+1(555)1234567", Punctuation, ""},
		{"+1.5551234567", Punctuation, ""},
		{"++15551234567", Punctuation, ""},
		{"+15551234567 ", Punctuation, ""},
		{"+15551234567\n", Punctuation, ""},
		{" +15551234567", Punctuation, "white space"},
		{"+1555+1234567", Punctuation, ""},

		{"+1-800-FLOWERS", Letters, ""},
		{"+15551234567x12", Letters, ""},
		{"phone", Letters, ""},
		{"+١٥٥٥١٢٣٤٥٦٧", Letters, ""},
		{"tel:+15551234567", Letters, ""},

		{"+05551234567", LeadingZero, ""},
		{"+0", LeadingZero, ""},
		{"+", TooShort, "no digits"},
		{"-", TooShort, "no digits"},
		{"+1", TooShort, "0 digits after +1"},
		{"+12", TooShort, "1 digit after +1"},
		{"+2", TooShort, "not complete"},
		{"+1555123456", TooShort, "9 digits after +1, possible: 10"},
		{"+15551234", TooShort, "7 digits after +1"},
		{"+4420794609", TooShort, "8 digits after +44, possible: 7, 9 or 10"},
		{"+155512345678", TooLong, "11 digits after +1"},
		{"+1555123456789012", TooLong, "16 digits"},
		{"+999123456789", NoSuchCountryCode, "999"},
		{"+2101234567", NoSuchCountryCode, "210"},
		{"+99", TooShort, "not complete"}, // +992 and others exist
	} {
		got, detail := Check(tt.number)
		if got != tt.want || !strings.Contains(detail, tt.detail) {
			t.Errorf("Check(%q) = %v (%s), want %v (%s)", tt.number, got, detail, tt.want, tt.detail)
		}
		if got == OK && detail != "" || strings.Contains(detail, "\n") {
			t.Errorf("Check(%q): detail %q", tt.number, detail)
		}
	}
}

func TestProblemString(t *testing.T) {
	seen := map[string]bool{}
	for p := OK; p <= NoSuchCountryCode; p++ {
		if s := p.String(); s == "unknown" || seen[s] || s != strings.ToLower(s) {
			t.Errorf("problem %d reads %q", p, s)
		}
		seen[p.String()] = true
	}
	if Problem(-1).String() != "unknown" || Problem(99).String() != "unknown" {
		t.Error("a number out of range has a name")
	}
}

func TestCheckTemplate(t *testing.T) {
	for _, tt := range []struct {
		parts []string
		want  Problem
	}{
		{nil, Empty},
		{[]string{"+15551234567"}, OK},
		{[]string{"5551234567"}, NoPlus},
		{[]string{"", ""}, OK},
		{[]string{"", "", ""}, OK},
		{[]string{"+", ""}, OK},
		{[]string{"+", "", ""}, OK},
		{[]string{"+1", ""}, OK},
		{[]string{"+1555", "", ""}, OK},
		{[]string{"+2", ""}, OK},
		{[]string{"+", "5551234567"}, OK},
		{[]string{"+", "0"}, OK},
		{[]string{"", "5551234567"}, OK},
		{[]string{"", "+", ""}, OK},
		{[]string{"", "+1", ""}, OK},
		{[]string{"+15551234567", ""}, OK},

		{[]string{"(", ") ", ""}, National},
		{[]string{"(", ") ", "-", ""}, National},
		{[]string{"1-", ""}, National},
		{[]string{"0", ""}, National},
		{[]string{"00", ""}, NoPlus},
		{[]string{"1", ""}, NoPlus},
		{[]string{"+1-", ""}, Punctuation},
		{[]string{"+1 (", ") ", "-", ""}, Punctuation},
		{[]string{"+", "-", ""}, Punctuation},
		{[]string{"+", " ", ""}, Punctuation},
		{[]string{"", "-", "-", ""}, Punctuation},
		{[]string{"", " "}, Punctuation},
		{[]string{"+1", "+", ""}, Punctuation},
		{[]string{"", "1+", ""}, Punctuation},
		{[]string{"tel:", ""}, Letters},
		{[]string{"+1", "x", ""}, Letters},
		{[]string{"+0", ""}, LeadingZero},
		{[]string{"", "+0", ""}, LeadingZero},
		{[]string{"+999", ""}, NoSuchCountryCode},
		{[]string{"+2101", ""}, NoSuchCountryCode},
		{[]string{"+155512345678", ""}, TooLong},
		{[]string{"+1", "55512345678"}, TooLong},
		{[]string{"", "1234567890123456"}, TooLong},
	} {
		if got, detail := CheckTemplate(tt.parts); got != tt.want {
			t.Errorf("CheckTemplate(%q) = %v (%s), want %v", tt.parts, got, detail, tt.want)
		}
	}
}

// A template that some number fits is never refused: cut valid numbers at
// every two places.
func TestCheckTemplateOfValid(t *testing.T) {
	for _, number := range []string{"+15551234567", "+442079460958", "+390612345678", "+35312345678", "+80012345678"} {
		for i := range len(number) + 1 {
			for j := i; j <= len(number); j++ {
				if p, detail := CheckTemplate([]string{number[:i], number[j:]}); p != OK {
					t.Errorf("%q, %q: %v (%s)", number[:i], number[j:], p, detail)
				}
				if p, detail := CheckTemplate([]string{number[:i], number[i:j], number[j:]}); p != OK {
					t.Errorf("%q, %q, %q: %v (%s)", number[:i], number[i:j], number[j:], p, detail)
				}
			}
		}
	}
}

func TestIsMask(t *testing.T) {
	for s, want := range map[string]bool{
		"+1•••": true, "***": true, "xxx": true, "XXX-XXX-XXXX": true, "+1 (xxx) xxx-xxxx": true, "+1555123****": true,
		"+1555XXXXXXX": true, "{{phone}}": true, "{{ .Phone }}": true, "${PHONE}": true, "$PHONE": true, "<phone>": true, "%s": true,
		"###-###-####": true, "+1...": true, "+1…": true, "{phone}": true, "___": true, "+44 ???? ??????": true,

		"": false, "+15551234567": false, "(555) 123-4567": false, "phone": false, "roxxy": false, "+1 555 123 4567 x12": false,
		"+1 555 123 4567 ext. 12": false, "+1.555.123.4567": false, "N/A": false, "#12": false, "x": false,
	} {
		if got := IsMask(s); got != want {
			t.Errorf("IsMask(%q) = %v", s, got)
		}
	}
}

func FuzzAll(f *testing.F) {
	for _, s := range []string{"", "+", "+1 (555) 123-4567", "0044 20 7946 0958", "\xff", "+\x00", "tel:", "00", "(0)"} {
		f.Add(s, "US")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, s, region string) {
		p, _ := Check(s)
		IsMask(s)
		CheckTemplate([]string{s, region})
		if q, _ := CheckTemplate([]string{s, ""}); p == OK && q != OK {
			t.Errorf("%q is a number, but no beginning of one", s)
		}
		got, ok := Normalize(s, region)
		if q, _ := Check(got); ok != (q == OK) {
			t.Errorf("Normalize(%q, %q) = %q %v, which is %v", s, region, got, ok, q)
		}
		if p == OK && got != s {
			t.Errorf("Normalize(%q) = %q", s, got)
		}
	})
}
