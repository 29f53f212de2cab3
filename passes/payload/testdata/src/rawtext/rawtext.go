// Package rawtext writes bodies as text.
package rawtext

import (
	"fmt"
	"net/http"
	"strings"
)

func send(path, body string) {
	req, _ := http.NewRequest("POST", "https://a.klaviyo.com"+path, strings.NewReader(body))
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
}

var key string

func oneLine(email string) {
	send("/api/profile-import", `{"data":{"type":"profile","attributes":{"emial":"`+email+`"}}}`) // want `"email" is`
}

func date() {
	send("/api/events", `{"data":{"type":"event","attributes":{"time":"2026-01-02","unique_id":"1","properties":{},"metric":{"data":{"type":"metric","attributes":{"name":"m"}}},"profile":{"data":{"type":"profile","attributes":{"email":"a@example.com"}}}}}}`) // want `"time" is the date "2026-01-02"`
}

func holes(attrs string) {
	send("/api/profile-import", fmt.Sprintf(`{"data":{"type":"profile","attributes":%s}}`, attrs))
	send("/api/profile-import", `{"data":{"type":"profile","attributes":{"email":"a@example.com"`+attrs+`}}}`)
	send("/api/profile-import", attrs)
	send("/api/profile-import", "not JSON")
}
