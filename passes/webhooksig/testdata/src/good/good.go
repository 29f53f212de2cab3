package good

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

type H struct{ secret []byte }

func (h *H) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, "read", 400)
		return
	}
	mac := hmac.New(sha256.New, h.secret)
	mac.Write(body)
	mac.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	sent, err := hex.DecodeString(r.Header.Get("Klaviyo-Signature"))
	if err != nil || !hmac.Equal(sent, mac.Sum(nil)) {
		http.Error(w, "bad signature", http.StatusUnauthorized)
		return
	}
	var ev map[string]any
	_ = json.Unmarshal(body, &ev)
}

func Second(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	ts := r.Header.Get("klaviyo-timestamp")
	sig := r.Header.Get("klaviyo-signature")
	if sig == "" || ts == "" {
		http.Error(w, "missing", 401)
		return
	}
	m := hmac.New(sha256.New, []byte(secret()))
	io.WriteString(m, string(body)+ts)
	want := fmt.Sprintf("%x", m.Sum(nil))
	if subtle.ConstantTimeCompare([]byte(want), []byte(sig)) != 1 {
		http.Error(w, "no", 401)
		return
	}
	fmt.Fprintln(w, "ok")
}

func Third(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if err := check(r.Header, body); err != nil {
		http.Error(w, err.Error(), 401)
		return
	}
	fmt.Fprintln(w, "ok")
}

func check(h http.Header, body []byte) error {
	signed := append(append([]byte{}, body...), h.Get("Klaviyo-Timestamp")...)
	m := hmac.New(sha256.New, []byte(secret()))
	m.Write(signed)
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(h.Get("Klaviyo-Signature"))) {
		return fmt.Errorf("bad signature")
	}
	return nil
}

func secret() string { return fmt.Sprint(1) }
