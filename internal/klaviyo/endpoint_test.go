package klaviyo

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// Every row is complete, and every name it uses leads somewhere.
func TestEndpointTable(t *testing.T) {
	count := map[Stage]int{}
	seen := map[string]bool{}
	ops := map[string]bool{}
	for _, e := range Endpoints() {
		count[e.Stage]++
		id := e.String() + " " + e.Stage.String()
		if seen[id] {
			t.Errorf("%s: twice", id)
		}
		seen[id] = true
		if e.Stage != LegacyStage && ops[e.Operation] {
			t.Errorf("%s: operation %s is not unique", id, e.Operation)
		}
		ops[e.Operation] = true
		if !slices.Contains([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, e.Method) || e.Source == "" || e.Operation == "" {
			t.Errorf("%s: incomplete", id)
		}
		if !strings.HasPrefix(e.Path, "/") || strings.HasSuffix(e.Path, "/") {
			t.Errorf("%s: path %q", id, e.Path)
		}
		if !slices.Contains([]string{"create", "upsert", "bulk", "other"}, e.Kind) {
			t.Errorf("%s: kind %q", id, e.Kind)
		}
		if !slices.Contains([]string{"yes", "no", "optional"}, e.NeedsRevision) {
			t.Errorf("%s: needs revision %q", id, e.NeedsRevision)
		}
		for _, r := range []string{e.FirstRevision, e.LastRevision} {
			if s, _ := RevisionAt(r, FactsDay()); s == Malformed {
				t.Errorf("%s: revision %q", id, r)
			}
		}
		if (e.Stage == LegacyStage) != (!e.RetiredOn.IsZero()) {
			t.Errorf("%s: retired on %v", id, e.RetiredOn)
		}
		if e.Prefer != "" {
			method, path, _ := strings.Cut(e.Prefer, " ")
			m := Match(method, path)
			if len(m) == 0 || m[0].Stage != StableStage {
				t.Errorf("%s: prefers %q, which is %v", id, e.Prefer, m)
			}
		}
		if _, ok := e.Bulk(); e.PageDefault > e.PageMax || ok && e.Method == http.MethodGet {
			t.Errorf("%s: page or bulk", id)
		}
	}
	want := map[Stage]int{StableStage: 345, BetaStage: 148, LegacyStage: 46, RemovedStage: 8, OAuthStage: 3}
	for s, n := range want {
		if count[s] != n {
			t.Errorf("%d %v endpoints, want %d", count[s], s, n)
		}
	}
}

func TestOperation(t *testing.T) {
	e := Operation("create_or_update_profile")
	if e == nil || e.String() != "POST /api/profile-import" || e.Kind != "upsert" || !slices.Equal(e.Success, []int{200, 201}) ||
		!slices.Equal(e.Scopes, []string{"profiles:write"}) {
		t.Errorf("create_or_update_profile = %+v", e)
	}
	if Operation("legacy") != nil || Operation("nosuch") != nil {
		t.Error("operations that do not exist were found")
	}
}

func TestRateTier(t *testing.T) {
	// Counts of the stable specification of 2026-07-15.
	want := map[string]int{"XS": 21, "S": 129, "M": 63, "L": 76, "XL": 37}
	got := map[string]int{}
	for _, e := range Endpoints() {
		if e.Stage == StableStage && e.PerDay == 0 {
			got[e.RateTier()]++
		}
	}
	for tier, n := range want {
		if got[tier] != n {
			t.Errorf("%d endpoints of tier %s, want %d", got[tier], tier, n)
		}
	}
	for _, tt := range []struct {
		burst, steady int
		want          string
	}{{75, 700, "L"}, {75, 750, "L"}, {1, 2, ""}, {150, 1400, ""}, {0, 0, ""}} {
		if got := (&Endpoint{BurstPerSecond: tt.burst, SteadyPerMinute: tt.steady}).RateTier(); got != tt.want {
			t.Errorf("tier of %d/s %d/m = %q, want %q", tt.burst, tt.steady, got, tt.want)
		}
	}
}

func TestIn(t *testing.T) {
	for _, tt := range []struct {
		op, revision string
		want         bool
	}{
		{"create_or_update_profile", "2024-02-15", true},
		{"create_or_update_profile", "2024-02-14", false},
		{"create_or_update_profile", "2023-10-15", false},
		{"create_or_update_profile", "2026-10-15", true},
		{"create_or_update_profile", "2023-10-15.pre", true}, // betas may carry it
		{"create_or_update_profile", "1999-01-01", true},     // no specification that old
		{"create_or_update_profile", "garbage", true},
		{"create_or_update_profile", "", true},
		{"bulk_create_events", "2024-02-15", false},
		{"bulk_create_events", "2024-05-15", true},
		{"get_sending_domains_beta", "2026-07-15.pre", true},
		{"get_sending_domains_beta", "2026-07-15", false},
		{"get_sending_domains_beta", "2026-04-15.pre", true}, // not all betas were read
		{"get_event_metrics", "2023-06-15", true},
		{"get_event_metrics", "2023-07-15", false},
		{"get_event_metrics", "2022-10-17", true},
		{"oauth_token", "2020-01-01", true},
	} {
		if got := Operation(tt.op).In(tt.revision); got != tt.want {
			t.Errorf("%s in %q = %v, want %v", tt.op, tt.revision, got, tt.want)
		}
	}
}

func TestBulk(t *testing.T) {
	for _, tt := range []struct {
		op, twin string
		max      int
	}{
		{"create_profile", "bulk_import_profiles", 10_000},
		{"create_event", "bulk_create_events", 1_000},
		{"bulk_create_events", "bulk_create_events", 1_000},
		{"bulk_subscribe_profiles", "bulk_subscribe_profiles", 1_000},
		{"get_profile", "", 0},
		{"create_list", "", 0},
	} {
		got, ok := Operation(tt.op).Bulk()
		if ok != (tt.twin != "") || ok && (got.Operation != tt.twin || got.MaxItems != tt.max || got.Unit == "") {
			t.Errorf("bulk twin of %s = %+v %v", tt.op, got, ok)
		}
	}
	for op, r := range bulkRows {
		if Operation(op) == nil || Operation(r.twin) == nil || Operation(r.twin).Kind != "bulk" {
			t.Errorf("bulk row %s -> %s names no operation", op, r.twin)
		}
	}
	for op := range manyRows {
		if Operation(op) == nil {
			t.Errorf("row %s names no operation", op)
		}
	}
}
