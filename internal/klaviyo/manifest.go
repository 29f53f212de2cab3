package klaviyo

import (
	"slices"
	"strings"
	"sync"
)

// Ecosystems of [ManifestPackage].
const (
	NPM       = "npm"
	PyPI      = "pypi"
	Packagist = "packagist"
	RubyGems  = "rubygems"
	NuGet     = "nuget"
	Hex       = "hex"
	Gradle    = "gradle"
	CocoaPods = "cocoapods"
	Pub       = "pub"
)

// A ManifestPackage is a Klaviyo package of a package registry, as it stands
// in a manifest.
type ManifestPackage struct {
	Ecosystem, Name string
	Official        bool // Klaviyo's own
	Legacy          bool // retired: speaks v1 and v2
	// Client is set for the SDKs of apps and browsers, which never hold a
	// private key.
	Client bool
	// Versions says which releases send which revision, oldest first. Empty
	// when no table of them exists.
	Versions []VersionRange
	Newest   string // newest version seen, or ""
	Source   string
}

var manifestPackages = sync.OnceValue(func() []ManifestPackage {
	var out []ManifestPackage
	for _, r := range table("manifest-packages.csv") {
		out = append(out, ManifestPackage{
			Ecosystem: r.str("ecosystem"),
			Name:      r.str("name"),
			Official:  r.yes("official"),
			Legacy:    r.yes("legacy"),
			Client:    r.yes("client"),
			Versions:  r.ranges("versions"),
			Newest:    r.str("newest"),
			Source:    r.str("source"),
		})
	}
	return out
})

// ManifestPackages returns the known packages, by ecosystem and name.
func ManifestPackages() []ManifestPackage { return slices.Clone(manifestPackages()) }

// ManifestPackageNamed returns the package of a registry with the given name.
// PyPI takes letter case, hyphen, underscore and dot for the same (PEP 503),
// Packagist and NuGet ignore case; the others are exact.
func ManifestPackageNamed(ecosystem, name string) (ManifestPackage, bool) {
	for _, p := range manifestPackages() {
		if p.Ecosystem == ecosystem && foldName(ecosystem, p.Name) == foldName(ecosystem, name) {
			return p, true
		}
	}
	return ManifestPackage{}, false
}

func foldName(ecosystem, name string) string {
	switch ecosystem {
	case PyPI:
		fields := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
		return strings.ToLower(strings.Join(fields, "-"))
	case Packagist, NuGet:
		return strings.ToLower(name)
	}
	return name
}

// RevisionOf returns the revision that a version of the package sends, or ""
// when the table does not say: a pre-release, a version newer than the table,
// one between two rows, or a package that leaves the choice to its caller.
func (p ManifestPackage) RevisionOf(version string) string {
	return revisionIn(p.Versions, version)
}
