// Package fixes has what can be mended.
package fixes

import (
	"net/http"
	"os"
)

func send(method, u string) {
	req, err := http.NewRequest(method, u, nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
	http.DefaultClient.Do(req)
}

const base = "https://a.klaviyo.com"

func run(id string) {
	send("POST", "https://a.klaviyo.com/api/profile") // want `did you mean "POST /api/profiles"`
	send("GET", base+"/list/"+id)                     // want `did you mean "GET /api/lists/\{id\}"`
	send("GET", base+"/segments")                     // want `lacks "/api"`
	send("GET", "https://a.klaviyo.com/accounts")     // want `lacks "/api"`
	send("GET", base+"/api/lists/"+id+"/profile")     // want `did you mean`
	send("DELETE", base+"/api/lists")                 // want `the path takes GET, POST`
}
