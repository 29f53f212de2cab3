// Package e164 judges phone numbers by the rule that Klaviyo applies to its
// phone_number fields: E.164, that is a plus sign, a country code and at most
// fifteen digits in all.
//
// Sources: the descriptions of phone_number in Klaviyo's OpenAPI documents
// (github.com/klaviyo/openapi, example +15005550006) and
// https://developers.klaviyo.com/en/docs/events_api_overview, which recommends
// libphonenumber. Country codes and lengths come from its metadata, by way of
// a generated table: the library itself weighs 10 MB in a binary.
package e164

// A Problem says why a text is not an E.164 number.
type Problem int

const (
	OK                Problem = iota
	Empty                     // nothing at all
	NoPlus                    // digits, perhaps with the country code, but no plus sign
	National                  // a national format: trunk prefix or local punctuation, no plus sign
	Punctuation               // spaces, hyphens, dots or brackets
	Letters                   // letters, or digits that are not ASCII
	LeadingZero               // a zero after the plus sign
	TooShort                  // fewer digits than any number of its country
	TooLong                   // more digits than any number of its country, or than fifteen
	NoSuchCountryCode         // no country code begins like this
)

//go:generate go run ./gen -o table.go

// Check returns what is wrong with a number, and the particulars in words
// ("" when there are none to add). It never quotes the number.
func Check(number string) (p Problem, detail string) { return check(number) }

// CheckTemplate is [Check] for a text of which only pieces are known: literal
// parts with unknown text between them, the first and last of which may be
// empty. The answer is OK when something between the parts can make it an
// E.164 number.
func CheckTemplate(parts []string) (p Problem, detail string) { return OK, "" }

// Normalize rewrites a number in E.164 form. It returns false rather than
// guess: a number without a country needs the default region (an ISO 3166
// code such as "US"; "" when there is none).
func Normalize(number, defaultRegion string) (string, bool) { return "", false }

// IsMask reports whether a text only stands for a phone number: digits hidden
// behind dots, stars or a run of x, or a template placeholder.
func IsMask(s string) bool { return false }

func check(number string) (Problem, string) { return OK, "" }
