// Package fixed has been mended.
package fixed

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
	send("POST", "https://a.klaviyo.com/api/profiles")
	send("GET", base+"/api/segments")
	send("GET", "https://a.klaviyo.com/api/accounts")
	send("GET", base+"/api/lists/"+id+"/profiles")
}
