package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A key that was never anybody's, made at run time so that this file holds none.
var key = "pk_" + strings.Repeat("0123456789abcdef", 3)[:34]

func write(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func at(file string, line, col, endLine, endCol int) Finding {
	return Finding{
		Rule: "revision", Kind: "retired", Severity: config.Error,
		Message: "something", Package: "example.com/shop/crm", Path: filepath.Base(file),
		File: file, Line: line, Col: col, EndLine: endLine, EndCol: endCol, Decl: "Send",
	}
}

func show(t *testing.T, f Format, v View, fs ...Finding) string {
	t.Helper()
	if v.Sources == nil {
		v.Sources = NewSources()
	}
	var buf bytes.Buffer
	if err := f(&buf, v, fs); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

var testRules = []*rule.Rule{
	{Doc: &rule.Document{Name: "revision", Title: "the revision header", Severity: config.Error, Text: "What and why.\n\nMore.", Since: "0.1.0"}},
	{Doc: &rule.Document{Name: "hardcodedkey", Title: "a private key in source", Severity: config.Error, Text: "Why.", Since: "0.1.0"}},
	{Doc: &rule.Document{Name: "upsert", Title: "create where an upsert exists", Severity: config.Warning, Text: "Why.", Since: "0.1.0"}},
}

// Every format masks keys wherever they come from: message, path, source line,
// edit.
func TestSecretsAreMasked(t *testing.T) {
	file := write(t, "a.go", "package a\n\nconst k = \""+key+"\"\nvar s = \"two\" + \"halves-of-a-secret\"\n")
	f := at(file, 3, 11, 3, 50)
	f.Rule = "hardcodedkey"
	f.Message = "key " + key + " in source"
	f.Fix = &Fix{Message: "move " + key, Edits: []Edit{{File: file, Start: 20, End: 30, New: key}}}
	g := at(file, 4, 9, 4, 20)
	g.Rule = "hardcodedkey"
	fs := []Finding{f, g}
	Fingerprints(fs, NewSources())
	for _, name := range FormatNames() {
		format, err := FormatNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		out := show(t, format, View{Dir: filepath.Dir(file), Context: 2, Caret: true, Rules: testRules}, fs...)
		for _, secret := range []string{key, key[3:], "halves"} {
			if strings.Contains(out, secret) {
				t.Errorf("%s shows %q:\n%s", name, secret, out)
			}
		}
		if !strings.Contains(out, "pk_01…01") {
			t.Errorf("%s shows no mask:\n%s", name, out)
		}
	}
}

func TestText(t *testing.T) {
	file := write(t, "a.go", "package a\n\nfunc f() {\n\tcall(\"x\",\n\t\t\"é\", \"wrong\")\n}\n")
	dir := filepath.Dir(file)
	f := at(file, 5, 9, 5, 16)
	tests := []struct {
		name string
		view View
		f    Finding
		want string
	}{
		{"plain", View{Dir: dir, Context: -1}, f, "a.go:5:9: error: something (revision)\n"},
		{"elsewhere", View{Dir: filepath.Join(dir, "x", "y", "z", "w"), Context: -1}, f, file + ":5:9: error: something (revision)\n"},
		{"context", View{Dir: dir, Context: 1}, f, "a.go:5:9: error: something (revision)\n4\t\tcall(\"x\",\n5\t\t\t\"é\", \"wrong\")\n6\t}\n"},
		{"caret", View{Dir: dir, Context: 0, Caret: true}, f, "a.go:5:9: error: something (revision)\n5\t\t\t\"é\", \"wrong\")\n\t\t\t     ^~~~~~~\n"},
		{"several lines", View{Dir: dir, Context: 0}, at(file, 4, 2, 5, 17), "a.go:4:2: error: something (revision)\n4\t\tcall(\"x\",\n5\t\t\t\"é\", \"wrong\")\n"},
		{"caret over lines", View{Dir: dir, Context: 0, Caret: true}, at(file, 4, 2, 5, 17), "a.go:4:2: error: something (revision)\n4\t\tcall(\"x\",\n\t\t^~~~~~~~~\n"},
		{"no end", View{Dir: dir, Context: 0, Caret: true}, at(file, 4, 2, 4, 2), "a.go:4:2: error: something (revision)\n4\t\tcall(\"x\",\n\t\t^\n"},
		{"colour", View{Dir: dir, Context: -1, Color: true}, f, "\x1b[1ma.go:5:9:\x1b[0m \x1b[31merror:\x1b[0m something \x1b[2m(revision)\x1b[0m\n"},
		{"beyond the end", View{Dir: dir, Context: 1, Caret: true}, at(file, 90, 2, 90, 2), "a.go:90:2: error: something (revision)\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(t, Text, tt.view, tt.f); got != tt.want {
				t.Errorf("got\n%q\nwant\n%q", got, tt.want)
			}
		})
	}
}

