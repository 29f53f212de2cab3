package klaviyo

import (
	"slices"
	"strings"
	"sync"
)

// An SDK is a Go module that speaks to Klaviyo. None of them is Klaviyo's:
// https://developers.klaviyo.com/en/docs/sdk_overview lists server SDKs for
// Python, PHP, Ruby and Node only.
type SDK struct {
	Module     string
	Package    string // name of the package that holds the client
	Subpackage string // folder of that package inside the module, "" for the root
	// Versions says which versions the row describes: a range of releases
	// ("v0.2.0-v0.2.3"), pseudo-versions up to a day ("<=20240403") or of one
	// commit ("commit:30bbef6"). Other versions are judged by their own source;
	// see [SDK.Covers].
	Versions      string
	LatestVersion string // newest tag, or ""
	HasGoMod      bool
	Downloadable  bool // the module proxy serves it
	HasTags       bool
	// Revision is what the newest described version sends; "" when that is
	// none, or the caller's choice. Older ones differ: [SDK.RevisionOf].
	Revision     string
	Revisions    []VersionRange // of the versions in Versions, oldest first
	SetsRevision string         // constant, default (can be overridden), caller, no
	LegacyOnly   bool           // speaks only to v1 and v2, which answer 410
	Official     bool
	Example      bool // an application with a Klaviyo package, not an SDK
	Constructors []Func
	Methods      []SDKMethod
	Keys         []Sink // where the private key goes in
	Phones       []Sink // functions that take a phone number; fields carry JSON tags
	UniqueID     string // type and field that carries an event's unique id, or ""
	Retries      string // what it retries and how, in words; "" for nothing
	RetryAfter   bool   // waits for Retry-After on 429
	Source       string
}

// A Param is one parameter of a function, types written as in Go source.
type Param struct{ Name, Type string }

// A Func is a constructor of an SDK's client.
type Func struct {
	Name   string
	Params []Param
}

// A Sink is a place of an SDK that takes a value: argument Arg of a function
// or method, or a field when Arg is -1.
type Sink struct {
	Subpackage string // folder inside the module, "" for the client's package
	Recv       string // type of the method or field, "" for a function, "*" for any
	Name       string
	Arg        int
}

// An SDKMethod is a method of an SDK, and the endpoint it calls.
type SDKMethod struct {
	Subpackage string // folder inside the module, "" for the client's package
	Recv, Name string // receiver's type name without the star, and the method
	// Operation is the endpoint's operation id; for legacy endpoints "legacy".
	Operation    string
	Method, Path string
}

// SDKs returns the known Go modules, applications included.
func SDKs() []SDK { return slices.Clone(sdks()) }

// SDKFor returns the SDK that an import path belongs to, or nil. The path may
// be the module's or that of any package inside it; where the SDK is one
// folder of a larger module, only that folder counts. Applications are no
// SDKs.
func SDKFor(importPath string) *SDK {
	if first, _, _ := strings.Cut(importPath, "/"); !strings.Contains(first, ".") {
		return nil // of the standard library: no module is called so
	}
	all := sdks()
	for i := range all {
		s := &all[i]
		root := s.ImportPath()
		if !s.Example && (importPath == root || strings.HasPrefix(importPath, root+"/")) {
			return s
		}
	}
	return nil
}

// ImportPath returns the import path of the package that holds the client.
func (s *SDK) ImportPath() string {
	if s.Subpackage == "" {
		return s.Module
	}
	return s.Module + "/" + s.Subpackage
}

// MethodNamed returns the method with exactly this name on a type, or nil. An
// empty recv stands for any type that has such a method. Names are compared
// whole: CreateProfileImport is no CreateProfile.
func (s *SDK) MethodNamed(recv, name string) *SDKMethod {
	for i := range s.Methods {
		if m := &s.Methods[i]; m.Name == name && (recv == "" || recv == m.Recv) {
			return m
		}
	}
	return nil
}

// Covers reports whether the row describes a version of the module, as it
// stands in go.mod. The empty version is not covered.
func (s *SDK) Covers(version string) bool {
	if commit, ok := strings.CutPrefix(s.Versions, "commit:"); ok {
		_, got := pseudoVersion(version)
		return strings.HasPrefix(got, commit)
	}
	if until, ok := strings.CutPrefix(s.Versions, "<="); ok {
		day, _ := pseudoVersion(version)
		return day != "" && day <= until
	}
	from, to, ok := strings.Cut(s.Versions, "-")
	return ok && VersionRange{From: from, To: to}.contains(version)
}

// RevisionOf returns the revision that a version of the module sends, or ""
// when the row does not describe it, or the SDK sends none of its own.
func (s *SDK) RevisionOf(version string) string {
	if !s.Covers(version) {
		return ""
	}
	if len(s.Revisions) == 0 {
		return s.Revision
	}
	return revisionIn(s.Revisions, version)
}

// pseudoVersion returns the day (YYYYMMDD) and the commit of a Go
// pseudo-version, or nothing for any other version.
func pseudoVersion(v string) (day, commit string) {
	v, _, _ = strings.Cut(v, "+")
	parts := strings.Split(v, "-")
	if len(parts) < 3 {
		return "", ""
	}
	stamp, commit := parts[len(parts)-2], parts[len(parts)-1]
	stamp = stamp[strings.LastIndexByte(stamp, '.')+1:]
	if len(stamp) != 14 || len(commit) != 12 || run(stamp, isDigit) != 14 {
		return "", ""
	}
	return stamp[:8], commit
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

var sdks = sync.OnceValue(loadSDKs)
