package response

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports types that cannot hold what Klaviyo answers.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

type judge struct {
	pass *analysis.Pass
	s    *config.Settings
	res  *requests.Result
	once *rule.Once
	// right are the fields that some answer fills.
	right map[token.Pos]bool
	// written are the fields that code of this package sets, and built the types
	// that it makes values of: their names may be for something else.
	written map[*types.Var]bool
	decodes []decode
	pages   pages
}

// A decode is one answer that goes into one type.
type decode struct {
	at     place.Place
	faults []contract.Fault
}

func run(pass *analysis.Pass) error {
	j := &judge{
		pass: pass, s: rule.Settings(pass), res: pass.ResultOf[requests.Analyzer].(*requests.Result),
		once: rule.NewOnce(pass), right: map[token.Pos]bool{},
	}
	for _, r := range j.res.Requests {
		if r.Via.SDK == "" && r.Calls() && len(r.Handling.Decodes) > 0 {
			j.request(r)
		}
	}
	if len(j.decodes) > 0 {
		j.written = writtenFields(pass)
	}
	for _, d := range j.decodes {
		for _, f := range d.faults {
			j.report(d, f)
		}
	}
	j.firstPages()
	return nil
}

func (j *judge) request(r *requests.Request) {
	decoded := j.res.Decodes(j.pass, r)
	if len(decoded) == 0 {
		return
	}
	var targets []contract.Target
	for _, u := range r.Hosted() {
		t := r.Targets(u, j.s)
		if len(t) == 0 && !u.Continues() {
			return // what answers is not known
		}
		targets = append(targets, t...)
	}
	if len(targets) == 0 {
		return
	}
	for _, d := range decoded {
		typ := requests.DecodeType(d.Type)
		if typ.Kinds&contract.IsObject != 0 && errorsAlone(typ) {
			continue
		}
		faults := requests.Faults(targets, func(t contract.Target) []contract.Fault { return t.Response(typ) })
		j.note(typ, faults)
		j.decodes = append(j.decodes, decode{d.Call, faults})
		j.paging(r, targets, d, typ)
	}
}

// errorsAlone reports whether a type is for answers of failure.
func errorsAlone(t *contract.Type) bool {
	errors, data := false, false
	for _, f := range t.Fields {
		errors = errors || f.Name == "errors" || f.Name == "Errors"
		data = data || f.Name == "data" || f.Name == "Data" || f.Name == "included"
	}
	return errors && !data
}

// note marks the fields that an answer fills.
func (j *judge) note(t *contract.Type, faults []contract.Fault) {
	wrong := map[token.Pos]bool{}
	for _, f := range faults {
		if f.Code == "envelope" && f.Path == "" && f.Name == "data" {
			return
		}
		if at, ok := f.At.(requests.DecodedAt); ok {
			wrong[at.Pos] = true
		}
	}
	seen := map[*contract.Type]bool{}
	var walk func(t *contract.Type)
	walk = func(t *contract.Type) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		for _, f := range t.Fields {
			if at, ok := f.At.(requests.DecodedAt); ok {
				if wrong[at.Pos] {
					continue
				}
				j.right[at.Pos] = true
			}
			walk(f.Type)
		}
		walk(t.Elem)
	}
	walk(t)
}

func (j *judge) report(d decode, f contract.Fault) {
	kind := kinds[f.Code]
	if f.Strict {
		if !j.s.Strict {
			return
		}
		kind = "possible"
	}
	at, _ := f.At.(requests.DecodedAt)
	if j.right[at.Pos] {
		return // another answer fills it
	}
	if at.Var != nil && j.written[at.Var] && f.Code != "kind" {
		return // the code fills it
	}
	where := j.place(d, at)
	message := f.Message
	if at.Pkg != j.pass.Pkg.Path() && where.Pos == at.Pos {
		// Several packages may decode into the type: they say the same, once.
		message = operation.ReplaceAllString(message, "")
	}
	if where.IsValid() {
		j.once.Report(where, kind, message)
	}
}

var operation = regexp.MustCompile(` \((?:GET|POST|PATCH|PUT|DELETE) [^)]*\)`)

// place returns the field: one fault is one finding there, however many calls
// decode into the type. Where the field is another module's, or an editor would
// drop what is not in the package, it is the call that decodes.
func (j *judge) place(d decode, at requests.DecodedAt) place.Place {
	if !at.Pos.IsValid() || at.Pkg != j.pass.Pkg.Path() && (j.s.Host.Editor || !requests.InModule(j.pass, at.Pkg, at.Pos)) {
		return d.at
	}
	if f := edit.FileOf(j.pass, at.Pos); at.Pkg == j.pass.Pkg.Path() && (f == nil || ir.Generated(f)) {
		return place.Place{}
	}
	return place.Place{Pos: at.Pos, End: at.End}
}

// writtenFields are the fields that code assigns to, or names in a literal.
func writtenFields(pass *analysis.Pass) map[*types.Var]bool {
	out := map[*types.Var]bool{}
	field := func(id *ast.Ident) {
		if v, ok := pass.TypesInfo.Uses[id].(*types.Var); ok && v.IsField() {
			out[v.Origin()] = true
		}
	}
	for _, f := range pass.Files {
		if isTest(pass, f) || mock(filepath.Base(pass.Fset.Position(f.Package).Filename)) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				return !mock(n.Name.Name)
			case *ast.AssignStmt:
				for _, l := range n.Lhs {
					if s, ok := l.(*ast.SelectorExpr); ok {
						field(s.Sel)
					}
				}
			case *ast.KeyValueExpr:
				if id, ok := n.Key.(*ast.Ident); ok {
					field(id)
				}
			}
			return true
		})
	}
	return out
}

// mock reports whether a name is that of made-up answers: what they fill is no
// sign of another use.
func mock(name string) bool {
	for _, w := range words(strings.TrimSuffix(name, ".go")) {
		switch w {
		case "mock", "mocks", "mocked", "fake", "fakes", "stub", "fixture", "fixtures", "dummy":
			return true
		}
	}
	return false
}

func isTest(pass *analysis.Pass, f *ast.File) bool {
	return strings.HasSuffix(pass.Fset.Position(f.Package).Filename, "_test.go")
}

// kinds names the sorts of findings.
var kinds = map[string]string{"envelope": "envelope", "absent": "near", "gone": "revision", "kind": "kind", "value": "near"}
