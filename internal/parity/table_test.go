package parity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// table counts what each host finds in each fixture, and says where each
// difference stands, in Markdown: `go test -v ./internal/parity` prints it.
func (w *world) table(t *testing.T, own []finding, hosts []host) string {
	t.Helper()
	var b strings.Builder
	names := []string{"fixture", "command", "in Go files", "of them generated"}
	for _, h := range hosts {
		names = append(names, h.name)
	}
	row := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	rule := func(n int) { b.WriteString("|" + strings.Repeat("---|", n) + "\n") }
	row(names)
	rule(len(names))
	sums := make([]int, len(hosts)+3)
	for _, name := range w.names {
		shown := goFiles(own)
		generated := slices.DeleteFunc(slices.Clone(shown), func(f finding) bool { return !w.generated(t, f.file) })
		counts := []int{len(in(name, own)), len(in(name, shown)), len(in(name, generated))}
		for _, h := range hosts {
			counts = append(counts, len(in(name, h.found)))
		}
		cells := []string{name}
		for i, n := range counts {
			sums[i] += n
			cells = append(cells, fmt.Sprint(n))
		}
		row(cells)
	}
	cells := []string{"all"}
	for _, n := range sums {
		cells = append(cells, fmt.Sprint(n))
	}
	row(cells)

	b.WriteString("\n")
	row([]string{"difference", "rule", "command", "go vet", "golangci-lint", "gopls"})
	rule(6)
	for _, d := range differences {
		cells := []string{d.why, d.rule}
		for _, places := range []string{d.own, d.vet, d.golangci, d.gopls} {
			cells = append(cells, strings.ReplaceAll(cmp.Or(places, "-"), "differences/", ""))
		}
		row(cells)
	}
	return b.String()
}

func goFiles(fs []finding) []finding {
	var out []finding
	for _, f := range fs {
		if strings.HasSuffix(f.file, ".go") {
			out = append(out, f)
		}
	}
	return out
}
