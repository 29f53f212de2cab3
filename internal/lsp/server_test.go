package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/report"
)

const day = `{"as_of": "2026-11-23"}`

// shop is a module with faults in files of all kinds.
func shop(t testing.TB) string { return copied(t, "../../testdata/shop") }

// byCommand returns what the command finds in a module, in the words of diagnostics.
func byCommand(t *testing.T, dir string) []string {
	t.Helper()
	s, err := config.FromHost(map[string]any{"as_of": "2026-11-23"}, "test", dir)
	if err != nil {
		t.Fatal(err)
	}
	s.Host = config.Host{Name: "klaviyolint", OtherFiles: true}
	res, err := driver.Run(context.Background(), driver.Options{Dir: dir, Patterns: patterns(dir), Tests: true, Rules: enabled(analyzers.All(), s), Settings: s})
	if err != nil {
		t.Fatal(err)
	}
	src := report.NewSources()
	var out []string
	for _, f := range res.Findings {
		if f.Severity >= s.Severity {
			out = append(out, fmt.Sprintf("%s:%d:%d-%d:%d %s %v %s", f.File,
				f.Line, src.UTF16Column(f.File, f.Line, f.Col), f.EndLine, src.UTF16Column(f.File, f.EndLine, f.EndCol), f.Rule, f.Severity, f.Message))
		}
	}
	slices.Sort(out)
	return out
}

func served(got map[string]publishParams) []string {
	var out []string
	for file, p := range got {
		for _, d := range p.Diagnostics {
			severity := map[int]string{severityError: "error", severityWarning: "warning", severityInformation: "info"}[d.Severity]
			out = append(out, fmt.Sprintf("%s:%d:%d-%d:%d %s %s %s", file,
				d.Range.Start.Line+1, d.Range.Start.Character+1, d.Range.End.Line+1, d.Range.End.Character+1, d.Code, severity, d.Message))
		}
	}
	slices.Sort(out)
	return out
}

// The server finds what the command finds, in the same words at the same places.
func TestParity(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("../e2e/testdata/programs/*")
	if err != nil || len(dirs) < 30 {
		t.Fatalf("%d programs, %v", len(dirs), err)
	}
	files := map[string]string{}
	work := "go 1.25\n"
	root := module(t, files)
	names := []string{"../../testdata/shop"}
	for i, d := range dirs {
		if !testing.Short() || i%8 == 0 {
			names = append(names, d)
		}
	}
	for _, d := range names {
		if err := os.CopyFS(filepath.Join(root, filepath.Base(d)), os.DirFS(d)); err != nil {
			t.Fatal(err)
		}
		work += "use ./" + filepath.Base(d) + "\n"
	}
	if err := os.WriteFile(filepath.Join(root, "go.work"), []byte(work), 0o644); err != nil {
		t.Fatal(err)
	}
	want := byCommand(t, root)
	if len(want) < 30 {
		t.Fatalf("%d findings are too few to compare", len(want))
	}
	c := start(t, plain, day, root)
	c.wait("the server has found as much as the command", func(got map[string]publishParams) bool { return len(served(got)) >= len(want) })
	// What is published goes out file by file; nothing may follow.
	time.Sleep(rest)
	c.mu.Lock()
	defer c.mu.Unlock()
	got := served(c.published)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("only the command: %s", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("only the server: %s", g)
		}
	}
}

