package klaviyo

import (
	"slices"
	"strings"
	"testing"
)

func TestSDKTable(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range SDKs() {
		if seen[s.Module] {
			t.Errorf("%s: twice", s.Module)
		}
		seen[s.Module] = true
		if s.Package == "" || s.Source == "" || s.Official {
			t.Errorf("%s: incomplete, or said to be official: %+v", s.Module, s)
		}
		if !slices.Contains([]string{"constant", "default", "caller", "no"}, s.SetsRevision) {
			t.Errorf("%s: sets revision %q", s.Module, s.SetsRevision)
		}
		if own := s.SetsRevision == "constant" || s.SetsRevision == "default"; own != (s.Revision != "") {
			t.Errorf("%s: %s, but revision %q", s.Module, s.SetsRevision, s.Revision)
		}
		if status, r := RevisionAt(s.Revision, FactsDay()); status != Empty && !r.Listed {
			t.Errorf("%s: revision %q is %v", s.Module, s.Revision, status)
		}
		if n := len(s.Revisions); n > 0 && s.Revisions[n-1].Revision != s.Revision {
			t.Errorf("%s: the newest version sends %s, the row says %s", s.Module, s.Revisions[n-1].Revision, s.Revision)
		}
		if s.Revision != "" && s.LatestVersion != "" && s.RevisionOf(s.LatestVersion) != s.Revision {
			t.Errorf("%s: %s sends %q", s.Module, s.LatestVersion, s.RevisionOf(s.LatestVersion))
		}
		for _, k := range slices.Concat(s.Keys, s.Phones) {
			if k.Name == "" || k.Arg < -1 {
				t.Errorf("%s: sink %+v", s.Module, k)
			}
		}
	}
}

// Every method calls an endpoint of the table, and the operation is that of
// the endpoint; a module that is legacy throughout has legacy methods only.
func TestSDKMethods(t *testing.T) {
	n := 0
	for _, s := range SDKs() {
		n += len(s.Methods)
		for _, m := range s.Methods {
			if m.Operation == "legacy" {
				if !s.LegacyOnly || KindOfPath(m.Path) != PathLegacy {
					t.Errorf("%s %s.%s: legacy", s.Module, m.Recv, m.Name)
				}
				continue
			}
			got := Match(m.Method, m.Path)
			if s.LegacyOnly || len(got) == 0 || got[0].Operation != m.Operation || got[0].Path != m.Path {
				t.Errorf("%s %s.%s: %s is not %v", s.Module, m.Recv, m.Name, m.Operation, got)
			}
		}
	}
	if rows := len(table("sdk-methods.csv")); n != rows {
		t.Errorf("%d of %d methods belong to a module of the table", n, rows)
	}
}

