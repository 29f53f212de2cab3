package ci

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v4"
)

const root = ".."

// self is how workflows elsewhere name the action of this repository.
var self = regexp.MustCompile(`uses: klaviyolint/klaviyolint@v\S+`)

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}

func parse(t *testing.T, text string, v any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(v); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

// lintWorkflow returns what actionlint says about a workflow of this repository.
func lintWorkflow(t *testing.T, text string) []string {
	t.Helper()
	project, err := actionlint.NewProject(root)
	if err != nil {
		t.Fatal(err)
	}
	l, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	errs, err := l.Lint("workflow.yml", []byte(text), project)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range errs {
		out = append(out, e.Error())
	}
	return out
}

var block = regexp.MustCompile("(?ms)^```yaml\n# (\\S+)\n(.*?)^```$")

// Each recipe of docs/ci.md says in its first line which file it is, and is a
// good one of that kind.
func TestRecipes(t *testing.T) {
	page := read(t, "docs/ci.md")
	blocks := block.FindAllStringSubmatch(page, -1)
	if n := strings.Count(page, "```yaml"); len(blocks) != n || n < 6 {
		t.Fatalf("%d recipes of %d say which file they are", len(blocks), n)
	}
	for _, b := range blocks {
		switch name, text := b[1], b[2]; name {
		case ".github/workflows/klaviyolint.yml":
			for _, e := range lintWorkflow(t, self.ReplaceAllString(text, "uses: ./")) {
				t.Errorf("%s in\n%s", e, text)
			}
		case ".gitlab-ci.yml":
			checkGitLab(t, text)
		case ".pre-commit-config.yaml":
			checkPreCommit(t, text)
		default:
			t.Errorf("%s is no file that a recipe is known for", name)
		}
	}
}

// What lints the recipes finds faults.
func TestLinterSeesTheAction(t *testing.T) {
	text := func(uses string) string {
		return "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: " + uses + "\n        with:\n          pakages: ./...\n"
	}
	if got := lintWorkflow(t, text("./")); len(got) != 1 || !strings.Contains(got[0], `"pakages"`) {
		t.Errorf("a wrong input of the action: %q", got)
	}
	if got := lintWorkflow(t, text("actions/checkout@v6")); len(got) != 1 || !strings.Contains(got[0], `"pakages"`) {
		t.Errorf("a wrong input of another action: %q", got)
	}
}

// A job of .gitlab-ci.yml, as far as this repository uses it.
type job struct {
	Stage        string
	Image        string
	Variables    map[string]string
	BeforeScript []string `yaml:"before_script"`
	Script       []string
	Artifacts    struct {
		When    string
		Reports struct{ Codequality string }
	}
	Rules []struct{ If string }
}

func checkGitLab(t *testing.T, text string) {
	t.Helper()
	var file struct {
		Include []struct{ Remote string }
		Jobs    map[string]job `yaml:",inline"`
	}
	parse(t, text, &file)
	var template map[string]job
	parse(t, read(t, "ci/gitlab.yml"), &template)
	for _, inc := range file.Include {
		rest, ok := strings.CutPrefix(inc.Remote, "https://raw.githubusercontent.com/klaviyolint/klaviyolint/")
		_, path, _ := strings.Cut(rest, "/")
		if !ok || path != "ci/gitlab.yml" {
			t.Errorf("%s is not the template", inc.Remote)
		}
	}
	for name, j := range file.Jobs {
		if len(file.Include) > 0 {
			for v := range j.Variables {
				if _, ok := template[name].Variables[v]; !ok {
					t.Errorf("the job %s of the template has no variable %s", name, v)
				}
			}
			continue
		}
		if j.Image == "" || len(j.Script) == 0 || !strings.HasSuffix(j.Script[len(j.Script)-1], ">"+j.Artifacts.Reports.Codequality) {
			t.Errorf("the job %s is not whole: %+v", name, j)
		}
	}
}

func checkPreCommit(t *testing.T, text string) {
	t.Helper()
	var file struct {
		Repos []struct {
			Repo, Rev string
			Hooks     []struct {
				ID   string
				Args []string
			}
		}
	}
	parse(t, text, &file)
	for _, r := range file.Repos {
		if r.Repo != "https://github.com/klaviyolint/klaviyolint" || !strings.HasPrefix(r.Rev, "v") || len(r.Hooks) == 0 {
			t.Errorf("%+v is not the hook of this repository in a version", r)
		}
		for _, h := range r.Hooks {
			if !slices.ContainsFunc(hooks(t), func(k hook) bool { return k.ID == h.ID }) {
				t.Errorf("there is no hook %s", h.ID)
			}
		}
	}
}
