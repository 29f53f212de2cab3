package hosttest_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const day = "as_of = 2026-11-23\n"

// golangci-lint with the plugin says what klaviyolint says of Go files. The
// subtests share what golangci-lint keeps, as runs on a machine do.
func TestGolangciLint(t *testing.T) {
	p := programs(t)
	t.Run("example", func(t *testing.T) { testExample(t, p) })
	t.Run("fix", func(t *testing.T) { testFix(t, p) })
	t.Run("nolint", func(t *testing.T) { testNolint(t, p) })
	t.Run("gomod", func(t *testing.T) { testGoMod(t, p) })
	t.Run("edited", func(t *testing.T) { testEdited(t, p) })
	t.Run("settings", func(t *testing.T) { testSettings(t, p) })
	t.Run("workspace", func(t *testing.T) { testWorkspace(t, p) })
	t.Run("embedded", func(t *testing.T) { testEmbedded(t, p) })
	t.Run("refused", func(t *testing.T) { testRefused(t, p) })
}

// The example file works as it stands, and hides nothing: neither the second
// finding on a line, nor the fourth with the same words, nor the fifty-first.
func testExample(t *testing.T, p *places) {
	at := p.shop(t)
	at.write(t, ".golangci.yml", read(t, "../../.golangci.example.yml"))
	file := filepath.Join(t.TempDir(), "day.toml")
	if err := os.WriteFile(file, []byte(day), 0o666); err != nil {
		t.Fatal(err)
	}
	at.env = append(at.env, "KLAVIYOLINT_CONFIG="+file)

	var many strings.Builder
	many.WriteString("// Package many has one fault many times.\npackage many\n\nimport (\n\t\"context\"\n\n\t\"example.com/shop/internal/klaviyo\"\n)\n\n")
	for i := range 60 {
		fmt.Fprintf(&many, "// F%d adds nobody.\nfunc F%[1]d(ctx context.Context, c *klaviyo.Client) error {\n\treturn c.Post(ctx, \"/api/profiles\", nil)\n}\n\n", i)
	}
	at.write(t, "internal/many/many.go", strings.TrimSpace(many.String())+"\n")

	want := at.own(t, "./...")
	if len(want) < 60 {
		t.Errorf("klaviyolint finds %d faults, want more than 60", len(want))
	}
	same(t, "all packages", only(at.lint(t), "klaviyolint"), want)
	same(t, "again, from the cache", only(at.lint(t), "klaviyolint"), want)
	// What the imports of a package do is known without a look at them.
	same(t, "one package", only(at.lint(t, "./internal/checkout"), "klaviyolint"), at.own(t, "./internal/checkout"))

	all := strings.Join(want, "\n")
	for _, line := range lines(read(t, filepath.Join(at.dir, "EXPECTED.txt"))) {
		place, rule, _ := strings.Cut(line, " ")
		place = regexp.QuoteMeta(place)
		if strings.Contains(place, `\.go:`) && !regexp.MustCompile(`(?m)^`+place+`:\d+: `+rule+`: `).MatchString(all) {
			t.Errorf("%s is not found", line)
		}
	}
}

// --fix does what klaviyolint -fix does, and leaves nothing for a second run.
// klaviyolint looks again after its fixes, golangci-lint does so in that run.
func testFix(t *testing.T, p *places) {
	theirs, ours := p.shop(t), p.shop(t)
	theirs.settings(t, "as_of: 2026-11-23\n")
	theirs.lint(t, "--fix")
	want := ours.own(t, "-as-of", "2026-11-23", "-fix", "./...")
	sameFiles(t, theirs.dir, ours.dir)
	if before, after := read(t, "../../testdata/shop/internal/klaviyo/client.go"), read(t, theirs.dir+"/internal/klaviyo/client.go"); before == after {
		t.Error("nothing is fixed")
	}
	same(t, "a second run", theirs.lint(t, "--fix"), want)
	sameFiles(t, theirs.dir, ours.dir)
}

