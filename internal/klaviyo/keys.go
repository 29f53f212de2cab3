package klaviyo

import "strings"

// KeyScheme is the Authorization scheme of private keys.
// Source: https://developers.klaviyo.com/en/docs/authenticate_.
const KeyScheme = "Klaviyo-API-Key"

// A KeyShape is a form of private API key.
type KeyShape int

const (
	// NoKey: not the shape of a key.
	NoKey KeyShape = iota
	// ClassicKey: pk_ and 34 lower-case hex digits; all 66 distinct real keys
	// found in public code have this form.
	ClassicKey
	// CompanyKey: pk_, the 6 alphanumerics of the company id, an underscore
	// and 34 lower-case hex digits; known from one scanner's detector and one
	// public sample, not from Klaviyo's own pages.
	CompanyKey
	// LooseKey: pk_ and 34 alphanumerics. Klaviyo's pages promise no more than
	// "pk_ followed by a longer alphanumeric string", but this shape alone
	// proves nothing: it needs Klaviyo beside it.
	LooseKey
)

// A KeyMatch is a key inside a text: the bytes [Start, End).
type KeyMatch struct {
	Start, End int
	Shape      KeyShape
}

const (
	keyPrefix     = "pk_"
	keyBody       = 34
	companyIDSize = 6
	// minDistinct is how many different characters a real body has at least:
	// fewer means a dummy such as one digit repeated. Random hex of this
	// length falls below it about once in 10^13.
	minDistinct = 6
)

// FindKeys returns the private keys in a text, in order. A key stands on its
// own: no letter, digit or underscore touches it. Bodies of fewer than six
// distinct characters are placeholders and left out.
//
// The pk_ families of other vendors have other lengths or alphabets and do not
// match: Stripe, Clerk, Paystack and Magic (pk_live_, pk_test_), ClickUp (7 to
// 9 digits, upper case), Courier (28), IEX (32), checkio (45), Momentco (21),
// Knock (43, with hyphens).
func FindKeys(s string) []KeyMatch {
	var found []KeyMatch
	for start := range prefixes(s) {
		if start > 0 && isWordByte(s[start-1]) {
			continue
		}
		n, shape := keyAt(s[start:])
		end := start + n
		if shape == NoKey || end < len(s) && isWordByte(s[end]) {
			continue
		}
		// A hyphen beside the loose shape means a piece of a longer url-safe
		// token.
		if shape == LooseKey && (start > 0 && s[start-1] == '-' || end < len(s) && s[end] == '-') {
			continue
		}
		if distinct(s[end-keyBody:end]) < minDistinct {
			continue
		}
		found = append(found, KeyMatch{start, end, shape})
	}
	return found
}

// IsPrivateKey returns the shape of a string that is a private key and nothing
// else, as [FindKeys] would find it.
func IsPrivateKey(s string) KeyShape {
	if m := FindKeys(s); len(m) == 1 && m[0].Start == 0 && m[0].End == len(s) {
		return m[0].Shape
	}
	return NoKey
}

// ShapeOf is [IsPrivateKey] without regard to how many distinct characters the
// body has: dummies have a shape too.
func ShapeOf(s string) KeyShape {
	if n, shape := keyAt(s); n == len(s) {
		return shape
	}
	return NoKey
}

// IsCompanyID reports whether s has the form of a company id (public key, site
// id): exactly six ASCII letters or digits. It is safe to publish.
// Source: https://developers.klaviyo.com/en/docs/retrieve_api_credentials.
func IsCompanyID(s string) bool {
	return len(s) == companyIDSize && run(s, isAlnum) == companyIDSize
}

// prefixes yields the places where a key could begin.
func prefixes(s string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; ; {
			i := strings.Index(s[at:], keyPrefix)
			if i < 0 || !yield(at+i) {
				return
			}
			at += i + len(keyPrefix)
		}
	}
}

// keyAt returns the length and shape of the key that s begins with, whatever
// follows it.
func keyAt(s string) (int, KeyShape) {
	body, ok := strings.CutPrefix(s, keyPrefix)
	if !ok {
		return 0, NoKey
	}
	switch run(body, isAlnum) {
	case keyBody:
		if run(body, isLowerHex) == keyBody {
			return len(keyPrefix) + keyBody, ClassicKey
		}
		return len(keyPrefix) + keyBody, LooseKey
	case companyIDSize:
		if len(body) > companyIDSize && body[companyIDSize] == '_' {
			tail := body[companyIDSize+1:]
			if run(tail, isAlnum) == keyBody && run(tail, isLowerHex) == keyBody {
				return len(keyPrefix) + companyIDSize + 1 + keyBody, CompanyKey
			}
		}
	}
	return 0, NoKey
}

// run returns how many bytes at the start of s are of a class.
func run(s string, class func(byte) bool) int {
	for i := range len(s) {
		if !class(s[i]) {
			return i
		}
	}
	return len(s)
}

func isLowerHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' }

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isWordByte(c byte) bool { return isAlnum(c) || c == '_' }

func distinct(s string) int {
	var seen [256]bool
	n := 0
	for i := range len(s) {
		if !seen[s[i]] {
			seen[s[i]] = true
			n++
		}
	}
	return n
}
