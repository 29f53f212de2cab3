package golangci

import (
	"fmt"
	"regexp"
	"runtime/debug"

	"golang.org/x/mod/semver"
)

// Minimum is the oldest golangci-lint that this package works in.
const Minimum = "v2.14.0"

const golangciModule = "github.com/golangci/golangci-lint/v2"

// linked is the version that `golangci-lint custom` hands to the linker, with more
// behind it. It is there also where the go command records no version of the main
// module, as with -buildvcs=false.
var linked = regexp.MustCompile(`main\.version=(v\d+\.\d+\.\d+)`)

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
		v := m.Version
		if m == &info.Main && !semver.IsValid(v) {
			v = linkedVersion(info)
		}
		if semver.IsValid(v) && semver.Compare(v, Minimum) < 0 {
			return fmt.Errorf("klaviyolint needs golangci-lint %s or newer and is part of %s; raise \"version\" in .custom-gcl.yml and run `golangci-lint custom` again", Minimum, v)
		}
	}
	return nil
}

func linkedVersion(info *debug.BuildInfo) string {
	for _, s := range info.Settings {
		if m := linked.FindStringSubmatch(s.Value); m != nil && s.Key == "-ldflags" {
			return m[1]
		}
	}
	return ""
}
