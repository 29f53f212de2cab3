package klaviyo

import (
	"slices"
	"strings"
	"sync"
)

// A Param is one parameter of a function, types written as in Go source.
type Param struct{ Name, Type string }

// A Func is a constructor of an SDK's client.
type Func struct {
	Name   string
	Params []Param
}

// An SDK is a Go module that speaks to Klaviyo. No official one exists.
type SDK struct {
	Module     string
	Package    string // name of the package that holds the client
	Subpackage string // folder of that package inside the module, "" for the root
	// Versions is the range of versions that the row describes
	// ("v0.2.0-v0.2.3"), or "" when the module has no releases. Other versions
	// are judged by their own source.
	Versions      string
	LatestVersion string // newest tag, or ""
	HasGoMod      bool
	Downloadable  bool // the module proxy serves it
	HasTags       bool
	Revision      string // that it sends; "" when it sends none or the caller's
	SetsRevision  string // constant, default (can be overridden), caller, no
	LegacyOnly    bool   // speaks only to v1 and v2, which answer 410
	Official      bool
	Example       bool // an application with a Klaviyo package, not an SDK
	Constructors  []Func
	Methods       []SDKMethod
	UniqueID      string // type and field that carries an event's unique id, or ""
	Retries       string // what it does about 429 and failures, in words; "" nothing
	Source        string
}

// An SDKMethod is a method of an SDK, and the endpoint it calls.
type SDKMethod struct {
	Recv, Name string // receiver's type name without the star
	// Operation is the endpoint's operation id; for legacy endpoints "legacy".
	Operation    string
	Method, Path string
}

var sdks = sync.OnceValue(func() []SDK { return nil })

// SDKs returns the known Go modules, applications included.
func SDKs() []SDK { return slices.Clone(sdks()) }

// SDKFor returns the SDK that an import path belongs to, or nil. The path may
// be the module's or that of any package inside it; where the SDK is one
// folder of a larger module, only that folder counts. Applications are no
// SDKs.
func SDKFor(importPath string) *SDK {
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
