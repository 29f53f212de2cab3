// Package strict leaves the credential to others, who may forget it.
package strict

import "net/http"

func run(c *http.Client) {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil) // want `request to Klaviyo \(GET /api/accounts\) may lack its "Authorization" header`
	if err != nil {
		return
	}
	c.Do(req)
}
