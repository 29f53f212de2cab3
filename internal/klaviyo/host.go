package klaviyo

import "strings"

// A HostKind says what a host of Klaviyo is for. Sources: the single server of
// every OpenAPI document 2022-2026 (github.com/klaviyo/openapi), and
// https://developers.klaviyo.com/en/docs/set_up_oauth for www.
type HostKind int

const (
	HostForeign  HostKind = iota // not Klaviyo's
	HostAPI                      // a.klaviyo.com, the only API host: there are no regional ones
	HostWWW                      // www.klaviyo.com: pages, and /oauth/authorize
	HostStatus                   // status.klaviyo.com, a Statuspage
	HostStatic                   // browser assets
	HostInvented                 // api.klaviyo.com: in public code by mistake, in no document of Klaviyo's
	HostOther                    // any other name under klaviyo.com
)

const klaviyoDomain = "klaviyo.com"

var hostKinds = map[string]HostKind{
	"a.klaviyo.com":               HostAPI,
	"www.klaviyo.com":             HostWWW,
	"klaviyo.com":                 HostWWW,
	"status.klaviyo.com":          HostStatus,
	"static.klaviyo.com":          HostStatic,
	"static-tracking.klaviyo.com": HostStatic,
	"static-forms.klaviyo.com":    HostStatic,
	"fast.a.klaviyo.com":          HostStatic,
	"api.klaviyo.com":             HostInvented,
}

// KindOfHost classifies a host name in any case, with or without a port or the
// root's final dot. A [Hole] after a complete name stands for a port or for
// the path, as in base+path, and is cut off.
func KindOfHost(host string) HostKind {
	host = bareHost(host)
	if k, ok := hostKinds[host]; ok {
		return k
	}
	if strings.HasSuffix(host, "."+klaviyoDomain) {
		return HostOther
	}
	return HostForeign
}

func bareHost(host string) string {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	host = strings.TrimSuffix(host, Hole)
	return strings.TrimSuffix(host, ".")
}

// IsAPIHost reports whether the host is a.klaviyo.com, in any case and with
// any port.
func IsAPIHost(host string) bool { return KindOfHost(host) == HostAPI }

// IsKlaviyoHost reports whether the host is klaviyo.com or a name under it.
func IsKlaviyoHost(host string) bool { return KindOfHost(host) != HostForeign }
