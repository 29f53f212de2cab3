package e164

import (
	"regexp"
	"strconv"
	"strings"
)

// Normalize rewrites a number in E.164 form: "+1 (555) 123-4567" and
// "001 555 123 4567" carry their country; a national number needs the default
// region (an ISO 3166 code such as "US", in any case; "" when there is none).
//
// It returns false rather than guess: for masks, extensions, vanity letters,
// numbers that stay impossible, national numbers without a region, and those
// that a region's carrier codes make ambiguous.
func Normalize(number, defaultRegion string) (string, bool) {
	if p, _ := Check(number); p == OK {
		return number, true
	}
	digits, plus, ok := strip(number)
	if !ok {
		return "", false
	}
	r, known := findRegion(defaultRegion)
	switch {
	case plus:
		return international(digits)
	case known && r.dialOut != "" && strings.HasPrefix(digits, r.dialOut):
		return international(digits[len(r.dialOut):])
	case strings.HasPrefix(digits, "00"):
		// The prefix that the ITU recommends; a region with another one reads
		// it differently.
		if known {
			return "", false
		}
		return international(digits[2:])
	case known:
		return r.national(digits)
	}
	return "", false
}

// strip returns the digits of a number and whether a plus sign stood before
// them. Anything but the usual separators makes it give up. A zero in
// brackets, as in "+44 (0)20 ...", stays where it is: international deals with
// it.
func strip(s string) (digits string, plus, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > 4 && strings.EqualFold(s[:4], "tel:") {
		s = s[4:]
	}
	if IsMask(s) {
		return "", false, false
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			b.WriteByte(byte(r))
		case r == '+' || r == '＋':
			if plus || b.Len() > 0 {
				return "", false, false
			}
			plus = true
		case !isSeparator(r):
			return "", false, false
		}
	}
	return b.String(), plus, b.Len() > 0
}

// isSeparator covers what people and address books put between digits,
// direction marks that come along when a number is copied included.
func isSeparator(r rune) bool {
	return strings.ContainsRune(" \t-./()[]\u00a0\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212\u200b\u200e\u200f\u202a\u202c\ufeff", r)
}

// international finishes a number that begins with its country code.
func international(digits string) (string, bool) {
	c, national, ok := splitCode(digits)
	if !ok {
		return "", false
	}
	r, _ := findRegion(c.main)
	if r.doubtful(national) || strings.HasPrefix(national, "00") {
		return "", false
	}
	// "+44 (0)20 ...": where zero is the trunk prefix no number begins with
	// it. In Italy it is no prefix and stays. Another trunk prefix than zero
	// may well be the first digit of the number.
	if rest, ok := strings.CutPrefix(national, r.trunk); ok && r.trunk == "0" {
		national = rest
	} else if ok && r.trunk != "" && has(c.lengths, len(rest)) {
		return "", false
	}
	return valid("+" + strconv.Itoa(c.code) + national)
}

func valid(number string) (string, bool) {
	if p, _ := Check(number); p != OK {
		return "", false
	}
	return number, true
}

// national finishes a number written as it is dialled inside the region.
func (r *region) national(digits string) (string, bool) {
	if r.doubtful(digits) {
		return "", false
	}
	cc := strconv.Itoa(r.code)
	whole := has(r.lengths, len(digits))
	if rest, ok := strings.CutPrefix(digits, r.trunk); ok && r.trunk != "" && has(r.lengths, len(rest)) {
		if whole && r.trunk != "0" {
			return "", false
		}
		return valid("+" + cc + rest)
	}
	// Without the trunk prefix a landline number may lack its area code too:
	// where there is a prefix, only the lengths of mobile numbers are trusted.
	complete := whole
	if r.trunk != "" {
		complete = has(r.mobile, len(digits))
	}
	rest, ok := strings.CutPrefix(digits, cc)
	withCode := ok && has(r.lengths, len(rest))
	switch {
	case whole && withCode:
		// In Italy 39... may be the country code or a mobile number.
		return "", false
	case complete:
		return valid("+" + cc + digits)
	case withCode:
		// The country code without its plus sign.
		return valid("+" + cc + rest)
	}
	return "", false
}

// doubtful reports whether digits begin with more than a trunk prefix that is
// no part of the number.
func (r *region) doubtful(digits string) bool {
	if r.odd == "" {
		return false
	}
	// The metadata's patterns are valid, a test compiles each of them. The
	// longest match counts: it is the one that makes this doubtful.
	odd := regexp.MustCompile("^(?:" + r.odd + ")")
	odd.Longest()
	m := odd.FindString(digits)
	return m != "" && m != r.trunk
}
