package generate

import (
	"bytes"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The copies that are embedded are the files of the health module, byte by byte.
func TestCopiesEqualTheSource(t *testing.T) {
	names, err := filepath.Glob("../../health/*.go")
	if err != nil || len(names) < 5 {
		t.Fatal(names, err)
	}
	copied, err := filepath.Glob("health/*.txt")
	if err != nil || len(copied) != len(names) {
		t.Fatalf("%d files are copied, %d are there: go generate ./internal/generate", len(copied), len(names))
	}
	for _, name := range names {
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		have, err := os.ReadFile(filepath.Join("health", filepath.Base(name)+".txt"))
		if err != nil || !bytes.Equal(have, want) {
			t.Errorf("%s differs (%v): go generate ./internal/generate", filepath.Base(name), err)
		}
	}
}

// What is generated differs from the source in header and package name alone.
func TestHealthIsTheSource(t *testing.T) {
	for _, pkg := range []string{"health", "klaviyohealth"} {
		files, err := Health(pkg)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			want, err := os.ReadFile(filepath.Join("../../health", f.Name))
			if err != nil {
				t.Fatal(err)
			}
			text := strings.TrimPrefix(string(f.Text), Header+"\n\n")
			text = strings.ReplaceAll(text, "package "+pkg+"\n", "package health\n")
			text = strings.Replace(text, "// Package "+pkg+" ", "// Package health ", 1)
			if text != string(want) {
				t.Errorf("%s differs", f.Name)
			}
			if formatted, err := format.Source(f.Text); err != nil || !bytes.Equal(formatted, f.Text) {
				t.Errorf("%s is not gofmt-ed: %v", f.Name, err)
			}
		}
	}
	if _, err := Health("not a name"); err == nil {
		t.Error("a package name that is none")
	}
}

// inModule writes files into an empty module and runs the go command there.
func inModule(t *testing.T, goVersion, dir string, files []File, more map[string]string, commands ...[]string) string {
	t.Helper()
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte("module example.com/shop\n\ngo "+goVersion+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(root, dir), files); err != nil {
		t.Fatal(err)
	}
	for name, text := range more {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range commands {
		cmd := exec.Command("go", args...)
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("go %v: %v\n%s", args, err, out)
		}
	}
	return root
}

// The health check compiles, passes vet and its own tests in an empty module, for
// the oldest Go that is supported.
func TestHealthInAnEmptyModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module")
	}
	files, err := Health("klaviyohealth")
	if err != nil {
		t.Fatal(err)
	}
	inModule(t, "1.23", "internal/klaviyo/health", files, nil, []string{"build", "./..."}, []string{"vet", "./..."}, []string{"test", "./..."})
}

// The module itself is got by a replace in an empty module, and brings nothing
// along.
func TestHealthModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module")
	}
	health, err := filepath.Abs("../../health")
	if err != nil {
		t.Fatal(err)
	}
	main := `package main

import (
	"context"
	"net/http"
	"os"

	"github.com/klaviyolint/klaviyolint/health"
)

func main() {
	key := func(context.Context) (string, error) { return os.Getenv("KLAVIYO_PRIVATE_KEY"), nil }
	http.Handle("/health/klaviyo", health.New(health.Accounts(http.DefaultClient, key, "2026-07-15")))
}
`
	root := inModule(t, "1.23", ".", nil, map[string]string{"main.go": main},
		[]string{"mod", "edit", "-replace=github.com/klaviyolint/klaviyolint/health=" + health},
		[]string{"get", "github.com/klaviyolint/klaviyolint/health@v0.1.0"},
		[]string{"vet", "./..."})
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err == nil && len(sum) > 0 {
		t.Errorf("it has requirements:\n%s", sum)
	}
}

func TestWriteKeepsWhatIsNotItsOwn(t *testing.T) {
	dir := t.TempDir()
	files := []File{{"a.go", []byte(Header + "\n\npackage a\n")}, {"b.go", []byte(Header + "\n\npackage a\n")}}
	if err := os.WriteFile(filepath.Join(dir, "b.go"), []byte("package mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(dir, files); err == nil || !strings.Contains(err.Error(), "b.go is there") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a.go")); err == nil {
		t.Error("half of it was written")
	}
	if err := os.Remove(filepath.Join(dir, "b.go")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Write(dir, files); err != nil {
			t.Error(err)
		}
	}
}