// Files of all kinds are judged, from the text that is open.
func TestUnsavedText(t *testing.T) {
	t.Parallel()
	dir := module(t, map[string]string{
		"go.mod":     "module example.com/m\n\ngo 1.25\n",
		"crm/crm.go": "package crm\n\nconst Host = \"https://a.klaviyo.com\"\n",
		".env":       "A=1\n",
		"Dockerfile": "FROM scratch\n",
	})
	c := start(t, plain, day, dir)
	goFile, env, docker, added := filepath.Join(dir, "crm/crm.go"), filepath.Join(dir, ".env"), filepath.Join(dir, "Dockerfile"), filepath.Join(dir, "crm/new.go")
	c.open(goFile)
	if ds := c.settled(goFile); len(ds) > 0 {
		t.Errorf("a clean file has %v", ds)
	}
	key := "pk_" + strings.Repeat("0123456789abcdef", 3)[:34]
	c.change(goFile, "package crm\n\n// 🙂 comes first\nvar x, Key = \"🙂\", \""+key+"\"\n")
	ds := c.settled(goFile)
	if !slices.Equal(codes(ds), []string{"hardcodedkey"}) {
		t.Fatalf("a key that was typed in: %v", ds)
	}
	if at := ds[0].Range.Start; at != (position{3, 20}) && at != (position{3, 19}) {
		t.Errorf("it stands at %v", at)
	}
	if strings.Contains(ds[0].Message, key) || ds[0].CodeDescription == nil || !strings.Contains(ds[0].CodeDescription.Href, "hardcodedkey") {
		t.Errorf("%+v", ds[0])
	}
	c.open(env)
	c.change(env, "A=1\nKLAVIYO="+key+"\n")
	if ds := c.settled(env); !slices.Equal(codes(ds), []string{"hardcodedkey"}) {
		t.Errorf(".env: %v", ds)
	}
	c.open(docker)
	c.change(docker, "FROM python\nRUN pip install klaviyo-api\n")
	if ds := c.settled(docker); !slices.Equal(codes(ds), []string{"sdkpin"}) {
		t.Errorf("Dockerfile: %v", ds)
	}
	// A file that is on no disk yet, then code that does not hold together.
	c.openText(added, "package crm\n\nconst Old = \""+key+"\"\n")
	if ds := c.settled(added); !slices.Equal(codes(ds), []string{"hardcodedkey"}) {
		t.Errorf("a new file: %v", ds)
	}
	c.change(added, "package crm\n\nimport \"net/ht\n\nfunc (\n")
	_ = c.settled(added)
	c.change(added, "package crm\n\nconst Old = \""+key+"\"\n")
	if ds := c.settled(added); !slices.Equal(codes(ds), []string{"hardcodedkey"}) {
		t.Errorf("mended: %v", ds)
	}
	c.change(goFile, c.texts[goFile][:20])
	if ds := c.settled(goFile); len(ds) > 0 {
		t.Errorf("after the key is gone: %v", ds)
	}
	// Closed without saving, it is as on disk.
	c.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uriOf(env)}})
	c.wait("the closed file is clean", func(got map[string]publishParams) bool { return len(got[env].Diagnostics) == 0 })
}

// Files that go, and folders that move, leave nothing behind.
func TestNothingIsStale(t *testing.T) {
	t.Parallel()
	dir := module(t, map[string]string{
		"go.mod":   "module example.com/m\n\ngo 1.25\n",
		"a/a.go":   "package a\n\nconst Klaviyo = \"$KEY\"\n",
		"b/b.go":   "package b\n\nconst Klaviyo = \"$KEY\"\n",
		"c/.env":   "K=$KEY\n",
		"c/c.go":   "package c\n",
		"d/go.mod": "module example.com/d\n\ngo 1.25\n",
		"d/d.go":   "package d\n\nconst Klaviyo = \"$KEY\"\n",
	})
	c := start(t, plain, day, dir)
	a, b, env := filepath.Join(dir, "a/a.go"), filepath.Join(dir, "b/b.go"), filepath.Join(dir, "c/.env")
	c.wait("all are found", func(got map[string]publishParams) bool {
		return len(got[a].Diagnostics) == 1 && len(got[b].Diagnostics) == 1 && len(got[env].Diagnostics) == 1
	})
	if err := os.Remove(a); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "b"), filepath.Join(dir, "moved")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(env); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{
		map[string]any{"uri": uriOf(a), "type": 3}, map[string]any{"uri": uriOf(b), "type": 3}, map[string]any{"uri": uriOf(env), "type": 3},
	}})
	moved := filepath.Join(dir, "moved/b.go")
	c.wait("what is gone is taken back", func(got map[string]publishParams) bool {
		return len(got[a].Diagnostics) == 0 && len(got[b].Diagnostics) == 0 && len(got[env].Diagnostics) == 0 && len(got[moved].Diagnostics) == 1
	})
	// The module below is another root: it is judged when a file of it is opened.
	d := filepath.Join(dir, "d/d.go")
	c.open(d)
	if ds := c.settled(d); len(ds) != 1 {
		t.Errorf("the module below: %v", ds)
	}
	c.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{
		"added": []any{}, "removed": []any{map[string]string{"uri": uriOf(dir), "name": "m"}},
	}})
	c.wait("a folder that was closed has no findings", func(got map[string]publishParams) bool { return len(got[moved].Diagnostics) == 0 })
}

