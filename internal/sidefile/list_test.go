package sidefile

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

func TestKindOf(t *testing.T) {
	for name, want := range map[string]Kind{
		".env": Env, ".env.local": Env, "production.env": Env, ".envrc": Env, ".environment": Other, "env": Other,
		"a.yml": YAML, "a.YAML": YAML, "a.json": JSON, "a.toml": TOML, "a.sh": Shell, "a.bash": Shell,
		"Dockerfile": Docker, "Dockerfile.dev": Docker, "api.Dockerfile": Docker, "Containerfile": Docker, "dockerfile.go": Other,
		"Makefile": Make, "GNUmakefile": Make, "rules.mk": Make, "makefile.md": Other, "a.go": Other, "a.txt": Other,
	} {
		if got := KindOf(filepath.Join("x", name)); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func TestList(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{
		"Makefile", "README.md", "config.yml", ".gitlab-ci.yml", ".github/workflows/ci.yml", ".github/actions/x/action.yml",
		".github/actions/y/node_modules/z.yml", ".github/tool/go.mod", ".github/tool/a.yml", "tools/deploy.sh",
		"svc/go.mod", "svc/config.yml", "svc/main.go", "svc/vendor/x/a.yml", "svc/node_modules/x/a.yml", "svc/sub/.env",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	at := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	context := &rule.FileContext{
		Dirs:        []string{at("svc"), at("svc/gone"), at("svc/node_modules/x"), at("svc/sub"), at("svc/vendor/x")},
		ModuleRoots: []string{at("svc")},
		RepoRoot:    root,
		Errorf:      func(file string, _ int, format string, _ ...any) { t.Errorf("%s: "+format, file) },
	}
	var got []string
	for _, c := range List(context, func(Candidate) bool { return true }) {
		rel, err := filepath.Rel(root, c.Path)
		if err != nil {
			t.Fatal(err)
		}
		if c.Around {
			rel += " around"
		}
		got = append(got, filepath.ToSlash(rel))
	}
	want := []string{
		".github/actions/x/action.yml around", ".github/workflows/ci.yml around", ".gitlab-ci.yml around", "Makefile around",
		"svc/config.yml", "svc/go.mod", "svc/main.go", "svc/sub/.env",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
