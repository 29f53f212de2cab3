package requests

// OfTrack reports whether a body is one of the retired track and identify
// endpoints: a token beside what happened or to whom, and none of JSON:API.
// Source: the payloads of klaviyo/klaviyo-node-sdk, retired.
func (j *JSON) OfTrack() bool {
	if j == nil || j.Kind != JSONObject || j.Open {
		return false
	}
	tok, ok := j.Keys["token"]
	if !ok || tok.Maybe || j.Keys["data"] != nil {
		return false
	}
	return j.Keys["properties"] != nil || j.Keys["customer_properties"] != nil || j.Keys["event"] != nil
}
