// Package orders calls Klaviyo beside its own business.
package orders

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
)

func calls(ts *httptest.Server) {
	http.Get("https://a.klaviyo.com/api/lists")                                   // want `raw HTTP request to Klaviyo \(GET /api/lists\) outside the Klaviyo client;`
	req, _ := http.NewRequest("POST", "https://a.klaviyo.com/api/v2/list/x", nil) // want `raw HTTP request`
	http.DefaultClient.Do(req)
	http.Get("https://status.klaviyo.com/api/v2/summary.json")
	http.Get("https://static.klaviyo.com/onsite/js/klaviyo.js")
	http.Get(ts.URL + "/api/lists")
	http.PostForm("https://a.klaviyo.com/oauth/token", url.Values{"grant_type": {"refresh_token"}})
	fmt.Println("https://a.klaviyo.com/api/lists and https://www.klaviyo.com/login")
}

func authorize(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "https://www.klaviyo.com/oauth/authorize?response_type=code", http.StatusFound)
}
