package config_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// bad are texts that are no configuration. Each has a clear error with a place, at
// once, whatever it holds.
var bad = []string{
	"=", "a", "a =", "a = ", "a = =", "= 1", "a b = 1", "a.b", "a.", ".a = 1", "a..b = 1", "a = 1 b = 2", "\"a = 1", "'a = 1",
	"a = \"x", "a = 'x", "a = \"\"\"x", "a = '''x", "a = \"\\q\"", "a = \"\\uZZZZ\"", "a = \"\\ud800\"", "a = \"x\ny\"", "a = \"\x00\"", "a = \"\x1b[2J\"",
	"strict = tru", "strict = True", "strict = yes", "strict = 1", "strict = []", "strict = {}", "strict = \"true\"", "strict = 1979-05-27",
	"severity = error", "severity = ''", "severity = 'ERROR '", "severity = ['error']", "severity = 0x1", "severity = 1e9", "severity = inf", "severity = nan",
	"enable = all", "enable = [", "enable = [1", "enable = [,]", "enable = ['all' 'x']", "enable = ['all',,]", "enable = [[]]", "enable = [{}]", "enable = ['']", "enable = [true]",
	"[", "[]", "[[", "[[]]", "[a", "[a]]", "[[a]", "[ ]", "[a.]", "[.a]", "[a..b]", "[a] b = 1", "[client", "[client]]", "[[client]]", "[client]\n[client]", "[client.hosts]",
	"[client]\nhosts = 'x'", "[client]\nhosts = {}", "client = 1", "client = {", "client = {a = 1,}", "client = {\nhosts = []}", "client = {} client = {}",
	"[rules]\nupsert = 1", "[rules.nosuchrule]", "[rules.upsert]\nexclude = 1", "[rules.upsert]\nseverity = []", "[[rules]]", "rules = []",
	"[revision]\ntarget = 2026-07-15T", "[revision]\ntarget = 99999-01-01", "[revision]\nwarn_before = -1", "[revision]\nwarn_before = '999999999999999999999d'", "[revision]\nknown = ['']",
	"as_of = 2026-13-01", "as_of = 2026-02-30", "as_of = '2026-02-30'", "as_of = 26", "default_region = 'ÜÜ'", "default_region = '\\u0000'",
	"exclude = ['[']", "exclude = ['..']", "exclude = ['a\\\\b']", "exclude = ['\\u0000']",
	"a = 0x", "a = 0b2", "a = 1__0", "a = _1", "a = 01", "a = 1.", "a = .1", "a = 1e", "a = +-1", "a = 9223372036854775808", "a = 1979-05-27T25:00:00Z", "a = 12:60:00",
	"\xff\xfea", "\x00", "a = \"\xff\"", "\xef\xbb\xbf\xef\xbb\xbfa = 1", "# \x01\n", "\r", "a\r= 1", "\u2028a = 1", "<config/>", "{\"severity\": \"error\"}", "severity: error", "---\nseverity: error",
	"severity = 'info'\nseverity = 'error'", "[client]\nhosts = []\n[client]\nhosts = []", "a.b = 1\na = 2", "a = 1\n[a]",
	strings.Repeat("[", 100_000), "a = " + strings.Repeat("[", 100_000), "a = " + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), "a = " + strings.Repeat("{a=", 50_000) + "1" + strings.Repeat("}", 50_000),
	strings.Repeat("a.", 100_000) + "a = 1", "[" + strings.Repeat("a.", 100_000) + "a]", strings.Repeat("[a]\n", 20_000), strings.Repeat("x", 900_000), "a = \"" + strings.Repeat("x", 900_000), strings.Repeat("\n", 500_000) + "=",
}

func TestBadInput(t *testing.T) {
	names(t)
	if len(bad) < 120 {
		t.Fatalf("only %d", len(bad))
	}
	for _, text := range bad {
		short := text[:min(len(text), 40)]
		begin := time.Now()
		_, err := config.Parse([]byte(text), "x.toml")
		if time.Since(begin) > 20*time.Second {
			t.Errorf("%q takes %v", short, time.Since(begin))
		}
		var mistakes config.Mistakes
		if !errors.As(err, &mistakes) || len(mistakes) == 0 {
			t.Errorf("%q: %v", short, err)
			continue
		}
		for _, m := range mistakes[:1] {
			if m.Line < 1 || m.Col < 1 || m.Message == "" || len(m.Message) > 400 {
				t.Errorf("%q: %v", short, m)
			}
			if strings.ContainsFunc(m.Message, func(r rune) bool { return unicode.IsControl(r) }) {
				t.Errorf("%q: a control character in %q", short, m.Message)
			}
		}
	}
}

// Whatever a file holds, reading it ends, and every mistake has a place in it.
func FuzzParse(f *testing.F) {
	for _, text := range bad {
		if len(text) < 200 {
			f.Add(text)
		}
	}
	f.Add("enable = ['all']\n[client]\npackages = ['a/b']\n[[client.model]]\npackage = 'a'\nname = 'B'\nrole = 'send'\n[revision]\nwarn_before = '90d'\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := config.Parse([]byte(text), "x.toml")
		var mistakes config.Mistakes
		if err != nil && !errors.As(err, &mistakes) {
			t.Fatalf("%T: %v", err, err)
		}
		lines := strings.Count(text, "\n") + 1
		for _, m := range mistakes {
			if m.Line < 1 || m.Line > lines+1 || m.Col < 1 {
				t.Errorf("%v lies outside %d lines", m, lines)
			}
		}
	})
}
