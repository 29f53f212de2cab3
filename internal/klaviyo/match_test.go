package klaviyo

import (
	"slices"
	"strings"
	"testing"
)

func ops(list []*Endpoint) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.Operation)
	}
	return out
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		method, pattern string
		want            []string // all, in order; a final "..." stands for any more
	}{
		{"POST", "/api/profiles", []string{"create_profile"}},
		{"post", "/api/profiles/", []string{"create_profile"}},
		{"POST", "//api//profiles//?x=1#y", []string{"create_profile"}},
		{"POST", "https://a.klaviyo.com/api/profiles", []string{"create_profile"}},
		{"POST", "/api/%70rofiles", []string{"create_profile"}},
		{"POST", "/api/Profiles", nil},
		{"", "/api/profiles", []string{"get_profiles", "create_profile"}},
		{"PUT", "/api/profiles", nil},
		{"PATCH", "/api/profiles", nil},
		{"GET", "/api/profiles/xyz", []string{"get_profile"}},
		{"GET", "/api/profiles/01H%2FZZ", []string{"get_profile"}},
		{"GET", "/api/profiles/xyz/nosuch", nil},
		{"POST", "/api/profile-import", []string{"create_or_update_profile"}},
		{"POST", "/api/profile-imports", nil},
		{"POST", "/profiles", nil},
		{"GET", "/api/nosuch", nil},
		{"GET", "/api", nil},
		{"GET", "", nil},

		// Stable before beta on the same path.
		{"POST", "/api/campaign-clone", []string{"create_campaign_clone", "clone_campaign_beta"}},
		{"GET", "/api/campaigns/1", []string{"get_campaign", "get_campaign_beta"}},

		// Removed, legacy, OAuth and client endpoints match too.
		{"GET", "/api/events/1/metrics/", []string{"get_event_metrics"}},
		{"POST", "/api/track", []string{"legacy"}},
		{"GET", "/api/v1/person/1/metric/2/timeline", []string{"legacy"}},
		{"POST", "/oauth/token", []string{"oauth_token"}},
		{"POST", "/client/events", []string{"create_client_event"}},

		// Holes in place of a segment.
		{"PATCH", "/api/profiles/" + Hole, []string{"update_profile"}},
		{"GET", "/api/profiles/" + Hole + "/", []string{"get_profile"}},
		{"GET", "/api/profiles/" + Hole + "/lists", []string{"get_lists_for_profile"}},
		{"POST", "/api/lists/" + Hole + "/relationships/profiles", []string{"add_profiles_to_list"}},
		{"POST", "/api/lists/" + Hole + "/profiles", nil},
		{"DELETE", "/api/" + Hole + "/relationships/profiles", nil},

		// Holes inside a segment.
		{"POST", "/api/profile-" + Hole + "port", []string{"create_or_update_profile"}},
		{"POST", "/api/profile-bulk-" + Hole + "-jobs/", []string{"bulk_import_profiles", "create_profile_bulk_export_job_beta"}},
		{"GET", "/api/profiles/x" + Hole + "y", []string{"get_profile"}},
		{"GET", "/api/x" + Hole + "y", nil},

		// Holes at the end.
		{"POST", "/api/profiles" + Hole, []string{"create_profile"}},
		{"POST", "/api/events/" + Hole, []string{"create_event"}},
		{"POST", "/api/event" + Hole, []string{"create_event", "bulk_create_events", "create_event_bulk_export_job_beta"}},
		{"GET", "/api/profiles/" + Hole, []string{"get_profile", "get_profiles", "..."}},
		{"GET", "/api/profiles" + Hole, []string{"get_profiles", "get_profile", "..."}},
		{"POST", "/oauth" + Hole, []string{"oauth_token", "oauth_revoke"}},
		{"POST", "/api/profiles/" + Hole + "?x=" + Hole, []string{"create_profile"}},

		// An unknown base.
		{"POST", Hole + "/api/profiles", []string{"create_profile"}},
		{"POST", Hole + "/profiles", []string{"create_profile", "create_client_profile", "..."}},
		{"POST", Hole + "/profile-import", []string{"create_or_update_profile"}},
		{"GET", Hole + "/profiles/" + Hole + "/lists", []string{"get_lists_for_profile"}},
		{"GET", Hole + "/nosuch/thing/at/all", nil},
	} {
		got := ops(Match(tt.method, tt.pattern))
		want, open := slices.Clone(tt.want), false
		if n := len(want); n > 0 && want[n-1] == "..." {
			want, open = want[:n-1], true
			got = got[:min(len(got), n-1)]
		}
		if !slices.Equal(got, want) {
			t.Errorf("Match(%s, %q) = %v, want %v (more: %v)", tt.method, tt.pattern, got, tt.want, open)
		}
	}
}

