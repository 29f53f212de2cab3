package sdkpin

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// host makes the settings those of a host.
func host(name string) func(*config.Settings) {
	return func(s *config.Settings) { s.Host = config.Host{Name: name} }
}

func TestImports(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, host("vet"))
	analysistest.Run(t, filepath.Join(analysistest.TestData(), "replaced"), a, ".")
	analysistest.Run(t, filepath.Join(analysistest.TestData(), "vendored"), a, "./sub")
}

// The command reads go.mod itself.
func TestNoImportsInOwnCommand(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, host("klaviyolint"))
	for _, r := range analysistest.Run(silent{}, filepath.Join(analysistest.TestData(), "replaced"), a, ".") {
		if len(r.Diagnostics) > 0 {
			t.Errorf("reported at the import: %+v", r.Diagnostics)
		}
	}
}

// silent takes what expectations in the fixture are not met.
type silent struct{}

func (silent) Errorf(string, ...any) {}

const pseudo = "v0.0.0-20240322101112-0123456789ab"

// files runs the rule over a folder with the given files.
func files(t *testing.T, texts map[string]string) []rule.FileFinding {
	t.Helper()
	root := t.TempDir()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found := Files(&rule.FileContext{
		Settings: ruletest.Settings(t, host("klaviyolint")), Dirs: []string{root}, ModuleRoots: []string{root},
		Errorf: func(file string, line int, format string, args ...any) {
			t.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, args...))
		},
	})
	for _, f := range found {
		if f.Rule != "sdkpin" || filepath.Dir(f.File) != root || strings.ContainsAny(f.Message, "\n") || f.Message != strings.TrimSuffix(f.Message, ".") {
			t.Errorf("finding %+v", f)
		}
	}
	return found
}

