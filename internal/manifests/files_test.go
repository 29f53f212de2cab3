package manifests

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// collect runs Collect over a tree and returns what it finds and reports, with
// paths relative to the root.
func collect(t *testing.T, root string, context rule.FileContext) (found, errs []string) {
	t.Helper()
	rel := func(path string) string {
		r, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		return filepath.ToSlash(r)
	}
	context.Errorf = func(file string, line int, format string, args ...any) {
		errs = append(errs, fmt.Sprintf("%s:%d: %s", rel(file), line, fmt.Sprintf(format, args...)))
	}
	for _, d := range Collect(&context) {
		s := rel(d.File) + ":" + show(d)
		switch d.Lock {
		case LockMissing:
			s += " unlocked"
		case LockPresent:
			s += " locked " + d.LockedVersion
		}
		found = append(found, s)
	}
	return found, errs
}

func TestCollect(t *testing.T) {
	root := t.TempDir()
	const (
		npm    = `{"dependencies": {"klaviyo-api": "^22.0.0"}}`
		docker = "RUN npm i klaviyo-api\n"
	)
	write(t, root, map[string]string{
		"Dockerfile":               docker,
		"package.json":             npm,
		".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: npm i klaviyo-api\n",
		".github/dependabot.yml":   "klaviyo: true\n",
		"other/Dockerfile":         docker,
		"svc/go.mod":               "module m\nrequire github.com/monetha/go-klaviyo v0.0.9\n",
		"svc/package.json":         npm,
		"svc/web/package.json":     npm,
		"svc/web/package-lock.json": `{"lockfileVersion": 3, "packages": {"": {"dependencies": {"klaviyo-api": "^22.0.0"}},
			"node_modules/klaviyo-api": {"version": "22.0.1"}}}`,
		"svc/node_modules/x/package.json": npm,
		"svc/vendor/x/Dockerfile":         docker,
		"svc/broken/package.json":         "{\n  \"dependencies\": {\"klaviyo-api\": \"*\"},\n",
		"svc/broken/composer.json":        "{ not ours",
		"svc/broken/pyproject.toml":       "[project]\ndependencies = [\"klaviyo-api\"\nname = 1\n",
		"svc/ignored.sh":                  docker,
		"svc/deploy":                      "#!/usr/bin/env bash\nnpm i klaviyo-api\n",
		"svc/binary.sh":                   "npm i klaviyo-api\n\x00",
		"svc/py/requirements-dev.txt":     "klaviyo-api==24.0.0\n",
		"svc/py/pyproject.toml":           "[project]\ndependencies = [\"klaviyo-api==24.0.0\"]\n",
	})
	if err := os.Chmod(filepath.Join(root, "svc/deploy"), 0o755); err != nil {
		t.Fatal(err)
	}
	// A circle of links, one that leads nowhere, one that leads up.
	for link, target := range map[string]string{"svc/loop.sh": "loop.sh", "svc/web/Dockerfile": "nowhere", "svc/again": ".."} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	svc := filepath.Join(root, "svc")
	found, errs := collect(t, root, rule.FileContext{
		Dirs: folders(t, svc), ModuleRoots: []string{svc}, RepoRoot: root,
		Ignored: func(path string) bool { return filepath.Base(path) == "ignored.sh" },
	})
	want := []string{
		".github/workflows/ci.yml:4:20-31 klaviyo-api any",
		"Dockerfile:1:11-22 klaviyo-api any",
		"svc/broken/package.json:2:36-37 klaviyo-api any unlocked",
		"svc/deploy:2:7-18 klaviyo-api any",
		"svc/go.mod:2:9-45 github.com/monetha/go-klaviyo exact v0.0.9 unlocked",
		"svc/package.json:1:35-42 klaviyo-api range unlocked",
		"svc/py/pyproject.toml:2:18-37 klaviyo-api exact 24.0.0 locked 24.0.0",
		"svc/py/requirements-dev.txt:1:1-20 klaviyo-api exact 24.0.0",
		"svc/web/package.json:1:35-42 klaviyo-api range locked 22.0.1",
	}
	if !slices.Equal(found, want) {
		t.Errorf("found\n%q\nwant\n%q", found, want)
	}
	wantErrs := []string{
		"svc/broken/package.json:3: cannot parse package.json: unexpected end of JSON input",
		"svc/broken/pyproject.toml:3: cannot parse pyproject.toml: expected a comma (',') or array terminator (']'), but got 'n'",
	}
	if !slices.Equal(errs, wantErrs) {
		t.Errorf("errors\n%q\nwant\n%q", errs, wantErrs)
	}
}

