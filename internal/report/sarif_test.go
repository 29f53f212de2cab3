package report

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// sarifSchema compiles the 2.1.0 schema that go-sarif carries as a constant: it
// stands in the module cache, pinned by go.sum, and need not be copied.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(out)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := strconv.Unquote(f.Scope.Lookup("schema").Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSARIFValidates(t *testing.T) {
	schema := sarifSchema(t)
	file := write(t, "odd name+é.go", "package a\n\nvar s = \"é😀\" + \"x\"\n")
	full := at(file, 3, 20, 3, 23)
	full.Fix = &Fix{Message: "mend", Edits: []Edit{{File: file, Start: 30, End: 33, New: `"y"`}, {File: file, Start: 0, End: 0, New: "// x\n"}}}
	outside := at("/elsewhere/b.go", 1, 1, 0, 0)
	outside.Kind, outside.Rule = "", "upsert"
	fs := []Finding{full, outside}
	Fingerprints(fs, NewSources())
	for name, out := range map[string]string{
		"findings": show(t, SARIF, View{Dir: filepath.Dir(file), Rules: testRules, Version: "v0.1.0"}, fs...),
		"none":     show(t, SARIF, View{Dir: filepath.Dir(file), Rules: testRules, Version: "devel"}),
		"no rules": show(t, SARIF, View{Dir: filepath.Dir(file), Version: "devel"}),
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// The profile of GitHub code scanning, read back by plain JSON paths.
func TestSARIFForGitHub(t *testing.T) {
	file := write(t, "a b.go", "package a\n\nvar s = \"é😀\" + \"x\"\n")
	f := at(file, 3, 20, 3, 23)
	f.Fix = &Fix{Message: "mend", Edits: []Edit{{File: file, Start: 30, End: 33, New: `"y"`}}}
	fs := []Finding{f}
	Fingerprints(fs, NewSources())
	out := show(t, SARIF, View{Dir: "/x", RepoRoot: filepath.Dir(file), AllRules: true, Rules: testRules, Version: "v0.1.0"}, fs...)
	var log any
	if err := json.NewDecoder(bytes.NewBufferString(out)).Decode(&log); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path string
		want any
	}{
		{"version", "2.1.0"},
		{"runs/0/columnKind", "utf16CodeUnits"},
		{"runs/0/tool/driver/name", "klaviyolint"},
		{"runs/0/tool/driver/semanticVersion", "0.1.0"},
		{"runs/0/tool/driver/rules/0/id", "revision"},
		{"runs/0/tool/driver/rules/0/fullDescription/text", "What and why."},
		{"runs/0/tool/driver/rules/0/defaultConfiguration/level", "error"},
		{"runs/0/tool/driver/rules/1/properties/security-severity", "8.0"},
		{"runs/0/originalUriBaseIds/%SRCROOT%/uri", fileURI(filepath.Dir(file)) + "/"},
		{"runs/0/results/0/ruleId", "revision"},
		{"runs/0/results/0/ruleIndex", 0.0},
		{"runs/0/results/0/level", "error"},
		{"runs/0/results/0/message/text", "something"},
		{"runs/0/results/0/partialFingerprints/primaryLocationLineHash", fs[0].Fingerprint + ":1"},
		{"runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", "a%20b.go"},
		{"runs/0/results/0/locations/0/physicalLocation/artifactLocation/uriBaseId", "%SRCROOT%"},
		{"runs/0/results/0/locations/0/physicalLocation/region/startLine", 3.0},
		{"runs/0/results/0/locations/0/physicalLocation/region/startColumn", 17.0},
		{"runs/0/results/0/locations/0/physicalLocation/region/endColumn", 20.0},
		{"runs/0/results/0/fixes/0/description/text", "mend"},
		{"runs/0/results/0/fixes/0/artifactChanges/0/replacements/0/deletedRegion/startColumn", 17.0},
		{"runs/0/results/0/fixes/0/artifactChanges/0/replacements/0/insertedContent/text", `"y"`},
	}
	for _, tt := range tests {
		if got := dig(log, tt.path); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.path, got, tt.want)
		}
	}
	if help, _ := dig(log, "runs/0/tool/driver/rules/0/help/markdown").(string); !strings.Contains(help, "# revision") {
		t.Errorf("help is %q", help)
	}
}

func dig(v any, path string) any {
	for step := range strings.SplitSeq(path, "/") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// A report is no larger than its results need: no empty lists, and only rules
// that were reported.
func TestSARIFIsSmall(t *testing.T) {
	t.Parallel()
	file := write(t, "a.go", "package a\n")
	f := at(file, 1, 1, 1, 2)
	f.Message = "x\": [],\n \"y\": []"
	out := show(t, SARIF, View{Dir: filepath.Dir(file), Rules: testRules}, f)
	if !json.Valid([]byte(out)) {
		t.Fatalf("not JSON:\n%s", out)
	}
	if strings.Contains(out, ": []\n") || strings.Contains(out, ": [],\n") {
		t.Errorf("empty lists in\n%s", out)
	}
	if strings.Contains(out, secretRule) {
		t.Errorf("a rule that was not reported in\n%s", out)
	}
	if !strings.Contains(out, `x\": [],\n \"y\": []`) {
		t.Errorf("a message lost what looks like an empty list:\n%s", out)
	}
	if none := show(t, SARIF, View{Dir: "/x", Rules: testRules}); !json.Valid([]byte(none)) || !strings.Contains(none, `"results": []`) {
		t.Errorf("without findings:\n%s", none)
	}
}
