package sdkpin

import (
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/manifests"
)

// judge returns what is wrong with a dependency on a day: a kind and a message,
// or two empty strings. The gravest fault speaks for the others, since one
// edit mends the line.
func judge(d *manifests.Dependency, day klaviyo.Day) (kind, message string) {
	p := d.Package()
	switch {
	case p != nil && p.Legacy:
		return "retired", legacy(d)
	case d.Pin == manifests.Unjudged:
		return "", ""
	case d.Ecosystem == manifests.Go:
		return judgeGo(d)
	case d.Pin != manifests.Exact:
		return "unpinned", unpinned(d, p, day)
	}
	if rev := retired(p, d.Version, day); rev != nil {
		return "retired", fmt.Sprintf("%q %s sends revision %q, retired on %s; %s",
			d.Name, d.Version, rev.Value, rev.RetiredOn, moveUp(p))
	}
	if d.Lock == manifests.LockMissing {
		return "unlocked", fmt.Sprintf("%q has no lock file, so its own dependencies change between builds; commit %s", d.Name, d.LockFile)
	}
	return "", ""
}

// retired returns the revision that a version of a package sends when that is
// retired on a day, else nil.
func retired(p *klaviyo.ManifestPackage, version string, day klaviyo.Day) *klaviyo.Revision {
	value := p.RevisionOf(version)
	if value == "" {
		return nil
	}
	if status, rev := klaviyo.RevisionAt(value, day); status == klaviyo.Retired {
		return &rev
	}
	return nil
}

// replacements of the retired packages.
// Source: https://developers.klaviyo.com/en/docs/sdk_overview.
var replacements = map[string]string{
	klaviyo.NPM: "klaviyo-api", klaviyo.PyPI: "klaviyo-api", klaviyo.RubyGems: "klaviyo-api-sdk", klaviyo.Packagist: "klaviyo/api",
}

func legacy(d *manifests.Dependency) string {
	return fmt.Sprintf("%q is retired and speaks only the v1 and v2 APIs, which answer 410; use %q", d.Name, replacements[d.Ecosystem])
}

// unpinned describes a requirement of a registry package that allows more than
// one version. Requirements that are URLs are not quoted: they can carry
// credentials.
func unpinned(d *manifests.Dependency, p *klaviyo.ManifestPackage, day klaviyo.Day) string {
	switch d.Pin {
	case manifests.VCS:
		return fmt.Sprintf("%q comes from a repository instead of a release; %s", d.Name, pin(d, p, day))
	case manifests.Archive:
		return fmt.Sprintf("%q comes from an archive instead of a release; %s", d.Name, pin(d, p, day))
	case manifests.Folder:
		return fmt.Sprintf("%q comes from a folder that other machines may lack; %s", d.Name, pin(d, p, day))
	}
	what := fmt.Sprintf("%q has no version", d.Name)
	if d.Requirement != "" {
		what = fmt.Sprintf("%q of %q is not an exact version", d.Requirement, d.Name)
	}
	if d.Command != "" {
		what = fmt.Sprintf("%s takes the newest version of %q", d.Command, d.Name)
		if d.Requirement != "" {
			what = fmt.Sprintf("%s takes %q of %q", d.Command, d.Requirement, d.Name)
		}
	}
	if d.LockedVersion != "" {
		// A range beside a lock file is safe until somebody updates.
		return fmt.Sprintf("%s: %s holds %s until an update moves it; %s", what, filepath.Base(d.LockFile), d.LockedVersion, pin(d, p, day))
	}
	return what + ", so each build can send another API revision; " + pin(d, p, day)
}

// pin says which version to write, and how: the one that is locked, unless it
// no longer works.
func pin(d *manifests.Dependency, p *klaviyo.ManifestPackage, day klaviyo.Day) string {
	if d.LockedVersion != "" {
		rev := retired(p, d.LockedVersion, day)
		if rev == nil {
			return "pin " + spelled(d, d.LockedVersion)
		}
		return fmt.Sprintf("its revision %q is retired, so %s", rev.Value, moveUp(p))
	}
	if p.Newest == "" {
		return "pin one exact version"
	}
	return "pin one, such as " + spelled(d, p.Newest)
}

// spelled writes an exact version in the words of the file or command.
func spelled(d *manifests.Dependency, version string) string {
	command := d.Command != ""
	switch {
	case command && d.Ecosystem == klaviyo.NPM:
		return d.Name + "@" + version
	case d.Ecosystem == klaviyo.PyPI:
		return d.Name + "==" + version
	case command && d.Ecosystem == klaviyo.Packagist:
		return d.Name + ":" + version
	case command && d.Ecosystem == klaviyo.RubyGems:
		return d.Name + " -v " + version
	}
	return strconv.Quote(version)
}

// moveUp names the newest version known.
func moveUp(p *klaviyo.ManifestPackage) string {
	if p.Newest == "" {
		return "move to a version with a supported revision"
	}
	if rev := p.RevisionOf(p.Newest); rev != "" {
		return fmt.Sprintf("move to %s (revision %s)", p.Newest, rev)
	}
	return "move to " + p.Newest
}
