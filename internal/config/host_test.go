package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

const where = "linters.settings.custom.klaviyolint.settings"

// module returns the root of a module with the files, and a folder in it.
func module(t *testing.T, files map[string]string) (root, dir string) {
	t.Helper()
	t.Setenv(config.EnvName, "")
	t.Setenv("GOWORK", "off")
	root = t.TempDir()
	dir = filepath.Join(root, "internal", "shop")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root, dir
}

// What the decoders of YAML and JSON make of numbers, dates and empty keys is
// understood as TOML would have it.
func TestFromHost(t *testing.T) {
	names(t)
	root, dir := module(t, map[string]string{"go.mod": "module m\n", config.FileName: "strict = true\n"})
	s, err := config.FromHost(map[string]any{
		"as_of":    time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		"disable":  []any{"upsert"},
		"severity": "info",
		"exclude":  nil,
		"client": map[any]any{
			"packages": []any{"example.com/shop/..."},
			"model": []any{
				map[string]any{"package": "example.com/rest", "name": "Post", "role": "send", "method": "POST", "url": 1, "body": 2.0},
			},
		},
		"revision": map[string]any{
			"target":      time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC),
			"known":       []any{time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC), "2026-11-15.pre"},
			"warn_before": "90d",
		},
		"rules": map[string]any{"revision": map[string]any{"severity": "error"}},
	}, where, dir)
	if err != nil {
		t.Fatal(err)
	}
	if s.Strict || s.Path != "" {
		t.Errorf("the settings are merged with the file %q", s.Path)
	}
	m := s.Client.Models[0]
	if s.Root != root || s.Day.String() != "2026-11-23" || s.Severity != config.Info || s.Enabled("upsert") ||
		!s.Client.HasPackage("example.com/shop/a") || m.URL != 1 || m.Body != 2 || m.Arg != config.NoArg ||
		s.Revision.Target != "2026-07-15" || s.Revision.Known[0] != "2026-10-15" || s.Revision.WarnBefore != 90 {
		t.Errorf("got %+v", s)
	}
	if got := s.Sources["revision.target"]; got != where+".revision.target" {
		t.Errorf("revision.target comes from %q", got)
	}
}

// Without keys the file in force counts, and config names another.
func TestFromHostFile(t *testing.T) {
	names(t)
	root, dir := module(t, map[string]string{"go.mod": "module m\n", config.FileName: "strict = true\n", "other.toml": "severity = 'info'\n"})
	for _, tree := range []any{nil, map[string]any{}, map[string]any{"client": nil}} {
		s, err := config.FromHost(tree, where, dir)
		if err != nil {
			t.Fatal(err)
		}
		if !s.Strict || s.Path != filepath.Join(root, config.FileName) {
			t.Errorf("%v: got %+v", tree, s)
		}
	}
	for _, name := range []string{"other.toml", filepath.Join(root, "other.toml")} {
		s, err := config.FromHost(map[string]any{"config": name}, where, dir)
		if err != nil {
			t.Fatal(err)
		}
		if s.Strict || s.Severity != config.Info || s.Root != root {
			t.Errorf("%s: got %+v", name, s)
		}
	}
}

func TestFromHostMistakes(t *testing.T) {
	names(t)
	root, dir := module(t, map[string]string{"go.mod": "module m\n", "broken.toml": "strict = true\nenable = [\"upsrt\"]\n"})
	_, missing := os.Open(filepath.Join(root, "gone.toml"))
	for _, tt := range []struct {
		name string
		tree any
		want []string
	}{
		{"no table", []any{"strict"}, []string{where + ": must be a table, not an array"}},
		{"unknown key", map[string]any{"clent": map[string]any{}}, []string{where + `.clent: unknown key "clent"; did you mean "client"?`}},
		{"unknown key, empty", map[string]any{"confg": nil}, []string{where + `.confg: unknown key "confg"; did you mean "config"?`}},
		{"unknown rule", map[string]any{"disable": []any{"revision", "upsrt"}}, []string{where + `.disable[1]: rule "upsrt" does not exist; did you mean "upsert"?`}},
		{"wrong types", map[string]any{"strict": "yes", "enable": []any{nil}, "severity": 1}, []string{
			where + ".enable[0]: an element of enable must be a string, not nothing",
			where + ".severity: severity must be a string, not an integer",
			where + ".strict: strict must be true or false, not a string",
		}},
		{"row", map[string]any{"client": map[string]any{"model": []any{map[string]any{"name": "Post", "role": "sned"}}}}, []string{
			where + `.client.model[0].role: role "sned" does not exist; did you mean "send"?`,
			where + `.client.model[0]: key "package" is missing`,
		}},
		{"time of day", map[string]any{"as_of": time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}, []string{
			where + ".as_of: as_of must be a date without a time of day, as in 2026-11-23",
		}},
		{"fraction", map[string]any{"client": map[string]any{"model": []any{
			map[string]any{"package": "a", "name": "Post", "role": "send", "url": 1.5}}}}, []string{
			where + ".client.model[0].url: client.model.0.url must be an integer, not a float",
		}},
		{"both", map[string]any{"config": "broken.toml", "strict": true}, []string{
			where + ".config: names a file, which is not merged with other keys; move them there",
		}},
		{"no such file", map[string]any{"config": "gone.toml"}, []string{
			where + ".config: " + missing.Error(),
		}},
		{"broken file", map[string]any{"config": "broken.toml"}, []string{
			filepath.Join(root, "broken.toml") + `:2:11: rule "upsrt" does not exist; did you mean "upsert"?`,
		}},
	} {
		_, err := config.FromHost(tt.tree, where, dir)
		if err == nil || err.Error() != strings.Join(tt.want, "\n") {
			t.Errorf("%s:\ngot  %v\nwant %s", tt.name, err, strings.Join(tt.want, "\n     "))
		}
	}
}

// Settings that differ have different salts, wherever they stand; so have
// different days and go.mod files.
func TestSettingsSalt(t *testing.T) {
	names(t)
	root, dir := module(t, map[string]string{"go.mod": "module m\n"})
	seen := map[string]string{}
	try := func(what string, tree map[string]any) {
		t.Helper()
		s, err := config.FromHost(tree, where, dir)
		if err != nil {
			t.Fatal(err)
		}
		salt := s.Salt(dir)
		if other, ok := seen[salt]; ok {
			t.Errorf("%s has the salt of %s", what, other)
		}
		if s.Salt(dir) != salt {
			t.Errorf("%s has two salts", what)
		}
		seen[salt] = what
	}
	try("defaults", map[string]any{"as_of": "2026-11-23"})
	try("another day", map[string]any{"as_of": "2027-07-15"})
	try("strict", map[string]any{"as_of": "2026-11-23", "strict": true})
	try("rule", map[string]any{"as_of": "2026-11-23", "rules": map[string]any{"upsert": map[string]any{"exclude": []any{"gen"}}}})
	row := map[string]any{"package": "a", "name": "Post", "role": "send", "url": 1}
	try("row", map[string]any{"as_of": "2026-11-23", "client": map[string]any{"model": []any{row}}})
	row["url"] = 2
	try("other row", map[string]any{"as_of": "2026-11-23", "client": map[string]any{"model": []any{row}}})
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte("module m\n\nrequire example.com/klaviyo v1.0.0\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	try("go.mod", map[string]any{"as_of": "2026-11-23"})
}