func facts() *Facts {
	return &Facts{
		Module: "example.com/shop",
		Mains: []Main{
			{Package: "./cmd/shop", Switches: []Switch{{Name: "KLAVIYO_ENABLED", Kind: "environment", Where: "internal/config/config.go:21", On: "true", Off: "false"}},
				Calls: []Call{
					{What: "POST /api/events", At: "events.go:4", From: []string{"/order (main.go:9)"}, Switch: "KLAVIYO_ENABLED", Sees: "status 204"},
					{What: "GET /api/segments", At: "internal/segments/sync.go:12"},
				}, Outside: []string{"internal/segments/sync.go:12"}},
			{Package: "./cmd/worker", Switches: []Switch{{Name: "klaviyo", Kind: "flag service", Where: "worker.go:9", Live: true, On: "true", Off: "false"}}},
			{Package: "./cmd/job"},
		},
		Deploys: []Deploy{
			{Kind: "Kubernetes", Resource: "Deployment", Name: "shop", Namespace: "web", At: "deploy/shop.yaml:1"},
			{Kind: "Kubernetes", Resource: "Deployment", Name: "worker", At: "deploy/worker.yaml:1", NoUndo: "the image is latest: undo starts the same tag again"},
		},
		Charts: []string{"chart"}, Workflow: []Workflow{{Name: "Deploy", File: ".github/workflows/deploy.yml", Input: true}},
		Alerts: []string{"KlaviyoAuthFailure"}, Requests: `sum(rate(klaviyo_requests_total[1m])) * 60`,
		Handlers: []string{"hooks.go:9"}, Lost: []Lost{{What: "POST /api/events", At: "events.go:4", Fate: "dropped"}},
		Scopes: []string{"events:write", "profiles:write"}, KeyEnv: "KLAVIYO_KEY", Unkeyed: []string{"events.go:4"},
	}
}

func TestRunbook(t *testing.T) {
	text, err := Runbook(facts(), nil)
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/runbook.md"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, want) {
		t.Errorf("%s", text)
	}
	for _, line := range []string{
		"kubectl -n web set env deployment/shop KLAVIYO_ENABLED=false",
		"kubectl -n web rollout status deployment/shop",
		"kubectl -n web rollout undo deployment/shop",
		"Not offered for `deployment/worker`: the image is latest: undo starts the same tag again (`deploy/worker.yaml:1`).",
		"helm rollback <release>   # chart chart",
		`<a id="KlaviyoAuthFailure"></a>`,
		"Missing: no switch stops the requests of this program",
		"klaviyolint preflight -key-env KLAVIYO_KEY",
		"git revert <commit>",
	} {
		if !strings.Contains(string(text), line) {
			t.Errorf("no %s", line)
		}
	}
	if strings.Contains(string(text), "rollout undo deployment/worker") || strings.Contains(string(text), "git revert HEAD") || strings.Contains(string(text), "KlaviyoRateLimited\"></a>") {
		t.Error("it offers what is not there")
	}
}

// A second run changes only what stands between its markers.
func TestRunbookAgain(t *testing.T) {
	first, err := Runbook(facts(), nil)
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.Replace(string(first), "## 2 Switch off (preferred)\n", "## 2 Switch off (preferred)\n\nCall Dana first.\n", 1) + "\n## 8 Telephone\n\n112\n"
	f := facts()
	f.Deploys = nil
	f.Scopes = []string{"lists:read"}
	again, err := Runbook(f, []byte(mine))
	if err != nil {
		t.Fatal(err)
	}
	s := string(again)
	if !strings.Contains(s, "Call Dana first.") || !strings.Contains(s, "## 8 Telephone\n\n112\n") || strings.Contains(s, "events:write") || !strings.Contains(s, "lists:read") || strings.Contains(s, "kubectl") {
		t.Error(s)
	}
	if third, err := Runbook(f, again); err != nil || !bytes.Equal(third, again) {
		t.Error("a third run changes it", err)
	}
	if _, err := Runbook(f, []byte("# ours\n")); err == nil {
		t.Error("a page of somebody else's was taken")
	}
}

// Names come from files: they cannot break out of a command or a table.
func TestRunbookQuotes(t *testing.T) {
	f := facts()
	f.Deploys[0].Name = "shop; rm -rf / #"
	f.Mains[0].Switches[0].Name = "A|B`c`"
	text, err := Runbook(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := string(text)
	if !strings.Contains(s, `deployment/'shop; rm -rf / #'`) || strings.Contains(s, "| A|B") {
		t.Error(s)
	}
}

// With nothing known every section is there, and says what is missing.
func TestRunbookOfNothing(t *testing.T) {
	text, err := Runbook(&Facts{Module: "example.com/lib"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if !strings.Contains(string(text), "## "+p.title) {
			t.Errorf("no section %s", p.title)
		}
	}
	if n := strings.Count(string(text), "Missing:"); n < 4 {
		t.Errorf("%d sections say that something is missing", n)
	}
}
