package legacyapi

import "github.com/klaviyolint/klaviyolint/internal/requests"

// ofTrack reports whether a body is one of the retired track and identify
// endpoints: a token beside what happened or to whom, and none of JSON:API.
// Source: the payloads of klaviyo/klaviyo-node-sdk, retired.
func ofTrack(j *requests.JSON) bool {
	if j == nil || j.Kind != requests.JSONObject || j.Open {
		return false
	}
	tok, ok := j.Keys["token"]
	if !ok || tok.Maybe || j.Keys["data"] != nil {
		return false
	}
	return j.Keys["properties"] != nil || j.Keys["customer_properties"] != nil || j.Keys["event"] != nil
}
