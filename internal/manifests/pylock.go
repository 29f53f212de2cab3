package manifests

import (
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
	"github.com/klaviyolint/klaviyolint/internal/tomlpos"
)

// pythonLocks are the lock files of uv, Poetry, PDM and PEP 751.
var pythonLocks = []string{"uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"}

// pythonLockedVersion returns the version of a package in a lock file.
func pythonLockedVersion(f *sidefile.File, name string) string {
	if filepath.Base(f.Path) == "Pipfile.lock" {
		return pipfileLockedVersion(f, name)
	}
	type entry struct{ Name, Version string }
	var lock struct {
		Package  []entry // uv, Poetry, PDM
		Packages []entry // PEP 751
	}
	if _, deep := tomlpos.TooDeep(string(f.Data)); deep {
		return ""
	}
	if _, err := toml.Decode(string(f.Data), &lock); err != nil {
		return ""
	}
	for _, e := range append(lock.Package, lock.Packages...) {
		if canonical(klaviyo.PyPI, e.Name) == name {
			return e.Version
		}
	}
	return ""
}

func pipfileLockedVersion(f *sidefile.File, name string) string {
	found := ""
	_ = f.JSONStrings(func(s sidefile.JSONString) bool {
		if len(s.Path) == 3 && s.Path[2] == "version" && canonical(klaviyo.PyPI, s.Path[1]) == name {
			found = strings.TrimLeft(s.Value, "=")
		}
		return found == ""
	})
	return found
}
