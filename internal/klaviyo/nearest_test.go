package klaviyo

import "testing"

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ method, path, want string }{
		{"POST", "/api/profile", "POST /api/profiles"},
		{"POST", "/api/Profiles", "POST /api/profiles"},
		{"POST", "/profiles", "POST /api/profiles"},
		{"PATCH", "/api/profiles", "PATCH /api/profiles/{id}"},
		{"PUT", "/api/profiles/" + Hole, "PATCH /api/profiles/{id}"},
		{"DELETE", "/api/profiles/" + Hole, "GET /api/profiles/{id}"},
		{"GET", "/api/profile-import", "POST /api/profile-import"},
		{"POST", "/api/lists/" + Hole + "/profiles", "POST /api/lists/{id}/relationships/profiles"},
		{"POST", "/api/profile-import-jobs", "POST /api/profile-bulk-import-jobs"},
		{"POST", "/api/event", "POST /api/events"},
		{"POST", "/api/events/bulk", ""},
		{"POST", "/client/event", "POST /client/events"},
		{"", "/api/catalog-item", "GET /api/catalog-items"},
		{"GET", "/api/account-activity-logs", ""},
		{"GET", "/api/entirely/different/thing", ""},
		{"GET", "/", ""},
		{"GET", "", ""},
		{"GET", Hole, ""},
		{"GET", "/" + Hole + "/" + Hole, ""},
	} {
		got := ""
		if e := Nearest(tt.method, tt.path); e != nil {
			got = e.String()
		}
		if got != tt.want {
			t.Errorf("Nearest(%s, %q) = %q, want %q", tt.method, tt.path, got, tt.want)
		}
	}
}

// An exact request is its own neighbour, and nobody is sent to a dead end.
func TestNearestSelf(t *testing.T) {
	for _, e := range Endpoints() {
		got := Nearest(e.Method, fillParams(e.Path, "1"))
		switch {
		case e.Stage == StableStage && (got == nil || got.Operation != e.Operation):
			t.Errorf("Nearest(%v) = %v", e.String(), got)
		case got != nil && (got.Stage == LegacyStage || got.Stage == RemovedStage):
			t.Errorf("Nearest(%v) = %v, which is %v", e.String(), got, got.Stage)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"same", "same", 0}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
