package sdkpin

import (
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/manifests"
)

// judgeGo judges a Go module. No Klaviyo SDK for Go is official, and most have
// no release: there the way out is a client package of one's own, and never a
// version that does not exist.
func judgeGo(d *manifests.Dependency) (kind, message string) {
	sdk := d.SDK()
	switch d.Pin {
	case manifests.Folder:
		return "unpinned", fmt.Sprintf("%q is replaced by a folder that other machines may lack; %s", d.Name, wayOut(sdk))
	case manifests.Fork:
		return "unpinned", fmt.Sprintf("%q is replaced by a commit of a fork, which a force push can remove; tag a release of the fork, or %s", d.Name, wayOut(sdk))
	case manifests.Pseudo:
		if released(sdk) {
			return "unpinned", fmt.Sprintf("%q is required at a commit instead of a release; %s", d.Name, wayOut(sdk))
		}
		return "unpinned", fmt.Sprintf("%q has %s, only commits; %s", d.Name, noRelease(sdk), wayOut(sdk))
	case manifests.Incompatible:
		return "unpinned", fmt.Sprintf("%q at %s has no go.mod for its major version; %s", d.Name, d.Version, wayOut(sdk))
	case manifests.AnyVersion, manifests.Moving, manifests.Range:
		version := "the newest version"
		if d.Requirement != "" {
			version = fmt.Sprintf("%q", d.Requirement)
		}
		return "unpinned", fmt.Sprintf("%s takes %s of %q, so each build can send another API revision; %s", d.Command, version, d.Name, wayOut(sdk))
	}
	if d.Lock == manifests.LockMissing {
		return "unlocked", fmt.Sprintf("go.sum has no entry for %q, so the build stops; run go mod tidy and commit go.sum", d.Name)
	}
	return "", ""
}

// released reports whether a module has a release that can be required.
func released(sdk *klaviyo.SDK) bool {
	return sdk.HasTags && sdk.Downloadable && sdk.LatestVersion != "" && !sdk.LegacyOnly
}

func noRelease(sdk *klaviyo.SDK) string {
	if sdk.HasTags && !sdk.Downloadable {
		return "no release that Go can download"
	}
	return "no release"
}

func wayOut(sdk *klaviyo.SDK) string {
	switch {
	case released(sdk):
		return "require its release " + sdk.LatestVersion
	case sdk.LegacyOnly:
		return "replace this client of the retired v1 and v2 APIs with a package of your own"
	}
	return "call the API from a client package of your own"
}
