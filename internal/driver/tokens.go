package driver

import (
	"bytes"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// tokens are the words of which at least one stands in code that can matter:
// `klaviyo` in any case, the shape of a key, the names of SDKs, and what the
// configuration names besides.
type tokens struct {
	words    []string // other than klaviyo itself, in lower case
	packages []string // import paths that the configuration names
}

func newTokens(all *config.Settings) *tokens {
	t := new(tokens)
	add := func(word string) {
		word = strings.TrimSuffix(word, "/...")
		if word != "" && !strings.Contains(strings.ToLower(word), "klaviyo") {
			t.words = append(t.words, strings.ToLower(word))
		}
	}
	for _, sdk := range klaviyo.SDKs() {
		add(sdk.Module)
	}
	for _, s := range all.Each() {
		t.packages = append(t.packages, s.Client.Packages...)
		for _, m := range s.Client.Models {
			t.packages = append(t.packages, m.Package)
		}
		for _, p := range s.Client.Packages {
			add(p)
		}
		for _, h := range s.Client.Hosts {
			add(h)
		}
	}
	slices.Sort(t.words)
	t.words = slices.Compact(t.words)
	return t
}

// in reports whether the text holds a token.
func (t *tokens) in(text []byte) bool {
	return hasName(text) || hasKey(text) || t.hasWord(text)
}

// hasWord looks for what the configuration names, in any case: hosts have none.
func (t *tokens) hasWord(text []byte) bool {
	return slices.ContainsFunc(t.words, func(w string) bool { return sidefile.ContainsFold(text, w) })
}

// hasName looks for klaviyo in any case. It jumps from v to v, the rarest
// letter of the word in Go code after the y that ends many English ones.
func hasName(text []byte) bool {
	const name, at = "klaviyo", 3
	for _, v := range []byte{'v', 'V'} {
		for i := 0; ; {
			n := bytes.IndexByte(text[i:], v)
			if n < 0 {
				break
			}
			i += n
			if i >= at && i-at+len(name) <= len(text) && equalFold(text[i-at:i-at+len(name)], name) {
				return true
			}
			i++
		}
	}
	return false
}

// equalFold compares ASCII text with a lower-case word of the same length.
func equalFold(text []byte, word string) bool {
	for i := range word {
		if text[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}

var keyPrefix = []byte("pk_")

// hasKey looks for the shape of a key, cheaply first: most files hold no pk_.
func hasKey(text []byte) bool {
	for i := 0; ; {
		n := bytes.Index(text[i:], keyPrefix)
		if n < 0 {
			return false
		}
		i += n
		// A line is enough: no shape spans two.
		end := len(text)
		if n := bytes.IndexByte(text[i:], '\n'); n >= 0 {
			end = i + n
		}
		start := max(0, i-1) // the character before decides about the word boundary
		if len(klaviyo.FindKeys(string(text[start:end]))) > 0 {
			return true
		}
		i = end
	}
}
