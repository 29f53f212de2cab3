package requests_test

import (
	"bytes"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/passes/revision"
)

// What a package tells its importers is the same bytes each time: hosts cache
// it, and build systems compare it.
func TestFactsAreDeterministic(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	seen := 0
	for _, s := range []shape{
		{"field", "override", "loop", 2, true, 0, "retired"},
		{"context", "switch", "transport", 1, true, 1, "good"},
		{"resty", "field", "elsewhere", 1, true, 1, "absent"},
	} {
		var first map[string][]byte
		for range 20 {
			p := w.program(s.source())
			if _, err := p.analyze(requests.Analyzer); err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = p.facts
				seen += len(first)
			}
			if !maps.EqualFunc(first, p.facts, bytes.Equal) {
				t.Errorf("%s: the facts differ between runs", s)
				break
			}
		}
	}
	if seen < 6 {
		t.Errorf("only %d facts", seen)
	}
}

// Packages that do not type-check cost no panic: each shape is cut off or
// bereft of something, in many ways, and analysed as far as it goes.
func TestIllTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	archive, err := txtar.ParseFile("testdata/shapes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, f := range archive.Files {
		src := string(f.Data)
		lines := strings.Split(src, "\n")
		broken := []string{
			strings.ReplaceAll(src, `"net/http"`, `"net/nowhere"`),
			strings.ReplaceAll(src, "req.Header", "req.Footer"),
			strings.ReplaceAll(src, "req, _ :=", "req :="),
			strings.ReplaceAll(src, "(", "(missing, "),
			strings.ReplaceAll(src, `"GET"`, "7"),
		}
		for i := range min(len(lines), 40) {
			broken = append(broken, strings.Join(slices.Delete(slices.Clone(lines), i, i+1), "\n"))
		}
		for _, text := range broken {
			if _, err := parser.ParseFile(token.NewFileSet(), "", text, 0); err != nil {
				continue // the go command would not get this far
			}
			p := w.program(map[string]string{appPath + "/" + f.Name: text})
			p.lenient = true
			if _, err := p.analyze(judges...); err != nil {
				t.Errorf("%s: %v\n%s", f.Name, err, text)
			}
			ran++
		}
	}
	if ran < 300 {
		t.Errorf("only %d broken packages", ran)
	}
}

// Packages of the standard library, told that they are somebody's and about
// Klaviyo, are as large and odd as code gets: no panic, and nothing is found.
func TestStandardLibrary(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, imp := range []string{"net/http", "encoding/json", "go/types"} {
		pkg, err := build.Import(imp, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		p := w.program(map[string]string{})
		c := &checked{info: newInfo()}
		path := "example.com/klaviyo/" + imp // passes every gate
		for _, name := range pkg.GoFiles {
			full := filepath.Join(pkg.Dir, name)
			f, err := parser.ParseFile(w.fset, full, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			c.files = append(c.files, f)
		}
		// Vendored and internal imports are missing to it, so errors there are.
		conf := types.Config{Importer: p, Error: func(error) {}, FakeImportC: true}
		c.pkg, _ = conf.Check(path, w.fset, c.files, c.info)
		var out []found
		results := map[*analysis.Analyzer]any{}
		for _, a := range bind.Suite(w.set, judges...) {
			if err := p.run(a, c, results, &out); err != nil {
				t.Errorf("%s: %v", imp, err)
			}
		}
		for _, f := range out {
			t.Errorf("%s: %s: %s", imp, f, f.message)
		}
	}
}

// A function that is too long to be executed whole costs no panic, and what
// was seen of the package stays: reading what it left behind takes steps too.
func TestExhausted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var b strings.Builder
	b.WriteString(`package app

import ("net/http"; "os"; "strings")

var base = strings.TrimSuffix(os.Getenv("BASE")+"https://a.klaviyo.com", "/")

var extra = map[string]string{"Authorization": "Klaviyo-API-Key " + os.Getenv("KEY")}

func long(c *http.Client) {
	req, _ := http.NewRequest("GET", base+"/api/lists", nil)
	for k, v := range extra {
		req.Header.Set(k, v)
	}
	run := func() {
		x := ""
`)
	for range 30_000 {
		b.WriteString("\t\tx = x[1:] + os.Getenv(x)\n")
	}
	b.WriteString(`		_ = x
	}
	run()
	c.Do(req)
}

func short(c *http.Client) {
	req, _ := http.NewRequest("GET", base+"/api/lists", nil) // want revision
	c.Do(req)
}
`)
	partial := false
	look := &analysis.Analyzer{
		Name: "look", Doc: "look", Requires: []*analysis.Analyzer{requests.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			partial = partial || pass.ResultOf[requests.Analyzer].(*requests.Result).Budget
			return nil, nil
		},
	}
	p := w.program(map[string]string{appPath + "/long.go": b.String()})
	bad, err := p.verdict(revision.Analyzer, look)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bad {
		t.Error(b)
	}
	if !partial {
		t.Error("nothing says that the package was not executed whole")
	}
}
