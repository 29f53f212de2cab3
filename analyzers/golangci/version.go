package golangci

import (
	"fmt"
	"runtime/debug"

	"golang.org/x/mod/semver"
)

// Minimum is the oldest golangci-lint that this package works in.
const Minimum = "v2.14.0"

const golangciModule = "github.com/golangci/golangci-lint/v2"

// checkVersion refuses a golangci-lint that is too old. `golangci-lint custom`
// builds it as the main module, others as a dependency. A build without a version
// (a working copy, a fork in a folder) is taken at its word.
func checkVersion(info *debug.BuildInfo) error {
	for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Path != golangciModule {
			continue
		}
		if m.Replace != nil {
			m = m.Replace
		}
		if semver.IsValid(m.Version) && semver.Compare(m.Version, Minimum) < 0 {
			return fmt.Errorf("klaviyolint needs golangci-lint %s or newer and is part of %s; raise \"version\" in .custom-gcl.yml and run `golangci-lint custom` again", Minimum, m.Version)
		}
	}
	return nil
}
