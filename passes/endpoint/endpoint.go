package endpoint

import (
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports calls to endpoints that do not exist.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

type judge struct {
	pass *analysis.Pass
	s    *config.Settings
	res  *requests.Result
	once *rule.Once
	// known are the faults found so far. Each place to mend asks about every other
	// request, and functions that call each other have many.
	known map[asked]*fault
}

// asked is one alternative of a request's address.
type asked struct {
	r    *requests.Request
	text string
}

func run(pass *analysis.Pass) error {
	j := &judge{pass: pass, s: rule.Settings(pass), res: pass.ResultOf[requests.Analyzer].(*requests.Result), once: rule.NewOnce(pass), known: map[asked]*fault{}}
	for _, r := range j.res.Requests {
		if r.Via.SDK != "" || !r.Calls() || r.HostKind() != klaviyo.HostAPI {
			continue
		}
		for _, u := range r.Hosted() {
			if f := j.fault(r, u); f != nil {
				j.report(r, u, f)
			}
		}
	}
	return nil
}

// A fault is what is wrong with one method and path.
type fault struct {
	kind, message string
	meant         string // path that was probably meant, or ""
}

// verdict tells the search for the place to mend which requests are wrong, and
// which are right.
func (j *judge) verdict(r *requests.Request, u requests.URL) requests.Verdict {
	if r.HostKind() != klaviyo.HostAPI {
		return requests.Undecided
	}
	if f := j.fault(r, u); f != nil {
		return requests.Wrong
	}
	methods, all := r.Methods()
	if !all || !u.Settled() || len(methods) > 1 && len(r.Hosted()) > 1 {
		return requests.Undecided // it is not known which method goes with the path
	}
	return requests.Right
}

// fault judges one alternative of the address. Where both the method and the
// path have alternatives, it is not known which belong together: then only a
// path that fits none of the methods is wrong.
func (j *judge) fault(r *requests.Request, u requests.URL) *fault {
	k := asked{r, u.Text.Pattern()}
	f, ok := j.known[k]
	if !ok {
		f = j.findFault(r, u)
		j.known[k] = f
	}
	return f
}

func (j *judge) findFault(r *requests.Request, u requests.URL) *fault {
	path := u.APIPath()
	switch klaviyo.KindOfPath(path) {
	case klaviyo.PathLegacy, klaviyo.PathInternal, klaviyo.PathOAuth:
		return nil
	}
	switch strings.Trim(path, "/") {
	case "", "api":
		return nil // a base, to which something is added where it is used
	}
	if strings.ContainsAny(path, "&=") && len(r.Hosted()) > 1 {
		return nil // an encoder writes "?" or "&" as the parameters before ask for
	}
	if strange(path) && klaviyo.KindOfHost(u.HostName()) != klaviyo.HostAPI {
		return nil // the base, which is not known, may hold the root
	}
	methods, all := r.Methods()
	if !all {
		if j.s.Strict && len(klaviyo.Possible("", path)) == 0 && !j.mayBeNewer(r) && !strange(path) {
			return &fault{kind: "possible", message: fmt.Sprintf("no revision has %q, whatever the method, so Klaviyo answers 404", show(path))}
		}
		return nil
	}
	var worst *fault
	for _, m := range methods {
		f := j.judge(r, m, path)
		if f == nil && len(r.Hosted()) > 1 && len(methods) > 1 {
			return nil
		}
		if worst == nil {
			worst = f
		}
	}
	if worst != nil && (j.elsewhere(r, u, methods) || j.res.Incidental(r, u)) {
		return nil
	}
	return worst
}

// elsewhere reports whether the same literal, joined to another base, is right:
// then the bases are alternatives that do not all go with it.
func (j *judge) elsewhere(r *requests.Request, u requests.URL, methods []string) bool {
	lit, ok := requests.PathPart(u)
	if !ok || len(r.Hosted()) < 2 || !lit.Src.Pos.IsValid() {
		return false
	}
	for _, v := range r.Hosted() {
		if last, ok := requests.PathPart(v); !ok || last.Src != lit.Src || v.Text.Pattern() == u.Text.Pattern() {
			continue
		}
		for _, m := range methods {
			if j.judge(r, m, v.APIPath()) == nil {
				return true
			}
		}
	}
	return false
}

// judge judges one method and path.
func (j *judge) judge(r *requests.Request, method, path string) *fault {
	switch klaviyo.KindOfPath(path) {
	case klaviyo.PathLegacy, klaviyo.PathInternal, klaviyo.PathOAuth:
		return nil
	}
	switch strings.ToUpper(method) {
	case "HEAD":
		method = "GET" // whatever answers GET
	case "OPTIONS":
		return nil
	}
	eps := klaviyo.Possible(method, path)
	if len(eps) > 0 {
		return j.atRevision(r, eps)
	}
	if j.mayBeNewer(r) {
		return nil
	}
	what, meant := method+" "+show(path), klaviyo.Nearest(method, path)
	if known := klaviyo.MethodsOf(path); len(known) > 0 {
		way := "call one of these"
		if meant != nil && (meant.Method == method || method == http.MethodPut && meant.Method == http.MethodPatch) {
			way = fmt.Sprintf("did you mean %q?", meant.String())
		}
		return &fault{kind: "method", message: fmt.Sprintf("no revision has %q: the path takes %s; %s", what, strings.Join(known, ", "), way)}
	}
	switch {
	case meant == nil && strange(path):
		return nil // outside the API, and like nothing in it
	case meant == nil:
		return &fault{kind: "unknown", message: fmt.Sprintf("no revision has %q, so Klaviyo answers 404; look the endpoint up in the API reference", what)}
	case meant.Path == "/api"+path:
		return &fault{kind: "unknown", message: fmt.Sprintf("%q lacks \"/api\", so Klaviyo answers 404; use %q", what, meant.String()), meant: meant.Path}
	}
	return &fault{kind: "unknown", message: fmt.Sprintf("no revision has %q, so Klaviyo answers 404; did you mean %q?", what, meant.String()), meant: meant.Path}
}

// strange reports whether a path is outside the roots that the specifications
// describe, so that not being in them says nothing.
func strange(path string) bool {
	switch klaviyo.KindOfPath(path) {
	case klaviyo.PathAPI, klaviyo.PathClient:
		return false
	}
	return true
}

func (j *judge) report(r *requests.Request, u requests.URL, f *fault) {
	site, ok := j.res.PathSite(r, u, j.verdict)
	if ok {
		j.once.Report(site.Place, f.kind, f.message, j.fix(site, u, f)...)
	}
}

func show(path string) string {
	return klaviyo.MaskKeys(strings.ReplaceAll(path, klaviyo.Hole, "{?}"))
}
