// Package others receives Shopify, Stripe and GitHub hooks and calls Klaviyo.
package others

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
)

func shopify(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	if base64.StdEncoding.EncodeToString(m.Sum(nil)) != r.Header.Get("X-Shopify-Hmac-Sha256") {
		w.WriteHeader(401)
		return
	}
	forward("https://a.klaviyo.com/api/events")
}

func github(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	if "sha256="+hex.EncodeToString(m.Sum(nil)) != r.Header.Get("X-Hub-Signature-256") {
		w.WriteHeader(401)
		return
	}
}

// flow webhook of Klaviyo: no signature at all, a shared token
func flow(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Token") != "t" {
		w.WriteHeader(401)
		return
	}
	io.Copy(io.Discard, r.Body)
}

func forward(string) {}
