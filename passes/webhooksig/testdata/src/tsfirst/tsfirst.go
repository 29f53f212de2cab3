package tsfirst

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
)

func mw(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		ts := r.Header.Get("Klaviyo-Timestamp")
		m := hmac.New(sha256.New, []byte("k"))
		m.Write([]byte(ts + "." + string(b)))
		sig, _ := hex.DecodeString(r.Header.Get("Klaviyo-Signature"))
		if !hmac.Equal(m.Sum(nil), sig) { // want `the HMAC starts with the timestamp`
			http.Error(w, "no", 401)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// behind the middleware
func handle(w http.ResponseWriter, r *http.Request) {
	id := r.Header.Get("Klaviyo-Webhook-Id")
	w.Write([]byte(id))
}

func Routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/k", mw(http.HandlerFunc(handle)))
	return mux
}
