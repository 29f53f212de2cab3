package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// A unit that no go command wrote, or one of another Go, costs one clear line:
// no panic, and nothing that looks like a clean package.
func TestOddUnits(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return file
	}
	write("go.mod", "module example.com/app\n\ngo 1.25\n")
	write("lib/lib.go", "package lib\n\ntype T struct{ S string }\n")
	app := write("app.go", "package app\n\nimport \"example.com/app/lib\"\n\nvar V = lib.T{S: \"klaviyo:error\"}\n")
	archive := exported(t, dir, "./lib")
	// The binary export data begins behind this mark: a letter, then a version.
	head := bytes.Index(archive, []byte("\n$$B\n")) + len("\n$$B\n")
	if head < len("\n$$B\n") || archive[head] != 'u' {
		t.Fatalf("no export data in %d bytes", len(archive))
	}
	with := func(name string, edit func([]byte) []byte) map[string]any {
		file := write(name+".a", string(edit(bytes.Clone(archive))))
		return map[string]any{"PackageFile": map[string]string{"example.com/app/lib": file}}
	}
	tests := []struct {
		name   string
		fields map[string]any
		stderr string
	}{
		{"as it should be", nil, `app.go:5:18: planted error \(sample\)$`},
		{"fields of a newer go command", map[string]any{"Novel": []int{1}, "GoVersion": "go1.25.0"}, `app.go:5:18: planted error \(sample\)$`},
		{"a newer language", map[string]any{"GoVersion": "go1.99"},
			`^klaviyolint: this tool was built with ` + regexp.QuoteMeta(runtime.Version()) + `, but the package needs go1.99: build klaviyolint again with the Go that runs go vet$`},
		{"newer export data", with("newer", func(a []byte) []byte { a[head+1] = 99; return a }),
			`^klaviyolint: this tool was built with .*, which cannot read what this go command compiles \(.*export data.*\): build klaviyolint again with the Go that runs go vet$`},
		{"older export data", with("older", func(a []byte) []byte { a[head] = 'i'; return a }), `could not import example.com/app/lib`},
		{"half an archive", with("half", func(a []byte) []byte { return a[:head+20] }), `could not import example.com/app/lib`},
		{"no archive", with("none", func([]byte) []byte { return []byte("junk") }), `could not import example.com/app/lib`},
		{"a missing import", map[string]any{"ImportMap": map[string]string{}}, `could not import example.com/app/lib`},
		{"a missing file", map[string]any{"GoFiles": []string{filepath.Join(dir, "gone.go")}}, `gone.go`},
		{"broken facts", map[string]any{"PackageVetx": map[string]string{"example.com/app/lib": write("facts.out", "junk")}}, `facts`},
		{"no files", map[string]any{"GoFiles": []string{}}, `package has no files: example.com/app$`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			unit := map[string]any{
				"ID": "example.com/app", "Compiler": "gc", "Dir": dir, "ImportPath": "example.com/app",
				"GoFiles": []string{app}, "ModulePath": "example.com/app", "GoVersion": "go1.25",
				"ImportMap":   map[string]string{"example.com/app/lib": "example.com/app/lib"},
				"PackageFile": map[string]string{"example.com/app/lib": write("lib.a", string(archive))},
				"VetxOutput":  filepath.Join(dir, "vet.out"),
			}
			maps.Copy(unit, tt.fields)
			data, err := json.Marshal(unit)
			if err != nil {
				t.Fatal(err)
			}
			vetUnit(t, write("vet.cfg", string(data)), tt.stderr)
		})
	}
	vetUnit(t, write("broken.cfg", "{"), `^klaviyolint: cannot decode JSON config file .*broken.cfg`)
	vetUnit(t, filepath.Join(dir, "gone.cfg"), `^klaviyolint: open .*gone.cfg`)
}

// The standard library of a newer Go costs nothing: a package of it has no facts.
func TestNewerStandardLibrary(t *testing.T) {
	dir := t.TempDir()
	vetx := filepath.Join(dir, "vet.out")
	cfg := filepath.Join(dir, "vet.cfg")
	for _, tt := range []struct {
		path, module string
		only, ok     bool
	}{
		{"net/http", "", true, true},
		{"vendor/golang.org/x/net/idna", "", true, true},
		{"net/http", "", false, false}, // somebody vets the standard library
		{"example.com/lib", "example.com/lib", true, false},
		{"example.com/lib", "", true, false}, // built by something else than modules
	} {
		data, err := json.Marshal(map[string]any{
			"ID": tt.path, "Compiler": "gc", "Dir": dir, "ImportPath": tt.path, "ModulePath": tt.module,
			"VetxOnly": tt.only, "VetxOutput": vetx, "GoVersion": "go1.99", "GoFiles": []string{filepath.Join(dir, "none.go")},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(cfg, data, 0o666); err != nil {
			t.Fatal(err)
		}
		if !tt.ok {
			vetUnit(t, cfg, `but the package needs go1.99`)
			continue
		}
		out, err := exec.Command("klaviyolint", cfg).CombinedOutput()
		facts, readErr := os.ReadFile(vetx)
		if err != nil || len(out) > 0 || readErr != nil || len(facts) > 0 {
			t.Errorf("%s: %v, %s, facts %q, %v", tt.path, err, out, facts, readErr)
		}
	}
}

// exported returns what the compiler makes of a package.
func exported(t *testing.T, dir, pkg string) []byte {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-f", "{{.Export}}", pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func vetUnit(t *testing.T, cfg, want string) {
	t.Helper()
	cmd := exec.Command("klaviyolint", cfg)
	cmd.Env = append(os.Environ(), "KLAVIYOLINT_CONFIG=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("%v, want exit code 1", err)
	}
	if got := strings.TrimSpace(stderr.String()); !regexp.MustCompile(want).MatchString(got) || strings.Contains(got, "\n") {
		t.Errorf("got %q, want one line that matches %q", got, want)
	}
}
