package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// write makes a file with its folders and returns its path.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func tree(t *testing.T, files ...string) string {
	t.Helper()
	t.Setenv("GOWORK", "")
	t.Setenv(config.EnvName, "")
	root := t.TempDir()
	for _, f := range files {
		write(t, root, f, "")
	}
	return root
}

func TestFind(t *testing.T) {
	const toml = config.FileName
	for _, tt := range []struct {
		name  string
		files []string
		dir   string
		want  string
	}{
		{"none", []string{"go.mod", "a/a.go"}, "a", ""},
		{"module root", []string{"go.mod", toml, "a/b/a.go"}, "a/b", toml},
		{"below the root does not count", []string{"go.mod", "a/" + toml, "a/b/a.go"}, "a/b", ""},
		{"above the module does not count", []string{toml, "m/go.mod", "m/a.go"}, "m", ""},
		{"nested module", []string{"go.mod", toml, "n/go.mod", "n/a.go"}, "n", ""},
		{"workspace", []string{"go.work", toml, "m/go.mod", "m/" + toml, "m/a/a.go"}, "m/a", toml},
		{"workspace without a file", []string{"go.work", "m/go.mod", "m/" + toml, "m/a/a.go"}, "m/a", "m/" + toml},
		{"no module", []string{toml, "a.go"}, ".", ""},
		{"vendored", []string{"go.mod", toml, "vendor/modules.txt", "vendor/x/y/a.go"}, "vendor/x/y", ""},
		{"package that is called vendor", []string{"go.mod", toml, "vendor/x/a.go"}, "vendor/x", toml},
		{"module in a folder src", []string{"src/go.mod", "src/" + toml, "src/fmt/a.go"}, "src/fmt", "src/" + toml},
		{"module cache", []string{"p@v1.2.3/go.mod", "p@v1.2.3/" + toml, "p@v1.2.3/a/a.go"}, "p@v1.2.3/a", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := tree(t, tt.files...)
			got, err := config.Find(filepath.Join(root, tt.dir))
			if err != nil {
				t.Fatal(err)
			}
			if tt.want != "" {
				tt.want = filepath.Join(root, tt.want)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFindStandardLibrary(t *testing.T) {
	root := tree(t, "src/"+config.FileName, "src/fmt/print.go")
	write(t, root, "src/go.mod", "module std\n\ngo 1.26\n")
	if got, err := config.Find(filepath.Join(root, "src", "fmt")); got != "" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestFindGOWORK(t *testing.T) {
	root := tree(t, "go.work", config.FileName, "m/go.mod", "m/"+config.FileName, "w/my.work", "w/"+config.FileName)
	for work, want := range map[string]string{
		"":                               config.FileName,
		"off":                            "m/" + config.FileName,
		filepath.Join(root, "w/my.work"): "w/" + config.FileName,
	} {
		t.Setenv("GOWORK", work)
		if got, err := config.Find(filepath.Join(root, "m")); err != nil || got != filepath.Join(root, want) {
			t.Errorf("GOWORK=%s: got %q, %v, want %s", work, got, err, want)
		}
	}
}

func TestFindEnvironment(t *testing.T) {
	root := tree(t, "go.mod", config.FileName, "ci/lint.toml")
	file := filepath.Join(root, "ci/lint.toml")
	t.Setenv(config.EnvName, file)
	if got, err := config.Find(root); err != nil || got != file {
		t.Errorf("got %q, %v", got, err)
	}
	t.Setenv(config.EnvName, "ci/lint.toml")
	if _, err := config.Find(root); err == nil || !strings.Contains(err.Error(), "is not an absolute path") {
		t.Errorf("relative path: %v", err)
	}
	t.Setenv(config.EnvName, filepath.Join(root, "missing.toml"))
	if _, err := config.Find(root); err == nil {
		t.Error("missing file: no error")
	}
}

func TestLoad(t *testing.T) {
	root := tree(t, "go.mod", "a/a.go")
	file := write(t, root, config.FileName, "\nseverity = \"info\"\n[revision]\ntarget = \"2026-07-15\"\n")
	s, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if s.Path != file || s.Root != root || s.Severity != config.Info {
		t.Errorf("%+v", s)
	}
	for key, want := range map[string]string{"severity": file + ":2", "revision.target": file + ":4", "fail_on": ""} {
		if s.Sources[key] != want {
			t.Errorf("source of %s: %q, want %q", key, s.Sources[key], want)
		}
	}
	// A file that lies elsewhere speaks about the module around the run.
	t.Chdir(filepath.Join(root, "a"))
	s, err = config.Load(write(t, t.TempDir(), "lint.toml", "exclude = [\"a\"]"))
	if err != nil {
		t.Fatal(err)
	}
	if !s.ExcludedFor("revision", filepath.Join(root, "a", "a.go")) {
		t.Errorf("root %s: a/a.go is not left out", s.Root)
	}
}

func TestLoadBad(t *testing.T) {
	root := tree(t)
	big := write(t, root, "big.toml", strings.Repeat("# padding\n", 200_000))
	for name, want := range map[string]string{
		filepath.Join(root, "none.toml"): "no such file",
		root:                             "not a regular file",
		big:                              "too large",
		write(t, root, "bad.toml", "x"):  "bad.toml:1:",
	} {
		if _, err := config.Load(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

func TestSalt(t *testing.T) {
	root := tree(t, "go.mod", "a/a.go")
	day, err := klaviyo.ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	at := func() string { return config.SaltOn(filepath.Join(root, "a"), day) }
	last := at()
	if last != at() {
		t.Fatal("two salts of the same state differ")
	}
	step := func(what string, change bool) {
		t.Helper()
		if now := at(); (now != last) != change {
			t.Errorf("%s: salt changed is %t, want %t", what, now != last, change)
		}
		last = at()
	}
	day = day.AddDays(1)
	step("next day", false)
	day = day.AddDays(10)
	step("next month", true)
	day = day.AddDays(13)
	step("second half", true)
	write(t, root, config.FileName, "strict = true\n")
	step("new file", true)
	write(t, root, config.FileName, "strict = \n")
	step("broken file", true)
	write(t, root, config.FileName, "strict = false\n")
	step("edited file", true)
	write(t, root, "go.mod", "module m\n\nrequire example.com/x v1.0.0\n")
	step("other requirement", false)
	write(t, root, "go.mod", "module m\n\nrequire github.com/monetha/go-klaviyo v0.0.9\n")
	step("SDK requirement", true)
	write(t, root, "go.mod", "module m\n\nrequire github.com/monetha/go-klaviyo v0.0.9 // indirect\n")
	step("its comment", true)
	write(t, root, "go.sum", "github.com/monetha/go-klaviyo v0.0.9 h1:x=\n")
	step("its checksum", true)
	write(t, root, "go.work", "go 1.25\nuse ./n\n")
	step("workspace that names no SDK", false)
	write(t, root, "n/go.mod", "module n\n\nreplace github.com/monetha/go-klaviyo => ../fork\n")
	step("another module of the workspace", true)
	write(t, root, "n/"+config.FileName, "strict = true\n")
	step("its configuration", true)
	write(t, root, "n/"+config.FileName, "strict = false\n")
	step("its configuration again", true)
	write(t, root, config.FileName, "as_of = 2026-11-23\n")
	step("fixed day", true)
	day = day.AddDays(400)
	step("later, with a fixed day", false)
}
