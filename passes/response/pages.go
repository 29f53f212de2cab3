package response

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// pages are the lists of which the code may read the first page alone.
type pages []firstPage

type firstPage struct {
	op   *schema.Operation
	at   place.Place
	data *types.Var // the field with the items
}

// paging notes a list that is decoded into a type without a place for the link
// to the next page. A filter, a page size, a sort order or a cursor may make one
// page enough.
func (j *judge) paging(r *requests.Request, targets []contract.Target, d requests.Decoded, typ *contract.Type) {
	if len(targets) != 1 || typ.Map || typ.Kinds != contract.IsObject {
		return
	}
	t := targets[0]
	for _, rev := range t.At {
		n, ok := t.Op.Reply(rev)
		if !ok || !listed(n) {
			return
		}
	}
	for _, u := range r.Hosted() {
		q := u.QueryValue()
		if q.Open || slices.ContainsFunc(q.Params, func(p contract.Param) bool {
			return p.Name == "filter" || p.Name == "sort" || strings.HasPrefix(p.Name, "page[")
		}) {
			return
		}
		if strings.Contains(u.Text.Pattern(), "page[cursor]") {
			return
		}
	}
	var data *types.Var
	for _, f := range typ.Fields {
		at, _ := f.At.(requests.DecodedAt)
		switch strings.ToLower(f.Name) {
		case "links", "meta":
			return // it may look there
		case "data":
			if f.Type.Kinds == contract.IsArray && f.Type.Elem.Kinds != 0 {
				data = at.Var
			}
		}
	}
	if data != nil {
		j.pages = append(j.pages, firstPage{op: t.Op, at: d.Call, data: data})
	}
}

// listed reports whether an answer is a list that goes on.
func listed(n schema.Node) bool {
	data, ok := n.Member("data")
	if !ok || data.Node.Kind() != schema.Array {
		return false
	}
	links, ok := n.Member("links")
	if !ok {
		return false
	}
	_, ok = links.Node.Member("next")
	return ok
}

// firstPages reports the lists whose items are all worked on: a loop over them
// that goes on to its end.
func (j *judge) firstPages() {
	if len(j.pages) == 0 {
		return
	}
	worked := workedOn(j.pass)
	for _, p := range j.pages {
		if !worked[p.data.Origin()] || !p.at.IsValid() {
			continue
		}
		if f := edit.FileOf(j.pass, p.at.Pos); f == nil || ir.Generated(f) || isTest(j.pass, f) {
			continue
		}
		j.once.Report(p.at, "page", fmt.Sprintf("the items of %s are worked on, and \"links.next\" is never read: what does not fit the first page is missing; follow it", p.op))
	}
}

func isTest(pass *analysis.Pass, f *ast.File) bool {
	return strings.HasSuffix(pass.Fset.Position(f.Package).Filename, "_test.go")
}

// workedOn are the fields over which a loop runs to the end.
func workedOn(pass *analysis.Pass) map[*types.Var]bool {
	out := map[*types.Var]bool{}
	for _, f := range pass.Files {
		if isTest(pass, f) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			loop, ok := n.(*ast.RangeStmt)
			if !ok {
				return true
			}
			sel, ok := ast.Unparen(loop.X).(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if v, ok := pass.TypesInfo.Uses[sel.Sel].(*types.Var); ok && v.IsField() && !leaves(loop.Body) {
				out[v.Origin()] = true
			}
			return true
		})
	}
	return out
}

// leaves reports whether a loop may end before its last turn: with a break, or
// a return of something that was found.
func leaves(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			found = found || n.Tok == token.BREAK || n.Tok == token.GOTO
		case *ast.ReturnStmt:
			if !failing(n) {
				found = true
			}
		}
		return !found
	})
	return found
}

// failing reports whether a return gives up with an error.
func failing(r *ast.ReturnStmt) bool {
	if len(r.Results) == 0 {
		return false
	}
	last := ast.Unparen(r.Results[len(r.Results)-1])
	if id, ok := last.(*ast.Ident); ok {
		return id.Name == "err"
	}
	_, call := last.(*ast.CallExpr)
	return call
}
