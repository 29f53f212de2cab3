package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// A house is a root with the tables that people keep, and a repository of
// branches beside it.
type house struct {
	t          *testing.T
	root, repo string
}

func newHouse(t *testing.T) *house {
	h := &house{t, t.TempDir(), t.TempDir()}
	for name, text := range map[string]string{
		endpointsCSV: "method,path,operation,stage,kind,prefer,needs_revision,first_revision,last_revision,retired_on,burst_per_s,steady_per_min,per_day,page_default,page_max,scopes,success,notes,source\n" +
			"POST,/api/things,create_thing,stable,upsert,,yes,2022-01-01,,,,,,,,,,kept by hand,x\n" +
			"POST,/oauth/token,oauth_token,oauth,other,,no,,,,,,,,,,,,https://example.com\n",
		revisionsCSV: "revision,kind,released,deprecated_on,retired_on,source\n" +
			"2022-01-01,stable,2022-01-01,2023-01-01,2024-01-01,seen by hand\n" +
			"2021-05-05.pre,beta,,,,used in public code\n",
	} {
		path := filepath.Join(h.root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	h.git("init", "-q", "-b", "main")
	h.commit("2022-01-01", "stable", testdata(t, "first.json"))
	h.commit("2022-01-01.pre", "beta", testdata(t, "beta.json"))
	h.commit("2023-01-01", "stable", testdata(t, "second.json"))
	return h
}

func testdata(t *testing.T, name string) string {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func (h *house) git(args ...string) {
	h.t.Helper()
	cmd := exec.Command("git", append([]string{"-C", h.repo, "-c", "user.name=x", "-c", "user.email=x@example.com"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE=2023-02-03T00:00:00Z", "GIT_COMMITTER_DATE=2023-02-03T00:00:00Z",
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil {
		h.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (h *house) commit(branch, stage, text string) {
	h.t.Helper()
	h.git("checkout", "-q", "-B", branch)
	dir := filepath.Join(h.repo, "openapi")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, stage+".json"), []byte(text), 0o666); err != nil {
		h.t.Fatal(err)
	}
	h.git("add", "-A")
	h.git("commit", "-q", "--allow-empty", "-m", branch)
}

func (h *house) gen(args ...string) (string, error) {
	var out bytes.Buffer
	err := run(append([]string{"-oas", h.repo, "-root", h.root, "-day", "2023-03-04"}, args...), &out)
	return out.String(), err
}

func (h *house) must(args ...string) string {
	h.t.Helper()
	out, err := h.gen(args...)
	if err != nil {
		h.t.Fatalf("%v\n%s", err, out)
	}
	return out
}

func (h *house) read(name string) string {
	h.t.Helper()
	b, err := os.ReadFile(filepath.Join(h.root, filepath.FromSlash(name)))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(b)
}

func (h *house) tree() map[string]string {
	out := map[string]string{}
	err := filepath.WalkDir(h.root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			b, err := os.ReadFile(path)
			out[path] = string(b)
			return err
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q is missing in:\n%s", p, text)
		}
	}
}

func TestGenerate(t *testing.T) {
	h := newHouse(t)
	h.must()
	contains(t, h.read(schemaData+"/stable/revisions.tsv"), "0\t2022-01-01\t", "1\t2023-01-01\t", "\t2023-02-03\t2\n")
	contains(t, h.read(schemaData+"/stable/ops.tsv"),
		"POST\t/api/things\tThings\t0@create_thing\t0@j", "\t0@things:write\t0@10/150 1@75/700\t0@k\t0@items=100", "make_thing\n",
		"GET\t/api/things/{id}/owners\tThings\t0@get_owners 1@\t")
	contains(t, h.read(schemaData+"/stable/shapes.txt"),
		"s #", "o\n", "{ attributes!:", "b =true", "i 1..100 =20", "s:date-time", "^1\n", "[? ")
	contains(t, h.read(schemaData+"/stable/enums.txt"), "thing\n", "draft\tlive\n")
	contains(t, h.read(schemaData+"/stable/filters.txt"), "name any,equals\tcreated greater-than\n", "name any.l,equals.s s\tcreated greater-than.s s:date-time\n")
	contains(t, h.read(schemaData+"/stable/moves.tsv"), "2022-01-01\t2023-01-01\tGET\t/api/things/{}/owners\tGET /api/things/{}/owner\tnear\n")
	endpoints := h.read(endpointsCSV)
	contains(t, endpoints,
		"POST,/api/things,create_thing,stable,upsert,,yes,2022-01-01,,,75,700,,,,things:write,201,kept by hand,github.com/klaviyo/openapi openapi/stable.json (info.version 2023-01-01)\n",
		"GET,/api/things/{id}/owner,get_owner,stable,other,,optional,2023-01-01,,,,,,20,100,,200,,",
		"GET,/api/things/{id}/owners,get_owners,removed,other,GET /api/things/{id}/owner,yes,2022-01-01,2022-01-01,",
		"POST,/oauth/token,oauth_token,oauth,other,,no,")
	if !strings.HasSuffix(endpoints, "https://example.com\n") {
		t.Errorf("the rows of people come last:\n%s", endpoints)
	}
	contains(t, h.read(revisionsCSV), "seen by hand\n2023-01-01,stable,2023-01-01,2024-01-01,2025-01-01,",
		"2021-05-05.pre,beta,,,,used in public code\n2022-01-01.pre,beta,2022-01-01,,,")
	contains(t, h.read(dayFile), `const AsOf = "2023-03-04"`)

	// The product reads it.
	table := present(h.root, "stable")
	body, ok := table.Operation("POST", "/api/things").Body(1)
	if !ok {
		t.Fatal("no body")
	}
	names := body.Names()
	for _, p := range []string{"data.attributes.name", "data.attributes.steps[].steps[].title", "data.type"} {
		if p == "data.attributes.steps[].steps[].title" {
			continue // followed once
		}
		if names[p] == nil {
			t.Errorf("%s is missing", p)
		}
	}

	// Again: the same bytes, and nothing to tell.
	before := h.tree()
	contains(t, h.must(), "Checked again; nothing changes.")
	for path, text := range h.tree() {
		if before[path] != text {
			t.Errorf("%s changed", path)
		}
	}
	contains(t, h.must("-check"), "stable: 4 pairs of operation and revision, 0 differences", "beta: 1 pairs")
}

func TestNewRevision(t *testing.T) {
	h := newHouse(t)
	h.must()
	next := strings.NewReplacer(`"2023-01-01"`, `"2024-01-01"`, `"required": ["name"]`, `"required": ["name", "state"]`).Replace(testdata(t, "second.json"))
	h.commit("2024-01-01", "stable", next)
	contains(t, h.must(), "- Revision 2024-01-01.", "POST /api/things: body newly requires data.attributes.state")
	contains(t, h.read(revisionsCSV), "2024-01-01,stable,2024-01-01,2025-01-01,2026-01-01,")

	// A branch moves until the next revision appears.
	h.git("checkout", "-q", "2024-01-01")
	h.commit("2024-01-01", "stable", strings.Replace(next, `"state":`, `"colour": {"type": "string"}, "state":`, 1))
	contains(t, h.must(), "The description of 2024-01-01 changed: 0 operations added; 1 names added, 0 removed.")
}

func TestCheckFinds(t *testing.T) {
	h := newHouse(t)
	h.must()
	path := filepath.Join(h.root, filepath.FromSlash(schemaData), "stable", "shapes.txt")
	text := h.read(schemaData + "/stable/shapes.txt")
	if err := os.WriteFile(path, []byte(strings.Replace(text, "name!:", "mane!:", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := h.gen("-check")
	if err == nil {
		t.Error("a wrong name passes the check")
	}
	contains(t, out, "shapes.txt differs from what the branches give", "does not hold the text", ".data.attributes.name member true false false")
}

func TestRefusesLoss(t *testing.T) {
	h := newHouse(t)
	h.must()
	before := h.tree()
	h.git("branch", "-D", "2022-01-01")
	_, err := h.gen()
	if err == nil {
		t.Fatal("a lost revision passes")
	}
	contains(t, err.Error(), "revision 2022-01-01", "GET /api/things/{id}/owners", "nothing was written")
	for path, text := range h.tree() {
		if before[path] != text {
			t.Errorf("%s changed", path)
		}
	}
}

// A plain clone has the branches of its remote only.
func TestClone(t *testing.T) {
	h := newHouse(t)
	clone := filepath.Join(t.TempDir(), "openapi")
	h.git("clone", "-q", h.repo, clone)
	h.repo = clone
	h.must()
	if got := present(h.root, "stable").Revisions(); len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestMistakes(t *testing.T) {
	h := newHouse(t)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "usage:"},
		{[]string{"-oas", t.TempDir()}, "-oas "},
		{[]string{"-oas", h.repo, "-day", "today"}, "is no date"},
	} {
		if err := run(tt.args, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v, want %q", tt.args, err, tt.want)
		}
	}
	h.commit("2024-01-01", "stable", `{"paths": `)
	if _, err := h.gen(); err == nil || !strings.Contains(err.Error(), "branch 2024-01-01: openapi/stable.json: ") {
		t.Errorf("%v", err)
	}
	h.commit("2024-01-01", "stable", strings.Replace(testdata(t, "second.json"), "`name`: `equals`, `any`", "name equals", 1))
	if _, err := h.gen(); err == nil || !strings.Contains(err.Error(), "a line of the description is not understood") {
		t.Errorf("%v", err)
	}
}

// The tables of the product are what their own reader and writer make of them.
func TestNames(t *testing.T) {
	if len(schema.FileNames()) != 6 {
		t.Error(schema.FileNames())
	}
}
