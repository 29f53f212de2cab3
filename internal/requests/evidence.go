package requests

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A classifier tells which HTTP requests are Klaviyo's.
type classifier struct {
	e     *httpcalls.Engine
	hosts []string
	known map[*httpcalls.Call]*Request
}

// of returns what a call is as a request to Klaviyo; its Evidence is "" when it is
// none.
func (k *classifier) of(c *httpcalls.Call) *Request {
	if r := k.known[c]; r != nil {
		return r
	}
	r := &Request{Call: c}
	for _, u := range c.URLs {
		r.URLs = append(r.URLs, URL{u})
	}
	k.judge(r)
	k.known[c] = r
	return r
}

// Classifier returns a function that tells what the calls of an engine are as
// requests to Klaviyo.
func (res *Result) Classifier(e *httpcalls.Engine) func(*httpcalls.Call) *Request {
	k := &classifier{e: e, hosts: res.hosts, known: map[*httpcalls.Call]*Request{}}
	return k.of
}

// IsHost reports whether the configuration names a host beside Klaviyo's own.
func (res *Result) IsHost(host string) bool {
	return slices.ContainsFunc(res.hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

// all is of for several.
func (k *classifier) all(cs []*httpcalls.Call) []*Request {
	rs := make([]*Request, 0, len(cs))
	for _, c := range cs {
		rs = append(rs, k.of(c))
	}
	return rs
}

// judge decides whether the request is Klaviyo's, and how it identifies itself.
func (k *classifier) judge(r *Request) {
	auth := r.Headers.Set["Authorization"]
	for _, t := range auth.Texts() {
		if len(auth) > 0 {
			r.Auth.Value = append(r.Auth.Value, t)
			for _, p := range t {
				if p.Hole && r.Auth.From == "" {
					r.Auth.From = p.From.Kind
					if p.From.Name != "" {
						r.Auth.From += " " + p.From.Name
					}
				}
			}
		}
	}
	switch {
	case KeyScheme(auth) && len(auth) > 0:
		r.Auth.Kind = AuthKey
	case len(r.Auth.Value) > 0 && strings.HasPrefix(strings.ToLower(r.Auth.Value[0].Pattern()), "bearer "):
		r.Auth.Kind = AuthOAuth
	case len(r.Auth.Value) == 0 && !r.Headers.Open:
		r.Auth.Kind = AuthNone
		for _, u := range r.URLs {
			if strings.Contains(u.Query.Pattern(), "company_id=") {
				r.Auth.Kind = AuthPublic
			}
		}
	default:
		r.Auth.Kind = AuthUnknown
	}
	switch {
	case r.Via.SDK != "":
		r.Evidence = "sdk"
	default:
		r.Evidence = k.evidence(r)
	}
}

// evidence says what makes a request Klaviyo's: its host, or the scheme of its
// credential. A host that may be another vendor's is no evidence; loopback and
// example hosts beside it do not count, since tests put them there.
func (k *classifier) evidence(r *Request) string {
	klaviyos, others := 0, 0
	for _, u := range r.URLs {
		host, known := u.Host.Const()
		if !known || host == "" {
			// A host with a hole: its literal end may still tell.
			// One that starts with a whole host is a base and the path that
			// callers give: "https://a.klaviyo.com" + path.
			p := u.Host.Pattern()
			start, _, _ := strings.Cut(p, flow.HoleMark)
			if i := strings.LastIndex(p, flow.HoleMark); i >= 0 && (strings.HasSuffix(p[i+1:], ".klaviyo.com") || klaviyo.IsKlaviyoHost(start)) {
				klaviyos++
			} else if i >= 0 && strings.Contains(p[i+1:], ".") {
				others++
			}
			continue
		}
		switch {
		case klaviyo.IsKlaviyoHost(host) || k.isHost(host):
			klaviyos++
		case httpcalls.LocalHost(host):
		default:
			others++
		}
	}
	if klaviyos > 0 && others == 0 {
		return "host"
	}
	if others == 0 && r.Auth.Kind == AuthKey {
		return "scheme"
	}
	return ""
}

func (k *classifier) isHost(host string) bool {
	for _, h := range k.hosts {
		if strings.EqualFold(h, host) {
			return true
		}
	}
	return false
}

// KeyScheme reports whether a header value may start with Klaviyo's scheme.
func KeyScheme(v flow.Value) bool {
	return slices.ContainsFunc(v.Texts(), func(t flow.Text) bool { return schemeText(t.Pattern()) })
}

// schemeText reports whether the value of an Authorization header starts with
// Klaviyo's scheme.
func schemeText(header string) bool {
	p := strings.TrimSpace(header)
	return len(p) >= len(klaviyo.KeyScheme) && strings.EqualFold(p[:len(klaviyo.KeyScheme)], klaviyo.KeyScheme)
}
