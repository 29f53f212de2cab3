package flow_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// mutual is n functions each of which calls all others twice.
func mutual(n int) string {
	var b strings.Builder
	b.WriteString("package p\n\nfunc send(s string) {}\n")
	for i := range n {
		fmt.Fprintf(&b, "func f%d(s string) {\n\tsend(s + \"%d\")\n", i, i)
		for j := range n {
			if i != j {
				fmt.Fprintf(&b, "\tf%d(s + \"a\")\n\tif s == \"%d\" {\n\t\tf%d(s + \"b\")\n\t}\n", j, j, j)
			}
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// run executes every function of a unit, and returns the steps and the calls of
// send.
func run(unit *ir.Unit) (steps, sends int) {
	lib := stdlib.Library()
	lib["p.send"] = func(*flow.Call) ([]flow.Value, bool) { sends++; return nil, true }
	it := &flow.Interp{Prog: flow.NewProgram(unit)}
	it.Hooks.Lookup = func(name string) flow.Intrinsic { return lib[name] }
	for _, n := range slices.Sorted(maps.Keys(unit.Funcs)) {
		if n != "p.send" {
			it.Run(unit.Funcs[n])
		}
	}
	return it.Spent, sends
}

// TestCost bounds what functions that call one another cost, whatever their
// number.
func TestCost(t *testing.T) {
	var last int
	for _, n := range []int{4, 8, 12, 16} {
		_, unit, _ := lower(t, "mutual.go", mutual(n))
		steps, sends := run(unit)
		if sends == 0 {
			t.Fatalf("%d functions: nothing was sent", n)
		}
		t.Logf("%d functions: %d steps, %d sends", n, steps, sends)
		if per := steps / n; per > flow.StepsPerRoot {
			t.Errorf("%d functions: %d steps for each", n, per)
		}
		last = steps
	}
	_ = last
}

func BenchmarkMutual(b *testing.B) {
	for _, n := range []int{4, 8, 12} {
		_, unit, _ := lower(b, "mutual.go", mutual(n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				run(unit)
			}
		})
	}
}
