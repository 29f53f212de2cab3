package e164

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// The table agrees with the library it was made from, region by region.
func TestTableAgainstLibrary(t *testing.T) {
	meta, err := phonenumbers.MetadataCollection()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range meta.GetMetadata() {
		code := int(m.GetCountryCode())
		c, rest, ok := splitCode(strconv.Itoa(code) + "5")
		if !ok || c.code != code || rest != "5" {
			t.Errorf("+%d is not in the table", code)
		}
		if m.GetId() == "001" {
			continue
		}
		n++
		r, ok := findRegion(m.GetId())
		if !ok || r.code != code || r.trunk != m.GetNationalPrefix() {
			t.Errorf("%s: table has %+v", m.GetId(), r)
		}
		if _, err := regexp.Compile(r.odd); err != nil {
			t.Errorf("%s: %v", m.GetId(), err)
		}
		for length := range 20 {
			possible := false
			for _, l := range m.GetGeneralDesc().GetPossibleLength() {
				possible = possible || int(l) == length
			}
			if has(r.lengths, length) != possible {
				t.Errorf("%s: %d digits possible = %v, library says %v", m.GetId(), length, !possible, possible)
			}
		}
	}
	if n != len(regions) || n != len(phonenumbers.GetSupportedRegions()) {
		t.Errorf("%d regions in the table, %d in the metadata", len(regions), n)
	}
}

// Every country code with every length: the same answer as the library's, but
// for the limit of E.164.
func TestLengthsAgainstLibrary(t *testing.T) {
	for code := 1; code <= 999; code++ {
		// Codes do not begin one another: skip what a shorter one covers.
		if c, _, ok := splitCode(strconv.Itoa(code)); ok && c.code != code {
			continue
		}
		for n := range 18 {
			digits := strconv.Itoa(code) + strings.Repeat("5", n)
			got, detail := Check("+" + digits)
			national, _ := strconv.ParseUint("0"+strings.Repeat("5", n), 10, 64)
			cc := int32(code)
			want := phonenumbers.IsPossibleNumberWithReason(&phonenumbers.PhoneNumber{CountryCode: &cc, NationalNumber: &national})
			var wantProblem []Problem
			switch {
			case len(digits) > maxDigits:
				wantProblem = []Problem{TooLong}
			case n == 0 && want != phonenumbers.INVALID_COUNTRY_CODE:
				wantProblem = []Problem{TooShort}
			default:
				wantProblem = map[phonenumbers.ValidationResult][]Problem{
					phonenumbers.IS_POSSIBLE:            {OK},
					phonenumbers.IS_POSSIBLE_LOCAL_ONLY: {TooShort},
					phonenumbers.TOO_SHORT:              {TooShort},
					phonenumbers.TOO_LONG:               {TooLong},
					phonenumbers.INVALID_LENGTH:         {TooShort},
					// "+2" may be the beginning of a code.
					phonenumbers.INVALID_COUNTRY_CODE: {NoSuchCountryCode, TooShort},
				}[want]
			}
			ok := false
			for _, p := range wantProblem {
				ok = ok || p == got
			}
			if want == phonenumbers.INVALID_COUNTRY_CODE && len(digits) <= maxDigits {
				_, _, known := splitCode(digits)
				ok = ok && !known || known
			}
			if !ok {
				t.Errorf("Check(+%s) = %v (%s), want %v", digits, got, detail, wantProblem)
			}
		}
	}
}

var exampleTypes = []phonenumbers.PhoneNumberType{
	phonenumbers.FIXED_LINE, phonenumbers.MOBILE, phonenumbers.TOLL_FREE, phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST,
	phonenumbers.VOIP, phonenumbers.PERSONAL_NUMBER, phonenumbers.PAGER, phonenumbers.UAN,
}

// The library's example numbers of every region and type pass Check, and come
// back from every way of writing them, or not at all.
func TestExamplesAgainstLibrary(t *testing.T) {
	var mobiles, mobilesBack int
	for _, r := range regions {
		for _, typ := range exampleTypes {
			num := phonenumbers.GetExampleNumberForType(r.id, typ)
			if num == nil {
				continue
			}
			want := phonenumbers.Format(num, phonenumbers.E164)
			// Canada has numbers of seven digits, too short for +1.
			possible := phonenumbers.IsPossibleNumberWithReason(num) == phonenumbers.IS_POSSIBLE
			if p, detail := Check(want); (p == OK) != possible {
				t.Errorf("%s: Check(%s) = %v (%s)", r.id, want, p, detail)
			}
			inter := phonenumbers.Format(num, phonenumbers.INTERNATIONAL)
			for _, s := range []string{inter, strings.Replace(inter, "+", "00", 1), phonenumbers.Format(num, phonenumbers.RFC3966), want} {
				got, ok := Normalize(s, "")
				declined := !ok && (r.id == "BY" || r.id == "LT") // digits that may be a trunk prefix
				if ok && got != want || ok != possible && !declined {
					t.Errorf("%s: Normalize(%q) = %q %v, want %q", r.id, s, got, ok, want)
				}
			}
			national := phonenumbers.Format(num, phonenumbers.NATIONAL)
			// Not every national format reads back as the number it was made of.
			if back, err := phonenumbers.Parse(national, r.id); err != nil || phonenumbers.Format(back, phonenumbers.E164) != want {
				continue
			}
			got, ok := Normalize(national, r.id)
			if ok && got != want {
				t.Errorf("%s: Normalize(%q, %s) = %q, want %q", r.id, national, r.id, got, want)
			}
			if typ == phonenumbers.MOBILE {
				mobiles++
				if ok {
					mobilesBack++
				} else {
					t.Logf("%s: Normalize(%q) declined", r.id, national)
				}
			}
		}
	}
	// Some regions have local formats that need more than the table knows.
	if mobilesBack*100 < mobiles*95 {
		t.Errorf("only %d of %d national mobile numbers come back", mobilesBack, mobiles)
	}
}

// Whatever Normalize makes of arbitrary digits, the library makes the same of
// them where it takes them for a valid number.
func TestRandomAgainstLibrary(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	compared, bad := 0, 0
	for range 60_000 {
		r := regions[rnd.IntN(len(regions))]
		var b strings.Builder
		switch rnd.IntN(4) {
		case 0:
			b.WriteString(r.trunk)
		case 1:
			b.WriteString("+" + strconv.Itoa(r.code))
		case 2:
			b.WriteString("0")
		}
		for range 4 + rnd.IntN(9) {
			b.WriteByte(byte('0' + rnd.IntN(10)))
		}
		got, ok := Normalize(b.String(), r.id)
		if !ok || got == b.String() {
			continue
		}
		if p, _ := Check(got); p != OK {
			t.Fatalf("Normalize(%q, %s) = %q, which is %v", b.String(), r.id, got, p)
		}
		num, err := phonenumbers.Parse(b.String(), r.id)
		if err != nil || !phonenumbers.IsValidNumber(num) {
			continue
		}
		compared++
		if want := phonenumbers.Format(num, phonenumbers.E164); got != want {
			bad++
			t.Logf("Normalize(%q, %s) = %q, library %q", b.String(), r.id, got, want)
		}
	}
	if bad > 0 || compared < 1000 {
		t.Errorf("%d of %d differ", bad, compared)
	}
}
