package program

import (
	"bytes"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

type gated struct {
	look   bool // lower the package at all
	token  bool // a file names Klaviyo
	http   bool // it imports an HTTP client
	dated  bool // it writes down a date, which may be a revision
	export bool
	// foreign is for Fact.Foreign.
	foreign bool
}

// gate decides what a package can contribute. Facts come from packages that
// name Klaviyo, and from packages of the main modules that speak HTTP or write down
// a date, as a configuration does that serves several APIs; any other module is
// opaque, so that every host knows the same.
func gate(pass *analysis.Pass, s *config.Settings, imported bool) gated {
	var g gated
	main := mainModule(pass)
	g.token, g.dated = names(pass, s)
	// How far knowledge reaches is no matter of speed: without the gate every
	// package is executed, and tells its importers what it always does.
	g.look = s.Host.NoGate
	g.foreign = !main && !tokenPath(pass.Pkg.Path(), s)
	if g.foreign {
		// A package of another module counts by its import path only, or where the
		// configuration of those who import it names it.
		g.look, g.export = g.look || g.token, g.token
		return g
	}
	http := false
	for _, imp := range pass.Pkg.Imports() {
		http = http || httpcalls.IsClient(imp.Path()) || userClient(imp.Path(), s) || signing[imp.Path()]
	}
	g.http = http
	g.dated = g.dated && main
	g.export = g.token || http || imported || g.dated
	g.look = g.look || g.token || imported || main && http || g.dated
	return g
}

// signing are the packages with which helpers verify a webhook's signature;
// such a helper need not speak HTTP itself.
var signing = map[string]bool{"crypto/hmac": true, "crypto/subtle": true}

func userClient(path string, s *config.Settings) bool {
	for _, m := range s.Client.Models {
		if m.Package == path {
			return true
		}
	}
	for _, a := range s.Client.Aliases {
		if a.Package == path {
			return true
		}
	}
	return false
}

// mainModule reports whether the package belongs to a module under
// development: one that has no version. Where the host does not tell, the
// standard library is known by its paths.
func mainModule(pass *analysis.Pass) bool {
	if pass.Module != nil && pass.Module.Path != "" {
		return pass.Module.Version == ""
	}
	first, _, _ := strings.Cut(pass.Pkg.Path(), "/")
	return strings.Contains(first, ".") || pass.Pkg.Name() == "main" || pass.Pkg.Path() == "a" || !goroot(pass)
}

func goroot(pass *analysis.Pass) bool {
	if len(pass.Files) == 0 {
		return true
	}
	name := pass.Fset.File(pass.Files[0].FileStart).Name()
	return strings.HasPrefix(name, "$GOROOT") || strings.Contains(strings.ReplaceAll(name, "\\", "/"), "/go/src/"+pass.Pkg.Path()+"/")
}

func tokenPath(path string, s *config.Settings) bool {
	if strings.Contains(strings.ToLower(path), "klaviyo") || klaviyo.SDKFor(path) != nil || s.Client.HasPackage(path) {
		return true
	}
	return userClient(path, s)
}

// names reports whether a file of the package, or its path, names Klaviyo or
// one of the configuration's hosts; and where none does, whether one holds a date.
func names(pass *analysis.Pass, s *config.Settings) (named, dated bool) {
	if tokenPath(pass.Pkg.Path(), s) {
		return true, false
	}
	for _, imp := range pass.Pkg.Imports() {
		if klaviyo.SDKFor(imp.Path()) != nil || s.Client.HasPackage(imp.Path()) {
			return true, false
		}
	}
	for _, f := range pass.Files {
		name := pass.Fset.File(f.FileStart).Name()
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := config.ReadFile(pass, name)
		if err != nil {
			continue
		}
		low := bytes.ToLower(data)
		if bytes.Contains(low, []byte("klaviyo")) {
			return true, false
		}
		for _, h := range s.Client.Hosts {
			if bytes.Contains(low, []byte(strings.ToLower(h))) {
				return true, false
			}
		}
		dated = dated || klaviyo.HoldsDate(data)
	}
	return false, dated
}
