package upsert

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports profile creates where an upsert exists.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

const (
	create = "create_profile"
	upsert = "create_or_update_profile"
)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	u := &judge{pass: pass, res: res, once: rule.NewOnce(pass)}
	for _, r := range res.Requests {
		if r.Root.Gen {
			continue
		}
		if r.Via.Operation == create {
			u.sdkCall(r)
			continue
		}
		if r.Via.SDK == "" {
			u.request(r)
		}
	}
	return nil
}

type judge struct {
	pass  *analysis.Pass
	res   *requests.Result
	once  *rule.Once
	calls map[string]bool // see called
}

const consequence = "answers 409 for a profile that exists"

func (u *judge) sdkCall(r *requests.Request) {
	if handled(r) || u.handledByCaller(r) || len(r.Build) > 1 && r.Build[0].Fn != r.Root {
		return
	}
	i := len(r.Build) - 1
	if i > 0 {
		return // reported where the call stands
	}
	short := ir.Base(r.Via.Func)
	u.once.Report(r.NamePlace(i), "", fmt.Sprintf("%s creates a profile and %s; %s", short, consequence, sdkWayOut(r)))
}

// request judges a request that names the profiles collection with POST.
func (u *judge) request(r *requests.Request) {
	pkg := u.pass.Pkg.Path()
	for _, url := range r.URLs {
		if !u.creates(r, url) || handled(r) || u.handledByCaller(r) {
			continue
		}
		lit, here := requests.PathLiteral(pkg, url)
		if !here {
			u.foreign(r, url)
			continue
		}
		if lit.Src.Gen || r.Root.Lit && u.definedIn(r, lit.Src) == 0 && !within(r.Root, lit.Src) {
			continue // a closure has the path from its surroundings, which are judged themselves
		}
		if at := u.definedIn(r, lit.Src); u.res.Offers[upsert] && lit.Src.DeclPkg == "" && r.Build[len(r.Build)-1].Fn.Pkg == pkg && (at > 0 || u.callable(r.Build[0].Fn)) {
			// The package offers the upsert too: who calls the create is at fault.
			if at > 0 && u.elsewhere(r, at) && r.Build[at-1].Node.Op != ir.OpFuncLit {
				u.once.Report(r.NamePlace(at-1), "", u.message(r))
			}
			continue
		}
		place := requests.Place{Pos: lit.Src.Pos, End: lit.Src.End}
		if u.serves(lit.Src.Pos) {
			// The literal names the path of other methods too: the use is wrong.
			i := u.res.Innermost(r, func(q *requests.Request) bool { return u.names(q, lit.Src.Pos) })
			if i == 0 {
				u.once.Report(r.Place(0), "", u.message(r))
			}
			continue
		}
		u.once.Report(place, "", u.message(r), u.fix(lit, r)...)
	}
}

// creates reports whether this alternative is certainly the create call.
func (u *judge) creates(r *requests.Request, url requests.URL) bool {
	if !r.Is("POST") || klaviyo.KindOfHost(url.HostName()) == klaviyo.HostInvented {
		return false // a host that does not exist is legacyapi's finding alone
	}
	ep := requests.Endpoint("POST", url.APIPath())
	return ep != nil && ep.Operation == create
}

// foreign judges a create that another package defines. It is reported there,
// unless that package offers the upsert as well.
func (u *judge) foreign(r *requests.Request, url requests.URL) {
	if r.Local+1 >= len(r.Build) || r.Local != 0 {
		return
	}
	def := r.Build[r.Local+1].Fn
	part, _ := requests.PathPart(url)
	pkg := def.Pkg
	if part.Src.Pkg != "" {
		pkg = part.Src.Pkg
	}
	if def.Pkg == pkg && pkg == r.Build[len(r.Build)-1].Fn.Pkg && u.res.PackageOffers(pkg, upsert) {
		u.once.Report(r.NamePlace(r.Local), "", u.message(r))
	}
}

// definedIn returns the link of the chain whose function writes the literal.
func (u *judge) definedIn(r *requests.Request, src ir.Source) int {
	for i := len(r.Build) - 1; i >= 0; i-- {
		f := r.Build[i].Fn
		if within(f, src) {
			return i
		}
	}
	return 0
}

func within(f *ir.Func, src ir.Source) bool {
	return f.Body != nil && f.Pos <= src.Pos && src.Pos < f.Body.End
}

// elsewhere reports whether the root itself is the caller, so that each call
// is reported once.
func (u *judge) elsewhere(r *requests.Request, at int) bool {
	return at == 1 && r.Build[0].Fn == r.Root
}

// serves reports whether a literal also names the path of a request with
// another method.
func (u *judge) serves(pos token.Pos) bool {
	for _, r := range u.res.Requests {
		if r.Is("POST") {
			continue
		}
		known, all := r.Methods()
		if !all && len(known) == 0 {
			continue
		}
		for _, url := range r.URLs {
			for _, p := range url.Path {
				if p.Src.Pos == pos {
					return true
				}
			}
		}
	}
	return false
}

// handled reports whether the code goes on when the profile exists: it tells
// the duplicate apart and does something about it, or sends another request
// after a 409 that it does not send after a success.
func handled(r *requests.Request) bool {
	a := r.Handling.Answers[409]
	return r.Handling.Duplicate || a != nil && a.Sends
}

// handledByCaller reports whether the same call, seen from a caller, handles
// the duplicate.
func (u *judge) handledByCaller(r *requests.Request) bool {
	last := r.Build[len(r.Build)-1].Node
	callers, good := 0, 0
	for _, q := range u.res.Requests {
		if q == r || len(q.Build) <= len(r.Build) || q.Build[len(q.Build)-1].Node != last || !slices.ContainsFunc(q.URLs, func(v requests.URL) bool { return u.creates(q, v) }) {
			continue // seen with another path, a wrapper says nothing of this one
		}
		callers++
		if handled(q) {
			good++
		}
	}
	return callers > 0 && good == callers
}

func (u *judge) message(r *requests.Request) string {
	for _, q := range u.res.Requests {
		if q.Root != r.Root || !q.Is("GET") {
			continue
		}
		for _, url := range q.URLs {
			if ep := requests.Endpoint("GET", url.APIPath()); ep != nil && ep.Path == "/api/profiles" && strings.Contains(url.Query.Pattern(), "filter=") {
				return "a profile is looked up and then created, which can race with another request; POST /api/profile-import creates or updates in one call"
			}
		}
	}
	return "POST /api/profiles " + consequence + "; POST /api/profile-import creates or updates in one call"
}

// names reports whether a request's path is written at the place.
func (u *judge) names(r *requests.Request, pos token.Pos) bool {
	for _, url := range r.URLs {
		for _, p := range url.Path {
			if p.Src.Pos == pos && u.creates(r, url) {
				return true
			}
		}
	}
	return false
}
