package klaviyo

import (
	"slices"
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
	// Versions says which releases send which revision, oldest first. Empty
	// when no table of them exists.
	Versions []VersionRange
	Newest   string // newest version seen, or ""
}

// A VersionRange is a run of versions, both ends included, that sends one
// revision. An end such as "4.0.x" stands for every patch of 4.0.
type VersionRange struct{ From, To, Revision string }

var manifestPackages = sync.OnceValue(func() []ManifestPackage { return nil })

// ManifestPackages returns the known packages, by ecosystem and name.
func ManifestPackages() []ManifestPackage { return slices.Clone(manifestPackages()) }

// RevisionOf returns the revision that a version of the package sends, or ""
// when the table does not say.
func (p ManifestPackage) RevisionOf(version string) string { return "" }
