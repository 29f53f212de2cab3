package manifests

import (
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// composerManifest returns the Klaviyo packages in a composer.json.
// Source: https://getcomposer.org/doc/04-schema.md.
func composerManifest(f *sidefile.File) ([]Dependency, error) {
	var deps []Dependency
	err := f.JSONStrings(func(s sidefile.JSONString) bool {
		if len(s.Path) != 2 || s.Path[0] != "require" && s.Path[0] != "require-dev" {
			return true
		}
		name := canonical(klaviyo.Packagist, s.Path[1])
		if name == "" {
			return true
		}
		d := Dependency{Ecosystem: klaviyo.Packagist, Name: name, Requirement: s.Value, Lock: LockMissing}
		d.Pin, d.Version = pinLoose(s.Value)
		d.place(f, s.Start+1, s.End-1)
		deps = append(deps, d)
		return true
	})
	return deps, err
}

// composerLockedVersion returns the version of a package in a composer.lock.
func composerLockedVersion(f *sidefile.File, name string) string {
	found, current := "", ""
	_ = f.JSONStrings(func(s sidefile.JSONString) bool {
		if len(s.Path) == 3 && (s.Path[0] == "packages" || s.Path[0] == "packages-dev") {
			switch s.Path[2] {
			case "name":
				current = s.Value
			case "version":
				if canonical(klaviyo.Packagist, current) == name {
					_, found = pinLoose(s.Value)
				}
			}
		}
		return found == ""
	})
	return found
}
