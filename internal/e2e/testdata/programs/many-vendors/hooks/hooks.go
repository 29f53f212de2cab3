// Package hooks verifies what services deliver. Svix signs with webhook-signature.
package hooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
)

type scheme struct {
	header string
	secret []byte
}

var schemes = map[string]scheme{
	"svix":    {header: "webhook-signature"},
	"shopify": {header: "X-Shopify-Hmac-Sha256"},
}

// Handler verifies deliveries of Svix.
func Handler(secret []byte, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "body", http.StatusBadRequest)
			return
		}
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(r.Header.Get("webhook-id") + "." + r.Header.Get("webhook-timestamp") + "."))
		mac.Write(body)
		want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
		for _, got := range strings.Fields(r.Header.Get(schemes["svix"].header)) {
			if hmac.Equal([]byte(got), []byte(want)) {
				next.ServeHTTP(w, r)
				return
			}
		}
		http.Error(w, "signature", http.StatusUnauthorized)
	})
}