func TestMessages(t *testing.T) {
	t.Parallel()
	const lock = `{"packages": {"node_modules/klaviyo-api": {"version": "22.0.1"}}}`
	for _, test := range []struct {
		files map[string]string
		kind  string
		want  string // "" for no finding
	}{
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "22.0.0"}}`, "package-lock.json": lock}, "", ""},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "99.0.0"}}`, "package-lock.json": lock}, "", ""},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-mcp": "*"}}`}, "", ""},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "^22.0.0"}}`, "package-lock.json": lock}, "unpinned",
			`"^22.0.0" of "klaviyo-api" is not an exact version: package-lock.json holds 22.0.1 until an update moves it; pin "22.0.1"`},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "^12.0.0"}}`, "package-lock.json": strings.ReplaceAll(lock, "22.0.1", "12.0.1")}, "unpinned",
			`package-lock.json holds 12.0.1 until an update moves it; its revision "2024-07-15" is retired, so move to`},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "git+https://user:secret@github.com/klaviyo/klaviyo-api-node.git"}}`}, "unpinned",
			`"klaviyo-api" comes from a repository instead of a release; pin one, such as "`},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "file:../klaviyo"}}`}, "unpinned", `"klaviyo-api" comes from a folder that other machines may lack;`},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "22.0.0"}}`}, "unlocked",
			`"klaviyo-api" has no lock file, so its own dependencies change between builds; commit package-lock.json, yarn.lock, pnpm-lock.yaml or bun.lock`},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "15.0.0"}}`, "yarn.lock": ""}, "retired",
			`"klaviyo-api" 15.0.0 sends revision "2024-10-15", retired on 2026-10-15; move to `},
		{map[string]string{"package.json": `{"dependencies": {"klaviyo-api": "16.0.0"}}`, "yarn.lock": ""}, "", ""},
		{map[string]string{"package.json": `{"peerDependencies": {"klaviyo-sdk": "*"}}`}, "retired",
			`"klaviyo-sdk" is retired and speaks only the v1 and v2 APIs, which answer 410; use "klaviyo-api"`},
		{map[string]string{"Gemfile": "gem 'klaviyo'\n"}, "retired", `"klaviyo" is retired and speaks only the v1 and v2 APIs, which answer 410; use "klaviyo-api-sdk"`},
		{map[string]string{"requirements.txt": "klaviyo-api\n"}, "unpinned", `"klaviyo-api" has no version, so each build can`},
		{map[string]string{"pyproject.toml": "[project]\ndependencies = [\"klaviyo-api==22.0.0\"]\n"}, "unlocked", `commit uv.lock or poetry.lock`},
		{map[string]string{"Dockerfile": "RUN pip install klaviyo-api\n"}, "unpinned", `pip install takes the newest version of "klaviyo-api", so each`},
		{map[string]string{"run.sh": "composer require klaviyo/api:^19\n"}, "unpinned", `composer require takes "^19" of "klaviyo/api", so each`},
		{map[string]string{"run.sh": "go get github.com/monetha/go-klaviyo@latest\n"}, "unpinned",
			`go get takes "latest" of "github.com/monetha/go-klaviyo", so each build can send another API revision; require its release v0.0.9`},
		{map[string]string{"go.mod": "module m\nrequire github.com/monetha/go-klaviyo " + pseudo + "\n"}, "unpinned",
			`"github.com/monetha/go-klaviyo" is required at a commit instead of a release; require its release v0.0.9`},
		{map[string]string{"go.mod": "module m\nrequire github.com/monstercat/go-klaviyo " + pseudo + "\n"}, "unpinned",
			`"github.com/monstercat/go-klaviyo" has no release, only commits; replace this client of the retired v1 and v2 APIs with a package of your own`},
		{map[string]string{"go.mod": "module m\nrequire github.com/dinistavares/go-klaviyo-api " + pseudo + "\n"}, "unpinned",
			`"github.com/dinistavares/go-klaviyo-api" has no release that Go can download, only commits;`},
		{map[string]string{"go.mod": "module m\nrequire github.com/dinistavares/go-klaviyo-api v2.0.0+incompatible\n"}, "unpinned", `at v2.0.0+incompatible has no go.mod for its major version`},
		{map[string]string{"go.mod": "module m\nrequire github.com/monetha/go-klaviyo v0.0.9\nreplace github.com/monetha/go-klaviyo => example.com/fork " + pseudo + "\n"}, "unpinned",
			`"github.com/monetha/go-klaviyo" is replaced by a commit of a fork,`},
		{map[string]string{"go.mod": "module m\nrequire github.com/monetha/go-klaviyo v0.0.9\n"}, "unlocked",
			`go.sum has no entry for "github.com/monetha/go-klaviyo", so the build stops; run go mod tidy and commit go.sum`},
		{map[string]string{"go.mod": "module m\nrequire github.com/monetha/go-klaviyo v0.0.9\n", "go.sum": "github.com/monetha/go-klaviyo v0.0.9 h1:x=\n"}, "", ""},
	} {
		found := files(t, test.files)
		switch {
		case test.want == "" && len(found) > 0:
			t.Errorf("%q: %+v", test.files, found)
		case test.want != "" && (len(found) != 1 || found[0].Kind != test.kind || !strings.Contains(found[0].Message, test.want)):
			t.Errorf("%q:\n got %+v\nwant %s: %s", test.files, found, test.kind, test.want)
		}
	}
}

// Every kind of finding is in the document.
func TestKinds(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"unpinned", "unlocked", "retired"} {
		if !slices.ContainsFunc(Doc.Kinds, func(k rule.Kind) bool { return k.Name == kind }) {
			t.Errorf("%s is not documented", kind)
		}
	}
}

func TestFix(t *testing.T) {
	t.Parallel()
	const lock = `{"packages": {"node_modules/klaviyo-api": {"version": "22.0.1"}}}`
	for _, test := range []struct{ manifest, lock, want string }{
		{`{"dependencies": {"klaviyo-api": "^22.0.0"}}`, lock, `{"dependencies": {"klaviyo-api": "22.0.1"}}`},
		{"\xef\xbb\xbf{\r\n\"dependencies\": {\"klaviyo-api\": \"latest\"}}", lock, "\xef\xbb\xbf{\r\n\"dependencies\": {\"klaviyo-api\": \"22.0.1\"}}"},
		{`{"dependencies": {"k": "npm:klaviyo-api@*"}}`, lock, `{"dependencies": {"k": "npm:klaviyo-api@22.0.1"}}`},
		{`{"dependencies": {"klaviyo-api": "github:klaviyo/klaviyo-api-node"}}`, lock, ""},
		{`{"dependencies": {"klaviyo-api": "^22.0.0"}}`, `{}`, ""},
		{`{"dependencies": {"klaviyo-api": "^22.0.0"}}`, "", ""},
	} {
		texts := map[string]string{"package.json": test.manifest}
		if test.lock != "" {
			texts["package-lock.json"] = test.lock
		}
		for _, f := range files(t, texts) {
			got := ""
			for _, e := range f.Edits {
				got = test.manifest[:e.Start] + e.New + test.manifest[e.End:]
			}
			if got != test.want {
				t.Errorf("%s: got %q, want %q", test.manifest, got, test.want)
			}
			if got == "" {
				continue
			}
			texts["package.json"] = got
			if again := files(t, texts); len(again) > 0 {
				t.Errorf("%s: the fix leaves %+v", test.manifest, again)
			}
		}
	}
}
