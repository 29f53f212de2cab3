package klaviyo

import (
	"strings"
	"testing"
)

func TestReplacement(t *testing.T) {
	for _, tt := range []struct{ method, path, want string }{
		{"GET", "/api/identify", "POST /api/profile-import"},
		{"", "/api/track", "POST /api/events"},
		{"GET", "/api/v1/person/" + Hole, "GET /api/profiles/{id}"},
		{"PUT", "/api/v1/person/01ABC", "PATCH /api/profiles/{id}"},
		{"", "/api/v1/person/" + Hole + "/metrics/timeline", "GET /api/events"},
		{"POST", "/api/v2/list/" + Hole + "/subscribe", "POST /api/profile-subscription-bulk-create-jobs"},
		{"GET", "/api/v2/list/" + Hole + "/members", "GET /api/lists/{id}/relationships/profiles"},
		{"POST", "/api/v2/profiles", "POST /api/profiles"},
		{"GET", "/api/v1/segments", "GET /api/segments"},
		{"GET", "/api/v2/nothing/like/it", ""},
		{"GET", "/api/v2", ""},
		{"", "/api/v2/" + Hole, ""},
		{"POST", "/api/v2/people/exchange", ""},
	} {
		if got := Replacement(tt.method, tt.path); got != tt.want {
			t.Errorf("Replacement(%s, %q) = %q, want %q", tt.method, tt.path, got, tt.want)
		}
	}
}

// What a legacy row prefers is an endpoint of today, so that nobody is sent
// from one dead end to another.
func TestReplacementsExist(t *testing.T) {
	for _, e := range Endpoints() {
		if e.Stage != LegacyStage || e.Prefer == "" {
			continue
		}
		method, path, _ := strings.Cut(e.Prefer, " ")
		ok := false
		for _, n := range Match(method, path) {
			ok = ok || n.Stage == StableStage && n.Path == path
		}
		if !ok {
			t.Errorf("%v prefers %q, which is not stable", e.String(), e.Prefer)
		}
	}
}

func TestPossible(t *testing.T) {
	for _, tt := range []struct {
		method, path string
		want         bool
	}{
		{"GET", "/api/profiles", true},
		{"GET", "/api/" + Hole + "/profiles", true}, // lists/{id}
		{"GET", "/api/" + Hole + "/nothing", true},  // the id of anything
		{"GET", "/api/" + Hole + "/relationships/nothing", false},
		{"GET", "/api/lists/" + Hole + "/profile", false},
		{"POST", "/api/profile", false},
		{"POST", "/api/" + Hole, true},
		{"POST", "/api/profiles" + Hole, true}, // the hole may be a query
		{"GET", "/api/profiles" + Hole, true},
		{"GET", "/" + Hole + "/" + Hole + "/" + Hole + "/" + Hole + "/" + Hole, true},
	} {
		if got := len(Possible(tt.method, tt.path)) > 0; got != tt.want {
			t.Errorf("Possible(%s, %q) = %v, want %v", tt.method, tt.path, got, tt.want)
		}
	}
}

func TestOnlyRoot(t *testing.T) {
	for path, want := range map[string]bool{"": true, "/": true, "/api": true, "/api/v2/": true, "/api/v2/list": false, "/api/track": false, "/client": false} {
		if OnlyRoot(path) != want {
			t.Errorf("OnlyRoot(%q) = %v", path, !want)
		}
	}
}
