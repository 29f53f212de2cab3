// Package lines writes a body as text of several lines.
package lines

import (
	"fmt"
	"net/http"
	"strings"
)

var key string

func template(email string) {
	body := fmt.Sprintf(`{
		"data": {
			"type": "profile",
			"attributes": {
				"e-mail": "%s",
				"properties": {"plan": "gold"}
			}
		}
	}`, email)
	req, _ := http.NewRequest("POST", "https://a.klaviyo.com/api/profile-import", strings.NewReader(body))
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
}