func sameFiles(t *testing.T, got, want string) {
	t.Helper()
	err := filepath.WalkDir(want, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(want, name)
		if got, want := read(t, filepath.Join(got, rel)), read(t, name); got != want {
			t.Errorf("%s is\n%s\nand not\n%s", rel, got, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A nolint directive silences the finding, and nolintlint does not call it
// unused; klaviyolint's own directives work too.
func testNolint(t *testing.T, p *places) {
	at := p.module(t, map[string]string{
		"go.mod": "module m\n\ngo 1.25\n",
		"a/a.go": `// Package a calls Klaviyo.
package a

import (
	"net/http"
	"strings"
)

const base = "https://a.klaviyo.com"

func header(req *http.Request) {
	req.Header.Set("revision", "2026-07-15")
}

// Silent is silenced.
func Silent(c *http.Client) (*http.Response, error) {
	//nolint:klaviyolint // profiles are new
	req, err := http.NewRequest(http.MethodPost, base+"/api/profiles", strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	header(req)
	return c.Do(req)
}

// Own is silenced too.
func Own(c *http.Client) (*http.Response, error) {
	//klaviyolint:ignore upsert profiles are new
	req, err := http.NewRequest(http.MethodPost, base+"/api/profiles", strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	header(req)
	return c.Do(req)
}

// Loud is not.
func Loud(c *http.Client) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodPost, base+"/api/profiles", strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	header(req)
	return c.Do(req)
}

//nolint:klaviyolint // for nothing
var Nothing = 1
`,
	})
	at.write(t, ".klaviyolint.toml", day+"enable = ['upsert']\ndisable = ['all']\n")
	at.settings(t, "", "nolintlint")
	got, want := at.lint(t), at.own(t, "./...")
	if len(want) != 1 || !strings.HasPrefix(want[0], "a/a.go:39:") {
		t.Errorf("klaviyolint finds %q", want)
	}
	same(t, "klaviyolint", only(got, "klaviyolint"), want)
	unused := only(got, "nolintlint")
	if len(unused) != 1 || !strings.HasPrefix(unused[0], "a/a.go:47:") || !strings.Contains(unused[0], "is unused") {
		t.Errorf("nolintlint says %q, want the directive on line 47", unused)
	}
}

// What is wrong in go.mod stands on the import of the SDK.
func testGoMod(t *testing.T, p *places) {
	const sdk = "github.com/monetha/go-klaviyo"
	at := p.module(t, map[string]string{
		"go.mod":         "module m\n\ngo 1.25\n\nrequire " + sdk + " v0.0.9\n\nreplace " + sdk + " => ./sdk\n",
		"sdk/go.mod":     "module " + sdk + "\n\ngo 1.25\n",
		"sdk/klaviyo.go": "package klaviyo\n\n// Version is one.\nconst Version = 1\n",
		"main.go":        "package main\n\nimport \"" + sdk + "\"\n\nfunc main() { println(klaviyo.Version) }\n",
	})
	at.settings(t, "as_of: 2026-11-23\n")
	out, _, _ := at.run(t, at.klaviyo, "-as-of", "2026-11-23", "./...")
	m := finding.FindStringSubmatch(strings.TrimSpace(strings.SplitN(out, "\n", 2)[0]))
	if m == nil || !strings.HasPrefix(m[1], "go.mod:") || m[3] != "sdkpin" {
		t.Fatalf("klaviyolint says %s", out)
	}
	same(t, "golangci-lint", at.lint(t), []string{"main.go:3:8: sdkpin: go.mod: " + m[2] + " (klaviyolint)"})
}

// An edited TOML file counts on the next run, also for what is known of the
// packages that are only imported: what the fields of api.API hold depends on the
// models.
func testEdited(t *testing.T, p *places) {
	const models = `
[[client.model]]
package = "example.com/rest"
name = "New"
role = "new-client"
returns = "client"
[[client.model]]
package = "example.com/rest"
type = "Client"
name = "Base"
role = "base"
arg = 0
returns = "self"
[[client.model]]
package = "example.com/rest"
type = "Client"
name = "Post"
role = "send"
method = "POST"
url = 0
body = 1
`
	at := p.module(t, map[string]string{
		"go.mod":      "module m\n\ngo 1.25\n\nrequire example.com/rest v1.0.0\n\nreplace example.com/rest => ./rest\n",
		"rest/go.mod": "module example.com/rest\n\ngo 1.25\n",
		"rest/rest.go": `package rest

type Client struct{ base string }

func New() *Client { return &Client{} }

func (c *Client) Base(url string) *Client { c.base = url; return c }

func (c *Client) Post(path string, body any) error { return nil }
`,
		"api/api.go": `// Package api has the client of the Klaviyo API.
package api

import "example.com/rest"

// API is it.
type API struct{ c *rest.Client }

// New makes one.
func New() *API { return &API{c: rest.New().Base("https://a.klaviyo.com")} }

// Send sends to a path.
func (a *API) Send(path string, body any) error { return a.c.Post(path, body) }
`,
		"app/app.go": `// Package app adds profiles to Klaviyo.
package app

import "m/api"

// Add adds one.
func Add(a *api.API) error {
	return a.Send("/api/profiles", nil)
}
`,
	})
	at.settings(t, "")
	for _, step := range []struct {
		toml  string
		finds bool
	}{
		{"", false},
		{models, true},
		{strings.ReplaceAll(models, `"Base"`, `"Other"`), false},
		{"disable = ['all']\n" + models, false},
	} {
		at.write(t, ".klaviyolint.toml", day+step.toml)
		for _, pattern := range []string{"./app", "./..."} {
			want := at.own(t, pattern)
			if finds := strings.Contains(strings.Join(want, "\n"), "app/app.go:8:16: upsert: "); finds != step.finds {
				t.Errorf("klaviyolint with %q: %q", step.toml, want)
			}
			same(t, fmt.Sprintf("%s with %q", pattern, step.toml), at.lint(t, pattern), want)
		}
	}
}

// Rules are switched on and off, and given settings, in .golangci.yml or in a file
// that it names; what changed there counts on the next run.
func testSettings(t *testing.T, p *places) {
	at := p.shop(t)
	rules := func(lines []string) string {
		var got []string
		for _, line := range lines {
			got = append(got, strings.Split(line, ": ")[1])
		}
		slices.Sort(got)
		return strings.Join(slices.Compact(got), " ")
	}
	for _, tt := range []struct{ settings, toml, want string }{
		{"as_of: 2026-11-23\nenable: [upsert, e164]\ndisable: [all]\n", "", "e164 upsert"},
		{"as_of: 2026-11-23\nenable: [upsert]\ndisable: [all]\n", "", "upsert"},
		{"as_of: 2026-11-23\ndisable: [hardcodedkey, revision]\nrules: {e164: {exclude: ['internal/sms/**']}}\n", "", "rawhttp upsert"},
		{"as_of: 2026-11-23\nseverity: error\n", "", "e164 hardcodedkey revision"},
		{"config: tools/lint.toml\n", day + "enable = ['rawhttp']\ndisable = ['all']\n", "rawhttp"},
		{"config: tools/lint.toml\n", day + "enable = ['e164']\ndisable = ['all']\n", "e164"},
	} {
		at.settings(t, tt.settings)
		at.write(t, "tools/lint.toml", tt.toml)
		if got := rules(at.lint(t)); got != tt.want {
			t.Errorf("with %q %q: %s, want %s", tt.settings, tt.toml, got, tt.want)
		}
	}
}

// In a workspace each module has its own file, where none lies beside go.work.
func testWorkspace(t *testing.T, p *places) {
	const faulty = "package a\n\n// What is wrong.\nconst (\n\tRevision = \"2024-10-15\"\n\tHost     = \"https://a.klaviyo.com\"\n)\n"
	at := p.module(t, map[string]string{
		"go.work":                 "go 1.25\n\nuse ./loud\nuse ./quiet\n",
		"loud/go.mod":             "module m/loud\n\ngo 1.25\n",
		"loud/.klaviyolint.toml":  day,
		"loud/a.go":               faulty,
		"quiet/go.mod":            "module m/quiet\n\ngo 1.25\n",
		"quiet/.klaviyolint.toml": day + "disable = ['revision']\n",
		"quiet/a.go":              faulty,
	})
	at.env = append(at.env, "GOWORK=")
	at.settings(t, "")
	for _, toml := range []string{"disable = ['revision']\n", "", "disable = ['all']\n"} {
		at.write(t, "quiet/.klaviyolint.toml", day+toml)
		want := at.own(t, "./loud/...", "./quiet/...")
		if n := map[bool]int{true: 2, false: 1}[toml == ""]; len(want) != n {
			t.Errorf("with %q klaviyolint finds %q", toml, want)
		}
		same(t, toml, at.lint(t, "./loud/...", "./quiet/..."), want)
	}
}

// A key that comes into an embedded file is found although no Go file changed.
func testEmbedded(t *testing.T, p *places) {
	at := p.module(t, map[string]string{
		"go.mod":    "module m\n\ngo 1.25\n",
		"m.go":      "// Package m embeds a file.\npackage m\n\nimport _ \"embed\"\n\n//go:embed conf.json\nvar conf string\n",
		"conf.json": "{}\n",
	})
	at.settings(t, "")
	same(t, "without a key", at.lint(t), nil)
	key := "pk_" + fmt.Sprintf("%x", sha256.Sum256([]byte(t.Name())))[:34]
	at.write(t, "conf.json", "{\"klaviyo_key\": \""+key+"\"}\n")
	got := at.lint(t)
	if len(got) != 1 || !strings.HasPrefix(got[0], "m.go:6:1: hardcodedkey: ") || strings.Contains(got[0], key) {
		t.Errorf("with a key: %q", got)
	}
}

// Bad settings end the run, with words that say where and what.
func testRefused(t *testing.T, p *places) {
	const where = "linters.settings.custom.klaviyolint.settings"
	for _, tt := range []struct{ name, settings, toml, want string }{
		{"unknown rule", "disable: [upsrt]\n", "", where + `.disable[0]: rule "upsrt" does not exist; did you mean "upsert"?`},
		{"unknown key", "client:\n  host: [a]\n", "", where + `.client.host: unknown key "host"; did you mean "hosts"?`},
		{"wrong type", "strict: sometimes\n", "", where + ".strict: strict must be true or false, not a string"},
		{"no such file", "config: gone.toml\n", "", where + ".config: open "},
		{"broken TOML", "", "strict = maybe\n", ".klaviyolint.toml:1:10: expected value"},
		{"broken TOML by name", "config: .klaviyolint.toml\n", "\nstrct = true\n", `.klaviyolint.toml:2:1: unknown key "strct"; did you mean "strict"?`},
	} {
		at := p.module(t, map[string]string{"go.mod": "module m\n\ngo 1.25\n", "m.go": "// Package m is empty.\npackage m\n"})
		at.settings(t, tt.settings)
		if tt.toml != "" {
			at.write(t, ".klaviyolint.toml", tt.toml)
		}
		out, stderr, code := at.run(t, at.golangci, "run", "--allow-parallel-runners")
		if code == 0 || code == 1 || out != "" || !strings.Contains(stderr, tt.want) {
			t.Errorf("%s: exit code %d\n%s%s\nwant %s", tt.name, code, out, stderr, tt.want)
		}
	}

	// Settings stand in for the file, and that is said.
	at := p.module(t, map[string]string{"go.mod": "module m\n\ngo 1.25\n", "m.go": "// Package m is empty.\npackage m\n", ".klaviyolint.toml": "strict = true\n"})
	at.settings(t, "strict: false\n")
	if _, stderr, code := at.run(t, at.golangci, "run", "--allow-parallel-runners"); code != 0 || !strings.Contains(stderr, ".klaviyolint.toml, which is not read") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}