// The configuration comes from the options of the editor, else from the file; what
// is wrong with it is shown in it, and nothing is judged by a broken one.
func TestConfiguration(t *testing.T) {
	t.Parallel()
	dir := module(t, map[string]string{
		"go.mod":            "module example.com/m\n\ngo 1.25\n",
		"a/a.go":            "package a\n\nconst Klaviyo = \"$KEY\"\n",
		".klaviyolint.toml": "disable = [\"sdkpin\"]\n",
	})
	a, toml := filepath.Join(dir, "a/a.go"), filepath.Join(dir, ".klaviyolint.toml")
	c := start(t, plain, "", dir)
	c.wait("the key is found", func(got map[string]publishParams) bool { return len(got[a].Diagnostics) == 1 })
	c.open(toml)
	c.change(toml, "disable = [\"sdkpin\"]\nseverty = \"error\"\n")
	ds := c.settled(toml)
	if len(ds) != 1 || ds[0].Range.Start.Line != 1 || !strings.Contains(ds[0].Message, "severity") {
		t.Errorf("a misspelt key: %v", ds)
	}
	c.wait("a broken configuration judges nothing", func(got map[string]publishParams) bool { return len(got[a].Diagnostics) == 0 })
	c.change(toml, "disable = [\"hardcodedkey\"]\n")
	if ds := c.settled(toml); len(ds) > 0 {
		t.Errorf("a good file: %v", ds)
	}
	c.wait("until it is saved, the old one counts", func(got map[string]publishParams) bool { return len(got[a].Diagnostics) == 1 })
	c.save(toml)
	c.wait("the rule is switched off", func(got map[string]publishParams) bool { return len(got[a].Diagnostics) == 0 })
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"klaviyolint": map[string]any{"disable": []string{"sdkpin"}}}})
	c.wait("the options of the editor stand in for the file", func(got map[string]publishParams) bool { return len(got[a].Diagnostics) == 1 })
}

// apply returns what an action makes of a document.
func (c *client) apply(t *testing.T, file string, a codeAction) string {
	t.Helper()
	if a.Edit == nil {
		t.Fatalf("%q has no edit", a.Title)
	}
	edits := a.Edit.Changes[uriOf(file)]
	for _, d := range a.Edit.DocumentChanges {
		if d.TextDocument.URI == uriOf(file) {
			edits = d.Edits
			if v := d.TextDocument.Version; v == nil || *v != c.versions[file] {
				t.Errorf("%q is for version %v of %d", a.Title, v, c.versions[file])
			}
		}
	}
	if len(edits) != 1 {
		t.Fatalf("%q has %d edits", a.Title, len(edits))
	}
	return newText(c.texts[file], false).replace(edits[0].Range, edits[0].NewText)
}

func (c *client) actionsFor(file string, r span, only ...string) []codeAction {
	c.t.Helper()
	var out []codeAction
	c.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": uriOf(file)}, "range": r, "context": map[string]any{"diagnostics": []any{}, "only": only},
	}, &out)
	return out
}

