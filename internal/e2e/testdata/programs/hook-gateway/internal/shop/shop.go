// Package shop takes orders of Shopify, which are sent on to Klaviyo later.
package shop

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
)

func Orders(secret string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(raw)
		if base64.StdEncoding.EncodeToString(mac.Sum(nil)) != r.Header.Get("X-Shopify-Hmac-Sha256") {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusOK)
	}
}
