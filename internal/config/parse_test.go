package config_test

import (
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

func names(t *testing.T) {
	t.Helper()
	config.SetRuleNames([]string{"hardcodedkey", "revision", "upsert", "ignore"})
	t.Cleanup(config.ForgetRuleNames)
}

const whole = `
enable = ["revision"]
disable = ["upsert"]
exclude = ["gen/**"]
severity = "info"
fail_on = "error"
as_of = 2026-11-23
strict = true
default_region = "DE"

[client]
packages = ["example.com/a", "example.com/b/..."]
hosts = ["Proxy.internal", "localhost:8080"]
transport_sets = ["revision"]

[[client.model]]
package = "example.com/rest"
name = "New"
role = "new-client"

[[client.model]]
package = "example.com/rest"
type = "Client"
name = "Post"
role = "send"
method = "POST"
url = 1
body = 2
returns = "response"

[revision]
target = "2026-07-15"
known = ["2026-10-15", "2026-11-15.pre"]
warn_before = "12w"

[rules.upsert]
severity = "error"
exclude = ["cmd/migrate"]
`

func TestParse(t *testing.T) {
	names(t)
	for _, text := range []string{whole, strings.ReplaceAll(whole, "\n", "\r\n"), "\ufeff" + whole} {
		f, err := config.Parse([]byte(text), "x.toml")
		if err != nil {
			t.Fatal(err)
		}
		if f.Severity != config.Info || f.FailOn != config.Error || !f.Strict || f.DefaultRegion != "DE" || f.AsOf.String() != "2026-11-23" {
			t.Errorf("top level: %+v", f)
		}
		if len(f.Client.Models) != 2 {
			t.Fatalf("models: %+v", f.Client.Models)
		}
		want := config.Model{Package: "example.com/rest", Type: "Client", Name: "Post", Role: "send", Method: "POST", URL: 1, Arg: config.NoArg, Body: 2, Key: config.NoArg, Value: config.NoArg, Returns: "response"}
		if got := f.Client.Models[1]; got != want {
			t.Errorf("model: %+v, want %+v", got, want)
		}
		if f.Revision.WarnBefore != 84 || f.Revision.Target != "2026-07-15" || len(f.Revision.Known) != 2 {
			t.Errorf("revision: %+v", f.Revision)
		}
		if s := f.Rules["upsert"].Severity; s == nil || *s != config.Error {
			t.Errorf("rules.upsert.severity: %v", s)
		}
		for path, want := range map[string]bool{"example.com/a": true, "example.com/a/x": false, "example.com/b": true, "example.com/b/c": true, "example.com/bc": false} {
			if got := f.Client.HasPackage(path); got != want {
				t.Errorf("HasPackage(%s) = %t", path, got)
			}
		}
		for host, want := range map[string]bool{"proxy.INTERNAL": true, "proxy.internal:443": true, "localhost:8080": true, "localhost": false, "internal": false} {
			if got := f.Client.HasHost(host); got != want {
				t.Errorf("HasHost(%s) = %t", host, got)
			}
		}
		if !f.Client.TransportSetsHeader("Revision") || f.Client.TransportSetsHeader("Authorization") {
			t.Error("TransportSetsHeader")
		}
	}
}

func TestDefaults(t *testing.T) {
	f, err := config.Parse(nil, "x.toml")
	if err != nil {
		t.Fatal(err)
	}
	if f.Severity != config.Warning || f.FailOn != config.Warning || f.Revision.WarnBefore != config.AllDeprecated || f.Strict {
		t.Errorf("%+v", f)
	}
	s := config.Default()
	if s.Day != klaviyo.Today() || s.Host.UnsafeFixes || s.Host.OtherFiles || s.Host.Editor {
		t.Errorf("%+v", s)
	}
}

func TestProfileAll(t *testing.T) {
	names(t)
	for text, want := range map[string]config.Severity{
		`enable = ["all"]`:                         config.Info,
		"severity = \"error\"\nenable = [\"all\"]": config.Error,
		`enable = ["revision"]`:                    config.Warning,
	} {
		f, err := config.Parse([]byte(text), "x.toml")
		if err != nil {
			t.Fatal(err)
		}
		if f.Severity != want {
			t.Errorf("%s: severity %s, want %s", text, f.Severity, want)
		}
	}
}

func TestDays(t *testing.T) {
	day := func(s string) klaviyo.Day {
		d, err := klaviyo.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, tt := range []struct {
		days config.Days
		on   string
		want bool
	}{
		{config.AllDeprecated, "2026-01-01", true},
		{0, "2026-11-22", false},
		{0, "2026-11-23", true},
		{1, "2026-11-21", false},
		{1, "2026-11-22", true},
		{90, "2026-08-25", true},
		{90, "2026-08-24", false},
	} {
		if got := tt.days.Covers(day(tt.on), day("2026-11-23")); got != tt.want {
			t.Errorf("%d days on %s: %t", tt.days, tt.on, got)
		}
	}
}
