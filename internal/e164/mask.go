package e164

import (
	"strings"
	"unicode"
)

// IsMask reports whether a text only stands for a phone number: digits hidden
// behind dots, stars, number signs or a run of x ("+1•••", "***", "xxx-xxxx"),
// or a template placeholder ("{{phone}}", "${PHONE}", "<phone>", "%s"). Such a
// text is an example or comes out of a redaction; it is not sent.
func IsMask(s string) bool {
	if strings.ContainsAny(s, "{}<>%$*•●∙·█") || strings.Contains(s, "…") || strings.Contains(s, "...") {
		return true
	}
	for _, run := range []string{"##", "__", "??"} {
		if strings.Contains(s, run) {
			return true
		}
	}
	// A run of x counts only where x is the only letter: "+1 555 xxx xxxx",
	// not "roxxy".
	other := strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsLetter(r) && r != 'x' && r != 'X'
	})
	return !other && strings.Contains(strings.ToLower(s), "xx")
}
