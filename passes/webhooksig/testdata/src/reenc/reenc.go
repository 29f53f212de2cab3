package reenc

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
)

type event struct {
	Data []map[string]any `json:"data"`
}

func A(w http.ResponseWriter, r *http.Request) {
	var ev event
	if err := json.NewDecoder(r.Body).Decode(&ev); err != nil {
		http.Error(w, "bad", 400)
		return
	}
	raw, _ := json.Marshal(ev)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(raw)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(r.Header.Get("Klaviyo-Signature"))) { // want `the HMAC covers a re-encoded body, whose bytes differ from those signed;`
		http.Error(w, "no", 401)
		return
	}
	w.WriteHeader(200)
}

func B(w http.ResponseWriter, r *http.Request) {
	b := make([]byte, r.ContentLength)
	r.Body.Read(b)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	if !strings.EqualFold(hex.EncodeToString(m.Sum(nil)), r.Header.Get("Klaviyo-Signature")) { // want `the signature is compared with "strings\.EqualFold"`
		http.Error(w, "no", 401)
		return
	}
	w.WriteHeader(200)
}
