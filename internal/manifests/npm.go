package manifests

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

var npmSections = []string{"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"}

// npmManifest returns the Klaviyo packages in a package.json.
func npmManifest(f *sidefile.File) ([]Dependency, error) {
	var deps []Dependency
	err := f.JSONStrings(func(s sidefile.JSONString) bool {
		peer := len(s.Path) == 2 && s.Path[0] == "peerDependencies"
		if len(s.Path) == 2 && slices.Contains(npmSections, s.Path[0]) || isCatalog(s.Path) {
			deps = appendNPM(deps, f, s.Path[len(s.Path)-1], s.Value, s.Start+1, s.End-1, peer)
		}
		return true
	})
	return deps, err
}

// isCatalog reports whether a value stands in a catalog of Bun's.
// Source: https://bun.com/docs/pm/catalogs.
func isCatalog(path []string) bool {
	if len(path) > 0 && path[0] == "workspaces" {
		path = path[1:]
	}
	return len(path) == 2 && path[0] == "catalog" || len(path) == 3 && path[0] == "catalogs"
}

// appendNPM adds the dependency that name and requirement make, when it is one
// of Klaviyo's. The bytes [start,end) of the file are the requirement. A peer
// requirement is meant to be a range: what it accepts, not what is installed.
func appendNPM(deps []Dependency, f *sidefile.File, name, req string, start, end int, peer bool) []Dependency {
	real, version := name, req
	if alias, ok := strings.CutPrefix(req, "npm:"); ok {
		real, version = splitNPM(alias)
		start = end - len(version)
	}
	if knownPackage(klaviyo.NPM, real) == nil {
		return deps
	}
	d := Dependency{Ecosystem: klaviyo.NPM, Name: real, Requirement: version}
	d.Pin, d.Version = pinNPM(version)
	if peer {
		d.Pin, d.Version = Unjudged, ""
	}
	d.place(f, start, end)
	if string(f.Data[start:end]) == version {
		d.editable(f, start, end)
	}
	d.Lock = LockMissing
	return append(deps, d)
}

// splitNPM splits "name@version"; the name may begin with the @ of a scope.
func splitNPM(spec string) (name, version string) {
	if i := strings.LastIndex(spec, "@"); i > 0 {
		return spec[:i], spec[i+1:]
	}
	return spec, ""
}

var catalogEntry = lazy.Regexp(`^(\s+)["']?(@?[\w./-]+)["']?\s*:\s*["']?([^"'#\r\n]*?)["']?\s*(?:#.*)?$`)

// pnpmCatalog returns the Klaviyo packages in the catalogs of a
// pnpm-workspace.yaml, which package.json files name by "catalog:".
// Source: https://pnpm.io/catalogs.
func pnpmCatalog(f *sidefile.File) []Dependency {
	var deps []Dependency
	inside := false
	for start, line := range f.Lines() {
		if line != "" && line[0] != ' ' && line[0] != '#' {
			inside = strings.HasPrefix(line, "catalog:") || strings.HasPrefix(line, "catalogs:")
			continue
		}
		if m := catalogEntry().FindStringSubmatchIndex(line); inside && m != nil {
			deps = appendNPM(deps, f, line[m[4]:m[5]], line[m[6]:m[7]], start+m[6], start+m[7], false)
		}
	}
	return deps
}

// npmLocks are the lock files of npm, Yarn, pnpm and Bun.
var npmLocks = []string{"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"}

// npmLockedVersion returns the version of a package in a lock file, or "" when
// the file holds none or several.
func npmLockedVersion(f *sidefile.File, name string) string {
	switch filepath.Base(f.Path) {
	case "package-lock.json", "npm-shrinkwrap.json":
		return npmPackageLock(f, name)
	case "yarn.lock":
		q := regexp.QuoteMeta(name)
		return only(f.Data, regexp.MustCompile(`(?m)^"?`+q+`@[^\n]*:\r?\n\s+version:? "?([^"\s]+)"?`))
	case "pnpm-lock.yaml":
		// Keys of the packages section in the forms of all versions of the
		// format: /name/1.2.3:, /name@1.2.3:, name@1.2.3:.
		q := regexp.QuoteMeta(name)
		return only(f.Data, regexp.MustCompile(`(?m)^\s+['"]?/?`+q+`[/@](\d[^:('"\s]*)`))
	case "bun.lock":
		return only(f.Data, regexp.MustCompile(`"`+regexp.QuoteMeta(name)+`@(\d[^"]*)"`))
	}
	return ""
}

// npmPackageLock reads both generations of npm's format: "packages" keyed by
// folder, and "dependencies" keyed by name.
func npmPackageLock(f *sidefile.File, name string) string {
	found := ""
	several := false
	err := f.JSONStrings(func(s sidefile.JSONString) bool {
		if len(s.Path) != 3 || s.Path[2] != "version" {
			return true
		}
		folder := s.Path[0] == "packages" && (s.Path[1] == "node_modules/"+name || strings.HasSuffix(s.Path[1], "/node_modules/"+name))
		if folder || s.Path[0] == "dependencies" && s.Path[1] == name {
			several = several || found != "" && found != s.Value
			found = s.Value
		}
		return true
	})
	if err != nil || several {
		return ""
	}
	return found
}

// only returns the first group of a pattern when all its matches agree.
func only(data []byte, pattern *regexp.Regexp) string {
	found := ""
	for _, m := range pattern.FindAllSubmatch(data, -1) {
		if found != "" && found != string(m[1]) {
			return ""
		}
		found = string(m[1])
	}
	return found
}
