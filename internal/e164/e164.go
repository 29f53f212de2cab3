// Package e164 judges phone numbers by the rule that Klaviyo applies to its
// phone_number fields: E.164, that is a plus sign, a country code and at most
// fifteen digits in all.
//
// Sources: the descriptions of phone_number in Klaviyo's OpenAPI documents
// (github.com/klaviyo/openapi, example +15005550006) and
// https://developers.klaviyo.com/en/docs/events_api_overview, which recommends
// libphonenumber. Country codes and lengths come from its metadata, by way of
// a generated table: the library itself weighs 10 MB in a binary. Whether a
// number of the right length is assigned to anybody is not looked at, so
// documentation numbers such as +15551234567 are fine.
package e164

import (
	"fmt"
	"strings"
	"unicode"
)

//go:generate go run ./gen -o table.go

// A Problem says why a text is not an E.164 number.
type Problem int

const (
	OK                Problem = iota
	Empty                     // nothing at all
	NoPlus                    // digits, perhaps with the country code, but no plus sign
	National                  // a national format: trunk prefix or local punctuation, no plus sign
	Punctuation               // spaces, hyphens, dots, brackets or a second plus sign
	Letters                   // letters, or digits that are not ASCII
	LeadingZero               // a zero after the plus sign
	TooShort                  // fewer digits than the numbers of its country have
	TooLong                   // more digits than the numbers of its country have, or than fifteen
	NoSuchCountryCode         // no country code begins like this
)

var problemNames = [...]string{
	"valid", "empty", "no plus sign", "national format", "punctuation", "letters",
	"zero after the plus sign", "too short", "too long", "no such country code",
}

// String returns the problem in a few words, lower case.
func (p Problem) String() string {
	if p < 0 || int(p) >= len(problemNames) {
		return "unknown"
	}
	return problemNames[p]
}

// maxDigits is the limit of E.164, country code included.
const maxDigits = 15

// Check returns what is wrong with a number, and the particulars in words ("",
// when the problem says it all). The grammar comes first, then the country
// code, then the length. The words never quote the number but for a country
// code.
func Check(number string) (p Problem, detail string) {
	digits, plus := strings.CutPrefix(number, "+")
	switch {
	case number == "":
		return Empty, ""
	case strings.ContainsFunc(number, isLetter):
		return Letters, ""
	case !plus:
		return checkNoPlus(number)
	case strings.Trim(digits, asciiDigits) != "":
		return Punctuation, "only digits may follow the plus sign"
	case digits == "":
		return TooShort, "no digits after the plus sign"
	case digits[0] == '0':
		return LeadingZero, "country codes do not begin with 0"
	case len(digits) > maxDigits:
		return TooLong, fmt.Sprintf("%d digits, at most %d are possible", len(digits), maxDigits)
	}
	return checkCountry(digits)
}

const asciiDigits = "0123456789"

// isLetter covers digits of other scripts too: they are no more a phone number
// to Klaviyo than letters are.
func isLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) && r > unicode.MaxASCII
}

func checkNoPlus(number string) (Problem, string) {
	digits := digitsOf(number)
	plain := len(digits) == len(number)
	switch {
	case digits == "":
		return TooShort, "no digits"
	case strings.HasPrefix(digits, "00"):
		return NoPlus, "begins with the dialling prefix 00 instead of a plus sign"
	case digits[0] == '0':
		return National, "begins with a trunk prefix, country code missing"
	case strings.HasPrefix(strings.TrimSpace(number), "+"):
		return Punctuation, "white space before the plus sign"
	case !plain:
		return National, "plus sign and country code missing"
	}
	return NoPlus, ""
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// checkCountry judges the digits after the plus sign.
func checkCountry(digits string) (Problem, string) {
	c, national, ok := splitCode(digits)
	n := len(national)
	switch {
	case !ok && len(digits) < 3 && startsCode(digits):
		return TooShort, "the country code is not complete"
	case !ok:
		return NoSuchCountryCode, "there is no country code " + digits[:min(3, len(digits))]
	case has(c.lengths, n):
		return OK, ""
	case n > longest(c.lengths):
		return TooLong, lengthDetail(c, n)
	}
	// Lengths between two possible ones count as too short: a digit was lost
	// more often than one was added.
	return TooShort, lengthDetail(c, n)
}

func lengthDetail(c countryCode, n int) string {
	noun := "digits"
	if n == 1 {
		noun = "digit"
	}
	return fmt.Sprintf("%d %s after +%d, possible: %s", n, noun, c.code, describe(c.lengths))
}