// Fixes mend: taken one by one or all at once, they leave what the command leaves.
func TestFixes(t *testing.T) {
	t.Parallel()
	dir := shop(t)
	c := start(t, able, day, dir)
	file := filepath.Join(dir, "internal/signup/signup.go")
	c.open(file)
	ds := c.settled(file)
	if len(ds) == 0 {
		t.Fatal("nothing to fix")
	}
	var fix *codeAction
	for _, d := range ds {
		actions := c.actionsFor(file, d.Range, kindFix)
		if i := slices.IndexFunc(actions, func(a codeAction) bool { return a.Edit != nil }); i >= 0 && fix == nil {
			fix = &actions[i]
			if len(fix.Diagnostics) != 1 || fix.Diagnostics[0].Message != d.Message {
				t.Errorf("the fix is for %v", fix.Diagnostics)
			}
		}
	}
	if fix == nil {
		t.Fatalf("no fix for any of %v", ds)
	}
	c.change(file, c.apply(t, file, *fix))
	if after := c.settled(file); len(after) >= len(ds) {
		t.Errorf("%d findings before the fix, %d after", len(ds), len(after))
	}

	client := filepath.Join(dir, "internal/klaviyo/client.go")
	c.open(client)
	before := c.settled(client)
	all := c.actionsFor(client, span{}, "source.fixAll")
	if len(all) != 1 || all[0].Kind != kindFixAll {
		t.Fatalf("fix all: %+v", all)
	}
	fixed := c.apply(t, client, all[0])
	c.change(client, fixed)
	if after := c.settled(client); len(after) > 0 && after[0].Message == before[0].Message {
		t.Errorf("after all fixes: %v", after)
	}
	if again := c.actionsFor(client, span{}, kindFixAll); len(again) > 0 {
		t.Errorf("there is still something to fix: %+v", again)
	}
	// The command leaves the same.
	other := shop(t)
	s, err := config.FromHost(map[string]any{"as_of": "2026-11-23"}, "test", other)
	if err != nil {
		t.Fatal(err)
	}
	s.Host = config.Host{Name: "klaviyolint", OtherFiles: true}
	res, err := driver.Run(context.Background(), driver.Options{Dir: other, Patterns: []string{"./internal/klaviyo"}, Tests: true, Rules: analyzers.All(), Settings: s})
	if err != nil {
		t.Fatal(err)
	}
	fixes, _ := report.ApplyFixes(res.Findings)
	found := false
	for _, f := range fixes.Files {
		if filepath.Base(f.Name) == "client.go" {
			found = true
			if string(f.New) != fixed {
				t.Errorf("the command makes\n%s\nof it, the server\n%s", f.New, fixed)
			}
		}
	}
	if !found {
		t.Error("the command fixes nothing there")
	}
}

// A finding is silenced by a directive above it, with the cursor where the reason
// is to be written; until then it stays.
func TestSilence(t *testing.T) {
	t.Parallel()
	dir := module(t, map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.25\n",
		"a/a.go": "package a\n\nfunc f() {\n\tconst klaviyo = \"$KEY\"\n}\n",
	})
	c := start(t, able, day, dir)
	file := filepath.Join(dir, "a/a.go")
	c.open(file)
	ds := c.settled(file)
	actions := c.actionsFor(file, ds[0].Range, kindFix)
	i := slices.IndexFunc(actions, func(a codeAction) bool { return a.Command != nil && a.Command.Command == commandSilence })
	j := slices.IndexFunc(actions, func(a codeAction) bool { return a.Command != nil && a.Command.Command == commandExplain })
	if i < 0 || j < 0 {
		t.Fatalf("%+v", actions)
	}
	c.call("workspace/executeCommand", actions[i].Command, nil)
	c.mu.Lock()
	var apply struct{ Edit workspaceEdit }
	if err := json.Unmarshal(c.params["workspace/applyEdit"][0], &apply); err != nil {
		t.Fatal(err)
	}
	var show struct{ Selection span }
	if err := json.Unmarshal(c.params["window/showDocument"][0], &show); err != nil {
		t.Fatal(err)
	}
	c.mu.Unlock()
	text := newText(c.texts[file], false)
	e := apply.Edit.Changes[uriOf(file)][0]
	silenced := text.replace(e.Range, e.NewText)
	if want := "func f() {\n\t//klaviyolint:ignore hardcodedkey \n\tconst"; !strings.Contains(silenced, want) {
		t.Fatalf("silenced:\n%s", silenced)
	}
	c.change(file, silenced)
	if ds := c.settled(file); !slices.Equal(codes(ds), []string{"hardcodedkey", "ignore"}) {
		t.Errorf("without a reason: %v", codes(ds))
	}
	c.change(file, newText(silenced, false).replace(show.Selection, "a test account"))
	if ds := c.settled(file); len(ds) > 0 {
		t.Errorf("with a reason: %v", ds)
	}
	var page string
	c.call("workspace/executeCommand", actions[j].Command, &page)
	if !strings.HasPrefix(page, "# hardcodedkey") {
		t.Errorf("explained: %q", page)
	}
}

