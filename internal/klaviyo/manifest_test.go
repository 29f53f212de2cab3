package klaviyo

import (
	"slices"
	"testing"
)

func TestManifestTable(t *testing.T) {
	all := ManifestPackages()
	seen := map[[2]string]bool{}
	for _, p := range all {
		id := [2]string{p.Ecosystem, p.Name}
		if seen[id] || p.Name == "" || p.Source == "" {
			t.Errorf("%v: twice or incomplete", id)
		}
		seen[id] = true
		if !slices.Contains([]string{NPM, PyPI, Packagist, RubyGems, NuGet, Hex, Gradle, CocoaPods, Pub}, p.Ecosystem) {
			t.Errorf("%v: unknown ecosystem", id)
		}
		var last [4]int
		for _, r := range p.Versions {
			if s, rev := RevisionAt(r.Revision, FactsDay()); !rev.Listed {
				t.Errorf("%v: revision %q is %v", id, r.Revision, s)
			}
			if !r.contains(lowest(r.From)) || !r.contains(lowest(r.To)) {
				t.Errorf("%v: range %+v does not hold its own ends", id, r)
			}
			v, _ := parseVersion(lowest(r.From))
			if compareVersions(v, last) <= 0 {
				t.Errorf("%v: range %+v is out of order", id, r)
			}
			last = v
		}
		if len(p.Versions) > 0 && p.RevisionOf(p.Newest) == "" {
			t.Errorf("%v: newest version %s has no revision", id, p.Newest)
		}
	}
}

func lowest(v string) string {
	if n := len(v); n > 0 && v[n-1] == 'x' {
		return v[:n-1] + "0"
	}
	return v
}

// Every stable revision has a release of each official server SDK.
func TestOfficialServerSDKs(t *testing.T) {
	for _, id := range [][2]string{{NPM, "klaviyo-api"}, {PyPI, "klaviyo-api"}, {Packagist, "klaviyo/api"}, {RubyGems, "klaviyo-api-sdk"}} {
		p, ok := ManifestPackageNamed(id[0], id[1])
		if !ok || !p.Official || p.Legacy || p.Client {
			t.Fatalf("%v = %+v %v", id, p, ok)
		}
		var got, want []string
		for _, r := range p.Versions {
			got = append(got, r.Revision)
		}
		for _, r := range Revisions() {
			want = append(want, r.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v: revisions %v", id, got)
		}
	}
}

// On the day of the facts a pin is retired at or below npm 15, PyPI 16,
// Packagist 12 and RubyGems 11.
func TestRevisionOf(t *testing.T) {
	for _, tt := range []struct {
		ecosystem, name, version, want string
		status                         RevisionStatus
	}{
		{NPM, "klaviyo-api", "15.0.0", "2024-10-15", Retired},
		{NPM, "klaviyo-api", "16.0.0", "2025-01-15", Deprecated},
		{NPM, "klaviyo-api", "v16.0.0", "2025-01-15", Deprecated},
		{NPM, "klaviyo-api", "23.0.0", "2026-07-15", Stable},
		{NPM, "klaviyo-api", "24.0.0", "", Empty},
		{NPM, "klaviyo-api", "4.0.9", "2023-06-15", Retired},
		{NPM, "klaviyo-api", "4.1.0", "", Empty}, // between two rows
		{NPM, "klaviyo-api", "23.0.0-beta.1", "", Empty},
		{NPM, "klaviyo-api", "^23.0.0", "", Empty},
		{NPM, "klaviyo-api", "", "", Empty},
		{NPM, "klaviyo-sdk", "1.0.1", "", Empty},
		{PyPI, "klaviyo-api", "16.0.0", "2024-10-15", Retired},
		{PyPI, "klaviyo-api", "17.0", "2025-01-15", Deprecated},
		{PyPI, "Klaviyo_API", "24.0.0", "2026-07-15", Stable},
		{PyPI, "klaviyo.api", "24", "2026-07-15", Stable},
		{Packagist, "klaviyo/api", "12.1.0", "2024-10-15", Retired},
		{Packagist, "Klaviyo/API", "13.0.0", "2025-01-15", Deprecated},
		{RubyGems, "klaviyo-api-sdk", "11.1.0", "2024-10-15", Retired},
		{RubyGems, "klaviyo-api-sdk", "12.0.0", "2025-01-15", Deprecated},
		{NuGet, "klaviyosharp", "1.2.2", "2024-02-15", Retired},
	} {
		p, ok := ManifestPackageNamed(tt.ecosystem, tt.name)
		if !ok {
			t.Errorf("%s %s is not known", tt.ecosystem, tt.name)
			continue
		}
		got := p.RevisionOf(tt.version)
		if status, _ := RevisionAt(got, FactsDay()); got != tt.want || status != tt.status {
			t.Errorf("%s %s %s sends %q (%v), want %q (%v)", tt.ecosystem, tt.name, tt.version, got, status, tt.want, tt.status)
		}
	}
	for _, id := range [][2]string{{NPM, "Klaviyo-API"}, {NPM, "klaviyo_api"}, {RubyGems, "klaviyo-api"}, {PyPI, "klaviyo"}, {"go", "klaviyo-api"}} {
		if _, ok := ManifestPackageNamed(id[0], id[1]); ok {
			t.Errorf("%v is known", id)
		}
	}
}

func TestLegacyPackages(t *testing.T) {
	var got []string
	for _, p := range ManifestPackages() {
		if p.Legacy {
			got = append(got, p.Ecosystem+" "+p.Name)
		}
	}
	if want := []string{"npm klaviyo-node", "npm klaviyo-sdk", "npm klaviyo-sdk-beta", "rubygems klaviyo"}; !slices.Equal(got, want) {
		t.Errorf("legacy packages = %v, want %v", got, want)
	}
}

func TestVersionRange(t *testing.T) {
	for _, tt := range []struct {
		from, to, version string
		want              bool
	}{
		{"1.0.0", "1.0.2", "1.0.1", true},
		{"1.0.0", "1.0.2", "1.0", true},
		{"1.0.0", "1.0.2", "1.0.2+build", true},
		{"1.0.0", "1.0.2", "1.0.2.1", false},
		{"1.0.0", "1.0.2", "1.0.3", false},
		{"4.0.x", "4.0.x", "4.0.12", true},
		{"4.0.x", "4.0.x", "4.1.0", false},
		{"v0.1.0", "v0.1.10", "v0.1.9", true},
		{"1.0.0", "2.0.0", "1.0.0.0.0", false},
		{"1.0.0", "2.0.0", "1.-1", false},
		{"1.0.0", "2.0.0", "99999999999999999999", false},
		{"", "", "1.0.0", false},
	} {
		if got := (VersionRange{From: tt.from, To: tt.to}).contains(tt.version); got != tt.want {
			t.Errorf("%s-%s holds %s = %v", tt.from, tt.to, tt.version, got)
		}
	}
}
