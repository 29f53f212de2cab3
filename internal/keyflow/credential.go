package keyflow

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A Credential is the value of an Authorization header, taken apart.
type Credential struct {
	// Scheme is what stands before the first space, "" when nothing known does.
	Scheme string
	// Glued is set when the scheme runs into the value without a space.
	Glued bool
	// Bare is set when the value starts with the credential itself.
	Bare bool
	// Rest is what follows the scheme.
	Rest flow.Text
}

// ReadCredential takes a header value apart. ok is false when the value comes
// whole from outside, or its start does, so that nothing can be said of its
// scheme.
func ReadCredential(t flow.Text) (c Credential, ok bool) {
	p := t.Pattern()
	if p == "" || strings.HasPrefix(p, flow.HoleMark) {
		return c, false
	}
	if strings.HasPrefix(p, "pk_") {
		return Credential{Bare: true, Rest: t}, true
	}
	space, hole, key := strings.IndexByte(p, ' '), strings.IndexByte(p, flow.HoleMark[0]), strings.Index(p, "pk_")
	switch {
	case key > 0 && (space < 0 || key < space) && (hole < 0 || key < hole):
		return Credential{Scheme: p[:key], Glued: true, Rest: t.Slice(key, len(p))}, true
	case space >= 0 && (hole < 0 || space < hole):
		return Credential{Scheme: p[:space], Rest: t.Slice(space+1, len(p))}, true
	case hole >= 0:
		return Credential{Scheme: p[:hole], Glued: true, Rest: t.Slice(hole, len(p))}, true
	}
	return Credential{Bare: true, Rest: t}, true
}

// PrivateText reports whether a text is certainly a private key: it starts as
// one does, by a constant or since the code checked that, or it comes from an
// environment variable, field or parameter whose name says so.
func PrivateText(t flow.Text) bool {
	if p := t.Pattern(); strings.HasPrefix(p, "pk_") {
		return true
	}
	if named(t, "privatekey", "privateapikey") {
		return true
	}
	if len(t) != 1 || !t[0].Hole {
		return false
	}
	switch o := t[0].From; o.Kind {
	case "env", "field", "param", "flag", "setting":
		return KeyName(o.Name)
	case "global":
		return KeyName(ir.Base(o.Name))
	}
	return false
}

// UsedAsKey reports whether a request of the package sends the same value with
// Klaviyo's scheme, which makes it a private key whatever it is called.
func UsedAsKey(res *requests.Result, r *requests.Request, t flow.Text) bool {
	if len(t) != 1 || !t[0].Hole || t[0].From.Name == "" {
		return false
	}
	o := t[0].From
	return slices.ContainsFunc(res.Requests, func(q *requests.Request) bool {
		switch o.Kind {
		case "env", "global", "flag", "setting":
		default:
			return false // the next value of such a name may be another one
		}
		// One function may choose the scheme by what it holds.
		return q.Root != r.Root && q.Auth.Kind == requests.AuthKey && slices.ContainsFunc(q.Auth.Value, func(v flow.Text) bool {
			last := len(v) - 1
			return last >= 0 && v[last].Hole && v[last].From.Kind == o.Kind && v[last].From.Name == o.Name
		})
	})
}

// PrivateAsPublic reports whether a private key is sent where the public company
// id belongs.
func PrivateAsPublic(r *requests.Request) bool {
	if r.HostKind() != klaviyo.HostAPI {
		return false
	}
	for _, u := range r.Hosted() {
		if slices.ContainsFunc(u.Param("company_id"), PrivateText) {
			return true
		}
	}
	return false
}

// PublicText reports whether a text is certainly a public company id, in the
// same ways.
func PublicText(t flow.Text) bool {
	if s, ok := t.Const(); ok {
		// Six small letters are a word that stands for a key.
		return klaviyo.IsCompanyID(s) && strings.ContainsAny(s, "0123456789") && strings.Trim(s, s[:1]) != ""
	}
	return named(t, "publickey", "publicapikey", "companyid", "siteid", "publicid")
}

// SameText reports whether two texts have the same literals, and the same
// unknown values between them.
func SameText(a, b flow.Text) bool {
	return slices.EqualFunc(a, b, func(p, q flow.Part) bool {
		return p.Hole == q.Hole && p.Lit == q.Lit && p.From.Kind == q.From.Kind && p.From.Name == q.From.Name
	})
}

// named reports whether a text is one hole whose name ends in one of the words.
func named(t flow.Text, words ...string) bool {
	if len(t) != 1 || !t[0].Hole {
		return false
	}
	switch t[0].From.Kind {
	case "env", "field", "param":
	default:
		return false
	}
	name := strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(t[0].From.Name))
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(name, w) })
}

// OddKeyHeaders are names of headers that code sends the private key in, though
// Klaviyo reads none of them.
var OddKeyHeaders = []string{"Klaviyo-Api-Key", "X-Klaviyo-Api-Key", "X-Api-Key", "Api-Key", "Apikey", "X-Auth-Token", "X-Klaviyo-Key"}
