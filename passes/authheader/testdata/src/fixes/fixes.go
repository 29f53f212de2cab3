// Package fixes has schemes that can be mended.
package fixes

import (
	"errors"
	"net/http"
	"strings"
)

func build() *http.Request {
	req, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	req.Header.Set("revision", "2026-07-15")
	return req
}

func run(key string) error {
	if !strings.HasPrefix(key, "pk_") {
		return errors.New("not a private key")
	}
	req := build()
	req.Header.Set("Authorization", "Bearer "+key) // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Klaviyo-API-Token "+key) // want `Klaviyo does not know the scheme "Klaviyo-API-Token", and refuses it; send`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Klaviyo-API-Key"+key) // want `no space follows the scheme "Klaviyo-API-Key", and Klaviyo refuses the`
	http.DefaultClient.Do(req)
	return nil
}
