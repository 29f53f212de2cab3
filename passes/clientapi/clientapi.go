package clientapi

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports calls of the client API in code that runs on servers.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	once := rule.NewOnce(pass)
	report := func(at requests.Place, what, instead string) {
		if !at.IsValid() || forDevices(pass, at.Pos) {
			return
		}
		way := "use the endpoints under \"/api\""
		if instead != "" {
			way = fmt.Sprintf("use %q with the private key", instead)
		}
		once.Report(at, "", fmt.Sprintf("%q is for browsers and apps, not for servers; %s", what, way))
	}
	for _, r := range res.Requests {
		if r.HostKind() != klaviyo.HostAPI {
			continue
		}
		for _, u := range r.Hosted() {
			eps := endpoints(r, u)
			if len(eps) == 0 {
				continue
			}
			what, instead := words(eps)
			if r.Via.SDK != "" {
				if i := len(r.Build) - 1; i == 0 && !r.Root.Gen && r.Build[0].Fn == r.Root {
					report(r.NamePlace(i), what, instead)
				}
				continue
			}
			if site, ok := res.PathSite(r, u, verdict); ok {
				report(site.Place, what, instead)
			}
		}
	}
	return nil
}

// endpoints returns the client endpoints that a request may reach, or nothing
// when it may reach another one.
func endpoints(r *requests.Request, u requests.URL) []*klaviyo.Endpoint {
	path := u.APIPath()
	if klaviyo.KindOfPath(path) != klaviyo.PathClient {
		return nil
	}
	method := ""
	if known, all := r.Methods(); all && len(known) == 1 {
		method = known[0]
	}
	eps := klaviyo.Match(method, path)
	for _, ep := range eps {
		if ep.Path != eps[0].Path || ep.Operation == "get_client_ip_allowlist" {
			return nil
		}
	}
	return eps
}

func words(eps []*klaviyo.Endpoint) (what, instead string) {
	what, instead = eps[0].String(), eps[0].Prefer
	for _, ep := range eps[1:] {
		what = ep.Path
		if ep.Prefer != instead {
			instead = ""
		}
	}
	return what, instead
}

func verdict(r *requests.Request, u requests.URL) requests.Verdict {
	if len(endpoints(r, u)) > 0 {
		return requests.Wrong
	}
	if u.Settled() && len(r.Endpoints()) > 0 {
		return requests.Right
	}
	return requests.Undecided
}
