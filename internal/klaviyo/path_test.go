package klaviyo

import (
	"slices"
	"testing"
)

func TestKindOfPath(t *testing.T) {
	for path, want := range map[string]PathKind{
		"/api/profiles":                   PathAPI,
		"/api/profiles/":                  PathAPI,
		"//api//profiles":                 PathAPI,
		"api/profiles":                    PathAPI,
		"/api":                            PathAPI,
		"/api" + Hole:                     PathAPI,
		"/api/" + Hole:                    PathAPI,
		"/api/" + Hole + "/x":             PathAPI,
		"/api/v3/profiles":                PathAPI,
		"/api/v10/profiles":               PathAPI,
		"/api/tracking-settings":          PathAPI,
		"/api/profiles?x=/api/v2":         PathAPI,
		Hole + "/api/profiles":            PathAPI,
		Hole + "api/profiles":             PathAPI,
		"https://a.klaviyo.com/api/lists": PathAPI,
		"/ap%69/profiles":                 PathAPI,
		"/client/profiles":                PathClient,
		"/client/" + Hole:                 PathClient,
		"/oauth/token":                    PathOAuth,
		"/oauth/" + Hole:                  PathOAuth,
		"/api/v1/metrics":                 PathLegacy,
		"/api/v2/list/" + Hole:            PathLegacy,
		"/api/v2":                         PathLegacy,
		"/api/v2" + Hole:                  PathLegacy,
		"/api/v" + Hole + "/list":         PathLegacy,
		"/api/track":                      PathLegacy,
		"/api/track?data=" + Hole:         PathLegacy,
		"/api/track" + Hole:               PathLegacy,
		"/api/track-once":                 PathLegacy,
		"/api/identify/":                  PathLegacy,
		"/api/onsite/identify":            PathInternal,
		"/ajax/subscriptions/subscribe":   PathInternal,
		"/ajax/" + Hole:                   PathInternal,
		"/API/profiles":                   PathOther,
		"/Api/v2/x":                       PathOther,
		"/onsite/js/klaviyo.js":           PathOther,
		"/profiles":                       PathOther,
		"/apis/v2":                        PathOther,
		"/":                               PathOther,
		"":                                PathOther,
		Hole:                              PathOther,
		"/" + Hole:                        PathOther,
		"/" + Hole + "/" + Hole:           PathOther,
		Hole + Hole:                       PathOther,
		"/" + Hole + "/profiles":          PathOther,
		"https://a.klaviyo.com":           PathOther,
		"https://a.klaviyo.com" + Hole:    PathOther,
	} {
		if got := KindOfPath(path); got != want {
			t.Errorf("KindOfPath(%q) = %v, want %v", path, got, want)
		}
	}
}

func TestParsePath(t *testing.T) {
	for _, tt := range []struct {
		path               string
		segs               []string
		openStart, openEnd bool
	}{
		{"/api//profiles///", []string{"api", "profiles"}, false, false},
		{"/a%2Fb/c%20d", []string{"a/b", "c d"}, false, false},
		{"/100%/%zz/%4/%00", []string{"100%", "%zz", "%4", "%00"}, false, false},
		{"/x/" + Hole + Hole, []string{"x", Hole}, false, true},
		{"/x/" + Hole + "/", []string{"x", Hole}, false, false},
		{"/x/" + Hole + "?q=1", []string{"x", Hole}, false, true},
		{Hole + "/x", []string{"x"}, true, false},
		{Hole, []string{Hole}, false, true},
		{"https://h" + Hole, []string{Hole}, false, true},
		{"https://h:80/x#y", []string{"x"}, false, false},
	} {
		p := parsePath(tt.path)
		if !slices.Equal(p.segs, tt.segs) || p.openStart != tt.openStart || p.openEnd != tt.openEnd {
			t.Errorf("parsePath(%q) = %q start %v end %v", tt.path, p.segs, p.openStart, p.openEnd)
		}
	}
}
