package webhooks

import (
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// Analyzer finds the handlers of Klaviyo's webhooks. What other packages do on
// the way arrives with the facts of package requests.
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyowebhooks",
	Doc:              "find every handler of a Klaviyo webhook and what it verifies",
	URL:              "https://github.com/klaviyolint/klaviyolint",
	Requires:         []*analysis.Analyzer{requests.Analyzer},
	Run:              run,
	ResultType:       reflect.TypeFor[*Result](),
	RunDespiteErrors: true,
}

func run(pass *analysis.Pass) (any, error) {
	res := &Result{}
	p := pass.ResultOf[requests.Analyzer].(*requests.Result).Program()
	if p == nil || !concerns(p.Flow) {
		return res, nil
	}
	e := newEngine(p.Flow)
	e.it.Done = p.Done()
	e.execute()
	e.conclude(res)
	return res, nil
}

// concerns reports whether the package, or what it calls, names a header of a
// webhook. Nothing else is executed.
func concerns(prog *flow.Program) bool {
	unit := prog.Unit()
	for _, g := range unit.Globals {
		if names(g.Init) {
			return true
		}
	}
	seen := map[string]bool{}
	var work []string
	for name := range unit.Funcs {
		work = append(work, name)
	}
	for len(work) > 0 {
		name := work[len(work)-1]
		work = work[:len(work)-1]
		f := prog.Func(name)
		if f == nil || seen[name] {
			continue
		}
		seen[name] = true
		if names(f.Body) {
			return true
		}
		f.Body.Each(func(n *ir.Node) {
			switch n.Op {
			case ir.OpCall, ir.OpFunc, ir.OpMethodVal:
				work = append(append(work, n.Str), prog.Implementations(n)...)
			}
		})
	}
	return false
}

// names reports whether a header of a webhook is named where it can be read by
// that name. A table of names and a comparison with one read nothing.
func names(n *ir.Node) bool {
	if n.Missing() {
		return false
	}
	switch n.Op {
	case ir.OpConst:
		return klaviyo.KindOfHeader(n.Str) != klaviyo.HeaderOther
	case ir.OpList, ir.OpMap, ir.OpBin:
		// What stands deeper, such as a call, counts all the same.
		return slices.ContainsFunc(n.Kids, func(k *ir.Node) bool { return !k.Missing() && k.Op != ir.OpConst && names(k) })
	case ir.OpKV:
		return slices.ContainsFunc(n.Kids[1:], names)
	case ir.OpCase:
		return slices.ContainsFunc(n.Kids[n.Int:], names)
	}
	return slices.ContainsFunc(n.Kids, names) || n.Fn != nil && names(n.Fn.Body)
}

// execute runs the functions of the package: twice to learn what constructors
// store in fields, then to keep what they do.
func (e *engine) execute() {
	unit := e.it.Prog.Unit()
	var order []string
	for name, f := range unit.Funcs {
		if !f.Gen || f.Size < 4000 {
			order = append(order, name)
		}
	}
	slices.Sort(order)
	run := func() {
		e.forget()
		for _, name := range order {
			if !e.it.Spare() {
				e.cut = true
				break
			}
			e.root = unit.Funcs[name]
			e.it.Run(e.root)
			e.cut = e.cut || e.it.Exhausted // it was not executed to its end
		}
	}
	e.it.Learn(func() bool {
		run()
		return false
	})
	e.it.Spent = 0
	run()
}
