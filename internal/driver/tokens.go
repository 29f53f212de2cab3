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

func hasName(text []byte) bool { return sidefile.ContainsFold(text, "klaviyo") }

// hasKey looks for the shape of a key, cheaply first: most files hold no pk_.
// It jumps from one underscore to the next, since there are fewer than of the
// other letters.
func hasKey(text []byte) bool {
	for i := 0; ; {
		n := bytes.IndexByte(text[i:], '_')
		if n < 0 {
			return false
		}
		i += n
		if i < 2 || text[i-1] != 'k' || text[i-2] != 'p' {
			i++
			continue
		}
		// A line is enough: no shape spans two.
		end := len(text)
		if n := bytes.IndexByte(text[i:], '\n'); n >= 0 {
			end = i + n
		}
		start := max(0, i-3) // the character before pk_ decides about the word boundary
		if len(klaviyo.FindKeys(string(text[start:end]))) > 0 {
			return true
		}
		i = end
	}
}