func TestSDKFor(t *testing.T) {
	for path, want := range map[string]string{
		"github.com/monetha/go-klaviyo":                                "github.com/monetha/go-klaviyo",
		"github.com/monetha/go-klaviyo/models/profile":                 "github.com/monetha/go-klaviyo",
		"github.com/monetha/go-klaviyo2":                               "",
		"github.com/monetha":                                           "",
		"github.com/developertom01/klaviyo-go":                         "github.com/developertom01/klaviyo-go",
		"github.com/developertom01/klaviyo-go/api/flowsApi":            "github.com/developertom01/klaviyo-go",
		"github.com/developertom01/klaviyo-go-sdk":                     "github.com/developertom01/klaviyo-go-sdk",
		"github.com/amp-labs/connectors":                               "",
		"github.com/amp-labs/connectors/providers/hubspot":             "",
		"github.com/amp-labs/connectors/providers/klaviyo":             "github.com/amp-labs/connectors",
		"github.com/amp-labs/connectors/providers/klaviyo/internal/x":  "github.com/amp-labs/connectors",
		"github.com/hillfolk/go-klaviyo-to-bigquery":                   "",
		"github.com/rudderlabs/rudder-server":                          "",
		"github.com/hillfolk/go-klaviyo-to-bigquery/internal/anything": "",
		"net/http": "",
		"":         "",
	} {
		got := ""
		if s := SDKFor(path); s != nil {
			got = s.Module
		}
		if got != want {
			t.Errorf("SDKFor(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestMonetha(t *testing.T) {
	s := SDKFor("github.com/monetha/go-klaviyo")
	if len(s.Constructors) != 2 || s.Constructors[0].Name != "New" || s.Constructors[0].Params[0] != (Param{"apiKey", "string"}) ||
		s.Constructors[1].Params[2] != (Param{"httpClient", "*http.Client"}) {
		t.Errorf("constructors = %+v", s.Constructors)
	}
	if s.UniqueID != "" || !s.RetryAfter || !s.Downloadable {
		t.Errorf("%+v", s)
	}
	if !slices.Contains(s.Phones, Sink{"models/profile", "", "WithPhoneNumber", 0}) || !slices.Contains(s.Keys, Sink{"", "Client", "APIKey", -1}) {
		t.Errorf("phones %+v, keys %+v", s.Phones, s.Keys)
	}
	var names []string
	for _, m := range s.Methods {
		names = append(names, m.Name+" "+m.Operation)
	}
	want := "BulkCreateOrUpdateProfiles bulk_import_profiles, CreateEvent create_event, CreateOrUpdateProfile create_or_update_profile, " +
		"CreateProfile create_profile, GetEvents get_events, GetProfile get_profile, GetProfiles get_profiles, UpdateProfile update_profile"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("methods = %s", got)
	}
	if m := s.MethodNamed("Client", "CreateProfile"); m == nil || m.Operation != "create_profile" {
		t.Errorf("CreateProfile = %+v", m)
	}
	if m := s.MethodNamed("", "CreateEvent"); m == nil || m.Path != "/api/events" {
		t.Errorf("CreateEvent = %+v", m)
	}
	if s.MethodNamed("Client", "CreateProfileImport") != nil || s.MethodNamed("Other", "CreateProfile") != nil {
		t.Error("a method was found that does not exist")
	}
}

func TestSDKRevisionOf(t *testing.T) {
	for _, tt := range []struct {
		module, version string
		covers          bool
		want            string
	}{
		{"github.com/monetha/go-klaviyo", "v0.0.9", true, "2025-04-15"},
		{"github.com/monetha/go-klaviyo", "v0.0.7", true, "2025-01-15"},
		{"github.com/monetha/go-klaviyo", "v0.0.1", true, "2023-08-15"},
		{"github.com/monetha/go-klaviyo", "v0.0.10", false, ""},
		{"github.com/monetha/go-klaviyo", "v0.0.10-0.20251202000000-0123456789ab", false, ""},
		{"github.com/monetha/go-klaviyo", "", false, ""},
		{"github.com/dinistavares/go-klaviyo-api", "v0.1.10", true, "2024-02-15"},
		{"github.com/dinistavares/go-klaviyo-api", "v0.2.0", true, "2024-05-15"},
		{"github.com/developertom01/klaviyo-go", "v0.0.0-20240322101112-78f5f4b00000", true, "2024-02-15"},
		{"github.com/developertom01/klaviyo-go", "v0.0.0-20240323000000-78f5f4b00000", false, ""},
		{"github.com/developertom01/klaviyo-go", "v1.0.0", false, ""},
		{"github.com/developertom01/klaviyo-go-sdk", "v0.0.0-20240403000000-f44bfa2490b8", true, ""},
		{"github.com/amp-labs/connectors/providers/klaviyo", "v0.0.0-20260821000000-30bbef612345", true, "2024-10-15"},
		{"github.com/amp-labs/connectors/providers/klaviyo", "v1.2.4-0.20260821000000-30bbef612345", true, "2024-10-15"},
		{"github.com/amp-labs/connectors/providers/klaviyo", "v0.0.0-20260821000000-000000000000", false, ""},
		{"github.com/amp-labs/connectors/providers/klaviyo", "v1.0.0", false, ""},
	} {
		s := SDKFor(tt.module)
		if got := s.Covers(tt.version); got != tt.covers {
			t.Errorf("%s covers %s = %v", tt.module, tt.version, got)
		}
		if got := s.RevisionOf(tt.version); got != tt.want {
			t.Errorf("revision of %s %s = %q, want %q", tt.module, tt.version, got, tt.want)
		}
	}
}
