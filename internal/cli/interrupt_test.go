package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A run that is interrupted while a rule is at work ends without it, and shows what
// was found before.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"go.mod":   "module example.com/m\n\ngo 1.25\n",
		"a/a.go":   "package a\n\nconst Klaviyo = 1\n",
		"b/b.go":   "package b\n\nimport _ \"example.com/m/a\"\n\nconst Klaviyo = 1\n",
		"notes.md": "",
	}
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	forever := make(chan struct{})
	t.Cleanup(func() { close(forever) })
	found := make(chan struct{})
	r := &rule.Rule{Doc: &rule.Document{Name: "slow", Title: "slow", Severity: config.Error}}
	r.Analyzer = rule.New(r.Doc, func(pass *analysis.Pass) error {
		if pass.Pkg.Name() == "b" {
			<-found
			interrupt()
			<-forever // no rule looks at the context
		}
		rule.Report(pass, rule.Diagnostic{Pos: pass.Files[0].Name.Pos(), Message: "found in time"})
		return nil
	})
	var stdout, stderr bytes.Buffer
	e := &env{ctx: ctx, rules: []*rule.Rule{r}, stdout: &stdout, stderr: &stderr}
	o := newOptions(e.rules)
	o.format = "text"
	run := &lintRun{dir: dir, opts: driver.Options{
		Dir: dir, Patterns: []string{"./..."}, Rules: e.rules, Settings: config.Default(),
		Around: func(a *analysis.Analyzer, run bind.Run) bind.Run {
			if a != r.Analyzer {
				return run
			}
			return func(pass *analysis.Pass) (any, error) {
				result, err := run(pass)
				if pass.Pkg.Name() == "a" {
					time.AfterFunc(50*time.Millisecond, func() { close(found) })
				}
				return result, err
			}
		},
	}}
	res, err := e.analyse(run)
	if !errors.Is(err, context.Canceled) || res == nil {
		t.Fatalf("%v, %v", res, err)
	}
	if len(res.Findings) != 1 || res.Partial != "1 of 2 packages judged" {
		t.Errorf("%d findings, %q", len(res.Findings), res.Partial)
	}
}

// SIGINT and SIGTERM end the command, which says that its findings are partial, and
// the go command with it.
func TestSignals(t *testing.T) {
	if _, err := os.Stat("/proc/self"); err != nil {
		t.Skip("no /proc to look for children in")
	}
	exe := buildCommand(t)
	// A go command that never answers.
	bin := t.TempDir()
	pid := filepath.Join(bin, "pid")
	script := "#!/bin/sh\necho $$ >" + pid + "\nexec sleep 600\n"
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		_ = os.Remove(pid)
		cmd := exec.Command(exe, "./...")
		cmd.Dir = "../../testdata/shop"
		cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var child string
		for range 600 {
			if data, err := os.ReadFile(pid); err == nil && len(data) > 1 {
				child = strings.TrimSpace(string(data))
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code != exitTrouble {
			t.Errorf("%v: exit code %d\n%s", sig, code, stderr.String())
		}
		if !strings.Contains(stderr.String(), "interrupted, so that the findings are partial: no package judged") {
			t.Errorf("%v: stderr %q", sig, stderr.String())
		}
		if !strings.Contains(stdout.String(), "web/package.json") {
			t.Errorf("%v: what was found in other files is missing: %q", sig, stdout.String())
		}
		if child == "" {
			t.Fatal("the go command was not started")
		}
		for range 100 {
			if _, err := os.Stat("/proc/" + child); err != nil {
				child = ""
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if child != "" {
			t.Errorf("%v: the go command lives on", sig)
		}
	}
}

func buildCommand(t *testing.T) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "klaviyolint")
	if out, err := exec.Command("go", "build", "-o", exe, "../../cmd/klaviyolint").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return exe
}
