package e164

import "strings"

// CheckTemplate is [Check] for a text of which only pieces are known: literal
// parts with a hole of unknown text between each two. The first and the last
// part may be empty. The answer is OK when something in the holes, or nothing,
// makes it an E.164 number: "+"+x can be one, "+1"+x too; "+1-"+x, "00"+x and
// "("+a+") "+b cannot.
//
// Masks are no templates of numbers: ask [IsMask] about the joined parts
// first.
func CheckTemplate(parts []string) (p Problem, detail string) {
	switch len(parts) {
	case 0:
		return Empty, ""
	case 1:
		return Check(parts[0])
	}
	all := strings.Join(parts, "")
	// The first literal piece. It begins the number when no hole stands before
	// it, and when it has the plus sign, since then that hole must be empty.
	first := 0
	for first < len(parts)-1 && parts[first] == "" {
		first++
	}
	start, plus := strings.CutPrefix(parts[first], "+")
	digits := strings.TrimPrefix(all, "+")
	switch {
	case strings.ContainsFunc(all, isLetter):
		return Letters, ""
	case strings.Trim(digits, asciiDigits) != "" && first == 0 && !plus:
		return National, "plus sign and country code missing"
	case strings.Trim(digits, asciiDigits) != "":
		return Punctuation, "only digits may follow the plus sign"
	case first == 0 && !plus:
		return checkNoPlus(start)
	case len(digits) > maxDigits:
		return TooLong, "more than 15 digits before anything is filled in"
	case plus:
		return checkStart(start, len(digits))
	}
	return OK, ""
}

// checkStart judges the digits between the plus sign and the next hole, in a
// template that has n digits in all.
func checkStart(start string, n int) (Problem, string) {
	if start == "" {
		return OK, ""
	}
	if start[0] == '0' {
		return LeadingZero, "country codes do not begin with 0"
	}
	c, national, ok := splitCode(start)
	if !ok {
		if len(start) < 3 && startsCode(start) {
			return OK, ""
		}
		return NoSuchCountryCode, "there is no country code " + start[:min(3, len(start))]
	}
	if n -= len(start) - len(national); n > longest(c.lengths) {
		return TooLong, lengthDetail(c, n)
	}
	return OK, ""
}
