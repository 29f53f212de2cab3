package klaviyo

import "strings"

const ellipsis = "…"

// Mask returns a private key with everything but its ends hidden: the prefix
// and two characters, an ellipsis, the last two ("pk_12…9f"). A text without
// the prefix, or too short for its ends to be a small part of it, keeps
// nothing but the prefix.
func Mask(key string) string {
	body, ok := strings.CutPrefix(key, keyPrefix)
	switch {
	case key == "":
		return ""
	case !ok:
		return ellipsis
	case len(body) < 16:
		return keyPrefix + ellipsis
	}
	return keyPrefix + body[:2] + ellipsis + body[len(body)-2:]
}

// MaskKeys returns a text with every private key in it masked, of all three
// shapes and without regard to what touches them or to how random they look.
// What is shown to people passes through here, so it rather hides too much:
// an alphanumeric run of 34 or more characters after pk_ is hidden whole.
func MaskKeys(text string) string {
	var b strings.Builder
	done, start, end := 0, 0, 0
	flush := func() {
		if end > start {
			b.WriteString(text[done:start])
			b.WriteString(Mask(text[start:end]))
			done = end
		}
	}
	for at := range prefixes(text) {
		n := maskLength(text[at:])
		switch {
		case n == 0:
		case at < end:
			// The prefix of this key is the tail of the one before: the two
			// run into each other and are hidden as one.
			end = max(end, at+n)
		default:
			flush()
			start, end = at, at+n
		}
	}
	flush()
	b.WriteString(text[done:])
	return b.String()
}

// maskLength returns how many bytes at the start of s are to be hidden.
func maskLength(s string) int {
	body := s[len(keyPrefix):]
	n := run(body, isAlnum)
	if n >= keyBody {
		return len(keyPrefix) + n
	}
	if n == companyIDSize && len(body) > n && body[n] == '_' {
		if m := run(body[n+1:], isAlnum); m >= keyBody {
			return len(keyPrefix) + n + 1 + m
		}
	}
	return 0
}
