package rawhttp

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports requests to Klaviyo made outside the Klaviyo client.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	s := rule.Settings(pass)
	if isClient(pass, s) {
		return nil
	}
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	if len(res.Requests) == 0 {
		return nil
	}
	advice := wayOut(pass, s, res)
	once := rule.NewOnce(pass)
	client := map[*ir.Node]bool{} // calls in a client type
	for _, r := range res.Requests {
		if r.InClientType() {
			client[built(r)] = true
		}
	}
	for _, r := range res.Requests {
		if r.Via.SDK != "" || !r.Owned() || r.Root.Gen || !r.Calls() || !concerns(r) {
			continue
		}
		if len(s.Client.Packages) == 0 && (r.InClientType() || client[built(r)] && pathless(r)) || clientPackage(pass, s, r.Maker()) {
			continue
		}
		once.Report(r.Place(0), "", fmt.Sprintf("raw HTTP request to Klaviyo%s outside the Klaviyo client; %s", r.What(), advice))
	}
	return nil
}

// built returns the call that builds a request.
func built(r *requests.Request) *ir.Node { return r.Build[len(r.Build)-1].Node }

// pathless reports whether a request has no path: for what is not in its table, a
// client that looks its paths up there has none.
func pathless(r *requests.Request) bool {
	return !slices.ContainsFunc(r.URLs, func(u requests.URL) bool {
		path, ok := u.Path.Const()
		return !ok || strings.Trim(path, "/") != ""
	})
}

// isClient reports whether the package being judged is the place for raw calls:
// a client package, or any package but main of a module that is named so.
func isClient(pass *analysis.Pass, s *config.Settings) bool {
	pkg := strings.TrimSuffix(pass.Pkg.Path(), "_test")
	if len(s.Client.Packages) == 0 && pass.Module != nil && names(path.Base(pass.Module.Path)) && pass.Pkg.Name() != "main" {
		if rest, ok := strings.CutPrefix(pkg, pass.Module.Path); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return clientPackage(pass, s, pkg)
}

// clientPackage reports whether a package is a client for Klaviyo, by the
// configuration or else by a name below its module.
func clientPackage(pass *analysis.Pass, s *config.Settings, pkg string) bool {
	if len(s.Client.Packages) > 0 {
		return s.Client.HasPackage(pkg)
	}
	if pass.Module != nil && pass.Module.Path != "" {
		if rest, ok := strings.CutPrefix(pkg, pass.Module.Path); ok && (rest == "" || rest[0] == '/') {
			pkg = rest
		}
	}
	return slices.ContainsFunc(strings.Split(pkg, "/"), names)
}

func names(element string) bool { return strings.Contains(strings.ToLower(element), "klaviyo") }

// concerns leaves out hosts that are not the API's, and the OAuth endpoints,
// which no Klaviyo client need wrap.
func concerns(r *requests.Request) bool {
	if r.HostKind() != klaviyo.HostAPI {
		return false
	}
	kinds, _ := r.Kinds()
	return len(kinds) != 1 || !kinds[klaviyo.PathOAuth]
}

// wayOut names the client package to use: one that the configuration names, one
// that the package already imports, or the customary place for it.
func wayOut(pass *analysis.Pass, s *config.Settings, res *requests.Result) string {
	if len(s.Client.Packages) > 0 {
		return fmt.Sprintf("use package %q", s.Client.Packages[0])
	}
	for _, imp := range pass.Pkg.Imports() {
		if names(imp.Path()) && klaviyo.SDKFor(imp.Path()) == nil && res.NamesKlaviyo(imp.Path()) {
			return fmt.Sprintf("use package %q", imp.Path())
		}
	}
	for _, sdk := range klaviyo.SDKs() {
		if sdk.Example || !sdk.Downloadable || sdk.Revision == "" {
			continue
		}
		if st, _ := klaviyo.RevisionAt(sdk.Revision, s.Day); st == klaviyo.Stable {
			return fmt.Sprintf("gather them in one package, such as \"internal/klaviyo\", or use %q", sdk.Module)
		}
	}
	return "gather them in one package, such as \"internal/klaviyo\""
}
