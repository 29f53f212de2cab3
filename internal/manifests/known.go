package manifests

import (
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// token is in the name of every Klaviyo package, so a file without it is not
// parsed: a broken manifest that has nothing to do with Klaviyo is not our
// business.
const token = "klaviyo"

// knownPackage returns a package of Klaviyo's own, in any spelling of its name
// that the registry takes, or nil. Other people's packages for Klaviyo are
// theirs to version.
func knownPackage(ecosystem, name string) *klaviyo.ManifestPackage {
	p, ok := klaviyo.ManifestPackageNamed(ecosystem, name)
	if !ok || !p.Official && !p.Legacy {
		return nil
	}
	return &p
}

// canonical returns the registry's own spelling of a known package's name, or
// "".
func canonical(ecosystem, name string) string {
	if p := knownPackage(ecosystem, name); p != nil {
		return p.Name
	}
	return ""
}

// repositories maps Klaviyo's own repositories to the packages built from
// them, for requirements that name a repository.
// Source: https://developers.klaviyo.com/en/docs/sdk_overview.
var repositories = map[[2]string]string{
	{klaviyo.NPM, "klaviyo-api-node"}:      "klaviyo-api",
	{klaviyo.PyPI, "klaviyo-api-python"}:   "klaviyo-api",
	{klaviyo.Packagist, "klaviyo-api-php"}: "klaviyo/api",
	{klaviyo.RubyGems, "klaviyo-api-ruby"}: "klaviyo-api-sdk",
}

var repository = lazy.Regexp(`klaviyo-api-(?:node|python|php|ruby)`)

// packageOfURL returns the package that a URL or a repository's name leads to,
// or "".
func packageOfURL(ecosystem, url string) string {
	return repositories[[2]string{ecosystem, repository().FindString(url)}]
}

// goModule returns the SDK that lives in a module, or nil. One that is a
// folder of a framework is left out: the version of the framework is not
// chosen for its sake.
func goModule(path string) *klaviyo.SDK {
	all := klaviyo.SDKs()
	i := slices.IndexFunc(all, func(s klaviyo.SDK) bool {
		return s.Module == path && !s.Example && s.Subpackage == ""
	})
	if i < 0 {
		return nil
	}
	return &all[i]
}

// SDK returns the Go SDK that a dependency names, or nil.
func (d *Dependency) SDK() *klaviyo.SDK {
	if d.Ecosystem != Go {
		return nil
	}
	return goModule(d.Name)
}
