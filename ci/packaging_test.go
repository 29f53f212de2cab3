package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/fulltest"
)

// The workflows of this repository are ones that GitHub takes.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		for _, e := range lintWorkflow(t, read(t, ".github/workflows/"+filepath.Base(file))) {
			t.Errorf("%s: %s", file, e)
		}
	}
}

// A release is built for six platforms, with all that the pages promise.
func TestReleaseConfig(t *testing.T) {
	t.Parallel()
	var c struct {
		Builds []struct {
			Main    string
			Targets []string
		}
		Checksum map[string]string
		Sboms    []map[string]any
		Dockers  []struct{ Dockerfile string } `yaml:"dockers_v2"`
		Casks    []map[string]any              `yaml:"homebrew_casks"`
	}
	if err := yaml.Unmarshal([]byte(read(t, ".goreleaser.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Builds) != 1 || len(c.Builds[0].Targets) != 6 || c.Checksum["name_template"] != "checksums.txt" || len(c.Sboms) != 1 || len(c.Casks) != 1 || len(c.Dockers) != 1 {
		t.Fatalf("%+v", c)
	}
	for _, name := range []string{c.Builds[0].Main, c.Dockers[0].Dockerfile, "LICENSE", "SECURITY.md", "CHANGELOG.md"} {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Error(err)
		}
	}
	// The script that does without goreleaser builds the same.
	script := read(t, "packaging/dist")
	for _, target := range c.Builds[0].Targets {
		if !strings.Contains(script, strings.Replace(target, "_", "/", 1)) {
			t.Errorf("packaging/dist does not build %s", target)
		}
	}
}

func TestFormula(t *testing.T) {
	t.Parallel()
	archive := filepath.Join(t.TempDir(), "a.tar.gz")
	if err := os.WriteFile(archive, []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("bash", filepath.Join(root, "packaging", "formula"), "v1.2.3", archive).CombinedOutput()
	if err != nil {
		t.Skipf("%v: %s", err, out)
	}
	text := string(out)
	for _, want := range []string{"class Klaviyolint < Formula", "refs/tags/v1.2.3.tar.gz", `sha256 "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, "@") && strings.Contains(text, "@TAG@") {
		t.Errorf("a place is not filled in:\n%s", text)
	}
}

// A tag is made of a clean checkout of main only, with a section in the changelog,
// and never twice.
func TestTag(t *testing.T) {
	fulltest.Only(t, "tags a clone")
	dir := t.TempDir()
	git := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	abs, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	git("clone", "-q", "--no-hardlinks", abs, ".")
	git("checkout", "-q", "-B", "main")
	tag := func(version string) (string, bool) {
		cmd := exec.Command("bash", "packaging/tag", version)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		out, err := cmd.CombinedOutput()
		return string(out), err == nil
	}
	for version, want := range map[string]string{"1.2.3": "no version of the form", "v9.9.9": "CHANGELOG.md has no section"} {
		if out, ok := tag(version); ok || !strings.Contains(out, want) {
			t.Errorf("%s: %s", version, out)
		}
	}
	if out, ok := tag("v0.1.0"); !ok || !strings.Contains(out, "tagged v0.1.0 and health/v0.1.0") {
		t.Errorf("%s", out)
	}
	if out, ok := tag("v0.1.0"); ok || !strings.Contains(out, "exists") {
		t.Errorf("twice: %s", out)
	}
	if got := strings.Fields(git("tag", "--list")); len(got) != 2 {
		t.Errorf("tags %q", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "dirt"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if out, ok := tag("v0.1.0"); ok || !strings.Contains(out, "not committed") {
		t.Errorf("dirty: %s", out)
	}
}
