package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

func TestMistakes(t *testing.T) {
	names(t)
	for _, tt := range []struct{ name, text, want string }{
		{"unknown key", "exlude = []", `1:1: unknown key "exlude"; did you mean "exclude"?`},
		{"unknown key far from all", "[client]\n  foobarbaz = 1", `2:3: unknown key "foobarbaz" in [client]; valid are packages, hosts, transport_sets, model, alias`},
		{"unknown table", "[cleint]\nhosts = []", `1:2: unknown key "cleint"; did you mean "client"?`},
		{"unknown key in second row", "[[client.model]]\npackage=\"a\"\nname=\"B\"\nrole=\"send\"\n[[client.model]]\npackage=\"a\"\nname=\"B\"\nrole=\"send\"\n pakage=\"a\"",
			`9:2: unknown key "pakage" in [[client.model]]; did you mean "package"?`},
		{"string for boolean", "strict = \"yes\"", `1:10: strict must be true or false, not a string`},
		{"string for array", "exclude = \"gen\"", `1:11: exclude must be an array, not a string`},
		{"integer in array", "exclude = [\"a\",\n  1]", `2:3: an element of exclude must be a string, not an integer`},
		{"array for table", "client = []", `1:10: client must be a table, not an array`},
		{"float for integer", "[[client.model]]\npackage=\"a\"\nname=\"B\"\nrole=\"send\"\nurl = 1.5", `5:7: client.model.0.url must be an integer, not a float`},
		{"argument out of range", "[[client.model]]\npackage=\"a\"\nname=\"B\"\nrole=\"send\"\nurl = -1", `5:7: position -1 of an argument is out of range; count from 0, without the receiver`},
		{"table for string", "[severity]", `1:1: severity must be a string, not a table`},
		{"severity", "severity = \"warn\"", `1:12: severity "warn" does not exist; valid are info, warning, error`},
		{"severity typo", "fail_on = \"waring\"", `1:11: severity "waring" does not exist; did you mean "warning"?`},
		{"rule", "enable = [\"revision\", \"upset\"]", `1:23: rule "upset" does not exist; did you mean "upsert"?`},
		{"rule table", "[rules.revison]\nseverity=\"info\"", `1:8: rule "revison" does not exist; did you mean "revision"?`},
		{"rule severity", "[rules.revision]\nseverity=\"none\"", `2:10: severity "none" does not exist; valid are info, warning, error`},
		{"both", "enable = [\"upsert\"]\ndisable = [\"upsert\"]", `2:12: "upsert" is enabled and disabled`},
		{"day", "as_of = \"2026-02-30\"", `1:9: "2026-02-30" is not a date of the form YYYY-MM-DD`},
		{"time", "as_of = 2026-02-03T00:00:00Z", `1:9: as_of must be a date without a time of day, as in 2026-11-23`},
		{"day as integer", "as_of = 20260203", `1:9: as_of must be a date, not an integer`},
		{"region", "default_region = \"us\"", `1:18: region "us" must be upper case: "US"`},
		{"no region", "default_region = \"Germany\"", `1:18: "Germany" is no region; write two letters of ISO 3166, as in "US"`},
		{"glob", "exclude = [\"[a\"]", `1:12: glob "[a" is malformed: a '[' without its ']'`},
		{"glob outside", "exclude = [\"../x\"]", `1:12: glob "../x" leaves the root; paths start there`},
		{"glob inside a name", "exclude = [\"a**b\"]", `1:12: glob "a**b" has '**' inside a name; it stands for whole folders`},
		{"glob backslash", `exclude = ['a\b']`, `1:12: glob "a\\b" holds a backslash; write paths with slashes`},
		{"empty glob", "exclude = [\"\"]", `1:12: glob "" names no path`},
		{"host", "[client]\nhosts = [\"https://a.klaviyo.com\"]", `2:10: "https://a.klaviyo.com" is no host; write the name alone, as in "klaviyo-proxy.internal"`},
		{"package", "[client]\npackages = [\"./internal klaviyo\"]", `2:13: "./internal klaviyo" is no import path`},
		{"header", "[client]\ntransport_sets = [\"revision:\"]", `2:19: "revision:" is no header name`},
		{"role", "[[client.model]]\npackage=\"a\"\nname=\"B\"\nrole=\"sends\"", `4:6: role "sends" does not exist; did you mean "send"?`},
		{"identifier", "[[client.model]]\npackage=\"a\"\nname=\"c.B\"\nrole=\"send\"", `3:6: "c.B" is no Go identifier; write the name alone, without package or type parameters`},
		{"method", "[[client.model]]\npackage=\"a\"\nname=\"B\"\nrole=\"send\"\nmethod=\"post\"", `5:8: HTTP method "post" does not exist; did you mean "POST"?`},
		{"missing keys", "\n[[client.model]]\ntype = \"T\"", "2:1: key \"package\" is missing in [[client.model]]\nx.toml:2:1: key \"name\" is missing in [[client.model]]\nx.toml:2:1: key \"role\" is missing in [[client.model]]"},
		{"role without its argument", "[[client.model]]\npackage=\"a\"\nname=\"B\"\nrole=\"header\"\nkey=0", `1:1: role "header" needs key and value`},
		{"duration", "[revision]\nwarn_before = \"3 months\"", `2:15: "3 months" is no length of time; write days or weeks, as in "90d" or "12w"`},
		{"target", "[revision]\ntarget = \"2026-07-15.pre\"", `2:10: target "2026-07-15.pre" is a beta revision; name a stable one, as in "2026-07-15"`},
		{"known", "[revision]\nknown = [\"latest\"]", `2:10: "latest" is no revision; write YYYY-MM-DD, with .pre for a beta`},
		{"several", "strict = 1\n\n[revision]\ntarget = 5\nfoo = 1", "1:10: strict must be true or false, not an integer\nx.toml:4:10: revision.target must be a string, not an integer\nx.toml:5:1: unknown key \"foo\" in [revision]; valid are target, known, warn_before"},
		{"with byte-order mark", "\ufeffexlude = []", `1:1: unknown key "exlude"; did you mean "exclude"?`},
		{"with CRLF", "strict = true\r\nexlude = []\r\n", `2:1: unknown key "exlude"; did you mean "exclude"?`},
		{"quoted key", "\"exlude\" = []", `1:1: unknown key "exlude"; did you mean "exclude"?`},
		{"dotted key", "revision.trget = \"x\"", `1:10: unknown key "trget" in [revision]; did you mean "target"?`},
		{"inline table", "revision = { known = [], trget = 1 }", `1:26: unknown key "trget" in [revision]; did you mean "target"?`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := config.Parse([]byte(tt.text), "x.toml")
			if err == nil {
				t.Fatalf("no error, want %s", tt.want)
			}
			if got := err.Error(); got != "x.toml:"+tt.want {
				t.Errorf("got  %s\nwant x.toml:%s", got, tt.want)
			}
		})
	}
}