// Hovers tell about findings and requests; links lead to Klaviyo's reference.
func TestHoverAndLinks(t *testing.T) {
	t.Parallel()
	dir := shop(t)
	c := start(t, able, day, dir)
	file := filepath.Join(dir, "internal/signup/signup.go")
	text := newText(c.open(file), false)
	ds := c.settled(file)
	hovered := func(p position) string {
		var h *hover
		c.call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": uriOf(file)}, "position": p}, &h)
		if h == nil {
			return ""
		}
		return h.Contents.Value
	}
	page := hovered(ds[0].Range.Start)
	if !strings.Contains(page, "# "+ds[0].Code) || !strings.Contains(page, ds[0].Message) {
		t.Errorf("hover on a finding: %q", page)
	}
	at := text.position(strings.Index(text.s, `"/api/profiles`) + 3)
	if got := hovered(at); !strings.Contains(got, "create_profile") || !strings.Contains(got, "profiles:write") || !strings.Contains(got, "a second") || !strings.Contains(got, "revision") {
		t.Errorf("hover on a request: %q", got)
	}
	if got := hovered(position{0, 0}); got != "" {
		t.Errorf("hover on nothing: %q", got)
	}
	var links []documentLink
	c.call("textDocument/documentLink", map[string]any{"textDocument": map[string]any{"uri": uriOf(file)}}, &links)
	if len(links) == 0 || !strings.HasPrefix(links[0].Target, "https://developers.klaviyo.com/en/reference/") {
		t.Errorf("links: %+v", links)
	}
}

// An editor that asks gets each document once, and other files sent.
func TestPull(t *testing.T) {
	t.Parallel()
	dir := shop(t)
	c := start(t, pulls, day, dir)
	file := filepath.Join(dir, "internal/sms/optin.go")
	docker := filepath.Join(dir, "Dockerfile")
	c.wait("files that are not open are sent", func(got map[string]publishParams) bool {
		return len(got[docker].Diagnostics) > 0 && len(got[file].Diagnostics) > 0
	})
	c.open(file)
	c.wait("what was sent of a file is taken back when it is opened", func(got map[string]publishParams) bool { return len(got[file].Diagnostics) == 0 })
	var answer struct {
		Kind     string
		ResultID string `json:"resultId"`
		Items    []diagnostic
	}
	ask := func(previous string) {
		t.Helper()
		c.call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": uriOf(file)}, "previousResultId": previous}, &answer)
	}
	ask("")
	if answer.Kind != "full" || len(answer.Items) == 0 {
		t.Errorf("%+v", answer)
	}
	answer.Items = nil
	ask(answer.ResultID)
	if answer.Kind != "unchanged" || len(answer.Items) > 0 {
		t.Errorf("%+v", answer)
	}
	c.change(file, "package sms\n")
	ask(answer.ResultID)
	if answer.Kind != "full" || len(answer.Items) > 0 {
		t.Errorf("after a change: %+v", answer)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.published[file].Diagnostics); n > 0 {
		t.Errorf("%d diagnostics were sent, too", n)
	}
}

