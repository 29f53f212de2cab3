package klaviyo

import "testing"

func TestKindOfHost(t *testing.T) {
	for host, want := range map[string]HostKind{
		"a.klaviyo.com":              HostAPI,
		"A.Klaviyo.COM":              HostAPI,
		"a.klaviyo.com:443":          HostAPI,
		"a.klaviyo.com:8080":         HostAPI,
		"a.klaviyo.com.":             HostAPI,
		"a.klaviyo.com:" + Hole:      HostAPI,
		"a.klaviyo.com" + Hole:       HostAPI,
		"www.klaviyo.com":            HostWWW,
		"klaviyo.com":                HostWWW,
		"status.klaviyo.com":         HostStatus,
		"static.klaviyo.com":         HostStatic,
		"fast.a.klaviyo.com":         HostStatic,
		"api.klaviyo.com":            HostInvented,
		"mcp.klaviyo.com":            HostOther,
		"developers.klaviyo.com":     HostOther,
		Hole + ".klaviyo.com":        HostOther,
		"a.klaviyo.com.evil.com":     HostForeign,
		"notklaviyo.com":             HostForeign,
		"a-klaviyo.com":              HostForeign,
		"a.klaviyo.co":               HostForeign,
		"klaviyo":                    HostForeign,
		"localhost:8080":             HostForeign,
		"[::1]:80":                   HostForeign,
		"":                           HostForeign,
		Hole:                         HostForeign,
		"a.klaviyo.com" + Hole + "x": HostForeign,
	} {
		if got := KindOfHost(host); got != want {
			t.Errorf("KindOfHost(%q) = %v, want %v", host, got, want)
		}
		if got := IsAPIHost(host); got != (want == HostAPI) {
			t.Errorf("IsAPIHost(%q) = %v", host, got)
		}
		if got := IsKlaviyoHost(host); got != (want != HostForeign) {
			t.Errorf("IsKlaviyoHost(%q) = %v", host, got)
		}
	}
}
