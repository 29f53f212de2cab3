package requests

import (
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
)

// A Request is one request to Klaviyo as one function makes it. A wrapper yields
// one for its own body, and one more for each caller.
type Request struct {
	*httpcalls.Call
	URLs     []URL
	Auth     Auth
	Evidence string // what makes it Klaviyo's: host, scheme, sdk, or "" when nothing does
	// Owner is the index into Build of the innermost function that makes this a
	// Klaviyo request on its own. Zero: Root itself.
	Owner int
	// Settled is set when the owner also settles which API the request belongs
	// to: its path, or a credential that only one takes.
	Settled bool
	// Local is the last index into Build whose position is in this package.
	Local int
}

// A URL is one alternative of a request's address.
type URL struct{ httpcalls.URL }

// JSON is the shape of a body, as far as it is known.
type JSON = httpcalls.JSON

// The kinds of JSON values.
const (
	JSONUnknown = httpcalls.JSONUnknown
	JSONObject  = httpcalls.JSONObject
	JSONArray   = httpcalls.JSONArray
	JSONString  = httpcalls.JSONString
	JSONOther   = httpcalls.JSONOther
	JSONRaw     = httpcalls.JSONRaw
)

// AuthKind says how a request identifies itself.
type AuthKind string

// The ways of identification.
const (
	AuthUnknown AuthKind = "unknown"
	AuthKey     AuthKind = "private key"
	AuthOAuth   AuthKind = "oauth"
	AuthPublic  AuthKind = "company id"
	AuthNone    AuthKind = "none"
)

// Auth is the credential of a request.
type Auth struct {
	Kind  AuthKind
	Value []flow.Text // of the Authorization header
	From  string      // env, param, field, literal, ...
}