// Source lines must not steer the terminal.
func TestTextControlCharacters(t *testing.T) {
	file := write(t, "a.go", "package a // \x1b[2J\x07\n")
	out := show(t, Text, View{Dir: filepath.Dir(file), Context: 0}, at(file, 1, 1, 1, 1))
	if strings.ContainsAny(out, "\x1b\x07") {
		t.Errorf("control characters survive: %q", out)
	}
}

func TestJSON(t *testing.T) {
	f := at("/src/a.go", 5, 9, 5, 16)
	f.Message = "a <b> & \"c\""
	f.Fix = &Fix{Message: "mend", Edits: []Edit{{File: "/src/a.go", Start: 3, End: 4, New: "x"}}}
	want := `{
	"example.com/shop/crm": {
		"revision": [
			{
				"category": "retired",
				"posn": "/src/a.go:5:9",
				"end": "/src/a.go:5:16",
				"message": "a <b> & \"c\"",
				"suggested_fixes": [
					{
						"message": "mend",
						"edits": [
							{
								"filename": "/src/a.go",
								"start": 3,
								"end": 4,
								"new": "x"
							}
						]
					}
				]
			}
		]
	}
}
`
	if got := show(t, JSON, View{}, f); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := show(t, JSON, View{}); got != "{}\n" {
		t.Errorf("no findings: got %q", got)
	}
}

func TestGitHub(t *testing.T) {
	one := at("/repo/a,b:c.go", 5, 9, 5, 16)
	one.Message = "100% wrong,\nreally: yes"
	two := at("/repo/x/y.go", 2, 1, 4, 3)
	two.Severity = config.Info
	want := "::error file=a%2Cb%3Ac.go,line=5,endLine=5,col=9,endColumn=16,title=klaviyolint%3A revision::100%25 wrong,\\nreally: yes (revision)\n" +
		"::notice file=x/y.go,line=2,endLine=4,col=1,title=klaviyolint%3A revision::something (revision)\n"
	if got := show(t, GitHub, View{Dir: "/repo/x", RepoRoot: "/repo"}, one, two); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestUTF16Column(t *testing.T) {
	file := write(t, "a.go", "\uFEFFpackage a\nvar s = \"é😀x\"\n")
	src := NewSources()
	tests := []struct{ line, col, want int }{
		{1, 4, 1}, // after the byte-order mark, which go/token counts
		{1, 12, 9},
		{2, 1, 1},
		{2, 10, 10}, // é
		{2, 12, 11}, // the emoji
		{2, 16, 13}, // x
		{2, 99, 96}, // past the end
		{9, 3, 3},   // no such line
	}
	for _, tt := range tests {
		if got := src.UTF16Column(file, tt.line, tt.col); got != tt.want {
			t.Errorf("line %d column %d: got %d, want %d", tt.line, tt.col, got, tt.want)
		}
	}
}

func TestSortAndUnique(t *testing.T) {
	a, b := at("/a.go", 2, 1, 2, 1), at("/a.go", 10, 1, 10, 1)
	c := at("/b.go", 1, 1, 1, 1)
	other := a
	other.Rule = "upsert"
	variant := a
	variant.Package += " [test]"
	fs := []Finding{c, b, other, variant, a}
	Sort(fs)
	fs = Unique(fs)
	var got []string
	for _, f := range fs {
		got = append(got, filepath.Base(f.File)+" "+f.Rule)
	}
	want := "a.go revision, a.go upsert, a.go revision, b.go revision"
	if strings.Join(got, ", ") != want || fs[2].Line != 10 {
		t.Errorf("got %v, want %s", got, want)
	}
}
