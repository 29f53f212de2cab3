package flow_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestPrint compares what a file is lowered to with testdata/print.txt.
func TestPrint(t *testing.T) {
	src, err := os.ReadFile("testdata/print.go")
	if err != nil {
		t.Fatal(err)
	}
	_, unit, _ := lower(t, "print.go", string(src))
	if err := ir.Check(unit); err != nil {
		t.Error(err)
	}
	var got bytes.Buffer
	ir.Print(&got, unit)
	if *update {
		if err := os.WriteFile("testdata/print.txt", got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/print.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the printed form has changed; look at it, and run with -update:\n%s", got.String())
	}
}

// TestCheck gives the checker what it must refuse.
func TestCheck(t *testing.T) {
	none := &ir.Node{Op: ir.OpNone}
	for name, bad := range map[string]struct {
		f    *ir.Func
		want string
	}{
		"variable": {&ir.Func{Name: "f", NumVars: 1, Body: &ir.Node{Op: ir.OpVar, Int: 1}}, "variable v1 of 1"},
		"parts":    {&ir.Func{Name: "f", Body: &ir.Node{Op: ir.OpIf, Kids: []*ir.Node{none}}}, "if with 1 parts"},
		"literal":  {&ir.Func{Name: "f", Body: &ir.Node{Op: ir.OpFuncLit}}, "a literal without a function"},
		"name":     {&ir.Func{Name: "f", Body: &ir.Node{Op: ir.OpGlobal}}, "global without a name"},
		"receiver": {&ir.Func{Name: "f", Recv: true, Body: none}, "a method without a receiver"},
		"capture":  {&ir.Func{Name: "f", NumVars: 1, Captures: []ir.Capture{{}}, Body: none}, "does not live apart"},
		"nil":      {&ir.Func{Name: "f", Body: &ir.Node{Op: ir.OpBlock, Kids: []*ir.Node{nil}}}, "a nil node"},
	} {
		err := ir.Check(&ir.Unit{Funcs: map[string]*ir.Func{"f": bad.f}})
		if err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: the checker says %v, want %q", name, err, bad.want)
		}
	}
}

// TestPortable writes a unit for another package, and checks what comes back.
func TestPortable(t *testing.T) {
	src, err := os.ReadFile("testdata/print.go")
	if err != nil {
		t.Fatal(err)
	}
	_, unit, _ := lower(t, "print.go", string(src))
	prog := ir.NewProgram(unit)
	back := ir.Port(prog, []string{"p.send", "p.client.set"}, []string{"p.base"}, nil).Unit()
	if err := ir.Check(back); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"p.send", "p.client.set"} {
		f := back.Funcs[name]
		if f == nil {
			t.Errorf("%s is lost", name)
			continue
		}
		f.Body.Each(func(n *ir.Node) {
			if n.Pos.IsValid() {
				t.Errorf("%s: a position of another package", name)
			}
		})
	}
	if back.Globals["p.base"] == nil || back.Types["p.client"] == nil {
		t.Error("a variable or a type is lost")
	}
}