func TestLockedVersions(t *testing.T) {
	const (
		npm  = `{"dependencies": {"klaviyo-api": "^22.0.0"}}`
		py   = "[project]\ndependencies = [\"klaviyo-api==22.0.0\"]\n"
		gem  = "gem 'klaviyo-api-sdk', '18.0.0'\n"
		comp = `{"require": {"klaviyo/api": "20.0.0"}}`
		pip  = "[packages]\nklaviyo-api = \"*\"\n"
	)
	for _, test := range []struct{ manifest, text, lock, content, want string }{
		{"package.json", npm, "package-lock.json", `{"dependencies": {"klaviyo-api": {"version": "22.0.1"}}}`, "22.0.1"},
		{"package.json", npm, "npm-shrinkwrap.json", `{"packages": {"node_modules/klaviyo-api": {"version": "22.0.1"}, "a/node_modules/klaviyo-api": {"version": "21.0.0"}}}`, ""},
		{"package.json", npm, "package-lock.json", `{ broken`, ""},
		{"package.json", npm, "yarn.lock", "# yarn lockfile v1\n\nklaviyo-api@^22.0.0:\n  version \"22.0.1\"\n", "22.0.1"},
		{"package.json", npm, "yarn.lock", "\"klaviyo-api@npm:^22.0.0\":\n  version: 22.0.1\n  resolution: x\n", "22.0.1"},
		{"package.json", npm, "pnpm-lock.yaml", "packages:\n\n  klaviyo-api@22.0.1:\n    resolution: {}\nsnapshots:\n  klaviyo-api@22.0.1(x@1):\n", "22.0.1"},
		{"package.json", npm, "pnpm-lock.yaml", "packages:\n\n  /klaviyo-api/22.0.1:\n    resolution: {}\n", "22.0.1"},
		{"package.json", npm, "bun.lock", `{"packages": {"klaviyo-api": ["klaviyo-api@22.0.1", "", {},],}}`, "22.0.1"},
		{"package.json", npm, "bun.lockb", "\x00", ""},
		{"pyproject.toml", py, "uv.lock", "version = 1\n[[package]]\nname = \"klaviyo-api\"\nversion = \"22.0.0\"\n", "22.0.0"},
		{"pyproject.toml", py, "poetry.lock", "[[package]]\nname = \"Klaviyo_API\"\nversion = \"22.0.0\"\n", "22.0.0"},
		{"pyproject.toml", py, "pylock.toml", "[[packages]]\nname = \"klaviyo-api\"\nversion = \"22.0.0\"\n", "22.0.0"},
		{"Pipfile", pip, "Pipfile.lock", `{"default": {"klaviyo-api": {"version": "==22.0.0"}}}`, "22.0.0"},
		{"composer.json", comp, "composer.lock", `{"packages": [{"name": "a/b", "version": "1.0.0"}, {"name": "klaviyo/api", "version": "v20.0.0"}]}`, "20.0.0"},
		{"Gemfile", gem, "Gemfile.lock", "GEM\n  specs:\n    klaviyo-api-sdk (18.0.0)\n      faraday (>= 2)\n", "18.0.0"},
		{"gems.rb", gem, "gems.locked", "GEM\n  specs:\n    klaviyo-api-sdk (18.0.0)\n", "18.0.0"},
	} {
		root := t.TempDir()
		write(t, root, map[string]string{test.manifest: test.text, test.lock: test.content})
		deps := Collect(&rule.FileContext{Dirs: []string{root}, Errorf: fails(t)})
		if len(deps) != 1 || deps[0].Lock != LockPresent || deps[0].LockedVersion != test.want {
			t.Errorf("%s with %s: %+v", test.manifest, test.lock, deps)
		}
	}
}

// fails makes every reported file an error of the test.
func fails(t *testing.T) func(string, int, string, ...any) {
	return func(file string, line int, format string, args ...any) {
		t.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, args...))
	}
}
