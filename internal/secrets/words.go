package secrets

import (
	"slices"
	"strings"
	"unicode"
)

// says reports whether names, together, speak of a Klaviyo key: one of them of
// klaviyo, one of them of a key, token or secret.
func says(names []string) bool {
	klaviyo, key := false, false
	for _, name := range names {
		klaviyo = klaviyo || strings.Contains(strings.ToLower(name), "klaviyo")
		key = key || slices.ContainsFunc(split(name), isKeyWord)
	}
	return klaviyo && key
}

// isKeyWord also takes words run together, as in apikey and authtoken.
func isKeyWord(word string) bool {
	word = strings.TrimSuffix(word, "s")
	return strings.HasSuffix(word, "key") || strings.HasSuffix(word, "token") || strings.HasSuffix(word, "secret")
}

// sampleWords are words in names of fields, variables and methods that hold
// what a key looks like, and not a key: placeholders of forms, examples in
// documentation, the true and false positives of scanners, patterns.
var sampleWords = []string{
	"placeholder", "placeholders", "example", "examples", "sample", "samples", "mask", "masks", "masked", "redacted",
	"pattern", "patterns", "regex", "regexes", "regexp", "regexps", "tps", "fps",
}

// isSample reports whether a name says that it holds a sample.
func isSample(name string) bool {
	words := split(name)
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(sampleWords, w) }) {
		return true
	}
	// truePositives, falsePositives
	for i, w := range words[:max(0, len(words)-1)] {
		if (w == "true" || w == "false") && strings.HasPrefix(words[i+1], "positive") {
			return true
		}
	}
	return false
}

// split cuts a name into lower-case words: at underscores, hyphens, dots and
// spaces, and where the case changes (privateAPIKey: private, api, key).
func split(name string) []string {
	var words []string
	runes := []rune(name)
	start := 0
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush(i)
			start = i + 1
		case i > start && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			// TPs and APIs: a lone s closes the upper-case word.
			if i+2 == len(runes) && runes[i+1] == 's' {
				continue
			}
			flush(i)
		}
	}
	flush(len(runes))
	return words
}
