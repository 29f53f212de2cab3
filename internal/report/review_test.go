package report

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// validate checks a document against a schema of testdata.
func validate(t *testing.T, schema, doc string) {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(filepath.Join("testdata", schema))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%v\n%s", err, doc)
	}
}

// severities returns one finding of each severity, the middle one over two lines.
func severities(file string) []Finding {
	fs := []Finding{at(file, 3, 20, 3, 23), at(file, 4, 1, 5, 2), at(file, 6, 1, 0, 0)}
	fs[1].Severity, fs[1].Rule, fs[1].Message = config.Warning, "upsert", `a <b> & "c"`
	fs[2].Severity, fs[2].Rule = config.Info, "ignore"
	fs[0].URL = "https://example.com/revision"
	Fingerprints(fs, NewSources())
	return fs
}

const wide = "package a\n\nvar s = \"é😀\" + \"x\"\nvar t = 1 +\n\t2\n"

func TestCodeClimate(t *testing.T) {
	file := write(t, "a b.go", wide)
	fs := severities(file)
	v := View{Dir: "/x", RepoRoot: filepath.Dir(file)}
	out := show(t, CodeClimate, v, fs...)
	validate(t, "codeclimate.schema.json", out)
	want := `[
	{
		"description": "something",
		"check_name": "revision",
		"fingerprint": "` + fs[0].Fingerprint + `",
		"severity": "critical",
		"location": {
			"path": "a b.go",
			"lines": {
				"begin": 3,
				"end": 3
			}
		}
	},
	{
		"description": "a <b> & \"c\"",
		"check_name": "upsert",
		"fingerprint": "` + fs[1].Fingerprint + `",
		"severity": "major",
		"location": {
			"path": "a b.go",
			"lines": {
				"begin": 4,
				"end": 5
			}
		}
	},
	{
		"description": "something",
		"check_name": "ignore",
		"fingerprint": "` + fs[2].Fingerprint + `",
		"severity": "info",
		"location": {
			"path": "a b.go",
			"lines": {
				"begin": 6,
				"end": 6
			}
		}
	}
]
`
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	none := show(t, CodeClimate, v)
	validate(t, "codeclimate.schema.json", none)
	if none != "[]\n" {
		t.Errorf("no findings: got %q", none)
	}
}

func TestRDJSON(t *testing.T) {
	file := write(t, "a.go", wide)
	fs := severities(file)
	fs[0].Fix = &Fix{Message: "mend", Edits: []Edit{{File: file, Start: 30, End: 33, New: `"y"`}}}
	v := View{Dir: filepath.Dir(file), RepoRoot: "/x"}
	out := show(t, RDJSON, v, fs...)
	validate(t, "rdjson.schema.json", out)
	var doc any
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]any{
		"source/name":                                  "klaviyolint",
		"diagnostics/0/severity":                       "ERROR",
		"diagnostics/1/severity":                       "WARNING",
		"diagnostics/2/severity":                       "INFO",
		"diagnostics/0/code/value":                     "revision",
		"diagnostics/0/code/url":                       "https://example.com/revision",
		"diagnostics/0/location/path":                  "a.go",
		"diagnostics/0/location/range/start/line":      3.0,
		"diagnostics/0/location/range/start/column":    20.0, // bytes: é is two, the emoji four
		"diagnostics/0/location/range/end/column":      23.0,
		"diagnostics/1/location/range/end/line":        5.0,
		"diagnostics/2/location/range/end/line":        6.0, // no end: an empty range
		"diagnostics/2/location/range/end/column":      1.0,
		"diagnostics/0/suggestions/0/text":             `"y"`,
		"diagnostics/0/suggestions/0/range/start/line": 3.0,
		// The edit starts 20 bytes into the line.
		"diagnostics/0/suggestions/0/range/start/column": 20.0,
		"diagnostics/0/suggestions/0/range/end/column":   23.0,
	} {
		if got := dig(doc, path); got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
	none := show(t, RDJSON, v)
	validate(t, "rdjson.schema.json", none)
	if !strings.Contains(none, `"diagnostics": []`) {
		t.Errorf("no findings: got %s", none)
	}
}

