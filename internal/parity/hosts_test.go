package parity

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/hosttest"
)

// place makes a finding of "file:line:col", with a file that is absolute or
// relative to the workspace.
func (w *world) place(t *testing.T, posn string) finding {
	t.Helper()
	m := regexp.MustCompile(`^(.+):(\d+):(\d+)$`).FindStringSubmatch(posn)
	if m == nil {
		t.Fatalf("%q is no position", posn)
	}
	file := m[1]
	if filepath.IsAbs(file) {
		rel, err := filepath.Rel(w.dir, file)
		if err != nil {
			t.Fatal(err)
		}
		file = rel
	}
	line, _ := strconv.Atoi(m[2])
	col, _ := strconv.Atoi(m[3])
	return finding{file: filepath.ToSlash(file), line: line, col: col}
}

// lines reads findings that stand on a line each. Other lines must be expected.
func (w *world) lines(t *testing.T, out string, pattern *regexp.Regexp, expected ...string) []finding {
	t.Helper()
	var found []finding
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if m := pattern.FindStringSubmatch(line); m != nil {
			f := w.place(t, m[1])
			f.message = m[pattern.SubexpIndex("message")]
			if i := pattern.SubexpIndex("rule"); i > 0 {
				f.rule = m[i]
			}
			found = append(found, f)
			continue
		}
		if line != "" && !strings.HasPrefix(line, "#") && !slices.Contains(expected, line) {
			t.Errorf("unexpected: %s", line)
		}
	}
	return found
}

// own is what the command finds; as text, and the same as JSON.
func (w *world) own(t *testing.T, klaviyolint string) []finding {
	t.Helper()
	out, stderr := w.run(t, klaviyolint, append([]string{"-q"}, w.patterns...)...)
	if want := "klaviyolint: illtyped/bad/bad.go:7:14: undefined: nowhere\n"; filepath.ToSlash(stderr) != want {
		t.Errorf("klaviyolint: stderr is %q, want %q", stderr, want)
	}
	found := w.lines(t, out, regexp.MustCompile(`^(\S+:\d+:\d+): \w+: (?P<message>.*) \((?P<rule>\w+)\)$`))
	out, _ = w.run(t, klaviyolint, append([]string{"-json"}, w.patterns...)...)
	asJSON := w.tree(t, out)
	for _, name := range w.names {
		compare(t, "klaviyolint -json", in(name, asJSON), in(name, found))
	}
	return asJSON
}

