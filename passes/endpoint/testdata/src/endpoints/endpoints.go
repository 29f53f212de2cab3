package endpoints

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
)

func send(method, u string) {
	req, _ := http.NewRequest(method, u, nil)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("K"))
	http.DefaultClient.Do(req)
}

func bad(id, res string) {
	send("POST", "https://a.klaviyo.com/api/profile")                          // want `no revision has "POST /api/profile", so Klaviyo answers 404; did you mean`
	send("GET", "https://a.klaviyo.com/profiles")                              // want `"GET /profiles" lacks "/api", so Klaviyo answers 404; use "GET`
	send("PATCH", "https://a.klaviyo.com/api/profiles")                        // want `no revision has "PATCH /api/profiles": the path takes GET, POST; did you`
	send("GET", "https://a.klaviyo.com/api/profile-import")                    // want `no revision has "GET /api/profile-import": the path takes POST; call one`
	send("GET", fmt.Sprintf("https://a.klaviyo.com/api/lists/%s/profile", id)) // want `no revision has "GET /api/lists/\{\?\}/profile", so Klaviyo answers 404; did`
	send("DELETE", "https://a.klaviyo.com/api/events/"+id)                     // want `no revision has "DELETE /api/events/\{\?\}": the path takes GET; did you mean`
	send("GET", "https://a.klaviyo.com/api/account-activity-logs")             // want `no revision has "GET /api/account-activity-logs", so Klaviyo answers 404;`
	send("GET", "https://a.klaviyo.com/api/profiles?page[size]=500")
	send("GET", "https://a.klaviyo.com/api/lists/?page%5Bsize%5D=100")
	send("GET", fmt.Sprintf("https://a.klaviyo.com/api/profiles?page[size]=%d", 1000))
	send("POST", "https://a.klaviyo.com/client/event?company_id=AbC123") // want `no revision has "POST /client/event", so Klaviyo answers 404; did you mean`
	send("PUT", "https://a.klaviyo.com/api/profiles/"+id)                // want `no revision has "PUT /api/profiles/\{\?\}": the path takes GET, PATCH; did`
}

func good(id, res string) {
	send("POST", "https://a.klaviyo.com/api/profile-import/")
	send("GET", "https://a.klaviyo.com/api/"+res+"/profiles")
	send("GET", "https://a.klaviyo.com/api/"+res)
	send("GET", "https://a.klaviyo.com/api/"+res+"/"+id+"/relationships/tags")
	send("GET", "https://a.klaviyo.com/api/profiles"+res)
	send("GET", "https://a.klaviyo.com/api/profiles?page[size]=100")
	send("GET", "https://a.klaviyo.com/api/events?page[size]=1000")
	send(res, "https://a.klaviyo.com/api/profile-import")
	send("POST", "https://a.klaviyo.com/oauth/token")
	send("POST", "https://a.klaviyo.com/oauth/introspect")
	send("GET", "https://a.klaviyo.com/media/js/onsite.js")
	send("GET", "https://a.klaviyo.com/")
	send("HEAD", "https://a.klaviyo.com/api/accounts")
	send("GET", "https://a.klaviyo.com/client/ip-allowlists/"+id)
}

func values(n int) {
	q := url.Values{}
	q.Set("page[size]", "250")
	send("GET", "https://a.klaviyo.com/api/profiles?"+q.Encode())
	q2 := url.Values{}
	q2.Set("page[size]", strconv.Itoa(250))
	q2.Set("sort", "x")
	send("GET", "https://a.klaviyo.com/api/profiles?"+q2.Encode())
	q3 := url.Values{}
	q3.Set("page[size]", strconv.Itoa(n))
	send("GET", "https://a.klaviyo.com/api/profiles?"+q3.Encode())
}

func methodAndPath(id string) {
	method, path := "POST", "https://a.klaviyo.com/api/tags"
	if id != "" {
		method, path = "PATCH", "https://a.klaviyo.com/api/tags/"+id
	}
	send(method, path)
}

func old() {
	req, _ := http.NewRequest("GET", "https://a.klaviyo.com/client/geofences?company_id=AbC123", nil) // want `revision "2025-04-15" does not have "GET /client/geofences" yet; it came`
	req.Header.Set("revision", "2025-04-15")
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/events/x/metrics/", nil) // want `revision "2026-04-15" does not have "GET /api/events/\{id\}/metrics", which`
	req.Header.Set("revision", "2026-04-15")
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("POST", "https://a.klaviyo.com/api/profile-import", nil)
	req.Header.Set("revision", "2023-06-15") // retired: falls forward
	http.DefaultClient.Do(req)
}

func either(beta bool) {
	rev := "2025-04-15"
	if beta {
		rev = "2026-07-15"
	}
	req, _ := http.NewRequest("GET", "https://a.klaviyo.com/client/geofences?company_id=AbC123", nil)
	req.Header.Set("revision", rev)
	http.DefaultClient.Do(req)
}

const lists = "https://a.klaviyo.com/api/lists"

func shared() {
	send("GET", lists)
	send("POST", lists)
	send("DELETE", lists) // want `no revision has "DELETE /api/lists": the path takes GET, POST; did you`
}
