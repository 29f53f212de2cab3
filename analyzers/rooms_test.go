package analyzers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms are the rooms in which requests are understood, from the bottom up. Each
// imports those before it alone.
var rooms = []string{
	"internal/klaviyo",
	"internal/place",
	"internal/flow/ir",
	"internal/flow",
	"internal/flow/stdlib",
	"internal/config",
	"internal/httpcalls",
	"internal/program",
	"internal/requests",
	"internal/webhooks",
	"internal/keyflow",
	"passes",
	"analyzers",
	"internal/driver",
	"internal/cli",
	"cmd",
}

func roomOf(path string) int {
	best := -1
	for i, r := range rooms {
		if (path == r || strings.HasPrefix(path, r+"/")) && (best < 0 || len(r) > len(rooms[best])) {
			best = i
		}
	}
	return best
}

// Nothing is imported from a room further up, also not by way of a package that is
// in none of them.
func TestRoomsAreInOrder(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}} {{join .Imports \" \"}}{{end}}", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	const module = "github.com/klaviyolint/klaviyolint/"
	imports := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		own, ok := strings.CutPrefix(words[0], module)
		if !ok {
			continue
		}
		for _, w := range words[1:] {
			if dep, ok := strings.CutPrefix(w, module); ok {
				imports[own] = append(imports[own], dep)
			}
		}
	}
	seen := 0
	for pkg := range imports {
		room := roomOf(pkg)
		if room < 0 {
			continue
		}
		seen++
		reached := map[string]bool{}
		work := []string{pkg}
		for len(work) > 0 {
			p := work[len(work)-1]
			work = work[:len(work)-1]
			for _, dep := range imports[p] {
				if reached[dep] {
					continue
				}
				reached[dep] = true
				switch to := roomOf(dep); {
				case to > room:
					t.Errorf("%s reaches up to %s, by way of %s", pkg, dep, p)
				case to < 0:
					work = append(work, dep)
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d packages have a room", seen)
	}
}

// What is known of HTTP is known for any vendor: none is named in that room.
func TestHTTPCallsNameNoVendor(t *testing.T) {
	files, err := filepath.Glob("../internal/httpcalls/*.go")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		imports := map[*ast.BasicLit]bool{}
		for _, i := range f.Imports {
			imports[i.Path] = true
			if p, _ := strconv.Unquote(i.Path.Value); strings.HasSuffix(p, "/internal/klaviyo") {
				t.Errorf("%s imports what is known of Klaviyo", name)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			text := ""
			switch n := n.(type) {
			case *ast.Ident:
				text = n.Name
			case *ast.BasicLit:
				if !imports[n] {
					text = n.Value
				}
			}
			if slices.ContainsFunc([]string{"klaviyo", "pk_", "duplicate_profile"}, func(w string) bool { return strings.Contains(strings.ToLower(text), w) }) {
				t.Errorf("%s names Klaviyo: %s", name, text)
			}
			return true
		})
	}
}
