// Package fixed has been mended.
package fixed

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
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	http.DefaultClient.Do(req)
	return nil
}
