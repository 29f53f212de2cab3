package fixes

import (
	"bytes"
	"crypto/sha256"
	"io"
	"net/http"

	"sums"
)

func a(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if sums.Hex(sha256.New, body, r.Header.Get("Klaviyo-Timestamp")) != r.Header.Get("Klaviyo-Signature") { // want `compared with "!="`
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
}

type signature string

func b(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	sig := signature(r.Header.Get("Klaviyo-Signature"))
	if sig == signature(sums.Hex(sha256.New, body, r.Header.Get("Klaviyo-Timestamp"))) && len(body) > 0 { // want `compared with "=="`
		return
	}
	w.WriteHeader(http.StatusUnauthorized)
}

func c(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	body = bytes.Clone(body)
	if !bytes.Equal([]byte(sums.Hex(sha256.New, body, r.Header.Get("Klaviyo-Timestamp"))), []byte(r.Header.Get("Klaviyo-Signature"))) { // want `compared with "bytes.Equal"`
		w.WriteHeader(http.StatusUnauthorized)
	}
}
