package e164

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// A countryCode is a country calling code and the lengths of the numbers
// behind it, in the main region of those that share it: bit n stands for n
// digits.
type countryCode struct {
	code    int
	main    string // that region, "001" for codes of no country
	lengths uint32
}

// A region is what is needed to read its national numbers.
type region struct {
	id      string // ISO 3166
	code    int    // country calling code
	trunk   string // dialled before national numbers, and no part of them
	dialOut string // dialled before a country code; "" where that depends on the carrier
	lengths uint32 // of national numbers, without trunk
	mobile  uint32 // of mobile numbers
	// odd matches what may stand before a national number where that is more
	// than the trunk prefix: carrier codes, local numbers that need an area
	// code, several ways to dial abroad. Numbers that begin so are not
	// normalized.
	odd string
}

// A set of lengths, as in countryCode.
func has(lengths uint32, n int) bool { return n >= 0 && n < 32 && lengths&(1<<n) != 0 }

func longest(lengths uint32) int { return bits.Len32(lengths) - 1 }

// splitCode takes the country code off a run of digits. No country code is the
// beginning of another, so at most one fits.
func splitCode(digits string) (c countryCode, national string, ok bool) {
	for n := 1; n <= 3 && n <= len(digits); n++ {
		code, err := strconv.Atoi(digits[:n])
		if err != nil || digits[0] == '0' {
			break
		}
		if i, found := slices.BinarySearchFunc(countryCodes, code, func(c countryCode, code int) int { return c.code - code }); found {
			return countryCodes[i], digits[n:], true
		}
	}
	return countryCode{}, "", false
}

// startsCode reports whether some country code begins with these digits, of
// which there are at most two.
func startsCode(digits string) bool {
	return slices.ContainsFunc(countryCodes, func(c countryCode) bool {
		return strings.HasPrefix(strconv.Itoa(c.code), digits)
	})
}

func findRegion(id string) (region, bool) {
	i, ok := slices.BinarySearchFunc(regions, strings.ToUpper(id), func(r region, id string) int { return strings.Compare(r.id, id) })
	if !ok {
		return region{}, false
	}
	return regions[i], true
}

// IsRegion reports whether id is a region that [Normalize] knows, in any case.
func IsRegion(id string) bool {
	_, ok := findRegion(id)
	return ok
}

// describe lists the lengths of a set in words: "7, 9 or 10".
func describe(lengths uint32) string {
	var list []string
	for n := range 32 {
		if has(lengths, n) {
			list = append(list, strconv.Itoa(n))
		}
	}
	switch len(list) {
	case 0:
		return "none"
	case 1:
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}