// A fix becomes one suggestion or none.
func TestSuggestions(t *testing.T) {
	text := "\uFEFFpackage a\n\nvar s = \"one\" + \"two\"\n" + strings.Repeat("//\n", maxSuggestion) + "var k = \"" + key + "\"\nvar l = 1\n"
	file := write(t, "a.go", text)
	other := write(t, "b.go", "package b\n")
	edit := func(old, new string) Edit {
		i := strings.Index(text, old)
		return Edit{File: file, Start: i, End: i + len(old), New: new}
	}
	insert := func(before, new string) Edit {
		i := strings.Index(text, before)
		return Edit{File: file, Start: i, End: i, New: new}
	}
	secret := at(file, 3, 9, 3, 14)
	secret.Rule = secretRule
	tests := []struct {
		name  string
		edits []Edit
		more  []Finding
		want  string // start line:column, end line:column, text; "" for none
	}{
		{"one", []Edit{edit(`"two"`, `"2"`)}, nil, `3:17 3:22 "2"`},
		{"an insertion of lines", []Edit{insert("var s", "var x int\n")}, nil, "3:1 3:1 var x int\n"},
		{"behind a byte-order mark", []Edit{insert("package", "// x\n")}, nil, "1:4 1:4 // x\n"},
		{"two, out of order", []Edit{edit(`"two"`, `"2"`), edit(`"one"`, `"1"`)}, nil, `3:9 3:22 "1" + "2"`},
		{"over lines", []Edit{edit(`" + "`, `", "`), insert("var s", "x\n")}, nil, "3:1 3:18 x\nvar s = \"one\", \""},
		{"overlapping", []Edit{edit(`"one" + `, ``), edit(`+ "two"`, ``)}, nil, ""},
		{"another file", []Edit{{File: other, Start: 0, End: 0, New: "x"}}, nil, ""},
		{"two files", []Edit{edit(`"two"`, `"2"`), {File: other, Start: 0, End: 0, New: "x"}}, nil, ""},
		{"too far apart", []Edit{edit(`"two"`, `"2"`), edit("var l", "var m")}, nil, ""},
		{"a key in it", []Edit{edit(`"two"`, `"`+key+`"`)}, nil, ""},
		{"a key between", []Edit{edit("var k", "const k"), edit("var l", "const l")}, nil, ""},
		{"a key before", []Edit{edit("= 1", "= 2")}, nil, "25:7 25:10 = 2"},
		{"a secret between", []Edit{edit(`"two"`, `"2"`), edit("var s", "var t")}, []Finding{secret}, ""},
		{"a secret replaced", []Edit{edit(`"one"`, `os.Getenv("X")`)}, []Finding{secret}, `3:9 3:14 os.Getenv("X")`},
		{"past the end", []Edit{{File: file, Start: len(text) + 1, End: len(text) + 1, New: "x"}}, nil, ""},
		{"no edit", nil, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := at(file, 3, 9, 3, 14)
			f.Fix = &Fix{Message: "mend", Edits: tt.edits}
			out := show(t, RDJSON, View{Dir: filepath.Dir(file)}, append([]Finding{f}, tt.more...)...)
			validate(t, "rdjson.schema.json", out)
			var doc rdResult
			if err := json.Unmarshal([]byte(out), &doc); err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, s := range doc.Diagnostics[0].Suggestions {
				got += posn(s.Range.Start) + " " + posn(s.Range.End) + " " + s.Text
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCheckstyle(t *testing.T) {
	file := write(t, "a.go", wide)
	fs := severities(file)
	odd := at(filepath.Join(filepath.Dir(file), `x"<y>.go`), 1, 1, 1, 1)
	odd.Message = "tab\there, and \x01"
	v := View{Dir: filepath.Dir(file)}
	out := show(t, Checkstyle, v, append(fs, odd)...)
	want := `<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="5.0">
	<file name="a.go">
		<error line="3" column="16" severity="error" message="something" source="klaviyolint.revision"></error>
		<error line="4" column="1" severity="warning" message="a &lt;b&gt; &amp; &#34;c&#34;" source="klaviyolint.upsert"></error>
		<error line="6" column="1" severity="info" message="something" source="klaviyolint.ignore"></error>
	</file>
	<file name="x&#34;&lt;y&gt;.go">
		<error line="1" column="1" severity="error" message="tab\there, and \x01" source="klaviyolint.revision"></error>
	</file>
</checkstyle>
`
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	var back checkstyleReport
	if err := xml.Unmarshal([]byte(out), &back); err != nil {
		t.Fatal(err)
	}
	if len(back.Files) != 2 || back.Files[1].Name != `x"<y>.go` || back.Files[0].Errors[1].Message != fs[1].Message {
		t.Errorf("read back: %+v", back)
	}
	if got := show(t, Checkstyle, v); got != "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"5.0\"></checkstyle>\n" {
		t.Errorf("no findings: got %q", got)
	}
}

// Every format says the same twice.
func TestFormatsAreDeterministic(t *testing.T) {
	file := write(t, "a.go", wide)
	fs := severities(file)
	fs[0].Fix = &Fix{Message: "mend", Edits: []Edit{{File: file, Start: 30, End: 33, New: `"y"`}}}
	for _, name := range FormatNames() {
		format, err := FormatNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		v := View{Dir: filepath.Dir(file), Rules: testRules}
		first := show(t, format, v, fs...)
		for range 5 {
			if again := show(t, format, v, fs...); again != first {
				t.Errorf("%s: got\n%s\nbefore\n%s", name, again, first)
			}
		}
	}
}

func posn(p rdPosition) string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }
