package ci

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

type action struct {
	Name, Description string
	Branding          struct{ Icon, Color string }
	Inputs            map[string]struct{ Description, Default string }
	Outputs           map[string]struct{ Description, Value string }
	Runs              struct {
		Using string
		Steps []step
	}
}

type step struct {
	Name, ID, If, Shell, Uses, Run string
	WorkingDirectory               string `yaml:"working-directory"`
	Env, With                      map[string]string
}

func readAction(t *testing.T) action {
	t.Helper()
	var a action
	parse(t, read(t, "action.yml"), &a)
	return a
}

// actionlint judges no action by itself, so the steps of ours are shown to it as
// those of a workflow with the same inputs.
func TestAction(t *testing.T) {
	a := readAction(t)
	if a.Name == "" || a.Description == "" || a.Branding.Icon == "" || a.Runs.Using != "composite" {
		t.Errorf("%+v is not whole", a)
	}
	var raw struct {
		Runs struct{ Steps []any }
	}
	if err := yaml.Unmarshal([]byte(read(t, "action.yml")), &raw); err != nil {
		t.Fatal(err)
	}
	inputs, outputs := map[string]any{}, map[string]any{}
	for name, in := range a.Inputs {
		if in.Description == "" {
			t.Errorf("the input %s is not described", name)
		}
		inputs[name] = map[string]any{"type": "string", "default": in.Default}
	}
	for name, out := range a.Outputs {
		// A workflow has outputs of jobs; those of steps become outputs of the job.
		outputs[name] = out.Value
	}
	workflow, err := yaml.Marshal(map[string]any{
		"on":   map[string]any{"workflow_call": map[string]any{"inputs": inputs}},
		"jobs": map[string]any{"a": map[string]any{"runs-on": "ubuntu-latest", "steps": raw.Runs.Steps, "outputs": outputs}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range lintWorkflow(t, string(workflow)) {
		t.Errorf("%s in\n%s", e, workflow)
	}
	for _, s := range a.Runs.Steps {
		if s.Run != "" && s.Shell == "" {
			t.Errorf("%s: a step of an action names its shell", s.Name)
		}
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s: what others write gets into a script through its environment only", s.Name)
		}
	}
}

// docs/ci.md lists the inputs with their defaults.
func TestActionIsDocumented(t *testing.T) {
	page := read(t, "docs/ci.md")
	_, table, _ := strings.Cut(page, "| input | default | |\n|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	a := readAction(t)
	for name, in := range a.Inputs {
		def := ""
		if in.Default != "" {
			def = "`" + in.Default + "` "
		}
		if !strings.Contains(table, fmt.Sprintf("| `%s` | %s| ", name, def)) {
			t.Errorf("docs/ci.md does not say that %s is %q by default", name, in.Default)
		}
	}
	if n := strings.Count(table, "\n") + 1; n != len(a.Inputs) {
		t.Errorf("docs/ci.md has %d inputs, the action %d", n, len(a.Inputs))
	}
}

// The scripts of the action do what they say, run as a runner does.
func TestActionRuns(t *testing.T) {
	repo := shop(t)
	temp := t.TempDir()
	tests := []struct {
		name   string
		inputs map[string]string
		code   string
		stdout string // what it begins with
		sarif  bool
	}{
		{"defaults", nil, "1", "::warning file=Dockerfile,line=7,", false},
		{"text", map[string]string{"annotations": "false"}, "1", "Dockerfile:7:", false},
		{"a quiet package", map[string]string{"packages": "./internal/health"}, "0", "", false},
		{"two packages", map[string]string{"packages": "./internal/health ./internal/segments", "args": "-as-of 2026-11-23"}, "1", "::warning file=internal/segments/segments.go,line=24,", false},
		{"a folder", map[string]string{"working-directory": "internal/segments", "args": "-as-of 2026-11-23"}, "1", "::warning file=internal/segments/segments.go,line=24,", false},
		{"sarif", map[string]string{"sarif": "true"}, "1", "::warning file=Dockerfile,line=7,", true},
		{"flags", map[string]string{"args": "-fail-on error\n-disable hardcodedkey,revision,e164", "sarif": "true"}, "0", "::warning file=Dockerfile,line=7,", true},
		{"no pattern of files", map[string]string{"packages": "./internal/[hs]*"}, "2", "", false},
		{"trouble", map[string]string{"args": "-nope", "sarif": "true"}, "2", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRunner(t, readAction(t), repo, temp, tt.inputs)
			stdout, code := r.all(t)
			if code != tt.code {
				t.Errorf("exit code %s, want %s", code, tt.code)
			}
			if !strings.HasPrefix(stdout, tt.stdout) || tt.stdout == "" && stdout != "" {
				t.Errorf("got\n%swant %s", stdout, tt.stdout)
			}
			if r.uploaded != tt.sarif {
				t.Errorf("uploaded: %v", r.uploaded)
			}
		})
	}
}

// A runner runs the steps of a composite action, as far as this one needs it.
type runner struct {
	action   action
	repo     string
	env      []string
	values   map[string]string // of expressions
	outputs  string            // the file of GITHUB_OUTPUT
	uploaded bool
}

func newRunner(t *testing.T, a action, repo, temp string, inputs map[string]string) *runner {
	t.Helper()
	path, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{action: a, repo: repo, values: map[string]string{}, outputs: filepath.Join(t.TempDir(), "outputs")}
	for name, in := range a.Inputs {
		r.values["inputs."+name] = in.Default
	}
	for name, value := range inputs {
		r.values["inputs."+name] = value
	}
	r.env = append(os.Environ(), "GITHUB_ACTION_PATH="+path, "RUNNER_TEMP="+temp, "GITHUB_OUTPUT="+r.outputs, "KLAVIYOLINT_CONFIG=")
	return r
}

var expression = regexp.MustCompile(`\$\{\{ *([\w.-]+) *\}\}`)

func (r *runner) expand(text string) string {
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		return r.values[expression.FindStringSubmatch(e)[1]]
	})
}

// all runs the steps until one fails, and returns what they print and the exit
// code of the last one.
func (r *runner) all(t *testing.T) (string, string) {
	t.Helper()
	var stdout strings.Builder
	for _, s := range r.action.Runs.Steps {
		if s.If != "" && r.values[strings.TrimSuffix(s.If, " != ''")] == "" {
			continue
		}
		if s.Uses != "" {
			if data, err := os.ReadFile(r.expand(s.With["sarif_file"])); err != nil || !strings.Contains(string(data), `"version": "2.1.0"`) {
				t.Errorf("%v, or no SARIF: %s", err, data)
			}
			r.uploaded = true
			continue
		}
		script := filepath.Join(t.TempDir(), "script.sh")
		if err := os.WriteFile(script, []byte(s.Run), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", script)
		cmd.Dir = filepath.Join(r.repo, r.expand(s.WorkingDirectory))
		cmd.Env = r.env
		for name, value := range s.Env {
			cmd.Env = append(cmd.Env, name+"="+r.expand(value))
		}
		cmd.Stdout, cmd.Stderr = &stdout, os.Stderr
		if err := cmd.Run(); cmd.ProcessState == nil {
			t.Fatal(err)
		} else if err != nil {
			return stdout.String(), fmt.Sprint(cmd.ProcessState.ExitCode())
		}
		r.collect(t, s.ID)
	}
	return stdout.String(), "0"
}

// collect reads the outputs of a step.
func (r *runner) collect(t *testing.T, id string) {
	t.Helper()
	data, err := os.ReadFile(r.outputs)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		r.values["steps."+id+".outputs."+name] = value
	}
}
