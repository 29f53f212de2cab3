package plainhttp

import (
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// rawEndpoint finds the address of a webhook in JSON that was written as text.
var rawEndpoint = lazy.Regexp(`"endpoint_url"\s*:\s*"([^"]*)`)

// webhookURLs returns the addresses that a request registers for a webhook: the
// key endpoint_url in the body of POST /api/webhooks or PATCH
// /api/webhooks/{id}. Source: github.com/klaviyo/openapi, openapi/stable.json.
func webhookURLs(r *requests.Request) []flow.Text {
	hooks := false
	for _, ep := range r.Endpoints() {
		hooks = hooks || ep.Operation == "create_webhook" || ep.Operation == "update_webhook"
	}
	if !hooks {
		return nil
	}
	var out []flow.Text
	r.Body.Walk(func(key string, v *requests.JSON) {
		switch {
		case v.Kind == requests.JSONString && key == "endpoint_url":
			out = append(out, v.Texts...)
		case v.Kind == requests.JSONRaw:
			for _, t := range v.Texts {
				out = append(out, requests.Matches(rawEndpoint(), t)...)
			}
		}
	})
	return out
}
