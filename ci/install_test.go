package ci

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// shop copies the service with faults into a repository of its own.
func shop(t *testing.T) string {
	t.Helper()
	tmp, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(tmp, "shop")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "testdata", "shop"))); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

// install puts the commands of this repository into a folder, as pre-commit
// does with the clone that it makes.
func install(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	cmd := exec.Command("go", "install", "./...")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOBIN="+bin, "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return bin
}

// A command in dir, with bin before all other folders of commands.
func command(dir, bin, name string, args ...string) (string, int) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"), "GOPROXY=off", "KLAVIYOLINT_CONFIG=")
	cmd.Stderr = os.Stderr
	out, _ := cmd.Output()
	return string(out), cmd.ProcessState.ExitCode()
}

type hook struct {
	ID, Name, Description, Entry, Language string
	Args, Types                            []string
	PassFilenames                          bool `yaml:"pass_filenames"`
	RequireSerial                          bool `yaml:"require_serial"`
}

func hooks(t *testing.T) []hook {
	t.Helper()
	var hooks []hook
	parse(t, read(t, ".pre-commit-hooks.yaml"), &hooks)
	return hooks
}

// What pre-commit installs holds the entry of each hook, and that works; so does
// the script of the template for GitLab.
func TestInstalled(t *testing.T) {
	bin := install(t)
	t.Run("pre-commit", func(t *testing.T) { preCommit(t, bin) })
	t.Run("gitlab", func(t *testing.T) { gitLab(t, bin) })
}

func preCommit(t *testing.T, bin string) {
	repo := shop(t)
	for _, h := range hooks(t) {
		if h.Language != "golang" || h.Name == "" || h.Description == "" || h.PassFilenames {
			t.Errorf("%+v is not whole", h)
		}
		entry := filepath.Join(bin, h.Entry)
		if _, err := exec.LookPath(entry); err != nil {
			t.Fatal(err)
		}
		if out, code := command(repo, bin, entry, h.Args...); code != 1 || !strings.HasPrefix(out, "Dockerfile:7:") {
			t.Errorf("%s: exit code %d\n%s", h.ID, code, out)
		}
		if out, code := command(repo, bin, entry, "./internal/health"); code != 0 || out != "" {
			t.Errorf("%s of a good package: exit code %d\n%s", h.ID, code, out)
		}
	}
}

func gitLab(t *testing.T, bin string) {
	repo := shop(t)
	var file map[string]job
	parse(t, read(t, "ci/gitlab.yml"), &file)
	j := file["klaviyolint"]
	if len(file) != 1 || !strings.Contains(j.BeforeScript[0], "/cmd/klaviyolint@$KLAVIYOLINT_VERSION") {
		t.Fatalf("%+v is not whole", file)
	}
	for _, tt := range []struct {
		variables map[string]string
		code      int
		log       string
		empty     bool
	}{
		{nil, 1, "Dockerfile:7:", false},
		{map[string]string{"KLAVIYOLINT_ARGS": "-as-of 2026-11-23 -fail-on error", "KLAVIYOLINT_PACKAGES": "./internal/segments"}, 0, "internal/segments/segments.go:24:", false},
		{map[string]string{"KLAVIYOLINT_PACKAGES": "./internal/health"}, 0, "", true},
	} {
		lines := []string{"set -e"}
		for name, value := range j.Variables {
			if v, ok := tt.variables[name]; ok {
				value = v
			}
			lines = append(lines, name+"='"+value+"'")
		}
		out, code := command(repo, bin, "sh", "-c", strings.Join(append(lines, j.Script...), "\n"))
		if code != tt.code || !strings.HasPrefix(out, tt.log) || tt.log == "" && out != "" {
			t.Errorf("%v: exit code %d\n%s", tt.variables, code, out)
		}
		report, err := os.ReadFile(filepath.Join(repo, j.Artifacts.Reports.Codequality))
		if err != nil {
			t.Fatal(err)
		}
		if empty := string(report) == "[]\n"; empty != tt.empty {
			t.Errorf("%v: the report is\n%s", tt.variables, report)
		}
		validate(t, report)
	}
}

// validate checks a report of GitLab Code Quality.
func validate(t *testing.T, report []byte) {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(filepath.Join(root, "internal", "report", "testdata", "codeclimate.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(report))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Error(err)
	}
}
