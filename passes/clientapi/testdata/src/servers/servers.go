package servers

import (
	"net/http"
	"strings"
)

func bad(kind string) {
	http.Post("https://a.klaviyo.com/client/events?company_id=AbC123", "application/json", strings.NewReader("{}")) // want `"POST /client/events" is for browsers and apps, not for servers; use "POST`
	req, _ := http.NewRequest("POST", "https://a.klaviyo.com/client/subscriptions/?company_id=AbC123", nil)         // want `"POST /client/subscriptions" is for browsers and apps, not for servers;`
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
	http.Get("https://a.klaviyo.com/client/ip-allowlists/" + kind)
	http.Get("https://a.klaviyo.com/client/" + kind)
	http.Get("https://a.klaviyo.com/api/clients")
	http.Get("https://example.com/client/events")
}

const root = "https://a.klaviyo.com/client/"

func post(name, company string) {
	http.Post(root+name+"?company_id="+company, "application/json", nil)
}

func wrapped(company, any string) {
	post("push-tokens", company)                  // want `use "POST /api/push-tokens" with the private key`
	post("back-in-stock-subscriptions/", company) // want `use "POST /api/back-in-stock-subscriptions" with the private key`
	post("event-bulk-create", company)            // want `use "POST /api/event-bulk-create-jobs" with the private key`
	post("profiles", company)                     // want `use "POST /api/profile-import" with the private key`
	post("subscriptions/", company)               // want `use "POST /api/profile-subscription-bulk-create-jobs" with the private key`
	post("events", company)                       // want `use "POST /api/events" with the private key`
	post("push-token-unregister", company)        // want `use the endpoints under "/api"`
	post(any, company)
}
