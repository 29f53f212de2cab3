package eqplain

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "read", 400)
		return
	}
	mac := hmac.New(sha256.New, []byte("x"))
	mac.Write(body)
	mac.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	expected := hex.EncodeToString(mac.Sum(nil))
	if r.Header.Get("Klaviyo-Signature") == expected { // want `the signature is compared with "=="`
		w.WriteHeader(200)
		return
	}
	w.WriteHeader(401)
}