// Positions count bytes where the editor says so.
func TestBytes(t *testing.T) {
	t.Parallel()
	dir := module(t, map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.25\n",
		"a/a.go": "package a\n\nvar x, Klaviyo = \"🙂é\", \"$KEY\"\n",
	})
	file := filepath.Join(dir, "a/a.go")
	for caps, want := range map[string]int{plain: 24, bytes: 27} {
		c := start(t, caps, day, dir)
		c.open(file)
		if ds := c.settled(file); len(ds) != 1 || ds[0].Range.Start.Character/2 != want/2 {
			t.Errorf("%s: %+v", caps, ds)
		}
	}
}

// A panic costs one request; broken requests are answered, and the server lives on.
func TestRobust(t *testing.T) {
	t.Parallel()
	dir := shop(t)
	c := start(t, able, day, dir)
	err := c.try("test/panic", nil, nil)
	if err == nil || !strings.Contains(err.Error(), "panic in test/panic (string)") || strings.Contains(err.Error(), "pk_secret") {
		t.Errorf("%v", err)
	}
	for _, method := range []string{"textDocument/hover", "textDocument/codeAction", "textDocument/documentLink", "textDocument/diagnostic", "workspace/executeCommand"} {
		_ = c.try(method, map[string]any{"textDocument": map[string]any{"uri": "untitled:1"}, "range": span{position{-1, -1}, position{1 << 30, 1 << 30}}}, nil)
		_ = c.try(method, "nonsense", nil)
		_ = c.try(method, nil, nil)
	}
	if err := c.try("no/such", nil, nil); err == nil {
		t.Error("a method that does not exist was answered")
	}
	for _, method := range []string{"textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose", "workspace/didChangeWatchedFiles", "$/cancelRequest", "$/setTrace"} {
		c.notify(method, map[string]any{"textDocument": 1})
		c.notify(method, nil)
	}
	file := filepath.Join(dir, "internal/sms/optin.go")
	c.open(file)
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uriOf(file), "version": 2},
		"contentChanges": []any{map[string]any{"range": span{position{9999, 0}, position{3, 7}}, "text": "x"}},
	})
	c.versions[file] = 2
	_ = c.settled(file)
}

// A request that is cancelled is answered as cancelled.
func TestCancel(t *testing.T) {
	t.Parallel()
	dir := shop(t)
	c := start(t, able, day, dir)
	call, err := c.conn.DispatchCall(context.Background(), "test/wait", nil)
	if err != nil {
		t.Fatal(err)
	}
	// The only request at work has an ID that only the connection knows.
	for id := range 50 {
		c.notify("$/cancelRequest", map[string]any{"id": id})
	}
	if err := call.Wait(context.Background(), nil); err == nil || !strings.Contains(err.Error(), "cancelled") {
		t.Errorf("%v", err)
	}
}

// The editor sees that a long run is at work, and can end it.
func TestProgress(t *testing.T) {
	t.Parallel()
	c := start(t, able, "", t.TempDir())
	var s server
	s.conn, s.ctx = c.conn, context.Background()
	s.calls = map[string]func(){}
	s.caps.Window.WorkDoneProgress = true
	cancelled := false
	p := s.progress("/some/dir", func() { cancelled = true })
	p.timer.Stop()
	// The other side of the test's connection is the server, which knows no such
	// method: nothing may be shown then.
	p.begin()
	if p.shown {
		t.Error("progress is shown to an editor that has not agreed")
	}
	p.shown = true
	s.cancel("token " + p.token)
	if !cancelled {
		t.Error("the run goes on")
	}
	p.end()
	if len(s.calls) > 0 {
		t.Errorf("left: %v", s.calls)
	}
}

func init() {
	methods["test/panic"] = func(*server, context.Context, *json.RawMessage) (any, error) { panic("pk_secret") }
	methods["test/wait"] = func(_ *server, ctx context.Context, _ *json.RawMessage) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
}