// tree reads the output of -json: packages, rules, diagnostics; one object or
// several.
func (w *world) tree(t *testing.T, out string) []finding {
	t.Helper()
	var found []finding
	for d := json.NewDecoder(strings.NewReader(out)); ; {
		var packages map[string]map[string]json.RawMessage
		if err := d.Decode(&packages); err == io.EOF {
			return found
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		for _, rules := range packages {
			for rule, data := range rules {
				var diagnostics []json.RawMessage
				if err := json.Unmarshal(data, &diagnostics); err != nil {
					t.Fatalf("%v in %s", err, data)
				}
				for _, data := range diagnostics {
					var d struct{ Posn, Message string }
					var tree any // two writers may escape in two ways
					if err := errors.Join(json.Unmarshal(data, &d), json.Unmarshal(data, &tree)); err != nil {
						t.Fatalf("%v in %s", err, data)
					}
					// Under vet a message ends with the rule, which text names nowhere else.
					d.Message = strings.TrimSuffix(d.Message, " ("+rule+")")
					if fields, ok := tree.(map[string]any); ok {
						fields["message"] = d.Message
					}
					whole, err := json.Marshal(tree)
					if err != nil {
						t.Fatal(err)
					}
					f := w.place(t, d.Posn)
					f.rule, f.message, f.whole = rule, d.Message, string(whole)
					found = append(found, f)
				}
			}
		}
	}
}

// vet names no rules in its text: the messages do.
func (w *world) vet(t *testing.T, klaviyolint string) []finding {
	t.Helper()
	out, stderr := w.run(t, "go", append([]string{"vet", "-vettool=" + klaviyolint}, w.patterns...)...)
	if out != "" {
		t.Errorf("go vet prints %s", out)
	}
	return w.lines(t, filepath.ToSlash(stderr), regexp.MustCompile(`^(\w\S+\w:\d+:\d+): (?P<message>.*) \((?P<rule>\w+)\)$`), "klaviyolint: illtyped/bad/bad.go:7:14: undefined: nowhere")
}

func (w *world) vetJSON(t *testing.T, klaviyolint string) []finding {
	t.Helper()
	out, _ := w.run(t, "go", append([]string{"vet", "-json", "-vettool=" + klaviyolint}, w.patterns...)...)
	return w.tree(t, out)
}

func (w *world) golangci(t *testing.T, golangci string) []finding {
	t.Helper()
	w.write(t, ".golangci.yml", `version: "2"
linters:
  default: none
  enable: [klaviyolint]
  settings:
    custom:
      klaviyolint: {type: module}
issues:
  uniq-by-line: false
  max-same-issues: 0
  max-issues-per-linter: 0
`)
	w.env = append(w.env, "GOLANGCI_LINT_CACHE="+t.TempDir())
	run := []string{"run", "--show-stats=false", "--output.text.print-issued-lines=false"}
	// With a type error anywhere, golangci-lint shows that and nothing else.
	out, _ := w.run(t, golangci, append(run, "./illtyped/...")...)
	if !strings.Contains(out, "undefined: nowhere (typecheck)") || strings.Contains(out, "(klaviyolint)") {
		t.Errorf("golangci-lint says of a package with type errors\n%s", out)
	}
	patterns := slices.DeleteFunc(slices.Clone(w.patterns), func(p string) bool { return p == "./illtyped/..." })
	out, _ = w.run(t, golangci, append(run, patterns...)...)
	return w.lines(t, filepath.ToSlash(out), regexp.MustCompile(`^(\S+:\d+:\d+): (?P<rule>\w+): (?P<message>.*) \(klaviyolint\)$`))
}

// lsp is what the language server shows, in files of all kinds.
func (w *world) lsp(t *testing.T, klaviyolint string) []finding {
	t.Helper()
	l := hosttest.StartLSP(t, w.dir, w.dir, w.env, klaviyolint, "lsp")
	// An answer comes when all is judged and sent.
	l.Call("textDocument/hover", map[string]any{
		"textDocument": map[string]any{"uri": hosttest.URI(w.goFiles(t)[0])}, "position": map[string]any{"line": 0, "character": 0},
	}, new(any))
	var found []finding
	for _, file := range l.Files() {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for _, d := range l.Last(file).Diagnostics {
			start := hosttest.Offset(text, d.Range.Start)
			col := start - strings.LastIndex(text[:start], "\n")
			f := w.place(t, file+":"+strconv.Itoa(d.Range.Start.Line+1)+":"+strconv.Itoa(col))
			f.rule, f.message = fmt.Sprint(d.Code), d.Message
			found = append(found, f)
		}
	}
	return found
}

func (w *world) gopls(t *testing.T, gopls string) []finding {
	t.Helper()
	cache := t.TempDir()
	l := hosttest.StartLSP(t, cache, w.dir, append([]string{"GOPLSCACHE=" + cache}, w.env...), gopls)
	files := w.goFiles(t)
	texts := map[string]string{}
	for _, f := range files {
		texts[f] = l.OpenFile(f)
	}
	l.DiagnoseGopls(files...)
	known := map[string]bool{"klaviyolint": true}
	for _, r := range analyzers.All() {
		known[r.Doc.Name] = true
	}
	var found []finding
	for _, file := range files {
		for _, d := range l.Last(file).Diagnostics {
			if !known[d.Source] {
				continue
			}
			start := hosttest.Offset(texts[file], d.Range.Start)
			col := start - strings.LastIndex(texts[file][:start], "\n")
			f := w.place(t, file+":"+strconv.Itoa(d.Range.Start.Line+1)+":"+strconv.Itoa(col))
			f.rule, f.message = d.Source, strings.TrimSuffix(d.Message, " ("+d.Source+")")
			found = append(found, f)
		}
	}
	return found
}