// The words of a syntax error are the parser's; its place is checked here.
func TestSyntaxErrors(t *testing.T) {
	for _, tt := range []struct{ name, text, at string }{
		{"no value", "strict =\n", "1:9"},
		{"no value with CRLF", "a = [\r\n]\r\nstrict =\r\n", "3:9"},
		{"bare word", "severity = warning\n", "1:12"},
		{"unclosed string", "a = 1\nseverity = \"info\nb = 2\n", "2:17"},
		{"unclosed table", "[client\nhosts = []\n", "1:8"},
		{"duplicate key", "strict = true\nstrict = false\n", "2:1"},
		{"control byte", "a = \"x\x01\"", "1:6"},
		{"not UTF-8", "a = \"\xff\"", "1:5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := config.Parse([]byte(tt.text), "x.toml")
			if err == nil {
				t.Fatal("no error")
			}
			var ms config.Mistakes
			if !errors.As(err, &ms) || len(ms) != 1 || strings.Contains(err.Error(), "\n") {
				t.Fatalf("not one mistake on one line: %q", err)
			}
			if !strings.HasPrefix(err.Error(), "x.toml:"+tt.at+": ") {
				t.Errorf("got %s, want it at %s", err, tt.at)
			}
		})
	}
}

// A program that links no suite knows no rule names, and takes any.
func TestRuleNamesUnknown(t *testing.T) {
	if _, err := config.Parse([]byte(`enable = ["whatever"]`), "x.toml"); err != nil {
		t.Error(err)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"revision", "rawhttp", "upsert", "e164"}
	for in, want := range map[string]string{
		"revison": "revision", "Revision": "revision", "rawhtpp": "rawhttp", "upsrt": "upsert", "e146": "e164", "e614": "e164",
		"zzz": "", "": "", "statuscheck": "",
	} {
		if got := config.Nearest(in, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}
