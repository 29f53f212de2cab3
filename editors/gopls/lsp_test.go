package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/hosttest"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// TestGopls drives a gopls as an editor does. The tests share its cache of what
// they import, which takes longest.
func TestGopls(t *testing.T) {
	gopls, cache := hosttest.Gopls(t), t.TempDir()
	for _, test := range []struct {
		name string
		run  func(*testing.T, *session)
	}{
		{"findings", testFindings},
		{"unsaved", testUnsaved},
		{"fixes", testFixes},
		{"facts", testFacts},
		{"hasty", testHasty},
		{"ill-typed", testIllTyped},
		{"no module", testNoModule},
		{"configuration", testConfiguration},
		{"check", testCheck},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, &session{T: t, gopls: gopls, cache: cache}) })
	}
}

type session struct {
	*testing.T
	gopls, cache string
}

// The shop's findings in Go files are those of EXPECTED.txt, with links to the
// pages of their rules. Nothing is found in the other files.
func testFindings(t *testing.T, s *session) {
	dir := s.shop()
	l := hosttest.StartGopls(t, s.gopls, s.cache, dir)
	files := goFiles(t, dir)
	for _, f := range files {
		l.OpenFile(f)
	}
	l.DiagnoseGopls(files...)
	var got []string
	for _, f := range files {
		rel, err := filepath.Rel(dir, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range ours(l.Last(f).Diagnostics) {
			got = append(got, fmt.Sprintf("%s:%d %s", filepath.ToSlash(rel), d.Range.Start.Line+1, d.Source))
			if d.CodeDescription == nil || d.CodeDescription.Href != rule.URL(d.Source) {
				t.Errorf("%s: the link is %+v", got[len(got)-1], d.CodeDescription)
			}
			if want, ok := map[string]int{"hardcodedkey": 1, "upsert": 2}[d.Source]; ok && d.Severity != want {
				t.Errorf("%s: severity %d, want %d", got[len(got)-1], d.Severity, want)
			}
		}
	}
	var want []string
	for line := range strings.Lines(read(t, filepath.Join(dir, "EXPECTED.txt"))) {
		if strings.Contains(line, ".go:") {
			want = append(want, strings.TrimSpace(line))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What counts is the text in the editor, not that of the file.
func testUnsaved(t *testing.T, s *session) {
	dir := s.shop()
	l := hosttest.StartGopls(t, s.gopls, s.cache, dir)
	file := filepath.Join(dir, "internal", "segments", "segments.go")
	text := read(t, file)
	faulty := strings.Replace(text, `"2026-07-15"`, `"2023-02-22"`, 1)
	l.Open(file, strings.Replace(text, `"2025-07-15"`, `"2026-07-15"`, 1))
	l.Wait(file, says())
	l.Change(file, faulty)
	l.Wait(file, says("revision 24", "revision 33"))
	l.Change(file, text)
	l.Wait(file, says("revision 24"))
	l.Change(file, "//klaviyolint:file-ignore revision the dashboard is frozen\n"+text)
	l.Wait(file, says())
}

// What an editor offers for a finding, and what the text is afterwards.
func testFixes(t *testing.T, s *session) {
	dir := s.shop()
	l := hosttest.StartGopls(t, s.gopls, s.cache, dir)
	for _, test := range []struct {
		file, old, new string   // what is typed first
		finding        string   // rule and line
		offers         []string // titles
		texts          []string // what each puts into the text
	}{
		{"internal/klaviyo/client.go", "", "", "revision 18",
			[]string{"use revision 2025-01-15, which is served today and retires on 2027-01-15", "use revision 2026-07-15 (changes behaviour)"},
			[]string{`const Revision = "2025-01-15"`, `const Revision = "2026-07-15"`}},
		{"internal/segments/segments.go", "", "", "revision 24",
			[]string{"use revision 2026-07-15 (changes behaviour)"}, []string{`GetAt(ctx, "2026-07-15", path`}},
		{"internal/sms/status.go", "", "", "revision 20",
			[]string{"use revision 2026-07-15 (changes behaviour)"}, []string{`"revision":      "2026-07-15"`}},
		{"internal/checkout/events.go", "", "", "revision 61",
			[]string{`set the revision header to 2026-07-15`}, []string{`req.Header.Set("revision", "2026-07-15")`}},
		{"internal/signup/signup.go", "", "", "upsert 51",
			[]string{"use POST /api/profile-import, which creates or updates (changes behaviour)"}, []string{`Post(ctx, "/api/profile-import"`}},
		{"internal/config/config.go", "const fallbackKlaviyoKey", "var fallbackKlaviyoKey", "hardcodedkey 13",
			[]string{"read the key from KLAVIYO_PRIVATE_KEY (changes behaviour)"}, []string{`var fallbackKlaviyoKey = os.Getenv("KLAVIYO_PRIVATE_KEY")`}},
	} {
		file := filepath.Join(dir, filepath.FromSlash(test.file))
		text := strings.Replace(read(t, file), test.old, test.new, 1)
		l.Open(file, text)
		var found hosttest.Diagnostic
		l.Wait(file, func(ds []hosttest.Diagnostic) bool {
			for _, d := range ours(ds) {
				if name(d) == test.finding {
					found = d
					return true
				}
			}
			return false
		})
		var titles []string
		actions := l.Fixes(file, found)
		for _, a := range actions {
			titles = append(titles, a.Title)
		}
		if !slices.Equal(titles, test.offers) {
			t.Errorf("%s: %s: offers %q, want %q", test.file, test.finding, titles, test.offers)
			continue
		}
		for i, a := range actions {
			fixed := l.Apply(file, a)
			if !strings.Contains(fixed, test.texts[i]) {
				t.Errorf("%s: %q: no %s in\n%s", test.file, a.Title, test.texts[i], fixed)
			}
			builds(t, dir, file, fixed)
		}
		// The last one leaves nothing to say about this.
		l.Change(file, l.Apply(file, actions[len(actions)-1]))
		l.Wait(file, func(ds []hosttest.Diagnostic) bool {
			return !slices.ContainsFunc(ds, func(d hosttest.Diagnostic) bool { return d.Source == found.Source && d.Message == found.Message })
		})
	}
}

// A package is judged by what the editor's text of another one does.
func testFacts(t *testing.T, s *session) {
	dir := s.shop()
	l := hosttest.StartGopls(t, s.gopls, s.cache, dir)
	caller, wrapper := filepath.Join(dir, "internal", "signup", "signup.go"), filepath.Join(dir, "internal", "klaviyo", "profiles.go")
	l.OpenFile(caller)
	l.Wait(caller, says("upsert 33", "upsert 44", "upsert 51"))
	text := read(t, wrapper)
	l.Open(wrapper, strings.Replace(text, `"/api/profiles"`, `"/api/profile-import"`, 1))
	l.Wait(caller, says("upsert 44", "upsert 51"))
	l.Change(wrapper, text)
	l.Wait(caller, says("upsert 33", "upsert 44", "upsert 51"))
}

// A person types faster than gopls analyses; what it says last is about the last
// text.
func testHasty(t *testing.T, s *session) {
	dir := s.shop()
	l := hosttest.StartGopls(t, s.gopls, s.cache, dir)
	file := filepath.Join(dir, "internal", "klaviyo", "client.go")
	text := l.OpenFile(file)
	const edits = 100
	for i := 1; i <= edits; i++ {
		typed := strings.Repeat("// Typed.\n", i) + text
		if i%3 == 0 {
			typed += "\nfunc ("
		}
		if i%2 == 0 {
			typed = strings.Replace(typed, "2024-10-15", "2026-07-15", 1)
		}
		l.Change(file, typed)
		if i%10 == 0 {
			// Somebody asks in between.
			l.Call("textDocument/documentSymbol", map[string]any{"textDocument": map[string]any{"uri": hosttest.URI(file)}}, nil)
		}
	}
	l.Change(file, strings.Repeat("// Typed.\n", edits)+text)
	l.Wait(file, says(fmt.Sprintf("revision %d", edits+18)))
	l.DiagnoseGopls(file)
	if last := l.Last(file); last.Version != edits+2 || !says(fmt.Sprintf("revision %d", edits+18))(last.Diagnostics) {
		t.Errorf("the last word is about version %d: %+v", last.Version, last.Diagnostics)
	}
}

// A package that does not compile is judged where it makes sense, and so is one
// that imports it.
func testIllTyped(t *testing.T, s *session) {
	dir := s.shop()
	l := hosttest.StartGopls(t, s.gopls, s.cache, dir)
	client := filepath.Join(dir, "internal", "klaviyo", "client.go")
	l.Open(client, read(t, client)+"\nfunc broken() { undefined.Call(1 + \"x\") }\n")
	l.Wait(client, func(ds []hosttest.Diagnostic) bool { return says("revision 18")(ds) && len(ds) > 1 })
	caller := filepath.Join(dir, "internal", "segments", "segments.go")
	l.OpenFile(caller)
	l.Wait(caller, says("revision 24"))
	for i, torn := range []string{
		"package klaviyo\n\nfunc (", "", "package", "package klaviyo\n\nimport \"net/http\"\n\nvar r, _ = http.NewRequest(\"GET\", \"https://a.klaviyo.com/api/profiles\"",
	} {
		l.Change(client, torn)
		l.DiagnoseGopls(client, caller)
		if last := l.Last(client); last.Version != i+2 {
			t.Errorf("%q: nothing published about version %d", torn, i+2)
		}
	}
	l.Change(client, read(t, client))
	l.Wait(client, says("revision 18"))
}

// A file outside any module is a package of its own.
func testNoModule(t *testing.T, s *session) {
	file := filepath.Join(t.TempDir(), "lone.go")
	const text = `package main

import "net/http"

func main() {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	if err != nil {
		panic(err)
	}
	req.Header.Set("revision", "2023-02-22")
	http.DefaultClient.Do(req)
}
`
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	l := hosttest.StartGopls(t, s.gopls, s.cache, "")
	l.OpenFile(file)
	l.Wait(file, func(ds []hosttest.Diagnostic) bool {
		return slices.ContainsFunc(ds, func(d hosttest.Diagnostic) bool { return name(d) == "revision 10" })
	})
}

// A restart sees an edited .klaviyolint.toml, wherever gopls is started, although
// gopls keeps results; and one that cannot be read is told.
func testConfiguration(t *testing.T, s *session) {
	dir := s.shop()
	file := filepath.Join(dir, "internal", "signup", "signup.go")
	for i, test := range []struct {
		toml string
		want []string
	}{
		{"", []string{"upsert 33", "upsert 44", "upsert 51"}},
		{"", []string{"upsert 33", "upsert 44", "upsert 51"}}, // from the cache
		{"[rules.upsert]\nexclude = [\"internal/signup/**\"]\n", nil},
		{"disbale = [\"upsert\"]\n", []string{"klaviyolint 2", "upsert 33", "upsert 44", "upsert 51"}},
		{"disable = [\"upsert\"]\n", nil},
		{"", []string{"upsert 33", "upsert 44", "upsert 51"}},
	} {
		write(t, filepath.Join(dir, ".klaviyolint.toml"), test.toml)
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			l := hosttest.StartGopls(t, s.gopls, s.cache, dir)
			l.OpenFile(file)
			l.DiagnoseGopls(file)
			if got := l.Last(file).Diagnostics; !says(test.want...)(got) {
				t.Errorf("with %q: got %+v, want %q", test.toml, ours(got), test.want)
			}
		})
	}
}

// gopls check prints the same on the command line.
func testCheck(t *testing.T, s *session) {
	dir := s.shop()
	cmd := exec.Command(s.gopls, "check", filepath.Join("internal", "segments", "segments.go"))
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOPLSCACHE="+s.cache, "GOWORK=off", "GOFLAGS=", "GOPROXY=off", "KLAVIYOLINT_CONFIG=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := filepath.Join(dir, "internal", "segments", "segments.go") + `:24:30-42: revision "2025-07-15" is deprecated and retires on 2027-07-15; the newest stable revision is "2026-07-15": see klaviyolint migrate (revision)` + "\n"
	if got := strings.ReplaceAll(string(out), "\r\n", "\n"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// shop copies testdata/shop, to be judged as on the day of EXPECTED.txt.
func (s *session) shop() string {
	s.Helper()
	tmp, err := filepath.EvalSymlinks(s.TempDir())
	if err != nil {
		s.Fatal(err)
	}
	dir := filepath.Join(tmp, "shop")
	if err := os.CopyFS(dir, os.DirFS("../../testdata/shop")); err != nil {
		s.Fatal(err)
	}
	write(s.T, filepath.Join(dir, ".klaviyolint.toml"), "")
	return dir
}

const asOf = "as_of = 2026-11-23\n"

func write(t *testing.T, toml, more string) {
	t.Helper()
	if err := os.WriteFile(toml, []byte(asOf+more), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func goFiles(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".go") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// builds checks that the module compiles with another text of one file.
func builds(t *testing.T, dir, file, text string) {
	t.Helper()
	old := read(t, file)
	defer func() {
		if err := os.WriteFile(file, []byte(old), 0o666); err != nil {
			t.Fatal(err)
		}
	}()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "vet", "./...")
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s does not compile: %v\n%s\n%s", file, err, out, text)
	}
}

// ours leaves what comes from klaviyolint, in the order of lines.
func ours(ds []hosttest.Diagnostic) []hosttest.Diagnostic {
	known := []string{"klaviyolint"}
	for _, r := range analyzers.All() {
		known = append(known, r.Doc.Name)
	}
	var kept []hosttest.Diagnostic
	for _, d := range ds {
		if slices.Contains(known, d.Source) {
			kept = append(kept, d)
		}
	}
	slices.SortStableFunc(kept, func(a, b hosttest.Diagnostic) int { return a.Range.Start.Line - b.Range.Start.Line })
	return kept
}

// name is the rule of a finding and its line.
func name(d hosttest.Diagnostic) string {
	return fmt.Sprintf("%s %d", d.Source, d.Range.Start.Line+1)
}

// says reports whether klaviyolint says these things, and no others.
func says(want ...string) func([]hosttest.Diagnostic) bool {
	return func(ds []hosttest.Diagnostic) bool {
		var got []string
		for _, d := range ours(ds) {
			got = append(got, name(d))
		}
		return slices.Equal(got, want)
	}
}
