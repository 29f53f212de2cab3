package notime

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
)

type Verifier struct{ Secret string }

func (v *Verifier) Valid(body []byte, sig string) bool {
	m := hmac.New(sha256.New, []byte(v.Secret))
	m.Write(body)
	return hmac.Equal([]byte(sig), []byte(hex.EncodeToString(m.Sum(nil)))) // want `the HMAC leaves out the timestamp`
}

func Handle(v *Verifier) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil || !v.Valid(b, r.Header.Get("Klaviyo-Signature")) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
}
