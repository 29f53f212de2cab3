package printable

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain é 😀": "plain é 😀", "a\nb\rc\td": `a\nb\rc\td`, "\x1b[2J\x07": `\x1b[2J\x07`, "\xff": `\xff`, "\u202ex": `\u202ex`, "\u0085": `\u0085`, "::error::x": "::error::x",
	} {
		if got := Escape(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := Short(strings.Repeat("é", 10)+"\x1b", 4); got != "éééé…" {
		t.Errorf("short: %q", got)
	}
}

// What is escaped is one line, valid UTF-8, and nothing in it steers a terminal;
// what was harmless stays.
func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"", "plain", "a\nb", "\x1b[2J", "\u202e", "é😀", "\xff", "a\\nb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Escape(s)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return r != utf8.RuneError && unsafe(r) }) {
			t.Errorf("%q becomes %q", s, got)
		}
		if !strings.ContainsFunc(s, unsafe) && got != s {
			t.Errorf("%q becomes %q", s, got)
		}
		if again := Escape(got); again != got {
			t.Errorf("%q becomes %q, then %q", s, got, again)
		}
	})
}
