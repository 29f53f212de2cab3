package invent

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
)

func A(w http.ResponseWriter, r *http.Request) {
	sig := r.Header.Get("X-Klaviyo-Signature") // want `Klaviyo sends no "X-Klaviyo-Signature" header`
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(sig)) {
		http.Error(w, "no", 401)
		return
	}
}

func klaviyoHook(w http.ResponseWriter, r *http.Request) {
	sig := r.Header.Get("webhook-signature") // want `Klaviyo sends no "Webhook-Signature" header`
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(sig)) {
		http.Error(w, "no", 401)
		return
	}
}

func svix(w http.ResponseWriter, r *http.Request) {
	sig := r.Header.Get("webhook-signature")
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(sig)) {
		http.Error(w, "no", 401)
		return
	}
}

func resp(c *http.Client, r *http.Request) string {
	res, err := c.Do(r)
	if err != nil {
		return ""
	}
	return res.Header.Get("X-Klaviyo-Webhook-Timestamp") + res.Header.Get("X-Klaviyo-Req-Id")
}
