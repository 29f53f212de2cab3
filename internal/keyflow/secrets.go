package keyflow

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A Secret is a literal that reaches a place where only a secret stands.
type Secret struct {
	Kind SecretKind
	Key  string    // the private key itself, for masking; never shown
	Part flow.Part // the literal
}

// SecretKind says which secret a literal is.
type SecretKind string

// The kinds of secrets that are known by where they go.
const (
	PrivateKey    SecretKind = "private key"
	WebhookSecret SecretKind = "webhook secret"
	ClientSecret  SecretKind = "client secret"
)

// formSecret finds the client secret in a form that was written as text.
var formSecret = lazy.Regexp(`(?:^|[?&])client_secret=([^&]+)`)

// Secrets lists the literals of the package that reach the credential of a
// Klaviyo request, the key parameter of an SDK, the signing secret of a
// webhook, or the secret of an OAuth client.
func Secrets(res *requests.Result) []Secret {
	var out []Secret
	add := func(kind SecretKind, t flow.Text) {
		if s, ok := secret(res, kind, t); ok {
			out = append(out, s)
		}
	}
	for _, r := range res.Requests {
		for _, t := range r.Auth.Value {
			add(PrivateKey, t)
		}
		for _, u := range r.URLs {
			add(PrivateKey, u.Query)
		}
		kinds, _ := r.Kinds()
		webhook := false
		for _, ep := range r.Endpoints() {
			webhook = webhook || ep.Path == "/api/webhooks"
		}
		r.Body.Walk(func(key string, v *requests.JSON) {
			for _, t := range v.Texts {
				switch {
				case webhook && key == "secret_key" && v.Kind == requests.JSONString:
					add(WebhookSecret, t)
				case kinds[klaviyo.PathOAuth] && key == "client_secret" && v.Kind != requests.JSONRaw:
					add(ClientSecret, t)
				case kinds[klaviyo.PathOAuth] && v.Kind == requests.JSONRaw:
					for _, m := range requests.Matches(formSecret(), t) {
						add(ClientSecret, m)
					}
				}
			}
		})
		if kinds[klaviyo.PathOAuth] {
			for _, t := range r.Password {
				add(ClientSecret, t)
			}
		}
	}
	for _, u := range res.Uses {
		switch u.Kind {
		case "sdk key":
			for _, t := range u.Texts {
				add(PrivateKey, t)
			}
		case "hmac":
			for _, t := range u.Texts {
				add(WebhookSecret, t)
			}
		}
	}
	return out
}

// secret decides whether a text that reached a secret's place is one. A
// private key has a shape; other secrets only have a least length (16 for a
// webhook's, by the notes on the Webhooks API) and must not be placeholders.
func secret(res *requests.Result, kind SecretKind, t flow.Text) (Secret, bool) {
	if kind == PrivateKey {
		s, ok := t.Const()
		if !ok {
			return Secret{}, false
		}
		for _, m := range klaviyo.FindKeys(s) {
			for _, p := range t {
				if i := strings.Index(p.Lit, "pk_"); i >= 0 && p.Src.Pkg == res.Package() && p.Src.Pos.IsValid() {
					return Secret{Kind: kind, Key: s[m.Start:m.End], Part: p}, true
				}
			}
		}
		return Secret{}, false
	}
	s, ok := t.Const()
	least := 16
	if kind == ClientSecret {
		least = 8
	}
	if !ok || len(s) < least || placeholder(s) {
		return Secret{}, false
	}
	p, ok := requests.Literal(res.Package(), t)
	return Secret{Kind: kind, Part: p}, ok
}

// placeholder recognises what documentation puts where a secret goes.
func placeholder(s string) bool {
	low := strings.ToLower(s)
	for _, w := range []string{"your", "insert", "example", "placeholder", "changeme", "change-me", "change_me", "xxx", "dummy", "todo", "<", "${", "{{", "***", "test-secret", "secret_key", "secret-key", "client_secret", "client-secret"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < 6
}
