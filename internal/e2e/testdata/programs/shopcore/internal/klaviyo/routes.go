package klaviyo

import "net/http"

// operation identifies one call of the Klaviyo API.
type operation int

const (
	opUpsertProfile operation = iota + 1
	opCreateProfile
	opFindProfiles
	opSubscribe
	opTrackEvent
	opMergeProfiles
	opAccount
)

type route struct {
	method string
	path   string
}

// routes maps the operations to the wire.
var routes = map[operation]route{
	opUpsertProfile: {http.MethodPost, "/api/profile-import"},

	opCreateProfile: {http.MethodPost, "/api/profiles"},
	opFindProfiles:  {http.MethodGet, "/api/profiles"},

	opSubscribe: {http.MethodPost, "/api/profile-subscription-bulk-create"}, // want endpoint

	opTrackEvent: {http.MethodPost, "/api/events"},

	opMergeProfiles: {http.MethodPut, "/api/profile-merge"}, // want endpoint

	opAccount: {http.MethodGet, "/api/accounts"},
}
