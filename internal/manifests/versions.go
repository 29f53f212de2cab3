package manifests

import (
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

var (
	semverExact   = lazy.Regexp(`^[v=\s]*(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$`)
	pythonExact   = lazy.Regexp(`^={2,3}\s*v?(\d[0-9A-Za-z.+!_-]*)$`)
	looseExact    = lazy.Regexp(`^[v=\s]*(\d+(?:\.\d+)*(?:[-.+]?[0-9A-Za-z.+-]+)?)$`)
	versionsOnly  = lazy.Regexp(`^[\s\d.xX*<>=~^|&,!vV-]`)
	wildcardPiece = lazy.Regexp(`(^|\.)[xX*](\.|$)`)
	remoteScheme  = lazy.Regexp(`^(git\+|git:|git@|ssh:|github:|gitlab:|bitbucket:|gist:|hg\+|svn\+|bzr\+)`)
	webAddress    = lazy.Regexp(`^https?://`)
	shorthand     = lazy.Regexp(`^[\w.-]+/[\w.-]+(#.*)?$`)
	localScheme   = lazy.Regexp(`^(file:|link:|portal:|\.{0,2}/|~/|[A-Za-z]:\\)`)
)

// dynamic reports whether a text has parts that only a shell, a CI system or a
// template engine knows.
func dynamic(s string) bool {
	return strings.Contains(s, "$") || strings.Contains(s, "{{")
}

// pinNPM judges a requirement of package.json or of an npm, yarn, pnpm or bun
// command.
func pinNPM(req string) (Pin, string) {
	req = strings.TrimSpace(req)
	switch {
	case dynamic(req) || strings.HasPrefix(req, "catalog:") || strings.HasPrefix(req, "workspace:"):
		// A catalog is judged where it stands; a workspace package is the
		// project's own.
		return Unjudged, ""
	case req == "" || req == "*" || req == "x" || req == "X":
		return AnyVersion, ""
	case localScheme().MatchString(req):
		return Folder, ""
	case remoteScheme().MatchString(req) || shorthand().MatchString(req):
		return VCS, ""
	case webAddress().MatchString(req):
		return remote(req), ""
	}
	if m := semverExact().FindStringSubmatch(req); m != nil {
		return Exact, m[1]
	}
	if versionsOnly().MatchString(req) && !isWord(req) {
		return Range, ""
	}
	return Moving, ""
}

// isWord reports whether a requirement is a dist-tag such as "next" or
// "v-next", and not a version or range that begins with a letter.
func isWord(req string) bool {
	return !strings.ContainsAny(req, "0123456789<>=~^|*")
}

// remote tells a repository from an archive.
func remote(url string) Pin {
	url, _, _ = strings.Cut(url, "#")
	if strings.HasSuffix(url, ".git") || !strings.Contains(url[max(0, strings.LastIndex(url, "/")):], ".") {
		return VCS
	}
	return Archive
}

// pinPython judges the part of a Python requirement behind the name: version
// specifiers of PEP 440, or "@ URL".
func pinPython(spec string) (Pin, string) {
	spec = strings.TrimSpace(spec)
	spec = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(spec, "("), ")"))
	switch {
	case dynamic(spec):
		return Unjudged, ""
	case spec == "" || spec == "*":
		return AnyVersion, ""
	case strings.HasPrefix(spec, "@"):
		return pinURL(strings.TrimSpace(spec[1:])), ""
	}
	for clause := range strings.SplitSeq(spec, ",") {
		if m := pythonExact().FindStringSubmatch(strings.TrimSpace(clause)); m != nil && !wildcardPiece().MatchString(m[1]) {
			return Exact, m[1]
		}
	}
	return Range, ""
}

func pinURL(url string) Pin {
	switch {
	case remoteScheme().MatchString(url):
		return VCS
	case webAddress().MatchString(url):
		return remote(url)
	}
	return Folder
}

// pinLoose judges a requirement of the ecosystems in which a bare version,
// however short, means that version: Poetry, Composer, RubyGems.
func pinLoose(req string) (Pin, string) {
	req = strings.TrimSpace(req)
	switch {
	case dynamic(req):
		return Unjudged, ""
	case req == "" || req == "*":
		return AnyVersion, ""
	case req == "latest" || strings.HasPrefix(req, "dev-") || strings.HasSuffix(req, "-dev"):
		return Moving, ""
	}
	req, _, _ = strings.Cut(req, "@") // a stability flag of Composer's
	if m := looseExact().FindStringSubmatch(req); m != nil && !wildcardPiece().MatchString(m[1]) && !strings.HasSuffix(m[1], "-dev") {
		return Exact, m[1]
	}
	return Range, ""
}

// pinGo judges what stands behind the @ of a go command.
func pinGo(version string) (Pin, string) {
	switch {
	case dynamic(version):
		return Unjudged, ""
	case version == "":
		return AnyVersion, ""
	case semver.Canonical(version) == strings.TrimSuffix(version, "+incompatible") && semver.IsValid(version):
		return Exact, version
	case semver.IsValid(version) || strings.HasPrefix(version, "<") || strings.HasPrefix(version, ">"):
		return Range, ""
	case commit().MatchString(version):
		return Exact, version
	case version == "none":
		return Unjudged, ""
	}
	return Moving, ""
}

var commit = lazy.Regexp(`^[0-9a-f]{7,40}$`)

// isPseudo reports whether a version of a Go module is a commit.
func isPseudo(version string) bool { return module.IsPseudoVersion(version) }
