package config_test

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

func TestMatchGlob(t *testing.T) {
	for _, tt := range []struct {
		glob, name string
		want       bool
	}{
		{"internal/legacy", "internal/legacy/a.go", true},
		{"internal/legacy", "internal/legacy", true},
		{"internal/legacy", "internal/legacy2/a.go", false},
		{"internal/legacy", "x/internal/legacy/a.go", false},
		{"./internal/legacy", "internal/legacy/a.go", true},
		{"internal/legacy/", "internal/legacy/a.go", true},
		{"internal/legacy/", "internal/legacy", false},
		{"internal/legacy/**", "internal/legacy/b/c/a.go", true},
		{"internal/*/gen", "internal/x/gen/a.go", true},
		{"internal/*/gen", "internal/x/y/gen/a.go", false},
		{"internal/**/gen", "internal/x/y/gen/a.go", true},
		{"internal/**/gen", "internal/gen/a.go", true},
		{"**/gen/*.go", "a/gen/b.go", true},
		{"**/gen/*.go", "gen/b.go", true},
		{"*.pb.go", "a/b/c.pb.go", true},
		{"*.pb.go", "c.pb.go", true},
		{"*.pb.go", "c.pb.gox", false},
		{"/*.pb.go", "a/c.pb.go", false},
		{"/*.pb.go", "c.pb.go", true},
		{"gen", "a/gen/b.go", true},
		{"gen", "a/regen/b.go", false},
		{"[ab].go", "x/a.go", true},
		{"?.go", "x/ab.go", false},
	} {
		if got := config.MatchGlob(tt.glob, tt.name); got != tt.want {
			t.Errorf("%q on %q: %t", tt.glob, tt.name, got)
		}
	}
}

func TestExcludedFor(t *testing.T) {
	root := t.TempDir()
	s := config.Default()
	s.Root = root
	s.Exclude = []string{"gen"}
	s.Rules = map[string]config.RuleSettings{"upsert": {Exclude: []string{"cmd/migrate"}}}
	for _, tt := range []struct {
		rule, name string
		want       bool
	}{
		{"revision", "gen/a.go", true},
		{"upsert", "gen/a.go", true},
		{"upsert", "cmd/migrate/main.go", true},
		{"revision", "cmd/migrate/main.go", false},
		{"upsert", "cmd/other/main.go", false},
		{"upsert", "../gen/a.go", false},
	} {
		if got := s.ExcludedFor(tt.rule, filepath.Join(root, tt.name)); got != tt.want {
			t.Errorf("%s in %s: %t", tt.rule, tt.name, got)
		}
	}
}

func TestEnabled(t *testing.T) {
	for _, tt := range []struct {
		enable, disable []string
		want            bool
	}{
		{nil, nil, true},
		{nil, []string{"upsert"}, false},
		{nil, []string{"all"}, false},
		{[]string{"upsert"}, []string{"all"}, true},
		{[]string{"revision"}, []string{"all"}, false},
		{[]string{"all"}, []string{"upsert"}, false},
		{[]string{"revision"}, nil, true},
	} {
		s := config.Default()
		s.Enable, s.Disable = tt.enable, tt.disable
		if got := s.Enabled("upsert"); got != tt.want {
			t.Errorf("enable %q, disable %q: %t", tt.enable, tt.disable, got)
		}
	}
}

// What is said later wins: flags are applied in turn on top of the file.
func TestSwitches(t *testing.T) {
	for _, tt := range []struct {
		name     string
		do       func(s *config.Settings)
		upsert   bool
		revision bool
		severity config.Severity
	}{
		{"on over the file", func(s *config.Settings) { s.SwitchOn("upsert", "flag -enable") }, true, true, config.Warning},
		{"all on", func(s *config.Settings) { s.SwitchOn("all", "flag -enable") }, true, true, config.Info},
		{"all off", func(s *config.Settings) { s.SwitchOff("all", "flag -disable") }, false, false, config.Warning},
		{"only one", func(s *config.Settings) {
			s.SwitchOff("all", "flag -disable")
			s.SwitchOn("revision", "flag -enable")
		}, false, true, config.Warning},
		{"off", func(s *config.Settings) { s.SwitchOff("revision", "flag -disable") }, false, false, config.Warning},
	} {
		s := config.Default()
		s.Disable = []string{"upsert"}
		tt.do(s)
		if s.Enabled("upsert") != tt.upsert || s.Enabled("revision") != tt.revision || s.Severity != tt.severity {
			t.Errorf("%s: enable %q, disable %q, severity %s", tt.name, s.Enable, s.Disable, s.Severity)
		}
	}
}

func TestSeverityOf(t *testing.T) {
	names(t)
	s, err := config.Load(write(t, t.TempDir(), "c.toml", "[rules.upsert]\nseverity = \"error\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := s.SeverityOf("upsert"); !ok || got != config.Error {
		t.Errorf("upsert: %s, %t", got, ok)
	}
	if _, ok := s.SeverityOf("revision"); ok {
		t.Error("revision has a severity of its own")
	}
}

func TestEffective(t *testing.T) {
	names(t)
	file := write(t, t.TempDir(), "c.toml", "enable = [\"all\"]\n[revision]\nwarn_before = \"12w\"\n[rules.upsert]\nseverity = \"error\"\n[[client.model]]\npackage = \"a\"\nname = \"B\"\nrole = \"send\"\n")
	s, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	s.Strict = true
	s.Sources["strict"] = "flag -strict"
	got := map[string]config.Value{}
	for _, v := range s.Effective() {
		got[v.Key] = v
	}
	for _, want := range []config.Value{
		{"enable", `["all"]`, file + ":1"},
		{"severity", `"info"`, file + ":1"},
		{"fail_on", `"warning"`, "default"},
		{"strict", "true", "flag -strict"},
		{"as_of", "", "default"},
		{"revision.warn_before", `"84d"`, file + ":3"},
		{"revision.target", "", "default"},
		{"rules.upsert.severity", `"error"`, file + ":5"},
		{"client.model.0.role", `"send"`, file + ":9"},
	} {
		if !reflect.DeepEqual(got[want.Key], want) {
			t.Errorf("got %q, want %q", got[want.Key], want)
		}
	}
	if _, ok := got["client.model.0.url"]; ok {
		t.Error("rows list keys that are absent")
	}
}