// A pattern of nothing but holes may be anything: no caller may take it for an
// unknown endpoint.
func TestMatchAnything(t *testing.T) {
	for _, pattern := range []string{Hole, "/" + Hole, Hole + Hole, Hole + "/", Hole + "/" + Hole} {
		if n := len(Match("", pattern)); n != len(Endpoints()) {
			t.Errorf("Match(%q) has %d endpoints, want all %d", pattern, n, len(Endpoints()))
		}
	}
}

// Every template matches itself first, with ids, with holes, with and without
// the final slash.
func TestMatchSelf(t *testing.T) {
	for _, e := range Endpoints() {
		for _, id := range []string{"01HABC", Hole, "a" + Hole} {
			path := fillParams(e.Path, id)
			for _, p := range []string{path + "/", "/" + path + "/?page%5Bsize%5D=1"} {
				got := Match(e.Method, p)
				if len(got) == 0 || fillParams(got[0].Path, id) != path {
					t.Errorf("Match(%s, %q) = %v, want %s first", e.Method, p, got, e.Path)
				}
			}
		}
	}
}

func fillParams(path, id string) string {
	segs := strings.Split(path, "/")
	for i, s := range segs {
		if isParam(s) {
			segs[i] = id
		}
	}
	return strings.Join(segs, "/")
}

// A word that a template has is never read as an id.
func TestMatchWordIsNoID(t *testing.T) {
	e := &Endpoint{Path: "/api/things/{id}"}
	f := &Endpoint{Path: "/api/things/special"}
	table := &endpointTable{literals: map[string]bool{}, words: map[string]bool{}}
	e.index(table)
	f.index(table)
	if !table.literals["/api/things/special"] || e.prefix[2] != "/api/things" {
		t.Fatalf("index: %v %q", table.literals, e.prefix)
	}
	// The table itself has one such place, in v2.
	if got := ops(Match("GET", "/api/v1/metrics/timeline")); !slices.Equal(got, []string{"legacy"}) {
		t.Errorf("metrics/timeline = %v", got)
	}
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{
		"", "/", Hole, Hole + "/" + Hole, "/api/profiles/" + Hole, "/api/" + Hole + "x" + Hole, "%", "%0", "%00", "://",
		"https://a.klaviyo.com" + Hole, "?", "#", "//", "/api/lists/\xff/profiles", Hole + "://" + Hole,
	} {
		f.Add("GET", s)
		f.Add("", s)
	}
	f.Fuzz(func(t *testing.T, method, pattern string) {
		got := Match(method, pattern)
		for _, e := range got {
			if e == nil || method != "" && !strings.EqualFold(e.Method, method) {
				t.Fatalf("Match(%q, %q) has %v", method, pattern, e)
			}
		}
		KindOfPath(pattern)
		Nearest(method, pattern)
		if strings.ContainsAny(pattern, "?#") {
			return
		}
		if again := Match(method, pattern+"?q=1"); len(again) != len(got) {
			t.Fatalf("a query changes the matches of %q from %d to %d", pattern, len(got), len(again))
		}
	})
}

func TestGlobMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern, s string
		want       bool
	}{
		{"a" + Hole, "a", true},
		{"a" + Hole, "abc", true},
		{Hole + "c", "abc", true},
		{"a" + Hole + "c", "ac", true},
		{"ab" + Hole + "ba", "aba", false},
		{"a" + Hole + "b" + Hole + "c", "axbxc", true},
		{"a" + Hole + "b" + Hole + "c", "axc", false},
		{"x" + Hole, "abc", false},
	} {
		if got := globMatch(tt.pattern, tt.s); got != tt.want {
			t.Errorf("globMatch(%q, %q) = %v", tt.pattern, tt.s, got)
		}
	}
}
